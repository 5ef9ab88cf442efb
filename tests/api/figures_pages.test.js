// SPDX-License-Identifier: AGPL-3.0-or-later
// The pages of figures over HTTP, of a campaign that had its day: charts, map and tables say the same
// as the API, are light, and a figure can be quoted for ever.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { addDay } from '../figures.js';
import { makeDir, mustRun, send, serve } from '../house.js';
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
const acts = (part) => part.posts + part.comments + part.reactions;

test('the page with a whole day in it is light', async () => {
  for (const lang of ['en', 'ar', 'hi', 'zh-Hans']) {
    const { text } = await get(`/c/metoo/figures?lang=${lang}`);
    assert.ok(text.length < PAGE_BYTES, `${lang}: ${text.length} characters`);
    assert.ok(gzipSync(text).length < (GZIP_BYTES[lang] ?? GZIP_BYTES.others), `${lang}: ${gzipSync(text).length} bytes compressed`);
  }
});

test('P3, P7: the map colours what is told of whole countries, and nothing else', async () => {
  const { text: page } = await get('/c/metoo/figures');
  const { json } = await get(API);
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const told = new Map(json.countries.filter((part) => part.name && !part.other).map((part) => [part.name, acts(part)]));
  const map = /<figure class="map">(.*?)<\/figure>/s.exec(page)[1];
  const groups = [...map.matchAll(/<g class="c([1-5])">(.*?)<\/g>/gs)];
  const drawn = groups.flatMap(([, step, shapes]) => [...shapes.matchAll(/<path d="([^"]+)"><title>(.*?): ([\d,]+)<\/title>/g)]
    .map(([whole, ...rest]) => [whole, step, ...rest]));
  assert.ok(drawn.length > 100, `${drawn.length} countries`);
  const counts = new Set(told.values());
  for (const [, , d, , n] of drawn) {
    assert.match(d, /^M\d+ \d+l[-\d ]+z(m[-\d ]+l[-\d ]+z)*$/);
    assert.ok(counts.has(number(n)), n);
  }
  const of = (code) => drawn.find(([, , , name]) => name.startsWith(names.of(code)));
  assert.equal(number(of('IN')[4]), told.get('IN'));
  assert.equal(of('US')[1], '5');
  assert.ok(of('IN')[1] < of('US')[1]);
  const steps = new Set(drawn.map(([, step]) => step));
  const legend = [...map.matchAll(/<path class="c([1-5])" d="M0 0h24v12H0z">/g)].map(([, step]) => step);
  for (const step of steps) assert.ok(legend.includes(step), `step ${step} is explained`);
  assert.equal((map.match(/class="land"/g) ?? []).length, 2, 'all the rest is one shape, and its explanation');
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
    const whole = await get(`/c/metoo/figures/${words[by]}`);
    assert.deepEqual(numbers(rowsOf(whole.text, `by-${by}`)), wanted, by);
    assert.ok(whole.text.length < PAGE_BYTES * 2, `${by}: ${whole.text.length}`);
    assert.equal(page.includes(`/c/metoo/figures/${words[by]}`), list.length > SHOWN, `${by}: a way to all of them`);
  }
  assert.equal((await send(url, 'GET', '/c/metoo/figures/people')).status, 404);
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
  assert.match(page, /<figure class="map">/);
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
  assert.doesNotMatch(page, /class="chart|class="map"/);
  assert.match(page, /According to whom/);
  assert.equal((await get('/c/metoo/figures/hours', here)).status, 200);
});
