// The lab in a browser: the protocol view over a cluster that stands still until somebody moves it.
import { byId, h } from './dom.js';
import { download } from './download.js';
import { KeySheet } from './key-sheet.js';
import { createAuto } from './lab/auto.js';
import { createBeside } from './lab/beside.js';
import { createBesideChoice, createClusterChoice } from './lab/cluster.js';
import { createCompared } from './lab/compared.js';
import { installDrag } from './lab/drag.js';
import { Life } from './lab/life.js';
import { Link } from './lab/link.js';
import { branchesOf, showFlight, showMembers } from './lab/lists.js';
import { perFrame } from './pace.js';
import { panel } from './panels/panel.js';
import { createCard } from './protocol/card.js';
import { createDiagram } from './protocol/diagram.js';
import { keysOf } from './protocol/keys.js';
import { Lens } from './protocol/lens.js';
import { createMinimap } from './protocol/minimap.js';
import { createTable } from './protocol/table.js';
import { createToolbar } from './protocol/toolbar.js';

/** @typedef {import('./lab/link.js').State} State */

const link = new Link();
const life = new Life();
const lens = new Lens(life);
const diagram = createDiagram(lens, life);
const beside = createBeside();
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

const out = h('pre', { class: 'lab-out', 'data-testid': 'lab-out', 'aria-live': 'polite', tabindex: '0', 'aria-label': 'What happened' });
const flight = h('ul', { class: 'lab-list lab-flight', 'data-testid': 'flight' });
const members = h('ul', { class: 'lab-list', 'data-testid': 'lab-members' });
const branches = h('ul', { class: 'lab-tree', 'data-testid': 'branches' });
const broken = h('p', { class: 'lab-broken', 'data-testid': 'broken', role: 'alert', hidden: true });
const question = h('p', {});
const answer = h('input', { type: 'text', 'aria-label': 'Your answer', autocomplete: 'off', 'data-testid': 'answer' });
const ask = h('form', { class: 'panel lab-ask lab-body', 'data-testid': 'question', hidden: true, onsubmit: submitter(answer) }, question,
  h('div', { class: 'lab-bar' }, h('div', { class: 'grow' }, answer, h('button', { type: 'submit', class: 'small primary' }, 'Answer'))));
const line = h('input', { type: 'text', 'aria-label': 'Command', placeholder: 'A transfers 4 to B', autocomplete: 'off', spellcheck: 'false', 'data-testid': 'lab-line' });
/** What a life is, where it is not simply one of the lab. */
const KINDS = { lab: '', recorded: 'STATE: a recorded run, computed again · ', fork: 'FORK: a new run, from a recorded one · ' };
/** @type {State | null} */
let shown = null;
let shownTree = '';
/** Whether the end of what happened is in view; to bring it there lays out the page, so it is done once in a frame. */
let isRead = true;
const readOn = perFrame(() => {
  if (isRead) return;
  isRead = true;
  // Of many steps the last one is where the life is.
  out.scrollTop = out.scrollHeight;
});
const auto = createAuto(run);
const cluster = createClusterChoice(run);
const compared = createCompared(run);
const besideChoice = createBesideChoice(run, compared.compare);

/**
 * @param {string} label
 * @param {string} command
 * @param {string} [testid]
 */
function button(label, command, testid) {
  return h('button', { type: 'button', class: 'small', 'data-testid': testid, title: command, onclick: () => run(command) }, label);
}

/** @param {HTMLInputElement} input */
function submitter(input) {
  return (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = input.value;
    input.value = '';
    run(text);
  };
}

/**
 * @param {string} command
 * @param {boolean} scenario whether the file of the life is wanted too
 * @returns {Promise<State | null>} null when the lab has not answered
 */
async function run(command, scenario = false) {
  try {
    const state = await link.ask(() => ({ line: command, life: life.known, beside: beside.known, scenario }));
    show(state);
    return state;
  } catch (problem) {
    out.textContent = problem instanceof Error ? problem.message : String(problem);
    return null;
  }
}

/** @param {State} state */
function show(state) {
  shown = state;
  byId('place').textContent = `${KINDS[state.kind]}${state.name}, ${state.life.branch}, step ${state.life.at} of ${state.length}`;
  if (out.textContent !== state.text) {
    out.textContent = state.text;
    isRead = false;
  }
  broken.hidden = !state.life.broken;
  broken.textContent = state.life.broken ? `Broken: ${state.life.broken}` : '';
  ask.hidden = state.question === null;
  question.textContent = state.question;
  if (state.question !== null) answer.focus();
  showFlight(flight, state, button);
  showMembers(members, state, button);
  // The tree is as it was after most steps, and then what stands in it keeps the focus.
  const tree = JSON.stringify([state.branches, state.life.branch]);
  if (tree !== shownTree) branches.replaceChildren(...branchesOf(state, button));
  shownTree = tree;
  auto.show(state);
  cluster.show(state);
  besideChoice.show(state);
  beside.show(state.beside);
  life.show(state.life, state.protocol, state.flight.length === state.in_flight ? new Set(state.flight.map(({ message }) => message)) : null);
  lens.follow();
  readOn();
}

installDrag(lens, diagram, () => shown, run);
const save = h('button', { type: 'button', class: 'small', 'data-testid': 'save', onclick: async () => {
  const state = await run('', true);
  if (!state?.scenario) return;
  download('scenario.lab', state.scenario);
  if (state.kind !== 'lab') out.textContent = 'The file names its record: keep it beside that.';
} }, 'Save');
const bar = h('div', { class: 'lab-bar', role: 'group', 'aria-label': 'Steps' }, button('Begin', 'begin'), button('Back', 'back', 'step-back'), button('Step', 'step', 'step-on'), button('End', 'end'),
  button('Deliver all', 'deliver all', 'deliver-all'), button('Tick', 'tick', 'tick'), button('Run 1 s', 'run', 'run'),
  h('form', { class: 'grow', onsubmit: submitter(line) }, line, h('button', { type: 'submit', class: 'small primary' }, 'Do')), button('Help', 'help'), save);
byId('main').append(h('div', { class: 'protocol-view lab-view', 'data-testid': 'lab' }, h('div', { class: 'lab-head' }, createToolbar(lens, diagram, () => keys.open()), bar), h('div', { class: 'stage' },
  h('div', { class: 'stage-main' }, broken, ask, picture, createTable(lens), beside.element, compared.element),
  h('div', { class: 'stage-side' }, panel('What happened', { testid: 'out-panel' }, h('div', { class: 'lab-body' }, out)), panel('What waits', { testid: 'flight-panel' }, h('div', { class: 'lab-body' }, flight)),
    panel('Members', { testid: 'members-panel' }, h('div', { class: 'lab-body' }, members)), panel('By itself', { testid: 'auto-panel' }, auto.element), createCard(lens, life),
    panel('Branches', { testid: 'branches-panel' }, h('div', { class: 'lab-body' }, branches, h('div', { class: 'lab-bar' }, besideChoice.elements))),
    panel('Cluster', { testid: 'cluster-panel' }, cluster.element)))));
run('');
