/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Campaigns and families: as they are read, and the organisers' acts on them. */
#include "domain/campaign.h"

#include "domain/batch.h"
#include "domain/hashtag_text.h"
#include "sql/campaign.h"
#include "sql/person.h"

const char *const campaign_senses[] = {"tell",       "me-too",      "expose",
                                       "solidarity", "admission",   "demand",
                                       "successor",  "predecessor", NULL};

const char *const campaign_confidences[] = {"certain", "known", "disputed", NULL};

enum err campaign_get(struct db *db, struct arena *arena, struct campaign_id id,
                      struct campaign *out)
{
    struct campaign_row_out row;
    TRY(sql_campaign_row_one(db, arena, &(struct campaign_row_in){id}, &row));
    *out = (struct campaign){row.id,
                             row.slug,
                             row.account,
                             row.title,
                             row.call,
                             row.language,
                             row.called_ms,
                             (enum moderation_mode)row.moderation,
                             (uint64_t)row.rules};
    return OK;
}

enum err campaign_by_slug(struct db *db, struct arena *arena, struct str slug, struct campaign *out)
{
    struct campaign_by_slug_out row;
    TRY(sql_campaign_by_slug_one(db, arena, &(struct campaign_by_slug_in){slug}, &row));
    return campaign_get(db, arena, row.id, out);
}

enum err campaign_list(struct db *db, struct arena *arena, const struct campaign **out, size_t *n)
{
    const struct campaign_rows_out *rows;
    TRY(sql_campaign_rows_list(db, arena, &(struct campaign_rows_in){CAMPAIGNS_MAX}, &rows, n));
    struct campaign *list = arena_array(arena, struct campaign, *n + 1);
    for (size_t i = 0; i < *n; i++)
        list[i] = (struct campaign){rows[i].id,
                                    rows[i].slug,
                                    rows[i].account,
                                    rows[i].title,
                                    rows[i].call,
                                    rows[i].language,
                                    rows[i].called_ms,
                                    (enum moderation_mode)rows[i].moderation,
                                    (uint64_t)rows[i].rules};
    *out = list;
    return OK;
}

enum err campaign_family(struct db *db, struct arena *arena, struct campaign_id id,
                         const struct family_member **out, size_t *n)
{
    const struct hashtag_family_out *rows;
    TRY(sql_hashtag_family_list(db, arena, &(struct hashtag_family_in){id}, &rows, n));
    struct family_member *list = arena_array(arena, struct family_member, *n + 1);
    for (size_t i = 0; i < *n; i++)
        list[i] = (struct family_member){rows[i].key,    rows[i].name,       rows[i].language,
                                         rows[i].region, rows[i].sense,      rows[i].source,
                                         rows[i].since,  rows[i].confidence, rows[i].same_as};
    *out = list;
    return OK;
}

const struct family_member *family_find(const struct family_member *family, size_t n,
                                        struct str key)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(family[i].key, key))
            return &family[i];
    return NULL;
}

enum err campaign_member(struct db *db, struct arena *arena, struct campaign_id id, struct str name,
                         struct family_member *out)
{
    const struct family_member *family;
    size_t n;
    struct str key;
    if (hashtag_key(arena, name, &key) != OK)
        return ERR_NOT_FOUND;
    TRY(campaign_family(db, arena, id, &family, &n));
    const struct family_member *member = family_find(family, n, key);
    if (member == NULL)
        return ERR_NOT_FOUND;
    *out = *member;
    return OK;
}

enum err hashtag_home(struct db *db, struct arena *arena, struct str key, struct hashtag_home *out)
{
    const struct hashtag_homes_out *rows;
    size_t n;
    TRY(sql_hashtag_homes_list(db, arena, &(struct hashtag_homes_in){key, 1}, &rows, &n));
    if (n == 0)
        return ERR_NOT_FOUND;
    *out = (struct hashtag_home){rows[0].campaign, rows[0].language, rows[0].sense};
    return OK;
}

/* --- acts --- */

/* The account by which the campaign publishes what is said anonymously. Its user name is the
 * slug, hyphens as underscores. */
static enum err make_account(struct batch *batch, const struct act_campaign *campaign,
                             struct person_id *out)
{
    char *name = arena_array(batch->arena, char, campaign->slug.n + 1);
    for (size_t i = 0; i < campaign->slug.n; i++)
        name[i] = campaign->slug.p[i] == '-' ? '_' : campaign->slug.p[i];
    struct str username = {name, campaign->slug.n};
    struct person_by_username_out taken;
    enum err err = sql_person_by_username_one(batch->db, batch->arena,
                                              &(struct person_by_username_in){username}, &taken);
    if (err != ERR_NOT_FOUND)
        return err == OK ? ERR_CONFLICT : err;
    struct person_id id = {++batch->numbers.person};
    WRITE(sql_person_insert(batch->db, &(struct person_insert_in){
                                           .id = id,
                                           .is_campaign = true,
                                           .username = username,
                                           .username_key = username,
                                           .pen_name = campaign->title,
                                           .language = campaign->language,
                                           .arrived_day_ms = time_day_start(batch->now_ms),
                                       }));
    *out = id;
    return OK;
}

/* Not in the future; and not so long ago that the hours since could not be kept in memory. */
static bool is_call_time(const struct act_campaign *campaign, int64_t now_ms)
{
    const int64_t earliest_ms = 946684800000; /* the year 2000 */
    return campaign->called_ms == 0 ||
           (campaign->called_ms >= earliest_ms && campaign->called_ms <= now_ms);
}

enum err campaign_apply_add(struct batch *batch, struct act *act)
{
    const struct act_campaign *campaign = &act->campaign;
    struct campaign_by_slug_out taken;
    enum err err = sql_campaign_by_slug_one(batch->db, batch->arena,
                                            &(struct campaign_by_slug_in){campaign->slug}, &taken);
    if (err != ERR_NOT_FOUND)
        return err == OK ? ERR_CONFLICT : err;
    if (batch->registry->n_campaigns == CAMPAIGNS_MAX || !is_call_time(campaign, batch->now_ms))
        return ERR_BAD_INPUT;
    struct person_id account;
    TRY(make_account(batch, campaign, &account));
    struct campaign_id id = {++batch->numbers.campaign};
    WRITE(sql_campaign_insert(
        batch->db, &(struct campaign_insert_in){
                       .id = id,
                       .slug = campaign->slug,
                       .account = account,
                       .title = campaign->title,
                       .call = campaign->call,
                       .language = campaign->language,
                       .called_ms = campaign->called_ms ? campaign->called_ms : batch->now_ms,
                   }));
    act->id = id.v;
    return batch_reload(batch);
}

enum err campaign_apply_edit(struct batch *batch, struct act *act)
{
    const struct act_campaign *new = &act->campaign;
    struct campaign_row_out old;
    TRY(sql_campaign_row_one(batch->db, batch->arena, &(struct campaign_row_in){new->target},
                             &old));
    WRITE(sql_campaign_update(batch->db,
                              &(struct campaign_update_in){
                                  .id = old.id,
                                  .title = new->title.p ? new->title : old.title,
                                  .call = new->call.p ? new->call : old.call,
                                  .language = new->language.p ? new->language : old.language,
                              }));
    if (new->title.p) {
        struct person_row_out account;
        TRY(sql_person_row_one(batch->db, batch->arena, &(struct person_row_in){old.account},
                               &account));
        WRITE(sql_person_update(batch->db,
                                &(struct person_update_in){old.account, new->title, account.note,
                                                           account.language, account.country,
                                                           account.is_anonymous}));
    }
    act->id = old.id.v;
    batch->has_removed = true;
    return batch_reload(batch);
}

enum err hashtag_apply(struct batch *batch, struct act *act)
{
    const struct act_hashtag *hashtag = &act->hashtag;
    if (registry_campaign(batch->registry, hashtag->campaign) == NULL)
        return ERR_NOT_FOUND;
    struct hashtag_count_out count;
    TRY(sql_hashtag_count_one(batch->db, batch->arena,
                              &(struct hashtag_count_in){hashtag->campaign}, &count));
    WRITE(sql_hashtag_insert(batch->db, &(struct hashtag_insert_in){
                                            .campaign = hashtag->campaign,
                                            .key = hashtag->key,
                                            .name = hashtag->name,
                                            .language = hashtag->language,
                                            .region = hashtag->region,
                                            .sense = hashtag->sense,
                                            .source = hashtag->source,
                                            .since = hashtag->since,
                                            .confidence = hashtag->confidence,
                                            .same_as = STR(""),
                                            .rank = count.n,
                                        }));
    act->id = hashtag->campaign.v;
    batch->has_removed = true;
    return batch_reload(batch);
}
