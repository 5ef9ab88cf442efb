/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What hangs on an account: its statuses, its followers, whom the viewer blocks and mutes.
 *
 * Whom a person follows she keeps to herself, and only the person who is followed sees by whom:
 * others get an empty list, as from a Mastodon account that hides its network. */
#include "api/api.h"
#include "api/inputs.h"
#include "api/load.h"

struct accounts_statuses_in {
    struct paging paging;
    struct str tagged;
    bool pinned, exclude_replies, exclude_reblogs, only_media;
};
static const struct input accounts_statuses_rows[] = {
    IN_PAGING(accounts_statuses_in, paging),
    IN_LINE(accounts_statuses_in, "tagged", tagged, 300),
    IN_BOOL(accounts_statuses_in, "pinned", pinned),
    IN_BOOL(accounts_statuses_in, "exclude_replies", exclude_replies),
    IN_BOOL(accounts_statuses_in, "exclude_reblogs", exclude_reblogs),
    IN_BOOL(accounts_statuses_in, "only_media", only_media),
};
const struct input_table accounts_statuses_inputs =
    IN_TABLE(accounts_statuses_in, accounts_statuses_rows);

static enum err reply_nobody(struct req *req)
{
    return reply_json_list(req, &entity_account, (struct json_list){0});
}

/* OK when the account in the path is there. */
static enum err path_account(struct req *req, struct person_id *out)
{
    struct person person;
    TRY(req_path_id(req, 0, &out->v));
    TRY(person_get(desk_db(req), req->arena, *out, &person));
    return person.is_suspended && out->v != req->who.person ? ERR_NOT_FOUND : OK;
}

enum err accounts_statuses(struct req *req)
{
    struct accounts_statuses_in in;
    struct person_id account;
    struct page page;
    TRY(req_read(req, &accounts_statuses_inputs, &in));
    TRY(path_account(req, &account));
    if (in.only_media)
        return reply_nobody(req);
    const struct account_filter filter = {
        .account = account,
        .without_comments = in.exclude_replies,
        .without_shares = in.exclude_reblogs,
        .pinned_only = in.pinned,
        .tag = in.tagged.n > 0 ? in.tagged : (struct str){0},
    };
    TRY(timeline_account(desk_db(req), req->arena, desk_reader(req), filter,
                         paging_cursor(&in.paging), &page));
    return load_reply_page(req, &page);
}

enum err accounts_no_list(struct req *req)
{
    struct person_id account;
    TRY(path_account(req, &account));
    return reply_nobody(req);
}

/* Everybody whom `of` has this tie to. */
static enum err reply_ties(struct req *req, struct person_id of, enum tie_kind kind)
{
    struct paging paging;
    struct tied_people people;
    TRY(req_read(req, &paging_inputs, &paging));
    TRY(tie_people(desk_db(req), req->arena, of, kind, paging_cursor(&paging), &people));
    return load_reply_people(req, people.items, people.n);
}

enum err accounts_following(struct req *req)
{
    struct person_id account;
    TRY(path_account(req, &account));
    if (account.v != req->who.person)
        return reply_nobody(req);
    return reply_ties(req, account, TIE_FOLLOW);
}

enum err accounts_followers(struct req *req)
{
    struct person_id account;
    struct paging paging;
    struct tied_people people;
    TRY(path_account(req, &account));
    if (account.v != req->who.person)
        return reply_nobody(req);
    TRY(req_read(req, &paging_inputs, &paging));
    TRY(tie_followers(desk_db(req), req->arena, account, paging_cursor(&paging), &people));
    return load_reply_people(req, people.items, people.n);
}

enum err accounts_blocks(struct req *req)
{
    return reply_ties(req, desk_viewer(req), TIE_BLOCK);
}

enum err accounts_mutes(struct req *req)
{
    return reply_ties(req, desk_viewer(req), TIE_MUTE);
}
