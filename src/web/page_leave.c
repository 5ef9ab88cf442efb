/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /leave: away at once, to a page that says nothing about this one.
 *
 * Works without scripts and without the database. A picture or frame of another site that points
 * here must not log anybody out: then nothing is cleared. */
#include "http/response.h"
#include "web/web.h"

#define ELSEWHERE "https://www.wikipedia.org/"

static bool is_own_navigation(const struct req *req)
{
    struct str dest = req_header(req, "Sec-Fetch-Dest");
    struct str site = req_header(req, "Sec-Fetch-Site");
    bool is_document = dest.p == NULL || str_eq(dest, STR("document"));
    bool is_ours = site.p == NULL || str_eq(site, STR("same-origin")) || str_eq(site, STR("none"));
    return is_document && is_ours;
}

enum err page_leave(struct req *req)
{
    if (is_own_navigation(req)) {
        reply_cookie(req, (struct str){0});
        reply_header(req, "Clear-Site-Data", STR("\"cookies\", \"storage\""));
    }
    reply_no_store(req);
    return reply_redirect(req, STR(ELSEWHERE));
}
