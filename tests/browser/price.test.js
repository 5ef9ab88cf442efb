// SPDX-License-Identifier: AGPL-3.0-or-later
// Over the limit in a real browser: with scripts it pays by itself while the page stays usable; without,
// the person waits some seconds and gets through.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { awayFromTurn, priceOf, wait } from '../api/price.js';
import { Visitor } from '../clients/visitor.js';
import { makeApp } from '../house.js';
import { axeFinds } from './axe.js';
import { meTooButton, openBrowser, openSite, sayMeToo, visit } from './browser.js';

const STORY = 'It took me eleven years, and I say it now.';

const LIMITS = ['limits=on', 'limit_arrival=8', 'limit_act=2'];

/** Until the one address of all has said enough for these five minutes. */
async function useUp(url) {
  for (let i = 0; i < 20; i++) {
    const who = new Visitor(url);
    if (priceOf(await who.submit(await who.get('/c/metoo'), '/c/metoo/me-too', {}))) return;
  }
  throw new Error('the limit is never reached');
}

async function openBusySite(t) {
  await awayFromTurn();
  const site = await openSite(t, LIMITS);
  await useUp(site.url);
  return site;
}

async function tell(page, url, text) {
  await page.goto(`${url}/w`);
  await page.getByLabel('Your words').fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

const receipt = async (page) => (await page.locator('.receipt .code').textContent()).trim();

test('limits: Chromium pays by itself, and sends what was typed', async (t) => {
  const { url } = await openBusySite(t);
  const browser = await openBrowser(t);
  const { page, hosts, errors } = await visit(t, browser);
  const sent = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(new URLSearchParams(request.postData() ?? ''));
  });
  await tell(page, url, STORY);
  assert.match(await receipt(page), /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
  // seen in what is sent: answers may be gone before anybody here could read them. On a slow machine the button may be
  // pressed before the script is there: then it is asked for again.
  assert.ok(sent.length >= 2 && !sent[0].has('price'), 'nothing was paid at first');
  assert.ok(sent.slice(1).every((form) => form.has('price')), 'there was a price');
  assert.match(sent.at(-1).get('number'), /^\d+$/);
  await page.goto(`${url}/c/metoo`);
  assert.match(await page.locator('article.voice').first().textContent(), /eleven years/);

  // one press, too
  await page.context().clearCookies();
  await (await meTooButton(page, url)).click();
  assert.match(await receipt(page), /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
  assert.deepEqual([...hosts], [new URL(url).host]);
  assert.deepEqual(errors, []);
});

test('limits: while it works nothing is in the way, and who is writing is not hurried', async (t) => {
  const { url } = await openBusySite(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  // as on a slow device: the number comes when it is let
  await page.addInitScript(() => {
    const later = window.setTimeout;
    window.setTimeout = (work, ms) => (ms === undefined && !window.mayWork ? later(() => window.setTimeout(work), 20) : later(work, ms));
  });
  await tell(page, url, STORY);
  const status = page.locator('main [role=status]');
  await page.waitForFunction(() => document.querySelector('main [role=status]')?.textContent.includes('One moment'));
  const found = await axeFinds(page);
  assert.deepEqual(found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id), []);
  await page.getByLabel('Your words').pressSequentially(' And more.');
  await page.evaluate(() => { window.mayWork = true; });
  await page.waitForFunction(() => document.querySelector('main [role=status]').textContent.includes('press the button'));
  assert.match(await status.textContent(), /press the button/);
  await page.getByRole('button', { name: 'Send' }).click();
  await receipt(page);
  await page.goto(`${url}/c/metoo`);
  assert.match(await page.locator('article.voice').first().textContent(), /And more\./);
});

test('limits: pressed while it works, it is sent when it is done, once', async (t) => {
  const { url } = await openBusySite(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  await page.addInitScript(() => {
    const later = window.setTimeout;
    window.setTimeout = (work, ms) => (ms === undefined && !window.mayWork ? later(() => window.setTimeout(work), 20) : later(work, ms));
  });
  await tell(page, url, STORY);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  assert.ok(await page.locator('form[data-price]').count(), 'it is still here');
  await page.evaluate(() => { window.mayWork = true; });
  await receipt(page);
});

test('limits: a receipt is typed once more, and only then a log-in is sent', async (t) => {
  const { url } = await openBusySite(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  await page.goto(`${url}/login`);
  await page.getByLabel('Your receipt').fill('0000-0000-0000-0000-0000');
  await page.getByRole('button', { name: 'Come back' }).click();
  await page.waitForFunction(() => document.querySelector('main [role=status]')?.textContent.includes('press the button'));
  assert.equal(await page.getByLabel('Your receipt').inputValue(), '');
  assert.equal((await page.content()).includes('0000-0000'), false);
  const found = await axeFinds(page);
  assert.deepEqual(found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id), []);
  await page.getByLabel('Your receipt').fill('0000-0000-0000-0000-0000');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('This receipt is not known here').waitFor();
});

test('limits: an app is let in all the same, and the browser goes on to it', async (t) => {
  await awayFromTurn();
  const server = createServer((request, response) => response.end('<!doctype html><title>App</title>'));
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  t.after(() => server.close());
  const redirect = `http://127.0.0.1:${server.address().port}/back`;
  const { url } = await openSite(t, LIMITS);
  const app = await makeApp(url, redirect);
  const browser = await openBrowser(t);
  const code = await sayMeToo((await visit(t, browser)).page, url);
  await useUp(url);
  const { page } = await visit(t, browser);
  await page.goto(`${url}/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: app.client_id, redirect_uri: redirect })}`);
  await page.getByLabel('Your receipt').fill(code);
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.waitForFunction(() => document.querySelector('main [role=status]')?.textContent.includes('press the button'));
  await page.getByLabel('Your receipt').fill(code);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.waitForURL(`${redirect}*`);
  assert.ok(new URL(page.url()).searchParams.get('code'));
});

test('limits: without scripts she waits and gets through', async (t) => {
  const { url } = await openBusySite(t);
  const browser = await openBrowser(t);
  const { page, hosts, errors } = await visit(t, browser, { javaScriptEnabled: false });
  await tell(page, url, STORY);
  assert.match(await page.locator('main').textContent(), /wait \d+ seconds, then press/);
  assert.equal(await page.getByLabel('Your words').inputValue(), STORY);
  await wait(4200);
  await page.getByRole('button', { name: 'Send' }).click();
  assert.match(await receipt(page), /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
  await page.goto(`${url}/me`);
  assert.match(await page.locator('article.voice').first().textContent(), /eleven years/);
  assert.deepEqual([...hosts], [new URL(url).host]);
  assert.deepEqual(errors, []);
});
