/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Output of commands, caught in files; see shell.h. */
#include "shell.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "crypto/secret.h"

enum { WORDS_MAX = 32, PRINTED_MAX = 64 * 1024, PATH_SIZE = 512 };

static char printed[2][PRINTED_MAX];

static int catch (int fd, const char *name)
{
    int file = open(scratch_path(name), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int saved = fcntl(fd, F_DUPFD_CLOEXEC, 10);
    assert_true(file >= 0 && saved >= 0 && dup2(file, fd) >= 0);
    close(file);
    return saved;
}

static void give_back(int fd, int saved, char text[PRINTED_MAX])
{
    ssize_t n = pread(fd, text, PRINTED_MAX - 1, 0);
    assert_true(n >= 0 && dup2(saved, fd) >= 0);
    close(saved);
    text[n] = '\0';
}

int shell(int (*command)(int argc, char **argv), ...)
{
    static char paths[WORDS_MAX][PATH_SIZE];
    char *words[WORDS_MAX + 1];
    int n = 0;
    va_list rest;
    va_start(rest, command);
    for (const char *word; (word = va_arg(rest, const char *)) != NULL; n++) {
        assert_true(n < WORDS_MAX);
        snprintf(paths[n], PATH_SIZE, "%s", *word == '@' ? scratch_path(word + 1) : word);
        words[n] = paths[n];
    }
    va_end(rest);
    words[n] = NULL;
    assert_int_equal(crypto_init(), OK);
    fflush(NULL);
    int out = catch (STDOUT_FILENO, "stdout"), errors = catch (STDERR_FILENO, "stderr");
    int code = command(n, words);
    fflush(NULL);
    give_back(STDOUT_FILENO, out, printed[0]);
    give_back(STDERR_FILENO, errors, printed[1]);
    return code;
}

const char *shell_out(void)
{
    return printed[0];
}

const char *shell_errors(void)
{
    return printed[1];
}

bool shell_says(const char *text)
{
    return strstr(printed[0], text) != NULL || strstr(printed[1], text) != NULL;
}

void shell_new_data(const char *name)
{
    assert_int_equal(shell(command_campaign, "add", "--data", name, "metoo", "--title", "Me Too",
                           "--call", "Say it.", "--hashtag", "MeToo:en:me-too", "--hashtag",
                           "YoTambién:es:me-too", NULL),
                     EXIT_DONE);
}
