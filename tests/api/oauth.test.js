// SPDX-License-Identifier: AGPL-3.0-or-later
// Apps, codes, tokens.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { OOB, SCOPES, send } from '../house.js';
import { assertShape, TOKEN } from './entities.js';
import { authorizePath, decide, logIn, makePkce, makeReceipt, redeem, register, takeCode } from './login.js';
import { makeHouse, Person } from './people.js';

const postApp = (url, body) => send(url, 'POST', '/api/v1/apps', { body });
const postToken = (url, body, headers) => send(url, 'POST', '/oauth/token', { body, headers });

function assertOauthError(answer, status, error) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json.error, error);
  assert.equal(typeof answer.json.error_description, 'string');
  assert.match(answer.headers.get('cache-control'), /no-store/);
}

test('an app registers by JSON, form or multipart', async (t) => {
  const { url } = await makeHouse(t, { people: 0 });
  const fields = {
    client_name: 'An app', redirect_uris: `${OOB}\nmyapp://back`, scopes: 'read write:statuses',
    website: 'https://app.example',
  };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const body of [JSON.stringify(fields), new URLSearchParams(fields), form]) {
    const headers = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
    const answer = await fetch(`${url}/api/v1/apps`, { method: 'POST', headers, body });
    const app = await answer.json();
    assert.equal(answer.status, 200);
    assert.equal(app.name, 'An app');
    assert.equal(app.website, 'https://app.example');
    assert.deepEqual(app.scopes, ['read', 'write:statuses']);
    assert.equal(app.redirect_uri, `${OOB}\nmyapp://back`);
    assert.deepEqual(app.redirect_uris, [OOB, 'myapp://back']);
    assert.equal(app.client_id, app.id);
    assert.ok(app.client_secret.length >= 20);
    assert.equal(app.client_secret_expires_at, 0);
    assert.equal(typeof app.vapid_key, 'string');
  }
});

test('an app may send its addresses as a list, and no website', async (t) => {
  const { url } = await makeHouse(t, { people: 0 });
  const { json } = await postApp(url, { client_name: 'x', redirect_uris: [OOB, 'https://a.example/cb'] });
  assert.deepEqual(json.redirect_uris, [OOB, 'https://a.example/cb']);
  assert.deepEqual(json.scopes, ['read']);
  assert.equal(json.website, null);
});

test('an app that makes no sense is refused', async (t) => {
  const { url } = await makeHouse(t, { people: 0 });
  const good = { client_name: 'x', redirect_uris: OOB, scopes: 'read' };
  for (const bad of [
    { client_name: undefined }, { client_name: ' ' }, { client_name: 'x'.repeat(61) },
    { redirect_uris: undefined }, { redirect_uris: '' }, { redirect_uris: [] },
    { redirect_uris: 'javascript:alert(1)' }, { redirect_uris: 'no address' },
    { redirect_uris: 'https://a.example/#part' }, { redirect_uris: [`https://a.example/${'x'.repeat(2000)}`] },
    { redirect_uris: { a: 1 } }, { scopes: 'read everything' }, { scopes: ['read'] },
    { website: 'x'.repeat(2001) },
  ]) {
    const answer = await postApp(url, { ...good, ...bad });
    assert.equal(answer.status, 422, JSON.stringify(bad));
    assert.equal(typeof answer.json.error, 'string');
  }
});

test('an app gets a token for itself, for what it registered', async (t) => {
  const { url } = await makeHouse(t, { people: 0 });
  const app = await register(url, OOB, 'read write:accounts');
  const grant = { grant_type: 'client_credentials', client_id: app.client_id, client_secret: app.client_secret };
  const token = await postToken(url, { ...grant, scope: 'read:statuses write:accounts' });
  assert.equal(token.status, 200, token.text);
  assertShape(token.json, TOKEN);
  assert.equal(token.json.scope, 'read:statuses write:accounts');
  assert.ok(Math.abs(token.json.created_at - Date.now() / 1000) < 60);
  assert.equal((await postToken(url, grant)).json.scope, 'read');
  const verified = await send(url, 'GET', '/api/v1/apps/verify_credentials', { token: token.json.access_token });
  assert.equal(verified.json.name, 'A test app');
  assert.equal(verified.json.client_secret, undefined);
  const own = await send(url, 'GET', '/api/v1/accounts/verify_credentials', { token: token.json.access_token });
  assert.ok(own.status >= 400 && own.status < 500, 'an app is nobody');

  const basic = Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64');
  const byHeader = await postToken(url, { grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` });
  assert.equal(byHeader.status, 200, byHeader.text);

  assertOauthError(await postToken(url, { ...grant, scope: 'write' }), 400, 'invalid_scope');
  assertOauthError(await postToken(url, { ...grant, scope: 'nonsense' }), 400, 'invalid_scope');
  assertOauthError(await postToken(url, { ...grant, client_secret: 'wrong' }), 401, 'invalid_client');
  assertOauthError(await postToken(url, { ...grant, client_secret: undefined }), 401, 'invalid_client');
  assertOauthError(await postToken(url, { ...grant, client_id: '12345' }), 401, 'invalid_client');
  assertOauthError(await postToken(url, { ...grant, client_id: 'x' }), 401, 'invalid_client');
  assertOauthError(await postToken(url, { ...grant, grant_type: 'password', username: 'a', password: 'b' }),
    400, 'unsupported_grant_type');
  assertOauthError(await postToken(url, {}), 400, 'unsupported_grant_type');
});

test('a person lets an app in with her receipt', async (t) => {
  const { url, people: [her] } = await makeHouse(t);
  const receipt = await makeReceipt(her);
  const app = await register(url);
  const { verifier, challenge } = makePkce();
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
  const code = await takeCode(url, authorizePath(app, pkce), receipt);
  const token = await redeem(url, app, code, { code_verifier: verifier });
  assert.equal(token.status, 200, token.text);
  assertShape(token.json, TOKEN);
  assert.equal(token.json.scope, SCOPES);
  const herself = new Person(url, token.json.access_token);
  assert.equal((await herself.me()).id, (await her.me()).id);
});

test('a code works once, for its app, its address and its verifier', async (t) => {
  const { url, people: [her] } = await makeHouse(t);
  const receipt = await makeReceipt(her);
  const app = await register(url, `${OOB} myapp://back`);
  const other = await register(url);
  const { verifier, challenge } = makePkce();
  const path = authorizePath(app, { code_challenge: challenge, code_challenge_method: 'S256' });
  const wrong = [
    [other, {}], [app, { redirect_uri: 'myapp://back' }], [app, { redirect_uri: undefined }],
    [app, { code_verifier: makePkce().verifier }], [app, { code_verifier: undefined }],
    [app, { code_verifier: challenge }],
  ];
  for (const [who, more] of wrong) {
    const code = await takeCode(url, path, receipt);
    assertOauthError(await redeem(url, who, code, { code_verifier: verifier, ...more }), 400, 'invalid_grant');
    assertOauthError(await redeem(url, app, code, { code_verifier: verifier }), 400, 'invalid_grant');
  }
  const code = await takeCode(url, path, receipt);
  assert.equal((await redeem(url, app, code, { code_verifier: verifier })).status, 200);
  assertOauthError(await redeem(url, app, code, { code_verifier: verifier }), 400, 'invalid_grant');
  for (const nonsense of ['', 'x', 'AAAA', `${code}A`]) {
    assertOauthError(await redeem(url, app, nonsense, { code_verifier: verifier }), 400, 'invalid_grant');
  }
});

test('a code without PKCE is not redeemed with a verifier', async (t) => {
  const { url, people: [her] } = await makeHouse(t);
  const receipt = await makeReceipt(her);
  const app = await register(url);
  const code = await takeCode(url, authorizePath(app), receipt);
  assertOauthError(await redeem(url, app, code, { code_verifier: makePkce().verifier }), 400, 'invalid_grant');
});

test('the app is answered at its address, with its state', async (t) => {
  const { url, people: [her] } = await makeHouse(t);
  const receipt = await makeReceipt(her);
  const redirects = ['https://app.example/back?a=1', 'myapp://back', 'com.example.app:/oauth'];
  const app = await register(url, redirects);
  for (const redirect of redirects) {
    const more = { redirect_uri: redirect, state: 'a b&c=é' };
    const answer = await decide(url, authorizePath(app, more), receipt);
    assert.equal(answer.status, 302, await answer.text());
    const location = answer.headers.get('location');
    assert.ok(location.startsWith(redirect + (redirect.includes('?') ? '&' : '?')), location);
    const query = new URL(location).searchParams;
    assert.equal(query.get('state'), 'a b&c=é');
    assert.ok(query.get('code'));
    const refused = await decide(url, authorizePath(app, more), '', 'refuse');
    assert.equal(new URL(refused.headers.get('location')).searchParams.get('error'), 'access_denied');
  }
});

test('with a slash at the end the page is the same', async (t) => {
  const { url } = await makeHouse(t, { people: 0 });
  const app = await register(url);
  const path = authorizePath(app).replace('/oauth/authorize?', '/oauth/authorize/?');
  const page = await fetch(new URL(path, url), { redirect: 'manual' });
  assert.equal(page.status, 200);
  assert.match(await page.text(), /A test app/);
});

test('what an app asks wrongly goes back to it with a press, by itself nowhere, and never to a stranger', async (t) => {
  const { url } = await makeHouse(t, { people: 0 });
  const app = await register(url, 'https://app.example/back', 'read');
  const path = (more) => authorizePath(app, { redirect_uri: 'https://app.example/back', scope: 'read', state: 's', ...more });
  const open = (more) => fetch(new URL(path(more), url), { redirect: 'manual' });
  for (const [more, error] of [
    [{ response_type: 'token' }, 'unsupported_response_type'], [{ scope: 'write' }, 'invalid_scope'],
    [{ scope: 'nonsense' }, 'invalid_scope'],
    [{ code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: 'x'.repeat(43) }, 'invalid_request'],
    [{ code_challenge: 'x', code_challenge_method: 'S256' }, 'invalid_request'],
  ]) {
    const page = await open(more);
    assert.equal(page.status, 400, JSON.stringify(more));
    assert.equal(page.headers.get('location'), null);
    assert.doesNotMatch(await page.text(), /value="allow"|name="receipt"/);
    const answer = await decide(url, path(more), '', 'allow', 400);
    assert.equal(answer.status, 302, JSON.stringify(more));
    const location = new URL(answer.headers.get('location'));
    assert.equal(location.origin, 'https://app.example');
    assert.equal(location.searchParams.get('error'), error);
    assert.equal(location.searchParams.get('state'), 's');
  }
  for (const more of [
    { redirect_uri: 'https://evil.example/' }, { redirect_uri: 'https://app.example/back/' },
    { redirect_uri: 'https://app.example/back?x' }, { redirect_uri: '' }, { client_id: '1' }, { client_id: 'x' },
    { state: 'x'.repeat(2001) },
  ]) {
    const answer = await open(more);
    assert.ok(answer.status >= 400 && answer.status < 500, JSON.stringify(more));
    assert.equal(answer.headers.get('location'), null);
  }
});

test('a wrong receipt lets nobody in', async (t) => {
  const { url } = await makeHouse(t, { people: 0 });
  const app = await register(url);
  for (const receipt of ['', 'x', '0000-0000-0000-0000-0000']) {
    const answer = await decide(url, authorizePath(app), receipt);
    const html = await answer.text();
    assert.ok(answer.status === 422 || answer.status === 200 || answer.status === 403, html);
    assert.match(html, /name="receipt"/, 'asked again');
  }
});

test('a token is revoked by its app only, and then opens nothing', async (t) => {
  const { url, people: [her] } = await makeHouse(t);
  const receipt = await makeReceipt(her);
  const app = await register(url);
  const other = await register(url);
  const { access_token: token } = await logIn(url, app, receipt);
  const person = new Person(url, token);
  await person.me();
  const revoke = (who, more = {}) => send(url, 'POST', '/oauth/revoke', {
    body: { client_id: who.client_id, client_secret: who.client_secret, token, ...more },
  });
  assertOauthError(await revoke(other), 403, 'unauthorized_client');
  assertOauthError(await revoke(app, { client_secret: 'wrong' }), 403, 'unauthorized_client');
  await person.me();
  for (let i = 0; i < 2; i++) {
    const answer = await revoke(app);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(answer.json, {});
  }
  const refused = await person.send('GET', '/api/v1/accounts/verify_credentials');
  assert.equal(refused.status, 401);
  assert.deepEqual(refused.json, { error: 'The access token is invalid' });
  assert.deepEqual((await revoke(app, { token: 'nonsense' })).json, {});
  await her.me();
});

test('a token says who is logged in, when it may', async (t) => {
  const { url, people: [her] } = await makeHouse(t);
  const receipt = await makeReceipt(her);
  const app = await register(url, OOB, 'read profile');
  const named = new Person(url, (await logIn(url, app, receipt, 'profile')).access_token);
  const me = await her.me();
  const info = await named.get('/oauth/userinfo');
  assert.deepEqual(info, {
    iss: `${url}/`, sub: me.uri, name: me.display_name, preferred_username: me.username,
    profile: me.url, picture: me.avatar,
  });
  assert.equal((await named.me()).id, me.id, 'profile is enough to verify credentials');
  const reading = new Person(url, (await logIn(url, app, receipt, 'read')).access_token);
  assert.equal((await reading.send('GET', '/oauth/userinfo')).status, 403);
});
