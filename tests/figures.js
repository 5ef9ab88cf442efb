// SPDX-License-Identifier: AGPL-3.0-or-later
// A campaign that had its day long ago, for tests of the pages of figures: written straight into a
// database that no server has open, as a tally of what 4.7 million people did in every country and in
// every language that is offered. Nobody is behind it.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { mustRun } from './house.js';

const run = promisify(execFile);
const HOUR_MS = 3600_000;
const KINDS = [1_560_000, 2_880_000, 7_560_000]; // posts, comments, reactions of the first day
const PEOPLE = 4_700_000;
const DAY = [6, 9, 12, 16, 30, 38, 34, 26, 20, 15, 13, 14, 18, 24, 31, 48, 66, 78, 88, 92, 90, 84, 78, 70];
const LARGE = [['US', 'en', 'MeToo', 300], ['GB', 'en', 'MeToo', 70], ['FR', 'fr', 'BalanceTonPorc', 62], ['CA', 'en', 'MeToo', 36],
  ['IN', 'hi', 'मीटू', 31], ['MX', 'es', 'YoTambién', 29], ['EG', 'ar', 'أنا_أيضا', 27], ['IT', 'it', 'QuellaVoltaChe', 24],
  ['JP', 'ja', 'MeToo', 21], ['CN', 'zh', '我也是', 20], ['BR', 'pt', 'EuTambém', 19], ['DE', 'de', 'MeToo', 18], ['', '', '', 60]];

/** All countries that there are, but those above. */
function others() {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const none = new Set(['EU', 'EZ', 'UN', 'ZZ', 'QO', 'XA', 'XB', 'UK', ...LARGE.map(([code]) => code)]);
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const isNow = (code) => new Intl.Locale(`und-${code}`).region === code;
  return letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => !none.has(code) && isNow(code) && names.of(code));
}

const LANGUAGES = ['en', 'es', 'ar', 'ru', 'pt', 'sw', 'fa', 'ko', 'vi', 'tr', 'pl', 'sv', 'uk', 'bn', 'id', ...(
  'af am az be bg bs ca ckb cs cy da de el eo et eu fi fr ga gl gu ha he hi hr hu hy ig is it ja ka kk km kn ku ky lb lo lt lv mk ml mn '
  + 'mr ms mt my ne nl no om or pa ps qu ro rw si sk sl so sq sr ta te th ti fil ur uz wo xh yi yo yue zh-Hans zh-Hant zu').split(' ')];

function cellsOf() {
  const small = others().map((code, i) => [code, LANGUAGES[i % LANGUAGES.length], 'MeToo', 300 / (i + 12) ** 1.25]);
  return [...LARGE, ...small].map(([country, language, hashtag, weight], i) => ({
    id: 1_000_000 + i, country, language, hashtag, weight, network: i === 0 || i % 9 ? 'here' : 'fediverse',
  }));
}

/** Statements that insert rows, some hundred at a time. */
function inserts(table, rows) {
  const quote = (value) => (typeof value === 'number' ? value : `'${value}'`);
  const statements = [];
  for (let i = 0; i < rows.length; i += 400) {
    const values = rows.slice(i, i + 400).map((row) => `(${row.map(quote).join()})`);
    statements.push(`INSERT INTO ${table} VALUES ${values.join()};`);
  }
  return statements.join('\n');
}

/** The moment so many hours ago that a server which starts now counts the last of them. */
export const calledAt = (hours) => new Date(Date.now() - hours * HOUR_MS + HOUR_MS / 2).toISOString();

/** The campaign "metoo" in a new data folder, called `hours` ago, with all of its figures. */
export async function addDay(dir, hours = 40) {
  await mustRun('campaign', 'add', '--data', dir, 'metoo', '--title', '#MeToo', '--call', 'Say so.',
    '--called-at', calledAt(hours), '--hashtag', 'MeToo:en:me-too');
  await tellDay(dir, hours);
}

/** The figures of the first campaign of the folder, which was called so many hours ago. */
export async function tellDay(dir, hours) {
  const cells = cellsOf();
  const whole = cells.reduce((sum, { weight }) => sum + weight, 0);
  const shares = Array.from({ length: hours }, (_, hour) => (DAY[hour] ?? 40 * 0.93 ** (hour - 24)) / 1000);
  const tally = [];
  for (const { id, weight } of cells) {
    shares.forEach((share, hour) => KINDS.forEach((n, kind) => {
      const acts = Math.round(n * share * weight / whole);
      if (acts > 0) tally.push([1, hour, kind + 1, id, acts]);
    }));
  }
  const sql = ['BEGIN;',
    inserts('cell', cells.map((c) => [c.id, `test ${c.id}`, c.language, c.country, c.network])),
    inserts('cell_campaign', cells.map((c) => [c.id, 1, c.hashtag])), inserts('tally', tally),
    inserts('people_hour', shares.map((share, hour) => [1, hour, Math.round(PEOPLE * share), Math.round(PEOPLE * share)])),
    'COMMIT;'].join('\n');
  const done = run('sqlite3', ['-bail', path.join(dir, 'chorus.db')]);
  done.child.stdin.end(sql);
  await done;
}
