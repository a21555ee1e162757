import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outdatedBy } from '../../main/resources/webroot/js/pure/node-status.js';

test('a block, and what is executed, make balances and log out of date', () => {
  assert.deepEqual(outdatedBy({ kind: 'block' }), ['accounts', 'log']);
  assert.deepEqual(outdatedBy({ kind: 'executed' }), ['accounts', 'log']);
  assert.deepEqual(outdatedBy({ kind: 'committed' }), ['accounts']);
});

test('other events, and those of a later version, make nothing out of date', () => {
  for (const kind of ['sent', 'claimed', 'teleported', 'toString']) assert.deepEqual(outdatedBy({ kind }), []);
});
