# make brief   the brief for a session, offline, from what ships
# make serve   the council's pages on this machine
# make demo    the same, with the story of one day to look at and walk around in
# make test    the tests, with all that they need
.DEFAULT_GOAL := brief
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes --only-binary :all:
# The environment is ready when its stamp is written, last of all. An install that was broken off
# leaves no stamp but this mark, and is not built upon: pip may hold half a package for a whole one.
RUNTIME := .venv/.runtime
DEVELOP := .venv/.develop
UNFINISHED := .venv/.unfinished
# What depends on the database is proved on PostgreSQL too.
ON_POSTGRES := $(addprefix tests/council/,record people desk site council) \
	$(addprefix --ignore=tests/council/,people/test_signing_in.py desk/test_report_script.py)
export TOCSIN_SHARED ?= $(abspath ../shared)

LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) pyproject.toml \
	--extra council --group build
SOURCES := src tests tools $(wildcard benchmarks)

.PHONY: brief serve demo test soak lint audit format bench lock messages figures outlines countries picture pictures system clean

brief: $(RUNTIME)
	$(BIN)/tocsin brief --org csto --as-of 2013-09-23 --out out/brief-csto-2013-09-23.html

serve: $(RUNTIME)
	$(BIN)/tocsin serve

demo: $(RUNTIME)
	TOCSIN_DATA=$${TOCSIN_DATA:-out/demo} $(BIN)/tocsin demo sochi

test: $(DEVELOP) system
	$(BIN)/pytest -n 2 --dist loadgroup
	tools/postgres.sh $(BIN)/pytest -n 2 $(ON_POSTGRES)

soak: $(DEVELOP) system
	$(BIN)/pytest -m soak --hypothesis-profile soak
	tools/postgres.sh $(BIN)/pytest -m soak tests/council/record
	tools/postgres.sh $(BIN)/pytest -n 2 tests/council/test_leak.py

lint: $(DEVELOP)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy

audit: $(DEVELOP)
	$(BIN)/python tools/audit.py

format: $(DEVELOP)
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

bench: $(DEVELOP)
	set -e; for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script; done

# New versions come in by `make lock UPGRADE=1` only.
lock: $(DEVELOP)
	$(LOCK) --output-file requirements.lock
	$(LOCK) --constraints requirements.lock --group test --group lint --group bench --group lock \
		--output-file requirements-dev.lock

# Brings the catalogues of translations up to what is said, and compiles them.
messages: $(DEVELOP)
	$(BIN)/python tools/messages.py

figures countries: $(DEVELOP)
	$(BIN)/python tools/$@.py $(TOCSIN_SHARED)/data

outlines: $(DEVELOP)
	$(BIN)/python tools/outlines.py

picture: brief $(DEVELOP) system
	$(BIN)/python tools/picture.py out/brief-csto-2013-09-23.html

pictures: $(DEVELOP) system
	mkdir -p docs/pictures
	TOCSIN_DATA=$$(mktemp -d) $(BIN)/tocsin demo sochi --play-only # so that all models are there
	TOCSIN_PICTURES=$(abspath docs/pictures) $(BIN)/pytest tests/council/browser/test_pictures.py

system:
	@tools/system.sh

clean:
	rm -rf .venv out build .pytest_cache .mypy_cache .ruff_cache .hypothesis src/*.egg-info

$(RUNTIME): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "tocsin needs Python 3.11 or newer: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) lacks venv: on Debian, apt-get install python3-venv" >&2; exit 1; }
	@rm -f $(RUNTIME) $(DEVELOP)
	@{ [ ! -e $(UNFINISHED) ] && $(PIP) --version >/dev/null 2>&1; } || $(PYTHON) -m venv --clear .venv
	@touch $(UNFINISHED)
	$(INSTALL) -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@rm $(UNFINISHED)
	@touch $@

$(DEVELOP): requirements-dev.lock $(RUNTIME)
	@rm -f $@
	@touch $(UNFINISHED)
	$(INSTALL) $(if $(wildcard $(UNFINISHED)),--force-reinstall) -r requirements-dev.lock
	@rm $(UNFINISHED)
	@touch $@
