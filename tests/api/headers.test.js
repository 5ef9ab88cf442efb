// SPDX-License-Identifier: AGPL-3.0-or-later
// H1 to H9, H14, H15, H18: what browsers are told, over all routes and every page that links lead to.
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { send } from '../house.js';
import { Visitor } from '../clients/visitor.js';
import { apiRoutes, crawl, makeSite, pageRoutes, tags, unescape } from './site.js';

const CSP = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; " +
  "connect-src 'self'; font-src 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; " +
  "frame-ancestors 'none'; form-action 'self'";
// the one press without scripts stands in a frame of our own pages
const FRAME_CSP = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
const START = ['/', '/c/metoo', '/w', '/n/', '/k/safety', '/?lang=ar', '/n/safety?lang=es', '/nothing'];

const cleanups = [];
const later = { after: (work) => cleanups.unshift(work) };
let site;
let seen; // every page, as strangers and as she get them
let answers; // every route of the pages, GET and POST, as both get them

const pages = () => seen.filter(({ headers }) => /^text\/html/.test(headers.get('content-type') ?? ''));
const isOf = (page, ...paths) => paths.includes(page.where.replace(/^\/(n|k|nk)(?=\/)/, '').replace(/\?.*/, ''));

before(async () => {
  site = await makeSite(later, ['public_url=https://metoo.example']);
  seen = [...await crawl(site, START), ...await crawl(site, [...START, '/me', '/r'], site.her)];
  answers = [];
  for (const who of [undefined, site.her]) {
    for (const { method, where } of pageRoutes) {
      if (who && /logout|delete|leave/.test(where)) continue;
      answers.push(await site.ask(site.fill(where), { who, method, values: method === 'GET' ? undefined : {} }));
    }
  }
});

after(async () => {
  for (const work of cleanups) await work();
});

test('the crawl has seen the site', () => {
  assert.ok(pages().length > 60, `${pages().length} pages`);
  for (const { method, where } of pageRoutes.filter((row) => row.method === 'GET' && !row.where.startsWith('/oauth')))
    assert.ok(answers.some((answer) => answer.where === site.fill(where)), `${method} ${where}`);
});

test('H1: no request leaves the origin: CSP on every answer, no sub-resource from elsewhere', () => {
  for (const { where, headers } of [...seen, ...answers])
    if (!where.startsWith('/embed/')) assert.equal(headers.get('content-security-policy'), where.endsWith('/press') ? FRAME_CSP : CSP, where);
  for (const { where, html } of pages()) {
    const loaded = tags(html).filter(({ name, src, srcset, poster, data, rel }) =>
      src !== undefined || srcset !== undefined || poster !== undefined || data !== undefined ||
      (name === 'link' && rel !== undefined && rel !== 'alternate'));
    assert.ok(loaded.length >= (where.endsWith('/press') ? 1 : 3), where);
    for (const { name, src, href } of loaded) {
      const own = name === 'iframe'
        ? /^(\/(n|k|nk))?(\/c\/\w+\/press|\/embed\/metoo(\/[\w%]+)?)(\?([\w%=-]|&amp;)+)?$/ : /^\/assets\/[\w.]+$/;
      assert.match(src ?? href, own, `${where} <${name}>`);
    }
    assert.doesNotMatch(html, /<(object|embed|base|style)\b|\son\w+=|\sstyle=|url\(/i, where);
  }
});

test('H1: the style sheet loads nothing, and the script only what the page names', async () => {
  const sheet = await site.ask(`/assets/${site.asset}`);
  assert.doesNotMatch(sheet.html, /@import|url\(|\/\//);
  const script = /\/assets\/live[^"]+/.exec(seen[0].html)[0];
  assert.doesNotMatch((await site.ask(script)).html, /https?:|fetch\(|XMLHttpRequest|import\(/);
  const away = /\/assets\/away[^"]+/.exec((await site.ask('/w')).html)[0];
  const asks = (await site.ask(away)).html.match(/https?:|fetch\([^)]*\)|XMLHttpRequest|import\(/g);
  assert.deepEqual(asks, ['fetch(src, { method: "HEAD", cache: "no-store", credentials: "omit", signal })'], 'for itself, without a cookie');
});

test('H1, H4, H5, H15: every answer of the API carries its headers too', async () => {
  for (const { method, where } of apiRoutes) {
    if (/stream/.test(where)) continue;
    const { headers } = await send(site.url, method, site.fill(where), { body: method === 'GET' ? undefined : {} });
    assert.equal(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'", where);
    assert.equal(headers.get('referrer-policy'), 'no-referrer', where);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', where);
    assert.equal(headers.get('x-robots-tag'), 'noindex, noarchive', where);
    assert.ok(Number(/max-age=(\d+)/.exec(headers.get('strict-transport-security'))[1]) >= 31536000, where);
  }
});

test('H1, H4, H5, H15: a stream carries them as well', async () => {
  for (const where of ['/api/v1/streaming/public', '/api/v1/streaming/hashtag?tag=metoo', '/api/chorus/v1/campaigns/metoo/figures/stream']) {
    const headers = await new Promise((resolve, reject) => {
      get(new URL(where, site.url), (answer) => {
        resolve(answer.headers);
        answer.destroy();
      }).on('error', reject);
    });
    assert.match(headers['content-type'], /^text\/event-stream/, where);
    assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'", where);
    assert.equal(headers['referrer-policy'], 'no-referrer', where);
    assert.equal(headers['x-content-type-options'], 'nosniff', where);
    assert.equal(headers['x-robots-tag'], 'noindex, noarchive', where);
    assert.match(headers['strict-transport-security'], /^max-age=\d{8,}/, where);
    assert.match(headers['cache-control'], /no-store|no-cache/, where);
  }
});

test('H2: what is personal or being written is stored by no browser', () => {
  const hers = ['own', 'copy.json', 'copy.txt', 'edit', 'report', 'withdraw'].map((what) => `/voice/${site.voice}/${what}`);
  const personal = ['/w', '/r', '/help', '/y', '/login', '/join', '/me', '/me/delete', '/me/receipt', '/me/export.json',
    '/me/export.txt', '/oauth/authorize', '/leave', '/m', '/m/q', '/m/r', '/m/t', '/m/h', '/m/w', ...hers];
  for (const where of personal) assert.ok(answers.some((page) => isOf(page, where)), where);
  for (const page of [...seen, ...answers]) {
    const isError = page.status >= 400;
    if (isOf(page, ...personal) || isError) assert.match(page.headers.get('cache-control'), /no-store/, page.where);
  }
});

test('H2: public pages are the same for all, and may be kept', async () => {
  for (const where of ['/', '/c/metoo', '/c/metoo/figures', '/about', '/safety', `/voice/${site.voice}`, '/n/']) {
    const first = await site.ask(where);
    const second = await site.ask(where);
    assert.equal(first.html, second.html, where);
    assert.equal(first.headers.get('cache-control'), 'no-cache', where);
    assert.ok(first.headers.get('etag'), where);
    assert.doesNotMatch(first.headers.get('vary'), /cookie/i, where);
    assert.equal(first.headers.get('set-cookie'), null, where);
    const hers = await site.ask(where, { who: site.her });
    assert.match(hers.headers.get('cache-control'), /no-store/, `${where}, hers`);
  }
});

test('H3: leaving, logging out and deleting everything clear the site data', async () => {
  const who = new Visitor(site.url);
  await who.submit(await who.get('/c/metoo'), '/c/metoo/me-too', {});
  const token = (page) => /name="form_token" value="([^"]+)"/.exec(page.html)[1];
  const left = await site.ask('/leave', { who, headers: { 'sec-fetch-dest': 'document', 'sec-fetch-site': 'same-origin' } });
  assert.equal(left.headers.get('clear-site-data'), '"cookies", "storage"');
  assert.match(left.headers.get('set-cookie'), /^__Host-s=;.*Max-Age=0$/);
  for (const where of ['/me/logout-everywhere', '/me/delete', '/logout']) {
    who.cookies.clear();
    await who.submit(await who.get('/login'), '/login', { receipt: site.receipt });
    if (where === '/me/delete') {
      who.cookies.clear();
      await who.submit(await who.get('/c/metoo'), '/c/metoo/me-too', {});
    }
    const form_token = token(await who.get('/me'));
    const out = await site.ask(where, { who, method: 'POST', values: { form_token, sure: '1' } });
    assert.ok(out.status < 400, `${where}: ${out.status}`);
    assert.equal(out.headers.get('clear-site-data'), '"cache", "cookies", "storage"', where);
    assert.match(out.headers.get('set-cookie'), /^__Host-s=;.*Max-Age=0$/, where);
  }
  await site.her.submit(await site.her.get('/login'), '/login', { receipt: site.receipt });
});

test('H4: no referrer anywhere, and outside links say so themselves', () => {
  let outside = 0;
  for (const { where, headers, html } of [...seen, ...answers]) {
    assert.equal(headers.get('referrer-policy'), 'no-referrer', where);
    for (const { href, rel } of tags(html, ['a', 'area'])) {
      if (!/^https?:/.test(href ?? '')) continue;
      outside++;
      for (const word of ['noreferrer', 'noopener', 'nofollow'])
        assert.ok((rel ?? '').split(' ').includes(word), `${where}: ${href} ${rel}`);
    }
  }
  assert.ok(outside > 20);
});

test('H4: a link in somebody\'s words tells the other site nothing', async () => {
  const who = new Visitor(site.url);
  await who.submit(await who.get('/w'), '/w', { text: 'As it stands on https://elsewhere.invalid/page. #MeToo' });
  for (const where of ['/me', '/r']) {
    const links = tags((await who.get(where)).html, ['a']).filter(({ href }) => href === 'https://elsewhere.invalid/page');
    assert.equal(links.length, 1, where);
    for (const word of ['noreferrer', 'noopener', 'nofollow']) assert.ok(links[0].rel.split(' ').includes(word), `${where}: ${links[0].rel}`);
  }
});

test('H5: HSTS, nosniff, opener, resource and permissions policies on every answer', () => {
  for (const { where, headers } of [...seen, ...answers]) {
    assert.ok(Number(/max-age=(\d+)/.exec(headers.get('strict-transport-security'))[1]) >= 31536000, where);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', where);
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', where);
    const isFrame = where.startsWith('/embed/');
    assert.equal(headers.get('cross-origin-resource-policy'), isFrame ? 'cross-origin' : 'same-origin', where);
    const permissions = headers.get('permissions-policy').split(', ');
    for (const row of permissions) assert.match(row, /^[a-z-]+=\(\)$/, where);
    for (const name of ['browsing-topics', 'camera', 'geolocation', 'microphone', 'clipboard-read'])
      assert.ok(permissions.includes(`${name}=()`), name);
  }
});

test('H1, H2, H4, H5: what is refused carries them too', async () => {
  const refused = [['/%zz', 400], ['/nothing', 404], ['/n/nothing', 404], [`/voice/${site.voice}`, 405, 'DELETE'],
    ['/c/metoo', 405, 'TRACE'], ['/w', 403, 'POST', { text: 'No token.' }], ['/w', 413, 'POST', { text: 'x'.repeat(3 << 20) }]];
  for (const [where, wanted, method, values] of refused) {
    const { status, headers } = await site.ask(where, { method, values });
    assert.equal(status, wanted, where);
    const told = ['content-security-policy', 'cache-control', 'referrer-policy', 'x-content-type-options', 'cross-origin-opener-policy',
      'cross-origin-resource-policy', 'x-robots-tag'].map((name) => headers.get(name));
    assert.deepEqual(told, [CSP, 'no-store', 'no-referrer', 'nosniff', 'same-origin', 'same-origin', 'noindex, noarchive'], `${method} ${where}`);
    assert.match(headers.get('permissions-policy'), /browsing-topics=\(\)/, where);
    assert.match(headers.get('strict-transport-security'), /^max-age=\d{8,}/, where);
    assert.equal(headers.get('set-cookie'), null, where);
  }
});

test('H6: one cookie, with a neutral name, for the session only, after an act', async () => {
  for (const page of seen.concat(answers))
    for (const line of page.headers.getSetCookie()) assert.match(line, /^__Host-s=;/, page.where);
  const who = new Visitor(site.url);
  const form = (await who.get('/w')).form('/w').values;
  const spoken = await site.ask('/w', { method: 'POST', values: { ...form, once: 'k'.repeat(32), text: 'One cookie.' } });
  assert.equal(spoken.headers.getSetCookie().length, 1);
  assert.match(spoken.headers.getSetCookie()[0], /^__Host-s=[\w.-]+; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
});

test('H8: nothing changes but by POST with a token, from this site', async () => {
  const { form_token } = (await site.her.get('/w')).form('/w').values;
  const cases = [
    [{}, {}], [{ form_token: `${form_token}x` }, {}],
    [{ form_token }, { 'sec-fetch-site': 'cross-site' }], [{ form_token }, { 'sec-fetch-site': 'same-site' }],
    [{ form_token }, { origin: 'https://elsewhere.invalid' }],
  ];
  for (const { where } of pageRoutes.filter(({ method }) => method === 'POST')) {
    for (const [values, headers] of cases) {
      const answer = await site.ask(site.fill(where), { who: site.her, method: 'POST', values, headers });
      assert.equal(answer.status, 403, `${where} ${JSON.stringify([values, headers])}`);
    }
  }
  for (const { where } of pageRoutes) {
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      assert.equal((await site.ask(site.fill(where), { who: site.her, method })).status, 405, where);
  }
  assert.match((await site.ask('/me', { who: site.her })).html, /It happened to me as well/);
});

test('H8: no GET changes anything, whatever its address says', async () => {
  const figures = async () => (await send(site.url, 'GET', '/api/chorus/v1/campaigns/metoo/figures')).json.windows;
  const hers = async () => (await site.ask('/me/export.json', { who: site.her })).html.replace(/"made_at":"[^"]*"/, '');
  const others = async () => (await send(site.url, 'GET', `/api/v1/statuses/${site.voice}/context`)).json.descendants.length;
  const before = [await hers(), await figures(), await others()];
  const { form_token } = (await site.her.get('/w')).form('/w').values;
  const values = { form_token, once: 'g'.repeat(32), sure: '1', text: 'Said by an address.', pen_name: 'Other', name: 'believe', kind: '1',
    do: 'pause', what: 'hide', receipt: site.receipt, audience: 'press', decision: 'allow' };
  let asked = 0;
  for (const { where } of pageRoutes.filter((route) => route.where !== '/leave')) {
    const answer = await site.ask(`${site.fill(where)}?${new URLSearchParams(values)}`, { who: site.her });
    assert.ok(answer.status < 500, `${where}: ${answer.status}`);
    asked++;
  }
  assert.ok(asked > 80, `${asked} addresses`);
  assert.match(before[0], /It happened to me as well/);
  assert.deepEqual([await hers(), await figures(), await others()], before);
});

test('H9: forms are sent by POST; no receipt, word or choice stands in an address', async () => {
  for (const { where, html, headers } of [...seen, ...answers]) {
    for (const { method, action } of tags(html, ['form'])) {
      assert.equal(method, 'post', where);
      assert.match(unescape(action), /^\/[^?]*(\?lang=[\w-]+)?$/, where);
    }
    assert.ok(!where.includes(site.receipt), where);
    assert.ok(!(headers.get('location') ?? '').includes(site.receipt), where);
  }
  const addresses = [];
  const who = new Visitor(site.url);
  const request = who.request.bind(who);
  who.request = (where, init) => {
    addresses.push(String(where));
    return request(where, init);
  };
  await who.submit(await who.get('/login'), '/login', { receipt: site.receipt });
  await who.submit(await who.get('/w'), '/w', { text: 'Words of hers.', language: 'pt', country: 'PT', warning: 'warned' });
  await who.submit(await who.get('/me'), '/me/profile', { pen_name: 'Wren', country: 'PT', language: 'pt' });
  const receipt = await who.submit(await who.get('/me'), '/me/receipt', {});
  site.receipt = receipt.text(/<p class="code[^>]*>(.*?)<\/p>/s);
  assert.ok(addresses.length >= 10);
  for (const address of addresses) assert.doesNotMatch(address, /[0-9A-Z]{4}-[0-9A-Z]{4}|PT|=pt|Words|warned|Wren/);
  assert.ok(addresses.some((address) => new URL(address, site.url).pathname === '/r'));
});

test('H14: what is typed is not offered again, and not sent away to be checked', () => {
  let boxes = 0;
  for (const { where, html } of pages()) {
    for (const box of tags(html, ['textarea'])) {
      boxes++;
      assert.equal(box.autocomplete, 'off', where);
      assert.equal(box.spellcheck, 'false', where);
      if (box.id === 'text') assert.ok('autocapitalize' in box, where);
    }
    for (const [, head, inside] of html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)) {
      const isOff = head.includes('autocomplete="off"'); // browsers ask the form for what says nothing itself
      for (const choice of tags(inside, ['input', 'select']).filter(({ type }) => type === undefined || /radio|checkbox|date/.test(type)))
        assert.ok(isOff || choice.autocomplete === 'off' || choice.name === 'lang', `${where} ${choice.name}`);
    }
    const forms = tags(html, ['input']).filter(({ type, name }) => name && !type && name !== 'receipt');
    for (const field of forms) assert.equal(field.spellcheck, 'false', `${where} ${field.name}`);
    for (const field of tags(html, ['input']).filter(({ name }) => name === 'receipt'))
      assert.equal(field.autocomplete, 'off', where);
    if (html.includes('class="write"')) assert.match(html, /data-spelling/, where);
  }
  assert.ok(boxes > 10);
});

test('H15: no search engine is let in, to any page', () => {
  for (const { where, headers } of [...seen, ...answers])
    assert.equal(headers.get('x-robots-tag'), 'noindex, noarchive', where);
});

test('H18: pages are open to no other site; the API, which reads no cookie, to all', async () => {
  for (const { where, headers } of [...seen, ...answers]) {
    assert.equal(headers.get('access-control-allow-origin'), null, where);
    assert.equal(headers.get('access-control-allow-credentials'), null, where);
  }
  const cookie = [...site.her.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const api = await send(site.url, 'GET', '/api/v1/accounts/verify_credentials', { headers: { cookie } });
  assert.equal(api.status, 401);
  const figures = await send(site.url, 'GET', '/api/chorus/v1/campaigns/metoo/figures');
  assert.equal(figures.headers.get('access-control-allow-origin'), '*');
  assert.equal(figures.headers.get('access-control-allow-credentials'), null);
});

test('C12: help, the way out and what the site can hide stand on every page', () => {
  for (const { where, html } of pages()) {
    const links = tags(html, ['a']).map(({ href }) => new URL(href, site.url).pathname.replace(/^\/(n|k|nk)\//, '/'));
    for (const wanted of ['/leave', '/help', '/safety']) assert.ok(links.includes(wanted), `${where} ${wanted}`);
  }
});
