// One block as a card. The pattern at its top is its own hash, the one at its foot the hash it points at:
// the card below begins with the same pattern, if the chain is whole.
import { freshId, h, setText } from '../dom.js';
import { fingerprint } from '../fingerprint.js';
import { hashChip } from '../hash-chip.js';
import { icon } from '../icons.js';
import { grouped } from '../number.js';
import { blockAddress } from '../pure/address.js';
import { headerHash, merkleRoot } from '../pure/block-hash.js';
import { canHash } from '../pure/bytes.js';
import { plural, shortHash } from '../pure/format.js';
import { RpcError } from '../rpc.js';
import { createPreview, createTransferTable } from './block-transfers.js';

/** Whether the pointer of a card fits the card below; `unseen` means that this one is not on the page. */
const LINKS = {
  unseen: { icon: 'down', text: 'to' },
  fits: { icon: 'check', text: 'is the hash of' },
  broken: { icon: 'cross', text: 'is not the hash of' },
};

/**
 * @typedef {object} Ways
 * @property {(height: number) => void} follow called when somebody follows the pointer
 * @property {(height: number) => Promise<Wire.Block>} load promises the whole block of a height
 * @property {import('./block-transfers.js').CheckButton} checkButton makes the button that checks a receipt
 */

export class BlockCard {
  #ways;
  #problemWords = h('span', {});
  #problem = h('p', { class: 'notice bad', hidden: true, 'data-testid': 'block-problem' }, icon('warning'), this.#problemWords);
  #uncommitted = h('span', { class: 'tag', 'data-testid': 'block-uncommitted', hidden: true }, icon('hourglass'), 'not yet on a majority’s disks');
  #link = h('span', { class: 'link-state', 'data-testid': 'block-link' });
  #details = h('div', { class: 'block-details', id: freshId('block'), hidden: true, 'data-testid': 'block-details' });
  #preview;
  #toggle;

  /**
   * @param {Wire.Block} block as it is listed, with its first transfers
   * @param {Ways} ways
   */
  constructor(block, ways) {
    this.block = block;
    this.#ways = ways;
    this.#preview = createPreview(block);
    this.#toggle = h('button', {
      type: 'button',
      class: 'block-toggle',
      'aria-expanded': 'false',
      'aria-controls': this.#details.id,
      'data-testid': 'block-toggle',
      onclick: () => this.expand(this.#details.hidden === true),
    }, h('span', { class: 'block-height' }, `#${block.height}`), h('span', { class: 'visually-hidden' }, ', details'), icon('chevron'));
    this.element = h('li', { class: 'block', tabindex: '-1', 'data-testid': `block-${block.height}`, 'data-height': String(block.height), 'data-hash': block.hash, 'aria-label': `Block ${block.height}` },
      h('div', { class: 'block-head' },
        fingerprint(block.hash),
        h('h3', {}, this.#toggle),
        h('span', { class: 'visually-hidden' }, 'hash'), hashChip(block.hash, `hash of block ${block.height}`),
        h('p', { class: 'block-meta muted' }, meta(block), this.#uncommitted, h('a', { class: 'block-open', href: blockAddress(block.height), 'aria-label': `Page of block ${block.height}`, 'data-testid': 'block-open' }, 'Open'))),
      this.#problem, this.#preview, this.#details,
      block.height > 0 ? this.#createPointer() : null);
    if (block.height > 0 && canHash()) this.#checkHeader();
  }

  async #checkHeader() {
    const hash = await headerHash(this.block);
    if (hash !== this.block.hash) this.#complain(`This block’s header does not hash to what the node says, but to ${shortHash(hash)}….`);
  }

  /** @param {string} text */
  #complain(text) {
    setText(this.#problemWords, text);
    this.#problem.hidden = false;
    this.element.classList.add('broken');
  }

  expand(open = true) {
    if (open && !this.#details.hasChildNodes()) this.#fill();
    this.#details.hidden = !open;
    this.#preview.hidden = open;
    this.#toggle.setAttribute('aria-expanded', String(open));
  }

  /** All of its transfers are fetched when somebody wants to see them. */
  async #fill() {
    const { block } = this;
    if (block.transfers.length === block.transfer_count) {
      this.#fillDetails(block);
      return;
    }
    const waiting = h('p', { class: 'muted', role: 'status', 'data-testid': 'block-loading' }, `Loading ${plural(block.transfer_count, 'transfer')}…`);
    this.#details.append(waiting);
    try {
      const whole = await this.#ways.load(block.height);
      if (whole.hash !== block.hash) this.#complain('The node gave another block for this height when it was asked for all of it.');
      waiting.remove();
      this.#fillDetails({ ...block, transfers: whole.transfers });
    } catch (thrown) {
      setText(waiting, RpcError.from(thrown).message);
      this.#details.append(h('button', {
        type: 'button',
        class: 'small',
        'data-testid': 'block-load-again',
        onclick: () => {
          this.#details.replaceChildren();
          this.#fill();
        },
      }, 'Try again'));
    }
  }

  /** @param {Wire.Block} whole */
  #fillDetails(whole) {
    const { height, hash, previous_hash: previous, root } = whole;
    const checked = h('dd', { 'data-testid': 'block-recomputed' },
      height === 0 ? 'not here: genesis is hashed over the configuration; “Verify” covers it' : 'not possible for this page');
    this.#details.append(h('dl', { class: 'hashes' },
      hashLine('Hash', hash), height > 0 ? hashLine('Previous', previous) : null, root ? hashLine('Merkle root', root) : null,
      h('dt', {}, 'Recomputed'), checked));
    if (whole.transfers.length) this.#details.append(createTransferTable(whole, this.#ways.checkButton));
    if (height > 0 && canHash()) this.#recheck(whole, checked);
  }

  /**
   * @param {Wire.Block} whole
   * @param {HTMLElement} place
   */
  async #recheck(whole, place) {
    setText(place, 'computing…');
    const [hash, root] = await Promise.all([headerHash(whole), merkleRoot(whole.transfers)]);
    const fits = hash === whole.hash && root === whole.root;
    place.replaceChildren(icon(fits ? 'check' : 'cross'), fits ? 'in this browser, from the transfers up: the same' : 'in this browser: NOT the same');
    if (root !== whole.root) this.#complain('The transfers of this block do not add up to its Merkle root.');
  }

  #createPointer() {
    const { previous_hash: previous, height } = this.block;
    return h('div', { class: 'block-foot' },
      fingerprint(previous),
      h('span', { class: 'muted' }, 'previous'),
      h('button', {
        type: 'button',
        class: 'hash pointer',
        title: `${previous}\nGo to block ${height - 1}`,
        'aria-label': `${shortHash(previous)}, go to block ${height - 1}`,
        'data-hash': previous,
        'data-testid': 'block-previous',
        onclick: () => this.#ways.follow(height - 1),
      }, h('span', { class: 'hash-text' }, shortHash(previous))),
      this.#link);
  }

  /** @param {boolean} committed */
  setCommitted(committed) {
    this.#uncommitted.hidden = committed;
  }

  /**
   * Compares the pointer with the hash of the block before.
   * @param {string | undefined} hash undefined means that this block is not on the page
   */
  setPrevious(hash) {
    if (this.block.height === 0) return;
    const state = hash === undefined ? 'unseen' : hash === this.block.previous_hash ? 'fits' : 'broken';
    if (this.#link.dataset.state === state) return;
    this.#link.dataset.state = state;
    const before = this.block.height - 1;
    this.#link.replaceChildren(icon(LINKS[state].icon), `${LINKS[state].text} #${before}`);
    if (state === 'broken') this.#complain(`The pointer of this block does not fit block ${before}.`);
  }
}

/** @param {Wire.Block} block */
function meta(block) {
  if (block.height === 0) return ['Genesis: members and start balances'];
  return ['by ', h('span', { class: 'member small' }, block.proposer), ' at time ', grouped(block.time), h('span', { class: 'dot' }), plural(block.transfer_count, 'transfer')];
}

/**
 * @param {string} label
 * @param {string} hash
 */
const hashLine = (label, hash) => [h('dt', {}, label), h('dd', {}, h('code', {}, hash))];
