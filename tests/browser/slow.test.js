// SPDX-License-Identifier: AGPL-3.0-or-later
// On a 2G network: what a browser must have before it shows the call is as much as 50 kbit/s carry in less than
// five seconds. The bytes are counted, not the seconds: what it took is printed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, visit } from './browser.js';
import { inLanguage, LANGUAGES, openWholeSite } from './whole.js';

const BITS_A_SECOND = 50_000;
const LATENCY = 0.4;
// connecting, the page, its style sheet: three times there and back
const BYTES_IN_TIME = (BITS_A_SECOND / 8) * (5 - 3 * LATENCY);

test('on a 2G network the call can be read in under five seconds, and before any script has come', async (t) => {
  const { url } = await openWholeSite(t);
  const browser = await openBrowser(t);
  // side by side: each has a network of its own
  await Promise.all(LANGUAGES.map(async (lang) => {
    const { page, context } = await visit(t, browser, { viewport: { width: 360, height: 640 } });
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: LATENCY * 1000,
      downloadThroughput: BITS_A_SECOND / 8, uploadThroughput: BITS_A_SECOND / 8 });
    await page.goto(url + inLanguage('/c/metoo', lang), { waitUntil: 'commit' });
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    await page.locator('.call .words').waitFor();
    const { bytes, blocking, seconds } = await page.evaluate(() => {
      const [first] = performance.getEntriesByName('first-contentful-paint');
      const stopping = performance.getEntriesByType('resource').filter((one) => one.renderBlockingStatus === 'blocking');
      const loaded = [...performance.getEntriesByType('navigation'), ...stopping];
      return { bytes: loaded.reduce((sum, one) => sum + one.transferSize, 0), seconds: first.startTime / 1000,
        blocking: stopping.map((one) => one.name.split('/').pop()) };
    });
    t.diagnostic(`${lang}: ${bytes} bytes before the call is shown; it took ${seconds.toFixed(1)} s`);
    assert.ok(bytes > 1000 && bytes < BYTES_IN_TIME, `${lang}: ${bytes} bytes, ${BYTES_IN_TIME} come in time`);
    assert.equal(blocking.length, 1, `only the style sheet is waited for: ${blocking}`);
    assert.match(blocking[0], /^style\.\w+\.css$/);
    assert.ok(await page.locator('.call .words').isVisible());
    await context.close();
  }));
});
