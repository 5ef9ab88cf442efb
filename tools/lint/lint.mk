# The checks of `make lint`, included by the Makefile; `make lint-<name>` runs one of them.
# clang-tidy and the headers are remembered by stamps in build/lint/.

L := $(B)/lint
lint_c := $(sort $(main) $(sources) $(day_sources) $(wildcard tools/*.c tools/docs/*.c tests/unit/*.c tests/fuzz/*.c \
    bench/*.c))
lint_h := $(sort $(wildcard src/*/*.h src/*/*/*.h tools/*.h tests/unit/*.h tests/fuzz/*.h bench/*.h))
lint_src := $(filter src/%,$(lint_c) $(lint_h))
exceptions := tools/lint/exceptions.txt
scripts := $(shell grep -lE '^\#!/bin/(ba)?sh' start test .ci/* tests/run tools/* tools/*/* \
    tests/*/* bench/* 2>/dev/null)

lint_checks := lint-format lint-layers lint-rules lint-files lint-headers lint-tidy lint-symbols lint-shell \
    lint-direction lint-pot lint-po lint-docs
lint:
	@$(MAKE) --no-print-directory -k lint-all
lint-all: $(lint_checks)
	@echo 'lint: nothing to complain about'

lint-format:
	@clang-format --dry-run -Werror $(lint_c) $(lint_h)
lint-layers:
	@awk -f tools/lint/layers.awk layers.txt $(lint_src)
lint-rules:
	@awk -f tools/lint/lint.awk $(exceptions) $(lint_c) $(lint_h)

# A program, a core dump or a database that was committed by mistake.
lint-files:
	@large=$$(git ls-files -z | xargs -0 sh -c 'find "$$@" -maxdepth 0 -size +256k' sh); \
	[ -z "$$large" ] || { echo "$$large: files: at most 256 KiB"; exit 1; }

lint-direction:
	@awk -f tools/lint/direction.awk $(wildcard assets/*.css templates/*.html)

lint-headers: $(filter $(L)/src/%,$(lint_h:%.h=$(L)/%.h.ok))
$(L)/%.h.ok: %.h Makefile | $(gen_stamps)
	@mkdir -p $(@D)
	@printf '#include "$(<:src/%=%)"\nextern int alone;\n' | gcc $(filter-out -fsanitize%,$(CFLAGS)) -fsyntax-only -x c -
	@touch $@

tidied := $(filter src/% tools/%,$(lint_c))
# How many states the analyzer tries in a function. NODES=60000 takes a third of the time, for a first look.
NODES ?= 225000
analyzer := -Xclang -analyzer-config -Xclang max-nodes=$(NODES)
lint-tidy: $(tidied:%=$(L)/%.ok)
$(L)/%.c.ok: %.c .clang-tidy $(exceptions) | $(gen_stamps)
	@mkdir -p $(@D)
	@sh tools/lint/tidy.sh $(exceptions) $< -std=c17 -D_GNU_SOURCE -Isrc -I$(B)/gen $(package_cflags) $(analyzer)
	@touch $@

lint-symbols:
	@sh tools/lint/symbols.sh $(DEFAULT) $(exceptions)
lint-shell:
	@if ! command -v shellcheck >/dev/null; then echo 'shellcheck is missing: not checked'; \
	elif [ -n '$(scripts)' ]; then shellcheck $(scripts); fi
lint-pot: $(TOOLS)/potgen
	@mkdir -p $(L)/po && $(call potgen,$(L)/po)
	@cmp -s $(L)/po/chorus.pot po/chorus.pot || { echo 'po/chorus.pot is out of date: make pot'; exit 1; }
lint-po:
	@awk -f tools/lint/po.awk po/chorus.pot $(languages)

lint-docs: $(docs_programs)
	@for p in $(docs_programs); do $$p | cmp -s - docs/$$(basename $$p).md || \
	    { echo "docs/$$(basename $$p).md is out of date: make docs"; exit 1; }; done

.PHONY: lint lint-all $(lint_checks)
