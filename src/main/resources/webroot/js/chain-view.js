// The chain: the newest blocks, and pages of blocks, accounts and transfers, each with an address.
import { createAccountPage } from './chain/account-page.js';
import { createAudit } from './chain/audit.js';
import { createBlockPage } from './chain/block-page.js';
import { createChainExports } from './chain/exports.js';
import { createSearchBox } from './chain/search-box.js';
import { createTransferPage } from './chain/transfer-page.js';
import { focusAfterwards, h } from './dom.js';
import { paced } from './pace.js';
import { createChain } from './panels/chain.js';
import { createHeads } from './panels/heads.js';
import { panel } from './panels/panel.js';
import { chainPageOf, viewOf } from './pure/address.js';
import { sentence } from './pure/format.js';
import { RpcError } from './rpc.js';

/** @typedef {import('./pure/address.js').ChainPage} ChainPage */

/** @param {import('./main.js').App} app */
export function create(app) {
  const chain = createChain(app);
  const back = h('a', { href: '#chain', 'data-testid': 'chain-back', hidden: true }, 'All blocks');
  const place = h('div', { class: 'chain-page', 'data-testid': 'chain-page', tabindex: '-1' });
  let shown = '';
  let turn = 0;

  const refresh = paced(async () => {
    const mine = turn;
    const page = chainPageOf(shown);
    if (page.kind === 'list') return;
    const element = await createPage(app, page);
    if (mine === turn) place.replaceChildren(element);
  }, 1000);

  const show = async () => {
    if (viewOf(location.hash) !== 'chain' || location.hash === shown || app.rpc.state !== 'open') return;
    shown = location.hash;
    const mine = ++turn;
    const focus = focusAfterwards();
    const page = chainPageOf(location.hash);
    chain.element.hidden = page.kind !== 'list';
    back.hidden = page.kind === 'list';
    place.replaceChildren();
    if (page.kind === 'list') return;
    const element = await createPage(app, page);
    if (mine !== turn) return;
    place.replaceChildren(element);
    focus(place);
  };
  addEventListener('hashchange', show);
  app.node.on('snapshot', ({ accounts }) => {
    // A statement goes on with its account.
    const page = chainPageOf(shown);
    const balance = place.querySelector('[data-balance]');
    if (page.kind !== 'account' || !(balance instanceof HTMLElement) || place.querySelector('[data-read-on]')) return;
    const account = accounts.find(({ name }) => name === page.name);
    if (account && `${account.balance} ${account.on_chain}` !== balance.dataset.balance) refresh();
  });
  app.node.on('reload', () => {
    // What a lost connection left open is asked for again.
    if (!place.hasChildNodes() || place.querySelector('[data-testid=page-problem]')) shown = '';
    show();
  });
  return h('div', { class: 'view chain-view', 'data-testid': 'view-chain' },
    h('div', { class: 'column column-chain' }, h('div', { class: 'chain-bar' }, createSearchBox(app), back), place, chain.element),
    h('div', { class: 'column' }, createHeads(app), createAudit(app), createChainExports(app)));
}

/**
 * @param {import('./main.js').App} app
 * @param {Exclude<ChainPage, { kind: 'list' }>} page
 */
async function createPage(app, page) {
  try {
    switch (page.kind) {
      case 'block':
        return await createBlockPage(app, page.height);
      case 'account':
        return await createAccountPage(page.name);
      case 'transfer':
        return await createTransferPage(app, page.id);
      case 'unknown':
        break;
    }
    return problem(`The address ${page.text} has no page.`);
  } catch (thrown) {
    return problem(RpcError.from(thrown).message);
  }
}

/** @param {string} text */
const problem = (text) => panel('Not found', { testid: 'page-problem' }, h('p', {}, sentence(text)));
