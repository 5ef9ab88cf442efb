// SPDX-License-Identifier: AGPL-3.0-or-later
// kill -9 under load, again and again. Afterwards every act that was answered is there, every deletion
// that was answered holds, an act sent again under its Idempotency-Key is one act, and every figure
// equals its recount. ROUNDS sets how often (20), CLIENTS how many act at once (12), SEED the order.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { addMeToo, command, makeApp, makeDir, send, serve, signUp, sleep } from '../house.js';

const ROUNDS = Number(process.env.ROUNDS ?? 20);
const CLIENTS = Number(process.env.CLIENTS ?? 12);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const LOAD_MS = { least: 150, most: 1200 };
const OLD_LOOKED_AT = 100;
const IDS_AT_ONCE = 20;

// mulberry32: the same SEED gives the same choices (not the same interleaving)
let state = SEED;
function random() {
  state = (state + 0x6D2B79F5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (n) => Math.floor(random() * n);
const pick = (list) => list[below(list.length)];

/** What the server has answered, and what it was asked without an answer. */
class Ledger {
  people = []; // { token, posts: Map text -> post }
  posts = []; // { id, text, key, body, owner, is: 'there' | 'gone' | 'unsure' | 'fallen', answers }
  unsure = []; // posts that were sent and not answered
  marks = new Map(); // "token id name" -> { person, post, name, is: true | false | null (unsure) }
  answered = 0;
}

class Unanswered extends Error {}

async function ask(url, ...rest) {
  let answer;
  try {
    answer = await send(url, ...rest);
  } catch (error) {
    throw new Unanswered(error.message);
  }
  return answer;
}

const say = (url, post) => ask(url, 'POST', '/api/v1/statuses', {
  token: post.owner.token, body: post.body, headers: { 'idempotency-key': post.key },
});

function settle(ledger, post, answer) {
  assert.equal(answer.status, 200, answer.text);
  post.id = answer.json.id;
  post.is = 'there';
  post.owner.posts.set(post.text, post);
  ledger.posts.push(post);
  ledger.answered++;
}

let counter = 0;
async function doPost(ledger, url, person, parent) {
  const text = `act ${++counter} of this test #MeToo`;
  const post = {
    text, owner: person, key: randomBytes(9).toString('base64url'), is: 'unsure', answers: 0,
    body: { status: text, language: pick(['en', 'es', 'fr']), ...(parent ? { in_reply_to_id: parent.id } : {}) },
    parent,
  };
  ledger.unsure.push(post);
  const answer = await say(url, post);
  ledger.unsure.splice(ledger.unsure.indexOf(post), 1);
  // the voice may have been taken back meanwhile
  if (parent && answer.status !== 200) return;
  settle(ledger, post, answer);
  if (parent && parent.is !== 'there') post.is = 'fallen';
}

const there = (ledger, fits = () => true) => {
  for (let tries = 0; tries < 20; tries++) {
    const post = pick(ledger.posts);
    if (post?.is === 'there' && fits(post)) return post;
  }
  return null;
};

async function doComment(ledger, url, person) {
  const parent = there(ledger, (post) => !post.parent);
  if (!parent) return;
  parent.answers++;
  await doPost(ledger, url, person, parent);
}

async function doMark(ledger, url, person, name, isOn) {
  const post = there(ledger);
  if (!post) return;
  const key = `${person.token} ${post.id} ${name}`;
  const mark = ledger.marks.get(key) ?? { person, post, name };
  if (mark.busy) return;
  ledger.marks.set(key, Object.assign(mark, { is: null, busy: true }));
  const answer = await ask(url, 'POST', `/api/v1/statuses/${post.id}/${isOn ? '' : 'un'}${name}`,
    { token: person.token });
  mark.busy = false;
  if (answer.status === 404) return;
  assert.equal(answer.status, 200, answer.text);
  mark.is = isOn;
  ledger.answered++;
}

/** Mostly of voices that nobody answered; sometimes a whole thread falls with its voice. */
async function doDelete(ledger, url, person) {
  const post = [...person.posts.values()].reverse()
    .find(({ is, answers }) => is === 'there' && (answers === 0 || random() < 0.3));
  if (!post) return;
  post.is = 'unsure';
  for (const other of ledger.posts) if (other.parent === post && other.is === 'there') other.is = 'fallen';
  const answer = await ask(url, 'DELETE', `/api/v1/statuses/${post.id}`, { token: person.token });
  assert.equal(answer.status, 200, answer.text);
  post.is = 'gone';
  ledger.answered++;
}

async function newPerson(ledger, url, app) {
  let token;
  try {
    token = await signUp(url, app);
  } catch (error) {
    if (/accounts: /.test(error.message)) throw error;
    throw new Unanswered(error.message);
  }
  const person = { token, posts: new Map() };
  ledger.people.push(person);
  ledger.answered++;
  return person;
}

async function client(ledger, url, app, load) {
  let person = ledger.people.length ? pick(ledger.people) : null;
  while (load.isOn) {
    try {
      const dice = random();
      if (!person || dice < 0.05) person = await newPerson(ledger, url, app);
      else if (dice < 0.45) await doPost(ledger, url, person);
      else if (dice < 0.65) await doComment(ledger, url, person);
      else if (dice < 0.80) await doMark(ledger, url, person, 'favourite', random() < 0.8);
      else if (dice < 0.92) await doMark(ledger, url, person, 'reblog', random() < 0.8);
      else await doDelete(ledger, url, person);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      assert.ok(load.isKilled, `the server hung up: ${error.message}`);
      return;
    }
  }
}

/** Reads posts as a person sees them: Map id -> status, without those that are not there. */
async function look(url, person, ids) {
  const seen = new Map();
  for (let i = 0; i < ids.length; i += IDS_AT_ONCE) {
    const query = ids.slice(i, i + IDS_AT_ONCE).map((id) => `id[]=${id}`).join('&');
    const answer = await send(url, 'GET', `/api/v1/statuses?${query}`, { token: person.token });
    assert.equal(answer.status, 200, answer.text);
    for (const status of answer.json) seen.set(status.id, status);
  }
  return seen;
}

function checkPost(post, status) {
  if (post.is === 'gone') assert.equal(status, undefined, `${post.text} was deleted and is there`);
  if (post.is !== 'there') return;
  assert.ok(status, `${post.text} was answered and is not there`);
  assert.ok(status.content.includes(post.text.split(' #')[0]), status.content);
}

function checkMark(mark, status) {
  const field = mark.name === 'favourite' ? 'favourited' : 'reblogged';
  if (!status || mark.post.is !== 'there') return;
  if (mark.is === null || mark.busy) mark.is = status[field];
  mark.busy = false;
  assert.equal(status[field], mark.is, `${mark.name} of ${mark.post.text}`);
}

/** The given posts and marks against what the server shows, person by person. */
async function compare(url, posts, marks) {
  const wanted = new Map(); // person -> { posts, marks }
  const of = (person) => {
    if (!wanted.has(person)) wanted.set(person, { posts: [], marks: [] });
    return wanted.get(person);
  };
  for (const post of posts) of(post.owner).posts.push(post);
  for (const mark of marks) of(mark.person).marks.push(mark);
  for (const [person, { posts: own, marks: hers }] of wanted) {
    const ids = [...new Set([...own.map(({ id }) => id), ...hers.map(({ post }) => post.id)])];
    const seen = await look(url, person, ids);
    for (const post of own) {
      if (post.is === 'unsure') post.is = seen.has(post.id) ? 'there' : 'gone';
      checkPost(post, seen.get(post.id));
    }
    for (const mark of hers) checkMark(mark, seen.get(mark.post.id));
  }
}

/** Sends again what was not answered, and some of what was: each must be one act. */
async function sendAgain(ledger, url, answered) {
  const unsure = ledger.unsure.splice(0);
  for (const post of unsure) {
    const answer = await say(url, post);
    if (post.parent && post.parent.is !== 'there' && answer.status !== 200) continue;
    settle(ledger, post, answer);
    if (post.parent && post.parent.is !== 'there') post.is = 'fallen';
  }
  for (const post of answered.filter(({ is }) => is === 'there').slice(-10)) {
    const answer = await say(url, post);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json.id, post.id, 'the same key gives the same act, also after a crash');
  }
  return unsure;
}

/** Everything a person's account shows: no text twice. */
async function checkNoDuplicates(url, person) {
  const me = await send(url, 'GET', '/api/v1/accounts/verify_credentials', { token: person.token });
  assert.equal(me.status, 200, 'a person who signed up is there');
  const seen = new Set();
  let where = `/api/v1/accounts/${me.json.id}/statuses?limit=40&exclude_reblogs=true`;
  while (where) {
    const page = await send(url, 'GET', where, { token: person.token });
    assert.equal(page.status, 200, page.text);
    for (const { content } of page.json) {
      const text = /act \d+ of this test/.exec(content)[0];
      assert.ok(!seen.has(text), `${text} stands twice`);
      seen.add(text);
    }
    where = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
  }
  for (const post of person.posts.values()) {
    if (post.is === 'there') assert.ok(seen.has(post.text.split(' #')[0]), `${post.text} is not in her list`);
  }
}

async function checkRecount(dir) {
  const recount = await command(['recount', '--data', dir]);
  assert.equal(recount.code, 0, recount.stdout + recount.stderr);
}

async function underLoad(t, dir, ledger) {
  const server = await serve(t, dir);
  const app = await makeApp(server.url);
  const load = { isOn: true, isKilled: false };
  const clients = Array.from({ length: CLIENTS }, () => client(ledger, server.url, app, load));
  const all = Promise.all(clients);
  await Promise.race([sleep(LOAD_MS.least + below(LOAD_MS.most - LOAD_MS.least)), all]);
  load.isKilled = true;
  await server.signal('SIGKILL');
  load.isOn = false;
  await all;
}

test(`${ROUNDS} times kill -9 under load`, async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  const ledger = new Ledger();
  t.diagnostic(`SEED=${SEED}`);
  for (let round = 1; round <= ROUNDS; round++) {
    const [oldPosts, oldMarks, oldPeople] = [ledger.posts.length, ledger.marks.size, ledger.people.length];
    await underLoad(t, dir, ledger);
    await checkRecount(dir);

    const server = await serve(t, dir);
    const fresh = ledger.posts.slice(oldPosts);
    const resent = await sendAgain(ledger, server.url, fresh);
    const unsure = ledger.posts.filter(({ is }) => is === 'unsure');
    const old = Array.from({ length: OLD_LOOKED_AT }, () => pick(ledger.posts));
    const marks = [...ledger.marks.values()];
    await compare(server.url, [...new Set([...fresh, ...resent.filter(({ id }) => id), ...unsure, ...old])],
      [...marks.slice(oldMarks), ...marks.filter(({ is, busy }) => is === null || busy)]);
    for (const person of ledger.people.slice(oldPeople)) await checkNoDuplicates(server.url, person);
    assert.deepEqual(await server.stop(), { code: 0, signal: null }, server.log);
  }

  const server = await serve(t, dir);
  await compare(server.url, ledger.posts, [...ledger.marks.values()]);
  for (const person of ledger.people) await checkNoDuplicates(server.url, person);
  await server.stop();
  await checkRecount(dir);
  const checked = await command(['check', '--data', dir]);
  assert.equal(checked.code, 0, checked.stdout + checked.stderr);
  t.diagnostic(`${ledger.answered} acts answered, ${ledger.people.length} people`);
  assert.ok(ledger.answered > ROUNDS * 20, 'there was load');
});
