// What a lab has done to the wires of a real cluster, as rows, each with what can be done about it.

/** @typedef {[label: string, line: string]} Deed */
/** @typedef {{ key: string, text: string, deeds: Deed[] }} Row */

/** The kinds of messages that somebody may want to hold. @type {Record<Wire.Status['protocol'], string[]>} */
export const TYPES = {
  lamport: ['request', 'ack', 'release', 'append', 'durable', 'heartbeat'],
  paxos: ['prepare', 'promise', 'accept', 'accepted', 'rejected', 'commit', 'heartbeat'],
};

/**
 * @param {Wire.LabMember[]} members
 * @returns {Row[]}
 */
export const rowsOf = (members) => members.flatMap(({ member, wire }) => Object.entries(wire).flatMap(([to, state]) => rowsOfLink(`${member}→${to}`, state)));

/**
 * @param {string} link
 * @param {Wire.LabWire} wire
 * @returns {Row[]}
 */
function rowsOfLink(link, { cut, delay_ms: delay, holds, held }) {
  return [
    ...(cut ? [row(`${link} is cut`, `${link} is cut: what is sent is lost`, [['Heal', `heal ${link}`]])] : []),
    ...(delay ? [row(`${link} is late`, `${link} is ${delay} ms late`, [['Heal', `heal ${link}`]])] : []),
    ...holds.map((type) => row(`${link} holds ${type}`, `${link} holds ${type || 'all messages'}`, [['Free', words('free', type, link)]])),
    ...held.map(({ type, count }) => row(`${type} ${link}`, `${type} ${link}${count > 1 ? ` × ${count}` : ''}`,
      [['Deliver', words('deliver', type, link)], ['Drop', words('drop', type, link)], ['Double', words('double', type, link)]])),
  ];
}

/**
 * @param {string} key
 * @param {string} text
 * @param {Deed[]} deeds
 * @returns {Row}
 */
const row = (key, text, deeds) => ({ key, text, deeds });

/** @param {...string} parts */
export const words = (...parts) => parts.filter(Boolean).join(' ');

/**
 * The links that somebody has chosen; empty for "all" of one end.
 * @param {string} from
 * @param {string} to
 */
export const linkText = (from, to) => (from && to ? `${from}→${to}` : from ? `from ${from}` : to ? `to ${to}` : 'all');

/** What can be done to a process: whether it stands still, and whether it is there. @type {Record<Wire.LabMember['process'], [Deed | null, Deed | null]>} */
const DEEDS = {
  up: [['Freeze', 'freeze'], ['Kill -9', 'kill']],
  frozen: [['Thaw', 'thaw'], ['Kill -9', 'kill']],
  down: [null, ['Restart', 'restart']],
  starting: [null, null],
};

/**
 * @param {Wire.LabMember} member
 * @returns {(Deed | null)[]}
 */
export const processDeeds = ({ member, process }) => DEEDS[process].map((deed) => deed && [deed[0], `${deed[1]} ${member}`]);
