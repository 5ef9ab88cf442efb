// SPDX-License-Identifier: AGPL-3.0-or-later
// A site with people on it, and every route of it: for tests of what holds everywhere.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { AnswerHeaders } from '../ask.js';
import { addMeToo, makeApp, makeDir, root, send, serve, signUp } from '../house.js';
import { Visitor } from '../clients/visitor.js';

const SETTINGS = ['limits=off', 'release_step=1', 'page_fresh_ms=0'];

/** The rows of a routes.def: method, path, and the words behind them. */
async function routesOf(file) {
  const text = await readFile(path.join(root, file), 'utf8');
  return [...text.matchAll(/^ROUTE\((\w+), "([^"]+)", (.*)\)$/gm)].map(([, method, where, rest]) => {
    const [handler, ...words] = rest.split(', ');
    return { method, where, handler, words };
  });
}

export const pageRoutes = await routesOf('src/web/routes.def');
export const apiRoutes = await routesOf('src/api/routes.def');

export const cookieOf = (who) => [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

export class Site {
  marks = {}; // headers of every request of `ask`
  localAddress = undefined; // from which they come

  /** One request, not followed, with no headers but these and `marks`; `who` may be absent. */
  ask(where, { who, method = 'GET', values, headers = {} } = {}) {
    const body = values && new URLSearchParams(values).toString();
    return new Promise((resolve, reject) => {
      const request = http.request(new URL(where, this.url), {
        method,
        localAddress: this.localAddress,
        headers: {
          ...this.marks,
          ...(who ? { cookie: cookieOf(who) } : {}),
          ...(values ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
          ...headers,
        },
      }, async (answer) => {
        let html = '';
        for await (const piece of answer.setEncoding('utf8')) html += piece;
        resolve({ where, status: answer.statusCode, headers: new AnswerHeaders(answer.rawHeaders), html });
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  /** The path of a route with what stands on this site. */
  fill(where) {
    const values = {
      slug: 'metoo', username: this.username, name: where.startsWith('/assets') ? this.asset : 'MeToo',
      hashtag: 'MeToo', emoji: 'x', id: this.voice,
    };
    return where.replace(/:(\w+)/g, (_, name) => encodeURIComponent(values[name] ?? '1'));
  }
}

/** A site: she has said something signed, with links in it; he has answered; a stranger knows nobody. */
export async function makeSite(t, more = [], options = {}) {
  const site = new Site();
  site.dir = await makeDir(t);
  await addMeToo(site.dir);
  site.server = await serve(t, site.dir, [...SETTINGS, ...more], '127.0.0.1:0', options);
  site.url = site.server.url;
  site.her = new Visitor(site.url);
  const receipt = await site.her.submit(await site.her.get('/w'), '/w', {
    text: 'It happened to me as well. #MeToo', pen_name: 'Wren',
  });
  site.receipt = receipt.text(/<p class="code[^>]*>(.*?)<\/p>/s);
  assert.match(site.receipt, /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
  const mine = await site.her.get('/me');
  site.voice = /id="v(\d+)"/.exec(mine.html)[1];
  site.username = /href="\/@([^"]+)"/.exec(mine.html)[1];
  site.asset = /\/assets\/(style[^"]+)"/.exec(mine.html)[1];
  const app = await makeApp(site.url);
  site.app = app;
  site.token = await signUp(site.url, app);
  await send(site.url, 'POST', '/api/v1/statuses', { token: site.token,
    body: { status: 'I believe you.', in_reply_to_id: site.voice } });
  return site;
}

/** The attributes of every tag of a page with one of these names. */
export function tags(html, names) {
  const found = [];
  for (const [, name, inside] of html.matchAll(/<([a-z0-9]+)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)) {
    if (names && !names.includes(name)) continue;
    const attributes = Object.fromEntries([...inside.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)]
      .map(([, key, value]) => [key, value ?? '']));
    found.push({ name, ...attributes });
  }
  return found;
}

/** An answer without what differs each time: the date, and the keys of forms. */
export const bare = ({ status, headers, html }) => ({
  status,
  html: html.replace(/name="once" value="[^"]*"/g, 'name="once"'),
  headers: [...headers].filter(([name]) => name !== 'date'),
});

export const unescape = (text) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

/** Every page that links lead to from `start`, as this visitor gets it; redirects are followed. */
export async function crawl(site, start, who) {
  const pages = new Map();
  const waiting = [...start];
  const known = new Set(); // links from the root: they lead to the same place from everywhere
  for (let where = waiting.shift(); where !== undefined; where = waiting.shift()) {
    if (pages.has(where) || pages.size > 400) continue;
    const page = await site.ask(where, { who });
    pages.set(where, page);
    const next = page.headers.get('location');
    const links = next ? [next] : page.html.match(/(?<=<a\s(?:[\w:-]+(?:="[^"]*")?\s+)*href=")[^"]*/g) ?? [];
    for (const link of links) {
      if (known.has(link)) continue;
      if (link.startsWith('/')) known.add(link);
      const url = new URL(next ? link : unescape(link), new URL(where, site.url));
      const bare = url.pathname.replace(/^\/(n|k|nk)(?=\/|$)/, '');
      if (url.origin === site.url && !/^\/(leave|api|feed)/.test(bare)) waiting.push(url.pathname + url.search);
    }
  }
  return [...pages.values()];
}
