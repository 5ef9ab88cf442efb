// SPDX-License-Identifier: AGPL-3.0-or-later
// The pages on which people speak and read: what succeeds, what is refused, and that words stay words.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addMeToo, makeApp, makeDir, mustRun, send, serve, signUp } from '../house.js';
import { Visitor } from '../clients/visitor.js';

const cleanups = [];
const later = { after: (work) => cleanups.unshift(work) };
let server;

before(async () => {
  const dir = await makeDir(later);
  await addMeToo(dir);
  server = await serve(later, dir, ['limits=off', 'release_step=1', 'page_fresh_ms=0', 'text_max=1000']);
});

after(async () => {
  for (const work of cleanups) await work();
});

/** Like assert.match, but a failure does not print the page. */
function has(text, pattern) {
  assert.ok(pattern.test(text), `${pattern} is not there`);
}

function lacks(text, pattern) {
  assert.ok(!pattern.test(text), `${pattern} is there`);
}

const visitor = () => new Visitor(server.url);

/** Says something on the page of the call. */
async function speak(who, values) {
  return who.submit(await who.get('/w'), '/w', values);
}

/** Somebody who has spoken, and her voice's address. */
async function speaker(text, values = {}) {
  const who = visitor();
  const receipt = await speak(who, { text, ...values });
  assert.equal(receipt.status, 200, receipt.html);
  const mine = await who.get('/me');
  const voice = /id="v(\d+)"/.exec(mine.html)[1];
  return { who, receipt, voice, url: `/voice/${voice}` };
}

function post(url, values, headers = {}) {
  return fetch(new URL(url, server.url), {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof values === 'string' ? values : new URLSearchParams(values).toString(),
  });
}

test('the page of the call shows it, its hashtags, its figures, a press and the way to a form', async () => {
  const page = await visitor().get('/c/metoo');
  assert.equal(page.status, 200);
  assert.equal(page.text(/<h1[^>]*>(.*?)<\/h1>/s), 'Me Too');
  has(page.html, /If this happened to you too, say so\./);
  has(page.html, /href="\/tags\/YoTambi%C3%A9n" lang="es"/);
  has(page.html, /data-figure="all\.people"/);
  assert.ok(page.form('/c/metoo/me-too').values.form_token);
  has(page.html, /href="\/w\?campaign=\d+"/);
});

test('the front page of a site with one call is that call', async () => {
  const page = await visitor().get('/');
  assert.equal(page.status, 200);
  assert.ok(page.form('/c/metoo/me-too').values.form_token);
});

test('a call that is not there is a page of its own, not an error of the server', async () => {
  const page = await visitor().get('/c/nothing');
  assert.equal(page.status, 404);
  has(page.html, /<main/);
});

test('one press says it, gives a receipt and counts one person', async () => {
  const who = visitor();
  const page = await who.get('/c/metoo');
  const number = (html) => Number(/data-figure="all\.people">([\d,.]+)</.exec(html)[1]);
  const done = await who.submit(page, '/c/metoo/me-too', {});
  assert.equal(done.status, 200);
  has(done.text(/<p class="code[^>]*>(.*?)<\/p>/s), /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
  assert.equal(who.cookies.size, 1);
  const afterwards = await visitor().get('/c/metoo');
  assert.equal(number(afterwards.html), number(page.html) + 1);
  has(afterwards.html, /class="voice bare"/);
});

test('a second press of the same person is thanked, and she is counted once', async () => {
  const { who } = await speaker('The first of two.');
  const page = await who.get('/c/metoo');
  const people = /data-figure="all\.people">([\d,.]+)</.exec(page.html)[1];
  const done = await who.submit(page, '/c/metoo/me-too', {});
  has(done.url, /\/r$/);
  assert.equal(/data-figure="all\.people">([\d,.]+)</.exec((await who.get('/c/metoo')).html)[1], people);
});

test('a form that is sent twice is one voice', async () => {
  const { who } = await speaker('Somebody who presses twice.');
  const page = await who.get('/w');
  await who.submit(page, '/w', { text: 'Pressed twice in a row.' });
  await who.submit(page, '/w', { text: 'Pressed twice in a row.' });
  const mine = await who.get('/me');
  assert.equal(mine.html.match(/Pressed twice in a row\./g).length, 1);
});

test('words stay words', async () => {
  const evil = '<script>alert(1)</script> "\'& <img src=x onerror=alert(2)>';
  const { url } = await speaker(evil, { pen_name: '<b>Bold</b>', warning: '"><i>warned</i>' });
  for (const where of [url, '/c/metoo', `${url}/report`]) {
    const page = await visitor().get(where);
    assert.equal(page.status, 200);
    lacks(page.html, /<script>alert|<img|<b>Bold|<i>warned/);
    has(page.html, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
    has(page.html, /&lt;b&gt;Bold&lt;\/b&gt;/);
  }
});

test('without a pen name a voice is anonymous and leads to nobody', async () => {
  const { voice } = await speaker('Nobody needs to know who says this.');
  const page = await visitor().get('/c/metoo');
  const article = new RegExp(`<article[^>]*id="v${voice}">(.*?)</article>`, 's').exec(page.html)[1];
  has(article, /Anonymous/);
  lacks(article, /\/@/);
});

test('with a pen name a voice leads to its account, which has only what was signed', async () => {
  const { who, voice } = await speaker('Signed by hand.', { pen_name: 'Wren' });
  await who.submit(await who.get('/w'), '/w', { text: 'Said under no name at all.', sign: '0' });
  const list = await visitor().get('/c/metoo');
  const article = new RegExp(`<article[^>]*id="v${voice}">(.*?)</article>`, 's').exec(list.html)[1];
  const account = /href="(\/@[^"]+)"/.exec(article)[1];
  const page = await visitor().get(account);
  assert.equal(page.text(/<h1[^>]*>(.*?)<\/h1>/s), 'Wren');
  has(page.html, /Signed by hand\./);
  lacks(page.html, /Said under no name at all\./);
  const same = await visitor().get(`${account}/${voice}`);
  has(same.url, new RegExp(`/voice/${voice}$`));
});

test('what is refused comes back in its form with the reason', async () => {
  const cases = [
    [{ text: 'x'.repeat(1001) }, /too long/],
    [{ text: ' \n ' }, /no text/],
    [{ text: 'Kept while it is mended.', language: 'qqqq' }, /language/],
    [{ text: 'Kept while it is mended.', country: 'ZZZ' }, /country/],
    [{ text: 'Kept while it is mended.', pen_name: 'n'.repeat(61) }, /pen name/],
    [{ text: 'Kept while it is mended.', warning: 'w'.repeat(201) }, /warning/],
  ];
  for (const [values, why] of cases) {
    const page = await speak(visitor(), values);
    assert.equal(page.status, 422);
    has(page.text(/<p class="refused"[^>]*>(.*?)<\/p>/s), why);
    assert.ok(page.html.includes(`${values.text.trim()}</textarea>`));
    assert.ok(page.form('/w').values.form_token);
  }
});

test('a refused voice leaves no person behind', async () => {
  const who = visitor();
  await speak(who, { text: '' });
  assert.equal(who.cookies.size, 0);
});

test('forms from elsewhere, without a token or with a foreign one are refused', async () => {
  const page = await visitor().get('/w');
  const { form_token } = page.form('/w').values;
  const values = { campaign: 'metoo', text: 'This must not be published.' };
  const { who } = await speaker('Somebody with a session.');
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const refused = [
    await post('/w', values),
    await post('/w', { ...values, form_token: `${form_token.slice(0, -1)}x` }),
    await post('/w', { ...values, form_token }, { 'sec-fetch-site': 'cross-site' }),
    await post('/w', { ...values, form_token }, { 'sec-fetch-site': 'same-site' }),
    await post('/w', { ...values, form_token }, { origin: 'https://elsewhere.invalid' }),
    await post('/w', { ...values, form_token }, { cookie }),
  ];
  for (const answer of refused) {
    assert.equal(answer.status, 403);
    assert.equal(answer.headers.get('set-cookie'), null);
    has(await answer.text(), /<main/);
  }
  lacks((await visitor().get('/c/metoo')).html, /This must not be published/);
  assert.equal((await post('/w', { ...values, text: 'This may be.', form_token, once: 'k'.repeat(22) })).status, 200);
});

test('bytes that are no text are refused', async () => {
  const page = await visitor().get('/w');
  const { form_token } = page.form('/w').values;
  const answer = await post('/w', `campaign=metoo&form_token=${form_token}&text=%ff%fe`);
  assert.equal(answer.status, 422);
  assert.equal((await fetch(new URL('/c/%ff', server.url))).status, 400);
});

test('an answer stands below its voice; a new person gets a receipt with it', async () => {
  const { url } = await speaker('A voice to be answered.');
  const who = visitor();
  const receipt = await who.submit(await who.get(url), `${url}/comment`, { text: 'I hear you & stay.' });
  assert.equal(receipt.status, 200);
  has(receipt.html, /class="code"/);
  const back = await who.submit(await who.get(url), `${url}/comment`, { text: 'And again.' });
  assert.ok(back.url.endsWith(url));
  const thread = await visitor().get(url);
  has(thread.html, /I hear you &amp; stay\./);
  has(thread.html, /And again\./);
  const refused = await who.submit(thread, `${url}/comment`, { text: 'x' }).then((page) => page.status);
  assert.equal(refused, 403, 'the form of a stranger');
  const long = await who.submit(await who.get(url), `${url}/comment`, { text: 'y'.repeat(1001) });
  assert.equal(long.status, 422);
  assert.ok(long.form(`${url}/comment`).values.form_token);
});

test('a long conversation comes in pages, none twice and none left out', async () => {
  const { who, url } = await speaker('A voice with many answers.');
  for (let i = 1; i <= 45; i++)
    await who.submit(await who.get(url), `${url}/comment`, { text: `Answer number ${i}.` });
  const first = await visitor().get(url);
  const next = first.text(/<a rel="next" href="([^"]*)"/);
  const second = await visitor().get(next);
  const numbers = (html) => [...html.matchAll(/Answer number (\d+)\./g)].map(([, n]) => Number(n));
  assert.deepEqual([...numbers(first.html), ...numbers(second.html)],
    Array.from({ length: 45 }, (_, i) => i + 1));
  lacks(second.html, /rel="next"/);
});

test('an answer to an answer shows where it belongs', async () => {
  const { who, url } = await speaker('The beginning of a conversation.');
  await who.submit(await who.get(url), `${url}/comment`, { text: 'One level down.' });
  const comment = /<article class="voice comment" id="v(\d+)"/.exec((await who.get(url)).html)[1];
  const below = `/voice/${comment}`;
  await who.submit(await who.get(below), `${below}/comment`, { text: 'Two levels down.' });
  const page = await visitor().get(below);
  has(page.html, /Two levels down\./);
  has(page.html, /The whole conversation/);
  has((await visitor().get(url)).html, new RegExp(`href="${below}">In answer to a voice`));
});

test('a reaction is one for each person, can be changed and taken back', async () => {
  const { url } = await speaker('A voice to react to.');
  const { who } = await speaker('Somebody who reacts.');
  const pressed = (page) => [...page.html.matchAll(/value="([a-z-]+)" aria-pressed="true"/g)].map((m) => m[1]);
  const react = async (values) => who.submit(await who.get(url), `${url}/react`, values);
  assert.deepEqual(pressed(await react({ name: 'believe' })), ['believe']);
  const changed = await react({ name: 'with-you' });
  assert.deepEqual(pressed(changed), ['with-you']);
  has(changed.html, /1 reaction</);
  assert.deepEqual(pressed(await react({ back: 'with-you' })), []);
  assert.equal((await react({ name: 'like' })).status, 422);
});

test('a stranger who reacts arrives with it', async () => {
  const { url } = await speaker('A voice for strangers.');
  const who = visitor();
  const receipt = await who.submit(await who.get(url), `${url}/react`, { name: 'thank-you' });
  has(receipt.html, /class="code"/);
  has((await who.get(url)).html, /value="thank-you" aria-pressed="true"/);
});

test('a voice is shared and the share taken back', async () => {
  const { url } = await speaker('A voice to be passed on.');
  const { who } = await speaker('Somebody who shares.', { pen_name: 'Sparrow' });
  const share = async (values) => who.submit(await who.get(url), `${url}/share`, values);
  has((await share({ share: '1' })).html, /name="back" value="1" aria-pressed="true"/);
  has((await share({ back: '1' })).html, /name="share" value="1" aria-pressed="false"/);
});

test('the author changes her words; earlier ones are hers alone', async () => {
  const { who, url } = await speaker('The first wording.', { warning: 'careful' });
  const form = await who.get(`${url}/edit`);
  has(form.html, /The first wording\.<\/textarea>/);
  const done = await who.submit(form, `${url}/edit`, { text: 'The second wording.', warning: '' });
  assert.equal(new URL(done.url).pathname, `${url}/own`);
  has(done.text(/<p class="done"[^>]*>(.*?)<\/p>/s), /It is saved/);
  has(done.html, /The second wording\./);
  const read = await visitor().get(url);
  has(read.html, /The second wording\./);
  lacks(read.html, /The first wording|careful/);
  has(read.html, /class="edited"/);
  has((await who.get(`${url}/edit`)).html, /The first wording\./);
  const long = await who.submit(await who.get(`${url}/edit`), `${url}/edit`, { text: 'z'.repeat(1001) });
  assert.equal(long.status, 422);
  has((await visitor().get(url)).html, /The second wording\./);
});

test('nobody else can change or withdraw a voice', async () => {
  const { url } = await speaker('This is hers.');
  const { who } = await speaker('Somebody else.');
  const { form_token } = (await who.get('/w')).form('/w').values;
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  for (const what of ['edit', 'withdraw']) {
    assert.equal((await who.get(`${url}/${what}`)).status, 404);
    const answer = await post(`${url}/${what}`, { text: 'Taken over.', form_token }, { cookie });
    assert.equal(answer.status, 404);
    has((await visitor().get(`${url}/${what}`)).url, /\/login$/);
  }
  has((await visitor().get(url)).html, /This is hers\./);
});

test('what is withdrawn is gone at once, everywhere', async () => {
  const { who, voice, url } = await speaker('Soon taken back. #MeToo', { pen_name: 'Finch' });
  has((await visitor().get('/c/metoo')).html, /Soon taken back/);
  const asked = await who.get(`${url}/withdraw`);
  has(asked.html, /Soon taken back/);
  const done = await who.submit(asked, `${url}/withdraw`, {});
  assert.equal(done.status, 200);
  assert.equal((await visitor().get(url)).status, 404);
  assert.equal((await who.get(url)).status, 404);
  lacks((await visitor().get('/c/metoo')).html, /Soon taken back/);
  lacks((await visitor().get('/tags/MeToo')).html, /Soon taken back/);
  assert.equal((await send(server.url, 'GET', `/api/v1/statuses/${voice}`)).status, 404);
});

test('a hashtag has a page whether it was used or not', async () => {
  const tag = `tag${Date.now()}`;
  has((await visitor().get(`/tags/${tag}`)).html, /Nothing is shown here\./);
  await speaker(`With a hashtag: #${tag}`);
  has((await visitor().get(`/tags/${tag}`)).html, /With a hashtag/);
  assert.equal((await visitor().get('/tags/no%20tag')).status, 404);
});

test('older voices come in pages', async () => {
  const { who } = await speaker('The oldest of many.');
  for (let i = 1; i <= 22; i++)
    await who.submit(await who.get('/w'), '/w', { text: `One of many, ${i}.` });
  const first = await visitor().get('/c/metoo');
  const second = await visitor().get(first.text(/<a rel="next" href="([^"]*)"/));
  has(first.html, /One of many, 22\./);
  lacks(first.html, /One of many, 2\./);
  has(second.html, /One of many, 2\./);
  has(second.html, /The oldest of many\./);
  lacks(second.html, /action="\/w"/);
});

test('a long voice is cut in lists and whole on its own page', async () => {
  const text = `${'Много слов. '.repeat(80)}ends here`;
  const dir = await makeDir(later);
  await mustRun('campaign', 'add', '--data', dir, 'one', '--title', 'One', '--call', 'Say so.',
    '--hashtag', 'MeToo:en:me-too');
  await mustRun('campaign', 'add', '--data', dir, 'two', '--title', 'Two', '--call', 'Say it.',
    '--hashtag', 'MeTooTwo:en:me-too');
  const other = await serve(later, dir);
  const who = new Visitor(other.url);
  const front = await who.get('/');
  has(front.html, /href="\/c\/one"/);
  has(front.html, /href="\/c\/two"/);
  const form = await who.get('/w?campaign=two');
  has(form.html, /<option value="two" selected>Two/);
  await who.submit(form, '/w', { text: `${text} ${text}`, campaign: 'two' });
  const list = await who.get('/c/two');
  has(list.html, /Read on/);
  lacks(list.html, /ends here Много[^<]*ends here/);
  const url = /class="more"><a href="([^"]*)"/.exec(list.html)[1];
  has((await who.get(url)).html, /ends here Много[^<]*ends here/);
});

test('the chosen language is carried on, also through a form', async () => {
  const who = visitor();
  const page = await who.get('/c/metoo?lang=es');
  has(page.html, /<html lang="es" dir="ltr">/);
  has(page.html, /name="hashtag" value="YoTambién"/);
  has(page.html, /href="\/w\?campaign=\d+&amp;lang=es"/);
  const done = await who.submit(await who.get('/w?lang=es'), '/w?lang=es', { text: 'Una voz más.' });
  has(done.html, /<html lang="es"/);
});

test('a refusal is said in the language of the pages', async () => {
  const headers = (language) => ({ headers: { 'accept-language': language } });
  const cases = [
    ['es', 'x'.repeat(1001), 'El texto es demasiado largo.'],
    ['es', ' ', 'Todavía no hay texto.'],
    ['ar', 'x'.repeat(1001), 'النص طويل جدًا.'],
    ['en', 'x'.repeat(1001), 'The text is too long.'],
  ];
  for (const [language, text, sentence] of cases) {
    const who = visitor();
    const form = (await who.request('/w', headers(language))).form('/w');
    const page = await who.request('/w', {
      method: 'POST',
      body: new URLSearchParams({ ...form.values, once: 'k'.repeat(22), text }),
      ...headers(language),
    });
    assert.equal(page.status, 422);
    has(page.html, new RegExp(`<html lang="${language}"`));
    assert.equal(page.text(/<p class="refused"[^>]*>(.*?)<\/p>/s), sentence);
  }
});

test('an app that nobody knows is refused in the language of the pages', async () => {
  const page = await visitor().get('/oauth/authorize?response_type=code&client_id=0&lang=es');
  assert.equal(page.status, 400);
  has(page.html, /Aquí no se conoce esta aplicación\./);
});

test('pages that know somebody are kept by nobody', async () => {
  const { who, url } = await speaker('Seen while logged in.');
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const mine = await fetch(new URL(url, server.url), { headers: { cookie } });
  has(mine.headers.get('cache-control'), /no-store/);
  has(await mine.text(), /\/edit"/);
  const theirs = await fetch(new URL(url, server.url));
  lacks(await theirs.text(), /\/edit"/);
});

test('an answer to a voice of no call cannot be anonymous, and says so', async () => {
  const app = await makeApp(server.url);
  const token = await signUp(server.url, app);
  const made = await send(server.url, 'POST', '/api/v1/statuses', { token, body: { status: 'Of no call.' } });
  const url = `/voice/${made.json.id}`;
  const who = visitor();
  const refused = await who.submit(await who.get(url), `${url}/comment`, { text: 'Who am I?' });
  assert.equal(refused.status, 422);
  has(refused.text(/<p class="refused"[^>]*>(.*?)<\/p>/s), /pen name/);
  const done = await who.submit(refused, `${url}/comment`, { text: 'I am Lark.', pen_name: 'Lark' });
  assert.equal(done.status, 200);
  has((await visitor().get(url)).html, /Lark/);
});

test('after the act she is told what came of it, and nothing that is not so', async () => {
  const who = visitor();
  const given = await speak(who, { text: 'For nobody but the moderators.', audience: 'none-of-these' });
  assert.equal(given.status, 422); // a form that was made up
  const kept = await speak(who, { text: 'Nobody is to read this yet.', when: 'week' });
  assert.equal(kept.status, 200);
  has(kept.html, /It is kept\./);
  lacks(kept.html, /Others may answer you/);
  const again = await who.get('/r');
  has(again.html, /On your page you find everything you said\./);
  lacks(again.html, /Others may answer you/);
  const renewed = await who.submit(await who.get('/me'), '/me/receipt', {});
  assert.equal(renewed.html.match(/<h[12][^>]*>Your new receipt</g)?.length, 1);
  assert.equal(new URL((await who.get(renewed.url)).url).pathname, '/me', 'loaded again it does not thank for words');
  const silent = visitor();
  await silent.submit(await silent.get('/join'), '/join', {});
  assert.equal(new URL((await silent.get('/r')).url).pathname, '/me', 'who said nothing is not thanked');
  const unsure = await who.submit(await who.get('/me/delete'), '/me/delete', {});
  assert.equal(unsure.status, 422);
  has(unsure.text(/<p class="refused"[^>]*>(.*?)<\/p>/s), /Nothing was deleted/);
});

test('whoever logs out is told so, at an address without words; an empty receipt is named as what it is', async () => {
  const { who, receipt } = await speaker('Said before logging out.');
  const code = receipt.text(/<p class="code[^>]*>(.*?)<\/p>/s);
  for (const way of ['/logout', '/me/logout-everywhere']) {
    const out = await who.submit(await who.get('/me'), way, {});
    assert.equal(out.url, `${server.url}/logout`);
    assert.equal(who.cookies.size, 0);
    assert.equal(out.text(/<h1>(.*?)<\/h1>/), 'You are logged out');
    const empty = await who.submit(await who.get('/login'), '/login', { receipt: ' ' });
    assert.equal(empty.status, 422);
    has(empty.text(/<p class="refused"[^>]*>(.*?)<\/p>/s), /Nothing was typed/);
    assert.equal(new URL((await who.submit(empty, '/login', { receipt: code })).url).pathname, '/me');
  }
  assert.equal(new URL((await who.get('/logout')).url).pathname, '/me', 'she is not logged out');
});

test('whoever looks at withdrawing or editing and goes back is with her own entry', async () => {
  const { who, url } = await speaker('Looked at, and kept.');
  for (const what of ['withdraw', 'edit'])
    has((await who.get(`${url}/${what}`)).html, new RegExp(`href="${url}/own">Back without a change`));
});

test('a voice leads back to its call; behind the last voice nobody claims that there are none', async () => {
  const { url } = await speaker('Found by a link.');
  has((await visitor().get(url)).html, /<a href="\/c\/metoo">To the call and the voices</);
  const behind = await visitor().get('/c/metoo?before=1');
  has(behind.html, /Nothing is shown here\./);
  lacks(behind.html, /Nobody has spoken yet/);
});

test('in languages from right to left a hashtag in a sentence keeps its direction', async () => {
  const page = await visitor().get('/c/metoo/figures?lang=ar');
  has(page.html, /<h1>\u2068Me Too\u2069/);
  lacks((await visitor().get('/c/metoo/figures')).html, /[\u2068\u2069]/);
});

test('whoever comes back to her words is not told of a mistake', async () => {
  const who = visitor();
  const asked = await speak(who, { text: 'Signed.', sign: '2', own_name: 'Anna Ainsworth' });
  const back = await who.submit(asked, '/w', { back: '1' });
  has(back.html, /<p class="state" role="status">Nothing was sent yet\./);
  lacks(back.html, /class="refused"/);
});
