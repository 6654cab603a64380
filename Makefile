# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
LOCKS := requirements/build.txt requirements/runtime.txt requirements/development.txt
PIP := $(BIN)/python -m pip --disable-pip-version-check
# What the teacher's packages ask for and the teacher does not use; torch.txt pins torch by hand.
NOT_FOR_TEACHER := torch triton setuptools sentence-transformers scikit-learn scipy joblib narwhals threadpoolctl \
  cuda-bindings cuda-pathfinder cuda-toolkit nvidia-cublas nvidia-cuda-cupti nvidia-cuda-nvrtc nvidia-cuda-runtime \
  nvidia-cudnn-cu13 nvidia-cufft nvidia-cufile nvidia-curand nvidia-cusolver nvidia-cusparse nvidia-cusparselt-cu13 \
  nvidia-nccl-cu13 nvidia-nvjitlink nvidia-nvshmem-cu13 nvidia-nvtx

.DEFAULT_GOAL := help
.PHONY: help setup run test check format lock train teacher silver gazetteer bench torture clean

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
	uv pip compile --quiet --upgrade --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header \
	  $(addprefix --no-emit-package ,$(NOT_FOR_TEACHER)) requirements/teacher.in --output-file requirements/teacher.txt

train: setup ## train the language pipeline: make train TREEBANKS=folder
	@test -n "$(TREEBANKS)" || { echo "say where the treebanks are: make train TREEBANKS=folder" >&2; exit 2; }
	@for file in $(SILVER); do test -e "$$file" || { echo "there is no file $$file" >&2; exit 2; }; done
	$(BIN)/python -m bot.language.training --treebanks "$(TREEBANKS)" --output bot/language/model \
	  $(addprefix --silver ,$(SILVER))

build/teacher/.ready: requirements/teacher.txt requirements/torch.txt
	$(PYTHON) -m venv build/teacher
	build/teacher/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes \
	  --requirement requirements/teacher.txt --requirement requirements/torch.txt
	@touch $@

teacher: ## train the teacher that writes silver parses: make teacher TREEBANKS=folder [STEPS=2000]
	@test -n "$(TREEBANKS)" || { echo "say where the treebanks are: make teacher TREEBANKS=folder" >&2; exit 2; }
	@test -d "$(TREEBANKS)" || { echo "there is no folder $(TREEBANKS)" >&2; exit 2; }
	@$(MAKE) --no-print-directory build/teacher/.ready
	PYTHONPATH=. build/teacher/bin/python -m bot.language.training.teacher --treebanks "$(TREEBANKS)" \
	  --output build/teacher-model $(addprefix --steps ,$(STEPS))

silver: ## write the teacher's parses: make silver CORPUS="file.jsonl.gz …" OUTPUT=file.conllu.gz [LIMIT=number]
	@test -n "$(CORPUS)" -a -n "$(OUTPUT)" || { echo 'say what to read and write: make silver CORPUS="file.jsonl.gz …" OUTPUT=file.conllu.gz' >&2; exit 2; }
	@for file in $(CORPUS); do test -e "$$file" || { echo "there is no file $$file" >&2; exit 2; }; done
	@test -d build/teacher-model || { echo "there is no teacher yet: make teacher TREEBANKS=folder" >&2; exit 2; }
	@$(MAKE) --no-print-directory build/teacher/.ready
	PYTHONPATH=. build/teacher/bin/python -m bot.silvering $(CORPUS) --teacher build/teacher-model --output "$(OUTPUT)" \
	  $(addprefix --limit ,$(LIMIT))

gazetteer: setup ## build the file of places anew from GeoNames
	$(PYTHON) -m venv build/gazetteer
	build/gazetteer/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes \
	  --requirement requirements/gazetteer.txt --requirement requirements/runtime.txt
	PYTHONPATH=. build/gazetteer/bin/python -m bot.places.building --output bot/places/gazetteer.sqlite

bench: setup ## measure speed: make bench CORPUS=file.jsonl.gz [MIX=other.jsonl.gz]
	@test -n "$(CORPUS)" || { echo "say which articles to read: make bench CORPUS=file.jsonl.gz" >&2; exit 2; }
	$(BIN)/python -m tests.bench "$(CORPUS)" $(if $(MIX),--mix "$(MIX)")

torture: setup ## kill the program hundreds of times while it reads 400 articles and delivers 2000 alerts
	$(BIN)/python -m tests.torture
	$(BIN)/python -m tests.intake_torture

clean: ## remove what setup made
	rm -rf $(VENV)
