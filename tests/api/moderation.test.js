// SPDX-License-Identifier: AGPL-3.0-or-later
// Moderation with two moderators and an organiser, by pages without scripts and by the admin API: each
// decision, its refusal and its undoing; a recount after each finds no difference.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { command, makeApp, mustRun, OOB, send, signUp } from '../house.js';
import { Visitor } from '../clients/visitor.js';
import { makeHouse, Person } from './people.js';

const cleanups = [];
const later = { after: (work) => cleanups.unshift(work) };
const team = {};
let house;

async function member(username, role, language) {
  const made = await mustRun('person', 'add', '--data', house.dir, '--username', username);
  const receipt = /receipt\s+(\S+)/.exec(made)[1];
  if (role) await mustRun('person', 'role', '--data', house.dir, '--username', username, '--role', role,
    ...(language ? ['--language', language] : []));
  const who = new Visitor(house.url);
  await who.submit(await who.get('/login'), '/login', { receipt });
  return who;
}

before(async () => {
  house = await makeHouse(later, { people: 3 });
  team.mona = await member('mona', 'moderator');
  team.maya = await member('maya', 'moderator');
  team.sol = await member('sol', 'moderator', 'es');
  team.olga = await member('olga', 'organiser');
  team.nora = await member('nora');
});

after(async () => {
  for (const work of cleanups) await work();
});

async function assertRecount() {
  const { code, stdout } = await command(['recount', '--data', house.dir]);
  assert.equal(code, 0, stdout);
}

async function decide(who, where, values, wanted = 200) {
  const page = await who.submit(await who.get(where), where, values);
  assert.equal(page.status, wanted, page.html);
  await assertRecount();
  return page;
}

const isShown = async (post) => (await house.nobody.send('GET', `/api/v1/statuses/${post.id}`)).status === 200;
const desk = (post) => `/m/p/${post.id}`;

/** The number of the latest decision that can be taken back, and taking it back. */
async function undo(who) {
  const trail = await who.get('/m/h');
  const action = /action="(\/m\/h\/\d+)"/.exec(trail.html)[1];
  const page = await who.submit(trail, action, { what: 'undo' });
  assert.equal(page.status, 200, page.html);
  await assertRecount();
}

test('nobody without a role finds a desk', async () => {
  for (const where of ['/m', '/m/q', '/m/r', '/m/t', '/m/h', '/m/w', '/m/s/1', '/m/a/1', '/m/b/1']) {
    assert.equal((await team.nora.get(where)).status, 404, where);
    assert.match(new URL((await new Visitor(house.url).get(where)).url).pathname, /^\/login/, where);
  }
  assert.equal((await team.mona.get('/m/w')).status, 404);
  assert.equal((await team.mona.get('/m/s/1')).status, 404);
  assert.doesNotMatch((await team.nora.get('/me')).html, /href="\/m"/);
  assert.match((await team.mona.get('/me')).html, /href="\/m"/);
});

test('a report is in the queue, hides nothing, is never forwarded and keeps no reporter', async () => {
  const [anna, berta] = house.people;
  const post = await anna.say('Reported words. #MeToo');
  const made = await berta.must('POST', '/api/v1/reports', {
    account_id: post.account.id, status_ids: [post.id], comment: 'Look, please', forward: true });
  assert.equal(made.forwarded, false);
  assert.ok(await isShown(post));
  assert.match((await team.mona.get('/m/q?reason=12')).html, /Reported words/);
  const list = await team.mona.get('/m/r');
  assert.match(list.html, /Look, please/);
  assert.match(list.html, new RegExp(`href="/m/p/${post.id}"`));
  const row = `/m/r/${made.id}`;
  assert.equal((await team.nora.submit(list, row, { what: 'report-resolve' })).status, 403); // another's form
  await team.mona.submit(list, row, { what: 'report-take' });
  assert.match((await team.mona.get('/m/r')).html, /Leave it to others/);
  await team.mona.submit(list, row, { what: 'report-resolve' });
  assert.doesNotMatch((await team.mona.get('/m/r')).html, /Look, please/);
  assert.match((await team.mona.get('/m/r?closed=1')).html, /Look, please/);
  assert.doesNotMatch((await team.mona.get('/m/q?reason=12')).html, /Reported words/);
  await team.mona.submit(await team.mona.get('/m/r?closed=1'), row, { what: 'report-reopen' });
  assert.match((await team.mona.get('/m/r')).html, /Look, please/);
  await assertRecount();
});

test('hide and take back: the post leaves pages, API and figures, and is there again', async () => {
  const [anna, berta] = house.people;
  const voice = await anna.say('A voice. #MeToo');
  const comment = await berta.answer(voice, 'An answer nobody should read.');
  const acts = async () => (await house.nobody.get('/api/chorus/v1/campaigns/metoo/figures')).windows.all.comments;
  const counted = await acts();
  await decide(team.mona, desk(comment), { what: 'hide', reason: '2' });
  assert.equal(await isShown(comment), false);
  assert.equal((await house.nobody.get(`/api/v1/statuses/${voice.id}/context`)).descendants.length, 0);
  assert.equal(await acts(), counted - 1);
  await undo(team.mona);
  assert.ok(await isShown(comment));
  assert.equal(await acts(), counted);
  await decide(team.maya, desk(comment), { what: 'hide', reason: '2' });
  await decide(team.mona, desk(comment), { what: 'show' });
  assert.ok(await isShown(comment));
  assert.equal((await decide(team.mona, desk(comment), { what: 'show' }, 409)).status, 409);
  await decide(team.mona, desk(comment), { what: 'suspend' }, 422);
});

test('before publication everything waits, and an approval publishes it', async () => {
  await decide(team.olga, '/m/s/1', { mode: '1' });
  const anna = house.people[0];
  const post = await anna.say('Waiting words. #MeToo');
  assert.equal(await isShown(post), false);
  const queue = await team.mona.get('/m/q');
  assert.match(queue.html, /Waiting words/);
  assert.match(queue.html, /class="words veil" tabindex="0"/);
  const page = await team.mona.submit(queue, '/m/q', { what: 'approve-many', 'posts[]': post.id });
  assert.equal(page.status, 200, page.html);
  await assertRecount();
  const shown = (await house.nobody.get('/api/v1/timelines/tag/MeToo'))
    .find(({ content }) => content.includes('Waiting words'));
  assert.ok(shown);
  assert.notEqual(shown.id, post.id);
  await undo(team.mona);
  assert.equal(await isShown(shown), false);
  await decide(team.olga, '/m/s/1', { mode: '2', 'rules[]': '10' }); // floods
  assert.equal((await team.mona.submit(queue, '/m/q', { what: 'approve-many' })).status, 422);
});

test('an author is asked from a list, and sees the question on her page', async () => {
  const anna = await member('anna_asked');
  const voice = await anna.submit(await anna.get('/w'), '/w', { text: 'It was him. #MeToo' });
  const id = /id="v(\d+)"/.exec(voice.html)[1];
  await decide(team.mona, `/m/p/${id}`, { what: 'ask', reason: '1' });
  assert.equal(await isShown({ id }), false);
  assert.match((await anna.get('/me')).html, /The moderators ask:.*Please leave out who it was\./s);
  await decide(team.mona, `/m/p/${id}`, { what: 'ask', reason: '0' }, 422);
});

test('C11: a second opinion is given by another moderator', async () => {
  const post = await house.people[0].say('Hard to say. #MeToo');
  await decide(team.mona, desk(post), { what: 'second-opinion' });
  assert.match((await team.mona.get(desk(post))).html, /another moderator decides/);
  const box = `name="posts" value="${post.id}"`; // among many it would be passed over
  assert.ok(!(await team.mona.get('/m/q')).html.includes(box));
  assert.ok((await team.maya.get('/m/q')).html.includes(box));
  const other = await team.maya.get(desk(post));
  assert.equal((await team.mona.submit(other, desk(post), { what: 'hide' })).status, 403);
  await decide(team.maya, desk(post), { what: 'hide' });
  assert.equal(await isShown(post), false);
});

test('a story is removed by two', async () => {
  const post = await house.people[0].say('To be removed. #MeToo');
  await decide(team.mona, desk(post), { what: 'remove', reason: '4' });
  assert.ok(await isShown(post));
  const list = await team.mona.get('/m/t');
  const row = /action="(\/m\/t\/\d+)"/.exec(list.html)[1];
  assert.doesNotMatch(list.html, /value="confirm"/);
  const second = await team.maya.get('/m/t');
  assert.equal((await team.mona.submit(list, row, { what: 'confirm' })).status, 403);
  assert.equal((await team.maya.submit(second, row, { what: 'confirm' })).status, 200);
  assert.equal(await isShown(post), false);
  assert.equal((await team.maya.get(desk(post))).status, 404);
  await assertRecount();
});

test('a suspended account leaves the figures with its reactions and comes back', async () => {
  const [anna, berta] = house.people;
  const voice = await anna.say('To react to. #MeToo');
  const own = await berta.say('Hers. #MeToo');
  await berta.act(voice, 'favourite');
  const { id } = await berta.me();
  await decide(team.mona, `/m/a/${id}`, { what: 'suspend', reason: '2' });
  assert.equal(await isShown(own), false);
  assert.equal((await house.nobody.get(`/api/v1/statuses/${voice.id}`)).favourites_count, 0);
  assert.equal((await house.nobody.send('GET', `/api/v1/accounts/${id}`)).status, 404);
  assert.equal((await berta.send('POST', '/api/v1/statuses', { status: '#MeToo' })).status, 403);
  assert.equal((await team.sol.get(`/m/a/${id}`)).status, 404);
  await undo(team.mona);
  assert.ok(await isShown(own));
  assert.equal((await house.nobody.get(`/api/v1/statuses/${voice.id}`)).favourites_count, 1);
});

test('a moderator of a language sees and decides about that language', async () => {
  const [anna] = house.people;
  const spanish = await anna.say('En castellano. #YoTambien', { language: 'es' });
  const english = await anna.say('In English. #MeToo', { language: 'en' });
  assert.equal((await team.sol.get(desk(english))).status, 404);
  await decide(team.sol, desk(spanish), { what: 'hide' });
  assert.equal(await isShown(spanish), false);
});

test('organisers give roles and take them back', async () => {
  const page = await team.olga.get('/m/w');
  const given = { username: '@nora', role: 'moderator', campaign: '1', language: '', what: 'role-give' };
  assert.equal((await team.olga.submit(page, '/m/w', { ...given, username: 'nobody_here' })).status, 422);
  assert.equal((await team.olga.submit(page, '/m/w', given)).status, 200);
  assert.equal((await team.nora.get('/m')).status, 200);
  assert.equal((await team.nora.get('/m/w')).status, 404);
  await team.olga.submit(page, '/m/w', { ...given, what: 'role-take' });
  assert.equal((await team.nora.get('/m')).status, 404);
});

test('C11: notes hand over; own numbers are shown to nobody else; a break is suggested', async () => {
  await decide(team.mona, '/m', { note: 'The flood of the evening is over.' });
  assert.match((await team.maya.get('/m')).html, /The flood of the evening is over\./);
  assert.match((await team.mona.get('/m')).html, /you decided \d+ times? today/);
  assert.match((await team.nora.get('/m')).html, /not found|Nothing/i);
  assert.doesNotMatch((await team.maya.get('/m/h')).html, /@mona/);
  assert.match((await team.olga.get('/m/h')).html, /@mona/);
  assert.doesNotMatch((await team.maya.get('/m')).html, /Time for a break/);
  const post = await house.people[0].say('Again and again. #MeToo');
  for (let i = 0; i < 20; i++) {
    const page = await team.maya.get(desk(post));
    await team.maya.submit(page, desk(post), { what: 'hide' });
    await team.maya.submit(page, desk(post), { what: 'show' });
  }
  const rest = await team.maya.get('/m');
  assert.match(rest.html, /Time for a break/);
  assert.match(rest.html, /Helplines are there for you as well/);
});

test('C11: what moderators read is text, blurred, and never stored', async () => {
  const post = await house.people[0].say('See https://example.org and #MeToo');
  for (const where of ['/m', '/m/q', desk(post), '/m/h']) {
    const page = await team.mona.get(where);
    const main = /<main.*<\/main>/s.exec(page.html)[0];
    assert.doesNotMatch(main, /<img|example\.org"/, where);
    for (const [, attributes] of main.matchAll(/<div class="words([^>]*)>/g)) assert.match(attributes, /veil/);
  }
  const cookie = [...team.olga.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  for (const where of ['/m', '/m/q', desk(post), '/m/r', '/m/t', '/m/h', `/m/a/${post.account.id}`, '/m/w', '/m/s/1', '/m/f/1']) {
    const { status, headers } = await send(house.url, 'GET', where, { headers: { cookie } });
    assert.equal(status, 200, where);
    assert.equal(headers.get('cache-control'), 'no-store', where);
    assert.equal(headers.get('etag'), null, where);
  }
});

test('C13: how often moderators decided is told', async () => {
  const page = await house.nobody.send('GET', '/about/storage');
  assert.match(page.text, /What moderators decided so far/);
  assert.match(page.text, /<li>Hidden · (\d*0|fewer than ten times)<\/li>/);
  assert.match(page.text, /<li>Kept waiting · fewer than ten times<\/li>/);
});

test('the trail has no words', async () => {
  const words = 'Quittengelee';
  const post = await house.people[0].say(`${words} #MeToo`);
  await decide(team.mona, desk(post), { what: 'hide' });
  assert.doesNotMatch((await team.olga.get('/m/h')).html, new RegExp(words));
});

test('what a blocked account answered is gone for all readers of the voice, on pages and in apps', async () => {
  const [anna, berta] = house.people;
  const voice = await anna.say('Hers alone. #MeToo');
  const comment = await berta.answer(voice, 'Unwanted words.');
  const { id } = await berta.me();
  const threads = async () => [
    (await house.nobody.get(`/api/v1/statuses/${voice.id}/context`)).descendants.length > 0,
    (await house.nobody.send('GET', `/voice/${voice.id}`)).text.includes('Unwanted words'),
    (await house.nobody.send('GET', `/voice/${comment.id}`)).status === 200,
    await isShown(comment),
    (await house.people[2].send('GET', `/api/v1/statuses/${comment.id}`)).status === 200,
  ];
  assert.deepEqual(await threads(), [true, true, true, true, true]);
  await anna.must('POST', `/api/v1/accounts/${id}/block`);
  assert.deepEqual(await threads(), [false, false, false, false, false]);
  assert.equal((await berta.send('GET', `/api/v1/statuses/${comment.id}`)).status, 200);
  assert.equal((await berta.send('POST', '/api/v1/statuses', { status: 'More', in_reply_to_id: voice.id })).status, 404);
  await anna.must('POST', `/api/v1/accounts/${id}/unblock`);
  assert.deepEqual(await threads(), [true, true, true, true, true]);
  await assertRecount();
});

test('a flood is decided about at once, taken back as a whole, and honest voices go through', async () => {
  const text = 'Everybody here says the very same about the old mill by the river and the people in it.';
  const posts = [];
  for (let i = 0; i < 12; i++) {
    const bot = new Person(house.url, await signUp(house.url, house.app));
    posts.push(await bot.say(`${text} #MeToo`));
  }
  const honest = await house.people[0].say('I was nineteen, and it took me years to find words for it at all. #MeToo');
  assert.ok(await isShown(honest));
  const held = async () => (await Promise.all(posts.map(isShown))).filter((shown) => !shown).length;
  const before = await held();
  assert.ok(before >= 6, `${before} of 12 wait`);
  const where = /href="(\/m\/b\/-?\d+)"/.exec((await team.mona.get('/m')).html)[1];
  const page = await team.mona.get(where);
  assert.match(page.html, /<h1>12 posts<\/h1>/); // those too that came before it was a flood
  assert.match(page.html, new RegExp(`${12 - before} of them are shown to readers`));
  assert.match(page.html, /old mill by the river/);
  assert.equal((await team.mona.submit(page, where, { what: 'hide-many', reason: '3' })).status, 200);
  await assertRecount();
  assert.equal((await team.mona.get(where)).status, 404);
  assert.equal(await held(), 12);
  await undo(team.mona);
  assert.equal(await held(), before);
  const again = await team.mona.get(where);
  assert.match(again.html, /<h1>12 posts<\/h1>/);
  await team.mona.submit(again, where, { what: 'approve-many' });
  await assertRecount();
  const shown = (await house.nobody.get('/api/v1/timelines/tag/MeToo?limit=40'))
    .filter(({ content }) => content.includes('old mill by the river'));
  assert.equal(shown.length, 12);
  const late = new Person(house.url, await signUp(house.url, house.app));
  assert.ok(await isShown(await late.say(`${text} #MeToo`))); // what was let through is let through
});

test('a list of blocked accounts suspends those that are here', async () => {
  const bad = await signUp(house.url, house.app, 'listed_one');
  const file = path.join(house.dir, 'blocks.csv');
  await writeFile(file, 'Account address\nlisted_one\n@listed_one@elsewhere.example\nnobody@elsewhere.example\n');
  const done = await mustRun('moderation', 'import-blocks', '--data', house.dir, file);
  assert.equal(done, '3 accounts: 1 suspended, 0 were suspended, 2 are not here\n');
  assert.equal(await mustRun('moderation', 'import-blocks', '--data', house.dir, file),
    '3 accounts: 0 suspended, 1 were suspended, 2 are not here\n');
  const said = await send(house.url, 'POST', '/api/v1/statuses', { token: bad, body: { status: '#MeToo' } });
  assert.equal(said.status, 403);
  await writeFile(file, 'Account address\n"never closed\n');
  const refused = await command(['moderation', 'import-blocks', '--data', house.dir, file]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /line/);
  await undo(team.olga);
  await assertRecount();
});

/* --- Mastodon's admin API --- */

async function admin(username, role, scopes = 'read write follow admin:read admin:write') {
  const app = await send(house.url, 'POST', '/api/v1/apps', {
    body: { client_name: 'admin', redirect_uris: OOB, scopes } });
  const token = await send(house.url, 'POST', '/oauth/token', {
    body: { grant_type: 'client_credentials', client_id: app.json.client_id,
      client_secret: app.json.client_secret, scope: scopes } });
  const person = new Person(house.url, await signUp(house.url, { token: token.json.access_token }, username));
  if (role) await mustRun('person', 'role', '--data', house.dir, '--username', username, '--role', role);
  return person;
}

test('admin API: accounts are listed, suspended and not, without e-mail or address', async () => {
  const moderator = await admin('admin_a', 'moderator');
  const stranger = await admin('admin_b');
  const [anna] = house.people;
  const { id, username } = await anna.me();
  for (const where of ['accounts', `accounts/${id}`, 'reports'])
    assert.equal((await stranger.send('GET', `/api/v1/admin/${where}`)).status, 403, where);
  assert.equal((await anna.send('GET', '/api/v1/admin/accounts')).status, 403); // no scope
  const [found] = await moderator.get(`/api/v2/admin/accounts?username=${username}`);
  assert.deepEqual([found.id, found.email, found.ip, found.ips, found.suspended], [id, '', null, [], false]);
  assert.equal(found.account.id, id);
  const act = `/api/v1/admin/accounts/${id}`;
  for (const type of ['silence', 'sensitive', 'disable', ''])
    assert.equal((await moderator.send('POST', `${act}/action`, { type })).status, 422, type);
  await moderator.must('POST', `${act}/action`, { type: 'suspend' });
  assert.equal((await moderator.get(act)).suspended, true);
  assert.deepEqual((await moderator.get('/api/v1/admin/accounts?suspended=true')).map((one) => one.id), [id]);
  assert.equal((await moderator.must('POST', `${act}/unsuspend`)).suspended, false);
  assert.equal((await moderator.send('POST', `${act}/unsuspend`)).status, 409);
  for (const what of ['approve', 'reject'])
    assert.equal((await moderator.send('POST', `${act}/${what}`)).status, 403);
  await assertRecount();
});

test('admin API: reports are taken on, dealt with, opened again', async () => {
  const moderator = await admin('admin_c', 'moderator');
  const [anna, berta] = house.people;
  const post = await anna.say('Reported once more. #MeToo');
  const { id } = await berta.must('POST', '/api/v1/reports', {
    account_id: post.account.id, status_ids: [post.id], category: 'spam' });
  const report = `/api/v1/admin/reports/${id}`;
  const listed = (await moderator.get('/api/v1/admin/reports')).find((one) => one.id === id);
  assert.equal(listed.statuses[0].id, post.id);
  assert.equal(listed.forwarded, false);
  assert.equal(listed.target_account.id, post.account.id);
  assert.notEqual(listed.account.id, (await berta.me()).id);
  const me = await moderator.me();
  assert.equal((await moderator.must('POST', `${report}/assign_to_self`)).assigned_account.id, me.id);
  assert.equal((await moderator.must('POST', `${report}/unassign`)).assigned_account, null);
  assert.equal((await moderator.must('POST', `${report}/resolve`)).action_taken, true);
  assert.equal((await moderator.must('POST', `${report}/reopen`)).action_taken, false);
  await moderator.must('POST', `/api/v1/admin/accounts/${post.account.id}/action`, { type: 'suspend', report_id: id });
  assert.equal((await moderator.get(report)).action_taken, true);
  await moderator.must('POST', `/api/v1/admin/accounts/${post.account.id}/unsuspend`);
  await assertRecount();
});

test('admin API: a part of the scopes opens a part of the doors', async () => {
  const moderator = await admin('admin_d', 'moderator', 'read:accounts write:accounts admin:read:reports admin:write:accounts');
  const { id } = await house.people[0].me();
  const doors = [['GET', 'reports', 200], ['GET', 'accounts', 403], ['GET', `accounts/${id}`, 403],
    ['POST', 'reports/1/resolve', 403], ['POST', `accounts/${id}/unsuspend`, 409]];
  for (const [method, where, status] of doors)
    assert.equal((await moderator.send(method, `/api/v1/admin/${where}`)).status, status, where);
  for (const scope of ['admin:read:domain_blocks', 'admin:write:email_domain_blocks']) {
    const app = await send(house.url, 'POST', '/api/v1/apps', { body: { client_name: 'admin', redirect_uris: OOB, scopes: scope } });
    assert.equal(app.status, 200, scope);
  }
});
