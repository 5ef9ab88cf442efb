// SPDX-License-Identifier: AGPL-3.0-or-later
// C3: what only she reads (her filters, which say what hurts her) is encrypted under a key made of her receipt. It works
// through every log-in with the receipt, and is in no file: neither while the server runs nor after it was killed.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { serve } from '../house.js';
import { Visitor } from '../clients/visitor.js';
import { listen, openSocket } from './listen.js';
import { authorizePath, decide, logIn, makeReceipt, postForm, redeem, register, takeCode } from './login.js';
import { makeHouse, Person, SETTINGS } from './people.js';
import { cookieOf } from './site.js';

const MARKS = ['Quillwort', 'Tamarisk', 'Loosestrife', 'Sandwort'];
const filterOf = (title, ...words) => ({
  title, context: ['home', 'public'], filter_action: 'warn',
  keywords_attributes: words.map((keyword) => ({ keyword, whole_word: true })),
});
const named = (filters) => filters.map(({ title, keywords }) => [title, ...keywords.map(({ keyword }) => keyword)]);
const met = (status) => (status.filtered ?? []).map(({ filter, keyword_matches: words }) => [filter.title, ...words]);

/** Which of the words stand in a file of the server, or in what it printed, however they are written. */
function found(house, words) {
  const files = readdirSync(house.dir).map((name) => readFileSync(path.join(house.dir, name), 'latin1'));
  assert.ok(files.length >= 2);
  const all = [...files, house.server.log].map((text) => text.toLowerCase());
  return words.filter((word) => all.some((text) => text.includes(word.toLowerCase())));
}

/** Somebody who came by the pages, with her receipt, and an app of hers. */
async function comeByPage(house) {
  const her = new Visitor(house.url);
  const page = await her.submit(await her.get('/join'), '/join', {});
  const [receipt] = /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/.exec(page.html);
  const app = await register(house.url);
  const letIn = async (code) => new Person(house.url, (await logIn(house.url, app, code)).access_token);
  return { her, receipt, app, letIn };
}

test('C3 no word of a filter is in any file: not after it was changed or removed, nor after kill -9', async (t) => {
  const house = await makeHouse(t, { settings: [...SETTINGS, 'log_level=debug'] });
  const byApp = house.people[0];
  const { letIn, receipt } = await comeByPage(house);
  const people = [byApp, await letIn(receipt)];
  for (const person of people) {
    const made = await person.must('POST', '/api/v2/filters', filterOf(MARKS[0], MARKS[1]));
    await person.must('PUT', `/api/v2/filters/${made.id}`, { keywords_attributes: [{ keyword: MARKS[2] }] });
    await person.must('POST', `/api/v2/filters/${made.id}/keywords`, { keyword: MARKS[3] });
    const gone = await person.must('POST', '/api/v2/filters', filterOf(MARKS[3], MARKS[2]));
    await person.must('DELETE', `/api/v2/filters/${gone.id}`);
    await person.get('/api/v1/timelines/public');
  }
  const later = await makeReceipt(byApp);
  await byApp.say('Said for everybody: Bulrush.');
  assert.deepEqual(found(house, [...MARKS, 'Bulrush']), ['Bulrush']);
  await house.server.signal('SIGKILL');
  assert.deepEqual(found(house, [...MARKS, 'Bulrush']), ['Bulrush']);
  house.server = await serve(t, house.dir, SETTINGS);
  for (const { token } of people)
    assert.deepEqual(named(await new Person(house.server.url, token).get('/api/v2/filters')), [MARKS]);
  assert.deepEqual(found(house, [...MARKS, 'Bulrush', receipt, later]), ['Bulrush']);
});

test('C3 apps make, read, change and use filters as before, and other people meet none of it', async (t) => {
  const house = await makeHouse(t, { people: 2 });
  const [other, third] = house.people;
  const { letIn, receipt } = await comeByPage(house);
  const her = await letIn(receipt);
  const second = await letIn(receipt);
  const made = await her.must('POST', '/api/v2/filters', filterOf('Trials', 'court'));
  await second.must('PUT', `/api/v2/filters/${made.id}`, { keywords_attributes: [{ keyword: 'police', whole_word: true }] });
  await other.must('POST', '/api/v2/filters', filterOf('Others', 'court'));
  assert.deepEqual(named(await her.get('/api/v2/filters')), [['Trials', 'court', 'police']]);
  assert.deepEqual(named(await second.get('/api/v2/filters')), [['Trials', 'court', 'police']]);
  assert.equal((await other.send('GET', `/api/v2/filters/${made.id}`)).status, 404);
  assert.deepEqual(named(await other.get('/api/v2/filters')), [['Others', 'court']]);
  const post = await third.say('In court, with the police. #MeToo');
  const shown = async (who, where) => [await who.get(where)].flat().filter(({ id }) => id === post.id);
  for (const where of [`/api/v1/statuses/${post.id}`, '/api/v1/timelines/public', '/api/v1/timelines/tag/MeToo']) {
    for (const hers of [her, second])
      assert.deepEqual((await shown(hers, where)).map(met), [[['Trials', 'court', 'police']]], where);
    assert.deepEqual((await shown(other, where)).map(met), [[['Others', 'court']]], where);
    assert.deepEqual((await shown(house.nobody, where)).map(met), [[]], where);
  }
});

test('C3 what streams bring is looked at with her filters, as they are at that moment, and with nobody else\'s', async (t) => {
  const house = await makeHouse(t, { people: 2 });
  const [other, speaker] = house.people;
  const { letIn, receipt } = await comeByPage(house);
  const her = await letIn(receipt);
  const where = '/api/v1/streaming/hashtag?tag=MeToo';
  const streams = [await listen(t, house.url, where, her.token), await listen(t, house.url, where, other.token), await listen(t, house.url, where)];
  const socket = await openSocket(t, house.url, '/api/v1/streaming?stream=public', [her.token]);
  const next = async (post) => Promise.all([...streams, socket].map(async (stream) =>
    met(JSON.parse((await stream.next(({ payload }) => JSON.parse(payload).id === post.id)).payload))));
  assert.deepEqual(await next(await speaker.say('In court, before. #MeToo')), [[], [], [], []]);
  const made = await her.must('POST', '/api/v2/filters', filterOf('Trials', 'court'));
  assert.deepEqual(await next(await speaker.say('In court. #MeToo')), [[['Trials', 'court']], [], [], [['Trials', 'court']]]);
  assert.deepEqual(await next(await speaker.say('At home. #MeToo')), [[], [], [], []]);
  assert.deepEqual(await next(await her.say('In court, I said. #MeToo')), [[], [], [], []]);
  await her.must('DELETE', `/api/v2/filters/${made.id}`);
  assert.deepEqual(await next(await speaker.say('In court, after. #MeToo')), [[], [], [], []]);
});

test('C3 a stream that is open while she gets her first receipt goes on with her filters', async (t) => {
  const house = await makeHouse(t, { people: 2 });
  const [her, speaker] = house.people;
  await her.must('POST', '/api/v2/filters', filterOf('Trials', 'court'));
  const stream = await listen(t, house.url, '/api/v1/streaming/user', her.token);
  await makeReceipt(her);
  const { id } = await her.say('Mine.');
  await speaker.say('I answer in court.', { in_reply_to_id: id });
  const notice = JSON.parse((await stream.next(({ event }) => event === 'notification')).payload);
  assert.deepEqual(met(notice.status), [['Trials', 'court']]);
});

test('C3 a log-in through OAuth opens it, agreed to with the receipt or in a session; so does a receipt made later', async (t) => {
  const house = await makeHouse(t);
  const { her, receipt, app, letIn } = await comeByPage(house);
  const first = await letIn(receipt);
  await first.must('POST', '/api/v2/filters', filterOf('Trials', 'court'));
  const page = await her.submit(await her.get(authorizePath(app)), '/oauth/authorize', { decision: 'allow' });
  const [, code] = /<bdi dir="ltr">([\w-]+)<\/bdi>/.exec(page.html);
  const token = await redeem(house.url, app, code);
  const bySession = new Person(house.url, token.json.access_token);
  assert.deepEqual(named(await bySession.get('/api/v2/filters')), [['Trials', 'court']]);
  assert.equal((await redeem(house.url, app, code)).status, 400, 'once');

  const [byApp] = house.people;
  await byApp.must('POST', '/api/v2/filters', filterOf('Before', 'court'));
  const later = await letIn(await makeReceipt(byApp));
  for (const hers of [byApp, later]) assert.deepEqual(named(await hers.get('/api/v2/filters')), [['Before', 'court']]);
  await later.must('POST', '/api/v2/filters', filterOf('After', 'court'));
  assert.deepEqual(named(await byApp.get('/api/v2/filters')), [['Before', 'court'], ['After', 'court']]);
});

test('C3 a new receipt encrypts it anew; every other log-in ends, and the old receipt opens nothing', async (t) => {
  const house = await makeHouse(t);
  const { her, receipt, app, letIn } = await comeByPage(house);
  const before = await letIn(receipt);
  await before.must('POST', '/api/v2/filters', filterOf('Trials', 'court'));
  const waiting = await takeCode(house.url, authorizePath(app), receipt);
  const mine = await her.get('/me');
  assert.match(mine.html, /It ends every other log-in: come back there with the new one\./);
  const page = await her.submit(mine, '/me/receipt', {});
  assert.match(page.html, /Lost means lost: we keep no copy that we could give you again/);
  const [renewed] = /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/.exec(page.html);
  assert.notEqual(renewed, receipt);
  assert.equal((await before.send('GET', '/api/v2/filters')).status, 401);
  assert.equal((await redeem(house.url, app, waiting)).status, 400);
  await assert.rejects(letIn(receipt));
  const after = await letIn(renewed);
  assert.deepEqual(named(await after.get('/api/v2/filters')), [['Trials', 'court']]);
  assert.deepEqual(JSON.parse((await her.get('/me/export.json')).html).filters.map(({ title }) => title), ['Trials']);
});

test('C3 whoever presses twice for a new receipt keeps what is hers, and sees the receipt that counts', async (t) => {
  const house = await makeHouse(t);
  const { her, receipt, letIn } = await comeByPage(house);
  await (await letIn(receipt)).must('POST', '/api/v2/filters', filterOf('Trials', 'court'));
  const { values } = (await her.get('/me')).form('/me/receipt');
  const cookie = cookieOf(her);
  const presses = await Promise.all(Array.from({ length: 4 }, () => postForm(house.url, '/me/receipt', values, { cookie })));
  const shown = await Promise.all(presses.map(async (press) => {
    assert.equal(press.status, 303);
    const slip = press.headers.get('set-cookie').split(';')[0];
    const page = await fetch(new URL('/me/receipt', house.url), { headers: { cookie: slip } });
    return /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/.exec(await page.text())[0];
  }));
  const open = [];
  for (const code of shown) {
    const page = await decide(house.url, authorizePath(await register(house.url)), code);
    if (page.status === 200) open.push(code);
  }
  assert.equal(open.length, 1);
  assert.deepEqual(named(await (await letIn(open[0])).get('/api/v2/filters')), [['Trials', 'court']]);
});

test('C3 her copies have her filters in clear, one voice\'s copy has not, and leaving takes them along', async (t) => {
  const house = await makeHouse(t);
  const { her, receipt, letIn } = await comeByPage(house);
  const byApp = await letIn(receipt);
  assert.deepEqual(JSON.parse((await her.get('/me/export.json')).html).filters, []);
  await byApp.must('POST', '/api/v2/filters', filterOf('Trials', 'court', 'police'));
  const copy = JSON.parse((await her.get('/me/export.json')).html);
  assert.deepEqual(copy.filters, [{
    title: 'Trials', words: [{ word: 'court', whole_word: true }, { word: 'police', whole_word: true }],
    where: 'home public', hides: false, expires_at: null,
  }]);
  assert.match((await her.get('/me/export.txt')).html, /^\[Filter: Trials: court, police\]$/m);
  const voice = await byApp.say('A voice. #MeToo');
  assert.equal(JSON.parse((await her.get(`/voice/${voice.id}/copy.json`)).html).filters, undefined);
  assert.doesNotMatch((await her.get(`/voice/${voice.id}/copy.txt`)).html, /court/);
  await her.submit(await her.get('/me/delete'), '/me/delete', { sure: '1' });
  assert.equal((await byApp.send('GET', '/api/v2/filters')).status, 401);
});
