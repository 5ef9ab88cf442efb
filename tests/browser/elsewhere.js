// SPDX-License-Identifier: AGPL-3.0-or-later
// The page to which the exit leads: the test's own, within reach.
import http from 'node:http';
import { openSite } from './browser.js';

/** A site whose exit leads to `weather`; `referrers` collects what that page is told. */
export async function openSiteWithExit(t) {
  const referrers = [];
  const elsewhere = http.createServer((request, answer) => {
    if (request.url === '/weather') referrers.push(request.headers.referer);
    answer.setHeader('Content-Type', 'text/html');
    answer.end('<title>Weather</title>Weather');
  });
  await new Promise((resolve) => { elsewhere.listen(0, '127.0.0.1', resolve); });
  t.after(() => {
    elsewhere.closeAllConnections();
    elsewhere.close();
  });
  const weather = `http://localhost:${elsewhere.address().port}/weather`;
  const site = await openSite(t, [`leave_url=${weather}`]);
  const leave = async (page) => {
    await page.locator('a.exit').click({ noWaitAfter: true });
    await page.waitForURL(weather);
  };
  return { ...site, weather, referrers, leave };
}
