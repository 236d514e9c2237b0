# Everything a developer does here, by name. `make` alone lists it.

PYTHON ?= python3
IMAGE  ?= codacy-coverage-action
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check format docs image bench lock clean

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z.]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(READY) ## do the main job against a sandbox, on examples/ or on your checkout: make run DIR=path
ifdef DIR
	$(BIN)/codacy-coverage --sandbox --workspace "$(DIR)"
else
	@rm -rf .cache/example && mkdir -p .cache && cp -R examples .cache/example
	@cd .cache/example && git init -q -b main && git add . && \
	  git -c user.name=example -c user.email=example@example.com -c commit.gpgsign=false commit -qm "An example repository"
	$(BIN)/codacy-coverage --sandbox --workspace .cache/example
endif

test: $(READY) ## run all tests, those of the container and of whole workflows too (they need Docker)
	$(BIN)/python -m pytest -n 2

check: $(READY) ## lint, type check and audit everything that is not a test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir .cache/import-linter
	$(BIN)/check-jsonschema --builtin-schema vendor.github-actions action.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/actionlint
	$(BIN)/actionlint -ignore "is deprecated" tests/act/workflows/*.yml
	$(BIN)/zizmor --offline --quiet .
	$(BIN)/hadolint Dockerfile
	$(BIN)/shellcheck .ci/run

format: $(READY) ## put the code in the one agreed form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(READY) ## renew the tables of the documents from those of the code
	$(BIN)/python -m tools.documents

image: ## build the action's image and print its size
	docker build $(DOCKER_BUILD_ARGS) --tag $(IMAGE) .
	@docker save $(IMAGE) | gzip | wc -c | awk '{ printf "$(IMAGE): %.1f MB compressed\n", $$1 / 1e6 }'

bench: $(READY) ## measure speed and memory against what the machine can do at best
	$(BIN)/python -m bench

lock: $(READY) ## renew requirements*.txt from requirements*.in; to update: make lock UPGRADE=--upgrade
	$(BIN)/uv pip compile $(UPGRADE) $(LOCK) --output-file requirements.txt requirements.in
	$(BIN)/uv pip compile $(UPGRADE) $(LOCK) --output-file requirements-dev.txt requirements-dev.in

# One lock for Linux, macOS and Windows, x86-64 and arm64, Python 3.11 and later.
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock"

clean: ## remove what make made
	rm -rf $(VENV) .cache build dist *.egg-info

# The environment is made anew when a lock changes, from locked wheels only; the package itself is linked to the checkout.
$(READY): requirements-dev.txt
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
