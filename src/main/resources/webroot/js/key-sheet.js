// Everything by keyboard, and a sheet that says how.
import { h } from './dom.js';

/** What a key is called on the sheet, where that is not its name. @type {Record<string, string>} */
const NAMES = { ' ': 'Space', ArrowLeft: '←', ArrowRight: '→', M: 'Shift + M', S: 'Shift + S', B: 'Shift + B' };
/** A second key that is pressed later than this is one of its own. */
const SECOND_KEY_MILLIS = 1500;

/** A key, or two one after the other as "g c"; what it does; and how. @typedef {[string, string, () => unknown]} Key */
/** @typedef {{ title: string, keys: Key[], isActive: () => boolean }} Group */

export class KeySheet {
  /** @type {Group[]} */
  #groups = [];
  #areLettersOn = h('input', { type: 'checkbox', checked: true });
  #lists = h('div', { class: 'sheet-lists' });
  /** @type {HTMLDialogElement} */
  #sheet = h('dialog', { class: 'sheet panel', 'aria-label': 'Keys', 'data-testid': 'key-sheet' },
    h('h2', {}, 'Keys'), this.#lists,
    h('p', {}, h('label', { class: 'toggle' }, this.#areLettersOn, 'Keys of one letter are on')),
    h('p', {}, h('button', { type: 'button', class: 'primary', onclick: () => this.#sheet.close() }, 'Close')));
  #first = '';
  #firstAt = 0;

  constructor() {
    document.body.append(this.#sheet);
    document.addEventListener('keydown', (event) => this.#pressed(event));
    this.add('Everywhere', [['?', 'this sheet', () => this.open()]]);
  }

  /**
   * @param {string} title
   * @param {Key[]} keys
   * @param {() => boolean} isActive
   */
  add(title, keys, isActive = () => true) {
    this.#groups.push({ title, keys, isActive });
  }

  open() {
    this.#lists.replaceChildren(...this.#groups.filter(({ isActive }) => isActive()).map(({ title, keys }) => h('section', {}, h('h3', {}, title),
      h('dl', {}, keys.map(([key, what]) => h('div', {}, h('dt', {}, key.split(/(?<=.) /).map((each) => [h('kbd', {}, NAMES[each] ?? each), ' '])), h('dd', {}, what)))))));
    this.#sheet.showModal();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (this.#sheet.open || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
    const { key } = event;
    if (!this.#areLettersOn.checked && key.length === 1 && key !== ' ') return;
    const both = event.timeStamp - this.#firstAt < SECOND_KEY_MILLIS ? `${this.#first} ${key}` : key;
    const keys = this.#groups.filter(({ isActive }) => isActive()).flatMap((group) => group.keys);
    const found = keys.find(([name]) => name === both) ?? keys.find(([name]) => name === key);
    [this.#first, this.#firstAt] = [found ? '' : key, event.timeStamp];
    if (!found) return;
    event.preventDefault();
    found[2]();
  }
}

/**
 * Whether the element that has the focus needs the key itself.
 * @param {KeyboardEvent} event
 */
function isTaken({ target, key }) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input:not([type="checkbox"]), select, textarea')) return true;
  return key === ' ' && target.matches('button, summary, input');
}
