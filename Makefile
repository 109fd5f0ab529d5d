# Everything from nothing: with Python 3.11 or newer, make and git, each target below first puts a pinned uv
# and the locked dependencies into .venv, once.

UV_VERSION := 0.13.9
PYTHON ?=
# One more than the two cores that are counted on: what waits for a program or a terminal leaves one idle.
TEST_WORKERS ?= 3

# The Python, the .venv and the versions are those named here, whatever this machine's settings for uv say.
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON := .venv/bin/python
export UV_PROJECT_ENVIRONMENT := .venv
unexport UV_DEFAULT_INDEX UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL VIRTUAL_ENV PYTHONPATH PYTHONHOME

BIN := .venv/bin
PICTURES := tests/tui/test_pictures.py::test_a_screen_looks_like_its_picture_and_is_readable
UV_STAMP := .venv/.uv-$(UV_VERSION)
SYNC_STAMP := .venv/.synced

.PHONY: help demo test faults check format bench screenshots contrast docs clean sync-with-pip
.DELETE_ON_ERROR:

help:
	@echo "make demo          open the app on its demo company"
	@echo "make test          run the tests (ARGS='-k ladder' for some of them)"
	@echo "make faults        make what can go wrong go wrong, 200 times over"
	@echo "make check         lint, format, types and the import contracts"
	@echo "make format        put the code into its format"
	@echo "make bench         measure start-up, commands and memory"
	@echo "make screenshots   draw the pictures in screenshots/ anew (ARGS='-k kpis' for some of them)"
	@echo "make contrast      print the least contrast on each screen, in both themes"
	@echo "make docs          write what is generated in docs/, and what the commands shown there print"
	@echo "make clean         remove what the targets above made"

demo: $(SYNC_STAMP)
	@$(BIN)/cadence demo $(ARGS)

test: $(SYNC_STAMP)
	@$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist worksteal $(ARGS)

faults: $(SYNC_STAMP)
	@CADENCE_ROUNDS=200 $(BIN)/python -m pytest -n $(TEST_WORKERS) --dist worksteal tests/storage tests/test_undo.py tests/tui/test_meeting_faults.py $(ARGS)

check: $(SYNC_STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(SYNC_STAMP)
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .

bench: $(SYNC_STAMP)
	@$(BIN)/python tests/bench/run.py $(ARGS)

screenshots: $(SYNC_STAMP)
	@$(BIN)/python -m pytest -q -n $(TEST_WORKERS) --dist worksteal $(PICTURES) --draw $(ARGS)

contrast: $(SYNC_STAMP)
	@$(BIN)/python -m pytest -q -n $(TEST_WORKERS) --dist worksteal $(PICTURES) --contrast $(ARGS)

docs: $(SYNC_STAMP)
	@$(BIN)/python -m tests.docs.write

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis dist

$(SYNC_STAMP): $(UV_STAMP) pyproject.toml uv.lock
	@$(BIN)/uv lock --quiet --check --offline 2>/dev/null || { \
	  echo "uv.lock does not fit pyproject.toml. Run .venv/bin/uv lock, and commit both." >&2; exit 1; }
	@$(BIN)/uv sync --quiet --locked --compile-bytecode || $(MAKE) --no-print-directory sync-with-pip
	@$(BIN)/python -m compileall -q src
	@touch $@

# The same versions, held to the same hashes, where PyPI is reached only through a mirror that pip is configured for.
sync-with-pip:
	@echo "Trying again with pip, and the index it is configured for."
	@$(BIN)/uv export --quiet --frozen --no-emit-project --output-file .venv/requirements.txt >/dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .

$(UV_STAMP):
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    "$$python" -m venv --clear .venv || { \
	      echo "Python could not make .venv: see above. On Debian and Ubuntu: apt install python3-venv." >&2; exit 1; }; \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) || exit 1; \
	    touch $@; exit 0; \
	  fi; \
	done; \
	echo "cadence needs Python 3.11 or newer, and found none. Name yours: make PYTHON=/path/to/python3.12 test" >&2; exit 1
