// SPDX-License-Identifier: AGPL-3.0-or-later
// Notifications and markers.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { assertGuarded, makeHouse, makeNarrow } from './people.js';

const types = (list) => list.map((notice) => notice.type);

async function withFour(t) {
  const house = await makeHouse(t, { people: 2 });
  const [her, friend] = house.people;
  const post = await her.say('It happened to me #MeToo');
  await friend.answer(post, 'I believe you');
  await friend.act(post, 'favourite');
  await friend.act(post, 'reblog');
  await friend.must('POST', `/api/v1/accounts/${(await her.me()).id}/follow`);
  return { ...house, her, friend, post };
}

test('she is told of an answer, a reaction, a share and a follow, newest first', async (t) => {
  const { her, friend, post } = await withFour(t);
  const list = await her.get('/api/v1/notifications');
  assert.deepEqual(types(list), ['follow', 'reblog', 'favourite', 'mention']);
  const friendId = (await friend.me()).id;
  for (const notice of list) {
    assert.equal(notice.account.id, friendId);
    assert.equal(notice.group_key, `ungrouped-${notice.id}`);
    assert.match(notice.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
  assert.equal(list[0].status, null);
  assert.equal(list[1].status.id, post.id);
  assert.equal(list[2].status.id, post.id);
  assert.equal(list[3].status.in_reply_to_id, post.id);
  assert.deepEqual(await friend.get('/api/v1/notifications'), []);
});

test('types are chosen, lists are paged', async (t) => {
  const { her } = await withFour(t);
  assert.deepEqual(types(await her.get('/api/v1/notifications?types[]=reblog&types[]=mention')),
    ['reblog', 'mention']);
  assert.deepEqual(types(await her.get('/api/v1/notifications?exclude_types[]=follow&exclude_types[]=poll')),
    ['reblog', 'favourite', 'mention']);
  assert.deepEqual(await her.get('/api/v1/notifications?types[]=poll'), []);

  const first = await her.send('GET', '/api/v1/notifications?limit=2');
  assert.deepEqual(types(first.json), ['follow', 'reblog']);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link'))[1];
  const second = await her.send('GET', next);
  assert.deepEqual(types(second.json), ['favourite', 'mention']);
  const prev = /<([^>]+)>; rel="prev"/.exec(second.headers.get('link'))[1];
  assert.deepEqual(types((await her.send('GET', prev)).json), ['follow', 'reblog']);
  assert.equal((await her.send('GET', '/api/v1/notifications?max_id=x')).status, 422);
});

test('one is read, put away; then all', async (t) => {
  const { her, friend } = await withFour(t);
  const [notice] = await her.get('/api/v1/notifications');
  assert.deepEqual(await her.get(`/api/v1/notifications/${notice.id}`), notice);
  assert.equal((await friend.send('GET', `/api/v1/notifications/${notice.id}`)).status, 404);
  assert.equal((await friend.send('POST', `/api/v1/notifications/${notice.id}/dismiss`, {})).status, 404);
  assert.deepEqual(await her.must('POST', `/api/v1/notifications/${notice.id}/dismiss`), {});
  assert.equal((await her.send('GET', `/api/v1/notifications/${notice.id}`)).status, 404);
  assert.equal((await her.get('/api/v1/notifications')).length, 3);
  assert.deepEqual(await her.must('POST', '/api/v1/notifications/clear'), {});
  assert.deepEqual(await her.get('/api/v1/notifications'), []);
});

test('unread ones are counted from the marker', async (t) => {
  const { her } = await withFour(t);
  assert.deepEqual(await her.get('/api/v1/notifications/unread_count'), { count: 4 });
  const list = await her.get('/api/v1/notifications');
  await her.must('POST', '/api/v1/markers', { notifications: { last_read_id: list[1].id } });
  assert.deepEqual(await her.get('/api/v1/notifications/unread_count'), { count: 1 });
});

test('what is taken back is no longer told', async (t) => {
  const { her, friend, post } = await withFour(t);
  await friend.act(post, 'unfavourite');
  await friend.act(post, 'unreblog');
  assert.deepEqual(types(await her.get('/api/v1/notifications')), ['follow', 'mention']);
});

test('markers keep how far was read, by timeline', async (t) => {
  const { people: [her, other] } = await makeHouse(t, { people: 2 });
  assert.deepEqual(await her.get('/api/v1/markers?timeline[]=home'), {});
  const saved = await her.must('POST', '/api/v1/markers',
    { home: { last_read_id: '1000' }, notifications: { last_read_id: '2000' } });
  assert.equal(saved.home.last_read_id, '1000');
  assert.equal(saved.notifications.last_read_id, '2000');
  const again = await her.must('POST', '/api/v1/markers', { home: { last_read_id: '1001' } });
  assert.deepEqual(Object.keys(again), ['home']);
  assert.equal(again.home.version, saved.home.version + 1);
  const both = await her.get('/api/v1/markers?timeline[]=home&timeline[]=notifications&timeline[]=x');
  assert.equal(both.home.last_read_id, '1001');
  assert.equal(both.notifications.last_read_id, '2000');
  assert.deepEqual(await other.get('/api/v1/markers?timeline[]=home'), {});
  for (const value of ['x', '-1', '99999999999999999999', { deep: 1 }]) {
    const bad = await her.send('POST', '/api/v1/markers', { home: { last_read_id: value } });
    assert.equal(bad.status, 422, JSON.stringify(value));
  }
});

test('tokens and scopes are asked for', async (t) => {
  const house = await makeHouse(t, { people: 0 });
  const narrow = await makeNarrow(house.url, 'read:accounts');
  await assertGuarded(house, narrow, [
    ['GET', '/api/v1/notifications'], ['GET', '/api/v1/notifications/1'],
    ['GET', '/api/v1/notifications/unread_count'], ['POST', '/api/v1/notifications/clear'],
    ['POST', '/api/v1/notifications/1/dismiss'], ['GET', '/api/v1/markers'],
    ['POST', '/api/v1/markers'],
  ]);
  const reader = await makeNarrow(house.url, 'read:notifications');
  assert.deepEqual(await reader.get('/api/v1/notifications'), []);
  assert.equal((await house.nobody.send('GET', '/api/v2/notifications')).status, 404);
  assert.equal((await house.nobody.send('GET', '/api/v2/notifications/policy')).status, 404);
});
