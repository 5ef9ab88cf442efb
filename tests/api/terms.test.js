// SPDX-License-Identifier: AGPL-3.0-or-later
// A voice on its author's own terms: what she is told before she types (C1, C8), her receipt (C3), who may read it, each
// audience by itself (C2, H15), what she can do about it in two presses (C4), who may answer (C5),
// warnings (C6), no pushing (C7), no words that blame (C9), words that are gone when taken back (C4).
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Visitor } from '../clients/visitor.js';
import { mustRun, root, send, sleep } from '../house.js';
import { listen } from './listen.js';
import { makeHouse } from './people.js';

const LISTED = ['/api/v1/timelines/tag/MeToo', '/api/v1/timelines/public'];

/** Every English sentence of the pages. */
function messagesOfPages() {
  const pot = readFileSync(path.join(root, 'po/chorus.pot'), 'utf8');
  const messages = [...pot.matchAll(/^msgid(?:_plural)? ((?:".*"\n)+)/gm)].map(([, quoted]) =>
    quoted.trim().split('\n').map((line) => JSON.parse(line)).join(''));
  assert.ok(messages.length > 300);
  return messages;
}

async function makeVoice(house, values, text = 'Words of hers. #MeToo') {
  const her = new Visitor(house.url);
  const receipt = await her.submit(await her.get('/w'), '/w', { text, ...values });
  assert.equal(receipt.status, 200, receipt.html);
  const id = /id="v(\d+)"/.exec((await her.get('/me')).html)[1];
  return { her, id, receipt, own: `/voice/${id}/own` };
}

const press = async (voice, what, values = {}) =>
  voice.her.submit(await voice.her.get(voice.own), voice.own, { do: what, ...values });

const stranger = (house) => new Visitor(house.url);
const seenOnPages = async (house, id) => (await stranger(house).get(`/voice/${id}`)).status === 200
  && (await stranger(house).get('/c/metoo')).html.includes(`id="v${id}"`);
async function seenInApps(house, id) {
  const { people: [reader] } = house;
  const one = (await reader.send('GET', `/api/v1/statuses/${id}`)).status === 200;
  const lists = await Promise.all(LISTED.map((where) => reader.get(where)));
  for (const list of lists) assert.equal(list.some((post) => post.id === id), one);
  const found = await reader.get(`/api/v2/search?q=${encodeURIComponent(`${house.url}/voice/${id}`)}&resolve=true`);
  assert.equal(found.statuses.some((post) => post.id === id), one);
  assert.equal((await reader.send('GET', `/api/v1/statuses/${id}/context`)).status === 200, one);
  assert.equal((await reader.send('GET', `/api/v1/statuses?id[]=${id}`)).json.length === 1, one);
  return one;
}

test('C1 five short lines stand before the words; C8 nothing is asked for that could harm', async (t) => {
  const house = await makeHouse(t);
  for (const where of ['/w', '/n/w']) {
    const { html } = await stranger(house).get(where);
    const lines = [.../<ul class="before" id="before">(.*?)<\/ul>/s.exec(html)[1].matchAll(/<li>(.*?)<\/li>/gs)];
    assert.equal(lines.length, 5, where);
    assert.ok(html.indexOf('id="before"') < html.indexOf('<textarea'), where);
    assert.match(html, /<textarea[^>]*aria-describedby="before"/);
    const topics = [/Who reads it: you choose below/, /Moderators look after this place.*They do not learn who you are/,
      /Shown are your words, and the name you choose or none\. Tell only what you want to tell; please name nobody else/,
      /It stays until you take it back, or until a day/, /take it back at any time, with a code.*What others have copied cannot be recalled/];
    topics.forEach((topic, i) => assert.match(lines[i][1], topic, where));
    for (const [, line] of lines) {
      for (const sentence of line.split(/[.:;]/)) assert.ok(sentence.trim().split(/\s+/).length <= 20, sentence);
      assert.ok(!/\w{15,}/.test(line), line);
    }
    const form = /<form class="write".*?<\/form>/s.exec(html)[0];
    const names = new Set([...form.matchAll(/ name="(\w+)"/g)].map(([, name]) => name));
    assert.deepEqual([...names].sort(), ['answers', 'audience', 'campaign', 'country', 'day_only', 'expires', 'form_token',
      'language', 'once', 'own_name', 'pen_name', 'shield', 'sign', 'subject', 'text', 'warned', 'warning', 'when']);
    assert.deepEqual([...form.matchAll(/<(?:input|textarea|select)[^>]* required/g)].length, 1);
    assert.ok(!/proof|evidence|accused|date of|where did/i.test(form));
    // what may be said besides: nothing nearer than a country, and a day that lies ahead
    for (const optional of ['country', 'language']) assert.match(form, new RegExp(`name="${optional}">\\s*<option value="">Not said`));
    assert.match(/<select id="country".*?<\/select>/s.exec(form)[0], /<option value="NO">/);
    assert.deepEqual([...form.matchAll(/type="(date|time|datetime-local|file|email|tel)"[^>]* name="(\w+)"[^>]* min="(\d{4})/g)]
      .map(([, type, name, year]) => [type, name, Number(year) >= new Date().getUTCFullYear()]), [['date', 'expires', true]]);
    assert.doesNotMatch(form, /type="(time|datetime-local|file|email|tel)"/);
  }
});

test('C2 no box is ticked, and without any only the moderators read it', async (t) => {
  const house = await makeHouse(t);
  await mustRun('person', 'role', '--data', house.dir, '--username', (await house.people[0].me()).username,
    '--role', 'partner', '--campaign', 'metoo');
  const form = await stranger(house).get('/w');
  const boxes = [...form.html.matchAll(/<input type="checkbox" name="audience" value="([^"]+)"([^>]*)>/g)];
  assert.deepEqual(boxes.map(([, value]) => value.replace(/\d+/, 'N')),
    ['pages', 'apps', 'search', 'translation', 'press', 'research', 'partner-N']);
  for (const [, value, rest] of boxes) assert.ok(!rest.includes('checked'), value);
  assert.match(form.html, /Without the first, only the moderators read it/);
  const voice = await makeVoice(house, { audience: [] });
  assert.match(voice.receipt.html, /Only the moderators can read it, as you wished/);
  assert.equal(await seenOnPages(house, voice.id), false);
  assert.equal(await seenInApps(house, voice.id), false);
  assert.match((await voice.her.get('/me')).html, /Words of hers/);
});

test('C2 the pages alone: no API, no stream, no search gives it away', async (t) => {
  const house = await makeHouse(t, { people: 2 });
  const events = await listen(t, house.url, '/api/v1/streaming/public');
  const tagged = await listen(t, house.url, '/api/v1/streaming/hashtag?tag=metoo');
  const voice = await makeVoice(house, { audience: ['pages'] });
  const answer = await stranger(house);
  await answer.submit(await answer.get(`/voice/${voice.id}`), `/voice/${voice.id}/comment`, { text: 'An answer. #MeToo', sign: '0' });
  assert.equal(await seenOnPages(house, voice.id), true);
  assert.equal(await seenInApps(house, voice.id), false);
  const account = (await house.people[0].get('/api/chorus/v1/campaigns/metoo')).account_id;
  assert.deepEqual(await house.people[0].get(`/api/v1/accounts/${account}/statuses`), []);
  assert.equal((await house.people[0].send('POST', `/api/v1/statuses/${voice.id}/favourite`)).status, 404);
  await press(voice, 'pause');
  await press(voice, 'resume');
  const shown = await house.people[1].say('Shown in apps. #MeToo');
  for (const stream of [events, tagged]) {
    const { event, payload } = await stream.next();
    assert.equal(event, 'update');
    assert.equal(JSON.parse(payload).id, shown.id);
  }
});

test('C2 apps alone: the pages do not show it', async (t) => {
  const house = await makeHouse(t);
  const voice = await makeVoice(house, { audience: ['apps'] });
  assert.equal(await seenOnPages(house, voice.id), false);
  assert.equal(await seenInApps(house, voice.id), true);
  assert.ok(!(await stranger(house).get('/tags/MeToo')).html.includes(voice.id));
});

test('C2 more may read it only when she is asked again; less is at once', async (t) => {
  const house = await makeHouse(t);
  const voice = await makeVoice(house, { audience: ['pages'] });
  const events = await listen(t, house.url, '/api/v1/streaming/public');
  const again = await press(voice, 'audience', { audience: ['pages', 'apps'] });
  assert.match(again.html, /May more people read it\?/);
  assert.match(again.html, /cannot be recalled/);
  assert.equal(await seenInApps(house, voice.id), false);
  const saved = await voice.her.submit(again, voice.own, { audience: ['pages', 'apps'], do: 'audience', sure: '1' });
  assert.match(saved.html, /It is saved/);
  assert.equal(await seenInApps(house, voice.id), true);
  assert.equal((await events.next()).event, 'update');
  await press(voice, 'audience', { audience: ['apps'] });
  assert.equal(await seenOnPages(house, voice.id), false);
  await press(voice, 'audience', { audience: [] });
  assert.equal(await seenInApps(house, voice.id), false);
  assert.deepEqual(await events.next(), { event: 'delete', payload: voice.id });
  const { html } = await voice.her.get(voice.own);
  assert.equal([...html.matchAll(/: agreed/g)].length, 2);
  assert.equal([...html.matchAll(/: taken back/g)].length, 2);
  assert.match(html, /asked again, text 3/);
});

test('C2 a partner is agreed to by name; who is none is refused', async (t) => {
  const house = await makeHouse(t, { people: 2 });
  const [partner, other] = house.people;
  const { id, username } = await partner.me();
  await mustRun('person', 'role', '--data', house.dir, '--username', username, '--role', 'partner', '--campaign', 'metoo');
  const voice = await makeVoice(house, { audience: ['pages', `partner-${id}`] });
  const copy = JSON.parse((await voice.her.get('/me/export.json')).html);
  assert.deepEqual(copy.posts[0].consents.map(({ audience, partner: whom, agreed, text_version }) =>
    [audience, whom, agreed, text_version]), [['pages', null, true, 1], ['partner', id, true, 1]]);
  assert.match(copy.posts[0].consents[0].day, /^\d{4}-\d\d-\d\d$/);
  for (const audience of [`partner-${(await other.me()).id}`, 'partner-0', 'partner-x', 'moderators', 'everybody']) {
    const refused = await stranger(house).submit(await stranger(house).get('/w'), '/w', { text: 'Kept words.', audience });
    assert.equal(refused.status, 422, audience);
    assert.match(refused.html, /Kept words\./);
  }
});

test('C2 beside the one press stands where it is shown, and that is what was agreed to', async (t) => {
  const house = await makeHouse(t);
  const her = stranger(house);
  const page = await her.get('/c/metoo');
  assert.match(/<form class="me-too.*?<\/form>/s.exec(page.html)[0], /shown on this site and in apps/);
  assert.match((await stranger(house).get('/c/metoo/press')).html, /shown on this site and in apps/);
  await her.submit(page, '/c/metoo/me-too', {});
  const { posts: [post] } = JSON.parse((await her.get('/me/export.json')).html);
  assert.deepEqual(post.consents.map(({ audience, text_version }) => [audience, text_version]), [['pages', 2], ['apps', 2]]);
  assert.deepEqual(post.audiences, ['moderators', 'pages', 'apps']);
  assert.equal(post.who_may_answer, 'reactions');
  assert.match((await her.get(`/voice/${post.id}/own`)).html, /\(the sentence beside the button, text 2\)/);
});

test('H15 search engines are kept out unless the author of all that is shown lets them in', async (t) => {
  const house = await makeHouse(t, { people: 2 });
  const robots = async (where) => (await fetch(`${house.url}${where}`)).headers.get('x-robots-tag');
  const open = await makeVoice(house, { audience: ['pages', 'apps', 'search'] });
  const closed = await makeVoice(house, { audience: ['pages', 'apps'] });
  assert.equal(await robots(`/voice/${open.id}`), 'noarchive');
  for (const where of [`/voice/${closed.id}`, '/c/metoo', '/tags/MeToo', `/api/v1/statuses/${open.id}`])
    assert.equal(await robots(where), 'noindex, noarchive', where);
  await house.people[0].answer({ id: open.id }, 'I was not asked about search engines.');
  assert.equal(await robots(`/voice/${open.id}`), 'noindex, noarchive');
  await press(open, 'answers', { answers: 'reactions' });
  assert.equal(await robots(`/voice/${open.id}`), 'noarchive');
  await press(open, 'audience', { audience: ['pages'] });
  assert.equal(await robots(`/voice/${open.id}`), 'noindex, noarchive');
});

test('C3 a receipt looks like a booking number, is shown once, can be pasted as it comes, and lost means lost', async (t) => {
  const house = await makeHouse(t);
  const { her, receipt } = await makeVoice(house, { audience: ['pages'] });
  const [, code] = /<p class="code" translate="no"><bdi dir="ltr">([0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){4})<\/bdi>/
    .exec(receipt.html);
  assert.match(receipt.html, /Lost means lost: we keep no copy that we could give you again/);
  assert.match(receipt.html, /looks like a booking number/);
  for (const where of ['/r', '/me', '/me/export.json', '/me/export.txt'])
    assert.ok(!(await her.get(where)).html.includes(code), where);
  const field = /<input[^>]* name="receipt"[^>]*>/.exec((await stranger(house).get('/login')).html)[0];
  assert.match(field, /autocomplete="off"/);
  assert.match(field, /maxlength="60"/); // with room for spaces and hyphens
  assert.doesNotMatch(field, /pattern=|onpaste|type="password"/);
  for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' ')} `]) {
    const again = stranger(house);
    await again.submit(await again.get('/login'), '/login', { receipt: typed });
    assert.match((await again.get('/me')).html, /Words of hers/, typed);
  }
});

test('C4 two presses each, and at once: pause, resume, a last day, withdraw', async (t) => {
  const house = await makeHouse(t);
  const voice = await makeVoice(house, {});
  const mine = await voice.her.get('/me');
  const where = `/voice/${voice.id}`;
  for (const first of [voice.own, `${where}/withdraw`, `${where}/edit`]) assert.ok(mine.html.includes(`href="${first}"`), first);
  const { html: own } = await voice.her.get(voice.own);
  for (const second of ['pause', 'audience', 'answers', 'expire']) assert.match(own, new RegExp(`<button name="do" value="${second}">`));
  for (const second of [`${where}/edit`, `${where}/withdraw`, `${where}/copy.txt`, `${where}/copy.json`])
    assert.ok(own.includes(`href="${second}"`), second);
  assert.match(own, /What I agreed to, and when/);
  const acts = async () => (await house.nobody.get('/api/chorus/v1/campaigns/metoo/figures')).windows.all.posts;
  assert.equal(await acts(), 1);
  const paused = await press(voice, 'pause');
  assert.match(paused.html, /You paused it: only you see it/);
  assert.equal(await seenOnPages(house, voice.id), false);
  assert.equal(await seenInApps(house, voice.id), false);
  assert.equal(await acts(), 0);
  await press(voice, 'resume');
  assert.equal(await seenOnPages(house, voice.id), true);
  assert.equal(await acts(), 1);
  for (const expires of ['2001-01-01', 'soon', '2030-13-01'])
    assert.equal((await press(voice, 'expire', { expires })).status, 422, expires);
  const day = new Date(Date.now() + 48 * 3600 * 1000).toISOString().slice(0, 10);
  assert.match((await press(voice, 'expire', { expires: day })).html, new RegExp(`value="${day}"`));
  assert.match((await press(voice, 'expire', { expires: '' })).html, /id="expires" name="expires" value=""/);
  for (const what of ['', 'everything', 'approve', 'refuse']) {
    const { status } = await press(voice, what, { comment: voice.id });
    assert.ok(status === 422 || status === 404, `${what}: ${status}`);
  }
  const other = await makeVoice(house, {});
  assert.equal((await other.her.get(voice.own)).status, 404);
  assert.equal((await other.her.get(`/voice/${voice.id}/copy.json`)).status, 404);
  const { values } = (await other.her.get(other.own)).form(other.own);
  assert.equal((await other.her.request(voice.own, { method: 'POST',
    body: new URLSearchParams({ ...values, do: 'pause' }), headers: { origin: house.url } })).status, 404);
  await voice.her.submit(await voice.her.get(`${where}/withdraw`), `${where}/withdraw`, {});
  assert.equal(await seenOnPages(house, voice.id), false);
  assert.equal((await voice.her.get(voice.own)).status, 404);
  assert.equal(await acts(), 1, 'the other one');
});

test('C4 words that were taken back are nowhere in the files, nor earlier wordings', async (t) => {
  const house = await makeHouse(t);
  const marks = ['Quillwort', 'Tamarisk', 'Sandwort', 'Loosestrife', 'Ashwort', 'Hoarhound', 'Figwort'];
  const voice = await makeVoice(house, { warning: marks[1], sign: '2', own_name: marks[4], sure: '1' },
    `${`${marks[0]} `.repeat(300)} #${marks[5]}`);
  const edit = `/voice/${voice.id}/edit`;
  await voice.her.submit(await voice.her.get(edit), edit, { text: `Changed: ${marks[2]}. #${marks[6]}` });
  const other = await makeVoice(house, { pen_name: marks[3] }, `Said by ${marks[3]}.`);
  const found = () => readdirSync(house.dir).filter((name) => name.startsWith('chorus.db'))
    .flatMap((name) => {
      const bytes = readFileSync(path.join(house.dir, name), 'latin1');
      return marks.filter((mark) => bytes.includes(mark));
    });
  assert.deepEqual([...new Set(found())].sort(), [...marks].sort());
  await voice.her.submit(await voice.her.get(`/voice/${voice.id}/withdraw`), `/voice/${voice.id}/withdraw`, {});
  await other.her.submit(await other.her.get('/me/delete'), '/me/delete', { sure: '1' });
  while (found().length > 0) await sleep(50);
  assert.equal((await stranger(house).get('/c/metoo')).status, 200);
});

test('C4 a copy of one voice: words, state, audiences, consents', async (t) => {
  const house = await makeHouse(t);
  const day = new Date(Date.now() + 72 * 3600 * 1000).toISOString().slice(0, 10);
  const voice = await makeVoice(house, { audience: ['pages', 'press'], answers: 'nobody', shield: '1', expires: day, sign: '2',
    own_name: 'Anna Ainsworth', sure: '1' });
  const copy = JSON.parse((await voice.her.get(`/voice/${voice.id}/copy.json`)).html);
  assert.equal(copy.posts.length, 1);
  const [post] = copy.posts;
  assert.deepEqual([post.audiences, post.who_may_answer, post.moderators_read_answers_first, post.last_day, post.name],
    [['moderators', 'pages', 'press'], 'nobody', true, day, 'Anna Ainsworth']);
  const { html: text } = await voice.her.get(`/voice/${voice.id}/copy.txt`);
  const last = new Date(`${day}T12:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  for (const said of ['Words of hers', 'Anna Ainsworth', 'The pages of this site (the boxes of the form, text 1)]', `[Last day: ${last}]`,
    '[Who may answer: Nobody]', '[Your wish: Keep hostile comments from me']) assert.ok(text.includes(said), `${said}\n${text}`);
  for (const code of ['press,', 'pages,', ': nobody]', day]) assert.equal(text.includes(code), false, code);
});

test('C4 copies are whole, can be read, hold nothing of others, and their names and headers tell nothing', async (t) => {
  const house = await makeHouse(t);
  const voice = await makeVoice(house, { audience: ['pages'], answers: 'everybody', country: 'NO', language: 'en', sign: '1', pen_name: 'Wren',
    warned: 'sexual' });
  const where = `/voice/${voice.id}`;
  const other = await makeVoice(house, { audience: ['pages'], answers: 'everybody' }, 'FOREIGN words. #MeToo');
  await other.her.submit(await other.her.get(where), `${where}/comment`, { text: 'A FOREIGN answer.' });
  const { her } = voice;
  await her.submit(await her.get(`${where}/edit`), `${where}/edit`, { text: 'Words that were mended. #MeToo' });
  await her.submit(await her.get(`/voice/${other.id}`), `/voice/${other.id}/comment`, { text: 'I answer you.' });
  const cookie = [...her.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  for (const path of ['/me/export', `${where}/copy`]) {
    for (const [end, type] of [['txt', 'text/plain; charset=utf-8'], ['json', 'application/json']]) {
      const { status, headers, text } = await send(house.url, 'GET', `${path}.${end}`, { headers: { cookie, 'accept-language': 'en' } });
      assert.equal(status, 200);
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('content-type'), type);
      assert.equal(headers.get('content-disposition'), `attachment; filename="notes.${end}"`);
      assert.doesNotMatch(text, /FOREIGN/);
      for (const said of ['Words that were mended', 'Words of hers', 'Wren', 'Sexual violence']) assert.ok(text.includes(said), `${path}.${end}: ${said}\n${text}`);
      assert.equal(text.includes('I answer you.'), path === '/me/export');
      if (end === 'txt') assert.match(text, /\[Country: Norway\]/);
    }
  }
  assert.match((await her.get('/me/export.txt')).html, new RegExp(`In answer to: /voice/${other.id}\\]\\nAnonymous`));
});

test('C4 what is in a copy is described, field by field', async (t) => {
  const house = await makeHouse(t);
  const voice = await makeVoice(house, { audience: ['pages'], answers: 'everybody' });
  const { her } = voice;
  const where = `/voice/${voice.id}`;
  await her.submit(await her.get(`${where}/edit`), `${where}/edit`, { text: 'Words that were mended. #MeToo' });
  await her.submit(await her.get(where), `${where}/comment`, { text: 'One thing more.' });
  const copy = JSON.parse((await her.get('/me/export.json')).html);
  const names = new Set();
  JSON.stringify(copy, (name, value) => {
    if (name && !/^\d+$/.test(name)) names.add(name);
    return value;
  });
  const page = readFileSync(path.join(root, 'docs/copies.md'), 'utf8');
  assert.ok(names.has('text_version') && names.has('until'), 'consents and earlier wordings are in it');
  for (const name of names) assert.ok(page.includes(`\`${name}\``), name);
  const [comment, { who_may_answer, comments }] = copy.posts;
  assert.deepEqual([comment.kind, comment.who_may_answer, comment.audiences, comment.consents], ['comment', null, [], []]);
  assert.deepEqual([who_may_answer, comments], ['everybody', 1]);
});

test('C4 what waits says why to its author, on each page of hers, and goes on when she changes it', async (t) => {
  const house = await makeHouse(t);
  const voice = await makeVoice(house, { audience: ['pages'] }, 'Call him on +1 202 555 0173. #MeToo');
  const why = /A moderator reads it before it is shown. There is a telephone number in it. When you change that, it need not wait./;
  const change = `href="/voice/${voice.id}/edit"`;
  for (const page of [voice.receipt, await voice.her.get('/r'), await voice.her.get('/me'), await voice.her.get(voice.own)]) {
    assert.match(page.html, why);
    assert.ok(page.html.includes(change), page.html);
  }
  assert.equal(await seenOnPages(house, voice.id), false);
  const said = await voice.her.submit(await voice.her.get(`/voice/${voice.id}/edit`), `/voice/${voice.id}/edit`,
    { text: 'I will not say who it was. #MeToo' });
  assert.doesNotMatch(said.html, why);
  const [, shown] = /id="v(\d+)"/.exec((await voice.her.get('/me')).html);
  assert.equal(await seenOnPages(house, shown), true);

  const open = await makeVoice(house, { audience: ['pages'], answers: 'everybody' });
  const guest = stranger(house);
  const answer = await guest.submit(await guest.get(`/voice/${open.id}`), `/voice/${open.id}/comment`,
    { text: 'See https://example.com/page.', sign: '0' });
  assert.match(answer.html, /A moderator reads it before it is shown. There is a link in it./);
  assert.match(answer.html, /href="\/voice\/\d+\/edit"/);
});

test('C5 each choice of who may answer holds on the pages; what waits is let through or not', async (t) => {
  const house = await makeHouse(t, { people: 3 });
  await mustRun('person', 'role', '--data', house.dir, '--username', (await house.people[2].me()).username,
    '--role', 'partner', '--campaign', 'metoo');
  const voice = await makeVoice(house, { answers: 'approved' });
  const guest = stranger(house);
  const where = `/voice/${voice.id}`;
  const said = await guest.submit(await guest.get(where), `${where}/comment`, { text: 'I wait here.', sign: '0' });
  assert.match(said.html, /Thank you. It is kept./);
  assert.match(said.html, /the author of the voice decides about answers/);
  assert.ok(!(await stranger(house).get(where)).html.includes('I wait here.'));
  const listed = await voice.her.get(voice.own);
  assert.match(listed.html, /<details class="more"><summary>Show 1 answer/);
  assert.match(listed.html, /I wait here\./);
  assert.doesNotMatch(listed.html, /In answer to a voice/); // to this one
  const comment = /name="comment" value="(\d+)"/.exec(listed.html)[1];
  assert.equal((await press(voice, 'approve', { comment: '1' })).status, 404);
  const refused = await press(voice, 'refuse', { comment });
  assert.match(refused.html, /Answers that you do not show/);
  const told = (await guest.get('/me')).html;
  assert.match(told, /It is not shown: the author of the voice decides about answers/);
  await press(voice, 'approve', { comment });
  assert.match((await stranger(house).get(where)).html, /I wait here\./);

  for (const [answers, comments, reactions] of [['reactions', 403, 200], ['nobody', 403, 403], ['partners', 403, 200], ['everybody', 200, 200]]) {
    await press(voice, 'answers', { answers });
    const page = (await stranger(house).get(where)).html;
    assert.equal(page.includes('I wait here.'), answers === 'partners' || answers === 'everybody', answers);
    assert.equal(page.includes(`action="${where}/react"`), answers !== 'nobody', answers);
    const commented = await house.people[0].send('POST', '/api/v1/statuses', { status: 'Me?', in_reply_to_id: voice.id });
    assert.equal(commented.status, comments, answers);
    const partner = await house.people[2].send('POST', '/api/v1/statuses', { status: 'A partner.', in_reply_to_id: voice.id });
    assert.equal(partner.status, answers === 'partners' ? 200 : comments, answers);
    assert.equal((await house.people[1].send('POST', `/api/v1/statuses/${voice.id}/favourite`)).status, reactions, answers);
  }
  await press(voice, 'answers', { answers: 'everybody', shield: '1' });
  await house.people[0].answer({ id: voice.id }, 'Moderators first.');
  assert.ok(!(await stranger(house).get(where)).html.includes('Moderators first.'));
  assert.ok(!(await voice.her.get(voice.own)).html.includes('Moderators first.'));
});

test('C6 a warning from the list, with own words or without, stands before the words', async (t) => {
  const house = await makeHouse(t);
  const both = await makeVoice(house, { warned: 'violence', warning: 'a hospital' });
  const kind = await makeVoice(house, { warned: 'self-harm' });
  for (const [voice, warning] of [[both, 'Violence, a hospital'], [kind, 'Suicide or self-harm']]) {
    const { html } = await stranger(house).get('/c/metoo');
    const article = new RegExp(`<article[^>]*id="v${voice.id}">.*?</article>`, 's').exec(html)[0];
    const [, before, behind] = new RegExp(`^(.*)<details class="warned"><summary>[^<]*<bdi>${warning}</bdi></summary>(.*)</details>`, 's').exec(article);
    assert.doesNotMatch(before, /Words of hers/);
    assert.match(behind, /Words of hers/);
    assert.equal((await house.people[0].get(`/api/v1/statuses/${voice.id}`)).spoiler_text, warning);
  }
});

test('C7 nothing pushes: no numbers after speaking, no endless lists, no voices of others beside hers', async (t) => {
  const house = await makeHouse(t);
  await house.people[0].say('A voice of somebody else. #MeToo');
  const voice = await makeVoice(house, {});
  const thanks = await voice.her.get('/r');
  for (const { html } of [voice.receipt, thanks]) {
    assert.ok(!html.includes('somebody else'));
    assert.ok(!/data-figure|class="window"|be the first|you are number|<audio|<video|autoplay/i.test(html));
    const main = /<main.*<\/main>/s.exec(html)[0];
    const order = ['Thank you.', 'What happens next', 'class="care"'].map((part) => main.indexOf(part));
    assert.ok(order[0] > 0 && order[0] < order[1] && order[1] < order[2], order.join());
    assert.match(/<section class="care".*?<\/section>/s.exec(main)[0], /href="(\/help|tel:|https:)/);
    assert.match(html, /<a class="exit" href="\/leave"/);
  }
  const assets = readdirSync(path.join(root, 'assets')).filter((name) => /\.(js|css)$/.test(name));
  assert.ok(assets.length > 10);
  for (const name of assets) {
    const text = readFileSync(path.join(root, 'assets', name), 'utf8');
    assert.ok(!/IntersectionObserver|addEventListener\(["']scroll|confetti|infinite|\.play\(/.test(text), name);
  }
  const pushing = /be the first|join (the )?\d|already (joined|signed)|streak|in a row|don.t miss|hurry|only \d+ (more|left)|you (are|will be) (number|no\.)/i;
  for (const message of messagesOfPages()) assert.doesNotMatch(message, pushing);
});

test('C9 no sentence blames or doubts, in templates and programs', () => {
  const words = /\b(alleged(ly)?|accus(e|er|ed|ation)|confess(ion)?|victims?|survivors?|claims? that|so-called|supposedly)\b/i;
  for (const message of messagesOfPages()) assert.ok(!words.test(message), message);
});

test('C9 what somebody says is a voice, words or a story; a report is what is sent to moderators', async (t) => {
  const house = await makeHouse(t);
  const voice = await makeVoice(house, {});
  for (const where of ['/', '/c/metoo', '/w', '/r', '/me', voice.own, '/login', '/join', '/safety', `/voice/${voice.id}/withdraw`]) {
    const main = /<main.*<\/main>/s.exec((await voice.her.get(where)).html)[0];
    assert.doesNotMatch(main.replace(/<[^>]*>/g, ' ').replace(/\bReport\b/g, ''), /\breport|\btestimon|\bcomplain/i, where);
  }
  assert.match((await stranger(house).get(`/voice/${voice.id}`)).html, new RegExp(`href="/voice/${voice.id}/report" rel="nofollow">Report</a>`));
});

test('three ways to sign: the own name is asked for twice, and nothing is lost', async (t) => {
  const house = await makeHouse(t);
  const her = stranger(house);
  const form = await her.get('/w');
  const asked = await her.submit(form, '/w', { text: 'Two\nlines & "more". #MeToo', sign: '2', own_name: 'Anna Ainsworth', when: 'now' });
  assert.match(asked.html, /Your name will be shown.*Anna Ainsworth/s);
  const back = await her.submit(asked, '/w', { back: '1' });
  assert.equal(back.status, 422);
  assert.match(back.html, /Two\nlines &amp; &quot;more&quot;/);
  assert.match(back.html, /value="Anna Ainsworth"/);
  assert.match(back.html, /name="audience" value="apps" checked/);
  await her.submit(asked, '/w', { sure: '1' });
  const { posts: [post] } = JSON.parse((await her.get('/me/export.json')).html);
  assert.deepEqual([post.name, post.text, post.anonymous], ['Anna Ainsworth', 'Two\nlines & "more". #MeToo', true]);
  assert.match((await stranger(house).get(`/voice/${post.id}`)).html, /<p class="who">Anna Ainsworth/);
  const inApp = await house.people[0].get(`/api/v1/statuses/${post.id}`);
  assert.match(inApp.content, /— Anna Ainsworth/);
  const { account_id } = await house.people[0].get('/api/chorus/v1/campaigns/metoo');
  assert.equal(inApp.account.id, account_id);
  const again = await makeVoice({ url: house.url }, { sign: '1', pen_name: 'Wren' });
  assert.match((await stranger(house).get(`/voice/${again.id}`)).html, />Wren</);
  for (const values of [{ sign: '1', pen_name: ' ' }, { sign: '2', own_name: '' }]) {
    const refused = await stranger(house).submit(await stranger(house).get('/w'), '/w', { text: 'Kept.', ...values });
    assert.equal(refused.status, 422);
    assert.match(refused.html, /Kept\./);
  }
});

test('a moment by chance: nothing is shown before it, and the day alone when she wishes', async (t) => {
  const house = await makeHouse(t);
  const voice = await makeVoice(house, { when: 'week', day_only: '1' });
  assert.match(voice.receipt.html, /It will appear later, at its moment/);
  assert.equal(await seenOnPages(house, voice.id), false);
  const now = await press(voice, 'publish');
  assert.match(now.html, /It is saved/);
  const id = /id="v(\d+)"/.exec((await voice.her.get('/me')).html)[1];
  assert.notEqual(id, voice.id);
  const { html } = await stranger(house).get(`/voice/${id}`);
  assert.match(html, /<time datetime="\d{4}-\d\d-\d\d">[^:<]*<\/time>/);
  assert.match((await house.people[0].get(`/api/v1/statuses/${id}`)).created_at, /T00:00:00/);
  const both = await stranger(house).submit(await stranger(house).get('/w'), '/w', { text: 'Kept.', when: 'someday' });
  assert.equal(both.status, 422);
});

test('apps can send later, look at what waits, move it and take it back', async (t) => {
  const house = await makeHouse(t, { people: 2 });
  const [her, other] = house.people;
  const at = new Date(Date.now() + 3600 * 1000).toISOString();
  const made = await her.say('Later. #MeToo', { scheduled_at: at });
  assert.deepEqual([made.scheduled_at, made.params.text, made.media_attachments], [at, 'Later. #MeToo', []]);
  assert.deepEqual(await her.get('/api/v1/scheduled_statuses'), [made]);
  assert.deepEqual(await other.get('/api/v1/scheduled_statuses'), []);
  assert.equal((await her.get(`/api/v1/statuses/${made.id}`)).id, made.id);
  for (const where of [`/api/v1/scheduled_statuses/${made.id}`, `/api/v1/statuses/${made.id}`])
    assert.equal((await other.send('GET', where)).status, 404);
  const later = new Date(Date.now() + 7200 * 1000).toISOString();
  assert.equal((await her.must('PUT', `/api/v1/scheduled_statuses/${made.id}`, { scheduled_at: later })).scheduled_at, later);
  const there = later.replace(/T.*/, (time) => `${time.slice(0, 9)}.000999+00:00`);
  assert.equal((await her.must('PUT', `/api/v1/scheduled_statuses/${made.id}`, { scheduled_at: there })).scheduled_at,
    there.replace('000999+00:00', '000Z'), 'as some apps write a moment');
  for (const scheduled_at of ['soon', new Date().toISOString(), '2060-01-01T00:00:00Z'])
    assert.equal((await her.send('POST', '/api/v1/statuses', { status: 'x', scheduled_at })).status, 422);
  assert.equal((await other.send('DELETE', `/api/v1/scheduled_statuses/${made.id}`)).status, 404);
  await her.must('DELETE', `/api/v1/scheduled_statuses/${made.id}`);
  assert.equal((await her.send('GET', `/api/v1/statuses/${made.id}`)).status, 404);
});

test('C4 apps pause, resume, let expire, and read what was agreed to', async (t) => {
  const house = await makeHouse(t, { people: 2 });
  const [her, other] = house.people;
  const post = await her.say('Said with an app. #MeToo');
  const own = `/api/chorus/v1/statuses/${post.id}`;
  const terms = await her.get(`${own}/terms`);
  assert.deepEqual(terms.audiences, ['moderators', 'pages', 'apps']);
  assert.deepEqual(terms.consents.map(({ audience, agreed, text_version }) => [audience, agreed, text_version]),
    [['pages', true, 0], ['apps', true, 0]]);
  assert.deepEqual([terms.not_shown_because, terms.who_may_answer, terms.expires_at], [[], 'everybody', null]);
  assert.deepEqual((await her.must('POST', `${own}/pause`)).not_shown_because, ['paused']);
  assert.equal((await other.send('GET', `/api/v1/statuses/${post.id}`)).status, 404);
  assert.equal((await her.get(`/api/v1/statuses/${post.id}`)).id, post.id);
  await her.must('POST', `${own}/resume`);
  assert.equal((await other.send('GET', `/api/v1/statuses/${post.id}`)).status, 200);
  const at = new Date(Date.now() + 3600 * 1000).toISOString();
  assert.equal((await her.must('POST', `${own}/expire`, { expires_at: at })).expires_at, at);
  assert.equal((await her.must('POST', `${own}/expire`, { expires_at: '' })).expires_at, null);
  assert.equal((await her.send('POST', `${own}/expire`, { expires_at: '2001-01-01' })).status, 422);
  for (const [method, what] of [['GET', 'terms'], ['POST', 'pause'], ['POST', 'resume'], ['POST', 'expire']]) {
    assert.equal((await other.send(method, `${own}/${what}`)).status, 404);
    assert.equal((await house.nobody.send(method, `${own}/${what}`)).status, 401);
  }
});
