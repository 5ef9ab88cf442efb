/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keys and what is done with them, by libsodium.
 *
 * The key of the file is used once, to derive one key for each purpose (crypto_kdf); only those
 * are kept, in pages that are locked, guarded, left out of core dumps and read-only. The key
 * file is written under another name first: half a key is never taken for one. */
#include "crypto/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

enum { CHECKSUM_BYTES = sizeof(uint64_t) };

/* One more than the last of enum secret_purpose; index 0 stays empty. */
enum { PURPOSES = SECRET_CODE_WRAP + 1 };

enum {
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};
_Static_assert(SECRET_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a key seals as well");

struct secret {
    unsigned char keys[PURPOSES][SECRET_BYTES];
};

_Static_assert(SECRET_BYTES == crypto_kdf_KEYBYTES, "the key of the file derives the others");
_Static_assert(SECRET_HASH_BYTES >= crypto_generichash_BYTES_MIN, "libsodium's shortest hash");

/* Of this process only; made once by crypto_init. */
static unsigned char *short_key;

/* Guarded memory that is not swapped and not in core dumps. sodium_malloc asks for both and says
 * nothing when the system refuses; asked again, it does. */
static void *take_locked(size_t size)
{
    void *p = sodium_malloc(size);
    if (p != NULL && sodium_mlock(p, size) != 0)
        log_warning("secret", "keys cannot be locked in memory (RLIMIT_MEMLOCK is too low): they "
                              "may be swapped out");
    return p;
}

enum err crypto_init(void)
{
    if (sodium_init() < 0)
        return ERR_SYSTEM;
    if (short_key == NULL)
        short_key = take_locked(crypto_shorthash_KEYBYTES);
    if (short_key == NULL)
        return ERR_SYSTEM;
    randombytes_buf(short_key, crypto_shorthash_KEYBYTES);
    return OK;
}

/* --- keys --- */

/* Derives all keys and wipes the one they come from. */
static enum err make(unsigned char master[SECRET_BYTES], struct secret **out)
{
    static const char context[crypto_kdf_CONTEXTBYTES + 1] = "chorus01";
    struct secret *secret = take_locked(sizeof *secret);
    if (!secret) {
        secret_wipe(master, SECRET_BYTES);
        return ERR_SYSTEM;
    }
    memset(secret, 0, sizeof *secret);
    for (unsigned i = 1; i < PURPOSES; i++)
        BUG_IF(crypto_kdf_derive_from_key(secret->keys[i], SECRET_BYTES, i, context, master) != 0);
    secret_wipe(master, SECRET_BYTES);
    sodium_mprotect_readonly(secret);
    *out = secret;
    return OK;
}

static enum err refuse(const char *path, const char *why)
{
    log_error("secret", "%s: %s", path, why);
    return ERR_STORAGE;
}

static enum err write_all(int fd, const unsigned char *p, size_t n)
{
    if (write(fd, p, n) != (ssize_t)n || fsync(fd) != 0)
        return ERR_STORAGE;
    return OK;
}

/* So that the new name survives the loss of power. */
static void sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char folder[PATH_MAX] = ".";
    size_t n = slash ? (size_t)(slash - path) + 1 : 0;
    if (n > 0 && n < sizeof folder) {
        memcpy(folder, path, n);
        folder[n] = '\0';
    }
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

static enum err create_named(const char *path, const char *part)
{
    unsigned char key[SECRET_BYTES];
    unlink(part);
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return refuse(part, strerrordesc_np(errno));
    secret_bytes(key, sizeof key);
    enum err err = write_all(fd, key, sizeof key);
    secret_wipe(key, sizeof key);
    close(fd);
    /* link, not rename: a key that somebody else made meanwhile must stay */
    if (err == OK && link(part, path) != 0 && errno != EEXIST)
        err = ERR_STORAGE;
    if (err != OK)
        refuse(path, strerrordesc_np(errno));
    unlink(part);
    sync_folder_of(path);
    return err;
}

static enum err create(const char *path)
{
    char part[PATH_MAX];
    int n = snprintf(part, sizeof part, "%s.part", path);
    if (n < 0 || (size_t)n >= sizeof part)
        return refuse(path, "the name is too long");
    return create_named(path, part);
}

static enum err read_key(int fd, const char *path, unsigned char key[SECRET_BYTES])
{
    struct stat file;
    if (fstat(fd, &file) != 0)
        return refuse(path, strerrordesc_np(errno));
    if (!S_ISREG(file.st_mode) || file.st_size != SECRET_BYTES)
        return refuse(path, "is not a key of 32 bytes");
    if ((file.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return refuse(path, "can be read by others than its owner (chmod 600)");
    if (file.st_uid != geteuid() && file.st_uid != 0)
        return refuse(path, "belongs to another user, who can read it");
    if (read(fd, key, SECRET_BYTES) != SECRET_BYTES)
        return refuse(path, "cannot be read");
    return OK;
}

enum err secret_load(const char *path, struct secret **out)
{
    unsigned char key[SECRET_BYTES];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        TRY(create(path));
        fd = open(path, O_RDONLY | O_CLOEXEC);
    }
    if (fd < 0)
        return refuse(path, strerrordesc_np(errno));
    enum err err = read_key(fd, path, key);
    close(fd);
    return err == OK ? make(key, out) : err;
}

enum err secret_random(struct secret **out)
{
    unsigned char key[SECRET_BYTES];
    secret_bytes(key, sizeof key);
    return make(key, out);
}

void secret_done(struct secret *secret)
{
    sodium_free(secret);
}

/* --- hashes --- */

void secret_derive(const struct secret *secret, enum secret_purpose purpose, struct str message,
                   unsigned char *out, size_t n)
{
    BUG_IF((unsigned)purpose == 0 || (unsigned)purpose >= PURPOSES);
    BUG_IF(crypto_generichash(out, n, (const unsigned char *)message.p, message.n,
                              secret->keys[purpose], SECRET_BYTES) != 0);
}

struct secret_hash secret_hash(const struct secret *secret, enum secret_purpose purpose,
                               struct str message)
{
    struct secret_hash hash;
    secret_derive(secret, purpose, message, hash.bytes, sizeof hash.bytes);
    return hash;
}

struct str secret_seal(const struct secret *secret, struct arena *arena, struct str message)
{
    size_t size = NONCE_BYTES + message.n + TAG_BYTES;
    unsigned char *bytes = arena_array(arena, unsigned char, size);
    secret_bytes(bytes, NONCE_BYTES);
    BUG_IF(crypto_aead_xchacha20poly1305_ietf_encrypt(
               bytes + NONCE_BYTES, NULL, (const unsigned char *)message.p, message.n, NULL, 0,
               NULL, bytes, secret->keys[SECRET_SEAL]) != 0);
    return secret_base64url(arena, (struct str){(const char *)bytes, size});
}

enum err secret_unseal(const struct secret *secret, struct arena *arena, struct str sealed,
                       struct str *out)
{
    struct str bytes;
    TRY(secret_unbase64url(arena, sealed, &bytes));
    if (bytes.n < NONCE_BYTES + TAG_BYTES)
        return ERR_BAD_INPUT;
    const unsigned char *nonce = (const unsigned char *)bytes.p;
    size_t n = bytes.n - NONCE_BYTES - TAG_BYTES;
    unsigned char *message = arena_try_array(arena, unsigned char, n + 1);
    if (message == NULL)
        return ERR_TOO_LARGE;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(message, NULL, NULL, nonce + NONCE_BYTES,
                                                   n + TAG_BYTES, NULL, 0, nonce,
                                                   secret->keys[SECRET_SEAL]) != 0)
        return ERR_BAD_INPUT;
    *out = (struct str){(const char *)message, n};
    return OK;
}

bool secret_equal(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || sodium_memcmp(a.p, b.p, a.n) == 0);
}

void secret_bytes(void *out, size_t n)
{
    randombytes_buf(out, n);
}

void secret_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}

struct secret_short_hash secret_short_hash(struct str message)
{
    struct secret_short_hash hash;
    _Static_assert(sizeof hash == crypto_shorthash_siphashx24_BYTES, "SipHash-2-4, 128 bits");
    crypto_shorthash_siphashx24((unsigned char *)&hash, (const unsigned char *)message.p, message.n,
                                short_key);
    return hash;
}

uint64_t secret_checksum(struct str message)
{
    unsigned char hash[crypto_generichash_BYTES_MIN];
    uint64_t checksum;
    BUG_IF(crypto_generichash(hash, sizeof hash, (const unsigned char *)message.p, message.n, NULL,
                              0) != 0);
    memcpy(&checksum, hash, CHECKSUM_BYTES);
    return checksum;
}

struct str secret_sha256(struct arena *arena, struct str message)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)message.p, message.n);
    return arena_str(arena, (struct str){(const char *)hash, sizeof hash});
}

/* --- text --- */

struct str secret_base64url(struct arena *arena, struct str bytes)
{
    enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };
    size_t size = sodium_base64_encoded_len(bytes.n, VARIANT);
    char *text = arena_array(arena, char, size);
    sodium_bin2base64(text, size, (const unsigned char *)bytes.p, bytes.n, VARIANT);
    return (struct str){text, size - 1};
}

enum err secret_unbase64url(struct arena *arena, struct str text, struct str *out)
{
    size_t size = text.n / 4 * 3 + 3;
    size_t n = 0;
    const char *end = NULL;
    char *bytes = arena_try_array(arena, char, size + 1);
    if (!bytes)
        return ERR_TOO_LARGE;
    if (text.n > 0 && (sodium_base642bin((unsigned char *)bytes, size, text.p, text.n, NULL, &n,
                                         &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
                       end != text.p + text.n))
        return ERR_BAD_INPUT;
    *out = (struct str){bytes, n};
    return OK;
}
