/* A disk and a clock that do as they are told. Loaded before the C library of
   a server under test, which it stands before.

   Told by files in the folder $CHATMUX_OUTSIDE, where the server's data is:
   - full     nothing more can be written to the data
   - broken   no write is certain to reach the disk
   - clock    so many seconds, in text, is the clock ahead
   - watched  after each sync of a file, a copy of it beside it, named
              .synced: what there is after a loss of power, at the worst */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int path_of(const char *name, char *path) {
    const char *folder = getenv("CHATMUX_OUTSIDE");
    return folder != NULL && snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX;
}

static int is_told(const char *name) {
    char path[PATH_MAX];
    return path_of(name, path) && access(path, F_OK) == 0;
}

/* Whether this is the database or its log; `path` is then where it is. */
static int is_data(int file, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0)
        return 0;
    path[length] = '\0';
    const char *name = strrchr(path, '/');
    return name && (strcmp(name, "/data.sqlite") == 0 || strcmp(name, "/data.sqlite-wal") == 0);
}

static int has_no_place(int file) {
    char path[PATH_MAX];
    return is_told("full") && is_data(file, path);
}

ssize_t write(int file, const void *bytes, size_t count) {
    if (has_no_place(file))
        return errno = ENOSPC, -1;
    return REAL(write)(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
    if (has_no_place(file))
        return errno = ENOSPC, -1;
    return REAL(pwrite)(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
    if (has_no_place(file))
        return errno = ENOSPC, -1;
    return REAL(pwrite64)(file, bytes, count, at);
}

/* By the file that is open: another one, closed, would take its locks along. */
static void copy(int file, const char *path) {
    char to[PATH_MAX + 16], half[PATH_MAX + 16], bytes[65536];
    snprintf(to, sizeof to, "%s.synced", path);
    snprintf(half, sizeof half, "%s.half", path);
    int copied = open(half, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    off_t at = 0;
    for (ssize_t count; (count = pread(file, bytes, sizeof bytes, at)) > 0; at += count)
        if (REAL(write)(copied, bytes, count) != count)
            abort();
    close(copied);
    if (rename(half, to) != 0)
        abort();
}

static int sync_by(int (*real)(int), int file) {
    char path[PATH_MAX];
    int data = is_data(file, path);
    if (data && is_told("broken"))
        return errno = EIO, -1;
    int result = real(file);
    if (result == 0 && data && is_told("watched"))
        copy(file, path);
    return result;
}

int fsync(int file) { return sync_by(REAL(fsync), file); }

int fdatasync(int file) { return sync_by(REAL(fdatasync), file); }

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = REAL(clock_gettime)(clock, now);
    char path[PATH_MAX];
    if (result != 0 || clock != CLOCK_REALTIME || !path_of("clock", path))
        return result;
    FILE *told = fopen(path, "r");
    long seconds = 0;
    if (told && fscanf(told, "%ld", &seconds) == 1)
        now->tv_sec += seconds;
    if (told)
        fclose(told);
    return result;
}
