// The stages of one transfer with their times, as they are reached.
import { h, reconcile, setText, slot } from '../dom.js';
import { icon } from '../icons.js';
import { rested } from '../pace.js';
import { wallTime } from '../pure/format.js';
import { stagesOf } from '../pure/stages.js';

const GAP_MILLIS = 150;
const ICONS = { done: 'check', open: 'hourglass', never: 'cross' };
const WORDS = { done: '', open: 'not yet: ', never: 'not reached: ' };
/** Answers after which nothing more happens to the transfer. */
const OVER = new Set(['unavailable', 'refused']);

export class Stages {
  element = h('ol', { class: 'milestones', 'data-testid': 'stages', hidden: true });
  #watch;
  #node;
  /** @type {{ id: string, height: number | null } | null} */
  #of = null;

  /** @param {Pick<import('../main.js').App, 'watch' | 'node'>} app */
  constructor({ watch, node }) {
    this.#watch = watch;
    this.#node = node;
    watch.on('change', rested(() => this.#show(), GAP_MILLIS));
  }

  /**
   * @param {string} id of the transfer
   * @param {number | null} height of its block, when that is known
   */
  follow(id, height = null) {
    this.#of = { id, height };
    this.#show();
  }

  clear() {
    this.#of = null;
    this.element.hidden = true;
  }

  #show() {
    const { trace } = this.#watch;
    const { status } = this.#node;
    if (!this.#of || !trace || !status) return;
    const stages = stagesOf(trace, status.member, this.#of.id, status.protocol, this.#of.height);
    const begin = stages[0]?.point?.millis ?? 0;
    const isOver = stages.some(({ name, note }) => name === 'answered' && OVER.has(note));
    this.element.hidden = stages.length === 0;
    reconcile(this.element, stages, ({ name }) => name, createStage, (row, stage) => updateStage(row, stage, begin, isOver));
  }
}

/** @param {import('../pure/stages.js').Stage} stage */
const createStage = ({ name }) => h('li', { class: 'milestone', 'data-testid': `stage-${name}` },
  h('span', { class: 'milestone-mark', 'data-slot': 'mark' }), h('span', { 'data-slot': 'title' }), h('span', { class: 'muted', 'data-slot': 'note' }), h('span', { class: 'milestone-time muted', 'data-slot': 'time' }));

/**
 * @param {HTMLElement} row
 * @param {import('../pure/stages.js').Stage} stage
 * @param {number} begin
 * @param {boolean} isOver whether what was not reached never will be
 */
function updateStage(row, { title, point, note }, begin, isOver) {
  const state = point ? 'done' : isOver ? 'never' : 'open';
  if (row.dataset.state !== state) {
    row.dataset.state = state;
    slot(row, 'mark').replaceChildren(icon(ICONS[state]), h('span', { class: 'visually-hidden' }, WORDS[state]));
  }
  setText(slot(row, 'title'), title);
  setText(slot(row, 'note'), note);
  setText(slot(row, 'time'), point ? `${point.step.at ? wallTime(point.step.at) : ''} ${since(point.millis - begin)}` : '');
}

/** @param {number} millis */
const since = (millis) => (millis > 0 ? `+${millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`}` : '');
