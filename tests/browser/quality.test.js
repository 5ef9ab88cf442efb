// SPDX-License-Identifier: AGPL-3.0-or-later
// What holds on pages in whatever language: nothing from elsewhere, no cookie, no movement for who wants none, and
// signs beside colours. What is looked at on every page, language by language, is every_page.js.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, visit } from './browser.js';
import { openWholeSite, pagesOf } from './whole.js';

const DESIGN = ['', '/forms', '/figures'].map((part) => `/about/design${part}`);
const cleanups = [];
const later = { after: (work) => cleanups.unshift(work) };
let site;
let browser;

before(async () => {
  site = await openWholeSite(later);
  browser = await openBrowser(later);
});
after(async () => {
  for (const work of cleanups) await work();
});

test('H1: a first visit asks one host only, and sets no cookie', async (t) => {
  const { page, hosts, context } = await visit(t, browser);
  for (const { where } of pagesOf(site).filter(({ who }) => who === 'nobody')) {
    await page.goto(site.url + where, { waitUntil: 'load' });
    assert.deepEqual([...hosts], [new URL(site.url).host], where);
    assert.equal((await context.cookies()).length, 0, `${where} sets a cookie`);
  }
});

test('nothing moves for readers who want no movement', async (t) => {
  const { page } = await visit(t, browser, { reducedMotion: 'reduce' });
  for (const where of ['/c/metoo', '/c/metoo/figures', ...DESIGN]) {
    await page.goto(site.url + where);
    const moving = await page.evaluate(() => [...document.querySelectorAll('body, body *')].filter((element) => {
      const style = getComputedStyle(element);
      return style.transitionDuration.split(', ').some((time) => time !== '0s') || style.animationName !== 'none';
    }).map((element) => element.outerHTML.slice(0, 80)));
    assert.deepEqual(moving, [], where);
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  }
});

test('with colours of the reader\'s own, what is pressed has an edge, and what is chosen a sign', async (t) => {
  const { page } = await visit(t, browser, { forcedColors: 'active' });
  for (const where of DESIGN) {
    await page.goto(site.url + where);
    const bare = await page.evaluate(() => [...document.querySelectorAll('main button, main .button, .exit, main input, main select, main textarea')]
      .filter((element) => element.offsetParent && !['checkbox', 'radio'].includes(element.type))
      .filter((element) => parseFloat(getComputedStyle(element).borderTopWidth) < 1 && !element.closest('.hush'))
      .map((element) => element.outerHTML.slice(0, 80)));
    assert.deepEqual(bare, [], where);
  }
  await page.goto(`${site.url}/about/design`);
  const sign = await page.locator('.chip[aria-pressed=true]').first().evaluate((chip) => getComputedStyle(chip, '::before').content);
  assert.match(sign, /✓/);
});

test('what was refused and what was done differ by more than colour', async (t) => {
  const { page } = await visit(t, browser);
  await page.goto(`${site.url}/about/design`);
  const signs = await page.evaluate(() => ['.refused', '.done'].map((one) =>
    getComputedStyle(document.querySelector(one), '::before').content));
  assert.match(signs[0], /!/);
  assert.match(signs[1], /✓/);
  await page.goto(`${site.url}/about/design/forms`);
  assert.ok((await page.locator('#wrong').getAttribute('aria-describedby')).length > 0);
});
