/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The help directory: who listens, by country and language, and how fresh that is.
 *
 * What is shown is never older than HELP_GONE_DAYS; what is older than HELP_FRESH_DAYS, or was
 * never checked, says so. An entry counts as confirmed when two of this server's organisers,
 * partners or counsellors have checked it as it is. Nothing here knows who asks. */
#pragma once

#include "domain/act.h"
#include "domain/help_rows.h"

enum {
    HELP_FRESH_DAYS = 365,  /* checked so lately: nothing need be said */
    HELP_GONE_DAYS = 540,   /* checked longer ago, or imported without a check: not shown */
    HELP_CONFIRMATIONS = 2, /* persons */
    HELP_LIST_MAX = 200,    /* entries for one country */
};

enum help_age { HELP_FRESH, HELP_OLD, HELP_GONE };

/* A service with all that belongs to it. */
struct help_entry {
    const struct help_organisation *organisation;
    const struct help_service *service;
    struct help_list {
        const void *rows; /* of the table's struct */
        size_t n;
    } tables[HELP_TABLES];
    uint32_t terms;      /* a bit for each enum help_term */
    int64_t checked_ms;  /* the day on which it was last checked; 0: never */
    int64_t since_ms;    /* the day since which this server has it as it is */
    int64_t n_confirmed; /* persons who have checked it as it is */
    bool is_confirmed;
    bool is_spoken; /* help_find: in the language asked for */
    enum help_age age;
};

static inline bool help_has(const struct help_entry *entry, enum help_term term)
{
    return (entry->terms >> term & 1) != 0;
}
/* Whether it is meant only for people who hurt others. */
bool help_is_for_perpetrators(const struct help_entry *entry);
/* Whether it says that it is for children and young people. */
static inline bool help_is_for_children(const struct help_entry *entry)
{
    return help_has(entry, HELP_TERM_CHILD);
}

struct help_question {
    struct str country;  /* canonical */
    struct str language; /* canonical; empty: any */
    int64_t now_ms;
};

/* The active entries for a country that are fresh enough to be shown: first those in the language
 * (also when it is said with another region), then the others; within these as their ids. At most
 * HELP_LIST_MAX. */
NODISCARD enum err help_find(struct db *db, struct arena *arena,
                             const struct help_question *question, const struct help_entry **out,
                             size_t *n);
/* Codes of the countries for which help_find gives something for people it happened to. */
NODISCARD enum err help_countries(struct db *db, struct arena *arena, int64_t now_ms,
                                  const struct str **out, size_t *n);

/* Every entry, whatever its age and status, by id. */
NODISCARD enum err help_all(struct db *db, struct arena *arena, int64_t now_ms,
                            const struct help_entry **out, size_t *n);
/* ERR_NOT_FOUND. */
NODISCARD enum err help_get(struct db *db, struct arena *arena, struct str service, int64_t now_ms,
                            struct help_entry *out);
/* Countries that people have said here and for which there is no help: as help_countries. */
NODISCARD enum err help_missing(struct db *db, struct arena *arena, int64_t now_ms,
                                const struct str **out, size_t *n);

enum help_action { HELP_ADDED = 1, HELP_CHANGED, HELP_CHECKED, HELP_REMOVED };
struct help_change {
    int64_t at_ms;
    struct str service;
    enum help_action action;
};
/* What was done to the directory, the latest first, at most `most`. */
NODISCARD enum err help_changes(struct db *db, struct arena *arena, int64_t most,
                                const struct help_change **out, size_t *n);
