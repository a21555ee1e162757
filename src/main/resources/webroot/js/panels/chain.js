// The chain, newest first: a window of neighbouring blocks that follows the head, until somebody goes back to
// older ones; then it stays where they are and says how many have come since.
import { announce, focusAfterwards, h, setText } from '../dom.js';
import { icon } from '../icons.js';
import { PAGE, PREVIEW } from '../node-state.js';
import { paced, perFrame } from '../pace.js';
import { join } from '../pure/chain-window.js';
import { RpcError } from '../rpc.js';
import { BlockCard } from './block-card.js';
import { panel } from './panel.js';
import { ReceiptCheck } from './receipt-check.js';

/** More cards than this are not kept in the document; going back further removes the newest. */
const CARDS = 120;
/** When more come at once, none is animated: that would be flicker, not information. */
const ANIMATED = 3;

/** @param {import('../main.js').App} app */
export function createChain(app) {
  const chain = new Chain(app);
  return { element: chain.element };
}

class Chain {
  #rpc;
  #node;
  #seen;
  /** @type {Map<number, BlockCard>} heights to cards, without a hole between low and high */
  #cards = new Map();
  #low = 0;
  #high = -1;
  #isFollowing = true;

  #list = h('ol', { class: 'chain', reversed: true, 'data-testid': 'chain', 'aria-label': 'Blocks, newest first' });
  #older = h('button', { type: 'button', 'data-testid': 'chain-older', hidden: true, onclick: () => this.#loadOlder() }, icon('down'), h('span', {}, 'Older blocks'));
  #newest = h('button', { type: 'button', class: 'small', 'data-testid': 'chain-newest', hidden: true, onclick: () => this.#toNewest() });
  #note = h('p', { class: 'verdict', role: 'status' });

  /** @param {import('../main.js').App} app */
  constructor({ rpc, node, seen }) {
    this.#rpc = rpc;
    this.#node = node;
    this.#seen = seen;
    this.element = panel('Chain', { testid: 'chain-panel', className: 'bare', aside: h('div', { class: 'panel-tools' }, this.#newest) },
      this.#note, this.#list, h('p', { class: 'chain-end' }, this.#older));
    node.on('snapshot', (snapshot) => this.#take(snapshot));
    node.on('status', () => this.#showStatus());
  }

  /**
   * The list ends at the height that all panels show.
   * @param {import('../node-state.js').Snapshot} snapshot
   */
  #take({ height, hash, blocks }) {
    if (this.#isFollowing) {
      const isKnown = this.#cards.get(height)?.block.hash === hash;
      const joins = (blocks[0]?.height ?? Infinity) <= this.#high + 1;
      if (!isKnown && (joins || blocks.length === Math.min(PAGE, height + 1))) this.#merge(blocks);
      else if (!isKnown) this.#fill();
    }
    this.#showEnds();
  }

  /** For a list that does not reach to what came last. */
  #fill = paced(async () => {
    const height = this.#node.snapshot?.height;
    if (height === undefined || !this.#isFollowing) return;
    this.#merge(await this.#fetch({ from: Math.max(0, height - PAGE + 1), limit: Math.min(PAGE, height + 1) }));
    this.#showEnds();
  }, 250);

  /**
   * Blocks, ascending; the newest when no height is given.
   * @param {{ from?: number, limit?: number }} range
   */
  async #fetch(range) {
    return (await this.#rpc.call('chain', { limit: PAGE, ...range, transfers: PREVIEW })).blocks;
  }

  #showStatus = perFrame(() => {
    const committed = this.#node.status?.committed ?? Infinity;
    for (const [at, card] of this.#cards) card.setCommitted(at <= committed);
    this.#showEnds();
  });

  /**
   * What does not join the window, or contradicts it, replaces it.
   * @param {Wire.Block[]} blocks ascending
   */
  #merge(blocks) {
    const { replaces, above, below } = join({ low: this.#low, high: this.#high, hashAt: (at) => this.#cards.get(at)?.block.hash }, blocks);
    if (replaces) this.#clear();
    for (const block of above) this.#list.prepend(this.#add(block, !replaces && above.length <= ANIMATED));
    for (const block of below) this.#list.append(this.#add(block, false));
    this.#trim(below.length > 0);
    for (const [at, card] of this.#cards) card.setPrevious(this.#cards.get(at - 1)?.block.hash);
    this.#showStatus();
  }

  /**
   * @param {Wire.Block} block
   * @param {boolean} isAnimated
   */
  #add(block, isAnimated) {
    const card = new BlockCard(block, {
      follow: (height) => this.show(height),
      load: (height) => this.#rpc.call('block', { height }),
      checkButton: (shown, place) => new ReceiptCheck(this.#seen, shown, place).button,
    });
    if (isAnimated) card.element.classList.add('arriving');
    if (this.#cards.size === 0) [this.#low, this.#high] = [block.height, block.height];
    this.#low = Math.min(this.#low, block.height);
    this.#high = Math.max(this.#high, block.height);
    this.#cards.set(block.height, card);
    return card.element;
  }

  /** @param {number} height */
  #remove(height) {
    this.#cards.get(height)?.element.remove();
    this.#cards.delete(height);
  }

  #clear() {
    for (const at of [...this.#cards.keys()]) this.#remove(at);
    [this.#low, this.#high] = [0, -1];
  }

  /** @param {boolean} isGoingBack */
  #trim(isGoingBack) {
    while (this.#cards.size > CARDS) {
      if (isGoingBack) {
        this.#remove(this.#high--);
        this.#isFollowing = false;
      } else {
        this.#remove(this.#low++);
      }
    }
  }

  #showEnds() {
    this.#older.hidden = this.#cards.size === 0 || this.#low === 0;
    const head = this.#node.snapshot?.height ?? this.#high;
    this.#newest.hidden = this.#isFollowing;
    setText(this.#newest, head > this.#high ? `Newest (${head - this.#high} more)` : 'Newest');
  }

  async #loadOlder() {
    const from = Math.max(0, this.#low - PAGE);
    const below = this.#low - 1;
    const focus = focusAfterwards();
    this.#older.disabled = true;
    try {
      this.#merge(await this.#fetch({ from, limit: this.#low - from }));
      this.#showEnds();
      announce(`Loaded blocks ${from} to ${below}.`);
      const first = this.#cards.get(below);
      if (first) focus(first.element);
    } catch (thrown) {
      announce(RpcError.from(thrown).message);
    } finally {
      this.#older.disabled = false;
    }
  }

  #toNewest() {
    this.#isFollowing = true;
    this.#clear();
    this.#fill();
    this.element.scrollIntoView({ block: 'start' });
  }

  /**
   * Brings a block into view and opens it, wherever it is.
   * @param {number} height
   */
  async show(height) {
    const focus = focusAfterwards();
    const card = this.#cards.get(height) ?? await this.#loadAround(height);
    if (!card) return;
    card.expand();
    card.element.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    focus(card.element);
    card.element.classList.remove('pointed');
    // The class must have been gone for a frame for its animation to start again.
    requestAnimationFrame(() => card.element.classList.add('pointed'));
  }

  /**
   * Undefined when there is no such block, or no answer; the page has said so then.
   * @param {number} height
   */
  async #loadAround(height) {
    try {
      const blocks = await this.#fetch({ from: Math.max(0, height - Math.floor(PAGE / 2)) });
      const head = this.#node.snapshot?.height ?? 0;
      if (!blocks.some((block) => block.height === height)) {
        announce(`There is no block ${height}.`);
        setText(this.#note, `There is no block ${height}; the newest is ${head}.`);
        return undefined;
      }
      this.#merge(blocks);
      this.#isFollowing = this.#high >= head;
      this.#showEnds();
      return this.#cards.get(height);
    } catch (thrown) {
      announce(RpcError.from(thrown).message);
      return undefined;
    }
  }
}
