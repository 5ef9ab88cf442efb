/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The language of the pages: which one a visitor gets, and what is said in it.
 *
 * English sentences are the keys (po/). A message that has no translation is shown in English.
 * The language of people's words is another matter: domain/language.h. Nothing is remembered
 * about a visitor: the choice stands in the address (?lang=) or in the browser's header. */
#pragma once

#include "base/arena.h"
#include "base/message.h"

struct message_language;

struct locale {
    const struct message_language *language;
    struct str code;         /* "es" */
    struct str direction;    /* "ltr" or "rtl" */
    bool is_chosen;          /* by ?lang=: links carry it on */
    struct formats *formats; /* the worker's, for numbers and dates; or NULL */
};

/* A value for a {name} in a message. */
struct message_arg {
    const char *name;
    struct str value;
};

/* `asked` (a code as in the list of languages) when it is one of ours, else the best for the
 * Accept-Language header, else English. */
void locale_choose(struct locale *locale, struct str asked, struct str accept_language);
/* The languages there are: n of them, English first. */
size_t locale_count(void);
struct str locale_code(size_t at);
struct str locale_name(size_t at);

/* Whether its translation was made by a machine and waits for a speaker. */
bool locale_is_machine_made(const struct locale *locale);

/* The message in the language of the pages. Static. */
struct str locale_say(const struct locale *locale, const char *message);
/* The form for `count` of a message with two English forms. Static. */
struct str locale_plural(const struct locale *locale, const char *one, const char *many,
                         int64_t count);

/* Cuts the next piece off a message: plain text, or the value of a {name} (*is_value; a name
 * that is not among the args stays as it is). False at the end. */
bool message_next(struct str *rest, const struct message_arg *args, size_t n, struct str *piece,
                  bool *is_value);
/* A value as it stands in a message: in languages that are written from right to left between marks
 * that keep its own direction, so that "#MeToo" keeps its # in front. In the arena. */
struct str locale_value(const struct locale *locale, struct arena *arena, struct str value);
/* The message with its values, as plain text in the arena. */
struct str locale_fill(const struct locale *locale, struct arena *arena, const char *message,
                       const struct message_arg *args, size_t n);
