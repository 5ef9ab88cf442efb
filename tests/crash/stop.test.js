// SPDX-License-Identifier: AGPL-3.0-or-later
// Stopping under load and a full queue: what was answered is there, what was not answered is not.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { addMeToo, command, makeApp, makeDir, send, serve, signUp, sleep } from '../house.js';

const CLIENTS = 48;
const CROWD = 400; // far more than wait in the queue, however quick the writer is

/** Posts until told to end; keeps what was answered, refused, and left without an answer. */
async function post(url, token, name, load) {
  for (let i = 0; load.isOn; i++) {
    const text = `voice ${name} ${i} of many`;
    try {
      const answer = await send(url, 'POST', '/api/v1/statuses', { token, body: { status: `${text} #MeToo` } });
      if (answer.status === 200) load.answered.push(text);
      else load.refused.push({ text, answer });
    } catch {
      load.lost.push(text);
      return;
    }
  }
}

async function allTexts(url, tokens) {
  const texts = [];
  for (const token of tokens) {
    const me = await send(url, 'GET', '/api/v1/accounts/verify_credentials', { token });
    let where = `/api/v1/accounts/${me.json.id}/statuses?limit=40`;
    while (where) {
      const page = await send(url, 'GET', where, { token });
      texts.push(...page.json.map(({ content }) => /voice \d+ \d+ of many/.exec(content)[0]));
      where = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    }
  }
  return texts.sort();
}

async function begin(t, settings, clients = CLIENTS) {
  const dir = await makeDir(t);
  await addMeToo(dir);
  const server = await serve(t, dir, settings);
  const app = await makeApp(server.url);
  const tokens = [];
  for (let i = 0; i < 8; i++) tokens.push(await signUp(server.url, app));
  const load = { isOn: true, answered: [], refused: [], lost: [] };
  const all = Promise.all(Array.from({ length: clients },
    (_, i) => post(server.url, tokens[i % tokens.length], i, load)));
  return { dir, server, tokens, load, all };
}

async function checkAfter(t, { dir, tokens, load }) {
  const server = await serve(t, dir);
  assert.deepEqual(await allTexts(server.url, tokens), load.answered.sort());
  await server.stop();
  assert.equal((await command(['recount', '--data', dir])).stdout, '0 differences\n');
}

test('SIGTERM under load: what was taken is answered, then the server ends', async (t) => {
  const run = await begin(t, ['limits=off']);
  await sleep(700);
  assert.deepEqual(await run.server.stop(), { code: 0, signal: null }, run.server.log);
  run.load.isOn = false;
  await run.all;
  assert.ok(run.load.answered.length > CLIENTS, 'there was load');
  assert.equal(run.load.refused.length, 0);
  await checkAfter(t, run);
});

test('a full queue says so, and nothing is half done', async (t) => {
  const run = await begin(t, ['limits=off', 'queue_max=16', 'batch_max=1'], CROWD);
  await sleep(1000);
  run.load.isOn = false;
  await run.all;
  assert.equal(run.load.lost.length, 0, run.server.log);
  assert.ok(run.load.refused.length > 0, 'the queue was full');
  for (const { answer } of run.load.refused) {
    assert.equal(answer.status, 503);
    assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
    assert.equal(typeof answer.json.error, 'string');
  }
  assert.deepEqual(await run.server.stop(), { code: 0, signal: null });
  await checkAfter(t, run);
});
