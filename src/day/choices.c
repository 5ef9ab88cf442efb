/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the command line of chorus-day (choices.h): a table of options, each with its reader. */
#include "day/choices.h"

#include <netdb.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "day/curve.h"
#include "day/speech.h"

enum kind { NUMBER, WHOLE, TEXT, SWITCH, SERVER, SPEED, HOURS };

struct option {
    const char *name;
    enum kind kind;
    size_t at;
    double low, high;
    const char *value, *help;
};

#define AT(field) offsetof(struct choices, field)
static const struct option options[] = {
    {"server", SERVER, 0, 0, 0, "URL", "the server, such as http://127.0.0.1:8080 (no TLS)"},
    {"scale", NUMBER, AT(scale), 1e-6, 10, "F", "part of the day: 1 is 4.7 million people"},
    {"connections", WHOLE, AT(connections), 1, 60000, "C", "open connections (64)"},
    {"speed", SPEED, 0, 0, 0, "max|real|X",
     "as fast as answered; a day long; X times faster (max)"},
    {"rate", NUMBER, AT(rate), 0.01, 1e7, "N",
     "acts a second, whatever is answered; what the server refuses (503) is dropped"},
    {"reads", NUMBER, AT(reads), 0, 1e4, "R", "page reads for each act (0)"},
    {"reads-rate", NUMBER, AT(reads_rate), 0, 1e7, "N", "page reads a second (0)"},
    {"hours", HOURS, 0, 0, 0, "A-B", "only the hours A to B of the day (0-24); 19-20 is the peak"},
    {"seconds", NUMBER, AT(seconds), 0.1, 1e6, "N", "end after N seconds"},
    {"seed", WHOLE, AT(seed), 0, 1e15, "N", "another day: the same seed gives the same (1)"},
    {"campaign", TEXT, AT(campaign), 0, 0, "SLUG",
     "the campaign; with --mastodon the hashtag (metoo)"},
    {"floor", WHOLE, AT(floor), 1, 1e6, "N", "the server's setting figures_floor (20)"},
    {"persist", SWITCH, AT(is_persistent), 0, 0, NULL,
     "go on when the server is killed and comes back within 60 s"},
    {"json", SWITCH, AT(is_json), 0, 0, NULL, "print one JSON object"},
    {"mastodon", SWITCH, AT(is_mastodon), 0, 0, NULL,
     "any Mastodon-compatible server: no sign-ups, no withdrawals, no figures"},
    {"token-file", TEXT, AT(token_file), 0, 0, "FILE", "for --mastodon: access tokens, one a line"},
};
enum { OPTIONS = sizeof options / sizeof options[0] };

static void print_calls(void)
{
    for (int i = 0; i < SPEECHES; i++)
        puts(speeches[i].call);
}

static void help(void)
{
    puts("chorus-day: rehearse your viral day before it happens\n\n"
         "Sends a day like 15 October 2017 to a server of your own, checks every answer, and at\n"
         "the end compares the server's figures with what was sent, number by number. The server\n"
         "must run with --set limits=off, on a data directory made for this.\n");
    for (int i = 0; i < OPTIONS; i++) {
        const struct option *option = &options[i];
        const char *value = option->value ? option->value : "";
        int width = printf("  --%s %s", option->name, value);
        printf("%*s%s\n", width < 26 ? 26 - width : 1, "", option->help);
    }
    puts("\n  --calls                   print the call that the campaign must have: its copies are "
         "part\n"
         "                            of the day, and those of another would wait as a flood");
    puts("\nStatus: 0 when there was no error and the figures are equal, 1 otherwise, 2 when it\n"
         "could not begin.");
}

static bool complain(const char *what, struct str value)
{
    fprintf(stderr, "chorus-day: %s: %.*s\n", what, STRF(value));
    return false;
}

/* Digits with at most one point, no sign, no exponent. */
static bool read_number(struct str s, double *out)
{
    enum { DIGITS_MOST = 15 };
    struct str whole = str_sub(s, 0, str_find(s, '.'));
    struct str part = str_sub(s, whole.n + 1, s.n);
    uint64_t units = 0, parts = 0;
    if (s.n == 0 || s.n > DIGITS_MOST || (whole.n > 0 && !str_u64(whole, &units)) ||
        (part.n > 0 && !str_u64(part, &parts)) || whole.n + part.n == 0)
        return false;
    double below = (double)parts;
    for (size_t i = 0; i < part.n; i++)
        below /= 10;
    *out = (double)units + below;
    return true;
}

static bool read_server(struct choices *out, struct str value)
{
    enum { HOST_MOST = 256, PORT_MOST = 16 };
    if (!str_starts(value, STR("http://")))
        return complain("--server takes http://HOST:PORT (TLS is the proxy's)", value);
    out->host = str_sub(value, 7, value.n);
    out->host = str_sub(out->host, 0, str_find(out->host, '/'));
    size_t colon = out->host.n;
    while (colon > 0 && out->host.p[colon - 1] != ':' && out->host.p[colon - 1] != ']')
        colon--;
    bool has_port = colon > 0 && out->host.p[colon - 1] == ':';
    struct str name = str_sub(out->host, 0, has_port ? colon - 1 : out->host.n);
    struct str port = has_port ? str_sub(out->host, colon, out->host.n) : STR("80");
    if (name.n > 1 && name.p[0] == '[')
        name = str_sub(name, 1, name.n - 2);
    char name_z[HOST_MOST], port_z[PORT_MOST];
    if (name.n == 0 || name.n >= sizeof name_z || port.n >= sizeof port_z)
        return complain("--server takes http://HOST:PORT", value);
    memcpy(name_z, name.p, name.n);
    memcpy(port_z, port.p, port.n);
    name_z[name.n] = port_z[port.n] = '\0';
    struct addrinfo *found, hints = {.ai_socktype = SOCK_STREAM};
    if (getaddrinfo(name_z, port_z, &hints, &found) != 0)
        return complain("this host is not known", name);
    memcpy(&out->address, found->ai_addr, found->ai_addrlen);
    out->address_bytes = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

static bool read_speed(struct choices *out, struct str value)
{
    out->speed = 1;
    out->pace = str_eq(value, STR("max")) ? PACE_MAX : PACE_CURVE;
    if (out->pace == PACE_MAX || str_eq(value, STR("real")))
        return true;
    if (!read_number(value, &out->speed) || out->speed <= 0)
        return complain("--speed takes max, real or a number", value);
    return true;
}

static bool read_hours(struct choices *out, struct str value)
{
    struct str to = value, from = str_cut(&to, '-');
    uint64_t a = 0, b = 0;
    if (!str_u64(from, &a) || to.p == NULL || !str_u64(to, &b) || a >= b || b > CURVE_HOURS)
        return complain("--hours takes two hours of the day, such as 19-20", value);
    out->hour_from = (int)a;
    out->hour_to = (int)b;
    return true;
}

static bool read_whole(const struct option *option, struct choices *out, double number)
{
    char *field = (char *)out + option->at;
    if (option->at == AT(connections)) {
        int n = (int)number;
        memcpy(field, &n, sizeof n);
    } else {
        uint64_t n = (uint64_t)number;
        memcpy(field, &n, sizeof n);
    }
    return true;
}

static bool read_value(const struct option *option, struct choices *out, struct str value)
{
    char *field = (char *)out + option->at;
    double number;
    switch (option->kind) {
    case SERVER:
        return read_server(out, value);
    case SPEED:
        return read_speed(out, value);
    case HOURS:
        return read_hours(out, value);
    case TEXT:
        memcpy(field, &value, sizeof value);
        return true;
    case NUMBER:
    case WHOLE:
        if (!read_number(value, &number) || number < option->low || number > option->high)
            return complain("this number cannot be", value);
        if (option->kind == WHOLE)
            return read_whole(option, out, number);
        memcpy(field, &number, sizeof number);
        return true;
    case SWITCH:
    default:
        return false;
    }
}

static const struct option *find(struct str word)
{
    for (int i = 0; i < OPTIONS; i++)
        if (str_starts(word, STR("--")) &&
            str_eq(str_sub(word, 2, word.n), str_of(options[i].name)))
            return &options[i];
    return NULL;
}

static bool read_words(int argc, char **argv, struct choices *out)
{
    for (int i = 1; i < argc; i++) {
        struct str value = str_of(argv[i]), word = str_cut(&value, '=');
        const struct option *option = find(word);
        if (option == NULL || (option->kind == SWITCH && value.p != NULL))
            return complain("this option is not known (--help)", str_of(argv[i]));
        if (option->kind == SWITCH) {
            *((bool *)out + option->at) = true;
            continue;
        }
        if (value.p == NULL && i + 1 < argc)
            value = str_of(argv[++i]);
        if (value.p == NULL)
            return complain("this option takes a value", word);
        if (!read_value(option, out, value))
            return false;
    }
    return true;
}

static bool check(struct choices *out)
{
    if (out->address_bytes == 0 || out->scale <= 0)
        return complain("these are needed", STR("--server URL --scale F (--help)"));
    if (out->is_mastodon && out->token_file.n == 0)
        return complain("this is needed with --mastodon", STR("--token-file FILE"));
    if (out->rate > 0)
        out->pace = PACE_RATE;
    out->is_compared = !out->is_mastodon;
    return true;
}

bool choices_read(int argc, char **argv, struct choices *out, int *exit_code)
{
    *out = (struct choices){
        .connections = 64,
        .speed = 1,
        .seed = 1,
        .hour_to = CURVE_HOURS,
        .campaign = STR("metoo"),
        .floor = 20,
    };
    *exit_code = CHOICES_EXIT_USAGE;
    for (int i = 1; i < argc; i++) {
        bool is_help = str_eq(str_of(argv[i]), STR("--help"));
        if (!is_help && !str_eq(str_of(argv[i]), STR("--calls")))
            continue;
        if (is_help)
            help();
        else
            print_calls();
        *exit_code = CHOICES_EXIT_OK;
        return false;
    }
    return read_words(argc, argv, out) && check(out);
}
