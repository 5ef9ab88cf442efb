// SPDX-License-Identifier: AGPL-3.0-or-later
// Rule 2 of the design: no address, user agent or referrer is written anywhere. Marked requests go
// to pages and API, well-formed and broken ones; then every file of the server and everything it
// printed is searched for the marks, and for what nobody may find: receipts and tokens.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const CHORUS = resolve(process.env.CHORUS ?? 'build/chorus');
const MARKS = {
  'User-Agent': 'MarkedAgent-73921',
  Referer: 'https://marked-referrer-73921.example/',
  'X-Forwarded-For': '203.0.113.173',
  Forwarded: 'for=203.0.113.173',
  'X-Real-IP': '203.0.113.173',
};

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

async function start(data) {
  const server = spawn(CHORUS, ['serve', '--data', data, '--listen', '127.0.0.1:0',
    '--set', 'log_level=debug', '--set', 'release_step=1'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  server.stderr.on('data', (part) => { printed += part; });
  const url = await new Promise((done) => {
    server.stdout.on('data', (part) => {
      printed += part;
      const found = /listening on (http:\S+)/.exec(printed);
      if (found) done(found[1]);
    });
  });
  return { server, url, printed: () => printed };
}

test('no address, user agent, referrer, receipt or token is written anywhere', async () => {
  const data = mkdtempSync(join(tmpdir(), 'chorus-privacy-'));
  execFileSync(CHORUS, ['campaign', 'add', '--data', data, 'metoo', '--title', 'T', '--call', 'C',
    '--hashtag', 'MeToo:en:me-too']);
  const { server, url, printed } = await start(data);
  const ask = (path, options = {}) => fetch(url + path, { redirect: 'manual', ...options,
    headers: { ...MARKS, ...options.headers } });
  const page = await (await ask('/c/metoo')).text();
  const form = new URLSearchParams({ once: 'k'.repeat(32), form_token: /name="form_token" value="([^"]+)"/.exec(page)[1] });
  const spoken = await ask('/c/metoo/me-too', { method: 'POST', body: form });
  const receipt = /[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}/.exec(await spoken.text())[0];
  const cookie = /__Host-s=([^;]+)/.exec(spoken.headers.get('set-cookie'))[1];
  const app = await (await ask('/api/v1/apps', { method: 'POST', body: new URLSearchParams({
    client_name: 'app', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read write' }) })).json();
  const granted = await (await ask('/oauth/token', { method: 'POST', body: new URLSearchParams({
    grant_type: 'client_credentials', client_id: app.client_id,
    client_secret: app.client_secret, scope: 'read write' }) })).json();
  for (const path of ['/', '/nowhere', '/login', '/api/v1/nothing', '/api/v1/timelines/tag/metoo',
    '/api/v1/timelines/home', '/oauth/authorize', '/leave']) {
    await (await ask(path)).arrayBuffer();
  }
  await ask('/login', { method: 'POST', body: new URLSearchParams({ receipt }) });
  await ask('/api/v1/statuses', { method: 'POST', body: '{"broken', headers: {
    'Content-Type': 'application/json', Authorization: `Bearer ${granted.access_token}` } });
  server.kill('SIGKILL');
  await new Promise((done) => { server.on('exit', done); });

  const found = files(data).map((path) => [path, readFileSync(path, 'latin1')]);
  found.push(['what the server printed', printed()]);
  assert.ok(found.length > 3, 'there must be files to search');
  assert.equal(printed().split('127.0.0.1').length, 2, 'only the address it listens on');
  const secrets = [receipt, receipt.replaceAll('-', ''), cookie, granted.access_token,
    app.client_secret];
  const marks = ['MarkedAgent-73921', 'marked-referrer-73921', '203.0.113.173'];
  for (const mark of [...marks, ...secrets]) {
    for (const [path, content] of found) {
      assert.ok(!content.includes(mark), `${mark.slice(0, 6)}… stands in ${path}`);
    }
  }
  rmSync(data, { recursive: true });
});
