#!/usr/bin/env node
// SPDX-License-Identifier: AGPL-3.0-or-later
// tests/browser/shots.js [FOLDER [WORD …]]: pictures of every page, to be looked at: in four languages, phone and
// desk, light and dark, plain (/n) and without scripts; then sheets of many pictures each. WORDs choose: pictures
// whose names hold all of them. FOLDER is build/shots when left out. It asserts nothing.
import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser, visit } from './browser.js';
import { inLanguage, LANGUAGES, openWholeSite, pagesOf } from './whole.js';

const folder = resolve(process.argv[2] ?? 'build/shots');
const words = process.argv.slice(3);
const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } };
const WAYS = [
  ...LANGUAGES.flatMap((lang) => Object.keys(SIZES).map((size) => ({ lang, size, colorScheme: 'light' }))),
  ...LANGUAGES.map((lang) => ({ lang, size: 'phone', colorScheme: 'dark' })),
  { lang: 'en', size: 'desk', colorScheme: 'dark' },
  { lang: 'en', size: 'phone', colorScheme: 'light', prefix: '/n' },
  { lang: 'en', size: 'phone', colorScheme: 'light', javaScriptEnabled: false },
];
const SHEET = { phone: [6, 360], desk: [3, 640] };
const cleanups = [];
const later = { after: (work) => cleanups.unshift(work) };

const nameOf = ({ lang, size, colorScheme, prefix = '', javaScriptEnabled = true }) =>
  [lang, size, colorScheme, prefix && 'plain', javaScriptEnabled || 'noscript'].filter((part) => part && part !== true).join('-');
const fileOf = (where) => where.replace(/\?(before|page)?.*/, '$1').replace(/\d{6,}/g, 'id').replaceAll('/', '_').replace(/^_$/, '_front');

async function take(site, browser, way) {
  const name = nameOf(way);
  const { prefix = '', lang, size, ...options } = way;
  const visitors = {};
  for (const { where, who } of pagesOf(site)) {
    const file = `${name}${fileOf(where)}.png`;
    if (!words.every((word) => file.includes(word)) || (prefix && where.startsWith('/n'))) continue;
    if (!visitors[who]) {
      visitors[who] = (await visit(later, browser, { ...options, viewport: SIZES[size], locale: lang })).page;
      if (who !== 'nobody') {
        await visitors[who].goto(`${site.url}/login`);
        await visitors[who].locator('#receipt').fill(site.receipts[who]);
        await visitors[who].locator('main form .primary').click();
        await visitors[who].waitForURL(/\/me/);
      }
    }
    await visitors[who].goto(site.url + prefix + inLanguage(where, lang));
    await visitors[who].screenshot({ path: join(folder, file), fullPage: true });
  }
  for (const page of Object.values(visitors)) await page.context().close();
}

/** Many pictures beside one another, by way. */
async function sheets(browser) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.png') && !file.startsWith('sheet-')).sort();
  for (const way of new Set(files.map((file) => file.split('_')[0]))) {
    const [columns, width] = SHEET[way.includes('phone') ? 'phone' : 'desk'];
    const mine = files.filter((file) => file.startsWith(`${way}_`));
    for (let at = 0; at < mine.length; at += columns * 2) {
      const { page, context } = await visit(later, browser, { viewport: { width: columns * (width + 16), height: 900 } });
      await page.goto(pathToFileURL(`${folder}/`).href);
      await page.setContent(`<base href="${pathToFileURL(`${folder}/`)}"><body style="margin:0;display:grid;gap:16px;grid-template-columns:repeat(${columns},${width}px);font:14px sans-serif;background:#bbb">`
        + mine.slice(at, at + columns * 2).map((file) => `<div>${file}<div style="height:900px;overflow:hidden"><img src="${file}" width="${width}"></div></div>`).join(''), { waitUntil: 'load' });
      await page.screenshot({ path: join(folder, `sheet-${way}-${at / (columns * 2)}.png`), fullPage: true });
      await context.close();
    }
  }
}

mkdirSync(folder, { recursive: true });
const browser = await openBrowser(later, {});
try {
  const site = await openWholeSite(later);
  for (const way of WAYS) await take(site, browser, way);
  await sheets(browser);
} finally {
  for (const work of cleanups) await work();
}
