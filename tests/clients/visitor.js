// SPDX-License-Identifier: AGPL-3.0-or-later
// A visitor of the pages with the least of a browser: cookies, redirects, forms, and what live.js
// does to forms (unless hasScripts is false). For logging apps in.
import { randomBytes } from 'node:crypto';
import { ask } from '../ask.js';

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"' };

function unescape(text) {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (all, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    return hex ? String.fromCodePoint(parseInt(hex, 16)) : ENTITIES[name] ?? all;
  });
}

function attributes(tag) {
  return Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)]
    .map(([, name, value]) => [name, unescape(value)]));
}

export class Page {
  constructor(url, response, html) {
    this.url = url;
    this.status = response.status;
    this.html = html;
  }

  /** What stands between two tags, as text. */
  text(pattern) {
    const found = pattern.exec(this.html);
    return found ? unescape(found[1].replace(/<[^>]*>/g, '')).trim() : null;
  }

  /** The form with this action: its hidden values. */
  form(action) {
    for (const [, head, inside] of this.html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)) {
      const form = attributes(head);
      if (form.action !== action) continue;
      const hidden = [...inside.matchAll(/<input([^>]*)>/g)].map(([, input]) => attributes(input))
        .filter((input) => input.type === 'hidden');
      const asks = inside.includes('name="audience"');
      return { ...form, asks, values: Object.fromEntries(hidden.map(({ name, value }) => [name, value])) };
    }
    throw new Error(`no form ${action} on ${this.url} (${this.status}):\n${this.html}`);
  }
}

export class Visitor {
  constructor(origin, { hasScripts = true } = {}) {
    this.origin = origin;
    this.hasScripts = hasScripts;
    this.cookies = new Map();
  }

  async request(where, init = {}) {
    const url = new URL(where, this.origin);
    const response = await ask(url, {
      ...init,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'accept-language': 'en',
        'sec-fetch-site': 'same-origin',
        ...init.headers,
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    const location = response.headers.get('location');
    if (!location) return new Page(url.href, response, response.text);
    const next = new URL(location, url);
    // where an app waits, nobody is at home: the address itself is the result
    return next.origin === new URL(this.origin).origin ? this.request(next) : new Page(next.href, response, '');
  }

  get(where) {
    return this.request(where);
  }

  /** Sends a form; a value may be a list. Whoever tells a story agrees to pages and apps, and lets everybody
   *  answer, unless these values say otherwise. */
  submit(page, action, values) {
    const form = page.form(action);
    if (form.asks && form.method === 'post' && !('do' in values))
      values = { audience: ['pages', 'apps'], answers: 'everybody', ...values };
    if (this.hasScripts && form.values.once === '') {
      page.key ??= randomBytes(16).toString('hex');
      form.values.once = page.key;
    }
    return this.request(form.action, {
      method: form.method.toUpperCase(),
      headers: { origin: this.origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(Object.entries({ ...form.values, ...values })
        .flatMap(([name, value]) => [value].flat().map((one) => [name, one]))).toString(),
    });
  }
}

/** Agrees on the page that an app opens, with a receipt. Returns the page that follows. */
export async function allow(authorizeUrl, receipt) {
  const visitor = new Visitor(new URL(authorizeUrl).origin);
  const page = await visitor.get(authorizeUrl);
  return visitor.submit(page, '/oauth/authorize', { receipt, decision: 'allow' });
}

/** The code that is shown to apps without an address. */
export function shownCode(page) {
  const code = page.text(/<p class="code[^>]*>(.*?)<\/p>/s);
  if (!code) throw new Error(`no code on ${page.url} (${page.status}):\n${page.html}`);
  return code;
}
