import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statementOf } from '../../main/resources/webroot/js/pure/statement.js';
import { toCsv, transfersOfBlocks } from '../../main/resources/webroot/js/pure/table-export.js';
import { transfer } from './samples.js';

test('the balance runs backwards from the newest transfer to the opening balance', () => {
  const transfers = [
    { ...transfer(), id: '3', from: 'A', to: 'B', amount: '2.50' },
    { ...transfer(), id: '2', from: 'B', to: 'A', amount: '0.05' },
    { ...transfer(), id: '1', from: 'A', to: 'C', amount: '7' },
  ];
  const { entries, before } = statementOf('A', '0.55', transfers);
  assert.deepEqual(entries.map(({ change, balance }) => [change, balance]), [['-2.50', '0.55'], ['+0.05', '3.05'], ['-7.00', '3.00']]);
  assert.equal(before, '10.00');
});

test('no transfer, and the balance is the opening one', () => {
  assert.deepEqual(statementOf('A', '10.00', []), { entries: [], before: '10.00' });
});

test('a table for spreadsheets quotes what has to be quoted, and no memo is a formula', () => {
  const rows = [{ height: 1, position: 0, id: 'x', from: 'A', to: 'B', amount: '1.00', memo: 'a "b", c\nd' }, { height: 1, position: 1, id: 'y', from: 'A', to: 'B', amount: '1.00', memo: '=1+1' }];
  assert.equal(toCsv(rows), 'height,position,id,from,to,amount,memo\r\n1,0,x,A,B,1.00,"a ""b"", c\nd"\r\n1,1,y,A,B,1.00,\'=1+1\r\n');
  assert.equal(toCsv([{ change: '-1.00' }], ['change']), 'change\r\n-1.00\r\n');
});

test('transfers know their place', () => {
  const block = /** @type {Wire.Block} */ (/** @type {unknown} */ ({ height: 3, transfers: [transfer(), transfer()] }));
  assert.deepEqual(transfersOfBlocks([block]).map(({ height, position }) => [height, position]), [[3, 0], [3, 1]]);
});
