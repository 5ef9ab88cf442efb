// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generate, refusals } from './bench.js';

// What potgen makes of these files, without the header.
function collect(files) {
  const made = generate('potgen', files);
  assert.equal(made.status, 0, made.errors);
  return made.read('chorus.pot').split('\n\n').slice(1).join('\n\n');
}

const found = [
  ['messages of templates', { 'a.html': '<p>{{t "Hello\n   you" }}</p>{{x}}{{t "{a} \\"b\\"" a=x}}' },
    '#: a.html\nmsgid "Hello you"\nmsgstr ""\n\n#: a.html\nmsgid "{a} \\"b\\""\nmsgstr ""\n'],
  ['plurals of templates', { 'a.html': '{{plural n "{n} voice" "{n} voices"}}' },
    '#: a.html\nmsgid "{n} voice"\nmsgid_plural "{n} voices"\nmsgstr[0] ""\nmsgstr[1] ""\n'],
  ['messages in C', { 'a.c': 'f(T("one " "line"), xT("no"), N("a", "b"), T(variable));' },
    '#: a.c\nmsgid "one line"\nmsgstr ""\n\n#: a.c\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n'],
  ['errors of a table, and of nothing else', { 'a.def': 'ERR(BUSY, 503, "Busy")', 'a.c': 'ERR(A, 1, "no")' },
    '#: a.def\nmsgid "Busy"\nmsgstr ""\n'],
  ['a note for translators', { 'a.c': 'T("x")', 'b.def': 'NOTE("x", "A button: " "never a noun.")\n' },
    '#. A button: never a noun.\n#: a.c\nmsgid "x"\nmsgstr ""\n'],
  ['one entry for a message of two files', { 'a.c': 'T("x")', 'b.html': '{{t "x"}}{{t "x"}}' },
    '#: a.c b.html\nmsgid "x"\nmsgstr ""\n'],
];
for (const [title, files, wanted] of found) {
  test(`potgen: ${title}`, () => assert.equal(collect(files), wanted));
}

test('potgen: the same files make the same bytes', () => {
  const files = { 'a.html': '{{t "b"}}{{t "a"}}' };
  assert.equal(collect(files), collect(files));
});

refusals('potgen', 'x.html', [
  ['a message without quotes', 'a\n{{t x}}', 2, /stand in quotes/],
  ['a message that is missing', '{{t}}', 1, /stand in quotes/],
  ['a plural with one form', '{{plural n "{n} voice"}}', 1, /stand in quotes/],
  ['two plurals of one message', '{{plural n "a" "b"}}\n{{plural n "a" "c"}}', 2, /another plural/],
  ['a message without its end', '{{t "x', 1, /without its end/],
]);

refusals('potgen', 'x.def', [
  ['a note about no message', 'NOTE("x", "y")', 1, /no such message: x/],
  ['a note that says nothing', '\nNOTE("x")', 2, /a note is/],
]);
