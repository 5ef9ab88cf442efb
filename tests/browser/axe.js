// SPDX-License-Identifier: AGPL-3.0-or-later
// What axe finds on a page: one way to ask it, at no more cost than needed. Nothing is left out: `preload` fetches style
// sheets and films for two rules, of which one is off unless asked for and the other looks at films; pages have neither.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules that look at colours: only these can find something else in the dark, where `shapes` are the same. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What axe finds: { id, impact, nodes }, of any impact. `within`: a selector; `options`: axe's own. */
export async function axeFinds(page, options = {}, within = 'html') {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(source);
  return page.evaluate(async ({ context, more }) => {
    const { violations } = await window.axe.run(context, { preload: false, resultTypes: ['violations'], ...more });
    return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map((node) => node.html) }));
  }, { context: within, more: options });
}

/** The same as a list of lines. */
export const asLines = (found) => found.map(({ id, nodes }) => `${id}: ${nodes.join(' | ')}`);

/** Where everything stands: what is the same in two lights differs in colours only. */
export function shapes() {
  const places = [...document.querySelectorAll('body, body *')].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [element.localName, x, y, width, height].join(' ');
  });
  return places.join('\n');
}

/** What axe finds in the dark on a page that it has seen by light, as lines: what changes with the light are colours. */
export async function axeFindsInTheDark(page, within) {
  const light = await page.evaluate(shapes);
  await page.emulateMedia({ colorScheme: 'dark' });
  const isSame = light === await page.evaluate(shapes);
  const found = asLines(await axeFinds(page, isSame ? { runOnly: COLOUR_RULES } : {}, within));
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}
