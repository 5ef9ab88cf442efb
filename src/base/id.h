/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Ids are types: one cannot be given where another is wanted. 0 is "none" in all of them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct person_id {
    int64_t v;
}; /* given in order, from 1; campaigns have an account of their own among them */
struct post_id {
    int64_t v;
}; /* a voice, a comment, or (in the API) a share; time-ordered, see clock.h */
struct campaign_id {
    int64_t v;
};
struct tag_id {
    int64_t v;
};
struct cell_id {
    int64_t v;
}; /* what an act is counted under: domain/registry.h */
struct client_id {
    int64_t v;
}; /* an OAuth application */
struct token_id {
    int64_t v;
};
struct notice_id {
    int64_t v;
};
struct report_id {
    int64_t v;
};
struct filter_id {
    int64_t v;
};
