// The lab in a browser: the protocol view over a cluster that stands still until somebody moves it.
import { byId, h } from './dom.js';
import { download } from './download.js';
import { Emitter } from './emitter.js';
import { KeySheet } from './key-sheet.js';
import { panel } from './panels/panel.js';
import { createCard } from './protocol/card.js';
import { createDiagram } from './protocol/diagram.js';
import { keysOf } from './protocol/keys.js';
import { Lens } from './protocol/lens.js';
import { createMinimap } from './protocol/minimap.js';
import { createTable } from './protocol/table.js';
import { createToolbar } from './protocol/toolbar.js';
import { Trace } from './pure/trace.js';

/**
 * @typedef {{ name: string, state: string, up: boolean, frozen: boolean, unsynced: number, why: string }} Member
 * @typedef {{
 *   text: string, exit_code: number, question: string | null, protocol: Wire.Status['protocol'], name: string, branch: string, at: number, length: number,
 *   branches: { name: string, length: number, left_at: number, parent: string | null }[], members: Member[],
 *   flight: { text: string, obstacle: string | null }[], cuts: string[], broken: string | null, lanes: Record<string, Wire.Step[]>, scenario: string,
 * }} State
 */

/** What is watched is what has happened on the branch, up to the step that is looked at. @extends {Emitter<{ change: null }>} */
class Life extends Emitter {
  /** @type {Trace | null} */
  trace = null;
  /** @type {Map<string, import('./watch.js').Reach>} */
  reach = new Map();
  /** @type {{ protocol: Wire.Status['protocol'] } | null} */
  status = null;

  /** @param {State} state */
  show(state) {
    this.status = state;
    this.trace = new Trace(state.members.map(({ name }) => name));
    for (const [member, events] of Object.entries(state.lanes)) this.trace.add(member, events);
    this.emit('change', null);
  }
}

// The token stays out of the history, and of links that somebody copies.
const token = new URLSearchParams(location.search).get('token') ?? sessionStorage.getItem('lockstep.lab') ?? '';
sessionStorage.setItem('lockstep.lab', token);
history.replaceState(null, '', location.pathname);

const life = new Life();
const lens = new Lens(life);
const diagram = createDiagram(lens, life);
const keys = new KeySheet();
const picture = h('div', { class: 'picture' }, diagram.element, createMinimap(lens, diagram));
let hasKeys = false;
lens.on('change', () => {
  picture.hidden = lens.isTable;
  // When the members are known, so are their keys.
  if (hasKeys || !lens.trace) return;
  hasKeys = true;
  keys.add('Picture', keysOf(lens));
});

const out = h('pre', { class: 'lab-out', 'data-testid': 'lab-out', 'aria-live': 'polite' });
const flight = h('ul', { class: 'lab-list', 'data-testid': 'flight' });
const members = h('ul', { class: 'lab-list', 'data-testid': 'lab-members' });
const branches = h('div', { class: 'lab-bar', 'data-testid': 'branches' });
const broken = h('p', { class: 'lab-broken', 'data-testid': 'broken', role: 'alert', hidden: true });
const question = h('p', {});
const answer = h('input', { type: 'text', 'aria-label': 'Your answer', autocomplete: 'off', 'data-testid': 'answer' });
const ask = h('form', { class: 'panel lab-ask lab-body', 'data-testid': 'question', hidden: true, onsubmit: submitter(answer) }, question,
  h('div', { class: 'lab-bar' }, h('div', { class: 'grow' }, answer, h('button', { type: 'submit', class: 'small primary' }, 'Answer'))));
const line = h('input', { type: 'text', 'aria-label': 'Command', placeholder: 'A transfers 4 to B', autocomplete: 'off', spellcheck: 'false', 'data-testid': 'lab-line' });
/** @type {State | null} */
let shown = null;

/**
 * @param {string} label
 * @param {string} command
 * @param {string} [testid]
 */
const button = (label, command, testid) => h('button', { type: 'button', class: 'small', 'data-testid': testid, title: command, onclick: () => run(command) }, label);

/** @param {HTMLInputElement} input */
function submitter(input) {
  return (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = input.value;
    input.value = '';
    run(text);
  };
}

/** @param {string} command */
async function run(command) {
  try {
    const response = await fetch('lab', { method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: JSON.stringify({ line: command }) });
    if (response.status === 401) out.textContent = 'This link is not that of the lab which runs now; open the one that its terminal shows.';
    else if (!response.ok) out.textContent = `The lab has answered with ${response.status}.`;
    else show(await response.json());
  } catch {
    out.textContent = 'The lab does not answer: its process has ended. Start it again with ./run.sh lab.';
  }
}

/** @param {State} state */
function show(state) {
  shown = state;
  byId('place').textContent = `${state.name}, ${state.branch}, step ${state.at} of ${state.length}`;
  out.textContent = state.text;
  broken.hidden = !state.broken;
  broken.textContent = state.broken ? `Broken: ${state.broken}` : '';
  ask.hidden = state.question === null;
  question.textContent = state.question;
  if (state.question !== null) answer.focus();
  flight.replaceChildren(...flightOf(state));
  members.replaceChildren(...state.members.map(memberOf));
  branches.replaceChildren(...state.branches.map(({ name, length }) => {
    const choice = button(`${name} (${length})`, `go ${name}`);
    choice.setAttribute('aria-pressed', String(name === state.branch));
    return choice;
  }));
  life.show(state);
  if (!lens.follows) lens.follow();
}

/** @param {State} state */
function flightOf({ flight: messages, members: all, cuts }) {
  const rows = messages.map(({ text, obstacle }, i) => h('li', {}, h('span', {}, text, obstacle ? h('small', {}, ` ${obstacle}`) : null),
    obstacle ? null : button('Deliver', `deliver ${i + 1}`), button('Drop', `drop ${i + 1}`), button('Double', `double ${i + 1}`)));
  const disks = all.filter(({ up, unsynced }) => up && unsynced > 0).map(({ name, unsynced }) => h('li', {}, h('span', {}, `disk of ${name}: ${unsynced} to sync`), button('Sync', `sync disk ${name}`)));
  const healing = cuts.length ? [h('li', {}, h('span', {}, `cut: ${cuts.join(', ')}`), button('Heal all', 'heal all'))] : [];
  const none = rows.length + disks.length === 0 ? [h('li', {}, 'Nothing waits.')] : [];
  return [...rows, ...disks, ...healing, ...none];
}

/** @param {Member} member */
function memberOf({ name, state, up, frozen, why }) {
  return h('li', {}, h('span', { title: why }, h('strong', {}, name), ` ${state}`),
    up ? [button('Crash', `crash ${name}`), frozen ? button('Thaw', `thaw ${name}`) : button('Freeze', `freeze ${name}`), button('Tick', `tick ${name}`), button('Why', `why ${name}`)]
      : [button('Restart', `restart ${name}`), button('Rejoin', `rejoin ${name}`)]);
}

const save = h('button', { type: 'button', class: 'small', 'data-testid': 'save', onclick: () => shown && download('scenario.lab', shown.scenario) }, 'Save');
const bar = h('div', { class: 'lab-bar', role: 'group', 'aria-label': 'Steps' }, button('Begin', 'begin'), button('Back', 'back', 'back'), button('Step', 'step', 'step'), button('End', 'end'),
  button('Deliver all', 'deliver all', 'deliver-all'), button('Tick', 'tick', 'tick'), button('Run 1 s', 'run', 'run'),
  h('form', { class: 'grow', onsubmit: submitter(line) }, line, h('button', { type: 'submit', class: 'small primary' }, 'Do')), button('Help', 'help'), save);
byId('main').append(h('div', { class: 'protocol-view lab-view', 'data-testid': 'lab' }, h('div', { class: 'lab-head' }, createToolbar(lens, diagram, () => keys.open()), bar), h('div', { class: 'stage' },
  h('div', { class: 'stage-main' }, broken, ask, picture, createTable(lens)),
  h('div', { class: 'stage-side' }, panel('What happened', { testid: 'out-panel' }, h('div', { class: 'lab-body' }, out)), panel('What waits', { testid: 'flight-panel' }, h('div', { class: 'lab-body' }, flight)),
    panel('Members', { testid: 'members-panel' }, h('div', { class: 'lab-body' }, members)), createCard(lens, life), panel('Branches', { testid: 'branches-panel' }, h('div', { class: 'lab-body' }, branches))))));
run('');
