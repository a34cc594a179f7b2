/* What the programs share: a check that counts, and files. */

#ifndef EVERY_H
#define EVERY_H

#include <nvirt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;
static const char *folder;

#define CHECK(condition)                                                                \
    do {                                                                                \
        if (!(condition)) {                                                             \
            nvirt_error why = {.size = sizeof why};                                     \
            nvirt_error_get(&why);                                                      \
            fprintf(stderr, "%s:%d: %s (%s)\n", __FILE__, __LINE__, #condition,         \
                    why.message ? why.message : "no error");                            \
            nvirt_error_clear(&why);                                                    \
            failures++;                                                                 \
        }                                                                               \
    } while (0)

static char *load(const char *name, size_t *length) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*length ? *length : 1);
    if (fread(bytes, 1, *length, file) != *length) {
        exit(1);
    }
    fclose(file);
    return bytes;
}

static nvirt_cpu *cpu_of(const char *name) {
    size_t length;
    char *bytes = load(name, &length);
    nvirt_cpu *cpu = NULL;
    CHECK(nvirt_cpu_read(NULL, bytes, length, name, strlen(name), &cpu) == NVIRT_OK);
    free(bytes);
    return cpu;
}

static int32_t last_kind(void) {
    nvirt_error error = {.size = sizeof error};
    if (nvirt_error_get(&error) != NVIRT_OK) {
        return -1;
    }
    int32_t kind = error.kind;
    nvirt_error_clear(&error);
    return kind;
}

#endif
