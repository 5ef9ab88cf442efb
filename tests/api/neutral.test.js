// SPDX-License-Identifier: AGPL-3.0-or-later
// H16, E4, E5, H11, H17: plain pages by address, what the chosen language and way carry on, what a
// history tells, and that answers do not tell what is not there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Visitor } from '../clients/visitor.js';
import { bare, cookieOf, crawl, makeSite, tags, unescape } from './site.js';

// What must not stand in a title or an address that a history keeps of one's own pages.
const TELLING = /me.?too|yotambi|harass|abus|assault|rape|violen|surviv|victim|story|stories|voice|call\b|hashtag|#/i;
// "/voice/" is a word of the site, but of few others
const TELLING_ADDRESS = /me-?too|yotambi|tags\//i;
const SITE_NAME = 'A site for #MeToo';

// How plain pages are called, in every language.
const notes = { en: 'Notes' };

const run = promisify(execFile);
const cleanups = [];
const later = { after: (work) => cleanups.unshift(work) };
let site;

before(async () => {
  for (const file of (await readdir('po')).filter((name) => name.endsWith('.po')))
    notes[file.slice(0, -3)] = /^msgid "Notes"\nmsgstr "(.*)"$/m.exec(await readFile(`po/${file}`, 'utf8'))[1];
  site = await makeSite(later, [`server_name=${SITE_NAME}`]);
});

after(async () => {
  for (const work of cleanups) await work();
});

const titleOf = (page) => unescape(/<title>(.*?)<\/title>/s.exec(page.html)[1]);
const isPage = ({ headers }) => /^text\/html/.test(headers.get('content-type') ?? '');
const addressesOf = (page) => tags(page.html, ['a', 'form'])
  .map(({ href, action }) => unescape(href ?? action ?? '')).filter((address) => address.startsWith('/'));

test('H16: plain pages are notes: title, name and icon are neutral, there is no theme', async () => {
  for (const who of [undefined, site.her]) {
    const pages = (await crawl(site, who ? ['/n/', '/n/me', '/n/r', '/n/nothing'] : ['/n/', '/n/nothing'], who))
      .filter(({ where }) => where.startsWith('/n')).filter(isPage);
    assert.ok(pages.length > 12, `${pages.length}`);
    for (const page of pages) {
      const title = titleOf(page);
      const language = /lang=([\w-]+)/.exec(page.where)?.[1] ?? 'en';
      assert.ok(title === notes[language] || title.endsWith(` · ${notes[language]}`), `${page.where}: ${title}`);
      assert.doesNotMatch(title, TELLING, page.where);
      assert.match(page.html, /<html lang="[\w-]+" dir="\w+" class="plain">/, page.where);
      assert.equal(/<a class="site" href="[^"]*">([^<]*)<\/a>/.exec(page.html)[1], notes[language], page.where);
      const icons = tags(page.html, ['link']).filter(({ rel }) => /icon/.test(rel)).map(({ href }) => href);
      assert.equal(icons.length, 1, page.where);
      assert.match(icons[0], /^\/assets\/favicon\./, page.where);
      for (const { name, content } of tags(page.html, ['meta'])) assert.doesNotMatch(`${name} ${content}`, /theme-color|me.?too/i, page.where);
    }
  }
});

test('H16: the icon is a sheet of paper for every page: no word, no sign, hardly a colour', async () => {
  const iconOf = async (where) => /<link rel="icon" href="([^"]+)"/.exec((await site.ask(where)).html)[1];
  assert.equal(await iconOf('/n/'), await iconOf('/'), 'it does not tell which pages they are');
  const { html: svg, headers } = await site.ask(await iconOf('/n/'));
  assert.match(headers.get('content-type'), /^image\/svg\+xml/);
  assert.deepEqual([...new Set(svg.match(/(?<=<)\w+/g))], ['svg', 'rect', 'path'], 'no title, no text, no picture');
  const colours = [...svg.matchAll(/#([0-9a-f]{3,6})\b/g)].map(([, hex]) => (hex.length === 3 ? hex.replace(/./g, '$&$&') : hex));
  assert.ok(colours.length > 0);
  for (const hex of colours) {
    const parts = hex.match(/../g).map((two) => parseInt(two, 16));
    assert.ok(Math.max(...parts) - Math.min(...parts) < 32, hex);
  }
});

test('H16: a second name, which tells nothing, leads to the same pages; what is done there stays there', async (t) => {
  const other = await makeSite(t, ['public_url=https://metoo.example', `server_name=${SITE_NAME}`]);
  const host = 'notes.example';
  for (const where of ['/n/', '/n/w', '/n/safety', '/n/c/1/figures', '/n/nothing']) {
    const page = await other.ask(where, { headers: { host } });
    assert.deepEqual(bare(page), bare(await other.ask(where)), where);
    assert.doesNotMatch(page.html, /metoo\.example/, where);
  }
  const { html } = await other.ask('/n/w', { headers: { host } });
  const hidden = tags(/<form class="write".*?<\/form>/s.exec(html)[0], ['input']).filter(({ type }) => type === 'hidden');
  const form = Object.fromEntries(hidden.map(({ name, value }) => [name, value]));
  const said = await other.ask('/n/w', { method: 'POST', values: { ...form, once: 's'.repeat(32), text: 'Said under the other name.' },
    headers: { host, origin: `https://${host}`, 'sec-fetch-site': 'same-origin' } });
  assert.equal(said.status, 200, said.html);
  assert.match(said.html, /<p class="code/);
  assert.doesNotMatch(said.html, /metoo\.example/);
  for (const line of said.headers.getSetCookie()) assert.doesNotMatch(line, /domain=/i);
});

test('H16: under a second name forms are taken from a browser that names the origin only, and from no other site', async (t) => {
  const other = await makeSite(t, ['public_url=https://metoo.example']);
  const host = 'notes.example';
  const { html } = await other.ask('/n/login', { headers: { host } });
  const form_token = tags(html, ['input']).find(({ name }) => name === 'form_token').value;
  const login = (headers) => other.ask('/n/login', { method: 'POST', values: { form_token, receipt: other.receipt }, headers });
  for (const headers of [{ host, origin: `https://${host}` }, { host, origin: `http://${host}` }, { host, origin: 'null' }, { host },
    { host: `${host}:443`, origin: `https://${host}` }, { origin: 'https://metoo.example' }, { origin: other.url }])
    assert.equal((await login(headers)).status, 303, JSON.stringify(headers));
  for (const headers of [{ host, origin: 'https://evil.example' }, { host, origin: `https://${host}.evil.example` },
    { host, origin: `https://evil.${host}` }, { host, origin: `https://${host}:444` }, { host, origin: `app://${host}` },
    { host, origin: `https://${host}`, 'sec-fetch-site': 'cross-site' },
    { host, origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }])
    assert.equal((await login(headers)).status, 403, JSON.stringify(headers));

  const story = { form_token, text: 'Words that somebody else put here.' };
  const foreign = await other.ask('/n/w', { method: 'POST', values: story, headers: { host, origin: 'https://evil.example' } });
  assert.equal(foreign.status, 403);
  assert.ok(!foreign.html.includes(story.text), 'nothing of a form from elsewhere comes back');
});

test('H16: links, forms and redirects stay below the prefix, without a hashtag in them', async () => {
  for (const prefix of ['/n', '/nk', '/k']) {
    const pages = await crawl(site, [`${prefix}/`, `${prefix}/me`, `${prefix}/voice/${site.voice}/edit`], site.her);
    const below = pages.filter(({ where }) => where === prefix || where.startsWith(`${prefix}/`));
    assert.ok(below.length > 12);
    for (const page of below) {
      const next = page.headers.get('location');
      if (next) assert.ok(next.startsWith(`${prefix}/`), `${page.where} leads to ${next}`);
      for (const address of addressesOf(page)) {
        const isWayOut = page.where.replace(/\?.*/, '') === `${prefix}/safety` && /^(\/(n|k|nk))?\/safety/.test(address);
        const isData = prefix === '/k' && /^\/(api|feed)\//.test(address);
        assert.ok(address.startsWith(`${prefix}/`) || isWayOut || isData, `${page.where} leads to ${address}`);
        if (prefix !== '/k') assert.doesNotMatch(decodeURIComponent(address), TELLING_ADDRESS, page.where);
      }
    }
  }
});

test('H16: everything can be done on plain pages', async () => {
  const who = new Visitor(site.url);
  const receipt = await who.submit(await who.get('/n/'), '/n/c/1/w', {});
  assert.match(receipt.html, /class="code"/);
  const code = receipt.text(/<p class="code[^>]*>(.*?)<\/p>/s);
  const thanks = await who.submit(await who.get('/n/w'), '/n/w', { text: 'Said on a plain page. #MeToo' });
  assert.equal(new URL(thanks.url).pathname, '/n/r');
  assert.match(thanks.html, /Said on a plain page\. #MeToo/);
  const voice = /id="v(\d+)"/.exec(thanks.html)[1];
  const comment = `/n/voice/${voice}/comment`;
  assert.equal(new URL((await who.submit(await who.get(`/n/voice/${voice}`), comment, { text: 'And more.' })).url)
    .pathname, `/n/voice/${voice}`);
  await who.submit(await who.get('/n/me'), '/n/logout', {});
  const closed = await who.get('/n/me');
  assert.equal(new URL(closed.url).pathname, '/n/login');
  const back = await who.submit(closed, '/n/login', { receipt: code });
  assert.equal(new URL(back.url).pathname, '/n/me');
  assert.match(back.html, /Said on a plain page/);
  const figures = await who.get('/n/c/1/figures');
  assert.equal(figures.status, 200);
});

test('H16: no cookie and nothing but the address says how a page is shown', async () => {
  const plain = await site.ask('/n/');
  const usual = await site.ask('/');
  assert.equal(plain.headers.get('set-cookie'), null);
  assert.match(plain.html, /class="plain"/);
  assert.doesNotMatch(usual.html, /class="plain"/);
  assert.equal((await site.ask('/n/api/v1/instance')).status, 404, 'the API has no prefix');
});

test('the chosen language is carried on by every link and form, also below a prefix', async () => {
  for (const start of ['/?lang=es', '/n/?lang=es']) {
    const prefix = start.slice(0, -'/?lang=es'.length);
    const page = await site.ask(start);
    const addresses = addressesOf(page).filter((address) => !/^\/(assets|feed)\//.test(address));
    assert.ok(addresses.length > 15);
    for (const address of addresses) {
      assert.match(address, /[?&]lang=[\w-]+(#|$)/, `${start} leads to ${address}`);
      assert.ok(address.startsWith(`${prefix}/`), address);
    }
  }
  const mine = await site.ask('/me?lang=es', { who: site.her });
  for (const { action } of tags(mine.html, ['form'])) assert.match(action, /\?lang=es$/);
  const login = await site.ask('/me?lang=ar');
  assert.equal(login.headers.get('location'), '/login?lang=ar');
  const leave = tags(mine.html, ['a']).find(({ class: name }) => name === 'exit');
  assert.equal(leave.href, '/leave?lang=es');
});

test('E4: the key that leaves can be switched off, by the address, and on again', async () => {
  const ways = { '': '/k/safety', '/n': '/nk/safety', '/k': '/safety', '/nk': '/n/safety' };
  for (const [prefix, other] of Object.entries(ways)) {
    const page = await site.ask(`${prefix}/safety`);
    assert.ok(addressesOf(page).includes(other), `${prefix} does not lead to ${other}`);
    assert.equal(/data-two=/.test(page.html), !prefix.includes('k'), prefix);
  }
});

test('E5: one neutral address to write, one for what follows; nothing is sent again by going back', async () => {
  const sent = async (who, action, values) => {
    const form = (await who.get(action === '/w' ? '/w' : '/c/metoo')).form(action);
    return site.ask(action, { who, method: 'POST', values: { ...form.values, ...values } });
  };
  for (const [action, values] of [['/w', { text: 'One more.' }], ['/c/metoo/me-too', {}]]) {
    const answer = await sent(site.her, action, values);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/r');
  }
  assert.match((await site.ask('/r', { who: site.her })).html, /#MeToo/);
});

test('E5: whoever is new sees her receipt at /r, once; it waits in her session, sealed', async () => {
  const { values } = (await new Visitor(site.url).get('/w')).form('/w');
  const body = { ...values, text: 'A browser says this.' };
  const browser = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-origin' };
  const send = (where, cookie) => site.ask(where, { method: 'POST', values: body,
    headers: { ...browser, ...(cookie ? { cookie } : {}) } });

  const asked = await send('/w');
  assert.equal(asked.status, 307, 'a browser is asked whether it keeps cookies');
  assert.equal(asked.headers.get('location'), '/w?c=1');
  assert.match(asked.headers.get('set-cookie'), /^__Host-s=0; .*SameSite=Strict$/);

  const taken = await send('/w?c=1', '__Host-s=0');
  assert.equal(taken.status, 303);
  assert.equal(taken.headers.get('location'), '/r');
  const session = /__Host-s=([^;]+)/.exec(taken.headers.get('set-cookie'))[1];
  const cookie = `__Host-s=${session}`;
  const shown = await site.ask('/r', { headers: { cookie } });
  const receipt = /([0-9A-Z]{4}-){4}[0-9A-Z]{4}/.exec(shown.html)[0];
  assert.ok(!session.includes(receipt) && !Buffer.from(session.split('.')[1], 'base64url').includes(receipt));
  assert.match(shown.headers.get('cache-control'), /no-store/);
  const after = /__Host-s=([^;]+)/.exec(shown.headers.get('set-cookie'))[1];
  assert.equal(after, session.split('.')[0], 'the page that shows it takes it out of the session');
  const again = await site.ask('/r', { headers: { cookie: `__Host-s=${after}` } });
  assert.doesNotMatch(again.html, /([0-9A-Z]{4}-){4}[0-9A-Z]{4}/);
  assert.match(again.html, /A browser says this/);

  const without = await send('/w?c=1');
  assert.equal(without.status, 200, 'a browser without cookies gets it at once');
  assert.match(without.html, /class="code"/);
  const refused = await site.ask('/w?c=1', { method: 'POST', values: { ...body, text: '' },
    headers: { ...browser, cookie: '__Host-s=0' } });
  assert.equal(refused.status, 422);
  assert.match(refused.headers.get('set-cookie'), /^__Host-s=;/, 'no cookie for nothing');
});

test('titles and addresses of one\'s own pages tell nothing', async () => {
  const visited = [];
  const who = new Visitor(site.url);
  const request = who.request.bind(who);
  who.request = async (where, init) => {
    const page = await request(where, init);
    visited.push(page);
    return page;
  };
  await who.submit(await who.get('/w'), '/w', { text: 'It was #MeToo, and abuse.', pen_name: 'Wren' });
  const first = visited.length;
  const mine = await who.get('/me');
  const voice = /id="v(\d+)"/.exec(mine.html)[1];
  for (const where of ['/w', '/r', '/me', '/me/delete', `/voice/${voice}/edit`, `/voice/${voice}/withdraw`, `/voice/${voice}`])
    await who.get(where);
  await who.submit(await who.get('/me'), '/me/receipt', {});
  await who.submit(await who.get(`/voice/${voice}/edit`), `/voice/${voice}/edit`, { text: '' });
  await who.submit(await who.get(`/voice/${voice}/withdraw`), `/voice/${voice}/withdraw`, {});
  await who.submit(await who.get('/me'), '/logout', {});
  await who.get('/login');
  await who.get('/join');
  const own = visited.filter(({ url }) => new URL(url).pathname !== '/');
  assert.ok(own.length > first + 12);
  for (const page of own) {
    const title = titleOf(page);
    assert.ok(title.length > 2, 'a title still says what the page is (WCAG 2.4.2)');
    assert.doesNotMatch(title, TELLING, page.url);
    assert.ok(!title.includes(SITE_NAME), title);
    assert.doesNotMatch(new URL(page.url).pathname.replace(/^\/voice\/\d+/, ''), TELLING, page.url);
    assert.equal(new URL(page.url).search, '', page.url);
  }
});

test('H11: what was withdrawn, what never was and what is somebody else\'s give one answer', async () => {
  const who = new Visitor(site.url);
  await who.submit(await who.get('/w'), '/w', { text: 'Taken back at once.' });
  const voice = /id="v(\d+)"/.exec((await who.get('/me')).html)[1];
  await who.submit(await who.get(`/voice/${voice}/withdraw`), `/voice/${voice}/withdraw`, {});
  const unknown = `${BigInt(voice) + 77n}`;
  for (const asker of [undefined, site.her]) {
    for (const [gone, never] of [
      [`/voice/${voice}`, `/voice/${unknown}`], [`/voice/${voice}/report`, `/voice/${unknown}/report`],
      [`/n/voice/${voice}`, `/n/voice/${unknown}`], [`/voice/${voice}`, '/voice/1'],
      [`/api/v1/statuses/${voice}`, `/api/v1/statuses/${unknown}`],
      [`/api/v1/statuses/${voice}/context`, `/api/v1/statuses/${unknown}/context`],
    ]) {
      const answers = [await site.ask(gone, { who: asker }), await site.ask(never, { who: asker })].map(bare);
      assert.equal(answers[0].status, 404, gone);
      assert.deepEqual(answers[0], answers[1], gone);
    }
    // Mastodon's address of a post leads on, whatever it is of
    for (const [name, id] of [['nobody', voice], ['nobody', unknown], [site.username, voice], [site.username, site.voice]])
      assert.equal((await site.ask(`/@${name}/${id}`, { who: asker })).headers.get('location'), `/voice/${id}`);
  }
  for (const what of ['edit', 'withdraw']) {
    const foreign = await site.ask(`/voice/${site.voice}/${what}`, { who });
    const never = await site.ask(`/voice/${unknown}/${what}`, { who });
    assert.deepEqual(bare(foreign), bare(never), `${what} of another's`);
  }
});

test('H11: what is there, but paused, over, waiting or not for the pages, gives the answer of what never was', async () => {
  const who = new Visitor(site.url);
  const say = async (text, values = {}) => {
    const page = await who.submit(await who.get('/w'), '/w', { text, ...values });
    assert.equal(page.status, 200, page.html);
    const [, id] = /^[^>]*id="v(\d+)"/.exec((await who.get('/me')).html.split('<article').find((one) => one.includes(text)));
    return id;
  };
  const paused = await say('Paused at once.');
  await who.submit(await who.get(`/voice/${paused}/own`), `/voice/${paused}/own`, { do: 'pause' });
  const hidden = { paused, moderators: await say('For moderators alone.', { audience: [] }), apps: await say('For apps alone.', { audience: ['apps'] }),
    later: await say('For another day.', { when: 'week' }), held: await say('Call +1 202 555 0173.') };
  const never = `${BigInt(hidden.held) + 77n}`;
  for (const asker of [undefined, site.her]) {
    for (const [why, id] of Object.entries(hidden)) {
      for (const where of ['/voice/ID', '/n/voice/ID', '/voice/ID/report', '/voice/ID/edit', '/api/v1/statuses/ID', '/api/v1/statuses/ID/context']) {
        if (why === 'apps' && where.startsWith('/api')) continue;
        const of = async (one) => JSON.stringify(bare(await site.ask(where.replace('ID', one), { who: asker }))).replaceAll(one, 'ID');
        assert.equal(await of(id), await of(never), `${why}: ${where}`);
      }
    }
  }
  for (const id of Object.values(hidden)) assert.equal((await site.ask(`/voice/${id}`, { who })).status, 200, 'she sees it');
});

test('H17: a receipt that is known, unknown, mistyped or given up: the same bytes, the same work', async () => {
  const old = site.receipt;
  const page = await site.her.submit(await site.her.get('/me'), '/me/receipt', {});
  site.receipt = page.text(/<p class="code[^>]*>(.*?)<\/p>/s);
  const left = new Visitor(site.url);
  const hers = (await left.submit(await left.get('/join'), '/join', {})).text(/<p class="code[^>]*>(.*?)<\/p>/s);
  await left.submit(await left.get('/me/delete'), '/me/delete', { sure: '1' });

  const { form_token } = (await new Visitor(site.url).get('/login')).form('/login').values;
  const wal = path.join(site.dir, 'chorus.db-wal');
  const tried = [];
  for (const receipt of [site.receipt, old, hers, '0000-0000-0000-0000-0000', 'what is this']) {
    const before = await stat(wal, { bigint: true });
    const answer = await site.ask('/login', { method: 'POST', values: { form_token, receipt, next: '' } });
    const now = await stat(wal, { bigint: true });
    assert.ok(now.mtimeNs > before.mtimeNs, `${receipt}: waited for a commit`);
    tried.push(answer);
  }
  const shape = (answer) => ({
    status: answer.status, body: answer.html,
    headers: [...answer.headers].filter(([name]) => name !== 'date')
      .map(([name, value]) => [name, name === 'set-cookie' ? value.length : value]),
  });
  for (const answer of tried) assert.deepEqual(shape(answer), shape(tried[0]));
  const who = new Visitor(site.url);
  assert.match((await who.submit(await who.get('/login'), '/login', { receipt: old })).html, /not known here/);
  assert.equal(who.cookies.size, 0);
  assert.equal(new URL((await who.submit(await who.get('/login'), '/login', { receipt: site.receipt })).url).pathname, '/me');
});

test('H13: a log-in that has ended says so, and takes its cookie away', async () => {
  const who = new Visitor(site.url);
  await who.submit(await who.get('/login'), '/login', { receipt: site.receipt });
  const cookie = cookieOf(who);
  await who.submit(await who.get('/me'), '/me/logout-everywhere', {});
  const answer = await site.ask('/login', { headers: { cookie } });
  assert.match(answer.html, /You were logged out/);
  assert.match(answer.headers.get('set-cookie'), /^__Host-s=;/);
});

test('C13: what is stored is told, with the orders that came and what the organisers say', async (t) => {
  const told = await makeSite(t, ['legal_orders=none until 2026-07-01', 'warrant_statement=We were never told to be silent.']);
  const page = await told.ask('/about/storage');
  assert.match(page.html, /none until 2026-07-01/);
  assert.match(page.html, /We were never told to be silent\./);
  assert.doesNotMatch((await site.ask('/about/storage')).html, /Orders of courts/);
});

test('C13: every table and every field of the database is told, with what it holds', async () => {
  const { html } = await site.ask('/about/storage');
  const told = [...html.matchAll(/<summary><b>(\w+)<\/b>: ([^<]+)<\/summary>\s*<dl>(.*?)<\/dl>/gs)].flatMap(([, table, comment, fields]) => {
    assert.ok(comment.trim().length > 10, table);
    return [...fields.matchAll(/<dt>(\w+)<\/dt><dd>([^<]+)<\/dd>/g)].map(([, field, what]) => {
      assert.ok(what.trim().length > 1, `${table}.${field}`);
      return `${table}.${field}`;
    });
  });
  const { stdout } = await run('sqlite3', ['-readonly', path.join(site.dir, 'chorus.db'),
    "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"]);
  assert.ok(told.length > 200);
  assert.deepEqual(told.sort(), stdout.trim().split('\n').sort());
  for (const field of told.filter((one) => !one.startsWith('help_'))) assert.doesNotMatch(field, /address|agent|referr|[._]ip\b|e?mail|telephone/, field);
});
