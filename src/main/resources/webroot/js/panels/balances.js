// Who has what. The sum under the list is the invariant that everybody can check by looking.
import { h, reconcile, setText, slot } from '../dom.js';
import { icon } from '../icons.js';
import { grouped } from '../number.js';
import { accountAddress } from '../pure/address.js';
import { amountOf, minorUnits } from '../pure/format.js';
import { panel } from './panel.js';

const CHANGE_SHOWN_MILLIS = 2600;
/** A ledger may have 100,000 accounts, and a browser stands still when it shows as many rows: so many at a time. */
const ROWS = 200;

/** @param {import('../main.js').App} app */
export function createBalances({ node }) {
  const rows = h('tbody', {});
  const sumLabel = h('th', { scope: 'row', colspan: '2' }, 'Sum (constant)');
  const sum = h('td', { class: 'amount', 'data-testid': 'balance-sum' });
  const basis = h('span', { class: 'muted', 'data-testid': 'balances-height' });
  const table = h('table', { class: 'accounts' },
    h('caption', { class: 'visually-hidden' }, 'Accounts and their balances'),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Account'), h('th', { scope: 'col' }, 'Owner'), h('th', { scope: 'col', class: 'amount' }, 'Balance'))),
    rows,
    h('tfoot', {}, h('tr', {}, sumLabel, sum)));
  const more = h('button', { type: 'button', class: 'small', 'data-testid': 'balances-more', hidden: true });
  let shown = ROWS;
  let member = '';
  more.addEventListener('click', () => {
    shown += ROWS;
    show();
  });

  const show = () => {
    const { accounts } = node;
    reconcile(rows, accounts.slice(0, shown), (account) => account.name, createRow, (row, account) => updateRow(row, account, member));
    more.hidden = accounts.length <= shown;
    setText(more, `Show ${Math.min(ROWS, accounts.length - shown)} more of ${accounts.length}`);
    // What the local log takes off here arrives elsewhere with the next block: the chain's sum is the constant one.
    const total = accounts.reduce((whole, { on_chain: units }) => whole + (minorUnits(units) ?? 0n), 0n);
    const isSpent = accounts.some((account) => account.on_chain !== account.balance);
    setText(sumLabel, isSpent ? 'Sum on the chain' : 'Sum (constant)');
    if (sum.dataset.total !== String(total)) {
      sum.dataset.total = String(total);
      sum.replaceChildren(grouped(amountOf(total)));
    }
    setText(basis, node.snapshot ? `at height ${node.snapshot.height}` : '');
  };
  node.on('snapshot', show);
  node.on('status', (status) => {
    if (member === status.member) return;
    member = status.member;
    show();
  });

  return panel('Balances', { testid: 'balances', aside: basis },
    h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Accounts' }, table, more));
}

/** @param {Wire.Account} account */
function createRow({ name }) {
  return h('tr', { 'data-testid': `account-${name}` },
    h('th', { scope: 'row' }, h('a', { class: 'member', href: accountAddress(name), title: `Statement of ${name}` }, name)),
    h('td', { class: 'owner muted', 'data-slot': 'owner' }),
    h('td', { class: 'amount', 'data-slot': 'amount', 'data-testid': `balance-${name}` }));
}

/**
 * @param {HTMLElement} row
 * @param {Wire.Account} account
 * @param {string} member of this node
 */
function updateRow(row, account, member) {
  const [owner, amount] = [slot(row, 'owner'), slot(row, 'amount')];
  const own = account.owner === member;
  if (owner.dataset.owner !== `${account.owner}${own}`) {
    owner.dataset.owner = `${account.owner}${own}`;
    owner.replaceChildren(...(own ? [h('span', { class: 'tag' }, icon('person'), 'this node')] : [account.owner]));
  }
  const shown = `${account.balance}|${account.on_chain}`;
  if (amount.dataset.shown === shown) return;
  const before = amount.dataset.balance;
  amount.dataset.shown = shown;
  amount.dataset.balance = account.balance;
  const note = account.on_chain !== undefined && account.on_chain !== account.balance
    ? h('span', { class: 'fact-note' }, `${account.on_chain} on the chain`) : '';
  amount.replaceChildren(grouped(account.balance), note);
  showChange(amount, before, account.balance);
}

/**
 * For a moment the difference stands beside the new balance, with its sign: not colour alone.
 * @param {HTMLElement} cell
 * @param {string | undefined} before
 * @param {string} after
 */
function showChange(cell, before, after) {
  const difference = before === undefined ? 0n : (minorUnits(after) ?? 0n) - (minorUnits(before) ?? 0n);
  if (!difference) return;
  const up = difference > 0n;
  const change = h('span', { class: `change ${up ? 'up' : 'down'}`, 'aria-hidden': 'true' }, `${up ? '+' : '−'}${amountOf(up ? difference : -difference)}`);
  cell.prepend(change);
  setTimeout(() => change.remove(), CHANGE_SHOWN_MILLIS);
}
