// SPDX-License-Identifier: AGPL-3.0-or-later
// With the keyboard alone: saying "me too", telling a story, leaving, changing the language. Whatever has the
// focus is in sight, not below the bar, and seen to have it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, openSite, visit } from './browser.js';
import { openSiteWithExit } from './elsewhere.js';

/** What has the focus, and what is wrong with how it is seen. Runs in the page. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const wrong = [];
  if (element.tagName !== 'IFRAME') {
    if (!(parseFloat(style.outlineWidth) >= 2) || style.outlineStyle === 'none') wrong.push('no outline');
    const bar = document.querySelector('.bar').getBoundingClientRect();
    const isInBar = element.closest('.bar, .skip');
    if (box.bottom <= 0 || box.top >= innerHeight) wrong.push('out of sight');
    if (!isInBar && box.top < bar.bottom - 1) wrong.push('below the bar');
    if (element.tabIndex > 0) wrong.push('an order of its own');
  }
  const label = element.labels?.[0]?.textContent ?? element.getAttribute('aria-label') ?? element.textContent;
  return { name: label.trim().replace(/\s+/g, ' '), tag: element.tagName.toLowerCase(), field: element.name ?? '', wrong };
}

/** Presses Tab until `is` says so; every stop on the way must be seen. */
async function tabTo(page, is, key = 'Tab') {
  for (let i = 0; i < 250; i++) {
    await page.keyboard.press(key);
    const now = await page.evaluate(focused);
    if (!now) continue;
    assert.deepEqual(now.wrong, [], `${page.url()}: ${now.tag} ${now.name.slice(0, 60)}`);
    if (is(now)) return now;
  }
  return assert.fail(`never reached with ${key} on ${page.url()}`);
}

const isNamed = (name, tag) => (now) => now.name.startsWith(name) && (!tag || now.tag === tag);
const isField = (name) => (now) => now.field === name;

for (const viewport of [{ width: 1280, height: 800 }, { width: 320, height: 480 }]) {
  test(`by keys alone: me too, and a story, ${viewport.width} pixels wide`, async (t) => {
    const { url } = await openSite(t);
    const { page } = await visit(t, await openBrowser(t), { viewport });
    await page.goto(`${url}/c/metoo`);
    await tabTo(page, isNamed('Skip to the content'));
    await page.keyboard.press('Enter');
    await tabTo(page, isNamed('Me too', 'button'));
    await page.keyboard.press('Enter');
    await page.locator('.receipt .code').waitFor();
    await tabTo(page, isNamed('I have kept it'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/c\/metoo/);

    await tabTo(page, isNamed('Tell your story', 'a'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/w\?/);
    await tabTo(page, isField('text'));
    await page.keyboard.type('Told by keys alone.');
    await tabTo(page, isField('audience'));
    await page.keyboard.press('Space');
    await tabTo(page, isField('language'));
    await page.keyboard.type('Engl');
    await tabTo(page, isNamed('Send', 'button'));
    await page.keyboard.press('Enter');
    await page.waitForURL(`${url}/r`);
    assert.match(await page.locator('article.voice').textContent(), /Told by keys alone/);
    // and back again, as far as the bar
    await tabTo(page, isNamed('Skip to the content'), 'Shift+Tab');
  });
}

test('by keys alone: another language, in which the page says it is', async (t) => {
  const { url } = await openSite(t);
  const { page } = await visit(t, await openBrowser(t));
  await page.goto(`${url}/help`);
  await tabTo(page, isNamed('Languages'));
  await page.keyboard.press('Enter');
  await tabTo(page, isNamed('العربية'));
  await page.keyboard.press('Enter');
  await page.waitForURL(/lang=ar/);
  const html = page.locator('html');
  assert.deepEqual([await html.getAttribute('lang'), await html.getAttribute('dir')], ['ar', 'rtl']);
  assert.ok((await page.evaluate(() => document.querySelector('#languages').offsetHeight)) > 0);
});

test('by keys alone: leaving, with two stops and one press', async (t) => {
  const { url, weather } = await openSiteWithExit(t);
  const { page } = await visit(t, await openBrowser(t));
  await page.goto(`${url}/w`);
  await page.keyboard.press('Tab');
  await tabTo(page, isNamed('Leave this site'));
  await page.keyboard.press('Enter');
  await page.waitForURL(weather);
});

test('no page holds the keyboard: Tab goes through all of it and out again', async (t) => {
  const { url, voices } = await openSite(t);
  const { page } = await visit(t, await openBrowser(t), { viewport: { width: 640, height: 480 } });
  for (const where of ['/c/metoo', `/voice/${voices[1]}?lang=ar`, '/c/metoo/figures', '/help', '/about/design', '/about/design/forms']) {
    await page.goto(url + where);
    const stops = [];
    for (let i = 0; i < 400; i++) {
      await page.keyboard.press('Tab');
      const now = await page.evaluate(focused);
      if (!now) break;
      assert.deepEqual(now.wrong, [], `${where}: ${now.tag} ${now.name.slice(0, 60)}`);
      stops.push(now.name);
    }
    assert.ok(stops.length > 20 && stops.length < 400, `${where}: ${stops.length} stops`);
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true, where);
  }
});
