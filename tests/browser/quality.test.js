// SPDX-License-Identifier: AGPL-3.0-or-later
// What holds on every page: no barrier that axe finds, no sideways scrolling on a narrow screen, light
// enough for a slow network, nothing from elsewhere.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { openBrowser, openSite, sayMeToo, visit } from './browser.js';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGE_BYTES_MAX = 50 * 1024;

function open(voice) {
  return ['/', '/c/metoo', '/c/metoo/press', '/c/metoo/figures', '/w', '/login', '/join', '/help', '/y', '/safety', '/about',
    '/about/storage', '/tags/metoo', `/voice/${voice}`, `/voice/${voice}/report`, '/n/', '/n/safety', '/nothing'];
}
const own = ['/me', '/me/delete'];

/** The page of her newest voice, and the one that asks again before more may read it. */
async function ownVoice(page, url) {
  await page.goto(`${url}/me`);
  return new URL(await page.locator('a[href*="/own"]').first().getAttribute('href'), url).pathname;
}

// Pages are looked at as they are: axe is put in beside their own scripts, which CSP allows a debugger.
async function barriers(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => window.axe.run(document));
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

for (const colorScheme of ['light', 'dark']) {
  test(`no barriers that axe finds, ${colorScheme}`, async (t) => {
    const { url, voices } = await openSite(t);
    const browser = await openBrowser(t);
    const { page } = await visit(t, browser, { colorScheme });
    const look = async (path) => {
      await page.goto(url + path);
      for (const summary of await page.locator('summary').all()) await summary.click();
      assert.deepEqual(await barriers(page), [], path);
    };
    for (const path of open(voices[0])) await look(path);
    await sayMeToo(page, url);
    assert.deepEqual(await barriers(page), [], 'receipt');
    const voice = await ownVoice(page, url);
    for (const path of [...own, voice]) await look(path);
    await page.locator('input[value="press"]').check();
    await page.locator('button[value="audience"]').click();
    assert.match(await page.locator('h1').textContent(), /May more people read it/);
    assert.deepEqual(await barriers(page), [], 'asked again');
  });
}

test('320 pixels are wide enough, also from right to left and with large letters', async (t) => {
  const { url, voices } = await openSite(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser, { viewport: { width: 320, height: 640 } });
  const look = async (path) => {
    await page.goto(url + path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${path}: ${width} pixels`);
  };
  for (const path of open(voices[0])) {
    await look(path);
    await look(`${path}?lang=ar`);
  }
  await sayMeToo(page, url);
  const voice = await ownVoice(page, url);
  for (const path of [...own, voice, `${voice}?lang=ar`]) await look(path);
});

test('H1: a first visit is small and asks one host only', async (t) => {
  const { url, voices } = await openSite(t);
  const browser = await openBrowser(t);
  for (const path of open(voices[0]).slice(0, -1)) {
    const { page, hosts, context } = await visit(t, browser);
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
    await page.goto(url + path, { waitUntil: 'load' });
    assert.ok(bytes > 1000 && bytes < PAGE_BYTES_MAX, `${path}: ${bytes} bytes`);
    assert.deepEqual([...hosts], [new URL(url).host], path);
    assert.equal((await context.cookies()).length, 0, `${path} sets a cookie`);
  }
});
