# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
#
# Everything is made in .venv, from the hash-pinned locks. Plain enough for GNU make 3.81 (macOS).

PORT ?= 8000
# which Python makes .venv; empty: the first below that runs, is 3.11 or newer and can make environments
PYTHON ?=
PYTHONS = $(if $(PYTHON),$(PYTHON),python3.13 python3.12 python3.11 python3)
UV_VERSION = 0.13.9

PY = .venv/bin/python
PIP = $(PY) -m pip -qq --disable-pip-version-check --no-input
# stamps: each is younger than what it was made from
VENV = .venv/.omgeving
RUNTIME = .venv/.runtime
DEV = .venv/.dev
UV = .venv/.uv-$(UV_VERSION)
SPECTRAL = .venv/spectral/.klaar
ADR = openapi/adr-ruleset
INTEROP = .venv/interop/.klaar

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run test check bench lock openapi-lock format coverage clean
.PHONY: format-check lint types floors openapi-lint api-check interop-lock interop-clients

help:
	@echo "make run [PORT=8000]  demo-netwerk laden in var/demo en tonen op http://127.0.0.1:PORT"
	@echo "make test             alle tests"
	@echo "make check            alles wat CI controleert: opmaak, lint, typen, lagen, API, tests"
	@echo "make bench            de metingen"
	@echo "make format           opmaak herstellen"
	@echo "make coverage         welke regels de tests niet raken"
	@echo "make lock             requirements*.lock opnieuw maken uit pyproject.toml"
	@echo "make clean            .venv en caches weggooien (var/ blijft)"
	@echo "Los: format-check lint types floors openapi-lint api-check. Eigen Python: make PYTHON=/pad/naar/python …"

run: $(RUNTIME)
	@$(PY) -m fixtures.demo --port $(PORT)

test: $(DEV) interop-clients
	@$(PY) -m pytest

bench: $(DEV)
	@$(PY) -m tests.bench

check: format-check lint types floors openapi-lint api-check test

format-check: $(DEV)
	@echo "· opmaak (ruff format)"
	@$(PY) -m ruff format --check --quiet . || { echo "  make format herstelt dit" >&2; exit 1; }

lint: $(DEV)
	@echo "· lint (ruff check)"
	@$(PY) -m ruff check --quiet .

types: $(DEV)
	@echo "· typen (mypy --strict)"
	@$(PY) -m mypy --no-error-summary

floors: $(DEV)
	@echo "· lagen (import-linter)"
	@.venv/bin/lint-imports --no-logo

# The ruleset of the API Design Rules, run by Spectral (Node). No warnings is the bar.
openapi-lint: $(VENV)
	@echo "· API Design Rules (spectral)"
	@if node --version >/dev/null 2>&1 && npm --version >/dev/null 2>&1; then \
	  $(MAKE) --silent --no-print-directory $(SPECTRAL) && \
	  .venv/spectral/node_modules/.bin/spectral lint --quiet --fail-severity=warn \
	    --ruleset $(ADR)/nlgov-adr-2.2.yaml openapi/openapi.json; \
	else \
	  echo "  niet gedaan: node en npm ontbreken / not done: needs node and npm (an error in CI)" >&2; \
	  test "$$CI" != true; \
	fi

# Ask a running register everything that its own description allows, and much that it does not.
api-check: $(DEV)
	@echo "· API tegen de eigen beschrijving (schemathesis)"
	@$(PY) -m tests.contract.run_schemathesis

format: $(DEV)
	@$(PY) -m ruff check --quiet --fix-only .
	@$(PY) -m ruff format .

coverage: $(DEV)
	@$(PY) -m coverage run -m pytest
	@$(PY) -m coverage report

# Names, versions and hashes only: no addresses, so that anyone's index will do.
COMPILE = .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-annotate
lock: $(UV)
	@echo "· requirements.lock"
	@$(COMPILE) --group build -o requirements.lock
	@echo "· requirements-postgresql.lock"
	@$(COMPILE) --group build --extra postgresql -c requirements.lock -o requirements-postgresql.lock
	@echo "· requirements-dev.lock"
	@$(COMPILE) --group build --extra postgresql --group dev -c requirements-postgresql.lock -o requirements-dev.lock

# Only when such a package itself is renewed. npm notes sponsor addresses; we keep names, versions and hashes.
# $(call npm-lock,where package.json is,where to install)
define npm-lock
	@rm -rf $(2) && mkdir -p $(2) && cp $(1)/package.json $(2)/
	@cd $(2) && npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund
	@$(PY) -c 'import json, sys; lock = json.load(sys.stdin); \
	  [package.pop(name, None) for package in lock["packages"].values() for name in ("funding", "resolved")]; \
	  print(json.dumps(lock, indent=2))' < $(2)/package-lock.json > $(1)/package-lock.json
endef

openapi-lock: $(VENV)
	$(call npm-lock,$(ADR),.venv/spectral)

interop-lock: $(VENV)
	$(call npm-lock,tests/interop,.venv/interop)

# The OAuth client of another, for tests/interop. Without it those tests say that they are skipped; in CI that is an error.
interop-clients: $(VENV)
	@{ node --version 2>&1 && npm --version 2>&1 && $(MAKE) --silent --no-print-directory $(INTEROP); } >/dev/null || { \
	  echo "  openid-client niet geïnstalleerd (node, npm) / not installed: needs node and npm (an error in CI)" >&2; \
	  test "$$CI" != true; \
	}

clean:
	rm -rf .venv .coverage htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .schemathesis dist

# --- making .venv ----------------------------------------------------------------------------------------------------

# A name on the PATH is not yet a Python: pyenv leaves shims that fail, Debian leaves out venv. So run each.
$(VENV):
	@found=; bare=; \
	for python in $(PYTHONS); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	  if "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then found=$$python; break; fi; \
	  bare=$$python; \
	done; \
	if [ -z "$$found" ] && [ -n "$$bare" ]; then \
	  echo "$$bare mist de module venv. Op Debian en Ubuntu: apt-get install python3-venv" >&2; \
	  echo "$$bare lacks the venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
	  exit 1; \
	elif [ -z "$$found" ]; then \
	  echo "Geen Python 3.11 of nieuwer gevonden (gezocht: $(PYTHONS))." >&2; \
	  echo "Found no Python 3.11 or newer (looked for: $(PYTHONS)). Or name it: make PYTHON=/path/to/python" >&2; \
	  exit 1; \
	fi; \
	echo "1/3 omgeving maken (.venv, $$("$$found" --version)) …"; \
	"$$found" -m venv --clear .venv
	@touch $@

$(RUNTIME): requirements.lock pyproject.toml $(VENV)
	@echo "2/3 bibliotheken installeren …"
	@$(PIP) install --require-hashes -r requirements.lock
	@echo "3/3 Lijnwijzer zelf installeren …"
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@echo "  + gereedschap voor tests en controles installeren …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(UV): $(VENV)
	@$(PIP) install uv==$(UV_VERSION)
	@touch $@

# $(call npm-ci,where the lock is,where to install)
define npm-ci
	@mkdir -p $(2)
	@cp $(1)/package.json $(1)/package-lock.json $(2)/
	@cd $(2) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@
endef

$(SPECTRAL): $(ADR)/package.json $(ADR)/package-lock.json $(VENV)
	@echo "  spectral installeren …"
	$(call npm-ci,$(ADR),.venv/spectral)

$(INTEROP): tests/interop/package.json tests/interop/package-lock.json $(VENV)
	@echo "  openid-client installeren …"
	$(call npm-ci,tests/interop,.venv/interop)
