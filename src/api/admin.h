/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mastodon's entities for moderators (docs.joinmastodon.org/entities/Admin_Account, Admin_Report).
 * What this server does not have is null or empty, as there: no address, no e-mail. */
#pragma once

#include "api/entity.h"
#include "api/load.h"
#include "domain/moderation.h"

struct admin_account {
    int64_t id;
    struct str username;
    int64_t created_ms;
    struct str locale;
    struct api_role role;
    bool is_suspended;
    struct api_account account;
};
extern const struct json_entity entity_admin_account;
extern const struct json_entity entity_admin_report;

void admin_load_account(struct load *load, const struct person *person, struct admin_account *out);
/* Who asks, as a moderator. ERR_FORBIDDEN for everybody else. */
NODISCARD enum err admin_moderator(struct req *req, struct moderator *out);
