import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventRings } from '../../main/resources/webroot/js/pure/event-rings.js';

/**
 * @param {number} seq
 * @returns {Wire.Event}
 */
const sent = (seq) => ({ seq, time: seq, kind: 'sent', to: 'B', type: 'ack' });
/**
 * @param {number} seq
 * @returns {Wire.Event}
 */
const committed = (seq) => ({ seq, time: seq, kind: 'committed', height: seq });

test('many messages do not push out a block', () => {
  const rings = new EventRings(3);
  rings.add(committed(1));
  for (let seq = 2; seq <= 100; seq++) rings.add(sent(seq));
  assert.deepEqual(rings.newest(['messages']).map(({ seq }) => seq), [100, 99, 98]);
  assert.deepEqual(rings.newest(['blocks']).map(({ seq }) => seq), [1]);
});

test('several groups are shown together, newest first', () => {
  const rings = new EventRings(3);
  for (const event of [sent(1), committed(2), sent(3), committed(4)]) rings.add(event);
  assert.deepEqual(rings.newest(['blocks', 'messages']).map(({ seq }) => seq), [4, 3, 2]);
  assert.deepEqual(rings.newest([]), []);
});
