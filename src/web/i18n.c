/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Looking messages up in the tables that tools/pogen makes of po/, and filling in their values.
 *
 * A lookup is a binary search over sorted English sentences. This does not escape anything:
 * html.c does, when it writes. */
#include "web/i18n.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "domain/language.h"
#include "messages.h"

enum { LANGUAGES_MAX = 64, MESSAGE_MAX = 4096 };

static size_t index_of(struct str code)
{
    for (size_t i = 0; i < message_languages_count; i++) {
        if (str_eq_nocase(code, str_of(message_languages[i].code)))
            return i;
    }
    return message_languages_count;
}

void locale_choose(struct locale *locale, struct str asked, struct str accept_language)
{
    const char *available[LANGUAGES_MAX];
    size_t n = message_languages_count < LANGUAGES_MAX ? message_languages_count : LANGUAGES_MAX;
    size_t at = index_of(asked);
    locale->is_chosen = at < message_languages_count;
    if (!locale->is_chosen) {
        for (size_t i = 0; i < n; i++)
            available[i] = message_languages[i].code;
        at = language_negotiate(accept_language, available, n);
    }
    locale->language = &message_languages[at];
    locale->code = str_of(locale->language->code);
    locale->direction = str_of(locale->language->direction);
}

size_t locale_count(void)
{
    return message_languages_count;
}

struct str locale_code(size_t at)
{
    return str_of(message_languages[at].code);
}

struct str locale_name(size_t at)
{
    return str_of(message_languages[at].name);
}

bool locale_is_machine_made(const struct locale *locale)
{
    return locale->language->is_machine_made;
}

static int by_id(const void *key, const void *row)
{
    return strcmp(key, ((const struct message *)row)->id);
}

static const struct message *find(const struct locale *locale, const char *id)
{
    const struct message_language *language = locale->language;
    if (language->n_messages == 0)
        return NULL;
    return bsearch(id, language->messages, language->n_messages, sizeof(struct message), by_id);
}

struct str locale_say(const struct locale *locale, const char *message)
{
    const struct message *found = find(locale, message);
    return str_of(found != NULL ? found->forms[0] : message);
}

struct str locale_plural(const struct locale *locale, const char *one, const char *many,
                         int64_t count)
{
    const struct message *found = find(locale, one);
    if (found == NULL)
        return str_of(count == 1 ? one : many);
    unsigned long n = count < 0 ? 0 : (unsigned long)count;
    unsigned form = locale->language->plural(n);
    return str_of(found->forms[form < found->n_forms ? form : 0]);
}

bool message_next(struct str *rest, const struct message_arg *args, size_t n, struct str *piece,
                  bool *is_value)
{
    if (rest->n == 0)
        return false;
    *is_value = false;
    size_t end = str_find(*rest, '}');
    if (rest->p[0] == '{' && end < rest->n) {
        struct str name = str_sub(*rest, 1, end - 1);
        *piece = str_sub(*rest, 0, end + 1);
        for (size_t i = 0; i < n && !*is_value; i++) {
            *is_value = str_eq(name, str_of(args[i].name));
            *piece = *is_value ? args[i].value : *piece;
        }
        *rest = str_sub(*rest, end + 1, rest->n);
        return true;
    }
    size_t next = str_find(str_sub(*rest, 1, rest->n), '{') + 1;
    *piece = str_sub(*rest, 0, next);
    *rest = str_sub(*rest, next, rest->n);
    return true;
}

struct str locale_value(const struct locale *locale, struct arena *arena, struct str value)
{
    /* FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9) */
    if (value.n == 0 || !str_eq(locale->direction, STR("rtl")))
        return value;
    return arena_printf(arena, "\xe2\x81\xa8%.*s\xe2\x81\xa9", STRF(value));
}

struct str locale_fill(const struct locale *locale, struct arena *arena, const char *message,
                       const struct message_arg *args, size_t n)
{
    struct buf buf = buf_init(MESSAGE_MAX);
    struct str rest = locale_say(locale, message);
    struct str piece;
    bool is_value;
    while (message_next(&rest, args, n, &piece, &is_value))
        buf_put(&buf, is_value ? locale_value(locale, arena, piece) : piece);
    struct str filled = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return filled;
}
