/* libnvirt: which CPU a virtual machine gets, and where it can run. */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Results. A function that returns int32_t returns NVIRT_OK, NVIRT_ERROR, NVIRT_NO or NVIRT_UNKNOWN. Unknown is an answer of its own,
 * never an error and never "no": what was given does not tell enough. After NVIRT_ERROR, and where NVIRT_NO or NVIRT_UNKNOWN comes
 * without a result, nvirt_error_get says why.
 *
 * Text. All text is UTF-8. Each text that is given has its length in bytes beside it, at most 64 MiB for documents and 4096 for names; it
 * need not end with a zero. A text that is returned ends with a zero, which its length does not count; the pointer for the length may be
 * NULL.
 *
 * Memory. What a function returns through a char ** belongs to the caller: release it with nvirt_free. On any result that gives no text
 * it is NULL. Handles (nvirt_map, nvirt_cpu) belong to the caller as well: release each with its close function. A CPU keeps what it
 * needs of its map. A handle that was closed, that is of another kind or that is no handle is refused with NVIRT_ERROR.
 *
 * Threads. All functions may be called by several threads at once, also with the same handles. CPUs and maps never change. The error is
 * that of the calling thread.
 *
 * Processes. There is nothing to initialise. The first call starts the library's runtime, with threads of its own, and the library is
 * never unloaded. After a fork, the child must not call the library before it has called exec, unless the parent had not called it
 * either. The library installs handlers for SIGSEGV and SIGFPE and passes on what is not its own; install yours before the first call.
 */

#ifndef NVIRT_H
#define NVIRT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NVIRT_VERSION_MAJOR 0
#define NVIRT_VERSION_MINOR 2

/* Results; the tool's exit codes have the same numbers. */
#define NVIRT_OK 0      /* yes, or done */
#define NVIRT_ERROR 1   /* no answer */
#define NVIRT_NO 2      /* the answer is no */
#define NVIRT_UNKNOWN 3 /* what is unknown could turn the answer */

/* Verdicts; libvirt's numbers, and one that it has not. */
#define NVIRT_CPU_ERROR (-1)
#define NVIRT_CPU_INCOMPATIBLE 0
#define NVIRT_CPU_IDENTICAL 1
#define NVIRT_CPU_SUPERSET 2
#define NVIRT_CPU_UNKNOWN 3

/* Classes of errors. */
#define NVIRT_ERROR_NONE 0
#define NVIRT_ERROR_XML 1              /* a document is malformed, or of no known form */
#define NVIRT_ERROR_UNSUPPORTED 2      /* a document asks for what is not supported */
#define NVIRT_ERROR_INTERNAL 3
#define NVIRT_ERROR_INVALID_ARGUMENT 4
#define NVIRT_ERROR_NO_SUPPORT 5       /* the architecture has no such operation */
#define NVIRT_ERROR_OPERATION_FAILED 6 /* it can be done, but not with these CPUs */
#define NVIRT_ERROR_INCOMPATIBLE 7
#define NVIRT_ERROR_UNDECIDED 8        /* what is unknown decides */
#define NVIRT_ERROR_UNKNOWN_NAME 9     /* a model or feature that the map does not have */
#define NVIRT_ERROR_BAD_HANDLE 10
#define NVIRT_ERROR_UNREADABLE 11      /* a file, the machine or a folder with a map cannot be read */
#define NVIRT_ERROR_NO_MEMORY 12
#define NVIRT_ERROR_DOMAIN 13          /* a domain cannot be what its document says */

/* Flags. */
#define NVIRT_MIGRATABLE 1u /* only features with which a guest can migrate */
#define NVIRT_FEATURES 2u   /* every feature by its name, those of the model too */
#define NVIRT_FOR_GUESTS 4u /* without features that no guest of KVM gets */
#define NVIRT_AS_GUEST 8u   /* decode to a guest's CPU rather than a host's */

/* Forms of what Xen and VMware are given. */
#define NVIRT_XEN_LIST 0u
#define NVIRT_XEN_STRING 1u
#define NVIRT_VMWARE_MASKS 0u
#define NVIRT_VMWARE_FEATURES 1u

/* A map of models and features. Where a map is asked for, NULL is the one that is built in. */
typedef struct nvirt_map nvirt_map;

/* A CPU: a definition, or raw data of a processor with what is unknown of it. */
typedef struct nvirt_cpu nvirt_cpu;

/* Why a call failed. Set size to sizeof(nvirt_error) before use; later versions may add members. */
typedef struct nvirt_error {
    uint32_t size;
    int32_t kind;    /* NVIRT_ERROR_... */
    char *message;   /* one line; NULL if there is no error */
    char *file;      /* the name of the document, or NULL */
    int32_t line;    /* from 1; 0 if none */
    int32_t column;  /* from 1; 0 if none */
} nvirt_error;

/* Which processor it is. Set size to sizeof(nvirt_signature) before use; later versions may add members. */
typedef struct nvirt_signature {
    uint32_t size;
    uint32_t family;
    uint32_t model;
    uint32_t stepping;
} nvirt_signature;

/* The version of the library, such as "0.2.0". Not to be freed. */
const char *nvirt_version(void);

/* Releases a text that a function returned. NULL is nothing to release. */
void nvirt_free(void *memory);

/* Copies the error of the last call of this thread; kind is NVIRT_ERROR_NONE if there was none. Release it with nvirt_error_clear.
 * Returns NVIRT_ERROR, and copies nothing, if error is NULL or its size too small. */
int32_t nvirt_error_get(nvirt_error *error);

/* Releases the texts of an error, and sets its other members to 0. */
void nvirt_error_clear(nvirt_error *error);

/* Opens a folder with the files of a map; docs/cpu-map.md has their form. With NULL and 0 it is the map that is built in. */
int32_t nvirt_map_open(const char *folder, size_t folder_length, nvirt_map **map);

/* Closes a map. CPUs that were read with it stay as they are. NULL is nothing to close. */
int32_t nvirt_map_close(nvirt_map *map);

/* Reads the one CPU of a document or dump of any known form: <cpu>, a domain, capabilities, <cpudata>, or a dump of docs/dumps.md.
 * The name is what messages call it; NULL and 0 is "document". Several CPUs in it are an error (NVIRT_ERROR_INVALID_ARGUMENT). */
int32_t nvirt_cpu_read(nvirt_map *map, const char *bytes, size_t length, const char *name, size_t name_length, nvirt_cpu **cpu);

/* Reads all CPUs of a document or dump, in order. The first CPUs, as many as fit, go into the array; count is the number that there are. */
int32_t nvirt_cpu_read_all(nvirt_map *map, const char *bytes, size_t length, const char *name, size_t name_length, nvirt_cpu **cpus,
                           size_t capacity, size_t *count);

/* Reads the processor of this machine. */
int32_t nvirt_cpu_host(nvirt_map *map, nvirt_cpu **cpu);

/* Closes a CPU. NULL is nothing to close. */
int32_t nvirt_cpu_close(nvirt_cpu *cpu);

/* Writes a CPU as a <cpu> element; of raw data, the model that fits it best. */
int32_t nvirt_cpu_format(nvirt_cpu *cpu, char **text, size_t *length);

/* Compares a guest with a host: can it run there? Returns NVIRT_OK, NVIRT_NO or NVIRT_UNKNOWN. The verdict says whether the host has
 * more than is asked for (NVIRT_CPU_SUPERSET); the pointer may be NULL. On x86, a comparison of two definitions after the first allocates
 * nothing. */
int32_t nvirt_cpu_compare(nvirt_cpu *host, nvirt_cpu *guest, int32_t *verdict);

/* Compares many guests with a host, each into its place of verdicts. Returns NVIRT_OK if all could be compared, and NVIRT_ERROR if one
 * could not: its verdict is NVIRT_CPU_ERROR, and the others are valid. */
int32_t nvirt_cpu_compare_many(nvirt_cpu *host, nvirt_cpu *const *guests, size_t count, int8_t *verdicts);

/* Explains a comparison: reasons, what to change, and the nearest CPU that fits, as JSON with the fields that docs/json.md lists for one
 * element of cpus of nvirt.cpu.explain. Returns the answer, and gives the text with each of NVIRT_OK, NVIRT_NO and NVIRT_UNKNOWN.
 * Other than nvirt_cpu_compare, it also judges what besides features decides, as docs/axes.md lists it: address bits, the frequency of
 * the time stamp counter, the state that XSAVE keeps, machine types and others, as far as both documents tell. */
int32_t nvirt_cpu_explain(nvirt_cpu *host, nvirt_cpu *guest, char **json, size_t *length);

/* Makes the best CPU that all can run. Only the models that are named, with commas between, may be chosen; NULL and 0 are all. Flags:
 * NVIRT_MIGRATABLE, NVIRT_FEATURES, NVIRT_FOR_GUESTS. */
int32_t nvirt_cpu_baseline(nvirt_cpu *const *cpus, size_t count, const char *models, size_t models_length, uint32_t flags,
                           nvirt_cpu **cpu);

/* Makes the guest's CPU with everything decided that it leaves to the host. Flags: NVIRT_MIGRATABLE. */
int32_t nvirt_cpu_update(nvirt_cpu *guest, nvirt_cpu *host, uint32_t flags, nvirt_cpu **cpu);

/* Makes the CPU that a guest would get on the host. Only the models that are named may be chosen; NULL and 0 are all. */
int32_t nvirt_cpu_guest(nvirt_cpu *guest, nvirt_cpu *host, const char *models, size_t models_length, nvirt_cpu **cpu);

/* Chooses a model for raw data. Only the models that are named may be chosen; NULL and 0 are all. Flags: NVIRT_AS_GUEST. */
int32_t nvirt_cpu_decode(nvirt_cpu *cpu, const char *models, size_t models_length, uint32_t flags, nvirt_cpu **decoded);

/* Writes a CPU as raw data: a <cpuencode> element. With a host, what the CPU leaves open is decided first; it may be NULL. */
int32_t nvirt_cpu_encode(nvirt_cpu *cpu, nvirt_cpu *host, char **xml, size_t *length);

/* Makes the same CPU with the features of its model by their names. Flags: NVIRT_MIGRATABLE. */
int32_t nvirt_cpu_expand(nvirt_cpu *cpu, uint32_t flags, nvirt_cpu **expanded);

/* Makes the same CPU with one of the models that are named, and features for what differs; NULL and 0 are all models. */
int32_t nvirt_cpu_translate(nvirt_cpu *cpu, const char *models, size_t models_length, nvirt_cpu **translated);

/* Whether a CPU has a feature: NVIRT_OK, NVIRT_NO or NVIRT_UNKNOWN. A name that nobody knows is an error. */
int32_t nvirt_cpu_has_feature(nvirt_cpu *cpu, const char *name, size_t length);

/* Family, model and stepping; NVIRT_UNKNOWN if the CPU does not tell. */
int32_t nvirt_cpu_signature(nvirt_cpu *cpu, nvirt_signature *signature);

/* Validates a document by NVirt's schemas: NVIRT_OK or NVIRT_NO, with the mistakes as a JSON array of the objects that docs/json.md
 * describes at nvirt.validate. NVIRT_ERROR if it is not well-formed, or if there is no schema for it. */
int32_t nvirt_validate(const char *bytes, size_t length, const char *name, size_t name_length, char **mistakes, size_t *mistakes_length);

/* Writes the value of QEMU's option -cpu for a domain. The recording holds QEMU's answers, as "nvirt qemu record" writes them; the host may
 * be NULL if the domain does not need it. NVIRT_NO if QEMU is given no such option. */
int32_t nvirt_qemu_cpu(nvirt_map *map, const char *domain, size_t length, const char *recording, size_t recording_length,
                       nvirt_cpu *host, char **text, size_t *text_length);

/* Writes the lines for xl.cfg of a domain's CPU. Notes are lines on what was left out; the pointer may be NULL. */
int32_t nvirt_xen_cpuid(nvirt_map *map, const char *domain, size_t length, uint32_t syntax, char **text, size_t *text_length,
                        char **notes);

/* Writes the lines for a .vmx file of a domain's CPU. The host may be NULL. Notes are lines on what was lost; the pointer may be NULL. */
int32_t nvirt_vmware_cpuid(nvirt_map *map, const char *domain, size_t length, nvirt_cpu *host, uint32_t syntax, char **text,
                           size_t *text_length, char **notes);

#ifdef __cplusplus
}
#endif

#endif
