#include "font_file.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/memory.h"
#include "config/data.h"
#include "known_fonts.h"

/* Our own fonts: by bare name, among the program's data. */
static char *find_own(const char *name)
{
    static const char *const endings[] = {"bdf", "otb", "pcf", "pcf.gz", "ttf", "otf"};
    for (size_t k = 0; k < sizeof endings / sizeof endings[0]; k++) {
        char *path = memory_format("%s/fonts/%s.%s", data_folder(), name, endings[k]);
        if (access(path, R_OK) == 0)
            return path;
        free(path);
    }
    return NULL;
}

/* Our own sizes, the largest first, and how high a line of each is (fonts/). */
static const struct own_size {
    const char *name;
    int size_px, line_px;
} own_sizes[] = {{"motograph-40", 40, 48},
                 {"motograph-26", 26, 32},
                 {"motograph-16", 16, 20},
                 {"motograph-13", 13, 16},
                 {"motograph-7", 7, 12}};

/* The one that is nearest to what is asked for, among those that fit; the smallest where none does.
 */
static const char *own_name(const struct fonts *fonts)
{
    const size_t count = sizeof own_sizes / sizeof *own_sizes;
    const struct own_size *best = &own_sizes[count - 1];
    for (size_t i = 0; i < count; i++)
        if ((fonts->room_px == 0 || own_sizes[i].line_px <= fonts->room_px) &&
            abs(own_sizes[i].size_px - fonts->size_px) < abs(best->size_px - fonts->size_px))
            best = &own_sizes[i];
    return best->name;
}

/* fontconfig always finds something; only the family that was asked for counts. */
static bool is_family(FcPattern *found, FcPattern *asked)
{
    FcChar8 *wanted = NULL;
    if (FcPatternGetString(asked, FC_FAMILY, 0, &wanted) != FcResultMatch)
        return false;
    FcChar8 *family = NULL;
    for (int i = 0; FcPatternGetString(found, FC_FAMILY, i, &family) == FcResultMatch; i++)
        if (strcasecmp((const char *)family, (const char *)wanted) == 0)
            return true;
    return false;
}

static char *find_by_fontconfig(const char *name, int *index)
{
    FcConfig *known = known_fonts();
    FcPattern *asked = FcNameParse((const FcChar8 *)name);
    if (!asked)
        return NULL;
    FcPattern *query = FcPatternDuplicate(asked);
    FcConfigSubstitute(known, query, FcMatchPattern);
    FcDefaultSubstitute(query);
    FcResult result;
    FcPattern *found = FcFontMatch(known, query, &result);
    FcChar8 *file = NULL;
    char *path = NULL;
    if (found && is_family(found, asked) &&
        FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch) {
        path = memory_copy_string((const char *)file);
        FcPatternGetInteger(found, FC_INDEX, 0, index);
    }
    if (found)
        FcPatternDestroy(found);
    FcPatternDestroy(query);
    FcPatternDestroy(asked);
    return path;
}

static const char *package_of(const char *name)
{
    static const struct {
        const char *start;
        const char *package;
    } known[] = {
        {"DejaVu", "fonts-dejavu-core"},
        {"Unifont", "fonts-unifont"},
        {"Noto Sans CJK", "fonts-noto-cjk"},
        {"Noto Color Emoji", "fonts-noto-color-emoji"},
        {"Noto", "fonts-noto-core"},
        {"Terminus", "xfonts-terminus"},
        {"7x13", "xfonts-base"},
        {"Liberation", "fonts-liberation"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strncasecmp(name, known[i].start, strlen(known[i].start)) == 0)
            return known[i].package;
    return NULL;
}

static void tell_missing(const char *name, struct diag *diag)
{
    const char *package = package_of(name);
    if (package)
        diag_error(diag, "text.fonts: there is no font \"%s\"; Debian's package %s has it", name,
                   package);
    else
        diag_error(diag,
                   "text.fonts: there is no font \"%s\": neither a file, nor one of ours, nor "
                   "known to fontconfig (fc-list shows what is)",
                   name);
}

char *font_file_find(const struct fonts *fonts, const char *name, int *index, struct diag *diag)
{
    *index = 0;
    if (strcmp(name, FONTS_OWN_FAMILY) == 0)
        name = own_name(fonts);
    char *path = strchr(name, '/') ? memory_copy_string(name) : find_own(name);
    if (!path)
        path = find_by_fontconfig(name, index);
    if (!path)
        tell_missing(name, diag);
    return path;
}
