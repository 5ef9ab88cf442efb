// SPDX-License-Identifier: AGPL-3.0-or-later
// WCAG 1.4.10, words as long as they may be: a name or a warning without a space, letters of both directions, emoji
// and marks above marks make no page wider than a telephone, neither hers nor anybody else's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDir, mustRun } from '../house.js';
import { openBrowser, openSite, visit } from './browser.js';

const NARROW = { viewport: { width: 320, height: 256 } };
const LONG = `${'W'.repeat(300)} ${'👩‍👩‍👧‍👦'.repeat(30)} وحدي${'ا'.repeat(100)} ${'我'.repeat(100)} Z${'\u0338\u0327'.repeat(8)}`;

test('the longest words make no page too wide', async (t) => {
  const dir = await makeDir(t);
  const { url, voices } = await openSite(t, ['page_fresh_ms=0'], dir);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser, NARROW);
  const wide = [];
  const look = async (who, what) => {
    await who.waitForLoadState();
    const width = await who.evaluate(() => document.documentElement.scrollWidth);
    if (width > 320) wide.push(`${what}: ${width} pixels`);
  };
  const visitAll = async (who, paths) => {
    for (const path of paths) {
      await who.goto(url + path);
      await look(who, path);
    }
  };

  await page.goto(`${url}/w`);
  const name = 'W'.repeat(Number(await page.locator('#pen_name').getAttribute('maxlength')));
  await page.getByLabel('Your words').fill(`${LONG} #MeToo`);
  await page.getByLabel('A pen name').check();
  await page.getByLabel('Pen name', { exact: true }).fill(name);
  for (const audience of ['pages', 'apps']) await page.locator(`[name=audience][value=${audience}]`).check();
  await page.getByLabel('In your own words').fill('i'.repeat(190));
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.receipt .code').waitFor();
  await look(page, 'the receipt');
  await page.goto(`${url}/me`);
  const hers = await page.locator('article.voice').getAttribute('id');
  const voice = `/voice/${hers.slice(1)}`;
  const account = await page.locator('main a[href^="/@"]').first().getAttribute('href');
  await visitAll(page, ['/r', '/me', '/w', `${voice}/own`, `${voice}/edit`, `${voice}/withdraw`, `/voice/${voices[1]}`]);

  const { page: other } = await visit(t, browser, NARROW);
  await visitAll(other, ['/c/metoo', voice, `${voice}/report`, account, '/tags/metoo', '/c/metoo?lang=ar']);
  await other.goto(url + voice);
  await other.locator('summary').first().click();
  await look(other, 'the words behind the warning');
  await other.getByLabel('Your answer').fill('W'.repeat(200));
  await other.getByRole('button', { name: 'Send' }).click();
  await other.locator('.receipt .code').waitFor();
  await visitAll(page, [voice, `${voice}/own`]);

  const made = await mustRun('person', 'add', '--data', dir, '--username', 'w'.repeat(30), '--role', 'organiser');
  const { page: desk } = await visit(t, browser, NARROW);
  await desk.goto(`${url}/login`);
  await desk.getByLabel('Your receipt').fill(/receipt\s+(\S+)/.exec(made)[1]);
  await desk.getByRole('button', { name: 'Come back' }).click();
  await desk.waitForURL(/\/me$/);
  await other.goto(`${url}${voice}/report`);
  await other.getByLabel('What should the moderators know?').fill('w'.repeat(200));
  await other.getByRole('button', { name: 'Send the report' }).click();
  await other.getByRole('heading', { level: 1, name: 'Thank you' }).waitFor();
  await visitAll(desk, ['/me', '/m', '/m/q', '/m/r', '/m/w', `/m/p/${hers.slice(1)}`]);
  assert.deepEqual(wide, []);
});
