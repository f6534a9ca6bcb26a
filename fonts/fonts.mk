# Our own faces: drawn in text (*.face), built for the machine that builds.
HOSTCC ?= cc
FONTS := $(patsubst fonts/%.face,build/fonts/%.bdf,$(sort $(wildcard fonts/*.face)))

build/fonts/facec: fonts/facec.c | $(B)/flags
	@mkdir -p $(@D)
	$(HOSTCC) -std=gnu17 $(WARNINGS) -O2 -o $@ $<

build/fonts/%.bdf: fonts/%.face fonts/compose.txt build/fonts/facec
	build/fonts/facec $< fonts/compose.txt > $@.new
	@mv $@.new $@
