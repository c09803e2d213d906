# `make demo` and `make test` need Python 3.11 or later and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.complete
PEERS := .venv-peers
# pandas, DuckDB and openpyxl read exports back in an environment of their own.
READERS := .venv-readers
# pywb replays what was archived in an environment of its own.
REPLAY := .venv-replay
# Scrapyd, with govreports' dependencies and without govreports: that comes to it as an egg.
SCRAPYD := .venv-scrapyd

.PHONY: setup demo test check lint types imports docs lock clean test-long test-kill test-outages test-replay \
  test-scrapyd test-fuzz test-fuzz-short test-faults test-attachments sim-year sim-year-short \
  bench-crawl bench-crawl-short bench-browser bench-browser-short bench-reading \
  bench-export bench-export-short bench-reparse bench-reparse-short \
  bench-memory bench-memory-short bench-disk bench-disk-short

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "govreports needs Python 3.11 or later; $(PYTHON) is older. Try: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@# As pip does with what it copies: each crawl starts processes, which else compile all of it.
	$(BIN)/python -m compileall -q govreports pipelines spiders
	@touch $@

demo: setup
	$(BIN)/govreports demo

test: setup
	@# In their order by name the last files are quick ones, so that no worker goes on alone.
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "not long"

# Crawls of every family's replica, of every encoding, and of drawn pages at their worst.
test-long: setup
	$(BIN)/python -m pytest -n auto --dist loadfile -m long \
	  --ignore tests/crashes/test_kills.py --ignore tests/crashes/test_outages.py \
	  --ignore tests/replay --ignore tests/scrapyd

check: lint types imports docs

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy
	$(BIN)/mypy --explicit-package-bases tests

imports: setup
	$(BIN)/lint-imports

docs: setup
	$(BIN)/python -m pytest -q tests/test_docs.py

bench-crawl: setup
	$(BIN)/python -m tests.benchmarks.crawl

bench-crawl-short: setup
	$(BIN)/python -m tests.benchmarks.crawl --pages 400 --rounds 1

# Needs Chromium (Debian: apt-get install chromium).
bench-browser: setup
	$(BIN)/python -m tests.benchmarks.browser

bench-browser-short: setup
	$(BIN)/python -m tests.benchmarks.browser --pages 30

# Real pages with gold lie outside of the project: GOVREPORTS_GOLD names their folder.
# The extractors beside it live in an environment of their own; without network they are left out.
bench-reading: setup
	-@$(MAKE) --no-print-directory $(PEERS)/.complete
	$(BIN)/python -m tests.benchmarks.reading

$(PEERS)/.complete: tests/benchmarks/peers.lock
	$(PYTHON) -m venv --clear $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

bench-export: setup $(READERS)/.complete
	$(BIN)/python -m tests.benchmarks.export

bench-export-short: setup $(READERS)/.complete
	$(BIN)/python -m tests.benchmarks.export --versions 2000

bench-reparse: setup
	$(BIN)/python -m tests.benchmarks.reparse --least 3

bench-reparse-short: setup
	$(BIN)/python -m tests.benchmarks.reparse --pages 300 --rounds 1

# One crawl of 50,000 pages: at its end it holds at most 1.2 times what it held at 5,000.
bench-memory: setup
	$(BIN)/python -m tests.benchmarks.memory

bench-memory-short: setup
	$(BIN)/python -m tests.benchmarks.memory --pages 6000 --begin 1500

bench-disk: setup
	$(BIN)/python -m tests.benchmarks.disk

bench-disk-short: setup
	$(BIN)/python -m tests.benchmarks.disk --pages 300

# Fifty files in their real formats, read as crawls read them: state, CPU time and memory of each.
test-attachments: setup
	$(BIN)/python -m tests.attachments.measuring

# So many kills at random moments of crawls of a portal that changes in between: the store must be
# that of crawls which nobody disturbed. Some minutes for each hundred.
KILLS ?= 200
test-kill: setup
	$(BIN)/python -m pytest -s tests/crashes/test_kills.py --kills $(KILLS)

# The same while a PostgreSQL server of the test's own is stopped and started.
OUTAGES ?= 20
test-outages: setup
	$(BIN)/python -m pytest -s tests/crashes/test_outages.py --outages $(OUTAGES)

# pywb over the archive and over its WACZ export, on loopback.
test-replay: setup $(REPLAY)/.complete
	$(BIN)/python -m pytest -q tests/replay

# The project's egg, deployed to a Scrapyd on loopback, which crawls a replica from it.
test-scrapyd: setup $(SCRAPYD)/.complete
	$(BIN)/python -m pytest -q tests/scrapyd

# 20,000 spoilt pages, each put to every family, on all cores; real pages among the seeds where
# GOVREPORTS_GOLD names their folder.
test-fuzz: setup
	$(BIN)/python -m tests.fuzz.run

test-fuzz-short: setup
	$(BIN)/python -m tests.fuzz.run --pages 1000

# Five portals, 52 weekly `crawl --due`, with edits, moves, a redesign and an emptied list drawn
# from SEED; takes some ten minutes.
SEED ?= 1
sim-year: setup
	$(BIN)/python -m tests.year.run --seed $(SEED)

sim-year-short: setup
	$(BIN)/python -m tests.year.run --seed $(SEED) --weeks 6 --portals 2 --articles 16

# Every fault on every family's replica, a table of them; takes some minutes.
test-faults: setup
	$(BIN)/python -m tests.faults.run

# Each fault on some families, each family with some faults.
.PHONY: test-faults-short
test-faults-short: setup
	$(BIN)/python -m tests.faults.run --short

# Robots rules, pauses, requests at a time, quiet hours, by replicas' own logs; about a minute.
.PHONY: test-polite
test-polite: setup
	$(BIN)/python -m tests.polite.run

$(READERS)/.complete: tests/benchmarks/readers.lock
$(REPLAY)/.complete: tests/replay/replay.lock
$(SCRAPYD)/.complete: tests/scrapyd/scrapyd.lock
$(READERS)/.complete $(REPLAY)/.complete $(SCRAPYD)/.complete:
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra dev pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  tests/benchmarks/peers.in -o tests/benchmarks/peers.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  tests/benchmarks/readers.in -o tests/benchmarks/readers.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  tests/replay/replay.in -o tests/replay/replay.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  -c requirements.lock pyproject.toml tests/scrapyd/scrapyd.in -o tests/scrapyd/scrapyd.lock

clean:
	rm -rf $(VENV) $(PEERS) $(READERS) $(REPLAY) $(SCRAPYD)
