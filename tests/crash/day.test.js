// SPDX-License-Identifier: AGPL-3.0-or-later
// The day (chorus-day) through what can go wrong on it: kill -9 in its middle, and far more acts than
// can be taken. Whatever happens, the figures equal what was answered. DAY_SCALE sets how much of the day
// is lived through the kills (0.002; 0.02 is the issue's), OVERLOAD_SECONDS how long too much comes (4),
// OVERLOAD_RATE how much: acts a second (50000).
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { command, makeApp, makeServer, rehearse, send, serve, signUp, sleep } from '../house.js';

const DAY_SCALE = Number(process.env.DAY_SCALE ?? 0.002);
const OVERLOAD_SECONDS = Number(process.env.OVERLOAD_SECONDS ?? 4);
const OVERLOAD_RATE = Number(process.env.OVERLOAD_RATE ?? 50_000);
const ACTS_OF_THE_DAY = 12_000_000;
const KILLED_AT = [0.1, 0.35, 0.6];
const RECOVERED_MS = 5000;
const FIGURES = '/api/chorus/v1/campaigns/metoo/figures';

/** Until this many acts are in the figures, or the rehearsal is over. */
async function untilActs(url, wanted, day) {
  for (;;) {
    const { windows: { all } } = (await send(url, 'GET', FIGURES)).json;
    if (all.posts + all.comments + all.reactions >= wanted || day.isOver) return;
    await sleep(10);
  }
}

async function checkAfter(dir, server) {
  assert.deepEqual(await server.stop(), { code: 0, signal: null }, server.log);
  assert.equal((await command(['recount', '--data', dir])).stdout, '0 differences\n');
  const checked = await command(['check', '--data', dir]);
  assert.equal(checked.code, 0, checked.stdout + checked.stderr);
}

function begin(url, ...args) {
  const day = { isOver: false };
  day.done = rehearse(url, ...args.map(String)).finally(() => {
    day.isOver = true;
  });
  return day;
}

test(`the day goes on through ${KILLED_AT.length} times kill -9 and ends with equal figures`, async (t) => {
  const { dir, server: first } = await makeServer(t);
  const listen = new URL(first.url).host;
  const day = begin(first.url, '--scale', DAY_SCALE, '--connections', 64, '--persist');
  let server = first;
  for (const share of KILLED_AT) {
    await untilActs(server.url, share * DAY_SCALE * ACTS_OF_THE_DAY, day);
    assert.ok(!day.isOver, 'it is killed during the day');
    await server.signal('SIGKILL');
    server = await serve(t, dir, ['limits=off'], listen);
  }
  const { code, json, stdout, stderr } = await day.done;
  assert.equal(code, 0, stdout + stderr);
  assert.equal(json.acts, Math.round(DAY_SCALE * ACTS_OF_THE_DAY));
  assert.equal(json.errors, 0);
  assert.ok(json.reconnected > 0);
  assert.equal(json.comparison.different, 0);
  t.diagnostic(`${json.acts} acts in ${json.seconds} s, ${json.repeated} repeated`);
  await checkAfter(dir, server);
});

/** Speaks beside the crowd until it is over: taken, or refused as it must be. */
async function speakBeside(url, token, day) {
  const answers = { taken: 0, refused: 0 };
  for (let i = 0; !day.isOver; i++) {
    const answer = await send(url, 'POST', '/api/v1/statuses', { token, body: { status: `voice ${i} beside it` } });
    if (answer.status === 200) {
      answers.taken++;
      continue;
    }
    assert.equal(answer.status, 503, answer.text);
    assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
    assert.equal(typeof answer.json.error, 'string');
    answers.refused++;
  }
  return answers;
}

/** Milliseconds until she has been heard again. */
async function recovery(url, token) {
  const began = performance.now();
  for (;;) {
    const said = await send(url, 'POST', '/api/v1/statuses', { token, body: { status: 'And now? #MeToo' } });
    if (said.status === 200) break;
    assert.equal(said.status, 503, said.text);
    assert.ok(performance.now() - began < RECOVERED_MS, 'it is not itself again');
    await sleep(100);
  }
  const page = await send(url, 'GET', '/c/metoo?fresh=1');
  assert.equal(page.status, 200);
  return performance.now() - began;
}

test('far too many acts are answered or refused, none is lost, and it recovers', async (t) => {
  const { dir, server } = await makeServer(t, ['queue_max=64', 'batch_max=16']);
  const token = await signUp(server.url, await makeApp(server.url));
  const scale = Math.min(1, OVERLOAD_SECONDS * OVERLOAD_RATE / ACTS_OF_THE_DAY).toFixed(4);
  const day = begin(server.url, '--scale', scale, '--rate', OVERLOAD_RATE, '--connections', 600,
    '--seconds', OVERLOAD_SECONDS);
  const beside = await speakBeside(server.url, token, day);
  const { code, json, stdout, stderr } = await day.done;
  assert.equal(code, 0, stdout + stderr);
  assert.equal(json.errors, 0, 'each 503 had its Retry-After');
  assert.ok(json.refused > 0, 'it was too much');
  assert.ok(json.acts > 0);
  assert.equal(json.comparison.different, 0);
  const ms = await recovery(server.url, token);
  assert.ok(ms < RECOVERED_MS, `heard again after ${ms} ms`);
  t.diagnostic(`${json.acts} acts, ${json.refused} refused, ${json.dropped} dropped; beside it ${beside.taken} taken, `
    + `${beside.refused} refused; itself again after ${Math.round(ms)} ms`);
  await checkAfter(dir, server);
});
