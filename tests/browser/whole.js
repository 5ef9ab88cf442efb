// SPDX-License-Identifier: AGPL-3.0-or-later
// A whole site, and every page of it: for what must hold on all of them. Pages come from routes.def: a new
// one without an example here fails the tests.
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { calledAt, tellDay } from '../figures.js';
import { makeApp, makeDir, mustRun, root, send, serve, signUp } from '../house.js';
import { pageRoutes } from '../api/site.js';
import { Visitor } from '../clients/visitor.js';

const CALL = 'If you have been sexually harassed or assaulted, say “me too”. If you stand with those who have, say so.';
const FLOOD = 'Everybody who reads this here should know what is really going on in this town, and pass it on today.';
// made-up voices, some in other languages than the page
const VOICES = [
  ['en', 'I was nineteen, and nobody asked me. I said nothing for years. Today I say it: it was not my fault. #MeToo'],
  ['es', 'Pensaba que era la única. #YoTambién'],
  ['ar', 'كنت أظن أنني وحدي، ولم أكن وحدي. #MeToo'],
  ['hi', 'मुझे लगा था कि मैं अकेली हूँ। #MeToo'],
  ['zh-Hans', '我以为只有我一个人。 #MeToo'],
  ['fa', 'فکر می‌کردم فقط من هستم. #MeToo'],
  ['ja', '自分だけだと思っていました。 #MeToo'],
  ['ko', '나 혼자인 줄 알았습니다. #MeToo'],
  ['he', 'חשבתי שאני לבד. #MeToo'],
  ['ru', 'Я думала, что я одна такая. #MeToo'],
  ['ur', 'مجھے لگا کہ میں اکیلی ہوں۔ #MeToo'],
  ['bn', 'ভেবেছিলাম আমি একা। #MeToo'],
];

async function logIn(visitor, receipt) {
  await visitor.submit(await visitor.get('/login'), '/login', { receipt });
  return receipt;
}

/** The site: its call with the family of #MeToo, people who listen, voices, answers, reports, a flood, a desk.
 *  `receipts.her` has said things; `receipts.desk` is an organiser. With `hours` the call went out so many hours
 *  ago, and the figures of a whole day and what came later are there: of every country and language. */
export async function openWholeSite(t, settings = [], { hours = 0 } = {}) {
  const dir = await makeDir(t);
  const called = hours > 0 ? ['--called-at', calledAt(hours)] : [];
  await mustRun('campaign', 'add', '--data', dir, 'metoo', '--title', '#MeToo', '--call', CALL, '--hashtag', 'MeToo:en:me-too', ...called);
  await mustRun('hashtag', 'import', '--data', dir, '--campaign', 'metoo', join(root, 'share/families/metoo.csv'));
  await mustRun('help', 'import', '--data', dir, join(root, 'share/help'));
  const made = await mustRun('person', 'add', '--data', dir, '--username', 'olga', '--role', 'organiser');
  if (hours > 0) await tellDay(dir, hours);
  const server = await serve(t, dir, ['limits=off', 'release_step=1', 'page_fresh_ms=0', 'figures_floor=1',
    'contact=organisers@mail.invalid', 'source_url=https://source.invalid/chorus', ...settings]);
  const { url } = server;
  const app = await makeApp(url);
  const say = async (token, body) => {
    const answer = await send(url, 'POST', '/api/v1/statuses', { token, body });
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  };
  const tokens = [];
  for (let i = 0; i < VOICES.length; i++) tokens.push(await signUp(url, app));
  let first;
  for (let i = 0; i < 20; i++) {
    const [language, status] = VOICES[i % VOICES.length];
    const said = await say(tokens[i % VOICES.length], i < VOICES.length ? { status, language } : { status: '#MeToo' });
    first ??= said;
  }
  for (let i = 0; i < 9; i++) await say(tokens[i], { status: `${FLOOD} #MeToo` });

  const her = new Visitor(url);
  const receipt = await her.submit(await her.get('/w'), '/w', {
    text: 'It happened to me as well, on the way home, and I told nobody. #MeToo', pen_name: 'Wren', sign: '1', warning: 'Violence',
  });
  const mine = await her.get('/me');
  const voice = /id="v(\d+)"/.exec(mine.html)[1];
  const username = /href="\/@([^"]+)"/.exec(mine.html)[1];
  for (const token of tokens.slice(0, 3)) {
    await say(token, { status: 'I believe you.', in_reply_to_id: voice });
    await send(url, 'POST', `/api/v1/statuses/${voice}/favourite`, { token });
  }
  const reported = await say(tokens[3], { status: 'Call 0171 2345678 and ask for her. #MeToo' });
  const report = await send(url, 'POST', '/api/v1/reports', { token: tokens[4],
    body: { account_id: first.account.id, status_ids: [first.id], comment: 'Please look.' } });
  assert.equal(report.status, 200, report.text);

  const desk = new Visitor(url);
  const receipts = {
    her: receipt.text(/<p class="code[^>]*>(.*?)<\/p>/s),
    desk: await logIn(desk, /receipt\s+(\S+)/.exec(made)[1]),
  };
  const burst = /\/m\/b\/(-?\d+)/.exec((await desk.get('/m')).html);
  assert.ok(burst, 'there is a flood at the desk');
  const cited = /\/figures\/at\/([^"<]+)/.exec((await her.get('/c/metoo/figures')).html);
  assert.ok(cited, 'figures have an address of their moment');
  return { url, server, dir, app, receipts, voice, username, reported, burst: burst[1], cited: cited[1] };
}

/** The pages that a route has here: { where, who }; who: nobody, her or desk. */
function examples(site) {
  const { voice, username, reported } = site;
  return {
    '/': ['/', '/n/'],
    '/c/:slug': ['/c/metoo', '/c/metoo?before=1', '/c/metoo?hide=1', '/n/c/1'],
    '/c/:slug/lang/:code': ['/c/metoo/lang/en'],
    '/c/:slug/embed': ['/c/metoo/embed'],
    '/c/:slug/press': ['/c/metoo/press'],
    '/c/:slug/family': ['/c/metoo/family'],
    '/c/:slug/figures': ['/c/metoo/figures'],
    '/c/:slug/figures/:table': ['hours', 'hours?page=2', 'countries', 'languages', 'hashtags', 'networks'].map((table) => `/c/metoo/figures/${table}`),
    '/c/:slug/figures/at/:word': [`/c/metoo/figures/at/${site.cited}`],
    '/voice/:id': [`/voice/${voice}`],
    '/voice/:id/report': [`/voice/${voice}/report`],
    '/voice/:id/own': [`/voice/${voice}/own`],
    '/voice/:id/edit': [`/voice/${voice}/edit`],
    '/voice/:id/withdraw': [`/voice/${voice}/withdraw`],
    '/tags/:name': ['/tags/metoo', '/tags/nothing'],
    '/@:username': [`/@${username}`],
    '/m/p/:id': [`/m/p/${reported.id}`],
    '/m/b/:id': [`/m/b/${site.burst}`],
    '/m/a/:id': [`/m/a/${reported.account.id}`],
    '/m/s/:id': ['/m/s/1'],
    '/m/f/:id': ['/m/f/1'],
    '/oauth/authorize': [`/oauth/authorize?response_type=code&client_id=${site.app.client_id}&redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&scope=read`],
  };
}
// answers that are no pages: files to keep, and the way out; frames, which embed.test.js looks at; and
// what follows a form alone
const NO_PAGES = ['/leave', '/@:username/:id', '/assets/:name', '/voice/:id/copy.json', '/voice/:id/copy.txt', '/me/export.json', '/me/export.txt',
  '/embed/:slug', '/embed/:slug/:hashtag', '/robots.txt', '/me/receipt'];

/** Every page of the site with the one who may see it, and one that is not there. */
export function pagesOf(site) {
  const known = examples(site);
  const pages = [{ where: '/nothing', who: 'nobody' }];
  for (const { method, where, words } of pageRoutes) {
    if (method !== 'GET' || words[0] !== 'PAGE' || NO_PAGES.includes(where)) continue;
    assert.ok(known[where] || !where.includes(':'), `tests/browser/whole.js has no example of ${where}`);
    const who = where.startsWith('/m') && !where.startsWith('/me') ? 'desk' : words[1] === 'PERSON' ? 'her' : 'nobody';
    for (const one of known[where] ?? [where]) pages.push({ where: one, who });
  }
  return pages;
}

/** The same address in this language. */
export const inLanguage = (where, lang) => `${where}${where.includes('?') ? '&' : '?'}lang=${lang}`;
export const LANGUAGES = ['en', 'ar', 'hi', 'zh-Hans'];
