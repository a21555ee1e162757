// A button that checks the receipt of a transfer in this browser, and shows what was checked, step by step.
import { download } from '../download.js';
import { announce, focusAfterwards, h } from '../dom.js';
import { icon } from '../icons.js';
import { Malformed, canHash } from '../pure/bytes.js';
import { day, sentence } from '../pure/format.js';
import { checkReceipt, fileOf, holds, readReceipt } from '../pure/receipt.js';
import { readTrust } from '../pure/trust.js';

/** A block is covered by a checkpoint about a quarter of a second after its transfers were answered. */
const TRIES = 8;
const PAUSE_MILLIS = 400;
const UNAVAILABLE = 503;

/** @typedef {import('../pure/receipt.js').Step} Step */

const VERDICTS = {
  true: { tone: 'good', icon: 'check', text: 'The receipt holds.' },
  false: { tone: 'bad', icon: 'cross', text: 'The receipt does not hold.' },
  null: { tone: 'warn', icon: 'question', text: 'Not everything could be checked here.' },
};
const STEPS = { true: { tone: 'good', icon: 'check' }, false: { tone: 'bad', icon: 'cross' }, null: { tone: 'warn', icon: 'question' } };

const INSECURE = 'Browsers do cryptography only on pages from https or from this machine, and this one comes over plain HTTP from another. Save the receipt, and check it with ./run.sh check.';

/** What cannot be had now; the message is a sentence for the reader. */
class NoReceipt extends Error {}

export class ReceiptCheck {
  element = h('div', { class: 'receipt', 'data-testid': 'receipt' });
  #seen;
  #shown;
  #place;

  /**
   * @param {import('../seen-ledger.js').SeenLedger} seen
   * @param {import('../pure/receipt.js').Shown} shown
   * @param {(element: HTMLElement) => void} place puts the result where it is to be seen
   */
  constructor(seen, shown, place) {
    this.#seen = seen;
    this.#shown = shown;
    this.#place = place;
    this.button = h('button', { type: 'button', class: 'small', 'data-testid': 'receipt-check', onclick: () => this.#run() },
      'Check', h('span', { class: 'receipt-word' }, ' receipt'));
  }

  async #run() {
    const focus = focusAfterwards();
    this.button.disabled = true;
    delete this.element.dataset.holds;
    if (!this.element.isConnected) this.#place(this.element);
    this.#show('calm', 'hourglass', 'Fetching the receipt…');
    try {
      await this.#check(await fetchReceipt(this.#shown.id));
    } catch (problem) {
      if (problem instanceof NoReceipt) this.#show('warn', 'hourglass', problem.message);
      else if (problem instanceof Malformed) this.#show('bad', 'cross', `What the node gave is no receipt: ${problem.message}.`);
      else throw problem;
    } finally {
      this.button.disabled = false;
      focus(this.button);
    }
  }

  /** @param {string} text */
  async #check(text) {
    const receipt = readReceipt(text);
    if (!canHash()) {
      this.#show('warn', 'warning', INSECURE, [this.#saving(receipt)]);
      return;
    }
    // A key that the node did not know at the last look may have signed since.
    if (!this.#seen.current?.members.every(({ key }) => key !== undefined)) await this.#seen.look();
    const { current } = this.#seen;
    if (!current) throw new NoReceipt('The node does not tell the members’ keys now. Try again in a moment.');
    const steps = await checkReceipt(receipt, this.#shown, await readTrust(current.origin, current.members));
    const ok = holds(steps);
    const verdict = VERDICTS[`${ok}`];
    this.element.dataset.holds = String(ok);
    this.#show(verdict.tone, verdict.icon, verdict.text, [
      h('ul', { class: 'steps' }, steps.map(stepRow)),
      h('p', { class: 'muted' }, `Checked in this browser, with the keys that it saw first at this node, on ${day(current.since)}.`),
      this.#saving(receipt)]);
  }

  /** @param {import('../pure/receipt.js').Receipt} receipt */
  #saving(receipt) {
    const file = `receipt-${receipt.json.transfer.id}.json`;
    return h('p', { class: 'outcome-more' },
      h('button', { type: 'button', class: 'small', 'data-testid': 'receipt-save', onclick: () => download(file, fileOf(receipt)) }, icon('down'), 'Save'),
      h('span', { class: 'muted' }, 'Whoever has the file needs neither this page nor the node: ', h('code', {}, './run.sh check FILE')));
  }

  /**
   * @param {string} tone
   * @param {string} iconName
   * @param {string} title
   * @param {HTMLElement[]} more
   */
  #show(tone, iconName, title, more = []) {
    this.element.className = `receipt notice ${tone}`;
    announce(title);
    this.element.replaceChildren(icon(iconName), h('div', {}, h('p', {}, h('strong', {}, title)), more));
  }
}

/** @param {Step} step */
function stepRow({ id, ok, title, text }) {
  const { tone, icon: name } = STEPS[`${ok}`];
  return h('li', { class: `step ${tone}`, 'data-testid': `receipt-${id}`, 'data-ok': String(ok) },
    icon(name), h('div', {}, h('strong', {}, `${title}.`), ' ', h('span', {}, text)));
}

/**
 * Rejects with a NoReceipt when there is none now.
 * @param {string} id of the transfer
 */
async function fetchReceipt(id) {
  for (let tries = 1; ; tries++) {
    const answer = await fetchOnce(id);
    const text = await answer.text();
    if (answer.ok) return text;
    if (answer.status !== UNAVAILABLE || tries === TRIES) throw new NoReceipt(detailOf(text, answer.status));
    await new Promise((resolve) => { setTimeout(resolve, PAUSE_MILLIS); });
  }
}

/** @param {string} id */
async function fetchOnce(id) {
  try {
    return await fetch(`/api/transfers/${id}/receipt`, { cache: 'no-store' });
  } catch {
    throw new NoReceipt('The node does not answer. Try again when there is a connection.');
  }
}

/**
 * The node's own sentence.
 * @param {string} text of a problem
 * @param {number} status
 */
function detailOf(text, status) {
  try {
    return sentence(String(JSON.parse(text).detail));
  } catch {
    return `The node answered ${status}.`;
  }
}
