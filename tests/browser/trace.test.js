// SPDX-License-Identifier: AGPL-3.0-or-later
// E5, E8, H7, H14, H16: what is left behind in a browser, as far as Chromium can show it.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeDir } from '../house.js';
import { openBrowser, openSite, sayMeToo, visit } from './browser.js';
import { openSiteWithExit } from './elsewhere.js';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';

  test(`E5: writing adds one entry to the history, with a neutral address, ${how}`, async (t) => {
    const { url } = await openSite(t);
    const browser = await openBrowser(t);
    const { page, context } = await visit(t, browser, { javaScriptEnabled });
    const session = await context.newCDPSession(page);
    const entries = async () => (await session.send('Page.getNavigationHistory')).entries.map((entry) =>
      ({ path: entry.url.replace(url, ''), title: entry.title }));
    await page.goto(`${url}/w`);
    await page.getByLabel('Your words').fill('I say it here. #MeToo');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.receipt .code').waitFor();
    assert.deepEqual((await entries()).slice(-2), [{ path: '/w', title: 'Write' }, { path: '/r', title: 'Your receipt' }]);
    const count = (await entries()).length;
    await page.reload();
    assert.match(await page.content(), /I say it here/);
    assert.equal(await page.locator('.receipt .code').count(), 0, 'shown once');
    assert.equal((await entries()).length, count);
    await page.goto(`${url}/me`);
    assert.equal(await page.locator('article.voice').count(), 1, 'nothing was sent twice');
    for (const { path, title } of await entries()) assert.doesNotMatch(path + title, /me.?too|story|voice/i);
  });

  for (const kept of [false, true]) {
    const where = kept ? 'also where browsers keep pages in memory' : 'where nothing is kept in memory';
    test(`E8: after leaving, Back shows nothing of hers, ${how}, ${where}`, async (t) => {
      const { url, leave } = await openSiteWithExit(t);
      const browser = await openBrowser(t, kept ? { ignoreDefaultArgs: ['--disable-back-forward-cache'] } : undefined);
      const { page } = await visit(t, browser, { javaScriptEnabled });
      await sayMeToo(page, url);
      for (const path of ['/w', '/me', '/r', '/me']) await page.goto(url + path);
      assert.match(await page.content(), /What I said/);
      await leave(page);
      for (let i = 0; i < 4; i++) {
        await page.goBack({ waitUntil: 'commit' });
        await page.waitForLoadState();
        assert.doesNotMatch(await page.content(), /What I said|class="code"|id="v\d+"/, page.url());
        if (!page.url().startsWith(url)) continue;
        assert.ok(['/login', '/w'].includes(new URL(page.url()).pathname), page.url());
        assert.doesNotMatch(await page.title(), /me.?too|story|voice/i);
      }
    });
  }
}

test('H7: nothing is stored on the device, but one cookie while somebody is logged in', async (t) => {
  const { url, voices } = await openSite(t);
  const browser = await openBrowser(t);
  const { page, context } = await visit(t, browser);
  await sayMeToo(page, url);
  const asked = [];
  page.on('request', (request) => {
    if (!['document', 'stylesheet', 'script', 'image', 'other', 'eventsource'].includes(request.resourceType())) asked.push(request.url());
    if (request.method() !== 'GET') asked.push(`${request.method()} ${request.url()}`);
  });
  for (const path of ['/w', '/me', '/c/metoo', `/voice/${voices[0]}`, '/n/', '/safety']) {
    await page.goto(url + path);
    const text = page.locator('textarea').first();
    if (await text.isVisible().catch(() => false)) await text.fill('A draft.');
    const kept = await page.evaluate(async () => ({
      local: localStorage.length, session: sessionStorage.length, databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length, workers: (await navigator.serviceWorker.getRegistrations()).length,
      cookie: document.cookie,
    }));
    assert.deepEqual(kept, { local: 0, session: 0, databases: 0, caches: 0, workers: 0, cookie: '' }, path);
  }
  assert.deepEqual(asked, [], 'what is typed is not sent before she sends it');
  const cookies = await context.cookies();
  assert.equal(cookies.length, 1);
  const { name, secure, httpOnly, sameSite, expires } = cookies[0];
  assert.deepEqual({ name, secure, httpOnly, sameSite, expires },
    { name: '__Host-s', secure: true, httpOnly: true, sameSite: 'Strict', expires: -1 });
});

test('C3: printed, a receipt is a number and nothing of what it is for', async (t) => {
  const { url } = await openSite(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  const receipt = await sayMeToo(page, url);
  assert.match(await page.locator('body').innerText(), /come back to what you said/);
  await page.emulateMedia({ media: 'print' });
  assert.equal((await page.locator('body').innerText()).replace(/\s+/g, ' ').trim(), `Your receipt ${receipt}`);
});

// Browsers write whole addresses into a page that they save; its icon they fetch anew whenever it is opened.
test('C3: a receipt that was saved as a file can be read, and asks nobody for anything when it is opened', async (t) => {
  const { url } = await openSite(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  const receipt = await sayMeToo(page, url);
  const html = await page.content();
  const asked = [];
  const listener = http.createServer((request, answer) => {
    asked.push(request.url);
    answer.end();
  });
  await new Promise((resolve) => { listener.listen(0, '127.0.0.1', resolve); });
  t.after(() => {
    listener.closeAllConnections();
    listener.close();
  });
  const site = `http://127.0.0.1:${listener.address().port}`;
  const open = async (text) => {
    const file = join(await makeDir(t), 'receipt.html');
    await writeFile(file, text.replaceAll(/<script[^>]*><\/script>|<link rel="stylesheet"[^>]*>/g, '').replaceAll(/(href|action)="\//g, `$1="${site}/`));
    const { page: saved } = await visit(t, browser);
    await saved.goto(`file://${file}`);
    assert.match(await saved.locator('main').innerText(), new RegExp(`Your receipt\\s+${receipt}\\s+With this code you come back`));
    await saved.waitForTimeout(500);
  };
  await open(html.replace(/<meta http-equiv[^>]*>/, ''));
  assert.equal(asked.length, 1, 'the test can tell');
  await open(html);
  assert.equal(asked.length, 1, `${asked}`);
});

test('H14: spelling is checked only when she says so', async (t) => {
  const { url } = await openSite(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  await page.goto(`${url}/w`);
  const spellcheck = () => page.getByLabel('Your words').evaluate((box) => box.spellcheck);
  assert.equal(await spellcheck(), false);
  await page.getByLabel(/Check my spelling/).check();
  assert.equal(await spellcheck(), true);
  await page.getByLabel(/Check my spelling/).uncheck();
  assert.equal(await spellcheck(), false);
  const { page: bare } = await visit(t, browser, { javaScriptEnabled: false });
  await bare.goto(`${url}/w`);
  assert.equal(await bare.getByLabel(/Check my spelling/).isVisible(), false);
});

for (const colorScheme of ['light', 'dark']) {
  test(`H16: plain pages have no colour, ${colorScheme}`, async (t) => {
    const { url, voices } = await openSite(t);
    const browser = await openBrowser(t);
    const { page } = await visit(t, browser, { colorScheme });
    const colours = () => page.evaluate(() => {
      const found = new Set();
      for (const element of document.querySelectorAll('body, body *')) {
        const style = getComputedStyle(element);
        for (const name of ['color', 'backgroundColor', 'borderTopColor', 'fill']) found.add(style[name]);
      }
      return [...found].map((colour) => /^rgba?\((\d+), (\d+), (\d+)/.exec(colour)?.slice(1, 4).map(Number))
        .filter(Boolean).filter(([r, g, b]) => Math.max(r, g, b) - Math.min(r, g, b) > 3);
    });
    for (const path of ['/n/', '/n/w', '/n/c/1/figures', `/n/voice/${voices[0]}`, '/n/safety']) {
      await page.goto(url + path);
      assert.deepEqual(await colours(), [], path);
      assert.match(await page.title(), /Notes$|^Write/);
    }
    await page.goto(url);
    assert.ok((await colours()).length > 0, 'the test can tell');
  });
}
