/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The Tag entity, for hashtags, trends and search. */
#pragma once

#include "api/load.h"

struct api_tag_day {
    int64_t day_s, uses;
};
struct api_tag_info {
    struct str id; /* the hashtag as it is matched */
    struct str name;
    struct str url;
    struct json_list history;
    bool is_followed;
};

/* The named tags as the sender sees them. ERR_STORAGE. */
NODISCARD enum err tags_load(struct req *req, const struct str *names, size_t n,
                             struct json_list *out);
