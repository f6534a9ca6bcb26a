#include "config/config.h"
#include "output/picture_png.h"

#include <gif_lib.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "cli/outputs.h"
#include "config/config.h"

#define WIDTH 12
#define HEIGHT 6

static char folder[] = "/tmp/motograph-picture-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    return mkdtemp(folder) ? chdir(folder) : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[96];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return chdir("/") || system(command);
}

static void fill(struct frame *frame)
{
    frame_init(frame, WIDTH, HEIGHT);
    for (int i = 0; i < WIDTH * HEIGHT * 3; i++)
        frame->rgb[i] = (uint8_t)(i * 37);
}

static void read_png(const char *path, png_image *image, uint8_t **rgb)
{
    *image = (png_image){.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_file(image, path));
    image->format = PNG_FORMAT_RGB;
    *rgb = malloc(PNG_IMAGE_SIZE(*image));
    assert_true(png_image_finish_read(image, NULL, *rgb, 0, NULL));
}

static void squares_have_the_frames_colours(void **state)
{
    (void)state;
    struct frame frame;
    struct diag diag = {0};
    png_image image;
    uint8_t *rgb;
    fill(&frame);
    assert_true(picture_write_png("a.png", &frame, 3, false, &diag));
    read_png("a.png", &image, &rgb);
    assert_int_equal(image.width, 3 * WIDTH);
    assert_int_equal(image.height, 3 * HEIGHT);
    for (int y = 0; y < 3 * HEIGHT; y++)
        for (int x = 0; x < 3 * WIDTH; x++)
            assert_memory_equal(rgb + (y * 3 * WIDTH + x) * 3, frame_pixel(&frame, x / 3, y / 3),
                                3);
    free(rgb);
    frame_finish(&frame);
}

static void dots_are_round(void **state)
{
    (void)state;
    struct frame frame;
    struct diag diag = {0};
    png_image image;
    uint8_t *rgb;
    frame_init(&frame, 1, 1);
    memset(frame.rgb, 255, 3);
    assert_true(picture_write_png("a.png", &frame, 9, true, &diag));
    read_png("a.png", &image, &rgb);
    assert_int_equal(rgb[(4 * 9 + 4) * 3], 255); /* the middle is lit */
    assert_true(rgb[0] < 20);                    /* the corner is ground */
    for (int y = 0; y < 9; y++)
        for (int x = 0; x < 9; x++) /* the same from all sides */
            assert_int_equal(rgb[(y * 9 + x) * 3], rgb[((8 - x) * 9 + y) * 3]);
    free(rgb);
    frame_finish(&frame);
}

static struct scene *moving(int64_t from_ns, uint8_t red)
{
    struct scene *scene = scene_create(WIDTH, HEIGHT, from_ns);
    scene_add_zone(scene, 2, 1, 3, 4, NULL)->background = (struct config_colour){red, 9, 70};
    return scene;
}

/* One scene of 100 ms after the other; the output is closed. */
static void record(const char *spec, int scenes, int turns)
{
    struct config config;
    struct clock clock;
    struct diag diag = {0};
    configuration_init(&config);
    config.picture.scale = 2;
    config.picture.dots = false;
    clock_init_simulated(&clock, 0);
    struct output *output = output_open(spec, &config, &clock, WIDTH, HEIGHT, &diag);
    assert_non_null(output);
    for (int i = 0; i < turns; i++) {
        struct scene *scene = moving(i * 100 * CLOCK_NS_PER_MS, (uint8_t)(i % scenes * 50));
        output->ops->advance(output, scene->valid_from_ns);
        output->ops->show(output, scene);
        scene_unref(scene);
    }
    output->ops->advance(output, turns * 100 * CLOCK_NS_PER_MS);
    assert_true(output->ops->close(output, &diag));
    assert_int_equal(diag.count, 0);
    configuration_finish(&config);
}

/* Paints a GIF's next image over the screen. */
static void paint(const GifFileType *gif, int index, uint8_t *screen)
{
    const SavedImage *image = &gif->SavedImages[index];
    const GifImageDesc *desc = &image->ImageDesc;
    for (int y = 0; y < desc->Height; y++)
        for (int x = 0; x < desc->Width; x++) {
            GifColorType colour = desc->ColorMap->Colors[image->RasterBits[y * desc->Width + x]];
            uint8_t *pixel = screen + ((desc->Top + y) * gif->SWidth + desc->Left + x) * 3;
            pixel[0] = colour.Red;
            pixel[1] = colour.Green;
            pixel[2] = colour.Blue;
        }
}

static void a_gif_shows_each_scene(void **state)
{
    (void)state;
    int error;
    record("gif:a.gif", 4, 4);
    GifFileType *gif = DGifOpenFileName("a.gif", &error);
    assert_non_null(gif);
    assert_int_equal(DGifSlurp(gif), GIF_OK);
    assert_int_equal(gif->SWidth, 2 * WIDTH);
    /* Scenes begin at 0, 100, 200, 300 ms: seen at 0, 120, 200, 320. */
    assert_int_equal(gif->ImageCount, 4);
    uint8_t *screen = calloc((size_t)(gif->SWidth * gif->SHeight), 3);
    for (int i = 0; i < 4; i++) {
        struct frame frame;
        struct scene *scene = moving(0, (uint8_t)(i * 50));
        frame_init(&frame, WIDTH, HEIGHT);
        scene_draw(scene, 0, &frame);
        paint(gif, i, screen);
        for (int y = 0; y < 2 * HEIGHT; y++)
            for (int x = 0; x < 2 * WIDTH; x++)
                assert_memory_equal(screen + (y * 2 * WIDTH + x) * 3,
                                    frame_pixel(&frame, x / 2, y / 2), 3);
        GraphicsControlBlock control;
        assert_int_equal(DGifSavedExtensionToGCB(gif, i, &control), GIF_OK);
        assert_int_equal(control.DelayTime, i % 2 ? 8 : 12);
        scene_unref(scene);
        frame_finish(&frame);
    }
    assert_int_equal(gif->SavedImages[1].ImageDesc.Width, 6); /* only what changed */
    free(screen);
    DGifCloseFile(gif, &error);
}

static void equal_pictures_are_one(void **state)
{
    (void)state;
    int error;
    record("gif:a.gif", 1, 10);
    GifFileType *gif = DGifOpenFileName("a.gif", &error);
    assert_int_equal(DGifSlurp(gif), GIF_OK);
    assert_int_equal(gif->ImageCount, 1);
    DGifCloseFile(gif, &error);
}

static void pngs_are_named_by_their_time(void **state)
{
    (void)state;
    record("png:frames", 2, 3);
    assert_int_equal(access("frames/000000000000.png", R_OK), 0);
    assert_int_equal(access("frames/000000100000.png", R_OK), 0);
    assert_int_equal(access("frames/000000200000.png", R_OK), 0);
}

static void nothing_half_is_left(void **state)
{
    (void)state;
    struct frame frame;
    struct diag diag = {0};
    fill(&frame);
    assert_false(picture_write_png("none/a.png", &frame, 1, false, &diag));
    assert_int_equal(diag.errors, 1);
    diag_finish(&diag);
    frame_finish(&frame);
}

#define PICTURE_TEST(sentence, function)                                                           \
    {                                                                                              \
        sentence, function, make_folder, remove_folder, NULL                                       \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        PICTURE_TEST("Squares have the frame's colours", squares_have_the_frames_colours),
        PICTURE_TEST("Dots are round", dots_are_round),
        PICTURE_TEST("A GIF shows each scene in its time, and writes only what changed",
                     a_gif_shows_each_scene),
        PICTURE_TEST("Equal pictures of a GIF are one", equal_pictures_are_one),
        PICTURE_TEST("PNGs are named by their time", pngs_are_named_by_their_time),
        PICTURE_TEST("A picture that can't be written is an error", nothing_half_is_left),
    };
    return cmocka_run_group_tests_name("output/picture", tests, NULL, NULL);
}
