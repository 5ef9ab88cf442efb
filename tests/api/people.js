// SPDX-License-Identifier: AGPL-3.0-or-later
// A running server with a campaign and people who act on it, for tests of the API.
import assert from 'node:assert/strict';
import { addMeToo, makeApp, makeDir, send, serve, signUp, SCOPES } from '../house.js';

export const SETTINGS = ['limits=off', 'release_step=1', 'figures_floor=1', 'page_fresh_ms=0'];

/** Somebody with a token. */
export class Person {
  constructor(url, token) {
    this.url = url;
    this.token = token;
  }

  send(method, where, body, headers) {
    return send(this.url, method, where, { token: this.token, body, headers });
  }

  /** The same, and it must be taken. */
  async must(method, where, body) {
    const answer = await this.send(method, where, body);
    assert.equal(answer.status, 200, `${method} ${where}: ${answer.text}`);
    return answer.json;
  }

  get(where) {
    return this.must('GET', where);
  }

  say(status, more = {}) {
    return this.must('POST', '/api/v1/statuses', { status, language: 'en', ...more });
  }

  answer(post, status) {
    return this.say(status, { in_reply_to_id: post.id });
  }

  act(post, what) {
    return this.must('POST', `/api/v1/statuses/${post.id}/${what}`);
  }

  withdraw(post) {
    return this.must('DELETE', `/api/v1/statuses/${post.id}`);
  }

  me() {
    return this.get('/api/v1/accounts/verify_credentials');
  }
}

/** A server, an app, and as many people as asked for. */
export async function makeHouse(t, { people = 1, settings = SETTINGS } = {}) {
  const dir = await makeDir(t);
  await addMeToo(dir);
  const server = await serve(t, dir, settings);
  const app = await makeApp(server.url);
  const tokens = [];
  for (let i = 0; i < people; i++) tokens.push(await signUp(server.url, app));
  return {
    dir, server, app, url: server.url,
    people: tokens.map((token) => new Person(server.url, token)),
    nobody: new Person(server.url),
  };
}

/** Somebody whose token allows no more than these scopes. */
export async function makeNarrow(url, scopes) {
  const app = await send(url, 'POST', '/api/v1/apps', {
    body: { client_name: 'narrow', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: `${SCOPES} profile` },
  });
  const token = await send(url, 'POST', '/oauth/token', {
    body: {
      grant_type: 'client_credentials', client_id: app.json.client_id,
      client_secret: app.json.client_secret, scope: `${scopes} write:accounts`,
    },
  });
  assert.equal(token.status, 200, token.text);
  return new Person(url, await signUp(url, { token: token.json.access_token }));
}

/** Every one of these is refused without a token, and with one that does not allow it. */
export async function assertGuarded(house, narrow, calls) {
  for (const [method, where] of calls) {
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};
    const open = await house.nobody.send(method, where, body);
    assert.equal(open.status, 401, `${method} ${where} without a token: ${open.text}`);
    const closed = await narrow.send(method, where, body);
    assert.equal(closed.status, 403, `${method} ${where} without the scope: ${closed.text}`);
    assert.equal(closed.json.error, 'This action is outside the authorized scopes');
  }
}
