# `make study` and `make test` set up .venv by themselves; they need Python >= 3.11 and make.
PYTHON ?= python3
RAW ?= data/raw
OUT ?= data/processed
BIN = .venv/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

SEED ?= $(shell date +%s)

.PHONY: study test search lint lab docs clean

study: .venv/.ready-to-study
	$(BIN)/gikstudy study --raw $(RAW) --out $(OUT)

test: .venv/.ready-to-develop
	$(BIN)/python -m pytest -n logical --dist loadfile

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
