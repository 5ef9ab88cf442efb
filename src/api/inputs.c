/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The cursor of lists, and the tables that several endpoints share. */
#include "api/inputs.h"

#include "api/api.h"

const struct input_table no_inputs = {0};

static const struct input paging_rows[] = {
    IN_NUMBER(paging, "max_id", max_id, 0, INT64_MAX, 0),
    IN_NUMBER(paging, "since_id", since_id, 0, INT64_MAX, 0),
    IN_NUMBER(paging, "min_id", min_id, 0, INT64_MAX, 0),
    IN_NUMBER(paging, "limit", limit, 0, INT64_MAX, PAGING_LIMIT),
};
const struct input_table paging_inputs = IN_TABLE(paging, paging_rows);

static const struct input ids_rows[] = {
    IN_IDS(ids_in, "id", ids, IDS_MAX),
};
const struct input_table ids_inputs = IN_TABLE(ids_in, ids_rows);

struct cursor paging_cursor(const struct paging *paging)
{
    int64_t limit = paging->limit;
    if (limit < 1)
        limit = 1;
    if (limit > TIMELINE_LIMIT_MAX)
        limit = TIMELINE_LIMIT_MAX;
    return (struct cursor){
        .max_id = paging->max_id,
        .since_id = paging->since_id,
        .min_id = paging->min_id,
        .limit = limit,
    };
}
