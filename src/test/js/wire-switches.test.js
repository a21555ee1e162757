import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkText, processDeeds, rowsOf } from '../../main/resources/webroot/js/pure/wire-switches.js';

/** @type {Wire.LabWire} */
const open = { cut: false, delay_ms: 0, holds: [], held: [] };

/** @param {Record<string, Wire.LabWire>} wire */
const member = (wire, process = /** @type {Wire.LabMember['process']} */ ('up')) => ({ member: 'A', process, url: 'http://127.0.0.1/', wire });

test('a link that is open has no row', () => {
  assert.deepEqual(rowsOf([member({}), member({ B: open })]), []);
});

test('what is held can be delivered, dropped and doubled, and the link freed', () => {
  const rows = rowsOf([member({ B: { ...open, holds: ['ack'], held: [{ type: 'ack', count: 2 }] } })]);
  assert.deepEqual(rows.map(({ text }) => text), ['A→B holds ack', 'ack A→B × 2']);
  assert.deepEqual(rows.map(({ deeds }) => deeds.map(([, line]) => line)), [['free ack A→B'], ['deliver ack A→B', 'drop ack A→B', 'double ack A→B']]);
});

test('a row keeps its key while more is held, so that the focus stays in it', () => {
  const [one, many] = [1, 7].map((count) => rowsOf([member({ B: { ...open, held: [{ type: 'ack', count }] } })])[0]);
  assert.equal(one?.key, many?.key);
});

test('cut and delayed links are healed; all messages have no type', () => {
  const rows = rowsOf([member({ B: { ...open, cut: true }, C: { ...open, delay_ms: 200, holds: [''] } })]);
  assert.deepEqual(rows.map(({ deeds }) => deeds[0]?.[1]), ['heal A→B', 'heal A→C', 'free A→C']);
});

test('a link is one way, all from a member, all to one, or all', () => {
  assert.deepEqual([linkText('A', 'B'), linkText('A', ''), linkText('', 'B'), linkText('', '')], ['A→B', 'from A', 'to B', 'all']);
});

test('who is down can only be started, and who stands still goes on', () => {
  assert.deepEqual(processDeeds(member({}, 'down')), [null, ['Restart', 'restart A']]);
  assert.deepEqual(processDeeds(member({}, 'frozen'))[0], ['Thaw', 'thaw A']);
  assert.deepEqual(processDeeds(member({}, 'starting')), [null, null]);
});
