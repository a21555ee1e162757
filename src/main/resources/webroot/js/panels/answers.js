// The answers to what was entered at the command line, above it.
import { h, setText } from '../dom.js';
import { icon } from '../icons.js';

/** So many answers stay on the page. */
const ANSWERS_MAX = 100;
/** @type {Record<number, string>} */
const EXITS = { 1: 'failed', 2: 'not understood', 3: 'refused', 4: 'unavailable or timed out', 5: 'does not verify' };

export class Answers {
  element = h('div', { id: 'command-answers', class: 'console-output', role: 'log', 'aria-label': 'Answers', tabindex: '0', 'data-testid': 'command-output', hidden: true });
  clear = h('button', { type: 'button', class: 'small quiet', 'data-testid': 'command-clear', hidden: true, onclick: () => this.wipe() }, 'Clear');
  #foldWord = h('span', {});
  fold = h('button', {
    type: 'button',
    class: 'small quiet',
    'aria-controls': this.element.id,
    'data-testid': 'command-fold',
    hidden: true,
    onclick: () => this.#unfold(this.element.hidden === true),
  }, this.#foldWord, h('span', { class: 'visually-hidden' }, ' answers'));
  #whenWiped;

  /** @param {() => void} whenWiped where the focus goes then is for others to say */
  constructor(whenWiped) {
    this.#whenWiped = whenWiped;
  }

  /**
   * The answers lie over what they may be about: they can be folded away, and come back with the next one.
   * @param {boolean} open
   */
  #unfold(open) {
    this.element.hidden = !open;
    setText(this.#foldWord, open ? 'Hide' : 'Show');
    this.fold.setAttribute('aria-expanded', String(open));
  }

  wipe() {
    this.element.replaceChildren();
    this.#unfold(false);
    this.fold.hidden = true;
    this.clear.hidden = true;
    this.#whenWiped();
  }

  /**
   * A place for the answer to a line.
   * @param {string} member
   * @param {string} line
   */
  begin(member, line) {
    const text = h('pre', { class: 'answer-text' }, '…');
    const answer = h('article', { class: 'answer', 'data-testid': 'command-answer' },
      h('p', { class: 'answer-line' }, h('span', { class: 'muted' }, `${member} › `), line), text);
    this.#unfold(true);
    this.fold.hidden = false;
    this.clear.hidden = false;
    this.element.append(answer);
    while (this.element.children.length > ANSWERS_MAX) this.element.firstElementChild?.remove();
    this.#toEnd();
    return {
      exited: (/** @type {string} */ rendered, /** @type {number} */ exit) => {
        setText(text, rendered.trimEnd());
        answer.dataset.exit = String(exit);
        if (exit) answer.append(h('p', { class: 'answer-exit' }, icon('cross'), `exit ${exit}${EXITS[exit] ? `, ${EXITS[exit]}` : ''}`));
        this.#toEnd();
      },
      failed: (/** @type {import('../rpc.js').RpcError} */ { code, data, message }) => {
        // A line has no id that this page knows, so it is not sent again: that could pay twice.
        setText(text, code === 'connection_lost' && data.sent
          ? 'The connection was lost before the answer came. It may or may not have been executed: look with “log” or “chain” before you repeat it.'
          : message);
        answer.dataset.exit = code;
        answer.append(h('p', { class: 'answer-exit' }, icon('warning'), code.replaceAll('_', ' ')));
        this.#toEnd();
      },
    };
  }

  #toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }
}
