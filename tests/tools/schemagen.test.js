// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compiles, generate, refusals, runProgram } from './bench.js';

const good = {
  '0001_start.sql': `-- The schema.

-- What people said:
-- voices and comments.
CREATE TABLE post (
    id INTEGER PRIMARY KEY, -- time-ordered
    -- the text, as it was
    -- written
    body TEXT NOT NULL CHECK (body <> '--'),
    UNIQUE (id,
        body)
) STRICT;
-- for lists
CREATE INDEX post_body ON post (body);
-- goes in the second step
CREATE TABLE old (
    a INTEGER -- a
) STRICT, WITHOUT ROWID;
`,
  '0002_more.sql': `ALTER TABLE post ADD COLUMN language TEXT; -- as the person "said"
DROP TABLE old;
`,
};

test('schemagen: what it makes compiles and says what is stored', () => {
  const made = generate('schemagen', {
    ...good,
    'main.c': `#include <stdio.h>
#include "schema.h"
int main(void)
{
    for (size_t i = 0; i < schema_tables_count; i++)
        printf("%s: %s\\n", schema_tables[i].name, schema_tables[i].comment);
    for (size_t i = 0; i < schema_columns_count; i++)
        printf("%s.%s %s: %s\\n", schema_columns[i].table, schema_columns[i].column,
               schema_columns[i].type, schema_columns[i].comment);
    for (size_t i = 0; i < schema_sqlite_count; i++)
        printf("%d %s\\n%s", schema_sqlite[i].number, schema_sqlite[i].name, schema_sqlite[i].sql);
}
`,
  }, Object.keys(good));
  assert.equal(made.status, 0, made.errors);
  compiles(made.path, 'out/schema.c');
  assert.equal(runProgram(made.path, ['main.c', 'out/schema.c']), `post: What people said: voices and comments.
post.id INTEGER: time-ordered
post.body TEXT: the text, as it was written
post.language TEXT: as the person "said"
1 start
${good['0001_start.sql']}2 more
${good['0002_more.sql']}`);
});

test('schemagen: no steps make empty lists', () => {
  const made = generate('schemagen', {});
  assert.equal(made.status, 0, made.errors);
  compiles(made.path, 'out/schema.c');
  assert.match(made.read('schema.c'), /schema_sqlite_count = 0/);
});

const table = (lines) => `-- t\nCREATE TABLE t (\n${lines}\n);\n`;
refusals('schemagen', '0001_a.sql', [
  ['a table without a comment', '\nCREATE TABLE t (\n    a INTEGER -- a\n);\n', 2, /comment: t/],
  ['a comment that stands apart', '-- t\n\nCREATE TABLE t (\n    a INTEGER -- a\n);\n', 3, /comment/],
  ['a column without a comment', table('    a INTEGER, -- a\n    b INTEGER'), 4, /comment: b/],
  ['an empty comment', table('    a INTEGER --'), 3, /comment: a/],
  ['a comment within quotes', table("    a TEXT DEFAULT '-- no'"), 3, /comment: a/],
  ['a column over two lines', table('    a INTEGER CHECK (\n a > 0) -- a'), 3, /one column a line/],
  ['a column without a type', table('    a, -- a'), 3, /not a column/],
  ['a table without an end', '-- t\nCREATE TABLE t (\n    a INTEGER -- a\n', 3, /no end/],
  ['columns on the first line', '-- t\nCREATE TABLE t (a INTEGER);\n', 2, /next line/],
  ['another ALTER', 'ALTER TABLE t RENAME TO u; -- u\n', 1, /only ADD COLUMN/],
  ['an added column without a comment', 'ALTER TABLE t ADD COLUMN b TEXT;\n', 1, /comment: b/],
  ['the end of a table that is not there', '\nDROP TABLE t;\n', 2, /no such table/],
]);
refusals('schemagen', '0001_A-b.sql', [['a bad name', '', 1, /NNNN_name.sql/]]);
refusals('schemagen', '001_a.sql', [['a short number', '', 1, /NNNN_name.sql/]]);
refusals('schemagen', '0000_a.sql', [['the number 0', '', 1, /higher than 0000/]]);

test('schemagen: numbers may leave gaps, but rise', () => {
  const gap = generate('schemagen', { '0002_a.sql': '', '0010_b.sql': '' });
  assert.equal(gap.status, 0, gap.errors);
  assert.match(gap.read('schema.c'), /\{2, "a",[^]*\{10, "b",/);
  const twice = generate('schemagen', { '0002_a.sql': '', '0002_b.sql': '' });
  assert.equal(twice.status, 1);
  assert.match(twice.errors, /0002_b\.sql:1: a step's number must be higher than 0002/);
});
