// SPDX-License-Identifier: AGPL-3.0-or-later
// masto.js, as it comes from npm, against the running server: everything an app does.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from 'masto';
import { addMeToo, command, makeDir, mustRun, send, serve, OOB, SCOPES, sleep } from '../house.js';
import { allow, shownCode } from './visitor.js';
import { check, checkAll } from './entities.js';
import { rm } from 'node:fs/promises';

const REDIRECT = 'https://app.invalid/after?from=chorus';

let dir;
let server;
let ana;
let eve;
let anaReceipt;

async function makePerson(username) {
  const printed = await mustRun('person', 'add', '--data', dir, '--username', username, '--pen-name', username);
  return /^receipt +(\S+)$/m.exec(printed)[1];
}

function authorizeUrl(app, redirect, extra) {
  return `${server.url}/oauth/authorize?${new URLSearchParams({
    response_type: 'code', client_id: app.clientId, redirect_uri: redirect, scope: SCOPES, ...extra,
  })}`;
}

/** The whole log-in of an app with an address of its own. */
async function logIn(receipt) {
  const anonymous = createRestAPIClient({ url: server.url });
  const oauth = createOAuthAPIClient({ url: server.url });
  const app = check('application', await anonymous.v1.apps.create({
    clientName: 'a real app', redirectUris: REDIRECT, scopes: SCOPES, website: 'https://app.invalid',
  }));
  const verifier = randomBytes(48).toString('base64url');
  const state = randomBytes(8).toString('hex');
  const page = await allow(authorizeUrl(app, REDIRECT, {
    state, code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }), receipt);
  const back = new URL(page.url);
  assert.equal(back.origin + back.pathname, 'https://app.invalid/after', page.html);
  assert.equal(back.searchParams.get('from'), 'chorus');
  assert.equal(back.searchParams.get('state'), state);
  const asked = {
    grantType: 'authorization_code', clientId: app.clientId, clientSecret: app.clientSecret,
    redirectUri: REDIRECT, code: back.searchParams.get('code'),
  };
  return { oauth, app, asked, verifier };
}

async function client(receipt) {
  const { oauth, asked, verifier } = await logIn(receipt);
  const token = check('oauthToken', await oauth.token.create({ ...asked, codeVerifier: verifier }));
  const rest = createRestAPIClient({ url: server.url, accessToken: token.accessToken });
  return { rest, token: token.accessToken };
}

/** The next event of a kind, or a failure after ten seconds. */
async function next(events, kind, fits = () => true) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no event "${kind}"`)), 10_000);
  });
  try {
    for (;;) {
      const { value, done } = await Promise.race([events.next(), late]);
      assert.ok(!done, `the stream ended before "${kind}"`);
      if (value.event === kind && fits(value.payload)) return value;
    }
  } finally {
    clearTimeout(timer);
  }
}

async function streamOf(person) {
  const instance = await person.rest.v2.instance.fetch();
  const streaming = createStreamingAPIClient({
    streamingApiUrl: instance.configuration.urls.streaming, accessToken: person.token,
  });
  await streaming.prepare();
  return streaming;
}

const statusOf = (error) => error.statusCode;

describe('masto.js', () => {
  before(async () => {
    dir = await makeDir();
    await addMeToo(dir);
    server = await serve(null, dir);
    anaReceipt = await makePerson('ana');
    ana = await client(anaReceipt);
    eve = await client(await makePerson('eve'));
  });
  after(async () => {
    assert.deepEqual(await server.stop(), { code: 0, signal: null }, server.log);
    assert.equal((await command(['recount', '--data', dir])).stdout, '0 differences\n');
    await rm(dir, { recursive: true, force: true });
  });

  test('the instance describes itself', async () => {
    const instance = check('instance', await ana.rest.v2.instance.fetch());
    assert.match(instance.version, /^4\.\d+\.\d+ /);
    assert.equal(typeof instance.configuration.statuses.maxCharacters, 'number');
    assert.equal(instance.configuration.mediaAttachments.supportedMimeTypes instanceof Array, true);
    const old = await ana.rest.v1.instance.fetch();
    assert.equal(old.uri, new URL(server.url).host);
  });

  test('a code is used once, by its app, with its verifier', async () => {
    const { oauth, asked, verifier } = await logIn(anaReceipt);
    await assert.rejects(oauth.token.create({ ...asked, codeVerifier: `${verifier}x` }),
      (error) => statusOf(error) === 400);
    await assert.rejects(oauth.token.create({ ...asked, codeVerifier: verifier }),
      (error) => statusOf(error) === 400, 'a code is used up by a wrong verifier');
    const second = await logIn(anaReceipt);
    const good = { ...second.asked, codeVerifier: second.verifier };
    await assert.rejects(oauth.token.create({ ...good, clientSecret: 'x' }),
      (error) => statusOf(error) === 401);
  });

  test('a wrong receipt and a refusal give no code', async () => {
    const anonymous = createRestAPIClient({ url: server.url });
    const app = await anonymous.v1.apps.create({ clientName: 'x', redirectUris: OOB, scopes: SCOPES });
    const page = await allow(authorizeUrl(app, OOB), '0000-0000-0000-0000-0000');
    assert.throws(() => shownCode(page));
    assert.match(page.html, /name="receipt"/, 'the form is shown again');
  });

  test('an app logs in, is who it is, logs out', async () => {
    const anonymous = createRestAPIClient({ url: server.url });
    const oauth = createOAuthAPIClient({ url: server.url });
    const app = await anonymous.v1.apps.create({ clientName: 'oob', redirectUris: OOB, scopes: SCOPES });
    const code = shownCode(await allow(authorizeUrl(app, OOB), anaReceipt));
    const secrets = { clientId: app.clientId, clientSecret: app.clientSecret };
    const token = await oauth.token.create({
      grantType: 'authorization_code', ...secrets, redirectUri: OOB, code,
    });
    const rest = createRestAPIClient({ url: server.url, accessToken: token.accessToken });
    const me = check('ownAccount', await rest.v1.accounts.verifyCredentials());
    assert.equal(me.username, 'ana');
    await oauth.revoke({ ...secrets, token: token.accessToken });
    await assert.rejects(rest.v1.accounts.verifyCredentials(), (error) => statusOf(error) === 401);
  });

  test('a voice is posted, read, edited, its history kept, deleted', async () => {
    const status = check('statusWithToken', await ana.rest.v1.statuses.create({
      status: 'It happened at work.\n\n#MeToo #YoTambién', language: 'en', spoilerText: 'harassment',
      sensitive: true,
    }));
    assert.deepEqual(status.tags.map(({ name }) => name.toLowerCase()), ['metoo', 'yotambién']);
    assert.equal(status.spoilerText, 'harassment');
    assert.equal(status.language, 'en');
    assert.match(status.content, /^<p>It happened at work\.<\/p>/);
    assert.match(status.content, /class="mention hashtag"/);
    check('status', await createRestAPIClient({ url: server.url }).v1.statuses.$select(status.id).fetch());

    const source = check('statusSource', await ana.rest.v1.statuses.$select(status.id).source.fetch());
    assert.match(source.text, /#YoTambién$/);
    const edited = check('statusWithToken', await ana.rest.v1.statuses.$select(status.id).update({
      status: 'It happened at work, twice. #MeToo',
    }));
    assert.equal(edited.id, status.id);
    assert.ok(edited.editedAt);
    const history = checkAll('statusEdit', await ana.rest.v1.statuses.$select(status.id).history.list());
    assert.equal(history.length, 2);
    assert.match(history[0].content, /It happened at work\./);

    const gone = await ana.rest.v1.statuses.$select(status.id).remove();
    assert.equal(gone.text, 'It happened at work, twice. #MeToo', 'what was said is given back');
    await assert.rejects(ana.rest.v1.statuses.$select(status.id).fetch(),
      (error) => statusOf(error) === 404 && error.message.length > 0);
    await assert.rejects(eve.rest.v1.statuses.$select(status.id).remove(),
      (error) => statusOf(error) === 404);
  });

  test('answers make a thread, and only the author deletes', async () => {
    const voice = await ana.rest.v1.statuses.create({ status: 'Me too. #MeToo' });
    const first = check('statusWithToken', await eve.rest.v1.statuses.create({
      status: '@ana I believe you.', inReplyToId: voice.id,
    }));
    assert.equal(first.inReplyToId, voice.id);
    assert.equal(first.inReplyToAccountId, voice.account.id);
    assert.deepEqual(first.mentions.map(({ username }) => username), ['ana']);
    const second = await ana.rest.v1.statuses.create({ status: 'Thank you.', inReplyToId: first.id });
    const context = check('context', await ana.rest.v1.statuses.$select(first.id).context.fetch());
    assert.deepEqual(context.ancestors.map(({ id }) => id), [voice.id]);
    assert.deepEqual(context.descendants.map(({ id }) => id), [second.id]);
    assert.equal((await ana.rest.v1.statuses.$select(voice.id).fetch()).repliesCount, 2);
    await assert.rejects(ana.rest.v1.statuses.$select(first.id).remove(),
      (error) => [403, 404].includes(statusOf(error)));
  });

  test('favourite, boost, bookmark, pin, and back', async () => {
    const voice = await ana.rest.v1.statuses.create({ status: 'To be carried on. #MeToo' });
    const hers = eve.rest.v1.statuses.$select(voice.id);
    const liked = check('statusWithToken', await hers.favourite());
    assert.equal(liked.favourited, true);
    assert.equal(liked.favouritesCount, 1);
    assert.equal((await hers.favourite()).favouritesCount, 1, 'twice is once');
    const boost = check('statusWithToken', await hers.reblog());
    assert.equal(boost.reblog.id, voice.id);
    assert.notEqual(boost.id, voice.id);
    assert.equal(boost.reblog.reblogsCount, 1);
    assert.equal((await hers.bookmark()).bookmarked, true);
    const favourites = checkAll('statusWithToken', await eve.rest.v1.favourites.list());
    assert.deepEqual(favourites.map(({ id }) => id), [voice.id]);
    const bookmarks = checkAll('statusWithToken', await eve.rest.v1.bookmarks.list());
    assert.deepEqual(bookmarks.map(({ id }) => id), [voice.id]);
    assert.deepEqual(await ana.rest.v1.statuses.$select(voice.id).favouritedBy.list(), [],
      'nobody is shown who stood by');

    assert.equal((await hers.unfavourite()).favouritesCount, 0);
    assert.equal((await hers.unreblog()).reblogsCount, 0);
    assert.equal((await hers.unbookmark()).bookmarked, false);
    assert.equal((await ana.rest.v1.statuses.$select(voice.id).pin()).pinned, true);
    const me = await ana.rest.v1.accounts.verifyCredentials();
    const pinned = await ana.rest.v1.accounts.$select(me.id).statuses.list({ pinned: true });
    assert.deepEqual(pinned.map(({ id }) => id), [voice.id]);
    assert.equal((await ana.rest.v1.statuses.$select(voice.id).unpin()).pinned, false);
  });

  test('a hashtag timeline is paged through, each voice once', async () => {
    const posted = [];
    for (let i = 0; i < 25; i++) {
      posted.unshift((await ana.rest.v1.statuses.create({ status: `Voice ${i} #PageThrough` })).id);
    }
    const seen = [];
    for await (const page of ana.rest.v1.timelines.tag.$select('pagethrough').list({ limit: 10 })) {
      checkAll('statusWithToken', page);
      seen.push(...page.map(({ id }) => id));
    }
    assert.deepEqual(seen, posted);
    const newer = await ana.rest.v1.timelines.tag.$select('PageThrough')
      .list({ minId: posted[20], limit: 3 });
    assert.deepEqual(newer.map(({ id }) => id), posted.slice(17, 20), 'immediately above min_id');
    const since = await ana.rest.v1.timelines.tag.$select('PageThrough')
      .list({ sinceId: posted[20], limit: 3 });
    assert.deepEqual(since.map(({ id }) => id), posted.slice(0, 3));
    const tag = check('tag', await ana.rest.v1.tags.$select('PageThrough').fetch());
    assert.ok(['0', '20'].includes(tag.history[0].uses), 'it moves in steps that nobody knows');
    assert.equal(tag.history[0].accounts, '0');
    assert.equal(tag.history.length, 7);
  });

  test('following a person and a hashtag fills the home timeline', async () => {
    const her = check('account', await eve.rest.v1.accounts.lookup({ acct: 'ana' }));
    const tie = check('relationship', await eve.rest.v1.accounts.$select(her.id).follow());
    assert.equal(tie.following, true);
    const voice = await ana.rest.v1.statuses.create({ status: 'To those who listen.' });
    const home = checkAll('statusWithToken', await eve.rest.v1.timelines.home.list({ limit: 5 }));
    assert.equal(home[0].id, voice.id);
    checkAll('account', await ana.rest.v1.accounts.$select(her.id).followers.list());
    assert.equal((await eve.rest.v1.accounts.$select(her.id).unfollow()).following, false);
    assert.equal((await eve.rest.v1.tags.$select('homely').follow()).following, true);
    const tagged = await ana.rest.v1.statuses.create({ status: 'Said to a hashtag. #Homely' });
    assert.equal((await eve.rest.v1.timelines.home.list({ limit: 5 }))[0].id, tagged.id);
    assert.deepEqual((await eve.rest.v1.followedTags.list()).map(({ name }) => name.toLowerCase()), ['homely']);
    assert.equal((await eve.rest.v1.tags.$select('homely').unfollow()).following, false);
  });

  test('notifications say who answered and who came, and can be cleared', async () => {
    await ana.rest.v1.notifications.clear();
    const me = await ana.rest.v1.accounts.verifyCredentials();
    const voice = await ana.rest.v1.statuses.create({ status: 'Heard? #MeToo' });
    const answer = await eve.rest.v1.statuses.create({ status: '@ana Heard.', inReplyToId: voice.id });
    await eve.rest.v1.statuses.$select(voice.id).reblog();
    await eve.rest.v1.accounts.$select(me.id).follow();
    const notices = checkAll('notification', await ana.rest.v1.notifications.list());
    assert.deepEqual(notices.map(({ type }) => type).sort(), ['follow', 'mention', 'reblog']);
    const mention = notices.find(({ type }) => type === 'mention');
    assert.equal(check('statusWithToken', mention.status).id, answer.id);
    assert.equal(mention.account.username, 'eve');
    await ana.rest.v1.notifications.$select(mention.id).dismiss();
    assert.equal((await ana.rest.v1.notifications.list()).length, 2);
    assert.equal((await ana.rest.v1.notifications.list({ types: ['follow'] })).length, 1);
    await ana.rest.v1.notifications.clear();
    assert.deepEqual(await ana.rest.v1.notifications.list(), []);
  });

  test('profile, relationships, search, preferences, markers, filters', async () => {
    const me = check('ownAccount', await ana.rest.v1.accounts.updateCredentials({
      displayName: 'Ana of the river', note: 'I listen.',
    }));
    assert.equal(me.displayName, 'Ana of the river');
    assert.match(me.note, /I listen\./);
    const her = await ana.rest.v1.accounts.lookup({ acct: 'eve' });
    const ties = checkAll('relationship', await ana.rest.v1.accounts.relationships.fetch({ id: [her.id] }));
    assert.equal(ties[0].followedBy, true);
    assert.equal((await ana.rest.v1.accounts.$select(her.id).mute()).muting, true);
    assert.equal((await ana.rest.v1.accounts.$select(her.id).unmute()).muting, false);
    const found = await ana.rest.v2.search.list({ q: 'ev', type: 'accounts' });
    assert.deepEqual(checkAll('account', found.accounts).map(({ id }) => id), [her.id]);
    const tags = await ana.rest.v2.search.list({ q: '#pagethr', type: 'hashtags' });
    assert.equal(tags.hashtags[0].name.toLowerCase(), 'pagethrough');
    assert.equal(typeof (await ana.rest.v1.preferences.fetch())['posting:default:visibility'], 'string');
    const voice = await ana.rest.v1.statuses.create({ status: 'Read up to here.' });
    await ana.rest.v1.markers.create({ home: { lastReadId: voice.id } });
    assert.equal((await ana.rest.v1.markers.fetch({ timeline: ['home'] })).home.lastReadId, voice.id);
    const filter = await ana.rest.v2.filters.create({
      title: 'not today', context: ['home'], filterAction: 'hide',
      keywordsAttributes: [{ keyword: 'heavy word', wholeWord: 'true' }],
    });
    assert.equal(filter.keywords[0].keyword, 'heavy word');
    await ana.rest.v2.filters.$select(filter.id).remove();
    assert.deepEqual(await ana.rest.v2.filters.list(), []);
  });

  test('a report is taken', async () => {
    const voice = await eve.rest.v1.statuses.create({ status: 'Something to look at.' });
    const report = await ana.rest.v1.reports.create({
      accountId: voice.account.id, statusIds: [voice.id], comment: 'please look', category: 'other',
    });
    assert.match(report.id, /^\d+$/);
  });

  test('an Idempotency-Key gives the same voice again', async () => {
    const body = { status: 'Sent twice, said once. #Once' };
    const headers = { 'idempotency-key': randomBytes(12).toString('hex') };
    const sent = await Promise.all([1, 2, 3].map(() => send(server.url, 'POST', '/api/v1/statuses',
      { token: ana.token, body, headers })));
    assert.deepEqual(sent.map(({ status }) => status), [200, 200, 200]);
    assert.equal(new Set(sent.map(({ json }) => json.id)).size, 1);
  });

  test('streams bring updates, edits, deletions and notifications', async (t) => {
    const streaming = await streamOf(eve);
    t.after(() => streaming.close());
    const onTag = streaming.hashtag.subscribe({ tag: 'Streamed' }).values();
    const onUser = streaming.user.subscribe().values();
    const first = next(onTag, 'update');
    const told = next(onUser, 'notification', (payload) => payload.type === 'mention');
    await sleep(300); // the subscriptions are on their way
    const voice = await ana.rest.v1.statuses.create({ status: 'Live. #Streamed' });
    const update = await first;
    assert.equal(check('status', update.payload).id, voice.id);
    assert.equal(update.stream[0], 'hashtag');
    assert.equal(update.stream[1].toLowerCase(), 'streamed');

    await ana.rest.v1.statuses.$select(voice.id).update({ status: 'Live, mended. #Streamed' });
    const edit = await next(onTag, 'status.update');
    assert.match(check('status', edit.payload).content, /mended/);

    await ana.rest.v1.statuses.create({ status: '@eve are you there?' });
    assert.equal(check('notification', (await told).payload).account.username, 'ana');

    await ana.rest.v1.statuses.$select(voice.id).remove();
    const gone = await next(onTag, 'delete');
    assert.equal(String(gone.payload), voice.id);
  });

  test('what is not there answers in the way apps expect', async () => {
    await assert.rejects(ana.rest.v1.statuses.$select('1').fetch(), (error) => statusOf(error) === 404);
    await assert.rejects(ana.rest.v1.statuses.create({ status: '' }), (error) => statusOf(error) === 422);
    const wrong = createRestAPIClient({ url: server.url, accessToken: 'nonsense' });
    await assert.rejects(wrong.v1.accounts.verifyCredentials(), (error) => statusOf(error) === 401);
    await assert.rejects(ana.rest.v2.media.create({ file: new Blob(['x'], { type: 'image/png' }) }),
      (error) => statusOf(error) === 422);
    const optional = await send(server.url, 'GET', '/api/v1/no/such/endpoint', { token: ana.token });
    assert.equal(optional.status, 404);
    assert.equal(typeof optional.json.error, 'string');
  });
});
