// SPDX-License-Identifier: AGPL-3.0-or-later
// What axe does not look for. The functions that are handed to a page know nothing outside themselves.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../house.js';

const LETTERS = { ar: '\\p{Script=Arabic}', hi: '\\p{Script=Devanagari}', 'zh-Hans': '\\p{Script=Han}' };

/** Messages of the pages that this language has no translation of yet: `make lint` refuses those, not the browser. */
async function untranslated(lang) {
  const po = await readFile(join(root, `po/${lang}.po`), 'utf8');
  const known = new Set([...po.matchAll(/^msgid(?:_plural)? "(.*)"$/gm)].map(([, text]) => text));
  const found = new Set();
  for (const folder of ['templates', 'src/web', 'src/base', 'src/domain']) {
    for (const file of await readdir(join(root, folder))) {
      const text = await readFile(join(root, folder, file), 'utf8');
      for (const [, message] of text.matchAll(/(?:\{\{t |\bT\(|\{\{plural [\w.]+ )"((?:[^"\\]|\\.)*)"/g)) found.add(message);
    }
  }
  return [...found].filter((text) => !known.has(text));
}

const kept = new Map();
/** For foreignNames: the letters of this language, and what has no translation yet. */
export async function messagesIn(lang) {
  if (!LETTERS[lang]) return null;
  if (!kept.has(lang)) kept.set(lang, { letters: LETTERS[lang], missing: await untranslated(lang) });
  return kept.get(lang);
}

/** Names of what is read out (links, buttons, fields, headings, landmarks) that are in Latin letters only, though
 *  they are said to be in the language of the page; and pieces in another language that do not say so. */
export function foreignNames({ lang, messages }) {
  const wrong = [];
  for (const link of document.querySelectorAll('#languages a')) {
    if (link.lang !== link.hreflang || !link.lang) wrong.push(`a language without lang: ${link.outerHTML}`);
  }
  if (!messages) return wrong;
  const own = new RegExp(messages.letters, 'u');
  const selector = 'a, button, label, legend, summary, h1, h2, h3, h4, th, figcaption, title, [aria-label], [role]';
  for (const element of document.querySelectorAll(selector)) {
    if (element.closest('[lang]').lang !== lang || element.closest('svg, [translate=no], bdi, noscript')) continue;
    const copy = element.cloneNode(true);
    for (const other of copy.querySelectorAll('[lang], bdi, [translate=no], select, time, script')) other.remove();
    for (const name of [copy.textContent, element.getAttribute('aria-label') ?? '']) {
      const text = name.trim().replace(/\s+/g, ' ');
      if (!/\p{Script=Latin}{2}/u.test(text) || own.test(text)) continue;
      if (/^(JSON|CSV|lila\.help|@\w+|#\w+|https:\S+|[\w.]+\.(org|net|com))/.test(text)) continue;
      if (element.matches('.site, title, [dir=auto]') || messages.missing.some((one) => text.startsWith(one.split('{')[0].slice(0, 30)))) continue;
      wrong.push(`${element.tagName.toLowerCase()} in English: ${text.slice(0, 80)}`);
    }
  }
  return wrong;
}

/** On a narrow page: nothing reaches out of it, nothing is cut off, and what is pressed is at least 44 pixels high
 *  (links within a sentence apart). With `isSpaced`, after letters, words and lines were moved apart (WCAG 1.4.12). */
export function lookAround(isSpaced) {
  const wrong = [];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  if (isSpaced) document.adoptedStyleSheets = [sheet];
  const say = (what, element) => wrong.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
  const width = document.documentElement.scrollWidth;
  if (width > 320) {
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > 321 || one.getBoundingClientRect().left < -1);
    say(`${width} pixels wide`, wide.filter((one) => !one.closest('.scroll, .hush, .skip')).at(-1) ?? document.body);
  }
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('.hush, .skip, .scroll, svg, noscript, [hidden]') || !element.offsetParent) continue;
    const style = getComputedStyle(element);
    const isCut = style.overflowX !== 'visible' && style.overflowX !== 'auto' && element.tagName !== 'SELECT' && element.tagName !== 'INPUT';
    if (isCut && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) say('cut off', element);
    if (element.matches('button, .button, .chip') && element.scrollWidth > element.clientWidth + 1) say('text reaches out', element);
  }
  if (!isSpaced) {
    for (const element of document.querySelectorAll('a[href], button, select, textarea, summary, input:not([type=hidden])')) {
      if (element.closest('.hush, .skip, [hidden]') || !element.offsetParent) continue;
      const place = element.matches('[type=checkbox], [type=radio]') ? element.closest('label') : element;
      const around = element.parentElement.textContent.replace(/\s+/g, '').length;
      const isInText = element.tagName === 'A' && !element.matches('.button') && around > element.textContent.replace(/\s+/g, '').length + 1;
      const { height } = place.getBoundingClientRect();
      if (!isInText && height < 43.9) say(`${Math.round(height)} pixels high`, element);
    }
  }
  document.adoptedStyleSheets = [];
  const exit = document.querySelector('.exit')?.getBoundingClientRect();
  if (exit && (exit.top < 0 || exit.bottom > innerHeight || exit.right > 320 || exit.left < 0)) wrong.push('the exit is out of sight');
  return wrong;
}
