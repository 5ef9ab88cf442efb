// SPDX-License-Identifier: AGPL-3.0-or-later
// What the benchmarks share: settings from the environment, a server on a folder of its own, what it
// used, wrk, nginx, tables. Small numbers by default; SCALE=1 takes the whole ones. The folders lie in
// TMPDIR.
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { cpus } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeApp, makeDir, makeServer, rehearse, root, send, signUp, sleep } from '../tests/house.js';

export const run = promisify(execFile);
export const here = path.join(root, 'bench');
const AT_ONCE = 32;
const CONNECT_TRIES = 50;

/* --- settings --- */

const isWhole = Number(process.env.SCALE ?? 0) >= 1;

/** A number of the environment, or the one for a small machine, or the one of the issue. */
export const setting = (name, small, whole = small) => Number(process.env[name] ?? (isWhole ? whole : small));
export const RUNS = setting('RUNS', 3);
export const SECONDS = setting('SECONDS', 2, 6);

/* --- numbers and tables --- */

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
export const part = (values, share) => [...values]
  .sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
export const medians = (runs) => Object.fromEntries(Object.keys(runs[0])
  .map((key) => [key, median(runs.map((one) => one[key]))]));
export const round = (value, digits = 0) => value
  .toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });

/** A Markdown table; every column but the first is of numbers. */
export function printTable(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  console.log([line(head), `|---${'|---:'.repeat(head.length - 1)}|`, ...rows.map(line), ''].join('\n'));
}

/** rows: what, the measured text, the target's text, whether it is reached. */
export function printTargets(rows) {
  printTable(['against the target', 'measured', 'target', ''],
    rows.map(([what, measured, target, isReached]) => [what, measured, target, isReached ? 'reached' : 'missed']));
  if (!isWhole) console.log('(Scaled down. The targets are those of the whole: SCALE=1.)\n');
}

/* --- a benchmark --- */

/** Runs one benchmark under its title; what it made with `t` goes at its end, also on Ctrl-C. */
export async function bench(title, body) {
  const last = [];
  const t = { after: (end) => last.unshift(end) };
  let cleaned;
  const clean = () => {
    cleaned ??= (async () => {
      for (const end of last) await end();
    })();
    return cleaned;
  };
  process.once('SIGINT', () => clean().then(() => process.exit(130)));
  const { stdout } = await run('git', ['-C', root, 'rev-parse', '--short', 'HEAD']).catch(() => ({ stdout: 'unknown' }));
  console.log(`## ${title}\n\n${new Date().toISOString().slice(0, 10)}, commit ${stdout.trim()}, `
    + `${cpus().length} cores (${cpus()[0].model.trim()})\n`);
  try {
    await body(t);
  } finally {
    await clean();
  }
}

/** Ends it in peace; it must have nothing to complain about. */
export async function stop(server) {
  const ended = await server.stop();
  if (ended.code !== 0) throw new Error(`serve ended with ${ended.code}: ${server.log}`);
}

/** chorus-day to its end. What went wrong is said here, and makes the benchmark one that failed. */
export async function day(url, ...args) {
  const { code, json, stdout, stderr } = await rehearse(url, ...args.map(String));
  if (!json) throw new Error(`chorus-day: ${code}\n${stdout}${stderr}`);
  if (code !== 0) {
    process.exitCode = 1;
    console.log(`chorus-day: ${json.errors} errors, ${json.comparison?.different ?? 'no'} figures different\n${stderr}`);
  }
  return json;
}

/** The folder that DAY names, if a day lies there (bench/day makes it). */
export const keptDay = () => {
  const dir = process.env.DAY;
  return dir && existsSync(path.join(dir, 'chorus.db')) ? dir : null;
};

/** A server on a database on which a day at this scale has been. */
export async function serveDay(t, scale) {
  const { dir, server } = await makeServer(t);
  await day(server.url, '--scale', scale, '--connections', 256);
  return { dir, server };
}

/** What the database answers: a row a line. */
export async function query(dir, sql) {
  const { stdout } = await run('sqlite3', ['-readonly', path.join(dir, 'chorus.db'), sql], { maxBuffer: 64 << 20 });
  return stdout.trim().split('\n');
}

/** The voice with the most comments. */
export const hotVoice = async (dir) => (await query(dir, 'SELECT post FROM post_count ORDER BY comments DESC LIMIT 1'))[0];

/* --- what a process used --- */

/** User and system time of processes that run, in seconds. */
export function cpuSeconds(pids) {
  return pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) / 100;
  }, 0);
}

export const residentMib = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/* --- people --- */

/** make(0) … make(n - 1), some at a time. */
export async function inParallel(n, make) {
  const made = [];
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < n) {
      const i = next++;
      made[i] = await make(i);
    }
  }));
  return made;
}

export async function makePeople(url, n) {
  const app = await makeApp(url);
  return inParallel(n, () => signUp(url, app));
}

const letterOf = (letters) => letters[Math.floor(Math.random() * letters.length)];
const ownWord = () => Array.from({ length: 3 }, () => letterOf('bdfgklmnprstvz') + letterOf('aeiou')).join('');

/** Says something, with words that nobody else says (what is sent alike waits as a flood); gives its id. */
export async function say(url, token, status, more = {}) {
  // words made by chance can look like what a moderator has to see first: then others
  for (let left = 5; left > 0; left--) {
    const own = status.replace(/[^\s#]+(?=\s|$)/g, (word) => [word, ...Array.from({ length: 4 }, ownWord)].join(' '));
    const made = await send(url, 'POST', '/api/v1/statuses', { token, body: { status: own, language: 'en', ...more } });
    if (made.status !== 200) throw new Error(made.text);
    const seen = await send(url, 'GET', `/api/v1/statuses/${made.json.id}`);
    if (seen.status === 200) return made.json.id;
  }
  throw new Error(`nobody is shown "${status}"`);
}

/* --- wrk and nginx --- */

/** One run of wrk: requests per second, latencies in ms, CPU of the server per request in µs. */
export async function wrk(pids, url, script, connections, env = {}) {
  const before = cpuSeconds(pids);
  const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${SECONDS}s`, '--timeout', '10s',
    '-s', path.join(here, script), url], { env: { ...process.env, HERE: here, ...env } });
  const cpu = cpuSeconds(pids) - before;
  const found = /^RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$/m.exec(stdout);
  if (!found) throw new Error(stdout);
  const [requests, durationUs, p50, p99, badStatus, badSocket] = found.slice(1).map(Number);
  if (badStatus + badSocket > 0) throw new Error(`${badStatus} refused, ${badSocket} broken: ${url}`);
  return { requests, rate: requests / (durationUs / 1e6), p50: p50 / 1000, p99: p99 / 1000, cpu: cpu * 1e6 / requests };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** nginx with two workers: files of dir/files, and 200 to everything under /api/. */
export async function startNginx(t) {
  const dir = await makeDir(t);
  const port = await freePort();
  const config = `daemon off; worker_processes 2; pid ${dir}/nginx.pid; error_log ${dir}/nginx.log;
${process.getuid() === 0 ? 'user root;' : ''}
events { worker_connections 2048; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; etag on;
  open_file_cache max=100 inactive=1h; open_file_cache_valid 1h;
  client_body_temp_path ${dir}/b; proxy_temp_path ${dir}/p; fastcgi_temp_path ${dir}/f;
  uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
  server {
    listen 127.0.0.1:${port} reuseport; root ${dir}/files;
    location /api/ { return 200; }
  }
}
`;
  await mkdir(path.join(dir, 'files'));
  await writeFile(path.join(dir, 'nginx.conf'), config);
  const program = existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx';
  const child = spawn(program, ['-c', path.join(dir, 'nginx.conf'), '-e', path.join(dir, 'nginx.log')],
    { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  t.after(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; i < CONNECT_TRIES; i++) {
    if ((await fetch(`${url}/api/`).catch(() => null))?.ok) break;
    await sleep(100);
  }
  const { stdout } = await run('pgrep', ['-P', String(child.pid)]).catch(async () => {
    const log = await readFile(path.join(dir, 'nginx.log'), 'utf8').catch(() => 'it is not there');
    throw new Error(`nginx: ${log}`);
  });
  return { url, dir, pids: [child.pid, ...stdout.trim().split('\n').map(Number)] };
}
