/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /leave: away at once, to a page that says nothing about this one.
 *
 * Works without scripts and without the database. A picture or frame of another site that points
 * here must not log anybody out: then nothing is cleared. Where it leads is a setting. */
#include "web/page.h"
#include "web/web.h"

/* --- where to --- */

static bool is_address(struct str s)
{
    size_t scheme = str_starts(s, STR("https://")) ? 8 : str_starts(s, STR("http://")) ? 7 : 0;
    return scheme > 0 && s.n > scheme && s.p[scheme] != '/';
}

/* Cuts the next entry off the list: its address, and its language or the absent str. */
static struct str next_entry(struct str *rest, struct str *language)
{
    struct str address = str_cut(rest, ' ');
    *language = (struct str){0};
    if (!is_address(address) && str_find(address, '=') < address.n)
        *language = str_cut(&address, '=');
    return address;
}

bool web_leave_is_valid(struct str list)
{
    bool has_default = false;
    while (list.p != NULL) {
        struct str language;
        struct str address = next_entry(&list, &language);
        if (address.n == 0 && language.p == NULL)
            continue;
        if (!is_address(address))
            return false;
        has_default = has_default || language.p == NULL;
    }
    return has_default;
}

static struct str address_for(struct str list, struct str lang)
{
    struct str found = {0};
    while (list.p != NULL) {
        struct str language;
        struct str address = next_entry(&list, &language);
        if (language.p != NULL && str_eq(language, lang))
            return address;
        if (language.p == NULL && found.n == 0)
            found = address;
    }
    return found;
}

/* --- going --- */

/* Browsers that do not say where a request comes from also keep no session of ours for others:
 * the cookie is SameSite=Strict. */
static bool is_own_navigation(const struct req *req)
{
    struct str dest = req_header(req, "Sec-Fetch-Dest");
    bool is_document = dest.p == NULL || str_eq(dest, STR("document"));
    return is_document && !req_is_from_elsewhere(req);
}

enum err page_leave(struct req *req)
{
    struct page_out page;
    page_begin(&page, req);
    /* a changed cookie also keeps browsers from showing their copy of a page again */
    if (is_own_navigation(req)) {
        reply_cookie(req, (struct str){0});
        reply_header(req, "Clear-Site-Data", STR("\"cookies\", \"storage\""));
    }
    reply_no_store(req);
    return reply_away(req, address_for(desk_of(req)->house->config->leave_url, page.lang));
}
