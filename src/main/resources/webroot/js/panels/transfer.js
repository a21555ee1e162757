// The transfer form. One submission has one id, and keeps it until its outcome is known: asking again after a
// lost connection, or even after the page was reloaded, cannot pay twice.
import { h, setText } from '../dom.js';
import { hashChip } from '../hash-chip.js';
import { recall, remember } from '../pending-transfer.js';
import { minorUnits } from '../pure/format.js';
import { outcomeOfProblem, outcomeOfReceipt } from '../pure/transfer-outcome.js';
import { uuid7 } from '../pure/uuid.js';
import { RpcError } from '../rpc.js';
import { selectField, textField } from './field.js';
import { OutcomeView } from './outcome.js';
import { panel } from './panel.js';
import { ReceiptCheck } from './receipt-check.js';
import { Stages } from './stages.js';

const MEMO_MAX = 140;
/** Above what the node itself allows a transfer, so that its own answer comes first. */
const ANSWER_TIMEOUT_MILLIS = 40_000;

/** @typedef {import('../pure/transfer-outcome.js').Outcome} Outcome */

/**
 * @param {Pick<import('../main.js').App, 'rpc' | 'node' | 'seen' | 'watch'>} app
 * @param {{ showBlock: (height: number) => void }} links
 */
export function createTransferForm(app, links) {
  return panel('Transfer', { testid: 'transfer' }, new TransferForm(app, links).element);
}

/**
 * There is one form, and it is in the view that is shown: what is on its way is asked for once.
 * @param {import('../main.js').App} app
 * @param {string} view
 * @param {HTMLElement} place
 */
export function placeTransferForm({ views, form }, view, place) {
  views.on('show', (id) => id === view && place.append(form));
}

class TransferForm {
  #rpc;
  #node;
  #seen;
  #showBlock;
  #outcome = new OutcomeView();
  #from = selectField('from', 'From');
  #to = selectField('to', 'To');
  #amount = textField('amount', 'Amount', { inputmode: 'decimal', autocomplete: 'off', placeholder: '0.00', required: true });
  #memo = textField('memo', 'Memo', { autocomplete: 'off', dir: 'auto', maxlength: String(MEMO_MAX) }, 'optional');
  #submit = h('button', { type: 'submit', class: 'primary', disabled: true, 'data-testid': 'transfer-submit' }, 'Transfer');
  #fields = h('fieldset', { class: 'plain' },
    h('legend', { class: 'visually-hidden' }, 'A transfer'),
    h('div', { class: 'pair' }, this.#from.field, this.#to.field),
    h('div', { class: 'pair uneven' }, this.#amount.field, this.#memo.field), this.#amount.problem, this.#submit);
  element = h('form', { novalidate: true, 'data-testid': 'transfer-form', onsubmit: (/** @type {Event} */ event) => this.#submitted(event) },
    this.#fields, this.#outcome.element);

  /** The submission whose outcome is not known. */
  #unresolved = recall();
  #isAsking = false;
  /** Whether the node may have got it. What was left by an earlier page may have been. */
  #maybeSent = this.#unresolved !== null;
  #isToChosen = false;
  #stages;

  /**
   * @param {Pick<import('../main.js').App, 'rpc' | 'node' | 'seen' | 'watch'>} app
   * @param {{ showBlock: (height: number) => void }} links
   */
  constructor({ rpc, node, seen, watch }, { showBlock }) {
    this.#stages = new Stages({ watch, node });
    this.element.append(this.#stages.element, this.#outcome.below);
    this.#rpc = rpc;
    this.#node = node;
    this.#seen = seen;
    this.#showBlock = showBlock;
    // What was on its way when the connection, or the page, went away is asked for again: same id, same content.
    node.on('reload', () => {
      if (this.#unresolved && !this.#isAsking && this.#outcome.element.dataset.outcome !== 'in_doubt') this.#send(this.#unresolved);
    });
    node.on('snapshot', ({ accounts }) => this.#offer(accounts));
    this.#to.control.addEventListener('change', () => {
      this.#isToChosen = true;
    });
    this.#amount.control.addEventListener('input', () => this.#amount.complain(''));
    if (this.#unresolved) {
      this.#fields.disabled = true;
      this.#outcome.show({ tone: 'calm', icon: 'hourglass', title: 'Asking again', text: 'A transfer was on its way when this page was left.' }, this.#unresolved.id);
    }
  }

  /** @param {Wire.Account[]} accounts */
  #offer(accounts) {
    const own = this.#node.ownAccounts();
    this.#submit.disabled = own.length === 0;
    setText(this.#submit, own.length ? 'Transfer' : 'This node owns no account');
    this.#from.fill(own.map(({ name }) => name));
    this.#to.fill(accounts.map(({ name }) => name));
    // Most people do not want to pay themselves: begin with somebody else.
    if (!this.#isToChosen && this.#to.control.value === this.#from.control.value) {
      const other = accounts.find(({ name }) => name !== this.#from.control.value);
      if (other) this.#to.control.value = other.name;
    }
  }

  /** @param {Event} event */
  #submitted(event) {
    event.preventDefault();
    if (this.#unresolved || !this.#isValid()) return;
    const memo = this.#memo.control.value;
    this.#maybeSent = false;
    this.#send({
      id: uuid7(),
      from: this.#from.control.value,
      to: this.#to.control.value,
      amount: this.#amount.control.value.trim(),
      ...(memo && { memo }),
    });
  }

  #isValid() {
    const units = minorUnits(this.#amount.control.value.trim());
    const problem = units === null ? 'Write it like 4 or 4.50: digits, and a point before cents.'
      : units <= 0n ? 'The amount has to be above zero.' : '';
    this.#amount.complain(problem);
    if (problem) {
      // What became of the last one is no answer to this one.
      this.#outcome.clear();
      this.#stages.clear();
      this.#amount.control.focus();
    }
    return !problem;
  }

  /** @param {Wire.NewTransfer} transfer */
  async #send(transfer) {
    this.#unresolved = transfer;
    remember(transfer);
    this.#fields.disabled = true;
    const { amount, from, to } = transfer;
    const next = this.#node.status?.protocol === 'paxos' ? 'This node executes it, or proposes a block first when funds are short.' : 'Waiting for the critical section.';
    this.#outcome.show({ tone: 'calm', icon: 'hourglass', title: 'On its way', text: `${amount} from ${from} to ${to}. ${next}` }, transfer.id);
    this.#isAsking = true;
    this.#stages.follow(transfer.id);
    try {
      const receipt = await this.#rpc.call('transfer', transfer, { timeoutMillis: ANSWER_TIMEOUT_MILLIS });
      this.#stages.follow(transfer.id, receipt.height ?? null);
      this.#amount.control.value = '';
      this.#memo.control.value = '';
      this.#settle(outcomeOfReceipt(transfer, receipt), this.#placeOf(transfer, receipt));
    } catch (thrown) {
      this.#failed(transfer, RpcError.from(thrown));
    } finally {
      this.#isAsking = false;
    }
  }

  /**
   * @param {Wire.NewTransfer} transfer
   * @param {Wire.Receipt} receipt
   */
  #placeOf({ memo = '', ...transfer }, { height, position, hash }) {
    if (height == null || position == null || hash == null) return [];
    const show = h('button', { type: 'button', class: 'small', 'data-testid': 'transfer-show-block', onclick: () => this.#showBlock(height) }, `Show block ${height}`);
    const check = new ReceiptCheck(this.#seen, { ...transfer, memo, height, position, hash }, (element) => this.#outcome.below.append(element));
    return [show, check.button, hashChip(hash, 'block hash')];
  }

  /**
   * @param {Wire.NewTransfer} transfer
   * @param {RpcError} problem
   */
  #failed(transfer, problem) {
    const outcome = outcomeOfProblem(problem, { askedBefore: this.#maybeSent, connected: this.#rpc.state === 'open' });
    if (problem.data.sent !== false) this.#maybeSent = true;
    if (outcome.definite) {
      this.#settle(outcome, [outcome.code ? h('code', { class: 'tag' }, outcome.code) : null]);
      return;
    }
    const askAgain = h('button', { type: 'button', class: 'small', 'data-testid': 'transfer-ask-again', onclick: () => this.#send(transfer) }, 'Ask again');
    const forget = h('button', { type: 'button', class: 'small', 'data-testid': 'transfer-forget', onclick: () => this.#forget(transfer) },
      this.#maybeSent ? 'Stop asking' : 'Withdraw');
    this.#outcome.show(outcome, transfer.id, [outcome.asks ? askAgain : null, forget]);
  }

  /** @param {Wire.NewTransfer} transfer */
  #forget({ id }) {
    this.#settle(this.#maybeSent
      ? { tone: 'calm', icon: 'question', title: 'Left open', text: `Whether it was committed is not known. Its id is ${id}.` }
      : { tone: 'calm', icon: 'cross', title: 'Withdrawn', text: 'It was never sent.' });
  }

  /**
   * The id has served its purpose; the form is free for the next transfer.
   * @param {Pick<Outcome, 'tone' | 'icon' | 'title' | 'text' | 'detail'>} outcome
   * @param {(HTMLElement | null)[]} more
   */
  #settle(outcome, more = []) {
    this.#unresolved = null;
    remember(null);
    const isHomeless = this.#outcome.element.contains(document.activeElement) || document.activeElement === document.body;
    this.#fields.disabled = false;
    this.#outcome.show(outcome, null, more);
    // What was pressed was disabled or replaced meanwhile and lost the focus: give it back. Not to a text
    // field, which would bring up a phone's keyboard over the outcome.
    if (isHomeless) this.#submit.focus({ preventScroll: true });
  }
}
