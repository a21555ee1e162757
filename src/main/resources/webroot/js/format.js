// How numbers, times and amounts are written. Amounts stay decimal strings; where two must be compared or
// added they become whole minor units in a BigInt, never a float.
import { h } from './dom.js';

/** "12.3" → 1230n, or null for what is not an amount. */
export function minorUnits(amount) {
  const parts = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount);
  if (!parts) return null;
  const units = BigInt(parts[2]) * 100n + BigInt((parts[3] ?? '').padEnd(2, '0') || '0');
  return parts[1] ? -units : units;
}

/** 1230n → "12.30" */
export function amountOf(units) {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * A number in groups of three digits. The gaps are margins, not characters: what is copied or read out
 * is the plain number.
 */
export function grouped(number) {
  const [whole, fraction] = String(number).split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ' ').split(' ');
  const element = h('span', { class: 'number' });
  for (const group of groups.slice(0, -1)) element.append(h('span', { class: 'group' }, group));
  element.append(groups.at(-1) + (fraction === undefined ? '' : `.${fraction}`));
  return element;
}

/** A timestamp of the protocol: ordered by time, then by member. */
export const timestampText = (claim) => (claim ? `${claim.time} · ${claim.member}` : 'none');

/** A ballot, ordered by round, then by the member that leads it. */
export const ballotText = (ballot) => (ballot?.round ? `${ballot.round} · ${ballot.member}` : 'none');

/** 240 → "0.2 s", 75000 → "1 min 15 s" */
export function duration(millis) {
  const seconds = Math.max(0, millis) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The first characters tell hashes apart well enough for the eye; the whole one is a hover or a click away. */
export const shortHash = (hash) => hash.slice(0, 8);

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** "C", "B and C", "B, C and D" */
export function listing(names) {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
export const clockTime = (date) => clock.format(date);
