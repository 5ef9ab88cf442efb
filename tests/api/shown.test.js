// SPDX-License-Identifier: AGPL-3.0-or-later
// A story is never shown to somebody it was not meant for: every way in which a story can stand or be away, looked for by people
// of every kind in every output that could carry it, its number, its hashtag or its author. One oracle: Story.isFor.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { ask } from '../ask.js';
import { cookieOf, pageRoutes, apiRoutes } from './site.js';
import { listen, openSocket } from './listen.js';
import { makeStories } from './audience_house.js';

const cleanups = [];
const later = { after: (work) => cleanups.unshift(work) };
const kept = new Map(); // what nobody got while all was shown: path -> { etag, text }
let house, streams, never;

/** One output: its path for a story; the face it is read as; `mustShow`: what is for this reader stands in it; `isSingle`: it is
 *  asked for by the story's number, and what is not for somebody looks to her like what never was. */
const one = (face, at) => ({ face, at, isSingle: true, mustShow: false });
const list = (face, at, mustShow = true) => ({ face, at, isSingle: false, mustShow });
const voices = (face, at) => ({ ...list(face, at), isOfVoices: true });

const root = (story) => (story.above ?? story).id;
const SINGLE = {
  voice: { ...one('pages', ({ id }) => `/voice/${id}`), mustShow: true },
  'neutral voice': { ...one('pages', ({ id }) => `/nk/voice/${id}`), mustShow: true },
  'report page': { ...one('pages', ({ id }) => `/voice/${id}/report`), mustShow: true },
  ...Object.fromEntries(['own', 'edit', 'withdraw', 'copy.txt', 'copy.json'].map((what) => [what, one('author', ({ id }) => `/voice/${id}/${what}`)])),
  status: { ...one('apps', ({ id }) => `/api/v1/statuses/${id}`), mustShow: true },
  context: one('apps', ({ id }) => `/api/v1/statuses/${id}/context`),
  history: { ...one('apps', ({ id }) => `/api/v1/statuses/${id}/history`), mustShow: true },
  source: one('apps', ({ id }) => `/api/v1/statuses/${id}/source`),
  'favourited by': one('apps', ({ id }) => `/api/v1/statuses/${id}/favourited_by`),
  'reblogged by': one('apps', ({ id }) => `/api/v1/statuses/${id}/reblogged_by`),
  quotes: one('apps', ({ id }) => `/api/v1/statuses/${id}/quotes`),
  reactions: one('apps', ({ id }) => `/api/v1/pleroma/statuses/${id}/reactions`),
  'reactions of a kind': one('apps', ({ id }) => `/api/v1/pleroma/statuses/${id}/reactions/with-you`),
  several: { ...one('apps', ({ id }) => `/api/v1/statuses?id[]=${id}`), mustShow: true },
  terms: one('author', ({ id }) => `/api/chorus/v1/statuses/${id}/terms`),
  scheduled: one('author', ({ id }) => `/api/v1/scheduled_statuses/${id}`),
  'search by address': { ...one('apps', ({ id }) => `/api/v2/search?q=${encodeURIComponent(`${house.url}/voice/${id}`)}&resolve=true`), mustShow: true },
  'search by number': { ...one('apps', ({ id }) => `/api/v2/search?q=${id}`), mustShow: true },
  'address as in Mastodon': one('nowhere', ({ by, id }) => `/@${by.username}/${id}`),
  oembed: one('nowhere', ({ id }) => `/oembed?url=${encodeURIComponent(`${house.url}/voice/${id}`)}`),
  'a post on the desk': { ...one('desk', ({ id }) => `/m/p/${id}`), mustShow: true },
};
const OF_STORY = {
  'tag page': list('pages', ({ tag }) => `/tags/${tag}`),
  'account page': list('pages', ({ by }) => `/@${by.username}`, false),
  'voice above': list('pages', (story) => `/voice/${root(story)}`, false),
  'context above': list('apps', (story) => `/api/v1/statuses/${root(story)}/context`, false),
  'timeline of a tag': list('apps', ({ tag }) => `/api/v1/timelines/tag/${tag}`),
  'timeline of any tag': list('apps', ({ tag }) => `/api/v1/timelines/tag/never?any[]=${tag}`),
  'feed of a tag': list('apps', ({ tag }) => `/feed/tags/${tag}`),
  'search for a tag': list('apps', ({ tag }) => `/api/v2/search?q=${tag.slice(0, -1)}`),
  'statuses of an account': list('apps', ({ account }) => `/api/v1/accounts/${account}/statuses?limit=1`, false),
  'pinned statuses': list('apps', ({ account }) => `/api/v1/accounts/${account}/statuses?pinned=true`, false),
  'statuses with a tag': list('apps', ({ account, tag }) => `/api/v1/accounts/${account}/statuses?tagged=${tag}`, false),
};
const OF_SITE = {
  front: list('pages', () => '/', false),
  call: voices('pages', () => '/c/metoo'),
  'neutral call': voices('pages', () => '/n/c/1'),
  'call in a language': voices('pages', () => '/c/metoo/lang/de'),
  'tag of the family': list('pages', () => '/tags/MeToo'),
  'account of the fan': list('pages', () => '/@fan', false),
  embed: list('apps', () => '/embed/metoo/MeToo', false),
  feed: voices('apps', () => '/feed/c/metoo'),
  'feed in a language': voices('apps', () => '/feed/c/metoo/lang/de'),
  'tag timeline': list('apps', () => '/api/v1/timelines/tag/MeToo?limit=40'),
  'tag timeline in steps': list('apps', () => '/api/v1/timelines/tag/MeToo?limit=1'),
  public: voices('apps', () => '/api/v1/timelines/public?limit=40'),
  'public in steps': voices('apps', () => '/api/v1/timelines/public?limit=1'),
  'public from below': list('apps', () => '/api/v1/timelines/public?limit=3&min_id=1', false),
  'scheduled of the reader': list('author', () => '/api/v1/scheduled_statuses', false),
  'statuses of the fan': list('apps', () => `/api/v1/accounts/${house.fan}/statuses?limit=2`),
  'statuses of the call': list('apps', () => `/api/v1/accounts/${house.campaign}/statuses?limit=1`, false),
};
/** Lists of the reader's own. */
const OF_READER = {
  home: list('apps', () => '/api/v1/timelines/home?limit=40', false),
  'home in steps': list('apps', () => '/api/v1/timelines/home?limit=1', false),
  favourites: list('apps', () => '/api/v1/favourites?limit=1', false),
  bookmarks: list('apps', () => '/api/v1/bookmarks?limit=1', false),
  notifications: list('apps', () => '/api/v1/notifications?limit=40', false),
  me: list('author', () => '/me', false),
  copy: list('author', () => '/me/export.json', false),
  'copy to read': list('author', () => '/me/export.txt', false),
  'words on the desk': list('desk', () => '/m/q', false),
  reports: list('desk', () => '/m/r', false),
  'reports of the API': list('desk', () => '/api/v1/admin/reports', false),
  trail: list('desk', () => '/m/h', false),
  'two people': list('desk', () => '/m/t', false),
};

const isOfApi = (path) => /^\/(api|feed|oembed)/.test(path);

/** As this reader gets it: the answer with its headers, as text. */
async function get(reader, path, { method = 'GET', etag } = {}) {
  const headers = { 'accept-language': 'en', 'sec-fetch-site': 'same-origin', ...etag ? { 'if-none-match': etag } : {} };
  if (isOfApi(path) && reader.token) headers.authorization = `Bearer ${reader.token}`;
  if (!isOfApi(path) && reader.visitor.cookies.size > 0) headers.cookie = cookieOf(reader.visitor);
  const answer = await ask(new URL(path, house.url), { method, headers });
  const told = [...answer.headers].filter(([name]) => !['date', 'content-length'].includes(name)).map((line) => line.join(': ')).join('\n');
  return { status: answer.status, etag: answer.headers.get('etag'), body: answer.text, text: `${told}\n\n${answer.text}` };
}

/** The pages of a list from the first on, by the links that they name, as one text. */
async function walk(reader, path) {
  const seen = new Set();
  let text = '';
  for (let at = path; at && seen.size < 120; ) {
    seen.add(at);
    const etag = reader.name === 'nobody' ? kept.get(at)?.etag : undefined;
    const answer = await get(reader, at, { etag });
    text += answer.status === 304 ? kept.get(at).text : answer.text;
    const [, next] = /<([^>]*)>; rel="next"/.exec(answer.text) ?? /rel="next"[^>]* href="([^"]*)"/.exec(answer.text)
      ?? /href="([^"]*[?&]before=\d+)"/.exec(answer.text) ?? [];
    const url = next && new URL(next.replaceAll('&amp;', '&'), new URL(at, house.url));
    at = url && !seen.has(url.pathname + url.search) ? url.pathname + url.search : undefined;
  }
  return text;
}

/** Moderators read as others do, but on the desk. */
const readersOf = ({ face }) => (face === 'desk' ? ['nobody', 'fan', 'pia', 'sol', 'mona', 'olga'] : ['nobody', 'fan', 'foe', 'sol', 'mona']).map((name) => house.readers[name]);
/** Without the number and hashtag that were asked for. */
const bare = (text, story) => text.replaceAll(story.id, 'ID').replace(/name="(once|form_token)" value="[^"]*"/g, 'name="$1"')
  .replace(/^(etag|x-ratelimit-.*): .*$/gm, '');
const tells = (text, story) => [story.mark, story.id, story.tag].find((word) => text.includes(word));

before(async () => {
  house = await makeStories(later, ['limits=off', 'release_step=1', 'figures_floor=1']);
  house.fan = (await house.readers.fan.person.me()).id;
  house.campaign = (await house.nobody.get('/api/chorus/v1/campaigns/metoo')).account_id;
  streams = [
    await listen(later, house.url, '/api/v1/streaming/public'),
    await listen(later, house.url, '/api/v1/streaming/hashtag?tag=metoo'),
    await openSocket(later, house.url, '/api/v1/streaming?stream=public'),
  ];
  await house.make();
  streams.push(await listen(later, house.url, '/api/v1/streaming/user', house.readers.fan.token)); // knows now whom she follows
  // every worker keeps what nobody is answered now
  const paths = [...Object.values(OF_SITE).map(({ at }) => at()),
    ...house.stories.flatMap((story) => [...Object.values(SINGLE), ...Object.values(OF_STORY)].map(({ at }) => at(story)))];
  for (const path of [...paths, ...paths, ...paths]) kept.set(path, await get(house.readers.nobody, path));
  await house.change();
  never = { ...house.stories.at(-1), id: String(BigInt(house.stories.at(-1).id) + 7n), mark: 'mark-of-none' };
});

after(async () => {
  for (const work of cleanups) await work();
});

test('what is asked for by its number: shown to whom it is for; to all others as what never was', async () => {
  const found = [];
  const look = async (name, output, reader, nothing, story) => {
    const path = output.at(story);
    let answer = await get(reader, path, { etag: reader.name === 'nobody' ? kept.get(path).etag : undefined });
    if (answer.status === 304) answer = kept.get(path);
    const isFor = story.isFor(output.face, reader);
    if (isFor ? output.mustShow && !answer.text.includes(story.mark) : answer.text.includes(story.mark) || bare(answer.text, story) !== bare(nothing.text, never))
      found.push(`${name} of ${story.name} to ${reader.name}: ${answer.status}, ${isFor ? 'not shown' : 'told'}`);
    if (reader.name === 'nobody' && (await get(reader, path, { method: 'HEAD' })).status !== answer.status) found.push(`HEAD ${name} of ${story.name}`);
  };
  for (const [name, output] of Object.entries(SINGLE)) {
    for (const reader of readersOf(output)) {
      const nothing = await get(reader, output.at(never));
      await Promise.all(house.stories.map((story) => look(name, output, reader, nothing, story)));
    }
  }
  assert.deepEqual(found, []);
});

test('no list, feed, search or frame tells of what is not for its reader: neither words nor number nor hashtag', async () => {
  const found = [];
  const asked = ({ tag }) => new RegExp(`(/tags/|tagged=|\\[\\]=)${tag}`, 'g');
  for (const [name, output] of Object.entries({ ...OF_SITE, ...OF_READER })) {
    for (const reader of readersOf(output)) {
      const text = await walk(reader, output.at());
      for (const story of house.stories) check(found, name, output, reader, story, text);
    }
  }
  for (const [name, output] of Object.entries(OF_STORY)) {
    for (const reader of readersOf(output))
      await Promise.all(house.stories.map(async (story) => check(found, name, output, reader, story, (await walk(reader, output.at(story))).replaceAll(asked(story), ''))));
  }
  assert.deepEqual(found, []);
});

function check(found, name, output, reader, story, text) {
  const isFor = story.isFor(output.face, reader) && !(output.isOfVoices && story.above);
  const asked = output.at(story);
  const told = tells(asked.includes(story.id) ? text.replaceAll(asked, '') : text, story);
  const isKnown = told === story.tag ? asked.includes(story.tag) : told === story.id && reader.name === 'fan' && story.below; // who answered it knows its number
  if (!isFor && told && !isKnown) found.push(`${name} to ${reader.name} tells of ${story.name}: ${told}`);
  if (isFor && output.mustShow && reader.name !== 'foe' && !told) found.push(`${name} to ${reader.name} lacks ${story.name}`);
}

test('the author finds all that is hers, with her app and with her receipt', async () => {
  const { body: heard } = await get(house.readers.fan, '/api/v1/notifications?limit=40');
  assert.match(heard, new RegExp(house.stories.at(-1).mark)); // so that this list can carry them
  for (const story of house.stories.filter(({ isGone }) => !isGone)) {
    assert.match((await get(story.by, `/voice/${story.id}`)).body, new RegExp(story.mark), story.name);
    assert.match((await get(story.by, '/me')).body, new RegExp(story.mark), story.name);
    if (!story.isFallen) assert.match((await get(story.by, `/api/v1/statuses/${story.id}`)).body, new RegExp(story.mark), story.name);
  }
});

test('an account counts what apps are shown of it, and no more', async () => {
  for (const story of house.stories) {
    const { json } = await house.nobody.send('GET', `/api/v1/accounts/${story.account}`);
    if (!json.id) continue;
    const isCounted = story.isFor('apps', house.readers.nobody) && story.fields?.sign !== '0';
    assert.equal(json.statuses_count, isCounted ? 1 : 0, story.name);
    assert.equal(json.last_status_at !== null, isCounted, story.name);
  }
});

test('nothing can be done to what is not for somebody, and trying looks like trying with what never was', async () => {
  const { pia } = house.readers;
  const shown = house.stories.at(-1);
  const page = await pia.visitor.get(`/voice/${shown.id}`);
  const token = page.form(`/voice/${shown.id}/react`).values;
  const press = (id, what, values) => pia.visitor.request(`/voice/${id}/${what}`, { method: 'POST', headers: { origin: house.url },
    body: new URLSearchParams({ ...token, ...values }) }).then(({ status, html }) => ({ status, text: html }));
  const apps = {};
  for (const what of ['favourite', 'unfavourite', 'reblog', 'unreblog', 'bookmark', 'unbookmark', 'mute', 'unmute', 'pin', 'unpin'])
    apps[what] = ({ id }) => pia.person.send('POST', `/api/v1/statuses/${id}/${what}`, {});
  Object.assign(apps, {
    react: ({ id }) => pia.person.send('PUT', `/api/v1/pleroma/statuses/${id}/reactions/believe`, {}),
    unreact: ({ id }) => pia.person.send('DELETE', `/api/v1/pleroma/statuses/${id}/reactions/believe`),
    remove: ({ id }) => pia.person.send('DELETE', `/api/v1/statuses/${id}`),
    edit: ({ id }) => pia.person.send('PUT', `/api/v1/statuses/${id}`, { status: 'Changed.' }),
    answer: ({ id }) => pia.person.send('POST', '/api/v1/statuses', { status: 'An answer.', in_reply_to_id: id }),
    report: ({ id, account }) => pia.person.send('POST', '/api/v1/reports', { account_id: account, status_ids: [id] }),
    pause: ({ id }) => pia.person.send('POST', `/api/chorus/v1/statuses/${id}/pause`, {}),
    resume: ({ id }) => pia.person.send('POST', `/api/chorus/v1/statuses/${id}/resume`, {}),
    expire: ({ id }) => pia.person.send('POST', `/api/chorus/v1/statuses/${id}/expire`, { expires_at: '' }),
    move: ({ id }) => pia.person.send('PUT', `/api/v1/scheduled_statuses/${id}`, { scheduled_at: '2031-01-01T00:00:00Z' }),
    unschedule: ({ id }) => pia.person.send('DELETE', `/api/v1/scheduled_statuses/${id}`),
  });
  const pages = {
    'react on the page': ({ id }) => press(id, 'react', { name: 'believe' }),
    'take a reaction back': ({ id }) => press(id, 'react', { name: 'believe', back: '1' }),
    'share on the page': ({ id }) => press(id, 'share', {}),
    'answer on the page': ({ id }) => press(id, 'comment', { text: 'An answer.' }),
    'report on the page': ({ id }) => press(id, 'report', { category: 'other' }),
    'own page': ({ id }) => press(id, 'own', { do: 'pause' }),
    'edit on the page': ({ id }) => press(id, 'edit', { text: 'Changed.' }),
    'withdraw on the page': ({ id }) => press(id, 'withdraw', {}),
  };
  const counts = async ({ by, id }) => {
    const { json, status } = await by.person.send('GET', `/api/v1/statuses/${id}`);
    return [status, json.favourites_count, json.reblogs_count, json.replies_count, json.emoji_reactions];
  };
  const found = [];
  for (const [face, acts] of [['apps', apps], ['pages', pages]]) {
    for (const story of house.stories.filter((each) => !each.isFor(face, pia))) {
      const were = await counts(story);
      const { length } = found;
      for (const [name, act] of Object.entries(acts)) {
        const [answer, nothing] = [await act(story), await act({ ...never, account: story.account })];
        if (answer.status !== nothing.status || bare(answer.text, story) !== bare(nothing.text, never))
          found.push(`${name} ${story.name}: ${answer.status} ${answer.text.slice(0, 80)}, not ${nothing.status} ${nothing.text.slice(0, 80)}`);
      }
      if (JSON.stringify(await counts(story)) !== JSON.stringify(were)) found.push(`${face} changed ${story.name}`);
      assert.ok(found.length < length + 40);
    }
  }
  assert.deepEqual(found, []);
});

test('no stream tells of what apps were never shown, also not that it is gone', async () => {
  for (const { by, id, isGone, away } of house.stories.filter(({ isUnborn, audience }) => isUnborn || !audience.includes('apps'))) {
    assert.equal((await by.person.send('DELETE', `/api/v1/statuses/${id}`)).status, 200, `${isGone} ${away}`);
  }
  const last = await house.stories.at(-1).by.person.say('The last of all. #MeToo');
  for (const stream of streams) {
    const came = [];
    do came.push(JSON.stringify(await stream.next())); while (!came.at(-1).includes(last.id));
    for (const story of house.stories) {
      const wasShown = !story.isUnborn && (story.above ?? story).audience.includes('apps');
      for (const event of came) assert.ok(wasShown || !tells(event, story), `${story.name}: ${event}`);
    }
  }
});

test('every address that is read is in this table, or shows no story', () => {
  const none = new RegExp(`^/(${[
    'api/v1/(instance|custom_emojis|announcements|directory|trends|followed_tags|lists|markers|preferences|blocks|mutes|apps|suggestions)',
    'api/v1/(filters|conversations|domain_blocks|endorsements|featured_tags|follow_requests|streaming|tags|pleroma/never|admin/accounts)',
    'api/v1/accounts(/(verify_credentials|lookup|search|relationships|familiar_followers|:id(/(followers|following|featured_tags|lists))?))?$',
    'api/v1/notifications/', 'api/v1/admin/reports/', 'api/v2/(instance|filters|suggestions|admin)', 'api/chorus/v1/(campaigns|openapi)',
    '.well-known', 'nodeinfo', 'oauth', 'about', 'safety', 'help', 'assets', 'log(in|out)', 'join', 'leave', '[ywr]$', 'robots', 'me/(receipt|delete)',
    'm/[wsfba]/', 'm/w', 'm$', 'c/:slug/(family|figures|embed|press)', 'embed/:slug$',
  ].join('|')})`);
  const known = [...Object.values(SINGLE), ...Object.values(OF_STORY), ...Object.values(OF_SITE), ...Object.values(OF_READER)]
    .map(({ at }) => at(house.stories.at(-1)).replace(/\?.*/, '').replace(/^\/(nk|n)(?=\/)/, ''));
  for (const { method, where } of [...pageRoutes, ...apiRoutes]) {
    if (method !== 'GET' || none.test(where)) continue;
    const pattern = new RegExp(`^${where.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`);
    assert.ok(known.some((path) => pattern.test(path)), where);
  }
});
