// SPDX-License-Identifier: AGPL-3.0-or-later
// Voices as Atom (RFC 4287, RFC 5005): what every feed must have, who is in it, what is gone when it is
// taken back; and whom robots.txt lets in.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Visitor } from '../clients/visitor.js';
import { send } from '../house.js';
import { makeHouse } from './people.js';
import { all, one, parseXml } from './xml.js';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const TAG = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;

const linkOf = (element, rel) => all(element, 'link').find(({ attributes }) => attributes.rel === rel)?.attributes;

/** The feed, with everything that RFC 4287 asks for. */
async function readFeed(house, where) {
  const answer = await send(house.url, 'GET', where);
  assert.equal(answer.status, 200, `${where}: ${answer.text}`);
  assert.equal(answer.headers.get('content-type'), 'application/atom+xml; charset=utf-8');
  const feed = parseXml(answer.text);
  assert.equal(feed.name, 'feed');
  assert.equal(feed.attributes.xmlns, 'http://www.w3.org/2005/Atom');
  assert.match(feed.attributes['xml:lang'], TAG);
  assert.equal(linkOf(feed, 'self').href, new URL(where, house.url).href);
  for (const element of [feed, ...all(feed, 'entry')]) {
    assert.ok(new URL(one(element, 'id').text).href);
    assert.ok(one(element, 'title').text.trim() !== '');
    assert.match(one(element, 'updated').text, TIME);
  }
  for (const entry of all(feed, 'entry')) {
    assert.match(entry.attributes['xml:lang'], TAG);
    assert.match(one(entry, 'published').text, TIME);
    assert.ok(one(one(entry, 'author'), 'name').text.trim() !== '');
    const content = one(entry, 'content');
    assert.equal(content.attributes.type, 'html');
    assert.equal(content.children.length, 0, 'HTML stands in it as text');
    assert.ok(all(entry, 'link').filter(({ attributes }) => attributes.rel === 'alternate').length <= 1);
  }
  const ids = all(feed, 'entry').map((entry) => one(entry, 'id').text);
  assert.equal(new Set(ids).size, ids.length);
  return { answer, feed, entries: all(feed, 'entry'), ids };
}

const idOf = (house, post) => `${house.url}/voice/${post.id}`;

test('a feed of a campaign, of a language, of a hashtag', async (t) => {
  const house = await makeHouse(t);
  const { people: [her] } = house;
  const english = await her.say('In English. #MeToo');
  const brazil = await her.say('Em português. #MeToo', { language: 'pt-BR' });
  const byTag = (await send(house.url, 'POST', '/api/v1/statuses', { token: her.token, body: { status: 'Yo #YoTambién' } })).json;
  const everything = await readFeed(house, '/feed/c/metoo');
  assert.deepEqual(everything.ids, [byTag, brazil, english].map((post) => idOf(house, post)));
  assert.equal(linkOf(everything.feed, 'alternate').href, `${house.url}/c/metoo`);
  assert.equal(linkOf(everything.feed, 'first').href, `${house.url}/feed/c/metoo`);
  assert.equal(linkOf(everything.feed, 'next'), undefined);
  assert.equal(one(everything.feed, 'id').text, `${house.url}/feed/c/metoo`);
  const portuguese = await readFeed(house, '/feed/c/metoo/lang/pt');
  assert.deepEqual(portuguese.ids, [idOf(house, brazil)]);
  assert.equal(one(portuguese.feed, 'title').text, 'Me Too · Português');
  assert.equal(portuguese.entries[0].attributes['xml:lang'], 'pt-BR');
  assert.deepEqual((await readFeed(house, '/feed/c/metoo/lang/es')).ids, [idOf(house, byTag)]);
  const tag = await readFeed(house, `/feed/tags/${encodeURIComponent('YoTambién')}`);
  assert.deepEqual(tag.ids, [idOf(house, byTag)]);
  assert.deepEqual(all(tag.entries[0], 'category').map(({ attributes }) => attributes.term), ['YoTambién']);
  assert.equal(linkOf(tag.entries[0], 'alternate').href, idOf(house, byTag));
  assert.deepEqual((await readFeed(house, '/feed/tags/never')).ids, []);
  assert.deepEqual((await readFeed(house, '/feed/c/metoo/lang/sw')).ids, []);
});

test('what cannot be read gives an error in JSON and changes nothing', async (t) => {
  const { nobody } = await makeHouse(t, { people: 0 });
  for (const [where, status] of [['/feed/c/none', 404], ['/feed/c/metoo/lang/nonsense!', 404], ['/feed/tags/12', 404],
    ['/feed/c/metoo?before=x', 422], ['/feed/c/metoo?before=-1', 422], ['/feed/', 404]]) {
    const answer = await nobody.send('GET', where);
    assert.equal(answer.status, status, where);
    assert.equal(typeof answer.json.error, 'string', where);
  }
});

test('feeds have pages that meet without a gap, all under one id', async (t) => {
  const house = await makeHouse(t);
  const posts = [];
  for (let i = 0; i < 45; i++) posts.unshift(idOf(house, await house.people[0].say(`Number ${i}. #MeToo`)));
  const seen = [];
  let where = '/feed/c/metoo';
  for (let n = 0; where; n++) {
    assert.ok(n < 4);
    const { feed, ids } = await readFeed(house, where);
    seen.push(...ids);
    assert.equal(one(feed, 'id').text, `${house.url}/feed/c/metoo`);
    const next = linkOf(feed, 'next');
    where = next && next.href.slice(house.url.length);
  }
  assert.deepEqual(seen, posts);
});

test('words are escaped, and characters that XML does not know are not in it', async (t) => {
  const house = await makeHouse(t);
  const { people: [her] } = house;
  const text = 'A <b>bold</b> & "quoted" \u0001\u000b\uFFFE\uFFFF]]> word 🍚. #MeToo';
  await her.say(text);
  const { entries: [entry] } = await readFeed(house, '/feed/c/metoo');
  const { text: html } = one(entry, 'content');
  assert.match(html, /A &lt;b&gt;bold&lt;\/b&gt; &amp; &quot;quoted&quot; .*\]\]&gt; word 🍚/);
  assert.match(html, /^<div dir="auto"><p>/);
  assert.match(html, new RegExp(`<a href="${house.url}/tags/MeToo"`));
  assert.match(one(entry, 'title').text, /^A <b>bold<\/b> & "quoted"/);
});

test('C6 what stands behind a warning is not in a feed', async (t) => {
  const house = await makeHouse(t);
  const { people: [her] } = house;
  const warned = await her.say('Hidden words. #MeToo', { spoiler_text: 'Violence & <more>' });
  await her.say('Other words. #MeToo', { sensitive: true });
  const { answer, entries } = await readFeed(house, '/feed/c/metoo');
  assert.doesNotMatch(answer.text, /Hidden words|Other words/);
  assert.equal(one(entries[1], 'title').text, 'Violence & <more>');
  assert.equal(one(entries[1], 'content').text,
    `<div dir="auto"><a href="${idOf(house, warned)}">Violence &amp; &lt;more&gt;</a></div>`);
  assert.equal(one(entries[0], 'title').text, 'Sensitive');
});

async function makeVoice(house, values, text = 'Words of hers. #MeToo') {
  const her = new Visitor(house.url);
  await her.submit(await her.get('/w'), '/w', { text, ...values });
  return { her, id: /id="v(\d+)"/.exec((await her.get('/me')).html)[1] };
}

test('C2 only those who agreed to feeds and apps are in feeds', async (t) => {
  const house = await makeHouse(t);
  const given = {};
  for (const audience of [[], ['pages'], ['apps'], ['pages', 'apps'], ['pages', 'search', 'press', 'research']])
    given[(await makeVoice(house, { audience })).id] = audience;
  const inFeed = Object.keys(given).filter((id) => given[id].includes('apps'));
  for (const where of ['/feed/c/metoo', '/feed/c/metoo/lang/en', '/feed/tags/MeToo']) {
    const { entries, ids } = await readFeed(house, where);
    assert.deepEqual(ids.map((id) => id.split('/').at(-1)).sort(), inFeed.sort(), where);
    for (const entry of entries) {
      const id = one(entry, 'id').text.split('/').at(-1);
      assert.ok(inFeed.includes(id), `${where} ${id}`);
      const page = linkOf(entry, 'alternate');
      assert.equal(page !== undefined, given[id].includes('pages'), `${id} is led to a page that it has`);
    }
  }
});

test('C4 what is edited or taken back is so in feeds at once; a kept copy is asked about by its ETag', async (t) => {
  const house = await makeHouse(t);
  const { people: [her] } = house;
  const post = await her.say('First words. #MeToo');
  const before = await readFeed(house, '/feed/c/metoo');
  const etag = before.answer.headers.get('etag');
  assert.equal((await send(house.url, 'GET', '/feed/c/metoo', { headers: { 'if-none-match': etag } })).status, 304);
  await her.must('PUT', `/api/v1/statuses/${post.id}`, { status: 'Other words. #MeToo', language: 'uk' });
  const edited = await readFeed(house, '/feed/c/metoo');
  assert.match(edited.answer.text, /Other words/);
  assert.doesNotMatch(edited.answer.text, /First words/);
  assert.ok(one(edited.entries[0], 'updated').text >= one(edited.entries[0], 'published').text);
  assert.deepEqual((await readFeed(house, '/feed/c/metoo/lang/en')).ids, []);
  assert.deepEqual((await readFeed(house, '/feed/c/metoo/lang/uk')).ids, [idOf(house, post)]);
  await her.withdraw(post);
  for (const where of ['/feed/c/metoo', '/feed/c/metoo/lang/uk', '/feed/tags/MeToo'])
    assert.deepEqual((await readFeed(house, where)).ids, [], where);
  const after = await send(house.url, 'GET', '/feed/c/metoo', { headers: { 'if-none-match': etag } });
  assert.equal(after.status, 200);
});

test('pages lead to their feeds; plain pages do not', async (t) => {
  const house = await makeHouse(t);
  await house.people[0].say('#MeToo');
  const reader = new Visitor(house.url);
  for (const [page, feed] of [['/c/metoo', '/feed/c/metoo'], ['/', '/feed/c/metoo'], ['/c/metoo/lang/en', '/feed/c/metoo/lang/en'],
    ['/tags/metoo', '/feed/tags/MeToo'], ['/c/1', '/feed/c/metoo'], ['/k/c/metoo?lang=es', '/feed/c/metoo']]) {
    const { html } = await reader.get(page);
    assert.equal(/<link rel="alternate" type="application\/atom\+xml" href="([^"]+)">/.exec(html)?.[1], feed, page);
    assert.ok(html.includes(`<a href="${feed}" type="application/atom+xml">`), page);
    assert.equal((await send(house.url, 'GET', feed)).status, 200);
  }
  assert.doesNotMatch((await reader.get('/n/c/1')).html, /atom|oembed|hreflang="x-default"/);
});

test('H15 robots.txt lets search engines see what they may keep, and no gatherer of texts', async (t) => {
  const { nobody } = await makeHouse(t, { people: 0 });
  const { status, headers, text } = await nobody.send('GET', '/robots.txt');
  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'text/plain; charset=utf-8');
  const [gatherers, others] = text.split('\n\n');
  assert.match(gatherers, /^(User-agent: [\w-]+\n)+Disallow: \/$/);
  assert.match(gatherers, /GPTBot\n/);
  assert.match(others, /^User-agent: \*\n(Disallow: \/[a-z]+\/?\n?)+$/);
  assert.doesNotMatch(others, /voice|Disallow: \/$|\/c\//);
  assert.equal((await nobody.send('GET', '/sitemap.xml')).status, 404);
});
