// SPDX-License-Identifier: AGPL-3.0-or-later
// The family tree and what a hashtag offers, in a browser: drawn without scripts, in both directions, on
// a phone and a desk, in dark and in forced colours; no barrier that axe finds.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { addMeToo, makeDir, mustRun, root, serve } from '../house.js';
import { asLines, axeFinds } from './axe.js';
import { openBrowser, visit } from './browser.js';

const TREE = '/c/metoo/family';
const TAGS = ['MoiAussi', 'BalanceTonPorc', 'WithYou', 'IHave', 'HerToo'];

async function openFamily(t) {
  const dir = await makeDir(t);
  await addMeToo(dir);
  await mustRun('hashtag', 'import', '--data', dir, '--campaign', 'metoo',
    path.join(root, 'share/families/metoo.csv'));
  return serve(t, dir, ['limits=off', 'release_step=1']);
}

async function barriers(page) {
  return asLines((await axeFinds(page)).filter(({ impact }) => impact === 'serious' || impact === 'critical'));
}

for (const [name, options] of Object.entries({
  'a phone': { viewport: { width: 320, height: 640 } },
  'a desk in the dark': { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
})) {
  test(`no barriers that axe finds, nothing wider than the window: ${name}`, async (t) => {
    const { url } = await openFamily(t);
    const browser = await openBrowser(t);
    const { page, errors } = await visit(t, browser, options);
    for (const where of [TREE, `${TREE}?lang=ar`, ...TAGS.map((tag) => `/tags/${tag}`), '/w?campaign=1&hashtag=3']) {
      await page.goto(url + where);
      assert.deepEqual(await barriers(page), [], where);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= options.viewport.width, `${where}: ${width} pixels`);
    }
    assert.deepEqual(errors, []);
  });
}

test('years and trunk stand before the hashtags in the direction of reading, without scripts', async (t) => {
  const { url } = await openFamily(t);
  const browser = await openBrowser(t);
  for (const [lang, sign] of [['en', 1], ['ar', -1]]) {
    const { page } = await visit(t, browser, { javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
    await page.goto(`${url}${TREE}?lang=${lang}`);
    const middle = async (place) => {
      const box = await place.boundingBox();
      return box.x + box.width / 2;
    };
    const year = page.locator('.year').first();
    assert.ok(sign * (await middle(year.locator('a').first()) - await middle(year.locator('b').first())) > 0, lang);
    const trunk = await page.locator('.limb').first().evaluate((limb) => {
      const style = getComputedStyle(limb);
      return [style.borderLeftWidth, style.borderRightWidth].map(parseFloat);
    });
    assert.deepEqual(trunk.map((width) => width > 0), [sign > 0, sign < 0], lang);
  }
});

test('the lines are there in forced colours too', async (t) => {
  const { url } = await openFamily(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser, { forcedColors: 'active' });
  await page.goto(url + TREE);
  const twig = await page.locator('.year li').first().evaluate((card) => {
    const style = getComputedStyle(card, '::before');
    return [parseFloat(style.borderTopWidth), style.borderTopStyle, getComputedStyle(card).borderTopStyle];
  });
  assert.ok(twig[0] > 0);
  assert.deepEqual(twig.slice(1), ['solid', 'solid']);
});

test('the one press of a hashtag says that hashtag, without scripts too', async (t) => {
  const { url } = await openFamily(t);
  const browser = await openBrowser(t);
  const { page } = await visit(t, browser, { javaScriptEnabled: false });
  await page.goto(`${url}/tags/MoiAussi`);
  await page.frameLocator('iframe.press').getByRole('button').click();
  await page.waitForURL(/\/(r|c\/metoo\/(me-too|w))$/);
  await page.goto(`${url}/tags/MoiAussi`);
  assert.match(await page.locator('.voices').textContent(), /#MoiAussi/);
});
