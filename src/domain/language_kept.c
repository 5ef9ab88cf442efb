/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two rows for each remainder of a hash: see language_kept.h. */
#include "domain/language_kept.h"

int64_t kept_tag(struct str tag)
{
    int64_t key = 0;
    if (tag.n > sizeof key)
        return 0;
    str_copy((char *)&key, tag);
    return key;
}

/* FNV-1a over the key, the kind and the language. */
static size_t row_of(enum kept_kind kind, int64_t key, struct str language)
{
    const uint64_t prime = UINT64_C(1099511628211);
    uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)kind;
    hash = (hash ^ (uint64_t)key) * prime;
    for (size_t i = 0; i < language.n; i++)
        hash = (hash ^ (unsigned char)language.p[i]) * prime;
    return (size_t)((hash ^ hash >> 32) % TEXTS_KEPT);
}

/* The other row of the pair. */
static size_t beside(size_t row)
{
    return row ^ 1;
}

bool kept_find(const struct formats *formats, struct arena *arena, enum kept_kind kind, int64_t key,
               struct str language, struct str *out)
{
    if (formats == NULL || language.n >= KEPT_LANGUAGE_MAX)
        return false;
    size_t at = row_of(kind, key, language);
    const struct kept_row *rows[] = {&formats->texts[at], &formats->texts[beside(at)]};
    for (size_t i = 0; i < 2; i++) {
        const struct kept_row *row = rows[i];
        if (row->n == 0 || row->kind != kind || row->key != key ||
            !str_eq(str_of(row->language), language))
            continue;
        *out = arena_str(arena, (struct str){row->text, row->n});
        return true;
    }
    return false;
}

void kept_put(struct formats *formats, enum kept_kind kind, int64_t key, struct str language,
              struct str text)
{
    if (formats == NULL || language.n >= KEPT_LANGUAGE_MAX || text.n == 0 || text.n > KEPT_TEXT_MAX)
        return;
    size_t at = row_of(kind, key, language);
    struct kept_row *row = &formats->texts[at];
    if (row->n > 0)
        formats->texts[beside(at)] = *row;
    *row = (struct kept_row){.kind = kind, .key = key, .n = text.n};
    str_copy(row->language, language);
    str_copy(row->text, text);
}
