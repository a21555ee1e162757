import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../main/resources/webroot/js/pure/completion.js';

const COMMANDS = ['transfer', 'balance', 'balances', 'block', 'PrintBalance'];
const ACCOUNTS = ['alice', 'albert', 'bob'];
/** @param {string} line */
const at = (line) => complete(line, COMMANDS, ACCOUNTS);

test('the first word is a command, and a single one is followed by a space', () => {
  assert.deepEqual(at('tr'), { line: 'transfer ', found: ['transfer'] });
  assert.deepEqual(at('printb'), { line: 'PrintBalance ', found: ['PrintBalance'] });
});

test('it is completed as far as the candidates agree', () => {
  assert.deepEqual(at('ba'), { line: 'balance', found: ['balance', 'balances'] });
  assert.deepEqual(at('b'), { line: 'b', found: ['balance', 'balances', 'block'] });
});

test('further words are accounts, and behind -o comes a format', () => {
  assert.deepEqual(at('transfer a'), { line: 'transfer al', found: ['alice', 'albert'] });
  assert.deepEqual(at('transfer alice b'), { line: 'transfer alice bob ', found: ['bob'] });
  assert.deepEqual(at('balances -o j'), { line: 'balances -o json ', found: ['json'] });
});

test('what cannot be completed stays as it is', () => {
  assert.deepEqual(at('frob'), { line: 'frob', found: [] });
  assert.deepEqual(at('transfer 4'), { line: 'transfer 4', found: [] });
});

test('a command is offered what it takes, and nothing else', () => {
  assert.deepEqual(at('transfer bob 4 f'), { line: 'transfer bob 4 for ', found: ['for'] });
  assert.deepEqual(at('transfer bob 4 for a').found, []);
  assert.deepEqual(at('balance b').found, ['bob']);
  assert.deepEqual(at('block a').found, []);
  assert.deepEqual(at('chain --a'), { line: 'chain --all ', found: ['--all'] });
});
