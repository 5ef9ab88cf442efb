/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who comes with a receipt: for the log-in page and for the page of apps. */
#pragma once

#include "base/id.h"
#include "crypto/field_key.h"
#include "http/request.h"

enum { LOGIN_TYPED_MAX = 60 };

struct login_found {
    struct person_id person; /* none: nobody */
    struct secret_hash receipt;
    struct field_key key; /* what the receipt opens, whosever it is; to be wiped */
};
/* Whose receipt was typed; nobody for everything that is none: mistyped, replaced, or of somebody
 * who left. */
NODISCARD enum err login_find(struct req *req, struct str typed, struct login_found *found);

/* After every log-out: the browser forgets what it keeps, and goes on to the page that says so. */
enum err login_ended(struct req *req);

/* The form of the page of apps stands on another page (again.h): there, too, what follows may be
 * the app's address, if that is the app's. A browser would not go on else (form-action of the CSP).
 */
void authorize_lead_on(struct req *req);
