// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { compile, compiles, folder, generate, refusals, root } from './bench.js';

const good = {
  'sql/query/post.sql': `-- Posts.

-- name: post_page
-- One page, newest first.
-- in:  campaign campaign_id, before post_id, n i64,
--      language text?
-- out: id post_id, body text, language text?, is_bare bool,
--      raw blob?
SELECT id, body, language, is_bare, raw -- :not_a_parameter
FROM post
-- nor is :this
WHERE campaign = :campaign AND id < :before AND note <> ':n "' AND language IS :language
ORDER BY id DESC LIMIT CAST(:n AS bigint);

-- name: post_count
-- out: n i64
SELECT count(*) FROM post;
`,
  'sql/query/tag.sql': `-- name: tag_find
-- in:  word text
-- out: id tag_id
-- sqlite:
SELECT id FROM tag WHERE tag MATCH :word;
-- postgres:
SELECT id FROM tag WHERE to_tsvector(tag) @@ plainto_tsquery(:word);

-- name: tag_clear
DELETE FROM tag;
`,
};
const names = Object.keys(good);

test('sqlgen: what it makes compiles with all warnings', () => {
  const made = generate('sqlgen', good, names, 'out/sql');
  assert.equal(made.status, 0, made.errors);
  compiles(made.path, 'out/sql/queries.c');
});

// The db_query of this name in what is made of `good`.
const query = (name) => generate('sqlgen', good, names, 'out/sql').read('queries.c')
  .match(new RegExp(`query_${name} = [^]*?\n};`))[0];

test('sqlgen: parameters are numbered for both engines, quotes and comments left alone', () => {
  const code = query('post_page');
  const [, sqlite, postgres] = code.match(/\.sqlite =([^]*?)\.postgres =([^]*)/);
  assert.match(sqlite, /campaign = \\\?1 AND id < \\\?2 AND note <> ':n \\"' AND language IS \\\?4/);
  assert.match(postgres, /campaign = \$1 AND id < \$2 AND note <> ':n \\"' AND language IS \$4/);
  assert.match(postgres, /LIMIT CAST\(\$3 AS bigint\)/);
  assert.doesNotMatch(code, /not_a_parameter|nor is/);
});

test('sqlgen: each engine gets its own variant', () => {
  const [, sqlite, postgres] = query('tag_find').match(/\.sqlite =([^]*?)\.postgres =([^]*)/);
  assert.match(sqlite, /MATCH \\\?1/);
  assert.match(postgres, /plainto_tsquery\(\$1\)/);
});

test('sqlgen: slots are unique and counted, all queries are listed', () => {
  const made = generate('sqlgen', good, names, 'out/sql');
  const code = made.read('queries.c');
  const slots = [...code.matchAll(/\.slot = (\d+)/g)].map((match) => Number(match[1]));
  assert.deepEqual(slots, [0, 1, 2, 3]);
  assert.match(made.read('count.h'), /DB_QUERY_COUNT = 4/);
  assert.match(code, /&query_post_page,\s+&query_post_count,\s+&query_tag_find/);
});

const use = (body) => `#include "sql/post.h"
#include "sql/tag.h"
enum err use(struct db *db, struct arena *arena);
enum err use(struct db *db, struct arena *arena)
{
    ${body}
}
`;

function compileUse(body) {
  const path = folder({ ...good, 'use.c': use(body) });
  spawnSync('mkdir', ['out/sql'], { cwd: path });
  spawnSync(join(root, 'build/tools/sqlgen'), ['out/sql', ...names], { cwd: path });
  return compile('gcc', path, 'use.c');
}

test('sqlgen: ids, fields and rows are types', () => {
  assert.equal(compileUse(`struct post_page_in in = {.campaign = {1}, .before = {2}, .n = 3};
    const struct post_page_out *rows;
    size_t n;
    return sql_post_page_list(db, arena, &in, &rows, &n);`), '');
  assert.match(compileUse(`struct post_id id = {1};
    struct post_page_in in = {.campaign = id};
    struct post_page_out row;
    return sql_post_page_one(db, arena, &in, &row);`), /struct post_id|incompatible/);
  assert.match(compileUse(`struct post_page_in in = {.campain = {1}};
    struct post_page_out row;
    return sql_post_page_one(db, arena, &in, &row);`), /has no member/);
  assert.match(compileUse(`struct tag_find_out row;
    return sql_post_count_one(db, arena, &row);`), /incompatible/);
});

test('sqlgen: an unchanged file is not written again', () => {
  const made = generate('sqlgen', good, names, 'out/sql');
  const file = join(made.path, 'out/sql/post.h');
  utimesSync(file, 1000, 1000);
  const again = () => spawnSync(join(root, 'build/tools/sqlgen'), ['out/sql', ...names],
    { cwd: made.path });
  again();
  assert.equal(statSync(file).mtimeMs, 1000_000);
  writeFileSync(join(made.path, names[0]), good[names[0]].replace('is_bare bool', 'is_bare i64'));
  again();
  assert.notEqual(statSync(file).mtimeMs, 1000_000);
});

refusals('sqlgen', 'x.sql', [
  ['an unknown parameter', '-- name: a\n-- in: b i64\nSELECT\n:b + :c;\n', 4, /not declared.*c/],
  ['an unused parameter', '-- name: a\n-- in: b i64, c i64\nSELECT :b;\n', 2, /not used: c/],
  ['a parameter unused in one variant',
    '-- name: a\n-- in: b i64\n-- sqlite:\nSELECT :b;\n-- postgres:\nSELECT 1;\n', 2, /not used: b/],
  ['an unknown type', '-- name: a\n-- out: b int\nSELECT 1;\n', 2, /unknown type: int/],
  ['a field without type', '-- name: a\n-- out: b\nSELECT 1;\n', 2, /a name and a type/],
  ['a field twice', '-- name: a\n-- out: b i64, b text\nSELECT 1;\n', 2, /twice/],
  ['a number that may be NULL', '-- name: a\n-- out: b i64?\nSELECT 1;\n', 2, /may be NULL/],
  ['a name twice', '-- name: a\nSELECT 1;\n-- name: a\nSELECT 2;\n', 3, /this name: a/],
  ['a bad name', '-- name: A b\nSELECT 1;\n', 1, /not a name/],
  ['a missing semicolon', '-- name: a\nSELECT 1\n\n-- name: b\nSELECT 2;\n', 1, /no ';'/],
  ['a missing semicolon at the end', '\n-- name: a\nSELECT 1\n', 2, /no ';'/],
  ['text outside a query', '-- hello\nSELECT 1;\n', 2, /outside a query/],
  ['text after a query', '-- name: a\nSELECT 1;\nSELECT 2;\n', 3, /outside a query/],
  ['text after the semicolon', '-- name: a\nSELECT 1; SELECT 2;\n', 2, /after ';'/],
  ['positional parameters', '-- name: a\nSELECT ?1;\n', 2, /write parameters as :name/],
  ['a cast that only one engine knows', '-- name: a\nSELECT 1::bigint;\n', 2, /a cast as CAST/],
  ['a text in quotes without its end', "-- name: a\nSELECT 'b;\n", 2, /ends on its line/],
  ['a variant alone', '-- name: a\n-- sqlite:\nSELECT 1;\n', 1, /a body is missing/],
  ['two bodies for one engine', '-- name: a\nSELECT 1;\n-- sqlite:\nSELECT 2;\n', 4, /outside a query/],
  ['in: after the query began', '-- name: a\nSELECT 1\n-- in: b i64\n;\n', 3, /between the name/],
  ['a query that is too long', `-- name: a\nSELECT 1\n+ ${'1'.repeat(5000)};\n`, 3, /too long/],
  ['too many fields', `-- name: a\n-- out: ${Array.from({ length: 41 }, (_, i) => `f${i} i64`)}\nSELECT 1;\n`,
    2, /too many fields/],
  ['NUL bytes', '-- name: a\nSELECT 1\0;\n', 1, /NUL/],
]);
