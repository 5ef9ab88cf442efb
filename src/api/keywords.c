/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading keywords_attributes: the one input that is a list of objects, which input tables
 * cannot declare. Checks what they would check. */
#include "api/keywords.h"

/* One object of the list, as far as it has been read. */
struct group {
    struct str index; /* what stood in the first brackets */
    struct str id, keyword;
    bool is_whole_word, is_removed;
    bool has_id, has_keyword, has_whole_word, has_removed;
    bool is_open;
};

/* The filter's words while they are changed; a word without text has been taken away. */
struct change {
    struct req *req;
    const struct filter *old;
    struct keywords words;
    struct group group;
};

static bool is_true(struct str value)
{
    return str_eq_nocase(value, STR("true")) || str_eq(value, STR("1")) ||
           str_eq_nocase(value, STR("on"));
}

struct keywords keywords_of(struct arena *arena, const struct filter *old, size_t leave_out)
{
    struct keywords words = {arena_array(arena, struct act_keyword, KEYWORDS_MAX), 0};
    for (size_t i = 0; i < old->n_keywords && words.n < KEYWORDS_MAX; i++) {
        if (i != leave_out)
            words.items[words.n++] =
                (struct act_keyword){old->keywords[i].keyword, old->keywords[i].is_whole_word};
    }
    return words;
}

enum err keywords_add(struct req *req, struct keywords *words, struct act_keyword keyword)
{
    struct str text = str_trim(keyword.keyword);
    if (text.n == 0 || !str_is_utf8(text) || str_chars(text) > KEYWORD_MAX_CHARS)
        return req_refuse(req, ERR_BAD_INPUT, "A filter's word is empty or too long.");
    if (words->n == KEYWORDS_MAX)
        return req_refuse(req, ERR_BAD_INPUT, "A filter cannot hold more words.");
    words->items[words->n++] = (struct act_keyword){text, keyword.is_whole_word};
    return OK;
}

static enum err change_existing(struct change *change)
{
    const struct group *group = &change->group;
    int64_t id;
    size_t at = 0;
    if (!str_i64(group->id, &id))
        return ERR_NOT_FOUND;
    while (at < change->old->n_keywords && change->old->keywords[at].id != id)
        at++;
    if (at == change->old->n_keywords || at >= KEYWORDS_MAX)
        return ERR_NOT_FOUND;
    struct act_keyword *word = &change->words.items[at];
    if (group->has_whole_word)
        word->is_whole_word = group->is_whole_word;
    if (group->is_removed)
        word->keyword = (struct str){0};
    else if (group->has_keyword) {
        struct keywords one = {word, 0};
        return keywords_add(change->req, &one,
                            (struct act_keyword){group->keyword, word->is_whole_word});
    }
    return OK;
}

static enum err close_group(struct change *change)
{
    struct group group = change->group;
    enum err err = OK;
    if (group.is_open && group.has_id && group.id.n > 0)
        err = change_existing(change);
    else if (group.is_open && !group.is_removed)
        err = keywords_add(change->req, &change->words,
                           (struct act_keyword){group.keyword, group.is_whole_word});
    change->group = (struct group){0};
    return err;
}

/* The flag that says whether this field of the group was read; NULL for a field not known. */
static bool *seen_flag(struct group *group, struct str field)
{
    if (str_eq(field, STR("id")))
        return &group->has_id;
    if (str_eq(field, STR("keyword")))
        return &group->has_keyword;
    if (str_eq(field, STR("whole_word")))
        return &group->has_whole_word;
    if (str_eq(field, STR("_destroy")))
        return &group->has_removed;
    return NULL;
}

static enum err read_field(struct change *change, struct str index, struct str field,
                           struct str value)
{
    struct group *group = &change->group;
    bool *seen = seen_flag(group, field);
    if (!seen)
        return OK;
    if (*seen || !str_eq(index, group->index))
        TRY(close_group(change));
    group->is_open = true;
    group->index = index;
    *seen = true;
    if (seen == &group->has_id)
        group->id = value;
    else if (seen == &group->has_keyword)
        group->keyword = value;
    else if (seen == &group->has_whole_word)
        group->is_whole_word = is_true(value);
    else
        group->is_removed = is_true(value);
    return OK;
}

/* "keywords_attributes[0][keyword]" gives "0" and "keyword". */
static bool split_name(struct str name, struct str *index, struct str *field)
{
    const struct str head = STR("keywords_attributes[");
    if (!str_starts(name, head) || !str_ends(name, STR("]")))
        return false;
    struct str rest = str_sub(name, head.n, name.n - head.n - 1);
    size_t middle = str_search(rest, STR("]["));
    if (middle == rest.n)
        return false;
    *index = str_sub(rest, 0, middle);
    *field = str_sub(rest, middle + 2, rest.n);
    return true;
}

enum err keywords_read(struct req *req, const struct filter *old, struct keywords *out)
{
    struct change change = {.req = req, .old = old};
    change.words = keywords_of(req->arena, old, old->n_keywords);
    for (size_t i = 0; i < req->n_params; i++) {
        struct str index;
        struct str field;
        if (split_name(req->params[i].name, &index, &field))
            TRY(read_field(&change, index, field, req->params[i].value));
    }
    TRY(close_group(&change));
    struct keywords kept = {change.words.items, 0};
    for (size_t i = 0; i < change.words.n; i++) {
        if (change.words.items[i].keyword.p)
            kept.items[kept.n++] = change.words.items[i];
    }
    *out = kept;
    return OK;
}
