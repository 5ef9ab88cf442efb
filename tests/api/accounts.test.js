// SPDX-License-Identifier: AGPL-3.0-or-later
// Accounts: signing up, one's own, others, how they stand to each other.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { mustRun, send } from '../house.js';
import { assertAccount, assertShape, assertStatus, linksOf, OWN_ACCOUNT, RELATIONSHIP, TOKEN } from './entities.js';
import { makeHouse, makeNarrow, Person } from './people.js';

const signUp = (house, body) => send(house.url, 'POST', '/api/v1/accounts', {
  token: house.app.token, body: { email: 'a@b.invalid', password: 'x', agreement: true, locale: 'en', ...body },
});
const relation = async (person, other) => {
  const [relationship] = await person.get(`/api/v1/accounts/relationships?id[]=${other.id}`);
  assertShape(relationship, RELATIONSHIP, 'Relationship');
  return relationship;
};
const idsOf = (list) => list.map((thing) => thing.id);

test('somebody signs up, with an e-mail address that nobody keeps', async (t) => {
  const house = await makeHouse(t, { people: 0 });
  const made = await signUp(house, { username: 'Anna_1' });
  assert.equal(made.status, 200, made.text);
  assertShape(made.json, TOKEN);
  assert.equal(made.json.scope, 'read write follow push');
  const anna = new Person(house.url, made.json.access_token);
  const me = await anna.me();
  assertShape(me, OWN_ACCOUNT);
  assert.equal(me.username, 'Anna_1');
  assert.equal(me.acct, 'Anna_1');
  assert.equal(me.source.language, 'en');
  assert.equal(me.role.name, '');
  assert.match(me.created_at, /T00:00:00\.000Z$/, 'the day only');
  const more = [{ username: 'ohne', email: undefined, password: undefined }, { username: 'sprache', locale: 'xx-nonsense' }];
  for (const body of more) assert.equal((await signUp(house, body)).status, 200);
  for (const name of await readdir(house.dir)) {
    const bytes = await readFile(path.join(house.dir, name));
    assert.ok(!bytes.includes('@b.invalid'), name);
  }
});

test('a sign-up that cannot be is refused with its fields', async (t) => {
  const house = await makeHouse(t, { people: 0 });
  await signUp(house, { username: 'anna' });
  for (const [body, field, code] of [
    [{ username: undefined }, 'username', 'ERR_BLANK'], [{ username: '' }, 'username', 'ERR_BLANK'],
    [{ username: ' ' }, 'username', 'ERR_BLANK'], [{ username: 'a b' }, 'username', 'ERR_INVALID'],
    [{ username: 'josé' }, 'username', 'ERR_INVALID'], [{ username: 'a'.repeat(31) }, 'username', 'ERR_INVALID'],
    [{ username: 'anna' }, 'username', 'ERR_TAKEN'], [{ username: 'ANNA' }, 'username', 'ERR_TAKEN'],
    [{ username: 'metoo' }, 'username', 'ERR_TAKEN'],
    [{ username: 'berta', agreement: false }, 'agreement', 'ERR_ACCEPTED'],
    [{ username: 'berta', agreement: undefined }, 'agreement', 'ERR_ACCEPTED'],
  ]) {
    const answer = await signUp(house, body);
    assert.equal(answer.status, 422, JSON.stringify(body) + answer.text);
    assert.match(answer.json.error, /^Validation failed: /);
    assert.equal(answer.json.details[field][0].error, code, JSON.stringify(body));
    assert.equal(typeof answer.json.details[field][0].description, 'string');
  }
  const both = await signUp(house, { username: '', agreement: false });
  assert.deepEqual(Object.keys(both.json.details), ['username', 'agreement']);
  const named = await send(house.url, 'POST', '/api/v1/accounts', { body: { username: 'x', agreement: true } });
  assert.equal(named.status, 401);
});

test('she changes what is shown of her', async (t) => {
  const { people: [her], url } = await makeHouse(t);
  const before = await her.me();
  const patch = (body) => her.must('PATCH', '/api/v1/accounts/update_credentials', body);
  const after = await patch({
    display_name: '  A pen   name ', note: 'I write.\n\n#MeToo <b>', locked: true, bot: true,
    source: { language: 'es', privacy: 'private', country: 'mx', anonymous: true },
    fields_attributes: { 0: { name: 'a', value: 'b' } },
  });
  assertShape(after, OWN_ACCOUNT);
  assert.equal(after.id, before.id);
  assert.equal(after.display_name, 'A pen name');
  assert.equal(after.source.note, 'I write.\n\n#MeToo <b>');
  assert.match(after.note, /^<p>I write\.<\/p><p><a href="[^"]*\/tags\/MeToo".*&lt;b&gt;<\/p>$/);
  assert.deepEqual([after.source.language, after.source.country, after.source.anonymous], ['es', 'MX', true]);
  assert.equal(after.locked, false, 'what is not here stays as it is');
  const partly = await patch({ display_name: '' });
  assert.equal(partly.display_name, '');
  assert.equal(partly.source.language, 'es', 'what is not named stays');
  assert.equal(partly.source.note, after.source.note);
  const preferences = await her.get('/api/v1/preferences');
  assert.equal(preferences['posting:default:language'], 'es');
  assert.equal(preferences['posting:default:visibility'], 'public');
  assert.equal(preferences['reading:expand:spoilers'], false);

  const form = new FormData();
  form.set('display_name', 'By form');
  const headers = { authorization: `Bearer ${her.token}` };
  const byForm = await fetch(`${url}/api/v1/accounts/update_credentials`, { method: 'PATCH', headers, body: form });
  assert.equal((await byForm.json()).display_name, 'By form');
  form.set('avatar', new Blob(['x'], { type: 'image/png' }), 'me.png');
  const picture = await fetch(`${url}/api/v1/accounts/update_credentials`, { method: 'PATCH', headers, body: form });
  assert.equal(picture.status, 422);
  assert.match((await picture.json()).error, /pictures/);
  for (const body of [{ display_name: 'x'.repeat(61) }, { note: 'x'.repeat(501) }, { display_name: 'a\nb' },
    { source: { language: 'nonsense!' } }, { source: { country: 'Nowhere' } }, { display_name: ['x'] }]) {
    const answer = await her.send('PATCH', '/api/v1/accounts/update_credentials', body);
    assert.equal(answer.status, 422, JSON.stringify(body));
  }
});

test('accounts are found by id and by name', async (t) => {
  const { people: [her, other], nobody, url } = await makeHouse(t, { people: 2 });
  const me = await her.me();
  const they = await other.me();
  await her.say('one #MeToo');
  const found = await nobody.get(`/api/v1/accounts/${me.id}`);
  assertAccount(found);
  assert.equal(found.statuses_count, 1);
  assert.equal(found.last_status_at, new Date().toISOString().slice(0, 10));
  const host = new URL(url).host;
  for (const acct of [me.username, `@${me.username}`, me.username.toUpperCase(), `${me.username}@${host}`]) {
    const query = new URLSearchParams({ acct });
    assert.equal((await nobody.get(`/api/v1/accounts/lookup?${query}`)).id, me.id, acct);
  }
  for (const acct of ['nobody_of_this_name', `${me.username}@elsewhere.example`, '@', '@@']) {
    const query = new URLSearchParams({ acct });
    assert.equal((await nobody.send('GET', `/api/v1/accounts/lookup?${query}`)).status, 404, acct);
  }
  assert.equal((await nobody.send('GET', '/api/v1/accounts/lookup')).status, 422);
  const list = await nobody.get(`/api/v1/accounts?id[]=${they.id}&id[]=99999999&id[]=${me.id}&id[]=${they.id}`);
  assert.deepEqual(idsOf(list), [they.id, me.id]);
  list.forEach(assertAccount);
  const search = await her.get(`/api/v1/accounts/search?q=${me.username.slice(0, -1)}`);
  assert.ok(idsOf(search).includes(me.id));
  search.forEach(assertAccount);
  assert.equal((await her.get(`/api/v1/accounts/search?q=${me.username.slice(0, -1)}&limit=1`)).length, 1);
  assert.deepEqual(await her.get('/api/v1/accounts/search?q='), []);
  for (const id of ['0', '-1', 'x', '999999999', '99999999999999999999', '1.5']) {
    assert.equal((await nobody.send('GET', `/api/v1/accounts/${id}`)).status, 404, id);
    assert.equal((await nobody.send('GET', `/api/v1/accounts/${id}/statuses`)).status, 404, id);
    assert.equal((await her.send('POST', `/api/v1/accounts/${id}/follow`, {})).status, 404, id);
  }
});

test('what an account shows, filtered and paged', async (t) => {
  const { people: [her, other], nobody } = await makeHouse(t, { people: 2 });
  const me = await her.me();
  const theirs = await other.say('theirs #MeToo');
  const said = [];
  for (const words of ['one #MeToo', 'two #MeToo #other', 'three']) said.unshift(await her.say(words));
  const comment = await her.answer(theirs, 'a comment');
  const share = await her.act(theirs, 'reblog');
  const list = (query = '') => nobody.get(`/api/v1/accounts/${me.id}/statuses${query}`);
  const all = await list();
  all.forEach(assertStatus);
  assert.deepEqual(idsOf(all), [share.id, comment.id, ...idsOf(said)]);
  assert.equal(all[0].reblog.id, theirs.id);
  assert.equal(all[0].account.id, me.id);
  assert.deepEqual(idsOf(await list('?exclude_reblogs=true')), [comment.id, ...idsOf(said)]);
  assert.deepEqual(idsOf(await list('?exclude_replies=true&exclude_reblogs=1')), idsOf(said));
  assert.deepEqual(idsOf(await list('?tagged=OTHER&exclude_reblogs=true')), [said[1].id]);
  assert.deepEqual(await list('?only_media=true'), []);
  assert.deepEqual(await list('?pinned=true'), []);
  await her.act(said[2], 'pin');
  assert.deepEqual(idsOf(await list('?pinned=true')), [said[2].id]);
  assert.deepEqual(idsOf(await list('?limit=2')), [share.id, comment.id]);
  assert.deepEqual(idsOf(await list(`?limit=2&max_id=${comment.id}`)), idsOf(said.slice(0, 2)));
  assert.deepEqual(await nobody.get(`/api/v1/accounts/${me.id}/featured_tags`), []);
});

test('an anonymous voice stands under the campaign and nowhere under her', async (t) => {
  const { people: [her, other], nobody } = await makeHouse(t, { people: 2 });
  await her.must('PATCH', '/api/v1/accounts/update_credentials', { source: { anonymous: true } });
  const me = await her.me();
  const voice = await her.say('so it was #MeToo');
  assertStatus(voice);
  assert.equal(voice.account.username, 'metoo');
  assert.equal(voice.account.group, true);
  const named = await her.say('by name #MeToo', { anonymous: false });
  assert.equal(named.account.id, me.id);
  assert.deepEqual(idsOf(await nobody.get(`/api/v1/accounts/${me.id}/statuses`)), [named.id]);
  const seen = await other.get(`/api/v1/statuses/${voice.id}`);
  assert.equal(seen.application, null);
  assert.doesNotMatch(JSON.stringify(seen), new RegExp(`"${me.id}"|${me.username}`));
  assert.deepEqual(idsOf(await nobody.get(`/api/v1/accounts/${voice.account.id}/statuses`)), [voice.id]);
  const refused = await her.send('POST', '/api/v1/statuses', { status: 'no hashtag' });
  assert.equal(refused.status, 422);
  assert.match(refused.json.error, /anonymous voice needs a hashtag/);
  await her.withdraw(voice);
  assert.deepEqual(await nobody.get(`/api/v1/accounts/${voice.account.id}/statuses`), []);
});

test('following, and being followed', async (t) => {
  const { people: [her, other], nobody } = await makeHouse(t, { people: 2 });
  const me = await her.me();
  const they = await other.me();
  const followed = await her.must('POST', `/api/v1/accounts/${they.id}/follow`, { reblogs: true, notify: false });
  assertShape(followed, RELATIONSHIP);
  assert.equal(followed.following, true);
  assert.equal(followed.showing_reblogs, true);
  assert.equal((await relation(other, me)).followed_by, true);
  assert.equal((await nobody.get(`/api/v1/accounts/${they.id}`)).followers_count, 1);
  assert.deepEqual(idsOf(await her.get(`/api/v1/accounts/${me.id}/following`)), [they.id]);
  assert.deepEqual(idsOf(await other.get(`/api/v1/accounts/${they.id}/followers`)), [me.id]);
  assert.deepEqual(await other.get(`/api/v1/accounts/${me.id}/following`), [], 'nobody else is told');
  assert.deepEqual(await nobody.get(`/api/v1/accounts/${they.id}/followers`), []);
  assert.equal((await her.must('POST', `/api/v1/accounts/${they.id}/follow`, {})).following, true, 'twice is once');
  assert.equal((await nobody.get(`/api/v1/accounts/${they.id}`)).followers_count, 1);
  const unfollowed = await her.must('POST', `/api/v1/accounts/${they.id}/unfollow`, {});
  assert.equal(unfollowed.following, false);
  await other.must('POST', `/api/v1/accounts/${me.id}/follow`, {});
  const removed = await her.must('POST', `/api/v1/accounts/${they.id}/remove_from_followers`, {});
  assert.equal(removed.followed_by, false);
  assert.equal((await relation(other, me)).following, false);
  assert.equal((await her.send('POST', `/api/v1/accounts/${me.id}/follow`, {})).status, 404, 'not oneself');
});

test('blocking and muting', async (t) => {
  const { people: [her, other], nobody } = await makeHouse(t, { people: 2 });
  const me = await her.me();
  const they = await other.me();
  await other.must('POST', `/api/v1/accounts/${me.id}/follow`, {});
  const theirs = await other.say('theirs #MeToo');
  const tagged = async (person) => idsOf(await person.get('/api/v1/timelines/tag/metoo'));
  const muted = await her.must('POST', `/api/v1/accounts/${they.id}/mute`, { notifications: true, duration: 0 });
  assert.equal(muted.muting, true);
  assert.deepEqual(await tagged(her), []);
  assert.deepEqual(await tagged(nobody), [theirs.id]);
  const mutes = await her.get('/api/v1/mutes');
  mutes.forEach(assertAccount);
  assert.deepEqual(idsOf(mutes), [they.id]);
  assert.equal((await her.must('POST', `/api/v1/accounts/${they.id}/unmute`, {})).muting, false);
  assert.deepEqual(await tagged(her), [theirs.id]);

  const blocked = await her.must('POST', `/api/v1/accounts/${they.id}/block`, {});
  assert.equal(blocked.blocking, true);
  assert.equal(blocked.followed_by, false, 'a block ends following');
  assert.deepEqual(idsOf(await her.get('/api/v1/blocks')), [they.id]);
  assert.deepEqual(await her.get('/api/v1/mutes'), []);
  assert.deepEqual(await tagged(her), []);
  const voice = await her.say('mine #MeToo');
  const answer = await other.send('POST', '/api/v1/statuses', { status: 'an answer', in_reply_to_id: voice.id });
  assert.ok(answer.status >= 400 && answer.status < 500, 'the blocked one cannot answer');
  assert.ok((await other.send('POST', `/api/v1/accounts/${me.id}/follow`, {})).status >= 400);
  assert.equal((await her.must('POST', `/api/v1/accounts/${they.id}/unblock`, {})).blocking, false);
  await other.answer(voice, 'an answer');
});

test('lists of accounts are paged', async (t) => {
  const { people: [her, ...others] } = await makeHouse(t, { people: 5 });
  const ids = [];
  for (const other of others) {
    const { id } = await other.me();
    await her.must('POST', `/api/v1/accounts/${id}/mute`, {});
    ids.unshift(id);
  }
  const seen = [];
  let where = '/api/v1/mutes?limit=3';
  while (where) {
    const answer = await her.send('GET', where);
    seen.push(...idsOf(answer.json));
    where = answer.json.length ? linksOf(answer).next : null;
    if (answer.json.length === 1) {
      const back = await her.send('GET', linksOf(answer).prev);
      assert.deepEqual(idsOf(back.json), ids.slice(0, 3));
    }
  }
  assert.deepEqual(seen, ids);
});

test('relationships are asked for in several ways', async (t) => {
  const { people: [her, one, two] } = await makeHouse(t, { people: 3 });
  const ids = [(await one.me()).id, (await two.me()).id];
  await her.must('POST', `/api/v1/accounts/${ids[1]}/follow`, {});
  for (const query of [`id[]=${ids[0]}&id[]=${ids[1]}`, `id=${ids[0]}&id=${ids[1]}`,
    `id[0]=${ids[0]}&id[1]=${ids[1]}`, `id%5B%5D=${ids[0]}&id%5B%5D=${ids[1]}&with_suspended=true`]) {
    const all = await her.get(`/api/v1/accounts/relationships?${query}`);
    assert.deepEqual(all.map((r) => [r.id, r.following]), [[ids[0], false], [ids[1], true]], query);
  }
  assert.deepEqual(await her.get('/api/v1/accounts/relationships'), []);
  assert.deepEqual(await her.get('/api/v1/accounts/relationships?id[]=99999999'), [], 'nobody of this number');
  assert.deepEqual(await her.get(`/api/v1/accounts/familiar_followers?id=${ids[0]}`), [{ id: ids[0], accounts: [] }]);
  assert.equal((await her.send('GET', '/api/v1/accounts/relationships?id=x')).status, 422);
  const many = Array.from({ length: 101 }, (_, i) => `id[]=${i + 1}`).join('&');
  assert.equal((await her.send('GET', `/api/v1/accounts/relationships?${many}`)).status, 422);
});

test('a role is shown to whom it was given', async (t) => {
  const { people: [her], dir } = await makeHouse(t);
  const { username } = await her.me();
  await mustRun('person', 'role', '--data', dir, '--username', username, '--role', 'moderator', '--campaign', 'metoo');
  const { role } = await her.me();
  assertShape(role, OWN_ACCOUNT.role);
  assert.deepEqual([role.name, role.highlighted], ['moderator', true]);
});

test('what every app asks for once is there and empty', async (t) => {
  const { people: [her], url } = await makeHouse(t);
  for (const where of ['/api/v1/follow_requests', '/api/v1/domain_blocks', '/api/v1/endorsements',
    '/api/v1/featured_tags', '/api/v1/featured_tags/suggestions', '/api/v1/suggestions',
    '/api/v2/suggestions', '/api/v1/conversations', '/api/v1/scheduled_statuses', '/api/v1/announcements']) {
    assert.deepEqual(await her.get(where), [], where);
  }
  const me = await her.me();
  assert.deepEqual(await her.get(`/api/v1/accounts/${me.id}/lists`), []);
  const narrow = await makeNarrow(url, 'read:search');
  assert.equal((await narrow.send('GET', '/api/v1/preferences')).status, 403);
});
