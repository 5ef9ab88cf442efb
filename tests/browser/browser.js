// SPDX-License-Identifier: AGPL-3.0-or-later
// A real browser on a server of its own: what the tests of the pages share.
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { addMeToo, makeApp, makeDir, send, serve, signUp } from '../house.js';

const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const launch = (options = {}) => chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS, ...options });

let shared; // one for all tests of a file; a visitor has a context of its own
after(async () => (await shared)?.close());

/** Chromium. With options: another one, closed at the end of the test. */
export async function openBrowser(t, options) {
  if (!options) {
    shared ??= launch();
    return shared;
  }
  const browser = await launch(options);
  t.after(() => browser.close());
  return browser;
}

/** A server with the call and a few voices, in a new folder or in this empty one. */
export async function openSite(t, settings = [], folder = undefined) {
  const dir = folder ?? await makeDir(t);
  await addMeToo(dir);
  const server = await serve(t, dir, ['limits=off', 'release_step=1', ...settings]);
  const app = await makeApp(server.url);
  const voices = [];
  for (const status of ['#MeToo', 'I was nineteen, and nobody asked. #MeToo',
    'Pensaba que era la única. #YoTambién']) {
    const token = await signUp(server.url, app);
    const made = await send(server.url, 'POST', '/api/v1/statuses', { token, body: { status } });
    if (made.status !== 200) throw new Error(`statuses: ${made.status} ${made.text}`);
    voices.push(made.json.id);
  }
  return { url: server.url, server, app, voices };
}

/** A page of a fresh visitor. `hosts` collects every host that the page asked for anything. */
export async function visit(t, browser, options = {}) {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  const hosts = new Set();
  const errors = [];
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return { context, page, hosts, errors };
}

/** The one press on the page of the call: without scripts it stands in a frame. */
export async function meTooButton(page, url) {
  await page.goto(`${url}/c/metoo`);
  const frames = await page.locator('iframe.press').count();
  const where = frames ? page.frameLocator('iframe.press') : page;
  return where.getByRole('button', { name: 'Me too', exact: true });
}

/** Says "me too" on the page of the call; gives the receipt. */
export async function sayMeToo(page, url) {
  await (await meTooButton(page, url)).click();
  return (await page.locator('.receipt .code').textContent()).trim();
}
