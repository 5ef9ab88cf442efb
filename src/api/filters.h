/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A filter as apps see it, and which of a viewer's filters a post meets (Status.filtered). */
#pragma once

#include "api/entity.h"
#include "domain/post.h"
#include "domain/tie.h"
#include "face/private.h"

struct filter_view {
    struct filter_id id;
    struct str title;
    struct json_list contexts;
    int64_t expires_ms;
    struct str action;
    struct json_list keywords;
};
struct filter_view filter_view_of(struct arena *arena, const struct filter *filter);

/* FilterResult. */
struct filter_result {
    struct filter_view filter;
    struct json_list keywords; /* the words that were found, struct str */
};
extern const struct json_entity entity_filter_result;

/* A filter made ready for looking at many posts. */
struct filter_ready {
    struct filter_view view;
    const struct filter *filter;
    struct str *folded; /* its words */
};
struct filters_ready {
    const struct filter_ready *items;
    size_t n;
};
/* Those of hers that can be read and have not expired. */
NODISCARD enum err filters_load(struct private_reader reader, struct arena *arena,
                                struct filters_ready *out);
/* A list of struct filter_result. */
NODISCARD enum err filters_apply(struct arena *arena, const struct filters_ready *filters,
                                 const struct post *post, struct json_list *out);
