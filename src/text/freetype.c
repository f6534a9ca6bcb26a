#include "freetype.h"

#include <stdlib.h>

#include FT_MODULE_H

#include "base/memory.h"

/* More than the tables of a sound font take that FreeType keeps in memory. */
#define SOUND_BYTES (16L << 20)

static void *given(void *memory, long size)
{
    return size > SOUND_BYTES ? memory : memory_must(memory);
}

static void *allocate(FT_Memory memory, long size)
{
    (void)memory;
    return given(malloc((size_t)size), size);
}

static void *allocate_again(FT_Memory memory, long before, long size, void *block)
{
    (void)memory;
    (void)before;
    return given(realloc(block, (size_t)size), size);
}

static void give_back(FT_Memory memory, void *block)
{
    (void)memory;
    free(block);
}

FT_Library freetype_begin(void)
{
    static struct FT_MemoryRec_ memory = {
        .alloc = allocate, .free = give_back, .realloc = allocate_again};
    FT_Library library = NULL;
    if (FT_New_Library(&memory, &library) != 0)
        return NULL;
    FT_Add_Default_Modules(library);
    FT_Set_Default_Properties(library);
    return library;
}

void freetype_end(FT_Library library)
{
    if (library)
        FT_Done_Library(library);
}
