// A piece of the trace for other programs: ShiViz, Mermaid, JSON lines.
import { arrowLabel, claimText, labelOf, sentenceOf } from './trace-words.js';
import { isMessage } from './message-types.js';

/** @typedef {import('./trace.js').Point} Point */

/** The expression that ShiViz asks for: one line for host and clock, one for the event. */
export const SHIVIZ_EXPRESSION = '(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)';

/**
 * A log for ShiViz, with vector clocks that are counted from the first event of the piece. Its first line is the
 * parser's expression, its second one is empty: no executions are divided.
 * @param {Point[]} points in causal order
 */
export function toShiViz(points) {
  /** @type {Map<string, Record<string, number>>} */
  const clocks = new Map();
  /** @type {Map<Point, Record<string, number>>} */
  const stamps = new Map();
  const lines = points.map((point) => {
    const { member, sender } = point;
    const clock = { ...clocks.get(member) };
    for (const [name, count] of Object.entries((sender && stamps.get(sender)) ?? {})) clock[name] = Math.max(clock[name] ?? 0, count);
    clock[member] = (clock[member] ?? 0) + 1;
    clocks.set(member, clock);
    stamps.set(point, clock);
    return `${member} ${JSON.stringify(clock)}\n${sentenceOf(point).replace(/\s+/g, ' ')}`;
  });
  return `${SHIVIZ_EXPRESSION}\n\n${lines.join('\n')}\n`;
}

/**
 * A sequence diagram. A message stands where it is received, or where it was sent if it is not received in this piece.
 * @param {string[]} members
 * @param {Point[]} points in causal order
 */
export function toMermaid(members, points) {
  const piece = new Set(points);
  /** @type {(name: unknown) => string} */
  const lane = (name) => `m${members.indexOf(String(name))}`;
  const lines = points.flatMap(({ step, member, sender, receivers }) => {
    if (step.kind === 'sent') {
      return receivers.some((each) => piece.has(each)) ? [] : [`${lane(member)}-)${lane(step.to)}: ${plain(arrowLabel(step))} (not received)`];
    }
    if (step.kind === 'received') return [`${lane(step.from)}${sender?.step.again ? '-->>' : '->>'}${lane(member)}: ${plain(arrowLabel({ ...sender?.step, ...step }))}`];
    if (step.kind === 'dropped') return [`${lane(step.from)}-x${lane(member)}: ${plain(arrowLabel(step))}`];
    const what = `Note over ${lane(member)}: ${plain(step.kind === 'entered' ? `enters with ${claimText(step.claim)}` : labelOf(step))}`;
    return [what];
  });
  const names = members.map((name, i) => `participant m${i} as ${plain(name)}`);
  return `${['sequenceDiagram', ...[...names, ...lines].map((line) => `  ${line}`)].join('\n')}\n`;
}

/** @param {string} text without what Mermaid reads as syntax */
const plain = (text) => text.replace(/[;#\n]/g, (sign) => (sign === '#' ? '#35;' : ' '));

/** @param {Point[]} points one event a line, with its member */
export function toJsonLines(points) {
  return points.map(({ member, step }) => `${JSON.stringify(isMessage(step) || step.member === undefined ? { member, ...step } : { ...step, about: step.member, member })}\n`).join('');
}
