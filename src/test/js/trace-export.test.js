import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { toSvg } from '../../main/resources/webroot/js/pure/svg-text.js';
import { addressOf, parseAddress } from '../../main/resources/webroot/js/pure/trace-address.js';
import { draw } from '../../main/resources/webroot/js/pure/trace-drawing.js';
import { SHIVIZ_EXPRESSION, toJsonLines, toMermaid, toShiViz } from '../../main/resources/webroot/js/pure/trace-export.js';
import { layOut } from '../../main/resources/webroot/js/pure/trace-rows.js';
import { Trace } from '../../main/resources/webroot/js/pure/trace.js';
import { oneTransfer, traceOf } from './trace-samples.js';

test('ShiViz reads every event with its expression, and its clocks grow along every message', () => {
  const { order } = traceOf(oneTransfer());
  const [expression = '', delimiter, ...lines] = toShiViz(order).split('\n');
  assert.equal(expression, SHIVIZ_EXPRESSION);
  assert.equal(delimiter, '');
  const found = [...lines.join('\n').matchAll(new RegExp(expression, 'g'))].map(({ groups }) => ({ host: groups?.host ?? '', clock: JSON.parse(groups?.clock ?? ''), event: groups?.event }));
  assert.equal(found.length, order.length);
  order.forEach((point, i) => {
    assert.equal(found[i]?.host, point.member);
    const { sender } = point;
    if (sender) assert.ok(found[i]?.clock[sender.member] >= found[sender.place]?.clock[sender.member]);
  });
  // The own entry counts the own events without a hole, or ShiViz refuses the log.
  for (const member of ['A', 'B', 'C']) {
    const own = found.filter(({ host }) => host === member).map(({ clock }) => clock[member]);
    assert.deepEqual(own, own.map((_, i) => i + 1));
  }
});

test('Mermaid gets each message once, and names that are no syntax', () => {
  const text = toMermaid(['A', 'B', 'C'], traceOf(oneTransfer()).order);
  const lines = text.split('\n');
  assert.equal(lines[0], 'sequenceDiagram');
  assert.equal(lines.filter((line) => /m\d(->>|-\)|-x)m\d: /.test(line)).length, 9);
  assert.ok(text.includes('m0->>m1: request 1'));
  assert.ok(text.includes('m2-)m1: heartbeat 7 (not received)'));
  assert.ok(text.includes('release 5 +#35;1'));
});

test('JSON lines have every field of every event, and its member', () => {
  const { order } = traceOf({ A: [{ kind: 'peer_lost', time: 1, member: 'B' }, { kind: 'sent', time: 2, to: 'B', type: 'ack' }], B: [] });
  const [lost, sent] = toJsonLines(order).trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual([lost.member, lost.about, lost.kind], ['A', 'B', 'peer_lost']);
  assert.deepEqual([sent.member, sent.to, sent.type, sent.seq], ['A', 'B', 'ack', 2]);
});

test('an SVG is well-formed, whatever a member is called', () => {
  const trace = traceOf({ 'A<&"': [{ kind: 'refused', time: 1, id: 'x', code: '<b>' }], B: [] });
  const view = { width: 600, height: 300, top: 0, members: trace.members, away: new Set(/** @type {string[]} */ ([])), moment: Infinity, chosen: null, follows: true };
  const text = toSvg(draw(layOut(trace.order, {}), view), 600, 300);
  assert.ok(text.includes('A&lt;&amp;&quot;'));
  assert.equal((text.match(/<g /g) ?? []).length, (text.match(/<\/g>/g) ?? []).length);
  assert.ok(!/<b>|A<&/.test(text));
});

test('an address comes back as the place that it was made of', () => {
  const place = { at: { member: 'b-1', seq: 12 }, from: { A: 3, B: 9 }, member: 'B', only: 'A', type: 'ack', transfer: 'id', chatter: true, wall: true, table: true };
  assert.deepEqual(parseAddress(addressOf(place)), place);
  assert.equal(addressOf(parseAddress('#protocol')), '#protocol');
  assert.deepEqual(parseAddress('#ledger').at, null);
  assert.deepEqual(parseAddress('#protocol?at=A:x&from=,:1,B:7').from, { B: 7 });
});

// The same files hold the terminal to it (TraceAgreementTest): what ./run.sh trace exports is what the page exports.
test('exports of every kind of event are those that the terminal makes', () => {
  /** @type {(name: string) => string} */
  const file = (name) => readFileSync(new URL(`../resources/trace/${name}`, import.meta.url), 'utf8');
  const { members, events } = JSON.parse(file('events.json'));
  const trace = new Trace(members);
  for (const member of members) trace.add(member, events[member]);
  assert.equal(toShiViz(trace.order), file('expected.shiviz'));
  assert.equal(toMermaid(members, trace.order), file('expected.mermaid'));
  /** @type {(text: string) => unknown[]} */
  const parsed = (text) => text.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(parsed(toJsonLines(trace.order)), parsed(file('expected.jsonl')));
});
