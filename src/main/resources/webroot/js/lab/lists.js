// What waits, and how the members are: each with what can be done about it.
import { h } from '../dom.js';

/** @typedef {import('./link.js').State} State */
/** @typedef {(label: string, command: string, testid?: string) => HTMLElement} Button */

/**
 * What can happen by itself: messages, syncs, links that are cut.
 * @param {State} state
 * @param {Button} button
 */
export function flightOf({ flight, in_flight: all, cuts, life: { members } }, button) {
  const rows = flight.map(({ text, name, obstacle }) => h('li', { 'data-name': name }, h('span', {}, text, obstacle ? h('small', {}, ` ${obstacle}`) : null),
    obstacle ? null : button('Deliver', `deliver ${name}`), button('Drop', `drop ${name}`), button('Double', `double ${name}`)));
  const more = all > flight.length ? [h('li', {}, h('span', {}, `and ${all - flight.length} more`))] : [];
  const disks = members.filter(({ up, unsynced }) => up && unsynced > 0).map(({ name, unsynced }) => h('li', {}, h('span', {}, `disk of ${name}: ${unsynced} to sync`), button('Sync', `sync disk ${name}`)));
  const healing = cuts.length ? [h('li', {}, h('span', {}, `cut: ${cuts.join(', ')}`), button('Heal all', 'heal all'))] : [];
  const none = rows.length + disks.length === 0 ? [h('li', {}, 'Nothing waits.')] : [];
  return [...disks, ...rows, ...more, ...healing, ...none];
}

/**
 * @param {State} state
 * @param {Button} button
 */
export function membersOf({ life: { members } }, button) {
  return members.map(({ name, state, up, frozen, waits_for: awaited, why }, i) => {
    const next = members[(i + 1) % members.length]?.name ?? name;
    return h('li', { 'data-testid': `member-${name}` }, h('span', { title: why }, h('strong', {}, name), ` ${state}`, awaited.length ? h('small', {}, ` waits for ${awaited.join(', ')}`) : null),
      up ? [button('Pay', `${name} transfers 1 to ${next}`, `pay-${name}`), button('Crash', `crash ${name}`), frozen ? button('Thaw', `thaw ${name}`) : button('Freeze', `freeze ${name}`),
        button('Tick', `tick ${name}`), button('Why', `why ${name}`, `why-${name}`)]
        : [button('Restart', `restart ${name}`), button('Rejoin', `rejoin ${name}`)]);
  });
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
