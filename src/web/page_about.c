/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages that say what holds here: about, what is stored, accessibility, safety; and the files of
 * assets/.
 *
 * The list of what is stored is made from the schema itself, so it cannot leave anything out. */
#include <string.h>

#include "assets.h"
#include "base/clock.h"
#include "domain/language.h"
#include "schema.h"
#include "tpl/templates.h"
#include "web/moderate.h"
#include "web/page.h"
#include "web/web.h"

/* GET /about */
enum err page_about(struct req *req)
{
    const struct config *config = desk_of(req)->house->config;
    struct page_out page;
    page_begin(&page, req);
    struct view_about view = {
        .contact = config->contact,
        .source = config->source_url,
        .safety = STR("/safety"),
        .storage = STR("/about/storage"),
    };
    page_frame(&page, page_say(&page, T("About")), &view.head, &view.foot);
    page_alternates(&page, &view.head);
    tpl_about(&page.out, &view);
    return page_reply(&page, 200);
}

/* Those of one table; the list is long enough for all. */
static size_t put_columns(const char *table, struct view_stored_column *columns)
{
    size_t n = 0;
    for (size_t i = 0; i < schema_columns_count; i++) {
        if (strcmp(schema_columns[i].table, table) != 0)
            continue;
        columns[n].name = str_of(schema_columns[i].column);
        columns[n++].comment = str_of(schema_columns[i].comment);
    }
    return n;
}

/* Rounded down to tens, so that one decision is not seen. What is few and what is none look the
 * same. */
static enum err put_decisions(struct page_out *page, struct view_storage *view)
{
    enum { STEP = 10 };
    static const int shown[] = {DECIDE_APPROVE, DECIDE_HOLD,    DECIDE_HIDE,          DECIDE_ASK,
                                DECIDE_CONFIRM, DECIDE_SUSPEND, DECIDE_REPORT_RESOLVE};
    enum { SHOWN = sizeof shown / sizeof *shown };
    struct req *req = page->req;
    int64_t counts[DECISION_KINDS];
    TRY(moderation_counts(desk_db(req), req->arena, counts));
    struct view_decided *list = arena_array(req->arena, struct view_decided, SHOWN);
    for (int i = 0; i < SHOWN; i++) {
        int64_t n = counts[shown[i]];
        list[i] = (struct view_decided){moderate_decision(page, shown[i]), n - n % STEP, n < STEP};
    }
    view->decisions = list;
    view->n_decisions = SHOWN;
    return OK;
}

/* The one table that no step makes: db/migrate.c keeps the steps in it. */
static const struct view_stored_column step_columns[] = {
    {STR_INIT("number"), STR_INIT("Which step was taken.")},
    {STR_INIT("name"), STR_INIT("What it is called.")},
};
static const struct view_stored_table step_table = {
    .name = STR_INIT("schema_step"),
    .comment = STR_INIT("The steps by which this database got its tables."),
    .columns = step_columns,
    .n_columns = sizeof step_columns / sizeof *step_columns,
};

/* GET /about/storage */
enum err page_storage(struct req *req)
{
    struct page_out page;
    page_begin(&page, req);
    const struct config *config = desk_of(req)->house->config;
    struct view_storage view = {
        .n_tables = schema_tables_count + 1,
        .legal_orders = config->legal_orders,
        .warrant = config->warrant_statement,
    };
    struct view_stored_table *tables =
        arena_array(req->arena, struct view_stored_table, schema_tables_count + 1);
    struct view_stored_column *columns =
        arena_array(req->arena, struct view_stored_column, schema_columns_count);
    size_t used = 0;
    for (size_t i = 0; i < schema_tables_count; i++) {
        const struct schema_table *table = &schema_tables[i];
        tables[i].name = str_of(table->name);
        tables[i].comment = str_of(table->comment);
        tables[i].columns = columns + used;
        tables[i].n_columns = put_columns(table->name, columns + used);
        used += tables[i].n_columns;
    }
    tables[schema_tables_count] = step_table;
    view.tables = tables;
    TRY(put_decisions(&page, &view));
    page_frame(&page, page_say(&page, T("What we store")), &view.head, &view.foot);
    tpl_storage(&page.out, &view);
    return page_reply(&page, 200);
}

/* GET /about/accessibility */
enum err page_accessibility(struct req *req)
{
    /* when the statement was last looked through: 27 November 2026 */
    static const int64_t looked_ms = 1795737600000;
    const struct config *config = desk_of(req)->house->config;
    struct page_out page;
    page_begin(&page, req);
    struct view_accessibility view = {
        .contact = config->contact,
        .source = config->source_url,
        .iso = time_day(req->arena, looked_ms),
        .day = date_format(page.locale->formats, req->arena, looked_ms, page.lang, DATE_DAY),
    };
    page_frame(&page, page_say(&page, T("Accessibility")), &view.head, &view.foot);
    tpl_accessibility(&page.out, &view);
    return page_reply(&page, 200);
}

/* This page shown otherwise: out of the prefix it has now. */
static struct str other_way(const struct page_out *page, bool is_plain, bool has_keys)
{
    return arena_printf(page->req->arena, "/.%.*s/safety", STRF(page_prefix(is_plain, has_keys)));
}

/* GET /safety */
enum err page_safety(struct req *req)
{
    const struct config *config = desk_of(req)->house->config;
    struct page_out page;
    page_begin(&page, req);
    struct view_safety view = {
        .plain_url = other_way(&page, !page.is_plain, page.has_keys),
        .keys_url = other_way(&page, page.is_plain, !page.has_keys),
        .onion = config->onion_url,
        .session_days = config->session_days,
    };
    struct str title = page_say(&page, T("What this site can and cannot hide"));
    page_frame(&page, title, &view.head, &view.foot);
    page_alternates(&page, &view.head);
    tpl_safety(&page.out, &view);
    return page_reply(&page, 200);
}

/* GET /assets/:name */
enum err page_asset(struct req *req)
{
    for (size_t i = 0; i < assets_count; i++) {
        const struct asset *asset = &assets[i];
        struct str path = str_of(asset->path);
        if (!str_eq(path, req->path))
            continue;
        struct str bytes = {(const char *)asset->data, asset->size};
        struct str gzip = {(const char *)asset->gzip, asset->gzip_size};
        /* pictures are for apps, also for those that are pages of other sites; in a frame without
         * an origin nothing is its own */
        bool is_for_others =
            strcmp(asset->type, "image/png") == 0 || strcmp(asset->name, "embed.css") == 0;
        if (is_for_others)
            reply_header(req, "Cross-Origin-Resource-Policy", STR("cross-origin"));
        return reply_static(req, asset->type, bytes, gzip);
    }
    return ERR_NOT_FOUND;
}
