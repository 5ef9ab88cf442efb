// SPDX-License-Identifier: AGPL-3.0-or-later
// Search, and reports to the moderators.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { assertGuarded, makeHouse, makeNarrow } from './people.js';

const find = (person, q, more = '') => person.get(`/api/v2/search?q=${encodeURIComponent(q)}${more}`);

test('accounts and hashtags are found by how they begin', async (t) => {
  const { people: [her], nobody, url } = await makeHouse(t, { people: 1 });
  const me = await her.me();
  await her.say('#MeToo');
  for (const q of [me.username, `@${me.username}`, me.username.slice(0, -1), `${me.username}@${new URL(url).host}`]) {
    const found = await find(nobody, q);
    assert.deepEqual(found.accounts.map((account) => account.id), [me.id], q);
  }
  assert.deepEqual((await find(nobody, `${me.username}@elsewhere.example`)).accounts, []);
  for (const q of ['#MeToo', 'meto']) {
    const found = await find(nobody, q);
    assert.equal(found.hashtags[0].name, 'MeToo', q);
    assert.equal(found.hashtags[0].history.length, 7);
  }
});

test('types and offsets narrow it down', async (t) => {
  const { people: [her] } = await makeHouse(t, { people: 1 });
  await her.say('#MeToo #MeTooHere');
  const hashtags = await find(her, 'metoo', '&type=hashtags');
  assert.equal(hashtags.hashtags.length, 2);
  assert.deepEqual((await find(her, 'metoo', '&type=accounts')).hashtags, []);
  assert.equal((await find(her, 'metoo', '&type=hashtags&limit=1')).hashtags.length, 1);
  const second = await find(her, 'metoo', '&type=hashtags&limit=1&offset=1');
  assert.equal(second.hashtags[0].name, hashtags.hashtags[1].name);
});

test('a post is found by address or number, never by its words', async (t) => {
  const { people: [her], nobody } = await makeHouse(t, { people: 1 });
  const post = await her.say('an unusual word: quetzal');
  for (const q of [post.url, post.uri, post.id]) {
    assert.deepEqual((await find(nobody, q)).statuses.map((status) => status.id), [post.id], q);
  }
  assert.deepEqual((await find(nobody, 'quetzal')).statuses, []);
  assert.deepEqual((await find(nobody, `https://elsewhere.example/voice/${post.id}`)).statuses, []);
  await her.withdraw(post);
  assert.deepEqual((await find(nobody, post.url)).statuses, []);
});

test('bad queries are refused', async (t) => {
  const house = await makeHouse(t, { people: 0 });
  const { nobody } = house;
  for (const where of ['/api/v2/search', '/api/v2/search?q=', `/api/v2/search?q=${'a'.repeat(501)}`,
    '/api/v2/search?q=a&offset=-1', '/api/v2/search?q=a&limit=many', '/api/v2/search?q=%FF']) {
    const answer = await nobody.send('GET', where);
    assert.ok([400, 422].includes(answer.status), `${where.slice(0, 60)}: ${answer.status}`);
    assert.ok(answer.json.error);
  }
  const narrow = await makeNarrow(house.url, 'read:accounts');
  assert.equal((await narrow.send('GET', '/api/v2/search?q=a')).status, 403);
  assert.equal((await nobody.send('GET', '/api/v1/search?q=a')).status, 404);
});

test('a report is taken, with those posts that the account shows', async (t) => {
  const { people: [her, other] } = await makeHouse(t, { people: 2 });
  const post = await other.say('something hurtful');
  const account = (await other.me()).id;
  const report = await her.must('POST', '/api/v1/reports', {
    account_id: account, status_ids: [post.id], comment: 'please look', category: 'violation', forward: true,
  });
  assert.match(report.id, /^\d+$/);
  assert.equal(report.forwarded, false);
  assert.equal(report.action_taken, false);
  assert.equal(report.category, 'violation');
  assert.equal(report.comment, 'please look');
  assert.deepEqual(report.status_ids, [post.id]);
  assert.equal(report.target_account.id, account);
  assert.equal((await her.must('POST', '/api/v1/reports', { account_id: account })).category, 'other');
});

test('reports of what is not there, too long or of no category are refused', async (t) => {
  const house = await makeHouse(t, { people: 2 });
  const [her, other] = house.people;
  const mine = await her.say('mine');
  const account = (await other.me()).id;
  const refused = async (body, status) => {
    const answer = await her.send('POST', '/api/v1/reports', body);
    assert.equal(answer.status, status, JSON.stringify(body).slice(0, 80) + answer.text);
  };
  await refused({}, 422);
  await refused({ account_id: 'x' }, 422);
  await refused({ account_id: '999999' }, 404);
  await refused({ account_id: account, status_ids: ['1'] }, 404);
  await refused({ account_id: account, status_ids: [mine.id] }, 404);
  await refused({ account_id: account, comment: 'x'.repeat(1001) }, 422);
  await refused({ account_id: account, category: 'dull' }, 422);
  const narrow = await makeNarrow(house.url, 'write:statuses');
  await assertGuarded(house, narrow, [['POST', '/api/v1/reports']]);
});
