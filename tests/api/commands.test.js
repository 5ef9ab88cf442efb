// SPDX-License-Identifier: AGPL-3.0-or-later
// The commands, without and beside a running server.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { addMeToo, command, makeApp, makeDir, makeMeToo, mustRun, send, serve, signUp, sleep } from '../house.js';

async function refused(args, code, pattern) {
  const result = await command(args);
  assert.equal(result.code, code, `chorus ${args.join(' ')}: ${result.stdout}${result.stderr}`);
  assert.match(result.stderr, pattern);
  return result;
}

test('the program lists its commands and refuses unknown ones', async () => {
  assert.match(await mustRun('help'), /^ {2}serve .*^ {2}campaign /ms);
  assert.match(await mustRun('--version'), /^chorus \d+\.\d+\.\d+\n$/);
  await refused(['conquer'], 2, /no command "conquer"/);
  await refused([], 2, /COMMAND/);
  await refused(['campaign'], 2, /add/);
  await refused(['campaign', 'burn'], 2, /no action "burn"/);
});

test('options are refused by name', async (t) => {
  const dir = await makeDir(t);
  await refused(['campaign', 'list'], 2, /--data is missing/);
  await refused(['campaign', 'list', '--data', dir, '--dta', 'x'], 2, /unknown option --dta/);
  await refused(['campaign', 'list', '--data'], 2, /--data needs a value/);
  await refused(['campaign', 'list', '--data', dir, `--data=${dir}`], 2, /given twice/);
  await refused(['campaign', 'list', '--data', dir, 'word'], 2, /one word too many/);
  await refused(['recount', '--data', dir, '--repair=yes'], 2, /takes no value/);
  await refused(['campaign', 'add', '--data', dir, '--title', 'T', '--call', 'C'], 2, /SLUG is missing/);
  const help = await command(['campaign', 'add', '--help']);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /--called-at/);
});

test('campaign add makes the directory, private, and refuses what is wrong', async (t) => {
  const dir = path.join(await makeDir(t), 'data');
  await makeMeToo(dir);
  for (const name of ['', 'chorus.db', 'secret.key']) {
    assert.equal((await stat(path.join(dir, name))).mode & 0o077, 0, name);
  }
  assert.equal((await readFile(path.join(dir, 'secret.key'))).length, 32);

  const add = (slug, ...rest) => ['campaign', 'add', '--data', dir, slug, '--title', 'T', '--call', 'C', ...rest];
  await refused(add('metoo'), 1, /metoo: there is a campaign of this name already/);
  await refused(add('Me Too'), 1, /Me Too/);
  await refused(add('one', '--hashtag', 'no tag'), 1, /hashtag no tag/);
  await refused(add('one', '--hashtag', '12345'), 1, /hashtag 12345/);
  await refused(add('one', '--hashtag', 'MeToo:xx-nowhere-at-all'), 1, /hashtag MeToo:xx/);
  await refused(add('one', '--hashtag', 'MeToo:en:gossip'), 1, /hashtag MeToo:en:gossip/);
  await refused(add('one', '--hashtag', 'MeToo:en:tell:Atlantis'), 1, /Atlantis/);
  await refused(add('one', '--hashtag', 'MeToo:en:tell:US:x'), 1, /NAME\[:language/);
  await refused(add('one', '--language', 'klingonese-of-old'), 1, /one/);
  await refused(add('one', '--called-at', 'yesterday'), 1, /--called-at/);
  assert.equal((await mustRun('campaign', 'list', '--data', dir)).trim().split('\n').length, 1,
    'a refused campaign leaves nothing');

  await mustRun(...add('hertoo', '--language', 'es', '--called-at', '2017-10-15T20:21:07Z'));
  assert.match(await mustRun('campaign', 'show', '--data', dir, 'hertoo'), /called +2017-10-15T20:21:07/);
  const shown = await mustRun('campaign', 'show', '--data', dir, 'metoo');
  assert.match(shown, /#MeToo\ten\tme-too/);
  assert.match(shown, /#YoTambién\tes\tme-too/);
  await refused(['campaign', 'show', '--data', dir, 'nobody'], 1, /no campaign "nobody"/);
});

test('campaign edit changes what is given', async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  await mustRun('campaign', 'edit', '--data', dir, 'metoo', '--title', 'Me too, said aloud');
  const shown = await mustRun('campaign', 'show', '--data', dir, 'metoo');
  assert.match(shown, /title +Me too, said aloud/);
  assert.match(shown, /call +If this happened/);
  await refused(['campaign', 'edit', '--data', dir, 'metoo'], 1, /say what to change/);
  await refused(['campaign', 'edit', '--data', dir, 'other', '--title', 'x'], 1, /no campaign "other"/);
});

test('hashtags come singly and from a file, all or none', async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  const family = async () => (await mustRun('hashtag', 'list', '--data', dir, '--campaign', 'metoo'))
    .trimEnd().split('\n').map((line) => line.split('\t'));
  await mustRun('hashtag', 'add', '--data', dir, '--campaign', 'metoo', '#BalanceTonPorc:fr:expose',
    '--source', 'https://example.org/balance', '--since', '2017-10-13');
  assert.deepEqual((await family()).at(-1),
    ['BalanceTonPorc', 'fr', '', 'expose', 'https://example.org/balance', '2017-10-13']);

  const file = path.join(dir, 'family.csv');
  const head = 'name,language,region,sense,source,since,confidence\r\n';
  const importing = ['hashtag', 'import', '--data', dir, '--campaign', 'metoo', file];
  await writeFile(file, `${head}米兔,zh,CN,me-too,"a ""quoted"" source, with a comma",2018-01,known\r\n`
    + '\r\nQuellaVoltaChe,it,IT,tell,,2017-10,\r\nMeToo,en,US,me-too,described anew,2006,certain\r\n');
  assert.match(await mustRun(...importing), /^3 hashtags/);
  const now = await family();
  assert.equal(now.length, 5);
  assert.deepEqual(now.find(([name]) => name === '米兔'),
    ['米兔', 'zh', 'CN', 'me-too', 'a "quoted" source, with a comma', '2018-01', 'known']);
  assert.equal(now.find(([name]) => name === 'MeToo')[4], 'described anew');

  await writeFile(file, `${head}GoodOne,en,,tell,,,\nbad tag,en,,tell,,,\nAlsoGood,en,,nonsense,,,\n`);
  const bad = await refused(importing, 1, /family\.csv:3: /);
  assert.match(bad.stderr, /family\.csv:4: /);
  assert.equal((await family()).length, 5, 'nothing of a file with mistakes is taken');
  await writeFile(file, 'title,language\nx,en\n');
  await refused(importing, 1, /:1: there is no column "title"/);
  await writeFile(file, 'language\nen\n');
  await refused(importing, 1, /:1: .*one of them is name/);
  await writeFile(file, 'name,language\nOne,en,too many\n');
  await refused(importing, 1, /:2: there are 3 fields/);
  await writeFile(file, 'name,language\n"One,en\n');
  await refused(importing, 1, /:2: a quote is not closed/);
  await writeFile(file, Buffer.from('6e616d650aff0a', 'hex'));
  await refused(importing, 1, /is not UTF-8/);
  await writeFile(file, '');
  await refused(importing, 1, /is empty/);
  await rm(file);
  await refused(importing, 1, /no such file/);
});

test('a person is made with a receipt that gives her a role', async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  const made = await mustRun('person', 'add', '--data', dir, '--username', 'ana', '--role', 'organiser');
  const receipt = /^receipt +([0-9A-Z]{4}(?:-[0-9A-Z]{4}){4})$/m.exec(made)?.[1];
  assert.ok(receipt, made);
  assert.match(made, /^username +ana$/m);
  const roles = async (...who) => mustRun('person', 'roles', '--data', dir, ...who);
  assert.equal(await roles('--username', 'ana'), 'organiser\teverywhere\n');

  const file = path.join(dir, 'receipt.txt');
  await writeFile(file, ` ${receipt.toLowerCase().replaceAll('-', ' ')}\n`);
  await mustRun('person', 'role', '--data', dir, '--receipt-file', file, '--role', 'moderator',
    '--campaign', 'metoo');
  assert.match(await roles('--receipt-file', file), /moderator\tmetoo/);
  const piped = await command(['person', 'roles', '--data', dir, '--receipt-file', '-'], { input: receipt });
  assert.match(piped.stdout, /moderator\tmetoo/);
  await mustRun('person', 'role', '--data', dir, '--username', 'ana', '--role', 'none');
  assert.equal(await roles('--username', 'ana'), 'moderator\tmetoo\n');

  assert.match(await mustRun('person', 'add', '--data', dir), /^receipt /m);
  await refused(['person', 'add', '--data', dir, '--username', 'Ana'], 1, /"Ana" is taken/);
  await refused(['person', 'add', '--data', dir, '--username', 'no spaces'], 1, /person: /);
  await refused(['person', 'add', '--data', dir, '--role', 'queen'], 1, /no role "queen"/);
  await refused(['person', 'role', '--data', dir, '--username', 'eve', '--role', 'keeper'], 1, /no such person/);
  await refused(['person', 'role', '--data', dir, '--role', 'keeper'], 1, /say who/);
  await refused(['person', 'role', '--data', dir, '--id', 'x', '--role', 'keeper'], 1, /--id is a number/);
  await writeFile(file, 'not a receipt');
  await refused(['person', 'roles', '--data', dir, '--receipt-file', file], 1, /this is no receipt/);
});

test('settings are listed, and wrong ones refused with their line', async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  assert.match(await mustRun('settings'), /^# release_step = 20$/m);
  await writeFile(path.join(dir, 'chorus.conf'), '# ours\n\nworkers = 2\nwokers = 3\n');
  await refused(['serve', '--data', dir, '--listen', '127.0.0.1:0'], 1,
    /chorus\.conf:4: there is no setting "wokers"/);
  await rm(path.join(dir, 'chorus.conf'));
  for (const [setting, why] of [['limits=maybe', /on or off/], ['workers=0', /number from 1/],
    ['nothing=1', /no setting "nothing"/], ['limits', /name=value/], ['log_level=loud', /log_level/],
    ['public_url=metoo.example', /public_url/]]) {
    await refused(['serve', '--data', dir, '--listen', '127.0.0.1:0', '--set', setting], 1, why);
  }
});

test('serve refuses bad addresses, a taken port and a second server', async (t) => {
  const dir = await makeDir(t);
  const other = await makeDir(t);
  await addMeToo(dir);
  for (const listen of ['here', '127.0.0.1', '127.0.0.1:99999', 'localhost:80', '[::1', '::1:80']) {
    await refused(['serve', '--data', dir, '--listen', listen], 1, /--listen takes ADDRESS:PORT/);
  }
  const server = await serve(t, dir);
  const taken = server.url.slice('http://'.length);
  await refused(['serve', '--data', other, '--listen', taken], 1, /it is in use/);
  await refused(['serve', '--data', dir, '--listen', '127.0.0.1:0'], 1, /a server is running/);
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
});

test('serve listens on IPv6 and stops on SIGINT', async (t) => {
  const dir = await makeDir(t);
  const server = await serve(t, dir, [], '[::1]:0');
  assert.match(server.url, /^http:\/\/\[::1\]:\d+$/);
  assert.equal((await send(server.url, 'GET', '/api/v2/instance')).status, 200);
  assert.deepEqual(await server.signal('SIGINT'), { code: 0, signal: null });
});

test('a lost key is not replaced in silence', async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  await rm(path.join(dir, 'secret.key'));
  await refused(['serve', '--data', dir, '--listen', '127.0.0.1:0'], 1, /secret\.key is missing/);
  await refused(['person', 'add', '--data', dir], 1, /secret\.key is missing/);
  await refused(['check', '--data', dir], 1, /secret\.key/);
});

test('reading commands make nothing', async (t) => {
  const dir = await makeDir(t);
  const none = path.join(dir, 'none');
  for (const args of [['campaign', 'list'], ['recount'], ['backup', path.join(dir, 'copy.db')]]) {
    await refused([...args, '--data', none], 1, /no database/);
  }
  await refused(['check', '--data', none], 1, /is not there/);
  await assert.rejects(stat(none));
});

test('the family that comes with the program is imported whole, each with its source', async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  const file = 'share/families/metoo.csv';
  const lines = (await readFile(file, 'utf8')).trim().split('\n').length - 1;
  assert.match(await mustRun('hashtag', 'import', '--data', dir, '--campaign', 'metoo', file),
    new RegExp(`^${lines} hashtags`));
  const family = (await mustRun('hashtag', 'list', '--data', dir, '--campaign', 'metoo')).trim().split('\n')
    .map((line) => line.split('\t'));
  assert.ok(family.length >= lines);
  assert.equal(family[0][0], 'MeToo');
  for (const sense of ['me-too', 'tell', 'expose', 'solidarity', 'admission', 'demand', 'successor', 'predecessor'])
    assert.ok(family.some((row) => row[3] === sense), sense);
  assert.ok(family.filter((row) => row[4] !== '').length >= lines);
});

test('beside a running server: campaign, hashtag, figures, recount, check, backup', async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  const server = await serve(t, dir);
  const app = await makeApp(server.url);
  const person = await signUp(server.url, app);
  const say = (status) => send(server.url, 'POST', '/api/v1/statuses', { token: person, body: { status } });
  assert.equal((await say('I say it too. #MeToo')).status, 200);

  await mustRun('campaign', 'add', '--data', dir, 'later', '--title', 'Later', '--call', 'Speak.',
    '--hashtag', 'LaterOn:en:tell');
  await mustRun('hashtag', 'add', '--data', dir, '--campaign', 'metoo', 'EnaZeda:ar:me-too:TN');
  let later;
  for (let tries = 0; tries < 50 && later?.status !== 200; tries++) {
    later = await send(server.url, 'GET', '/api/chorus/v1/campaigns/later/figures');
    await sleep(100);
  }
  assert.equal(later.status, 200, 'the server notices a campaign that was added beside it');
  assert.equal((await say('Now I can. #LaterOn #EnaZeda')).status, 200);
  const figures = await send(server.url, 'GET', '/api/chorus/v1/campaigns/later/figures');
  assert.equal(figures.json.windows.all.posts, 1);

  const printed = await mustRun('figures', '--data', dir, 'metoo');
  assert.match(printed, /^all +1 +2 +0 +0 +0$/m);
  assert.match(await mustRun('recount', '--data', dir), /^0 differences$/m);
  const checked = await mustRun('check', '--data', dir);
  assert.equal(checked.match(/^ok /gm).length, 6, checked);
  assert.doesNotMatch(checked, /FAILED/);

  const copy = path.join(dir, 'copy.db');
  assert.match(await mustRun('backup', '--data', dir, copy), /secret\.key/);
  assert.equal((await stat(copy)).mode & 0o077, 0);
  await refused(['backup', '--data', dir, copy], 1, /is there already/);
  await server.stop();

  const restored = path.join(dir, 'restored');
  await mkdir(restored, { mode: 0o700 });
  for (const [from, to] of [[copy, 'chorus.db'], [path.join(dir, 'secret.key'), 'secret.key']]) {
    await writeFile(path.join(restored, to), await readFile(from), { mode: 0o600 });
  }
  await mustRun('check', '--data', restored);
  const again = await serve(t, restored);
  const back = await send(again.url, 'GET', '/api/v1/accounts/verify_credentials', { token: person });
  assert.equal(back.status, 200, 'tokens hold in the restored copy');
  await again.stop();
});

test('check says what is open to others', async (t) => {
  const dir = await makeDir(t);
  await addMeToo(dir);
  await chmod(path.join(dir, 'chorus.db'), 0o644);
  const result = await refused(['check', '--data', dir], 1, /chmod/);
  assert.match(result.stdout, /^FAILED database$/m);
  assert.match(result.stdout, /^ok +key$/m);
});
