// The range in view as one HTML file that plays without a server: the player that the node makes, and the events.
import { htmlFile } from '../pure/html-file.js';

/**
 * Rejects when the node does not give the player now.
 * @param {import('./lens.js').Lens} lens
 * @param {import('../pure/trace.js').Point[]} points in causal order
 * @param {Wire.Status | null} status
 * @returns {Promise<[string, string]>} name and content
 */
export async function toHtml(lens, points, status) {
  const answer = await fetch('player.html').catch(() => null);
  if (!answer) throw new Error('the node does not answer.');
  if (!answer.ok) throw new Error(`The node does not give player.html: ${answer.status}.`);
  const members = lens.trace?.members ?? [];
  const lanes = Object.fromEntries(members.map((member) => [member, points.filter((point) => point.member === member).map(({ step }) => step)]));
  const ledger = status?.ledger ?? 'ledger';
  const recording = { ledger, protocol: status?.protocol ?? 'lamport', members, lanes, member: lens.member, chatter: points.some(({ step }) => step.type === 'heartbeat') };
  return [`lockstep-${ledger}.html`, htmlFile(await answer.text(), ledger, recording)];
}
