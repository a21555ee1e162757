// Pause and step, filter, table, exports, keys.
import { announce, h, setText } from '../dom.js';
import { download } from '../download.js';
import { icon } from '../icons.js';
import { toJsonLines, toMermaid, toShiViz } from '../pure/trace-export.js';
import { sentenceOf, shortId, transfersOf } from '../pure/trace-words.js';
import { toSvg } from '../pure/svg-text.js';

/** @typedef {import('./lens.js').Lens} Lens */
/** @typedef {ReturnType<typeof import('./diagram.js').createDiagram>} Diagram */

const STRIDES = { event: 'event', message: 'message', section: 'section', block: 'block' };
const TRANSFERS_SHOWN = 30;
/** The lists need not have the newest transfer at once. */
const LISTS_GAP_MILLIS = 1000;

/**
 * @param {Lens} lens
 * @param {1 | -1} way
 * @param {import('../pure/trace-steps.js').Stride} stride
 */
export function step(lens, way, stride) {
  const point = lens.step(stride, way);
  announce(point ? sentenceOf(point) : `There is no ${way > 0 ? 'later' : 'earlier'} ${STRIDES[stride]}.`);
}

/** @param {Lens} lens */
export function toggle(lens) {
  if (lens.isRecorded) {
    togglePlay(lens);
    return;
  }
  if (lens.follows) lens.pause();
  else lens.follow();
  announce(lens.follows ? 'Live.' : 'Paused.');
}

/** @param {Lens} lens */
export function togglePlay(lens) {
  if (lens.plays) {
    lens.stop();
  } else {
    if (lens.follows) lens.pause();
    lens.play();
  }
  announce(lens.plays ? 'Plays.' : 'Stopped.');
}

/**
 * @param {Lens} lens
 * @param {Diagram} diagram
 * @param {() => void} showKeys
 * @param {Record<string, () => Promise<[string, string]>>} files further ones to export, by their names
 * @param {import('../dom.js').Child} [more]
 */
export function createToolbar(lens, diagram, showKeys, files = {}, more = null) {
  return h('div', { class: 'toolbar', role: 'group', 'aria-label': 'Moment and filters', 'data-testid': 'toolbar' },
    createMoves(lens), createFilters(lens), h('div', { class: 'toolbar-end' }, createTableSwitch(lens), more, createExports(lens, diagram, files),
      h('button', { type: 'button', class: 'small', 'aria-label': '? Keys', onclick: showKeys, 'data-testid': 'keys' }, '?')));
}

/** @param {Lens} lens */
function createMoves(lens) {
  const pause = h('button', { type: 'button', class: 'small pause', 'data-testid': 'pause', hidden: lens.isRecorded, onclick: () => toggle(lens) });
  const play = h('button', { type: 'button', class: 'small', 'data-testid': 'play', onclick: () => togglePlay(lens) });
  const stride = h('select', { class: 'small', 'aria-label': 'Step by', 'data-testid': 'stride' }, Object.entries(STRIDES).map(([value, name]) => h('option', { value }, `by ${name}`)));
  /** @type {(way: 1 | -1, name: string, mark: string) => HTMLElement} */
  const mover = (way, name, mark) => h('button', { type: 'button', class: 'small', 'aria-label': name, title: name, 'data-testid': way < 0 ? 'back' : 'forward',
    onclick: () => step(lens, way, /** @type {import('../pure/trace-steps.js').Stride} */ (stride.value)) }, icon(mark));
  let shown = '';
  lens.on('change', () => {
    const word = lens.follows ? 'Pause' : 'Go live';
    const now = `${word} ${lens.plays}`;
    if (shown === now) return;
    shown = now;
    pause.replaceChildren(icon(lens.follows ? 'pause' : 'live'), word);
    play.hidden = lens.follows && !lens.isRecorded;
    play.replaceChildren(icon(lens.plays ? 'pause' : 'play'), lens.plays ? 'Stop' : 'Play');
  });
  return h('div', { class: 'toolbar-group' }, pause, play, mover(-1, 'Step back', 'left'), stride, mover(1, 'Step forward', 'right'));
}

/** @param {Lens} lens */
function createFilters(lens) {
  /** @type {HTMLSelectElement} */
  const member = h('select', { class: 'small', 'aria-label': 'Only this member', 'data-testid': 'only-member', onchange: () => lens.narrow({ member: member.value || null }) });
  /** @type {HTMLSelectElement} */
  const type = h('select', { class: 'small', 'aria-label': 'Only this type', 'data-testid': 'only-type', onchange: () => lens.narrow({ type: type.value || null }) });
  /** @type {HTMLSelectElement} */
  const transfer = h('select', { class: 'small', 'aria-label': 'Only what moved this transfer', 'data-testid': 'only-transfer', onchange: () => lens.narrow({ transfer: transfer.value || null }) });
  /** @type {HTMLInputElement} */
  const chatter = h('input', { type: 'checkbox', 'data-testid': 'chatter', onchange: () => lens.narrow({ chatter: chatter.checked }) });
  /** @type {HTMLInputElement} */
  const wall = h('input', { type: 'checkbox', 'data-testid': 'wall', onchange: () => lens.narrow({ wall: wall.checked }) });
  let filledAt = -Infinity;
  let filled = '';
  let version = -1;
  /** @type {import('../pure/trace.js').Trace | null} a lab shows another one after each step */
  let filledOf = null;
  lens.on('change', () => {
    const { trace, filter } = lens;
    chatter.checked = Boolean(filter.chatter);
    wall.checked = Boolean(filter.wall);
    const chosen = JSON.stringify(filter);
    if (!trace || (chosen === filled && ((filledOf === trace && version === trace.version) || performance.now() - filledAt < LISTS_GAP_MILLIS))) return;
    filled = chosen;
    version = trace.version;
    filledOf = trace;
    filledAt = performance.now();
    const recent = trace.order.slice(-20_000);
    const types = new Set(recent.flatMap(({ step: { type: name } }) => (name ? [name] : [])));
    const ids = new Set(recent.flatMap((point) => transfersOf(point.step)).reverse());
    fill(member, [['', 'all members'], ...trace.members.map((name) => [name, name])], filter.member);
    fill(type, [['', 'all types'], ...[...types].sort().map((name) => [name, name])], filter.type);
    fill(transfer, [['', 'all transfers'], ...[...ids].slice(0, TRANSFERS_SHOWN).map((id) => [id, shortId(id)])], filter.transfer);
  });
  return h('div', { class: 'toolbar-group' }, member, type, transfer, h('label', { class: 'toggle' }, chatter, 'Heartbeats'),
    h('label', { class: 'toggle', title: 'Rows by the wall clocks of the members, and never before their cause; ~ is a clock that is behind' }, wall, 'Wall time'));
}

/**
 * Only what is new is touched: a list that is open stays so.
 * @param {HTMLSelectElement} control
 * @param {(string | undefined)[][]} options
 * @param {string | null | undefined} chosen
 */
function fill(control, options, chosen) {
  const all = chosen && !options.some(([value]) => value === chosen) ? [...options, [chosen, chosen.length > 8 ? shortId(chosen) : chosen]] : options;
  const key = all.map(([value]) => value).join(' ');
  if (control.dataset.options !== key) {
    control.dataset.options = key;
    control.replaceChildren(...all.map(([value = '', name = '']) => h('option', { value }, name)));
  }
  control.value = chosen ?? '';
}

/** @param {Lens} lens */
function createTableSwitch(lens) {
  const button = h('button', { type: 'button', class: 'small', 'aria-pressed': 'false', 'data-testid': 'table-switch', onclick: () => lens.show({ isTable: !lens.isTable }) }, 'Table');
  lens.on('change', () => button.setAttribute('aria-pressed', String(lens.isTable)));
  return button;
}

/**
 * @param {Lens} lens
 * @param {Diagram} diagram
 * @param {Record<string, () => Promise<[string, string]>>} more
 */
function createExports(lens, diagram, more) {
  const note = h('span', { class: 'muted', role: 'status' });
  /** @type {Record<string, () => [string, string] | Promise<[string, string]>>} */
  const files = {
    ...more,
    ShiViz: () => ['lockstep.shiviz', toShiViz(diagram.inView())],
    Mermaid: () => ['lockstep.mmd', toMermaid(lens.trace?.members ?? [], diagram.inView())],
    SVG: () => {
      const { shapes, width, height } = diagram.shapes();
      return ['lockstep.svg', toSvg(shapes, width, height)];
    },
    'JSON lines': () => ['lockstep.jsonl', toJsonLines(diagram.inView())],
  };
  const menu = h('details', { class: 'menu', 'data-testid': 'exports' }, h('summary', {}, 'Export'), h('div', { class: 'menu-items' }, h('p', { class: 'muted' }, 'What is in view, as'),
    Object.entries(files).map(([name, make]) => h('button', { type: 'button', class: 'small', 'data-testid': `export-${name.split(' ')[0]?.toLowerCase()}`, onclick: async () => {
      menu.open = false;
      try {
        download(...await make());
        setText(note, '');
        announce(`${name} saved.`);
      } catch (problem) {
        // The page's own files come from the node.
        setText(note, `Not saved: ${problem instanceof Error ? problem.message : problem}`);
      }
    } }, name))), note);
  return menu;
}
