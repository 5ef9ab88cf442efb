// SPDX-License-Identifier: AGPL-3.0-or-later
// Every route of routes.def: refused without a token, with a wrong one, without the scope; and what
// nobody should send is refused with a clear answer, never with 500.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { OOB, root, send } from '../house.js';
import { logIn, makeReceipt, register } from './login.js';
import { makeHouse, Person } from './people.js';

const rows = [...readFileSync(path.join(root, 'src/api/routes.def'), 'utf8')
  .matchAll(/^ROUTE\((\w+), "([^"]+)", (\w+), (\w+), (\w+), (\w+), (\w+)\)$/gm)]
  .map(([, method, where, handler, login, scope, cost, inputs]) =>
    ({ method, where, handler, login, scope, cost, inputs }));

/** A path in which every ":name" is something that could be there. */
const fill = (where) => where.replace(/:id\b/g, '1').replace(':emoji', 'believe').replace(/:\w+/g, 'metoo');
const bodyOf = (row, body) => (row.method === 'GET' || row.method === 'DELETE' ? undefined : body);
const label = (row) => `${row.method} ${row.where}`;

/** Sends bytes as they are. */
function sendRaw(url, method, where, headers, body) {
  return new Promise((resolve, reject) => {
    const all = { ...headers, 'content-length': Buffer.byteLength(body) }; /* node leaves it out for DELETE */
    const request = http.request(new URL(url), { method, path: where, headers: all }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (data) => { text += data; });
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    request.on('error', (error) => reject(new Error(`${method} ${where}: ${error.message}`)));
    request.end(body);
  });
}

function assertRefused(answer, statuses, what) {
  assert.ok(statuses.includes(answer.status), `${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  assert.equal(typeof JSON.parse(answer.text).error, 'string', what);
}

test('the table is read whole', () => {
  const lines = readFileSync(path.join(root, 'src/api/routes.def'), 'utf8').match(/^ROUTE\(/gm);
  assert.equal(rows.length, lines.length);
  assert.ok(rows.length > 100);
});

test('a route that asks for somebody refuses nobody, a wrong token and one without the scope', async (t) => {
  const { people: [her], url, nobody, app } = await makeHouse(t);
  const receipt = await makeReceipt(her);
  const push = new Person(url, (await logIn(url, await register(url, OOB, 'push'), receipt, 'push')).access_token);
  const itself = new Person(url, app.token);
  for (const row of rows.filter(({ login }) => login === 'PERSON' || login === 'TOKEN')) {
    const call = (person) => person.send(row.method, fill(row.where), bodyOf(row, {}));
    assertRefused(await call(nobody), [401], `${label(row)} by nobody`);
    assertRefused(await call(new Person(url, 'nonsense')), [401], `${label(row)} with nonsense`);
    assertRefused(await call(new Person(url, `${her.token.slice(0, -2)}AA`)), [401], `${label(row)} with a wrong secret`);
    if (row.scope !== 'NONE') {
      const answer = await call(push);
      assertRefused(answer, [403], `${label(row)} without the scope`);
      assert.equal(answer.json.error, 'This action is outside the authorized scopes');
    }
    if (row.login === 'PERSON') assertRefused(await call(itself), [401, 403, 422], `${label(row)} by an app`);
  }
});

test('a route that is open refuses a wrong token, and one without the scope', async (t) => {
  const { people: [her], url } = await makeHouse(t);
  const receipt = await makeReceipt(her);
  const push = new Person(url, (await logIn(url, await register(url, OOB, 'push'), receipt, 'push')).access_token);
  const streams = (row) => row.where.includes('/stream');
  for (const row of rows.filter((r) => r.login === 'OPTIONAL' && !streams(r))) {
    const call = (person) => person.send(row.method, fill(row.where), bodyOf(row, {}));
    assertRefused(await call(new Person(url, 'nonsense')), [401], label(row));
    if (row.scope !== 'NONE') assertRefused(await call(push), [403], label(row));
  }
});

test('a part of a scope is enough for its routes and for no others', async (t) => {
  const { people: [her], url } = await makeHouse(t);
  const receipt = await makeReceipt(her);
  const app = await register(url, OOB, 'read write follow');
  const post = await her.say('so it was #MeToo');
  const withScope = async (scope) => new Person(url, (await logIn(url, app, receipt, scope)).access_token);
  const allowed = async (scope, method, where, body) => {
    const answer = await (await withScope(scope)).send(method, where, body);
    return answer.status !== 403;
  };
  const { id } = post.account;
  for (const [scope, method, where, body] of [
    ['write:statuses', 'POST', '/api/v1/statuses', { status: 'x' }], ['write:favourites', 'POST', `/api/v1/statuses/${post.id}/favourite`, {}],
    ['write:bookmarks', 'POST', `/api/v1/statuses/${post.id}/bookmark`, {}], ['write:follows', 'POST', `/api/v1/accounts/${id}/follow`, {}],
    ['write:blocks', 'POST', `/api/v1/accounts/${id}/block`, {}], ['write:mutes', 'POST', `/api/v1/accounts/${id}/mute`, {}],
    ['write:accounts', 'PATCH', '/api/v1/accounts/update_credentials', {}], ['read:accounts', 'GET', '/api/v1/accounts/verify_credentials'],
    ['read:statuses', 'GET', '/api/v1/timelines/home'], ['read:favourites', 'GET', '/api/v1/favourites'],
    ['read:bookmarks', 'GET', '/api/v1/bookmarks'], ['read:blocks', 'GET', '/api/v1/blocks'], ['read:mutes', 'GET', '/api/v1/mutes'],
    ['read:follows', 'GET', '/api/v1/accounts/relationships'],
  ]) {
    assert.ok(await allowed(scope, method, where, body), `${scope} allows ${method} ${where}`);
    const parent = scope.split(':')[0];
    assert.ok(await allowed(parent, method, where, body), `${parent} allows ${method} ${where}`);
    const wrong = parent === 'read' ? 'write' : 'read';
    assert.ok(!await allowed(wrong, method, where, body), `${wrong} refuses ${method} ${where}`);
    if (/blocks|follows|mutes/.test(scope)) assert.ok(await allowed('follow', method, where, body), `follow allows ${where}`);
    else assert.ok(!await allowed('follow', method, where, body), `follow refuses ${where}`);
  }
});

test('every input of the wrong kind, too long or too deep is refused, not stumbled over', async (t) => {
  const { people: [her], url, app, nobody } = await makeHouse(t);
  const names = ['status', 'id', 'limit', 'max_id', 'acct', 'q', 'title', 'context', 'account_id', 'any', 'timeline',
    'username', 'client_name', 'redirect_uris', 'grant_type', 'token', 'display_name', 'comment', 'keyword'];
  let deep = {};
  for (let i = 0; i < 100; i++) deep = { deep };
  const bodies = [
    ...[[], { a: 1 }, true, 12, 'x'.repeat(200_000), '\u0000', 'a\u0000b', '\ud800', null].map((value) =>
      JSON.stringify(Object.fromEntries(names.map((name) => [name, value])))),
    JSON.stringify(deep), '[1]', '"text"', '12', 'null', '{', '{"a":}', '', '{"a":1}x', '[[[[[',
    JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`name${i}`, i]))),
    Buffer.from('{"status":"\xff\xfe"}', 'latin1'), `{"status":${'['.repeat(5000)}`,
  ];
  const changing = rows.filter((r) => r.method !== 'GET' && r.handler !== 'accounts_create');
  for (const row of changing) {
    const person = row.login === 'NONE' ? nobody : her;
    const headers = { 'content-type': 'application/json' };
    if (person.token) headers.authorization = `Bearer ${person.token}`;
    for (const body of bodies) {
      const answer = await sendRaw(url, row.method, fill(row.where), headers, body);
      assert.ok(answer.status < 500, `${label(row)} ${String(body).slice(0, 60)}: ${answer.status} ${answer.text}`);
      if (answer.status >= 400) assert.equal(typeof JSON.parse(answer.text).error, 'string');
    }
  }
  assert.ok((await her.me()).id, 'the server stands');
  assert.ok(app.token);
});

test('a body that is none is refused as such', async (t) => {
  const { people: [her], url } = await makeHouse(t);
  const authorization = `Bearer ${her.token}`;
  const post = (type, body) => sendRaw(url, 'POST', '/api/v1/statuses', { authorization, 'content-type': type }, body);
  const json = 'application/json';
  assertRefused(await post(json, '{"status":'), [400], 'cut JSON');
  assertRefused(await post(json, '["a"]'), [400], 'a list');
  assertRefused(await post(json, `{"a":${'['.repeat(40)}${']'.repeat(40)}}`), [400], 'too deep');
  assertRefused(await post(json, Buffer.from('{"status":"\xff"}', 'latin1')), [400, 422], 'no UTF-8');
  assertRefused(await post(json, '{"status":"a\\u0000b"}'), [400, 422], 'NUL');
  assertRefused(await post('application/x-www-form-urlencoded', 'status=%ff'), [400, 422], 'no UTF-8 in a form');
  assertRefused(await post('application/x-www-form-urlencoded', 'status=%zz'), [400, 422], 'no hexadecimal');
  assertRefused(await post('multipart/form-data', 'x'), [400, 415, 422], 'multipart without a boundary');
  assertRefused(await post('text/xml', '<status>a</status>'), [415], 'XML');
  assertRefused(await post(json, `{"status":"${'x'.repeat(3 << 20)}"}`), [413], 'three megabytes');
});

test('queries of the wrong kind are refused on every route that reads', async (t) => {
  const { people: [her], nobody } = await makeHouse(t);
  const queries = ['limit=x', 'limit=-1', 'limit=99999999999999999999', 'max_id=x', 'min_id=-5', 'since_id=1.5', 'id[]=x',
    'limit[]=1', 'max_id[a]=1', 'any[]=%ff', 'any[0][1]=a', 'q=%00', 'local=perhaps', `q=${'x'.repeat(3000)}`, '%', '&&&=&',
    Array.from({ length: 180 }, (_, i) => `any[]=${i}`).join('&')];
  const reading = rows.filter((r) => r.method === 'GET' && !r.where.includes('/stream'));
  for (const row of reading) {
    const person = row.login === 'PERSON' || row.login === 'TOKEN' ? her : nobody;
    for (const query of queries) {
      const answer = await person.send('GET', `${fill(row.where)}?${query}`);
      assert.ok(answer.status < 500, `${label(row)}?${query.slice(0, 40)}: ${answer.status} ${answer.text}`);
    }
  }
  for (const query of queries.slice(0, 6)) {
    const answer = await nobody.send('GET', `/api/v1/timelines/tag/metoo?${query}`);
    assert.equal(answer.status, 422, query);
    assert.equal(typeof answer.json.error, 'string');
  }
});

test('an unknown or impossible id is 404 on every route that has one', async (t) => {
  const { people: [her] } = await makeHouse(t);
  const withId = rows.filter((r) => /\/v1\/(accounts|statuses)\/:id/.test(r.where) && r.handler !== 'instance_empty_list');
  assert.ok(withId.length > 30);
  for (const row of withId) {
    for (const id of ['9', '117668931296493568', '0', '-1', 'x', '99999999999999999999', '%F0%9F%92%9C', '1%20']) {
      const body = row.where.endsWith(':id') ? { status: 'x' } : {};
      const answer = await her.send(row.method, row.where.replace(':id', id).replace(':emoji', 'believe'),
        bodyOf(row, body));
      assertRefused(answer, [404], `${label(row)} with ${id}`);
      assert.equal(answer.json.error, 'Record not found');
    }
  }
});

test('a method that an address does not take is 405', async (t) => {
  const { people: [her], url } = await makeHouse(t);
  const answer = await send(url, 'DELETE', '/api/v1/timelines/home', { token: her.token });
  assertRefused(answer, [405], 'DELETE of a timeline');
  assert.match(answer.headers.get('allow'), /GET/);
});

test('when the limit is reached the answer is 429, with when to come again', async (t) => {
  const { people: [her] } = await makeHouse(t, { settings: ['release_step=1', 'limit_act=5', 'limit_read=10'] });
  let answer;
  for (let i = 0; i < 8; i++) answer = await her.send('POST', '/api/v1/statuses', { status: `voice ${i} #MeToo` });
  assertRefused(answer, [429], 'the eighth');
  assert.equal(answer.headers.get('x-ratelimit-limit'), '5');
  assert.equal(answer.headers.get('x-ratelimit-remaining'), '0');
  assert.match(answer.headers.get('x-ratelimit-reset'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  const read = await her.send('GET', '/api/v1/timelines/home');
  assert.equal(read.status, 200, 'reading is counted apart');
});
