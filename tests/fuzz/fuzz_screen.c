/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a text that is looked through: findings lie in the text in their order and at ends
 * of code points, what stands in the call is none, and the print is a print of the text alone. */
#include <stdint.h>

#include "base/arena.h"
#include "domain/near.h"
#include "domain/screen.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_inside(struct str text, size_t at)
{
    return at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80;
}

static void check_findings(struct arena *arena, struct str text, const struct screen_free *free)
{
    struct finding *findings = NULL;
    size_t n = 0;
    size_t used = arena->used;
    size_t end = 0;
    bool valid = str_is_utf8(text);
    if (screen_text(arena, text, free, &findings, &n) != OK)
        return;
    BUG_IF(n > SCREEN_MAX || arena->used - used > 2 * SCREEN_MAX * sizeof *findings);
    for (size_t i = 0; i < n; i++) {
        const struct finding *found = &findings[i];
        BUG_IF(found->kind >= SCREEN_KINDS);
        BUG_IF(found->at < end || found->length == 0 || found->length > text.n - found->at);
        end = found->at + found->length;
        BUG_IF(valid && (is_inside(text, found->at) || is_inside(text, end)));
    }
}

static void check_print(struct arena *arena, struct near *near, struct str text)
{
    struct near_print print;
    struct near_print again;
    if (near_print_of(arena, text, &print) != OK)
        return;
    BUG_IF(print.n > NEAR_SAMPLE || print.letters > 3 * text.n);
    for (uint32_t i = 0; i < print.n; i++)
        BUG_IF(print.sample[i] >= NEAR_FOURS);
    BUG_IF(near_print_of(arena, text, &again) != OK || again.hash != print.hash);
    struct near_verdict verdict = near_seen(near, &print, 1, 1000);
    BUG_IF(verdict.is_free != (verdict.cluster == 0));
    BUG_IF(verdict.is_burst && verdict.is_free);
    if (near_call(near, arena, text) == OK)
        BUG_IF(!near_seen(near, &print, 1, 1000).is_free);
    near_free_clear(near);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    static struct near near;
    struct str text = {(const char *)data, size};
    const struct screen_free free = {.texts = &text, .n = 1, .host = STR_INIT("chorus.example")};
    if (!arena.base &&
        (arena_init(&arena, (size_t)64 * 1024 * 1024) != OK || near_init(&near) != OK))
        return 0;
    arena_reset(&arena);
    check_findings(&arena, text, NULL);
    check_findings(&arena, text, &free);
    check_print(&arena, &near, text);
    return 0;
}
