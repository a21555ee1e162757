// The page of one transfer: where it is, how it came there, and its receipt.
import { h } from '../dom.js';
import { grouped } from '../number.js';
import { panel } from '../panels/panel.js';
import { ReceiptCheck } from '../panels/receipt-check.js';
import { Stages } from '../panels/stages.js';
import { addressOf } from '../pure/trace-address.js';
import { blockLink, fact, wayLink } from './parts.js';

/**
 * Rejects with an RpcError when the node does not know it.
 * @param {import('../main.js').App} app
 * @param {string} id
 */
export async function createTransferPage(app, id) {
  const { rpc, node, seen } = app;
  const { status, height, position, hash } = await rpc.call('find', { id });
  const transfer = height == null ? node.log.find((each) => each.id === id) : (await rpc.call('block', { height })).transfers[position ?? -1];
  const stages = new Stages(app);
  stages.follow(id, height ?? null);
  const below = h('div', { class: 'outcome-below' });
  const check = transfer && height != null && position != null && hash != null
    ? new ReceiptCheck(seen, { ...transfer, height, position, hash }, (element) => below.append(element)).button : null;
  return panel('Transfer', { testid: 'transfer-page' },
    h('dl', { class: 'hashes' }, fact('Id', h('code', {}, id)), transfer ? fact('Moves', h('strong', {}, grouped(transfer.amount)), ' ', wayLink(transfer.from, transfer.to)) : null,
      transfer?.memo ? fact('Memo', h('bdi', {}, transfer.memo)) : null, fact('Status', status), height == null ? null : fact('Place', 'block ', blockLink(height), `, position ${position}`)),
    stages.element,
    h('p', { class: 'outcome-more' }, h('a', { href: addressOf({ transfer: id }), 'data-testid': 'transfer-watch' }, 'Watch the messages that moved it'), check), below);
}
