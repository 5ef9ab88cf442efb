// SPDX-License-Identifier: AGPL-3.0-or-later
// E1 to E4, H3: leaving at once, in a real browser. What is left behind: trace.test.js.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sleep } from '../house.js';
import { openBrowser, openSite, sayMeToo, visit } from './browser.js';
import { openSiteWithExit } from './elsewhere.js';

const exit = (page) => page.locator('a.exit');

/** Presses the exit while the server does not answer. A browser that waits for it is asked nothing: so the
 * page itself tells what it shows. */
async function leaveIntoNothing(page, server, more = () => {}) {
  const asked = [];
  const shown = [];
  page.on('request', (request) => {
    if (/\/leave/.test(request.url())) asked.push(request.url());
  });
  page.on('console', (message) => {
    if (message.text().startsWith('{')) shown.push(JSON.parse(message.text()));
  });
  await page.evaluate(() => {
    const look = () => console.log(JSON.stringify({
      title: document.title, text: document.body.innerText.trim(), elements: document.body.children.length,
      display: getComputedStyle(document.body).display,
    }));
    setInterval(look, 50);
  });
  await page.evaluate(more);
  server.child.kill('SIGSTOP');
  await exit(page).click({ noWaitAfter: true });
  await until(() => asked.length > 0);
  shown.length = 0;
  await until(() => shown.length > 2);
  return { asked, last: () => shown.at(-1) };
}

async function until(isTrue) {
  const end = Date.now() + 20_000;
  while (!isTrue()) {
    assert.ok(Date.now() < end, `not within time: ${isTrue}`);
    await sleep(20);
  }
}

const NOTHING = { title: '…', text: '', elements: 0, display: 'none' };

test('E1: the exit is seen without scrolling at 320 pixels, large, and second in tab order', async (t) => {
  const { url, voices } = await openSite(t);
  const browser = await openBrowser(t);
  for (const [width, height] of [[320, 568], [1280, 800]]) {
    const { page } = await visit(t, browser, { viewport: { width, height } });
    for (const path of ['/', '/?lang=ar', '/n/', '/w', '/safety?lang=es', `/voice/${voices[0]}`]) {
      await page.goto(url + path);
      const box = await exit(page).boundingBox();
      assert.ok(box.width >= 44 && box.height >= 44, `${path}: ${box.width} x ${box.height}`);
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, path);
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.className), 'exit');
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      assert.ok((await exit(page).boundingBox()).y >= 0, `${path}: it stays in sight`);
    }
  }
});

test('E2: leaving ends the session, in every window', async (t) => {
  const { url, referrers, leave } = await openSiteWithExit(t);
  const browser = await openBrowser(t);
  const { page, context } = await visit(t, browser);
  await sayMeToo(page, url);
  assert.equal((await context.cookies(url)).length, 1);
  const other = await context.newPage();
  await other.goto(`${url}/me`);
  await leave(page);
  assert.equal(await page.title(), 'Weather');
  assert.deepEqual(referrers.filter(Boolean), []);
  assert.equal((await context.cookies(url)).length, 0);
  await other.goto(`${url}/me`);
  assert.equal(new URL(other.url()).pathname, '/login');
});

test('E3: first the page is hidden and its title neutral', async (t) => {
  const { url, server, weather } = await openSiteWithExit(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  await page.goto(`${url}/c/metoo`);
  const { last } = await leaveIntoNothing(page, server);
  assert.deepEqual(last(), NOTHING);
  server.child.kill('SIGCONT');
  await page.waitForURL(weather);
});

test('E3: the other page takes the place of this one in the history', async (t) => {
  const { url, leave } = await openSiteWithExit(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  await page.goto(`${url}/help`);
  await page.goto(`${url}/c/metoo`);
  const length = await page.evaluate(() => history.length);
  await leave(page);
  assert.ok(await page.evaluate(() => history.length) <= length);
  await page.goBack();
  assert.equal(new URL(page.url()).pathname, '/help', 'the page that was left is not in the history');
});

test('E3, H3: the server does not answer: the page is gone all the same, and stays so', async (t) => {
  const { url, server } = await openSite(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  await page.goto(`${url}/w`);
  await page.getByLabel('Your words').fill('Typed and not sent.');
  const { asked, last } = await leaveIntoNothing(page, server, () => {
    setTimeout(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })), 2500);
  });
  assert.deepEqual(last(), NOTHING);
  await until(() => asked.length > 1);
  assert.deepEqual(last(), NOTHING, 'brought back by the browser, it leaves again');
  server.child.kill('SIGKILL');
});

test('E4: Shift three times leaves, is announced, forgets after five seconds, and is no letter', async (t) => {
  const { url, weather } = await openSiteWithExit(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  const status = page.locator('#exit-status');
  await page.clock.install();
  await page.goto(`${url}/w`);
  assert.equal(await status.getAttribute('role'), 'status');
  const keys = [...'abcdefghijklmnopqrstuvwxyz0123456789.,?', 'Escape', 'Control', 'Alt'];
  for (const key of keys) for (let i = 0; i < 3; i++) await page.keyboard.press(key);
  assert.equal(new URL(page.url()).pathname, '/w', 'no other key leaves, wherever the focus is');
  await page.getByLabel('Your words').focus();
  for (const key of ['Shift+A', 'Shift+B', 'Shift+C', 'Shift+D']) await page.keyboard.press(key);
  for (const key of 'abcdefghijklmnopqrstuvwxyz0123456789') await page.keyboard.press(key);
  assert.equal(new URL(page.url()).pathname, '/w', 'writing never leaves');

  await page.keyboard.press('Shift');
  assert.match(await status.textContent(), /twice more/);
  await page.keyboard.press('Shift');
  assert.match(await status.textContent(), /once more/);
  await page.clock.fastForward(5100);
  assert.match(await status.textContent(), /still here/);
  await page.keyboard.press('Shift');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift');
  assert.match(await status.textContent(), /twice more/, 'another key begins anew');
  await page.clock.fastForward(4900);
  await page.keyboard.press('Shift');
  assert.match(await status.textContent(), /once more/);
  await page.clock.fastForward(4900);
  assert.match(await status.textContent(), /once more/, 'five seconds for each press');
  await page.keyboard.press('Shift');
  await page.waitForURL(weather);
});

test('E4: below /k pressing Shift does nothing, wherever one goes', async (t) => {
  const { url, leave } = await openSiteWithExit(t);
  const browser = await openBrowser(t);
  const { page, context } = await visit(t, browser);
  await page.goto(`${url}/safety`);
  await page.getByRole('link', { name: 'Switch the Shift key off' }).click();
  await page.getByRole('link', { name: 'Help', exact: true }).first().click();
  assert.equal(new URL(page.url()).pathname, '/k/help');
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift');
  assert.equal(await page.locator('#exit-status').textContent(), '');
  assert.equal(new URL(page.url()).pathname, '/k/help');
  assert.equal((await context.cookies()).length, 0);
  await leave(page);
});
