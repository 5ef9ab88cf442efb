// SPDX-License-Identifier: AGPL-3.0-or-later
// What clients cannot do without: every field of an entity, with its type. A missing field, or null
// where there must be something, fails.
import assert from 'node:assert/strict';

const ID = /^\d+$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

const text = (v) => typeof v === 'string';
const flag = (v) => typeof v === 'boolean';
const count = (v) => Number.isSafeInteger(v) && v >= 0;
const id = (v) => text(v) && ID.test(v);
const time = (v) => text(v) && TIME.test(v);
const day = (v) => text(v) && DAY.test(v);
const address = (v) => text(v) && URL.canParse(v);
const list = (each) => (v) => Array.isArray(v) && v.every((item) => check(each, item));
const nothing = (v) => v === null;
const maybe = (rule) => (v) => v === null || check(rule, v);
const empty = (v) => Array.isArray(v) && v.length === 0;

function check(rule, value) {
  if (typeof rule === 'function') return rule(value);
  assertShape(value, rule);
  return true;
}

/** The thing has exactly these fields, each as its rule says. */
export function assertShape(thing, shape, name = 'entity') {
  assert.equal(typeof thing, 'object', `${name} is an object`);
  assert.ok(thing, `${name} is not null`);
  assert.deepEqual(Object.keys(thing).sort(), Object.keys(shape).sort(), `fields of ${name}`);
  for (const [field, rule] of Object.entries(shape)) {
    assert.ok(check(rule, thing[field]), `${name}.${field}: ${JSON.stringify(thing[field])}`);
  }
}

export const ACCOUNT = {
  id, username: text, acct: text, display_name: text, locked: flag, bot: flag, group: flag,
  discoverable: flag, indexable: flag, noindex: flag, created_at: time, note: text, url: address,
  uri: address, avatar: address, avatar_static: address, avatar_description: text, header: address,
  header_static: address, header_description: text, followers_count: count, following_count: count,
  statuses_count: count, last_status_at: maybe(day), hide_collections: flag, emojis: empty,
  roles: empty, fields: empty,
};

export const OWN_ACCOUNT = {
  ...ACCOUNT,
  source: {
    privacy: text, sensitive: flag, language: maybe(text), note: text, fields: empty,
    follow_requests_count: count, hide_collections: flag, discoverable: flag, indexable: flag,
    quote_policy: text, country: maybe(text), anonymous: flag,
  },
  role: { id: text, name: text, color: text, permissions: text, highlighted: flag },
};

export const MENTION = { id, username: text, acct: text, url: address };
export const REACTION = { name: text, count, me: flag, accounts: empty };

export const STATUS = {
  id, created_at: time, in_reply_to_id: maybe(id), in_reply_to_account_id: maybe(id),
  sensitive: flag, spoiler_text: text, visibility: text, language: maybe(text), uri: address,
  url: address, replies_count: count, reblogs_count: count, favourites_count: count,
  quotes_count: count, edited_at: maybe(time), favourited: flag, reblogged: flag, muted: flag,
  bookmarked: flag, pinned: flag, filtered: Array.isArray, content: text,
  reblog: (v) => v === null || check(STATUS, v),
  application: maybe({ name: text, website: maybe(address) }), account: ACCOUNT,
  media_attachments: empty, mentions: list(MENTION), tags: list({ name: text, url: address }),
  emojis: empty, quote: nothing, card: nothing, poll: nothing,
  pleroma: { emoji_reactions: list(REACTION), local: flag },
};

export const WORDING = {
  content: text, spoiler_text: text, sensitive: flag, created_at: time, account: ACCOUNT,
  poll: nothing, quote: nothing, media_attachments: empty, emojis: empty,
};

export const RELATIONSHIP = {
  id, following: flag, showing_reblogs: flag, notifying: flag, languages: empty, followed_by: flag,
  blocking: flag, blocked_by: flag, muting: flag, muting_notifications: flag,
  muting_expires_at: nothing, requested: flag, requested_by: flag, domain_blocking: flag,
  endorsed: flag, note: text,
};

export const TOKEN = {
  access_token: text, token_type: (v) => v === 'Bearer', scope: text, created_at: count,
};

export const assertStatus = (status) => assertShape(status, STATUS, 'Status');
export const assertAccount = (account) => assertShape(account, ACCOUNT, 'Account');

/** The addresses of a Link header by their rel. */
export function linksOf(answer) {
  const links = {};
  for (const part of (answer.headers.get('link') ?? '').split(', ').filter(Boolean)) {
    const [, where, rel] = /^<([^>]*)>; rel="(\w+)"$/.exec(part);
    links[rel] = where;
  }
  return links;
}
