# Our own faces: drawn px by px (*.face) or, the large ones, as strokes (*.pen).
HOSTCC ?= cc
FONTS := $(patsubst fonts/%.face,build/fonts/%.bdf,$(sort $(wildcard fonts/*.face))) \
    $(patsubst fonts/%.pen,build/fonts/%.bdf,$(sort $(wildcard fonts/*.pen)))

build/fonts/facec: fonts/facec.c | $(B)/flags
	@mkdir -p $(@D)
	$(HOSTCC) -std=gnu17 $(WARNINGS) -O2 -o $@ $<

build/fonts/%.bdf: fonts/%.face fonts/compose.txt build/fonts/facec
	build/fonts/facec $< fonts/compose.txt > $@.new
	@mv $@.new $@

build/fonts/%.face: fonts/%.pen fonts/penc.pl
	@mkdir -p $(@D)
	perl fonts/penc.pl $< > $@.new
	@mv $@.new $@

build/fonts/%.bdf: build/fonts/%.face fonts/compose.txt build/fonts/facec
	build/fonts/facec $< fonts/compose.txt > $@.new
	@mv $@.new $@
