import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chainPageOf, accountAddress, blockAddress, transferAddress, viewOf } from '../../main/resources/webroot/js/pure/address.js';
import { meaningsOf } from '../../main/resources/webroot/js/pure/search.js';

const ID = '018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b';
const of = (/** @type {string} */ text, accounts = ['A', 'B']) => meaningsOf(text, (name) => accounts.includes(name));

test('a height, with or without its sign', () => {
  assert.deepEqual(of('12'), [{ kind: 'block', height: 12 }]);
  assert.deepEqual(of(' #12 '), [{ kind: 'block', height: 12 }]);
});

test('an account goes before a height of the same name', () => {
  assert.deepEqual(of('12', ['12']), [{ kind: 'account', name: '12' }, { kind: 'block', height: 12 }]);
  assert.deepEqual(of('A'), [{ kind: 'account', name: 'A' }]);
});

test('an id with and without dashes is a transfer, and a long number of digits may be a hash', () => {
  assert.deepEqual(of(ID), [{ kind: 'transfer', id: ID }]);
  assert.deepEqual(of(ID.replaceAll('-', '').toUpperCase()), [{ kind: 'transfer', id: ID }]);
  assert.deepEqual(of('123456'), [{ kind: 'block', height: 123456 }, { kind: 'hash', prefix: '123456' }]);
});

test('a hash has six digits or more', () => {
  assert.deepEqual(of('ABCDEF'), [{ kind: 'hash', prefix: 'abcdef' }]);
  assert.deepEqual(of('abcde'), []);
  assert.deepEqual(of('nobody'), []);
  assert.deepEqual(of(''), []);
});

test('addresses of pages lead to their pages', () => {
  assert.deepEqual(chainPageOf('#chain'), { kind: 'list' });
  assert.deepEqual(chainPageOf(blockAddress(12)), { kind: 'block', height: 12 });
  assert.deepEqual(chainPageOf(accountAddress('A')), { kind: 'account', name: 'A' });
  assert.deepEqual(chainPageOf(transferAddress(ID)), { kind: 'transfer', id: ID });
  assert.deepEqual(chainPageOf('#chain/block/x'), { kind: 'unknown', text: '#chain/block/x' });
  assert.deepEqual(chainPageOf('#chain/account/%'), { kind: 'account', name: '%' });
  assert.equal(viewOf('#chain/block/1'), 'chain');
  assert.equal(viewOf(''), '');
});
