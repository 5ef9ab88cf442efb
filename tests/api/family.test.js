// SPDX-License-Identifier: AGPL-3.0-or-later
// The family of hashtags that comes with the program: the page and the API that tell where each comes
// from; what is asked before somebody is named; imitations, decided by organisers alone.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { command, mustRun, root } from '../house.js';
import { Visitor } from '../clients/visitor.js';
import { makeHouse, SETTINGS } from './people.js';

const FAMILY = '/api/chorus/v1/campaigns/metoo/family';
const cleanups = [];
const later = { after: (work) => cleanups.unshift(work) };
let house;
let olga;
let nora;

async function member(username, ...role) {
  const made = await mustRun('person', 'add', '--data', house.dir, '--username', username, ...role);
  const who = new Visitor(house.url);
  await who.submit(await who.get('/login'), '/login', { receipt: /receipt\s+(\S+)/.exec(made)[1] });
  return who;
}

before(async () => {
  house = await makeHouse(later, { people: 2, settings: [...SETTINGS, 'figures_floor=20'] });
  await mustRun('hashtag', 'import', '--data', house.dir, '--campaign', 'metoo',
    path.join(root, 'share/families/metoo.csv'));
  olga = await member('olga', '--role', 'organiser', '--campaign', 'metoo');
  nora = await member('nora');
});

after(async () => {
  for (const work of cleanups) await work();
});

const people = async () => (await house.nobody.get('/api/chorus/v1/campaigns/metoo/figures')).windows.all.people;

async function assertRecount() {
  const { code, stdout } = await command(['recount', '--data', house.dir]);
  assert.equal(code, 0, stdout);
}

test('the family as a tree: every hashtag once, with language, sense, since, source and confidence', async () => {
  const { campaign, branches } = await house.nobody.get(FAMILY);
  assert.equal(campaign, 'metoo');
  assert.deepEqual(branches.map(({ relation }) => relation),
    ['predecessor', 'call', 'translation', 'branch', 'solidarity', 'successor']);
  const all = branches.flatMap(({ hashtags }) => hashtags);
  assert.equal(new Set(all.map(({ name }) => name)).size, 67);
  const named = (name) => all.find((hashtag) => hashtag.name === name);
  assert.deepEqual(branches[1].hashtags.map(({ name }) => name), ['MeToo']);
  assert.equal(named('HerToo').relation, 'successor');
  assert.equal(named('أنا_كمان').relation, 'translation');
  const { language, region, sense, since, source, confidence, imitates } = named('BalanceTonPorc');
  assert.deepEqual({ language, region, sense, since, confidence, imitates },
    { language: 'fr', region: 'FR', sense: 'expose', since: '2017-10-13', confidence: 'certain', imitates: '' });
  assert.match(source, /Sandra Muller/);
  const years = branches[0].hashtags.map((hashtag) => hashtag.since);
  assert.deepEqual(years, [...years].sort());
  const flat = await house.nobody.get('/api/chorus/v1/campaigns/metoo/hashtags');
  assert.deepEqual(flat.map(({ name }) => name).sort(), all.map(({ name }) => name).sort());
  assert.equal((await house.nobody.send('GET', '/api/chorus/v1/campaigns/other/family')).status, 404);
});

test('the page of the tree is light, and each hashtag stands in its own language', async () => {
  for (const lang of ['en', 'ar', 'hi', 'zh-Hans']) {
    const page = await nora.get(`/c/metoo/family?lang=${lang}`);
    assert.equal(page.status, 200);
    assert.ok(Buffer.byteLength(page.html) < 50_000, `${lang}: ${Buffer.byteLength(page.html)} bytes`);
    assert.ok(gzipSync(page.html).length < 14_000, `${lang}: ${gzipSync(page.html).length} bytes`);
    assert.equal([...page.html.matchAll(/<bdi>#/g)].length, 67, lang);
    assert.match(page.html, /lang="ar"><bdi>#أنا_كمان<\/bdi>/);
    assert.doesNotMatch(page.html, /<script(?! src="\/assets)/);
  }
  assert.match((await nora.get('/c/metoo')).html, /href="\/c\/metoo\/family"/);
});

test('one press says "me too" in the language of the page, never a hashtag of another sense', async () => {
  const said = async (lang) => /name="hashtag" value="([^"]*)"/.exec((await nora.get(`/c/metoo?lang=${lang}`)).html)[1];
  assert.equal(await said('fr'), 'MoiAussi'); // #BalanceTonPorc comes first in the file
  assert.equal(await said('tr'), 'MeToo'); // #SenDeAnlat came before the call
  assert.equal(await said('es'), 'YoTambién');
});

test('under a hashtag that exposes, a voice from the page is taken after one more press', async () => {
  const who = new Visitor(house.url);
  const form = await who.get('/w');
  const values = { text: 'He was my boss. #BalanceTonPorc' };
  const counted = await people();
  const asked = await who.submit(form, '/w', values);
  assert.match(asked.html, /Before you name somebody/);
  assert.match(asked.html, /before a court/);
  assert.equal(await people(), counted);
  const back = await who.submit(asked, '/w', { back: '1' });
  assert.match(back.html, /He was my boss\. #BalanceTonPorc<\/textarea>/);
  assert.match(back.html, /name="careful"/);
  const taken = await who.submit(asked, '/w', { careful: '1' });
  assert.match(taken.html, /class="code/);
  assert.equal(await people(), counted + 1);
  const second = new Visitor(house.url);
  const ticked = await second.submit(await second.get('/w'), '/w', { ...values, campaign: 'metoo', careful: '1' });
  assert.match(ticked.html, /class="code/);
  await assertRecount();
});

test('an edit that brings in a hashtag that exposes asks for the same care', async () => {
  const who = new Visitor(house.url);
  await who.submit(await who.get('/w'), '/w', { text: 'It was long ago.', pen_name: 'Wren', sign: '1' });
  const where = /href="(\/voice\/\d+)\/edit"/.exec((await who.get('/me')).html)[1];
  const edit = `${where}/edit`;
  const text = 'It was long ago. #BalanceTonPorc';
  const asked = await who.submit(await who.get(edit), edit, { text });
  assert.equal(asked.status, 422);
  assert.match(asked.html, /name="careful"/);
  assert.doesNotMatch((await who.get(where)).html, /BalanceTonPorc/);
  await who.submit(asked, edit, { text, careful: '1' });
  assert.match((await who.get(where)).html, /BalanceTonPorc/);
  await assertRecount();
});

test('from an app, a name under a hashtag that exposes waits for a moderator', async () => {
  const [anna] = house.people;
  const shown = async (post) => (await house.nobody.send('GET', `/api/v1/statuses/${post.id}`)).status === 200;
  const held = await anna.say('Horace Plumtree, at the office. #BalanceTonPorc');
  assert.equal(await shown(held), false);
  assert.ok(await shown(await anna.say('At the office, for years. #BalanceTonPorc')));
  assert.ok(await shown(await anna.say('Horace Plumtree, at the office. #MeToo')));
  await assertRecount();
});

test('an imitation is suggested to organisers alone and counts once one of them says so', async () => {
  const [, berta] = house.people;
  const counted = await people();
  const before = await berta.say('Said before. #МеТоо');
  assert.equal(await people(), counted);
  for (const who of [nora, new Visitor(house.url)]) {
    const page = await who.get('/m/f/1');
    assert.ok(page.status === 404 || new URL(page.url).pathname === '/login');
  }
  const desk = await olga.get('/m');
  assert.match(desk.html, /href="\/m\/f\/1"/);
  const list = await olga.get('/m/f/1');
  assert.match(list.html, /Looks like #MeToo<\/b> · <bdi>#МеТоо/);
  assert.match(list.html, /used by few so far/);
  const { values } = list.form('/m/f/1');
  assert.equal((await nora.submit(list, '/m/f/1', { what: 'hashtag-join' })).status, 403); // another's form
  assert.equal((await olga.submit(list, '/m/f/1', { what: 'hide' })).status, 422);
  assert.equal((await olga.submit(list, '/m/f/1', { what: 'hashtag-join', tag: '999' })).status, 404);
  assert.equal(await people(), counted);
  const joined = await olga.submit(list, '/m/f/1', { what: 'hashtag-join', tag: values.tag });
  assert.match(joined.html, /counted in/);
  assert.equal(await people(), counted, 'what was said before is not added');
  const after = await berta.say('Said after. #МеТоо');
  assert.equal(await people(), counted + 1);
  const { branches } = await house.nobody.get(FAMILY);
  assert.equal(branches[1].hashtags.find(({ name }) => name === 'МеТоо').imitates, 'metoo');
  assert.match((await nora.get('/c/metoo/family')).html, /Also written: <bdi>#МеТоо<\/bdi>/);
  assert.match((await nora.get('/c/metoo/family')).html, /joins the family later counts from then on/);
  assert.match((await olga.get('/m/h')).html, /A hashtag was counted in/);
  await assertRecount();
  await berta.withdraw(after);
  await berta.withdraw(before);
  assert.equal(await people(), counted);
  await assertRecount();
});

test('the same by command: listed, left out, counted in', async () => {
  const [anna] = house.people;
  const at = ['--data', house.dir, '--campaign', 'metoo'];
  await anna.say('#MeT00');
  const row = async () => (await mustRun('hashtag', 'confusables', ...at)).split('\n')
    .find((line) => line.startsWith('MeT00\t'));
  assert.equal(await row(), 'MeT00\tMeToo\t0\t');
  await mustRun('hashtag', 'apart', ...at, '#MeT00');
  assert.equal(await row(), 'MeT00\tMeToo\t0\tapart');
  assert.equal((await command(['hashtag', 'apart', ...at, 'MeT00'])).code, 1);
  await mustRun('hashtag', 'join', ...at, 'MeT00');
  assert.equal(await row(), 'MeT00\tMeToo\t0\tjoined');
  assert.equal((await command(['hashtag', 'join', ...at, 'MeToo'])).code, 1);
  await assertRecount();
});
