/* Tests of config/places. */
#include "config/places.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "check.h"

static char folder[] = "/tmp/places-XXXXXX";

/* Whether Berlin is found there. */
static bool find(const char *coordinates, struct place_found *place)
{
    char *path = memory_format("%s/zone.tab", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "DE\t%s\tEurope/Berlin\tmost of Germany\n", coordinates);
    fclose(file);
    bool found = places_find("Berlin", place);
    unlink(path);
    free(path);
    return found;
}

static void places_are_on_the_earth(void **state)
{
    struct place_found place;
    (void)state;
    assert_non_null(mkdtemp(folder));
    setenv("TZDIR", folder, 1);
    assert_true(find("+5230+01322", &place));
    assert_true(fabs(place.latitude - 52.5) < 0.01 && fabs(place.longitude - 13.37) < 0.01);
    assert_true(find("-900000-1800000", &place));
    assert_false(find("+9100+01322", &place));
    assert_false(find("+5230-18100", &place));
    unsetenv("TZDIR");
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST("A city of the system's list is on the earth, or is none", places_are_on_the_earth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
