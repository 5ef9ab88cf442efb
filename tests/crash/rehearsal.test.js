// SPDX-License-Identifier: AGPL-3.0-or-later
// chorus-day, the rehearsal, at a tiny scale against a real server: equal figures, a wrong figure, a
// server that is killed on the way, one that refuses, and a plain Mastodon server.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { makeApp, makeDir, makeServer, rehearse, send, serve, signUp, sleep } from '../house.js';
import { makeHouse } from '../api/people.js';

const FIGURES = '/api/chorus/v1/campaigns/metoo/figures';

test('the figures are equal to what was sent', async (t) => {
  const { server } = await makeServer(t);
  const { code, json, stdout, stderr } = await rehearse(server.url, '--scale', '0.0005',
    '--connections', '32', '--reads', '0.2');
  assert.equal(code, 0, stdout + stderr);
  assert.equal(stderr, '');
  assert.equal(json.good, true);
  assert.equal(json.acts, 6000);
  assert.equal(json.errors, 0);
  assert.equal(json.kinds['sign-up'].answered, 2350);
  assert.equal(json.kinds.post.answered, 780);
  assert.ok(json.kinds.withdraw.answered > 0);
  assert.ok(json.kinds.read.answered > 1000);
  assert.ok(json.kinds.reaction.p50_ms > 0 && json.kinds.reaction.p999_ms <= json.kinds.reaction.max_ms);
  assert.equal(json.comparison.different, 0);
  assert.ok(json.comparison.compared > 80);
  const { windows } = (await send(server.url, 'GET', FIGURES)).json;
  for (const kind of ['people', 'posts', 'comments', 'reactions', 'shares']) {
    assert.equal(json.comparison.windows.all[kind].published, windows.all[kind]);
    assert.equal(json.comparison.windows.all[kind].sent_low, windows.all[kind]);
  }
  assert.ok(windows.all.posts < 780, 'withdrawn voices are not counted');
});

test('with exact cells, and again on top of what is there', async (t) => {
  const { server } = await makeServer(t, ['figures_floor=1']);
  const first = await rehearse(server.url, '--scale', '0.0001', '--floor', '1', '--seed', '7');
  assert.equal(first.code, 0, first.stdout + first.stderr);
  assert.ok(first.json.comparison.compared > 100);
  const second = await rehearse(server.url, '--scale', '0.0001', '--seed', '8', '--speed', '86400');
  assert.equal(second.code, 0, second.stdout + second.stderr);
  assert.equal(second.json.comparison.compared, 15, 'the windows only');
});

test('a wrong floor shows in the cells', async (t) => {
  const { server } = await makeServer(t);
  const { code, json } = await rehearse(server.url, '--scale', '0.0001', '--floor', '1');
  assert.equal(code, 1);
  assert.ok(json.comparison.different > 0);
});

/** Passes everything on, and changes the figures on their way back. */
async function startLiar(t, url, lie) {
  const agent = new http.Agent({ keepAlive: true });
  const liar = http.createServer((req, res) => {
    const target = new URL(req.url, url);
    const onward = http.request(target, { method: req.method, headers: req.headers, agent }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        let body = Buffer.concat(parts);
        if (req.url === FIGURES) body = Buffer.from(lie(body.toString()));
        res.writeHead(answer.statusCode, { ...answer.headers, 'content-length': body.length });
        res.end(body);
      });
    });
    req.pipe(onward);
  });
  await new Promise((resolve) => liar.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    liar.closeAllConnections();
    liar.close();
    agent.destroy();
  });
  return `http://127.0.0.1:${liar.address().port}`;
}

test('one reaction too many is found', async (t) => {
  const { server } = await makeServer(t);
  const url = await startLiar(t, server.url, (text) => text.replace(
    /("all":\{"people":[1-9]\d*,.*?"reactions":)(\d+)/, (all, before, n) => before + (Number(n) + 1)));
  const { code, json, stdout } = await rehearse(url, '--scale', '0.0001', '--connections', '8');
  assert.equal(code, 1, stdout);
  assert.equal(json.good, false);
  assert.equal(json.errors, 0);
  assert.deepEqual(json.comparison.differences.map(({ what }) => what), ['windows/all/reactions']);
  const [difference] = json.comparison.differences;
  assert.equal(difference.published, difference.sent_low + 1);
});

test('it goes on through a server that is killed', async (t) => {
  const { dir, server } = await makeServer(t);
  const listen = new URL(server.url).host;
  const done = rehearse(server.url, '--scale', '0.0005', '--connections', '16', '--persist');
  for (let posts = 0; posts < 50;) {
    await sleep(20);
    posts = (await send(server.url, 'GET', FIGURES)).json.windows.all.posts;
  }
  await server.signal('SIGKILL');
  await serve(t, dir, ['limits=off'], listen);
  const { code, json, stdout, stderr } = await done;
  assert.equal(code, 0, stdout + stderr);
  assert.ok(json.reconnected > 0);
  assert.equal(json.acts, 6000);
});

test('without --persist it ends, and says so, when its server is gone', async (t) => {
  const { server } = await makeServer(t);
  const done = rehearse(server.url, '--scale', '0.0005', '--connections', '16');
  for (let posts = 0; posts < 50;) {
    await sleep(20);
    posts = (await send(server.url, 'GET', FIGURES)).json.windows.all.posts;
  }
  await server.signal('SIGKILL');
  const { code, json, stderr } = await done;
  assert.equal(code, 1);
  assert.match(stderr, /the server does not answer any more/);
  assert.ok(json.errors > 0);
  assert.ok(json.acts < 6000);
  assert.equal(json.comparison, undefined, 'nobody is there to be asked');
});

test('what is refused for lack of room is not expected', async (t) => {
  const { server } = await makeServer(t, ['queue_max=16']);
  const { code, json, stdout, stderr } = await rehearse(server.url, '--scale', '0.0003',
    '--connections', '300', '--rate', '100000');
  assert.equal(code, 0, stdout + stderr);
  assert.equal(json.errors, 0);
  assert.ok(json.dropped <= json.refused);
  assert.ok(json.acts + json.dropped >= 3600, stdout);
});

test('a server of the Mastodon family, with given tokens', async (t) => {
  const { dir, url, app } = await makeHouse(t);
  const tokens = [];
  for (let i = 0; i < 5; i++) tokens.push(await signUp(url, app));
  await writeFile(path.join(dir, 'tokens'), `${tokens.join('\n')}\n`);
  const { code, json, stdout, stderr } = await rehearse(url, '--scale', '0.00005', '--mastodon',
    '--token-file', path.join(dir, 'tokens'), '--connections', '4', '--reads', '1', '--campaign', 'metoo');
  assert.equal(code, 0, stdout + stderr);
  assert.equal(json.comparison, undefined);
  assert.equal(json.acts, 600);
  assert.equal(json.kinds['sign-up'].answered, 0);
  assert.equal(json.kinds.withdraw.answered, 0);
  const { windows } = (await send(url, 'GET', FIGURES)).json;
  assert.equal(windows.all.people, 5);
  assert.equal(windows.all.posts + windows.all.comments + windows.all.reactions, 600);
});

test('an error of the server is one of the rehearsal', async (t) => {
  const { url } = await makeHouse(t);
  const dir = await makeDir(t);
  await writeFile(path.join(dir, 'tokens'), 'nobody\n');
  const { code, json, stderr } = await rehearse(url, '--scale', '0.000001', '--mastodon',
    '--token-file', path.join(dir, 'tokens'));
  assert.equal(code, 1);
  assert.ok(json.errors > 0);
  assert.equal(json.acts, 0);
  assert.match(stderr, /post: status 401: .*The access token is invalid/);
});

test('what cannot begin says why', async (t) => {
  const { url } = await makeHouse(t);
  for (const [pattern, ...args] of [
    [/--scale/],
    [/not known/, '--scale', '1', '--unknown'],
    [/no campaign nosuch/, '--scale', '0.0001', '--campaign', 'nosuch'],
    [/this number cannot be: 0/, '--scale', '1', '--connections', '0'],
    [/no tokens in/, '--scale', '1', '--mastodon', '--token-file', '/nosuch'],
  ]) {
    const { code, stderr } = await rehearse(url, ...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, pattern);
  }
  assert.equal((await rehearse('http://127.0.0.1:1', '--scale', '0.0001')).code, 2);
  const { code, stdout } = await rehearse(url, '--help');
  assert.equal(code, 0);
  assert.match(stdout, /--reads-rate N/);
  assert.ok(await makeApp(url));
});
