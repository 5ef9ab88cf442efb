// SPDX-License-Identifier: AGPL-3.0-or-later
// docs/threats.md: every claim names its test, and the test exists.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const page = readFileSync('docs/threats.md', 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| (claim|what) \|/.test(line));

/** The names of the tests of a file. */
function namesIn(file) {
  const source = readFileSync(`tests/${file}`, 'utf8');
  const pattern = file.endsWith('.c') ? /^static void (\w+)\(void \*\*state\)/gm : /^ *test\([`'](.*)[`'], /gm;
  return [...source.matchAll(pattern)].map(([, name]) => name);
}

test('every claim names a test', () => {
  assert.ok(rows.length > 25);
  for (const row of rows) assert.match(row, /`[a-z]+\/\w+(\.test\.js|\.c) [^`]+`/, row);
});

test('every test that is named exists', () => {
  const named = [...page.matchAll(/`([a-z]+\/\w+(?:\.test\.js|\.c)) ([^`]+)`/g)];
  assert.ok(named.length > 30);
  for (const [, file, name] of named) {
    const begins = (found) => found === name || found.startsWith(name) || found.includes(`${name}:`) || found.includes(`${name},`);
    assert.ok(namesIn(file).some(begins), `${file}: ${name}`);
  }
});

test('every requirement on leaving, headers, control and figures has its tests', () => {
  const numbers = [...['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8'],
    ...['H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'H7', 'H8', 'H9', 'H10', 'H11', 'H13', 'H14', 'H15', 'H16', 'H17', 'H18'],
    ...['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9', 'C10', 'C11', 'C12', 'C13'],
    ...['P1', 'P2', 'P3', 'P5', 'P6', 'P7']];
  for (const number of numbers) assert.match(page, new RegExp(`\`[^\`]*\\b${number}(?:\\b|_)[^\`]*\``, 'i'), number);
});
