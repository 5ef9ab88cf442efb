// SPDX-License-Identifier: AGPL-3.0-or-later
// What tests need of a running server: a data directory of its own, start, stop, kill, and people who
// sign up through the API. CHORUS names another program than build/chorus; chorus-day lies beside it.
import { spawn, execFile } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask } from './ask.js';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const program = path.resolve(root, process.env.CHORUS ?? 'build/chorus');
const dayProgram = path.join(path.dirname(program), 'chorus-day');

/** A private directory, removed at the end of the test. */
export async function makeDir(t) {
  const dir = await mkdtemp(path.join(tmpdir(), 'chorus-test-'));
  t?.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Runs a command of the program to its end. */
export function command(args, { input } = {}) {
  return new Promise((resolve) => {
    const child = execFile(program, args, { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? error.signal) : 0, stdout, stderr });
    });
    child.stdin.on('error', () => { /* it ended without reading */ });
    child.stdin.end(input ?? '');
  });
}

export async function mustRun(...args) {
  const result = await command(args);
  if (result.code !== 0) throw new Error(`chorus ${args.join(' ')}: ${result.code}\n${result.stderr}`);
  return result.stdout;
}

/** The campaign of the contract, in a folder that may be new. */
export const makeMeToo = (dir) => mustRun('campaign', 'add', '--data', dir, 'metoo', '--title', 'Me Too', '--call',
  'If this happened to you too, say so.', '--hashtag', 'MeToo:en:me-too', '--hashtag', 'YoTambién:es:me-too');

let mould; // a data folder with the campaign, made once by each file of tests; those of its tests are copies
async function makeMould() {
  const dir = await makeDir();
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  await makeMeToo(dir);
  return dir;
}

/** The same, in a new folder or in none: as a copy. */
export async function addMeToo(dir) {
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    await makeMeToo(dir);
    return;
  }
  mould ??= makeMould();
  await cp(await mould, dir, { recursive: true });
}

export class Server {
  constructor(child, url) {
    this.child = child;
    this.url = url;
    this.log = '';
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    child.stderr.on('data', (data) => {
      this.log = (this.log + data).slice(-65536);
    });
  }

  signal(name) {
    this.child.kill(name);
    return this.ended;
  }

  stop() {
    return this.signal('SIGTERM');
  }
}

/** Starts the server and waits until it says that it listens. */
export async function serve(t, dir, settings = ['limits=off', 'release_step=1'], listen = '127.0.0.1:0', options = {}) {
  const child = spawn(program, ['serve', '--data', dir, '--listen', listen,
    ...settings.flatMap((setting) => ['--set', setting])], { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const server = new Server(child, null);
  t?.after(async () => {
    if (child.exitCode === null && child.signalCode === null) await server.signal('SIGKILL');
  });
  let text = '';
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      text += data;
      if (text.includes('\n')) resolve();
    });
    server.ended.then(({ code }) => reject(new Error(`serve ended: ${code}\n${server.log}`)));
  });
  server.firstLine = text;
  server.url = /^listening on (http:\/\/\S+)\n$/.exec(text)?.[1];
  if (!server.url) throw new Error(`serve printed ${JSON.stringify(text)}`);
  return server;
}

/** The campaign as chorus-day rehearses it: its call in every language that the day speaks. */
export async function addRehearsed(dir) {
  await addMeToo(dir);
  const calls = await new Promise((resolve, reject) => {
    execFile(dayProgram, ['--calls'], (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
  await mustRun('campaign', 'edit', '--data', dir, 'metoo', '--call', calls.trim());
}

/** A server on an empty database with the campaign, as it is run for people, but for the limits. */
export async function makeServer(t, settings = []) {
  const dir = await makeDir(t);
  await addRehearsed(dir);
  return { dir, server: await serve(t, dir, ['limits=off', ...settings]) };
}

/** Sends one request; a body is sent as JSON. `json` is absent when the answer is none. */
export async function send(url, method, where, { token, body, headers = {} } = {}) {
  const { status, headers: told, text } = await ask(new URL(where, url), {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  let json;
  try {
    json = JSON.parse(text);
  } catch { /* not JSON */ }
  return { status, headers: told, text, json };
}

export const SCOPES = 'read write follow push';
export const OOB = 'urn:ietf:wg:oauth:2.0:oob';

/** An OAuth application with a token of its own. */
export async function makeApp(url, redirect = OOB) {
  const app = await send(url, 'POST', '/api/v1/apps', {
    body: { client_name: 'test', redirect_uris: redirect, scopes: SCOPES },
  });
  if (app.status !== 200) throw new Error(`apps: ${app.status} ${app.text}`);
  const token = await send(url, 'POST', '/oauth/token', {
    body: {
      grant_type: 'client_credentials', client_id: app.json.client_id,
      client_secret: app.json.client_secret, redirect_uri: redirect, scope: SCOPES,
    },
  });
  if (token.status !== 200) throw new Error(`token: ${token.status} ${token.text}`);
  return { ...app.json, token: token.json.access_token };
}

let people = 0;
const run = Math.random().toString(36).slice(2, 8);

/** Signs a person up as Mastodon apps do; gives her access token. */
export async function signUp(url, app, username = `p_${run}_${++people}`) {
  const made = await send(url, 'POST', '/api/v1/accounts', {
    token: app.token,
    body: { username, email: `${username}@mail.invalid`, password: 'thrown away', agreement: true,
      locale: 'en' },
  });
  if (made.status !== 200) throw new Error(`accounts: ${made.status} ${made.text}`);
  return made.json.access_token;
}

/** Runs chorus-day, the rehearsal, to its end. */
export function rehearse(url, ...args) {
  return new Promise((resolve) => {
    execFile(dayProgram, ['--server', url, '--json', ...args], (error, stdout, stderr) => {
      let json;
      try {
        json = JSON.parse(stdout);
      } catch { /* it did not begin */ }
      resolve({ code: error ? error.code : 0, stdout, stderr, json });
    });
  });
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
