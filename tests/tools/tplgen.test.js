// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile, compiles, generate, refusals, runProgram } from './bench.js';

// Stands in for src/web: every kind of put writes what it is, so that the page shows it.
const web = {
  'web/html.h': `#pragma once
#include "base/str.h"
struct out { int unused; };
struct message_arg { const char *name; struct str value; };
void put_raw(struct out *out, struct str s);
void put_text(struct out *out, struct str s);
void put_html(struct out *out, struct html html);
void put_url(struct out *out, struct str s);
void put_number(struct out *out, int64_t n);
void put_asset(struct out *out, struct str name);
void put_message(struct out *out, const char *id, const struct message_arg *args, size_t n);
void put_plural(struct out *out, const char *one, const char *many, int64_t n,
                const struct message_arg *args, size_t n_args);
`,
  'web/view.h': `#pragma once
#include "base/str.h"
struct view_foot { struct str name; };
struct view_post {
    struct str author, link;
    struct html body;
    bool is_sealed;
    int64_t answers;
    const struct str *tags;
    size_t n_tags;
    struct view_foot foot;
    const struct view_foot *other;
};
struct view_page {
    struct str title;
    struct str empty;
    const struct view_post *posts;
    size_t n_posts;
    const struct view_post *first;
    struct view_post second;
};
`,
  'put.c': `#include <stdio.h>
#include <inttypes.h>
#include "web/html.h"
void put_raw(struct out *out, struct str s) { (void)out; fwrite(s.p, 1, s.n, stdout); }
void put_text(struct out *out, struct str s) { (void)out; printf("T(%.*s)", STRF(s)); }
void put_html(struct out *out, struct html html) { (void)out; printf("H(%.*s)", STRF(html.s)); }
void put_url(struct out *out, struct str s) { (void)out; printf("U(%.*s)", STRF(s)); }
void put_number(struct out *out, int64_t n) { (void)out; printf("N(%" PRId64 ")", n); }
void put_asset(struct out *out, struct str s) { (void)out; printf("A(%.*s)", STRF(s)); }
static void put_args(const struct message_arg *args, size_t n)
{
    for (size_t i = 0; i < n; i++)
        printf(", %s=%.*s", args[i].name, STRF(args[i].value));
    printf(")");
}
void put_message(struct out *out, const char *id, const struct message_arg *args, size_t n)
{
    (void)out;
    printf("M(%s", id);
    put_args(args, n);
}
void put_plural(struct out *out, const char *one, const char *many, int64_t n,
                const struct message_arg *args, size_t n_args)
{
    (void)out;
    printf("P(%s|%s|%" PRId64, one, many, n);
    put_args(args, n_args);
}
`,
  'main.c': `#include "tpl/templates.h"
int main(void)
{
    struct str tags[] = {STR("a"), STR("b")};
    struct view_foot foot = {STR("foot")};
    struct view_post posts[] = {
        {.author = STR("Ada"), .link = STR("/ada"), .body = {STR("<b>")}, .answers = 2,
         .tags = tags, .n_tags = 2, .foot = foot, .other = &foot},
        {.author = STR("Bo"), .link = STR("/bo"), .is_sealed = true, .other = &foot},
    };
    struct view_page page = {.title = STR("Title"), .posts = posts, .n_posts = 2,
                             .first = &posts[0], .second = posts[1]};
    struct out out = {0};
    tpl_page(&out, &page);
}
`,
  'assets/style.css': 'body {}',
};

function make(page, more = {}) {
  const templates = { 'page.html': page, 'foot.html': '<i>{{name}}</i>', ...more };
  return generate('tplgen', { ...web, ...templates }, Object.keys(templates), 'out/tpl');
}

// What the page prints, compiled with all warnings.
function print(page) {
  const made = make(page);
  assert.equal(made.status, 0, made.errors);
  compiles(made.path, 'out/tpl/page.c');
  return runProgram(made.path, ['main.c', 'put.c', 'out/tpl/page.c', 'out/tpl/foot.c']);
}

const prints = [
  ['text and quoted attributes are escaped', '<p title="x {{title}}">{{title}}</p>',
    '<p title="x T(Title)">T(Title)</p>'],
  ['addresses go through put_url', '<a href="{{url first->link}}#top">x</a>',
    '<a href="U(/ada)#top">x</a>'],
  ['assets', '<link rel="stylesheet" href="{{asset "style.css"}}">',
    '<link rel="stylesheet" href="A(style.css)">'],
  ['scripts come from files', '<script src="{{asset "style.css"}}" defer> </script>',
    '<script src="A(style.css)" defer> </script>'],
  ['HTML that is known to be safe', '<div>{{html first->body}}</div>', '<div>H(<b>)</div>'],
  ['numbers', '<p>{{number n_posts}} {{number second.answers}}</p>', '<p>N(2) N(0)</p>'],
  ['lists', '<ul>{{each posts p}}<li>{{p.author}}{{each p.tags tag}} {{tag}}{{end}}</li>{{end}}</ul>',
    '<ul><li>T(Ada) T(a) T(b)</li><li>T(Bo)</li></ul>'],
  ['branches', '{{each posts p}}{{if p.is_sealed}}s{{else}}o{{end}}{{if not p.is_sealed}}!{{end}}{{end}}',
    'o!s'],
  ['branches on texts', '{{if has title}}t{{end}}{{if not has empty}}e{{end}}{{if has empty}}x{{end}}', 'te'],
  ['branches within a tag', '{{each posts p}}<p class="a{{if p.is_sealed}} b{{end}}"' +
    '{{if p.is_sealed}} hidden{{else}} id="x"{{end}}>{{end}}', '<p class="a" id="x"><p class="a b" hidden>'],
  ['branches within an address', '<a href="{{if has empty}}{{url empty}}{{else}}/x{{end}}">x</a>',
    '<a href="U(/x)">x</a>'],
  ['addresses that are written out go through put_url too', '<form action="/login"><a title="/t" href="/">/</a>',
    '<form action="U(/login)"><a title="/t" href="U(/)">/</a>'],
  ['messages', '<p>{{t "Hello"}} {{t "From {a} to\n   {b}: \\"x\\"" a=title b=first->author}}</p>',
    '<p>M(Hello) M(From {a} to {b}: "x", a=Title, b=Ada)</p>'],
  ['plurals', '{{plural n_posts "{n} voice of {who}" "{n} voices of {who}" who=title}}',
    'P({n} voice of {who}|{n} voices of {who}|2, who=Title)'],
  ['parts', '{{each posts p}}{{part foot p.foot}}{{part foot *p.other}}{{end}}',
    '<i>T(foot)</i><i>T(foot)</i><i>T()</i><i>T(foot)</i>'],
  ['comments are dropped', 'a<!-- b -- c\n-->d', 'ad'],
  ['white space is folded', '\n\n<p>\n   a   b\n</p>\n\n  <br>  ', '<p>\na b\n</p>\n<br> '],
  ['white space in a tag is folded', '<p\n   id="a   b"\n   hidden  >', '<p\nid="a   b"\nhidden >'],
  ['white space counts in pre and textarea', '<pre>\n  a  b </pre>  <textarea>\n\n</textarea>',
    '<pre>\n  a  b </pre> <textarea>\n\n</textarea>'],
  ['white space around branches stays where it may matter', 'a{{if has title}} b {{end}} c', 'a b  c'],
  ['links may lead outside by https', '<a href="https://example.org/x">x</a>',
    '<a href="https://example.org/x">x</a>'],
];
for (const [title, page, wanted] of prints) {
  test(`tplgen: ${title}`, () => assert.equal(print(page), wanted));
}

test('tplgen: the compiler refuses a misspelt field and text given as HTML', () => {
  const refused = (page) => {
    const made = make(page);
    assert.equal(made.status, 0, made.errors);
    return compile('gcc', made.path, 'out/tpl/page.c');
  };
  assert.match(refused('{{titel}}'), /has no member named .*titel/);
  assert.match(refused('{{html title}}'), /incompatible type/);
  assert.match(refused('{{part page second}}'), /incompatible/);
});

refusals('tplgen', 'x.html', [
  ['a value in an unquoted attribute', '<p>\n<p class={{x}}>', 2, /in quotes: class/],
  ['an unquoted attribute', '<p class=x>', 1, /must be quoted/],
  ['a value as a tag', '\n<{{x}}>', 2, /write &lt;/],
  ['a value in the name of a tag', '<p{{x}}>', 1, /nothing may be put in here/],
  ['a value as an attribute', '<p {{x}}>', 1, /no value may stand here/],
  ['a value in the name of an attribute', '<p data-{{x}}="">', 1, /no value may stand here/],
  ['a value after an attribute', '<p a="b"{{x}}>', 1, /no value may stand here/],
  ['an event handler with a value', '<p\n onclick="{{x}}">', 2, /event handlers/],
  ['an event handler', '<p ONLOAD="x()">', 1, /event handlers/],
  ['an event handler made of two branches', '<p {{if x}}on{{end}}click="">', 1, /event handlers/],
  ['a style attribute', '<p style="{{x}}">', 1, /no style attribute/],
  ['a style element', '\n\n<style>p{}</style>', 3, /no <style>/],
  ['a base element', '<base href="/">', 1, /no <base>/],
  ['a value in a script', '<script>\n{{x}}</script>', 2, /nothing may be put in/],
  ['an inline script', '<script>\nx()</script>', 2, /no inline scripts/],
  ['a value in a comment', '<!--\n{{x}} -->', 2, /nothing may be put in/],
  ['srcdoc', '<iframe srcdoc="{{x}}">', 1, /no srcdoc/],
  ['http-equiv', '<meta http-equiv="refresh">', 1, /no http-equiv/],
  ['http-equiv without a value', '<meta http-equiv content="0">', 1, /no http-equiv/],
  ['http-equiv from a field', '<meta http-equiv="{{x}}">', 1, /no http-equiv/],
  ['http-equiv from a field, in part', '<meta http-equiv="Content-Security-Policy{{x}}">', 1, /no http-equiv/],
  ['http-equiv that only begins like a policy', '<meta http-equiv="Content-Security-Policy-Report-Only">', 1, /no http-equiv/],
  ['http-equiv in capital letters', '<META HTTP-EQUIV="refresh">', 1, /no http-equiv/],
  ['plain text as an address', '<a href="{{x}}">', 1, /must be \{\{url/],
  ['plain text within an address', '<a href="/a/{{x}}">', 1, /must be \{\{url/],
  ['an address that is not at the beginning', '<a href="/{{url x}}">', 1, /and first/],
  ['an address with a reference', '<a href="/a?b&amp;c">', 1, /no & in an address/],
  ['two addresses in one', '<a href="{{url x}}{{url y}}">', 1, /and first/],
  ['a message as an address', '<form action="{{t "x"}}">', 1, /must be \{\{url/],
  ['plain text as formaction', '<button formaction="{{x}}">', 1, /must be \{\{url/],
  ['plain text as xlink:href', '<use xlink:href="{{x}}">', 1, /must be \{\{url/],
  ['javascript: addresses', '<a href="javascript:x()">', 1, /addresses begin with/],
  ['data: addresses', '<a href="data:text/html,x">', 1, /addresses begin with/],
  ['http: addresses', '<a href="http://example.org/">', 1, /addresses begin with/],
  ['addresses without a scheme', '<a href="//example.org/">', 1, /addresses begin with/],
  ['a style sheet from elsewhere', '<link href="https://example.org/x.css">', 1, /addresses begin/],
  ['a script from elsewhere', '<script src="https://example.org/x.js">', 1, /addresses begin/],
  ['a picture from elsewhere', '<img src="https://example.org/x.png">', 1, /addresses begin/],
  ['a frame from elsewhere', '<iframe src="https://example.org/">', 1, /addresses begin/],
  ['HTML in an attribute', '<p title="{{html x}}">', 1, /in an attribute: \{\{html\}\}/],
  ['a part in an attribute', '<p title="{{part x y}}">', 1, /in an attribute/],
  ['an asset that is not there', '<img src="{{asset "x.png"}}">', 1, /no such file/],
  ['an end without a beginning', 'a\n{{end}}', 2, /nothing is open/],
  ['a missing end', '{{if x}}\n', 2, /without \{\{end\}\}, begun at 1/],
  ['else without if', '{{each a b}}{{else}}{{end}}', 1, /no \{\{if\}\}/],
  ['two elses', '{{if a}}{{else}}{{else}}{{end}}', 1, /no \{\{if\}\}/],
  ['an unknown directive', '\n{{unless x}}', 2, /unknown directive: \{\{unless/],
  ['an empty directive', '{{ }}', 1, /empty/],
  ['a directive without an end', '{{x\n', 1, /without \}\}/],
  ['a text without an end', '{{t "x}}', 1, /without/],
  ['a field that is none', '{{a+b}}', 1, /not a field/],
  ['an end within a tag', '<p', 1, /ends within a tag/],
  ['an end within an attribute', '<p a="b', 1, /ends within a tag/],
  ['an end within a comment', '<!-- x', 1, /ends within a tag or comment/],
  ['a branch over the edge of a tag', '<p {{if x}}>{{end}}', 1, /ends in another place/],
  ['a branch over the edge of an attribute', '<p {{if x}}a="{{end}}">', 1, /another place/],
  ['branches that end differently', '{{if x}}<p {{else}}b{{end}}>', 1, /another place/],
  ['a branch in the name of a tag', '<p{{if x}}a{{end}}>', 1, /nothing may be put in/],
  ['attributes without white space', '<p a="b"c="d">', 1, /white space and a name/],
  ['a bare <', 'a < b', 1, /write &lt;/],
  ['a message without quotes', '{{t x}}', 1, /in quotes/],
  ['a message whose value is missing', '{{t "Hello {name}"}}', 1, /placeholder without/],
  ['a value that the message does not have', '{{t "Hello" name=x}}', 1, /does not have/],
  ['a plural with one form', '{{plural n "{n} voice"}}', 1, /number of words/],
  ['an item that hides another', '{{each a b}}{{each c b}}{{end}}{{end}}', 1, /not a free name/],
  ['an item named like the view', '{{each a v}}{{end}}', 1, /not a free name/],
]);
refusals('tplgen', 'a-b.html', [['a bad name', '', 1, /name is made of/]]);
