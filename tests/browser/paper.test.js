// SPDX-License-Identifier: AGPL-3.0-or-later
// On paper nothing can be opened: what is folded on the screen is there, and no heading without its form.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { send, signUp } from '../house.js';
import { openBrowser, openSite, sayMeToo, visit } from './browser.js';

test('printed, words behind a warning stand below it, and everything that we store is told', async (t) => {
  const { url, app } = await openSite(t);
  const { page } = await visit(t, await openBrowser(t));
  const token = await signUp(url, app);
  const said = await send(url, 'POST', '/api/v1/statuses', { token, body: { status: 'It was at work. #MeToo', spoiler_text: 'Violence' } });
  await page.goto(`${url}/voice/${said.json.id}`);
  const words = page.getByText('It was at work.');
  assert.equal(await words.isVisible(), false);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await words.isVisible(), true);
  assert.equal(await page.getByText('Content warning: Violence').isVisible(), true);
  assert.equal(await page.getByRole('heading', { name: 'Answer', exact: true }).isVisible(), false);
  await page.goto(`${url}/about/storage`);
  const fields = page.locator('.stored dt');
  assert.ok(await fields.count() > 50);
  assert.equal(await fields.first().isVisible(), true);
});

test('printed, her own page of an entry has what she agreed to, and no heading above nothing', async (t) => {
  const { url } = await openSite(t);
  const { page } = await visit(t, await openBrowser(t));
  await sayMeToo(page, url);
  await page.goto(`${url}/me`);
  await page.getByRole('link', { name: 'Manage' }).click();
  await page.getByText('What I agreed to, and when').waitFor();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.consents li').first().isVisible(), true);
  assert.deepEqual(await page.locator('main h2:visible').allTextContents(), ['Keep a copy']);
});
