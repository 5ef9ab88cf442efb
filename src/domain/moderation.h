/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What moderators read: the queue, bursts, reports, what waits for a second person, the trail,
 * notes.
 *
 * For one moderator: her campaigns, her languages. Never who wrote what was said anonymously, nor
 * who reacted. Deciding is the act DECIDE. */
#pragma once

#include "domain/campaign.h"
#include "domain/post.h"
#include "domain/standing.h"

enum {
    QUEUE_PAGE = 20,
    BREAK_DECISIONS = 40, /* in this hour and the one before */
    PROPOSAL_DAYS = 7,
    MODERATOR_NOTE_DAYS = 30 /* how long they are kept */
};

struct moderator {
    struct person_id id;
    const struct person_role *roles;
    size_t n_roles;
    bool is_organiser; /* of anything */
    bool is_server;    /* decides about accounts */
};
/* ERR_NOT_FOUND for whoever is neither organiser nor moderator. */
NODISCARD enum err moderator_get(struct db *db, struct arena *arena, struct person_id id,
                                 struct moderator *out);
/* Whether she is an organiser of the campaign, or of the whole server. */
bool moderator_organises(const struct moderator *moderator, struct campaign_id campaign);

/* A post as moderators see it. */
struct queued {
    struct post post;
    uint64_t holds;   /* HOLD_BITs */
    int64_t question; /* what its author was asked */
    int64_t since_ms; /* the earliest of the reasons; 0: it is not in the queue */
    int64_t burst;
    bool is_own;          /* her own: somebody else decides */
    bool waits_for_other; /* she asked for a second opinion */
};
/* ERR_NOT_FOUND for what is not hers to decide about. */
NODISCARD enum err moderation_post(struct db *db, struct arena *arena, struct reader moderator,
                                   struct post_id id, struct queued *out);

/* What the author of a post is asked by moderators, for herself; 0: nothing. */
NODISCARD enum err moderation_question(struct db *db, struct arena *arena, struct post_id post,
                                       int64_t *out);

struct queue {
    struct queued *items;
    size_t n;
    int64_t next_ms; /* where the next page begins; next.v is 0 at the last */
    struct post_id next;
};
/* The oldest first; `reason` 0: all. Posts of bursts are not among them. */
NODISCARD enum err moderation_queue(struct db *db, struct arena *arena, struct reader moderator,
                                    int64_t reason, const struct queue *after, struct queue *out);

struct queue_sum {
    int64_t reason, posts, since_ms;
};
/* How many posts that are hers to decide about wait for each reason. */
NODISCARD enum err moderation_sums(struct db *db, struct arena *arena, const struct moderator *who,
                                   const struct queue_sum **out, size_t *n);

struct burst {
    int64_t cluster, posts, since_ms, shown; /* shown to readers: only of moderation_burst */
    struct queued sample;
};
NODISCARD enum err moderation_bursts(struct db *db, struct arena *arena, struct reader moderator,
                                     struct burst **out, size_t *n);
NODISCARD enum err moderation_burst(struct db *db, struct arena *arena, struct reader moderator,
                                    int64_t cluster, struct burst *out);

struct report {
    struct report_id id;
    struct person_id account;
    struct str comment, category;
    const struct post_id *posts;
    size_t n_posts;
    bool is_resolved;
    struct person_id moderator; /* who looks after it */
    int64_t resolved_hour_ms;
};
NODISCARD enum err moderation_report(struct db *db, struct arena *arena,
                                     const struct moderator *moderator, struct report_id id,
                                     struct report *out);
struct list_query {
    bool is_wanted;        /* reports: those dealt with; accounts: those suspended */
    int64_t before, limit; /* the latest first, below `before` (0: from the newest) */
};
NODISCARD enum err moderation_reports(struct db *db, struct arena *arena,
                                      const struct moderator *moderator, struct list_query query,
                                      struct report **out, size_t *n);

struct proposal {
    int64_t id, kind, reason, hour_ms;
    struct post_id post;
    struct person_id account;
    bool is_own; /* she proposed it: somebody else confirms */
};
NODISCARD enum err moderation_proposals(struct db *db, struct arena *arena,
                                        const struct moderator *moderator, struct proposal **out,
                                        size_t *n);

struct decided {
    int64_t id, kind, reason, hour_ms, burst;
    struct post_id post;
    struct person_id account, moderator;
    struct campaign_id campaign;
    bool is_undone;
};
/* The trail, below `before` (0: from the newest). Who decided is told to organisers of the whole
 * server; others see their own decisions and, of posts, those of others without the name. */
NODISCARD enum err moderation_trail(struct db *db, struct arena *arena,
                                    const struct moderator *moderator, int64_t before,
                                    struct decided **out, size_t *n);
NODISCARD enum err moderation_trail_of_post(struct db *db, struct arena *arena,
                                            const struct moderator *moderator, struct post_id post,
                                            struct decided **out, size_t *n);

struct moderator_note {
    int64_t hour_ms;
    bool is_own;
    struct str text;
};
/* About a post; none: those that hand over. The latest first. */
NODISCARD enum err moderation_notes(struct db *db, struct arena *arena,
                                    const struct moderator *moderator, struct post_id post,
                                    struct moderator_note **out, size_t *n);

/* How much she decided since then: hers alone to know. */
NODISCARD enum err moderation_own(struct db *db, struct arena *arena, struct person_id moderator,
                                  int64_t since_ms, int64_t *out);

struct team_member {
    struct person person;
    enum role role;
    struct str language;
};
NODISCARD enum err moderation_team(struct db *db, struct arena *arena, struct campaign_id campaign,
                                   struct team_member **out, size_t *n);

/* How often each kind of decision was made and stands: [kind]. */
NODISCARD enum err moderation_counts(struct db *db, struct arena *arena,
                                     int64_t counts[DECISION_KINDS]);
NODISCARD enum err moderation_accounts(struct db *db, struct arena *arena, struct list_query query,
                                       struct person **out, size_t *n);
