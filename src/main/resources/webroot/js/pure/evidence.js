// On which messages an entry into the critical section rests.
import { isEvidence } from './message-types.js';

/** @typedef {import('./trace.js').Point} Point */

/** So far back at most a message is looked for. */
const FAR = 2000;

/**
 * Both ends of each message on which an entry rests: a heartbeat is shown where it is one of them.
 * @param {Point[]} lane the events of the member that enters
 * @param {Point} entry
 */
export function evidenceOf(lane, entry) {
  return (entry.step.evidence ?? []).flatMap((evidence) => {
    for (let i = entry.index - 1; i >= Math.max(0, entry.index - FAR); i--) {
      const point = /** @type {Point} */ (lane[i]);
      const { step, sender } = point;
      if (step.kind === 'received' && step.from === evidence.member && isEvidence(step, evidence)) return sender ? [point, sender] : [point];
    }
    return [];
  });
}
