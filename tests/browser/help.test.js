// SPDX-License-Identifier: AGPL-3.0-or-later
// People who listen, in a browser without scripts: from the form for a story to a number, with the keyboard
// too. What holds on these pages as on all: every_page.js.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { addMeToo, makeDir, mustRun, root, serve } from '../house.js';
import { openBrowser, visit } from './browser.js';

async function openSite(t) {
  const dir = await makeDir(t);
  await addMeToo(dir);
  await mustRun('help', 'import', '--data', dir, join(root, 'share/help'));
  return (await serve(t, dir)).url;
}

test('H9 F8 from the form for a story to a number, without scripts; the address says nothing', async (t) => {
  const url = await openSite(t);
  const { page, context } = await visit(t, await openBrowser(t), { javaScriptEnabled: false });
  await page.goto(`${url}/w`);
  const box = page.locator('.help-box');
  const above = await box.boundingBox();
  const words = await page.getByLabel('Your words').boundingBox();
  assert.ok(above.y + above.height <= words.y, 'the box stands above the words');
  await box.getByLabel('Country').selectOption('DE');
  await box.getByLabel('Country').press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Germany' }).waitFor();
  assert.equal(page.url(), `${url}/help`);
  const call = page.getByRole('link', { name: 'Call 116 016', exact: true });
  assert.equal(await call.getAttribute('href'), 'tel:116016');
  assert.equal(await page.getByText('116 016', { exact: true }).count(), 1);
  assert.equal((await context.cookies()).length, 0);
});

test('C10 from the form for a story to the page for those under 18, which has none', async (t) => {
  const url = await openSite(t);
  const { page } = await visit(t, await openBrowser(t), { javaScriptEnabled: false });
  await page.goto(`${url}/w`);
  await page.getByRole('link', { name: 'I am under 18' }).click();
  assert.equal(page.url(), `${url}/y`);
  assert.equal(await page.getByRole('textbox').count(), 0);
  await page.getByLabel('Country').selectOption('PL');
  await page.getByRole('button', { name: 'Show who listens' }).click();
  assert.equal(await page.getByRole('heading', { level: 4 }).first().textContent(), '116 111');
});
