/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a decision is: its kinds, the reasons for it, what an author may be asked; and what the act
 * DECIDE carries. Who may decide what is checked where it is applied (decide.c); the lists that
 * moderators read are in moderation.h. */
#pragma once

#include "base/id.h"
#include "base/str.h"

enum decision_kind {
#define DECISION(name, number, text, about) DECIDE_##name = (number),
#include "domain/decisions.def"
#undef DECISION
    DECISION_KINDS
};

/* Why: from a fixed list, so that no words about anybody are kept. */
enum decision_reason {
    REASON_NONE,
    REASON_NAMES,   /* names or shows somebody */
    REASON_ATTACKS, /* attacks or threatens */
    REASON_SPAM,
    REASON_LAW,
    REASON_OTHER,
    REASONS
};

/* What an author may be asked, from a fixed list. */
enum decision_question {
    QUESTION_NONE,
    QUESTION_NAME,    /* to leave out who it was */
    QUESTION_CONTACT, /* to leave out numbers, addresses, links */
    QUESTION_SELF,    /* whether she can be known by it */
    QUESTION_OTHERS,  /* whether somebody else can be known by it */
    QUESTION_WARNING, /* to add a content warning */
    QUESTIONS
};

/* When moderators look at the posts of a campaign. */
enum moderation_mode { MODERATE_AFTER, MODERATE_BEFORE, MODERATE_BY_RULE, MODERATION_MODES };

enum { DECIDE_POSTS_MAX = 100, DECIDE_NOTE_MAX = 1000, DECISION_HOUR_MS = 3600 * 1000 };

/* ACT_DECIDE, by a person with a role, or by the operator: then act.person is none. */
struct act_decide {
    enum decision_kind kind;
    bool is_operator;
    struct post_id post;
    int64_t cluster;      /* …_MANY: a burst, or */
    const int64_t *posts; /* posts by number, at most DECIDE_POSTS_MAX */
    size_t n_posts;
    struct person_id account; /* SUSPEND … ROLE_TAKE; REMOVE_ACCOUNT */
    struct report_id report;
    int64_t number;              /* UNDO: the decision; CONFIRM, REFUSE: the proposal */
    int64_t reason;              /* enum decision_reason; ASK: enum decision_question */
    struct campaign_id campaign; /* ROLE_…, SETTINGS, NOTE, JOIN, APART; none: the whole server */
    int64_t role;                /* enum role */
    struct str language;         /* ROLE_…: of the posts; '' for all */
    enum moderation_mode mode;   /* SETTINGS */
    uint64_t rules;              /* SETTINGS: HOLD_BITs */
    struct str note;             /* NOTE, perhaps about `post` */
    struct tag_id tag;           /* JOIN, APART: an imitation (lookalike.h) */
};

/* The decision called "approve", "hide" …; DECISION_KINDS for a name that is none. */
enum decision_kind decision_of(struct str name);
