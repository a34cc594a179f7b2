/* Eight threads share CPUs, and open, compare, fail and close their own. */

#include "every.h"
#include <pthread.h>

static nvirt_cpu *host, *web, *video;

static void *run(void *argument) {
    long wrong = 0;
    static const char haswell[] = "<cpu><model>Haswell</model></cpu>";
    for (int i = 0; i < 2000; i++) {
        nvirt_cpu *own = NULL;
        int32_t verdict = 9;
        wrong += nvirt_cpu_compare(host, web, &verdict) != NVIRT_OK || verdict != NVIRT_CPU_SUPERSET;
        wrong += nvirt_cpu_compare(host, video, &verdict) != NVIRT_NO;
        wrong += nvirt_cpu_read(NULL, haswell, sizeof haswell - 1, NULL, 0, &own) != NVIRT_OK;
        wrong += nvirt_cpu_compare(host, own, NULL) == NVIRT_ERROR;
        wrong += nvirt_cpu_close(own) != NVIRT_OK;
        wrong += nvirt_cpu_compare(host, own, NULL) != NVIRT_ERROR;
        wrong += last_kind() != NVIRT_ERROR_BAD_HANDLE; /* The thread's own error, whatever the others do. */
    }
    *(long *)argument = wrong;
    return NULL;
}

int main(int argc, char **argv) {
    folder = argc > 1 ? argv[1] : ".";
    pthread_t threads[8];
    long wrong[8];
    host = cpu_of("old-host.xml");
    web = cpu_of("web.xml");
    video = cpu_of("video.xml");
    for (int i = 0; i < 8; i++) {
        pthread_create(&threads[i], NULL, run, &wrong[i]);
    }
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        CHECK(wrong[i] == 0);
    }
    nvirt_cpu_close(host);
    nvirt_cpu_close(web);
    nvirt_cpu_close(video);
    printf("%d failures\n", failures);
    return failures != 0;
}
