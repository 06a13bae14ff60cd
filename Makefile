# csvlearn: machine learning on tabular data as Unix filters
#
# One file, no configure; `make help` lists the targets.  The build mirrors the tree:
# lib/*/*.c become one private library, and each tools/<verb>/*.c is linked with it
# into bin/csv-<verb>.  A new source file, page or test is picked up by itself.
#
#	make V=1               show the commands
#	make CC=clang          another compiler
#	make DEVELOPER=1       warnings are errors
#	make SANITIZE=1        a second tree, build/san, that stops at the first fault
#	make SANITIZE=thread   a third, build/tsan, that finds races
#	make ISAL=no           unpack gzip by zlib, though isa-l is there

VERSION := 0.1.0

PREFIX ?= /usr/local
bindir ?= $(PREFIX)/bin
mandir ?= $(PREFIX)/share/man
CFLAGS ?= -O2 -g
FUZZ_SECONDS ?= 60
BUILD  := build
BIN    := bin

# -ffp-contract=off: a fused multiply-add rounds once where the source says twice,
# and then the last bit of a result would depend on the processor.
BASE_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -DVERSION=\"$(VERSION)\" -Ilib \
	-ffp-contract=off -pthread
WARN_CFLAGS := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wvla -Wformat=2
HARD_CFLAGS := -fstack-protector-strong -fPIE
LDLIBS      := -lcsv -lz -lxxhash -llbfgs -lm

ifeq ($(shell uname),Linux)
HARD_LDFLAGS := -pie -Wl,-z,relro,-z,now,--as-needed
endif
ifdef DEVELOPER
WARN_CFLAGS += -Werror
endif
ifeq ($(SANITIZE),thread)
BUILD := build/tsan
BIN   := build/tsan/bin
HARD_CFLAGS += -fsanitize=thread
else ifdef SANITIZE
BUILD := build/san
BIN   := build/san/bin
HARD_CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all
else
HARD_CFLAGS += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif

# gzip is unpacked by isa-l where a program using it links, else by zlib.  A yes is kept
# in the build folder, a no is asked again: `make deps` may have changed it.
isal_links = CC='$(CC)' CFLAGS='$(CFLAGS)' LDFLAGS='$(LDFLAGS)' \
	.ci/deps links isa-l/igzip_lib.h -lisal ISAL_GZIP_NO_HDR_VER
ISAL ?= $(shell cat $(BUILD)/isal 2>/dev/null || \
	{ $(isal_links) && mkdir -p $(BUILD) && echo yes | tee $(BUILD)/isal; })
ifeq ($(ISAL),yes)
BASE_CFLAGS += -DUNPACK_BY_ISAL
LDLIBS += -lisal
else
WITHOUT := lib/io/inflate_isal.c
endif
COMPILE = $(CC) $(BASE_CFLAGS) $(WARN_CFLAGS) $(HARD_CFLAGS) $(CFLAGS) -MMD -MP -c
LINK    = $(CC) -pthread $(HARD_CFLAGS) $(CFLAGS) $(HARD_LDFLAGS) $(LDFLAGS)

LIB      := $(BUILD)/libcsvlearn.a
LIB_SRC  := $(filter-out $(WITHOUT),$(wildcard lib/*/*.c))
TOOL_SRC := $(wildcard tools/*/*.c)
UNIT_SRC := $(wildcard tests/unit/*_test.c)
BENCH_SRC := $(wildcard bench/*.c)
FUZZ_SRC := $(wildcard tests/fuzz/*.c)
objects   = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIB_OBJ  := $(call objects,$(LIB_SRC))
OBJ      := $(call objects,$(LIB_SRC) $(TOOL_SRC) $(UNIT_SRC) $(BENCH_SRC) $(FUZZ_SRC))
TOOLS    := $(patsubst tools/%/,$(BIN)/csv-%,$(sort $(dir $(TOOL_SRC))))
UNIT     := $(UNIT_SRC:tests/%.c=$(BUILD)/%)
BENCH    := $(BENCH_SRC:%.c=$(BUILD)/%)
FUZZ     := $(FUZZ_SRC:tests/%.c=$(BUILD)/%)
PAGES    := $(wildcard man/*.[157])
DOCS     := README.md $(PAGES)
LINT     := tests/lint/lint
TESTS     = $(LINT) $(UNIT) $(wildcard tests/*.bats) $(BUILD)/documents.bats
# All processors, unless the user has said how many.
JOBS     := $(shell getconf _NPROCESSORS_ONLN)
PARALLEL  = --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))
IN_PATH   = PATH="$(CURDIR)/$(BIN):$$PATH"
Q        := $(if $(V),,@)
say       = $(if $(V),,echo "  $1";)

all: $(LIB) $(TOOLS) ## build the tools into bin/ (the default); installs nothing
deps: ## install what building and testing need (Debian, Ubuntu)
	@.ci/deps install build test
demo: ## build, then run a whole experiment: examples/birdstrikes
	@.ci/deps install build
	@$(MAKE) $(PARALLEL) all
	@$(IN_PATH) $(MAKE) --no-print-directory -C examples/birdstrikes

check: ## build, lint, run all tests; first installs what is missing for that
	@.ci/deps install build test
	@$(MAKE) $(PARALLEL) all programs
	@CSVLEARN_BIN=$(BIN) CSVLEARN_TAP=$(BUILD)/tap tests/run -j $(JOBS) $(TESTS)

check-long: ## the same with longer loops over random and hostile input
	@CSVLEARN_LONG=1 $(MAKE) --no-print-directory check

san: ## all tests under the address and undefined-behaviour sanitizers
	@$(MAKE) --no-print-directory SANITIZE=1 LINT= check

fuzz: ## feed the scan to clang's fuzzer for FUZZ_SECONDS (60); finds: build/fuzz/crash-*
	@echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | \
		clang -fsanitize=fuzzer -x c -o /dev/null - 2>/dev/null || \
		{ echo 'fuzz: no clang with libFuzzer here (Debian: libclang-rt-dev)'; exit 1; }
	@$(MAKE) $(PARALLEL) CC=clang BUILD=build/fuzz build/fuzz/fuzz/scan_fuzz \
		CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined'
	@mkdir -p build/fuzz/corpus && build/fuzz/fuzz/scan_fuzz -max_len=2048 \
		-max_total_time=$(FUZZ_SECONDS) -artifact_prefix=build/fuzz/ \
		-print_final_stats=1 build/fuzz/corpus tests/fuzz/corpus

tsan: ## the tests of threads under the thread sanitizer
	@$(MAKE) $(PARALLEL) SANITIZE=thread all
	@CSVLEARN_BIN=build/tsan/bin CSVLEARN_TAP=build/tap-tsan TSAN_OPTIONS=halt_on_error=1 \
		tests/run tests/jobs.bats tests/train_epochs.bats tests/train_classes.bats

lint: ## style, static analysis, the warnings of two compilers, pages, floors
	@CSVLEARN_TAP=$(BUILD)/tap-lint tests/run $(LINT) tests/floors.bats
cov: ## how much of each file in lib/ and tools/ the tests reach (gcov)
	@$(MAKE) --no-print-directory BUILD=build/cov BIN=build/cov/bin LINT= \
		CFLAGS='-Og -g --coverage -fprofile-update=atomic' check
	@tests/lint/coverage build/cov/obj

format: ## rewrite the sources in the project's style (.clang-format)
	@clang-format -i $(wildcard lib/*/*.[ch] tools/*/*.[ch] tests/*/*.[ch] bench/*.[ch])
bench: all $(BENCH) ## time the tools against their peers: bench/RESULTS.md
	@PATH="$(CURDIR)/$(BUILD)/bench:$$PATH"; $(IN_PATH) bench/run
bench-peers: ## install those peers that are missing (Debian, npm)
	@bench/peers/install
bench-micro: $(BENCH) ## time numbers, exact sums and the scan in a single process
	@$(BUILD)/bench/micro_num && $(BUILD)/bench/micro_sums
	@for t in num mixed; do $(BUILD)/bench/generate $$t 200000 > $(BUILD)/$$t.csv; done
	@$(BUILD)/bench/micro_scan $(BUILD)/num.csv $(BUILD)/mixed.csv

page_at = "$(DESTDIR)$(mandir)/man$(subst .,,$(suffix $1))/$(notdir $1)"

install: all ## install tools and pages below PREFIX (and DESTDIR)
	install -d "$(DESTDIR)$(bindir)" $(foreach n,1 5 7,"$(DESTDIR)$(mandir)/man$n")
	install -m 755 $(TOOLS) "$(DESTDIR)$(bindir)"
	$(Q)$(foreach p,$(PAGES),install -m 644 $p $(call page_at,$p) &&) :
uninstall: ## remove what install put there
	$(Q)rm -f $(patsubst $(BIN)/%,"$(DESTDIR)$(bindir)/%",$(TOOLS))
	$(Q)rm -f $(foreach p,$(PAGES),$(call page_at,$p))

clean: ## remove everything built
	rm -rf build bin
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

programs: $(UNIT) $(BUILD)/documents.bats
	@:
objects: $(OBJ)

.PHONY: all deps demo check check-long san tsan fuzz lint cov format bench bench-peers \
	bench-micro install \
	uninstall clean help programs objects force
.DELETE_ON_ERROR:
.SECONDARY: $(OBJ)
.PRECIOUS: %/
.SECONDEXPANSION:

# The probe names what is missing before the compiler can stumble over it; once it
# has passed it does not run again.
$(BUILD)/probe: | $(BUILD)/
	@CC='$(CC)' CFLAGS='$(CFLAGS)' LDFLAGS='$(LDFLAGS)' .ci/deps check build
	@touch $@

# These two change with the flags and with the list of sources, so that no object of
# another build and no deleted file is ever linked.
$(BUILD)/flags: force | $(BUILD)/
	@echo '$(COMPILE) $(LINK)' | cmp -s - $@ || echo '$(COMPILE) $(LINK)' > $@
$(BUILD)/members: force | $(BUILD)/
	@echo '$(LIB_OBJ)' | cmp -s - $@ || echo '$(LIB_OBJ)' > $@

$(BUILD)/obj/%.o: %.c $(BUILD)/flags | $(BUILD)/probe $$(@D)/
	$(Q)$(call say,CC    $<) $(COMPILE) -o $@ $<
$(LIB): $(LIB_OBJ) $(BUILD)/members
	$(Q)rm -f $@ && $(AR) rcs $@ $(LIB_OBJ)
$(BIN)/csv-%: $$(call objects,$$(wildcard tools/$$*/*.c)) $(LIB) | $(BIN)/
	$(Q)$(call say,LINK  $@) $(LINK) -o $@ $^ $(LDLIBS)
$(UNIT): $(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(LIB) | $(BUILD)/unit/
	$(Q)$(LINK) -o $@ $^ $(LDLIBS)
$(BENCH): $(BUILD)/bench/%: $(BUILD)/obj/bench/%.o $(LIB) | $(BUILD)/bench/
	$(Q)$(LINK) -o $@ $^ $(LDLIBS)
$(FUZZ): $(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(LIB) | $(BUILD)/fuzz/
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)
$(BUILD)/documents.bats: force | $(BUILD)/
	@tests/run-examples --bats $(DOCS) > $@
%/:
	@mkdir -p $@

-include $(OBJ:.o=.d)
