/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files that are read or written whole, and the privacy of the data directory. What the server
 * writes goes through the database, or is a key (crypto/secret.c). */
#include "os/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

static enum err refuse(const char *path, const char *why)
{
    log_error("file", "%s: %s", path, why);
    return ERR_STORAGE;
}

enum err file_make_dir(const char *path)
{
    struct stat dir;
    if (mkdir(path, 0700) == 0)
        return OK;
    if (errno != EEXIST)
        return refuse(path, strerrordesc_np(errno));
    if (stat(path, &dir) != 0)
        return refuse(path, strerrordesc_np(errno));
    return S_ISDIR(dir.st_mode) ? OK : refuse(path, "is not a directory");
}

bool file_is_dir(const char *path)
{
    struct stat file;
    return stat(path, &file) == 0 && S_ISDIR(file.st_mode);
}

enum err file_check_private(const char *path)
{
    struct stat file;
    if (stat(path, &file) != 0)
        return errno == ENOENT ? ERR_NOT_FOUND : refuse(path, strerrordesc_np(errno));
    return (file.st_mode & (S_IRWXG | S_IRWXO)) == 0 ? OK : ERR_FORBIDDEN;
}

const char *file_path(struct arena *arena, const char *dir, const char *name)
{
    return arena_printf(arena, "%s/%s", dir, name).p;
}

/* Up to `size` bytes; *n is less when the file ends before. */
static enum err read_all(int fd, char *p, size_t size, size_t *n)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = read(fd, p + done, size - done);
        if (got < 0 && errno != EINTR)
            return ERR_STORAGE;
        if (got == 0)
            break;
        done += got > 0 ? (size_t)got : 0;
    }
    *n = done;
    return OK;
}

static enum err read_open(struct arena *arena, int fd, size_t max, struct str *out)
{
    struct stat file;
    size_t n;
    if (fstat(fd, &file) != 0 || !S_ISREG(file.st_mode))
        return ERR_STORAGE;
    if ((uintmax_t)file.st_size > max)
        return ERR_TOO_LARGE;
    char *p = arena_try_array(arena, char, (size_t)file.st_size + 1);
    if (!p)
        return ERR_TOO_LARGE;
    TRY(read_all(fd, p, (size_t)file.st_size, &n));
    *out = (struct str){p, n};
    return OK;
}

enum err file_read(struct arena *arena, const char *path, size_t max, struct str *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? ERR_NOT_FOUND : refuse(path, strerrordesc_np(errno));
    enum err err = read_open(arena, fd, max, out);
    close(fd);
    return err == ERR_STORAGE ? refuse(path, "cannot be read") : err;
}

static enum err write_all(int fd, struct str rest)
{
    while (rest.n > 0) {
        ssize_t done = write(fd, rest.p, rest.n);
        if (done < 0 && errno != EINTR)
            return ERR_STORAGE;
        rest = str_sub(rest, done > 0 ? (size_t)done : 0, rest.n);
    }
    return fsync(fd) == 0 ? OK : ERR_STORAGE;
}

enum err file_write_new(const char *path, struct str content)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return errno == EEXIST ? ERR_CONFLICT : refuse(path, strerrordesc_np(errno));
    enum err err = write_all(fd, content);
    if (close(fd) != 0)
        err = ERR_STORAGE;
    return err == OK ? OK : refuse(path, "cannot be written");
}
