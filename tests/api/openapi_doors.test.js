// SPDX-License-Identifier: AGPL-3.0-or-later
// Every route's door, found through the description: no token, no scope, and inputs that are too long,
// of the wrong type, too deep or no UTF-8. Whatever comes, the answer is a refusal in JSON.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { makeHouse, makeNarrow } from './people.js';

const FORM = 'application/x-www-form-urlencoded';

/** All operations of the description, with "1" for every value in the path. */
async function operations(nobody) {
  const { paths } = await nobody.get('/api/chorus/v1/openapi.json');
  return Object.entries(paths).flatMap(([where, item]) => Object.entries(item).map(([method, operation]) => ({
    method: method.toUpperCase(),
    where: where.replace(/\{\w+\}/g, '1'),
    scope: operation.security.at(-1)?.token?.[0],
    isOpen: operation.security.length === 0 || operation.security.some((way) => !way.token),
    query: operation.parameters.filter((parameter) => parameter.in === 'query'),
    form: operation.requestBody?.content[FORM].schema.properties ?? {},
    hasBody: Boolean(operation.requestBody),
  })));
}

function assertRefused(answer, low, high, what) {
  assert.ok(answer.status >= low && answer.status <= high, `${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  assert.equal(typeof answer.json?.error, 'string', `${what}: ${answer.text.slice(0, 200)}`);
}

const bodyOf = (operation) => (['GET', 'DELETE'].includes(operation.method) ? undefined : {});

test('whatever needs a token is refused without one, or with one that does not hold', async (t) => {
  const { nobody } = await makeHouse(t, { people: 0 });
  const closed = (await operations(nobody)).filter((operation) => !operation.isOpen);
  assert.ok(closed.length > 60);
  for (const operation of closed) {
    const name = `${operation.method} ${operation.where}`;
    assertRefused(await nobody.send(operation.method, operation.where, bodyOf(operation)), 401, 401, name);
    const wrong = await nobody.send(operation.method, operation.where, bodyOf(operation), { authorization: 'Bearer abc' });
    assertRefused(wrong, 401, 401, `${name} with a wrong token`);
  }
});

test('whatever needs a scope is refused without it', async (t) => {
  const { nobody, url } = await makeHouse(t, { people: 0 });
  const narrow = await makeNarrow(url, 'profile');
  const held = ['profile', 'write:accounts', undefined];
  const scoped = (await operations(nobody)).filter((operation) => !held.includes(operation.scope)
    && operation.where !== '/api/v1/accounts/verify_credentials');
  assert.ok(scoped.length > 60);
  for (const operation of scoped) {
    const answer = await narrow.send(operation.method, operation.where, bodyOf(operation));
    assertRefused(answer, 403, 403, `${operation.method} ${operation.where}`);
  }
});

/** Lists of others, which are empty before anything is read. */
const TELLS_NOBODY = /\/(followers|following)$/;

/** A value that breaks the declaration, or undefined when anything goes. */
function broken(schema) {
  if (schema.type === 'string' && schema.maxLength > 0) return 'x'.repeat(schema.maxLength + 1);
  if (schema.type === 'string' && schema.pattern) return 'no number';
  if (schema.type === 'integer') return 'no number';
  if (schema.type === 'boolean') return 'perhaps';
  return undefined;
}

test('each input that breaks its declaration is refused', async (t) => {
  const { nobody, people: [her] } = await makeHouse(t);
  let tried = 0;
  for (const operation of await operations(nobody)) {
    const name = `${operation.method} ${operation.where}`;
    for (const { name: input, schema } of operation.query) {
      const value = broken(schema);
      if (value === undefined) continue;
      tried++;
      const answer = await her.send(operation.method, `${operation.where}?${encodeURIComponent(input)}=${value}`);
      if (answer.status === 200 && TELLS_NOBODY.test(operation.where)) continue;
      assertRefused(answer, 400, 422, `${name} ${input}`);
    }
    for (const [input, schema] of Object.entries(operation.form)) {
      const value = broken(schema);
      if (value === undefined) continue;
      tried++;
      assertRefused(await her.send(operation.method, operation.where, { [input]: value }), 400, 422, `${name} ${input}`);
      const deeper = await her.send(operation.method, operation.where, { [input]: { deep: { deeper: 'x' } } });
      assertRefused(deeper, 400, 422, `${name} ${input} as an object`);
    }
  }
  assert.ok(tried > 60, String(tried));
});

test('bodies that are too deep, no JSON, or no UTF-8 are refused everywhere', async (t) => {
  const { nobody, url, people: [her] } = await makeHouse(t);
  const send = async (operation, type, body) => {
    const response = await fetch(new URL(operation.where, url), {
      method: operation.method, body,
      headers: { 'content-type': type, authorization: `Bearer ${her.token}` },
    });
    const text = await response.text();
    return { status: response.status, text, json: JSON.parse(text) };
  };
  const withBody = (await operations(nobody)).filter((operation) => operation.hasBody);
  assert.ok(withBody.length > 10);
  for (const operation of withBody) {
    const name = `${operation.method} ${operation.where}`;
    const deep = `{"a":${'['.repeat(40)}1${']'.repeat(40)}}`;
    assertRefused(await send(operation, 'application/json', deep), 400, 422, `${name} deep`);
    assertRefused(await send(operation, 'application/json', '{"a":'), 400, 422, `${name} cut`);
    assertRefused(await send(operation, 'application/json', '[1]'), 400, 422, `${name} list`);
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xc0]), Buffer.from('"}')]);
    assertRefused(await send(operation, 'application/json', bytes), 400, 422, `${name} no UTF-8`);
    assertRefused(await send(operation, FORM, 'a=%FF%FE'), 400, 422, `${name} form without UTF-8`);
    const many = Array.from({ length: 300 }, (_, i) => `a${i}=1`).join('&');
    assertRefused(await send(operation, FORM, many), 400, 422, `${name} too many`);
  }
  const still = await nobody.send('GET', '/api/v1/streaming/health');
  assert.equal(still.text, 'OK');
});
