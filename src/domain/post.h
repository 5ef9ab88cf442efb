/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posts as they are read: voices and comments with everything a face shows of them. */
#pragma once

#include "domain/audience.h"
#include "domain/person.h"

enum { POST_WARNING_MAX = 200 };

struct post_tag {
    struct str name; /* as written */
    struct str key;
};

struct post {
    struct post_id id;
    struct person_id author; /* never shown; none when it is anonymous and not the viewer's */
    struct person account;   /* who is shown */
    struct str name;         /* shown with POST_NAMED; else empty */
    struct post_id parent;   /* none for a voice; none too when it is no longer there */
    struct person_id parent_account;
    struct post_id root; /* none for a voice */
    struct str body, warning, language, country;
    int flags;             /* enum post_flags */
    int away;              /* enum post_away; 0 for all but its author */
    bool is_fallen;        /* the voice it answered is not there: shown to its author only */
    int audiences;         /* enum audience_set: with the voice's */
    int answers;           /* enum answers_policy of the voice */
    struct post_tag *tags; /* those in the text, then the page's */
    size_t n_tags;
    struct campaign_id page_campaign;
    struct client_id client;
    struct str client_name, client_website; /* empty for the pages here */
    int64_t published_ms, edited_ms;
    int64_t comments, shares;
    int64_t reactions[REACTIONS]; /* by enum reaction; [0] is the sum */
    /* The viewer's own: */
    bool is_mine, is_shared, is_bookmarked, is_muted, is_pinned;
    enum reaction my_reaction;
    bool is_hidden; /* the viewer blocks or mutes the author, or is blocked */
};

struct post_list {
    struct post *items;
    size_t n;
};

/* One post as `viewer` (perhaps none) may see it. ERR_NOT_FOUND for what was withdrawn, never
 * was, or is not for her: the same in all cases, so that nobody learns which. */
NODISCARD enum err post_get(struct db *db, struct arena *arena, struct reader reader,
                            struct post_id id, struct post *out);
/* Those of the ids that the viewer may see, in the given order. */
NODISCARD enum err post_get_all(struct db *db, struct arena *arena, struct reader reader,
                                const struct post_id *ids, size_t n, struct post_list *out);

/* Comments of her own voice about which `author` decides: those that wait for her, or that she
 * refused; the oldest first, after `after` (0: from the beginning). What moderators are to read
 * before is not among them. ERR_NOT_FOUND when the voice is not hers. */
struct asked_query {
    struct post_id voice, after;
    bool is_refused;
    int64_t limit;
};
NODISCARD enum err post_asked(struct db *db, struct arena *arena, struct reader author,
                              struct asked_query query, struct post_list *out);

/* What is due with a post of one's own: 0 when nothing is. */
NODISCARD enum err post_moments(struct db *db, struct arena *arena, struct post_id id,
                                int64_t *publish_at_ms, int64_t *expires_ms);
/* Why moderators read it first: a set of HOLD_BITs (standing.h). */
NODISCARD enum err post_holds(struct db *db, struct arena *arena, struct post_id id,
                              uint64_t *reasons);

/* Her voices that wait for their moment, the soonest first. */
struct scheduled {
    struct post post;
    int64_t at_ms;
};
NODISCARD enum err post_scheduled(struct db *db, struct arena *arena, struct reader author,
                                  int64_t limit, const struct scheduled **out, size_t *n);

/* Earlier wordings, the oldest first; the present one is not among them. For the author and who
 * moderates a campaign it belongs to (or the server): ERR_NOT_FOUND for everybody else. */
struct wording {
    int64_t at_ms; /* until when it stood */
    struct str body, warning, language;
};
NODISCARD enum err post_wordings(struct db *db, struct arena *arena, struct reader reader,
                                 struct post_id id, const struct wording **out, size_t *n);

/* The posts above (the voice first) and below (in time order) within a thread. */
NODISCARD enum err post_ancestors(struct db *db, struct arena *arena, struct reader reader,
                                  const struct post *post, size_t most, struct post_list *out);
NODISCARD enum err post_descendants(struct db *db, struct arena *arena, struct reader reader,
                                    const struct post *post, size_t most, struct post_list *out);
