// SPDX-License-Identifier: AGPL-3.0-or-later
// tools/markup.c by itself: where it says that one stands in each character of a text.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { folder, root, runProgram } from './bench.js';

// Prints the text as it is to be written and, under it, a letter for the place before each character.
const main = `#include <stdio.h>
#include "${root}/tools/markup.h"
int main(int argc, char **argv)
{
    static const char letters[] = "tcs<bxn=v";
    struct markup m = {.file = "x", .line = 1, .space = true};
    struct text map = {0};
    struct text written = {0};
    char c;
    for (const char *s = argv[argc - 1]; *s; s++) {
        text_char(&map, letters[m.place]);
        if (markup_step(&m, s, &c))
            text_char(&written, c);
    }
    markup_end(&m);
    printf("%s\\n%s", written.n ? written.p : "", map.n ? map.p : "");
}
`;
let path;
before(() => {
  path = folder({ 'main.c': main });
  runProgram(path, ['main.c', `${root}/tools/markup.c`, `${root}/tools/gen.c`]);
});

function walk(text) {
  const ran = spawnSync(join(path, 'program'), [text]);
  const [written, map] = ran.stdout.toString().split('\n');
  return { written, map, errors: ran.stderr.toString() };
}

const places = [
  ['text and tags', '<p>a</p>b', 't<<t' + 't<<<t'],
  ['attributes', '<p id="a" b>', 't<<bnn=vvxbn'],
  ['single quotes hold double quotes', `<p id='"'>`, 't<<bnn=vvx'],
  ['empty elements', '<br/>a', 't<<<xt'],
  ['comments, with two hyphens in them', '<!-- a -- <p> -->b', `t${'c'.repeat(16)}t`],
  ['scripts from files', '<script src="/a"></script>', 't<<<<<<<bnnn=vvvxs<<<<<<<<'],
  ['a doctype', '<!doctype html>', 't<<<<<<<<<bnnnn'],
];
for (const [title, text, map] of places) {
  test(`markup: ${title}`, () => assert.deepEqual(walk(text).map, map));
}

test('markup: white space is folded but where it counts', () => {
  assert.equal(walk('a   b <i  x>  <pre>  c </pre>   d').written, 'a b <i x> <pre>  c </pre> d');
});

const refused = [
  ['an event handler in any case', '<p OnClick="x">', /no event handlers: onclick/],
  ['a name that is never used', '<p style>', /no style attribute/],
  ['a tag that may not stand', '<object>', /no <object>/],
  ['an address elsewhere', '<image xlink:href="https://example.org/">', /addresses begin with/],
  ['an address with a scheme', '<a href=" javascript:x">', /addresses begin with/],
  ['a script within', '<svg><script>x()</script></svg>', /no inline scripts/],
  ['an attribute without quotes', '<p id=a>', /must be quoted/],
  ['an end within a tag', '<p id="', /ends within a tag/],
  ['a name that is too long', `<${'p'.repeat(40)}>`, /name too long/],
  ['a sign that no name has', '<p a$b>', /not a name of an attribute/],
];
for (const [title, text, message] of refused) {
  test(`markup refuses ${title}`, () => assert.match(walk(text).errors, message));
}
