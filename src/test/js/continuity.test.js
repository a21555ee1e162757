// What a browser remembers of a ledger, and when it says that a node is not to be trusted.
import './web-crypto.js';
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { Malformed, fromBase64 } from '../../main/resources/webroot/js/pure/bytes.js';
import { compare, readKeys, readPath, recall } from '../../main/resources/webroot/js/pure/continuity.js';
import { keys, noteText } from './format-examples.js';

/** @typedef {import('../../main/resources/webroot/js/pure/continuity.js').Remembered} Remembered */

/** @param {...(Buffer | string)} parts */
function sha(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const MEMBERS = ['A', 'B', 'C'];

/** Three members with new keys, who sign as the log does. @param {string} ledger */
function cluster(ledger) {
  const origin = `lockstep/${ledger}/${'ab'.repeat(32)}`;
  const pairs = MEMBERS.map((member) => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const typed = Buffer.concat([Buffer.from([1]), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
    const id = sha(`${ledger}/${member}\n`, typed).subarray(0, 4);
    return { member, privateKey, id, key: `${ledger}/${member}+${id.toString('hex')}+${typed.toString('base64')}` };
  });
  /** @param {number} size @param {Buffer} root @param {string[]} signatories @param {string} more */
  const note = (size, root, signatories = MEMBERS, more = '') => {
    const text = `${origin}\n${size}\n${root.toString('base64')}\n${more}`;
    const lines = pairs.filter(({ member }) => signatories.includes(member))
      .map(({ member, id, privateKey }) => `— ${ledger}/${member} ${Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]).toString('base64')}\n`);
    return `${text}\n${lines.join('')}`;
  };
  return { keys: { origin, members: pairs.map(({ member, key }) => ({ member, key })) }, note };
}

// A tree of one, two and three leaves, and another one that agrees with it in the first leaf alone.
/** @param {string} text */
const leaf = (text) => sha(Buffer.from([0]), text);
const [first, second, third, forged] = [leaf('1'), leaf('2'), leaf('3'), leaf('4')];
/** @param {Buffer} left @param {Buffer} right */
const node = (left, right) => sha(Buffer.from([1]), left, right);
const [ONE, TWO, FORGED] = [first, node(first, second), node(first, forged)];
const THREE = node(TWO, third);
/** @param {Buffer} hash */
const hex = (hash) => hash.toString('hex');

/** @type {(from: bigint, to: bigint) => Promise<string[] | null>} */
const never = async () => { throw new Error('nobody needs a proof here'); };
/** @param {...Buffer} proof */
const proofOf = (...proof) => async () => proof.map(hex);

const demo = cluster('demo');
/** @param {string | null} note */
const showing = (note, path = never, told = demo.keys) => ({ keys: told, note, path });

/** @param {Remembered[]} ledgers @param {any} shown @returns {Promise<{ all: Remembered[], now: Remembered }>} */
async function look(ledgers, shown) {
  const all = await compare(ledgers, shown, 1000);
  const [now] = all;
  assert.ok(now);
  return { all, now };
}

test('the checkpoint of docs/format.md is believed at first sight', async () => {
  const { now } = await look([], { keys: keys(), note: noteText(), path: never });
  assert.equal(now.alarm, null);
  assert.equal(now.note, noteText());
  assert.deepEqual(now.members, keys().members);
});

test('what continues is remembered; what is behind or gives no proof changes nothing', async () => {
  const seen = await look([], showing(demo.note(2, TWO)));
  const same = await look(seen.all, showing(demo.note(2, TWO, ['A', 'C'])));
  assert.equal(same.now.note, seen.now.note);
  const later = await look(seen.all, showing(demo.note(3, THREE), proofOf(third)));
  assert.equal(later.now.alarm, null);
  assert.equal(later.now.note, demo.note(3, THREE));
  assert.equal((await look(seen.all, showing(null))).now.note, seen.now.note);
  const noProof = await look(seen.all, showing(demo.note(3, THREE), async () => null));
  assert.deepEqual([noProof.now.alarm, later.now.since], [null, 1000]);
  const behind = await look(later.all, showing(demo.note(2, TWO), async (from, to) => {
    assert.deepEqual([from, to], [2n, 3n]);
    return [hex(third)];
  }));
  assert.deepEqual([behind.now.alarm, behind.now.note], [null, later.now.note]);
});

test('a ledger that does not continue is an alarm that stays, with both notes', async () => {
  const seen = await look([], showing(demo.note(2, TWO)));
  for (const shown of [showing(demo.note(2, FORGED)), showing(demo.note(3, node(FORGED, third)), proofOf(third)), showing(demo.note(1, second), proofOf(second))]) {
    const { all, now } = await look(seen.all, shown);
    assert.match(now.alarm?.text ?? '', /^Its ledger up to block \d does not continue the one up to block 1 that this browser saw before\.$/);
    assert.deepEqual(now.alarm?.evidence.map(({ text }) => text), [seen.now.note, shown.note]);
    assert.equal(now.note, seen.now.note);
    // Nor does a node that shows the old ledger again, or another lie, change what was found.
    assert.deepEqual(await look(all, showing(demo.note(2, TWO))), { all, now });
    assert.deepEqual(await look(all, showing(demo.note(3, THREE), proofOf(third))), { all, now });
    assert.deepEqual(await look(all, showing(demo.note(2, third))), { all, now });
    assert.deepEqual(recall(JSON.stringify(all)), all);
  }
});

test('a checkpoint that no majority has signed is an alarm, also at first sight', async () => {
  const few = demo.note(2, TWO, ['A']);
  for (const before of [[], (await look([], showing(demo.note(1, ONE)))).all]) {
    const { now } = await look(before, showing(few));
    assert.equal(now.alarm?.text, 'The checkpoint is signed by A, and 2 of 3 members have to sign.');
    assert.deepEqual(now.members, demo.keys.members);
  }
  const forgedLine = demo.note(2, TWO).replace(/(— demo\/B \S{20})./, (_, line) => `${line}${demo.note(2, TWO).includes(`${line}A`) ? 'B' : 'A'}`);
  assert.match((await look([], showing(forgedLine))).now.alarm?.text ?? '', /The signature of B does not hold/);
});

test('other keys are an alarm, and both are kept', async () => {
  const seen = await look([], showing(demo.note(2, TWO)));
  const other = cluster('demo');
  const told = { ...demo.keys, members: demo.keys.members.map((each, i) => (i === 1 ? /** @type {any} */ (other.keys.members[1]) : each)) };
  const { now } = await look(seen.all, showing(demo.note(2, TWO, ['A', 'C']), never, told));
  assert.equal(now.alarm?.text, 'It names other keys than before for B.');
  assert.deepEqual(now.members, demo.keys.members);
  assert.deepEqual(now.alarm?.evidence.map(({ name }) => name), ['checkpoint-seen.txt', 'checkpoint-now.txt', 'keys-seen.txt', 'keys-now.txt']);
  // With other keys of all members anything can be signed.
  const all = await look(seen.all, showing(other.note(3, node(FORGED, third)), proofOf(third), other.keys));
  assert.match(all.now.alarm?.text ?? '', /^It names other keys than before for A, B and C\. Its ledger up to block 2 does not continue/);
  const fewer = await look(seen.all, showing(null, never, { ...demo.keys, members: demo.keys.members.slice(0, 1) }));
  assert.match(fewer.now.alarm?.text ?? '', /other keys than before for A\./);
});

test('a key that the node learns later is taken, and one that it does not tell is kept', async () => {
  const [a, b, c] = demo.keys.members;
  const early = { ...demo.keys, members: [a, b, { member: 'C' }] };
  const seen = await look([], showing(demo.note(2, TWO, ['A', 'B']), never, /** @type {any} */ (early)));
  assert.equal(seen.now.alarm, null);
  const known = await look(seen.all, showing(demo.note(2, TWO), never, { ...demo.keys, members: /** @type {any} */ ([c, b, a]) }));
  assert.deepEqual([known.now.alarm, known.now.members], [null, [a, b, c]]);
  const untold = await look(known.all, showing(null, never, /** @type {any} */ (early)));
  assert.deepEqual([untold.now.alarm, untold.now.members], [null, [a, b, c]]);
});

test('another ledger at the same address is told, and does not use up what was seen', async () => {
  const seen = await look([], showing(demo.note(2, TWO)));
  const other = cluster('other');
  const moved = await look(seen.all, showing(other.note(1, TWO), never, other.keys));
  assert.deepEqual([moved.now.alarm, moved.now.instead, moved.all.length], [null, demo.keys.origin, 2]);
  assert.equal((await look(moved.all, showing(null, never, other.keys))).now.instead, demo.keys.origin);
  const back = await look(moved.all, showing(demo.note(2, FORGED)));
  assert.ok(back.now.alarm);
});

test('so many ledgers are remembered', async () => {
  /** @type {Remembered[]} */
  let ledgers = [];
  for (let i = 0; i < 12; i++) {
    const { keys: told } = cluster(`ledger-${i}`);
    ledgers = await compare(ledgers, showing(null, never, told), i);
  }
  assert.equal(ledgers.length, 8);
});

test('a text of more than three lines is no checkpoint, whoever has signed it', async () => {
  const more = demo.note(2, TWO, MEMBERS, 'size 7\n');
  assert.match((await look([], showing(more))).now.alarm?.text ?? '', /a checkpoint has three lines/);
});

test('one text stands for the same bytes', () => {
  assert.deepEqual([...fromBase64('QQ==')], [65]);
  for (const text of ['QR==', 'QQ', 'QQ=', ' QQ==', 'Q', '_w==']) assert.throws(() => fromBase64(text), Malformed);
});

test('keys that are none are an alarm; what cannot be read is refused', async () => {
  const bad = { ...demo.keys, members: [{ member: 'A', key: 'demo/A+00000000+AAAA' }] };
  assert.match((await look([], showing(null, never, bad))).now.alarm?.text ?? '', /^What it shows cannot be read/);
  const [a = '', b = ''] = demo.keys.members.map(({ key }) => key);
  const raw = Buffer.from(a.split('+').slice(2).join('+'), 'base64');
  const byC = `demo/C+${sha('demo/C\n', raw).subarray(0, 4).toString('hex')}+${raw.toString('base64')}`;
  const wrong = [[byC, /two members have the same key/], [cluster('other').keys.members[2]?.key, /is in the name of other\/C/], [b.replace(/\+[0-9a-f]/, (found) => (found === '+0' ? '+1' : '+0')).replace('/B', '/C'), /does not belong/]];
  for (const [key, problem] of wrong) {
    const told = { ...demo.keys, members: [...demo.keys.members.slice(0, 2), { member: 'C', key }] };
    assert.match((await look([], showing(null, never, /** @type {any} */ (told)))).now.alarm?.text ?? '', /** @type {RegExp} */ (problem));
  }
  for (const text of ['', 'null', '{}', '{"origin":"x","members":[]}', '{"origin":"x","members":[{}]}', '{"origin":1,"members":[{"member":"A"}]}', `{"origin":"x","members":[{"member":"${'A'.repeat(201)}"}]}`, `{"origin":"x","members":[${'{"member":"A"},'.repeat(100)}{"member":"A"}]}`]) assert.throws(() => readKeys(text), /it /);
  for (const text of ['', '{}', '{"path":["00"]}']) assert.throws(() => readPath(text), /it/);
  for (const text of [null, '', '{', '{}', '[{}]', '[1]']) assert.deepEqual(recall(text), []);
});
