// SPDX-License-Identifier: AGPL-3.0-or-later
// Pages of posts: which, in which order, and how one goes on and back.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { assertStatus, linksOf } from './entities.js';
import { makeHouse } from './people.js';

const idsOf = (list) => list.map((thing) => thing.id);

async function sayMany(person, n, words = (i) => `voice ${i} #MeToo`) {
  const ids = [];
  for (let i = 0; i < n; i++) ids.unshift((await person.say(words(i))).id);
  return ids;
}

test('a hashtag is found in any case, width and script', async (t) => {
  const { people: [her], nobody } = await makeHouse(t);
  const one = await her.say('#MeToo');
  const two = await her.say('#YoTambién');
  const three = await her.say('#أنا_أيضا and #МенеТеж');
  const ids = async (tag) => idsOf(await nobody.get(`/api/v1/timelines/tag/${encodeURIComponent(tag)}`));
  for (const tag of ['MeToo', 'metoo', 'METOO', 'ｍｅｔｏｏ']) assert.deepEqual(await ids(tag), [one.id], tag);
  assert.deepEqual(await ids('yotambién'), [two.id]);
  assert.deepEqual(await ids('yotambie\u0301n'), [two.id], 'composed or not');
  assert.deepEqual(await ids('yotambien'), [], 'accents are letters of their own');
  assert.deepEqual(await ids('أنا_أيضا'), [three.id]);
  assert.deepEqual(await ids('МЕНЕТЕЖ'), [three.id]);
  for (const tag of ['nothing', 'no tag', '123', '%', 'x'.repeat(400)]) assert.deepEqual(await ids(tag), [], tag);
});

test('any, all and none', async (t) => {
  const { people: [her], nobody } = await makeHouse(t);
  const a = (await her.say('#a')).id;
  const ab = (await her.say('#a #b')).id;
  const abc = (await her.say('#a #b #c')).id;
  const d = (await her.say('#d')).id;
  const ids = async (query) => idsOf(await nobody.get(`/api/v1/timelines/tag/a?${query}`));
  assert.deepEqual(await ids(''), [abc, ab, a]);
  assert.deepEqual(await ids('any[]=d'), [d, abc, ab, a]);
  assert.deepEqual(await ids('all[]=b'), [abc, ab]);
  assert.deepEqual(await ids('all[]=b&all[]=c'), [abc]);
  assert.deepEqual(await ids('none[]=c'), [ab, a]);
  assert.deepEqual(await ids('any[]=D&all[]=B&none[]=C'), [ab]);
  assert.deepEqual(await ids('all[]=never'), []);
  assert.deepEqual(await ids('local=true'), [abc, ab, a]);
  assert.deepEqual(await ids('remote=true'), []);
  assert.deepEqual(await ids('only_media=true'), []);
  const many = ['a', 'b', 'c', 'd', 'e'].map((tag) => `any[]=${tag}`).join('&');
  assert.equal((await nobody.send('GET', `/api/v1/timelines/tag/a?${many}`)).status, 422);
});

for (const [name, where] of [['a hashtag', '/api/v1/timelines/tag/metoo'], ['everything', '/api/v1/timelines/public']]) {
  test(`${name} is paged in both directions`, async (t) => {
    const { people: [her], nobody } = await makeHouse(t);
    const ids = await sayMany(her, 7);
    const page = async (query) => idsOf(await nobody.get(`${where}?${query}`));
    assert.deepEqual(await page(''), ids);
    assert.deepEqual(await page('limit=3'), ids.slice(0, 3));
    assert.deepEqual(await page(`limit=3&max_id=${ids[2]}`), ids.slice(3, 6), 'strictly older');
    assert.deepEqual(await page(`limit=3&since_id=${ids[6]}`), ids.slice(0, 3), 'the newest of the newer');
    assert.deepEqual(await page(`limit=3&min_id=${ids[6]}`), ids.slice(3, 6), 'those immediately newer');
    assert.deepEqual(await page(`limit=3&min_id=${ids[1]}`), ids.slice(0, 1));
    assert.deepEqual(await page(`min_id=${ids[0]}`), []);
    assert.deepEqual(await page(`max_id=${ids[6]}`), []);
    assert.deepEqual(await page(`limit=2&min_id=${ids[6]}&max_id=${ids[3]}`), ids.slice(4, 6), 'between two');
    assert.deepEqual(await page('since_id=0&max_id=0&min_id=0'), ids);
    assert.deepEqual((await page('limit=0')).length, 1);
    assert.deepEqual(await page('limit=80'), ids);
  });

  test(`the links of ${name} lead through it and back`, async (t) => {
    const { people: [her], nobody } = await makeHouse(t);
    const ids = await sayMany(her, 7);
    const seen = [];
    let next = `${where}?limit=3&local=true`;
    let answer;
    while (next) {
      const page = await nobody.send('GET', next);
      if (page.json.length > 0) answer = page;
      seen.push(...idsOf(page.json));
      next = linksOf(page).next;
      if (next) assert.match(next, /[?&]limit=3/, 'other values are kept');
    }
    assert.deepEqual(seen, ids);
    const back = [];
    let prev = linksOf(answer).prev;
    while (prev) {
      assert.match(prev, /[?&]min_id=\d+/);
      const page = await nobody.send('GET', prev);
      back.unshift(...idsOf(page.json));
      prev = linksOf(page).prev;
    }
    assert.deepEqual(back, ids.slice(0, 6));
    assert.deepEqual(linksOf(await nobody.send('GET', `${where}?max_id=1`)), {});
  });
}

test('the public list has voices that may stand in lists, no comments and no shares', async (t) => {
  const { people: [her, other], nobody } = await makeHouse(t, { people: 2 });
  const voice = await her.say('a voice without a hashtag');
  const unlisted = await her.say('unlisted #MeToo', { visibility: 'unlisted' });
  await other.answer(voice, 'an answer');
  await other.act(voice, 'reblog');
  const list = await nobody.get('/api/v1/timelines/public');
  list.forEach(assertStatus);
  assert.deepEqual(idsOf(list), [voice.id]);
  assert.deepEqual(await nobody.get('/api/v1/timelines/public?remote=true'), []);
  assert.deepEqual(await nobody.get('/api/v1/timelines/public?only_media=1'), []);
  assert.deepEqual(idsOf(await nobody.get('/api/v1/timelines/public?local=true')), [voice.id]);
  assert.ok(!idsOf(list).includes(unlisted.id));
});

test('home has her own, and what the people and hashtags she follows brought', async (t) => {
  const { people: [her, friend, stranger] } = await makeHouse(t, { people: 3 });
  await her.must('POST', `/api/v1/accounts/${(await friend.me()).id}/follow`, {});
  await her.must('POST', '/api/v1/tags/tea/follow', {});
  const own = await her.say('my own');
  const theirs = await friend.say('a friend’s');
  const strange = await stranger.say('a stranger’s');
  const share = await friend.act(strange, 'reblog');
  const tagged = await stranger.say('about #tea');
  await stranger.say('about #coffee');
  const list = await her.get('/api/v1/timelines/home');
  list.forEach(assertStatus);
  assert.deepEqual(idsOf(list), [tagged.id, share.id, theirs.id, own.id]);
  assert.equal(list[1].reblog.id, strange.id);
  assert.equal(list[1].account.id, (await friend.me()).id);
  assert.deepEqual(idsOf(await her.get(`/api/v1/timelines/home?limit=2&max_id=${tagged.id}`)), [share.id, theirs.id]);
  assert.deepEqual(idsOf(await her.get(`/api/v1/timelines/home?limit=1&min_id=${own.id}`)), [theirs.id]);
});

test('favourites and bookmarks are paged by when they were made', async (t) => {
  const { people: [her, other] } = await makeHouse(t, { people: 2 });
  const ids = await sayMany(other, 5);
  for (const [act, where] of [['favourite', '/api/v1/favourites'], ['bookmark', '/api/v1/bookmarks']]) {
    const order = [ids[2], ids[0], ids[4], ids[1], ids[3]];
    for (const id of order.toReversed()) await her.act({ id }, act);
    const seen = [];
    let next = `${where}?limit=2`;
    while (next) {
      const page = await her.send('GET', next);
      seen.push(...idsOf(page.json));
      next = linksOf(page).next;
    }
    assert.deepEqual(seen, order, act);
  }
});

test('what is the viewer’s own is shown to her only', async (t) => {
  const { people: [her, other], nobody } = await makeHouse(t, { people: 2 });
  const post = await her.say('so it was #MeToo');
  await other.act(post, 'favourite');
  await other.act(post, 'bookmark');
  await other.act(post, 'reblog');
  const flags = async (person) => {
    const [status] = await person.get('/api/v1/timelines/tag/metoo');
    return [status.favourited, status.bookmarked, status.reblogged];
  };
  assert.deepEqual(await flags(other), [true, true, true]);
  assert.deepEqual(await flags(her), [false, false, false]);
  assert.deepEqual(await flags(nobody), [false, false, false]);
});

test('what she filters is marked with the words that were found', async (t) => {
  const { people: [her, other], nobody } = await makeHouse(t, { people: 2 });
  const filter = await her.must('POST', '/api/v2/filters', {
    title: 'not today', context: ['public'], filter_action: 'warn',
    keywords_attributes: [{ keyword: 'CAFÉ', whole_word: true }, { keyword: 'spider', whole_word: false }],
  });
  const matches = async (words, more) => {
    const post = await other.say(words, more);
    assert.deepEqual((await nobody.get(`/api/v1/statuses/${post.id}`)).filtered, []);
    const { filtered } = await her.get(`/api/v1/statuses/${post.id}`);
    return filtered.map((result) => [result.filter.id, result.keyword_matches, result.status_matches]);
  };
  assert.deepEqual(await matches('in the café, she said'), [[filter.id, ['CAFÉ'], null]]);
  assert.deepEqual(await matches('Cafe\u0301!'), [[filter.id, ['CAFÉ'], null]]);
  assert.deepEqual(await matches('the cafés, cafe, bcafé'), []);
  assert.deepEqual(await matches('SPIDERS in the café'), [[filter.id, ['CAFÉ', 'spider'], null]]);
  assert.deepEqual(await matches('words', { spoiler_text: 'a spider' }), [[filter.id, ['spider'], null]]);
  const own = await her.say('my spider');
  assert.deepEqual(own.filtered, []);
  const list = await her.get('/api/v1/timelines/public');
  assert.equal(list.length, 6, 'nothing is left out');
  assert.equal(list.filter((status) => status.filtered.length).length, 4);
});

test('a page of the longest stories is answered whole', async (t) => {
  const { people: [her], nobody } = await makeHouse(t);
  const ids = await sayMany(her, 40, (i) => `${i} #MeToo ${'&🎗'.repeat(9990)}`);
  const list = await nobody.get('/api/v1/timelines/tag/metoo?limit=40');
  assert.deepEqual(idsOf(list), ids);
  for (const status of list) assert.ok(status.content.length > 9990 * 5);
});
