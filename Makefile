# `make study` and `make test` set up .venv by themselves; they need Python >= 3.11 and make.
PYTHON ?= python3
RAW ?= data/raw
OUT ?= data/processed
# Not `?=`: gettext has an environment variable of this name, with other values.
LANGUAGE = zh
# The made-up panel shows every figure: five reports are too few for most of them.
MADE_UP ?= data/made_up
REPORTS ?= 1500
BIN = .venv/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_OPTIONS) -c constraints.txt

SEED ?= $(shell date +%s)

# `make study` makes both; each can be made alone.
.PHONY: study study-of-reports study-of-made-up-reports test search lint lab docs teaching clean

study: study-of-reports study-of-made-up-reports

study-of-reports: .venv/.ready-to-study
	$(BIN)/gikstudy study --raw $(RAW) --out $(OUT) -p language $(LANGUAGE)

study-of-made-up-reports: .venv/.ready-to-study $(MADE_UP)/$(REPORTS)/truth.parquet
	$(BIN)/gikstudy study --raw $(MADE_UP)/$(REPORTS)/reports --out $(MADE_UP)/processed -p language $(LANGUAGE)

$(MADE_UP)/$(REPORTS)/truth.parquet: | .venv/.ready-to-study
	rm -rf $(MADE_UP)/$(REPORTS)
	$(BIN)/gikstudy synth $(REPORTS) --out $(MADE_UP)/$(REPORTS) --seed 11

test: .venv/.ready-to-develop
	$(BIN)/python -m pytest -n logical --dist loadfile --no-loadscope-reorder

# New examples at every call, many more than `make test` draws; SEED=... draws the same ones again.
search: .venv/.ready-to-develop
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=search --hypothesis-seed=$(SEED)

lint: .venv/.ready-to-develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The site: build/docs/index.html. Nothing is fetched while it is built.
docs: .venv/.ready-to-develop
	$(BIN)/python docs/generate.py
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet docs build/docs

# The notebooks of the course, for students and teachers: build/teaching.
teaching: .venv/.ready-to-study
	$(BIN)/python teaching/make.py

lab: .venv/.ready-to-study
	$(BIN)/jupyter lab notebooks

# A stamp says what is installed; it is made anew only when the lists of packages change.
.venv/.ready-to-study: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) -e .
	touch $@

.venv/.ready-to-develop: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) -e '.[dev]'
	touch $@ .venv/.ready-to-study

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache
