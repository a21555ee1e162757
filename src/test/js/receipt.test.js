// A receipt holds as docs/format.md has it, and with no byte changed.
import './web-crypto.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Malformed } from '../../main/resources/webroot/js/pure/bytes.js';
import { checkReceipt, fileOf, holds, readReceipt } from '../../main/resources/webroot/js/pure/receipt.js';
import { canVerify, readTrust } from '../../main/resources/webroot/js/pure/trust.js';
import { keys, receiptText, shown } from './format-examples.js';

const trusted = () => readTrust(keys().origin, keys().members);

/** What it turns out to be; null for one that cannot even be read. @param {unknown} json */
async function verdict(json, about = shown(), trust = trusted()) {
  try {
    const steps = await checkReceipt(readReceipt(JSON.stringify(json)), about, await trust);
    return { ok: holds(steps), failed: steps.filter(({ ok }) => !ok).map(({ id }) => id) };
  } catch (problem) {
    assert.ok(problem instanceof Malformed, String(problem));
    return null;
  }
}

/** @returns {Wire.ProofOfTransfer} */
const example = () => JSON.parse(receiptText());

test('the example holds, in all steps', async () => {
  assert.ok(await canVerify());
  const steps = await checkReceipt(readReceipt(receiptText()), shown(), await trusted());
  assert.deepEqual(steps.map(({ id, ok }) => [id, ok]), [['shown', true], ['block', true], ['ledger', true], ['signed', true]]);
  assert.match(steps[3]?.text ?? '', /^A and B signed the root: 2 of 2 members/);
});

test('the file that is saved is the receipt', () => {
  assert.deepEqual(JSON.parse(fileOf(readReceipt(receiptText()))), example());
  const more = { ...example(), more: 'x' };
  assert.deepEqual(JSON.parse(fileOf(readReceipt(JSON.stringify(more)))), example());
});

/** Other values in the place of a value; all of the same type. @param {unknown} value @returns {unknown[]} */
function others(value) {
  if (typeof value === 'number') return [value + 1, value - 1, value * 2 + 5];
  if (typeof value === 'string') {
    // Each character becomes another one.
    return Array.from(value, (character, at) => value.slice(0, at) + (character === '1' ? '2' : '1') + value.slice(at + 1));
  }
  throw new Error(`${value}`);
}

/** Every way to change one value somewhere in a structure. @param {any} value @returns {any[]} */
function changes(value) {
  if (Array.isArray(value)) {
    const replaced = value.flatMap((each, at) => changes(each).map((other) => [...value.slice(0, at), other, ...value.slice(at + 1)]));
    return [...replaced, value.slice(1), [...value, value[0]]];
  }
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([field, each]) => changes(each).map((other) => ({ ...value, [field]: other })));
  }
  return others(value);
}

test('no receipt with one value changed holds, whatever the page shows', async () => {
  let tampered = 0;
  for (const json of changes(example())) {
    tampered++;
    const { transfer, position, header } = json;
    // Nor does it when the page shows just what the forged receipt says.
    const about = { ...shown(), ...transfer, position, height: header.height };
    const found = await verdict(json, about);
    const unsigned = found === null || found.failed.some((step) => step !== 'shown');
    // A header that is forged has another hash, and is not in the ledger.
    assert.ok(unsigned, JSON.stringify(json));
  }
  assert.ok(tampered > 500, String(tampered));
});

test('a receipt about something else than the page shows does not hold', async () => {
  for (const change of [{ id: '018f4e7b-0000-7000-8000-000000000003' }, { from: 'C' }, { to: 'C' }, { amount: '2.51' }, { memo: '' }, { height: 1 }, { position: 0 }, { hash: '00' }]) {
    assert.deepEqual(await verdict(example(), { ...shown(), ...change }), { ok: false, failed: ['shown'] });
  }
});

test('a majority of the members has to have signed, of whom each counts once', async () => {
  const { origin, members } = keys();
  const strangers = [{ member: 'C' }, { member: 'D' }];
  assert.equal((await verdict(example(), shown(), readTrust(origin, [...members, { member: 'C' }])))?.ok, true);
  assert.deepEqual((await verdict(example(), shown(), readTrust(origin, [...members, ...strangers])))?.failed, ['signed']);
  assert.deepEqual((await verdict(example(), shown(), readTrust(origin, [{ member: 'A' }, { member: 'B' }])))?.failed, ['signed']);
  const elsewhere = origin.replace('27ad', '0000');
  assert.deepEqual((await verdict(example(), shown(), readTrust(elsewhere, members)))?.failed, ['signed']);

  const lines = example().checkpoint.split('\n');
  const [text, byA] = [lines.slice(0, 4), lines[4]];
  const twice = { ...example(), checkpoint: [...text, byA, byA, ''].join('\n') };
  assert.deepEqual((await verdict(twice))?.failed, ['signed']);
});

test('a memo has at most 140 characters, however many bytes they are', () => {
  const { transfer } = example();
  const longest = { ...example(), transfer: { ...transfer, memo: '🍋'.repeat(140) } };
  assert.equal(readReceipt(JSON.stringify(longest)).json.transfer.memo, longest.transfer.memo);
});

test('what is not exactly a receipt is not read', () => {
  const wrong = [
    null, [], 'x', {},
    { ...example(), position: '1' }, { ...example(), position: -1 }, { ...example(), position: 1.5 },
    { ...example(), header: { ...example().header, time: 2 ** 60 } },
    { ...example(), transfer: { ...example().transfer, amount: '2.5' } },
    { ...example(), transfer: { ...example().transfer, amount: '0.00' } },
    { ...example(), transfer: { ...example().transfer, id: example().transfer.id.toUpperCase() } },
    { ...example(), transfer: { ...example().transfer, memo: '\ud83c' } },
    { ...example(), transfer: { ...example().transfer, memo: '🍋'.repeat(141) } },
    { ...example(), transfer_path: 'x' }, { ...example(), block_path: Array(64).fill('00'.repeat(32)) },
    { ...example(), checkpoint: `${example().checkpoint}x` },
  ];
  for (const json of wrong) assert.throws(() => readReceipt(JSON.stringify(json)), Malformed, JSON.stringify(json).slice(0, 80));
  assert.throws(() => readReceipt('{'), Malformed);
});
