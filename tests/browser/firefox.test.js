// SPDX-License-Identifier: AGPL-3.0-or-later
// E2, E3, E4, E5, E8, H7 in Firefox, whose history and memory are made differently from Chromium's.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { openSite } from './browser.js';
import { openSiteWithExit } from './elsewhere.js';
import { openFirefox, skip, until } from './firefox.js';

const HERS = /What I said|class="code"|id="v\d+"|I tell it now/;
const RECEIPT = /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/;

/** Tells a story for moderators alone; gives the receipt. */
async function tell(visitor, url) {
  await visitor.go(`${url}/w`);
  await visitor.type('#text', 'I tell it now.');
  await visitor.click('form.write .primary');
  await until(() => visitor.has('.receipt .code'));
  return visitor.text('.receipt .code');
}

for (const hasScripts of [true, false]) {
  const how = hasScripts ? 'with scripts' : 'without scripts';

  test(`E2, E3, E5, E8: Firefox leaves, and Back shows nothing of hers, ${how}`, { skip }, async (t) => {
    const { url, weather, referrers } = await openSiteWithExit(t);
    const visitor = await openFirefox(t, { hasScripts });
    await visitor.go(`${url}/help`);
    assert.match(await tell(visitor, url), RECEIPT);
    await visitor.go(`${url}/me`);
    assert.match(await visitor.source(), HERS);
    assert.equal((await visitor.cookies()).length, 1);
    const before = await visitor.history();
    assert.deepEqual(before.map(([where]) => where.replace(url, '')), ['/help', '/w', '/r', '/me']);
    for (const [, title] of before) assert.doesNotMatch(title, /me.?too|story|voice/i);

    await visitor.click('a.exit');
    await until(async () => await visitor.url() === weather);
    assert.equal(await visitor.title(), 'Weather');
    assert.deepEqual(referrers.filter(Boolean), []);
    assert.deepEqual((await visitor.history()).map(([where]) => where.replace(url, '')),
      ['/help', '/w', '/r', ...(hasScripts ? [] : ['/me']), weather]);
    for (let i = 0; i < 3; i++) {
      await visitor.back();
      assert.doesNotMatch(await visitor.source(), HERS);
      assert.ok(['/login', '/w', '/help'].includes(new URL(await visitor.url()).pathname), await visitor.url());
    }
    assert.deepEqual(await visitor.cookies(), []);
  });
}

test('E4: Shift three times leaves Firefox', { skip }, async (t) => {
  const { url, weather } = await openSiteWithExit(t);
  const visitor = await openFirefox(t);
  await visitor.go(`${url}/w`);
  await visitor.pressShift();
  await visitor.pressShift();
  assert.match(await visitor.source(), /press it once more to leave\.<\/p>/);
  await visitor.pressShift();
  await until(async () => await visitor.url() === weather);
});

test('H7: Firefox keeps no word that was typed for its next start', { skip }, async (t) => {
  const { url, voices } = await openSite(t);
  const visitor = await openFirefox(t);
  const other = http.createServer((request, answer) => answer.setHeader('Content-Type', 'text/html').end('<textarea id="text"></textarea>'));
  await new Promise((resolve) => { other.listen(0, '127.0.0.1', resolve); });
  t.after(() => {
    other.closeAllConnections();
    other.close();
  });
  await visitor.go(`http://127.0.0.1:${other.address().port}/`);
  await visitor.type('#text', 'TYPED elsewhere');
  await until(async () => /TYPED elsewhere/.test(await visitor.kept())); // the test can tell
  for (const [where, field] of [['/w', '#text'], ['/w', '#warning'], ['/login', '#receipt'], [`/voice/${voices[1]}`, '#text'],
    [`/voice/${voices[1]}/report`, 'textarea']]) {
    await visitor.go(url + where);
    await visitor.type(field, 'TYPED here');
    const kept = await visitor.kept();
    assert.ok(kept.includes(where), 'the page itself is kept');
    assert.doesNotMatch(kept, /TYPED here/, `${where} ${field}`);
  }
});
