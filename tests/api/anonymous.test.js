// SPDX-License-Identifier: AGPL-3.0-or-later
// What is said anonymously, through the API: hers with her token, nobody's for everybody else, and
// nothing in the database says whose.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { command, mustRun, serve } from '../house.js';
import { SETTINGS, makeHouse } from './people.js';

const anonymous = { anonymous: true };
const idsOf = (list) => list.map((item) => item.id);

test('an anonymous voice is its author\'s and nobody else\'s, after a restart too', async (t) => {
  const { people: [her, other], nobody, dir, server } = await makeHouse(t, { people: 2 });
  const first = await her.say('so it was #MeToo', anonymous);
  const second = await her.say('and so again #MeToo', anonymous);
  await other.say('and so with me #MeToo', anonymous);
  for (const seen of [await other.get(`/api/v1/statuses/${first.id}`), await nobody.get(`/api/v1/statuses/${first.id}`)]) {
    assert.equal(seen.account.username, 'metoo');
    assert.equal(seen.application, null);
  }
  assert.equal((await other.send('DELETE', `/api/v1/statuses/${first.id}`)).status, 404);
  assert.equal((await other.send('PUT', `/api/v1/statuses/${first.id}`, { status: 'mine #MeToo' })).status, 404);
  await server.signal('SIGTERM');
  const again = await serve(t, dir, SETTINGS);
  her.url = other.url = again.url;
  const edited = await her.must('PUT', `/api/v1/statuses/${second.id}`, { status: 'and never again #MeToo' });
  assert.match(edited.content, /never again/);
  await her.withdraw(first);
  assert.equal((await other.send('GET', `/api/v1/statuses/${first.id}`)).status, 404);
});

test('people are counted once, by name and without, and a recount agrees', async (t) => {
  const { people: [her, other], nobody, dir, server } = await makeHouse(t, { people: 2 });
  const voice = await her.say('so it was #MeToo', anonymous);
  await her.say('again #MeToo', anonymous);
  await her.say('by name #MeToo');
  await other.answer(voice, 'I believe you.');
  const { windows } = await nobody.get('/api/chorus/v1/campaigns/metoo/figures');
  assert.deepEqual([windows.all.people, windows.all.posts, windows.all.comments], [2, 3, 1]);
  await server.signal('SIGTERM');
  const recount = await command(['recount', '--data', dir]);
  assert.equal(recount.code, 0, recount.stdout + recount.stderr);
  assert.match(recount.stdout, /^0 differences/m);
});

test('she is told of answers to what she said anonymously, and can put it away', async (t) => {
  const { people: [her, other] } = await makeHouse(t, { people: 2 });
  const voice = await her.say('so it was #MeToo', anonymous);
  const answer = await other.answer(voice, 'I believe you.');
  await other.act(voice, 'favourite');
  const told = await her.get('/api/v1/notifications');
  assert.deepEqual(told.map((notice) => notice.type), ['favourite', 'mention']);
  assert.equal(told[1].status.id, answer.id);
  assert.equal((await her.get(`/api/v1/notifications/${told[1].id}`)).id, told[1].id);
  assert.equal((await other.send('GET', `/api/v1/notifications/${told[1].id}`)).status, 404);
  assert.deepEqual(await other.get('/api/v1/notifications'), []);
  await her.must('POST', `/api/v1/notifications/${told[0].id}/dismiss`);
  assert.deepEqual(idsOf(await her.get('/api/v1/notifications')), [told[1].id]);
  await her.must('POST', '/api/v1/notifications/clear');
  assert.deepEqual(await her.get('/api/v1/notifications'), []);
});

test('a copy of the database has no key in it', async (t) => {
  const { people: [her], dir, server } = await makeHouse(t, { people: 1 });
  await her.say('so it was #MeToo', anonymous);
  const copy = path.join(dir, 'copy.db');
  await mustRun('backup', '--data', dir, copy);
  await server.signal('SIGTERM');
  const key = readFileSync(path.join(dir, 'secret.key'));
  assert.ok(existsSync(copy));
  for (const name of readdirSync(dir).filter((file) => file !== 'secret.key'))
    assert.equal(readFileSync(path.join(dir, name)).includes(key), false, name);
});
