/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the moderators' pages (page_moderate.c, page_queue.c, page_worklist.c, page_suspend.c)
 * and page_lookalikes.c share.
 *
 * Whoever has no role gets what an address that is not there gets. */
#pragma once

#include "domain/moderation.h"
#include "web/form.h"
#include "web/page.h"
#include "web/web.h"

/* Who asks, as a moderator. ERR_NOT_FOUND for everybody else. */
NODISCARD enum err moderate_begin(struct page_out *page, struct req *req,
                                  struct moderator *moderator);
/* "Desk" above and the page's answer: after the template has been written. */
void moderate_frame(struct page_out *page, struct view_head *head, struct view_foot *foot);

/* A post with its words as plain text; in lists a long one is cut. */
void moderate_post(struct page_out *page, const struct queued *queued, bool is_cut,
                   struct view_moderated *out);
/* Choices of why; of what an author may be asked. */
const struct view_choice *moderate_reasons(const struct page_out *page, size_t *n);
const struct view_choice *moderate_questions(const struct page_out *page, size_t *n);
/* What is said of a decision, a reason, a question, a finding; absent for a number that is none. */
struct str moderate_decision(const struct page_out *page, int64_t kind);
struct str moderate_reason(const struct page_out *page, int64_t reason);
struct str moderate_question(const struct page_out *page, int64_t question);
struct str moderate_finding(const struct page_out *page, int64_t finding);
struct str moderate_when(const struct page_out *page, int64_t ms);
struct str moderate_name(const struct page_out *page, const struct person *person);
/* "It is done." when ?done= says so. */
struct str moderate_done(const struct page_out *page);

/* The fields of every form here. */
struct moderate_in {
    struct str what, note, username, role, language;
    int64_t reason, campaign, mode, tag;
    struct input_list posts, rules;
};
/* Reads them; the act DECIDE with what was chosen. ERR_BAD_INPUT for no decision. */
NODISCARD enum err moderate_read(struct req *req, struct moderate_in *in, struct act **act);
/* Hands it in, and goes back to where it came from. */
NODISCARD enum err moderate_submit(struct req *req, struct act *act);
