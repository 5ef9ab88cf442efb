// SPDX-License-Identifier: AGPL-3.0-or-later
// Posts: said, read, edited, answered, reacted to, taken back.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { assertShape, assertStatus, REACTION, STATUS, WORDING } from './entities.js';
import { makeHouse } from './people.js';

const idsOf = (list) => list.map((thing) => thing.id);
const get = (person, post, more = '') => person.get(`/api/v1/statuses/${post.id}${more}`);
const FIGURES = '/api/chorus/v1/campaigns/metoo/figures';
const allFigures = async (person) => (await person.get(FIGURES)).windows.all;

test('a post has every field, and says what was said', async (t) => {
  const { people: [her, other], nobody, url } = await makeHouse(t, { people: 2 });
  const me = await her.me();
  const friend = await other.me();
  const post = await her.say(`Hello @${friend.username} & <b>all</b>\nsecond line #MeToo`, {
    spoiler_text: 'it is hard to read', language: 'de', country: 'DE', visibility: 'unlisted',
  });
  assertStatus(post);
  assert.equal(post.account.id, me.id);
  assert.equal(post.visibility, 'unlisted');
  assert.equal(post.language, 'de');
  assert.equal(post.spoiler_text, 'it is hard to read');
  assert.equal(post.sensitive, true);
  assert.equal(post.url, `${url}/voice/${post.id}`);
  assert.equal(post.uri, `${url}/users/${me.username}/statuses/${post.id}`);
  assert.deepEqual(post.tags, [{ name: 'MeToo', url: `${url}/tags/MeToo` }]);
  assert.deepEqual(post.mentions, [{ id: friend.id, username: friend.username, acct: friend.username, url: friend.url }]);
  assert.equal(post.application.name, 'test');
  assert.match(post.content, /^<p>Hello <span class="h-card"><a href="[^"]+" class="u-url mention">@<span>.*<br \/>second line/);
  assert.match(post.content, /&amp; &lt;b&gt;all&lt;\/b&gt;/);
  for (const [name, value] of Object.entries({
    in_reply_to_id: null, replies_count: 0, reblogs_count: 0, favourites_count: 0, edited_at: null,
    favourited: false, reblogged: false, muted: false, bookmarked: false, pinned: false, reblog: null,
  })) assert.equal(post[name], value, name);
  assert.ok(Math.abs(Date.parse(post.created_at) - Date.now()) < 60_000);
  assert.deepEqual(await get(nobody, post), post);
  assert.equal((await fetch(post.url)).status, 200, 'its page is there');
});

test('a body may be JSON, a form or multipart', async (t) => {
  const { people: [her], url } = await makeHouse(t);
  const fields = { status: 'one #MeToo', sensitive: 'true', visibility: 'public', language: 'en', in_reply_to_id: '' };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const json = JSON.stringify({ ...fields, sensitive: true, in_reply_to_id: null, media_ids: [], poll: null });
  for (const body of [json, new URLSearchParams(fields), form]) {
    const headers = { authorization: `Bearer ${her.token}` };
    if (typeof body === 'string') headers['content-type'] = 'application/json';
    const answer = await fetch(`${url}/api/v1/statuses`, { method: 'POST', headers, body });
    const post = await answer.json();
    assert.equal(answer.status, 200, JSON.stringify(post));
    assertStatus(post);
    assert.equal(post.sensitive, true);
  }
});

test('what cannot be sent is refused with a sentence, and nothing is kept', async (t) => {
  const { people: [her], nobody } = await makeHouse(t);
  const me = await her.me();
  for (const [body, pattern] of [
    [{}, /can't be blank/], [{ status: '' }, /blank/], [{ status: ' \n ' }, /blank/], [{ status: '\u200b\u0007' }, /./],
    [{ status: 'x'.repeat(20001) }, /too long/], [{ status: ['a'] }, /./], [{ status: { a: 1 } }, /./],
    [{ status: 'a', visibility: 'private' }, /no private messages/], [{ status: 'a', visibility: 'direct' }, /no private messages/],
    [{ status: 'a', visibility: 'everybody' }, /visibility/],
    [{ status: 'a', media_ids: ['1'] }, /Pictures/], [{ status: 'a', poll: { options: ['a', 'b'], expires_in: 300 } }, /polls/],
    [{ status: 'a', scheduled_at: '2040-01-01T00:00:00Z' }, /later/],
    [{ status: 'a', language: 'nonsense' }, /language/], [{ status: 'a', country: 'Nowhere' }, /country/],
    [{ status: 'a', spoiler_text: 'x'.repeat(201) }, /warning/], [{ status: 'a', in_reply_to_id: 'x' }, /./],
    [{ status: 'a', sensitive: 'perhaps' }, /./],
  ]) {
    const answer = await her.send('POST', '/api/v1/statuses', body);
    assert.equal(answer.status, 422, `${JSON.stringify(body).slice(0, 80)}: ${answer.text}`);
    assert.match(answer.json.error, pattern);
  }
  for (const parent of ['1', me.id, '117668931296493568']) {
    const answer = await her.send('POST', '/api/v1/statuses', { status: 'a', in_reply_to_id: parent });
    assert.equal(answer.status, 404, answer.text);
  }
  for (const where of ['/api/v1/media', '/api/v2/media']) {
    assert.equal((await her.send('POST', where, {})).status, 422);
  }
  assert.deepEqual(await nobody.get(`/api/v1/accounts/${me.id}/statuses`), []);
  const longest = await her.say('ü'.repeat(20000));
  assert.equal((await get(her, longest, '/source')).text.length, 20000);
});

test('an edit changes the words and keeps what it does not name', async (t) => {
  const { people: [her, other], nobody } = await makeHouse(t, { people: 2 });
  const post = await her.say('first #MeToo', { spoiler_text: 'a warning', language: 'de', sensitive: true });
  const edit = (body) => her.must('PUT', `/api/v1/statuses/${post.id}`, body);
  const edited = await edit({ status: 'second #other' });
  assertStatus(edited);
  assert.equal(edited.id, post.id);
  assert.equal(edited.created_at, post.created_at);
  assert.ok(edited.edited_at);
  assert.match(edited.content, /second/);
  assert.deepEqual([edited.spoiler_text, edited.language, edited.sensitive], ['a warning', 'de', true]);
  assert.deepEqual(edited.tags.map((tag) => tag.name), ['other']);
  assert.deepEqual(await nobody.get('/api/v1/timelines/tag/metoo'), []);
  assert.deepEqual(idsOf(await nobody.get('/api/v1/timelines/tag/other')), [post.id]);
  const bare = await edit({ status: 'third', spoiler_text: '', sensitive: false, language: 'en' });
  assert.deepEqual([bare.spoiler_text, bare.language, bare.sensitive], ['', 'en', false]);

  assert.deepEqual(await get(her, post, '/source'), { id: post.id, text: 'third', spoiler_text: '' });
  const history = await get(her, post, '/history');
  history.forEach((wording) => assertShape(wording, WORDING));
  assert.deepEqual(history.map((w) => w.content.replace(/<[^>]*>/g, '')), ['first #MeToo', 'second #other', 'third']);
  assert.deepEqual(history.map((w) => w.spoiler_text), ['a warning', 'a warning', '']);
  assert.equal(history[0].created_at, post.created_at);
  assert.equal(history[1].created_at, edited.edited_at);
  for (const somebody of [other, nobody]) {
    const seen = await get(somebody, post, '/history');
    assert.equal(seen.length, 1, 'earlier wordings are the author’s');
    assert.equal(seen[0].content, '<p>third</p>');
  }
  const stranger = await other.send('PUT', `/api/v1/statuses/${post.id}`, { status: 'mine now' });
  assert.equal(stranger.status, 404);
  for (const body of [{ status: '' }, {}, { status: 'x', media_ids: ['1'] }, { status: 'x'.repeat(20001) }]) {
    assert.equal((await her.send('PUT', `/api/v1/statuses/${post.id}`, body)).status, 422);
  }
  assert.equal((await get(nobody, post)).content, '<p>third</p>');
});

test('a thread has what is above and what is below', async (t) => {
  const { people: [her, other], nobody } = await makeHouse(t, { people: 2 });
  const voice = await her.say('a voice #MeToo');
  const first = await other.answer(voice, 'a first answer');
  const below = await her.answer(first, 'thank you');
  const second = await other.answer(voice, 'a second answer');
  assert.equal(below.in_reply_to_id, first.id);
  assert.equal(below.in_reply_to_account_id, first.account.id);
  assert.equal((await get(nobody, voice)).replies_count, 3);
  for (const person of [nobody, her]) {
    const whole = await get(person, voice, '/context');
    assert.deepEqual(Object.keys(whole), ['ancestors', 'descendants']);
    whole.descendants.forEach(assertStatus);
    assert.deepEqual(whole.ancestors, []);
    assert.deepEqual(idsOf(whole.descendants), [first.id, below.id, second.id]);
    const branch = await get(person, first, '/context');
    assert.deepEqual(idsOf(branch.ancestors), [voice.id]);
    assert.deepEqual(idsOf(branch.descendants), [below.id]);
    const leaf = await get(person, below, '/context');
    assert.deepEqual(idsOf(leaf.ancestors), [voice.id, first.id]);
    assert.deepEqual(leaf.descendants, []);
  }
});

test('a long thread is cut at 60 for strangers, not for those who log in', async (t) => {
  const { people: [her], nobody } = await makeHouse(t);
  const voice = await her.say('a voice #MeToo');
  const ids = [];
  for (let i = 0; i < 100; i++) ids.push((await her.answer(voice, `answer ${i}`)).id);
  assert.deepEqual(idsOf((await get(nobody, voice, '/context')).descendants), ids.slice(0, 60));
  assert.deepEqual(idsOf((await get(her, voice, '/context')).descendants), ids);
  let last = voice;
  for (let i = 0; i < 50; i++) last = await her.answer(last, `deeper ${i}`);
  assert.equal((await get(nobody, last, '/context')).ancestors.length, 40);
  assert.equal((await get(her, last, '/context')).ancestors.length, 50);
});

test('a favourite is "with you", counted and never listed', async (t) => {
  const { people: [her, other], nobody } = await makeHouse(t, { people: 2 });
  const post = await her.say('so it was #MeToo');
  const liked = await other.act(post, 'favourite');
  assertStatus(liked);
  assert.deepEqual([liked.favourited, liked.favourites_count], [true, 1]);
  assert.deepEqual(liked.pleroma.emoji_reactions, [{ name: 'with-you', count: 1, me: true, accounts: [] }]);
  assert.equal((await other.act(post, 'favourite')).favourites_count, 1, 'twice is once');
  assert.equal((await get(her, post)).favourited, false, 'not hers');
  assert.deepEqual(idsOf(await other.get('/api/v1/favourites')), [post.id]);
  assert.deepEqual(await get(her, post, '/favourited_by'), []);
  assert.deepEqual(await get(her, post, '/reblogged_by'), []);
  const undone = await other.act(post, 'unfavourite');
  assert.deepEqual([undone.favourited, undone.favourites_count], [false, 0]);
  assert.equal((await other.act(post, 'unfavourite')).favourites_count, 0);
  assert.deepEqual(await other.get('/api/v1/favourites'), []);
  assert.deepEqual((await get(nobody, post)).pleroma.emoji_reactions, []);
});

test('what saying and reacting answer is what is read afterwards', async (t) => {
  const { people: [her, other] } = await makeHouse(t, { people: 2 });
  const writesIn = (person, language) => person.must('PATCH', '/api/v1/accounts/update_credentials', { source: { language } });
  await writesIn(her, 'nl');
  await writesIn(other, '');
  const say = async (person, status, more) => {
    const post = await person.must('POST', '/api/v1/statuses', { status, ...more });
    assert.deepEqual(await get(person, post), post);
    return post;
  };
  const voice = await say(her, 'said without a language #MeToo');
  const comment = await say(her, 'in the words of another', { language: 'de', in_reply_to_id: voice.id });
  const below = await say(her, 'and without one', { in_reply_to_id: comment.id });
  const stranger = await say(other, 'nobody said which language this is in');
  assert.deepEqual([voice, comment, below, stranger].map((post) => post.language), ['en', 'de', 'nl', null],
    'said, of the hashtag, of her settings, unknown');
  for (const post of [below, comment, voice]) {
    const reacted = await other.act(post, 'favourite');
    assert.equal(reacted.favourited, true);
    assert.deepEqual(reacted, await get(other, post));
  }
  await her.withdraw(comment);
  const again = await other.act(below, 'unfavourite');
  assert.equal(again.in_reply_to_id, null, 'what it answered is gone');
  assert.deepEqual(await other.act(below, 'favourite'), await get(other, below));
});

test('the four reactions, one per person', async (t) => {
  const { people: [her, one, two], nobody } = await makeHouse(t, { people: 3 });
  const post = await her.say('so it was #MeToo');
  const where = (name) => `/api/v1/pleroma/statuses/${post.id}/reactions/${encodeURIComponent(name)}`;
  const reacted = await one.must('PUT', where('believe'));
  assertStatus(reacted);
  assert.deepEqual(reacted.pleroma.emoji_reactions, [{ name: 'believe', count: 1, me: true, accounts: [] }]);
  assert.deepEqual([reacted.favourited, reacted.favourites_count], [false, 0]);
  await two.must('PUT', where('believe'));
  const changed = await one.must('PUT', where('me-too'));
  assert.deepEqual(changed.pleroma.emoji_reactions, [
    { name: 'me-too', count: 1, me: true, accounts: [] }, { name: 'believe', count: 1, me: false, accounts: [] },
  ]);
  await two.must('PUT', where('🙏'));
  const list = await nobody.get(`/api/v1/pleroma/statuses/${post.id}/reactions`);
  list.forEach((reaction) => assertShape(reaction, REACTION));
  assert.deepEqual(list.map(({ name, count }) => [name, count]), [['me-too', 1], ['thank-you', 1]]);
  assert.equal((await nobody.get(where('me-too')))[0].count, 1);
  assert.deepEqual(await nobody.get(where('believe')), []);
  const notHers = await one.must('DELETE', where('believe'));
  assert.equal(notHers.pleroma.emoji_reactions.length, 2, 'another reaction is not taken back');
  const undone = await one.must('DELETE', where('me-too'));
  assert.deepEqual(undone.pleroma.emoji_reactions.map((r) => r.name), ['thank-you']);
  for (const name of ['👎', 'angry', 'with_you', 'none', 'x'.repeat(300)]) {
    for (const method of ['PUT', 'DELETE']) {
      const answer = await one.send(method, where(name));
      assert.equal(answer.status, 422, name);
      assert.match(answer.json.error, /me-too, believe, with-you, thank-you/);
    }
  }
});

test('a share is a wrapper around the post', async (t) => {
  const { people: [her, other], nobody } = await makeHouse(t, { people: 2 });
  const post = await her.say('so it was #MeToo');
  const share = await other.act(post, 'reblog');
  assertStatus(share);
  assertShape(share.reblog, STATUS);
  assert.notEqual(share.id, post.id);
  assert.equal(share.account.id, (await other.me()).id);
  assert.equal(share.reblog.id, post.id);
  assert.deepEqual([share.reblog.reblogged, share.reblog.reblogs_count], [true, 1]);
  assert.equal((await other.act(post, 'reblog')).id, share.id, 'twice is once');
  assert.equal((await get(nobody, post)).reblogs_count, 1);
  const undone = await other.act(post, 'unreblog');
  assert.equal(undone.id, post.id);
  assert.deepEqual([undone.reblogged, undone.reblogs_count], [false, 0]);
  const again = await other.act(post, 'reblog');
  assert.equal((await other.send('DELETE', `/api/v1/statuses/${again.id}`)).status, 200, 'also by its own number');
  assert.equal((await get(nobody, post)).reblogs_count, 0);
});

test('bookmarks, muted threads and pins are one’s own', async (t) => {
  const { people: [her, other] } = await makeHouse(t, { people: 2 });
  const post = await her.say('so it was #MeToo');
  const comment = await other.answer(post, 'with you');
  const marked = await other.act(post, 'bookmark');
  assertStatus(marked);
  assert.equal(marked.bookmarked, true);
  assert.equal((await get(her, post)).bookmarked, false);
  assert.deepEqual(idsOf(await other.get('/api/v1/bookmarks')), [post.id]);
  assert.equal((await other.act(post, 'unbookmark')).bookmarked, false);
  assert.deepEqual(await other.get('/api/v1/bookmarks'), []);
  assert.equal((await her.act(comment, 'mute')).muted, true);
  assert.equal((await get(her, post)).muted, true, 'the whole thread');
  assert.equal((await her.act(post, 'unmute')).muted, false);
  assert.equal((await her.act(post, 'pin')).pinned, true);
  assert.equal((await her.act(post, 'unpin')).pinned, false);
  const stranger = await other.send('POST', `/api/v1/statuses/${post.id}/pin`, {});
  assert.equal(stranger.status, 422);
  assert.match(stranger.json.error, /Someone else's post/);
});

test('several posts at once, those that are there', async (t) => {
  const { people: [her], nobody } = await makeHouse(t);
  const one = await her.say('one');
  const two = await her.say('two');
  const posts = await nobody.get(`/api/v1/statuses?id[]=${two.id}&id[]=1&id[]=${one.id}`);
  posts.forEach(assertStatus);
  assert.deepEqual(idsOf(posts), [two.id, one.id]);
  assert.deepEqual(await nobody.get('/api/v1/statuses'), []);
});

test('what is taken back is gone everywhere, and the figures fall', async (t) => {
  const { people: [her, other], nobody, url } = await makeHouse(t, { people: 2 });
  const kept = await other.say('kept #MeToo');
  const before = await allFigures(nobody);
  const post = await her.say('so it was #MeToo', { spoiler_text: 'careful' });
  const comment = await other.answer(post, 'with you');
  await other.act(post, 'favourite');
  await other.act(post, 'bookmark');
  const share = await other.act(post, 'reblog');
  assert.deepEqual(await allFigures(nobody), { people: 2, posts: 2, comments: 1, reactions: 1, shares: 1 });
  await nobody.get(`/api/v1/statuses/${post.id}`);
  assert.equal((await other.send('DELETE', `/api/v1/statuses/${post.id}`)).status, 404, 'nobody else can');

  const deleted = await her.withdraw(post);
  const { text, ...status } = deleted;
  assert.equal(text, 'so it was #MeToo');
  assertStatus(status);
  assert.equal(status.id, post.id);
  assert.equal(status.spoiler_text, 'careful');
  assert.deepEqual(await allFigures(nobody), before);
  for (const person of [nobody, her, other]) {
    for (const more of ['', '/context', '/history', '/favourited_by', '/reblogged_by']) {
      assert.equal((await person.send('GET', `/api/v1/statuses/${post.id}${more}`)).status, 404, more);
    }
    assert.deepEqual(idsOf(await person.get('/api/v1/timelines/tag/metoo')), [kept.id]);
    assert.deepEqual(idsOf(await person.get('/api/v1/timelines/public')), [kept.id]);
  }
  for (const what of ['favourite', 'unfavourite', 'reblog', 'unreblog', 'bookmark', 'mute', 'pin']) {
    assert.equal((await other.send('POST', `/api/v1/statuses/${post.id}/${what}`, {})).status, 404, what);
  }
  assert.equal((await nobody.send('GET', `/api/v1/statuses/${share.id}`)).status, 404);
  assert.equal((await nobody.send('GET', `/api/v1/statuses/${comment.id}`)).status, 404, 'its answers fell with it');
  assert.deepEqual(idsOf(await other.get('/api/v1/favourites')), []);
  assert.deepEqual(idsOf(await other.get('/api/v1/bookmarks')), []);
  assert.equal((await her.send('DELETE', `/api/v1/statuses/${post.id}`)).status, 404);
  assert.equal((await her.send('PUT', `/api/v1/statuses/${post.id}`, { status: 'x' })).status, 404);
  assert.equal((await her.send('POST', '/api/v1/statuses', { status: 'x', in_reply_to_id: post.id })).status, 404);
  assert.equal((await fetch(`${url}/voice/${post.id}`)).status, 404);
});
