// SPDX-License-Identifier: AGPL-3.0-or-later
// Somebody new who presses twice before the answer comes is one person with one receipt, with
// scripts and without (docs/decisions/0007).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addMeToo, makeDir, serve } from '../house.js';
import { Visitor } from '../clients/visitor.js';

const RECEIPT = /<p class="code[^>]*>(.*?)<\/p>/s;
const SETTINGS = ['limits=off', 'release_step=1', 'page_fresh_ms=0', 'figures_floor=1'];
const cleanups = [];
const later = { after: (work) => cleanups.unshift(work) };
let server;

before(async () => {
  const dir = await makeDir(later);
  await addMeToo(dir);
  server = await serve(later, dir, SETTINGS);
});
after(async () => {
  for (const work of cleanups) await work();
});

const visitor = (hasScripts = false) => new Visitor(server.url, { hasScripts });

async function counted(url = server.url) {
  const answer = await fetch(`${url}/api/chorus/v1/campaigns/metoo/figures`);
  return (await answer.json()).windows.all;
}

/** The receipt on a page, which must be there. */
function receiptOf(page) {
  const receipt = page.text(RECEIPT);
  assert.match(receipt ?? page.html, /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
  return receipt;
}

/** Nobody came, nothing was said. */
async function changesNothing(work) {
  const earlier = await counted();
  const result = await work();
  assert.deepEqual(await counted(), earlier);
  return result;
}

test('without scripts: two presses at the same moment are one person with one receipt', async () => {
  const earlier = await counted();
  const frame = await visitor().get('/c/metoo/press');
  const press = visitor();
  const [one, two] = await Promise.all([press, visitor()]
    .map((who) => who.submit(frame, '/c/metoo/me-too', {})));
  assert.equal(receiptOf(one), receiptOf(two));
  const now = await counted();
  assert.deepEqual([now.people, now.posts], [earlier.people + 1, earlier.posts + 1]);
  // and whichever answer her browser shows, the voice is hers to withdraw
  const mine = await press.get('/me');
  const voice = /id="v(\d+)"/.exec(mine.html)[1];
  await press.submit(await press.get(`/voice/${voice}/withdraw`), `/voice/${voice}/withdraw`, {});
  assert.deepEqual(await counted(), earlier);
});

test('a second press that already carries the session of the first shows the same receipt', async () => {
  const who = visitor();
  const frame = await who.get('/c/metoo/press');
  const first = await who.submit(frame, '/c/metoo/me-too', {});
  assert.equal(who.cookies.size, 1);
  const second = await changesNothing(() => who.submit(frame, '/c/metoo/me-too', {}));
  assert.equal(receiptOf(second), receiptOf(first));
  assert.match(second.html, /href="\/c\/metoo"/);
  assert.equal((await who.get('/me')).status, 200);
});

test('a story that is sent twice at the same moment is one voice', async () => {
  const earlier = await counted();
  const form = await visitor(true).get('/w');
  const values = { text: 'Sent twice by somebody new.', pen_name: 'Twice' };
  const answers = await Promise.all([1, 2, 3].map(() => visitor(true).submit(form, '/w', values)));
  assert.equal(new Set(answers.map(receiptOf)).size, 1);
  const now = await counted();
  assert.deepEqual([now.people, now.posts], [earlier.people + 1, earlier.posts + 1]);
});

test('two forms are two people', async () => {
  const earlier = await counted();
  const frames = [await visitor().get('/c/metoo/press'), await visitor().get('/c/metoo/press')];
  const [one, two] = await Promise.all(frames.map((frame) => visitor().submit(frame, '/c/metoo/me-too', {})));
  assert.notEqual(receiptOf(one), receiptOf(two));
  assert.equal((await counted()).people, earlier.people + 2);
});

test('one key sent to two addresses is two people', async () => {
  const page = await visitor().get('/w');
  const key = page.form('/w').values.once;
  const one = await visitor().submit(page, '/w', { text: 'With a key.' });
  const two = await visitor().submit(await visitor().get('/c/metoo/press'), '/c/metoo/me-too', { once: key });
  assert.notEqual(receiptOf(one), receiptOf(two));
});

test('a press without a key says nothing yet; from the page that follows it is said', async () => {
  const who = visitor();
  const page = await who.get('/c/metoo');
  assert.equal(page.form('/c/metoo/me-too').values.once, '');
  const again = await changesNothing(() => who.submit(page, '/c/metoo/me-too', {}));
  assert.equal(again.text(/<h1>(.*?)<\/h1>/), 'Please press once more');
  assert.equal(who.cookies.size, 0);
  assert.match(again.form('/c/metoo/me-too').values.once, /^[\w-]{22}$/);
  assert.equal(again.form('/c/metoo/me-too').values.hashtag, 'MeToo');
  const earlier = await counted();
  receiptOf(await who.submit(again, '/c/metoo/me-too', {}));
  assert.equal((await counted()).people, earlier.people + 1);
});

test('a key that others could guess is none', async () => {
  const page = await visitor().get('/c/metoo');
  for (const once of ['1', 'a'.repeat(21), 'a'.repeat(65), `${'a'.repeat(30)}!`, 'ä'.repeat(30)]) {
    const again = await changesNothing(() => visitor().submit(page, '/c/metoo/me-too', { once }));
    assert.equal(again.text(/<h1>(.*?)<\/h1>/), 'Please press once more', once);
  }
});

test('a story without a key comes back with its words, and then is one voice', async () => {
  const who = visitor();
  const values = { text: 'Without a key at first.', pen_name: 'Reed', warning: 'w' };
  const again = await changesNothing(async () => who.submit(await who.get('/w'), '/w', { ...values, once: '' }));
  assert.equal(again.status, 422);
  assert.match(again.html, /role="alert">Please look at your words once more/);
  assert.match(again.html, /Without a key at first\./);
  assert.match(again.html, /value="Reed"/);
  const earlier = await counted();
  receiptOf(await who.submit(again, '/w', values));
  assert.equal((await counted()).posts, earlier.posts + 1);
});

test('answers, reactions, shares and bare receipts need a key too', async () => {
  const speaker = visitor(true);
  await speaker.submit(await speaker.get('/w'), '/w', { text: 'To be answered.' });
  const voice = `/voice/${/id="v(\d+)"/.exec((await speaker.get('/me')).html)[1]}`;
  const cases = [
    [voice, '/react', { name: 'believe' }, 'reactions'],
    [voice, '/share', {}, 'shares'],
    [voice, '/comment', { text: 'An answer by somebody new.', pen_name: 'Sedge' }, 'comments'],
  ];
  for (const [where, path, values, kind] of cases) {
    const who = visitor();
    const page = await who.get(where);
    const again = await changesNothing(() => who.submit(page, where + path, values));
    const earlier = await counted();
    const [one, two] = await Promise.all([who, visitor()].map((by) => by.submit(again, where + path, values)));
    assert.equal(receiptOf(one), receiptOf(two), path);
    assert.equal((await counted())[kind], earlier[kind] + 1, path);
  }
  const join = await visitor().get('/join');
  const bare = await visitor().submit(join, '/join', { once: '' });
  assert.equal(bare.text(/<h1>(.*?)<\/h1>/), 'Please press once more');
  const [one, two] = await Promise.all([1, 2].map(() => visitor().submit(join, '/join', {})));
  assert.equal(receiptOf(one), receiptOf(two));
});

test('once she has logged out, the key opens nothing and says nothing', async () => {
  const who = visitor();
  const frame = await who.get('/c/metoo/press');
  const receipt = receiptOf(await who.submit(frame, '/c/metoo/me-too', {}));
  await who.submit(await who.get('/me'), '/logout', {});
  const late = await changesNothing(() => visitor().submit(frame, '/c/metoo/me-too', {}));
  assert.equal(late.status, 409);
  assert.match(late.html, /This was sent before/);
  assert.equal(late.html.includes(receipt), false);
});

test('a key is good across a restart', async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  let house = await serve(t, dir, SETTINGS);
  const frame = await new Visitor(house.url, { hasScripts: false }).get('/c/metoo/press');
  const press = async () => {
    const who = new Visitor(house.url, { hasScripts: false });
    return receiptOf(await who.submit(frame, '/c/metoo/me-too', {}));
  };
  const receipt = await press();
  await house.stop();
  house = await serve(t, dir, SETTINGS);
  assert.equal(await press(), receipt);
  assert.equal((await counted(house.url)).people, 1);
});

test('the kept page is the same for everybody; the frame is for each, and only in our pages', async () => {
  const read = async (where) => {
    const answer = await fetch(server.url + where);
    return { text: await answer.text(), header: (name) => answer.headers.get(name) };
  };
  const [one, two] = [await read('/c/metoo'), await read('/c/metoo')];
  assert.equal(one.text, two.text);
  assert.match(one.text, /<noscript>.*<iframe class="press" src="\/c\/metoo\/press"/s);
  assert.match(one.header('content-security-policy'), /frame-ancestors 'none'/);
  const [frame, other] = [await read('/c/metoo/press'), await read('/c/metoo/press')];
  assert.notEqual(frame.text, other.text);
  assert.equal(frame.header('cache-control'), 'no-store');
  assert.match(frame.header('content-security-policy'), /default-src 'none'.*frame-ancestors 'self'/);
  assert.equal(frame.text.includes('<script'), false);
  assert.equal((await fetch(`${server.url}/c/nothing/press`)).status, 404);
});
