/*
 * Starts a program if none of its sources is newer than its build, else the script that builds it. ./nvirt does this on each call, so it
 * is neither a shell's work nor that of a search over folders: one look at the times of each source.
 *
 * fresh ROOT STATE PROGRAM SCRIPT NAME PROJECT [ARGUMENT...]   STATE.list names the sources, STATE.stamp is as old as the build.
 */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROOT = 1, STATE, PROGRAM, SCRIPT, NAME, PROJECT };

static int is_newer(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec : a->tv_nsec > b->tv_nsec;
}

/* The time of the last change of status, which renaming and setting the other times change too. A folder stands for what it names. */
static int is_fresh(const char *root, const char *state)
{
    char path[4096];
    struct stat stamp, source;
    int folder = open(root, O_RDONLY);
    if (folder < 0 || snprintf(path, sizeof path, "%s.stamp", state) >= (int)sizeof path || stat(path, &stamp) != 0) {
        return 0;
    }

    snprintf(path, sizeof path, "%s.list", state);
    FILE *list = fopen(path, "r");
    if (list == NULL) {
        return 0;
    }

    int fresh = 1;
    while (fresh && fgets(path, sizeof path, list) != NULL) {
        path[strcspn(path, "\n")] = '\0';
        fresh = fstatat(folder, path, &source, 0) == 0 && !is_newer(&source.st_ctim, &stamp.st_mtim);
    }

    fresh = fresh && !ferror(list);
    fclose(list);
    close(folder);
    return fresh;
}

int main(int count, char **words)
{
    if (count <= PROJECT) {
        fprintf(stderr, "usage: fresh ROOT STATE PROGRAM SCRIPT NAME PROJECT [ARGUMENT...]\n");
        return 1;
    }

    if (is_fresh(words[ROOT], words[STATE])) {
        words[PROJECT] = words[PROGRAM];
        execv(words[PROGRAM], words + PROJECT);
    }

    execv(words[SCRIPT], words + SCRIPT);
    perror(words[SCRIPT]);
    return 1;
}
