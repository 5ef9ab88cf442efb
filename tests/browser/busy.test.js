// SPDX-License-Identifier: AGPL-3.0-or-later
// 503 and 429 in a real browser: a server that cannot take a form at this moment says so and when to try again, and
// the form is still there, with everything that was in it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { makeDir, send, serve, signUp, sleep } from '../house.js';
import { axeFinds } from './axe.js';
import { openBrowser, openSite, visit } from './browser.js';

const QUEUE = 16;
const STORY = 'It took me <eleven> years, & I say it now. 🕯';

/** A site whose queue is full until `free` is called: somebody else writes to its database. */
async function openFullSite(t) {
  const dir = await makeDir(t);
  const site = await openSite(t, [`queue_max=${QUEUE}`, 'batch_max=1', 'page_fresh_ms=0'], dir);
  const token = await signUp(site.url, site.app);
  const fill = async () => {
    const other = spawn('sqlite3', ['-bail', `${dir}/chorus.db`], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => { other.once('exit', resolve); });
    t.after(() => other.kill());
    other.stdin.write('.timeout 5000\nBEGIN IMMEDIATE;\n.system echo held\n'); // its own output waits in a buffer
    await new Promise((resolve) => { other.stdout.once('data', resolve); });
    let isFull = true; // every five seconds the writer gives one of them up: its place is taken at once
    let refused;
    const first = new Promise((resolve) => { refused = resolve; });
    const crowd = Array.from({ length: QUEUE + 8 }, async (_, i) => {
      while (isFull) {
        const { status } = await send(site.url, 'POST', '/api/v1/statuses', { token, body: { status: `number ${i}` } });
        if (status === 503) refused();
        await sleep(20);
      }
    });
    await first;
    return async () => {
      isFull = false;
      other.stdin.end('ROLLBACK;\n');
      await ended;
      await Promise.all(crowd);
    };
  };
  return { ...site, fill };
}

const asked = (page) => page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.status() !== 307);

async function press(page, name) {
  const [answer] = await Promise.all([asked(page), page.getByRole('button', { name }).click()]);
  await page.waitForLoadState();
  return answer;
}

async function looksRight(page, hasScripts) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${wide} pixels too wide`);
  if (hasScripts) assert.deepEqual((await axeFinds(page)).map(({ id }) => id), []);
}

// Each form: where it is, what is typed into it, and what is there when it was taken.
const forms = (site) => ({
  write: {
    where: '/w',
    fill: async (page) => {
      await page.getByLabel('Your words').fill(STORY);
      await page.getByLabel('In your own words').fill('years');
      await page.getByLabel('A pen name').check();
      await page.getByLabel('Pen name', { exact: true }).fill('Wren');
      await page.locator('[name=audience][value=pages]').check();
      await page.locator('[name=country]').selectOption('NO');
    },
    button: 'Send',
    done: (page) => page.locator('.receipt .code').waitFor(),
  },
  comment: {
    where: `/voice/${site.voices[1]}`,
    fill: (page) => page.getByLabel('Your answer').fill(STORY),
    button: 'Send',
    done: (page) => page.locator('.receipt .code').waitFor(),
  },
  report: {
    where: `/voice/${site.voices[1]}/report`,
    fill: async (page) => {
      await page.getByLabel('What should the moderators know?').fill(STORY);
      await page.getByLabel('It is against the law').check();
    },
    button: 'Send the report',
    done: (page) => page.getByText('The moderators have your report').waitFor(),
  },
});

/** Everything in the form that somebody can see and change. */
const typed = (page, action) => page.evaluate((path) => {
  const form = [...document.forms].find((one) => new URL(one.action).pathname.endsWith(path));
  const inputs = [...form.elements].filter(({ type, name }) => name && type !== 'hidden' && name !== 'subject');
  return inputs.filter(({ type, checked }) => !['radio', 'checkbox'].includes(type) || checked)
    .map(({ name, value }) => [name, value]);
}, action);

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';

  test(`a full queue: each form comes back as it was typed and says when to try again, ${how}`, async (t) => {
    const site = await openFullSite(t);
    const browser = await openBrowser(t);
    for (const [name, form] of Object.entries(forms(site))) {
      const { page } = await visit(t, browser, { javaScriptEnabled, viewport: { width: 320, height: 640 } });
      await page.goto(site.url + form.where);
      await form.fill(page);
      const action = { write: '/w', comment: '/comment', report: '/report' }[name];
      if (!javaScriptEnabled && name === 'comment') { // its page is kept for everybody: a key comes with a first press
        await press(page, form.button);
      }
      const before = await typed(page, action);
      const free = await site.fill();
      const answer = await press(page, form.button);
      assert.equal(answer.status(), 503, name);
      assert.match(answer.headers()['retry-after'], /^[1-9]\d*$/);
      assert.equal(answer.headers()['cache-control'], 'no-store');
      const told = await page.locator('[role=alert]').textContent();
      assert.match(told, /could not be taken yet\. Nothing that you typed is lost\./);
      assert.match(told, new RegExp(`again in ${answer.headers()['retry-after']} seconds`));
      assert.deepEqual(await typed(page, action), before, name);
      await looksRight(page, javaScriptEnabled);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/busy-${name}-${javaScriptEnabled}.png`, fullPage: true });
      await free();
      await press(page, form.button);
      await form.done(page);
    }
  });

  test(`a full queue: one press comes back as a button, ${how}`, async (t) => {
    const site = await openFullSite(t);
    const browser = await openBrowser(t);
    const { page } = await visit(t, browser, { javaScriptEnabled, locale: 'de' });
    await page.goto(`${site.url}/voice/${site.voices[1]}`);
    const pressed = () => page.locator('form[action$="/react"] button').first().click();
    const free = await site.fill();
    await Promise.all([asked(page), pressed()]);
    await page.waitForLoadState();
    if (!javaScriptEnabled) await Promise.all([asked(page), page.locator('main form button').click()]);
    await page.locator('main [role=alert]').waitFor();
    await looksRight(page, javaScriptEnabled);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/busy-press-${javaScriptEnabled}.png`, fullPage: true });
    await free();
    await page.locator('main form button').click();
    await page.locator('.receipt .code').waitFor();
  });
}

test('a site that cannot be reached: the words stay in their form, which is sent when it is there again', async (t) => {
  const dir = await makeDir(t);
  const site = await openSite(t, ['page_fresh_ms=0'], dir);
  const browser = await openBrowser(t);
  let { server } = site;
  for (const [name, form] of Object.entries(forms(site))) {
    const { page, hosts } = await visit(t, browser, { viewport: { width: 320, height: 640 } });
    await page.goto(site.url + form.where);
    await form.fill(page);
    const action = { write: '/w', comment: '/comment', report: '/report' }[name];
    const before = await typed(page, action);
    await server.stop();
    await page.getByRole('button', { name: form.button }).click();
    assert.match(await page.locator('main [role=alert]').textContent(), /^No connection\. Your words are still here\.$/);
    await page.getByRole('button', { name: form.button }).click(); // in vain
    await page.locator('main .away').waitFor();
    assert.equal(new URL(page.url()).pathname, form.where);
    assert.deepEqual(await typed(page, action), before, name);
    await looksRight(page, true);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/away-${name}.png`, fullPage: true });
    server = await serve(t, dir, ['limits=off', 'release_step=1', 'page_fresh_ms=0'], new URL(site.url).host);
    await press(page, form.button);
    await form.done(page);
    assert.deepEqual([...hosts], [new URL(site.url).host]);
  }
});

test('a site that never answers is one that cannot be reached: the words stay, and are sent when it answers', async (t) => {
  const site = await openSite(t, ['page_fresh_ms=0']);
  const { page } = await visit(t, await openBrowser(t));
  await page.addInitScript(() => { // what takes seconds is over when the test says so
    window.limits = [];
    AbortSignal.timeout = (ms) => {
      const control = new AbortController();
      window.limits.push(ms);
      window.timeIsOver = () => control.abort(new DOMException('over', 'TimeoutError'));
      return control.signal;
    };
  });
  const form = forms(site).write;
  await page.goto(site.url + form.where);
  await form.fill(page);
  const before = await typed(page, '/w');
  const held = [];
  await page.route('**/assets/away*', (route) => { held.push(route.request().method()); });
  await page.getByRole('button', { name: form.button }).click();
  await page.waitForFunction(() => window.limits.length === 1);
  while (held.length === 0) await sleep(20);
  assert.deepEqual(held, ['HEAD']);
  assert.equal(await page.locator('main .away').count(), 0);
  await page.evaluate(() => window.timeIsOver());
  await page.locator('main .away').waitFor();
  assert.match(await page.locator('main [role=alert]').textContent(), /^No connection\. Your words are still here\.$/);
  assert.deepEqual(await typed(page, '/w'), before);
  const [limit] = await page.evaluate(() => window.limits);
  assert.ok(limit >= 5000 && limit <= 30000, `${limit} ms: a slow network answers, nobody waits for minutes`);
  await page.unroute('**/assets/away*');
  await press(page, form.button);
  await form.done(page);
});

test('limits: who has opened very many pages is told when to go on, and can leave', async (t) => {
  const site = await openSite(t, ['limits=on', 'limit_read=12']);
  const browser = await openBrowser(t);
  for (const javaScriptEnabled of [true, false]) {
    const { page } = await visit(t, browser, { javaScriptEnabled, viewport: { width: 320, height: 640 } });
    await page.goto(`${site.url}/w`);
    await page.getByLabel('Your words').fill('It happened to me too. #MeToo');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.receipt .code').waitFor();
    let answer;
    for (let i = 0; i < 30 && answer?.status() !== 429; i++) answer = await page.goto(`${site.url}/me`);
    assert.equal(answer.status(), 429);
    const seconds = answer.headers()['retry-after'];
    assert.match(seconds, /^[1-9]\d*$/);
    assert.match(await page.locator('main').textContent(), new RegExp(`again in ${seconds} seconds?\\.`));
    await looksRight(page, javaScriptEnabled);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/many-${javaScriptEnabled}.png`, fullPage: true });
    await page.locator('.exit').waitFor();
    const left = await page.context().request.get(`${site.url}/leave`, { maxRedirects: 0 });
    assert.equal(left.status(), 303);
  }
});
