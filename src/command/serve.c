/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chorus serve: joins database, writer, web server and the two faces, waits, and takes them
 * apart again in the reverse order.
 *
 * Stopping loses nothing: the web server answers what it accepted while the writer still runs,
 * then the writer commits what is left. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "api/api.h"
#include "base/log.h"
#include "command/command.h"
#include "command/listen.h"
#include "command/store.h"
#include "db/drain.h"
#include "domain/event.h"
#include "face/desk.h"
#include "http/server.h"
#include "os/process.h"
#include "web/web.h"

enum { BODY_MAX_BYTES = 1024 * 1024, BYTES_PER_MIB = 1024 * 1024 };

struct serve_in {
    struct store_options store;
    struct str listen;
};

/* What runs. The lock keeps the writer's thread from publishing into a server that is gone. */
struct serve {
    struct store *store;
    struct drain *drain;
    struct listen_address address;
    struct house house;
    struct known known;
    struct http_routes tables[2];
    struct http_app app;
    struct http_server *server;
    struct str onion_url;
    struct str onion_host;
    pthread_mutex_t lock;
    bool is_publishing;
};

/* --- the writer's hooks --- */

static void begin_batch(void *context)
{
    (void)context;
    req_resume_batch_begin();
}

static void end_batch(void *context)
{
    (void)context;
    req_resume_batch_end();
}

static bool wants_events(void *context)
{
    (void)context;
    return stream_count() > 0;
}

static void keep_events(const void *events)
{
    event_keep(events);
}

static void drop_events(const void *events)
{
    event_drop(events);
}

static void publish(void *context, const struct event_list *events)
{
    struct serve *serve = context;
    struct http_event event = {events, keep_events, drop_events};
    pthread_mutex_lock(&serve->lock);
    if (serve->is_publishing)
        http_publish(serve->server, &event);
    pthread_mutex_unlock(&serve->lock);
}

static void set_publishing(struct serve *serve, bool is_publishing)
{
    pthread_mutex_lock(&serve->lock);
    serve->is_publishing = is_publishing;
    pthread_mutex_unlock(&serve->lock);
}

/* --- starting --- */

/* Two servers on one database would each hold figures of their own in memory. The lock ends with
 * the process, however that ends. */
static enum err lock_dir(const char *dir, int *fd)
{
    *fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*fd >= 0 && flock(*fd, LOCK_EX | LOCK_NB) == 0)
        return OK;
    if (*fd >= 0 && errno == EWOULDBLOCK)
        command_fail("a server is running on %s already", dir);
    else
        command_fail("%s cannot be locked: %s", dir, strerrordesc_np(errno));
    return ERR_CONFLICT;
}

static enum err read_address(struct serve *serve, struct str listen)
{
    if (listen_parse(&serve->store->arena, listen, &serve->address) != OK) {
        command_fail("--listen takes ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080, not "
                     "\"%.*s\"",
                     STRF(listen));
        return ERR_BAD_INPUT;
    }
    enum err err = listen_probe(&serve->address);
    if (err != OK)
        command_fail("cannot listen on %.*s%s", STRF(listen),
                     err == ERR_CONFLICT ? ": it is in use" : "");
    return err;
}

/* Scheme and authority, nothing behind. */
static bool is_origin(struct str url, struct str *host)
{
    size_t scheme = str_starts(url, STR("https://")) ? 8 : str_starts(url, STR("http://")) ? 7 : 0;
    *host = str_sub(url, scheme, url.n);
    return scheme > 0 && host->n > 0 && str_find(*host, '/') == host->n &&
           str_find(*host, '?') == host->n && str_find(*host, '#') == host->n &&
           str_find(*host, '@') == host->n;
}

static enum err read_public_url(struct serve *serve)
{
    struct arena *arena = &serve->store->arena;
    struct str url = serve->store->config.public_url;
    struct str address = listen_text(arena, &serve->address);
    if (url.n == 0)
        url = arena_printf(arena, "http://%.*s", STRF(address));
    if (str_ends(url, STR("/")))
        url = str_sub(url, 0, url.n - 1);
    if (!is_origin(url, &serve->house.host)) {
        command_fail("public_url is an address such as https://metoo.example, not \"%.*s\"",
                     STRF(url));
        return ERR_BAD_INPUT;
    }
    serve->house.public_url = url;
    return OK;
}

static enum err read_onion_url(struct serve *serve)
{
    struct str url = serve->store->config.onion_url;
    if (str_ends(url, STR("/")))
        url = str_sub(url, 0, url.n - 1);
    serve->onion_url = url;
    if (url.n == 0 ||
        (is_origin(url, &serve->onion_host) && str_ends(serve->onion_host, STR(".onion"))))
        return OK;
    command_fail("onion_url is an address such as http://….onion, not \"%.*s\"", STRF(url));
    return ERR_BAD_INPUT;
}

static enum err check_leave_url(const struct config *config)
{
    if (web_leave_is_valid(config->leave_url))
        return OK;
    command_fail("leave_url is one address or several, separated by blanks, the others with "
                 "a language as in es=https://…, not \"%.*s\"",
                 STRF(config->leave_url));
    return ERR_BAD_INPUT;
}

static enum err open_writer(struct serve *serve)
{
    struct store *store = serve->store;
    enum err err = drain_open(&serve->drain, store->db, store->database_path, &drain_bounds_usual);
    if (err != OK) {
        command_fail("the log of the database cannot be looked after");
        return err;
    }
    const struct writer_options hooks = {
        .drain = serve->drain,
        .context = serve,
        .batch_begin = begin_batch,
        .batch_end = end_batch,
        .wants_events = wants_events,
        .publish = publish,
    };
    err = store_writer(store, &hooks);
    if (err != OK)
        command_fail("the figures could not be loaded");
    return err;
}

static void furnish(struct serve *serve)
{
    struct store *store = serve->store;
    struct house *house = &serve->house;
    house->config = &store->config;
    house->key = store->key;
    house->writer = store->writer;
    house->board = store->board;
    house->revisions = &store->revisions;
    house->known = &serve->known;
    house->database_path = store->database_path;
    house->server = &serve->server;
    serve->tables[0] = web_routes;
    serve->tables[1] = api_routes;
    serve->app = (struct http_app){
        .tables = serve->tables,
        .n_tables = sizeof serve->tables / sizeof serve->tables[0],
        .key = store->key,
        .identify = desk_identify,
        .error_page = web_error_page,
        .ask_login = web_ask_login,
        .ask_price = web_ask_price,
        .prefixes = web_prefixes,
        .n_prefixes = web_prefixes_count,
        .worker_open = desk_open,
        .worker_close = desk_close,
        .worker_rest = desk_rest,
        .context = house,
        .generation = &store->generation,
        .host = house->host,
        .public_url = house->public_url,
        .onion_host = serve->onion_host,
        .onion_url = serve->onion_url,
    };
}

static enum err start_server(struct serve *serve)
{
    const struct config *config = &serve->store->config;
    struct http_options options = {
        .host = serve->address.host,
        .port = serve->address.port,
        .workers = (int)config->workers,
        .connections_max = (int)config->connections_max,
        .body_max = BODY_MAX_BYTES,
        .cache_max = (size_t)config->cache_mib * BYTES_PER_MIB,
        .limits = config->limits,
        .limit = {[COST_READ] = config->limit_read,
                  [COST_ACT] = config->limit_act,
                  [COST_ARRIVAL] = config->limit_arrival,
                  [COST_FREE] = INT64_MAX},
        .limit_bearer = config->limit_app_arrival,
    };
    enum err err = http_start(&serve->server, &serve->app, &options);
    if (err != OK)
        command_fail("the server could not be started");
    return err;
}

/* --- running --- */

static void announce(struct serve *serve)
{
    serve->address.port = http_port(serve->server);
    struct str text = listen_text(&serve->store->arena, &serve->address);
    printf("listening on http://%.*s\n", STRF(text));
    fflush(stdout);
    log_info("serve", "started");
}

static void wait_for_stop(int stop_fd)
{
    struct pollfd stop = {.fd = stop_fd, .events = POLLIN};
    while (poll(&stop, 1, -1) < 0 && errno == EINTR) {
        /* again */
    }
}

/* The drain after the writer, which uses it. */
static void close_writer(struct serve *serve)
{
    writer_close(serve->store->writer);
    serve->store->writer = NULL;
    drain_close(serve->drain);
    serve->drain = NULL;
}

static void stop(struct serve *serve)
{
    struct store *store = serve->store;
    log_info("serve", "stopping");
    set_publishing(serve, false);
    http_stop(serve->server);
    close_writer(serve);
    struct db_log left;
    enum err err = db_checkpoint(store->db, &left);
    if (err != OK && err != ERR_BUSY)
        log_warning("serve", "the log could not be moved into the database; it stays beside it");
    log_info("serve", "stopped");
}

static enum err serve_run(struct serve *serve, struct str listen)
{
    int stop_fd = process_stop_fd();
    if (stop_fd < 0) {
        command_fail("the system refuses signals");
        return ERR_SYSTEM;
    }
    TRY(read_address(serve, listen));
    TRY(read_public_url(serve));
    TRY(read_onion_url(serve));
    TRY(check_leave_url(&serve->store->config));
    TRY(open_writer(serve));
    furnish(serve);
    TRY(writer_start(serve->store->writer));
    TRY(start_server(serve));
    set_publishing(serve, true);
    announce(serve);
    wait_for_stop(stop_fd);
    stop(serve);
    return OK;
}

static enum err serve_locked(struct store *store, const void *options)
{
    const struct serve_in *in = options;
    struct serve serve = {.store = store, .lock = PTHREAD_MUTEX_INITIALIZER};
    int lock_fd = -1;
    enum err err = known_open(&serve.known);
    if (err == OK)
        err = lock_dir(store->dir, &lock_fd);
    if (err == OK) {
        process_raise_files();
        err = serve_run(&serve, in->listen.p ? in->listen : STR("127.0.0.1:8080"));
    }
    close_writer(&serve);
    if (lock_fd >= 0)
        close(lock_fd);
    known_close(&serve.known);
    return err;
}

int command_serve(int argc, char **argv)
{
    static const struct option rows[] = {
        STORE_OPTION_DATA,
        {"listen", OPTION_TEXT, false, offsetof(struct serve_in, listen),
         "ADDRESS:PORT; port 0: any free one; 127.0.0.1:8080 unless given"},
        STORE_OPTION_SET,
    };
    static const struct store_command command = {
        {"serve", "Runs the server until SIGTERM or SIGINT.", rows, OPTIONS_COUNT(rows)},
        sizeof(struct serve_in),
        STORE_WRITE,
        serve_locked,
    };
    return store_command_run(&command, argc, argv);
}
