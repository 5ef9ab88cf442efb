/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One request, and how a handler reads it.
 *
 * Query, form, multipart and JSON bodies arrive as the same flat list of named values: nested
 * JSON becomes the names that forms use ("poll[options][]", "keywords_attributes[0][keyword]").
 * A handler reads them only through a declared table of inputs: what was not declared is not
 * there, and what breaks its declaration (too long, out of range, wrong type, not UTF-8) has
 * been refused with a clear message before anything happens. */
#pragma once

#include "http/http.h"

struct param {
    struct str name;
    struct str value; /* absent: a list or object that was given empty (JSON) */
    bool is_file;     /* a part of multipart with a file name: its content is not kept */
};

struct req {
    struct arena *arena; /* everything of this request lives here */
    void *worker;        /* the application's own, per worker thread */
    void *state;         /* the application's own, kept until the request is answered */
    struct identity who;
    enum http_method method;
    const struct http_route *route;
    struct str prefix;          /* one of the application's, or empty */
    struct str path;            /* without it and without query */
    struct str path_values[4];  /* what ":name" segments held, percent-decoded, in order */
    const struct param *params; /* query and body, in the order given */
    size_t n_params;
    int64_t now_ms;
    bool is_unpaid;           /* a form over the limit that was waited for, not worked for */
    struct conn *conn;        /* http/'s own */
    struct str refusal;       /* set by req_refuse: what the person is told */
    struct str refused_input; /* the name of the input that was refused, or absent */
    int64_t retry_s;          /* for error_page: when to come again (Retry-After); 0: not said */
};

enum input_type {
    INPUT_TEXT,   /* struct str; at most `max` characters */
    INPUT_LINE,   /* struct str without line breaks and controls */
    INPUT_NUMBER, /* int64_t within low..high */
    INPUT_ID,     /* int64_t > 0 given as digits (any one-field id struct) */
    INPUT_BOOL,   /* bool: true/false, 1/0, on/off */
    INPUT_TEXTS,  /* struct input_list: name[] repeated (also without []); at most `high` of them */
    INPUT_IDS,    /* struct input_list of int64_t */
};

struct input_list {
    const void *items; /* struct str or int64_t */
    size_t n;
};

struct input {
    const char *name;
    enum input_type type;
    bool is_required; /* present and not blank */
    size_t at;        /* offset in the handler's struct */
    size_t given_at;  /* offset of a bool set when it was there; SIZE_MAX: none */
    int64_t low;
    int64_t high;    /* numbers: range; texts: most characters (of each) */
    int64_t initial; /* numbers and bools: value when absent */
    int64_t count;   /* lists: most items */
};

struct input_table {
    const struct input *rows;
    size_t n;
    size_t size; /* sizeof of the handler's struct, zeroed first */
};

/* Reads the declared inputs into *in. ERR_BAD_INPUT (or ERR_BAD_REQUEST for a body that is no
 * JSON) with the refusal set. */
NODISCARD enum err req_read(struct req *req, const struct input_table *table, void *in);
/* The n-th ":name" as an id; ERR_NOT_FOUND when it is none. */
NODISCARD enum err req_path_id(struct req *req, size_t n, int64_t *out);
/* The first value of a query or body parameter as it came, or absent: for rare needs. */
struct str req_param(const struct req *req, const char *name);
/* Flattens the text of one JSON object (a WebSocket message) in the same way. ERR_BAD_REQUEST when
 * it is none. */
NODISCARD enum err params_of_json(struct arena *arena, struct str text, const struct param **rows,
                                  size_t *n);

/* Sets what the sender is told and returns err. `message` is a key of po/. */
enum err req_refuse(struct req *req, enum err err, const char *message);

/* A part of an address, percent-decoded into the arena. ERR_NOT_FOUND for what is no UTF-8 text. */
NODISCARD enum err req_decode(struct req *req, struct str part, struct str *out);

/* Headers: the bearer token, a cookie's value, any header; absent when there is none. */
struct str req_bearer(const struct req *req);
struct str req_cookie(const struct req *req, const char *name);
struct str req_header(const struct req *req, const char *name);
/* HTTP Basic credentials (RFC 7617). False when there are none. */
bool req_basic(const struct req *req, struct str *user, struct str *password);

/* Whether the browser says that another site sent the request (Sec-Fetch-Site, else Origin). False
 * when it says nothing. */
bool req_is_from_elsewhere(const struct req *req);
/* The CSRF token for forms shown to this sender: bound to the session, or to the hour when
 * there is none. */
struct str req_form_token(const struct req *req);

/* The answer took as much work as so many requests more: they are charged to the sender too. To be
 * called before the answer, which tells what is left. */
void req_charge(struct req *req, size_t times);
/* What this form costs when it is sent again: the price it came with while that is open, else a new
 * one. For http_app's ask_price only. */
struct http_price req_price(struct req *req);

/* Hands the request over: the connection is suspended until req_resume is called, from any
 * thread, once; then `next` runs on the worker's own thread and answers. To be returned by the
 * handler: `return req_wait(req, after);` with the work started before. */
NODISCARD enum err req_wait(struct req *req, http_handler *next);
void req_resume(struct req *req);
/* To be called around the end of a batch: resumes within it wake each worker once. */
void req_resume_batch_begin(void);
void req_resume_batch_end(void);
