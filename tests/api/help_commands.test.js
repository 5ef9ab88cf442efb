// SPDX-License-Identifier: AGPL-3.0-or-later
// chorus help: the directory from files and to files, who confirms, what is refused, and that "chorus help" is
// still the way to the program's usage.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { addMeToo, command, makeApp, makeDir, mustRun, root, send, serve, signUp } from '../house.js';

const starter = path.join(root, 'share/help');
const ITALY = 'a2000000-0000-4000-8000-000000000015';

async function refused(args, code, pattern) {
  const result = await command(args);
  assert.equal(result.code, code, `chorus ${args.join(' ')}: ${result.stdout}${result.stderr}`);
  assert.match(result.stderr, pattern);
  return result;
}

const lines = (text) => text.trimEnd().split('\n').filter((line) => line !== '');

async function texts(dir) {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.csv')).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) =>
    [name, await readFile(path.join(dir, name), 'utf8')])));
}

/** The starter directory, to be spoiled. */
async function copy(dir) {
  const where = path.join(dir, 'files');
  await cp(starter, where, { recursive: true });
  return where;
}

test('"chorus help" is the usage of the program, with an action it is the help directory', async () => {
  assert.match(await mustRun('help'), /^chorus COMMAND[^]*^ {2}serve .*[^]*^ {2}help .*listen/m);
  assert.equal(await mustRun('--help'), await mustRun('help'));
  assert.match(await mustRun('help', 'campaign'), /^chorus campaign ACTION/);
  assert.match(await mustRun('help', 'serve'), /^usage: chorus serve/);
  assert.match(await mustRun('help', '--help'), /^chorus COMMAND/);
  assert.match(await mustRun('help', 'help'), /^chorus help ACTION[^]*import/);
  assert.match(await mustRun('help', 'import', '--help'), /^usage: chorus help import/);
  assert.match(await mustRun('help', 'check', '--help'), /^usage: chorus help check/);
  await refused(['help', 'conquer'], 2, /no command "conquer"/);
});

test('the starter directory goes in and comes out as it was', async (t) => {
  const dir = await makeDir(t);
  const data = path.join(dir, 'data');
  const out = path.join(dir, 'out');
  assert.match(await mustRun('help', 'import', '--data', data, starter), /^57 entries: 57 new, 0 changed\n$/);
  assert.match(await mustRun('help', 'export', '--data', data, out), /^57 entries\n$/);
  const shipped = await texts(starter);
  const written = await texts(out);
  for (const [name, text] of Object.entries(shipped)) assert.equal(written[name], text, name);
  for (const [name, text] of Object.entries(written)) {
    if (!shipped[name]) assert.equal(lines(text).length, 1, `${name} holds no rows`);
    assert.equal((await stat(path.join(out, name))).mode & 0o077, 0, name);
  }
  assert.match(await mustRun('help', 'import', '--data', data, out), /^57 entries: 0 new, 0 changed\n$/);
  const second = path.join(dir, 'second');
  await mustRun('help', 'import', '--data', second, out);
  await mustRun('help', 'export', '--data', second, path.join(dir, 'again'));
  assert.deepEqual(await texts(path.join(dir, 'again')), written);
  await refused(['help', 'export', '--data', data, out], 1, /organization\.csv is there already/);
});

test('nothing of the starter directory was checked, and all of it says where it is for', async (t) => {
  const data = await makeDir(t);
  await mustRun('help', 'import', '--data', data, starter);
  const entries = lines(await mustRun('help', 'list', '--data', data)).map((line) => line.split('\t'));
  assert.equal(entries.length, 57);
  for (const [id, countries, , , name, , checked, confirmed, state] of entries) {
    assert.match(countries, /^[A-Z]{2}(, [A-Z]{2})*$/, id);
    assert.deepEqual([checked, confirmed, state], ['never', '0 of 2', 'old'], name);
  }
  const perpetrators = entries.filter(([, , , numbers]) => numbers === '08 019 019 11');
  assert.equal(perpetrators.length, 1);
});

test('files may be given one by one', async (t) => {
  const data = await makeDir(t);
  const file = (name) => path.join(starter, `${name}.csv`);
  const all = ['organization', 'service', 'phone', 'service_area', 'taxonomy', 'taxonomy_term', 'attribute', 'language', 'url'];
  await refused(['help', 'import', '--data', data, file('service')], 1, /organization\.csv: is missing/);
  await refused(['help', 'import', '--data', data, ...['service', 'organization', 'service'].map(file)], 1, /given already/);
  await refused(['help', 'import', '--data', data], 2, /is missing/);
  await refused(['help', 'import', '--data', data, path.join(root, 'README.md')], 1, /neither a directory nor/);
  await refused(['help', 'import', '--data', data, path.join(data, 'phone.csv')], 1, /no such file/);
  assert.match(await mustRun('help', 'import', '--data', data, ...all.map(file)), /57 new/);
});

test('when anything is wrong nothing is imported, and file and line are named', async (t) => {
  const dir = await makeDir(t);
  const data = path.join(dir, 'data');
  const files = await copy(dir);
  const phones = await readFile(path.join(files, 'phone.csv'), 'utf8');
  const spoil = async (text, pattern) => {
    await writeFile(path.join(files, 'phone.csv'), text);
    const result = await refused(['help', 'import', '--data', data, files], 1, pattern);
    assert.equal(await mustRun('help', 'list', '--data', data), '');
    return result;
  };
  const changed = lines(phones);
  changed[4] = changed[4].replace(/,[^,]*,,voice/, ',call me,,voice');
  changed[6] = changed[6].replace('voice', 'smoke');
  const { stderr } = await spoil(`${changed.join('\n')}\n`, /phone\.csv:5: number: a number is made of/);
  assert.match(stderr, /phone\.csv:7: type: a type is voice/);
  await spoil(`${phones}p,nobody,1,,voice,\n`, /phone\.csv:\d+: there is no such service/);
  await spoil(`${phones}${lines(phones)[1]}\n`, /phone\.csv:\d+: id: stands twice/);
  await spoil(phones.replace('id,', 'name,'), /phone\.csv:1: the first line names the columns/);
  await spoil(`${phones}a,b\n`, /phone\.csv:\d+: there are 2 fields; the first line names 6/);
  await spoil(`${phones}"a`, /phone\.csv:\d+: a quote is not closed/);
  await spoil(Buffer.from([0x69, 0x64, 0xff]), /phone\.csv: is not UTF-8/);
  await spoil('', /phone\.csv: is empty/);
  await spoil(`id${',x'.repeat(40)}\n`, /phone\.csv:1: there are too many fields/);
  await spoil(`id,service_id,number\n${'a,b,1\n'.repeat(20001)}`, /phone\.csv:20002: a file holds at most 20000 rows/);
  await spoil('x'.repeat(9 << 20), /phone\.csv: is too large/);
  const many = await spoil(`id,service_id,number\n${'a,b,x\n'.repeat(100)}`, /phone\.csv:2: /);
  assert.equal(lines(many.stderr).filter((line) => /phone\.csv/.test(line)).length, 20, 'complaints end');
});

test('addresses, and names and mail of people, are passed over and said to be', async (t) => {
  const dir = await makeDir(t);
  const data = path.join(dir, 'data');
  const files = path.join(dir, 'files');
  await mkdir(files);
  await writeFile(path.join(files, 'organization.csv'), 'id,name,year_incorporated\no,O,1999\n');
  await writeFile(path.join(files, 'service.csv'),
    'id,organization_id,name,status,assurer_email\ns,o,S,active,ana-73921@example.org\n');
  await writeFile(path.join(files, 'address.csv'), 'id,address_1\na,Secret-73921 Street\n');
  await writeFile(path.join(files, 'contact.csv'), 'id,name\nc,Ana-73921\n');
  const said = await mustRun('help', 'import', '--data', data, files);
  assert.match(said, /^address\.csv is not read/m);
  assert.match(said, /^contact\.csv is not read/m);
  assert.match(said, /^organization\.csv: these columns are not kept: year_incorporated/m);
  assert.match(said, /^service\.csv: these columns are not kept: assurer_email/m);
  for (const name of await readdir(data)) {
    assert.ok(!(await readFile(path.join(data, name))).includes('73921'), name);
  }
});

test('list chooses by country and language', async (t) => {
  const data = await makeDir(t);
  await mustRun('help', 'import', '--data', data, starter);
  const names = async (...args) => lines(await mustRun('help', 'list', '--data', data, ...args)).map((line) => line.split('\t')[4]);
  assert.deepEqual(await names('--country', 'it'), ['1522', '116 111', '116 000']);
  assert.deepEqual(await names('--country', 'IT', '--language', 'ar'), ['1522']);
  assert.deepEqual(await names('--language', 'nl'), ['1712']);
  assert.deepEqual(await names('--country', 'BO'), []);
  await refused(['help', 'list', '--data', data, '--country', 'QQ'], 1, /no country "QQ"/);
  await refused(['help', 'list', '--data', data, '--language', 'qqqq'], 1, /no language "qqqq"/);
});

test('two organisers, partners or counsellors confirm, and nobody else', async (t) => {
  const data = await makeDir(t);
  await mustRun('help', 'import', '--data', data, starter);
  for (const [name, role] of [['ana', 'organiser'], ['bea', 'counsellor'], ['mod', 'moderator']]) {
    await mustRun('person', 'add', '--data', data, '--username', name, '--role', role);
  }
  const confirm = (who, id = ITALY) => ['help', 'confirm', '--data', data, id, '--by', who];
  await refused(confirm('mod'), 1, /mod is neither an organiser nor a partner nor a counsellor/);
  await refused(confirm('nobody'), 1, /no person "nobody"/);
  await refused(confirm('ana', 'x'), 1, /no entry "x"/);
  await refused(['help', 'confirm', '--data', data, ITALY], 2, /--by is missing/);
  assert.equal(await mustRun(...confirm('ana')), 'confirmed by 1 of 2 persons\n');
  assert.equal(await mustRun(...confirm('ana')), 'confirmed by 1 of 2 persons\n');
  assert.equal(await mustRun(...confirm('bea')), 'confirmed by 2 of 2 persons\n');
  const today = new Date().toISOString().slice(0, 10);
  const [line] = lines(await mustRun('help', 'list', '--data', data, '--language', 'it'));
  assert.match(line, new RegExp(`\t${today}\t2 of 2\tfresh$`));
  await mustRun('help', 'import', '--data', data, starter);
  assert.match(await mustRun('help', 'list', '--data', data, '--language', 'it'), /2 of 2\tfresh/);
});

test('check names what is stale, unconfirmed or missing, and ends with 1 while there is any', async (t) => {
  const dir = await makeDir(t);
  const data = path.join(dir, 'data');
  await addMeToo(data);
  const empty = await command(['help', 'check', '--data', data]);
  assert.equal(empty.code, 1);
  assert.match(empty.stdout, /^TO DO +the directory is empty$/m);
  await mustRun('help', 'import', '--data', data, starter);
  const server = await serve(t, data, ['limits=off']);
  const token = await signUp(server.url, await makeApp(server.url));
  await send(server.url, 'PATCH', '/api/v1/accounts/update_credentials', { token, body: { country: 'BO' } });
  const page = await (await fetch(`${server.url}/w`)).text();
  const form_token = /name="form_token" value="([^"]+)"/.exec(page)[1];
  const once = /name="once" value="([^"]+)"/.exec(page)[1];
  const said = await fetch(`${server.url}/w`, { method: 'POST', body: new URLSearchParams({
    form_token, once, campaign: 'metoo', text: 'Made up.', country: 'BO' }) });
  assert.equal(said.status, 200);
  const { code, stdout } = await command(['help', 'check', '--data', data]);
  assert.equal(code, 1);
  assert.match(stdout, /^ok +hidden, because nobody checked them for 540 days: 0 of 57$/m);
  assert.match(stdout, /^TO DO +not checked for a year, or never: 57 of 57$/m);
  assert.match(stdout, /^TO DO +not confirmed by two persons: 57 of 57$/m);
  assert.match(stdout, /^ok +without a number, an address or a page: 0 of 57$/m);
  assert.match(stdout, /^TO DO +countries that people have said here, without help: 1\n +BO\tBolivia$/m);
});

test('an entry that is changed or removed stands in the log, without who did it', async (t) => {
  const dir = await makeDir(t);
  const data = path.join(dir, 'data');
  const files = await copy(dir);
  await mustRun('help', 'import', '--data', data, files);
  const phones = path.join(files, 'phone.csv');
  await writeFile(phones, (await readFile(phones, 'utf8')).replace(',1522,', ',1523,'));
  assert.match(await mustRun('help', 'import', '--data', data, files), /0 new, 1 changed/);
  await mustRun('help', 'remove', '--data', data, ITALY);
  await refused(['help', 'remove', '--data', data, ITALY], 1, /no entry/);
  const log = lines(await mustRun('help', 'log', '--data', data)).map((line) => line.split('\t'));
  assert.equal(log.length, 59);
  assert.deepEqual(log.slice(0, 2).map(([, what, id]) => [what, id]), [['removed', ITALY], ['changed', ITALY]]);
  assert.match(await mustRun('help', 'import', '--data', data, files), /1 new, 0 changed/);
});
