// SPDX-License-Identifier: AGPL-3.0-or-later
// One request over HTTP, as tests send thousands of them: as fetch does it, not followed, at a fraction of the work.
import http from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';

const agent = new http.Agent({ keepAlive: true });
const LIKE_FETCH = { accept: '*/*', 'accept-language': '*', 'sec-fetch-mode': 'cors', 'user-agent': 'node', 'accept-encoding': 'gzip, deflate' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };

/** The headers of an answer, read as those of fetch are. */
export class AnswerHeaders {
  #values = new Map();

  constructor(raw) {
    for (let i = 0; i < raw.length; i += 2) {
      const name = raw[i].toLowerCase();
      if (this.#values.has(name)) this.#values.get(name).push(raw[i + 1]);
      else this.#values.set(name, [raw[i + 1]]);
    }
  }

  get(name) {
    return this.#values.get(name.toLowerCase())?.join(', ') ?? null;
  }

  has(name) {
    return this.#values.has(name.toLowerCase());
  }

  getSetCookie() {
    return [...this.#values.get('set-cookie') ?? []];
  }

  * [Symbol.iterator]() {
    for (const name of [...this.#values.keys()].sort()) {
      if (name === 'set-cookie') yield* this.getSetCookie().map((value) => [name, value]);
      else yield [name, this.get(name)];
    }
  }
}

function unpack(bytes, coding) {
  if (bytes.length === 0) return bytes;
  if (coding === 'gzip') return gunzipSync(bytes);
  return coding === 'deflate' ? inflateSync(bytes) : bytes;
}

/** Sends it; `body` is text, or a form as URLSearchParams. Gives { status, headers, text }. */
export function ask(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const kind = body instanceof URLSearchParams ? FORM : {};
    const request = http.request(url, { method, agent, headers: { ...LIKE_FETCH, ...kind, ...headers } }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const list = new AnswerHeaders(answer.rawHeaders);
        resolve({ status: answer.statusCode, headers: list, text: unpack(Buffer.concat(parts), list.get('content-encoding')).toString() });
      });
    });
    request.on('error', reject);
    request.end(body?.toString());
  });
}
