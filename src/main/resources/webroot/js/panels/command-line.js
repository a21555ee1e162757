// The prompt of the terminal, in the page: the node runs the line and renders the answer.
import { h, setText } from '../dom.js';
import { complete } from '../completion.js';
import { icon } from '../icons.js';

const HISTORY_KEY = 'lockstep.history';
const HISTORY_MAX = 200;
/** So many answers stay on the page. */
const ANSWERS_MAX = 100;
/** For each transfer of a line: they are executed one after the other. */
const ANSWER_TIMEOUT_MILLIS = 60_000;
/** Until the node has told its own list. */
const COMMANDS = ['transfer', 'balance', 'balances', 'chain', 'block', 'log', 'status', 'peers', 'verify', 'help', 'PrintBalance', 'PrintLog', 'PrintBlockchain'];
const EXITS = { 1: 'failed', 2: 'not understood', 3: 'refused', 4: 'unavailable or timed out', 5: 'does not verify' };

export function createCommandLine({ rpc, node }) {
  const history = createHistory();
  let commands = COMMANDS;
  let running = false;

  const output = h('div', { id: 'command-answers', class: 'console-output', role: 'log', 'aria-label': 'Answers', tabindex: '0', 'data-testid': 'command-output', hidden: true });
  const hint = h('p', { class: 'console-hint muted', id: 'command-hint', 'data-testid': 'command-hint' }, 'Enter runs, ↑ ↓ recall, Tab completes.');
  const suggestions = h('p', { class: 'console-suggestions', role: 'status', 'data-testid': 'command-suggestions' });
  const prompt = h('label', { class: 'console-prompt', for: 'command' }, h('span', { class: 'visually-hidden' }, 'Command for node '), h('span', { 'data-testid': 'command-prompt' }, '…'), h('span', { 'aria-hidden': 'true' }, ' ›'));
  const input = h('input', {
    id: 'command', type: 'text', class: 'console-input', autocomplete: 'off', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', enterkeyhint: 'go',
    placeholder: 'transfer B 4 for lunch', 'aria-describedby': 'command-hint', 'data-testid': 'command-input',
  });
  const format = h('select', { 'aria-label': 'Output as', class: 'small', 'data-testid': 'command-output-format' },
    h('option', { value: 'table' }, 'table'), h('option', { value: 'json' }, 'json'));
  const clear = h('button', { type: 'button', class: 'small quiet', 'data-testid': 'command-clear', hidden: true, onclick: () => wipe() }, 'Clear');
  const fold = h('button', { type: 'button', class: 'small quiet', 'aria-controls': output.id, 'data-testid': 'command-fold', hidden: true, onclick: () => unfold(output.hidden) },
    h('span', {}), h('span', { class: 'visually-hidden' }, ' answers'));
  const form = h('form', { class: 'console-line' }, prompt, input, hint, format, fold, clear);

  node.addEventListener('status', () => setText(prompt.children[1], node.status.member));
  node.addEventListener('reload', async () => {
    try {
      const { commands: known } = await rpc.call('help');
      const words = known.map(({ usage }) => usage.trim().split(/\s+/)[0]).filter((word) => /^[a-z]/i.test(word));
      commands = [...new Set([...words, ...COMMANDS, 'clear'])];
    } catch { /* The list above is good enough. */ }
  });

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // As it was written: the node says what does not belong there.
    const line = input.value;
    if (!line.trim() || running) return;
    input.value = '';
    setText(suggestions, '');
    history.add(line);
    if (line.trim() === 'clear') wipe();
    else run(line);
  });

  async function run(line) {
    running = true;
    const text = h('pre', { class: 'answer-text' }, '…');
    const answer = h('article', { class: 'answer', 'data-testid': 'command-answer' },
      h('p', { class: 'answer-line' }, h('span', { class: 'muted' }, `${prompt.children[1].textContent} › `), line), text);
    show(answer);
    try {
      const { text: rendered, exit_code: exit } = await rpc.call('command', { line, output: format.value }, { timeoutMillis: patience(line) });
      setText(text, rendered.trimEnd());
      answer.dataset.exit = String(exit);
      if (exit) answer.append(h('p', { class: 'answer-exit' }, icon('cross'), `exit ${exit}${EXITS[exit] ? `, ${EXITS[exit]}` : ''}`));
    } catch (problem) {
      // A line has no id that this page knows, so it is not sent again: that could pay twice.
      setText(text, problem.code === 'connection_lost' && problem.data.sent
        ? 'The connection was lost before the answer came. It may or may not have been executed: look with “log” or “chain” before you repeat it.'
        : problem.message);
      answer.dataset.exit = problem.code;
      answer.append(h('p', { class: 'answer-exit' }, icon('warning'), problem.code.replaceAll('_', ' ')));
    } finally {
      running = false;
      output.scrollTop = output.scrollHeight;
    }
  }

  /** The answers lie over what they may be about: they can be folded away, and come back with the next one. */
  function unfold(open) {
    output.hidden = !open;
    setText(fold.firstElementChild, open ? 'Hide' : 'Show');
    fold.setAttribute('aria-expanded', String(open));
  }

  function show(answer) {
    unfold(true);
    fold.hidden = false;
    clear.hidden = false;
    output.append(answer);
    while (output.children.length > ANSWERS_MAX) output.firstElementChild.remove();
    output.scrollTop = output.scrollHeight;
  }

  function wipe() {
    output.replaceChildren();
    unfold(false);
    fold.hidden = true;
    clear.hidden = true;
    input.focus();
  }

  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const line = event.key === 'ArrowUp' ? history.older(input.value) : history.newer();
      if (line === null) return;
      event.preventDefault();
      input.value = line;
      setText(suggestions, '');
    } else if (event.key === 'Tab' && !event.shiftKey && !event.ctrlKey && !event.altKey && input.value) {
      const { line, found } = complete(input.value, commands, node.accounts.map(({ name }) => name));
      const offer = found.length > 1 ? found.join('  ') : '';
      // Nothing new to say: then Tab goes on to the next control, as everywhere else on the page.
      if (line === input.value && offer === suggestions.textContent) return;
      event.preventDefault();
      input.value = line;
      setText(suggestions, offer);
    } else if (event.key === 'Escape') {
      // The way out for the keyboard: an empty line leaves Tab alone.
      input.value = '';
      setText(suggestions, '');
    }
  });

  // The browser would join the lines of a pasted text: "B 4" and "50" would become "B 450".
  input.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!/[\r\n]/.test(text)) return;
    event.preventDefault();
    input.setRangeText(text.trim().replace(/[\r\n]+/g, ' '), input.selectionStart, input.selectionEnd, 'end');
  });

  // Suggestions are about the line as it was when they were asked for, and for whoever is writing it.
  input.addEventListener('input', () => setText(suggestions, ''));
  input.addEventListener('blur', () => setText(suggestions, ''));

  return h('section', { class: 'console', 'aria-label': 'Command line', 'data-testid': 'console' }, output, form, suggestions);
}

/** A bracket within a memo makes it longer, which does no harm; a timer of the browser bears 2^31 - 1 and no more. */
function patience(line) {
  return Math.min(2 ** 31 - 1, ANSWER_TIMEOUT_MILLIS * Math.max(1, line.split('(').length - 1));
}

/** Lines of earlier, newest last; the line that was being written is kept below them. */
function createHistory() {
  let lines = [];
  try {
    lines = JSON.parse(localStorage.getItem(HISTORY_KEY)) ?? [];
  } catch { /* Not readable: an empty history, then. */ }
  let at = lines.length;
  let draft = '';
  return {
    add(line) {
      if (lines.at(-1) !== line) lines.push(line);
      lines = lines.slice(-HISTORY_MAX);
      at = lines.length;
      try {
        localStorage.setItem(HISTORY_KEY, JSON.stringify(lines));
      } catch { /* Then it is remembered until the page is left. */ }
    },
    older(current) {
      if (at === 0) return null;
      if (at === lines.length) draft = current;
      return lines[--at];
    },
    newer() {
      if (at >= lines.length) return null;
      return ++at === lines.length ? draft : lines[at];
    },
  };
}
