/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What every page_*.c needs: the language, the parts that stand on all pages, posts and figures as
 * views, handing in an act that may bring a new person.
 *
 * Everything lies in the request's arena. Nothing here decides who may see what: domain/ does. */
#pragma once

#include "domain/campaign.h"
#include "domain/timeline.h"
#include "face/desk.h"
#include "web/html.h"
#include "web/view.h"
#include "web/web.h"

/* A page that is being made. */
struct page_out {
    struct req *req;
    struct out out; /* what the templates write with */
    const struct locale *locale;
    struct str lang; /* the locale's code */
    struct str self; /* where the foot's languages lead; absent: here, or after a form to "/" */
    bool is_plain;   /* neutral title, icon and colours; no hashtag in an address */
    bool has_keys;   /* pressing Shift three times leaves */
};

enum { PAGE_MAX_BYTES = 4 * 1024 * 1024, PAGE_VOICES = 20 };

/* Chooses the language (?lang= or the browser's), and reads from the prefix how the page is shown:
 * "/n" plain, "/k" without the key to leave, "/nk" both. Nothing of that is kept anywhere but in
 * the addresses of the page. */
void page_begin(struct page_out *page, struct req *req);
/* The prefix for these choices. */
struct str page_prefix(bool is_plain, bool has_keys);
/* Head and foot of a page with this (translated) title. */
void page_frame(struct page_out *page, struct str title, struct view_head *head,
                struct view_foot *foot);
/* Answers what was written. */
NODISCARD enum err page_reply(struct page_out *page, int status);
/* Goes on to a path on this server, with what this page's addresses carry on. */
NODISCARD enum err page_go(struct req *req, struct str path);
/* A message in the page's language. */
struct str page_say(const struct page_out *page, const char *message);
/* What the sender was told by a refused act or input, in her language. */
struct str page_refusal(const struct page_out *page, enum err err);

/* A random value for the field `once` (it makes a form that is sent twice one act); empty for
 * visitors on pages that may be kept for others: there live.js fills it. */
struct str page_once(struct req *req);
/* Head: this page in every language, for those that are for everybody. */
void page_alternates(const struct page_out *page, struct view_head *head);
/* The path with ?before= of a page's end, or empty at the last page. */
struct str page_older(struct req *req, struct str path, const struct page *voices);
/* The value of ?before=, 0 on the first page; what is no number is 0. */
struct cursor page_cursor(struct req *req);
/* A path with a segment or value percent-encoded behind it. */
struct str page_path(struct arena *arena, const char *before, struct str value);
/* "/c/SLUG" and what follows; on plain pages "/c/NUMBER". */
struct str page_campaign_path(const struct page_out *page, const struct campaign *campaign,
                              const char *after);
/* The campaign that the first ":slug" of the path says, also by its number. */
NODISCARD enum err page_campaign_find(struct req *req, struct campaign *out);
/* The member of a family that is said in the language of the page, else the first; NULL: none. */
const struct family_member *page_family_member(const struct page_out *page,
                                               const struct family_member *family, size_t n);
/* "/voice/ID" and what follows. */
struct str page_voice_path(struct req *req, struct post_id id, const char *after);

/* --- people's words (page_post.c) --- */

enum page_post_place { PLACE_LIST, PLACE_ALONE, PLACE_ANSWER, PLACE_MINE };
/* The campaign's name for anonymous voices is not shown: they are "Anonymous". In lists a long text
 * is cut. PLACE_ALONE has no link to itself, PLACE_ANSWER stands below `post.root`. PLACE_MINE is
 * her own page. */
NODISCARD enum err page_post(struct page_out *page, const struct post *post,
                             enum page_post_place place, struct view_post *out);
/* Entries with their sharers; posts that are hidden from the viewer are left out. */
NODISCARD enum err page_posts(struct page_out *page, const struct page *voices,
                              enum page_post_place place, const struct view_post **out, size_t *n);
/* A body as HTML, mentions as links to pages here. */
NODISCARD enum err page_body(struct page_out *page, struct str text, struct html *out);

/* Choices for selects, `selected` marked; in the page's language. */
NODISCARD enum err page_languages(struct page_out *page, struct str selected,
                                  const struct view_choice **out, size_t *n);
NODISCARD enum err page_countries(struct page_out *page, struct str selected,
                                  const struct view_choice **out, size_t *n);

/* What was typed, to be shown again; all absent for a fresh form. */
struct terms_in;
struct page_typed {
    struct str text, warning, warned, pen_name, own_name, language, country;
    struct str sign;              /* "0" anonymous, "1" pen name, "2" a name of its own */
    const struct terms_in *terms; /* NULL: none yet */
    struct campaign_id campaign;  /* whose partners are offered */
};
/* The common fields of the write form; for voices also the choices about them. action, is_comment
 * and so on are the caller's. For a known person a fresh form takes language, country and signing
 * from her profile. */
NODISCARD enum err page_form(struct page_out *page, const struct page_typed *typed, bool is_voice,
                             struct view_write_form *out);
/* A kind of warning that is offered, a message; NULL behind the last. New ones come last. */
const char *page_warning_kind(size_t at);
/* What the chosen kind of warning and the free words are together. */
struct str page_warning(const struct page_out *page, struct str kind, struct str words);

/* The three windows with what they mean. */
void page_counts(struct page_out *page, const struct campaign *campaign,
                 const struct figures *figures, struct view_counts *out);

/* --- acts (page_act.c) --- */

/* An act of a known person; or of somebody who comes with it: then arrival, receipt and session are
 * prepared, made of the form's key, so that a form which is sent twice brings one person with one
 * receipt. The field `once` is the key. To be given to page_submit or page_submit_any, and found
 * again by page_handed. What is said carries HOLD_PRICE when a moderator is to read it first. */
struct page_handed {
    struct act act; /* first: desk_done gives it back */
    struct receipt receipt;
    struct token_secret secret;
    bool is_new;
};
struct act *page_act(struct req *req, enum act_kind kind);
/* Whether it is a form's key (not what a kept page leaves empty). */
bool page_is_key(struct str once);
struct page_handed *page_handed(struct req *req);
/* Whether somebody new sent a form without a key (from a kept page, without scripts). Nothing may
 * come of it: show the form again, or page_again (again.h). */
bool page_lacks_key(const struct req *req);
/* As desk_submit and desk_submit_any, for an act that page_act made. */
NODISCARD enum err page_submit(struct req *req, struct act *act, http_handler *next);
NODISCARD enum err page_submit_any(struct req *req, struct act *act, http_handler *next);
/* Takes away what page_submit may have put into the cookie when nobody came of it. */
void page_end_asking(struct req *req);
/* A form that brought somebody a moment ago, sent again with the session that she got meanwhile:
 * goes on to her receipt. False when this is not so. */
bool page_arrived_before(struct req *req);

/* --- receipts (page_receipt.c) --- */

/* Begins the session of somebody new and goes on to /r, where her receipt is shown. is_for_app:
 * `next` leads back to the page of an app. */
NODISCARD enum err page_hand_out(struct req *req, struct page_handed *handed, struct str next,
                                 bool is_posted, bool is_for_app);
/* The same after the commit, when page_handed(req)->is_new. ERR_CONFLICT when it is a repeat that
 * comes too late (person_arrived). */
NODISCARD enum err page_receipt(struct req *req, struct str next, bool is_posted, bool is_for_app);
/* The same with a new receipt of somebody who is logged in. */
NODISCARD enum err page_receipt_renewed(struct req *req, const struct receipt *receipt);
