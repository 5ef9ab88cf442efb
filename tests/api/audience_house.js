// SPDX-License-Identifier: AGPL-3.0-or-later
// One story in each way in which a story can stand or be away, with people of each kind who might look for it: for the
// matrix of shown.test.js. A story's words and its hashtag are its own, so that wherever they turn up it is known whose.
import assert from 'node:assert/strict';
import { mustRun, sleep } from '../house.js';
import { Visitor } from '../clients/visitor.js';
import { logIn, makeReceipt, register } from './login.js';
import { makeHouse, Person } from './people.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const word = (n) => [n, n / 26, n * 7, n * 11 + 5, n * 3 + 1].map((at) => LETTERS[Math.floor(at) % 26]).join('');

/** Somebody with an app and with the pages. */
class Reader {
  constructor(name, person, visitor) {
    Object.assign(this, { name, person, visitor, token: person.token });
  }
}

async function visit(url, receipt) {
  const visitor = new Visitor(url);
  await visitor.submit(await visitor.get('/login'), '/login', { receipt });
  return visitor;
}

async function makeReader(house, name, role, language) {
  const made = await mustRun('person', 'add', '--data', house.dir, '--username', name);
  const receipt = /receipt\s+(\S+)/.exec(made)[1];
  if (role) await mustRun('person', 'role', '--data', house.dir, '--username', name, '--role', role, ...language ? ['--language', language] : []);
  house.loginApp ??= await register(house.url);
  const { access_token: token } = await logIn(house.url, house.loginApp, receipt);
  return new Reader(name, new Person(house.url, token), await visit(house.url, receipt));
}

export class Story {
  constructor(name, way, number) {
    const words = Array.from({ length: 14 }, (_, i) => word(number * 37 + i * i * 5 + 3 * i));
    Object.assign(this, { audience: ['pages', 'apps'], ...way, name });
    this.mark = `mark${word(number)}`;
    this.tag = `only${word(number)}`;
    this.text = `@fan ${words.join(' ')} ${this.mark}. #MeToo #${this.tag}${way.text ?? ''}`;
  }

  /** Whether somebody who did not say it may be shown it by a face: pages, apps or desk. */
  isFor(face, reader) {
    if (this.isGone) return false;
    if (face === 'desk') return ['mona', 'olga'].includes(reader.name);
    return !this.away && (this.above ?? this).audience.includes(face);
  }
}

const own = async (story, values) => {
  const where = `/voice/${story.id}/own`;
  const page = await story.by.visitor.submit(await story.by.visitor.get(where), where, values);
  assert.equal(page.status, 200, `${story.name}: ${page.html}`);
};
const judge = async (house, story, values) => {
  const where = `/m/p/${story.id}`;
  const page = await house.readers.mona.visitor.submit(await house.readers.mona.visitor.get(where), where, values);
  assert.equal(page.status, 200, page.html);
};
const pause = (house, story) => own(story, { do: 'pause' });
const hide = (house, story) => judge(house, story, { what: 'hide' });
const withdraw = (house, story) => story.by.person.withdraw(story);
const leave = async (house, { by: { visitor } }) => visitor.submit(await visitor.get('/me/delete'), '/me/delete', { sure: '1' });
async function suspend({ readers: { mona } }, { account }) {
  const where = `/m/a/${account}`;
  assert.equal((await mona.visitor.submit(await mona.visitor.get(where), where, { what: 'suspend' })).status, 200);
}
async function expire(house, { by: { person }, id }) {
  await person.must('POST', `/api/chorus/v1/statuses/${id}/expire`, { expires_at: new Date(Date.now() + 1500).toISOString() });
  while ((await house.nobody.send('GET', `/api/v1/statuses/${id}`)).status === 200) await sleep(100);
}
const above = (change) => (house, story) => change(house, story.above);

/** How each comes about: `audience`, other fields of the form, what is changed once all have been shown; `away`: others are not
 *  shown it at the end; `below`: it is a comment, to a voice with these fields; `isUnborn`: it never was shown. */
const WAYS = {
  asked_nobody: { audience: [], isUnborn: true },
  pages_alone: { audience: ['pages'] },
  apps_alone: { audience: ['apps'] },
  held: { text: ' Call +1 202 555 0173.', away: true, isUnborn: true },
  scheduled: { fields: { when: 'week' }, away: true, isUnborn: true },
  hidden: { change: hide, away: true },
  paused: { change: pause, away: true },
  expired: { change: expire, away: true },
  suspended: { change: suspend, away: true },
  withdrawn: { change: withdraw, isGone: true },
  left: { change: leave, isGone: true },
  narrowed: { change: (house, story) => own(story, { do: 'audience', audience: [] }), away: true },
  anonymous_held: { fields: { sign: '0' }, text: ' Call +1 202 555 0174.', away: true, isUnborn: true },
  anonymous_paused: { fields: { sign: '0' }, change: pause, away: true },
  anonymous_hidden: { fields: { sign: '0' }, change: hide, away: true },
  anonymous_left: { fields: { sign: '0' }, change: leave, isGone: true },
  comment_paused: { below: {}, change: pause, away: true },
  comment_hidden: { below: {}, change: hide, away: true },
  comment_suspended: { below: {}, change: suspend, away: true },
  comment_not_approved: { below: { answers: 'approved' }, away: true, isUnborn: true },
  comment_shielded: { below: { shield: '1' }, away: true, isUnborn: true },
  comment_blocked: { below: {}, change: (house, { above: { by }, account }) => by.person.must('POST', `/api/v1/accounts/${account}/block`), away: true },
  comment_closed: { below: {}, change: above((house, story) => own(story, { do: 'answers', answers: 'reactions' })), away: true },
  comment_voice_paused: { below: {}, change: above(pause), away: true },
  comment_voice_hidden: { below: {}, change: above(hide), away: true },
  comment_voice_left: { below: {}, change: above(leave), away: true, isFallen: true },
  comment_voice_withdrawn: { below: {}, change: above(withdraw), away: true, isFallen: true },
  comment_pages_alone: { below: { audience: ['pages'] } },
  comment: { below: {} },
  shown: {},
};

async function makeAuthor(house, person, name) {
  const { id } = await person.must('PATCH', '/api/v1/accounts/update_credentials', { display_name: `Pen ${name.replaceAll('_', ' ')}` });
  const { username } = await person.me();
  return Object.assign(new Reader('author', person, await visit(house.url, await makeReceipt(person))), { id, username });
}

const newest = async ({ visitor }) => /id="v(\d+)"/.exec((await visitor.get('/me')).html)[1];

async function speak(house, story, fields) {
  const page = await story.by.visitor.get('/w');
  const sent = await story.by.visitor.submit(page, '/w', { text: story.text, language: 'de', sign: '1', answers: 'everybody',
    audience: story.audience, ...fields });
  assert.equal(sent.status, 200, `${story.name}: ${sent.html}`);
  story.id = await newest(story.by);
}

async function makeStory(house, story, person, other) {
  story.by = await makeAuthor(house, person, story.name);
  story.account = story.by.id;
  if (!story.below) return speak(house, story, story.fields);
  story.above = new Story(`above ${story.name}`, { audience: story.below.audience ?? ['pages', 'apps'] }, 150 + house.stories.indexOf(story));
  story.above.by = await makeAuthor(house, other, story.above.name);
  await speak(house, story.above, story.below);
  const where = `/voice/${story.above.id}`;
  const sent = await story.by.visitor.submit(await story.by.visitor.get(where), `${where}/comment`, { text: story.text, language: 'de', sign: '1' });
  assert.equal(sent.status, 200, sent.html);
  story.id = await newest(story.by);
}

/** What the fan does with what is shown: her own lists must not bring it back, nor what she answered. */
async function enjoy({ readers: { fan } }, story) {
  for (const what of ['favourite', 'reblog', 'bookmark']) {
    const { status } = await fan.person.send('POST', `/api/v1/statuses/${story.id}/${what}`);
    assert.equal(status, !story.isUnborn && (story.above ?? story).audience.includes('apps') ? 200 : 404, `${what} ${story.name}`);
  }
  if (story.below && !story.isUnborn && story.name !== 'comment_pages_alone') await fan.person.answer(story, `I read ${word(story.id.slice(-6))}.`);
}

/** The house, its readers, and the stories as they were first; `change` brings each where it is to be. */
export async function makeStories(t, settings) {
  const names = Object.keys(WAYS);
  const house = await makeHouse(t, { people: names.length * 2, settings });
  house.readers = {};
  for (const [name, ...role] of [['mona', 'moderator'], ['sol', 'moderator', 'es'], ['olga', 'organiser'], ['pia', 'partner'], ['fan'], ['foe']])
    house.readers[name] = await makeReader(house, name, ...role);
  house.readers.nobody = new Reader('nobody', house.nobody, new Visitor(house.url));
  house.stories = names.map((name, i) => new Story(name, WAYS[name], i));
  house.make = async () => {
    for (const [i, story] of house.stories.entries()) await makeStory(house, story, house.people[2 * i], house.people[2 * i + 1]);
    const foe = (await house.readers.foe.person.me()).id;
    for (const { by } of house.stories) {
      await house.readers.fan.person.must('POST', `/api/v1/accounts/${by.id}/follow`);
      await by.person.must('POST', `/api/v1/accounts/${foe}/block`);
    }
    for (const story of house.stories) await enjoy(house, story);
  };
  house.change = async () => {
    for (const story of house.stories) await story.change?.(house, story);
  };
  return house;
}
