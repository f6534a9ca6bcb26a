# Motograph's build. `make help` lists what there is to make.
#
# Everything lands in build/VARIANT; VARIANT is release (default), asan (address and
# undefined-behaviour sanitizers, by the other compiler), tsan (threads), fuzz.

VERSION := 0.1.0
# When that was, as manual pages have it.
DATE := November 29, 2026
VARIANT ?= release
prefix ?= /usr/local
B := build/$(VARIANT)

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes -Wstrict-prototypes -Wvla
ifneq ($(CI)$(WERROR),)
WARNINGS += -Werror
endif

# Two birds: what the other compiler warns of and makes of the code, and what its sanitizers see.
VARIANT_CC_asan := clang
VARIANT_FLAGS_asan := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
VARIANT_FLAGS_tsan := -fsanitize=thread
VARIANT_CC_fuzz := clang
VARIANT_CC_afl := afl-clang-fast
# Compiled for one run each: what is compiled faster is done sooner.
VARIANT_FLAGS_fuzz := -O1 -gline-tables-only -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
# Rooms that no fuzzer reaches (its linker would say so).
UNREACHED_fuzz := src/cli/%.c src/serve/http.c src/serve/viewers.c src/serve/serve.c src/panel/%.c
# For the emulated Raspberry Pi, with libgpiod 1.6 or (arm64v2) 2: tests/pi/sysroot.sh fetches them.
ifneq ($(filter arm64 arm64v2,$(VARIANT)),)
SYSROOT := $(CURDIR)/build/pi/$(VARIANT:arm64%=sysroot%)
VARIANT_CC_$(VARIANT) := aarch64-linux-gnu-gcc
VARIANT_FLAGS_$(VARIANT) := --sysroot=$(SYSROOT)
PKG_CONFIG := env PKG_CONFIG_SYSROOT_DIR=$(SYSROOT) PKG_CONFIG_LIBDIR=$(SYSROOT)/usr/lib/aarch64-linux-gnu/pkgconfig:$(SYSROOT)/usr/share/pkgconfig pkg-config
endif
ifneq ($(VARIANT_CC_$(VARIANT)),)
CC := $(VARIANT_CC_$(VARIANT))
endif

PKG_CONFIG ?= pkg-config
PACKAGES := freetype2 harfbuzz fribidi fontconfig expat libthai libconfig sqlite3 libpng jansson nettle zlib
GPIOD_API := $(shell $(PKG_CONFIG) --modversion libgpiod 2>/dev/null | sed -n 's/^\([12]\)\..*/\1/p')
GPIOD_API := $(or $(GPIOD_API),1)
# Empty before `make run` has installed what is missing; it starts a second make then.
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PACKAGES) 2>/dev/null)
PKG_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES) 2>/dev/null) -lunistring -lgif -lm -lpthread

# Instants after 2038 where a long has 32 bits (BeagleBone Black); elsewhere they need nothing.
TIME64 := $(if $(filter 4,$(shell echo __SIZEOF_LONG__ | $(CC) -E -P - 2>/dev/null)),-D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64)
# The program knows which languages come with it: one that is missing is not one that it never had.
LANGUAGES := $(sort $(notdir $(basename $(wildcard config/language/*.cfg))))
# gnu17 rather than c17: with the strict mode glibc hides POSIX unless every file asks for it.
ALL_CFLAGS = -std=gnu17 -Iinclude -D_GNU_SOURCE $(TIME64) -DMOTOGRAPH_VERSION='"$(VERSION)"' \
	-DMOTOGRAPH_DATA='"$(prefix)/share/motograph"' -DMOTOGRAPH_LANGUAGES='"$(LANGUAGES)"' $(WARNINGS) $(CFLAGS) \
	$(VARIANT_FLAGS_$(VARIANT)) $(PKG_CFLAGS) $(CPPFLAGS)
ALL_LDFLAGS = $(VARIANT_FLAGS_$(VARIANT)) $(LDFLAGS)

# What speaks HTTP is a program of its own, built where libmicrohttpd is: the ticker needs none.
HTTP_LIBS := $(shell $(PKG_CONFIG) --libs libmicrohttpd 2>/dev/null)
SERVE := $(if $(HTTP_LIBS),$(B)/motograph-serve)
NO_HTTP := $(if $(HTTP_LIBS),,src/serve/http.c src/serve/viewers.c src/serve/serve.c)

# What speaks MQTT, too: built where libmosquitto is, and OpenSSL, by which it does TLS. Signatures come with nettle.
SIGN_LIBS := $(shell $(PKG_CONFIG) --libs hogweed 2>/dev/null)
MQTT_LIBS := $(shell $(PKG_CONFIG) --libs libmosquitto libssl libcrypto 2>/dev/null)
LINK := $(if $(MQTT_LIBS),$(B)/motograph-link)
NO_MQTT := $(if $(MQTT_LIBS),,src/link/broker.c src/link/distrust.c src/link/link.c)

# The network's program is built where libcurl is: the ticker needs none.
CURL_LIBS := $(shell $(PKG_CONFIG) --libs libcurl 2>/dev/null)
WIRES := $(if $(CURL_LIBS),$(B)/motograph-wires)
NO_CURL := $(if $(CURL_LIBS),,src/wires/fetch.c src/wires/get.c src/wires/run.c src/wires/program.c)

GPIOD_OTHER := src/panel/lines_gpiod_v$(if $(filter 1,$(GPIOD_API)),2,1).c
SOURCES := $(sort $(filter-out $(GPIOD_OTHER) $(NO_CURL) $(NO_HTTP) $(NO_MQTT) $(UNREACHED_$(VARIANT)),$(wildcard src/*/*.c)))
OBJECTS := $(SOURCES:%.c=$(B)/%.o)
SUPPORT := $(patsubst %.c,$(B)/%.o,$(sort $(wildcard tests/support/*.c)))
# With it they find the data of this build.
BESIDE := $(B)/tests/support/data.o
# What of the firmware knows no hardware is tested on the host.
FIRMWARE := $(patsubst %,$(B)/firmware/%.o,device_wall memory_map messages picture planes session slots)
UNIT := $(patsubst tests/unit/%.c,$(B)/tests/%,$(sort $(wildcard tests/unit/*/*_test.c)))
TOOLS := $(patsubst tests/tools/%.c,$(B)/tools/%,$(sort $(filter-out $(if $(MQTT_LIBS),,tests/tools/link_fleet.c),$(wildcard tests/tools/*.c))))

all: $(B)/motograph $(WIRES) $(SERVE) $(LINK) fonts ## builds the program into build/VARIANT

-include $(wildcard fonts/fonts.mk)
fonts: $(FONTS) $(B)/share/motograph

# The program finds its data beside itself (include/config/data.h): here by links into the tree.
$(B)/share/motograph: Makefile
	@mkdir -p $@
	@ln -sfn ../../../../boards $@/boards
	@ln -sfn ../../../../config/language $@/languages
	@ln -sfn ../../../../config/hooks $@/hooks
	@ln -sfn ../../../fonts $@/fonts
	@ln -sfn ../../../../config/motograph.cfg $@/motograph.cfg
	@touch $@

$(B)/motograph: $(B)/src/main.o $(B)/libmotograph.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS) -lgpiod $(LDLIBS)

$(B)/motograph-wires: $(B)/src/wires_main.o $(B)/libmotograph.a
	$(CC) $(ALL_LDFLAGS) -Wl,--as-needed -o $@ $^ $(PKG_LIBS) $(CURL_LIBS) $(LDLIBS)

$(B)/motograph-serve: $(B)/src/serve_main.o $(B)/libmotograph.a
	$(CC) $(ALL_LDFLAGS) -Wl,--as-needed -o $@ $^ $(PKG_LIBS) $(HTTP_LIBS) $(LDLIBS)

$(B)/motograph-link: $(B)/src/link_main.o $(B)/libmotograph.a
	$(CC) $(ALL_LDFLAGS) -Wl,--as-needed -o $@ $^ $(PKG_LIBS) $(MQTT_LIBS) $(SIGN_LIBS) $(LDLIBS)

# The page is built in, without what is for its readers here; of its words each language is a file.
PAGE := $(addprefix $(B)/page/,index.html style.css draw.js words_en.js words_de.js say.js wall.js desk.js write.js)
SQUEEZE = @mkdir -p $(@D) && perl src/serve/page/squeeze.pl
$(B)/src/serve/page.o: FAKE = -Wa,-I$(B)/page
$(B)/src/serve/page.o: $(PAGE)
$(B)/page/words_en.js: src/serve/page/words.js src/serve/page/squeeze.pl
	$(SQUEEZE) $< 0 >$@
$(B)/page/words_de.js: src/serve/page/words.js src/serve/page/squeeze.pl
	$(SQUEEZE) $< 1 >$@
$(B)/page/%: src/serve/page/% src/serve/page/squeeze.pl
	$(SQUEEZE) $< >$@

$(B)/libmotograph.a: $(OBJECTS)
	@rm -f $@
	$(AR) rcsT $@ $^

$(B)/libfirmware.a: $(FIRMWARE)
	@rm -f $@
	$(AR) rcsT $@ $^

$(B)/libsupport.a: $(SUPPORT)
	@rm -f $@
	$(AR) rcsT $@ $^

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(FAKE) $(ALL_CFLAGS) -Itests/support -Ifirmware -MMD -MP -c -o $@ $<

$(B)/tests/unit/panel/gpiod_v1_test.o $(B)/tests/unit/panel/gpiod_v1_handles_test.o: FAKE = -Itests/support/gpiod_v1 -Isrc/panel
$(B)/tests/unit/panel/gpiod_v2_test.o $(B)/tests/unit/panel/lines_mapped_test.o $(B)/tests/tools/pins.o: FAKE = -Itests/support/gpiod_v2 -Isrc/panel
# What the planner decided for each level is no part of its face.
$(B)/tests/unit/plan/plan_test.o $(B)/tests/unit/plan/registers_test.o: FAKE = -Isrc/plan
# How an answer's headers are read is no part of the room's face.
$(B)/tests/unit/wires/frames_test.o: FAKE = -Isrc/wires
# Tests link the fake libgpiod of tests/support, never the real one.
$(B)/tests/%: $(B)/tests/unit/%.o $(BESIDE) $(B)/libsupport.a $(B)/libfirmware.a $(B)/libmotograph.a | $(B)/share/motograph
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $< $(BESIDE) -Wl,-u,lines_gpiod_prepare -Wl,--start-group $(B)/libsupport.a $(B)/libfirmware.a $(B)/libmotograph.a \
		-Wl,--end-group $(PKG_LIBS) -lcmocka -Wl,--as-needed $(SIGN_LIBS) $(LDLIBS)

$(B)/tools/%: $(B)/tests/tools/%.o $(BESIDE) $(B)/libsupport.a $(B)/libfirmware.a $(B)/libmotograph.a | $(B)/share/motograph
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $< $(BESIDE) -Wl,-u,lines_gpiod_prepare -Wl,--start-group $(B)/libsupport.a $(B)/libfirmware.a $(B)/libmotograph.a \
		-Wl,--end-group $(PKG_LIBS) -Wl,--as-needed $(SIGN_LIBS) $(MQTT_LIBS) $(LDLIBS)

# The fake's world is aligned to the largest page: with smaller ones its segment has no bytes in the file, and
# valgrind, which knows no such segment, counts none of the program's functions.
$(B)/tools/pins: private LDFLAGS += -Wl,-z,max-page-size=65536

$(B)/fuzz/%: $(B)/tests/fuzz/%.o $(BESIDE) $(B)/libfirmware.a $(B)/libmotograph.a | $(B)/share/motograph
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(PKG_LIBS) -Wl,--as-needed $(SIGN_LIBS) $(MQTT_LIBS) $(LDLIBS)

$(B)/src/cli/version.o: private CPPFLAGS += -DMOTOGRAPH_BUILT_WITH='"$(shell for package in $(PACKAGES) libgpiod; do \
	echo $$package $$($(PKG_CONFIG) --modversion $$package 2>/dev/null); done)"'
$(B)/src/cli/manual.o: private CPPFLAGS += -DMOTOGRAPH_DATE='"$(DATE)"'

# The same function under AFL, which runs a program of its own (VARIANT=afl); its macros convert freely.
$(B)/tests/fuzz/afl/main.o: private CPPFLAGS += -Wno-conversion
$(B)/afl/%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/afl/main.o $(BESIDE) $(B)/libfirmware.a $(B)/libmotograph.a | $(B)/share/motograph
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS) -Wl,--as-needed $(SIGN_LIBS) $(MQTT_LIBS) $(LDLIBS)

# Rebuilds everything when the compiler or its flags change, nothing when not. With SAME_BUILD=1 what
# was built stays, whatever its flags: for a mutant, in which a warning is no error.
# Where it can't succeed (a bare machine) it says what is missing, and what installs it.
COULD_COMPILE = { $(PKG_CONFIG) --exists $(PACKAGES) libgpiod && \
	printf '\#include <%s>\n' stdio.h unistr.h gif_lib.h | $(CC) -E $(VARIANT_FLAGS_$(VARIANT)) - >/dev/null; } 2>/dev/null || \
	{ { sh config/install-packages.sh --missing build run && \
	$(PKG_CONFIG) --print-errors --exists $(PACKAGES) libgpiod; } >&2; false; }
FLAGS_NOW = $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)
$(B)/flags: $(if $(SAME_BUILD),,FORCE)
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(FLAGS_NOW))' | cmp -s - $@ || { $(COULD_COMPILE) && \
		printf '%s\n' '$(subst ','\'',$(FLAGS_NOW))' > $@; }

# Tests of another architecture are run by RUN_BY, an emulator; LEFT_OUT names those that can't be (ROOM/x_test).
# Where there is one thread there is no race: of tsan only those run that can start a second one. These could, and play
# long days on the simulated clock by the one they have (strace saw no other): ten times as long for nothing to be found.
ONE_THREAD := forecast_test columns_test player_test replay_test day_test
CHOSEN = $(filter-out $(LEFT_OUT:%=$(B)/tests/%),$(UNIT))
ifeq ($(VARIANT),tsan)
CHOSEN = $$(for test in $(filter-out $(addprefix %/,$(ONE_THREAD)),$(UNIT)); do \
	nm -u $$test | grep -qw pthread_create && echo $$test; done)
endif
unit: $(UNIT) $(TOOLS) fonts ## unit tests of this VARIANT
	CMOCKA_MESSAGE_OUTPUT=TAP prove --exec '$(RUN_BY)' $(PROVE_FLAGS) $(CHOSEN)

e2e: $(B)/motograph $(WIRES) $(SERVE) $(LINK) $(TOOLS) fonts ## end-to-end tests of this VARIANT
	MOTOGRAPH=$(CURDIR)/$(B)/motograph TOOLS=$(CURDIR)/$(B)/tools prove --exec bash $(PROVE_FLAGS) tests/e2e/*_test.sh

corpus-golden: all $(B)/tools/corpus_check ## what is expected of the corpus, written anew
	MOTOGRAPH=$(B)/motograph TOOLS=$(B)/tools sh tests/corpus/regenerate.sh

lint: ## format, include and link rules, banned functions, static analysis
	@$(MAKE) --no-print-directory VARIANT=release build/release/libmotograph.a >/dev/null
	prove --exec bash $(PROVE_FLAGS) tests/lint.sh

run: ## installs what is missing, builds, and plays the demo
	@sh config/install-packages.sh build run
	@$(MAKE) --no-print-directory play

play: all fonts
	@sh config/demo/play.sh $(B)/motograph

picture: all fonts ## makes the README's pictures anew
	@sh config/demo/picture.sh $(B)/motograph
	@bash config/homeassistant/picture.sh $(B)/motograph

sample: all ## writes config/motograph.cfg anew, after a change of the keys
	@env -i $(B)/motograph check-config --sample > config/motograph.cfg

tables: all fonts ## writes the pages' figures of light anew
	@MOTOGRAPH=$(B)/motograph bash tests/bench/tables.sh

specimen: all fonts ## makes the README's pictures of our letters anew
	@$(B)/motograph fonts --set text.fonts=motograph-13 --set picture.scale=3 --specimen fonts/specimen.png
	@$(B)/motograph fonts --set text.fonts=motograph-13-bold --set picture.scale=3 --specimen fonts/specimen-13-bold.png
	@$(B)/motograph fonts --set text.fonts=motograph-16 --set picture.scale=3 --specimen fonts/specimen-16.png
	@$(B)/motograph fonts --set text.fonts=motograph-26 --set picture.scale=3 --specimen fonts/specimen-26.png
	@$(B)/motograph fonts --set text.fonts=motograph-26-bold --set picture.scale=2 --specimen fonts/specimen-26-bold.png
	@$(B)/motograph fonts --set text.fonts=motograph-40 --set picture.scale=2 --specimen fonts/specimen-40.png

check: ## installs what is missing and passes every test
	@sh config/install-packages.sh build run check
	@bash tests/check.sh

check-debian: ## builds and tests in bare chroots of Debian 12 and 13 (as root)
	@bash tests/debian.sh

check-package: ## the Debian packages: built, installed, upgraded, purged in a bare chroot (as root)
	@sh config/install-packages.sh build check package package-check firmware
	@$(MAKE) --no-print-directory $(B)/tools/old_stores
	@prove --verbose --exec bash tests/package.sh

RELEASE_STEPS ?= check mutants check-crash check-starve check-lost check-threads check-memory check-month fuzz check-pi-full check-pulls \
	check-firmware mutants-firmware check-package check-packages check-systemd check-debian bench bench-store bench-text bench-kiosk
release: ## what a new version has to pass: its papers, then every test there is (hours; as root; RELEASE_STEPS)
	@bash tests/release.sh $(VERSION) "$(DATE)" $(RELEASE_STEPS)

PACKAGES_FOR ?= bookworm trixie arm64 armhf
check-packages: ## the same on Debian 12 and 13, built twice; arm64 and armhf with their unit tests (PACKAGES_FOR)
	@sh config/install-packages.sh build check package package-check
	@$(MAKE) --no-print-directory $(B)/tools/old_stores
	@prove --verbose --exec bash tests/packages.sh :: $(PACKAGES_FOR)

BOOT ?= 1800
check-systemd: ## the packages under a running systemd, on an emulated machine (as root; IN=container: faster, less; BOOT: seconds a start)
	@sh config/install-packages.sh build package package-check systemd firmware
	@prove --verbose --exec bash tests/systemd/check.sh :: $(BOOT)

check-crash: ## kills the program at each write call and 1,000 times at random
	@sh config/install-packages.sh build run check
	@$(MAKE) --no-print-directory all $(B)/tools/crash
	@TOOLS=$(B)/tools prove --verbose --exec bash tests/crash.sh

LOSE ?= 200 600
check-lost: ## takes a running ticker's store away 200 times while edits come, 10 minutes at most (LOSE)
	@sh config/install-packages.sh build run check
	@$(MAKE) --no-print-directory all
	@MOTOGRAPH=$(B)/motograph prove --verbose --exec perl tests/lose.pl :: $(LOSE)

MONTH ?= 720 50 1
check-month: ## a month on the simulated clock with 50 faults of the store (MONTH: hours, faults, seed)
	@sh config/install-packages.sh build check
	@$(MAKE) --no-print-directory $(B)/tools/month fonts
	@prove --verbose --exec '' $(B)/tools/month :: $(MONTH)

THREADS ?= 60 300
check-threads: ## the same as check-lost under the thread sanitizer, 60 times, 5 minutes at most (THREADS)
	@sh config/install-packages.sh build run check
	@$(MAKE) --no-print-directory VARIANT=tsan build/tsan/motograph fonts
	@rm -f build/tsan/race.*
	@TSAN_OPTIONS="halt_on_error=0 log_path=$(CURDIR)/build/tsan/race" MOTOGRAPH=build/tsan/motograph \
		prove --verbose --exec perl tests/lose.pl :: $(THREADS)
	@! cat build/tsan/race.* 2>/dev/null

DAY ?= 24 4 1
check-memory: ## a day on the simulated clock with faults under valgrind (DAY: hours, faults, seed)
	@sh config/install-packages.sh build check
	@$(MAKE) --no-print-directory $(B)/tools/month fonts
	@prove --verbose --exec 'valgrind --quiet --freelist-vol=1000000 --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite' \
		$(B)/tools/month :: $(DAY)

STARVE ?=
check-starve: ## allocations fail, at each place that allocates, alone and for good (STARVE: so many places, seed)
	@sh config/install-packages.sh build check
	@$(MAKE) --no-print-directory $(B)/tools/starve fonts
	@printf '%s\n' run day import repair add backup edit restore kill book ledger | \
		xargs -P "$$(nproc)" -I '{}' $(B)/tools/starve '{}' $(STARVE)

check-pi: ## the emulated Raspberry Pi: the real GPIO driver
	@sh config/install-packages.sh build run check pi
	@$(MAKE) --no-print-directory all $(B)/tools/pi_check fonts
	@prove --verbose --exec bash tests/pi/check.sh

firmware: ## the RP2040 firmware (UF2 files) into build/firmware
	@sh config/install-packages.sh firmware
	@bash firmware/build.sh $(VERSION) pico interstate75 pico2

PULLS ?= 60 3600
check-pulls: ## an emulated Raspberry Pi with a read-only root: its plug is pulled 60 times, an hour at most (PULLS, SEED, MEDIA)
	@sh config/install-packages.sh build run check pi
	@bash tests/pi/sysroot.sh build/pi
	@$(MAKE) --no-print-directory VARIANT=arm64 all fonts
	@prove --verbose --exec perl tests/pi/pulls.pl :: $(PULLS)

check-firmware: ## the flash image in an emulator, fed by the real program
	@sh config/install-packages.sh build run check firmware
	@bash firmware/build.sh $(VERSION) pico interstate75 pico2
	@$(MAKE) --no-print-directory all $(B)/tools/firmware_check $(B)/tools/firmware_image
	@prove --verbose --exec bash tests/firmware/check.sh

mutants-firmware: check-firmware ## changes of the firmware's scan that check-firmware must notice
	@prove --verbose --exec bash tests/firmware/mutants.sh :: $(VERSION)

check-pi-full: export FULL = 1
check-pi-full: check-pi ## the same with more walls

mutants: $(UNIT) fonts ## changes that the tests must notice
	@prove --verbose --exec perl tests/mutants.pl

FUZZ_LIMIT ?= -max_total_time=600
FUZZERS ?=
fuzz: export FUZZERS := $(FUZZERS)
fuzz: ## lets the fuzzers run, 10 minutes each (FUZZ_LIMIT), or some of them (FUZZERS="font row")
	@$(MAKE) --no-print-directory VARIANT=fuzz fonts $(patsubst tests/fuzz/%.c,build/fuzz/fuzz/%,$(wildcard tests/fuzz/*.c))
	@prove --verbose --exec bash tests/fuzz/fuzz.sh :: $(FUZZ_LIMIT)

SHARED ?= ../shared
FUZZ_FEEDS ?= $(wildcard $(SHARED)/feeds)
fuzz-feeds: ## lets the fuzzer of feeds run, seeds also from FUZZ_FEEDS (FUZZ_LIMIT)
	@$(MAKE) --no-print-directory VARIANT=fuzz build/fuzz/fuzz/feed_fuzz
	@prove --verbose --exec bash tests/fuzz/feeds.sh :: $(FUZZ_LIMIT) $(FUZZ_FEEDS)

DAMAGED ?= 10000
check-damaged: all ## documents of feeds, damaged (DAMAGED of them, from FUZZ_FEEDS, too): nothing half or broken airs
	@python3 tests/bench/mutate.py $(B)/motograph $(DAMAGED) tests/fuzz/feed_fuzz $(FUZZ_FEEDS)

FUZZ_SECONDS ?= 600
fuzz-afl: ## the same with AFL, 10 minutes each (FUZZ_SECONDS)
	@sh config/install-packages.sh build check fuzz
	@$(MAKE) --no-print-directory VARIANT=afl $(patsubst tests/fuzz/%.c,build/afl/afl/%,$(wildcard tests/fuzz/*.c))
	@prove --verbose --exec bash tests/fuzz/afl.sh :: $(FUZZ_SECONDS)

QUOTES ?= $(SHARED)/quotes/dev
bench-quotes: ## quotations: how many are right (articles in QUOTES), traps, cost by length
	@sh config/install-packages.sh build check
	@$(MAKE) --no-print-directory all $(B)/tools/quote_score
	@TOOLS=$(B)/tools MOTOGRAPH=$(B)/motograph bash tests/bench/quotes.sh $(QUOTES)
	@python3 tests/bench/fit_quotes.py $(B)/motograph $(SHARED) --list
	@python3 tests/bench/traps.py $(B)/motograph $(SHARED)/words
	@python3 tests/bench/untitled.py $(B)/motograph $(SHARED)

fit-quotes: all ## fits who said it on the annotated articles of SHARED, writes the table of weights
	python3 tests/bench/fit_quotes.py $(B)/motograph $(SHARED) config/language/speakers.weights

bench: ## prints the figures: instructions (callgrind) and time
	@sh config/install-packages.sh build check
	@$(MAKE) --no-print-directory all $(TOOLS) $(B)/tests/plan/registers_test fonts
	@TOOLS=$(B)/tools bash tests/bench/bench.sh $(BENCH_FLAGS)

compare-text: ## glyphs and their places beside hb-shape's, script by script; pictures in build/compare
	@sh config/install-packages.sh build check
	@$(MAKE) --no-print-directory all $(B)/tools/shape fonts
	@TOOLS=$(B)/tools MOTOGRAPH=$(B)/motograph PICTURES=build/compare bash tests/bench/shaping.sh

bench-store: ## importing, choosing, a million snippets, what a day writes
	@sh config/install-packages.sh build check
	@$(MAKE) --no-print-directory all $(B)/tools/card $(B)/tools/bench_store fonts
	@TOOLS=$(B)/tools MOTOGRAPH=$(B)/motograph bash tests/bench/store.sh

bench-wires: ## news from outside: bytes and CPU of a poll, corrections on the glass, reading (documents of SHARED)
	@sh config/install-packages.sh build check
	@$(MAKE) --no-print-directory all fonts
	@MOTOGRAPH=$(CURDIR)/$(B)/motograph bash tests/bench/wires.sh $(wildcard $(SHARED)/feeds/validator)

bench-serve: all ## the web server: the page, bytes a viewer, the first picture, an edit's way, memory, what viewers cost the ticker
	@MOTOGRAPH=$(B)/motograph bash tests/bench/serve.sh
	@MOTOGRAPH=$(B)/motograph bash tests/bench/viewers.sh

bench-kiosk: all ## a restart: how long the wall is dark; an idle ticker: the processor, wake-ups
	@perl tests/bench/kiosk.pl $(CURDIR)/$(B)/motograph

FLEET ?= 950 50 5 1000 8640
bench-link: ## many walls at one broker: a take-over on all, the broker killed, logs followed (FLEET: light, real, rounds, tickers, rows)
	@sh config/install-packages.sh build check
	@$(MAKE) --no-print-directory all $(B)/tools/link_fleet $(B)/tools/link_rows fonts
	@TOOLS=$(B)/tools MOTOGRAPH=$(B)/motograph bash tests/bench/link.sh $(FLEET)

bench-nats: all ## 20 walls at three NATS servers, of which one is killed (nats-server from Debian)
	@sh config/install-packages.sh build check bench
	@MOTOGRAPH=$(B)/motograph bash tests/bench/nats.sh 20

bench-text: ## shaping beside hb-shape's; memory with each font
	@sh config/install-packages.sh build check
	@$(MAKE) --no-print-directory all $(TOOLS) fonts
	@TOOLS=$(B)/tools bash tests/bench/shaping.sh
	@MOTOGRAPH=$(B)/motograph bash tests/bench/memory.sh

# As root the program is built by whom the tree is: nothing of root's stays in build/.
export DESTDIR prefix
OWNER = $(shell stat -c %U .)
install: ## installs below prefix (/usr/local), DESTDIR in front
	@sh config/install.sh check
	@if [ "$$(id -u)" = 0 ] && [ "$(OWNER)" != root ]; then \
		runuser -u "$(OWNER)" -- $(MAKE) --no-print-directory all; else $(MAKE) --no-print-directory all; fi
	@sh config/install.sh install $(B)

deb: ## builds the Debian packages into build/deb
	@sh config/install-packages.sh build package firmware
	@bash config/deb.sh $(VERSION) "$(DATE)"

uninstall: ## removes what install put there
	@sh config/install.sh check
	@sh config/install.sh uninstall

clean: ## removes build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

FORCE:
.PHONY: $(shell sed -n 's/^\([a-z0-9-]*\):.*## .*/\1/p' Makefile) play fonts FORCE
.SECONDARY:
-include $(shell find $(B) -name '*.d' 2>/dev/null)
