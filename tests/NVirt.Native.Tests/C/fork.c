/* What a child may do after a fork: use the library if its parent had not, and otherwise after exec. */

#include "every.h"
#include <sys/wait.h>
#include <unistd.h>

static void compare(void) {
    nvirt_cpu *host = cpu_of("old-host.xml"), *web = cpu_of("web.xml"), *video = cpu_of("video.xml");
    int32_t verdict = 9;
    CHECK(nvirt_cpu_compare(host, web, &verdict) == NVIRT_OK && verdict == NVIRT_CPU_SUPERSET);
    CHECK(nvirt_cpu_compare(host, video, NULL) == NVIRT_NO);
    CHECK(nvirt_cpu_close(host) == NVIRT_OK && nvirt_cpu_close(web) == NVIRT_OK && nvirt_cpu_close(video) == NVIRT_OK);
}

static void wait_for(pid_t child) {
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "a child failed\n");
        failures++;
    }
}

int main(int argc, char **argv) {
    folder = argv[argc - 1];
    if (argc > 2) {
        compare(); /* The child, after exec. */
        return failures;
    }

    /* The parent has not called the library yet. */
    pid_t early = fork();
    if (early == 0) {
        compare();
        _exit(failures);
    }
    compare();
    wait_for(early);

    /* It has, and goes on while its children run, and after they ended. */
    for (int i = 0; i < 4; i++) {
        pid_t child = fork();
        if (child == 0) {
            execl(argv[0], argv[0], "child", folder, (char *)NULL);
            _exit(100);
        }
        compare();
        wait_for(child);
        compare();
    }
    printf("%d failures\n", failures);
    return failures != 0;
}
