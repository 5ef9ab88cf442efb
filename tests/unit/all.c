/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* All programs of tests in one file. Each is called by a name of its own (test_text is a link to
 * it), has a process of its own, and its main() under that name; a hundred files would be linked a
 * hundred times. */
#include <stdio.h>
#include <string.h>

#define PROGRAM(name) int name(void);
#include "programs.def"
#undef PROGRAM

static const struct program {
    const char *name;
    int (*run)(void);
} programs[] = {
#define PROGRAM(name) {#name, name},
#include "programs.def"
#undef PROGRAM
};

int main(int argc, char **argv)
{
    const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
    const char *called = slash ? slash + 1 : argc > 0 ? argv[0] : "";
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (strcmp(programs[i].name, called) == 0)
            return programs[i].run();
    fprintf(stderr, "%s: not the name of a program of tests\n", called);
    return 2;
}
