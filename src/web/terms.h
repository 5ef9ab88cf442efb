/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What can be chosen about a voice besides its words: in the form in which it is written and on the
 * page from which its author keeps it in hand. */
#pragma once

#include "domain/consent.h"
#include "domain/standing.h"
#include "web/form.h"
#include "web/page.h"

/* As sent. Boxes that are not ticked are not sent: silence is no. */
struct terms_in {
    struct input_list audience; /* names of audiences; "partner-" and a number for each partner */
    struct str when, expires, answers;
    bool day_only, shield;
};
#define TERMS_ROWS(S, m)                                                                           \
    {.name = "audience",                                                                           \
     .type = INPUT_TEXTS,                                                                          \
     .at = offsetof(struct S, m.audience),                                                         \
     .given_at = SIZE_MAX,                                                                         \
     .high = 40,                                                                                   \
     .count = 100},                                                                                \
        TERMS_LINE(S, m, when), TERMS_LINE(S, m, expires), TERMS_LINE(S, m, answers),              \
        TERMS_BOX(S, m, day_only), TERMS_BOX(S, m, shield)
#define TERMS_LINE(S, m, field)                                                                    \
    {                                                                                              \
        .name = #field, .type = INPUT_LINE, .at = offsetof(struct S, m.field),                     \
        .given_at = SIZE_MAX, .high = 40                                                           \
    }
#define TERMS_BOX(S, m, field)                                                                     \
    {                                                                                              \
        .name = #field, .type = INPUT_BOOL, .at = offsetof(struct S, m.field),                     \
        .given_at = SIZE_MAX                                                                       \
    }

/* What was agreed to. ERR_BAD_INPUT for what is not asked. */
struct terms_consents {
    const struct act_consent *items;
    size_t n;
    int set; /* enum audience_set */
};
NODISCARD enum err terms_consents(struct req *req, const struct terms_in *in, int64_t wording,
                                  struct terms_consents *out);
/* enum answers_policy; a story of which nothing is said has comments that its author approves. */
NODISCARD enum err terms_answers(const struct terms_in *in, int *answers);
/* The end of the day that was chosen; 0: never. ERR_BAD_INPUT, with the reason, for a day that is
 * past or is none. */
NODISCARD enum err terms_expiry(struct req *req, struct str day, int64_t *ms);
/* All of it, into an act that says something. */
NODISCARD enum err terms_read(struct req *req, const struct terms_in *in, struct act_post *post);

/* --- as views --- */

/* Each audience that is asked for, ticked as `in` says (NULL: none). */
NODISCARD enum err terms_audiences(struct page_out *page, struct campaign_id campaign,
                                   const struct terms_in *in, struct view_audiences *out);
/* The rest of the choices; NULL: as for a fresh story. */
void terms_view(struct page_out *page, const struct terms_in *in, struct view_terms *out);
void terms_answers_view(struct page_out *page, int answers, struct view_answers *out);
/* What an audience is, on pages; `whom`: a partner's name. */
struct str terms_audience_name(struct page_out *page, int64_t audience, struct str whom);
struct str terms_audience_hint(struct page_out *page, int64_t audience);
/* The name of a partner, or empty. */
struct str terms_whom_name(struct page_out *page, struct person_id whom);
/* The list of what was agreed to, n of them, in the arena. */
const struct view_consent *terms_agreed_view(struct page_out *page, struct arena *arena,
                                             const struct consent *list, size_t n);

/* Why one's own post is not shown to others, as sentences; empty when it is. */
NODISCARD enum err terms_state(struct page_out *page, const struct post *post, struct str *out);
