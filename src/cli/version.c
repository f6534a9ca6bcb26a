/* motograph version: which program this is, for who asks about it: its version, its build, and the
 * libraries that it was built with and runs with. */
#include <elf.h>
#include <gnu/libc-version.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/memory.h"
#include "cli/commands.h"

#define ID_MAX 32 /* bytes; the linker's is a SHA-1 */

struct build {
    char id[2 * ID_MAX + 1]; /* empty where the linker gave none */
    json_t *files;           /* of the libraries, by their own names: those have the version */
};

#define ALIGNED(size) (((size_t)(size) + 3) & ~(size_t)3)

static void take_id(const ElfW(Nhdr) * note, const unsigned char *bytes, struct build *build)
{
    if (note->n_type != NT_GNU_BUILD_ID || note->n_descsz > ID_MAX)
        return;
    for (size_t i = 0; i < note->n_descsz; i++)
        snprintf(build->id + 2 * i, 3, "%02x", bytes[i]);
}

/* The notes of the program's own file; elf(5), "Notes (Nhdr)". */
static void read_notes(const unsigned char *at, size_t size, struct build *build)
{
    const unsigned char *end = at + size;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
        const ElfW(Nhdr) *note = (const void *)at;
        const unsigned char *bytes = at + sizeof *note + ALIGNED(note->n_namesz);
        take_id(note, bytes, build);
        at = bytes + ALIGNED(note->n_descsz);
    }
}

static void read_own(const struct dl_phdr_info *info, struct build *build)
{
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type == PT_NOTE)
            read_notes((const unsigned char *)info->dlpi_addr + part->p_vaddr, part->p_memsz,
                       build);
    }
}

/* dl_iterate_phdr(3): the program comes first, without a name; the kernel's part has no file. */
static int read_loaded(struct dl_phdr_info *info, size_t size, void *context)
{
    struct build *build = context;
    (void)size;
    if (info->dlpi_name[0] == '\0') {
        read_own(info, build);
        return 0;
    }
    char *file = realpath(info->dlpi_name, NULL);
    if (file)
        json_array_append_new(build->files, json_string(strrchr(file, '/') + 1));
    free(file);
    return 0;
}

static void print_lines(const char *title, const json_t *lines)
{
    size_t i;
    json_t *line;
    printf("%s\n", title);
    json_array_foreach(lines, i, line) printf("  %s\n", json_string_value(line));
}

/* MOTOGRAPH_BUILT_WITH: names and versions by turns, as pkg-config told them. */
static json_t *built_with(void)
{
    json_t *lines = json_array();
    char *words = memory_copy_string(MOTOGRAPH_BUILT_WITH), *rest = NULL;
    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        const char *version = strtok_r(NULL, " ", &rest);
        json_array_append_new(lines, json_sprintf("%s %s", word, version ? version : ""));
    }
    free(words);
    return lines;
}

static int run_version(struct cli *cli)
{
    struct build build = {.files = json_array()};
    struct utsname machine;
    json_t *built = built_with();
    dl_iterate_phdr(read_loaded, &build);
    const char *kind = uname(&machine) == 0 ? machine.machine : "";
    if (cli->json) {
        cli_print_json(json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "version",
                                 MOTOGRAPH_VERSION, "build", build.id, "compiler", __VERSION__,
                                 "machine", kind, "libc", gnu_get_libc_version(), "built_with",
                                 built, "libraries", build.files));
        return CLI_DONE;
    }
    puts("motograph " MOTOGRAPH_VERSION);
    printf("build %s\ncompiler %s\nmachine %s, C library %s\n", build.id, __VERSION__, kind,
           gnu_get_libc_version());
    print_lines("built with:", built);
    print_lines("runs with:", build.files);
    json_decref(built);
    json_decref(build.files);
    return CLI_DONE;
}

const struct cli_command cli_version = {
    .name = "version",
    .arguments = "",
    .help = "which version of the program this is, its build, and its libraries",
    .bare = true,
    .run = run_version,
};
