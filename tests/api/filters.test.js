// SPDX-License-Identifier: AGPL-3.0-or-later
// Filters and their words.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { assertGuarded, makeHouse, makeNarrow } from './people.js';

const words = (filter) => filter.keywords.map(({ keyword, whole_word: whole }) => [keyword, whole]);
const SPIDERS = {
  title: 'spiders', context: ['home', 'public'], filter_action: 'hide',
  keywords_attributes: [{ keyword: 'spider', whole_word: true }, { keyword: 'web' }],
};

test('a filter is made, read, changed and removed', async (t) => {
  const { people: [her, other] } = await makeHouse(t, { people: 2 });
  const made = await her.must('POST', '/api/v2/filters', SPIDERS);
  assert.equal(made.title, 'spiders');
  assert.deepEqual(made.context, ['home', 'public']);
  assert.equal(made.filter_action, 'hide');
  assert.equal(made.expires_at, null);
  assert.deepEqual(words(made), [['spider', true], ['web', false]]);
  assert.deepEqual(made.statuses, []);
  assert.deepEqual(await her.get(`/api/v2/filters/${made.id}`), made);
  assert.deepEqual(await her.get('/api/v2/filters'), [made]);
  assert.deepEqual(await other.get('/api/v2/filters'), []);
  assert.deepEqual(await her.get('/api/v1/filters'), []);
  assert.deepEqual(await her.get(`/api/v2/filters/${made.id}/statuses`), []);

  const changed = await her.must('PUT', `/api/v2/filters/${made.id}`, {
    title: 'insects', expires_in: 3600,
    keywords_attributes: [
      { id: made.keywords[0].id, _destroy: true },
      { id: made.keywords[1].id, keyword: 'webs', whole_word: true },
      { keyword: 'moth' },
    ],
  });
  assert.equal(changed.title, 'insects');
  assert.deepEqual(changed.context, ['home', 'public']);
  assert.equal(changed.filter_action, 'hide');
  assert.ok(Date.parse(changed.expires_at) > Date.now());
  assert.deepEqual(words(changed), [['webs', true], ['moth', false]]);

  assert.deepEqual(await her.must('DELETE', `/api/v2/filters/${made.id}`), {});
  assert.deepEqual(await her.get('/api/v2/filters'), []);
});

test('forms may send words too', async (t) => {
  const { people: [her] } = await makeHouse(t);
  const form = new URLSearchParams([
    ['title', 'x'], ['context[]', 'thread'],
    ['keywords_attributes[][keyword]', 'one'], ['keywords_attributes[][whole_word]', 'true'],
    ['keywords_attributes[][keyword]', 'two'],
  ]);
  const response = await fetch(new URL('/api/v2/filters', her.url), {
    method: 'POST', body: form, headers: { authorization: `Bearer ${her.token}` },
  });
  const made = await response.json();
  assert.equal(response.status, 200, JSON.stringify(made));
  assert.equal(made.filter_action, 'warn');
  assert.deepEqual(words(made), [['one', true], ['two', false]]);
});

test('single words are added, read, changed, removed', async (t) => {
  const { people: [her, other] } = await makeHouse(t, { people: 2 });
  const filter = await her.must('POST', '/api/v2/filters', SPIDERS);
  const added = await her.must('POST', `/api/v2/filters/${filter.id}/keywords`, { keyword: 'fly', whole_word: true });
  assert.deepEqual([added.keyword, added.whole_word], ['fly', true]);
  const list = await her.get(`/api/v2/filters/${filter.id}/keywords`);
  assert.deepEqual(list.map((word) => word.keyword).sort(), ['fly', 'spider', 'web']);
  const fly = list.find((word) => word.keyword === 'fly');
  assert.deepEqual(await her.get(`/api/v2/filters/keywords/${fly.id}`), fly);
  assert.equal((await other.send('GET', `/api/v2/filters/keywords/${fly.id}`)).status, 404);
  const changed = await her.must('PUT', `/api/v2/filters/keywords/${fly.id}`, { whole_word: false });
  assert.deepEqual([changed.keyword, changed.whole_word], ['fly', false]);
  assert.deepEqual(await her.must('DELETE', `/api/v2/filters/keywords/${changed.id}`), {});
  assert.equal((await her.get(`/api/v2/filters/${filter.id}`)).keywords.length, 2);
});

test('what is wrong is refused, and changes nothing', async (t) => {
  const { people: [her, other] } = await makeHouse(t, { people: 2 });
  const bad = [
    {}, { ...SPIDERS, title: '' }, { ...SPIDERS, context: [] }, { ...SPIDERS, context: ['attic'] },
    { ...SPIDERS, filter_action: 'burn' }, { ...SPIDERS, title: 'x'.repeat(201) },
    { ...SPIDERS, expires_in: 'soon' }, { ...SPIDERS, keywords_attributes: [{ keyword: '' }] },
    { ...SPIDERS, keywords_attributes: [{ keyword: 'x'.repeat(201) }] },
  ];
  for (const body of bad) {
    const answer = await her.send('POST', '/api/v2/filters', body);
    assert.equal(answer.status, 422, JSON.stringify(body).slice(0, 100) + answer.text);
  }
  const many = { ...SPIDERS, keywords_attributes: Array.from({ length: 101 }, (_, i) => ({ keyword: `w${i}` })) };
  assert.ok([400, 422].includes((await her.send('POST', '/api/v2/filters', many)).status));
  assert.deepEqual(await her.get('/api/v2/filters'), []);

  const filter = await her.must('POST', '/api/v2/filters', SPIDERS);
  assert.equal((await other.send('PUT', `/api/v2/filters/${filter.id}`, { title: 'mine' })).status, 404);
  assert.equal((await other.send('DELETE', `/api/v2/filters/${filter.id}`)).status, 404);
  assert.equal((await her.send('PUT', `/api/v2/filters/${filter.id}`, {
    keywords_attributes: [{ id: '1', keyword: 'x' }],
  })).status, 404);
  assert.equal((await her.send('GET', '/api/v2/filters/abc')).status, 404);
  assert.deepEqual(await her.get('/api/v2/filters'), [filter]);
});

test('tokens and scopes are asked for', async (t) => {
  const house = await makeHouse(t, { people: 0 });
  const narrow = await makeNarrow(house.url, 'read:accounts');
  await assertGuarded(house, narrow, [
    ['GET', '/api/v2/filters'], ['POST', '/api/v2/filters'], ['GET', '/api/v2/filters/1'],
    ['PUT', '/api/v2/filters/1'], ['DELETE', '/api/v2/filters/1'], ['GET', '/api/v2/filters/1/keywords'],
    ['GET', '/api/v2/filters/1/statuses'], ['POST', '/api/v2/filters/1/keywords'],
    ['GET', '/api/v2/filters/keywords/1'], ['PUT', '/api/v2/filters/keywords/1'],
    ['DELETE', '/api/v2/filters/keywords/1'], ['GET', '/api/v1/filters'],
  ]);
});
