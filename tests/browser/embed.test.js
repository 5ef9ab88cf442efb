// SPDX-License-Identifier: AGPL-3.0-or-later
// On a page of another site: frames are shown there, alone and in a sandbox, store nothing and tell
// nothing; every other page refuses to be framed. And a feed, read by a browser's own parser of XML.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { asLines, axeFinds } from './axe.js';
import { openBrowser, openSite, visit } from './browser.js';

/** Another site, on a port and a host of its own. */
async function openOther(t, body) {
  const server = http.createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>Another site</title><body>${body}</body></html>`);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  t.after(() => server.close());
  return `http://localhost:${server.address().port}/page`;
}

const frameOf = (page, part) => page.frames().find((frame) => frame.url().includes(part));

test('other sites can show the frames, also in a sandbox, and nothing is stored or told', async (t) => {
  const { url, voices } = await openSite(t);
  const other = await openOther(t, `
    <iframe id="figures" width="400" height="360" src="${url}/embed/metoo"></iframe>
    <iframe id="voices" width="400" height="560" src="${url}/embed/metoo/MeToo?lang=ar&amp;theme=dark"></iframe>
    <iframe id="boxed" sandbox="allow-popups" width="400" height="360" src="${url}/embed/metoo?theme=light"></iframe>`);
  const browser = await openBrowser(t);
  const { page, context, errors } = await visit(t, browser);
  const told = [];
  page.on('request', (request) => { if (request.url().startsWith(url)) told.push(request.headers()); });
  await page.goto(other, { waitUntil: 'load' });
  assert.deepEqual(errors, [], 'nothing in the frames was refused');
  for (const id of ['figures', 'boxed']) {
    const frame = page.frameLocator(`#${id}`);
    assert.equal(await frame.locator('.people b').textContent(), '3', id);
    const color = await frame.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
    assert.equal(color, 'rgb(255, 253, 249)', `${id} has its style`);
  }
  const list = page.frameLocator('#voices');
  assert.equal(await list.locator('html').getAttribute('dir'), 'rtl');
  assert.equal(await list.locator('article').count(), 2);
  assert.equal(await list.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor), 'rgb(34, 30, 27)');
  for (const headers of told) {
    assert.equal(headers.cookie, undefined);
    assert.ok(!(headers.referer ?? '').includes('/page'), 'the page is not told');
  }
  assert.deepEqual(await context.cookies(), []);
  const stored = await frameOf(page, '/embed/metoo').evaluate(() => {
    try {
      return localStorage.length;
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(stored, 'SecurityError', 'it has no place to store anything');
  const [opened] = await Promise.all([context.waitForEvent('page'), list.locator('article a').first().click()]);
  await opened.waitForLoadState();
  assert.ok(voices.some((id) => opened.url().startsWith(`${url}/voice/${id}`)), opened.url());
  assert.deepEqual(await opened.evaluate(() => [document.referrer, window.opener]), ['', null]);
  assert.ok(await opened.locator('a.exit').isVisible());
});

test('no other page can be framed by another site', async (t) => {
  const { url, voices } = await openSite(t);
  const paths = ['/', '/c/metoo', '/c/metoo/press', '/c/metoo/embed', '/c/metoo/figures', '/login', `/voice/${voices[0]}`, '/feed/c/metoo'];
  const other = await openOther(t, paths.map((path, i) => `<iframe id="f${i}" src="${url}${path}"></iframe>`).join(''));
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  await page.goto(other, { waitUntil: 'load' });
  for (const [i, path] of paths.entries()) {
    const frame = await (await page.locator(`#f${i}`).elementHandle()).contentFrame();
    assert.ok(!frame.url().startsWith(url), `${path} is shown: ${frame.url()}`);
  }
});

test('frames have no barriers that axe finds, in either colour, and fit into 240 pixels', async (t) => {
  const { url } = await openSite(t);
  const browser = await openBrowser(t);
  for (const colorScheme of ['light', 'dark']) {
    // their policy allows no script at all, axe's neither
    const { page } = await visit(t, browser, { colorScheme, bypassCSP: true, viewport: { width: 240, height: 400 } });
    for (const where of ['/embed/metoo', '/embed/metoo/MeToo?lang=ar', '/embed/metoo?lang=hi&theme=dark']) {
      await page.goto(url + where);
      assert.deepEqual(asLines(await axeFinds(page)), [], where);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 240, where);
    }
  }
});

test('a feed is XML to a browser, and its content is HTML that does nothing', async (t) => {
  const { url } = await openSite(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  await page.goto(`${url}/about`);
  for (const where of ['/feed/c/metoo', '/feed/c/metoo/lang/es', '/feed/tags/MeToo']) {
    const text = await (await fetch(url + where)).text();
    const found = await page.evaluate((source) => {
      const feed = new DOMParser().parseFromString(source, 'application/xml');
      if (feed.querySelector('parsererror')) return feed.querySelector('parsererror').textContent;
      const entries = [...feed.getElementsByTagNameNS('http://www.w3.org/2005/Atom', 'entry')];
      const bodies = entries.map((entry) => new DOMParser()
        .parseFromString(entry.getElementsByTagName('content')[0].textContent, 'text/html').body);
      return { n: entries.length, texts: bodies.map((body) => body.textContent),
        names: [...new Set(bodies.flatMap((body) => [...body.querySelectorAll('*')].map(({ localName }) => localName)))] };
    }, text);
    assert.ok(found.n > 0, `${where}: ${JSON.stringify(found)}`);
    for (const words of found.texts) assert.match(words, /#(MeToo|YoTambién)/);
    for (const name of found.names) assert.ok(['div', 'p', 'a', 'span', 'br'].includes(name), name);
  }
});
