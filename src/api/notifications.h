/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The Notification entity, for the endpoints and for streams. */
#pragma once

#include "api/load.h"

struct api_notification {
    int64_t id;
    struct str type;
    struct str group_key;
    int64_t created_ms;
    struct api_account account;
    const struct api_status *status; /* NULL: a follow, or the post is gone */
};

/* In load->out. ERR_TOO_LARGE, ERR_STORAGE. */
NODISCARD enum err notification_load(struct load *load, const struct notice *notice,
                                     struct api_notification *out);
