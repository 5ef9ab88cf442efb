// SPDX-License-Identifier: AGPL-3.0-or-later
// A strict reader of XML 1.0 without document types, for tests: what is not well-formed throws.
const CHARACTERS = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
const NAME = /^[A-Za-z_][\w.-]*(:[A-Za-z_][\w.-]*)?$/;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text) {
  if (/[<]/.test(text)) throw new Error(`"<" in ${text}`);
  return text.replace(/&([^;&]*)(;?)/g, (whole, name, end) => {
    if (!end) throw new Error(`a loose "&" in ${text}`);
    const number = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
    const value = number ? String.fromCodePoint(number[1] ? parseInt(number[1], 16) : Number(number[2])) : ENTITIES[name];
    if (value === undefined || !CHARACTERS.test(value)) throw new Error(`no such character: ${whole}`);
    return value;
  });
}

function attributesOf(text) {
  const attributes = {};
  let rest = text;
  while (rest.trim() !== '') {
    const found = /^\s+([^\s=]+)=("([^"]*)"|'([^']*)')/.exec(rest);
    if (!found || !NAME.test(found[1])) throw new Error(`not an attribute: ${rest}`);
    if (found[1] in attributes) throw new Error(`twice: ${found[1]}`);
    attributes[found[1]] = decode(found[3] ?? found[4]);
    rest = rest.slice(found[0].length);
  }
  return attributes;
}

/** The root as { name, attributes, children, text }. */
export function parseXml(source) {
  if (!CHARACTERS.test(source)) throw new Error('a character that XML does not know');
  const head = /^<\?xml version="1\.0" encoding="utf-8"(?: standalone="yes")?\?>\s*/.exec(source);
  if (!head) throw new Error('no declaration');
  const top = { children: [], text: '' };
  const open = [top];
  for (const [, text, tag] of source.slice(head[0].length).matchAll(/([^<]*)(?:<([^>]*)>|$)/g)) {
    const inside = open.at(-1);
    inside.text += decode(text);
    if (tag === undefined) continue;
    if (tag.startsWith('/')) {
      if (open.length === 1 || inside.name !== tag.slice(1).trim()) throw new Error(`</${tag.slice(1)}> closes nothing`);
      open.pop();
      continue;
    }
    const [, name, rest, end] = /^([^\s/]+)([^]*?)(\/?)$/.exec(tag);
    if (!NAME.test(name)) throw new Error(`not a name: ${name}`);
    const element = { name, attributes: attributesOf(rest), children: [], text: '' };
    inside.children.push(element);
    if (!end) open.push(element);
  }
  if (open.length !== 1 || top.children.length !== 1 || top.text.trim() !== '') throw new Error('not one root');
  return top.children[0];
}

export const all = (element, name) => element.children.filter((child) => child.name === name);

/** The one child of that name. */
export function one(element, name) {
  const found = all(element, name);
  if (found.length !== 1) throw new Error(`${found.length} of <${name}> in <${element.name}>`);
  return found[0];
}
