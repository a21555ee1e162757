// The chain, newest first: a window of neighbouring blocks that follows the head, until somebody goes back to
// older ones; then it stays where they are and says how many have come since.
import { announce, h, setText } from '../dom.js';
import { plural } from '../format.js';
import { icon } from '../icons.js';
import { paced, perFrame } from '../pace.js';
import { PREVIEW, createBlockCard } from './block-card.js';
import { panel } from './panel.js';

const PAGE = 20;
/** More cards than this are not kept in the document; going back further lets go of the newest. */
const CARDS = 120;
/** When more come at once, none is animated: that would be flicker, not information. */
const ANIMATED = 3;

export function createChain({ rpc, node }) {
  /** Heights to cards, without a hole between low and high. */
  const cards = new Map();
  let low = 0;
  let high = -1;
  let following = true;
  let stale = true;

  const list = h('ol', { class: 'chain', reversed: true, 'data-testid': 'chain', 'aria-label': 'Blocks, newest first' });
  const older = h('button', { type: 'button', 'data-testid': 'chain-older', hidden: true, onclick: () => loadOlder() }, icon('down'), h('span', {}, 'Older blocks'));
  const newest = h('button', { type: 'button', class: 'small', 'data-testid': 'chain-newest', hidden: true, onclick: () => toNewest() });
  const verdict = h('p', { class: 'verdict', role: 'status', 'data-testid': 'verify-result' });
  const verify = h('button', { type: 'button', class: 'small', 'data-testid': 'verify', onclick: () => runVerify() }, 'Verify');
  const height = h('input', { type: 'text', inputmode: 'numeric', size: '6', placeholder: 'height', autocomplete: 'off', 'aria-label': 'Go to block', 'data-testid': 'chain-goto' });
  const goto = h('form', { class: 'goto' }, height, h('button', { type: 'submit', class: 'small', 'data-testid': 'chain-goto-submit' }, 'Go'));
  goto.addEventListener('submit', (event) => {
    event.preventDefault();
    if (/^#?\d+$/.test(height.value.trim())) show(Number(height.value.trim().replace('#', '')));
  });

  const update = paced(async () => {
    if (rpc.state !== 'open' || !node.status) return;
    if (following) {
      const head = node.status.height;
      if (stale || head - high > PAGE) {
        stale = false;
        merge((await rpc.call('chain', { limit: PAGE, transfers: PREVIEW })).blocks);
      } else if (head > high) {
        merge((await rpc.call('chain', { from: high + 1, limit: PAGE, transfers: PREVIEW })).blocks);
      }
    }
    showEnds();
  }, 250);

  node.addEventListener('block', update);
  node.addEventListener('reload', () => {
    stale = true;
    update();
  });
  const showStatus = perFrame(() => {
    const committed = node.status.committed ?? Infinity;
    for (const [at, card] of cards) card.setCommitted(at <= committed);
    showEnds();
  });
  node.addEventListener('status', () => {
    showStatus();
    if (following && node.status.height > high) update();
  });

  /** Takes blocks, ascending. What does not join the window, or contradicts it, replaces it. */
  function merge(blocks) {
    if (blocks.length === 0) return;
    const [first, last] = [blocks[0], blocks.at(-1)];
    const apart = first.height > high + 1 || last.height < low - 1;
    const contradicts = blocks.some((block) => cards.has(block.height) && cards.get(block.height).block.hash !== block.hash)
      || (cards.has(first.height - 1) && cards.get(first.height - 1).block.hash !== first.previous_hash);
    const fresh = cards.size > 0 && !apart && !contradicts;
    if (!fresh) clear();
    const added = blocks.filter((block) => !cards.has(block.height));
    const above = added.filter((block) => block.height > high);
    const below = added.filter((block) => block.height <= high);
    for (const block of above) list.prepend(add(block, fresh && above.length <= ANIMATED));
    for (const block of below.reverse()) list.append(add(block, false));
    trim(below.length > 0);
    checkPointers();
    showStatus();
  }

  function add(block, animated) {
    const card = createBlockCard(block, { follow: show, load: (at) => rpc.call('block', { height: at }) });
    if (animated) card.element.classList.add('arriving');
    if (cards.size === 0) [low, high] = [block.height, block.height];
    low = Math.min(low, block.height);
    high = Math.max(high, block.height);
    cards.set(block.height, card);
    return card.element;
  }

  function remove(at) {
    cards.get(at).element.remove();
    cards.delete(at);
  }

  function clear() {
    for (const at of [...cards.keys()]) remove(at);
    [low, high] = [0, -1];
  }

  function trim(goingBack) {
    while (cards.size > CARDS) {
      if (goingBack) {
        remove(high--);
        following = false;
      } else {
        remove(low++);
      }
    }
  }

  function checkPointers() {
    for (const [at, card] of cards) card.setPrevious(cards.get(at - 1)?.block.hash);
  }

  function showEnds() {
    older.hidden = cards.size === 0 || low === 0;
    const head = node.status?.height ?? high;
    newest.hidden = following;
    setText(newest, head > high ? `Newest (${head - high} more)` : 'Newest');
  }

  async function loadOlder() {
    const from = Math.max(0, low - PAGE);
    const below = low - 1;
    older.disabled = true;
    try {
      merge((await rpc.call('chain', { from, limit: low - from, transfers: PREVIEW })).blocks);
      showEnds();
      announce(`Loaded blocks ${from} to ${below}.`);
      cards.get(below)?.element.focus({ preventScroll: true });
    } catch (problem) {
      announce(problem.message);
    } finally {
      older.disabled = false;
    }
  }

  function toNewest() {
    following = true;
    stale = true;
    clear();
    update();
    list.closest('.column')?.scrollTo({ top: 0 });
  }

  /** Brings a block into view and opens it, wherever it is. */
  async function show(at) {
    if (!cards.has(at)) {
      try {
        const from = Math.max(0, at - Math.floor(PAGE / 2));
        const { blocks } = await rpc.call('chain', { from, limit: PAGE, transfers: PREVIEW });
        if (!blocks.some((block) => block.height === at)) {
          announce(`There is no block ${at}.`);
          setText(verdict, `There is no block ${at}; the newest is ${node.status.height}.`);
          return;
        }
        merge(blocks);
        following = high >= node.status.height;
        showEnds();
      } catch (problem) {
        announce(problem.message);
        return;
      }
    }
    const card = cards.get(at);
    card.expand();
    card.element.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    card.element.focus({ preventScroll: true });
    card.element.classList.remove('pointed');
    // The class must have been gone for a frame for its animation to start again.
    requestAnimationFrame(() => card.element.classList.add('pointed'));
  }

  async function runVerify() {
    verify.disabled = true;
    verdict.replaceChildren(icon('hourglass'), 'The node recomputes every hash and every balance…');
    try {
      const { ok, height: checked, transfers, problem } = await rpc.call('verify', {}, { timeoutMillis: 600_000 });
      verdict.replaceChildren(icon(ok ? 'check' : 'cross'), ok
        ? `Verified: ${plural(checked, 'block')} and ${plural(transfers, 'transfer')} fit, from genesis to the head.`
        : `Does not fit: ${problem}`);
      verdict.dataset.ok = String(ok);
    } catch (problem) {
      verdict.replaceChildren(icon('warning'), problem.message);
      verdict.dataset.ok = 'unknown';
    } finally {
      verify.disabled = false;
      verify.focus({ preventScroll: true });
    }
  }

  const element = panel('Chain', { testid: 'chain-panel', className: 'bare', aside: h('div', { class: 'panel-tools' }, newest, goto, verify) },
    verdict, list, h('p', { class: 'chain-end' }, older));
  return { element, show };
}
