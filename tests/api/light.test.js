// SPDX-License-Identifier: AGPL-3.0-or-later
// Light enough for an old phone and a slow network, in every language: the call with all that it loads is below 14 KB as
// it is sent, every other page below 36. Every page, with all that it loads, is below 50 KB unpacked, without exception: also of a call that had its
// day five days ago, with figures of every country and language, and 120 hours to be drawn. (How long a voice is, people
// decide: those here are short.)
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { inLanguage, openWholeSite, pagesOf } from '../browser/whole.js';
import { Visitor } from '../clients/visitor.js';
import { root, send } from '../house.js';
import { cookieOf, tags } from './site.js';

const PAGE_BYTES_MAX = 50 * 1024;
const SENT_BYTES_MAX = 36 * 1024;
const CALL_BYTES_MAX = 14 * 1024;
const HOURS = 120; // as many bars as there can be (web/chart.h)
const EVERY_LANGUAGE = ['en', ...readdirSync(path.join(root, 'po')).filter((file) => file.endsWith('.po')).map((file) => file.slice(0, -3))];
// the second of three pages of a table
const MORE = ['countries', 'languages'].map((table) => ({ where: `/c/metoo/figures/${table}?page=2`, who: 'nobody' }));
const cleanups = [];
const visitors = {};
let site;

before(async () => {
  site = await openWholeSite({ after: (work) => cleanups.unshift(work) }, [], { hours: HOURS });
  for (const who of ['her', 'desk']) {
    visitors[who] = new Visitor(site.url);
    await visitors[who].submit(await visitors[who].get('/login'), '/login', { receipt: site.receipts[who] });
  }
});
after(async () => {
  for (const work of cleanups) await work();
});

/** The bytes of an answer as they come. */
function bytesOf(where, { who, encoding }) {
  return new Promise((resolve, reject) => {
    const headers = { ...(encoding ? { 'accept-encoding': encoding } : {}), ...(visitors[who] ? { cookie: cookieOf(visitors[who]) } : {}) };
    get(new URL(where, site.url), { headers }, async (answer) => {
      const pieces = [];
      for await (const piece of answer) pieces.push(piece);
      resolve(Buffer.concat(pieces));
    }).on('error', reject);
  });
}

const kept = new Map();
async function sizeOf(where, encoding) {
  const key = `${where} ${encoding}`;
  if (!kept.has(key)) kept.set(key, (await bytesOf(where, { encoding })).length);
  return kept.get(key);
}

/** What a page and everything that it names to be loaded weigh. */
async function weigh(where, who, encoding) {
  const html = (await bytesOf(where, { who })).toString();
  const parts = { page: encoding ? (await bytesOf(where, { who, encoding })).length : Buffer.byteLength(html) };
  for (const { name, href, src } of tags(html, ['link', 'script', 'img', 'iframe'])) {
    const address = href ?? src;
    // a frame is loaded only where no scripts run
    if (address?.startsWith('/assets/') && !parts[address]) parts[address] = await sizeOf(address, encoding);
    else assert.ok(!address?.startsWith('http') || name === 'link', `${where} loads ${address}`);
  }
  return { parts, sum: Object.values(parts).reduce((sum, one) => sum + one, 0) };
}

test('a translation by a machine says so at the foot of every page, and English does not', async () => {
  const sentence = /<p class="hint">[^<]+<a href="\/about(\?lang=[\w-]+)?#translations">/;
  for (const { where, who } of pagesOf(site).filter((one) => !one.where.endsWith('/press'))) {
    assert.match((await bytesOf(inLanguage(where, 'hi'), { who })).toString(), /#translations/, where);
    assert.doesNotMatch((await bytesOf(inLanguage(where, 'en'), { who })).toString(), /<a href="[^"]*#translations"/, where);
  }
  assert.match((await bytesOf('/?lang=hi', {})).toString(), sentence);
});

test('the figures of this site tell every country and language, and all hours', async () => {
  const { json } = await send(site.url, 'GET', '/api/chorus/v1/campaigns/metoo/figures');
  assert.ok(json.countries.length > 240, `${json.countries.length} countries`);
  assert.ok(json.languages.length > 90, `${json.languages.length} languages`);
  assert.ok(json.hours.length >= HOURS);
  for (const { where } of MORE) assert.match((await bytesOf(where, {})).toString(), /rel="prev"/);
  const hours = (await bytesOf('/c/metoo/figures/hours?page=2', {})).toString();
  assert.equal(hours.match(/<tr><th scope="row">/g).length, HOURS);
});

for (const lang of EVERY_LANGUAGE) {
  test(`every page is light with all that it loads, ${lang}`, async (t) => {
    const heavy = [];
    let most = { sum: 0 };
    for (const { where, who } of [...pagesOf(site), ...MORE]) {
      const { parts, sum } = await weigh(inLanguage(where, lang), who);
      assert.ok(parts.page > 500, where);
      if (sum > most.sum) most = { where, sum, page: parts.page };
      const sent = await weigh(inLanguage(where, lang), who, 'gzip');
      if (sent.sum > SENT_BYTES_MAX) heavy.push(`${where}: ${sent.sum} bytes as it is sent`);
      if (sum > PAGE_BYTES_MAX) heavy.push(`${where}: ${sum} bytes, ${JSON.stringify(parts)}`);
    }
    t.diagnostic(`${lang}: the heaviest is ${most.where}, ${most.sum} bytes, ${most.page} of them the page`);
    assert.deepEqual(heavy, []);
  });

  test(`the call is below 14 KB as it is sent, ${lang}`, async (t) => {
    const { parts, sum } = await weigh(inLanguage('/c/metoo', lang), 'nobody', 'gzip');
    t.diagnostic(`${lang}: ${sum} bytes: ${JSON.stringify(parts)}`);
    assert.ok(sum < CALL_BYTES_MAX, `${sum} bytes: ${JSON.stringify(parts)}`);
  });
}
