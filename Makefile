# symnn: everything runs from .venv, which `setup` makes when it is missing or out of date.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.stamp
SECOND := .venv-crosscheck
RIVALS := .venv-rivals
LEARN := .venv-learn
JOBS ?= 2
BROWSER := .browser

.PHONY: setup verify judges test test-crosscheck test-learn test-browser test-latex lint format bench rivals readme pictures clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing symnn and its tools into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input -c constraints.txt -e ".[test]"
	@touch $(STAMP)

# every derivation of the repository, proved or refuted; exits with the command's own code; a slow machine has a minute a claim
verify: $(STAMP)
	@$(BIN)/symnn verify derivations --timeout 60

# torch beside the verdicts on arrays, numba and jax beside the NumPy code: with them `make test` runs the tests that compare
judges: .venv/.judges

.venv/.judges: $(STAMP)
	@echo "installing the judges into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input -c constraints.txt -e ".[judges,numba,jax]"
	@touch $@

# in two processes: `make test JOBS=0` for one
test: $(STAMP)
	@$(BIN)/python -m pytest -n $(JOBS)

# the tests that the second reader could disturb, in an environment of its own with the extra `crosscheck`: that one pins
# an old parser runtime and installs packages named `gen` and `tests`
test-crosscheck: $(SECOND)/.stamp
	@$(SECOND)/bin/python -m pytest tests/crosscheck tests/cli tests/workers

$(SECOND)/.stamp: pyproject.toml constraints.txt
	@test -x $(SECOND)/bin/python || $(PYTHON) -m venv $(SECOND)
	@echo "installing symnn with the second reader into $(SECOND)"
	@$(SECOND)/bin/python -m pip install --quiet --disable-pip-version-check --no-input -c constraints.txt -e ".[test,crosscheck]"
	@touch $@

# networks on the data that scikit-learn ships, in an environment of its own: it brings SciPy, with which SymPy prints
# other code
test-learn: $(LEARN)/.stamp
	@$(LEARN)/bin/python -m pytest tests/network/test_examples.py

$(LEARN)/.stamp: pyproject.toml constraints.txt
	@test -x $(LEARN)/bin/python || $(PYTHON) -m venv $(LEARN)
	@echo "installing symnn and scikit-learn into $(LEARN)"
	@$(LEARN)/bin/python -m pip install --quiet --disable-pip-version-check --no-input -c constraints.txt -e ".[test,learn]"
	@touch $@

# the HTML report in headless Chromium, with axe-core for accessibility: without a browser the tests say so and are skipped
test-browser: $(STAMP)
	@tools/browser.sh $(BROWSER)
	@$(BIN)/python -m pytest -rs tests/report/test_browser.py

# tables of functions through pdflatex: without it the tests say so and are skipped
test-latex: $(STAMP)
	@tools/latex.sh
	@$(BIN)/python -m pytest -rs tests/tables/test_latex.py

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(STAMP)
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: $(STAMP)
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit $$?; done

# accuracy and speed of compiled functions beside SciPy, torch, jax and autograd, which are installed apart: with SciPy
# present SymPy prints other code
rivals: $(RIVALS)/.stamp
	@for name in accuracy no_catalogue number_speed; do \
	  echo "== $$name"; $(RIVALS)/bin/python benchmarks/$$name.py || exit $$?; done

$(RIVALS)/.stamp: pyproject.toml constraints.txt
	@test -x $(RIVALS)/bin/python || $(PYTHON) -m venv $(RIVALS)
	@echo "installing symnn and its rivals into $(RIVALS)"
	@$(RIVALS)/bin/python -m pip install --quiet --disable-pip-version-check --no-input -c constraints.txt -e ".[test,judges,rivals]"
	@touch $@

# the transcript in README.md, made afresh
readme: $(STAMP)
	@$(BIN)/python tools/readme.py

# the pictures in README.md, made afresh; that of the report needs Chromium
pictures: $(STAMP)
	@$(BIN)/python tools/pictures.py

clean:
	rm -rf .venv $(SECOND) $(RIVALS) $(LEARN) $(BROWSER) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
