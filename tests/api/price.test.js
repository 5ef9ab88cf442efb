// SPDX-License-Identifier: AGPL-3.0-or-later
// Price, not ban: over its limit a form costs some work of the browser, or some seconds of waiting; an
// app has to wait; nobody is refused because others share her address, and no address is kept.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { addMeToo, makeApp, makeDir, send, serve, signUp } from '../house.js';
import { Visitor } from '../clients/visitor.js';
import { makeHouse } from './people.js';
import { awayFromTurn, priceOf, solve, wait } from './price.js';
import { Site } from './site.js';

const STORY = 'It took me <eleven> years & I say it now.\n\nTwo lines. 🕯';
const WAIT_MS = 4200;

async function open(t, settings) {
  await awayFromTurn();
  const dir = await makeDir(t);
  await addMeToo(dir);
  return Object.assign(await serve(t, dir, ['release_step=1', 'page_fresh_ms=0', ...settings]), { dir });
}

const words = (page) => /<textarea[^>]*>\n?([^<]*)<\/textarea>/.exec(page.html)?.[1];
const isReceipt = (page) => page.status === 200 && /class="code/.test(page.html);
const voices = async (who) => (await who.get('/c/metoo')).html.match(/<article class="voice/g)?.length ?? 0;

/** Visitors of one address until the next one is asked for a price. */
async function useUp(server) {
  const who = new Visitor(server.url);
  for (let i = 0; i < 5; i++) {
    who.cookies.clear();
    const page = await who.submit(await who.get('/c/metoo'), '/c/metoo/me-too', {});
    if (priceOf(page)) return;
    assert.ok(isReceipt(page));
  }
  assert.fail('the limit is never reached');
}

const story = (who, page, more = {}) => who.submit(page, '/w', { text: STORY, warning: 'years', ...more });

test('limits: over the limit a story is paid for by work, once', async (t) => {
  const server = await open(t, ['limit_arrival=2']);
  await useUp(server);
  const who = new Visitor(server.url);
  const asked = await story(who, await who.get('/w'));
  const price = priceOf(asked);
  assert.equal(asked.status, 200);
  assert.equal(price.action, '/w');
  assert.ok(price.most >= 2 ** 16 && price.most <= 2 ** 18);
  assert.equal(words(asked), 'It took me &lt;eleven&gt; years &amp; I say it now.\n\nTwo lines. 🕯');
  assert.equal(asked.form('/w').values.warning, 'years', 'nothing that was typed is lost');
  const before = await voices(who);
  const number = solve(price);

  const wrong = await who.submit(asked, '/w', { text: STORY, number: `${Number(number) + 1}` });
  assert.ok(priceOf(wrong), 'a wrong number pays nothing');
  const forged = await who.submit(asked, '/w',
    { text: STORY, number, price: asked.form('/w').values.price.replace('.65536.', '.1.') });
  assert.ok(priceOf(forged), 'a price that she made herself pays nothing');
  assert.equal(await voices(who), before);

  const paid = await who.submit(asked, '/w', { text: STORY, number });
  assert.ok(isReceipt(paid));
  assert.equal(await voices(who), before + 1);

  const other = new Visitor(server.url);
  const again = await other.submit(asked, '/w', { text: STORY, number, once: 'abcdefghijklmnopqrstuv' });
  assert.ok(priceOf(again), 'used twice it pays nothing');
  assert.notEqual(priceOf(again).salt, price.salt);
  assert.equal(await voices(who), before + 1);
});

test('limits: without scripts it takes some seconds instead, and nobody is refused', async (t) => {
  const server = await open(t, ['limit_arrival=2']);
  await useUp(server);
  const who = new Visitor(server.url, { hasScripts: false });
  let asked;
  let early;
  for (let i = 0; i < 3 && !(early && priceOf(early)); i++) {
    asked = await story(who, await who.get('/w'));
    early = await who.submit(asked, '/w', { text: STORY });
  }
  assert.match(early.text(/role="alert">(.*?)<\/p>/s), /a little early/);
  assert.equal(priceOf(early).salt, priceOf(asked).salt, 'the wait does not begin anew');
  assert.match(early.text(/<noscript>(.*?)<\/noscript>/s), /wait \d+ seconds, then press\. A moderator reads it/);
  await wait(WAIT_MS);
  const before = await voices(who);
  const taken = await who.submit(early, '/w', { text: STORY });
  assert.ok(isReceipt(taken), 'the form of a kept page needs no second step for its key');
  assert.equal(await voices(new Visitor(server.url)), before, 'a moderator reads it first');
  const mine = await who.get('/me');
  assert.match(mine.html, /It took me &lt;eleven&gt; years/);

  const twice = await new Visitor(server.url).submit(early, '/w', { text: STORY, once: 'abcdefghijklmnopqrstuv' });
  assert.ok(priceOf(twice), 'a wait is good for one form');
});

test('limits: every other form comes back with its choice, and goes through', async (t) => {
  const server = await open(t, ['limit_act=3', 'limit_arrival=2']);
  const her = new Visitor(server.url);
  await story(her, await her.get('/w'));
  const voice = /id="v(\d+)"/.exec((await her.get('/me')).html)[1];
  const press = async () => her.submit(await her.get(`/voice/${voice}`), `/voice/${voice}/react`, { name: 'believe' });
  let asked = await press();
  for (let i = 0; i < 5 && !priceOf(asked); i++) asked = await press();
  assert.equal(asked.form(`/voice/${voice}/react`).values.name, 'believe');
  assert.doesNotMatch(asked.html, /A moderator reads it/);
  const done = await her.submit(asked, `/voice/${voice}/react`, { number: solve(priceOf(asked)) });
  assert.equal(done.status, 200);
  assert.equal(priceOf(done), null);

  // below /n, too, and logging in
  await useUp(server);
  const who = new Visitor(server.url);
  const typed = { receipt: '0000-0000-0000-0000-0000' };
  const form = await who.submit(await who.get('/n/login?next=/n/about'), '/n/login', typed);
  assert.equal(priceOf(form).action, '/n/login');
  const back = await who.submit(form, '/n/login', { number: solve(priceOf(form)), ...typed });
  assert.match(back.text(/role="alert">(.*?)<\/p>/s), /not known here/);
});

test('limits: a receipt is never put back into a page; it is typed once more', async (t) => {
  const server = await open(t, ['limit_act=3', 'limit_arrival=2']);
  await useUp(server);
  const who = new Visitor(server.url);
  const asked = await who.submit(await who.get('/login?next=/about'), '/login', { receipt: 'abcd-efgh-jkmn-pqrs-tvwx' });
  assert.ok(priceOf(asked));
  assert.doesNotMatch(asked.html, /abcd-efgh/i);
  assert.equal(asked.form('/login').values.next, '/about');
  assert.match(asked.html, /<input id="receipt" name="receipt" required/);
  assert.doesNotMatch(asked.html, /Nothing that you typed is lost/);
});

test('limits: taking something back and going away are never priced', async (t) => {
  const server = await open(t, ['limit_act=1']);
  const her = new Visitor(server.url);
  await story(her, await her.get('/w'));
  const voice = /id="v(\d+)"/.exec((await her.get('/me')).html)[1];
  let asked = null;
  for (let i = 0; i < 5 && !asked; i++) asked = priceOf(await story(her, await her.get('/w')));
  assert.ok(asked);
  await her.submit(await her.get(`/voice/${voice}/withdraw`), `/voice/${voice}/withdraw`, {});
  assert.equal((await her.get(`/voice/${voice}`)).status, 404);
  const out = await her.submit(await her.get('/me'), '/logout', {});
  assert.equal(out.status, 200);
  assert.equal(her.cookies.size, 0);
});

test('limits: whoever fills in what nobody sees is not refused either', async (t) => {
  const server = await open(t, ['limits=off']);
  const who = new Visitor(server.url);
  for (const [action, values] of [['/w', { text: STORY }], ['/c/metoo/me-too', {}]]) {
    who.cookies.clear();
    const page = await who.get(action === '/w' ? '/w' : '/c/metoo');
    assert.match(page.html, /<p class="hush" aria-hidden="true"><label>[^<]+<input name="subject" tabindex="-1" autocomplete="off" spellcheck="false">/);
    assert.ok(isReceipt(await who.submit(page, action, { ...values, subject: 'Offer' })));
  }
  assert.equal(await voices(new Visitor(server.url)), 0, 'a moderator reads it first');
});

test('limits: an app waits, each by its own token', async (t) => {
  const server = await open(t, ['limit_act=3', 'limit_app_arrival=2']);
  const app = await makeApp(server.url);
  const [one, other] = [await signUp(server.url, app), await signUp(server.url, app)];
  const say = (token) => send(server.url, 'POST', '/api/v1/statuses', { token, body: { status: `voice ${Math.random()}` } });
  for (let left = 2; left >= 0; left--) {
    const { status, headers } = await say(one);
    assert.equal(status, 200);
    assert.equal(headers.get('x-ratelimit-limit'), '3');
    assert.equal(headers.get('x-ratelimit-remaining'), String(left));
  }
  const over = await say(one);
  assert.equal(over.status, 429);
  assert.equal(over.headers.get('x-ratelimit-remaining'), '0');
  const retry = Number(over.headers.get('retry-after'));
  assert.ok(retry >= 1 && retry <= 600);
  const until = Date.parse(over.headers.get('x-ratelimit-reset')) - Date.parse(over.headers.get('date'));
  assert.ok(Math.abs(until / 1000 - retry) <= 2, 'both say the same time');
  assert.equal((await say(other)).headers.get('x-ratelimit-remaining'), '2', 'of the same address, and not hindered');

  const join = (token) => send(server.url, 'POST', '/api/v1/accounts', { token, body: {
    username: `q_${Math.random().toString(36).slice(2, 10)}`, email: 'a@example.org', password: 'x'.repeat(20),
    agreement: true, locale: 'en' } });
  assert.equal((await join(app.token)).status, 429, 'two have come through this app');
  assert.equal((await join((await makeApp(server.url)).token)).status, 200, 'another one is not hindered');
});

test('limits: an app that is over its limit takes back what was said all the same', async (t) => {
  const server = await open(t, ['limit_act=3']);
  const token = await signUp(server.url, await makeApp(server.url));
  const ask = (method, path, body) => send(server.url, method, path, { token, body });
  const { json: post } = await ask('POST', '/api/v1/statuses', { status: 'Mine. #MeToo' });
  assert.equal((await ask('POST', `/api/v1/statuses/${post.id}/favourite`)).status, 200);
  assert.equal((await ask('POST', `/api/v1/statuses/${post.id}/reblog`)).status, 200);
  assert.equal((await ask('POST', '/api/v1/statuses', { status: 'Over it.' })).status, 429);
  for (const [method, where] of [['POST', '/unfavourite'], ['POST', '/unreblog'], ['DELETE', '']]) {
    const done = await ask(method, `/api/v1/statuses/${post.id}${where}`);
    assert.equal(done.status, 200, where);
    assert.equal(done.headers.get('x-ratelimit-limit'), null, 'it is not counted at all');
  }
  assert.equal((await ask('GET', `/api/v1/statuses/${post.id}`)).status, 404);
});

test('H10: of whoever is over the limit nothing is written down', async (t) => {
  const server = await open(t, ['limit_arrival=1', 'log_level=debug']);
  const site = Object.assign(new Site(), { url: server.url, localAddress: '127.9.8.7' });
  const token = (await new Visitor(server.url).get('/w')).form('/w').values.form_token;
  let asked = null;
  for (let i = 0; i < 4; i++) {
    const page = await site.ask('/w', { method: 'POST', values:
      { form_token: token, once: `abcdefghijklmnopqrstuvw${i}`, campaign: 'metoo', text: `Words ${i}.` } });
    asked ??= priceOf(page);
  }
  assert.ok(asked);
  await server.stop();
  const kept = readdirSync(server.dir).map((name) => readFileSync(join(server.dir, name), 'latin1'));
  for (const content of [...kept, server.log]) {
    for (const mark of ['127.9.8.7', '\x7f\x09\x08\x07', '\x07\x08\x09\x7f', asked.salt]) assert.ok(!content.includes(mark));
  }
});

test('limits: a long thread is charged by its length', async (t) => {
  const house = await makeHouse(t, { people: 2, settings: ['limits=on', 'limit_read=50', 'limit_act=1000', 'limit_app_arrival=100'] });
  const { people: [her, reader] } = house;
  const voice = await her.say('A voice. #MeToo');
  const left = async () => {
    const { status, headers } = await reader.send('GET', `/api/v1/statuses/${voice.id}/context`);
    assert.equal(status, 200);
    return Number(headers.get('x-ratelimit-remaining'));
  };
  assert.equal(await left() - await left(), 1);
  await Promise.all(Array.from({ length: 205 }, (_, i) => her.answer(voice, `Answer ${i}`)));
  assert.equal(await left() - await left(), 3);
});
