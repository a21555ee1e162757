import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  amountOf, ballotText, digitGroups, duration, listing, minorUnits, plural, sentence, shortHash, timestampText, wallTime,
} from '../../main/resources/webroot/js/pure/format.js';

test('an amount is read as whole minor units', () => {
  assert.equal(minorUnits('4'), 400n);
  assert.equal(minorUnits('4.5'), 450n);
  assert.equal(minorUnits('0.01'), 1n);
  assert.equal(minorUnits('-12.30'), -1230n);
  // More than a double holds.
  assert.equal(minorUnits('90071992547409.93'), 9007199254740993n);
});

test('what is not an amount is null', () => {
  for (const text of ['', ' ', '4.', '.5', '4.005', '1e3', '1,000.00', '+4', '--4', '4 ', '٤']) assert.equal(minorUnits(text), null, text);
});

test('minor units are written with two decimals, and read back', () => {
  assert.equal(amountOf(1230n), '12.30');
  assert.equal(amountOf(1n), '0.01');
  assert.equal(amountOf(-5n), '-0.05');
  assert.equal(amountOf(0n), '0.00');
  for (const units of [0n, 1n, 99n, 100n, -1n, 9007199254740993n]) assert.equal(minorUnits(amountOf(units)), units);
});

test('digits stand in groups of three, and the fraction stays with the last', () => {
  assert.deepEqual(digitGroups(7), ['7']);
  assert.deepEqual(digitGroups(1234567), ['1', '234', '567']);
  assert.deepEqual(digitGroups('1234.50'), ['1', '234.50']);
  assert.deepEqual(digitGroups('-1234.5'), ['-1', '234.5']);
  assert.deepEqual(digitGroups('0.00'), ['0.00']);
});

test('a duration has tenths below ten seconds, and two units above a minute', () => {
  assert.equal(duration(-5), '0.0 s');
  assert.equal(duration(240), '0.2 s');
  assert.equal(duration(9_999), '9.9 s');
  assert.equal(duration(10_000), '10 s');
  assert.equal(duration(59_999), '59 s');
  assert.equal(duration(75_000), '1 min 15 s');
  assert.equal(duration(3_600_000 + 120_000), '1 h 2 min');
});

test('names are listed as in a sentence', () => {
  assert.equal(listing([]), '');
  assert.equal(listing(['C']), 'C');
  assert.equal(listing(['B', 'C']), 'B and C');
  assert.equal(listing(['B', 'C', 'D']), 'B, C and D');
});

test('timestamps and ballots', () => {
  assert.equal(timestampText({ time: 5, member: 'A' }), '5 · A');
  assert.equal(timestampText(null), 'none');
  assert.equal(ballotText({ round: 3, member: 'B' }), '3 · B');
  assert.equal(ballotText({ round: 0, member: '' }), 'none');
  assert.equal(ballotText(undefined), 'none');
});

test('small words', () => {
  assert.equal(plural(1, 'transfer'), '1 transfer');
  assert.equal(plural(0, 'transfer'), '0 transfers');
  assert.equal(plural(2, 'entry', 'entries'), '2 entries');
  assert.equal(shortHash('0123456789abcdef'), '01234567');
  assert.equal(sentence('No'), 'No.');
  assert.equal(sentence('No!'), 'No!');
});

test('a time of the clock has milliseconds, and is that of the reader', () => {
  const local = (/** @type {string} */ at) => new Date(at).toTimeString().slice(0, 8);
  for (const [at, millis] of [['2026-01-02T03:04:05.678901Z', '678'], ['2026-01-02T23:04:05Z', '000'], ['2026-01-02T03:04:05.6Z', '600']]) {
    assert.equal(wallTime(String(at)), `${local(String(at))}.${millis}`);
  }
});
