import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ballotFact, extent, peerBadge, peerHeight, stateBadge, stateNote } from '../../main/resources/webroot/js/pure/state-text.js';
import { lamportStatus, paxosStatus } from './samples.js';

test('the state has a word, and a note that says why', () => {
  assert.equal(stateBadge('silenced').text, 'Fail-stopped');
  assert.equal(stateNote(lamportStatus()), 'takes transfers');
  assert.equal(stateNote({ ...lamportStatus(), state: 'silenced', reason: 'No space left.' }), 'No space left.');
  assert.equal(stateNote({ ...lamportStatus(), state: 'waiting', reason: 'long', waiting_for: ['B', 'C'] }), 'for B, C');
});

test('states of a later version are shown by their name', () => {
  assert.equal(stateBadge('observing').text, 'observing');
  assert.equal(stateBadge('toString').text, 'toString');
  assert.equal(peerBadge('toString').text, 'unknown');
});

test('silent and lost are two words', () => {
  assert.equal(peerBadge('silent').text, 'silent');
  assert.equal(peerBadge('lost').text, 'data lost');
});

test('how far the chain is safe', () => {
  assert.equal(extent({ height: 5, durable: 4, committed: 3 }), 'durable 4');
  assert.equal(extent({ height: 5, durable: 5, committed: 3 }), 'committed 3');
  assert.equal(extent({ height: 5, durable: 5, committed: 5 }), 'durable, committed');
  assert.equal(extent({ height: 5, durable: 5 }), 'durable, committed');
});

test('the part that a node has in the promised ballot', () => {
  const promised = { round: 2, member: 'B' };
  assert.deepEqual(ballotFact(paxosStatus()), { value: 'none', note: 'no leader' });
  assert.deepEqual(ballotFact({ ...paxosStatus(), promised, leader: 'B' }), { value: '2 · B', note: 'led by B' });
  assert.equal(ballotFact({ ...paxosStatus(), promised, leader: 'B', accepted: promised }).note, 'led by B, accepted');
  assert.equal(ballotFact({ ...paxosStatus(), promised, leader: 'B', accepted: { round: 1, member: 'B' } }).note, 'led by B');
  assert.equal(ballotFact({ ...paxosStatus(), promised, leader: 'B', leading: promised }).note, 'led by this node');
});

test('how far a peer is behind', () => {
  assert.equal(peerHeight(5, 3), '3 (2 behind)');
  assert.equal(peerHeight(5, 5), '5');
  assert.equal(peerHeight(5, 6), '6');
  assert.equal(peerHeight(5, undefined), '–');
});
