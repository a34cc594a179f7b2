/* Calls every function with good and with bad input. */

#include "every.h"

#define TEXT(name) name, sizeof name - 1

/* What besides features decides: features fit, and the host's QEMU lacks the guest's machine type. */
static void axes(void) {
    static const char there[] = "<capabilities><host><cpu><arch>x86_64</arch><model>Nehalem</model></cpu></host>"
        "<guest><os_type>hvm</os_type><arch name='x86_64'><machine>pc-q35-7.2</machine><domain type='kvm'/></arch></guest></capabilities>";
    static const char wants[] = "<domain type='kvm'><name>a</name><os><type arch='x86_64' machine='pc-q35-9.2'>hvm</type></os>"
        "<cpu mode='custom' match='exact'><model>Nehalem</model></cpu></domain>";
    nvirt_cpu *host = NULL, *guest = NULL;
    char *text = NULL;
    size_t length = 0;
    CHECK(nvirt_cpu_read(NULL, TEXT(there), NULL, 0, &host) == NVIRT_OK);
    CHECK(nvirt_cpu_read(NULL, TEXT(wants), NULL, 0, &guest) == NVIRT_OK);
    CHECK(nvirt_cpu_compare(host, guest, NULL) == NVIRT_OK);
    CHECK(nvirt_cpu_explain(host, guest, &text, &length) == NVIRT_NO && strstr(text, "machine-type"));
    nvirt_free(text);
    nvirt_cpu_close(host);
    nvirt_cpu_close(guest);
}

static void good(void) {
    nvirt_cpu *old_host = cpu_of("old-host.xml"), *new_host = cpu_of("new-host.xml");
    nvirt_cpu *web = cpu_of("web.xml"), *video = cpu_of("video.xml"), *dump = cpu_of("dump.txt");
    nvirt_cpu *made = NULL, *many[4] = {web, video, web, new_host};
    char *text = NULL, *notes = NULL, *bytes, *other;
    size_t length = 0, bytes_length, other_length, count = 0;
    int32_t verdict = 9;
    int8_t verdicts[4] = {9, 9, 9, 9};

    CHECK(strcmp(nvirt_version(), "0.2.0") == 0);
    CHECK(nvirt_cpu_compare(new_host, web, &verdict) == NVIRT_OK && verdict == NVIRT_CPU_SUPERSET);
    CHECK(nvirt_cpu_compare(old_host, video, &verdict) == NVIRT_NO && verdict == NVIRT_CPU_INCOMPATIBLE);
    CHECK(nvirt_cpu_compare(new_host, new_host, NULL) == NVIRT_OK);
    CHECK(nvirt_cpu_compare_many(new_host, many, 4, verdicts) == NVIRT_OK);
    CHECK(verdicts[0] == NVIRT_CPU_SUPERSET && verdicts[2] == verdicts[0] && verdicts[3] == NVIRT_CPU_IDENTICAL);
    CHECK(nvirt_cpu_compare_many(new_host, NULL, 0, NULL) == NVIRT_OK);

    CHECK(nvirt_cpu_explain(old_host, video, &text, &length) == NVIRT_NO && strlen(text) == length && strstr(text, "avx512f"));
    nvirt_free(text);
    CHECK(nvirt_cpu_format(web, &text, NULL) == NVIRT_OK && strncmp(text, "<cpu", 4) == 0);
    nvirt_free(text);

    nvirt_cpu *hosts[2] = {old_host, new_host};
    CHECK(nvirt_cpu_baseline(hosts, 2, NULL, 0, NVIRT_MIGRATABLE | NVIRT_FEATURES | NVIRT_FOR_GUESTS, &made) == NVIRT_OK);
    CHECK(nvirt_cpu_compare(old_host, made, NULL) == NVIRT_OK);
    CHECK(nvirt_cpu_close(made) == NVIRT_OK);
    CHECK(nvirt_cpu_baseline(hosts, 2, TEXT("Nehalem,Westmere"), 0, &made) == NVIRT_OK);
    CHECK(nvirt_cpu_close(made) == NVIRT_OK);
    CHECK(nvirt_cpu_update(web, new_host, NVIRT_MIGRATABLE, &made) == NVIRT_OK);
    CHECK(nvirt_cpu_close(made) == NVIRT_OK);
    CHECK(nvirt_cpu_guest(web, new_host, NULL, 0, &made) == NVIRT_OK);
    CHECK(nvirt_cpu_close(made) == NVIRT_OK);
    CHECK(nvirt_cpu_decode(dump, NULL, 0, NVIRT_AS_GUEST, &made) == NVIRT_OK);
    CHECK(nvirt_cpu_close(made) == NVIRT_OK);
    CHECK(nvirt_cpu_expand(web, 0, &made) == NVIRT_OK);
    CHECK(nvirt_cpu_close(made) == NVIRT_OK);
    CHECK(nvirt_cpu_translate(web, NULL, 0, &made) == NVIRT_OK);
    CHECK(nvirt_cpu_close(made) == NVIRT_OK);
    CHECK(nvirt_cpu_encode(web, NULL, &text, &length) == NVIRT_OK && strstr(text, "<cpuencode>"));
    nvirt_free(text);
    CHECK(nvirt_cpu_encode(web, new_host, &text, &length) == NVIRT_OK);
    nvirt_free(text);
    CHECK(nvirt_cpu_has_feature(new_host, TEXT("sse2")) == NVIRT_OK);
    CHECK(nvirt_cpu_has_feature(old_host, TEXT("avx512f")) == NVIRT_NO);

    nvirt_signature signature = {.size = sizeof signature};
    CHECK(nvirt_cpu_signature(dump, &signature) == NVIRT_OK && signature.family == 6);
    CHECK(nvirt_cpu_signature(web, &signature) == NVIRT_UNKNOWN);

    static const char two[] = "<cpu><model>Haswell</model></cpu><cpu><model>Nehalem</model></cpu>";
    nvirt_cpu *read[2] = {NULL, NULL};
    CHECK(nvirt_cpu_read_all(NULL, TEXT(two), NULL, 0, NULL, 0, &count) == NVIRT_OK && count == 2);
    CHECK(nvirt_cpu_read_all(NULL, TEXT(two), NULL, 0, read, 2, &count) == NVIRT_OK && read[0] && read[1]);
    CHECK(nvirt_cpu_close(read[0]) == NVIRT_OK && nvirt_cpu_close(read[1]) == NVIRT_OK);

    nvirt_map *map = NULL;
    CHECK(nvirt_map_open(NULL, 0, &map) == NVIRT_OK && map != NULL);
    CHECK(nvirt_cpu_read(map, TEXT("<cpu><model>Haswell</model></cpu>"), NULL, 0, &made) == NVIRT_OK);
    CHECK(nvirt_map_close(map) == NVIRT_OK);
    CHECK(nvirt_cpu_compare(new_host, made, NULL) != NVIRT_ERROR);
    CHECK(nvirt_cpu_close(made) == NVIRT_OK);
    int32_t machine = nvirt_cpu_host(NULL, &made); /* What can be read differs between machines. */
    CHECK(machine == NVIRT_OK || last_kind() != NVIRT_ERROR_NONE);
    CHECK(nvirt_cpu_close(made) == NVIRT_OK);

    bytes = load("web.xml", &bytes_length);
    CHECK(nvirt_validate(bytes, bytes_length, TEXT("web.xml"), &text, &length) == NVIRT_OK && strcmp(text, "[]\n") == 0);
    nvirt_free(text);
    free(bytes);
    bytes = load("mistakes/mode.xml", &bytes_length);
    CHECK(nvirt_validate(bytes, bytes_length, TEXT("mode.xml"), &text, &length) == NVIRT_NO && strstr(text, "host-passthrough"));
    nvirt_free(text);
    free(bytes);
    bytes = load("router.xml", &bytes_length);
    other = load("qemu.json", &other_length);
    CHECK(nvirt_qemu_cpu(NULL, bytes, bytes_length, other, other_length, new_host, &text, &length) == NVIRT_OK);
    CHECK(text != NULL && strlen(text) == length && length > 0);
    nvirt_free(text);
    free(other);
    free(bytes);
    bytes = load("xen.xml", &bytes_length);
    CHECK(nvirt_xen_cpuid(NULL, bytes, bytes_length, NVIRT_XEN_LIST, &text, &length, &notes) == NVIRT_OK && strstr(text, "cpuid"));
    nvirt_free(text);
    nvirt_free(notes);
    CHECK(nvirt_xen_cpuid(NULL, bytes, bytes_length, NVIRT_XEN_STRING, &text, NULL, NULL) == NVIRT_OK);
    nvirt_free(text);
    free(bytes);
    bytes = load("vmware.xml", &bytes_length);
    CHECK(nvirt_vmware_cpuid(NULL, bytes, bytes_length, NULL, NVIRT_VMWARE_MASKS, &text, &length, &notes) == NVIRT_OK);
    nvirt_free(text);
    nvirt_free(notes);
    free(bytes);

    CHECK(nvirt_cpu_close(old_host) == NVIRT_OK && nvirt_cpu_close(new_host) == NVIRT_OK && nvirt_cpu_close(dump) == NVIRT_OK);
    CHECK(nvirt_cpu_close(web) == NVIRT_OK && nvirt_cpu_close(video) == NVIRT_OK);
}

/* Every prefix of a document: none crashes, and what is refused gives no handle. */
static void truncated(void) {
    size_t length;
    char *bytes = load("web.xml", &length);
    for (size_t i = 0; i < length; i += 7) {
        char *part = malloc(i ? i : 1); /* So that a look beyond the end is seen. */
        memcpy(part, bytes, i);
        nvirt_cpu *cpu = NULL;
        char *text = NULL;
        int32_t result = nvirt_cpu_read(NULL, part, i, NULL, 0, &cpu);
        CHECK((result == NVIRT_OK) == (cpu != NULL));
        CHECK(nvirt_cpu_close(cpu) == NVIRT_OK);
        nvirt_validate(part, i, NULL, 0, &text, NULL);
        nvirt_free(text);
        free(part);
    }
    free(bytes);
}

int main(int argc, char **argv) {
    folder = argc > 1 ? argv[1] : ".";
    for (int i = 0; i < 3; i++) {
        good();
        axes();
    }
    truncated();
    void bad(void);
    bad();
    printf("%d failures\n", failures);
    return failures != 0;
}

#include "bad.h"
