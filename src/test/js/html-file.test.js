// A recording is put into the player: nothing in it ends its script, and it takes no other place than its own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { htmlFile } from '../../main/resources/webroot/js/pure/html-file.js';

const PLAYER = readFileSync(new URL('../../main/resources/player.html', import.meta.url), 'utf8');

test('the recording and the name of the ledger are in their places', () => {
  const recording = { reason: '</script><b>\u2028 $& {{ledger}}' };
  const text = htmlFile(PLAYER, 'a & <b> {{recording}}', recording);
  const [, data = ''] = /<script type="application\/json" id="recording">([^]*?)<\/script>/.exec(text) ?? [];
  assert.deepEqual(JSON.parse(data), recording);
  assert.match(text, /<title>Lockstep: a &amp; &lt;b> \{\{recording\}\}, recorded<\/title>/);
});
