// SPDX-License-Identifier: AGPL-3.0-or-later
// What other sites may show of this one: small frames without script, cookie or form, with the voices of
// those alone who agreed to it; the code for them; oEmbed (https://oembed.com).
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { send } from '../house.js';
import { Visitor } from '../clients/visitor.js';
import { makeHouse } from './people.js';
import { one, parseXml } from './xml.js';

const FRAME_BYTES_MAX = 10 * 1024;
const CSP = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
  + 'frame-ancestors *; sandbox allow-popups allow-popups-to-escape-sandbox';

async function frame(house, where, headers = {}) {
  const answer = await send(house.url, 'GET', where, { headers });
  assert.equal(answer.status, 200, `${where}: ${answer.text}`);
  assert.equal(answer.headers.get('content-security-policy'), CSP, where);
  assert.equal(answer.headers.get('cross-origin-resource-policy'), 'cross-origin', where);
  assert.equal(answer.headers.get('referrer-policy'), 'no-referrer', where);
  assert.equal(answer.headers.get('x-robots-tag'), 'noindex, noarchive', where);
  assert.equal(answer.headers.get('set-cookie'), null, where);
  assert.equal(answer.headers.get('cache-control'), 'no-cache', where);
  assert.doesNotMatch(answer.text, /<(script|form|input|iframe|img)\b|\son\w+=|form_token/, where);
  for (const [link] of answer.text.matchAll(/<a [^>]*>/g))
    assert.match(link, /^<a href="\/[^"]*" target="_blank" rel="noopener noreferrer"/, where);
  const sheet = await send(house.url, 'GET', /href="(\/assets\/embed\.[^"]+)"/.exec(answer.text)[1]);
  assert.equal(sheet.headers.get('cross-origin-resource-policy'), 'cross-origin');
  assert.doesNotMatch(sheet.text, /url\(|@import/);
  const bytes = Buffer.byteLength(answer.text) + Buffer.byteLength(sheet.text);
  assert.ok(bytes < FRAME_BYTES_MAX, `${where}: ${bytes} bytes`);
  return answer.text;
}

test('the figures of a call, in a frame', async (t) => {
  const house = await makeHouse(t, { people: 3 });
  for (const person of house.people) await person.say('#MeToo');
  const html = await frame(house, '/embed/metoo');
  assert.match(html, /<b>3<\/b> people/);
  assert.match(html, /<svg [^>]*aria-hidden="true"[^>]*><path d="M/);
  assert.match(html, /<a href="\/c\/metoo"/);
  assert.match(html, /Counted here from what stands at this moment, each person once\./);
  const arabic = await frame(house, '/embed/metoo?lang=ar&theme=dark');
  assert.match(arabic, /<html lang="ar" dir="rtl" class="dark">/);
  assert.match(arabic, /<a href="\/c\/metoo\?lang=ar"/);
  assert.match(await frame(house, '/embed/metoo?theme=%22x', { 'accept-language': 'es' }), /<html lang="es" dir="ltr" class="">/);
  assert.match(await frame(house, '/embed/1'), /<b>3<\/b>/);
});

test('a frame is small, whatever stands in it', async (t) => {
  const house = await makeHouse(t, { people: 5 });
  for (const person of house.people) {
    await person.must('PATCH', '/api/v1/accounts/update_credentials', { display_name: '&'.repeat(30) });
    await person.say(`#MeToo ${'& '.repeat(400)}`);
    await person.say(`#MeToo ${'मैं "अकेली" 🍚 '.repeat(30)}`, { language: 'hi' });
    await person.say('#MeToo', { spoiler_text: '&'.repeat(200) });
  }
  await frame(house, '/embed/metoo/MeToo');
  for (let i = 0; i < 2; i++) for (const person of house.people) await person.say(`#MeToo ${'&'.repeat(400)}`);
  await frame(house, '/embed/metoo/MeToo?lang=hi');
});

test('C2 the newest five voices of a hashtag, of those who agreed to it', async (t) => {
  const house = await makeHouse(t);
  const { people: [her] } = house;
  const said = [];
  for (let i = 0; i < 7; i++) said.unshift(await her.say(`Number ${i}. #MeToo`));
  await her.say('Words behind it. #MeToo', { spoiler_text: 'Violence' });
  const visitor = new Visitor(house.url);
  await visitor.submit(await visitor.get('/w'), '/w', { text: 'For the pages here. #MeToo', audience: ['pages'] });
  const apps = new Visitor(house.url);
  await apps.submit(await apps.get('/w'), '/w', { text: 'For apps alone. #MeToo', audience: ['apps'] });
  const html = await frame(house, '/embed/metoo/metoo');
  assert.equal([...html.matchAll(/<article>/g)].length, 5);
  assert.doesNotMatch(html, /For the pages here|Words behind it|Number 3/);
  assert.match(html, /Content warning: <bdi>Violence<\/bdi>/);
  assert.match(html, /For apps alone\. #MeToo/);
  const [first] = html.split('</article>');
  assert.doesNotMatch(first.slice(first.indexOf('<article>')), /href="\/voice/, 'it has no page to lead to');
  assert.match(html, new RegExp(`href="/voice/${said[0].id}"`));
  await her.withdraw(said[0]);
  assert.doesNotMatch(await frame(house, '/embed/metoo/MeToo'), /Number 6/);
  const other = await frame(house, `/embed/metoo/${encodeURIComponent('YoTambién')}?lang=es`);
  assert.match(other, /<h1><a [^>]*lang="es"><bdi>#YoTambién<\/bdi>/);
  assert.doesNotMatch(other, /<article>/);
});

test('only hashtags of the family; what is not there is not there', async (t) => {
  const house = await makeHouse(t);
  await house.people[0].say('#other #MeToo');
  for (const where of ['/embed/none', '/embed/metoo/other', '/embed/none/MeToo', '/embed/metoo/%20', '/embed', '/embed/metoo/MeToo/x']) {
    const { status, headers } = await send(house.url, 'GET', where);
    assert.equal(status, 404, where);
    assert.match(headers.get('content-security-policy'), /frame-ancestors 'none'/, where);
  }
});

test('H18 nothing but the frames can be framed by other sites', async (t) => {
  const house = await makeHouse(t);
  const post = await house.people[0].say('#MeToo');
  for (const where of ['/', '/c/metoo', '/c/metoo/embed', '/c/metoo/figures', '/tags/metoo', `/voice/${post.id}`, '/w', '/login',
    '/robots.txt', '/feed/c/metoo', '/oembed?url=x', '/c/metoo/lang/en']) {
    const { headers } = await send(house.url, 'GET', where);
    assert.match(headers.get('content-security-policy'), /frame-ancestors 'none'/, where);
  }
  const press = await send(house.url, 'GET', '/c/metoo/press');
  assert.match(press.headers.get('content-security-policy'), /frame-ancestors 'self'/);
});

test('the code to copy shows what it says', async (t) => {
  const house = await makeHouse(t);
  const reader = new Visitor(house.url);
  assert.match((await reader.get('/c/metoo')).html, /<a href="\/c\/metoo\/embed">Show this on your site<\/a>/);
  const { html } = await reader.get('/c/metoo/embed?lang=es');
  const codes = [...html.matchAll(/<pre [^>]*>(.*?)<\/pre>/gs)]
    .map(([, code]) => code.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'));
  assert.equal(codes.length, 2);
  for (const code of codes) {
    const [, src] = /^<iframe src="([^"]+)" title="[^"]+" width="100%" height="\d+" frameborder="0" loading="lazy" referrerpolicy="no-referrer"><\/iframe>$/.exec(code);
    assert.ok(src.startsWith(`${house.url}/embed/metoo`), src);
    assert.match(await frame(house, src.slice(house.url.length)), /<html lang="es"/);
  }
  assert.match(codes[1], /YoTambi%C3%A9n\?lang=es/);
});

// --- oEmbed

const ask = (house, url, more = '') => send(house.url, 'GET', `/oembed?url=${encodeURIComponent(url)}${more}`);

test('oEmbed: the figures of a call and the voices of a hashtag', async (t) => {
  const house = await makeHouse(t);
  const cases = [['/c/metoo', '/embed/metoo'], ['/c/metoo/', '/embed/metoo'], ['/c/metoo/figures#x', '/embed/metoo'],
    ['/embed/metoo', '/embed/metoo'], ['/tags/METOO', '/embed/metoo/MeToo'], ['/embed/metoo/metoo', '/embed/metoo/MeToo'],
    ['/tags/YoTambi%C3%A9n?lang=es', '/embed/metoo/YoTambi%C3%A9n?lang=es'], ['/c/metoo?lang=%22x', '/embed/metoo']];
  for (const [page, framed] of cases) {
    const { status, json, headers } = await ask(house, house.url + page);
    assert.equal(status, 200, page);
    assert.match(headers.get('content-type'), /^application\/json/);
    assert.equal(json.version, '1.0');
    assert.equal(json.type, 'rich');
    assert.ok(json.title && json.provider_name && json.cache_age > 0);
    assert.equal(json.provider_url, house.url);
    const [, src, width, height] = /^<iframe src="([^"]+)" width="(\d+)" height="(\d+)" title="[^"]*" /.exec(json.html);
    assert.equal(src, house.url + framed, page);
    assert.deepEqual([Number(width), Number(height)], [json.width, json.height]);
    assert.equal((await send(house.url, 'GET', framed)).status, 200, framed);
  }
});

test('oEmbed: no larger than was asked for; also as XML', async (t) => {
  const house = await makeHouse(t);
  const { json } = await ask(house, `${house.url}/c/metoo`, '&maxwidth=200&maxheight=150');
  assert.deepEqual([json.width, json.height], [200, 150]);
  const large = await ask(house, `${house.url}/c/metoo`, '&maxwidth=5000&maxheight=5000&format=json');
  const small = await ask(house, `${house.url}/c/metoo`);
  assert.deepEqual(large.json, small.json);
  const { headers, text } = await ask(house, `${house.url}/tags/MeToo`, '&format=xml');
  assert.equal(headers.get('content-type'), 'text/xml; charset=utf-8');
  const root = parseXml(text);
  assert.equal(root.name, 'oembed');
  const list = (await ask(house, `${house.url}/tags/MeToo`)).json;
  for (const [name, value] of Object.entries(list)) assert.equal(one(root, name).text, String(value), name);
});

test('oEmbed: what is not ours or not offered is refused', async (t) => {
  const house = await makeHouse(t);
  const post = await house.people[0].say('#MeToo');
  const { url } = house;
  const not = ['https://elsewhere.invalid/c/metoo', `${url}.elsewhere.invalid/c/metoo`, `${url}/`, url, `${url}/c/none`, `${url}/c/`,
    `${url}/tags/other`, `${url}/tags/%FF`, `${url}/voice/${post.id}`, `${url}/me`, `${url}/embed/metoo/other`, `${url}/n/c/metoo`, 'x'];
  for (const address of not) {
    const { status, json } = await ask(house, address);
    assert.equal(status, 404, address);
    assert.equal(typeof json.error, 'string');
  }
  assert.equal((await ask(house, `${url}/c/metoo`, '&format=yaml')).status, 501);
  for (const more of ['&maxwidth=x', '&maxwidth=0', '&maxheight=-3', '&maxwidth=99999999'])
    assert.equal((await ask(house, `${url}/c/metoo`, more)).status, 422, more);
  assert.equal((await ask(house, `${url}/c/metoo?${'x'.repeat(2000)}`)).status, 422);
  assert.equal((await send(url, 'GET', '/oembed')).status, 422);
});

test('oEmbed: the page of a call says where to ask', async (t) => {
  const house = await makeHouse(t);
  const { html } = await new Visitor(house.url).get('/c/metoo?lang=es');
  const [, where] = /<link rel="alternate" type="application\/json\+oembed" href="([^"]+)">/.exec(html);
  assert.equal((await send(house.url, 'GET', where)).json.type, 'rich');
});
