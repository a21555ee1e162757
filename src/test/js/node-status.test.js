import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterEvent } from '../../main/resources/webroot/js/pure/node-status.js';
import { lamportStatus, paxosStatus } from './samples.js';

const of = { seq: 1, time: 11 };
const claim = { time: 11, member: 'A' };
const ballot = { round: 2, member: 'B' };

test('a request, an entry and a release are seen at once', () => {
  const requested = afterEvent(lamportStatus(), { ...of, kind: 'claimed', claim });
  assert.deepEqual(requested?.status.claim, claim);
  assert.equal(requested?.status.inside, false);
  const entered = afterEvent(lamportStatus(), { ...of, kind: 'entered', claim });
  assert.equal(entered?.status.inside, true);
  const left = afterEvent({ ...lamportStatus(), claim, inside: true }, { ...of, kind: 'left' });
  assert.equal(left?.status.claim, null);
  assert.equal(left?.status.inside, false);
});

test('a block moves the head, and makes balances and log stale', () => {
  const after = afterEvent(lamportStatus(), { ...of, kind: 'block', height: 4, hash: 'bb', proposer: 'A', transfers: 1 });
  assert.deepEqual([after?.status.height, after?.status.hash], [4, 'bb']);
  assert.deepEqual(after?.stale, ['accounts', 'log']);
});

test('what is committed never falls', () => {
  assert.equal(afterEvent(lamportStatus(), { ...of, kind: 'committed', height: 5 })?.status.committed, 5);
  assert.equal(afterEvent(lamportStatus(), { ...of, kind: 'committed', height: 2 })?.status.committed, 3);
});

test('ballots: promised, accepted, led, over', () => {
  const promised = afterEvent(paxosStatus(), { ...of, kind: 'promised', ballot, height: 4 });
  assert.deepEqual([promised?.status.promised, promised?.status.leader], [ballot, 'B']);
  assert.deepEqual(afterEvent(paxosStatus(), { ...of, kind: 'accepted', ballot, height: 4, hash: 'bb' })?.status.accepted, ballot);
  assert.deepEqual(afterEvent(paxosStatus(), { ...of, kind: 'proposed', ballot, height: 4 })?.status.leading, ballot);
  assert.equal(afterEvent({ ...paxosStatus(), leading: ballot }, { ...of, kind: 'round_over', ballot, height: 4, result: 'chosen' })?.status.leading, null);
});

test('an executed transfer lengthens the log and makes the balances stale', () => {
  const after = afterEvent(paxosStatus(), { ...of, kind: 'executed', transfers: 2, logged: 7 });
  assert.equal(after?.status.log, 7);
  assert.deepEqual(after?.stale, ['accounts', 'log']);
});

test('a state comes with its reason', () => {
  const after = afterEvent(lamportStatus(), { ...of, kind: 'state', state: 'silenced', reason: 'No space left.' });
  assert.deepEqual([after?.status.state, after?.status.reason], ['silenced', 'No space left.']);
});

test('a peer that is lost or found changes nothing yet, but asks for the next status', () => {
  assert.deepEqual(afterEvent(lamportStatus(), { ...of, kind: 'peer_lost', member: 'B' }), { status: lamportStatus(), stale: [] });
});

test('messages, and kinds of a later version, are not in the status', () => {
  assert.equal(afterEvent(lamportStatus(), { ...of, kind: 'sent', to: 'B', type: 'ack' }), null);
  const later = /** @type {Wire.Event} */ (/** @type {unknown} */ ({ ...of, kind: 'elected' }));
  assert.equal(afterEvent(lamportStatus(), later), null);
});

test('the status before the event stays as it was', () => {
  const before = Object.freeze(lamportStatus());
  afterEvent(before, { ...of, kind: 'block', height: 4, hash: 'bb', proposer: 'A', transfers: 1 });
  assert.deepEqual(before, lamportStatus());
});

test('a message asks for the next status, but a sign of life only of a peer that is not where this node is', () => {
  const peer = { member: 'B', state: /** @type {const} */ ('up'), last_heard_ms: 1, height: 3, durable: 3, claim: null };
  const status = { ...lamportStatus(), height: 3, peers: [peer] };
  /** @param {string} type */
  const message = (type) => /** @type {Wire.Event} */ ({ ...of, kind: 'received', from: 'B', type });
  assert.notEqual(afterEvent(status, message('durable')), null);
  assert.equal(afterEvent(status, message('heartbeat')), null);
  for (const change of [{ height: 2 }, { durable: 2 }, { state: /** @type {const} */ ('silent') }]) {
    assert.notEqual(afterEvent({ ...status, peers: [{ ...peer, ...change }] }, message('heartbeat')), null);
  }
});
