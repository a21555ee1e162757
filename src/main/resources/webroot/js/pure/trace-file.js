// A trace as a file: one event a line, as this page, `./run.sh trace -o json` and `simulate --trace` write it.

/** What is played without a cluster. @typedef {{ ledger: string, protocol: Wire.Status['protocol'], members: string[], lanes: Record<string, Wire.Step[]>, member: string | null, chatter: boolean }} Recording */

/**
 * @param {string} name of the file
 * @param {string} text
 * @returns {Recording}
 * @throws {Error} a sentence that says which line is no event
 */
export function readTrace(name, text) {
  /** @type {Record<string, Wire.Step[]>} */
  const lanes = {};
  let isPaxos = false;
  text.split('\n').forEach((line, i) => {
    if (!line.trim()) return;
    const { member, step } = eventOf(line, i + 1);
    (lanes[member] ??= []).push(step);
    isPaxos ||= step.ballot !== undefined || step.now?.promised !== undefined;
  });
  const members = Object.keys(lanes).sort();
  if (!members.length) throw new Error('the file holds no event; write one with ./run.sh trace -o json, or ./run.sh simulate --seed 7 --trace FILE.');
  return { ledger: name, protocol: isPaxos ? 'paxos' : 'lamport', members, lanes, member: members[0] ?? null, chatter: false };
}

/**
 * @param {string} line
 * @param {number} number
 * @returns {{ member: string, step: Wire.Step }}
 */
function eventOf(line, number) {
  /** @type {any} */
  let parsed;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new Error(`line ${number} is no JSON; each line of a trace is one event.`);
  }
  const { member, about, node, ...step } = parsed ?? {};
  const whose = member ?? node;
  if (typeof whose !== 'string' || typeof step.kind !== 'string' || typeof step.seq !== 'number' || typeof step.time !== 'number') {
    throw new Error(`line ${number} is no event: it needs "member", "seq", "time" and "kind".`);
  }
  return { member: whose, step: about === undefined ? step : { ...step, member: about } };
}
