# From a clone: `make run`, `make test`, `make check`. Each uses .venv and makes it when needed.

PYTHON ?= python3

.PHONY: run test check

run: .venv/installed
	.venv/bin/streamlit run streamlit_app.py

test: .venv/installed-dev
	.venv/bin/pytest -n 3

check: .venv/installed-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/pytest -n 3

.venv/installed: requirements.txt
	$(PYTHON) -m venv .venv
	.venv/bin/pip install -r requirements.txt
	touch $@

.venv/installed-dev: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv .venv
	.venv/bin/pip install -r requirements-dev.txt
	touch $@
