// SPDX-License-Identifier: AGPL-3.0-or-later
// The pages of figures in a real browser, of a campaign that had its day: in four languages, on a phone
// and a desk, light and dark, without scripts, on paper, in forced colours.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { addDay } from '../figures.js';
import { makeDir, serve } from '../house.js';
import { asLines, axeFinds, axeFindsInTheDark } from './axe.js';
import { openBrowser, visit } from './browser.js';

const LANGUAGES = ['en', 'ar', 'hi', 'zh-Hans'];

let url;
let cited;
before(async (t) => {
  const dir = await makeDir(t);
  await addDay(dir);
  url = (await serve(t, dir, ['limits=off'])).url;
  const figures = await (await fetch(`${url}/api/chorus/v1/campaigns/metoo/figures`)).json();
  cited = new URL(figures.permanent).pathname;
});

const pages = () => ['/c/metoo/figures', '/c/metoo/figures/hours', '/c/metoo/figures/countries', cited];

for (const lang of LANGUAGES) {
  test(`pages of figures, ${lang}: no barriers that axe finds, light or dark; 320 pixels are wide enough`, async (t) => {
    const { page } = await visit(t, await openBrowser(t), { reducedMotion: 'reduce' });
    const { width, height } = page.viewportSize();
    for (const where of pages()) {
      await page.goto(`${url}${where}?lang=${lang}`);
      assert.deepEqual(asLines(await axeFinds(page, {}, 'main')), [], where);
      assert.deepEqual(await axeFindsInTheDark(page, 'main'), [], `${where} in the dark`);
      await page.setViewportSize({ width: 320, height: 640 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 320, `${where}: ${wide} pixels`);
      await page.setViewportSize({ width, height });
    }
  });
}

test('without scripts everything is there; bars begin where the language does', async (t) => {
  const { page, hosts } = await visit(t, await openBrowser(t), { javaScriptEnabled: false });
  await page.goto(`${url}/c/metoo/figures`);
  assert.equal(await page.locator('.chart figure > svg').count(), 3);
  await page.goto(`${url}/c/metoo/figures/countries`);
  assert.ok(await page.locator('.map > svg path:not(.land)').count() > 3);
  assert.deepEqual([...hosts], [new URL(url).host]);
  const box = (locator) => locator.boundingBox();
  for (const [lang, side] of [['en', (b) => b.x], ['ar', (b) => b.x + b.width]]) {
    await page.goto(`${url}/c/metoo/figures?lang=${lang}`);
    const row = page.locator('.breakdown tbody tr').nth(3);
    const [bar, whole] = [await box(row.locator('.amount rect')), await box(row.locator('.amount'))];
    assert.ok(bar.width < whole.width / 2, lang);
    assert.ok(Math.abs(side(bar) - side(whole)) < 1, `${lang}: ${JSON.stringify([bar, whole])}`);
  }
});

test('the map is told in words, and its steps by number', async (t) => {
  const { page } = await visit(t, await openBrowser(t));
  await page.goto(`${url}/c/metoo/figures/countries`);
  const map = page.getByRole('img', { name: /By country.*A map of the world/ });
  assert.equal(await map.count(), 1);
  assert.match(await map.locator('title').first().textContent(), /^up to [\d,]+$/);
  await page.goto(`${url}/c/metoo/figures`);
  for (const id of ['first-day', 'last-day', 'beside-2017']) {
    assert.match(await page.locator(`#${id}-text`).textContent(), /most/);
  }
});

test('on paper nothing is cut off and no colour is lost', async (t) => {
  const { page } = await visit(t, await openBrowser(t), { viewport: { width: 760, height: 1000 } });
  await page.goto(`${url}/c/metoo/figures`);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 760);
  assert.equal(await page.locator('.exit').isVisible(), false);
  const pdf = await page.pdf({ format: 'A4' });
  assert.ok(pdf.length > 10_000);
  await page.goto(`${url}/c/metoo/figures/countries`);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 760);
  assert.equal(await page.locator('.map > svg').isVisible(), true);
});

test('in forced colours countries, curves and bars are still seen', async (t) => {
  const { page } = await visit(t, await openBrowser(t), { forcedColors: 'active' });
  await page.goto(`${url}/c/metoo/figures/countries`);
  const style = (selector, name) => page.locator(selector).first()
    .evaluate((node, key) => getComputedStyle(node)[key], name);
  // every country is told on this day: one is drawn as if it were not
  await page.evaluate(() => {
    const untold = document.querySelector('.map .c1').cloneNode();
    untold.setAttribute('class', 'land');
    document.querySelector('.map > svg').append(untold);
  });
  const [land, strong] = [await style('.map .land', 'fill'), await style('.map .c5', 'fill')];
  assert.notEqual(land, strong);
  assert.notEqual(await style('.map .land', 'stroke'), land);
  await page.goto(`${url}/c/metoo/figures`);
  assert.equal(await style('.curve', 'stroke'), strong);
  assert.equal(await style('.amount rect', 'fill'), strong);
});

test('with reduced motion nothing moves, and without it nothing moves by itself', async (t) => {
  for (const reducedMotion of ['reduce', 'no-preference']) {
    const { page } = await visit(t, await openBrowser(t), { reducedMotion });
    await page.goto(`${url}/c/metoo/figures`);
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0, reducedMotion);
  }
});
