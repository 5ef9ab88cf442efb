// SPDX-License-Identifier: AGPL-3.0-or-later
// People who listen, on the pages: found by country and language, asked for in forms that are sent, beside
// every form for a story, and first of all for those under 18. The letters and numbers are those of the study.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Visitor } from '../clients/visitor.js';
import { addMeToo, makeDir, mustRun, root, serve } from '../house.js';

const SETTINGS = ['limits=off', 'release_step=1', 'page_fresh_ms=0'];
const starter = path.join(root, 'share/help');

/** Like assert.match, but a failure does not print the page. */
function has(text, pattern) {
  assert.ok(pattern.test(text), `${pattern} is not there`);
}

function lacks(text, pattern) {
  assert.ok(!pattern.test(text), `${pattern} is there`);
}

/** A directory of its own: rows after the head of each file. */
async function writeHelp(dir, files) {
  const heads = {
    organization: 'id,name,website', service: 'id,organization_id,name,status,description,assured_date',
    phone: 'id,service_id,number,type,description', language: 'id,service_id,code',
    service_area: 'id,service_id,uri', attribute: 'id,link_id,link_entity,taxonomy_term_id',
    url: 'id,service_id,label,url', taxonomy_term: 'id,code,taxonomy',
  };
  const where = path.join(dir, 'help');
  await mkdir(where, { recursive: true });
  for (const [name, rows] of Object.entries(files)) {
    await writeFile(path.join(where, `${name}.csv`), [heads[name], ...rows, ''].join('\n'));
  }
  return where;
}

const BR = 'https://www.iso.org/obp/ui/#iso:code:3166:BR';

async function site(t, help = starter) {
  const dir = await makeDir(t);
  await addMeToo(dir);
  if (help) await mustRun('help', 'import', '--data', dir, typeof help === 'string' ? help : await writeHelp(dir, help));
  const server = await serve(t, dir, SETTINGS);
  return { dir, server, visitor: () => new Visitor(server.url) };
}

const ask = async (who, values, where = '/help') => who.submit(await who.get(where), where, values);

/** The names of the entries below a heading, in their order. */
function parts(html) {
  return Object.fromEntries([...html.matchAll(/<section class="part"[^>]*>\s*<h3[^>]*>(.*?)<\/h3>(.*?)<\/section>/gs)]
    .map(([, title, inside]) => [title, [...inside.matchAll(/<h4><bdi>(.*?)<\/bdi>/g)].map(([, name]) => name)]));
}

test('F8 helplines are found by country, with number, call and what is known of them', async (t) => {
  const { visitor } = await site(t);
  const page = await ask(visitor(), { country: 'DE' });
  assert.equal(page.status, 200);
  has(page.html, /<h2 id="found"><bdi>Germany<\/bdi>/);
  assert.deepEqual(parts(page.html)['People who listen'], ['Hilfetelefon Gewalt gegen Frauen']);
  has(page.html, /<bdi dir="ltr">08000 116 016<\/bdi><\/span> <a class="button" href="tel:08000116016" rel="nofollow"/);
  has(page.html, /Day and night, every day/);
  has(page.html, /Answers in sign language/);
  has(page.html, /href="https:\/\/www\.hilfetelefon\.de" rel="noreferrer noopener nofollow"/);
  has(page.html, /Not checked since it was entered here on/);
  has(page.html, /Not yet confirmed by the organisers/);
});

test('F8 the numbers of Japan and of texts are dialled as they must be, or not at all', async (t) => {
  const { visitor } = await site(t);
  has((await ask(visitor(), { country: 'JP' })).html, /#8891<\/bdi><\/span> <a class="button" href="tel:%238891"/);
  const spain = (await ask(visitor(), { country: 'ES' })).html;
  has(spain, /600 000 016<\/bdi><\/span> <span class="hint"><bdi>WhatsApp<\/bdi><\/span><\/li>/);
  lacks(spain, /tel:600000016/);
  has(spain, /Does not appear on the telephone bill/);
});

test('F8 those who speak the language come first, the others are not hidden', async (t) => {
  const { visitor } = await site(t);
  const page = await ask(visitor(), { country: 'BE', language: 'fr' });
  const found = parts(page.html);
  assert.deepEqual(found['In the language you asked for'], ['Écoute violences conjugales']);
  assert.deepEqual(found['Other languages, or not said'], ['1712', 'SOS Viol']);
});

test('F8 the audience that was asked for comes first; lines for perpetrators stand apart, last', async (t) => {
  const { visitor } = await site(t);
  const men = parts((await ask(visitor(), { country: 'IL', audience: 'men' })).html);
  assert.deepEqual(men, { 'For men': ['1203'], 'People who listen': ['1202'] });
  const france = await ask(visitor(), { country: 'FR' });
  const found = parts(france.html);
  assert.deepEqual(found['For people who have hurt somebody, or are afraid they might'], ['08 019 019 11']);
  assert.ok(!found['People who listen'].includes('08 019 019 11'));
  assert.equal(Object.keys(found).at(-1), 'For people who have hurt somebody, or are afraid they might');
  const children = parts((await ask(visitor(), { country: 'FR', audience: 'child' })).html);
  assert.deepEqual(Object.values(children)[0], ['116 111', '116 000']);
});

test('F8 a country without an entry, or with one for perpetrators only, gets the directories and 112/911', async (t) => {
  const { visitor } = await site(t, {
    organization: ['o,O,'], service: ['s,o,A line,active,,'], phone: ['p,s,1,voice,'],
    service_area: [`a,s,${BR}`], attribute: ['x,s,service,t'], taxonomy_term: ['t,audience-perpetrator,chorus-help'],
  });
  for (const country of ['BO', 'BR']) {
    const page = await ask(visitor(), { country });
    has(page.html, /We know of nobody in this country yet/);
    has(page.html, /112 in Europe and many other places, 911 in North America/);
    for (const host of ['lila.help', 'nomoredirectory.org', 'findahelpline.com', 'childhelplineinternational.org']) {
      has(page.html, new RegExp(`<a href="https://${host}" rel="noreferrer noopener nofollow">`));
    }
  }
});

test('F8 what was checked says when; what is stale says so; what is older is not shown', async (t) => {
  const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const services = [['fresh', 10], ['stale', 400], ['gone', 541]];
  const { visitor } = await site(t, {
    organization: ['o,O,'],
    service: services.map(([id, ago]) => `${id},o,${id} line,active,,${day(ago)}`),
    phone: services.map(([id]) => `p-${id},${id},1,voice,`),
    service_area: services.map(([id]) => `a-${id},${id},${BR}`),
  });
  const page = await ask(visitor(), { country: 'BR' });
  assert.deepEqual(parts(page.html)['People who listen'], ['fresh line', 'stale line']);
  has(page.html, /fresh line.*?Last checked on .*?stale line.*?Not checked since \d/s);
});

test('F8 an entry that two have confirmed no longer says that nobody has', async (t) => {
  const { dir, visitor } = await site(t);
  for (const name of ['ana', 'bea']) {
    await mustRun('person', 'add', '--data', dir, '--username', name, '--role', 'organiser');
    await mustRun('help', 'confirm', '--data', dir, 'a2000000-0000-4000-8000-000000000015', '--by', name);
  }
  let page;
  for (let i = 0; i < 50; i++) { // the server notices another process within a moment
    page = await ask(visitor(), { country: 'IT' });
    if (/Last checked on/.test(page.html)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const entry = /<h4><bdi>1522<.*?<\/article>/s.exec(page.html)[0];
  has(entry, /Last checked on/);
  lacks(entry, /Not yet confirmed/);
});

test('F8 the help box stands above the form for a story, on every page that has one', async (t) => {
  const { visitor } = await site(t);
  for (const where of ['/w', '/w?campaign=1']) {
    const { html } = await visitor().get(where);
    const box = html.indexOf('class="help-box"');
    assert.ok(box > 0 && box < html.indexOf('action="/w"'), where);
    const inside = html.slice(box, html.indexOf('action="/w"'));
    has(inside, /<form method="post" action="\/help"/);
    has(inside, /<option value="DE">Germany/);
    lacks(inside, /<option value="BO"/);
    has(inside, /<a href="\/y">I am under 18<\/a>/);
  }
});

test('F8 no form for a story without help: an empty directory shows the world\'s and 112/911 before it', async (t) => {
  const { visitor } = await site(t, null);
  for (const where of ['/w', '/w?campaign=1']) {
    const { html } = await visitor().get(where);
    const box = html.slice(html.indexOf('class="help-box"'), html.indexOf('action="/w"'));
    has(box, /112 in Europe/);
    has(box, /https:\/\/lila\.help/);
    lacks(box, /<select/);
  }
});

test('F8 a refused story comes back with the help box, an answer and an edit have none', async (t) => {
  const { visitor } = await site(t);
  const who = visitor();
  const refused = await who.submit(await who.get('/w'), '/w', { text: '' });
  assert.equal(refused.status, 422);
  has(refused.html, /class="help-box"/);
  await who.submit(await who.get('/w'), '/w', { text: 'Made up.' });
  const voice = /id="v(\d+)"/.exec((await who.get('/me')).html)[1];
  for (const where of [`/voice/${voice}`, `/voice/${voice}/edit`]) {
    lacks((await who.get(where)).html, /class="help-box"/);
  }
});

test('F8 the receipt shows who listens in the country that was said; without one it asks', async (t) => {
  const { visitor } = await site(t);
  const who = visitor();
  const receipt = await who.submit(await who.get('/w'), '/w', { text: 'Made up.', country: 'FR' });
  has(receipt.html, /class="code"/);
  const care = /<section class="care".*?<\/section>/s.exec(receipt.html)[0];
  has(care, /3919/);
  lacks(care, /08 019 019 11/);
  const all = await who.submit(receipt, '/help', {});
  has(all.html, /<bdi>France<\/bdi>/);
  const again = await who.submit(await who.get('/w'), '/w', { text: 'Also made up.', country: 'FR', sign: '0' });
  has(again.url, /\/r$/);
  has(/<section class="care".*?<\/section>/s.exec(again.html)[0], /3919/);
  const nowhere = await visitor().get('/w').then((page) => visitor().submit(page, '/w', { text: 'Made up.' }));
  has(/<section class="care".*?<\/section>/s.exec(nowhere.html)[0], /<a class="button" href="\/help">/);
  const empty = await visitor().get('/w').then((page) => visitor().submit(page, '/w', { text: 'Made up.', country: 'BO' }));
  has(/<section class="care".*?<\/section>/s.exec(empty.html)[0], /We know of nobody.*lila\.help/s);
});

test('H9 country, language and audience stand in no address, and an address answers no question', async (t) => {
  const { visitor } = await site(t);
  const who = visitor();
  const page = await ask(who, { country: 'ES', language: 'es', audience: 'men' });
  assert.equal(new URL(page.url).search, '');
  const addresses = [...page.html.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, url]) => url);
  for (const url of addresses.filter((one) => one.startsWith('/'))) {
    assert.doesNotMatch(url, /ES|country|audience|language/, url);
  }
  for (const where of ['/help?country=ES&language=es', '/y?country=ES']) {
    const asked = await visitor().get(where);
    assert.equal(asked.status, 200);
    lacks(asked.html, /id="found"|<option value="ES" selected/);
  }
  assert.equal(who.cookies.size, 0);
});

test('H9 what was asked is kept nowhere: not in a file, not in the log', async (t) => {
  const { dir, server, visitor } = await site(t, {
    organization: ['o,O,'], service: ['s,o,A line,active,,'], phone: ['p,s,1,voice,'], service_area: [`a,s,${BR}`],
  });
  await ask(visitor(), { country: 'KH', language: 'km', audience: 'lgbtqi' });
  await ask(visitor(), { country: 'KH' }, '/y');
  await server.stop();
  for (const name of await readdir(dir)) {
    if (name === 'help') continue;
    const content = (await readFile(path.join(dir, name))).toString('latin1');
    assert.ok(!/lgbtqi|country=|language=/.test(content), name);
  }
  assert.doesNotMatch(server.log, /KH|help\?|lgbtqi/);
});

test('H2 pages about help are kept by nobody', async (t) => {
  const { server, visitor } = await site(t);
  for (const where of ['/help', '/y']) {
    const answer = await fetch(new URL(where, server.url));
    assert.equal(answer.headers.get('cache-control'), 'no-store', where);
    assert.equal(answer.headers.get('etag'), null, where);
    const form = (await visitor().get(where)).form(where);
    const sent = await fetch(new URL(where, server.url), { method: 'POST',
      body: new URLSearchParams({ ...form.values, country: 'DE' }) });
    assert.equal(sent.status, 200);
    assert.equal(sent.headers.get('cache-control'), 'no-store', where);
  }
});

test('a question that cannot be understood is asked again, with what was chosen', async (t) => {
  const { visitor } = await site(t);
  for (const [values, why] of [[{}, /Please choose a country/], [{ country: 'QQ' }, /country is not known/],
    [{ country: 'DE', language: 'qqqq' }, /language is not known/]]) {
    for (const where of ['/help', '/y']) {
      const page = await ask(visitor(), values, where);
      assert.equal(page.status, 422);
      has(page.text(/<p class="refused"[^>]*>(.*?)<\/p>/s), why);
      assert.ok(page.form(where).values.form_token);
    }
  }
  assert.equal((await ask(visitor(), { country: 'x'.repeat(200) })).status, 422);
  has((await ask(visitor(), { country: 'de', audience: 'cats' })).html, /<bdi>Germany<\/bdi>/);
});

test('a question from a form that was open for too long is answered all the same, but not one from elsewhere', async (t) => {
  const { server } = await site(t);
  const send = (where, headers) => fetch(new URL(where, server.url), {
    method: 'POST', headers, body: new URLSearchParams({ form_token: 'old', country: 'DE' }) });
  for (const where of ['/help', '/y']) {
    const answer = await send(where, { 'sec-fetch-site': 'same-origin' });
    assert.equal(answer.status, 403);
    has(await answer.text(), /<bdi>Germany<\/bdi>/);
    has(await (await send(where, { 'sec-fetch-site': 'cross-site' })).text(), /Please try again/);
  }
});

test('C10 under 18: a page of its own, child helplines first, what one can do, and nothing to publish', async (t) => {
  const { visitor } = await site(t);
  const first = await visitor().get('/y');
  assert.equal(first.status, 200);
  for (const page of [first, await ask(visitor(), { country: 'DE' }, '/y')]) {
    has(page.html, /not your fault/);
    has(page.html, /112 in Europe/);
    has(page.html, /https:\/\/childhelplineinternational\.org/);
    has(page.html, /Tell an adult you trust/);
    has(page.html, /we do not publish stories of people under 18/);
    lacks(page.html, /<textarea|action="\/w"|me-too"|\/join/);
    const forms = [...page.html.matchAll(/<form[^>]*action="([^"]*)"/g)].map(([, action]) => action);
    assert.deepEqual(forms, ['/y']);
  }
  const found = await ask(visitor(), { country: 'DE' }, '/y');
  const names = [...found.html.matchAll(/<h4><bdi>(.*?)<\/bdi>/g)].map(([, name]) => name);
  assert.deepEqual(names, ['116 111', '116 000']);
  assert.ok(found.html.indexOf('116 111') < found.html.indexOf('What you can do'));
  has((await ask(visitor(), { country: 'BO' }, '/y')).html, /no helpline for children in this country/);
});

test('C10 nobody is asked for an age, and none is kept', async (t) => {
  const { visitor } = await site(t);
  const stored = [...(await visitor().get('/about/storage')).html.matchAll(/<summary><b>(\w+)<\/b>.*?<\/details>/gs)]
    .filter(([, table]) => !table.startsWith('help_')); // for whom a service is, as it says itself
  assert.ok(stored.length > 30);
  for (const [fields] of stored) lacks(fields, /<dt>(\w*_)?(age|birth\w*|born\w*|minor\w*|young\w*)<\/dt>/);
  for (const where of ['/y', '/w', '/c/metoo', '/join']) {
    lacks((await visitor().get(where)).html, /name="(age|birth\w*|year)"/);
  }
});

test('C12 help, safety and the way out stand at the same place of every page', async (t) => {
  const { visitor } = await site(t);
  const who = visitor();
  await who.submit(await who.get('/w'), '/w', { text: 'Made up.' });
  const voice = /id="v(\d+)"/.exec((await who.get('/me')).html)[1];
  const places = ['/', '/c/metoo', '/c/metoo/figures', '/w', '/help', '/y', '/safety', '/about', '/about/storage',
    '/login', '/join', '/tags/metoo', `/voice/${voice}`, `/voice/${voice}/report`, '/nothing', '/me', '/me/delete',
    `/voice/${voice}/edit`, `/voice/${voice}/withdraw`];
  for (const where of places) {
    const { html } = await who.get(where);
    const head = html.slice(0, html.indexOf('<main'));
    has(head, /class="skip".*class="exit" href="\/leave".*<header.*href="\/help">Help<.*href="\/safety">Safety</s);
  }
});

test('C9 nothing on these pages doubts or blames', async (t) => {
  const { visitor } = await site(t);
  const pages = [await ask(visitor(), { country: 'FR' }), await ask(visitor(), { country: 'FR' }, '/y'),
    await visitor().get('/w')];
  for (const { html } of pages) {
    lacks(html.replace(/<[^>]*>/g, ' '), /\balleged|\bconfess|\bclaims?\b|\bvictim|should have|prove\b/i);
  }
});

test('H1 the pages about help load nothing from elsewhere, and what leads elsewhere says nothing of here', async (t) => {
  const { visitor } = await site(t);
  for (const page of [await ask(visitor(), { country: 'DE' }), await ask(visitor(), { country: 'DE' }, '/y'),
    await visitor().get('/w')]) {
    const loaded = [...page.html.matchAll(/<(?:link|script|img|iframe)[^>]*(?:href|src)="([^"]*)"/g)].map(([, url]) => url);
    assert.ok(loaded.length > 0 && loaded.every((url) => url.startsWith('/assets/')), loaded.join(' '));
    for (const [link] of page.html.matchAll(/<a[^>]*href="https:[^>]*>/g)) has(link, /rel="noreferrer noopener nofollow"/);
  }
});

test('the pages about help are in the language of the visitor, and lead back to themselves', async (t) => {
  const { visitor } = await site(t);
  const who = visitor();
  for (const [lang, say] of [['es', /Personas que escuchan/], ['ar', /أشخاص يستمعون/]]) {
    const page = await who.get(`/help?lang=${lang}`);
    const found = await who.submit(page, `/help?lang=${lang}`, { country: 'AU' });
    has(found.html, new RegExp(`<html lang="${lang}"`));
    has(found.html, say);
    has(found.html, /href="\/help\?lang=en" lang="en"/);
  }
});

test('the directory can be changed while the server runs', async (t) => {
  const { dir, server } = await site(t, null);
  const box = async () => {
    const html = await (await fetch(`${server.url}/w`)).text();
    return /class="help-box".*?<\/section>/s.exec(html)[0].includes('value="KE"');
  };
  assert.equal(await box(), false);
  await mustRun('help', 'import', '--data', dir, starter);
  const end = Date.now() + 20_000;
  while (!(await box())) assert.ok(Date.now() < end, 'the server does not notice');
});
