# The commands of the house. `make` alone lists them.
# Scripts that set up and test stand in .ci/; everything Python runs in .venv.

.DEFAULT_GOAL := help
.PHONY: help serve demo test check bench torture quality audit pictures translations lock

python := .venv/bin/python
towns := seeds/kalundborg seeds/example-town

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

serve: ## Set up what is missing and open the planner on http://127.0.0.1:8000 (PORT, HOST)
	@sh .ci/setup run
	@exec .venv/bin/pathways serve --demo

demo: ## Open an invented town where everything is under way, on a database of its own, to be shown around
	@sh .ci/setup run
	@PATHWAYS_DATABASE_URL=sqlite:///instance/example-town.db exec .venv/bin/pathways serve --demo --example

test: ## Run all tests, on SQLite and on PostgreSQL, in a browser too (ARGS="-k map")
	@sh .ci/setup dev
	@sh .ci/needs
	@$(python) -m pytest -n 3 --dist worksteal -m "not long" $(ARGS)

check: ## Lint, types, import rules, templates, translations, and both towns
	@sh .ci/setup dev
	@sh .ci/check $(towns)

bench: ## Measure what the planner promises, as ratios of processor time, and fail on a broken promise
	@sh .ci/setup dev
	@$(python) -m tests.bench

torture: ## Attack every field with everything; kill the program a few hundred times and keep the table
	@sh .ci/setup dev
	@sh .ci/needs
	@$(python) -m pytest -n 2 --dist worksteal -m long
	@$(python) -m tests.torture

quality: ## Measure how good the answers are, beside all formulas that were tried, and fail below the bars
	@sh .ci/setup dev
	@$(python) -m tests.bench.quality

pictures: ## Take the pictures of the README anew, from both towns as they are
	@sh .ci/setup dev
	@sh .ci/needs
	@$(python) -m tests.pictures

audit: ## Measure with instruments of others (Lighthouse, Nu, axe, stylelint, links, wapiti, mutations); an hour, hours more where the domain is another (ARGS="nu axe")
	@sh .ci/setup dev
	@sh .ci/needs audit
	@$(python) -m tests.audit $(ARGS)

translations: ## Collect the texts to translate from code and templates into translations/
	@sh .ci/setup dev
	@$(python) .ci/translations.py update

lock: ## Pin the newest packages that pyproject.toml allows (needs uv)
	@uv export --quiet --upgrade --no-emit-project --no-header --no-annotate --no-dev --group build -o requirements.lock >/dev/null
	@uv export --quiet --no-emit-project --no-header --no-annotate --group dev -o .ci/requirements-dev.lock >/dev/null
