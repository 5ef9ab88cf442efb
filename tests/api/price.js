// SPDX-License-Identifier: AGPL-3.0-or-later
// What a form over its limit costs, as a page shows it, and how a browser pays.
import { createHash } from 'node:crypto';

/** The price on the page of a form that was sent, or null when it was taken. */
export function priceOf(page) {
  const found = /<form[^>]* action="([^"]*)"[^>]* data-price data-salt="([^"]*)" data-hash="([^"]*)" data-most="(\d+)"/
    .exec(page.html);
  return found && { action: found[1], salt: found[2], hash: found[3], most: Number(found[4]) };
}

/** What assets/price.js looks for. */
export function solve({ salt, hash, most }) {
  for (let number = 0; number < most; number++) {
    if (createHash('sha256').update(`${salt}:${number}`).digest('hex') === hash) return String(number);
  }
  throw new Error('no number solves it');
}

export const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Limits count by turns of five minutes (http/limit.h), and what was used in the last one counts less: not
 * near the end of one. */
export async function awayFromTurn() {
  const TURN = 5 * 60 * 1000;
  const NEAR = 25 * 1000;
  const left = TURN - Date.now() % TURN;
  if (left < NEAR) await wait(left + 100);
}
