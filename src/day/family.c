/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the hashtag family (family.h). */
#include "day/family.h"

#include <json-c/json.h>
#include <stdio.h>

static void number_speeches(struct family *family)
{
    for (int i = 0; i < SPEECHES; i++) {
        struct str language = str_of(speeches[i].language);
        family->speech_language[i] = names_number(&family->languages, language);
        for (int k = family->n_tags - 1; k >= 0; k--)
            if (family->tags[k].language == family->speech_language[i])
                family->speech_tag[i] = k;
    }
    for (int i = 0; i < SPEECH_COUNTRIES; i++)
        family->speech_country[i] = names_number(&family->countries, speech_country(i));
    names_number(&family->hashtags, STR(""));
}

static struct str text_of(struct json_object *object, const char *name, struct arena *arena)
{
    struct json_object *value = NULL;
    json_object_object_get_ex(object, name, &value);
    return value ? arena_str(arena, str_of(json_object_get_string(value))) : STR("");
}

static void add(struct family *family, struct json_object *member, struct arena *arena)
{
    struct str name = text_of(member, "name", arena);
    names_number(&family->hashtags, STR(""));
    int number = names_number(&family->hashtags, name);
    if (number != family->n_tags + 1 || number > FAMILY_MAX)
        return;
    family->tags[family->n_tags++] = (struct family_tag){
        .name = name,
        .language = names_number(&family->languages, text_of(member, "language", arena)),
        .country = names_number(&family->countries, text_of(member, "region", arena)),
    };
}

bool family_ask(struct family *family, const struct choices *choices, struct arena *arena)
{
    enum { ANSWER_MOST = 1 << 20 };
    struct buf body = buf_init(ANSWER_MOST);
    struct str path =
        arena_printf(arena, "/api/chorus/v1/campaigns/%.*s/hashtags", STRF(choices->campaign));
    int status = call_send(choices, &(struct call){.method = "GET", .path = path}, &body);
    struct json_object *list =
        status == 200 ? json_tokener_parse(arena_z(arena, buf_str(&body))) : NULL;
    size_t n =
        list && json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < n; i++)
        add(family, json_object_array_get_idx(list, i), arena);
    json_object_put(list);
    buf_free(&body);
    number_speeches(family);
    if (family->n_tags == 0)
        fprintf(stderr, "chorus-day: no campaign %.*s with hashtags at %.*s (status %d)\n",
                STRF(choices->campaign), STRF(choices->host), status);
    return family->n_tags > 0;
}

void family_one(struct family *family, struct str hashtag)
{
    names_number(&family->hashtags, STR(""));
    names_number(&family->hashtags, hashtag);
    family->tags[family->n_tags++] = (struct family_tag){.name = hashtag};
    number_speeches(family);
}
