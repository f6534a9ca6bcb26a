# Motograph's build. `make help` lists what there is to make.
#
# Everything lands in build/VARIANT; VARIANT is release (default), asan (address
# and undefined-behaviour sanitizers), tsan (threads), clang (the other compiler).

VERSION := 0.1.0
VARIANT ?= release
prefix ?= /usr/local
B := build/$(VARIANT)

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes -Wstrict-prototypes -Wvla
ifneq ($(CI)$(WERROR),)
WARNINGS += -Werror
endif

VARIANT_CC_clang := clang
VARIANT_FLAGS_asan := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
VARIANT_FLAGS_tsan := -fsanitize=thread
ifneq ($(VARIANT_CC_$(VARIANT)),)
CC := $(VARIANT_CC_$(VARIANT))
endif

PACKAGES := freetype2 harfbuzz fribidi fontconfig libconfig sqlite3 libpng jansson
GPIOD_API := $(shell pkg-config --modversion libgpiod 2>/dev/null | sed -n 's/^\([12]\)\..*/\1/p')
GPIOD_API := $(or $(GPIOD_API),1)
PKG_CFLAGS = $(shell pkg-config --cflags $(PACKAGES))
PKG_LIBS = $(shell pkg-config --libs $(PACKAGES)) -lgif -lm -lpthread

# gnu17 rather than c17: with the strict mode glibc hides POSIX unless every file asks for it.
ALL_CFLAGS = -std=gnu17 -Iinclude -D_GNU_SOURCE -DMOTOGRAPH_VERSION='"$(VERSION)"' \
	-DMOTOGRAPH_DATA='"$(prefix)/share/motograph"' $(WARNINGS) $(CFLAGS) \
	$(VARIANT_FLAGS_$(VARIANT)) $(PKG_CFLAGS) $(CPPFLAGS)
ALL_LDFLAGS = $(VARIANT_FLAGS_$(VARIANT)) $(LDFLAGS)

GPIOD_OTHER := src/output/lines_gpiod_v$(if $(filter 1,$(GPIOD_API)),2,1).c
SOURCES := $(sort $(filter-out $(GPIOD_OTHER),$(wildcard src/*/*.c)))
OBJECTS := $(SOURCES:%.c=$(B)/%.o)
SUPPORT := $(patsubst %.c,$(B)/%.o,$(sort $(wildcard tests/support/*.c)))
UNIT := $(patsubst tests/unit/%.c,$(B)/tests/%,$(sort $(wildcard tests/unit/*/*_test.c)))
TOOLS := $(patsubst tests/tools/%.c,$(B)/tools/%,$(sort $(wildcard tests/tools/*.c)))

all: $(B)/motograph ## builds the program into build/VARIANT

-include $(wildcard fonts/fonts.mk)

$(B)/motograph: $(B)/src/main.o $(B)/libmotograph.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS) -lgpiod $(LDLIBS)

$(B)/libmotograph.a: $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(B)/libsupport.a: $(SUPPORT)
	@rm -f $@
	$(AR) rcs $@ $^

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests/support -MMD -MP -c -o $@ $<

# Tests link the fake libgpiod of tests/support, never the real one.
$(B)/tests/%: $(B)/tests/unit/%.o $(B)/libsupport.a $(B)/libmotograph.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $< -Wl,--start-group $(B)/libsupport.a $(B)/libmotograph.a \
		-Wl,--end-group $(PKG_LIBS) -lcmocka $(LDLIBS)

$(B)/tools/%: $(B)/tests/tools/%.o $(B)/libsupport.a $(B)/libmotograph.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $< -Wl,--start-group $(B)/libsupport.a $(B)/libmotograph.a \
		-Wl,--end-group $(PKG_LIBS) $(LDLIBS)

# Rebuilds everything when the compiler or its flags change, nothing when not.
FLAGS_NOW = $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(FLAGS_NOW))' | cmp -s - $@ || \
		printf '%s\n' '$(subst ','\'',$(FLAGS_NOW))' > $@

unit: $(UNIT) $(TOOLS) ## unit tests of this VARIANT
	CMOCKA_MESSAGE_OUTPUT=TAP prove --exec '' $(PROVE_FLAGS) $(UNIT)

clean: ## removes build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

FORCE:
.PHONY: all unit clean help FORCE
.SECONDARY:
-include $(shell find $(B) -name '*.d' 2>/dev/null)
