/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the functions that apply acts have at hand: one transaction of the writer.
 *
 * An apply function checks first and writes afterwards: a refusal (any error but ERR_STORAGE and
 * ERR_BUSY) must leave the database as it was. Its writes go through WRITE, so that a constraint
 * that should have been checked counts as a failure of storage: then the whole batch is undone and
 * its acts are applied one by one, and only the broken one is refused.
 * For domain/'s own use: the faces know acts (act.h) and the writer (writer.h). */
#pragma once

#include "base/clock.h"
#include "domain/act.h"
#include "domain/board.h"
#include "domain/event.h"
#include "domain/ledger.h"
#include "domain/recent.h"
#include "domain/registry.h"

/* The last numbers given, valid once the batch is committed. */
struct numbers {
    int64_t person, campaign, cell, tag;
};

struct batch {
    struct db *db;
    struct arena *arena; /* reset when the batch is over */
    struct registry *registry;
    struct recent *recent;
    struct near *near;        /* texts of late; NULL: floods are not looked for */
    const struct secret *key; /* the server's */
    struct ledger ledger;
    struct numbers numbers;
    struct id_source *ids;
    struct event_list *events; /* NULL when nobody listens */
    int64_t *changed;          /* numbers whose revisions are raised after the commit */
    size_t n_changed, room_changed;
    int64_t now_ms;
    int64_t floor;        /* of figures (board.h) */
    int64_t session_ms;   /* how long a log-in of the pages lasts; 0: for ever */
    bool has_removed;     /* something was withdrawn or hidden: kept pages are wrong at once */
    bool has_destroyed;   /* words were taken back: they must go from the files too */
    bool has_reloaded;    /* campaigns or families changed */
    bool has_swept;       /* the batch left work for sweep.h */
    bool has_changed_all; /* all revisions are raised */
};

#define WRITE(expression)                                                                          \
    do {                                                                                           \
        enum err write_err_ = (expression);                                                        \
        if (write_err_ != OK)                                                                      \
            return write_err_ == ERR_BUSY ? ERR_BUSY : ERR_STORAGE;                                \
    } while (0)

/* Each act's function, as named in acts.def. */
#define ACT(name, apply) NODISCARD enum err apply(struct batch *batch, struct act *act);
#include "domain/acts.def"
#undef ACT

/* Roughly what applying an act takes of the batch's memory, in bytes. */
int64_t batch_weight(const struct act *act);

/* The next id of an act. */
int64_t batch_id(struct batch *batch);

/* Copies of what belongs to this person, post or token are out of date after the commit. */
void batch_changed(struct batch *batch, int64_t number);

/* Campaigns or families changed in this batch: the registry is read anew, and the board after the
 * commit. */
NODISCARD enum err batch_reload(struct batch *batch);

/* The number of a hashtag, made when it is new. */
NODISCARD enum err tag_number(struct batch *batch, const struct act_tag *tag, struct tag_id *out);
/* ERR_NOT_FOUND when it was never used. */
NODISCARD enum err tag_find(struct batch *batch, struct str key, struct tag_id *out);

/* The person that comes with an act (act.arrival): made before the act is applied; sets
 * act->person. ERR_CONFLICT when the user name is taken. */
NODISCARD enum err person_arrive(struct batch *batch, struct act *act);
/* Takes such a person back out, in the same transaction, when her act is refused. */
NODISCARD enum err person_unarrive(struct batch *batch, struct act *act);
/* ERR_NOT_FOUND for somebody who left, is leaving or never came. */
NODISCARD enum err person_stands(struct batch *batch, struct person_id id);
/* Removes somebody and everything of hers, as when she leaves. ERR_FORBIDDEN for a campaign's
 * account. */
NODISCARD enum err person_leave(struct batch *batch, struct person_id id);
/* ERR_FORBIDDEN when moderators have suspended her, ERR_NOT_FOUND when she left. */
NODISCARD enum err person_may_act(struct batch *batch, struct person_id id);
/* A token as act->token describes it, for act->person; sets act->made_token. */
NODISCARD enum err token_issue(struct batch *batch, struct act *act);
/* It opens nothing from now on, also where a copy of it is kept. One that has ended is fine. */
NODISCARD enum err token_revoke(struct batch *batch, struct token_id token);

/* What a reaction that is aside has more in its kind. */
enum { REACTION_ASIDE = 16 };
/* Tells an act that reacted how many answers the post has after its batch. */
void answer_tell_counts(struct batch *batch, struct act *act);
/* One answer more (1) or less (-1), unless the post itself is gone or fell: then its counts go as a
 * whole. */
NODISCARD enum err answer_count(struct batch *batch, struct post_id post, enum answer answer,
                                int sign);

/* The post, when whoever acts can answer it: it stands and is for her, and so does the voice above
 * it, whose head is given too (for a voice its own). ERR_NOT_FOUND. */
struct post_head_out;
NODISCARD enum err answer_target(struct batch *batch, const struct act *act, struct post_id post,
                                 struct post_head_out *head, struct post_head_out *root);

/* Puts a post into a hashtag's list, or takes it out, and counts the use. */
NODISCARD enum err tag_enter(struct batch *batch, struct tag_id tag, struct post_id post);
NODISCARD enum err tag_leave(struct batch *batch, struct tag_id tag, struct post_id post);
/* Removes a hashtag that nothing carries any more: it was somebody's words. The ledger is empty. */
NODISCARD enum err tag_forget(struct batch *batch, struct tag_id tag);

/* Gives reasons why a post does not stand (enum post_away of standing.h) and takes others away.
 * What follows from its standing again, or no more, is done here. A post that is published for the
 * first time gets a new number: *id. ERR_NOT_FOUND. */
NODISCARD enum err standing_change(struct batch *batch, struct post_id *id, int add, int remove);
/* Notes why a post waits for moderators: a set of HOLD_BITs. Its standing is the caller's. */
NODISCARD enum err hold_add(struct batch *batch, struct post_id id, uint64_t reasons,
                            int64_t cluster);
/* Its words were changed, and give these reasons now: it waits, or goes on when none is left.
 * `cluster`: the burst that they belong to, or 0. */
NODISCARD enum err hold_renew(struct batch *batch, struct post_id *id, const struct cell *cell,
                              uint64_t reasons, int64_t cluster);
/* Which of these reasons hold a post that is counted under the cell, by the settings of its
 * campaigns; *kept: for which of them it only stands in the queue. */
uint64_t hold_by_rules(const struct batch *batch, const struct cell *cell, uint64_t reasons,
                       uint64_t *kept);
/* Moderators have decided. */
NODISCARD enum err hold_clear(struct batch *batch, struct post_id id);

/* Removes one post, comment, reaction or share and what is counted of it. */
NODISCARD enum err withdraw_post(struct batch *batch, struct post_id id,
                                 const struct post_head_out *head);
struct reaction_row_out;
struct share_row_out;
NODISCARD enum err reaction_remove(struct batch *batch, struct person_id person,
                                   struct post_id post, const struct reaction_row_out *row);
NODISCARD enum err share_remove(struct batch *batch, struct person_id person, struct post_id post,
                                const struct share_row_out *row);
/* A reaction or share of a person who is suspended no longer counts; of one who is no more, it
 * counts again. */
NODISCARD enum err reaction_turn(struct batch *batch, struct person_id person, struct post_id post,
                                 const struct reaction_row_out *row);
NODISCARD enum err share_turn(struct batch *batch, struct person_id person, struct post_id post,
                              const struct share_row_out *row);
