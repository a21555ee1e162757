// The page of one block: what it holds, its bytes with each field marked, and its hash recomputed here.
import { download } from '../download.js';
import { h } from '../dom.js';
import { fingerprint } from '../fingerprint.js';
import { hashChip } from '../hash-chip.js';
import { icon } from '../icons.js';
import { createTransferTable } from '../panels/block-transfers.js';
import { panel } from '../panels/panel.js';
import { ReceiptCheck } from '../panels/receipt-check.js';
import { blockAddress } from '../pure/address.js';
import { headerFields, transferFields } from '../pure/block-bytes.js';
import { headerHash, merkleRoot } from '../pure/block-hash.js';
import { canHash, toHex } from '../pure/bytes.js';
import { shortHash } from '../pure/format.js';
import { toCsv, transfersOfBlocks } from '../pure/table-export.js';
import { blockLink, fact, table } from './parts.js';

/** The bytes of so many transfers at a time. */
const TRANSFERS_SHOWN = 20;

/**
 * Rejects with an RpcError when there is no such block.
 * @param {import('../main.js').App} app
 * @param {number} height
 */
export async function createBlockPage(app, height) {
  const { rpc, node } = app;
  const [block, before] = await Promise.all([rpc.call('block', { height }), height > 0 ? rpc.call('chain', { from: height - 1, limit: 1, transfers: 0 }) : null]);
  const previous = before?.blocks[0];
  const head = node.snapshot?.height ?? height;
  const moves = h('p', { class: 'page-moves' },
    height > 0 ? h('a', { href: blockAddress(height - 1), 'data-testid': 'block-before' }, icon('left'), `#${height - 1}`) : null,
    height < head ? h('a', { href: blockAddress(height + 1), 'data-testid': 'block-after' }, `#${height + 1}`, icon('right')) : null);
  const verdict = h('p', { class: 'verdict', role: 'status', 'data-testid': 'page-verdict' });
  const page = panel(`Block ${height}`, { testid: 'block-page', aside: moves }, verdict, facts(app, block, previous), height > 0 ? createBytes(block) : null,
    block.transfers.length ? h('h3', {}, 'Transfers') : null,
    block.transfers.length ? createTransferTable(block, (shown, place) => new ReceiptCheck(app.seen, shown, place).button) : null, createSaves(block));
  judge(block, previous, verdict, page);
  return page;
}

/**
 * @param {import('../main.js').App} app
 * @param {Wire.Block} block
 * @param {Wire.Block | undefined} previous
 */
function facts({ node, watch }, block, previous) {
  const { height, hash, previous_hash: pointer, root, time, proposer } = block;
  if (height === 0) {
    return h('dl', { class: 'hashes' }, fact('Hash', hashChip(hash, 'hash')), fact('Holds', 'The configuration: members, accounts and opening balances. Its hash is over them, and “Verify” on the node covers it.'));
  }
  const committed = node.status && committedAt(watch.trace?.lane(node.status.member) ?? [], height);
  return h('dl', { class: 'hashes' },
    fact('Hash', h('span', { class: 'with-pattern' }, fingerprint(hash), h('code', {}, hash))),
    fact('Previous', h('span', { class: 'with-pattern' }, fingerprint(pointer), h('code', {}, pointer)), previous ? h('span', { class: 'muted' }, pointer === previous.hash ? ' the hash of ' : ' not the hash of ', blockLink(height - 1)) : null),
    fact('Merkle root', h('code', {}, root)), fact('Proposer', proposer), fact('Lamport time', String(time)),
    fact('Committed', committed?.step.at ? `${committed.step.at.replace('T', ' ').slice(0, 23)} UTC, by this node’s wall clock (not part of the hash)`
      : height <= (node.status?.committed ?? -1) ? 'yes; when is not among the events that this page has' : 'not yet on a majority’s disks'));
}

/**
 * Null when the block came before the events that are known: a later one says nothing about it.
 * @param {import('../pure/trace.js').Point[]} lane
 * @param {number} height
 */
function committedAt(lane, height) {
  const appended = lane.findIndex(({ step }) => step.kind === 'block' && step.height === height);
  return appended < 0 ? null : (lane.slice(appended).find(({ step }) => step.kind === 'committed' && Number(step.height) >= height) ?? null);
}

/** @param {Wire.Block} block */
function createBytes(block) {
  const rows = h('tbody', {});
  const more = h('button', { type: 'button', class: 'small' });
  let at = 0;
  let shown = 0;
  /**
   * @param {string} group
   * @param {import('../pure/block-bytes.js').Field[]} fields
   */
  const add = (group, fields) => {
    for (const [i, { name, value, bytes }] of fields.entries()) {
      rows.append(h('tr', { class: i === 0 ? 'first' : null, 'data-field': `${group} ${name}` }, h('td', { class: 'amount muted' }, String(at)),
        h('td', {}, h('span', { class: 'muted' }, `${group} `), name), h('td', { class: 'bytes' }, h('code', {}, spaced(bytes))), h('td', { class: 'memo-cell' }, value)));
      at += bytes.length;
    }
  };
  const showMore = () => {
    for (const [i, transfer] of block.transfers.slice(shown, shown + TRANSFERS_SHOWN).entries()) add(`transfer ${shown + i}`, transferFields(transfer));
    shown = Math.min(block.transfers.length, shown + TRANSFERS_SHOWN);
    more.hidden = shown === block.transfers.length;
    more.textContent = `Bytes of ${Math.min(TRANSFERS_SHOWN, block.transfers.length - shown)} more transfers`;
  };
  add('header', headerFields(block));
  more.addEventListener('click', showMore);
  showMore();
  return h('details', { class: 'bytes-fold', open: true }, h('summary', {}, 'Bytes'),
    h('p', { class: 'muted' }, 'The hash is SHA-256 over the header; the root is the Merkle tree hash over the transfers (RFC 9162).'),
    table(`Bytes of block ${block.height}`, 'Bytes of the block', ['Offset', 'Field', 'Bytes', 'Meaning'], rows), more);
}

/** Groups of four bytes, which may break. @param {Uint8Array} bytes */
const spaced = (bytes) => toHex(bytes).replace(/.{8}(?=.)/g, '$& ');

/**
 * @param {Wire.Block} block
 * @param {Wire.Block | undefined} previous
 * @param {HTMLElement} verdict
 * @param {HTMLElement} page
 */
async function judge(block, previous, verdict, page) {
  if (block.height === 0 || !canHash()) return;
  const [hash, root] = await Promise.all([headerHash(block), merkleRoot(block.transfers)]);
  const problems = [
    hash === block.hash ? '' : `The header hashes to ${shortHash(hash)}, and not to ${shortHash(block.hash)}.`,
    root === block.root ? '' : `The transfers hash to ${shortHash(root)}, and not to the root ${shortHash(block.root)}.`,
    !previous || previous.hash === block.previous_hash ? '' : `The pointer is not the hash of block ${previous.height}.`,
  ].filter(Boolean);
  verdict.dataset.ok = String(problems.length === 0);
  page.classList.toggle('broken', problems.length > 0);
  verdict.replaceChildren(icon(problems.length ? 'cross' : 'check'), problems.length ? problems.join(' ') : 'Recomputed in this browser, from the transfers up: hash, root and pointer fit.');
}

/** @param {Wire.Block} block */
function createSaves(block) {
  return h('p', { class: 'outcome-more' },
    h('button', { type: 'button', class: 'small', 'data-testid': 'block-csv', onclick: () => download(`block-${block.height}.csv`, toCsv(transfersOfBlocks([block]))) }, icon('down'), 'CSV'),
    h('button', { type: 'button', class: 'small', 'data-testid': 'block-json', onclick: () => download(`block-${block.height}.json`, `${JSON.stringify(block, null, 1)}\n`) }, icon('down'), 'JSON'));
}
