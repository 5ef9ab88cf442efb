// SPDX-License-Identifier: AGPL-3.0-or-later
// People who listen, in a browser without scripts: from the form for a story to a number, with the keyboard
// too; no barrier that axe finds; wide enough on a narrow phone; nothing from elsewhere.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { addMeToo, makeDir, mustRun, root, serve } from '../house.js';
import { openBrowser, visit } from './browser.js';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGE_BYTES_MAX = 50 * 1024;

async function openSite(t) {
  const dir = await makeDir(t);
  await addMeToo(dir);
  await mustRun('help', 'import', '--data', dir, join(root, 'share/help'));
  return (await serve(t, dir)).url;
}

/** Every page about help, each after the other; `look` is called on each. */
async function walk(page, url, look, lang = 'en') {
  const choose = async (path, country) => {
    await page.goto(`${url}${path}?lang=${lang}`);
    await look(path);
    await page.locator('#help_country').selectOption(country);
    await page.locator('.ask button').click();
    await look(`${path} ${country}`);
  };
  for (const country of ['DE', 'FR', 'US', 'BO']) await choose('/help', country);
  for (const country of ['DE', 'BO']) await choose('/y', country);
  await page.goto(`${url}/w?lang=${lang}`);
  await look('/w');
  await page.locator('#text').fill('Made up.');
  await page.locator('#country').selectOption('ES');
  await page.locator('.write .send button').click();
  await page.locator('.receipt').waitFor();
  await look('receipt');
}

for (const colorScheme of ['light', 'dark']) {
  test(`no barriers that axe finds on the pages about help, ${colorScheme}`, async (t) => {
    const url = await openSite(t);
    const { page } = await visit(t, await openBrowser(t), { colorScheme });
    await walk(page, url, async (where) => {
      await page.evaluate(axe);
      const found = await page.evaluate(async () => window.axe.run(document));
      const barriers = found.violations
        .filter(({ id, impact }) => impact !== 'minor' && id !== 'region') // the bar stands on every page
        .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
      assert.deepEqual(barriers, [], where);
    });
  });
}

for (const lang of ['en', 'es', 'ar']) {
  test(`320 pixels are wide enough for the pages about help, and what is pressed is large enough, ${lang}`, async (t) => {
    const url = await openSite(t);
    const { page, hosts } = await visit(t, await openBrowser(t), {
      viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
    await walk(page, url, async (where) => {
      const { width, small } = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        small: [...document.querySelectorAll('main button, main .button, main select, .ways a')]
          .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML),
      }));
      assert.ok(width <= 320, `${where}: ${width} pixels`);
      assert.deepEqual(small, [], where);
    }, lang);
    assert.deepEqual([...hosts], [new URL(url).host]);
  });
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

test('the pages about help are light enough for a slow network', async (t) => {
  const url = await openSite(t);
  const browser = await openBrowser(t);
  for (const path of ['/help', '/y', '/w', '/c/metoo']) {
    const { page, context } = await visit(t, browser);
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
    await page.goto(url + path, { waitUntil: 'load' });
    assert.ok(bytes > 1000 && bytes < PAGE_BYTES_MAX, `${path}: ${bytes} bytes`);
  }
});
