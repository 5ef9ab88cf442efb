// SPDX-License-Identifier: AGPL-3.0-or-later
// toot, the command line client, as Debian has it. It fails by itself when an entity misses a field
// that it prints; its words are looked at as well.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { addMeToo, command, makeDir, mustRun, serve } from '../house.js';
import { allow, shownCode } from './visitor.js';

let dir;
let server;
let host;

/** Runs toot with a home of its own. `talk` is given its output as it comes and may write to it. */
function toot(home, args, talk) {
  return new Promise((resolve, reject) => {
    const child = spawn('toot', args, {
      env: {
        PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: path.join(home, 'config'),
        PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8', LANG: 'C.UTF-8', BROWSER: 'true',
        COLUMNS: '200', NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1',
      },
    });
    let out = '';
    let err = '';
    child.on('error', reject);
    child.stdout.on('data', (data) => {
      out += data;
      talk?.(out, child.stdin);
    });
    child.stderr.on('data', (data) => { err += data; });
    child.on('close', (code) => resolve({ code, out, err }));
    if (!talk) child.stdin.end();
  });
}

async function run(who, ...args) {
  const { code, out, err } = await toot(who.home, [...args, '--no-color']);
  assert.equal(code, 0, `toot ${args.join(' ')}\n${out}${err}`);
  assert.equal(err.trim(), '', `toot ${args.join(' ')}`);
  return out;
}

async function logIn(username) {
  const home = path.join(dir, username);
  await mkdir(path.join(home, 'config'), { recursive: true });
  const printed = await mustRun('person', 'add', '--data', path.join(dir, 'data'), '--username', username);
  const receipt = /^receipt +(\S+)$/m.exec(printed)[1];
  let isAsked = false;
  const result = await toot(home, ['login', '-i', host, '--disable-https', '--no-color'], (out, stdin) => {
    const url = /^(http:\/\/\S+\/oauth\/authorize\/\?\S+)$/m.exec(out);
    if (!url || isAsked || !out.includes('[Y/n]')) return;
    isAsked = true;
    allow(url[1], receipt).then((page) => stdin.end(`n\n${shownCode(page)}\n`), (error) => {
      stdin.end();
      throw error;
    });
  });
  assert.equal(result.code, 0, result.out + result.err);
  assert.match(result.out, /Successfully logged in/);
  return { home, username };
}

async function post(who, ...args) {
  const out = await run(who, 'post', ...args);
  const id = /Toot posted: \S*\/(\d+)\s*$/.exec(out)?.[1];
  assert.ok(id, out);
  return id;
}

describe('toot', () => {
  let ana;
  let eve;
  before(async () => {
    dir = await makeDir();
    await addMeToo(path.join(dir, 'data'));
    server = await serve(null, path.join(dir, 'data'));
    host = new URL(server.url).host;
    ana = await logIn('ana');
    eve = await logIn('eve');
  });
  after(async () => {
    assert.deepEqual(await server.stop(), { code: 0, signal: null }, server.log);
    assert.equal((await command(['recount', '--data', path.join(dir, 'data')])).stdout, '0 differences\n');
    await rm(dir, { recursive: true, force: true });
  });

  test('says who is logged in, and where', async () => {
    assert.match(await run(ana, 'whoami'), /^@ana/);
    assert.match(await run(ana, 'auth'), new RegExp(`ana@${host}`));
    assert.match(await run(ana, 'instance', host, '--disable-https'), /running Mastodon 4\./);
    assert.match(await run(ana, 'whois', 'eve'), /^@eve/);
  });

  test('posts, reads the hashtag, answers, shows the thread', async () => {
    const voice = await post(ana, 'It happened to me too. #MeToo', '--language', 'en');
    assert.match(await run(eve, 'timeline', '--tag', 'metoo', '--once'), /It happened to me too\. #MeToo/);
    const answer = await post(eve, '@ana I believe you.', '--reply-to', voice);
    const thread = await run(ana, 'thread', answer);
    assert.match(thread, /It happened to me too/);
    assert.match(thread, new RegExp(`In reply to ${voice}`));
  });

  test('favourites, boosts, bookmarks and takes back', async () => {
    const voice = await post(ana, 'Stand by me. #MeToo');
    for (const [there, back] of [['favourite', 'unfavourite'], ['bookmark', 'unbookmark'], ['reblog', 'unreblog']]) {
      assert.match(await run(eve, there, voice), /✓/);
      if (there === 'bookmark') assert.match(await run(eve, 'bookmarks', '--once'), /Stand by me/);
      if (there === 'reblog') assert.equal((await run(eve, 'reblogged_by', voice)).trim(), '');
      assert.match(await run(eve, back, voice), /✓/);
    }
    assert.match(await run(ana, 'pin', voice), /✓/);
    assert.match(await run(ana, 'unpin', voice), /✓/);
  });

  test('follows people and hashtags, reads home', async () => {
    assert.match(await run(eve, 'follow', 'ana'), /now following ana/);
    assert.match(await run(eve, 'following', 'eve'), /@ana/);
    assert.match(await run(ana, 'followers', 'ana'), /@eve/);
    assert.match(await run(eve, 'tags_follow', '#EnaZeda'), /now following/);
    assert.match(await run(eve, 'tags_followed'), /#enazeda/i);
    await post(ana, 'Only to those who follow me.');
    assert.match(await run(eve, 'timeline', '--once'), /Only to those who follow me/);
    assert.match(await run(eve, 'unfollow', 'ana'), /no longer following/);
    assert.match(await run(eve, 'tags_unfollow', 'EnaZeda'), /no longer following/);
  });

  test('mutes, blocks, and lets go', async () => {
    for (const action of ['mute', 'unmute', 'block', 'unblock']) {
      assert.match(await run(eve, action, 'ana'), /✓/);
    }
  });

  test('is notified, and clears that', async () => {
    await run(ana, 'notifications', '--clear');
    const voice = await post(ana, 'Tell me. #MeToo');
    await post(eve, '@ana I am here.', '--reply-to', voice);
    await run(eve, 'reblog', voice);
    const told = await run(ana, 'notifications');
    assert.match(told, /mentioned you in/);
    assert.match(told, /reblogged your status/);
    await run(ana, 'notifications', '--clear');
    assert.match(await run(ana, 'notifications'), /No notification/);
  });

  test('searches', async () => {
    assert.match(await run(ana, 'search', 'eve'), /@eve/);
    assert.match(await run(ana, 'search', '#metoo'), /#MeToo/i);
  });

  // its time has an offset, "+00:00": that was no time here
  test('sends later', async () => {
    const out = await run(ana, 'post', 'In an hour. #MeToo', '--scheduled-in', '1 hour');
    assert.match(out, /Toot scheduled for: \d{4}-\d\d-\d\d \d\d:\d\d/);
    assert.doesNotMatch(await run(eve, 'timeline', '--tag', 'metoo', '--once', '--count', '20'), /In an hour/);
  });

  test('deletes, and is told when there is nothing', async () => {
    const voice = await post(ana, 'Taken back. #MeToo');
    assert.match(await run(ana, 'delete', voice), /Status deleted/);
    assert.doesNotMatch(await run(eve, 'timeline', '--tag', 'metoo', '--once', '--count', '20'), /Taken back/);
    const again = await toot(ana.home, ['delete', voice, '--no-color']);
    assert.notEqual(again.code, 0);
    assert.match(again.err, /not found/i);
  });
});
