// "Verify all": the whole chain recomputed in this browser, with progress; or by the node, on its disk.
import { h, setText } from '../dom.js';
import { icon } from '../icons.js';
import { panel } from '../panels/panel.js';
import { createVerify } from '../panels/verify.js';
import { blockAddress } from '../pure/address.js';
import { canHash } from '../pure/bytes.js';
import { ChainAudit } from '../pure/chain-audit.js';
import { listing, plural, sentence } from '../pure/format.js';
import { RpcError } from '../rpc.js';
import { blocksOf } from './walk.js';

/** The browser is to draw meanwhile. */
const BREATH_MILLIS = 50;

/** @param {import('../main.js').App} app */
export function createAudit(app) {
  const onDisk = createVerify(app.rpc);
  const verdict = h('p', { class: 'verdict', role: 'status', 'data-testid': 'audit-result' });
  const bar = h('progress', { max: '1', value: '0', 'aria-label': 'Blocks verified', 'data-testid': 'audit-progress', hidden: true });
  const word = h('span', {}, 'Verify all');
  const button = h('button', { type: 'button', class: 'small', 'data-testid': 'audit' }, icon('check'), word);
  let cancel = false;
  let runs = false;

  /**
   * @param {'true' | 'false' | 'unknown'} ok
   * @param {...import('../dom.js').Child} text
   */
  const say = (ok, ...text) => {
    verdict.dataset.ok = ok;
    verdict.replaceChildren(icon({ true: 'check', false: 'cross', unknown: 'hourglass' }[ok]), h('span', {}, ...text.filter((part) => part instanceof Node || typeof part === 'string')));
  };

  button.addEventListener('click', async () => {
    if (runs) {
      cancel = true;
      return;
    }
    [runs, cancel] = [true, false];
    setText(word, 'Stop');
    bar.hidden = false;
    try {
      await audit(app, bar, say, () => cancel);
    } catch (thrown) {
      say('unknown', RpcError.from(thrown).message);
    } finally {
      runs = false;
      bar.hidden = true;
      setText(word, 'Verify all');
    }
  });
  return panel('Verify', { testid: 'audit-panel' },
    h('p', { class: 'muted' }, 'Recomputes every hash, root and balance in this browser.'), h('p', { class: 'outcome-more' }, button, bar), verdict,
    h('p', { class: 'muted' }, 'Lets the node re-read its journal and database.'), h('p', { class: 'outcome-more' }, onDisk.button), onDisk.verdict);
}

/**
 * @param {import('../main.js').App} app
 * @param {HTMLProgressElement} bar
 * @param {(ok: 'true' | 'false' | 'unknown', ...text: import('../dom.js').Child[]) => void} say
 * @param {() => boolean} isCancelled
 */
async function audit({ rpc, node, heads }, bar, say, isCancelled) {
  if (!canHash()) {
    say('unknown', 'Browsers do cryptography only on pages from https or from this machine.');
    return;
  }
  say('unknown', 'Waiting for the node to tell its head…');
  const [snapshot, status] = await Promise.all([node.snapshot ?? node.next('snapshot'), node.status ?? node.next('status')]);
  const { signed } = heads;
  const all = await new ChainAudit(status.genesis).begin();
  let breathed = performance.now();
  let root = signed?.height === 0 ? await all.root() : null;
  bar.max = Math.max(1, snapshot.height);
  for await (const block of blocksOf(rpc, 1, snapshot.height)) {
    if (!await all.add(block)) break;
    if (block.height === signed?.height) root = await all.root();
    if (isCancelled()) {
      say('unknown', `Stopped at block ${all.height}; up to there everything is correct.`);
      return;
    }
    if (performance.now() - breathed < BREATH_MILLIS) continue;
    bar.value = all.height;
    say('unknown', `Block ${all.height} of ${snapshot.height}…`);
    await new Promise((resolve) => { setTimeout(resolve); });
    breathed = performance.now();
  }
  if (!all.problem && all.height === snapshot.height) all.checkBalances(snapshot.accounts);
  conclude(all, snapshot.height, signed, root, say);
}

/**
 * @param {ChainAudit} all
 * @param {number} height
 * @param {import('../heads.js').Signed | null} signed
 * @param {string | null} root
 * @param {(ok: 'true' | 'false' | 'unknown', ...text: import('../dom.js').Child[]) => void} say
 */
function conclude(all, height, signed, root, say) {
  const { problem } = all;
  if (problem) say('false', h('a', { href: blockAddress(problem.height) }, `Block ${problem.height}`), ` does not fit: ${sentence(problem.text)}`);
  else if (all.height < height) say('false', `The node gave no block ${all.height + 1}.`);
  else if (signed && root !== null && root !== signed.root) say('false', `The chain up to block ${signed.height} is not the one that ${listing(signed.signatories)} have signed.`);
  else {
    const words = signed && root !== null ? ` ${listing(signed.signatories)} have signed exactly this chain up to #${signed.height}.` : '';
    say('true', `${plural(all.height, 'block')} and ${plural(all.transfers, 'transfer')} are correct, from genesis to the head; no balance was ever below zero.${words}`);
  }
}
