/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Languages (BCP 47), countries (ISO 3166-1), and how numbers and dates are written in them.
 *
 * Only what a person or a client says is treated here; nothing is guessed from text or address.
 * "Unknown" is the empty str. A language of the interface (`in`, `language`) that ICU does not know
 * falls back to English. Names and formats come from ICU (CLDR); every calendar here is Gregorian
 * and every time UTC. */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { LANGUAGE_MAX_CHARS = 35 };

/* "PT-br" or "pt_BR" gives "pt-BR", "eng" gives "en", "iw" gives "he". Kept are language, script
 * and region; variants, extensions and private use are dropped. Absent, empty and "und" give empty.
 * ERR_BAD_INPUT for bad syntax, more than LANGUAGE_MAX_CHARS, or a language, script or region that
 * does not exist. */
NODISCARD enum err language_canonical(struct arena *arena, struct str in, struct str *out);

/* The language without script and region: "pt" of "pt-BR". Points into `tag`. */
struct str language_base(struct str tag);

/* What ICU calls a tag ("pt_BR"), in the arena; "en" for the unknown and the wrong. */
const char *language_locale(struct arena *arena, struct str tag);

/* ICU's formatters, kept open: opening one costs a hundred microseconds, using it four. One for
 * each thread, zeroed before its first use. */
enum format_kind {
    FORMAT_NUMBER,
    FORMAT_DAY,
    FORMAT_MINUTE,
    FORMAT_SHORT,
    FORMAT_MONTH,
    FORMAT_YEAR
};
enum { FORMATS_KEPT = 24, FORMAT_LANGUAGE_MAX = 36 };
enum kept_kind {
    KEPT_NUMBER,
    KEPT_LANGUAGE,
    KEPT_COUNTRY,
    KEPT_DAY,
    KEPT_MINUTE,
    KEPT_SHORT,
    KEPT_MONTH,
    KEPT_YEAR
};
enum { TEXTS_KEPT = 2048, KEPT_LANGUAGE_MAX = 12, KEPT_TEXT_MAX = 96 };

struct language_choice {
    struct str code;
    struct str name;
};
struct language_list {
    const struct language_choice *choices;
    size_t n;
};
enum list_kind { LIST_LANGUAGES, LIST_COUNTRIES };
enum { LISTS_KEPT = 64 }; /* both kinds in each language of pages, and some */

struct formats {
    struct format_row {
        enum format_kind kind;
        char language[FORMAT_LANGUAGE_MAX];
        void *handle; /* NULL: free */
    } rows[FORMATS_KEPT];
    size_t next; /* the row that is given up for a new one */
    /* what was written lately: language_kept.h */
    struct kept_row {
        enum kept_kind kind;
        int64_t key;
        size_t n; /* 0: free */
        char language[KEPT_LANGUAGE_MAX];
        char text[KEPT_TEXT_MAX];
    } texts[TEXTS_KEPT];
    /* what is chosen from: language_list.c */
    struct kept_lists {
        struct arena memory; /* of all of them; mapped for the first */
        size_t n;
        struct kept_list {
            enum list_kind kind;
            char language[KEPT_LANGUAGE_MAX];
            struct language_list list;
        } rows[LISTS_KEPT];
    } lists;
};

/* The name of a canonical tag, as it stands in a list: ("pt-BR", "de") gives "Portugiesisch
 * (Brasilien)". With in == code, its own name. Unknown ones give the code itself. What
 * `formats` (or NULL) keeps costs hardly anything. */
NODISCARD enum err language_name(struct formats *formats, struct arena *arena, struct str code,
                                 struct str in, struct str *out);

/* "de" gives "DE". Absent and empty give empty; ERR_BAD_INPUT for what is no country. */
NODISCARD enum err country_canonical(struct arena *arena, struct str in, struct str *out);
NODISCARD enum err country_name(struct formats *formats, struct arena *arena, struct str code,
                                struct str in, struct str *out);
/* The same for n codes at nearly the cost of one. */
NODISCARD enum err language_names(struct formats *formats, struct arena *arena,
                                  const struct str *codes, size_t n, struct str in,
                                  struct str *out);
NODISCARD enum err country_names(struct formats *formats, struct arena *arena,
                                 const struct str *codes, size_t n, struct str in, struct str *out);

/* To choose from: languages often spoken, or all countries, with their names in the language `in`,
 * sorted as that language sorts. Made in half a millisecond, in the arena; `formats` (or NULL)
 * keeps it, and what is kept is good until formats_close. Lists of more than LISTS_KEPT are made
 * anew. */
NODISCARD enum err language_list(struct formats *formats, struct arena *arena, enum list_kind kind,
                                 struct str in, struct language_list *out);

/* RFC 4647 section 3.4 (lookup) over an Accept-Language header: the index of the best of the n > 0
 * available tags, or of one in the same base language; 0, the default, when nothing fits or the
 * header is absent or nonsense. */
size_t language_negotiate(struct str accept_language, const char *const *available, size_t n);

void formats_close(struct formats *formats);

/* In what follows `formats` may be NULL: then a formatter is opened for this once. */

/* 4700000 gives "4,700,000" (en), "4.700.000" (de), "47,00,000" (hi). */
struct str number_format(struct formats *formats, struct arena *arena, int64_t number,
                         struct str language);

enum date_style {
    DATE_DAY,    /* 15 October 2017 */
    DATE_MINUTE, /* 15 October 2017, 20:21 UTC */
    DATE_SHORT,  /* 15 Oct 2017, 20:21: for rows of a table whose head says UTC */
    DATE_MONTH,  /* October 2017 */
    DATE_YEAR,   /* 2017 */
};

/* A time in milliseconds since 1970, UTC. */
struct str date_format(struct formats *formats, struct arena *arena, int64_t ms,
                       struct str language, enum date_style style);
