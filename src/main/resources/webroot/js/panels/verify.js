// Lets the node recompute its whole chain, and shows what it found.
import { focusAfterwards, h } from '../dom.js';
import { icon } from '../icons.js';
import { plural } from '../pure/format.js';
import { RpcError } from '../rpc.js';

/** A long chain takes minutes. */
const VERIFY_TIMEOUT_MILLIS = 600_000;

/** @param {import('../rpc.js').RpcClient} rpc */
export function createVerify(rpc) {
  const verdict = h('p', { class: 'verdict', role: 'status', 'data-testid': 'verify-result' });
  const button = h('button', { type: 'button', class: 'small', 'data-testid': 'verify', onclick: () => run() }, 'Verify on disk');

  /**
   * @param {'true' | 'false' | 'unknown'} ok
   * @param {string} iconName
   * @param {string} text
   */
  const conclude = (ok, iconName, text) => {
    verdict.replaceChildren(icon(iconName), text);
    verdict.dataset.ok = ok;
  };

  async function run() {
    const focus = focusAfterwards();
    button.disabled = true;
    conclude('unknown', 'hourglass', 'The node recomputes every hash and every balance…');
    try {
      const { ok, height, transfers, problem } = await rpc.call('verify', {}, { timeoutMillis: VERIFY_TIMEOUT_MILLIS });
      if (ok) conclude('true', 'check', `Verified: ${plural(height, 'block')} and ${plural(transfers, 'transfer')} are correct, from genesis to the head.`);
      else conclude('false', 'cross', `Does not fit: ${problem}`);
    } catch (thrown) {
      conclude('unknown', 'warning', RpcError.from(thrown).message);
    } finally {
      button.disabled = false;
      focus(button);
    }
  }

  return { verdict, button };
}
