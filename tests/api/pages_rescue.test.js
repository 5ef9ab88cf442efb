// SPDX-License-Identifier: AGPL-3.0-or-later
// Nobody loses a story: whatever refuses a form with words in it, they come back in their form.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMeToo, makeDir, serve } from '../house.js';
import { Visitor } from '../clients/visitor.js';

const STORY = 'It took me <eleven> years & I say it now. 🕯';
const SHOWN = 'It took me &lt;eleven&gt; years &amp; I say it now. 🕯';

async function open(t, settings = []) {
  const dir = await makeDir(t);
  await addMeToo(dir);
  return serve(t, dir, ['release_step=1', 'page_fresh_ms=0', ...settings]);
}

function words(page) {
  return /<textarea[^>]*>\n?([^<]*)<\/textarea>/.exec(page.html)?.[1];
}

const send = (who, where, values, headers = {}) => who.request(where, {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: new URLSearchParams(values).toString(),
});

test('an old form: the words come back, and can be sent from there', async (t) => {
  const server = await open(t, ['limits=off']);
  const who = new Visitor(server.url);
  const back = await send(who, '/w', { text: STORY, warning: 'years', form_token: '1.00', campaign: 'metoo' });
  assert.equal(back.status, 403);
  assert.equal(words(back), SHOWN);
  assert.match(back.html, /value="years"/);
  assert.match(back.text(/role="alert">(.*?)<\/p>/s), /still here/);
  const sent = await who.submit(back, '/w', { text: STORY });
  assert.equal(sent.status, 200);
  assert.match(sent.html, /class="code"/);
});

test('a form of another site does not put words into hers', async (t) => {
  const server = await open(t, ['limits=off']);
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
    const page = await send(new Visitor(server.url), '/w', { text: STORY }, headers);
    assert.equal(page.status, 403);
    assert.equal(page.html.includes('eleven'), false);
  }
});

test('too many at once: the words come back, with what it costs to send them now', async (t) => {
  const server = await open(t, ['limit_act=1']);
  const who = new Visitor(server.url);
  const first = await who.submit(await who.get('/w'), '/w', { text: 'the first' });
  assert.equal(first.status, 200);
  let page;
  for (let i = 0; i < 5 && !page?.html.includes('data-price'); i++) {
    page = await who.submit(await who.get('/w'), '/w', { text: STORY, warning: 'years' });
  }
  assert.equal(page.status, 200);
  assert.equal(words(page), SHOWN);
  assert.equal(page.form('/w').values.warning, 'years');
});

test('a session that ended while she was editing: the words are still there', async (t) => {
  const server = await open(t, ['limits=off']);
  const who = new Visitor(server.url);
  await who.submit(await who.get('/w'), '/w', { text: 'the first' });
  const edit = `${/id="v(\d+)"/.exec((await who.get('/me')).html)[1]}`;
  const page = await who.get(`/voice/${edit}/edit`);
  who.cookies.clear();
  const old = await who.submit(page, `/voice/${edit}/edit`, { text: STORY });
  assert.equal(old.status, 403);
  assert.equal(words(old), SHOWN);
  const again = await who.submit(old, `/voice/${edit}/edit`, { text: STORY });
  assert.equal(again.status, 403);
  assert.equal(words(again), SHOWN);
  assert.match(again.html, /no longer logged in/);
});

test('an answer to what was withdrawn meanwhile: 404, and the words are there', async (t) => {
  const server = await open(t, ['limits=off']);
  const author = new Visitor(server.url);
  await author.submit(await author.get('/w'), '/w', { text: 'the first' });
  const voice = /id="v(\d+)"/.exec((await author.get('/me')).html)[1];
  const who = new Visitor(server.url);
  const page = await who.get(`/voice/${voice}`);
  await author.submit(await author.get(`/voice/${voice}/withdraw`), `/voice/${voice}/withdraw`, {});
  const back = await who.submit(page, `/voice/${voice}/comment`, { text: STORY });
  assert.equal(back.status, 404);
  assert.equal(words(back), SHOWN);
  const nothing = await send(who, '/login', { text: STORY });
  assert.equal(nothing.html.includes('eleven'), false);
});

test('a report that is refused comes back with what was written, in its form', async (t) => {
  const server = await open(t, ['limits=off']);
  const author = new Visitor(server.url);
  await author.submit(await author.get('/w'), '/w', { text: 'the first' });
  const voice = /id="v(\d+)"/.exec((await author.get('/me')).html)[1];
  const where = `/voice/${voice}/report`;
  const who = new Visitor(server.url);
  const old = await send(who, where, { comment: STORY, category: 'legal', form_token: '1.00' });
  assert.equal(old.status, 403);
  assert.equal(words(old), SHOWN);
  assert.match(old.html, /value="legal" checked/);
  assert.match(old.text(/role="alert">(.*?)<\/p>/s), /still here/);
  const long = await who.submit(old, where, { comment: 'x'.repeat(1001), category: 'spam' });
  assert.equal(long.status, 422);
  assert.equal(words(long), 'x'.repeat(1001));
  assert.match(long.html, /value="spam" checked/);
  assert.match((await who.submit(long, where, { comment: STORY, category: 'spam' })).html, /The moderators have your report/);
  const other = await send(who, where, { comment: STORY }, { 'sec-fetch-site': 'cross-site' });
  assert.equal(other.html.includes('eleven'), false);
});

test('too many reports at once: what was written is to be seen on the page with the price', async (t) => {
  const server = await open(t, ['limit_act=2', 'limit_arrival=2']);
  const author = new Visitor(server.url);
  await author.submit(await author.get('/w'), '/w', { text: 'the first' });
  const voice = /id="v(\d+)"/.exec((await author.get('/me')).html)[1];
  const where = `/voice/${voice}/report`;
  let page;
  for (let i = 0; i < 5 && !page?.html.includes('data-price'); i++) {
    const who = new Visitor(server.url);
    page = await who.submit(await who.get(where), where, { comment: STORY, category: 'legal' });
  }
  assert.equal(page.status, 200);
  assert.equal(words(page), SHOWN);
  assert.equal(page.form(where).values.category, 'legal');
});
