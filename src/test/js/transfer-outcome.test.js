// Whether the page lets go of a transfer's id: too early, and somebody pays twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOfProblem, outcomeOfReceipt } from '../../main/resources/webroot/js/pure/transfer-outcome.js';
import { transfer } from './samples.js';

const FIRST = { askedBefore: false, connected: true };
/**
 * @param {string} code
 * @param {Wire.ProblemData} data
 */
const problem = (code, data = {}) => ({ code, message: 'The node says so', data });

test('a receipt is definite, and says where the transfer is', () => {
  const committed = outcomeOfReceipt(transfer(), { id: transfer().id, status: 'committed', height: 7, position: 2, hash: 'aa' });
  assert.equal(committed.title, 'Committed');
  assert.equal(committed.text, '4.00 from A to B, on block 7 at position 2.');
  assert.equal(committed.definite, true);
  const executed = outcomeOfReceipt(transfer(), { id: transfer().id, status: 'executed', exists: true });
  assert.equal(executed.title, 'Executed');
  assert.equal(executed.text, '4.00 from A to B, durable in this node’s log. It was there already; nothing was paid twice.');
});

test('position 0 is a place too', () => {
  const receipt = outcomeOfReceipt(transfer(), { id: transfer().id, status: 'committed', height: 1, position: 0 });
  assert.match(receipt.text, /on block 1 at position 0\.$/);
});

test('a refusal is definite and shows its code', () => {
  for (const code of ['invalid_id', 'invalid_amount', 'invalid_memo', 'invalid_request', 'unknown_account', 'same_account', 'not_owner',
    'exists_with_different_content', 'insufficient_funds']) {
    const outcome = outcomeOfProblem(problem(code), { askedBefore: true, connected: true });
    assert.deepEqual([outcome.title, outcome.definite, outcome.code], ['Refused', true, code]);
    assert.equal(outcome.text, 'The node says so. Nothing was changed.');
  }
});

test('a mistake of the node, and a code of a later version, leave the transfer in doubt', () => {
  for (const code of ['-32603', 'moved_elsewhere']) {
    const outcome = outcomeOfProblem(problem(code), FIRST);
    assert.deepEqual([outcome.title, outcome.definite, outcome.asks], ['In doubt', false, true]);
  }
});

test('unavailable is definite, and says who is missing', () => {
  const outcome = outcomeOfProblem(problem('unavailable', { waiting_for: ['B', 'C'] }), FIRST);
  assert.equal(outcome.text, 'The node waits for B and C. The transfer was definitely not executed.');
  assert.equal(outcome.detail, 'The node says so');
  assert.equal(outcome.definite, true);
  assert.match(outcomeOfProblem(problem('unavailable'), FIRST).text, /^The node cannot take transfers now\./);
});

test('in doubt keeps the id', () => {
  const outcome = outcomeOfProblem(problem('in_doubt'), FIRST);
  assert.deepEqual([outcome.title, outcome.definite, outcome.asks], ['In doubt', false, true]);
  assert.match(outcome.text, /^It may or may not be committed\. The node says so\. Ask again/);
  const known = outcomeOfProblem(problem('in_doubt', { reason: 'C has not confirmed it.', waiting_for: ['C'] }), FIRST);
  assert.match(known.text, /^It may or may not be committed\. C has not confirmed it\. Ask again/);
});

test('overloaded is definite only when nothing was asked before', () => {
  assert.equal(outcomeOfProblem(problem('overloaded'), FIRST).definite, true);
  assert.equal(outcomeOfProblem(problem('overloaded'), { askedBefore: true, connected: true }).definite, false);
});

test('a lost connection keeps the id, and is not called unsent when it may have been sent', () => {
  const offline = { askedBefore: false, connected: false };
  const unsent = outcomeOfProblem(problem('connection_lost', { sent: false }), offline);
  assert.deepEqual([unsent.title, unsent.definite], ['Not sent yet', false]);
  const sent = outcomeOfProblem(problem('connection_lost', { sent: true }), offline);
  assert.deepEqual([sent.title, sent.definite], ['Answer unknown', false]);
  const earlier = outcomeOfProblem(problem('connection_lost', { sent: false }), { askedBefore: true, connected: false });
  assert.equal(earlier.title, 'Answer unknown');
  // Nothing will ask again by itself.
  const silent = outcomeOfProblem(problem('connection_lost', { sent: true }), FIRST);
  assert.deepEqual([silent.title, silent.definite, silent.asks], ['In doubt', false, true]);
});
