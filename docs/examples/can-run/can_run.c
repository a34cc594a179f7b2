/* Which hosts can run a guest: can_run GUEST HOST..., a file for each host. */
#include <nvirt.h>
#include <stdio.h>
#include <string.h>

static nvirt_cpu *read_cpu(const char *path) {
    static char bytes[1 << 20];
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    nvirt_cpu *cpu = NULL;
    if (nvirt_cpu_read(NULL, bytes, length, path, strlen(path), &cpu) != NVIRT_OK) {
        nvirt_error error = {.size = sizeof error};
        nvirt_error_get(&error);
        fprintf(stderr, "%s\n", error.message);
        nvirt_error_clear(&error);
    }
    return cpu;
}

int main(int argc, char **argv) {
    static const char *const words[] = {"yes", "error", "no", "unknown"};
    nvirt_cpu *guest = argc > 1 ? read_cpu(argv[1]) : NULL;
    for (int i = 2; guest && i < argc; i++) {
        nvirt_cpu *host = read_cpu(argv[i]);
        if (host)
            printf("%s: %s\n", argv[i], words[nvirt_cpu_compare(host, guest, NULL)]);
        nvirt_cpu_close(host);
    }
    return nvirt_cpu_close(guest);
}
