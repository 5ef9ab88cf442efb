/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where a form came from and whether it may act. Private to http/.
 *
 * A token is "<hour>.<keyed hash>": bound to the session, or to nobody, and to the hour in
 * which the form was shown. It holds for that hour and the 24 after it. */
#pragma once

#include "crypto/secret.h"

enum { FORM_TOKEN_HOURS = 24 };

/* session: the token id of the sender's session, 0 for a visitor. */
struct str form_token_make(struct arena *arena, const struct secret *key, int64_t session,
                           int64_t now_ms);
bool form_token_holds(const struct secret *key, int64_t session, struct str token, int64_t now_ms);
/* Whether the browser's own words speak for the form, or are absent: Sec-Fetch-Site is same-origin
 * or none; where it does not say, Origin is the web address of one of the n hosts (http or https:
 * who ends TLS is not known here), or "null", which is what browsers send from pages that give no
 * referrer, as ours. An absent host is nobody's. */
bool form_origin_is_ours(struct str sec_fetch_site, struct str origin, const struct str *hosts,
                         size_t n);
