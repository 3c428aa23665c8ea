# Everything is installed into .venv/ and nothing anywhere else. `make` alone shows the targets.
#
# Another interpreter:           make test PYTHON=python3.12 VENV=.venv-3.12
# The oldest versions we claim:  make test VENV=.venv-lowest LOCK=requirements/lowest-3.11.txt

PYTHON ?= python3
VENV ?= .venv
LOCK ?= requirements/lock-$(PYTHON_VERSION).txt
WORKERS ?= 2

PYTHON_VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
# Named by the lock: another Python or another lock makes the environment anew.
READY := $(VENV)/.ready-$(notdir $(LOCK))
# JupyterHub's proxy, which is a program for Node.js; npm comes with the environment.
HUB_PROXY := $(VENV)/hub-proxy/.ready
# The oldest JupyterHub that we claim, beside the environment's, which has the newest.
HUB_5 := .prove/hub-5/.ready

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo hub-demo hub-oldest test prove bench fuzz attacks-peers check lock lab clean

# nbgrader calls `alembic` from PATH, so recipes run as if the environment were activated; only the
# one that makes the environment must not run the Python inside it.
OUTER_PATH := $(PATH)
export PATH := $(abspath $(VENV))/bin:$(PATH)
$(READY): export PATH := $(OUTER_PATH)
# The caller's PYTHONPATH or PYTHONHOME would put other versions before the locked ones.
unexport PYTHONPATH PYTHONHOME
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(READY) ## Build the assignment, make a class, grade it and show the table
	autograder demo

hub-demo: $(READY) $(HUB_PROXY) ## Try the service: a JupyterHub on this machine, with students
	python -m autograder.hub.site demo-hub --course .

test: check $(HUB_PROXY) ## Run the checks and the tests: what CI runs, in minutes
	python -m pytest -n $(WORKERS) -m "not prove and not serial"
	python -m pytest -m "serial and not prove" || [ $$? -eq 5 ]  # 5: no test is marked serial

prove: check fuzz $(HUB_PROXY) $(HUB_5) ## Run everything, long proofs and benchmarks included; goes on where it was stopped
	python -m pytest -m "" --hypothesis-profile=prove --resume=.prove/passed.jsonl
	python tests/benchmarks/bench.py
	python tests/benchmarks/overhead.py
	python tests/benchmarks/cluster.py

bench: $(READY) ## Grade three classes by this engine, nbgrader and otter; write docs/benchmarks.md
	python tests/benchmarks/bench.py

# The fuzzer is no dependency of anything else: it has no wheels for some machines that grade.
fuzz: $(READY) ## Fuzz what the wall lets in for 30 CPU minutes; goes on where it was stopped
	python -m pip install --quiet --no-deps --require-hashes --upgrade --target .prove/fuzz-tools \
	  -r requirements/fuzz.txt
	PYTHONPATH=.prove/fuzz-tools python tests/fuzz/decode.py --cpu-minutes 30

hub-oldest: $(HUB_5) ## Install the oldest JupyterHub that we claim to work with, for one test

attacks-peers: $(READY) ## Try the attacks on stock nbgrader and otter-grader too; write docs/attacks.md
	python tests/peers/attacks_peers.py

check: $(READY) ## Lint, format, types, documentation and import order
	ruff check .
	ruff format --check .
	mypy
	python -m pytest -q tests/test_docs.py tests/test_architecture.py

lab: $(READY) ## Open the course in JupyterLab
	jupyter lab

lock: ## Resolve the dependencies again for each Python version
	./requirements/lock.sh

clean: ## Remove the environment and all that was generated
	rm -rf .venv* build dist demo demo-hub *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find autograder tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml $(wildcard $(LOCK))
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "This needs Python 3.11 or newer, and $(PYTHON) is not. Name another:" >&2; \
	  echo "make $(MAKECMDGOALS) PYTHON=python3.11" >&2; exit 1; }
	@test -f "$(LOCK)" || { \
	  echo "There is no $(LOCK): this Python has not been tested. Name another:" >&2; \
	  echo "make $(MAKECMDGOALS) PYTHON=python3.13" >&2; exit 1; }
	@rm -f $(VENV)/.ready-*
	$(PYTHON) -m venv $$(test -x $(VENV)/bin/python$(PYTHON_VERSION) || echo --clear) $(VENV)
	$(VENV)/bin/python -m pip install --quiet --require-hashes -r $(LOCK)
	$(VENV)/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(HUB_5): requirements/hub-5.txt | $(READY)
	rm -rf $(@D)
	python -m pip install --quiet --no-deps --require-hashes --target $(@D) -r $<
	@touch $@

# After the environment, which is made in an empty folder.
$(HUB_PROXY): requirements/hub-proxy/package.json requirements/hub-proxy/package-lock.json | $(READY)
	mkdir -p $(@D)
	cp $^ $(@D)/
	cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@
