/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What tools/sqlgen writes is made of this. Each query in sql/<area>.h ends with DB_RUN or DB_ROWS:
 * typed functions, so that a wrong input or a wrong row does not compile:
 *
 *   sql_<name>(db, in)                         a query that has no rows
 *   sql_<name>_one(db, arena, in, &row)        as db_one
 *   sql_<name>_list(db, arena, in, &rows, &n)  as db_list
 *   sql_<name>_each(db, in, each, context)     as db_each
 *
 * A query without inputs has no `in`. */
#pragma once

#include <stddef.h>

#include "db/db.h"

/* All queries by slot, then NULL. */
extern const struct db_query *const query_all[];

/* Parts of a db_query. */
#define DB_FIELD(row, field, type, nullable)                                                       \
    {                                                                                              \
        type, nullable, offsetof(struct row, field), #field                                        \
    }
#define DB_ROW(name) .row_size = sizeof(struct name##_out), .row_align = _Alignof(struct name##_out)

/* The parameter `in`, for the second place of the macros below. */
#define DB_IN(name) , const struct name##_in *in

/* `given` is DB_IN(name) with `in`, or nothing with NULL. */
#define DB_RUN(name, given, in)                                                                    \
    NODISCARD static inline enum err sql_##name(struct db *db given)                               \
    {                                                                                              \
        return db_run(db, &query_##name, in);                                                      \
    }

#define DB_ROWS(name, given, in)                                                                   \
    NODISCARD static inline enum err sql_##name##_one(struct db *db, struct arena *arena given,    \
                                                      struct name##_out *row)                      \
    {                                                                                              \
        return db_one(db, &query_##name, arena, in, row);                                          \
    }                                                                                              \
    NODISCARD static inline enum err sql_##name##_list(struct db *db, struct arena *arena given,   \
                                                       const struct name##_out **rows, size_t *n)  \
    {                                                                                              \
        const void *found = NULL;                                                                  \
        TRY(db_list(db, &query_##name, arena, in, &found, n));                                     \
        *rows = found;                                                                             \
        return OK;                                                                                 \
    }                                                                                              \
    typedef enum err name##_fn(void *context, const struct name##_out *row);                       \
    struct name##_call {                                                                           \
        name##_fn *each;                                                                           \
        void *context;                                                                             \
    };                                                                                             \
    static inline enum err name##_step(void *context, const void *row)                             \
    {                                                                                              \
        const struct name##_call *call = context;                                                  \
        return call->each(call->context, row);                                                     \
    }                                                                                              \
    NODISCARD static inline enum err sql_##name##_each(struct db *db given, name##_fn *each,       \
                                                       void *context)                              \
    {                                                                                              \
        struct name##_call call = {each, context};                                                 \
        return db_each(db, &query_##name, in, name##_step, &call);                                 \
    }
