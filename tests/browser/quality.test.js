// SPDX-License-Identifier: AGPL-3.0-or-later
// What holds on every page, in four languages: no barrier that axe finds, also in the dark; wide enough at 320
// pixels (that is 1280 enlarged to 400 %), also with wide spacing; what is pressed is large enough; names in the
// language of the page; nothing from elsewhere.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asLines, axeFinds, axeFindsInTheDark } from './axe.js';
import { foreignNames, lookAround, messagesIn } from './barriers.js';
import { openBrowser, visit } from './browser.js';
import { inLanguage, LANGUAGES, openWholeSite, pagesOf } from './whole.js';

// 1280 pixels enlarged to 400 %. In English pages are looked at in both widths, in the others in this one
const NARROW = { width: 320, height: 256 };
const WIDE = { width: 1280, height: 1024 };
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

/** Everything that is looked at on a page as it stands there; what is wrong, as a list. */
async function faults(page, lang) {
  const wrong = [];
  const add = (what, list) => wrong.push(...list.map((one) => `${what}: ${one}`));
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
  // colours are the same in every language: they are looked at once
  add('axe', asLines(await axeFinds(page, { rules: { 'color-contrast': { enabled: lang === 'en' } } })));
  if (lang === 'en') add('axe in the dark', await axeFindsInTheDark(page));
  add('name', await page.evaluate(foreignNames, { lang, messages: await messagesIn(lang) }));
  if (lang === 'en') await page.setViewportSize(NARROW);
  add('at 320 pixels', await page.evaluate(lookAround, false));
  add('with wide spacing', await page.evaluate(lookAround, true));
  if (lang === 'en') await page.setViewportSize(WIDE);
  return wrong;
}

/** Pages that only a form leads to; each is handed to `look`. */
async function walkForms(page, lang, look) {
  const { url } = site;
  const open = (where) => page.goto(url + inLanguage(where, lang));
  const press = async (selector, what) => {
    await page.locator(selector).first().click();
    await page.waitForLoadState();
    await look(what);
  };
  await open('/w');
  await page.locator('#text').fill('Made up. #MeToo');
  await page.locator('#country').selectOption('ES');
  await page.locator('input[name=sign][value="2"]').check();
  await page.locator('#own_name').fill('Ada');
  await press('form.write .primary', 'a name of its own');
  await press('button[name=sure]', 'a receipt');
  await open('/w');
  await page.locator('#text').fill('  ');
  await press('form.write .primary', 'refused words');
  await open('/me');
  const own = new URL(await page.locator('a[href*="/own"]').first().getAttribute('href'), url).pathname;
  await open(own);
  await press('button[value=pause]', 'a pause');
  await page.locator('input[value=press]').check();
  await press('button[value=audience]', 'more may read it');
  await open('/me');
  await press('form[action^="/me/receipt"] button', 'a new receipt');
  await open('/me/delete');
  await page.locator('input[name=sure]').check();
  await press('main form .primary', 'everything is deleted');
  await open('/login');
  await page.locator('#receipt').fill('0000-0000-0000-0000-0000');
  await press('main form .primary', 'a wrong receipt');
  for (const where of ['/help', '/y']) {
    for (const country of ['DE', 'BO']) {
      await open(where);
      await page.locator('#help_country').selectOption(country);
      await press('.ask button', `${where} ${country}`);
    }
  }
  await open(`/voice/${site.voice}/report`);
  await press('main form .primary', 'a report');
}

async function come(who, lang) {
  const { page, context, hosts } = await visit(later, browser, { locale: lang,
    viewport: lang === 'en' ? WIDE : NARROW, reducedMotion: 'reduce' });
  if (who !== 'nobody') {
    await page.goto(`${site.url}/login`);
    await page.locator('#receipt').fill(site.receipts[who]);
    await page.locator('main form .primary').click();
    await page.waitForURL(/\/me/);
  }
  return { page, context, hosts };
}

for (const lang of LANGUAGES) {
  test(`every page, ${lang}: no barrier, wide enough, large enough, in its language`, async () => {
    const pages = pagesOf(site);
    const wrong = [];
    const visitors = {};
    for (const who of ['nobody', 'her', 'desk']) visitors[who] = await come(who, lang);
    for (const { where, who } of pages) {
      const { page } = visitors[who];
      await page.goto(site.url + inLanguage(where, lang));
      assert.equal(await page.locator('html').getAttribute('lang'), lang, where);
      wrong.push(...(await faults(page, lang)).map((one) => `${where} ${one}`));
    }
    assert.deepEqual(wrong, []);
    assert.ok(pages.length > 35, `${pages.length} pages`);
    for (const { hosts } of Object.values(visitors)) assert.deepEqual([...hosts], [new URL(site.url).host]);
  });

  test(`every page behind a form, ${lang}: no barrier, wide enough, large enough, in its language`, async () => {
    const { page, hosts } = await come('nobody', lang);
    const wrong = [];
    let looked = 0;
    await walkForms(page, lang, async (what) => {
      looked += 1;
      wrong.push(...(await faults(page, lang)).map((one) => `${what} ${one}`));
    });
    assert.deepEqual(wrong, []);
    assert.ok(looked > 12, `${looked} pages`);
    assert.deepEqual([...hosts], [new URL(site.url).host]);
  });
}

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
