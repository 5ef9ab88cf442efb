// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compiles, generate, refusals, runProgram } from './bench.js';

const header = (plural, direction = 'ltr', name = 'Name') => `msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: ${plural};\\n"
"X-Direction: ${direction}\\n"
"X-Name: ${name}\\n"
`;
const two = header('nplurals=2; plural=(n != 1)');
const slavic = 'nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && ' +
  '(n%100<12 || n%100>14) ? 1 : 2)';
const arabic = 'nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : ' +
  'n%100>=11 ? 4 : 5';

const main = `#include <stdio.h>
#include "messages.h"
int main(void)
{
    for (size_t i = 0; i < message_languages_count; i++) {
        const struct message_language *l = &message_languages[i];
        printf("%s %s %s\\n", l->code, l->direction, l->name);
        for (size_t m = 0; m < l->n_messages; m++) {
            printf(" %s =", l->messages[m].id);
            for (unsigned f = 0; f < l->messages[m].n_forms; f++)
                printf(" [%s]", l->messages[m].forms[f]);
            printf("\\n");
        }
        for (unsigned long n = 0; n < 23; n++)
            printf("%u", l->plural(n));
        printf("\\n");
    }
}
`;

// What the program prints that has these languages.
function print(files) {
  const made = generate('pogen', { ...files, 'main.c': main }, Object.keys(files));
  assert.equal(made.status, 0, made.errors);
  compiles(made.path, 'out/messages.c');
  return runProgram(made.path, ['main.c', 'out/messages.c']);
}

test('pogen: English alone needs no file', () => {
  assert.equal(print({}), 'en ltr English\n10111111111111111111111\n');
});

test('pogen: messages are sorted, joined, unescaped', () => {
  assert.equal(print({
    'po/de.po': `${header('nplurals=2; plural=(n != 1)', 'ltr', 'Deutsch')}
#: templates/x.html
msgid "Voice"
msgstr "Stimme"

msgid "Hello {name}"
msgstr ""
"Hallo, "
"{name}: \\"ü\\"\\n"
`,
  }), `en ltr English
10111111111111111111111
de ltr Deutsch
 Hello {name} = [Hallo, {name}: "ü"
]
 Voice = [Stimme]
10111111111111111111111
`);
});

test('pogen: fuzzy, empty, obsolete and half-translated entries are left out', () => {
  assert.equal(print({
    'po/de.po': `${two}
#, fuzzy
msgid "a"
msgstr "x"

#, c-format, fuzzy
msgid "b"
msgstr "x"

msgid "c"
msgstr ""

msgid "{n} d"
msgid_plural "{n} ds"
msgstr[0] "{n} x"
msgstr[1] ""

msgid "e"
msgstr "E"

#~ msgid "f"
#~ msgstr "F"
`,
  }).split('\n')[3], ' e = [E]');
});

test('pogen: plural rules of many forms, right to left', () => {
  const entry = (n) => `\nmsgid "{n} voice"\nmsgid_plural "{n} voices"\n` +
    Array.from({ length: n }, (_, i) => `msgstr[${i}] "${i === 1 ? 'one' : `{n} f${i}`}"\n`).join('');
  assert.equal(print({
    'po/ar.po': header(arabic, 'rtl', 'العربية') + entry(6),
    'po/ru.po': header(slavic, 'ltr', 'русский') + entry(3),
    'po/zh-Hans.po': header('nplurals=1; plural=0', 'ltr', '简体中文') + entry(1),
  }), `en ltr English
10111111111111111111111
ar rtl العربية
 {n} voice = [{n} f0] [one] [{n} f2] [{n} f3] [{n} f4] [{n} f5]
01233333333444444444444
ru ltr русский
 {n} voice = [{n} f0] [one] [{n} f2]
20111222222222222222201
zh-Hans ltr 简体中文
 {n} voice = [{n} f0]
00000000000000000000000
`);
});

test('pogen: what a machine made is known until a speaker has confirmed it', () => {
  const marks = (review) => {
    const made = generate('pogen', { 'po/de.po': `${two}${review}` }, ['po/de.po']);
    assert.equal(made.status, 0, made.errors);
    return [...made.read('messages.c').matchAll(/entries_\d+, \d+, (\w+)\}/g)].map(([, mark]) => mark);
  };
  assert.deepEqual(marks('"X-Review: machine\\n"\n'), ['false', 'true'], 'English is the first, and nobody\'s translation');
  assert.deepEqual(marks('"X-Review: confirmed\\n"\n'), ['false', 'false']);
  assert.deepEqual(marks(''), ['false', 'false']);
});

const entry = (id, value) => `${two}\nmsgid "${id}"\nmsgstr "${value}"\n`;
refusals('pogen', 'po/de.po', [
  ['a missing placeholder', entry('Hello {name}', 'Hallo'), 8, /other placeholders/],
  ['another placeholder', entry('Hello {name}', 'Hallo {name} {nome}'), 8, /other placeholders/],
  ['a placeholder in a plural form that English does not have',
    `${two}\nmsgid "{n} a"\nmsgid_plural "{n} as"\nmsgstr[0] "{m}"\nmsgstr[1] "{n}"\n`, 8, /other/],
  ['too many forms',
    `${two}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] "y"\nmsgstr[2] "z"\n`, 8, /2 forms/],
  ['a message twice', `${entry('a', 'x')}\nmsgid "a"\nmsgstr "y"\n`, 11, /twice/],
  ['a file without a header', 'msgid "a"\nmsgstr "b"\n', 1, /header must come first/],
  ['an empty file', '', 1, /no header/],
  ['a header without direction', two.replace('X-Direction: ltr', 'X-D: x'), 1, /X-Direction/],
  ['a header without name', two.replace('X-Name', 'X-N'), 1, /X-Name/],
  ['a header without plural rule', two.replace('Plural-Forms', 'Plural'), 1, /Plural-Forms/],
  ['another word for the review', `${two}"X-Review: perhaps\\n"\n`, 1, /X-Review is machine or confirmed: perhaps/],
  ['a plural rule that is a call', header('nplurals=2; plural=system(n)'), 1, /not a plural rule/],
  ['a plural rule that assigns', header('nplurals=2; plural=(n=1)'), 1, /not a plural rule/],
  ['a plural rule that is more than one', header('nplurals=2; plural=n,n'), 1, /not a plural rule/],
  ['lines without quotes', `${two}\nmsgid a\n`, 8, /not a line/],
  ['unknown escapes', entry('a', '\\x41'), 9, /escape/],
]);

test('potgen: collects the messages of templates, code and errors, in order, once', () => {
  const made = generate('potgen', {
    'templates/a.html': '<p title="{{t "Voice"}}">\n{{t "Hello {name},\n   \\"you\\"" name=x}}</p>' +
      '{{plural v.n "{n} voice" "{n} voices" who=x}}{{title}}',
    'src/b.c': 'x = T("Leave" " now"); FORMAT("no"); y = N("{n} act",\n  "{n} acts"); z = T("Voice");\n',
    'src/err.def': '/* ERR(name, status, message) */\nERR(GONE, 410, "This is gone.")\nERR(OK, 200, "")\n',
  });
  assert.equal(made.status, 0, made.errors);
  const entries = made.read('chorus.pot').split('\n\n').slice(1);
  assert.deepEqual(entries.map((one) => one.trim()), [
    '#: templates/a.html src/b.c\nmsgid "Voice"\nmsgstr ""',
    '#: templates/a.html\nmsgid "Hello {name}, \\"you\\""\nmsgstr ""',
    '#: templates/a.html\nmsgid "{n} voice"\nmsgid_plural "{n} voices"\nmsgstr[0] ""\nmsgstr[1] ""',
    '#: src/b.c\nmsgid "Leave now"\nmsgstr ""',
    '#: src/b.c\nmsgid "{n} act"\nmsgid_plural "{n} acts"\nmsgstr[0] ""\nmsgstr[1] ""',
    '#: src/err.def\nmsgid "This is gone."\nmsgstr ""',
  ]);
});
