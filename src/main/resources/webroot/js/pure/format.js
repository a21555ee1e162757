// How numbers, times and amounts are written. Amounts stay decimal strings; where two must be compared or
// added they become whole minor units in a BigInt, never a float.

/**
 * "12.3" → 1230n, or null for what is not an amount.
 * @param {string} amount
 */
export function minorUnits(amount) {
  const parts = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount);
  if (!parts) return null;
  const [, sign, whole, fraction = ''] = parts;
  const units = BigInt(/** @type {string} */ (whole)) * 100n + BigInt(fraction.padEnd(2, '0'));
  return sign ? -units : units;
}

/**
 * 1230n → "12.30"
 * @param {bigint} units
 */
export function amountOf(units) {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * "1234567.50" → ["1", "234", "567.50"]: the fraction belongs to the last group.
 * @param {number | string} number
 */
export function digitGroups(number) {
  const [whole = '', fraction] = String(number).split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ' ').split(' ');
  return fraction === undefined ? groups : [...groups.slice(0, -1), `${groups.at(-1)}.${fraction}`];
}

/**
 * A timestamp of the protocol: ordered by time, then by member.
 * @param {Wire.Timestamp | null | undefined} timestamp
 */
export const timestampText = (timestamp) => (timestamp ? `${timestamp.time} · ${timestamp.member}` : 'none');

/**
 * A ballot, ordered by round, then by the member that leads it.
 * @param {Wire.Ballot | null | undefined} ballot
 */
export const ballotText = (ballot) => (ballot?.round ? `${ballot.round} · ${ballot.member}` : 'none');

/**
 * 240 → "0.2 s", 75000 → "1 min 15 s"
 * @param {number} millis
 */
export function duration(millis) {
  const tenths = Math.floor(Math.max(0, millis) / 100);
  const seconds = Math.floor(tenths / 10);
  if (seconds < 10) return `${seconds}.${tenths % 10} s`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * The first characters tell hashes apart well enough for the eye; the whole one is a hover or a click away.
 * @param {string} hash
 */
export const shortHash = (hash) => hash.slice(0, 8);

/**
 * @param {number} count
 * @param {string} one
 */
export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/**
 * "C", "B and C", "B, C and D"
 * @param {string[]} names
 */
export function listing(names) {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/**
 * With a full stop, unless it ends like a sentence already.
 * @param {string} text
 */
export const sentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** @param {number} millis since 1970, shown in the reader's time zone */
export const clockTime = (millis) => clock.format(millis);

/** @param {string} at in ISO 8601; shown to the millisecond, in the reader's time zone, as all times of the clock are */
export const wallTime = (at) => `${clockTime(Date.parse(at))}.${at.slice(20, 23).replace(/\D.*/, '').padEnd(3, '0')}`;

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** @param {number} millis since 1970, shown as a day in the reader's time zone */
export const day = (millis) => date.format(millis);

/** A word of the interfaces for people. @param {string | undefined} word */
export const plain = (word) => (word ?? '').replaceAll('_', ' ');
