/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* People as they are read, and their names in addresses. Writing is person_write.c's. */
#include "domain/person.h"

#include "base/clock.h"
#include "sql/person.h"
#include "sql/standing.h"
#include "sql/token.h"

/* Chosen names never look like made ones, so a made name needs no row of its own. */
static const struct str made_prefix = STR_INIT("someone_");

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

struct str person_username_key(struct arena *arena, struct str username)
{
    char *key = arena_array(arena, char, username.n + 1);
    for (size_t i = 0; i < username.n; i++)
        key[i] = lower(username.p[i]);
    return (struct str){key, username.n};
}

struct str person_made_username(struct arena *arena, struct person_id id)
{
    struct str number = crockford_of(arena, (uint64_t)id.v);
    return arena_printf(arena, "%.*s%.*s", STRF(made_prefix),
                        STRF(person_username_key(arena, number)));
}

bool person_username_is_valid(struct str username)
{
    if (username.n == 0 || username.n > PERSON_USERNAME_MAX)
        return false;
    for (size_t i = 0; i < username.n; i++) {
        char c = lower(username.p[i]);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return !(username.n >= made_prefix.n &&
             str_eq_nocase(str_sub(username, 0, made_prefix.n), made_prefix));
}

/* The number in a made name; 0 when it is none. */
static struct person_id number_of(struct arena *arena, struct str key)
{
    enum { DIGITS_MAX = 12 };
    const struct str digits = STR("0123456789abcdefghjkmnpqrstvwxyz");
    struct str rest = str_sub(key, made_prefix.n, key.n);
    if (!str_starts(key, made_prefix) || rest.n == 0 || rest.n > DIGITS_MAX)
        return (struct person_id){0};
    int64_t n = 0;
    for (size_t i = 0; i < rest.n; i++) {
        size_t digit = str_find(digits, rest.p[i]);
        if (digit >= 32)
            return (struct person_id){0};
        n = n * 32 + (int64_t)digit;
    }
    struct person_id id = {n};
    return str_eq(person_made_username(arena, id), key) ? id : (struct person_id){0};
}

enum err person_brief(struct db *db, struct arena *arena, struct person_id id, struct person *out)
{
    struct person_row_out row;
    TRY(sql_person_row_one(db, arena, &(struct person_row_in){id}, &row));
    if (row.is_leaving)
        return ERR_NOT_FOUND;
    *out = (struct person){
        .id = row.id,
        .is_campaign = row.is_campaign,
        .is_suspended = row.is_suspended,
        .username = row.username.p ? row.username : person_made_username(arena, id),
        .pen_name = row.pen_name,
        .note = row.note,
        .language = row.language,
        .country = row.country,
        .is_anonymous = row.is_anonymous,
        .has_receipt = row.has_receipt,
        .arrived_day_ms = row.arrived_day_ms,
    };
    return OK;
}

enum err person_get(struct db *db, struct arena *arena, struct person_id id, struct person *out)
{
    struct person person;
    TRY(person_brief(db, arena, id, &person));
    if (person.is_campaign) {
        struct person_followers_out counts;
        TRY(sql_person_followers_one(db, arena, &(struct person_followers_in){id}, &counts));
        person.followers = counts.followers;
    } else {
        struct person_counts_out counts;
        TRY(sql_person_counts_one(db, arena, &(struct person_counts_in){id}, &counts));
        person.posts = counts.posts;
        person.followers = counts.followers;
        person.following = counts.following;
        person.last_post_ms = id_ms(counts.last_post);
    }
    *out = person;
    return OK;
}

enum err person_find(struct db *db, struct arena *arena, struct str username, struct person *out)
{
    if (username.n > 0 && username.p[0] == '@')
        username = str_sub(username, 1, username.n);
    struct str key = person_username_key(arena, username);
    struct person_id made = number_of(arena, key);
    if (made.v == 0) {
        struct person_by_username_out row;
        TRY(sql_person_by_username_one(db, arena, &(struct person_by_username_in){key}, &row));
        return person_brief(db, arena, row.id, out);
    }
    struct person person;
    TRY(person_brief(db, arena, made, &person));
    if (!str_eq_nocase(person.username, username))
        return ERR_NOT_FOUND;
    *out = person;
    return OK;
}

enum err person_by_username(struct db *db, struct arena *arena, struct str username,
                            struct person *out)
{
    struct person person;
    TRY(person_find(db, arena, username, &person));
    return person_get(db, arena, person.id, out);
}

enum err person_by_receipt(struct db *db, struct arena *arena, const struct secret_hash *receipt,
                           struct person_id *out)
{
    struct person_by_receipt_out row;
    TRY(sql_person_by_receipt_one(db, arena,
                                  &(struct person_by_receipt_in){secret_hash_str(receipt)}, &row));
    *out = row.id;
    return OK;
}

enum err person_arrived(struct db *db, struct arena *arena, struct act *act, int64_t now_ms)
{
    struct idempotency_row_out earlier;
    struct token_of_secret_out token;
    TRY(sql_idempotency_row_one(
        db, arena,
        &(struct idempotency_row_in){secret_hash_str(&act->idempotency_hash),
                                     now_ms - ARRIVAL_REPEAT_MS},
        &earlier));
    TRY(person_by_receipt(db, arena, &act->arrival.receipt, &act->person));
    TRY(sql_token_of_secret_one(
        db, arena, &(struct token_of_secret_in){act->person, secret_hash_str(&act->token.secret)},
        &token));
    act->made_token = token.id;
    return OK;
}

enum err person_search(struct db *db, struct arena *arena, struct str prefix, int64_t n,
                       const struct person **out, size_t *n_out)
{
    if (prefix.n > 0 && prefix.p[0] == '@')
        prefix = str_sub(prefix, 1, prefix.n);
    struct str first = person_username_key(arena, prefix);
    const struct person_by_prefix_out *rows;
    size_t found;
    TRY(sql_person_by_prefix_list(db, arena,
                                  &(struct person_by_prefix_in){
                                      .first = first,
                                      .after = arena_printf(arena, "%.*s\x7f", STRF(first)),
                                      .n = n,
                                  },
                                  &rows, &found));
    struct person *people = arena_array(arena, struct person, found + 1);
    size_t count = 0;
    for (size_t i = 0; i < found; i++)
        if (person_get(db, arena, rows[i].id, &people[count]) == OK)
            count++;
    *out = people;
    *n_out = count;
    return OK;
}

enum err person_roles(struct db *db, struct arena *arena, struct person_id id,
                      const struct person_role **out, size_t *n)
{
    const struct role_list_out *rows;
    TRY(sql_role_list_list(db, arena, &(struct role_list_in){id}, &rows, n));
    struct person_role *roles = arena_array(arena, struct person_role, *n + 1);
    for (size_t i = 0; i < *n; i++)
        roles[i] =
            (struct person_role){rows[i].campaign, (enum role)rows[i].role, rows[i].language};
    *out = roles;
    return OK;
}

enum err person_partners(struct db *db, struct arena *arena, struct campaign_id campaign,
                         const struct person **out, size_t *n)
{
    enum { PARTNERS_MOST = 50 };
    const struct partner_list_out *rows;
    TRY(sql_partner_list_list(db, arena, &(struct partner_list_in){campaign, PARTNERS_MOST}, &rows,
                              n));
    struct person *list = arena_array(arena, struct person, *n + 1);
    for (size_t i = 0; i < *n; i++)
        list[i] = (struct person){
            .id = rows[i].person,
            .username =
                rows[i].username.p ? rows[i].username : person_made_username(arena, rows[i].person),
            .pen_name = rows[i].pen_name,
        };
    *out = list;
    return OK;
}
