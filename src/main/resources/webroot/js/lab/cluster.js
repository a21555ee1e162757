// Another cluster, the search for moves that break a protocol, and what is shown beside the life.
import { h } from '../dom.js';

/** @typedef {import('./link.js').State} State */

/** @param {(line: string) => Promise<State | null>} run */
export function createClusterChoice(run) {
  const protocol = h('select', { class: 'small', 'aria-label': 'Protocol', 'data-testid': 'new-protocol' });
  const members = h('select', { class: 'small', 'aria-label': 'Members', 'data-testid': 'new-members' }, Array.from({ length: 9 }, (_, i) => h('option', { value: String(i + 1), selected: i === 2 }, `${i + 1} member${i ? 's' : ''}`)));
  const note = h('p', { class: 'muted', role: 'status', 'data-testid': 'find-note' });
  const begin = h('button', { type: 'button', class: 'small', 'data-testid': 'new', onclick: () => run(`new ${protocol.value} ${members.value}`) }, 'New cluster');
  const find = h('button', { type: 'button', class: 'small', 'data-testid': 'find', title: 'Look for the shortest moves that break an invariant of it', onclick: async () => {
    find.disabled = true;
    note.textContent = `Looks for moves that break ${protocol.value} …`;
    await run(`find ${protocol.value} ${members.value}`);
    find.disabled = false;
    note.textContent = '';
  } }, 'Find a break');
  let filled = '';

  /** @param {State} state */
  function show({ protocols, name }) {
    if (filled !== protocols.join()) {
      filled = protocols.join();
      protocol.replaceChildren(...protocols.map((each) => h('option', { value: each }, each)));
      protocol.value = name;
    }
  }
  return { element: h('div', { class: 'lab-body' }, h('div', { class: 'lab-bar' }, protocol, members, begin, find), note), show };
}

/**
 * @param {(line: string) => Promise<State | null>} run
 * @param {(other: string) => unknown} showBoth shows both protocols in figures
 */
export function createBesideChoice(run, showBoth) {
  /** @type {HTMLSelectElement} */
  const choice = h('select', { class: 'small', 'aria-label': 'Beside it', 'data-testid': 'beside-choice', onchange: () => { run(`beside ${choice.value}`); } });
  const compare = h('button', { type: 'button', class: 'small', 'data-testid': 'compare', title: 'The same requests and faults in both modes: messages, waits, who could go on' });
  let other = 'paxos';
  compare.addEventListener('click', () => showBoth(other));
  let filled = '';

  /** @param {State} state */
  function show({ branches, protocols, name, life: { branch }, beside }) {
    other = name.includes('paxos') || name.includes('phase') ? 'lamport' : 'paxos';
    compare.textContent = `Compare with ${other}`;
    const names = branches.map((each) => each.name).filter((each) => each !== branch);
    const key = `${names.join()} ${name} ${beside?.title}`;
    if (key === filled) return;
    filled = key;
    choice.replaceChildren(h('option', { value: 'nothing' }, 'nothing beside it'), ...names.map((each) => h('option', { value: each }, `branch ${each}`)),
      ...protocols.filter((each) => each !== name).map((each) => h('option', { value: each }, `in ${each}`)));
    choice.value = beside ? (beside.title.split(' ').at(-1) ?? 'nothing') : 'nothing';
  }
  return { elements: [choice, compare], show };
}
