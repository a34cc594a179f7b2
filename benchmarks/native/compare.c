/* What a comparison costs through C: compare FOLDER, with old-host.xml, new-host.xml, web.xml and video.xml in it. */

#define _GNU_SOURCE
#include "../../tests/NVirt.Native.Tests/C/every.h"
#include <time.h>

#define MANY 1000
#define ROUNDS 2000

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int argc, char **argv) {
    folder = argc > 1 ? argv[1] : ".";
    nvirt_cpu *host = cpu_of("new-host.xml"), *guests[MANY], *two[2] = {cpu_of("web.xml"), cpu_of("video.xml")};
    int8_t verdicts[MANY];
    for (int i = 0; i < MANY; i++) {
        guests[i] = two[i & 1];
    }
    for (int pass = 0; pass < 5; pass++) {
        int32_t verdict;
        double start = now();
        for (int i = 0; i < MANY * ROUNDS; i++) {
            nvirt_cpu_compare(host, guests[i % MANY], &verdict);
        }
        double one = now() - start;
        start = now();
        for (int i = 0; i < ROUNDS; i++) {
            nvirt_cpu_compare_many(host, guests, MANY, verdicts);
        }
        double many = now() - start;
        printf("nvirt_cpu_compare %.1f ns, nvirt_cpu_compare_many %.1f ns\n", one / MANY / ROUNDS, many / MANY / ROUNDS);
    }
    return failures != 0;
}
