// The page of one account: its statement with the balance after each transfer, newest first.
import { download } from '../download.js';
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { grouped } from '../number.js';
import { panel } from '../panels/panel.js';
import { statementOf } from '../pure/statement.js';
import { toCsv } from '../pure/table-export.js';
import { accountLink, blockLink, fact, table, transferLink } from './parts.js';
import { ask } from './rest.js';

const PAGE = 50;
const COLUMNS = ['height', 'position', 'id', 'from', 'to', 'change', 'balance', 'memo'];

/**
 * Rejects with an RpcError when there is no such account.
 * @param {string} name
 */
export async function createAccountPage(name) {
  const path = `/api/accounts/${encodeURIComponent(name)}`;
  /** @type {Wire.Account} */
  const account = await ask(path);
  const statement = new StatementRows(name, path, account);
  await statement.load();
  return panel(`Account ${name}`, { testid: 'account-page', aside: h('span', { class: 'muted' }, `at height ${account.height}`) },
    h('dl', { class: 'hashes' }, fact('Owner', account.owner), fact('Balance', h('strong', { 'data-testid': 'page-balance', 'data-balance': `${account.balance} ${account.on_chain}` }, grouped(account.balance))),
      account.balance === account.on_chain ? null : fact('On the chain', grouped(account.on_chain))),
    table(`Statement of ${name}`, 'Statement', ['Block', 'With', 'Change', 'Balance', 'Memo', 'Id'], statement.rows), statement.end, statement.more,
    h('p', { class: 'outcome-more' },
      h('button', { type: 'button', class: 'small', 'data-testid': 'account-csv', onclick: async () => download(`account-${name}.csv`, toCsv(await statement.all(), COLUMNS)) }, icon('down'), 'CSV'),
      h('button', { type: 'button', class: 'small', 'data-testid': 'account-json', onclick: async () => download(`account-${name}.json`, `${JSON.stringify({ account, transfers: await statement.all() }, null, 1)}\n`) }, icon('down'), 'JSON')));
}

class StatementRows {
  rows = h('tbody', { 'data-testid': 'statement' });
  end = h('p', { class: 'muted', 'data-testid': 'statement-end' });
  more = h('button', { type: 'button', class: 'small', 'data-testid': 'statement-more', onclick: () => this.#readOn() }, 'Older transfers');

  #name;
  #path;
  #height;
  #balance;
  /** @type {string | null} where to go on; empty is the beginning, null the end */
  #next = '';
  /** @type {import('../pure/statement.js').Entry[]} */
  #entries = [];

  /**
   * @param {string} name
   * @param {string} path
   * @param {Wire.Account} account
   */
  constructor(name, path, { height, on_chain: balance }) {
    this.#name = name;
    this.#path = path;
    this.#height = height;
    this.#balance = balance;
  }

  /** Who reads on is not disturbed by what comes. */
  #readOn() {
    this.rows.dataset.readOn = '';
    return this.load();
  }

  async load(limit = PAGE) {
    /** @type {{ transfers: Wire.Transfer[], next?: string }} */
    const piece = await ask(`${this.#path}/transfers?limit=${limit}&before=${this.#next || this.#height + 1}`);
    const { entries, before } = statementOf(this.#name, this.#balance, piece.transfers);
    this.#balance = before;
    this.#next = piece.next ?? null;
    this.#entries.push(...entries);
    this.rows.append(...entries.map((entry) => row(this.#name, entry)));
    this.more.hidden = this.#next === null;
    this.end.textContent = this.#next === null ? `Opening balance ${before}, in genesis.` : '';
  }

  /** Everything, for a file. */
  async all() {
    while (this.#next !== null) await this.load(1000);
    return this.#entries;
  }
}

/**
 * @param {string} name
 * @param {import('../pure/statement.js').Entry} entry
 */
function row(name, { id, from, to, change, balance, memo, height = 0 }) {
  return h('tr', { 'data-testid': `entry-${id}` }, h('td', {}, blockLink(height)), h('td', {}, h('span', { class: 'muted' }, from === name ? 'to ' : 'from '), accountLink(from === name ? to : from)),
    h('td', { class: `amount ${change.startsWith('-') ? 'down' : 'up'}` }, change), h('td', { class: 'amount' }, grouped(balance)), h('td', { class: 'memo-cell' }, h('bdi', {}, memo)), h('td', {}, transferLink(id)));
}
