// SPDX-License-Identifier: AGPL-3.0-or-later
// Reading: voices by language, what a reader does not want to read about, the pages in every language.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { Visitor } from '../clients/visitor.js';
import { mustRun, send } from '../house.js';
import { makeHouse, SETTINGS } from './people.js';
import { crawl, makeSite, tags, unescape } from './site.js';

const voicesOf = (html) => [...html.matchAll(/<article class="voice[^"]*" id="v(\d+)"/g)].map(([, id]) => id);
const menuOf = (html) => [.../<nav class="feeds".*?<\/nav>/s.exec(html)?.[0].matchAll(/<a href="([^"]+)"([^>]*)>([^<]*)<\/a>/g) ?? []]
  .map(([, href, rest, name]) => ({ href, name, lang: / lang="([^"]+)"/.exec(rest)?.[1], isCurrent: rest.includes('aria-current') }));
const idsOf = (posts) => posts.map((post) => post.id);

async function speak(house) {
  const { people: [her] } = house;
  const said = {};
  said.en = await her.say('In English. #MeToo', { language: 'en-GB' });
  said.pt = await her.say('Em português. #MeToo', { language: 'pt-BR' });
  said.es = (await send(house.url, 'POST', '/api/v1/statuses', { token: her.token, body: { status: 'Yo #YoTambién' } })).json;
  return said;
}

test('each language has its voices: what was said or the hashtag says, nothing guessed', async (t) => {
  const house = await makeHouse(t);
  const said = await speak(house);
  const reader = new Visitor(house.url);
  for (const [code, post] of Object.entries(said)) {
    const page = await reader.get(`/c/metoo/lang/${code}`);
    assert.deepEqual(voicesOf(page.html), [post.id], code);
    assert.ok(menuOf(page.html).find(({ href }) => href === `/c/metoo/lang/${code}`).isCurrent, code);
    assert.match(page.html, new RegExp(`<h2 id="voices">Voices · <bdi dir="auto" lang="${code}">`));
  }
  assert.deepEqual(voicesOf((await reader.get('/c/metoo')).html), idsOf([said.es, said.pt, said.en]));
  assert.deepEqual(voicesOf((await reader.get('/c/metoo/lang/fr')).html), []);
  for (const bad of ['nonsense!', 'x', 'e%00', '%FF'])
    assert.ok([400, 404, 422].includes((await send(house.url, 'GET', `/c/metoo/lang/${bad}`)).status), bad);
  const other = await send(house.url, 'GET', '/c/metoo/lang/PT-br?lang=es');
  assert.equal(other.status, 303);
  assert.equal(other.headers.get('location'), '/c/metoo/lang/pt?lang=es');
});

test('what nobody said the language of is a list of its own, called so', async (t) => {
  const house = await makeHouse(t);
  await mustRun('hashtag', 'add', '--data', house.dir, '--campaign', 'metoo', 'silent');
  const her = new Visitor(house.url);
  await her.submit(await her.get('/w'), '/w', { text: 'Ich war neunzehn. #silent', language: '', audience: ['pages', 'apps'] });
  const unsaid = { id: voicesOf((await her.get('/me')).html)[0] };
  const said = await house.people[0].say('Here. #MeToo');
  const reader = new Visitor(house.url);
  const page = await reader.get('/c/metoo/lang/und');
  assert.deepEqual(voicesOf(page.html), [unsaid.id]);
  assert.match(page.html, /Nobody said in which language these are, and it is not guessed\./);
  const menu = menuOf((await reader.get('/c/metoo')).html);
  assert.deepEqual(menu.map(({ name }) => name).sort(), ['All languages', 'English', 'Language not said']);
  assert.equal(menu.find(({ name }) => name === 'Language not said').lang, undefined);
  assert.deepEqual(voicesOf((await reader.get('/c/metoo/lang/en')).html), [said.id]);
});

test('P3 the menu has the languages of which figures tell, and no others', async (t) => {
  const house = await makeHouse(t, { settings: SETTINGS.map((s) => (s.startsWith('figures_floor') ? 'figures_floor=20' : s)) });
  const { people: [her] } = house;
  for (let i = 0; i < 60; i++) await her.say('#MeToo', { language: 'en' });
  for (let i = 0; i < 60; i++) await her.say('#MeToo', { language: 'es' });
  for (let i = 0; i < 60; i++) await her.say('#MeToo', { language: 'fr' });
  await her.say('#MeToo', { language: 'sw' });
  const reader = new Visitor(house.url);
  const figures = await house.nobody.get('/api/chorus/v1/campaigns/metoo/figures');
  const told = figures.languages.filter((part) => !part.other && part.posts > 0).map((part) => part.name).sort();
  assert.ok(told.length >= 2, JSON.stringify(figures.languages));
  const menu = menuOf((await reader.get('/c/metoo')).html);
  assert.deepEqual(menu.slice(1).map(({ lang }) => lang).sort(), told);
  assert.ok(menu[0].isCurrent);
  assert.equal(menu[0].href, '/c/metoo');
  assert.equal(voicesOf((await reader.get('/c/metoo/lang/sw')).html).length, 1, 'who knows the address reads it');
});

test('with one language there is nothing to choose', async (t) => {
  const house = await makeHouse(t);
  await house.people[0].say('#MeToo');
  assert.deepEqual(menuOf((await new Visitor(house.url).get('/c/metoo')).html), []);
});

test('C2 a list of a language has pages, and audiences hold in it', async (t) => {
  const house = await makeHouse(t, { people: 2 });
  const { people: [her] } = house;
  const posts = [];
  for (let i = 0; i < 45; i++) posts.unshift(await her.say(`Number ${i}. #MeToo`, { language: i % 2 ? 'es' : 'en' }));
  const hidden = new Visitor(house.url);
  await hidden.submit(await hidden.get('/w'), '/w', { text: 'For apps. #MeToo', language: 'en', audience: ['apps'] });
  const reader = new Visitor(house.url);
  const seen = [];
  for (let where = '/c/metoo/lang/en', n = 0; where; n++) {
    assert.ok(n < 4);
    const { html } = await reader.get(where);
    seen.push(...voicesOf(html));
    const older = /<a rel="next" href="([^"]+)"/.exec(html);
    where = older && unescape(older[1]);
    if (where) assert.match(where, /^\/c\/metoo\/lang\/en\?before=\d+$/);
  }
  assert.deepEqual(seen, idsOf(posts.filter((post) => post.language === 'en')));
});

// --- content warnings

async function warn(house) {
  const { people: [her] } = house;
  const said = {};
  for (const [key, spoiler_text] of [['plain', ''], ['violence', 'Violence'], ['gewalt', 'Gewalt, und mehr'], ['death', 'Death'],
    ['spiders', 'Spiders & more']]) said[key] = (await her.say('#MeToo', { spoiler_text })).id;
  said.marked = (await her.say('#MeToo', { sensitive: true })).id;
  return said;
}

test('C6 a reader leaves out warnings by the address; the choice is carried on, nowhere else', async (t) => {
  const house = await makeHouse(t);
  const said = await warn(house);
  const reader = new Visitor(house.url);
  const left = async (where) => {
    const { html } = await reader.get(where);
    const ids = voicesOf(html);
    return Object.keys(said).filter((key) => !ids.includes(said[key]));
  };
  for (const list of ['/c/metoo', '/c/metoo/lang/en', '/tags/metoo']) {
    assert.deepEqual(await left(list), [], list);
    assert.deepEqual(await left(`${list}?hide=all`), ['violence', 'gewalt', 'death', 'spiders', 'marked'], list);
    assert.deepEqual(await left(`${list}?hide=1`), ['violence', 'gewalt'], `${list}: the kind, in every language`);
    assert.deepEqual(await left(`${list}?hide=6,SPIDERS`), ['death', 'spiders'], list);
    assert.deepEqual(await left(`${list}?hide=spider`), [], `${list}: whole words`);
    assert.deepEqual(await left(`${list}?hide=,,%20`), [], list);
  }
  assert.equal(reader.cookies.size, 0);
  const page = await reader.get('/c/metoo?hide=1');
  assert.match(page.html, /Left out by content warning: <bdi class="left-out">Violence<\/bdi> <a href="\/c\/metoo" rel="nofollow">/);
  const offers = [...page.html.matchAll(/<li><a href="(\/c\/[^"]+)" rel="nofollow">([^<]+)<\/a>/g)].map(([, href, name]) => [href, name]);
  assert.deepEqual(offers, [['/c/metoo?hide=1,all', 'Any content warning'], ['/c/metoo?hide=1,2', 'Sexual violence'],
    ['/c/metoo?hide=1,3', 'Violence against children'], ['/c/metoo?hide=1,4', 'Violence in a relationship'],
    ['/c/metoo?hide=1,5', 'Suicide or self-harm'], ['/c/metoo?hide=1,6', 'Death']]);
  assert.doesNotMatch((await reader.get('/c/metoo?hide=all')).html, /class="hiding"/);
});

test('C6 what is left out stays out on older pages and in other languages', async (t) => {
  const house = await makeHouse(t);
  const { people: [her] } = house;
  for (let i = 0; i < 50; i++)
    await her.say('#MeToo', { spoiler_text: i % 2 ? 'Violence' : '', language: i % 4 < 2 ? 'en' : 'es' });
  const reader = new Visitor(house.url);
  const page = await reader.get('/c/metoo?hide=1');
  const older = unescape(/<a rel="next" href="([^"]+)"/.exec(page.html)[1]);
  assert.match(older, /^\/c\/metoo\?hide=1&before=\d+$/);
  const rest = await reader.get(older);
  assert.equal(voicesOf(page.html).length + voicesOf(rest.html).length, 25);
  assert.doesNotMatch(page.html + rest.html, /<bdi>Violence<\/bdi><\/summary>/);
  for (const { href } of menuOf(page.html)) assert.match(href, /\?hide=1$/);
});

test('more than can be left out is refused, and nothing is shown instead', async (t) => {
  const house = await makeHouse(t);
  await house.people[0].say('#MeToo');
  const reader = new Visitor(house.url);
  for (const hide of ['x'.repeat(41), Array.from({ length: 13 }, (_, i) => `w${i}`).join(',')]) {
    const page = await reader.get(`/c/metoo?hide=${hide}`);
    assert.equal(page.status, 422);
    assert.match(page.html, /This leaves out too much at once/);
    assert.deepEqual(voicesOf(page.html), []);
  }
  const html = (await reader.get('/c/metoo?hide=%3Cb%3E%22')).html;
  assert.match(html, /<bdi class="left-out">&lt;b&gt;&quot;<\/bdi>/);
});

// --- the pages in every language

test('pages for everybody say where they are in every language', async (t) => {
  const house = await makeHouse(t, { people: 0 });
  const languages = ['en', ...(await readdir('po')).filter((name) => name.endsWith('.po')).map((name) => name.slice(0, -3))];
  const reader = new Visitor(house.url);
  for (const where of ['/', '/c/metoo', '/c/metoo/figures', '/about', '/safety', '/help']) {
    const { html } = await reader.get(`${where}?lang=ar`);
    const links = tags(html, ['link']).filter(({ rel, hreflang }) => rel === 'alternate' && hreflang);
    assert.deepEqual(links.map(({ hreflang }) => hreflang).sort(), [...languages, 'x-default'].sort(), where);
    for (const { hreflang, href } of links)
      assert.equal(href, `${where}?lang=${hreflang === 'x-default' ? '' : hreflang}`);
  }
  const chosen = await send(house.url, 'GET', '/about?lang=', { headers: { 'accept-language': 'es' } });
  assert.match(chosen.text, /<html lang="es"/);
  for (const where of ['/login', '/w', '/c/metoo/lang/en', '/tags/metoo'])
    assert.doesNotMatch((await reader.get(where)).html, /x-default/, where);
});

test('the chosen language is carried on by every link of every page', async (t) => {
  const site = await makeSite(t);
  for (let i = 0; i < 25; i++) await site.her.submit(await site.her.get('/c/metoo'), '/c/metoo/me-too', {});
  const pages = [
    ...await crawl(site, ['/?lang=es', '/c/metoo/lang/es?lang=es&hide=1', '/tags/MeToo?lang=es', '/nothing?lang=es']),
    ...await crawl(site, ['/me?lang=es', '/c/metoo?lang=es'], site.her),
  ];
  const spanish = pages.filter(({ where, headers }) => /[?&]lang=es\b/.test(where)
    && /^text\/html/.test(headers.get('content-type') ?? ''));
  assert.ok(spanish.length > 40, String(spanish.length));
  for (const { where, html } of spanish) {
    for (const { name, href, action } of tags(html, ['a', 'form'])) {
      const address = unescape(href ?? action ?? '');
      if (!address.startsWith('/') || /^\/(assets|api|feed)\//.test(address)) continue;
      assert.match(address, /[?&]lang=[\w-]+(#|&|$)/, `${where} <${name}> leads to ${address}`);
    }
  }
});
