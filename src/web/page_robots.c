/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /robots.txt: what is asked of programs that walk through sites.
 *
 * What a search engine may keep is said with each page, by X-Robots-Tag, and so pages are not
 * closed to it here: it would not see that it may not. There is no list of pages for it: a list of
 * those who agreed to be found would be one of people. Programs that gather texts to train on ask
 * for an agreement that nobody gave. */
#include "web/page.h"
#include "web/web.h"

enum err page_robots(struct req *req)
{
    static const char *const gatherers[] = {
        "AI2Bot",          "Amazonbot",
        "anthropic-ai",    "Applebot-Extended",
        "Bytespider",      "CCBot",
        "ClaudeBot",       "cohere-ai",
        "Diffbot",         "FacebookBot",
        "Google-Extended", "GPTBot",
        "ImagesiftBot",    "meta-externalagent",
        "omgili",          "Timpibot",
    };
    enum { BYTES_MAX = 4096 };
    struct buf buf = buf_init(BYTES_MAX);
    for (size_t i = 0; i < sizeof gatherers / sizeof *gatherers; i++)
        buf_printf(&buf, "User-agent: %s\n", gatherers[i]);
    buf_put(&buf, STR("Disallow: /\n\n"
                      "User-agent: *\n"
                      "Disallow: /api/\n"
                      "Disallow: /feed/\n"
                      "Disallow: /leave\n"
                      "Disallow: /m\n"
                      "Disallow: /me\n"
                      "Disallow: /oauth/\n"));
    return reply_bytes(req, 200, "text/plain; charset=utf-8", &buf);
}
