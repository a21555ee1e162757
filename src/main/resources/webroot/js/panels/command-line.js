// The prompt of the terminal, in the page: the node runs the line and renders the answer.
import { h, setText } from '../dom.js';
import { candidates, complete } from '../pure/completion.js';
import { LineHistory } from '../pure/line-history.js';
import { RpcError } from '../rpc.js';
import { Answers } from './answers.js';
import { OptionsList } from './options-list.js';

const HISTORY_KEY = 'lockstep.history';
const HISTORY_MAX = 200;
/** For each transfer of a line: they are executed one after the other. */
const ANSWER_TIMEOUT_MILLIS = 60_000;
/** A timer of the browser takes no more. */
const TIMER_MAX_MILLIS = 2 ** 31 - 1;
/** Until the node has told its own list. */
const COMMANDS = ['transfer', 'balance', 'balances', 'chain', 'block', 'statement', 'find', 'log', 'status', 'peers', 'verify', 'help', 'PrintBalance', 'PrintLog', 'PrintBlockchain'];

/** @param {import('../main.js').App} app */
export function createCommandLine(app) {
  return new CommandLine(app).element;
}

class CommandLine {
  #rpc;
  #node;
  #history = new LineHistory(recallLines(), HISTORY_MAX);
  #commands = COMMANDS;
  #isRunning = false;

  #member = h('span', { 'data-testid': 'command-prompt' }, '…');
  #input = h('input', {
    id: 'command', type: 'text', class: 'console-input', autocomplete: 'off', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', enterkeyhint: 'go',
    placeholder: 'transfer B 4 for lunch', 'aria-describedby': 'command-hint', 'data-testid': 'command-input',
  });
  #options = new OptionsList(this.#input, (word) => this.#take(word));
  #format = h('select', { 'aria-label': 'Output as', class: 'small', 'data-testid': 'command-output-format' },
    h('option', { value: 'table' }, 'table'), h('option', { value: 'json' }, 'json'));
  #answers = new Answers(() => this.#input.focus());

  /** @param {import('../main.js').App} app */
  constructor({ rpc, node }) {
    this.#rpc = rpc;
    this.#node = node;
    const prompt = h('label', { class: 'console-prompt', for: 'command' },
      h('span', { class: 'visually-hidden' }, 'Command for node '), this.#member, h('span', { 'aria-hidden': 'true' }, ' ›'));
    const hint = h('p', { class: 'console-hint muted', id: 'command-hint', 'data-testid': 'command-hint' }, 'Enter runs, ↑ ↓ recall, Tab completes, Alt ↓ lists.');
    const form = h('form', { class: 'console-line', onsubmit: (/** @type {Event} */ event) => this.#submitted(event) },
      prompt, this.#input, hint, this.#format, this.#answers.fold, this.#answers.clear);
    this.element = h('section', { class: 'console', 'aria-label': 'Command line', 'data-testid': 'console' }, this.#answers.element, this.#options.element, form);
    node.on('status', ({ member }) => setText(this.#member, member));
    node.on('reload', () => this.#learnCommands());
    this.#listen();
  }

  #listen() {
    const input = this.#input;
    input.addEventListener('keydown', (event) => this.#pressed(event));
    input.addEventListener('paste', (event) => this.#pasted(event));
    // The list is about the line as it is, and for whoever is writing it.
    input.addEventListener('input', () => this.#options.isOpen && this.#offer());
    input.addEventListener('blur', () => this.#options.close());
  }

  async #learnCommands() {
    try {
      const { commands } = await this.#rpc.call('help');
      const words = commands.map(({ usage }) => usage.trim().split(/\s+/)[0] ?? '').filter((word) => /^[a-z]/i.test(word));
      this.#commands = [...new Set([...words, ...COMMANDS, 'clear'])];
    } catch (thrown) {
      RpcError.from(thrown); // The list that is there is good enough.
    }
  }

  /** What the word before the cursor may become. */
  #found() {
    return candidates(this.#input.value, this.#commands, this.#node.accounts.map(({ name }) => name)).candidates;
  }

  /** Lists it, unless there is nothing to choose. */
  #offer() {
    const found = this.#found();
    const { word } = candidates(this.#input.value, [], []);
    this.#options.show(found.length === 1 && found[0] === word ? [] : found);
  }

  /** @param {string} option takes the place of the word before the cursor */
  #take(option) {
    this.#input.value = `${this.#input.value.replace(/\S*$/, '')}${option} `;
    this.#options.close();
  }

  /** @param {Event} event */
  #submitted(event) {
    event.preventDefault();
    // As it was written: the node says what does not belong there.
    const line = this.#input.value;
    if (!line.trim() || this.#isRunning) return;
    this.#input.value = '';
    this.#options.close();
    this.#history.add(line);
    rememberLines(this.#history.lines);
    if (line.trim() === 'clear') this.#answers.wipe();
    else this.#run(line);
  }

  /** @param {string} line */
  async #run(line) {
    this.#isRunning = true;
    const answer = this.#answers.begin(this.#member.textContent ?? '', line);
    try {
      const { text, exit_code: exit } = await this.#rpc.call('command', { line, output: this.#format.value }, { timeoutMillis: patience(line) });
      answer.exited(text, exit);
    } catch (thrown) {
      answer.failed(RpcError.from(thrown));
    } finally {
      this.#isRunning = false;
    }
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.isComposing) return;
    const { key } = event;
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.altKey;
    if (key === 'ArrowUp' || key === 'ArrowDown') this.#arrow(event, key === 'ArrowUp' ? -1 : 1);
    else if (key === 'Enter' && this.#options.active !== null) this.#choose(event);
    else if (key === 'Tab' && isPlain && this.#input.value) this.#complete(event);
    else if (key === 'Escape') this.#escape(event);
  }

  /**
   * Through the list when it is open, else through the lines of the past.
   * @param {KeyboardEvent} event
   * @param {1 | -1} way
   */
  #arrow(event, way) {
    if (event.altKey) {
      event.preventDefault();
      if (way > 0) this.#offer();
      else this.#options.close();
      return;
    }
    if (this.#options.isOpen) {
      event.preventDefault();
      this.#options.move(way);
      return;
    }
    const line = way < 0 ? this.#history.older(this.#input.value) : this.#history.newer();
    if (line === null) return;
    event.preventDefault();
    this.#input.value = line;
  }

  /** @param {KeyboardEvent} event */
  #choose(event) {
    event.preventDefault();
    this.#take(/** @type {string} */ (this.#options.active));
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    event.preventDefault();
    // The way out for the keyboard: an empty line leaves Tab alone.
    if (this.#options.isOpen) this.#options.close();
    else this.#input.value = '';
  }

  /** @param {KeyboardEvent} event */
  #complete(event) {
    if (this.#options.active !== null) {
      this.#choose(event);
      return;
    }
    const before = this.#input.value;
    const wasOpen = this.#options.isOpen;
    const { line, found } = complete(before, this.#commands, this.#node.accounts.map(({ name }) => name));
    const isOffer = found.length > 1;
    // Nothing new to say: then Tab goes on to the next control, as everywhere else on the page.
    if (line === before && (wasOpen || !isOffer)) return;
    event.preventDefault();
    this.#input.value = line;
    if (isOffer) this.#options.show(found);
    else this.#options.close();
  }

  /**
   * The browser would join the lines of a pasted text: "B 4" and "50" would become "B 450".
   * @param {ClipboardEvent} event
   */
  #pasted(event) {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!/[\r\n]/.test(text)) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = this.#input;
    this.#input.setRangeText(text.trim().replace(/[\r\n]+/g, ' '), selectionStart ?? 0, selectionEnd ?? 0, 'end');
  }
}

/**
 * A bracket within a memo makes it longer, which does no harm.
 * @param {string} line
 */
function patience(line) {
  return Math.min(TIMER_MAX_MILLIS, ANSWER_TIMEOUT_MILLIS * Math.max(1, line.split('(').length - 1));
}

/** @returns {string[]} */
function recallLines() {
  try {
    return JSON.parse(localStorage.getItem(HISTORY_KEY) ?? '[]');
  } catch {
    return []; // Not readable: an empty history, then.
  }
}

/** @param {string[]} lines */
function rememberLines(lines) {
  try {
    localStorage.setItem(HISTORY_KEY, JSON.stringify(lines));
  } catch { /* Then they are remembered until the page is left. */ }
}
