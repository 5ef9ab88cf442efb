// SPDX-License-Identifier: AGPL-3.0-or-later
// Streams: server-sent events and WebSocket.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { makeApp, OOB, send, signUp } from '../house.js';
import { listen, openSocket } from './listen.js';
import { makeHouse, makeNarrow, Person } from './people.js';

const of = (event) => (item) => item.event === event;

test('a hashtag can be listened to without a token: posts, edits, withdrawals', async (t) => {
  const { people: [her], url } = await makeHouse(t);
  const events = await listen(t, url, '/api/v1/streaming/hashtag?tag=METOO');
  assert.equal(events.status, 200);
  assert.match(events.headers.get('content-type'), /^text\/event-stream/);
  await her.say('something else #Unrelated');
  const post = await her.say('It happened to me #MeToo');
  const update = await events.next();
  assert.equal(update.event, 'update');
  const status = JSON.parse(update.payload);
  assert.equal(status.id, post.id);
  assert.equal(status.content, post.content);
  assert.equal(status.account.id, post.account.id);
  assert.equal(status.favourited, false);

  await her.must('PUT', `/api/v1/statuses/${post.id}`, { status: 'It happened to me, years ago #MeToo' });
  const edit = await events.next();
  assert.equal(edit.event, 'status.update');
  assert.match(JSON.parse(edit.payload).content, /years ago/);

  await her.withdraw(post);
  assert.deepEqual(await events.next(), { event: 'delete', payload: post.id });
});

test('the public stream has voices, not comments', async (t) => {
  const { people: [her, friend], url } = await makeHouse(t, { people: 2 });
  const events = await listen(t, url, '/api/v1/streaming/public');
  const local = await listen(t, url, '/api/v1/streaming/public/local');
  const first = await her.say('one');
  await friend.answer(first, 'an answer');
  const second = await friend.say('two');
  for (const stream of [events, local]) {
    assert.equal(JSON.parse((await stream.next()).payload).id, first.id);
    assert.equal(JSON.parse((await stream.next()).payload).id, second.id);
  }
});

test('her own stream brings followed people, followed hashtags, shares and notifications', async (t) => {
  const { people: [her, friend, other], url } = await makeHouse(t, { people: 3 });
  await her.must('POST', `/api/v1/accounts/${(await friend.me()).id}/follow`);
  await her.must('POST', '/api/v1/tags/MeToo/follow');
  const events = await listen(t, url, '/api/v1/streaming/user', her.token);
  await other.say('she does not follow this');
  const byFriend = await friend.say('by a friend');
  const byTag = await other.say('by hashtag #metoo');
  assert.equal(JSON.parse((await events.next()).payload).id, byFriend.id);
  assert.equal(JSON.parse((await events.next()).payload).id, byTag.id);

  const share = await friend.act(byTag, 'reblog');
  const update = await events.next();
  assert.equal(update.event, 'update');
  const wrapper = JSON.parse(update.payload);
  assert.equal(wrapper.reblog.id, byTag.id);
  assert.equal(wrapper.account.id, (await friend.me()).id);
  assert.ok(share.id);

  const mine = await her.say('mine');
  assert.equal(JSON.parse((await events.next(of('update'))).payload).id, mine.id);
  await other.act(mine, 'favourite');
  const notice = JSON.parse((await events.next(of('notification'))).payload);
  assert.equal(notice.type, 'favourite');
  assert.equal(notice.status.id, mine.id);
  assert.deepEqual(notice.account.id, (await other.me()).id);
});

test('the stream of notifications has nothing else', async (t) => {
  const { people: [her, friend], url } = await makeHouse(t, { people: 2 });
  const events = await listen(t, url, '/api/v1/streaming/user/notification', her.token);
  const post = await her.say('mine');
  await friend.answer(post, 'I believe you');
  const first = await events.next();
  assert.equal(first.event, 'notification');
  assert.equal(JSON.parse(first.payload).type, 'mention');
});

test('whoever is blocked or muted is not heard', async (t) => {
  const { people: [her, blocked, muted, other], url } = await makeHouse(t, { people: 4 });
  await her.must('POST', `/api/v1/accounts/${(await blocked.me()).id}/block`);
  await her.must('POST', `/api/v1/accounts/${(await muted.me()).id}/mute`);
  const events = await listen(t, url, '/api/v1/streaming/hashtag?tag=MeToo', her.token);
  await blocked.say('#MeToo one');
  await muted.say('#MeToo two');
  const heard = await other.say('#MeToo three');
  assert.equal(JSON.parse((await events.next()).payload).id, heard.id);
});

test('a WebSocket follows what it subscribes to, by messages and by its address', async (t) => {
  const { people: [her], url } = await makeHouse(t);
  const socket = await openSocket(t, url, `/api/v1/streaming?stream=user&access_token=${her.token}`);
  socket.say({ type: 'subscribe', stream: 'hashtag', tag: 'MeToo' });
  socket.say({ type: 'subscribe', stream: 'nowhere' });
  assert.equal((await socket.next()).status, 422, 'messages are read in order');
  const post = await her.say('#MeToo');
  const byName = {};
  for (let i = 0; i < 2; i++) {
    const frame = await socket.next();
    byName[frame.stream.join('|')] = frame;
  }
  assert.deepEqual(Object.keys(byName).sort(), ['hashtag|MeToo', 'user']);
  for (const frame of Object.values(byName)) {
    assert.equal(frame.event, 'update');
    assert.equal(typeof frame.payload, 'string');
    assert.equal(JSON.parse(frame.payload).id, post.id);
  }

  socket.say({ type: 'unsubscribe', stream: 'hashtag', tag: 'metoo' });
  socket.say('not json');
  assert.equal((await socket.next()).status, 400);
  await her.withdraw(post);
  assert.deepEqual(await socket.next(), { stream: ['user'], event: 'delete', payload: post.id });
  await her.say('#MeToo again');
  assert.deepEqual((await socket.next()).stream, ['user']);
  const last = await her.say('the last');
  assert.equal(JSON.parse((await socket.next()).payload).id, last.id, 'once each');
});

test('a WebSocket takes its token as protocol, and public streams without one', async (t) => {
  const { people: [her], url } = await makeHouse(t);
  const open = await openSocket(t, url, '/api/v1/streaming?stream=hashtag:local&tag=MeToo');
  const hers = await openSocket(t, url, '/api/v1/streaming', [her.token]);
  assert.equal(hers.socket.protocol, her.token);
  open.say({ type: 'subscribe', stream: 'user' });
  assert.equal((await open.next()).status, 401);
  hers.say({ type: 'subscribe', stream: 'user' });
  hers.say({ type: 'subscribe', stream: 'hashtag', tag: 'not a tag' });
  assert.equal((await hers.next()).status, 422);
  const post = await her.say('#MeToo');
  const frame = await open.next();
  assert.deepEqual(frame.stream, ['hashtag:local', 'MeToo']);
  assert.equal(JSON.parse(frame.payload).id, post.id);
  assert.deepEqual((await hers.next()).stream, ['user']);
});

test('there is an end to how much one socket may follow', async (t) => {
  const { url } = await makeHouse(t, { people: 0 });
  const socket = await openSocket(t, url, '/api/v1/streaming');
  for (let i = 0; i < 21; i++) socket.say({ type: 'subscribe', stream: 'hashtag', tag: `tag${i}` });
  assert.equal((await socket.next()).status, 429);
});

test('streams are refused without what they need', async (t) => {
  const house = await makeHouse(t, { people: 1 });
  const { url, people: [her] } = house;
  const refused = async (where, status, token) => {
    const events = await listen(t, url, where, token);
    assert.equal(events.status, status, where);
    assert.ok(JSON.parse(events.text).error);
  };
  for (const where of ['user', 'user/notification', 'list?list=1', 'direct']) {
    await refused(`/api/v1/streaming/${where}`, 401);
  }
  await refused('/api/v1/streaming/public', 401, 'no-such-token');
  await refused('/api/v1/streaming/hashtag', 400);
  await refused('/api/v1/streaming/hashtag?tag=two%20words', 400);
  await refused(`/api/v1/streaming/hashtag?tag=${'a'.repeat(201)}`, 422);
  await refused('/api/v1/streaming', 400);
  await refused('/api/v1/streaming/nowhere', 404);
  const narrow = await makeNarrow(url, 'read:accounts');
  await refused('/api/v1/streaming/user', 403, narrow.token);
  await refused('/api/v1/streaming/user/notification', 403, narrow.token);
  const socket = await openSocket(t, url, '/api/v1/streaming?stream=user');
  assert.equal(socket.refused, 401);
  const quiet = await listen(t, url, '/api/v1/streaming/direct', her.token);
  assert.equal(quiet.status, 200);
  assert.equal((await send(url, 'GET', '/api/v1/streaming/health')).text, 'OK');
});

test('a reader of statuses is not told notifications', async (t) => {
  const house = await makeHouse(t, { people: 1 });
  const narrow = await makeNarrow(house.url, 'read:statuses write:statuses read:accounts');
  const events = await listen(t, house.url, '/api/v1/streaming/user', narrow.token);
  const post = await narrow.say('mine');
  await house.people[0].act(post, 'favourite');
  const last = await narrow.say('and again');
  assert.equal(JSON.parse((await events.next(of('update'))).payload).id, post.id);
  const next = await events.next();
  assert.equal(next.event, 'update');
  assert.equal(JSON.parse(next.payload).id, last.id);
});

test('a stream ends with its token, and says nothing more', async (t) => {
  const { url, people: [other] } = await makeHouse(t);
  const app = await makeApp(url, OOB);
  const her = new Person(url, await signUp(url, app));
  const events = await listen(t, url, '/api/v1/streaming/hashtag?tag=MeToo', her.token);
  const socket = await openSocket(t, url, `/api/v1/streaming?stream=public&access_token=${her.token}`);
  const revoked = await send(url, 'POST', '/oauth/revoke', {
    body: { token: her.token, client_id: app.client_id, client_secret: app.client_secret },
  });
  assert.equal(revoked.status, 200, revoked.text);
  await other.say('#MeToo, after the token was taken back');
  await events.over;
  await socket.over;
  assert.deepEqual(events.items, []);
  assert.deepEqual(socket.items, []);
});
