// SPDX-License-Identifier: AGPL-3.0-or-later
// H10, rule 2 of the design: no address, user agent or referrer is written anywhere. Marked requests go
// through every route of pages and API, well-formed and broken; the server is killed as by its own
// mistakes; then every file that it may have left and everything it printed is searched for the marks,
// and for what nobody may find: receipts and tokens.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addMeToo, command, makeDir, program, serve } from '../house.js';
import { apiRoutes, bare, makeSite, pageRoutes } from './site.js';

const ADDRESS = '203.0.113.173';
const PEER = '127.9.8.7';
const MARKS = {
  'User-Agent': 'MarkedAgent-73921',
  Referer: 'https://marked-referrer-73921.example/',
  'Sec-CH-UA': '"MarkedAgent-73921"',
  'Accept-Language': 'en',
  Via: '1.1 marked-proxy-73921',
  Forwarded: `for=${ADDRESS}`,
  ...Object.fromEntries(['X-Forwarded-For', 'X-Real-IP', 'CF-Connecting-IP', 'True-Client-IP', 'X-Client-IP',
    'X-Cluster-Client-IP', 'Fastly-Client-IP', 'X-Original-Forwarded-For'].map((name) => [name, ADDRESS])),
};
const FOUND = ['MarkedAgent-73921', 'marked-referrer-73921', 'marked-proxy-73921', ADDRESS, PEER,
  Buffer.from(PEER.split('.').map(Number)).toString('latin1'),
  Buffer.from(ADDRESS.split('.').map(Number)).toString('latin1')];

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

function assertAbsent(folders, printed, marks) {
  const found = folders.flatMap(files).map((path) => [path, readFileSync(path, 'latin1')]);
  assert.ok(found.some(([path]) => path.endsWith('chorus.db-wal')), 'there must be files to search');
  for (const [path, content] of [...found, ['what the server printed', printed]]) {
    for (const mark of marks) assert.ok(!content.includes(mark), `${mark.slice(0, 6)}… stands in ${path}`);
  }
}

/** Every route with everything that a request may carry. */
async function askEverything(site, form_token) {
  const values = { form_token, text: 'Marked words. #MeToo', receipt: '0000-0000-0000-0000-0000', name: 'believe' };
  let asked = 0;
  const ask = async (where, options) => {
    const answer = await site.ask(where, options);
    assert.ok(answer.status > 0 && answer.status !== 500, `${where}: ${answer.status}`);
    asked++;
  };
  const kept = (where) => /delete|logout|withdraw|receipt/.test(where);
  for (const who of [undefined, site.her]) {
    for (const { method, where } of pageRoutes) {
      if (who && kept(where) && method !== 'GET') continue;
      await ask(site.fill(where), { who, method, values: method === 'GET' ? undefined : values });
      await ask(`/n${site.fill(where)}?x=%ff`, { who, method, values: method === 'GET' ? undefined : values });
    }
  }
  for (const token of [undefined, site.token, 'no-token']) {
    for (const { method, where } of apiRoutes) {
      if (/stream/.test(where) || kept(where)) continue;
      await ask(site.fill(where), { method, headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}), 'Content-Type': 'application/json', 'Content-Length': '0' } });
    }
  }
  for (const [where, method] of [['/nowhere', 'GET'], ['/%zz', 'GET'], ['/', 'TRACE'], ['/c/metoo', 'DELETE']])
    await ask(where, { method });
  return asked;
}

for (const signal of ['SIGABRT', 'SIGSEGV']) {
  test(`H10: no mark of a request, no receipt and no token is anywhere after ${signal}`, async (t) => {
    const cwd = await makeDir(t);
    const site = await makeSite(t, ['log_level=debug'], { cwd });
    const form_token = (await site.her.get('/w')).form('/w').values.form_token;
    site.marks = MARKS;
    site.localAddress = PEER;
    const asked = await askEverything(site, form_token);
    assert.ok(asked > 2 * pageRoutes.length + 2 * apiRoutes.length);
    const limits = readFileSync(`/proc/${site.server.child.pid}/limits`, 'latin1');
    assert.match(limits, /^Max core file size +0 +0 /m);
    const ended = await site.server.signal(signal);
    assert.ok(ended.signal === signal || /-san/.test(program), 'a sanitizer turns the signal into its report');
    assert.deepEqual(readdirSync(cwd), [], 'no memory dump is left where it ran');
    assert.deepEqual(readdirSync(site.dir).filter((name) => !/^(chorus\.db(-wal|-shm)?|secret\.key)$/.test(name)), []);
    const secrets = [site.receipt, site.receipt.replaceAll('-', ''), site.her.cookies.get('__Host-s'),
      site.token, site.app.client_secret];
    const printed = site.server.firstLine + site.server.log;
    assert.equal(printed.split('127.0.0.1').length, 2, 'only the address it listens on');
    assertAbsent([site.dir, cwd], printed, [...FOUND, ...secrets]);
  });
}

test('H10: a key or a database that others can read stops the start, and says what to do', async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  const refused = async (path, mode, why) => {
    const before = statSync(path).mode & 0o777;
    chmodSync(path, mode);
    const { code, stderr } = await command(['serve', '--data', dir, '--listen', '127.0.0.1:0']);
    chmodSync(path, before);
    assert.notEqual(code, 0);
    assert.match(stderr, why);
  };
  await refused(join(dir, 'secret.key'), 0o640, /secret\.key: can be read by others than its owner \(chmod 600\)/);
  await refused(join(dir, 'secret.key'), 0o604, /secret\.key cannot be used/);
  chmodSync(dir, 0o755);
  await refused(join(dir, 'chorus.db'), 0o644, /chorus\.db can be read or written by others; chmod go=/);
  chmodSync(dir, 0o700);
  writeFileSync(join(dir, 'chorus.conf'), 'secret = x\n');
  const { stderr } = await command(['serve', '--data', dir, '--listen', '127.0.0.1:0']);
  assert.match(stderr, /chorus\.conf:1: there is no setting "secret"/, 'a key is no setting');
});

test('H10: the key lies apart from the database, and nobody else can read either', async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  await serve(t, dir);
  for (const path of files(dir)) assert.equal(statSync(path).mode & 0o077, 0, path);
  const key = readFileSync(join(dir, 'secret.key'));
  assert.equal(key.length, 32);
  for (const path of files(dir).filter((name) => name.includes('chorus.db')))
    assert.ok(!readFileSync(path).includes(key), path);
});

test('H10: addresses are not even read: nothing differs by what a request says of itself', async (t) => {
  const site = await makeSite(t);
  const paths = ['/', '/c/metoo', '/w', '/login', '/safety', `/voice/${site.voice}`, '/nothing', '/n/', '/leave'];
  const plain = [];
  for (const where of paths) plain.push(bare(await site.ask(where, { headers: { 'Accept-Language': 'en' } })));
  site.marks = MARKS;
  site.localAddress = PEER;
  for (const [i, where] of paths.entries()) assert.deepEqual(bare(await site.ask(where)), plain[i], where);
});
