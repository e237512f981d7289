# Everything a developer does, in one word each. The logic stands in tools/, so that it can be tested.
# Another Python, address or folder: make run PYTHON=python3.12 HOST=0.0.0.0 PORT=8001 COMMUNITYUP_DATA=/somewhere/else

PYTHON ?= python3
VENV_PYTHON := .venv/bin/python

# Where this is set, every program reads 3,000 files anew: 3 seconds at every start. What Python keeps, git ignores.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix docs shots wheel prove migrations-check lock clean

help: ## say what one can do here
	@echo "Community-up. What you can do here:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)$$/  make \1|\2/' | column -t -s '|' 2>/dev/null || grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST)
	@echo "Start with: make run"

setup: ## install what is needed to run (virtual environment, styles, translations)
	@$(PYTHON) tools/setup.py setup

run: ## install what is missing, load the demonstration and start (HOST, PORT, COMMUNITYUP_DATA)
	@$(PYTHON) tools/setup.py run

test: ## prove that everything works
	@$(PYTHON) tools/setup.py dev
	@$(VENV_PYTHON) -m tools.test

prove: ## the same with full counts and measurements, and write a dated report into docs/reports
	@$(PYTHON) tools/setup.py dev
	@$(VENV_PYTHON) -m tools.test --prove $(if $(PARTS),--only $(PARTS))

check: ## look at the code without running it: layout, types, imports, templates, licences
	@$(PYTHON) tools/setup.py dev
	@$(VENV_PYTHON) -m tools.check

fix: ## let the tools mend what they can
	@$(PYTHON) tools/setup.py dev
	@$(VENV_PYTHON) -m tools.check --fix

docs: ## write the generated pages and build the documentation into site/
	@$(PYTHON) tools/setup.py dev
	@$(VENV_PYTHON) -m tools.docs

shots: ## take pictures of every page, wide and at 320 pixels, into shots/
	@$(PYTHON) tools/setup.py dev
	@$(VENV_PYTHON) -m tools.shots

wheel: ## pack everything into one file in dist/, for people without a checkout
	@$(PYTHON) tools/setup.py wheel

migrations-check: ## say whether a change of a model still lacks its migration
	@$(PYTHON) tools/setup.py dev
	@$(VENV_PYTHON) -m tools.check migrations

lock: ## choose the newest versions the project allows and write them into requirements/
	@$(PYTHON) tools/setup.py lock

clean: ## remove everything `make` made, except the data folder
	@$(PYTHON) tools/setup.py clean
