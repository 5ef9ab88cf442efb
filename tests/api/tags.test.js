// SPDX-License-Identifier: AGPL-3.0-or-later
// Hashtags: their use, following them, trends.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { assertGuarded, makeHouse, makeNarrow } from './people.js';

test('a hashtag tells its use of seven days, in any spelling', async (t) => {
  const { people: [one, two], nobody } = await makeHouse(t, { people: 2 });
  const post = await one.say('#MeToo');
  await one.say('again #metoo');
  await two.say('#METOO');
  for (const name of ['MeToo', 'metoo', 'METOO']) {
    const tag = await nobody.get(`/api/v1/tags/${name}`);
    assert.equal(tag.name.toLowerCase(), 'metoo');
    assert.match(tag.url, /\/tags\/MeToo$/i);
    assert.equal(tag.history.length, 7);
    assert.deepEqual([tag.history[0].uses, tag.history[0].accounts], ['3', '0'], 'people are not counted by hashtag');
    assert.equal(Number(tag.history[0].day) % 86400, 0);
    assert.equal(tag.following, false);
  }
  await one.withdraw(post);
  assert.equal((await nobody.get('/api/v1/tags/metoo')).history[0].uses, '2');
});

test('a hashtag that nobody used is told with zeros; what is none is not found', async (t) => {
  const { nobody } = await makeHouse(t, { people: 0 });
  const tag = await nobody.get(`/api/v1/tags/${encodeURIComponent('YoTambién')}`);
  assert.equal(tag.name, 'YoTambién');
  assert.deepEqual(new Set(tag.history.map((day) => day.uses)), new Set(['0']));
  for (const name of ['12345', 'two%20words', 'a'.repeat(400), '%F0']) {
    const answer = await nobody.send('GET', `/api/v1/tags/${name}`);
    assert.ok([400, 404, 422].includes(answer.status), `${name}: ${answer.status}`);
    assert.ok(answer.json.error);
  }
});

test('hashtags are followed and unfollowed', async (t) => {
  const { people: [her, other] } = await makeHouse(t, { people: 2 });
  await other.say('#MeToo and #Solidarity');
  assert.equal((await her.must('POST', '/api/v1/tags/metoo/follow')).following, true);
  assert.equal((await her.must('POST', '/api/v1/tags/NeverUsed/follow')).following, true);
  assert.equal((await her.get('/api/v1/tags/MeToo')).following, true);
  assert.equal((await other.get('/api/v1/tags/MeToo')).following, false);
  const names = (await her.get('/api/v1/followed_tags')).map((tag) => tag.name);
  assert.deepEqual(new Set(names), new Set(['MeToo', 'NeverUsed']));
  assert.equal((await her.get('/api/v1/followed_tags?limit=1')).length, 1);
  assert.equal((await her.must('POST', '/api/v1/tags/METOO/unfollow')).following, false);
  assert.deepEqual((await her.get('/api/v1/followed_tags')).map((tag) => tag.name), ['NeverUsed']);
  assert.equal((await her.send('POST', '/api/v1/tags/123/follow', {})).status, 404);
});

test('trends are the hashtags used most', async (t) => {
  const { people: [one, two], nobody } = await makeHouse(t, { people: 2 });
  await one.say('#MeToo #Rare');
  await two.say('#MeToo');
  for (const where of ['/api/v1/trends/tags', '/api/v1/trends']) {
    const list = await nobody.get(where);
    assert.equal(list[0].name, 'MeToo');
    assert.equal(list[0].history[0].uses, '2');
  }
  assert.equal((await nobody.get('/api/v1/trends/tags?limit=1')).length, 1);
  assert.deepEqual(await nobody.get('/api/v1/trends/statuses'), []);
  assert.deepEqual(await nobody.get('/api/v1/trends/links'), []);
});

test('tokens and scopes are asked for', async (t) => {
  const house = await makeHouse(t, { people: 0 });
  const narrow = await makeNarrow(house.url, 'read:accounts');
  await assertGuarded(house, narrow, [
    ['GET', '/api/v1/followed_tags'], ['POST', '/api/v1/tags/metoo/follow'],
    ['POST', '/api/v1/tags/metoo/unfollow'], ['GET', '/api/v1/lists'],
  ]);
});
