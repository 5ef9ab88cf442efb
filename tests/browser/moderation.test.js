// SPDX-License-Identifier: AGPL-3.0-or-later
// The moderators' pages in a browser: words are blurred until they are pressed or have the focus, also
// without scripts. What holds on these pages as on all: every_page.js.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMeToo, makeApp, makeDir, mustRun, send, serve, signUp } from '../house.js';
import { openBrowser, visit } from './browser.js';

async function openDesk(t) {
  const dir = await makeDir(t);
  await addMeToo(dir);
  const made = await mustRun('person', 'add', '--data', dir, '--username', 'olga', '--role', 'organiser');
  const server = await serve(t, dir, ['limits=off', 'release_step=1']);
  const token = await signUp(server.url, await makeApp(server.url));
  const say = async (body) => (await send(server.url, 'POST', '/api/v1/statuses', { token, body })).json;
  const voice = await say({ status: 'A long evening, and nobody came.\nSo I went. #MeToo' });
  const comment = await say({ status: 'An answer to it.', in_reply_to_id: voice.id });
  for (const post of [voice, comment])
    await send(server.url, 'POST', '/api/v1/reports', { token,
      body: { account_id: post.account.id, status_ids: [post.id], comment: 'Please look.' } });
  return { url: server.url, receipt: /receipt\s+(\S+)/.exec(made)[1], voice, comment };
}

async function logIn(page, { url, receipt }) {
  await page.goto(`${url}/login`);
  await page.locator('#receipt').fill(receipt);
  await page.getByRole('main').getByRole('button').first().click();
  await page.waitForURL(/\/(me|r)?$|\/me/);
}

test('C11: words are blurred until they are pressed or have the focus, without scripts too', async (t) => {
  const desk = await openDesk(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser, { javaScriptEnabled: false });
  await logIn(page, desk);
  for (const where of ['/m/q', `/m/p/${desk.voice.id}`, '/m/r']) {
    await page.goto(desk.url + where);
    const words = page.locator('.words').first();
    const blur = () => words.evaluate((element) => getComputedStyle(element).filter);
    assert.match(await blur(), /^blur\(/, where);
    await words.focus();
    assert.equal(await blur(), 'none', where);
    assert.equal(await page.locator('main img').count(), 0);
  }
  await page.goto(`${desk.url}/m/p/${desk.voice.id}`);
  await page.getByRole('button', { name: 'Hide', exact: true }).click();
  assert.match(await page.locator('.done').textContent(), /It is done\./);
});
