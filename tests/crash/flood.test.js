// SPDX-License-Identifier: AGPL-3.0-or-later
// A flood: 20,000 near-duplicates from 300 accounts within minutes, while others speak and copy the call. Honest
// voices go through, the flood waits, and two moderators deal with it: as a whole, one with the other's opinion, and for what is
// final only both together.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMeToo, command, makeApp, makeDir, mustRun, send, serve, signUp } from '../house.js';
import { Visitor } from '../clients/visitor.js';

const FLOOD = 20_000;
const HONEST = 600;
const ACCOUNTS = 300;
const AT_ONCE = 64;

const ends = ['', '!', '!!', ' 🙄', ' 😂😂', '…', ' lol', '​', ' #wakeup', ' ??'];
const starts = ['', 'Well, ', 'LISTEN: ', 'so ', '>> '];
const pick = (list, i) => list[i % list.length];

/** One wording, disguised: case, marks, invisible and look-alike letters, something before and behind. */
function floodText(i) {
  let text = 'This movement is a fraud paid by foreign money, stop lying about good men and go back home now';
  if (i % 3 === 0) text = text.toUpperCase();
  if (i % 5 === 0) text = text.replaceAll('o', 'о').replaceAll('e', 'е');
  if (i % 7 === 0) text = text.replaceAll(' ', '  ');
  return `${pick(starts, i)}${text}${pick(ends, Math.floor(i / 5))} #MeToo`;
}

// What people tell: pieces of stories, five of them a story, by chance.
const pieces = ['it was at my first job', 'I was nineteen', 'the whole choir knew', 'my sister found me', 'I still take another road home',
  'he was the friend of a friend', 'they asked what I had worn', 'I said no, and said it again', 'the door was locked', 'nobody called back',
  'my mother told me hers', 'I wrote it on a napkin', 'the doctor looked away', 'it snowed that night', 'I changed schools',
  'we were rehearsing late', 'I have never said this aloud', 'the bus was full', 'my hands would not stop shaking', 'a stranger walked me to the tram',
  'I kept the ticket', 'everybody laughed', 'I laughed too, so as not to cry', 'the manager moved him to another town', 'I learned to sleep again',
  'it took eleven years', 'my daughter is that age now', 'I painted the room yellow', 'they gave him a prize', 'the swimming club closed',
  'I stopped singing', 'my neighbour believed me', 'he said I owed him', 'I hid in the kitchen', 'the lights were on',
  'I thought it was only me', 'she held my coat', 'I quit by letter', 'today I can say it', 'thank you for listening'];

/** A number from 0 to n - 1; the same ones each time. */
function chances(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * n);
  };
}

/** Everybody tells something else; every third is a bare one, every fifth copies the call. */
function honestText(i, chance) {
  if (i % 3 === 0) return 'Me too. #MeToo';
  if (i % 5 === 0) return 'Say it if it happened to you, so that we can see how many we are. #MeToo';
  const left = [...pieces];
  const told = Array.from({ length: 5 + chance(3) }, () => left.splice(chance(left.length), 1)[0]);
  return `${told.join(chance(2) ? ', ' : '. ')}. #MeToo`;
}

async function inTurns(items, work) {
  let next = 0;
  const worker = async () => {
    while (next < items.length) await work(items[next++]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function moderator(dir, url, username) {
  const made = await mustRun('person', 'add', '--data', dir, '--username', username);
  await mustRun('person', 'role', '--data', dir, '--username', username, '--role', 'moderator');
  const who = new Visitor(url, { hasScripts: false });
  await who.submit(await who.get('/login'), '/login', { receipt: /receipt\s+(\S+)/.exec(made)[1] });
  return who;
}

async function recountIsClean(dir) {
  const { code, stdout } = await command(['recount', '--data', dir]);
  assert.equal(code, 0, stdout);
}

const countOf = async (url) => (await send(url, 'GET', '/api/chorus/v1/campaigns/metoo/figures')).json.windows.all.posts;

test('a flood of 20,000 near-duplicates waits, two moderators deal with it, and honest voices go through', { timeout: 600_000 }, async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  const { url } = await serve(t, dir, ['limits=off', 'release_step=1', 'figures_floor=1', 'page_fresh_ms=0']);
  const app = await makeApp(url);
  const mona = await moderator(dir, url, 'mona');
  const maya = await moderator(dir, url, 'maya');
  const tokens = [];
  for (let i = 0; i < ACCOUNTS + HONEST; i++) tokens.push(await signUp(url, app));

  await mustRun('campaign', 'edit', '--data', dir, 'metoo', '--call', 'Say it if it happened to you, so that we can see how many we are.');
  const posts = [];
  const chance = chances(2017);
  for (let i = 0; i < FLOOD; i++) posts.push({ token: tokens[i % ACCOUNTS], text: floodText(i), isFlood: true });
  for (let i = 0; i < HONEST; i++)
    posts.splice(Math.floor(posts.length * i / HONEST), 0, { token: tokens[ACCOUNTS + i], text: honestText(i, chance) });
  await inTurns(posts, async (post) => {
    const answer = await send(url, 'POST', '/api/v1/statuses', { token: post.token, body: { status: post.text, language: 'en' } });
    assert.equal(answer.status, 200, answer.text);
    post.id = answer.json.id;
  });

  const waiting = [];
  await inTurns(posts.filter((post) => !post.isFlood), async (post) => {
    const { status } = await send(url, 'GET', `/api/v1/statuses/${post.id}`);
    if (status !== 200) waiting.push(post.text);
  });
  assert.deepEqual(waiting, [], 'every honest voice is shown');
  const before = await countOf(url);
  assert.ok(before - HONEST < FLOOD / 100, `${before - HONEST} of the flood were let through`);
  await recountIsClean(dir);

  const desk = (post) => `/m/p/${post.id}`;
  const decide = async (who, where, values, wanted = 200) => {
    const page = await who.submit(await who.get(where), where, values);
    assert.equal(page.status, wanted, page.html);
    return page;
  };
  const isShown = async (post) => (await send(url, 'GET', `/api/v1/statuses/${post.id}`)).status === 200;
  const say = async (i, text) => (await send(url, 'POST', '/api/v1/statuses',
    { token: tokens[ACCOUNTS + i], body: { status: text, language: 'en' } })).json;

  // An honest voice that a rule keeps waiting is found by its reason among them all, and let through.
  await say(0, 'They gave me +44 20 7946 0958 to call and nobody ever answered. I was nineteen. #MeToo');
  const numbers = (await mona.get('/m')).html.match(/href="(\/m\/q\?reason=\d+)"[^>]*>A phone number/)[1];
  const found = await mona.get(numbers);
  const [, held] = /name="posts" value="(\d+)"/.exec(found.html);
  assert.match(found.html, /nobody ever answered/);
  await mona.submit(found, '/m/q', { what: 'approve-many', posts: held });
  assert.match((await send(url, 'GET', '/api/v1/timelines/tag/MeToo')).text, /nobody ever answered/);
  const between = await countOf(url);
  assert.equal(between, before + 1);

  // One moderator hides the burst as a whole and takes that back; the other one hides it again.
  const queue = await mona.get('/m/q');
  const burst = /href="(\/m\/b\/\d+)"/.exec((await mona.get('/m')).html + queue.html)[1];
  const hide = async (who) => {
    const seen = await who.get(burst);
    const page = await who.submit(seen, burst, { what: 'hide-many', reason: '0' });
    assert.equal(page.status, 200, page.html);
    return Number(/(\d+) of them (?:is|are) shown/.exec(seen.html)?.[1] ?? 0);
  };
  const shown = await hide(mona);
  assert.ok(shown >= 4, 'the first, which were shown before it was a flood, are decided about with it');
  await recountIsClean(dir);
  assert.equal(await countOf(url), between - shown, 'what waited did not count, and hidden it does not either');
  const trail = await mona.get('/m/h');
  const undone = /action="(\/m\/h\/\d+)"/.exec(trail.html)[1];
  assert.equal((await mona.submit(trail, undone, { what: 'undo' })).status, 200);
  assert.equal(await countOf(url), between);
  assert.equal(await hide(maya), shown);
  await recountIsClean(dir);
  assert.equal(await countOf(url), between - shown);

  // What goes on coming waits; honest voices go on being shown.
  assert.equal(await isShown(await send(url, 'POST', '/api/v1/statuses',
    { token: tokens[0], body: { status: floodText(3), language: 'en' } }).then(({ json }) => json)), false);
  const late = await say(1, honestText(7, chance));
  assert.ok(await isShown(late));

  // Of one that is hard to judge, the opinion of the other moderator: hers alone.
  const hard = await say(2, 'I know what they did at the rehearsal, and I will say it again. #MeToo');
  await decide(mona, desk(hard), { what: 'second-opinion' });
  const hers = await maya.get(desk(hard));
  assert.equal((await mona.submit(hers, desk(hard), { what: 'hide' })).status, 403); // another's form
  assert.match((await mona.get(desk(hard))).html, /another moderator decides/);
  await decide(maya, desk(hard), { what: 'approve' });
  assert.ok(await isShown(hard));

  // Destroying one of the flood, and suspending who sent it for good, is what both say.
  const worst = posts.find((post) => post.isFlood);
  const { id: sender } = (await send(url, 'GET', '/api/v1/accounts/verify_credentials', { token: worst.token })).json;
  for (const [where, what] of [[desk(worst), 'remove'], [`/m/a/${sender}`, 'remove-account']]) {
    await decide(mona, where, { what, reason: '4' });
    assert.doesNotMatch((await mona.get('/m/t')).html, /value="confirm"/, 'nobody confirms what she proposed');
    const second = await maya.get('/m/t');
    const row = /action="(\/m\/t\/\d+)"/.exec(second.html)[1];
    assert.equal((await maya.get(where)).status, 200, 'nothing is gone yet');
    assert.equal((await maya.submit(second, row, { what: 'confirm' })).status, 200);
  }
  assert.equal((await maya.get(desk(worst))).status, 404);
  assert.equal((await send(url, 'GET', `/api/v1/accounts/${sender}`)).status, 404);
  await recountIsClean(dir);

  const gone = [];
  await inTurns(posts.filter((post) => !post.isFlood), async (post) => {
    if (!await isShown(post)) gone.push(post.text);
  });
  assert.deepEqual(gone, [], 'after all of it every honest voice is shown');
});
