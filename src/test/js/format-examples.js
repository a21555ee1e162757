// The examples of docs/format.md, taken from the document itself.
import { readFileSync } from 'node:fs';

const document = readFileSync(new URL('../../../docs/format.md', import.meta.url), 'utf8');

/** @param {RegExp} pattern with one group */
function found(pattern) {
  const [, text] = pattern.exec(document) ?? [];
  if (text === undefined) throw new Error(`docs/format.md has no ${pattern}`);
  return text;
}

/** The receipt of the second transfer of block 2. */
export const receiptText = () => found(/```json\n(\{\n {2}"transfer": [\s\S]*?\n\}\n)```/);

/** The checkpoint at size 3, as A serves it. */
export const noteText = () => found(/```\n(lockstep\/demo\/[\s\S]*?)```/);

/** What a node of the examples' ledger tells of the members' keys. @returns {Wire.Keys} */
export const keys = () => ({
  origin: 'lockstep/demo/27ad9e1dcb0b3ab2961b4a5b407ce8e55ca6e6d8438f58c4488707eb8ea68c72',
  members: ['A', 'B'].map((member) => ({ member, key: found(new RegExp(`\n(demo/${member}\\+.*)\n`)) })),
});

/** @returns {import('../../main/resources/webroot/js/pure/receipt.js').Shown} */
export const shown = () => ({
  id: '018f4e7b-0000-7000-8000-000000000002', from: 'B', to: 'A', amount: '2.50', memo: 'rent',
  height: 2, position: 1, hash: 'a4f821f970ff8d48dc1ae8dc3597494d1959b4dbede39fe18b8560065cf1d50a',
});
