// SPDX-License-Identifier: AGPL-3.0-or-later
// Listening to streams: server-sent events and WebSocket, both as a queue to take events from.
import WebSocket from 'ws';

// Far above what any event takes: a test that waits so long has failed.
const PATIENCE_MS = 20_000;

/** What came and was not taken yet. */
class Inbox {
  constructor() {
    this.items = [];
    this.waiting = [];
    this.isOver = false;
    this.over = new Promise((resolve) => { this.markOver = resolve; });
  }

  put(item) {
    this.items.push(item);
    this.wake();
  }

  end() {
    this.isOver = true;
    this.markOver();
    this.wake();
  }

  wake() {
    for (const retry of this.waiting.splice(0)) retry();
  }

  /** The first item that fits, passing over the others; fails when the stream ends before. */
  async next(fits = () => true) {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const at = this.items.findIndex(fits);
      if (at >= 0) return this.items.splice(0, at + 1).at(-1);
      if (this.isOver) throw new Error('the stream ended');
      await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('nothing came')), end - Date.now());
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }
}

/** Opens server-sent events. `status` other than 200: `text` holds the refusal. */
export async function listen(t, url, where, token) {
  const stop = new AbortController();
  const response = await fetch(new URL(where, url), {
    signal: stop.signal,
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  const inbox = new Inbox();
  inbox.status = response.status;
  inbox.headers = response.headers;
  inbox.close = () => stop.abort();
  if (response.status !== 200) {
    inbox.text = await response.text();
    return inbox;
  }
  t.after(() => stop.abort());
  readEvents(response.body, inbox);
  return inbox;
}

async function readEvents(body, inbox) {
  let text = '';
  const decoder = new TextDecoder();
  try {
    for await (const bytes of body) {
      text += decoder.decode(bytes, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop();
      blocks.forEach((block) => putBlock(block, inbox));
    }
  } catch { /* closed by the test */ }
  inbox.end();
}

function putBlock(block, inbox) {
  const lines = block.split('\n').filter((line) => !line.startsWith(':'));
  const values = (name) => lines.filter((line) => line.startsWith(`${name}: `))
    .map((line) => line.slice(name.length + 2));
  if (values('event').length) inbox.put({ event: values('event')[0], payload: values('data').join('\n') });
}

/** Opens a WebSocket; `say` sends a JSON message. `refused` is the status of a refusal. */
export function openSocket(t, url, where, protocols = []) {
  const inbox = new Inbox();
  const socket = new WebSocket(new URL(where, url).href.replace(/^http/, 'ws'), protocols);
  inbox.say = (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  inbox.socket = socket;
  t.after(() => socket.terminate());
  socket.on('message', (data) => inbox.put(JSON.parse(data.toString())));
  socket.on('close', () => inbox.end());
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(inbox));
    socket.on('unexpected-response', (request, response) => {
      inbox.refused = response.statusCode;
      resolve(inbox);
    });
    socket.on('error', (error) => (inbox.refused ? null : reject(error)));
  });
}
