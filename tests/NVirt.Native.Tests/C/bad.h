/* What must be refused: nothing of it may crash, leak or pass for an answer. */

#define REFUSED(call, kind_) CHECK((call) == NVIRT_ERROR && last_kind() == (kind_))

void bad(void) {
    static const char haswell[] = "<cpu><model>Haswell</model></cpu>";
    nvirt_cpu *cpu = NULL, *none = NULL, *made = (nvirt_cpu *)1;
    char *text = (char *)1;
    size_t count = 9, huge = (size_t)-1;
    int8_t verdicts[2];
    nvirt_error small = {.size = 4};
    nvirt_signature signature = {.size = 4};

    CHECK(nvirt_cpu_read(NULL, haswell, sizeof haswell - 1, NULL, 0, &cpu) == NVIRT_OK);
    nvirt_free(NULL);
    nvirt_error_clear(NULL);
    CHECK(nvirt_error_get(NULL) == NVIRT_ERROR && nvirt_error_get(&small) == NVIRT_ERROR);
    CHECK(nvirt_cpu_close(NULL) == NVIRT_OK && nvirt_map_close(NULL) == NVIRT_OK);

    /* Missing pointers, and lengths that cannot be. */
    REFUSED(nvirt_cpu_read(NULL, haswell, 10, NULL, 0, NULL), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_read(NULL, NULL, 10, NULL, 0, &made), NVIRT_ERROR_INVALID_ARGUMENT);
    CHECK(made == NULL);
    REFUSED(nvirt_cpu_read(NULL, haswell, huge, NULL, 0, &made), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_read(NULL, haswell, huge / 2, NULL, 0, &made), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_read(NULL, haswell, 10, haswell, huge, &made), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_read(NULL, NULL, 0, NULL, 0, &made), NVIRT_ERROR_XML);
    REFUSED(nvirt_cpu_read_all(NULL, haswell, 10, NULL, 0, NULL, 1, &count), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_read_all(NULL, haswell, 10, NULL, 0, NULL, 0, NULL), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_compare_many(cpu, NULL, 2, verdicts), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_compare_many(cpu, &cpu, 1, NULL), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_baseline(&cpu, 0, NULL, 0, 0, &made), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_baseline(&cpu, huge, NULL, 0, 0, &made), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_baseline(NULL, 1, NULL, 0, 0, &made), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_baseline(&cpu, 1, NULL, 0, 1u << 31, &made), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_signature(cpu, NULL), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_signature(cpu, &signature), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_format(cpu, NULL, NULL), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_explain(cpu, cpu, NULL, NULL), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_map_open(haswell, huge, NULL), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_validate(haswell, huge, NULL, 0, &text, NULL), NVIRT_ERROR_INVALID_ARGUMENT);
    CHECK(text == NULL);
    REFUSED(nvirt_xen_cpuid(NULL, haswell, huge, 0, &text, NULL, NULL), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_xen_cpuid(NULL, haswell, 10, 7, &text, NULL, NULL), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_vmware_cpuid(NULL, NULL, 1, NULL, 0, &text, NULL, NULL), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_qemu_cpu(NULL, haswell, 10, haswell, huge, NULL, &text, NULL), NVIRT_ERROR_XML);

    /* Bytes that are no text, and a name that is none. */
    REFUSED(nvirt_cpu_read(NULL, "<cpu><model>\xff\xfe</model></cpu>", 27, NULL, 0, &made), NVIRT_ERROR_XML);
    REFUSED(nvirt_cpu_read(NULL, haswell, sizeof haswell - 1, "\xc3", 1, &made), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_has_feature(cpu, "\xff", 1), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_has_feature(cpu, "sse\0", 4), NVIRT_ERROR_INVALID_ARGUMENT);
    REFUSED(nvirt_cpu_has_feature(cpu, "no-such-feature", 15), NVIRT_ERROR_UNKNOWN_NAME);
    REFUSED(nvirt_map_open("/nonexistent", 12, (nvirt_map **)&none), NVIRT_ERROR_UNREADABLE);
    CHECK(none == NULL);

    /* Handles: of another kind, from elsewhere, closed. */
    int here = 0;
    nvirt_map *map = NULL;
    CHECK(nvirt_map_open(NULL, 0, &map) == NVIRT_OK);
    nvirt_cpu *wrong[] = {NULL, (nvirt_cpu *)map, (nvirt_cpu *)&here, (nvirt_cpu *)(uintptr_t)1, (nvirt_cpu *)UINTPTR_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int32_t verdict = 9;
        REFUSED(nvirt_cpu_compare(wrong[i], cpu, &verdict), NVIRT_ERROR_BAD_HANDLE);
        CHECK(verdict == NVIRT_CPU_ERROR);
        REFUSED(nvirt_cpu_compare(cpu, wrong[i], NULL), NVIRT_ERROR_BAD_HANDLE);
        REFUSED(nvirt_cpu_update(cpu, wrong[i], 0, &made), NVIRT_ERROR_BAD_HANDLE);
        REFUSED(nvirt_cpu_guest(wrong[i], cpu, NULL, 0, &made), NVIRT_ERROR_BAD_HANDLE);
        REFUSED(nvirt_cpu_decode(wrong[i], NULL, 0, 0, &made), NVIRT_ERROR_BAD_HANDLE);
        REFUSED(nvirt_cpu_expand(wrong[i], 0, &made), NVIRT_ERROR_BAD_HANDLE);
        REFUSED(nvirt_cpu_translate(wrong[i], NULL, 0, &made), NVIRT_ERROR_BAD_HANDLE);
        REFUSED(nvirt_cpu_encode(wrong[i], NULL, &text, NULL), NVIRT_ERROR_BAD_HANDLE);
        REFUSED(nvirt_cpu_format(wrong[i], &text, NULL), NVIRT_ERROR_BAD_HANDLE);
        REFUSED(nvirt_cpu_has_feature(wrong[i], "sse2", 4), NVIRT_ERROR_BAD_HANDLE);
        nvirt_cpu *pair[2] = {cpu, wrong[i]};
        CHECK(nvirt_cpu_compare_many(cpu, pair, 2, verdicts) == NVIRT_ERROR);
        CHECK(verdicts[0] == NVIRT_CPU_IDENTICAL && verdicts[1] == NVIRT_CPU_ERROR);
        REFUSED(nvirt_cpu_baseline(pair, 2, NULL, 0, 0, &made), NVIRT_ERROR_BAD_HANDLE);
        if (wrong[i] != NULL) {
            REFUSED(nvirt_cpu_close(wrong[i]), NVIRT_ERROR_BAD_HANDLE);
        }
    }
    REFUSED(nvirt_map_close((nvirt_map *)cpu), NVIRT_ERROR_BAD_HANDLE);
    REFUSED(nvirt_cpu_host((nvirt_map *)cpu, &made), NVIRT_ERROR_BAD_HANDLE);
    CHECK(nvirt_map_close(map) == NVIRT_OK);
    REFUSED(nvirt_map_close(map), NVIRT_ERROR_BAD_HANDLE);

    /* A closed handle stays closed, however many are opened after it. */
    CHECK(nvirt_cpu_close(cpu) == NVIRT_OK);
    for (int i = 0; i < 3000; i++) {
        CHECK(nvirt_cpu_read(NULL, haswell, sizeof haswell - 1, NULL, 0, &made) == NVIRT_OK && made != cpu);
        CHECK(nvirt_cpu_close(made) == NVIRT_OK);
        REFUSED(nvirt_cpu_format(cpu, &text, NULL), NVIRT_ERROR_BAD_HANDLE);
    }

    /* An error tells its place, and the next success takes it away. */
    static const char broken[] = "<cpu>\n  <model>";
    REFUSED(nvirt_cpu_read(NULL, broken, sizeof broken - 1, "guest.xml", 9, &made), NVIRT_ERROR_XML);
    nvirt_error error = {.size = sizeof error};
    CHECK(nvirt_cpu_read(NULL, broken, sizeof broken - 1, "guest.xml", 9, &made) == NVIRT_ERROR);
    CHECK(nvirt_error_get(&error) == NVIRT_OK && error.line == 2 && error.file != NULL && strcmp(error.file, "guest.xml") == 0);
    nvirt_error_clear(&error);
    CHECK(error.message == NULL);
    CHECK(nvirt_cpu_close(NULL) == NVIRT_OK && last_kind() == NVIRT_ERROR_NONE);
}
