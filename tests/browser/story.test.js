// SPDX-License-Identifier: AGPL-3.0-or-later
// The story of one person on the pages, with scripts and without: she arrives, reads, says "me too",
// keeps her receipt, logs out, comes back with it, changes her words, takes them back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { send, signUp } from '../house.js';
import { meTooButton, openBrowser, openSite, sayMeToo, visit } from './browser.js';

async function people(page) {
  return Number(await page.locator('[data-figure="all.people"]').textContent());
}

async function logIn(page, url, receipt) {
  await page.goto(`${url}/login`);
  await page.getByLabel('Your receipt').fill(receipt);
  await page.getByRole('button', { name: 'Come back' }).click();
}

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';

  test(`a person's story, ${how}`, async (t) => {
    const { url } = await openSite(t);
    const browser = await openBrowser(t);
    const { page, hosts, errors } = await visit(t, browser, { javaScriptEnabled });

    // she reads
    await page.goto(`${url}/c/metoo`);
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Me Too');
    assert.equal(await page.locator('article.voice').count(), 3);
    assert.equal(await people(page), 3);

    // she says it, and gets a receipt, once
    const receipt = await sayMeToo(page, url);
    assert.match(receipt, /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
    await page.getByRole('link', { name: 'I have kept it. Go on' }).click();
    await page.goto(`${url}/c/metoo`);
    assert.equal(await people(page), 4);
    assert.equal(await page.locator('article.voice').count(), 4);
    assert.match(await page.locator('article.voice').first().textContent(), /Anonymous/);

    // she logs out: her page is closed to this browser
    await page.goto(`${url}/me`);
    assert.equal(await page.locator('article.voice').count(), 1);
    assert.equal((await page.content()).includes(receipt), false);
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await page.goto(`${url}/me`);
    assert.equal(new URL(page.url()).pathname, '/login');

    // a wrong receipt tells nothing; hers, typed untidily, brings her back
    await logIn(page, url, '0000-0000-0000-0000-0000');
    assert.match(await page.getByRole('alert').textContent(), /not known here/);
    await logIn(page, url, ` ${receipt.toLowerCase().replaceAll('-', ' ')} `);
    assert.equal(new URL(page.url()).pathname, '/me');

    // she finds more words
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Your words').fill('#MeToo. It was long ago, and it still counts.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('main .done').waitFor();
    await page.goto(`${url}/c/metoo`);
    assert.match(await page.locator('article.voice').first().textContent(), /it still counts/);

    // she takes it back: gone, and no longer counted
    await page.goto(`${url}/me`);
    await page.getByRole('link', { name: 'Withdraw' }).click();
    await page.getByRole('main').getByRole('button').click();
    await page.goto(`${url}/c/metoo`);
    assert.equal(await page.locator('article.voice').count(), 3);
    assert.equal(await people(page), 3);

    // nothing was asked of anybody else
    assert.deepEqual([...hosts], [new URL(url).host]);
    assert.deepEqual(errors.filter((text) => !text.includes('422')), []);
  });
}

// A newcomer was two people, and held the receipt of one of them only.
for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';

  test(`pressed twice at once, she is one person and the receipt is hers, ${how}`, async (t) => {
    const { url } = await openSite(t);
    const browser = await openBrowser(t);
    const { page } = await visit(t, browser, { javaScriptEnabled });
    await (await meTooButton(page, url)).dblclick();
    const receipt = (await page.locator('.receipt .code').textContent()).trim();

    const { page: other } = await visit(t, browser, { javaScriptEnabled });
    await other.goto(`${url}/c/metoo`);
    assert.equal(await people(other), 4);
    await logIn(other, url, receipt);
    await other.getByRole('link', { name: 'Withdraw' }).click();
    await other.getByRole('main').getByRole('button').click();
    await other.goto(`${url}/c/metoo`);
    assert.equal(await people(other), 3);
    assert.equal(await other.locator('article.voice').count(), 3);
  });
}

test('without scripts: a story from the page of the call, with one press to send it', async (t) => {
  const { url } = await openSite(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser, { javaScriptEnabled: false });
  await page.goto(`${url}/c/metoo`);
  await page.getByRole('link', { name: 'Tell your story' }).click();
  await page.getByLabel('Your words').fill('Told without any script.');
  await page.getByRole('button', { name: 'Send' }).dblclick();
  assert.match(await page.locator('.receipt .code').textContent(), /^\s*([0-9A-Z]{4}-){4}/);
  await page.goto(`${url}/c/metoo`);
  assert.equal(await people(page), 4);
});

test('a new receipt takes the place of the old one; deleting everything ends it all', async (t) => {
  const { url } = await openSite(t);
  const browser = await openBrowser(t);
  const { page, context } = await visit(t, browser);
  const old = await sayMeToo(page, url);

  await page.goto(`${url}/me`);
  await page.getByRole('button', { name: 'Make a new receipt' }).click();
  const receipt = (await page.locator('.receipt .code').textContent()).trim();
  assert.notEqual(receipt, old);

  await page.goto(`${url}/me`);
  await page.getByRole('button', { name: 'Log out everywhere' }).click();
  assert.equal((await context.cookies()).length, 0);
  await logIn(page, url, old);
  assert.equal(await page.getByRole('alert').count(), 1);
  await logIn(page, url, receipt);

  await page.getByRole('link', { name: /Delete everything/ }).click();
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Delete everything' }).click();
  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'It is deleted');
  assert.equal((await context.cookies()).length, 0);
  await logIn(page, url, receipt);
  assert.equal(await page.getByRole('alert').count(), 1);
  await page.goto(`${url}/c/metoo`);
  assert.equal(await page.locator('article.voice').count(), 3);
});

test('her profile and her copies', async (t) => {
  const { url } = await openSite(t);
  const browser = await openBrowser(t);
  const { page, context } = await visit(t, browser);
  await sayMeToo(page, url);

  await page.goto(`${url}/me`);
  await page.getByLabel('Pen name').fill('Wren');
  await page.getByLabel('Country, if you wish').selectOption('PT');
  await page.getByRole('button', { name: 'Save' }).click();
  assert.match(await page.getByRole('status').last().textContent(), /saved/);
  assert.equal(await page.getByLabel('Pen name').inputValue(), 'Wren');

  const json = await context.request.get(`${url}/me/export.json`);
  assert.match(json.headers()['content-disposition'], /attachment; filename="notes\.json"/);
  const copy = await json.json();
  assert.equal(copy.person.pen_name, 'Wren');
  assert.equal(copy.person.country, 'PT');
  assert.equal(copy.posts.length, 1);
  assert.equal(copy.posts[0].kind, 'voice');
  assert.equal(copy.posts[0].text, '#MeToo');
  const text = await context.request.get(`${url}/me/export.txt`);
  assert.match(await text.text(), /#MeToo/);

  // nobody else gets it
  const stranger = await browser.newContext();
  const refused = await stranger.request.get(`${url}/me/export.json`, { maxRedirects: 0 });
  assert.equal(refused.status(), 303);
  await stranger.close();
});

test('a receipt without saying anything, a report without a log-in', async (t) => {
  const { url, voices } = await openSite(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser);
  await page.goto(`${url}/voice/${voices[0]}/report`);
  await page.getByLabel('Advertising or a machine').check();
  await page.getByRole('button', { name: 'Send the report' }).click();
  await page.getByRole('heading', { level: 1, name: 'Thank you' }).waitFor();

  await page.goto(`${url}/join`);
  await page.getByRole('button', { name: 'Make a receipt' }).click();
  assert.match((await page.locator('.receipt .code').textContent()).trim(), /^[0-9A-Z-]{24}$/);
  await page.getByRole('link', { name: 'I have kept it. Go on' }).click();
  assert.equal(new URL(page.url()).pathname, '/me');
});

// The first event turned the digits of Bengali and Persian into 0 to 9.
test('figures that come live are written in the digits of the page', async (t) => {
  const { url, app } = await openSite(t);
  const browser = await openBrowser(t);
  const open = [];
  for (const [lang, before, after] of [['bn', '৩', '৪'], ['fa', '۳', '۴'], ['ar', '٣', '٤'], ['hi', '3', '4']]) {
    const { page } = await visit(t, browser);
    await page.goto(`${url}/c/metoo?lang=${lang}`);
    assert.equal(await page.locator('[data-figure="all.people"]').textContent(), before);
    open.push({ page, after });
  }
  const token = await signUp(url, app);
  assert.equal((await send(url, 'POST', '/api/v1/statuses', { token, body: { status: '#MeToo' } })).status, 200);
  for (const { page, after } of open)
    await page.locator('[data-figure="all.people"]').filter({ hasText: new RegExp(`^${after}$`) }).waitFor();
});
