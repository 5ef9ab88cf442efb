// SPDX-License-Identifier: AGPL-3.0-or-later
// What clients cannot do without: every field of the entities as masto.js gives them, and its type.
// A field must be there; '?' lets it be null.
import assert from 'node:assert/strict';

const time = (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);

const types = {
  id: (value) => typeof value === 'string' && /^[1-9]\d*$/.test(value),
  text: (value) => typeof value === 'string',
  name: (value) => typeof value === 'string' && value.length > 0,
  bool: (value) => typeof value === 'boolean',
  count: (value) => Number.isInteger(value) && value >= 0,
  counted: (value) => typeof value === 'string' && /^\d+$/.test(value),
  url: (value) => URL.canParse(value),
  time,
  day: (value) => /^\d{4}-\d\d-\d\d$/.test(value),
  list: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  visibility: (value) => ['public', 'unlisted', 'private', 'direct'].includes(value),
  notice: (value) => ['mention', 'status', 'reblog', 'follow', 'favourite', 'update',
    'pleroma:emoji_reaction'].includes(value),
};

const status = {
  id: 'id', uri: 'url', url: 'url?', createdAt: 'time', account: 'account', content: 'text',
  visibility: 'visibility', sensitive: 'bool', spoilerText: 'text', mediaAttachments: 'list',
  mentions: '[mention]', tags: '[tagLink]', emojis: 'list', reblogsCount: 'count',
  favouritesCount: 'count', repliesCount: 'count', quotesCount: 'count', inReplyToId: 'id?',
  inReplyToAccountId: 'id?', reblog: 'status?', application: 'object?', language: 'name?',
  card: 'object?', poll: 'object?', editedAt: 'time?',
};
const account = {
  id: 'id', username: 'name', acct: 'name', url: 'url', uri: 'url', displayName: 'text',
  note: 'text', avatar: 'url', avatarStatic: 'url', header: 'url', headerStatic: 'url',
  locked: 'bool', fields: 'list', emojis: 'list', bot: 'bool', group: 'bool',
  discoverable: 'bool?', createdAt: 'time', lastStatusAt: 'day?', statusesCount: 'count',
  followersCount: 'count', followingCount: 'count', roles: 'list',
};

const entities = {
  status,
  statusWithToken: {
    ...status, reblog: 'statusWithToken?', favourited: 'bool', reblogged: 'bool', muted: 'bool',
    bookmarked: 'bool', filtered: 'list',
  },
  account,
  ownAccount: { ...account, source: 'source', role: 'object' },
  source: {
    note: 'text', fields: 'list', privacy: 'visibility', sensitive: 'bool', language: 'name?',
    followRequestsCount: 'count',
  },
  mention: { id: 'id', username: 'name', acct: 'name', url: 'url' },
  tagLink: { name: 'name', url: 'url' },
  tag: { name: 'name', url: 'url', history: '[tagDay]', following: 'bool' },
  tagDay: { day: 'counted', uses: 'counted', accounts: 'counted' },
  relationship: {
    id: 'id', following: 'bool', showingReblogs: 'bool', notifying: 'bool', followedBy: 'bool',
    blocking: 'bool', blockedBy: 'bool', muting: 'bool', mutingNotifications: 'bool',
    requested: 'bool', requestedBy: 'bool', domainBlocking: 'bool', endorsed: 'bool', note: 'text',
  },
  context: { ancestors: '[statusWithToken]', descendants: '[statusWithToken]' },
  notification: { id: 'id', type: 'notice', createdAt: 'time', account: 'account' },
  statusSource: { id: 'id', text: 'text', spoilerText: 'text' },
  statusEdit: {
    content: 'text', spoilerText: 'text', sensitive: 'bool', createdAt: 'time', account: 'account',
    mediaAttachments: 'list', emojis: 'list',
  },
  instance: {
    domain: 'name', title: 'name', version: 'name', sourceUrl: 'text', description: 'text',
    usage: 'object', thumbnail: 'object', languages: 'list', configuration: 'object',
    registrations: 'object', contact: 'object', rules: 'list',
  },
  application: {
    id: 'id', name: 'name', website: 'url?', clientId: 'name', clientSecret: 'name',
    redirectUri: 'name', redirectUris: 'list', scopes: 'list',
  },
  oauthToken: { accessToken: 'name', tokenType: 'name', scope: 'name', createdAt: 'count' },
};

/** Fails with the path of the first field that is missing or of a wrong type. */
export function check(kind, value, path = kind) {
  assert.ok(types.object(value), `${path} is no object: ${JSON.stringify(value)}`);
  for (const [field, type] of Object.entries(entities[kind])) {
    checkField(type, value[field], `${path}.${field}`);
  }
  return value;
}

function checkField(type, value, path) {
  assert.notEqual(value, undefined, `${path} is missing`);
  if (type.endsWith('?')) {
    if (value !== null) checkField(type.slice(0, -1), value, path);
  } else if (type.startsWith('[')) {
    assert.ok(Array.isArray(value), `${path} is no list`);
    value.forEach((item, i) => check(type.slice(1, -1), item, `${path}[${i}]`));
  } else if (entities[type]) {
    check(type, value, path);
  } else {
    assert.ok(types[type](value), `${path} is no ${type}: ${JSON.stringify(value)}`);
  }
}

export function checkAll(kind, values) {
  assert.ok(Array.isArray(values), `a list of ${kind}`);
  values.forEach((value, i) => check(kind, value, `${kind}[${i}]`));
  return values;
}
