// SPDX-License-Identifier: AGPL-3.0-or-later
// Firefox, driven by its own protocol (Marionette: length, colon, JSON), for what no other browser can show: its history,
// what it keeps on the device. With a profile of its own that is thrown away.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { makeDir, sleep } from '../house.js';

const PROGRAM = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync);
/** For test(): why there is nothing to be tested here, or false. */
export const skip = PROGRAM ? false : 'Firefox is not installed';
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const SHIFT = '\uE008';

/** Waits until this gives something true, and gives it. */
export async function until(find) {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await find();
    if (found) return found;
    assert.ok(Date.now() < end, `not within time: ${find}`);
    await sleep(50);
  }
}

const portOf = (dir) => readFile(join(dir, 'MarionetteActivePort'), 'utf8').then(Number, () => 0);

/** One connection: answers come by number. */
function connect(port) {
  const waiting = new Map();
  const socket = net.connect(port, '127.0.0.1');
  let rest = Buffer.alloc(0);
  const take = ([, id, error, value]) => {
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error) reject?.(new Error(`${error.error}: ${error.message}`));
    else resolve?.(value);
  };
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (let colon = rest.indexOf(58); colon > 0; colon = rest.indexOf(58)) {
      const end = colon + 1 + Number(rest.subarray(0, colon));
      if (rest.length < end) return;
      const message = JSON.parse(rest.subarray(colon + 1, end));
      rest = rest.subarray(end);
      if (Array.isArray(message)) take(message);
    }
  });
  socket.on('error', () => { /* it has ended */ });
  let last = 0;
  const ask = (name, parameters = {}) => new Promise((resolve, reject) => {
    const text = JSON.stringify([0, ++last, name, parameters]);
    waiting.set(last, { resolve, reject });
    socket.write(`${Buffer.byteLength(text)}:${text}`);
  });
  return { socket, ask };
}

async function find(ask, text) {
  const using = text.startsWith('//') ? 'xpath' : 'css selector';
  return (await ask('WebDriver:FindElement', { using, value: text })).value[ELEMENT];
}

/** A visitor with Firefox. Elements are named by a selector or, beginning with //, by a path. */
export async function openFirefox(t, { hasScripts = true } = {}) {
  const dir = await makeDir();
  const settings = { 'marionette.port': 0, 'javascript.enabled': hasScripts, 'intl.accept_languages': 'en-GB', 'browser.startup.page': 0,
    'datareporting.policy.dataSubmissionEnabled': false, 'app.update.disabledForTesting': true, 'network.captive-portal-service.enabled': false };
  await writeFile(join(dir, 'user.js'), Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`).join(''));
  const child = spawn(PROGRAM, ['--headless', '--no-remote', '--marionette', '--remote-allow-system-access', '--profile', dir],
    { stdio: 'ignore', env: { ...process.env, HOME: dir } });
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(dir, { recursive: true, force: true });
  });
  const { socket, ask } = connect(await until(() => portOf(dir)));
  t.after(() => socket.destroy());
  await ask('WebDriver:NewSession', { capabilities: { alwaysMatch: { unhandledPromptBehavior: 'ignore' } } });
  const value = async (name, parameters) => (await ask(name, parameters)).value;
  const press = { type: 'key', id: 'keys', actions: [{ type: 'keyDown', value: SHIFT }, { type: 'keyUp', value: SHIFT }] };
  // Runs as a part of Firefox itself; the last argument is called with what it found.
  const inside = async (script) => {
    await ask('Marionette:SetContext', { value: 'chrome' });
    const found = await value('WebDriver:ExecuteAsyncScript', { script, args: [] });
    await ask('Marionette:SetContext', { value: 'content' });
    return found;
  };
  return {
    ask, inside,
    go: (url) => ask('WebDriver:Navigate', { url }),
    back: () => ask('WebDriver:Back'),
    url: () => value('WebDriver:GetCurrentURL'),
    title: () => value('WebDriver:GetTitle'),
    source: () => value('WebDriver:GetPageSource'),
    cookies: () => ask('WebDriver:GetCookies'),
    has: async (text) => (await ask('WebDriver:FindElements', { using: 'css selector', value: text })).length > 0,
    text: async (text) => value('WebDriver:GetElementText', { id: await find(ask, text) }),
    click: async (text) => ask('WebDriver:ElementClick', { id: await find(ask, text) }),
    type: async (text, words) => ask('WebDriver:ElementSendKeys', { id: await find(ask, text), text: words }),
    pressShift: () => ask('WebDriver:PerformActions', { actions: [press] }),
    /** The addresses behind Back and Forward, with their titles. */
    history: () => inside(`
      const list = gBrowser.selectedBrowser.browsingContext.sessionHistory;
      const entries = Array.from({ length: list.count }, (_, i) => list.getEntryAtIndex(i));
      arguments[0](entries.map((entry) => [entry.URI.spec, entry.title]));`),
    /** What it keeps for its next start: pages that are open, what was typed into them, cookies. */
    kept: () => inside(`
      const done = arguments[0];
      const part = (name) => ChromeUtils.importESModule('resource:///modules/sessionstore/' + name + '.sys.mjs')[name];
      part('TabStateFlusher').flush(gBrowser.selectedBrowser).then(() => done(part('SessionStore').getBrowserState()));`),
  };
}
