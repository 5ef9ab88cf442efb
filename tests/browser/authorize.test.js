// SPDX-License-Identifier: AGPL-3.0-or-later
// An app asks to be let in: in a real browser, which keeps to the page's form-action.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { makeApp, OOB, send } from '../house.js';
import { openBrowser, openSite, sayMeToo, visit } from './browser.js';

/** An app that waits for its answer on another host. */
async function openApp(t) {
  const server = createServer((request, response) => {
    response.end('<!doctype html><title>App</title>');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/back`;
}

function authorizeUrl(url, app, redirect, more = {}) {
  const query = new URLSearchParams({ response_type: 'code', client_id: app.client_id,
    redirect_uri: redirect, scope: 'read write', state: 'a state & more', ...more });
  return `${url}/oauth/authorize?${query}`;
}

function exchange(url, app, redirect, code, more = {}) {
  return send(url, 'POST', '/oauth/token', { body: { grant_type: 'authorization_code', code,
    client_id: app.client_id, client_secret: app.client_secret, redirect_uri: redirect, ...more } });
}

test('a receipt on the app\'s page lets the app in, and does not log the browser in', async (t) => {
  const { url } = await openSite(t);
  const browser = await openBrowser(t);
  const redirect = await openApp(t);
  const app = await makeApp(url, redirect);
  const first = await visit(t, browser);
  const receipt = await sayMeToo(first.page, url);

  const { page, context, errors } = await visit(t, browser);
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  await page.goto(authorizeUrl(url, app, redirect,
    { code_challenge: challenge, code_challenge_method: 'S256' }));
  await page.getByLabel('Your receipt').fill('WRNG-WRNG-WRNG-WRNG-WRNG');
  await page.getByRole('button', { name: 'Allow' }).click();
  assert.match(await page.getByRole('alert').textContent(), /not known here/);
  await page.getByLabel('Your receipt').fill(receipt);
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.waitForURL(`${redirect}*`);
  const answer = new URL(page.url()).searchParams;
  assert.equal(answer.get('state'), 'a state & more');
  assert.deepEqual(errors.filter((text) => !text.includes('422') && !text.includes('404')), []);
  assert.equal((await context.cookies(url)).length, 0);

  const wrong = await exchange(url, app, redirect, answer.get('code'), { code_verifier: 'x'.repeat(43) });
  assert.equal(wrong.status, 400);
  const spent = await exchange(url, app, redirect, answer.get('code'), { code_verifier: verifier });
  assert.equal(spent.status, 400, 'a code that was tried is used up');

  await page.goto(authorizeUrl(url, app, redirect,
    { code_challenge: challenge, code_challenge_method: 'S256' }));
  await page.getByLabel('Your receipt').fill(receipt);
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.waitForURL(`${redirect}*`);
  const code = new URL(page.url()).searchParams.get('code');
  const made = await exchange(url, app, redirect, code, { code_verifier: verifier });
  assert.equal(made.status, 200, made.text);
  const me = await send(url, 'GET', '/api/v1/accounts/verify_credentials',
    { token: made.json.access_token });
  assert.equal(me.status, 200);
});

test('a log-in needs one press; refusing tells the app; a code to copy', async (t) => {
  const { url } = await openSite(t);
  const browser = await openBrowser(t);
  const redirect = await openApp(t);
  const app = await makeApp(url, redirect);
  const { page } = await visit(t, browser);
  await sayMeToo(page, url);

  await page.goto(authorizeUrl(url, app, redirect));
  assert.equal(await page.getByLabel('Your receipt').count(), 0);
  await page.getByRole('button', { name: 'Refuse' }).click();
  await page.waitForURL(`${redirect}*`);
  assert.equal(new URL(page.url()).searchParams.get('error'), 'access_denied');

  const plain = await makeApp(url, OOB);
  await page.goto(authorizeUrl(url, plain, OOB));
  await page.getByRole('button', { name: 'Allow' }).click();
  const code = (await page.locator('.code').textContent()).trim();
  const made = await exchange(url, plain, OOB, code);
  assert.equal(made.status, 200, made.text);
});

test('an app that is not known, or waits elsewhere than it said, gets nothing', async (t) => {
  const { url, app } = await openSite(t);
  const unknown = await send(url, 'GET', authorizeUrl(url, { client_id: '99999' }, OOB));
  assert.equal(unknown.status, 400);
  const elsewhere = await send(url, 'GET', authorizeUrl(url, app, 'https://evil.example/'));
  assert.equal(elsewhere.status, 400);
  assert.equal(elsewhere.headers.has('location'), false);
});

test('who is new makes a receipt and goes on to the app', async (t) => {
  const { url } = await openSite(t);
  const browser = await openBrowser(t);
  const redirect = await openApp(t);
  const app = await makeApp(url, redirect);
  const { page } = await visit(t, browser);
  await page.goto(authorizeUrl(url, app, redirect));
  await page.getByRole('link', { name: 'Make a receipt' }).click();
  await page.getByRole('button', { name: 'Make a receipt' }).click();
  await page.getByRole('link', { name: 'I have kept it. On to the app' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.waitForURL(`${redirect}*`);
  assert.ok(new URL(page.url()).searchParams.get('code'));
});
