/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the help directory (help.h). */
#include "domain/help.h"

#include "base/clock.h"
#include "domain/language.h"
#include "sql/help.h"

enum { COUNTRIES_MOST = 300, DAY_MS = 24 * 3600 * 1000 };

/* --- one entry --- */

static enum err read_rows(struct db *db, struct arena *arena, struct str service,
                          struct help_entry *entry)
{
    struct {
        struct str service;
        int64_t n;
    } in = {service, HELP_EACH_MAX};
    for (enum help_table t = 0; t < HELP_TABLES; t++)
        TRY(db_list(db, help_tables[t].of_service, arena, &in, &entry->tables[t].rows,
                    &entry->tables[t].n));
    if (entry->tables[HELP_SERVICE].n == 0 || entry->tables[HELP_ORGANISATION].n == 0)
        return ERR_NOT_FOUND;
    entry->organisation = entry->tables[HELP_ORGANISATION].rows;
    entry->service = entry->tables[HELP_SERVICE].rows;
    return OK;
}

static uint32_t terms_of(const struct help_list *attributes)
{
    const struct help_attribute *rows = attributes->rows;
    uint32_t terms = 0;
    for (size_t i = 0; i < attributes->n; i++) {
        enum help_term term = help_term_of(rows[i].term);
        if (term < HELP_TERMS)
            terms |= UINT32_C(1) << term;
    }
    return terms;
}

/* What was never checked is as old as its import. */
static enum help_age age_of(int64_t checked_ms, int64_t since_ms, int64_t now_ms)
{
    int64_t from_ms = checked_ms > 0 ? checked_ms : since_ms;
    int64_t days = (time_day_start(now_ms) - from_ms) / DAY_MS;
    if (days > HELP_GONE_DAYS)
        return HELP_GONE;
    return checked_ms == 0 || days >= HELP_FRESH_DAYS ? HELP_OLD : HELP_FRESH;
}

enum err help_get(struct db *db, struct arena *arena, struct str service, int64_t now_ms,
                  struct help_entry *out)
{
    struct help_state_row_out state;
    struct help_entry entry = {.terms = 0};
    TRY(read_rows(db, arena, service, &entry));
    TRY(sql_help_state_row_one(db, arena, &(struct help_state_row_in){service}, &state));
    if (entry.service->assured.n == 0 || !time_parse(entry.service->assured, &entry.checked_ms))
        entry.checked_ms = 0;
    entry.terms = terms_of(&entry.tables[HELP_ATTRIBUTE]);
    entry.since_ms = state.since_day_ms;
    entry.n_confirmed = state.confirmations;
    entry.is_confirmed = state.confirmations >= HELP_CONFIRMATIONS;
    entry.age = age_of(entry.checked_ms, entry.since_ms, now_ms);
    *out = entry;
    return OK;
}

bool help_is_for_perpetrators(const struct help_entry *entry)
{
    const uint32_t audiences = UINT32_C(1) << HELP_TERM_SURVIVOR | UINT32_C(1) << HELP_TERM_FRIEND |
                               UINT32_C(1) << HELP_TERM_PERPETRATOR |
                               UINT32_C(1) << HELP_TERM_CHILD | UINT32_C(1) << HELP_TERM_MEN |
                               UINT32_C(1) << HELP_TERM_LGBTQI;
    return (entry->terms & audiences) == UINT32_C(1) << HELP_TERM_PERPETRATOR;
}

/* --- for a country --- */

static bool speaks(const struct help_entry *entry, struct str language)
{
    const struct help_language *rows = entry->tables[HELP_LANGUAGE].rows;
    struct str base = language_base(language);
    for (size_t i = 0; i < entry->tables[HELP_LANGUAGE].n; i++)
        if (str_eq(language_base(rows[i].code), base))
            return true;
    return false;
}

/* Keeps the order within both halves. */
static void spoken_first(struct arena *arena, struct help_entry *entries, size_t n)
{
    struct help_entry *sorted = arena_array(arena, struct help_entry, n + 1);
    size_t at = 0;
    for (int turn = 1; turn >= 0; turn--)
        for (size_t i = 0; i < n; i++)
            if (entries[i].is_spoken == (turn == 1))
                sorted[at++] = entries[i];
    for (size_t i = 0; i < n; i++)
        entries[i] = sorted[i];
}

enum err help_find(struct db *db, struct arena *arena, const struct help_question *question,
                   const struct help_entry **out, size_t *n)
{
    const struct help_of_country_out *ids;
    size_t count;
    TRY(sql_help_of_country_list(
        db, arena, &(struct help_of_country_in){question->country, HELP_LIST_MAX}, &ids, &count));
    struct help_entry *entries = arena_array(arena, struct help_entry, count + 1);
    *n = 0;
    for (size_t i = 0; i < count; i++) {
        struct help_entry *entry = &entries[*n];
        enum err err = help_get(db, arena, ids[i].id, question->now_ms, entry);
        if (err == ERR_NOT_FOUND)
            continue; /* removed a moment ago */
        TRY(err);
        entry->is_spoken = question->language.n > 0 && speaks(entry, question->language);
        if (entry->age != HELP_GONE)
            ++*n;
    }
    spoken_first(arena, entries, *n);
    *out = entries;
    return OK;
}

enum err help_countries(struct db *db, struct arena *arena, int64_t now_ms, const struct str **out,
                        size_t *n)
{
    int64_t day_ms = time_day_start(now_ms) - (int64_t)HELP_GONE_DAYS * DAY_MS;
    const struct help_countries_out *rows;
    TRY(sql_help_countries_list(
        db, arena, &(struct help_countries_in){time_day(arena, day_ms), day_ms, COUNTRIES_MOST},
        &rows, n));
    struct str *list = arena_array(arena, struct str, *n + 1);
    for (size_t i = 0; i < *n; i++)
        list[i] = rows[i].country;
    *out = list;
    return OK;
}

/* --- all --- */

enum err help_all(struct db *db, struct arena *arena, int64_t now_ms, const struct help_entry **out,
                  size_t *n)
{
    const struct help_all_out *ids;
    TRY(sql_help_all_list(db, arena, &(struct help_all_in){HELP_SERVICES_MAX}, &ids, n));
    struct help_entry *entries = arena_try_array(arena, struct help_entry, *n + 1);
    if (!entries)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < *n; i++)
        TRY(help_get(db, arena, ids[i].id, now_ms, &entries[i]));
    *out = entries;
    return OK;
}

enum err help_missing(struct db *db, struct arena *arena, int64_t now_ms, const struct str **out,
                      size_t *n)
{
    const struct help_spoken_countries_out *spoken;
    const struct str *helped;
    size_t n_spoken, n_helped;
    TRY(help_countries(db, arena, now_ms, &helped, &n_helped));
    TRY(sql_help_spoken_countries_list(
        db, arena, &(struct help_spoken_countries_in){COUNTRIES_MOST}, &spoken, &n_spoken));
    struct str *list = arena_array(arena, struct str, n_spoken + 1);
    *n = 0;
    for (size_t i = 0; i < n_spoken; i++) {
        bool is_helped = false;
        for (size_t k = 0; k < n_helped; k++)
            is_helped = is_helped || str_eq(helped[k], spoken[i].country);
        if (!is_helped)
            list[(*n)++] = spoken[i].country;
    }
    *out = list;
    return OK;
}

enum err help_changes(struct db *db, struct arena *arena, int64_t most,
                      const struct help_change **out, size_t *n)
{
    const struct help_changes_out *rows;
    TRY(sql_help_changes_list(db, arena, &(struct help_changes_in){most}, &rows, n));
    struct help_change *list = arena_array(arena, struct help_change, *n + 1);
    for (size_t i = 0; i < *n; i++)
        list[i] = (struct help_change){id_ms(rows[i].id), rows[i].service,
                                       (enum help_action)rows[i].action};
    *out = list;
    return OK;
}
