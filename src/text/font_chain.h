/* The chain of faces, and how a further one is made to fit in the line of the first. */
#ifndef TEXT_FONT_CHAIN_H
#define TEXT_FONT_CHAIN_H

#include "base/diag.h"
#include "face.h"
#include "text/font.h"

struct glyph_cache;
struct fallback;

#define FACES_MAX 64 /* configured ones and those that fontconfig gave */
#define FACE_NONE SIZE_MAX

struct fonts {
    FT_Library library;
    struct face faces[FACES_MAX];
    size_t count;
    size_t configured; /* the first ones of them */
    int size_px;
    int room_px; /* for a line, before scaling; 0: no limit */
    int scale;
    int ascent_px; /* of the first face, before scaling: all lines have it */
    int descent_px;
    FT_Int32 load_flags; /* of all, before each face adds its own */
    bool antialias;
    bool slashed_zeros;
    bool ascii[128]; /* which of them some face is known to have */
    struct glyph_cache *cache;
    struct fallback *fallback; /* NULL until it is needed */
};

/* How a further face is made to fit in the line of the first. */
enum face_fit {
    FACE_FIT_METRICS, /* by its ascender and descender */
    FACE_FIT_EM_BOX,  /* ideographs fill the em box */
};

/* Opens the face of that index in the file and adds it to the chain, which closes it; its index
 * there, FACE_NONE when it can't be or the chain is full. */
size_t font_chain_add(struct fonts *fonts, const char *path, int index, enum face_fit fit);

/* Closes the face's file until a letter is looked for in it: a further face is open for the few
 * texts that the first one can't show, and takes as much memory as some thousand headlines. */
void font_chain_rest(struct fonts *fonts, size_t face);

/* Opens it again where it rests. False where its file can't be read any more: it has no letters. */
bool font_chain_wake(struct fonts *fonts, size_t face);

/* Closes all faces. */
void font_chain_finish(struct fonts *fonts);

#endif
