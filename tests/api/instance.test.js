// SPDX-License-Identifier: AGPL-3.0-or-later
// What the server says of itself, and the endpoints that are empty here.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { makeDir, root, send, serve } from '../house.js';
import { assertAccount } from './entities.js';
import { makeHouse } from './people.js';

test('version 2 of the instance has what apps read', async (t) => {
  const { nobody, url } = await makeHouse(t, { people: 0 });
  const instance = await nobody.get('/api/v2/instance');
  assert.equal(instance.domain, new URL(url).host);
  assert.equal(instance.title, 'Chorus');
  assert.match(instance.version, /^4\.5\.0 \(compatible; Chorus \d+\.\d+\.\d+\)$/);
  assert.equal(instance.description, 'If this happened to you too, say so.');
  assert.deepEqual(instance.usage, { users: { active_month: 0 } });
  assert.deepEqual(instance.languages, ['en']);
  assert.deepEqual(instance.rules, []);
  assert.deepEqual(instance.api_versions, { mastodon: 6, chorus: 1 });
  assert.deepEqual(instance.registrations, {
    enabled: true, approval_required: false, reason_required: false, message: null, min_age: null, url: null,
  });
  const { configuration } = instance;
  assert.equal(configuration.urls.streaming, url.replace('http', 'ws'));
  assert.equal(configuration.statuses.max_characters, 20000);
  assert.equal(configuration.statuses.max_media_attachments, 0);
  assert.equal(typeof configuration.statuses.characters_reserved_per_url, 'number');
  assert.deepEqual(configuration.media_attachments.supported_mime_types, []);
  for (const name of ['max_options', 'max_characters_per_option', 'min_expiration', 'max_expiration']) {
    assert.ok(configuration.polls[name] > 0, name);
  }
  assert.equal(configuration.translation.enabled, false);
  assert.equal(typeof configuration.vapid.public_key, 'string');
  assert.equal(configuration.timelines_access.hashtag_feeds.local, 'public');
  assertAccount(instance.contact.account);
  assert.equal(instance.contact.account.group, true);
  assert.equal(instance.contact.email, '');
});

test('version 1 of the instance has what toot reads', async (t) => {
  const { nobody, url } = await makeHouse(t, { people: 0 });
  const instance = await nobody.get('/api/v1/instance');
  assert.equal(instance.uri, new URL(url).host);
  assert.equal(instance.urls.streaming_api, url.replace('http', 'ws'));
  assert.deepEqual(instance.stats, { user_count: 0, status_count: 0, domain_count: 1 });
  assert.equal(instance.configuration.statuses.max_characters, 20000);
  assert.equal(instance.description, '<p>If this happened to you too, say so.</p>');
  assert.equal(instance.registrations, true);
  assert.equal(instance.approval_required, false);
  assert.equal(instance.invites_enabled, false);
  assertAccount(instance.contact_account);
});

test('settings are told', async (t) => {
  const { nobody } = await makeHouse(t, {
    people: 0,
    settings: ['limits=off', 'text_max=500', 'server_name=Choir', 'contact=post@choir.example',
      'public_url=https://choir.example', 'source_url=https://choir.example/source'],
  });
  const instance = await nobody.get('/api/v2/instance');
  assert.equal(instance.domain, 'choir.example');
  assert.equal(instance.title, 'Choir');
  assert.equal(instance.configuration.statuses.max_characters, 500);
  assert.equal(instance.configuration.urls.streaming, 'wss://choir.example');
  assert.equal(instance.contact.email, 'post@choir.example');
  assert.equal(instance.source_url, 'https://choir.example/source');
  const info = await nobody.get('/nodeinfo/2.1');
  assert.equal(info.metadata.nodeName, 'Choir');
  assert.equal(info.software.repository, 'https://choir.example/source');
});

test('pictures of accounts and of the server can be had', async (t) => {
  const { nobody } = await makeHouse(t, { people: 0 });
  const { thumbnail, icon, contact } = await nobody.get('/api/v2/instance');
  for (const where of [thumbnail.url, icon[0].src, contact.account.avatar, contact.account.header]) {
    const picture = await fetch(where);
    assert.equal(picture.status, 200, where);
    assert.equal(picture.headers.get('content-type'), 'image/png');
    assert.equal(Buffer.from(await picture.arrayBuffer()).readUInt32BE(0), 0x89504e47);
  }
});

test('a server without a campaign answers as well', async (t) => {
  const server = await serve(t, await makeDir(t));
  for (const where of ['/api/v1/instance', '/api/v2/instance', '/nodeinfo/2.0', '/nodeinfo/2.1',
    '/api/v1/instance/extended_description', '/api/v1/instance/activity']) {
    assert.equal((await send(server.url, 'GET', where)).status, 200, where);
  }
  const { json } = await send(server.url, 'GET', '/api/v2/instance');
  assert.equal(json.contact.account, null);
  assert.equal(json.description, '');
  assert.deepEqual(json.languages, ['en']);
});

test('NodeInfo names the program, and whom it speaks like', async (t) => {
  const { nobody, people: [one, two], url } = await makeHouse(t, { people: 2 });
  const post = await one.say('so it was #MeToo');
  await two.answer(post, 'with you');
  const { links } = await nobody.get('/.well-known/nodeinfo');
  assert.deepEqual(links.map((link) => link.rel), [
    'http://nodeinfo.diaspora.software/ns/schema/2.0', 'http://nodeinfo.diaspora.software/ns/schema/2.1',
  ]);
  for (const [i, { href }] of links.entries()) {
    const info = await nobody.get(href.slice(url.length));
    assert.equal(info.version, `2.${i}`);
    assert.equal(info.software.name, 'chorus');
    assert.equal(info.metadata.upstream.name, 'mastodon');
    assert.equal(info.openRegistrations, true);
    assert.deepEqual(info.usage, {
      users: { total: 2, activeMonth: 2, activeHalfyear: 2 }, localPosts: 1, localComments: 1,
    });
  }
  const instance = await nobody.get('/api/v1/instance');
  assert.deepEqual(instance.stats, { user_count: 2, status_count: 2, domain_count: 1 });
  const activity = await nobody.get('/api/v1/instance/activity');
  assert.equal(activity.length, 12);
  const statuses = activity.reduce((sum, week) => sum + Number(week.statuses), 0);
  assert.equal(statuses, 2);
  for (const week of activity) {
    for (const value of Object.values(week)) assert.match(value, /^\d+$/);
    assert.equal(new Date(Number(week.week) * 1000).getUTCDay(), 1, 'a week begins on Monday');
  }
});

test('apps learn how to log in (RFC 8414)', async (t) => {
  const { nobody, url } = await makeHouse(t, { people: 0 });
  const server = await nobody.get('/.well-known/oauth-authorization-server');
  assert.equal(server.issuer, `${url}/`);
  assert.equal(server.authorization_endpoint, `${url}/oauth/authorize`);
  assert.equal(server.token_endpoint, `${url}/oauth/token`);
  assert.equal(server.revocation_endpoint, `${url}/oauth/revoke`);
  assert.equal(server.app_registration_endpoint, `${url}/api/v1/apps`);
  assert.equal(server.userinfo_endpoint, `${url}/oauth/userinfo`);
  assert.deepEqual(server.code_challenge_methods_supported, ['S256']);
  assert.deepEqual(server.grant_types_supported, ['authorization_code', 'client_credentials']);
  const scopes = readFileSync(path.join(root, 'src/domain/scopes.def'), 'utf8');
  assert.deepEqual(server.scopes_supported, [...scopes.matchAll(/^SCOPE\(\w+, "([^"]+)"/gm)].map((m) => m[1]));
});

test('texts and lists of the instance', async (t) => {
  const { nobody, url } = await makeHouse(t, { people: 0 });
  const description = await nobody.get('/api/v1/instance/extended_description');
  assert.match(description.content, /<p>Me Too<\/p><p>If this happened to you too, say so\.<\/p>/);
  assert.match(description.updated_at, /Z$/);
  const privacy = await nobody.get('/api/v1/instance/privacy_policy');
  assert.ok(privacy.content.includes(`${url}/about/storage`));
  const languages = await nobody.get('/api/v1/instance/languages');
  assert.ok(languages.some(({ code, name }) => code === 'es' && name === 'Spanish'));
  assert.deepEqual(await nobody.get('/api/v1/instance/translation_languages'), {});
  for (const where of ['instance/rules', 'instance/peers', 'instance/domain_blocks', 'custom_emojis',
    'announcements', 'directory']) {
    assert.deepEqual(await nobody.get(`/api/v1/${where}`), [], where);
  }
  assert.equal((await nobody.send('GET', '/api/v1/instance/terms_of_service')).status, 404);
});

test('what is not here is 404 in JSON, and CORS is open', async (t) => {
  const { nobody, url } = await makeHouse(t, { people: 0 });
  for (const where of ['/api/v1/polls/1', '/api/v1/push/subscription', '/api/v2/notifications',
    '/api/v1/timelines/list/1', '/api/v1/timelines/direct', '/api/v9/nothing', '/nodeinfo/3.0']) {
    const answer = await nobody.send('GET', where);
    assert.equal(answer.status, 404, where);
    assert.deepEqual(answer.json, { error: 'Record not found' }, where);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  }
  const preflight = await fetch(`${url}/api/v1/statuses`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example', 'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,idempotency-key,content-type',
    },
  });
  assert.ok([200, 204].includes(preflight.status));
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  assert.match(preflight.headers.get('access-control-allow-methods'), /DELETE/);
  assert.match(preflight.headers.get('access-control-allow-headers'), /authorization/i);
});
