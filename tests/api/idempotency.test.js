// SPDX-License-Identifier: AGPL-3.0-or-later
// A request that was sent twice is one act: one after the other, at once, after a restart.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { serve } from '../house.js';
import { makeHouse, Person, SETTINGS } from './people.js';

const say = (person, key, body) =>
  person.send('POST', '/api/v1/statuses', { status: 'so it was #MeToo', ...body }, { 'idempotency-key': key });
const count = async (person) => (await person.get('/api/v1/timelines/tag/metoo?limit=40')).length;
const posts = async (person) => (await person.get('/api/chorus/v1/campaigns/metoo/figures')).windows.all.posts;

test('the same key gives the same post', async (t) => {
  const { people: [her, other], nobody } = await makeHouse(t, { people: 2 });
  const first = await say(her, 'one');
  assert.equal(first.status, 200, first.text);
  const again = await say(her, 'one');
  assert.equal(again.status, 200);
  assert.deepEqual(again.json, first.json);
  assert.equal((await say(her, 'one', { status: 'other words #MeToo' })).json.id, first.json.id, 'the key counts');
  assert.equal(await count(nobody), 1);
  assert.notEqual((await say(her, 'two')).json.id, first.json.id);
  assert.notEqual((await say(other, 'one')).json.id, first.json.id, 'another person’s key is another');
  assert.equal(await count(nobody), 3);
  assert.equal(await posts(nobody), 3);
});

test('the same key at the same moment is one post', async (t) => {
  const { people: [her], nobody } = await makeHouse(t);
  const answers = await Promise.all(Array.from({ length: 24 }, () => say(her, 'at once')));
  for (const answer of answers) assert.equal(answer.status, 200, answer.text);
  assert.equal(new Set(answers.map((answer) => answer.json.id)).size, 1);
  assert.equal(await count(nobody), 1);
  assert.equal(await posts(nobody), 1);
});

test('without a key each request is an act', async (t) => {
  const { people: [her], nobody } = await makeHouse(t);
  const answers = await Promise.all(Array.from({ length: 5 }, () => her.say('again #MeToo')));
  assert.equal(new Set(answers.map((post) => post.id)).size, 5);
  assert.equal(await count(nobody), 5);
});

for (const signal of ['SIGTERM', 'SIGKILL']) {
  test(`a key is remembered after a restart by ${signal}`, async (t) => {
    const { people: [her], server, dir } = await makeHouse(t);
    const first = await say(her, 'kept');
    await server.signal(signal);
    const { url } = await serve(t, dir, SETTINGS);
    const later = new Person(url, her.token);
    const again = await say(later, 'kept');
    assert.equal(again.status, 200, again.text);
    assert.equal(again.json.id, first.json.id);
    assert.equal(await count(later), 1);
    assert.equal(await posts(later), 1);
  });
}

test('a key that was refused may be used again, and one of a withdrawn post gives 404', async (t) => {
  const { people: [her], nobody } = await makeHouse(t);
  assert.equal((await say(her, 'key', { status: '' })).status, 422);
  const post = await say(her, 'key');
  assert.equal(post.status, 200);
  await her.withdraw(post.json);
  assert.equal((await say(her, 'key')).status, 404, 'what was taken back does not come again');
  assert.equal(await count(nobody), 0);
  assert.equal((await say(her, 'x'.repeat(256))).status, 422);
});
