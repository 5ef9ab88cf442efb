# Chorus: the whole build. `make help` lists what there is.
#
# One variant per compiler and mode lies in build/<cc>-<mode>/; generated C lies in build/gen/
# and is the same for all. Sources are found by wildcard, dependencies by -MMD.

ifeq ($(origin CC),default)
CC := gcc
endif
SAN ?=
PREFIX ?= /usr/local
DESTDIR ?=
Q := $(if $(VERBOSE),,@)
T ?=
SECONDS ?= 10

cc := $(notdir $(lastword $(CC)))
comma := ,
mode := $(if $(SAN),$(if $(filter address$(comma)undefined,$(SAN)),san,$(subst $(comma),-,$(SAN))),release)
B ?= build
.DEFAULT_GOAL := all
V := $(B)/$(cc)-$(mode)
DEFAULT := $(B)/gcc-release
is_clang := $(findstring clang,$(cc))
is_x86 := $(filter x86_64,$(shell uname -m))

# ---- flags ---------------------------------------------------------------------------------

WERROR ?= -Werror
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wcast-qual \
    -Wcast-align -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wundef -Wvla \
    -Wformat=2 -Wnull-dereference -Wswitch-enum -Wimplicit-fallthrough -Wwrite-strings \
    -Wdouble-promotion -Wno-overlength-strings $(WERROR)
WARN_gcc := -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wrestrict -Walloc-zero \
    -Wcast-align=strict -Wformat-overflow=2 -Wformat-truncation=2 -Wstringop-overflow=4 \
    -Wtrampolines -Wbidi-chars=any
WARN_clang := -Wcomma -Wassign-enum -Wunreachable-code -Wshorten-64-to-32 -Wthread-safety
HARDEN := -O2 -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection \
    $(if $(is_x86),-fcf-protection=full) -fno-strict-overflow -fno-delete-null-pointer-checks \
    $(if $(is_clang),,-ftrivial-auto-var-init=zero -fzero-call-used-regs=used-gpr)
SANITIZE := -O1 -fno-omit-frame-pointer -fsanitize=$(SAN) \
    $(if $(findstring undefined,$(SAN)),-fno-sanitize-recover=all)

PACKAGES := libmicrohttpd libsodium sqlite3 json-c icu-uc icu-i18n zlib
package_cflags := $(shell pkg-config --cflags $(PACKAGES))
LIBS := $(shell pkg-config --libs $(PACKAGES)) -lwslay -lm

CFLAGS := -std=c17 -D_GNU_SOURCE $(if $(SAN),-g1,-g) -pthread -fPIE -fno-common -fvisibility=hidden \
    -ffunction-sections -fdata-sections $(WARN) $(if $(is_clang),$(WARN_clang),$(WARN_gcc)) \
    $(if $(SAN),$(SANITIZE),$(HARDEN)) -Isrc -I$(B)/gen $(package_cflags)
QUICK_LD := $(if $(shell command -v ld.lld),-fuse-ld=lld)
LDFLAGS := -pie -pthread -Wl,--gc-sections -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code \
    $(if $(SAN),-fsanitize=$(SAN)) $(if $(is_clang),$(QUICK_LD))

# ---- generated code ------------------------------------------------------------------------
# Each generator reads all its files in one run and writes only what changed; its stamp is
# newer than everything it read.

GEN := $(B)/gen
TOOLS := $(B)/tools
queries := $(sort $(wildcard sql/query/*.sql))
steps := $(sort $(wildcard sql/schema/sqlite/*.sql))
templates := $(sort $(wildcard templates/*.html))
languages := $(sort $(wildcard po/*.po))
assets := $(sort $(wildcard assets/*.* assets/*/*.*))
atlas := node_modules/world-atlas/countries-110m.json

gen_sql := $(GEN)/sql/queries.c
gen_tpl := $(patsubst templates/%.html,$(GEN)/tpl/%.c,$(templates))
gen_sources := $(gen_sql) $(gen_tpl) $(addprefix $(GEN)/,schema.c messages.c assets.c outlines.c)
gen_stamps := $(addprefix $(GEN)/,sql.stamp tpl.stamp schema.stamp messages.stamp assets.stamp \
    outlines.stamp)

$(GEN)/sql.stamp: $(TOOLS)/sqlgen $(queries) $(wildcard sql/query)
	@mkdir -p $(GEN)/sql
	$(Q)$(TOOLS)/sqlgen $(GEN)/sql $(queries)
	@touch $@
$(GEN)/schema.stamp: $(TOOLS)/schemagen $(steps) $(wildcard sql/schema/sqlite)
	$(Q)$(TOOLS)/schemagen $(GEN) $(steps)
	@touch $@
$(GEN)/tpl.stamp: $(TOOLS)/tplgen $(templates) $(wildcard templates)
	@mkdir -p $(GEN)/tpl
	$(Q)$(TOOLS)/tplgen $(GEN)/tpl $(templates)
	@touch $@
$(GEN)/messages.stamp: $(TOOLS)/pogen $(languages) $(wildcard po)
	$(Q)$(TOOLS)/pogen $(GEN) $(languages)
	@touch $@
$(GEN)/assets.stamp: $(TOOLS)/embed $(assets) $(wildcard assets)
	$(Q)$(TOOLS)/embed $(GEN) $(assets)
	@touch $@
$(GEN)/outlines.stamp: $(TOOLS)/mapgen $(atlas)
	$(Q)$(TOOLS)/mapgen $(GEN) $(atlas)
	@touch $@
$(atlas):
	@echo 'The outlines of the map are missing ($@).' >&2
	@echo 'tools/packages build brings them, or: npm ci --omit=dev --ignore-scripts' >&2
	@false
$(gen_sql): $(GEN)/sql.stamp ; @:
$(gen_tpl): $(GEN)/tpl.stamp ; @:
$(GEN)/schema.c: $(GEN)/schema.stamp ; @:
$(GEN)/messages.c: $(GEN)/messages.stamp ; @:
$(GEN)/assets.c: $(GEN)/assets.stamp ; @:
$(GEN)/outlines.c: $(GEN)/outlines.stamp ; @:
$(GEN)/%.h: $(gen_stamps) ; @:

# Generators run while building: plain flags, no hardening, and gcc whatever CC is.
TOOL_CFLAGS := -std=c17 -D_GNU_SOURCE -O1 -g $(WARN) $(WARN_gcc)
$(TOOLS)/tplgen $(TOOLS)/embed: tools/markup.c tools/markup.h
$(TOOLS)/tplgen $(TOOLS)/potgen: tools/directive.c tools/directive.h
$(TOOLS)/embed: tools/slim.c tools/slim.h
$(TOOLS)/mapgen: tools/line.c tools/line.h
$(TOOLS)/pogen: tools/plural.c tools/plural.h
$(TOOLS)/embed: TOOL_LIBS := -lz
$(TOOLS)/mapgen: TOOL_LIBS := -ljson-c -licui18n -licuuc -lm
$(TOOLS)/%: tools/%.c tools/gen.c tools/gen.h
	@mkdir -p $(TOOLS) $(GEN)
	@echo "  $@"
	$(Q)gcc $(TOOL_CFLAGS) $(filter %.c,$^) -o $@ $(TOOL_LIBS)

# ---- the program ---------------------------------------------------------------------------

day_sources := $(sort $(wildcard src/day/*.c))
sources := $(filter-out $(day_sources),$(sort $(wildcard src/*/*.c src/*/*/*.c)))
objects := $(sources:src/%.c=$(V)/obj/%.o) $(gen_sources:$(GEN)/%.c=$(V)/gen/%.o)
main := $(wildcard src/main.c)
program := $(if $(main),$(if $(filter $(DEFAULT),$(V)),$(B)/chorus,$(V)/chorus))

# chorus-day (src/day/) is a program of its own: nothing of the server but src/base/ is in it.
day_objects := $(filter-out %/main.o,$(day_sources:src/%.c=$(V)/obj/%.o))
base_objects := $(patsubst src/%.c,$(V)/obj/%.o,$(wildcard src/base/*.c))
day := $(if $(filter $(DEFAULT),$(V)),$(B)/chorus-day,$(V)/chorus-day)

all: $(V)/libchorus.a $(program) $(day)

$(V)/obj/%.o: src/%.c Makefile | $(gen_stamps)
	@mkdir -p $(@D)
	@echo "  $@"
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c $< -o $@
$(V)/gen/%.o: $(GEN)/%.c Makefile | $(gen_stamps)
	@mkdir -p $(@D)
	@echo "  $@"
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c $< -o $@
$(V)/gen/assets.o: $(assets)

$(V)/libchorus.a: $(objects)
	@rm -f $@ && echo "  $@"
	$(Q)ar rcs $@ $^
$(V)/chorus: $(V)/obj/main.o $(V)/libchorus.a
	@echo "  $@"
	$(Q)$(CC) $(LDFLAGS) $^ -o $@ $(LIBS)
$(B)/chorus: $(DEFAULT)/chorus
	ln -sf gcc-release/chorus $@

$(V)/libday.a: $(day_objects)
	@rm -f $@ && echo "  $@"
	$(Q)ar rcs $@ $^
$(V)/chorus-day: $(V)/obj/day/main.o $(V)/libday.a $(base_objects)
	@echo "  $@"
	$(Q)$(CC) $(LDFLAGS) $^ -o $@ $(shell pkg-config --libs json-c) -lm
$(B)/chorus-day: $(DEFAULT)/chorus-day
	ln -sf gcc-release/chorus-day $@

# ---- tests ---------------------------------------------------------------------------------
# tests/run runs what has been built and prints the totals; see its head.

unit_sources := $(wildcard tests/unit/*.c)
unit_helpers := $(patsubst %.c,$(V)/%.o,$(filter-out tests/unit/test_% tests/unit/all.c,$(unit_sources)))
unit_programs := $(patsubst %.c,$(V)/%,$(filter tests/unit/test_%,$(unit_sources)))

# With sanitizers the tests themselves are compiled as they stand: that takes a quarter of the time and hides nothing.
$(V)/tests/%.o: tests/%.c Makefile | $(gen_stamps)
	@mkdir -p $(@D)
	@echo "  $@"
	$(Q)$(CC) $(CFLAGS) $(if $(and $(is_clang),$(SAN)),-O0) -Itests/unit $(if $(is_clang),,-Wno-format-truncation) $(own_main) -MMD -MP -c $< -o $@

# All programs of tests are one file, which is linked once and has a name for each (tests/unit/all.c).
$(V)/tests/unit/test_%.o: own_main = -Dmain=$(*F) -Wno-missing-prototypes
$(V)/tests/unit/programs.def: $(dir $(firstword $(unit_sources)))
	@mkdir -p $(@D)
	@printf 'PROGRAM(%s)\n' $(notdir $(unit_programs)) > $@
$(V)/tests/unit/all.o: $(V)/tests/unit/programs.def
$(V)/tests/unit/all.o: own_main = -I$(V)/tests/unit
$(V)/tests/unit/all: $(unit_programs:%=%.o) $(V)/tests/unit/all.o $(unit_helpers) $(V)/libday.a $(V)/libchorus.a
	@echo "  $@"
	$(Q)$(CC) $(LDFLAGS) $(QUICK_LD) $^ -o $@ -lcmocka $(LIBS)
$(unit_programs): $(V)/tests/unit/all
	@ln -sf all $@
.PRECIOUS: $(V)/tests/%.o

unit-programs: $(unit_programs) $(TOOLS)/potgen
unit: all unit-programs
	tests/run unit@$(cc)-$(mode) tools
check: all unit-programs
	@tests/run unit@$(cc)-$(mode) tools api@$(cc)-$(mode)
sanitizer-build:
	$(MAKE) CC=clang SAN=address,undefined all unit-programs
check-all: all unit-programs sanitizer-build
	@tests/run unit tools api unit@clang-san api@clang-san clients browser crash

# make fuzz [T=name] [SECONDS=n|0|keep]: every driver tests/fuzz/fuzz_<name>.c, or one of them (tools/fuzz).
fuzz_programs := $(patsubst %.c,$(V)/%,$(if $(T),tests/fuzz/fuzz_$(T).c,$(wildcard tests/fuzz/fuzz_*.c)))
$(V)/tests/fuzz/fuzz_%: $(V)/tests/fuzz/fuzz_%.o $(unit_helpers) $(V)/libday.a $(V)/libchorus.a
	@echo "  $@"
	$(Q)$(CC) $(LDFLAGS) -fsanitize=fuzzer $^ -o $@ -lcmocka $(LIBS)
fuzz-programs: $(fuzz_programs)
fuzz:
	@$(MAKE) CC=clang SAN=fuzzer-no-link,address,undefined T=$(T) fuzz-programs
	@tools/fuzz "$(SECONDS)" "$(T)"

# ---- benchmarks, documents, translations ---------------------------------------------------

bench_programs := $(patsubst %.c,$(V)/%,$(wildcard bench/*.c))
$(V)/bench/%.o: bench/%.c Makefile | $(gen_stamps)
	@mkdir -p $(@D)
	@echo "  $@"
	$(Q)$(CC) $(CFLAGS) -Ibench -MMD -MP -c $< -o $@
$(V)/bench/%: $(V)/bench/%.o $(V)/libchorus.a
	@echo "  $@"
	$(Q)$(CC) $(LDFLAGS) $^ -o $@ $(LIBS)
bench-programs: $(bench_programs)
bench: all $(bench_programs)
	bench/run

# docs/<name>.md is what tools/docs/<name>.c (linked with the program's code) or
# tools/docs/<name>.sh prints.
docs_c := $(patsubst tools/docs/%.c,docs/%.md,$(wildcard tools/docs/*.c))
docs_sh := $(patsubst tools/docs/%.sh,docs/%.md,$(wildcard tools/docs/*.sh))
docs_programs := $(patsubst tools/docs/%.c,$(V)/tools/docs/%,$(wildcard tools/docs/*.c))
$(V)/tools/docs/%: tools/docs/%.c $(V)/libchorus.a
	@mkdir -p $(@D)
	@echo "  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -MMD -MP $< $(V)/libchorus.a -o $@ $(LIBS)
$(docs_c): docs/%.md: $(V)/tools/docs/%
	$< > $@.new && mv $@.new $@
$(docs_sh): docs/%.md: tools/docs/%.sh all
	sh $< > $@.new && mv $@.new $@
docs: $(docs_c) $(docs_sh)

potgen = $(TOOLS)/potgen $(1) $(templates) src/base/err.def $(sources) $(main) po/notes.def
pot: $(TOOLS)/potgen
	@$(call potgen,po)

# ---- lint ----------------------------------------------------------------------------------

include tools/lint/lint.mk
format:
	clang-format -i $(wildcard src/*.[ch] src/*/*.[ch] src/*/*/*.[ch] tools/*.[ch] tests/unit/*.[ch] \
	    tests/fuzz/*.[ch] bench/*.[ch])

# ---- the rest ------------------------------------------------------------------------------

install: $(B)/chorus $(B)/chorus-day
	install -D -m 0755 $(DEFAULT)/chorus $(DESTDIR)$(PREFIX)/bin/chorus
	install -D -m 0755 $(DEFAULT)/chorus-day $(DESTDIR)$(PREFIX)/bin/chorus-day
	install -D -m 0644 -t $(DESTDIR)$(PREFIX)/share/chorus/help share/help/*
clean:
	rm -rf $(B)
help:
	@echo 'make                  build/chorus and build/chorus-day (gcc, hardened)'
	@echo 'make CC=clang         build/clang-release/chorus'
	@echo 'make SAN=address,undefined   build/<cc>-san/chorus; also SAN=thread'
	@echo 'make check            unit, generator and API tests; the last line is the totals'
	@echo 'make check-all        also with sanitizers, real clients, browser, crashes'
	@echo 'make unit             only unit and generator tests'
	@echo 'make lint             format, layers, limits, banned words, clang-tidy'
	@echo 'make format           clang-format over everything'
	@echo 'make fuzz             [T=name] [SECONDS=n] fuzz drivers, a short run each; 0: what was kept'
	@echo 'make bench            [SCALE=1] benchmarks, scaled down or whole (bench/run)'
	@echo 'make docs pot         generated documents; po/chorus.pot'
	@echo 'make install          [PREFIX=/usr/local] [DESTDIR=]'
	@echo 'make clean            removes build/'
	@echo 'VERBOSE=1 prints the commands; B=dir builds elsewhere than in build/'

print-flags:
	@echo $(CFLAGS)

.PHONY: all print-flags unit unit-programs check check-all sanitizer-build fuzz \
    fuzz-programs bench bench-programs docs pot lint format install clean help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

-include $(objects:.o=.d) $(V)/obj/main.d $(day_objects:.o=.d) $(V)/obj/day/main.d \
    $(unit_programs:=.d) $(unit_helpers:.o=.d) \
    $(bench_programs:=.d) $(fuzz_programs:=.d)
