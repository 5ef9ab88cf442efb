// SPDX-License-Identifier: AGPL-3.0-or-later
// What a token opens, route by route: one that may only read changes nothing, one that may only write reads nothing, an
// app's own is nobody, and that of somebody who left, was logged out or is suspended does no more than it may.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mustRun, send } from '../house.js';
import { Visitor } from '../clients/visitor.js';
import { logIn, makeReceipt, register } from './login.js';
import { makeHouse, Person } from './people.js';
import { apiRoutes } from './site.js';

const ALL = 'read write follow push';

/** Every route that needs a scope, with "1" for what stands in its path. */
const routes = apiRoutes.map(({ method, where, words: [login, scope] }) => ({ method, login, scope, where: where.replace(/:\w+/g, '1') }));
const scoped = routes.filter(({ scope }) => scope !== 'NONE' && !scope.startsWith('ADMIN') && !['PROFILE', 'OWN_ACCOUNT'].includes(scope));
const ask = (person, { method, where }) => person.send(method, where, ['GET', 'DELETE'].includes(method) ? undefined : {});

test('what may only read changes nothing, and what may only write reads nothing', async (t) => {
  const { url, people: [her] } = await makeHouse(t);
  const receipt = await makeReceipt(her);
  const app = await register(url);
  const readOnly = new Person(url, (await logIn(url, app, receipt, 'read')).access_token);
  const writeOnly = new Person(url, (await logIn(url, app, receipt, 'write')).access_token);
  assert.ok(scoped.length > 100);
  for (const route of scoped) {
    const isRead = /^READ/.test(route.scope);
    const { status, text } = await ask(isRead ? writeOnly : readOnly, route);
    assert.equal(status, 403, `${route.method} ${route.where}: ${text.slice(0, 100)}`);
  }
});

test('an app by itself is nobody', async (t) => {
  const house = await makeHouse(t, { people: 0 });
  const app = new Person(house.url, house.app.token);
  for (const route of routes.filter(({ login }) => login === 'PERSON')) {
    const { status, text } = await ask(app, route);
    assert.ok(status === 422 || status === 403, `${route.method} ${route.where}: ${status} ${text.slice(0, 100)}`);
  }
});

test('nothing is opened by the tokens of somebody who left, or was logged out everywhere', async (t) => {
  const { url, people } = await makeHouse(t, { people: 2 });
  const app = await register(url);
  const closed = routes.filter(({ login }) => login === 'PERSON' || login === 'TOKEN');
  for (const [i, her] of people.entries()) {
    const receipt = await makeReceipt(her);
    const other = new Person(url, (await logIn(url, app, receipt, ALL)).access_token);
    const page = new Visitor(url);
    await page.submit(await page.get('/login'), '/login', { receipt });
    const session = [...page.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (i === 0) await page.submit(await page.get('/me/delete'), '/me/delete', { sure: '1' });
    else await page.submit(await page.get('/me'), '/me/logout-everywhere', {});
    for (const token of [her, other])
      for (const route of closed) assert.equal((await ask(token, route)).status, 401, `${route.method} ${route.where}`);
    const again = await send(url, 'GET', '/me', { headers: { cookie: session } });
    assert.equal(again.status, 303);
    assert.match(again.headers.get('location'), /^\/login/);
  }
});

test('whoever is suspended says nothing, changes nothing she said and follows nobody', async (t) => {
  const house = await makeHouse(t, { people: 2 });
  const { people: [her, other] } = house;
  const [mine, voice] = [await her.say('Hers. #MeToo'), await other.say('Another. #MeToo')];
  const made = await mustRun('person', 'add', '--data', house.dir, '--username', 'mona');
  await mustRun('person', 'role', '--data', house.dir, '--username', 'mona', '--role', 'moderator');
  const mona = new Visitor(house.url);
  await mona.submit(await mona.get('/login'), '/login', { receipt: /receipt\s+(\S+)/.exec(made)[1] });
  const where = `/m/a/${mine.account.id}`;
  assert.equal((await mona.submit(await mona.get(where), where, { what: 'suspend' })).status, 200);
  for (const [method, path, body] of [
    ['POST', '/api/v1/statuses', { status: 'More. #MeToo' }], ['POST', '/api/v1/statuses', { status: 'Answer.', in_reply_to_id: voice.id }],
    ['PUT', `/api/v1/statuses/${mine.id}`, { status: 'Changed. #MeToo' }], ['POST', `/api/v1/statuses/${voice.id}/favourite`],
    ['POST', `/api/v1/statuses/${voice.id}/reblog`], ['PUT', `/api/v1/pleroma/statuses/${voice.id}/reactions/believe`],
    ['POST', `/api/v1/accounts/${voice.account.id}/follow`],
  ]) assert.equal((await her.send(method, path, body)).status, 403, `${method} ${path}`);
  const { favourites_count: favourites, reblogs_count: shares, replies_count: answers } = await other.get(`/api/v1/statuses/${voice.id}`);
  assert.deepEqual([favourites, shares, answers], [0, 0, 0]);
  assert.equal((await her.send('DELETE', `/api/v1/statuses/${mine.id}`)).status, 200); // taking back is always hers
});
