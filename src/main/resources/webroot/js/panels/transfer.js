// The transfer form. One submission has one id, and keeps it until its outcome is known: asking again after a
// lost connection, or even after the page was reloaded, cannot pay twice.
import { freshId, h, reconcile, setText } from '../dom.js';
import { listing, minorUnits } from '../format.js';
import { hashChip } from '../hash-chip.js';
import { icon } from '../icons.js';
import { uuid7 } from '../uuid.js';
import { panel } from './panel.js';

const KEY = 'lockstep.transfer';
const MEMO_MAX = 140;
/** Above what the node itself allows a transfer, so that its own answer comes first. */
const ANSWER_TIMEOUT_MILLIS = 40_000;

export function createTransferForm({ rpc, node }, { showBlock }) {
  const from = select('from', 'From');
  const to = select('to', 'To');
  const amount = input('amount', 'Amount', { inputmode: 'decimal', autocomplete: 'off', placeholder: '0.00', required: true });
  const memo = input('memo', 'Memo', { autocomplete: 'off', dir: 'auto', maxlength: String(MEMO_MAX) }, 'optional');
  const submit = h('button', { type: 'submit', class: 'primary', disabled: true, 'data-testid': 'transfer-submit' }, 'Transfer');
  const outcome = h('div', { class: 'outcome', role: 'status', 'data-testid': 'transfer-outcome' });
  const fields = h('fieldset', { class: 'plain' },
    h('legend', { class: 'visually-hidden' }, 'A transfer'),
    h('div', { class: 'pair' }, from.field, to.field),
    h('div', { class: 'pair uneven' }, amount.field, memo.field), amount.problem, submit);
  const form = h('form', { novalidate: true, 'data-testid': 'transfer-form' }, fields, outcome);

  /** The submission whose outcome is not known: {id, from, to, amount, memo}. */
  let unresolved = recall();
  let asking = false;
  /** Whether the node may have got it. What was left by an earlier page may have been. */
  let maybeSent = Boolean(unresolved);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (unresolved || !valid()) return;
    const transfer = { id: uuid7(), from: from.control.value, to: to.control.value, amount: amount.control.value.trim() };
    if (memo.control.value) transfer.memo = memo.control.value;
    maybeSent = false;
    send(transfer);
  });

  function valid() {
    const units = minorUnits(amount.control.value.trim());
    const problem = units === null ? 'Write it like 4 or 4.50: digits, and a point before cents.'
      : units <= 0n ? 'The amount has to be above zero.' : '';
    amount.complain(problem);
    if (problem) {
      // What became of the last one is no answer to this one.
      wipe();
      amount.control.focus();
    }
    return !problem;
  }

  async function send(transfer) {
    unresolved = transfer;
    remember(transfer);
    fields.disabled = true;
    show('calm', 'hourglass', 'On its way', `${transfer.amount} from ${transfer.from} to ${transfer.to}. ${node.status?.protocol === 'paxos' ? 'This node executes it, or gathers what is missing first.' : 'Waiting for this node’s turn.'}`);
    let result;
    asking = true;
    try {
      result = await rpc.call('transfer', transfer, { timeoutMillis: ANSWER_TIMEOUT_MILLIS });
    } catch (problem) {
      asking = false;
      failed(transfer, problem);
      return;
    }
    asking = false;
    amount.control.value = '';
    memo.control.value = '';
    resolved(committed(transfer, result));
  }

  function committed(transfer, result) {
    const title = result.status === 'executed' ? 'Executed' : 'Committed';
    const once = result.exists ? ' It had been there already; nothing was paid twice.' : '';
    const text = result.height == null
      ? `${transfer.amount} from ${transfer.from} to ${transfer.to}, durable in this node’s log.${once}`
      : `${transfer.amount} from ${transfer.from} to ${transfer.to}, on block ${result.height} at position ${result.position}.${once}`;
    const more = result.height == null ? [] : [
      h('button', { type: 'button', class: 'small', 'data-testid': 'transfer-show-block', onclick: () => showBlock(result.height) }, `Show block ${result.height}`),
      result.hash ? hashChip(result.hash, 'block hash') : null,
    ];
    return () => show('good', 'check', title, text, more);
  }

  function resolved(display) {
    unresolved = null;
    remember(null);
    const homeless = outcome.contains(document.activeElement) || document.activeElement === document.body;
    fields.disabled = false;
    display();
    // What was pressed was disabled or replaced meanwhile and lost the focus: give it back. Not to a text
    // field, which would bring up a phone's keyboard over the outcome.
    if (homeless) submit.focus({ preventScroll: true });
  }

  function failed(transfer, problem) {
    const { code, data, message } = problem;
    const askedBefore = maybeSent;
    if (data.sent !== false) maybeSent = true;
    switch (code) {
      case 'connection_lost':
        // Lost, or open and silent for too long: only a new connection starts the question again by itself.
        if (rpc.state === 'open') {
          show('warn', 'question', 'In doubt', 'The node did not answer in time. Ask again: the id stays the same, so it is paid at most once.',
            [askAgain(transfer), forget()]);
          break;
        }
        if (!maybeSent) {
          show('warn', 'hourglass', 'Not sent yet', 'There is no connection. This page sends it as soon as it is back.', [forget()]);
          break;
        }
        show('warn', 'question', 'Answer unknown', 'The connection was lost before the answer came. This page asks again, with the same id, as soon as it is back.',
          [forget()]);
        break;
      case 'in_doubt':
        show('warn', 'question', 'In doubt', `It may or may not be committed. ${sentence(message)} Ask again: the id stays the same, so it is paid at most once.`,
          [askAgain(transfer), forget()]);
        break;
      case 'unavailable':
        resolved(() => show('warn', 'hourglass', 'Unavailable', `${waits(data.waiting_for)} The transfer was definitely not executed.`, [], message));
        break;
      case 'overloaded':
        // That this question was not taken says nothing about an earlier one for the same id.
        if (askedBefore) {
          show('warn', 'question', 'In doubt', 'The node has too much to do to look it up. Ask again: the id stays the same, so it is paid at most once.',
            [askAgain(transfer), forget()]);
          break;
        }
        resolved(() => show('warn', 'warning', 'Overloaded', 'The node has too much to do; the transfer was definitely not executed. Try again in a moment.', [], message));
        break;
      default:
        resolved(() => show('bad', 'cross', 'Refused', `${sentence(message)} Nothing was changed.`, [h('code', { class: 'tag' }, code)]));
    }
  }

  const waits = (members = []) => (members.length ? `The node waits for ${listing(members)}.` : 'The node cannot take transfers now.');

  const askAgain = (transfer) => h('button', { type: 'button', class: 'small', 'data-testid': 'transfer-ask-again', onclick: () => send(transfer) }, 'Ask again');

  const forget = () => h('button', {
    type: 'button',
    class: 'small',
    'data-testid': 'transfer-forget',
    onclick: () => {
      const { id } = unresolved;
      resolved(() => (maybeSent
        ? show('calm', 'question', 'Left open', `Whether it was committed is not known. Its id is ${id}.`)
        : show('calm', 'cross', 'Withdrawn', 'It was never sent.')));
    },
  }, maybeSent ? 'Stop asking' : 'Withdraw');

  function wipe() {
    delete outcome.dataset.outcome;
    outcome.className = 'outcome';
    outcome.replaceChildren();
  }

  function show(tone, iconName, title, text, more = [], detail = '') {
    const id = unresolved ? h('p', { class: 'outcome-id muted' }, `id ${unresolved.id}`) : null;
    outcome.dataset.outcome = title.toLowerCase().replaceAll(' ', '_');
    outcome.className = `outcome notice ${tone}`;
    outcome.replaceChildren(icon(iconName), h('div', {},
      h('p', {}, h('strong', {}, title), ' ', h('span', {}, text)),
      detail && !text.includes(detail) ? h('p', { class: 'muted' }, detail) : '',
      id ?? '',
      more.some(Boolean) ? h('p', { class: 'outcome-more' }, more) : ''));
    outcome.scrollIntoView({ block: 'nearest' });
  }

  // What was on its way when the connection, or the page, went away is asked for again: same id, same content.
  node.addEventListener('reload', () => {
    if (unresolved && !asking && outcome.dataset.outcome !== 'in_doubt') send(unresolved);
  });

  node.addEventListener('accounts', () => {
    const own = node.ownAccounts();
    submit.disabled = own.length === 0;
    setText(submit, own.length ? 'Transfer' : 'This node owns no account');
    fill(from.control, own);
    fill(to.control, node.accounts);
    // Most people do not want to pay themselves: begin with somebody else.
    if (!to.touched && to.control.value === from.control.value) {
      const other = node.accounts.find(({ name }) => name !== from.control.value);
      if (other) to.control.value = other.name;
    }
  });
  to.touched = false;
  to.control.addEventListener('change', () => {
    to.touched = true;
  });
  amount.control.addEventListener('input', () => amount.complain(''));

  if (unresolved) {
    fields.disabled = true;
    show('calm', 'hourglass', 'Asking again', 'A transfer was on its way when this page was left.');
  }

  return panel('Transfer', { testid: 'transfer' }, form);
}

const sentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** There may be 100,000 accounts, and they stay the same: looking through as many elements is not for every block. */
const filled = new WeakMap();

function fill(control, accounts) {
  const names = accounts.map(({ name }) => name).join(' ');
  if (filled.get(control) === names) return;
  filled.set(control, names);
  reconcile(control, accounts, ({ name }) => name, ({ name }) => h('option', { value: name }, name));
}

function select(name, label) {
  const id = freshId('field');
  const control = h('select', { id, name, required: true, 'data-testid': `transfer-${name}` });
  return { control, field: h('div', { class: 'field' }, h('label', { for: id }, label), control) };
}

function input(name, label, attributes, hint = '') {
  const id = freshId('field');
  const problem = h('p', { class: 'problem', id: `${id}-problem`, 'data-testid': `transfer-${name}-problem`, hidden: true });
  const words = h('span', {});
  problem.append(icon('warning'), words);
  const control = h('input', { id, name, type: 'text', 'data-testid': `transfer-${name}`, 'aria-describedby': problem.id, ...attributes });
  const complain = (text) => {
    problem.hidden = !text;
    setText(words, text);
    control.setAttribute('aria-invalid', String(Boolean(text)));
  };
  return {
    control,
    complain,
    problem,
    field: h('div', { class: 'field' }, h('label', { for: id }, label, hint ? h('span', { class: 'muted' }, ` ${hint}`) : ''), control),
  };
}

function remember(transfer) {
  try {
    if (transfer) sessionStorage.setItem(KEY, JSON.stringify(transfer));
    else sessionStorage.removeItem(KEY);
  } catch { /* Without storage a reload forgets; within the page the id is kept all the same. */ }
}

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}
