/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who comes with a receipt: for the log-in page and for the page of apps. */
#pragma once

#include "base/id.h"
#include "http/request.h"

enum { LOGIN_TYPED_MAX = 60 };

/* Whose receipt was typed. ERR_NOT_FOUND for everything that is nobody's: mistyped, replaced, or of
 * somebody who left. */
NODISCARD enum err login_find(struct req *req, struct str typed, struct person_id *person);
