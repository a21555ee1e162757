// The recording as a file: built from the page's own modules, as the page does it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { htmlFile, importsOf, resolved } from '../../main/resources/webroot/js/pure/html-file.js';

const ROOT = new URL('../../main/resources/webroot/js/', import.meta.url);

test('addresses are resolved against the module that has them', () => {
  assert.equal(resolved('protocol/card.js', '../dom.js'), 'dom.js');
  assert.equal(resolved('protocol/card.js', './lens.js'), 'protocol/lens.js');
  assert.equal(resolved('player.js', './pure/trace.js'), 'pure/trace.js');
});

test('imports are found where they are, and not in comments', () => {
  assert.deepEqual(importsOf("import { a } from './a.js';\nimport './b.js';\nimport {\n  c,\n} from '../c.js';\nexport { d } from './d.js';\n/** @param {import('./no.js').X} x */\n const x = './no.js';"),
    ['./a.js', './b.js', '../c.js', './d.js']);
});

test('every module that the player needs is in the file, by a name that the map knows', () => {
  const modules = new Map();
  for (const wanted = ['player.js']; wanted.length;) {
    const path = String(wanted.pop());
    if (modules.has(path)) continue;
    const source = readFileSync(new URL(path, ROOT), 'utf8');
    modules.set(path, source);
    wanted.push(...importsOf(source).map((address) => resolved(path, address)));
  }
  const reason = '</script><b>\u2028';
  const text = htmlFile({ title: 'a & <b>', modules, entry: 'player.js', styles: 'p { color: red }', data: { reason } });
  const [, map = ''] = /<script type="importmap">(.*?)<\/script>/.exec(text) ?? [];
  const { imports } = JSON.parse(map);
  assert.deepEqual(Object.keys(imports).sort(), [...modules.keys()].map((path) => `lockstep/${path}`).sort());
  for (const address of Object.values(imports)) {
    const source = Buffer.from(String(address).replace(/^.*base64,/, ''), 'base64').toString('utf8');
    assert.doesNotMatch(source, /^import[^;]*'\./m);
    for (const [, name] of source.matchAll(/^import[^;]*?'(lockstep\/[^']+)'/gm)) assert.ok(name && name in imports, name);
  }
  const [, data = ''] = /<script type="application\/json" id="recording">([^]*?)<\/script>/.exec(text) ?? [];
  assert.equal(JSON.parse(data).reason, reason);
  assert.match(text, /<title>a &amp; &lt;b><\/title>/);
});
