/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Consents as JSON (consents.h). */
#include "face/consents.h"

static const struct json_field consent_fields[] = {
    FIELD(consent_shown, "audience", TEXT, audience),
    FIELD(consent_shown, "partner", ID, partner),
    FIELD(consent_shown, "agreed", BOOL, is_given),
    FIELD(consent_shown, "text_version", NUMBER, wording),
    FIELD(consent_shown, "day", DAY, day_ms),
};
const struct json_entity entity_consent =
    JSON_ENTITY("Consent", struct consent_shown, consent_fields);

enum err consents_of(struct db *db, struct arena *arena, struct post_id post, struct json_list *out)
{
    const struct consent *list;
    size_t n;
    TRY(consent_list(db, arena, post, &list, &n));
    struct consent_shown *items = arena_array(arena, struct consent_shown, n + 1);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct consent_shown){str_of(audience_name(list[i].audience)), list[i].whom,
                                          list[i].is_given, list[i].wording, list[i].day_ms};
    *out = (struct json_list){items, n};
    return OK;
}

struct json_list consents_audiences(struct arena *arena, int audiences)
{
    enum { AUDIENCES_MOST = 16 };
    struct str *names = arena_array(arena, struct str, AUDIENCES_MOST);
    size_t n = 0;
    for (int i = 0; i < AUDIENCES_MOST && audience_name(i) != NULL; i++)
        if (i == AUDIENCE_MODERATORS || audiences & (1 << i))
            names[n++] = str_of(audience_name(i));
    return (struct json_list){names, n};
}
