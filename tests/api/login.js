// SPDX-License-Identifier: AGPL-3.0-or-later
// Logging an app in as a person does: our page, her receipt, a code, a token.
import { createHash, randomBytes } from 'node:crypto';
import assert from 'node:assert/strict';
import { OOB, SCOPES, send } from '../house.js';

/** A form post as browsers send it, without following. */
export function postForm(url, where, fields, headers = {}) {
  return fetch(new URL(where, url), {
    method: 'POST', redirect: 'manual', headers: { origin: url, ...headers },
    body: new URLSearchParams(fields),
  });
}

export async function makeReceipt(person) {
  const { receipt } = await person.must('POST', '/api/chorus/v1/receipt', {});
  assert.match(receipt, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/);
  return receipt;
}

/** An app that asks for these addresses and scopes. */
export async function register(url, redirects = OOB, scopes = SCOPES) {
  const app = await send(url, 'POST', '/api/v1/apps',
    { body: { client_name: 'A test app', redirect_uris: redirects, scopes } });
  assert.equal(app.status, 200, app.text);
  return app.json;
}

export function makePkce() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** Where the app sends the person. */
export function authorizePath(app, more = {}) {
  const query = new URLSearchParams({
    response_type: 'code', client_id: app.client_id, redirect_uri: OOB, scope: SCOPES, ...more,
  });
  return `/oauth/authorize?${query}`;
}

/** The hidden fields of the page's form. */
function hiddenFields(html) {
  const unescape = (s) => s.replace(/&(lt|gt|quot|#39|amp);/g,
    (_, name) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name]);
  const fields = {};
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) {
    fields[name] = unescape(value);
  }
  return fields;
}

/** Opens the page and answers it; gives the answer of the form. */
export async function decide(url, path, receipt, decision = 'allow', status = 200) {
  const page = await fetch(new URL(path, url), { redirect: 'manual' });
  const html = await page.text();
  assert.equal(page.status, status, html);
  return postForm(url, '/oauth/authorize', { ...hiddenFields(html), receipt, decision });
}

/** Agrees and reads the code off the page or out of the address. */
export async function takeCode(url, path, receipt) {
  const answer = await decide(url, path, receipt);
  if (answer.status === 302) return new URL(answer.headers.get('location')).searchParams.get('code');
  const html = await answer.text();
  assert.equal(answer.status, 200, html);
  return /<bdi dir="ltr">([\w-]+)<\/bdi>/.exec(html)[1];
}

export function redeem(url, app, code, more = {}) {
  return send(url, 'POST', '/oauth/token', {
    body: {
      grant_type: 'authorization_code', client_id: app.client_id, client_secret: app.client_secret,
      redirect_uri: OOB, code, ...more,
    },
  });
}

/** The whole way: a token of these scopes for whom the receipt is. */
export async function logIn(url, app, receipt, scope = SCOPES) {
  const code = await takeCode(url, authorizePath(app, { scope }), receipt);
  const token = await redeem(url, app, code);
  assert.equal(token.status, 200, token.text);
  return token.json;
}
