/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a text with hashtags and as a name: spans lie in the text and go forward, what is
 * found is valid, a displayed name is its own display, and a key is its own key. */
#include <stdint.h>

#include "base/arena.h"
#include "domain/hashtag_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_name(struct arena *arena, struct str name)
{
    struct str shown;
    struct str key;
    struct str again;
    if (hashtag_display(arena, name, &shown) != OK)
        return;
    BUG_IF(!hashtag_is_valid(shown));
    BUG_IF(hashtag_display(arena, shown, &again) != OK || !str_eq(shown, again));
    if (hashtag_key(arena, shown, &key) != OK)
        return;
    BUG_IF(key.n == 0 || key.n > HASHTAG_KEY_MAX_BYTES || !str_is_utf8(key));
    if (hashtag_key(arena, key, &again) == OK)
        BUG_IF(!str_eq(key, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct str text = {(const char *)data, size};
    struct hashtag_span span = {0};
    if (!arena.base && arena_init(&arena, (size_t)64 * 1024 * 1024) != OK)
        return 0;
    arena_reset(&arena);
    check_name(&arena, text);
    for (size_t from = 0; hashtag_next(text, from, &span); from = span.end) {
        BUG_IF(span.at < from || span.end <= span.at || span.end > text.n || span.name.n == 0);
        if (str_is_utf8(text))
            BUG_IF(!hashtag_is_valid(span.name));
        check_name(&arena, span.name);
    }
    return 0;
}
