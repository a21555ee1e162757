import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stagesOf } from '../../main/resources/webroot/js/pure/stages.js';
import { ID, oneTransfer, traceOf } from './trace-samples.js';

/** @param {import('../../main/resources/webroot/js/pure/stages.js').Stage[]} stages */
const reached = (stages) => stages.filter(({ point }) => point).map(({ name }) => name);

test('a transfer goes through all stages, and only disks that are reported are counted', () => {
  const stages = stagesOf(traceOf(oneTransfer()), 'A', ID, 'lamport', 1);
  assert.deepEqual(reached(stages), ['asked', 'requested', 'entered', 'block', 'disks', 'committed', 'answered']);
  assert.equal(stages.find(({ name }) => name === 'disks')?.title, 'On 2 of 3 disks');
  assert.equal(stages.find(({ name }) => name === 'disks')?.note, 'A, B');
  assert.equal(stages.at(-1)?.note, 'committed');
});

test('what has not happened yet has no time', () => {
  const told = oneTransfer();
  told.A = told.A?.slice(0, 4) ?? [];
  const stages = stagesOf(traceOf(told), 'A', ID, 'lamport', null);
  assert.deepEqual(reached(stages), ['asked', 'requested']);
  assert.equal(stages.find(({ name }) => name === 'disks')?.title, 'On 0 of 3 disks');
});

test('a request that was open before serves the transfer too', () => {
  const told = oneTransfer();
  const [asked, claimed, ...rest] = told.A ?? [];
  told.A = [claimed, asked, ...rest].filter((step) => step !== undefined);
  assert.deepEqual(reached(stagesOf(traceOf(told), 'A', ID, 'lamport', 1)).slice(0, 3), ['asked', 'requested', 'entered']);
});

test('of another transfer nothing is known', () => {
  assert.deepEqual(stagesOf(traceOf(oneTransfer()), 'A', 'another', 'lamport', null), []);
});
