// SPDX-License-Identifier: AGPL-3.0-or-later
// The checks of `make lint` that are our own: layers.awk, lint.awk, direction.awk and po.awk.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, root } from './bench.js';

const layers = `# comment
base:
db:   base sql <sqlite3.h>
text: base <unicode/*>
sql:  base db
web:  base schema
`;
const licence = '/* SPDX-License-Identifier: AGPL-3.0-or-later */\n';

function check(script, table, file, content) {
  const path = folder({ table, [file]: content });
  const ran = spawnSync('awk', ['-f', join(root, 'tools/lint', script), 'table', file], { cwd: path });
  assert.equal(ran.stderr.toString(), '');
  assert.equal(ran.status, ran.stdout.length ? 1 : 0);
  return ran.stdout.toString().trim();
}

const layerCases = [
  ['what is allowed', 'src/db/a.c', '#include "base/str.h"\n#include "sql/post.h"\n#include <sqlite3.h>', ''],
  ['its own folder', 'src/base/a.c', '#include "base/str.h"\n#include <stdio.h>', ''],
  ['another folder', 'src/base/a.c', '\n#include "db/db.h"', 'src/base/a.c:2: base/ may not include db/'],
  ['a library elsewhere', 'src/text/a.c', '#include <sqlite3.h>', 'src/text/a.c:1: text/ may not include <sqlite3.h>'],
  ['a folder of library headers', 'src/text/a.c', '#include <unicode/uchar.h>', ''],
  ['a folder of library headers elsewhere', 'src/db/a.c', '#include <unicode/uchar.h>',
    'src/db/a.c:1: db/ may not include <unicode/uchar.h>'],
  ['a generated header', 'src/web/a.c', '#include "schema.h"', ''],
  ['a generated header elsewhere', 'src/text/a.c', '#include "schema.h"', 'src/text/a.c:1: text/ may not include schema/'],
  ['a header without its folder', 'src/db/a.c', '#include "db.h"', 'src/db/a.c:1: include it with its folder: db.h'],
  ['a folder that nobody knows', 'src/new/a.c', '', 'src/new/a.c:1: the folder is not in layers.txt: new'],
  ['programs', 'src/main.c', '#include "db/db.h"\n#include <sqlite3.h>', ''],
];
for (const [title, file, content, wanted] of layerCases) {
  test(`layers: ${title}`, () => {
    assert.equal(check('layers.awk', layers, file, `${content}\n`), wanted);
  });
}

const ruleCases = [
  ['nothing', 'src/web/a.c', 'int x;\n', null],
  ['the licence line', 'src/web/a.c', null, 'licence'],
  ['banned functions', 'src/web/a.c', 'strcpy(a, b);\n', 'banned'],
  ['banned functions with white space', 'tools/a.c', 'n = atoi (b);\n', 'banned'],
  ['names that only contain one', 'src/web/a.c', 'my_strcpy(a); x->system(1); strcpys(2);\n', null],
  ['banned functions in comments and strings', 'src/web/a.c', '/* strcpy(a) */ "system(x)"; // atoi(y)\n', null],
  ['comments over lines', 'src/web/a.c', '/* strcpy(a)\n system(b) */\n', null],
  ['allocation in a page', 'src/web/a.c', 'p = malloc(1);\n', 'memory'],
  ['freeing in the domain', 'src/domain/a.c', 'free(p);\n', 'memory'],
  ['allocation in base', 'src/base/a.c', 'p = malloc(1);\n', null],
  ['SQL outside src/db', 'src/domain/a.c', 'q = "SELECT id FROM post";\n', 'sql'],
  ['SQL in src/db', 'src/db/a.c', 'q = "SELECT id FROM post";\n', null],
  ['words that are not SQL', 'src/web/a.c', 'q = "Select a language"; r = "UPDATE";\n', null],
  ['HTML in C', 'src/web/a.c', 'q = "<p class=";\n', 'html'],
  ['HTML in an end tag', 'src/api/a.c', 'q = "x</a>";\n', 'html'],
  ['HTML where it is made', 'src/domain/text_clean.c', 'q = "<p>";\n', null],
  ['addresses in angle brackets', 'src/http/a.c', 'q = "<https://x>; rel=next"; r = "<%s>";\n', null],
  ['a struct html by hand', 'src/web/a.c', 'return (struct html){s};\n', 'html-type'],
  ['a struct html where it is made', 'src/web/html.c', 'return (struct html){s};\n', null],
  ['words for later', 'src/web/a.c', '/* TO' + 'DO: x */\n', 'todo'],
  ['country codes', 'src/web/a.c', 'c = "XXX";\n', null],
  ['an empty struct html', 'src/web/a.c', 'struct html h = {STR("")};\n', null],
  ['a struct html of words', 'src/web/a.c', 'struct html h = {STR("x")};\n', 'html-type'],
  ['long lines', 'src/web/a.c', `/* ${'x'.repeat(98)} */\n`, 'columns'],
  ['lines of 100 columns in UTF-8', 'src/web/a.c', `/* ${'é'.repeat(94)} */\n`, null],
  ['white space at the end', 'src/web/a.c', 'int x; \n', 'space'],
  ['long files', 'src/web/a.c', 'int x;\n'.repeat(600), 'length'],
  ['long headers', 'src/web/a.h', `#pragma once\n${'int x;\n'.repeat(150)}`, 'length'],
  ['headers without once', 'src/web/a.h', 'int x;\n', 'once'],
  ['typedefs of structs', 'src/web/a.c', 'typedef struct post {\n', 'typedef'],
  ['typedefs of functions', 'src/web/a.c', 'typedef void each_fn(void *);\n', null],
];
for (const [title, file, content, rule] of ruleCases) {
  test(`lint: ${title}`, () => {
    const text = content === null ? 'int x;\n' : licence + content;
    const said = check('lint.awk', '# none\n', file, text);
    if (rule === null) assert.equal(said, '');
    else assert.match(said, new RegExp(`^${file}:\\d+: ${rule}: [^\\n]*$`));
  });
}

test('lint: exceptions excuse one rule in one file, and need a reason', () => {
  const file = 'src/web/a.c';
  const text = `${licence}p = malloc(1);\n`;
  assert.equal(check('lint.awk', `memory ${file}  # a reason\n`, file, text), '');
  assert.match(check('lint.awk', `banned ${file}  # a reason\n`, file, text), /: memory: /);
  assert.match(check('lint.awk', `memory ${file}\n`, file, text), /^table:1: exceptions: /);
});

const directionCases = [
  ['logical properties', 'a.css', 'a { margin-inline-start: 1px; padding: 1px 2px; inset-inline-end: 0; text-align: end; border-radius: 1px }', 0],
  ['a margin of one side', 'a.css', 'a { margin-left: 1px }', 1],
  ['a border of one side', 'a.css', 'a { border-right: 1px solid }', 1],
  ['a corner', 'a.css', 'a { border-top-left-radius: 1px }', 1],
  ['a place', 'a.css', 'a {\n  left: 0;\n  right: 0;\n}', 2],
  ['text to one side', 'a.css', 'a { text-align: right !important }', 1],
  ['floating to one side', 'a.css', 'a { float: left }', 1],
  ['four widths that differ by side', 'a.css', 'a { padding: 1px 2px 1px 4px }', 1],
  ['four widths that do not', 'a.css', 'a { padding: 1px max(1px, (1% - 2px) / 2) 3px max(1px, (1% - 2px) / 2) }', 0],
  ['corners that differ', 'a.css', 'a { border-radius: 0 1px 1px 0 }', 1],
  ['a picture at one side', 'a.css', 'a { background: none no-repeat right 1px top }', 1],
  ['a colour that runs to one side', 'a.css', 'a { background: linear-gradient(to right, red, blue) }', 1],
  ['moving to one side', 'a.css', 'a { transform: translateX(1px) }', 1],
  ['an arrow in a style sheet', 'a.css', 'a::after { content: " →" }', 1],
  ['what stands in comments', 'a.css', '/* margin-left: 1px\n left: 0; */ a { color: red } /* float: left */', 0],
  ['words that only contain one', 'a.css', '.left, .bright { color: red; --bright: 1 }', 0],
  ['an arrow in a template', 'a.html', '<a href="/">{{t "Next"}} →</a>', 1],
  ['an arrow by its name', 'a.html', '<p>&rarr;</p>', 1],
  ['a drawing that does not say its direction', 'a.html', '<svg viewBox="0 0 1 1"></svg>', 1],
  ['a drawing that does', 'a.html', '<svg viewBox="0 0 1 1" direction="ltr"></svg>', 0],
];
for (const [title, file, content, wanted] of directionCases) {
  test(`direction: ${title}`, () => {
    const path = folder({ [file]: `${content}\n` });
    const ran = spawnSync('awk', ['-f', join(root, 'tools/lint/direction.awk'), file], { cwd: path });
    const said = ran.stdout.toString().split('\n').filter(Boolean);
    assert.equal(said.length, wanted, said.join('\n'));
    assert.equal(ran.status, wanted ? 1 : 0, ran.stderr.toString());
    for (const line of said) assert.match(line, /^a\.(css|html):\d+: direction: /);
  });
}

test('po.awk: what a translation leaves out, leaves empty or leaves in English', () => {
  const pot = 'msgid ""\nmsgstr ""\n\nmsgid "One short text"\nmsgstr ""\n\nmsgid "Help"\nmsgstr ""\n\nmsgid "{n} of us"\nmsgid_plural "{n} of us all"\nmsgstr[0] ""\n';
  const say = (po) => {
    const path = folder({ 'a.pot': pot, 'xx.po': po });
    const ran = spawnSync('awk', ['-f', join(root, 'tools/lint/po.awk'), 'a.pot', 'xx.po'], { cwd: path });
    return { status: ran.status, text: ran.stdout.toString().trim() };
  };
  const whole = 'msgid "One short text"\nmsgstr "Ein kurzer Text"\n\nmsgid "Help"\nmsgstr "Help"\n\n'
    + 'msgid "{n} of us"\nmsgid_plural "{n} of us all"\nmsgstr[0] "{n} von uns"\nmsgstr[1] "{n} von uns allen"\n';
  assert.deepEqual(say(whole), { status: 0, text: '' });
  assert.deepEqual(say(whole.replace('msgid "Help"\nmsgstr "Help"\n', '')), { status: 1, text: 'xx.po: missing: Help' });
  assert.deepEqual(say(whole.replace('Ein kurzer Text', '')), { status: 1, text: 'xx.po: empty: One short text' });
  assert.deepEqual(say(whole.replace('Ein kurzer Text', 'One short text')),
    { status: 1, text: 'xx.po: left in English: One short text' });
});
