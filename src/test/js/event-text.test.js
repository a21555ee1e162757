import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GROUPS, describe } from '../../main/resources/webroot/js/pure/event-text.js';

const claim = { time: 5, member: 'A' };
const ballot = { round: 2, member: 'B' };
const of = { seq: 1, time: 7 };
/** @type {[Wire.Event, string, string][]} */
const EVENTS = [
  [{ ...of, kind: 'sent', to: 'B', type: 'request' }, 'messages', 'request to B'],
  [{ ...of, kind: 'received', from: 'B', type: 'ack' }, 'messages', 'ack from B'],
  [{ ...of, kind: 'sent', to: 'B', type: 'heartbeat' }, 'heartbeats', 'heartbeat to B'],
  [{ ...of, kind: 'dropped', from: 'B', type: 'ack', reason: 'old' }, 'messages', 'ack from B dropped: old'],
  [{ ...of, kind: 'claimed', claim }, 'section', 'requests the critical section (5 · A)'],
  [{ ...of, kind: 'entered', claim }, 'section', 'enters the critical section (5 · A)'],
  [{ ...of, kind: 'left' }, 'section', 'releases the critical section'],
  [{ ...of, kind: 'proposed', ballot, height: 4 }, 'ballots', 'leads ballot 2 · B for block #4'],
  [{ ...of, kind: 'promised', ballot, height: 4 }, 'ballots', 'promises ballot 2 · B for block #4'],
  [{ ...of, kind: 'accepted', ballot, height: 4, hash: '0123456789' }, 'ballots', 'accepts block #4 in ballot 2 · B, 01234567'],
  [{ ...of, kind: 'round_over', ballot, height: 4, result: 'chosen' }, 'ballots', 'ballot 2 · B for block #4 is over: chosen'],
  [{ ...of, kind: 'executed', transfers: 1, logged: 3 }, 'blocks', 'executes 1 transfer; 3 on no block yet'],
  [{ ...of, kind: 'block', height: 4, hash: '0123456789', proposer: 'B', transfers: 2 }, 'blocks', 'block #4 by B, 2 transfers, 01234567'],
  [{ ...of, kind: 'committed', height: 4 }, 'blocks', 'committed up to #4'],
  [{ ...of, kind: 'refused', id: 'x', code: 'not_owner', detail: '' }, 'blocks', 'refused: not_owner'],
  [{ ...of, kind: 'in_doubt', id: 'x', waiting_for: ['B'], reason: 'Waiting for B.' }, 'blocks', 'in doubt: Waiting for B.'],
  [{ ...of, kind: 'peer_lost', member: 'B' }, 'members', 'B is silent'],
  [{ ...of, kind: 'peer_found', member: 'B' }, 'members', 'B is back'],
  [{ ...of, kind: 'catching_up', height: 4, target: 9 }, 'members', 'catches up: block #4 of #9'],
  [{ ...of, kind: 'state', state: 'silenced', reason: 'No space left.' }, 'members', 'now fail-stopped: No space left.'],
  [{ seq: 9, kind: 'gap', from: 3, to: 9 }, 'members', 'events 3 to 9 are missing; the state was read again'],
];

test('every kind of event has its group and its words', () => {
  for (const [event, group, text] of EVENTS) {
    const described = describe(event);
    assert.deepEqual({ group: described.group, text: described.text }, { group, text }, event.kind);
  }
});

test('every group exists, and is used', () => {
  const used = new Set(EVENTS.map(([event]) => describe(event).group));
  assert.deepEqual([...used].sort(), GROUPS.map(({ id }) => id).sort());
});

test('a kind of a later version is shown by its name', () => {
  const later = /** @type {Wire.Event} */ (/** @type {unknown} */ ({ seq: 1, time: 1, kind: 'elected' }));
  assert.equal(describe(later).text, 'elected');
});

test('what a client asks and is answered', () => {
  assert.equal(describe({ ...of, kind: 'requested', id: '018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b' }).text, 'a client asks for transfer …2f1a0b');
  assert.equal(describe({ ...of, kind: 'answered', ids: ['x', 'y'], transfers: 20, outcome: 'unavailable', reason: 'B is silent' }).text, "the client's answer for 20 transfers: unavailable, B is silent");
  assert.equal(describe({ ...of, kind: 'withdrawn', claim: { time: 7, member: 'A' } }).group, 'section');
});
