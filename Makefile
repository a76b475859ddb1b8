# Commands of this repository; `make` alone lists them.
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13 python3.14; do $$python -c '$(RECENT)' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?=

# The system and its tests start Python often: what is compiled is kept, wherever they run.
unexport PYTHONDONTWRITEBYTECODE
# A test's broker lives for a minute: what the second compiler costs does not come back.
test: export JAVA_TOOL_OPTIONS := -XX:TieredStopAtLevel=1 $(JAVA_TOOL_OPTIONS)

.DEFAULT_GOAL := help
.PHONY: help run test lint types bench quality train kafka up down lock

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## install and start everything in one process with demonstration data
	@LMIS_DEMO=$${LMIS_DEMO:-1} LMIS_LOG_LEVEL=$${LMIS_LOG_LEVEL:-WARNING} $(BIN)/lmis serve

test: $(VENV)/dev.stamp ## install what the tests need and run them all
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder --durations 10 $(PYTEST_ARGS)

lint: $(VENV)/dev.stamp ## check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp ## check types
	$(BIN)/mypy

bench: $(VENV)/dev.stamp ## run the benchmarks and print their ratios
	$(BIN)/python -m benchmarks.bulk_ingestion
	$(BIN)/python -m benchmarks.single_posts
	$(BIN)/python -m benchmarks.duplicates
	$(BIN)/python -m benchmarks.uploads
	$(BIN)/python -m benchmarks.event_throughput
	$(BIN)/python -m benchmarks.post_to_report
	$(BIN)/python -m benchmarks.ranking
	$(BIN)/python -m benchmarks.reports
	$(BIN)/python -m benchmarks.releasing
	$(BIN)/python -m benchmarks.replay
	$(BIN)/python -m benchmarks.assessing
	$(BIN)/python -m benchmarks.title_coding
	$(BIN)/python -m benchmarks.skill_extraction

quality: $(VENV)/dev.stamp ## measure coding, skills, mismatch and ranking anew and write docs/quality.md
	$(BIN)/python -m benchmarks.quality

train: $(VENV)/dev.stamp ## fit the models from ../shared/data and write their metrics and cards
	$(BIN)/python -m services.matching.training.train
	$(BIN)/python -m services.matching.training.coding
	$(BIN)/python -m services.matching.training.extraction

kafka: $(VENV)/run.stamp ## start a local Apache Kafka without Docker (Java and Maven needed)
	@$(BIN)/python -m deploy.kafka.local

up: ## start everything with Docker: Kafka, PostgreSQL and every process
	docker compose up --build --detach --wait

down: ## stop what `make up` started; data volumes stay
	docker compose down

lock: $(VENV)/dev.stamp ## pin the dependencies anew
	$(BIN)/pip-compile $(COMPILE) --extra build --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile $(COMPILE) --extra build --extra dev -c requirements.lock --output-file requirements-dev.lock pyproject.toml

COMPILE := --quiet --upgrade --no-emit-index-url --no-emit-find-links --generate-hashes --strip-extras --allow-unsafe

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found; name it: make PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# What is imported is compiled then; most of what the tools bring never is.
$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.stamp
