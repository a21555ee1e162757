// What waits, and how the members are: each with what can be done about it.
import { h, reconcile, setText } from '../dom.js';

/** @typedef {import('./link.js').State} State */
/** @typedef {(label: string, command: string, testid?: string) => HTMLElement} Button */

/** A row of a list: what it says, and the commands that stand beside it. @typedef {{ key: string, text: string, note: string, title?: string, deeds: [label: string, command: string, testid?: string][], data?: Record<string, string> }} Row */

/**
 * Only what is different is made anew: a list of a hundred messages costs a frame.
 * @param {HTMLElement} list
 * @param {Row[]} rows
 * @param {Button} button
 */
function showRows(list, rows, button) {
  reconcile(list, rows, ({ key }) => key, (row) => create(row, button), (element, { text, note, title }) => {
    const [words, small] = element.querySelectorAll('[data-part]');
    if (words) setText(words, text);
    if (small) setText(small, note);
    if (title !== undefined && words) words.parentElement?.setAttribute('title', title);
  });
}

/**
 * @param {Row} row
 * @param {Button} button
 */
function create({ deeds, data = {} }, button) {
  const element = h('li', {}, h('span', {}, h('span', { 'data-part': 'text' }), h('small', { 'data-part': 'note' })), deeds.map((deed) => button(...deed)));
  for (const [name, value] of Object.entries(data)) element.setAttribute(name, value);
  return element;
}

/**
 * What can happen by itself: messages, syncs, links that are cut.
 * @param {HTMLElement} list
 * @param {State} state
 * @param {Button} button
 */
export function showFlight(list, state, button) {
  showRows(list, flightRows(state), button);
}

/**
 * @param {State} state
 * @returns {Row[]}
 */
function flightRows({ flight, in_flight: all, cuts, life: { members } }) {
  const rows = flight.map(({ text, name, message, obstacle }) => row(`${name} ${message} ${obstacle !== null}`, text, obstacle ? ` ${obstacle}` : '', [
    ...(obstacle ? [] : [deed('Deliver', `deliver ${name}`)]), deed('Drop', `drop ${name}`), deed('Double', `double ${name}`)], { 'data-name': name }));
  const more = all > flight.length ? [row('more', `and ${all - flight.length} more`)] : [];
  const disks = members.filter(({ up, unsynced }) => up && unsynced > 0).map(({ name, unsynced }) => row(`disk ${name}`, `disk of ${name}: ${unsynced} to sync`, '', [deed('Sync', `sync disk ${name}`)]));
  const healing = cuts.length ? [row('cuts', `cut: ${cuts.join(', ')}`, '', [deed('Heal all', 'heal all')])] : [];
  const none = rows.length + disks.length === 0 ? [row('none', 'Nothing waits.')] : [];
  return [...disks, ...rows, ...more, ...healing, ...none];
}

/**
 * @param {string} key
 * @param {string} text
 * @param {string} note
 * @param {Row['deeds']} deeds
 * @param {Record<string, string>} data
 * @returns {Row}
 */
const row = (key, text, note = '', deeds = [], data = {}) => ({ key, text, note, deeds, data });

/** @type {(label: string, command: string, testid?: string) => Row['deeds'][number]} */
const deed = (label, command, testid) => [label, command, testid];

/**
 * @param {HTMLElement} list
 * @param {State} state
 * @param {Button} button
 */
export function showMembers(list, { life: { members } }, button) {
  showRows(list, members.map(({ name, state, up, frozen, waits_for: awaited, why }, i) => {
    const next = members[(i + 1) % members.length]?.name ?? name;
    const ofUp = [deed('Pay', `${name} transfers 1 to ${next}`, `pay-${name}`), deed('Crash', `crash ${name}`), frozen ? deed('Thaw', `thaw ${name}`) : deed('Freeze', `freeze ${name}`),
      deed('Tick', `tick ${name}`), deed('Why', `why ${name}`, `why-${name}`)];
    const note = `${state}${awaited.length ? `, waits for ${awaited.join(', ')}` : ''}`;
    return { ...row(`${name} ${up} ${frozen}`, name, ` ${note}`, up ? ofUp : [deed('Restart', `restart ${name}`), deed('Rejoin', `rejoin ${name}`)], { 'data-testid': `member-${name}` }), title: why };
  }), button);
}

/**
 * The other ways, each below the one that it has left.
 * @param {State} state
 * @param {Button} button
 */
export function branchesOf({ branches, life: { branch } }, button) {
  /** @type {(parent: string | null) => (HTMLElement)[]} */
  const below = (parent) => branches.filter((each) => each.parent === parent).map(({ name, length, left_at: left }) => {
    const choice = button(`${name} (${length})`, `go ${name}`);
    choice.setAttribute('aria-pressed', String(name === branch));
    const others = below(name);
    return h('li', {}, choice, parent === null ? null : h('small', {}, ` after step ${left}`), others.length ? h('ul', { class: 'lab-tree' }, others) : null);
  });
  return below(null);
}
