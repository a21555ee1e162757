// The whole chain as a file, read from the node with progress.
import { download } from '../download.js';
import { h, setText } from '../dom.js';
import { icon } from '../icons.js';
import { panel } from '../panels/panel.js';
import { plural } from '../pure/format.js';
import { toCsv, transfersOfBlocks } from '../pure/table-export.js';
import { RpcError } from '../rpc.js';
import { blocksOf } from './walk.js';

const BREATH_MILLIS = 100;

/** @param {import('../main.js').App} app */
export function createChainExports({ rpc, node }) {
  const note = h('p', { class: 'muted', role: 'status', 'data-testid': 'chain-export-note' });
  /** @type {(name: string, write: (blocks: Wire.Block[]) => string) => void} */
  const save = async (name, write) => {
    const height = node.snapshot?.height ?? 0;
    /** @type {Wire.Block[]} */
    const blocks = [];
    let told = performance.now();
    try {
      for await (const block of blocksOf(rpc, 0, height)) {
        blocks.push(block);
        if (performance.now() - told > BREATH_MILLIS) setText(note, `Block ${block.height} of ${height}…`);
        if (performance.now() - told > BREATH_MILLIS) told = performance.now();
      }
      download(name, write(blocks));
      setText(note, `Saved ${name}: ${plural(blocks.length, 'block')}.`);
    } catch (thrown) {
      setText(note, RpcError.from(thrown).message);
    }
  };
  return panel('Save', { testid: 'chain-exports' },
    h('p', { class: 'outcome-more' },
      h('button', { type: 'button', class: 'small', 'data-testid': 'chain-csv', onclick: () => save('transfers.csv', (blocks) => toCsv(transfersOfBlocks(blocks))) }, icon('down'), 'Transfers, CSV'),
      h('button', { type: 'button', class: 'small', 'data-testid': 'chain-json', onclick: () => save('chain.json', (blocks) => `${JSON.stringify({ blocks }, null, 1)}\n`) }, icon('down'), 'Blocks, JSON')), note);
}
