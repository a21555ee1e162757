// One block as a card. The pattern at its top is its own hash, the one at its foot the hash it points at:
// the card below begins with the same pattern, if the chain is whole.
import { canHash, headerHash, merkleRoot } from '../block-hash.js';
import { fingerprint } from '../fingerprint.js';
import { freshId, h, setText } from '../dom.js';
import { grouped, plural, shortHash } from '../format.js';
import { hashChip } from '../hash-chip.js';
import { icon } from '../icons.js';

/** So many transfers are seen without opening a block, and fetched with it: a block may hold megabytes of them. */
export const PREVIEW = 2;
/** A block may hold thousands of transfers; so many are shown at a time. */
const ROWS = 100;

/**
 * @param block as it is listed, with its first transfers
 * @param follow called with a height when somebody follows the pointer
 * @param load promises the whole block of a height
 */
export function createBlockCard(block, { follow, load }) {
  const details = h('div', { class: 'block-details', id: freshId('block'), hidden: true, 'data-testid': 'block-details' });
  const toggle = h('button', { type: 'button', class: 'block-toggle', 'aria-expanded': 'false', 'aria-controls': details.id, 'data-testid': 'block-toggle' },
    h('span', { class: 'block-height' }, `#${block.height}`),
    h('span', { class: 'visually-hidden' }, ', details'),
    icon('chevron'));
  const problem = h('p', { class: 'notice bad', hidden: true, 'data-testid': 'block-problem' }, icon('warning'), h('span', {}));
  const uncommitted = h('span', { class: 'tag', 'data-testid': 'block-uncommitted', hidden: true }, icon('hourglass'), 'not yet on a majority’s disks');
  const link = h('span', { class: 'link-state', 'data-testid': 'block-link' });
  const preview = createPreview(block);
  const element = h('li', { class: 'block', tabindex: '-1', 'data-testid': `block-${block.height}`, 'data-height': String(block.height), 'data-hash': block.hash, 'aria-label': `Block ${block.height}` },
    h('div', { class: 'block-head' },
      fingerprint(block.hash),
      h('h3', {}, toggle),
      h('span', { class: 'visually-hidden' }, 'hash'), hashChip(block.hash, `hash of block ${block.height}`),
      h('p', { class: 'block-meta muted' }, meta(block), uncommitted)),
    problem, preview, details,
    block.height > 0 ? createPointer(block, link, follow) : null);

  if (block.height > 0 && canHash()) {
    headerHash(block).then((hash) => {
      if (hash !== block.hash) complain(`This block’s header does not hash to what the node says, but to ${shortHash(hash)}….`);
    });
  }

  function complain(text) {
    setText(problem.lastElementChild, text);
    problem.hidden = false;
    element.classList.add('broken');
  }

  function expand(open = true) {
    if (open && !details.hasChildNodes()) fill();
    details.hidden = !open;
    preview.hidden = open;
    toggle.setAttribute('aria-expanded', String(open));
  }
  toggle.addEventListener('click', () => expand(details.hidden));

  /** All of its transfers are fetched when somebody wants to see them. */
  async function fill() {
    if (block.transfers.length === block.transfer_count) {
      fillDetails(details, block, complain);
      return;
    }
    const waiting = h('p', { class: 'muted', role: 'status', 'data-testid': 'block-loading' }, `Loading ${plural(block.transfer_count, 'transfer')}…`);
    details.append(waiting);
    try {
      const whole = await load(block.height);
      if (whole.hash !== block.hash) complain('The node gave another block for this height when it was asked for all of it.');
      waiting.remove();
      fillDetails(details, { ...block, transfers: whole.transfers }, complain);
    } catch (failure) {
      setText(waiting, failure.message);
      details.append(h('button', {
        type: 'button',
        class: 'small',
        'data-testid': 'block-load-again',
        onclick: () => {
          details.replaceChildren();
          fill();
        },
      }, 'Try again'));
    }
  }

  return {
    block,
    element,
    expand,
    setCommitted(committed) {
      uncommitted.hidden = committed;
    },
    /** Compares the pointer with the hash of the block before: undefined means that it is not on the page. */
    setPrevious(hash) {
      if (block.height === 0) return;
      const state = hash === undefined ? 'unseen' : hash === block.previous_hash ? 'fits' : 'broken';
      if (link.dataset.state === state) return;
      link.dataset.state = state;
      const fits = { unseen: ['down', `to #${block.height - 1}`], fits: ['check', `is the hash of #${block.height - 1}`], broken: ['cross', `is not the hash of #${block.height - 1}`] };
      const [iconName, text] = fits[state];
      link.replaceChildren(icon(iconName), text);
      if (state === 'broken') complain(`The pointer of this block does not fit block ${block.height - 1}.`);
    },
  };
}

function meta(block) {
  if (block.height === 0) return ['Genesis: members, accounts and start balances'];
  return ['by ', h('span', { class: 'member small' }, block.proposer), ' at time ', grouped(block.time), h('span', { class: 'dot' }), plural(block.transfer_count, 'transfer')];
}

/** Transfers at a glance; the rest is a click away. */
function createPreview(block) {
  const list = h('ul', { class: 'preview' });
  for (const transfer of block.transfers.slice(0, PREVIEW)) {
    list.append(h('li', {}, way(transfer), h('strong', { class: 'amount' }, grouped(transfer.amount)), memoOf(transfer)));
  }
  const more = block.transfer_count - Math.min(PREVIEW, block.transfers.length);
  if (more > 0) list.append(h('li', { class: 'muted' }, `and ${more} more`));
  return list;
}

const way = ({ from, to }) => h('span', { class: 'way' },
  h('span', { class: 'member small' }, from), icon('right'), h('span', { class: 'visually-hidden' }, 'to'), h('span', { class: 'member small' }, to));

/** Isolated, so that a memo written from right to left does not turn its surroundings around. */
const memoOf = ({ memo }) => (memo ? h('bdi', { class: 'memo' }, memo) : '');

function createPointer(block, link, follow) {
  return h('div', { class: 'block-foot' },
    fingerprint(block.previous_hash),
    h('span', { class: 'muted' }, 'previous'),
    h('button', {
      type: 'button',
      class: 'hash pointer',
      title: `${block.previous_hash}\nGo to block ${block.height - 1}`,
      'aria-label': `${shortHash(block.previous_hash)}, go to block ${block.height - 1}`,
      'data-hash': block.previous_hash,
      'data-testid': 'block-previous',
      onclick: () => follow(block.height - 1),
    }, h('span', { class: 'hash-text' }, shortHash(block.previous_hash))),
    link);
}

function fillDetails(details, block, complain) {
  const checked = h('dd', { 'data-testid': 'block-recomputed' }, block.height === 0 ? 'not here: genesis is hashed over the configuration; “Verify” covers it' : 'not possible for this page');
  details.append(h('dl', { class: 'hashes' },
    hashLine('Hash', block.hash), block.height > 0 ? hashLine('Previous', block.previous_hash) : null, block.root ? hashLine('Merkle root', block.root) : null,
    h('dt', {}, 'Recomputed'), checked));
  if (block.transfers.length) details.append(createTable(block));
  if (block.height > 0 && canHash()) recheck(block, checked, complain);
}

const hashLine = (label, hash) => [h('dt', {}, label), h('dd', {}, h('code', {}, hash))];

async function recheck(block, place, complain) {
  setText(place, 'computing…');
  const [hash, root] = await Promise.all([headerHash(block), merkleRoot(block.transfers)]);
  const fits = hash === block.hash && root === block.root;
  place.replaceChildren(icon(fits ? 'check' : 'cross'), fits ? 'in this browser, from the transfers up: the same' : 'in this browser: NOT the same');
  if (root !== block.root) complain('The transfers of this block do not add up to its Merkle root.');
}

function createTable(block) {
  const rows = h('tbody', {});
  const more = h('button', { type: 'button', class: 'small' });
  let shown = 0;
  const showMore = () => {
    for (const transfer of block.transfers.slice(shown, shown + ROWS)) rows.append(createRow(transfer));
    shown = Math.min(shown + ROWS, block.transfers.length);
    more.hidden = shown === block.transfers.length;
    setText(more, `Show ${Math.min(ROWS, block.transfers.length - shown)} more of ${block.transfers.length}`);
  };
  more.addEventListener('click', showMore);
  showMore();
  return h('div', {},
    h('div', { class: 'scroll-x', tabindex: '0', role: 'group', 'aria-label': `Transfers of block ${block.height}` },
      h('table', { class: 'transfers' },
        h('caption', { class: 'visually-hidden' }, `Transfers of block ${block.height}`),
        h('thead', {}, h('tr', {}, ['Pos.', 'From, to', 'Amount', 'Memo', 'Id'].map((label, i) => h('th', { scope: 'col', class: i === 2 ? 'amount' : null }, label)))),
        rows)),
    more);
}

function createRow(transfer, position) {
  return h('tr', { 'data-testid': `transfer-${transfer.id}` },
    h('td', { class: 'muted' }, String(transfer.position ?? position)),
    h('td', {}, way(transfer)),
    h('td', { class: 'amount' }, grouped(transfer.amount)),
    h('td', { class: 'memo-cell' }, h('bdi', {}, transfer.memo ?? '')),
    h('td', {}, h('code', { class: 'muted id', title: transfer.id }, `…${transfer.id.slice(-8)}`)));
}
