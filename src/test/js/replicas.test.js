import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareReplicas } from '../../main/resources/webroot/js/pure/replicas.js';

const head = { height: 7, hash: 'h7', reachable: true };
const three = () => ['A', 'B', 'C'].map((member) => ({ ...head, member }));
/** @param {number} height */
const hashAt = (height) => (height <= 7 ? `h${height}` : undefined);
const signed = { height: 6, signatories: ['A', 'B', 'C'] };

test('the same newest block at all members', () => {
  assert.deepEqual(compareReplicas(three(), hashAt, null), { answer: 'yes', text: 'Yes: all 3 have the same block #7.' });
  assert.match(compareReplicas(three(), hashAt, signed).text, /A, B and C have signed the chain up to #6\.$/);
});

test('another hash at the same height is a fork, whoever else agrees', () => {
  const heads = three();
  heads[2] = { ...head, member: 'C', hash: 'other' };
  assert.equal(compareReplicas(heads, hashAt, signed).answer, 'no');
  heads[2] = { ...head, member: 'C', height: 5, hash: 'h7' };
  assert.equal(compareReplicas(heads, hashAt, signed).answer, 'no');
});

test('a member that is behind is equal as far as it goes', () => {
  const heads = three();
  heads[1] = { ...head, member: 'B', height: 5, hash: 'h5' };
  const { answer, text } = compareReplicas(heads, hashAt, null);
  assert.equal(answer, 'behind');
  assert.match(text, /B has 2 blocks less/);
});

test('without a hash only a signature proves a copy', () => {
  const heads = [...three().slice(0, 2), { ...head, member: 'C', height: 6, hash: null }];
  assert.equal(compareReplicas(heads, hashAt, null).answer, 'unknown');
  assert.equal(compareReplicas(heads, hashAt, { ...signed, signatories: ['A', 'B'] }).answer, 'unknown');
  assert.equal(compareReplicas(heads, hashAt, signed).answer, 'behind');
});

test('who cannot be reached is not said to be equal', () => {
  const heads = three();
  heads[2] = { ...head, member: 'C', reachable: false };
  const { answer, text } = compareReplicas(heads, hashAt, null);
  assert.equal(answer, 'unknown');
  assert.match(text, /C cannot be asked/);
});
