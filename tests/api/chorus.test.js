// SPDX-License-Identifier: AGPL-3.0-or-later
// Our own endpoints: campaigns, hashtag families, figures, receipts.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mustRun } from '../house.js';
import { listen } from './listen.js';
import { makeHouse, makeNarrow } from './people.js';

const FIGURES = '/api/chorus/v1/campaigns/metoo/figures';
const counts = (people, posts, comments, reactions, shares) => ({ people, posts, comments, reactions, shares });

/** All three windows show the same, as all happens at once. */
async function assertFigures(nobody, expected) {
  const figures = await nobody.get(FIGURES);
  for (const window of ['first_24h', 'last_24h', 'all']) {
    assert.deepEqual(figures.windows[window], expected, window);
  }
  return figures;
}

/** RFC 4180, as far as this needs: rows of values. */
function parseCsv(text) {
  assert.ok(text.endsWith('\r\n'));
  return text.slice(0, -2).split('\r\n').map((line) => line.split(','));
}

test('campaigns are told with their hashtags', async (t) => {
  const { nobody, url } = await makeHouse(t, { people: 0 });
  const [campaign, ...more] = await nobody.get('/api/chorus/v1/campaigns');
  assert.deepEqual(more, []);
  assert.equal(campaign.slug, 'metoo');
  assert.equal(campaign.title, 'Me Too');
  assert.equal(campaign.text, 'If this happened to you too, say so.');
  assert.deepEqual(campaign.hashtags, ['MeToo', 'YoTambién']);
  assert.equal(campaign.url, `${url}/c/metoo`);
  assert.deepEqual(await nobody.get('/api/chorus/v1/campaigns/metoo'), campaign);
  const family = await nobody.get('/api/chorus/v1/campaigns/metoo/hashtags');
  assert.deepEqual(family.map(({ name, language, sense }) => [name, language, sense]),
    [['MeToo', 'en', 'me-too'], ['YoTambién', 'es', 'me-too']]);
  for (const where of ['nowhere', 'nowhere/hashtags', 'nowhere/figures', 'nowhere/figures.csv', 'nowhere/figures/stream']) {
    const answer = await nobody.send('GET', `/api/chorus/v1/campaigns/${where}`);
    assert.equal(answer.status, 404, where);
    assert.equal(answer.json.error, 'Record not found');
  }
});

test('figures are what was done, and not what was taken back', async (t) => {
  const { people: [one, two, three], nobody, dir } = await makeHouse(t, { people: 3 });
  await assertFigures(nobody, counts(0, 0, 0, 0, 0));
  const post = await one.say('It happened to me #MeToo');
  await assertFigures(nobody, counts(1, 1, 0, 0, 0));
  await one.say('y a mí #YoTambién', { language: 'es' });
  await assertFigures(nobody, counts(1, 2, 0, 0, 0));
  await one.say('nothing to do with it #Elsewhere');
  await assertFigures(nobody, counts(1, 2, 0, 0, 0));
  const comment = await two.answer(post, 'I believe you');
  await assertFigures(nobody, counts(2, 2, 1, 0, 0));
  await three.act(post, 'favourite');
  await three.act(post, 'favourite');
  await two.act(post, 'favourite');
  await assertFigures(nobody, counts(3, 2, 1, 2, 0));
  await three.act(post, 'reblog');
  await assertFigures(nobody, counts(3, 2, 1, 2, 1));

  await three.act(post, 'unfavourite');
  await three.act(post, 'unreblog');
  await assertFigures(nobody, counts(2, 2, 1, 1, 0));
  await two.withdraw(comment);
  await two.act(post, 'unfavourite');
  await assertFigures(nobody, counts(1, 2, 0, 0, 0));
  await two.answer(post, 'again');
  await one.withdraw(post);
  const stream = await listen(t, nobody.url, `${FIGURES}/stream`);
  await stream.next(({ payload }) => JSON.parse(payload).windows.all.comments === 0);
  await assertFigures(nobody, counts(1, 1, 0, 0, 0));
  await mustRun('recount', '--data', dir);
});

test('figures are told by hour, language, hashtag and network, with definitions', async (t) => {
  const { people: [one, two], nobody } = await makeHouse(t, { people: 2 });
  const post = await one.say('#MeToo');
  await two.say('#YoTambién', { language: 'es' });
  await two.answer(post, 'yes');
  const figures = await nobody.get(FIGURES);
  assert.equal(figures.campaign, 'metoo');
  assert.equal(figures.source, 'counted here');
  assert.ok(Date.parse(figures.as_of) >= Date.parse(figures.call));
  const [hour] = figures.hours;
  assert.equal(hour.hour, 0);
  assert.equal(hour.start, figures.call);
  assert.deepEqual([hour.people, hour.posts, hour.comments], [2, 2, 1]);
  const by = (list, kind) => Object.fromEntries(list.map((part) => [part.name, part[kind]]));
  assert.deepEqual(by(figures.languages, 'posts'), { en: 1, es: 1 });
  assert.deepEqual(by(figures.countries, 'posts'), { '': 2 });
  assert.deepEqual(by(figures.networks, 'comments'), { here: 1 });
  assert.equal(by(figures.hashtags, 'posts').MeToo, 1);
  assert.equal(by(figures.hashtags, 'posts')['YoTambién'], 1);
  for (const word of ['people', 'posts', 'comments', 'reactions', 'shares', 'first_24h', 'last_24h', 'all', 'hours', 'breakdowns']) {
    assert.ok(figures.definition[word].length > 10, word);
  }
});

test('small cells are merged when the floor is up', async (t) => {
  const { people: [one], nobody } = await makeHouse(t, { settings: ['limits=off', 'release_step=1', 'page_fresh_ms=0'] });
  await one.say('#MeToo');
  const figures = await nobody.get(FIGURES);
  assert.equal(figures.windows.all.posts, 1, 'totals are exact');
  assert.ok(figures.languages.every((part) => part.posts % 10 === 0), JSON.stringify(figures.languages));
  assert.match(figures.definition.breakdowns, /below 20/);
});

test('figures come as CSV', async (t) => {
  const { people: [one, two], nobody } = await makeHouse(t, { people: 2 });
  const post = await one.say('#MeToo');
  await two.act(post, 'favourite');
  const answer = await nobody.send('GET', `${FIGURES}.csv`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type'), /^text\/csv/);
  assert.match(answer.headers.get('content-disposition'), /filename="metoo-figures-\d{4}-\d\d-\d\d\.csv"/);
  const [head, ...rows] = parseCsv(answer.text);
  assert.deepEqual(head, ['breakdown', 'name', 'kind', 'n']);
  assert.ok(rows.every((row) => row.length === 4 && /^\d+$/.test(row[3])));
  const n = (...key) => rows.find((row) => key.every((value, i) => row[i] === value))?.[3];
  const { windows } = await nobody.get(FIGURES);
  for (const [name, window] of Object.entries(windows)) {
    for (const [kind, count] of Object.entries(window)) {
      assert.equal(n('window', name, kind), String(count), `${name} ${kind}`);
    }
  }
  assert.equal(n('language', 'en', 'posts'), '1');
  assert.equal(n('hashtag', 'MeToo', 'reactions'), '1');
  assert.equal(rows.find((row) => row[0] === 'hour' && row[2] === 'people')[3], '2');
});

test('figures may be kept: an ETag, and no cookie or token is looked at', async (t) => {
  const { people: [one], nobody } = await makeHouse(t);
  const first = await nobody.send('GET', FIGURES);
  assert.ok(first.headers.get('etag'));
  assert.equal(first.headers.get('access-control-allow-origin'), '*');
  const again = await nobody.send('GET', FIGURES, undefined, { 'if-none-match': first.headers.get('etag') });
  assert.equal(again.status, 304);
  await one.say('#MeToo');
  const moved = await nobody.send('GET', FIGURES, undefined, { 'if-none-match': first.headers.get('etag') });
  assert.equal(moved.status, 200);
  assert.equal(moved.json.windows.all.posts, 1);
});

test('the stream of figures moves with every release, without a login', async (t) => {
  const { people: [one, two], url } = await makeHouse(t, { people: 2 });
  const stream = await listen(t, url, `${FIGURES}/stream`);
  const next = async () => {
    const { event, payload } = await stream.next();
    assert.equal(event, 'figures');
    return JSON.parse(payload);
  };
  const first = await next();
  assert.deepEqual(first.windows.all, counts(0, 0, 0, 0, 0));
  assert.equal(first.campaign, 'metoo');
  const post = await one.say('#MeToo');
  const second = await next();
  assert.deepEqual(second.windows.all, counts(1, 1, 0, 0, 0));
  assert.ok(second.release > first.release);
  await two.act(post, 'favourite');
  assert.deepEqual((await next()).windows.all, counts(2, 1, 0, 1, 0));
  await two.act(post, 'unfavourite');
  assert.deepEqual((await next()).windows.all, counts(1, 1, 0, 0, 0));
});

test('every watcher hears of a release', async (t) => {
  const { people: [one], url } = await makeHouse(t);
  const streams = await Promise.all(Array.from({ length: 50 }, () => listen(t, url, `${FIGURES}/stream`)));
  await Promise.all(streams.map((stream) => stream.next()));
  await one.say('#MeToo');
  for (const stream of streams) {
    assert.equal(JSON.parse((await stream.next()).payload).windows.all.posts, 1);
  }
});

test('somebody who came by an app gets a receipt, once', async (t) => {
  const house = await makeHouse(t);
  const [her] = house.people;
  const made = await her.send('POST', '/api/chorus/v1/receipt', {});
  assert.equal(made.status, 200, made.text);
  assert.match(made.json.receipt, /^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
  assert.match(made.headers.get('cache-control'), /no-store/);
  const again = await her.send('POST', '/api/chorus/v1/receipt', {});
  assert.equal(again.status, 409);
  const narrow = await makeNarrow(house.url, 'read:statuses write:statuses');
  assert.equal((await narrow.send('POST', '/api/chorus/v1/receipt', {})).status, 200,
    'write:accounts came with the sign-up');
  assert.equal((await house.nobody.send('POST', '/api/chorus/v1/receipt', {})).status, 401);
  assert.equal((await house.nobody.send('GET', '/api/chorus/v1/nothing')).status, 404);
});
