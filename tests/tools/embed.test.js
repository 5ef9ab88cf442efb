// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { compile, generate, refusals, runProgram } from './bench.js';

const style = 'body { color: black }\n'.repeat(20);
const slim = 'body{color:black}'.repeat(20);
const files = { 'assets/style.css': style, 'assets/fonts/a.woff2': 'wOF2\0\x01' };
const main = `#include <stdio.h>
#include "assets.h"
int main(void)
{
    for (size_t i = 0; i < assets_count; i++) {
        const struct asset *a = &assets[i];
        printf("%s %s|%s|%zu|%d\\n", a->name, a->path, a->type, a->size, a->gzip != NULL);
    }
    fwrite(assets[0].gzip, 1, assets[0].gzip_size, fopen("style.gz", "wb"));
    fwrite(assets[1].data, 1, assets[1].size, stdout);
}
`;

test('embed: bytes, types, paths and gzip are in the program', async () => {
  const made = generate('embed', { ...files, 'main.c': main }, Object.keys(files));
  assert.equal(made.status, 0, made.errors);
  for (const compiler of ['gcc', 'clang']) {
    assert.equal(compile(compiler, made.path, 'out/assets.c', 'assets.o'), '');
  }
  const printed = runProgram(made.path, ['main.c', 'out/assets.c']);
  assert.match(printed, new RegExp(`^style.css /assets/style\\.[0-9a-f]{10}\\.css\\|` +
    `text/css; charset=utf-8\\|${slim.length}\\|1\\n` +
    `fonts/a.woff2 /assets/fonts/a\\.[0-9a-f]{10}\\.woff2\\|font/woff2\\|6\\|0\\nwOF2\0\x01$`));
  const { readFileSync } = await import('node:fs');
  assert.equal(gunzipSync(readFileSync(`${made.path}/style.gz`)).toString(), slim);
});

test('embed: the path changes with the content, and only with it', () => {
  const path = (content) => generate('embed', { 'assets/a.css': content }).read('assets.c')
    .match(/\/assets\/a\.[0-9a-f]{10}\.css/)[0];
  assert.equal(path('a'), path('a'));
  assert.notEqual(path('a'), path('b'));
});

/** What is sent of a style sheet or script. */
const sent = (file, content) => {
  const made = generate('embed', { [file]: content });
  assert.equal(made.status, 0, made.errors);
  return made.read(`asset_0.${file.split('.').pop()}`);
};

test('embed: a style sheet loses what means nothing, and nothing else', () => {
  assert.equal(sent('assets/a.css', '/* why */\na, b :is(c):hover > d {\n  margin: 0 auto;\n}\n@media (width < 4rem) and (hover) { a { color: red; } }\n'),
    'a,b :is(c):hover > d{margin:0 auto}@media (width < 4rem) and (hover){a{color:red}}');
  assert.equal(sent('assets/a.css', 'a::before { content: "; } /* no */  \\" "; inline-size: calc(1em + 2px); }'),
    'a::before{content:"; } /* no */  \\" ";inline-size:calc(1em + 2px)}');
  assert.equal(sent('assets/a.css', 'a { b: c }/* x */d/* y */e { f: g }'), 'a{b:c}d e{f:g}');
});

test('embed: a script loses indents and lines that are a comment', () => {
  assert.equal(sent('assets/a.js', '// why\n\n  const a = "// no"; // stays\n    f(`x`);\n'), 'const a = "// no"; // stays\nf(`x`);\n');
});

refusals('embed', 'assets/a.js', [['a text over several lines', 'x = `a\n  b`;\n', 1, /template literals/]]);

test('embed: no assets make an empty table', () => {
  const made = generate('embed', {});
  assert.equal(made.status, 0, made.errors);
  assert.equal(compile('gcc', made.path, 'out/assets.c'), '');
});

refusals('embed', 'assets/a.exe', [['an unknown ending', 'x', 1, /ending/]]);
refusals('embed', 'elsewhere/a.css', [['a file elsewhere', 'x', 1, /not a file in assets/]]);
refusals('embed', 'assets/a.svg', [
  ['a script in a picture', '<svg>\n<script>x()</script></svg>', 2, /no inline scripts/],
  ['a picture that leads elsewhere', '<svg><image href="https://example.org/"/></svg>', 1, /addresses begin/],
  ['an event handler in a picture', '<svg onload="x()"/>', 1, /event handlers/],
]);
