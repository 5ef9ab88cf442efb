// SPDX-License-Identifier: AGPL-3.0-or-later
// What holds on every page in one language: no barrier that axe finds, in English also in the dark; wide enough at 320
// pixels (that is 1280 enlarged to 400 %), also with wide spacing; what is pressed is large enough; names in the
// language of the page; nothing from elsewhere. Each language is a file of its own, which can run beside the others.
import assert from 'node:assert/strict';
import { asLines, axeFinds, axeFindsInTheDark } from './axe.js';
import { foreignNames, lookAround, messagesIn } from './barriers.js';
import { openBrowser, visit } from './browser.js';
import { inLanguage, openWholeSite, pagesOf } from './whole.js';

// 1280 pixels enlarged to 400 %. In English pages are looked at in both widths, in the others in this one
const NARROW = { width: 320, height: 256 };
const WIDE = { width: 1280, height: 1024 };
const cleanups = [];
const later = { after: (work) => cleanups.unshift(work) };
let site;
let browser;

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
    const arrived = page.waitForEvent('framenavigated');
    await page.locator(selector).first().click();
    await arrived;
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

/** The site, and a browser to look at it. */
export async function openSite() {
  site = await openWholeSite(later);
  browser = await openBrowser(later);
}

export async function closeSite() {
  for (const work of cleanups) await work();
}

/** Looks at every page that has an address. */
export async function lookAtEveryPage(lang) {
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
}

/** Looks at every page that only a form leads to. */
export async function lookBehindForms(lang) {
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
}
