# Trocar. `make` lists what can be made; every target works on a fresh clone.
# What is installed stays in .venv; nothing else on the machine is changed, except the browser that
# `make test` needs, which is announced (scripts/ensure_browser.py).

PORT ?= 8501
ADDRESS ?= localhost
export PYTHONUTF8 = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

BIN := .venv/bin
PY := $(BIN)/python
UNITS := $(PY) -m pytest -q --numprocesses=auto --ignore=tests/browser --ignore=tests/pages --ignore=tests/soak --ignore=tests/oracle
# Tests of whole files, whole documents and other programs: those that take longest.
LONG := tests/intake/test_difficult_files.py tests/intake/test_fuzz.py tests/report/test_word_report.py \
	tests/report/test_scripts_python.py tests/report/test_charts_sent.py tests/command/test_shared_files.py tests/test_scripts.py \
	tests/report/test_figures.py tests/report/test_slides.py tests/report/test_journal.py tests/command/test_injection.py \
	tests/report/test_other_years.py tests/report/test_said_of_adjustment.py tests/report/test_under_verdict.py \
	tests/command/test_program.py tests/intake/test_identifier_recall.py \
	tests/report/test_scripts_features.py tests/report/test_scripts_encodings.py

.DEFAULT_GOAL := help
.PHONY: help run test quick lint format oracle bench render soak lock font clean

help: ## list these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

run: .venv/for-running ## open Trocar in the browser: http://localhost:8501 (PORT=8502, ADDRESS=0.0.0.0 for others in the network)
	@sh scripts/serve.sh "$(ADDRESS)" "$(PORT)"

test: .venv/for-testing ## every test: units, pages, and the app in a real browser (installs Chromium if there is none)
	@browser="$$($(PY) scripts/ensure_browser.py)" && export TROCAR_BROWSER="$$browser" && \
		$(UNITS) && $(PY) -m pytest -q $(wildcard tests/pages) tests/browser

quick: .venv/for-testing ## the tests that need no server, no browser, no large file and no whole document
	@$(UNITS) $(LONG:%=--ignore=%)

lint: .venv/for-testing ## style, types and the import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@PYTHONPATH=. $(BIN)/lint-imports --no-cache --no-logo

oracle: .venv/for-testing ## run R again and compare our statistics with it (installs R on Debian and Ubuntu)
	@sh scripts/oracle.sh

bench: .venv/for-testing ## how fast: from counts against from rows, opening a file, a click, a cold start, a report
	@browser="$$($(PY) scripts/ensure_browser.py)" && TROCAR_BROWSER="$$browser" $(PY) -m bench

soak: .venv/for-testing ## hostile visitors, spoiled files and simulated registries by the thousand, as figures (half an hour)
	@browser="$$($(PY) scripts/ensure_browser.py)" && TROCAR_BROWSER="$$browser" $(PY) -m pytest -q tests/soak/test_visitors.py
	@$(PY) -m pytest -q --numprocesses=auto tests/soak --ignore=tests/soak/test_visitors.py

format: .venv/for-testing ## put the code into its usual form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

render: .venv/for-running ## the demo's report and slides as pages to look at (needs LibreOffice and poppler-utils)
	@command -v soffice >/dev/null && command -v pdftoppm >/dev/null || \
		{ echo "Needs LibreOffice and poppler: apt-get install libreoffice-writer libreoffice-impress poppler-utils"; exit 1; }
	@mkdir -p build/render && for language in en zh; do \
		$(PY) -m lib analyse data/demo_registry_$$language.xlsx --study data/demo_study.json --lang $$language \
			--report build/render/report_$$language.docx --slides build/render/slides_$$language.pptx || exit 1; \
		for file in report_$$language.docx slides_$$language.pptx; do \
			soffice --headless --convert-to pdf --outdir build/render build/render/$$file >/dev/null && \
			pdftoppm -r 80 -png build/render/$${file%.*}.pdf build/render/$${file%.*} || exit 1; done; done; ls build/render

lock: .venv/for-testing ## renew both locks from requirements.txt and requirements-test.txt (newest versions: sh scripts/lock.sh --upgrade)
	@sh scripts/lock.sh

font: .venv/for-testing ## remake data/fonts from Debian's fonts-noto-cjk
	@$(PY) scripts/subset_font.py

clean: ## remove what was installed and cached
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What is installed, with the file that says what. A stamp is renewed when its lock is newer.
.venv/for-running: requirements.lock | .venv/bin/python
	@echo "Installing what Trocar needs (once; about a minute) ..."
	@$(PY) -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

.venv/for-testing: requirements-test.lock .venv/for-running
	@echo "Installing what the tests need (once) ..."
	@$(PY) -m pip install --quiet --require-hashes -r requirements-test.lock
	@touch $@

.venv/bin/python:
	@sh scripts/make_venv.sh
