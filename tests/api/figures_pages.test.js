// SPDX-License-Identifier: AGPL-3.0-or-later
// The pages of figures over HTTP, of a campaign that had its day: charts, map and tables say the same
// as the API, are light, and a figure can be quoted for ever.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { addDay } from '../figures.js';
import { makeDir, mustRun, root, send, serve } from '../house.js';
import { makeHouse } from './people.js';

const API = '/api/chorus/v1/campaigns/metoo/figures';
const PAGE_BYTES = 50 * 1024;
const GZIP_BYTES = { en: 14 * 1024, others: 16 * 1024 }; // other letters take more bytes
const SHOWN = 8;

let url;
before(async (t) => {
  const dir = await makeDir(t);
  await addDay(dir);
  url = (await serve(t, dir, ['limits=off'])).url;
});

const get = async (where, of = url) => {
  const answer = await send(of, 'GET', where);
  assert.equal(answer.status, 200, `${where}: ${answer.text.slice(0, 300)}`);
  return answer;
};
const number = (text) => Number(text.replaceAll(',', ''));
const textOf = (html) => html.replace(/<[^>]+>/g, '').replaceAll('&amp;', '&').trim();

/** The rows of the table of a section, as texts. */
function rowsOf(html, id) {
  const section = html.slice(html.indexOf(`<h2 id="${id}">`)).split('</section>')[0];
  const body = /<tbody>(.*?)<\/tbody>/s.exec(section)[1];
  return [...body.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)]
    .map(([, cell]) => textOf(cell)));
}
/** The rows of all pages of a table, as the links lead through them and back. */
async function wholeTable(where, id) {
  const rows = [];
  const wide = [];
  for (let next = where, last; next;) {
    const { text } = await get(next);
    assert.ok(text.length < PAGE_BYTES, `${next}: ${text.length}`);
    rows.push(...rowsOf(text, id));
    wide.push(...[...text.matchAll(/<rect width="([\d.]+)%"/g)].map(([, width]) => Number(width)));
    assert.equal(/rel="prev" href="([^"]+)"/.exec(text)?.[1], last, next);
    const range = /<p class="hint">Rows (\d+) to (\d+) of (\d+)/.exec(text);
    if (range) assert.equal(Number(range[2]), rows.length);
    last = next;
    next = /rel="next" href="([^"]+)"/.exec(text)?.[1];
    if (!next && range) assert.equal(range[2], range[3]);
  }
  assert.equal(Math.max(...wide), 100, 'one bar is whole, on whichever page');
  assert.equal(wide.length, rows.length);
  return rows;
}
const acts = (part) => part.posts + part.comments + part.reactions;

test('the page with a whole day in it is light', async () => {
  for (const lang of ['en', 'ar', 'hi', 'zh-Hans']) {
    const { text } = await get(`/c/metoo/figures?lang=${lang}`);
    assert.ok(text.length < PAGE_BYTES, `${lang}: ${text.length} characters`);
    assert.ok(gzipSync(text).length < (GZIP_BYTES[lang] ?? GZIP_BYTES.others), `${lang}: ${gzipSync(text).length} bytes compressed`);
  }
});

/** The outlines that the build made, by country. */
async function outlinesOf() {
  const code = await readFile(path.join(root, 'build/gen/outlines.c'), 'utf8');
  return [...code.matchAll(/\{"([A-Z]{2})",\s+((?:"[^"]*"\s*)+)\}/g)]
    .map(([, country, text]) => [country, text.replace(/"|\n|\s{2,}/g, '')]);
}

test('P3, P7: the map colours what is told of whole countries, and nothing else', async () => {
  const link = /<a href="([^"]+)">The world as a map<\/a>/.exec((await get('/c/metoo/figures')).text)[1];
  assert.equal(link, '/c/metoo/figures/countries');
  assert.doesNotMatch((await get(`${link}?page=2`)).text, /<figure class="map">/, 'once is enough');
  const { text: page } = await get(link);
  const { json } = await get(API);
  const told = new Map(json.countries.filter((part) => part.name && !part.other).map((part) => [part.name, acts(part)]));
  const map = /<figure class="map">(.*?)<\/figure>/s.exec(page)[1];
  const steps = [...map.matchAll(/<path class="(c[1-5])" d="([^"]+)"><title>(.*?)<\/title>/g)]
    .map(([, step, d, label]) => ({ step, d, label, ends: label.match(/[\d,]+/g).map(number) }));
  const land = /<path class="land" d="([^"]+)"/.exec(map)?.[1] ?? '';
  for (const { d } of steps) assert.match(d, /^(M\d+ \d+l[-\d ]+z(m[-\d ]+l[-\d ]+z)*)+$/);
  const coloured = [];
  for (const [country, outline] of await outlinesOf()) {
    const mine = steps.filter(({ d }) => d.includes(outline));
    assert.equal(mine.length, told.has(country) ? 1 : 0, country);
    assert.equal(land.includes(outline), !told.has(country), country);
    if (mine.length === 0) continue;
    const [{ step, ends }] = mine;
    const [from, to] = ends.length > 1 ? ends : [0, ...ends];
    assert.ok(told.get(country) > from && told.get(country) <= to, `${country}: ${told.get(country)} in ${from} to ${to}`);
    coloured.push([country, step]);
  }
  assert.ok(coloured.length > 100, `${coloured.length} countries`);
  assert.equal(Object.fromEntries(coloured).US, 'c5');
  assert.ok(Object.fromEntries(coloured).IN < 'c5');
  const legend = [...map.matchAll(/<li class="(c[1-5])">(.*?)<\/li>/g)].map(([, step, label]) => [step, label]);
  assert.deepEqual(legend, steps.map(({ step, label }) => [step, label]), 'each step is explained');
  assert.ok((map.match(/class="land"/g) ?? []).length <= 1, 'all the rest is one shape');
  assert.match(map, /<li>nothing told<\/li>/);
  assert.doesNotMatch(map, /circle|ellipse/);
});

test('tables say what the API says: countries, languages, hashtags, networks', async () => {
  const { json } = await get(API);
  const { text: page } = await get('/c/metoo/figures');
  const parts = { country: json.countries, language: json.languages, hashtag: json.hashtags, network: json.networks };
  const words = { country: 'countries', language: 'languages', hashtag: 'hashtags', network: 'networks' };
  for (const [by, list] of Object.entries(parts)) {
    const wanted = list.map((part) => [part.posts, part.comments, part.reactions]);
    const numbers = (rows) => rows.map((row) => row.slice(1).map(number));
    assert.deepEqual(numbers(rowsOf(page, `by-${by}`)), wanted.slice(0, SHOWN), by);
    assert.deepEqual(numbers(await wholeTable(`/c/metoo/figures/${words[by]}`, `by-${by}`)), wanted, by);
    assert.equal(page.includes(`/c/metoo/figures/${words[by]}`), list.length > SHOWN, `${by}: a way to all of them`);
  }
  assert.equal((await send(url, 'GET', '/c/metoo/figures/people')).status, 404);
  for (const page of ['9', '1000', '99999999999']) {
    assert.equal((await send(url, 'GET', `/c/metoo/figures/countries?page=${page}`)).status, 404, page);
  }
  const first = (await get('/c/metoo/figures/countries')).text;
  for (const page of ['1', '0', '-1', 'x', '99999999999999999999']) {
    assert.deepEqual(rowsOf((await get(`/c/metoo/figures/countries?page=${page}`)).text, 'by-country'), rowsOf(first, 'by-country'), page);
  }
  assert.equal((await send(url, 'GET', '/c/nobody/figures/hours')).status, 404);
});

test('hours: the first day, the last 24 hours, and 2017 beside them', async () => {
  const { json } = await get(API);
  const { text: page } = await get('/c/metoo/figures');
  for (const id of ['first-day', 'last-day', 'beside-2017']) {
    assert.match(page, new RegExp(`<h3 id="${id}">`));
  }
  assert.match(page, /a model/);
  const table = (await get('/c/metoo/figures/hours')).text;
  const first = rowsOf(table, 'first-day');
  assert.equal(first.length, 24);
  assert.equal(json.first_day.length, 24);
  const byHour = new Map(json.hours.map((hour) => [hour.hour, hour]));
  json.first_day.forEach((hour, i) => {
    assert.equal(hour.hour, i);
    assert.deepEqual(first[i].slice(1).map(number),
      [byHour.get(i).people, acts(byHour.get(i)), hour.per_thousand, hour.per_thousand_2017]);
  });
  assert.equal(json.first_day.reduce((sum, hour) => sum + hour.per_thousand_2017, 0), 1000);
  const all = (await get(/rel="next" href="([^"]+)"/.exec(table)[1])).text;
  assert.deepEqual(rowsOf(all, 'all-hours').map((row) => number(row[2])), json.hours.map(acts));
  assert.match(all, /rel="prev" href="\/c\/metoo\/figures\/hours"/);
  assert.equal((await send(url, 'GET', '/c/metoo/figures/hours?page=3')).status, 404);
  const last = rowsOf(table, 'last-day');
  const newest = Math.floor((Date.parse(json.as_of) - Date.parse(json.call)) / 3600_000);
  assert.deepEqual(last.map((row) => number(row[2])),
    Array.from({ length: 24 }, (_, i) => acts(byHour.get(newest - 23 + i))));
});

test('P2: no hour of a country, language or hashtag is anywhere', async () => {
  const { json, text } = await get(API);
  const [, ...rows] = (await get(`${API}.csv`)).text.trim().split('\r\n').map((row) => row.split(','));
  assert.deepEqual([...new Set(rows.map(([breakdown]) => breakdown))],
    ['window', 'hour', 'first_day', 'language', 'country', 'hashtag', 'network']);
  const kinds = new Set(rows.filter(([breakdown]) => breakdown === 'hour').map(([, , kind]) => kind));
  assert.deepEqual([...kinds], ['people', 'posts', 'comments', 'reactions', 'shares']);
  assert.deepEqual(Object.keys(json.hours[0]), ['hour', 'start', 'people', 'posts', 'comments', 'reactions', 'shares']);
  assert.doesNotMatch(text, /"hours":\[\{[^\]]*"(language|country|hashtag)"/);
});

test('each chart comes alone as CSV, and the columns are explained', async () => {
  const all = (await get(`${API}.csv`)).text;
  const lines = (text) => text.trim().split('\r\n').slice(1);
  const alone = [];
  for (const breakdown of ['window', 'hour', 'first_day', 'language', 'country', 'hashtag', 'network']) {
    const some = lines((await get(`${API}.csv?breakdown=${breakdown}`)).text);
    assert.ok(some.length > 0 && some.every((line) => line.startsWith(`${breakdown},`)), breakdown);
    alone.push(...some);
  }
  assert.deepEqual(alone, lines(all));
  const wrong = await send(url, 'GET', `${API}.csv?breakdown=person`);
  assert.ok(wrong.status === 400 || wrong.status === 422, String(wrong.status));
  assert.ok(wrong.json.error);
  const answer = await send(url, 'GET', `${API}.csv`);
  const [, where] = /<([^>]+)>; rel="describedby"/.exec(answer.headers.get('link'));
  const words = (await get(new URL(where, new URL(`${API}.csv`, url)).pathname)).json;
  assert.equal(words['@context'][0], 'http://www.w3.org/ns/csvw');
  const [, license] = /<([^>]+)>; rel="license"/.exec(answer.headers.get('link'));
  assert.equal(license, 'https://creativecommons.org/publicdomain/zero/1.0/');
  assert.equal(words['dc:license'], license);
  assert.equal(new URL(words.url, new URL(API, url)).pathname, `${API}.csv`);
  assert.deepEqual(words.tableSchema.columns.map(({ name }) => name), all.split('\r\n')[0].split(','));
  for (const column of words.tableSchema.columns) assert.ok(column['dc:description'].length > 50, column.name);
  assert.equal((await send(url, 'GET', '/api/chorus/v1/campaigns/nobody/figures.csv-metadata.json')).status, 404);
});

test('the page says according to whom', async () => {
  const { text: page } = await get('/c/metoo/figures');
  const { json } = await get(API);
  const whom = textOf(page.slice(page.indexOf('<h2 id="whom">')).split('</section>')[0]);
  for (const word of ['Source', 'Window', 'Left out', 'When', 'To repeat it', 'chorus recount', 'withdrawn', 'Numbers below 20']) {
    assert.ok(whom.includes(word), word);
  }
  assert.ok(page.includes(`<time datetime="${json.as_of}">`));
});

test('a figure has an address for ever: the same numbers after more was done and some taken back', async (t) => {
  const { url: here, dir, people: [one, two], server } = await makeHouse(t, { people: 2 });
  const post = await one.say('#MeToo');
  const then = (await get(API, here)).json;
  assert.equal(then.windows.all.people, 1);
  const where = new URL(then.permanent).pathname;
  assert.match(where, /^\/c\/metoo\/figures\/at\/[\w-]{40,200}$/);
  assert.ok((await get('/c/metoo/figures', here)).text.includes(where));
  await two.say('#MeToo');
  await one.withdraw(post);
  const numbers = (html) => rowsOf(html, 'table');
  const first = await get(where, here);
  assert.deepEqual(numbers(first.text)[0], ['People', '1', '1', '1']);
  assert.ok(first.text.includes(`<time datetime="${then.as_of}">`));
  assert.match(textOf(first.text), /People: 1\. Posts, comments and reactions: 1\. Counted by /);
  await server.stop();
  const again = await serve(t, dir, ['limits=off']);
  assert.deepEqual(numbers((await get(where, again.url)).text), numbers(first.text), 'also after a start');
  for (const other of [`${where.slice(0, -1)}${where.endsWith('A') ? 'B' : 'A'}`, `${where}A`, '/c/metoo/figures/at/x']) {
    assert.equal((await send(again.url, 'GET', other)).status, 404, other);
  }
});

test('a figure of another campaign is not taken for this one', async (t) => {
  const { url: here, dir, server } = await makeHouse(t);
  const { permanent } = (await get(API, here)).json;
  await server.stop();
  await mustRun('campaign', 'add', '--data', dir, 'other', '--title', 'Other', '--call', 'x', '--hashtag', 'Other:en:tell');
  const again = await serve(t, dir, ['limits=off']);
  const word = permanent.split('/').at(-1);
  assert.equal((await send(again.url, 'GET', `/c/metoo/figures/at/${word}`)).status, 200);
  assert.equal((await send(again.url, 'GET', `/c/other/figures/at/${word}`)).status, 404);
});

test('H16: plain pages of figures lead to no address that tells', async () => {
  const { text: page } = await get('/n/c/1/figures');
  assert.match((await get('/n/c/1/figures/countries')).text, /<figure class="map">/);
  assert.doesNotMatch(page, /href="[^"]*metoo/i);
  assert.doesNotMatch(page, /figures\/at\//);
  for (const table of ['hours', 'countries']) {
    assert.ok(page.includes(`href="/n/c/1/figures/${table}"`), table);
    assert.doesNotMatch((await get(`/n/c/1/figures/${table}`)).text, /href="[^"]*metoo/i);
  }
});

test('a campaign in which nothing has happened has a page without charts', async (t) => {
  const { url: here } = await makeHouse(t);
  const { text: page } = await get('/c/metoo/figures', here);
  assert.doesNotMatch(page, /class="chart|as a map/);
  assert.doesNotMatch((await get('/c/metoo/figures/countries', here)).text, /class="map"/);
  assert.match(page, /According to whom/);
  assert.equal((await get('/c/metoo/figures/hours', here)).status, 200);
});
