// What the word before the cursor may become: the list of a combobox (WAI-ARIA 1.2). It stands in the flow of the page,
// so it covers nothing.
import { freshId, h } from '../dom.js';

export class OptionsList {
  #input;
  #choose;
  /** @type {string[]} */
  #options = [];
  #active = -1;
  element;

  /**
   * @param {HTMLInputElement} input gets the role and the states of a combobox
   * @param {(option: string) => void} choose
   */
  constructor(input, choose) {
    this.#input = input;
    this.#choose = choose;
    this.element = h('ul', { id: freshId('options'), class: 'console-suggestions', role: 'listbox', 'aria-label': 'Completions', 'data-testid': 'command-suggestions', hidden: true });
    // A press would take the focus from the input, and so close the list before the click comes.
    this.element.addEventListener('mousedown', (event) => event.preventDefault());
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': this.element.id, 'aria-expanded': 'false' })) input.setAttribute(name, value);
  }

  get isOpen() {
    return this.#options.length > 0;
  }

  /** The option that Enter would take. */
  get active() {
    return this.#options[this.#active] ?? null;
  }

  /** @param {string[]} options none closes the list */
  show(options) {
    if (options.join('\n') === this.#options.join('\n')) return;
    this.#options = options;
    this.element.replaceChildren(...options.map((option, i) => h('li', { id: `${this.element.id}-${i}`, role: 'option', 'aria-selected': 'false', onclick: () => this.#choose(option) }, option)));
    this.element.hidden = !this.isOpen;
    this.#input.setAttribute('aria-expanded', String(this.isOpen));
    this.#activate(-1);
  }

  close() {
    this.show([]);
  }

  /** @param {1 | -1} way to the next option, from the last one to the first */
  move(way) {
    const count = this.#options.length;
    this.#activate(this.#active < 0 ? (way > 0 ? 0 : count - 1) : (this.#active + way + count) % count);
  }

  /** @param {number} index below 0 for none */
  #activate(index) {
    this.element.children[this.#active]?.setAttribute('aria-selected', 'false');
    this.#active = index;
    const option = this.element.children[index];
    if (!option) {
      this.#input.removeAttribute('aria-activedescendant');
      return;
    }
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    this.#input.setAttribute('aria-activedescendant', option.id);
  }
}
