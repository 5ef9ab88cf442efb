// SPDX-License-Identifier: AGPL-3.0-or-later
// E1, E2, E6, E7: the way out as the server answers it; the ways in: Tor, and addresses that make no
// difference.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { addMeToo, command, makeDir, root, serve } from '../house.js';
import { Site, bare, makeSite, tags } from './site.js';

const ONION = 'http://chorusexampleonlyabcdefghijklmnopqrstuvwxyz234567abcdefgh.onion';
const OWN = { 'sec-fetch-dest': 'document', 'sec-fetch-site': 'same-origin' };

async function refused(t, setting, why) {
  const dir = await makeDir(t);
  await addMeToo(dir);
  const { code, stderr } = await command(['serve', '--data', dir, '--listen', '127.0.0.1:0', '--set', setting]);
  assert.notEqual(code, 0, setting);
  assert.match(stderr, why);
}

test('E1, E7: the exit comes first after the skip link, and says what it does not do', async (t) => {
  const site = await makeSite(t);
  for (const where of ['/', '/n/', '/w', `/voice/${site.voice}`, '/nothing', '/me']) {
    const { html } = await site.ask(where, { who: site.her });
    const [skip, exit] = tags(html.slice(html.indexOf('<body')), ['a', 'button', 'input', 'select', 'textarea', 'summary']);
    assert.equal(skip.class, 'skip');
    assert.equal(exit.class, 'exit');
    assert.match(exit.href, /^(\/n)?\/leave$/);
    assert.equal(exit.rel, 'noreferrer nofollow');
    assert.match(html, /id="exit-note"[^>]*>[^<]*hides the page\. It does not remove this site from your history\. <a href="(\/n)?\/safety">/);
    assert.equal(exit['aria-describedby'], 'exit-note');
  }
});

test('E7: the page about safety names a private window, another device and what a deleted history gives away', async (t) => {
  const site = await makeSite(t);
  for (const where of ['/safety', '/n/safety']) {
    const { html } = await site.ask(where);
    const cannot = /<h2>What it cannot do<\/h2>(.*?)<\/ul>/s.exec(html)[1];
    for (const said of [/cannot remove itself from the history of your browser/, /private window leaves less behind/,
      /Deleting a whole history can itself be noticed/, /program that watches the device[^<]*Another device/])
      assert.match(cannot, said, where);
  }
});

test('E2: leaving answers 303 to a neutral page, without referrer, kept nowhere, and clears', async (t) => {
  const site = await makeSite(t);
  for (const where of ['/leave', '/n/leave', '/leave?lang=ar']) {
    const { status, headers, html } = await site.ask(where, { who: site.her, headers: OWN });
    assert.equal(status, 303);
    assert.equal(headers.get('location'), 'https://www.bbc.com/weather');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('clear-site-data'), '"cookies", "storage"');
    assert.match(headers.get('set-cookie'), /^__Host-s=; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=0$/);
    assert.equal(html, '');
  }
});

test('E2: where it leads is a setting, one for a language each', async (t) => {
  const site = await makeSite(t, ['leave_url=https://weather.example/?a=b  es=https://tiempo.example/']);
  const to = async (where, language) =>
    (await site.ask(where, { headers: language ? { 'accept-language': language } : {} })).headers.get('location');
  assert.equal(await to('/leave'), 'https://weather.example/?a=b');
  assert.equal(await to('/leave?lang=es'), 'https://tiempo.example/');
  assert.equal(await to('/n/leave?lang=ar'), 'https://weather.example/?a=b');
  assert.equal(await to('/leave', 'es-MX,es;q=0.8'), 'https://tiempo.example/');
  for (const value of ['ftp://weather.example', 'es=https://tiempo.example', 'weather.example', 'https://',
    'https://weather.example es=//evil.example'])
    await refused(t, `leave_url=${value}`, /leave_url is one address or several/);
});

test('E6: only her own navigation clears; a picture on another site logs nobody out', async (t) => {
  const site = await makeSite(t);
  for (const [dest, from, clears] of [['document', 'same-origin', true], ['document', 'none', true],
    ['image', 'cross-site', false], ['document', 'cross-site', false], ['document', 'same-site', false],
    ['iframe', 'same-origin', false], ['empty', 'same-origin', false]]) {
    const { status, headers } = await site.ask('/leave', { who: site.her,
      headers: { 'sec-fetch-dest': dest, 'sec-fetch-site': from } });
    assert.equal(status, 303);
    assert.equal(headers.has('clear-site-data'), clears, `${dest} ${from}`);
    assert.equal(headers.has('set-cookie'), clears, `${dest} ${from}`);
  }
  assert.equal((await site.ask('/me', { who: site.her })).status, 200);
});

test('Tor: the onion address is announced with every page, when there is one', async (t) => {
  const site = await makeSite(t, ['public_url=https://metoo.example', `onion_url=${ONION}/`]);
  for (const where of ['/', '/c/metoo?lang=es', '/n/safety', `/voice/${site.voice}`])
    assert.equal((await site.ask(where)).headers.get('onion-location'), ONION + where);
  for (const where of ['/nothing', '/leave', `/assets/${site.asset}`, '/api/v1/instance'])
    assert.equal((await site.ask(where)).headers.get('onion-location'), null, where);
  assert.ok((await site.ask('/safety')).html.includes(ONION));

  const { form_token } = (await site.her.get('/me')).form('/me/profile').values;
  const send = (headers) => site.ask('/me/profile', { who: site.her, method: 'POST', values: { form_token }, headers });
  assert.equal((await send({ origin: ONION })).status, 303, 'forms of the onion service are taken');
  assert.equal((await send({ origin: 'https://metoo.example' })).status, 303);
  assert.equal((await send({ origin: 'http://other.onion' })).status, 403);
  assert.equal((await send({ origin: ONION, 'sec-fetch-site': 'cross-site' })).status, 403);

  const without = await makeSite(t, ['public_url=https://metoo.example']);
  assert.equal((await without.ask('/')).headers.get('onion-location'), null);
  await refused(t, 'onion_url=https://metoo.example', /onion_url is an address such as http:\/\/….onion/);
});

test('Tor: the example of a torrc makes an onion service of this server, keeps no log and is no way out for others', () => {
  const lines = readFileSync(`${root}/docs/examples/torrc`, 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  const said = Object.fromEntries(lines.map((line) => line.split(/ (.*)/)));
  assert.equal(said.HiddenServiceVersion, '3');
  assert.match(said.HiddenServicePort, /^80 127\.0\.0\.1:\d+$/);
  assert.deepEqual([said.SocksPort, said.SafeLogging, said.Log], ['0', '1', 'err stderr']);
  assert.deepEqual(Object.keys(said).filter((key) => /ORPort|Exit|Relay/.test(key)), []);
  assert.match(readFileSync(`${root}/docs/operate.md`, 'utf8'), /\(examples\/torrc\)/);
});

test('Tor: nothing in a page differs by the address it is asked for from', async (t) => {
  const settings = ['limits=off', 'release_step=1', 'public_url=https://metoo.example'];
  const site = await makeSite(t, ['public_url=https://metoo.example']);
  const paths = ['/', '/c/metoo', '/c/metoo/figures', '/w', '/help', '/safety', '/about/storage', '/nothing', '/n/',
    `/voice/${site.voice}`, '/api/v1/instance'];
  const look = async (from, localAddress) => {
    from.localAddress = localAddress;
    const pages = [];
    for (const where of paths) pages.push(bare(await from.ask(where)));
    return pages;
  };
  const first = await look(site, '127.0.0.1');
  assert.deepEqual(await look(site, '127.44.55.66'), first);
  await site.server.stop();
  const other = new Site();
  try {
    other.url = (await serve(t, site.dir, settings, '[::1]:0')).url;
  } catch (error) {
    if (!/listen/.test(error.message)) throw error;
    t.diagnostic('this machine has no IPv6');
    return;
  }
  const second = await look(other, '::1');
  const timeless = (page) => ({ ...page, html: page.html.replace(/<time [^<]*<\/time>|<section class="quote".*?<\/section>/gs, ''),
    headers: page.headers.filter(([name]) => !['etag', 'content-length'].includes(name)) });
  assert.deepEqual(second.map(timeless), first.map(timeless));
});
