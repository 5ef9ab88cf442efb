// SPDX-License-Identifier: AGPL-3.0-or-later
// An attacker who takes every number that is published, before and after one act. He learns that there
// was an act and of which kind, for headlines are exact; of the language, the country and the hashtag of
// whoever acted he learns nothing: an act of a rare one changes what an act of a common one changes.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { serve, signUp } from '../house.js';
import { listen } from './listen.js';
import { makeHouse, Person } from './people.js';
import { apiRoutes, pageRoutes } from './site.js';

const FIGURES = '/api/chorus/v1/campaigns/metoo/figures';
const AS_RUN = ['limits=off', 'page_fresh_ms=0'];
const AT_ONCE = [...AS_RUN, 'release_step=1']; // released with every act: the worst case

/** Every number in a value, by its path; members of lists go by their name. */
function flatten(value, path, into) {
  if (typeof value === 'number' || /^-?\d+$/.test(value)) into[path] = Number(value);
  if (Array.isArray(value)) {
    value.forEach((item, i) => flatten(item, `${path}/${item.other ? '(other)' : item.name ?? i}`, into));
  } else if (value && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) flatten(inner, `${path}/${key}`, into);
  }
  return into;
}

const numberIn = (html) => Number(html.replaceAll(/[^\d]/g, ''));

/** The numbers of a page of figures: its headlines, its tables, its bars. */
function ofPage(html, path, into) {
  for (const [, name, n] of html.matchAll(/data-figure="([\w.]+)">([^<]*)</g)) into[`${path}/${name}`] = numberIn(n);
  for (const [, rows] of html.matchAll(/<section class="breakdown">(.*?)<\/section>/gs)) {
    for (const [, name, cells] of rows.matchAll(/<tr><th scope="row"><bdi>(.*?)<\/bdi><\/th>(.*?)<\/tr>/gs)) {
      [...cells.matchAll(/<td>([^<]*)<\/td>/g)].forEach(([, n], i) => { into[`${path}/${name}/${i}`] = numberIn(n); });
    }
  }
  into[`${path}/bars`] = (html.match(/<path[^>]* d="[^"]*"/g) ?? []).join('').length;
}

/** Every other number that stands in a page or feed, by the words before it; not what people say, which is there for all to
 *  read, nor moments. */
function ofWords(text, path, into) {
  const bare = text.replace(/<(article|entry|script|time|updated|published|svg|option)\b.*?<\/\1>/gs, ' ').replace(/<[^>]*>/g, '|')
    .replace(/figures\/at\/[\w-]+/g, ' ').replace(/\d+ \w+ \d{4}( at \d+:\d+)?|\d+:\d+/g, ' ');
  for (const [, words, n] of bare.matchAll(/([^|\d]*)\|*(\d[\d,]*)/g)) into[`${path}: ${words.trim()}`] = numberIn(n);
}

const JSON_OF_ACTS = [FIGURES, '/api/v1/tags/MeToo', '/api/v1/tags/YoTambi%C3%A9n', '/api/v1/trends/tags', '/api/v1/trends',
  '/api/v1/instance', '/api/v2/instance', '/api/v1/instance/activity', '/nodeinfo/2.0', '/nodeinfo/2.1',
  '/api/v2/search?type=hashtags&q=me', '/api/v2/search?q=me', '/api/v1/trends/statuses', '/api/v1/trends/links', '/api/v1/directory',
  '/api/chorus/v1/campaigns', '/api/chorus/v1/campaigns/metoo', '/api/chorus/v1/campaigns/metoo/hashtags',
  '/api/chorus/v1/campaigns/metoo/family', '/api/v1/instance/languages', '/api/v1/instance/peers', '/oembed?url='];
const TABLES = ['languages', 'countries', 'hashtags', 'networks', 'hours'];
const PAGES_OF_ACTS = ['/c/metoo', '/c/metoo/figures', '/', '/tags/MeToo', '/tags/YoTambi%C3%A9n', '/c/metoo/press', '/c/metoo/family',
  '/c/metoo/lang/en', '/c/metoo/lang/es', '/embed/metoo', '/embed/metoo/MeToo', '/c/metoo/embed', '/about', '/about/storage', '/w',
  ...TABLES.map((table) => `/c/metoo/figures/${table}`), '/feed/c/metoo', '/feed/c/metoo/lang/en', '/feed/tags/MeToo', '/robots.txt'];
// What is published besides: what people say, one by one (docs/figures.md: exact, for all to see), and what no act changes.
const WITHOUT_FIGURES = /^\/(voice|@|login|logout|join|leave|oauth|help|y$|safety|assets|about\/(accessibility|design))|^\/\.well-known|statuses|timelines|streaming|accounts|instance\/(rules|domain_blocks|extended_description|privacy_policy|terms_of_service|translation_languages)|custom_emojis|announcements|csv-metadata|openapi|figures\/at/;

/** Everything that tells a number made of acts, as the table in docs/figures.md lists it. */
async function takeAll(t, nobody) {
  const all = {};
  const account = (await nobody.get('/api/chorus/v1/campaigns/metoo')).account_id;
  const oembed = `${encodeURIComponent(`${nobody.url}/c/metoo`)}`;
  const paths = [...JSON_OF_ACTS.map((path) => (path.endsWith('url=') ? path + oembed : path)), `/api/v1/accounts/${account}`];
  for (const path of paths) {
    const { as_of: _, release: __, ...rest } = await nobody.get(path);
    flatten(rest, path.split('url=')[0], all);
  }
  for (const line of (await nobody.send('GET', `${FIGURES}.csv`)).text.split('\r\n').slice(1, -1)) {
    const at = line.lastIndexOf(',');
    all[`csv/${line.slice(0, at)}`] = Number(line.slice(at + 1));
  }
  const stream = await listen(t, nobody.url, `${FIGURES}/stream`);
  flatten(JSON.parse((await stream.next()).payload).windows, 'stream', all);
  for (const path of PAGES_OF_ACTS) {
    const { status, text } = await nobody.send('GET', path);
    assert.equal(status, 200, path);
    ofPage(text, path, all);
    ofWords(text, path, all);
    all[`${path}/used`] = numberIn(/Used [^<]*today/.exec(text)?.[0] ?? '0');
  }
  return all;
}

const delta = (before, after) => Object.fromEntries([...new Set([...Object.keys(before), ...Object.keys(after)])]
  .map((key) => [key, (after[key] ?? 0) - (before[key] ?? 0)]).filter(([, n]) => n !== 0).sort());

async function arrive(house, language, country) {
  const person = new Person(house.url, await signUp(house.url, house.app));
  await person.must('PATCH', '/api/v1/accounts/update_credentials', { source: { language, country } });
  return person;
}

/** A house with a conversation: 80 answers in English, 50 in Spanish; started again, so that all numbers
 * have just moved. */
async function makeTalk(t, settings) {
  const house = await makeHouse(t, { settings: AS_RUN });
  const [one] = house.people;
  const voice = await one.say('#MeToo');
  for (let i = 0; i < 80; i++) await one.answer(voice, `answer ${i}`);
  for (let i = 0; i < 50; i++) await one.say(`respuesta ${i}`, { in_reply_to_id: voice.id, language: 'es' });
  const rare = await arrive(house, 'fa', 'IR');
  const common = await arrive(house, 'en', 'US');
  await house.server.stop();
  const server = await serve(t, house.dir, settings, new URL(house.url).host);
  assert.equal(server.url, house.url);
  return { voice, rare, common, nobody: house.nobody };
}

test('P3, P6: one act tells nothing of whoever acted, in no number that is published', async (t) => {
  const { voice, rare, common, nobody } = await makeTalk(t, AT_ONCE);
  const said = new Map();
  const acts = {
    post: async (who, tag, language) => said.set(who, await who.say(tag, { language })),
    comment: (who, _, language) => who.say('an answer', { in_reply_to_id: voice.id, language }),
    reaction: (who) => who.act(voice, 'favourite'),
    share: (who) => who.act(voice, 'reblog'),
    withdrawal: (who) => who.withdraw(said.get(who)),
  };
  const first = await takeAll(t, nobody);
  assert.ok(Object.keys(first).length > 150, 'the attacker finds what there is');
  assert.equal(first[`${FIGURES}/languages/es/comments`], 50);
  assert.equal(first[`${FIGURES}/languages/en/comments`], 60, 'the largest gives way, so that twenty stay untold');
  let before = first;
  for (const [kind, act] of Object.entries(acts)) {
    await act(rare, '#YoTambién', 'fa');
    const between = await takeAll(t, nobody);
    await act(common, '#MeToo', 'en');
    const after = await takeAll(t, nobody);
    const rareTells = delta(before, between);
    assert.deepEqual(rareTells, delta(between, after), kind);
    assert.ok(Object.values(rareTells).length > 0, `${kind}: headlines are exact`);
    for (const key of Object.keys(rareTells)) {
      assert.doesNotMatch(key, /fa\b|IR\b|US\b|\/(?:en|es)\b|MeToo|YoTamb|withdr/, `${kind}: ${key}`);
    }
    before = after;
  }
});

test('P3, P6: whatever is published is taken by that attacker, or tells no figure', async () => {
  const filled = (where) => where.replace(':slug', 'metoo').replace(':hashtag', 'MeToo').replace(':name', 'MeToo').replace(':code', 'en')
    .replace(':table', 'languages');
  const taken = [...JSON_OF_ACTS, ...PAGES_OF_ACTS, `${FIGURES}.csv`, `${FIGURES}/stream`].map((path) => path.split('?')[0]);
  const open = [...pageRoutes, ...apiRoutes].filter(({ method, words }) => method === 'GET' && !/PERSON|TOKEN/.test(words.join()));
  assert.ok(open.length > 60);
  for (const { where } of open) assert.ok(taken.includes(filled(where)) || WITHOUT_FIGURES.test(where), where);
});

test('P5: nothing moves before twenty acts, and no event tells of one', async (t) => {
  const { voice, rare, common, nobody } = await makeTalk(t, AS_RUN);
  const stream = await listen(t, nobody.url, `${FIGURES}/stream`);
  const { release, windows } = JSON.parse((await stream.next()).payload);
  const before = await takeAll(t, nobody);
  // with the voice that was there these are nineteen uses of the hashtag: from twenty on they may be told
  for (let i = 0; i < 18; i++) {
    await (i % 2 ? rare : common).say('#MeToo', { language: i % 2 ? 'fa' : 'en' });
    if (i % 6 === 0) assert.deepEqual(delta(before, await takeAll(t, nobody)), {});
  }
  await common.answer(voice, 'an answer');
  assert.deepEqual(delta(before, await takeAll(t, nobody)), {});
  await rare.say('#MeToo', { language: 'fa' });
  const moved = JSON.parse((await stream.next()).payload); // the first event since
  assert.equal(moved.release, release + 1);
  assert.equal(moved.windows.all.posts, windows.all.posts + 19);
  assert.equal(moved.windows.all.comments, windows.all.comments + 1);
  const told = delta(before, await takeAll(t, nobody));
  assert.equal(told[`${FIGURES}/languages/fa/posts`], undefined);
  assert.equal(told[`${FIGURES}/countries/IR/posts`], undefined);
});

test('P2, P7: cells are of one thing said, over all time; no place is smaller than a country', async (t) => {
  const { nobody } = await makeTalk(t, AT_ONCE);
  const figures = await nobody.get(FIGURES);
  const cell = ['name', 'other', 'posts', 'comments', 'reactions', 'shares'];
  for (const list of [figures.languages, figures.countries, figures.hashtags, figures.networks]) {
    assert.ok(list.length > 0);
    for (const part of list) assert.deepEqual(Object.keys(part), cell);
  }
  for (const { name } of figures.countries) assert.match(name, /^([A-Z]{2})?$/);
  for (const hour of figures.hours) {
    assert.deepEqual(Object.keys(hour), ['hour', 'start', 'people', ...cell.slice(2)], 'the whole family');
  }
  const { text } = await nobody.send('GET', `${FIGURES}.csv`);
  const breakdowns = new Set(text.split('\r\n').slice(1, -1).map((line) => line.split(',')[0]));
  assert.deepEqual([...breakdowns], ['window', 'hour', 'language', 'country', 'hashtag', 'network']);
});
