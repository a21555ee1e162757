import './web-crypto.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuid7 } from '../../main/resources/webroot/js/pure/uuid.js';

test('an id is a UUID of version 7 that begins with its time', () => {
  const id = uuid7(0x018f4e7a6b1c);
  assert.match(id, /^018f4e7a-6b1c-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('ids of later times are greater, and no two of one time are the same', () => {
  assert.ok(uuid7(1_000) < uuid7(1_001));
  assert.equal(new Set(Array.from({ length: 1_000 }, () => uuid7(1_000))).size, 1_000);
});
