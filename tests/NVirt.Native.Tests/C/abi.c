/* Prints what a program that was compiled long ago relies on: sizes, places and numbers. */

#include <nvirt.h>
#include <stdio.h>

#define NUMBER(name) printf("%s %ld\n", #name, (long)(name))
#define MEMBER(type, name) printf("%s.%s at %zu, %zu bytes\n", #type, #name, offsetof(type, name), sizeof ((type *)0)->name)

int main(void) {
    printf("nvirt_error %zu bytes\n", sizeof(nvirt_error));
    MEMBER(nvirt_error, size);
    MEMBER(nvirt_error, kind);
    MEMBER(nvirt_error, message);
    MEMBER(nvirt_error, file);
    MEMBER(nvirt_error, line);
    MEMBER(nvirt_error, column);
    printf("nvirt_signature %zu bytes\n", sizeof(nvirt_signature));
    MEMBER(nvirt_signature, size);
    MEMBER(nvirt_signature, family);
    MEMBER(nvirt_signature, model);
    MEMBER(nvirt_signature, stepping);
    NUMBER(NVIRT_OK);
    NUMBER(NVIRT_ERROR);
    NUMBER(NVIRT_NO);
    NUMBER(NVIRT_UNKNOWN);
    NUMBER(NVIRT_CPU_ERROR);
    NUMBER(NVIRT_CPU_INCOMPATIBLE);
    NUMBER(NVIRT_CPU_IDENTICAL);
    NUMBER(NVIRT_CPU_SUPERSET);
    NUMBER(NVIRT_CPU_UNKNOWN);
    NUMBER(NVIRT_ERROR_NONE);
    NUMBER(NVIRT_ERROR_XML);
    NUMBER(NVIRT_ERROR_UNSUPPORTED);
    NUMBER(NVIRT_ERROR_INTERNAL);
    NUMBER(NVIRT_ERROR_INVALID_ARGUMENT);
    NUMBER(NVIRT_ERROR_NO_SUPPORT);
    NUMBER(NVIRT_ERROR_OPERATION_FAILED);
    NUMBER(NVIRT_ERROR_INCOMPATIBLE);
    NUMBER(NVIRT_ERROR_UNDECIDED);
    NUMBER(NVIRT_ERROR_UNKNOWN_NAME);
    NUMBER(NVIRT_ERROR_BAD_HANDLE);
    NUMBER(NVIRT_ERROR_UNREADABLE);
    NUMBER(NVIRT_ERROR_NO_MEMORY);
    NUMBER(NVIRT_ERROR_DOMAIN);
    NUMBER(NVIRT_MIGRATABLE);
    NUMBER(NVIRT_FEATURES);
    NUMBER(NVIRT_FOR_GUESTS);
    NUMBER(NVIRT_AS_GUEST);
    NUMBER(NVIRT_XEN_LIST);
    NUMBER(NVIRT_XEN_STRING);
    NUMBER(NVIRT_VMWARE_MASKS);
    NUMBER(NVIRT_VMWARE_FEATURES);
    return 0;
}
