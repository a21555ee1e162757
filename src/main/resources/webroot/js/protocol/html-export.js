// The range in view as one HTML file that plays without a server: the page's own modules and style sheets, and the events.
import { htmlFile, importsOf, resolved } from '../pure/html-file.js';

const ENTRY = 'player.js';
const STYLES = ['tokens', 'base', 'shell', 'panels', 'protocol'];

/**
 * Rejects when the node does not give its files now.
 * @param {import('./lens.js').Lens} lens
 * @param {import('../pure/trace.js').Point[]} points in causal order
 * @param {Wire.Status | null} status
 * @returns {Promise<[string, string]>} name and content
 */
export async function toHtml(lens, points, status) {
  const [modules, ...styles] = await Promise.all([modulesFrom(ENTRY), ...STYLES.map((name) => textOf(`css/${name}.css`))]);
  const members = lens.trace?.members ?? [];
  const lanes = Object.fromEntries(members.map((member) => [member, points.filter((point) => point.member === member).map(({ step }) => step)]));
  const ledger = status?.ledger ?? 'ledger';
  const data = { ledger, protocol: status?.protocol ?? 'lamport', members, lanes, member: lens.member, chatter: points.some(({ step }) => step.type === 'heartbeat') };
  return [`lockstep-${ledger}.html`, htmlFile({ title: `Lockstep: ${ledger}, recorded`, modules, entry: ENTRY, styles: styles.join('\n'), data })];
}

/** @param {string} entry */
async function modulesFrom(entry) {
  /** @type {Map<string, string>} */
  const modules = new Map();
  let wanted = [entry];
  while (wanted.length) {
    const sources = await Promise.all(wanted.map((path) => textOf(`js/${path}`)));
    const next = new Set();
    for (const [i, path] of wanted.entries()) {
      const source = String(sources[i]);
      modules.set(path, source);
      for (const address of importsOf(source)) next.add(resolved(path, address));
    }
    wanted = [...next].filter((path) => !modules.has(path));
  }
  return modules;
}

/** @param {string} path */
async function textOf(path) {
  const answer = await fetch(path).catch(() => null);
  if (!answer) throw new Error('the node does not answer.');
  if (!answer.ok) throw new Error(`The node does not give ${path}: ${answer.status}.`);
  return answer.text();
}
