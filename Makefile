# `make help` lists what can be done. Needed on the machine: Python 3.11, 3.12 or 3.13 and Node.js 20.19 or newer.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.SHELLFLAGS := -euc
# Two things at a time: an installation of libraries and a package keep one processor busy each.
MAKEFLAGS += --no-builtin-rules --jobs=2
.DELETE_ON_ERROR:

# The interpreter is the machine's own; none is ever downloaded. The system's comes before others on the path: an
# interpreter that somebody has compiled is rarely built with profiles, and runs the tests a fifth slower.
usable = $(shell $(1) -c 'import venv, importlib.util as u; exit(not (u.find_spec("pip") or u.find_spec("ensurepip")))' \
	2>/dev/null && echo $(1))
PYTHON ?= $(or $(call usable,/usr/bin/python3.11),$(call usable,python3.11),$(call usable,python3.12),$(call usable,python3.13),\
	python3.11)
export UV_PYTHON_DOWNLOADS := never
# Compiled modules are kept: the processes of a test run would each compile everything they import again.
unexport PYTHONDONTWRITEBYTECODE
# Where the local cloud keeps what it has; another folder is a stack apart.
STATE ?= .cloud/state
# The province and ports of the last start: what looks into a running stack need not name them again.
ifneq ($(filter logs mailbox code token invoke redrive personal-data,$(MAKECMDGOALS)),)
-include $(STATE)/last-start.mk
endif
# The first of the folders of data; nothing here names a province.
PROVINCE ?= $(notdir $(patsubst %/,%,$(dir $(firstword $(sort $(wildcard chalicelib/data/province/*/province.toml))))))
# A folder of provinces from outside the tree, and the digest of one whose change since its deployment is agreed.
PROVINCES ?=
PROVINCE_DIGEST ?=
OUTSIDE = $(if $(PROVINCES),--provinces "$(PROVINCES)") $(if $(PROVINCE_DIGEST),--province-digest $(PROVINCE_DIGEST))
PORT ?= 8080
# Not 4566: LocalStack listens there, and a test of that engine must not reach a running province.
CLOUD_PORT ?= 4577
GATEWAY_PORT ?= 8099
PORTAL_PORT ?= 8098
PLACES = --province "$(PROVINCE)" $(OUTSIDE) --port $(PORT) --cloud-port $(CLOUD_PORT) --gateway-port $(GATEWAY_PORT) \
	--portal-port $(PORTAL_PORT) --state $(STATE)

# Four workers on two processors, one of them without the local cloud, for which the others wait a third of their time
# (tests/support/running/scheduling.py). What they deploy is made while the tests are collected (forked_run.py), by a make
# that shares no jobs with this one.
WORKERS = -q --workers 4 --meanwhile "env -u MAKEFLAGS -u MAKELEVEL $(MAKE) testable"

BIN := .venv/bin
RUN := $(BIN)/python
UV := .uv/bin/uv
UV_INSTALLED := .uv/.installed
INSTALLED := .venv/.installed
CLOUD := .cloud/.installed
LAW := chalicelib/data/built/law.json
NODE := web/node_modules/.installed
TYPES := web/src/generated/api.ts
SITE := web/dist/index.html
INSTALL = @$(PYTHON) -m infra.local.install_step
STEP = @$(PYTHON) -m infra.local.progress

# What this machine lacks is said before anything is begun: for `run` each time, for the rest until all is installed.
READY := $(if $(and $(wildcard $(INSTALLED)),$(wildcard $(CLOUD)),$(wildcard $(NODE))),--installed)
GOALS := $(filter-out help clean forget,$(or $(MAKECMDGOALS),help))
ifneq ($(if $(READY),$(filter run,$(GOALS)),$(GOALS)),)
LACKING := $(shell sh infra/local/check_start.sh $(PYTHON) $(READY) $(if $(filter run,$(GOALS)),$(PLACES)))
$(if $(LACKING),$(error $(LACKING)))
endif

##@ Running

.PHONY: run
run: install $(LAW) $(SITE) ## Start everything for one province: make run PROVINCE=code [PORT=8080 CLOUD_PORT=4577 GATEWAY_PORT=8099 PORTAL_PORT=8098] [PROVINCES=folder]
	@exec $(RUN) -m infra.local.run $(PLACES)

.PHONY: check-province
check-province: install $(LAW) ## Check a folder of provinces from outside the tree: make check-province PROVINCES=folder
	@$(RUN) -m infra.provinces "$(PROVINCES)"

.PHONY: code
code: install ## What a demo officer's telephone shows now: make code FOR=desk1 [PROVINCE=code]
	@$(RUN) -m infra.local.telephones "$(FOR)" --province "$(PROVINCE)" --state $(STATE)

.PHONY: token
token: install ## An access token of a demo account, for programs: make token FOR=citizen1 [PROVINCE=code] [PORT=…] [CLOUD_PORT=…]
	@$(RUN) -m infra.local.token "$(FOR)" --province "$(PROVINCE)" --port $(PORT) --cloud-port $(CLOUD_PORT) --state $(STATE)

.PHONY: demo
demo: install $(LAW) ## Stories of each province, from filing to the returned result [STORY="name …"]
	@$(RUN) -m infra.local.demo $(STORY)

.PHONY: stories
stories: install ## The stories of `make demo`, by name
	@$(RUN) -m infra.local.demo --list

.PHONY: site
site: install $(SITE) ## The pages as they are served, in web/dist/

.PHONY: deployable
deployable: install $(LAW) $(SITE) ## What a deployment needs: tools, law and pages (docs/operate.md)

.PHONY: screens
screens: install $(LAW) $(SITE) ## Pictures of every page, narrow and wide, in both languages, in build/screens/; and the README's
	@$(RUN) -m infra.local.browser
	@SCREENS=build/screens SIZE=small $(RUN) -m pytest -q --workers 2 tests/browser/test_every_page.py tests/browser/test_officer_pages.py tests/browser/test_late_pages.py
	@$(RUN) -m tests.public_pictures

.PHONY: pictures
pictures: install $(LAW) $(SITE) ## The README's pictures alone, of the pages as they are now, in docs/pictures/
	@$(RUN) -m infra.local.browser
	@$(RUN) -m tests.public_pictures

.PHONY: docs
docs: $(INSTALLED) .docs/.installed ## All documents as a site in build/docs/, with their links checked
	@$(RUN) -m infra.docs.pictures || true
	@$(RUN) -m infra.docs.site >/dev/null
	@rm -rf build/docs
	@NO_MKDOCS_2_WARNING=1 .docs/bin/mkdocs --quiet build --config-file build/mkdocs.yml
	@echo "the documents: build/docs/index.html (open it in a browser)"

.PHONY: slips
slips: install ## Samples of every slip, as PDF and as pictures, in build/slips/
	@$(RUN) -m tests.support.slip_samples build/slips

.PHONY: logs
logs: install ## What the functions of the running local stack have logged: make logs [FUNCTION=api] [MINUTES=15]
	@$(RUN) -m infra.local.logs --province "$(PROVINCE)" --cloud-port $(CLOUD_PORT) \
		$(if $(FUNCTION),--function $(FUNCTION)) $(if $(MINUTES),--minutes $(MINUTES))

.PHONY: mailbox
mailbox: install ## Mails and text messages that the running local stack has sent: make mailbox [TO=part of an address]
	@$(RUN) -m infra.local.mailbox --cloud-port $(CLOUD_PORT) $(if $(TO),--to "$(TO)")

.PHONY: forget
forget: ## Throw the local cloud's state away, with the made-up data in it [STATE=folder]
	@$(PYTHON) -m infra.local.state $(STATE)

##@ Testing

.PHONY: test
test: install $(LAW) ## All tests in small sizes, the pages' too
	@SIZE=small $(RUN) -m pytest $(WORKERS)

.PHONY: test-full
test-full: install $(LAW) ## All tests in full sizes
	@SIZE=full $(RUN) -m pytest $(WORKERS)

.PHONY: conformance
conformance: install $(LAW) ## Which clauses of law are proven by which tests: make conformance [RECORDED=1 for the last run]
	@$(RUN) -m infra.conformance $(if $(RECORDED),--recorded)

.PHONY: conformance-mutate
conformance-mutate: install $(LAW) ## Turn each proven clause's rule off in a copy: its own tests must fail [CLAUSES="id …"]
	@$(RUN) -m infra.conformance.mutate $(CLAUSES)

.PHONY: check
check: install $(LAW) $(TYPES) ## Format, lint, strict types, pipeline and locks, direction of imports, words
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(RUN) -m infra.checks.pipeline
	@$(RUN) -m infra.docs.site >/dev/null
	@$(RUN) -m pytest -q tests/infra/test_import_direction.py tests/docs/test_wording.py
	@$(RUN) -m pytest -q tests/docs/test_prose.py tests/docs/test_named_paths.py tests/infra/docs
	@npm --prefix web run --silent check

.PHONY: lint-infra
lint-infra: install .lint/.installed ## cfn-lint, checkov, least rights and the pipeline, over what is deployed
	@$(RUN) -m infra.checks.lint

.PHONY: audit
audit: install .audit/.installed ## Secrets in the sources, advisories about locked packages: make audit [RELEASE=1 fails out of reach]
	@$(RUN) -m infra.checks.audit $(if $(RELEASE),--release)

.PHONY: release
release: deployable ## The artefact that is deployed, with its bill of materials, in build/release/: make release STAGE=prod
	@$(RUN) -m infra.release.artefact --stage $(STAGE) $(if $(PROVINCES),--provinces "$(PROVINCES)")

.PHONY: test-engine
test-engine: install $(LAW) ## Contract tests on one engine: ENGINE=moto|local-cloud|localstack|dynamodb-local
	@ENGINE=$(ENGINE) $(RUN) -m pytest -q tests/contract

.PHONY: test-pythons
test-pythons: install $(LAW) ## Import every handler on each supported Python that is here; those that are not are named
	@$(RUN) -m infra.release.pythons

.PHONY: bench
bench: install $(LAW) ## Measurements of a few minutes: cold start, cost, latency, load, engines
	@$(RUN) -m bench

.PHONY: bench-full
bench-full: install $(LAW) $(SITE) ## All measurements, with large data and many clients (needs Java 17)
	@$(RUN) -m bench --full

##@ Keeping

.PHONY: restore-drill
restore-drill: install ## Restore into an empty stack and verify it: [FROM=… INTO=…]; else a local rehearsal (docs/operate.md)
	@if [ -n "$(FROM)" ]; then $(RUN) -m infra.operations.restore_drill --from $(FROM) --into $(INTO) $(if $(AT),--at $(AT)) $(if $(PORTAL),--portal $(PORTAL)); \
	else $(RUN) -m infra.local.restore_rehearsal; fi

.PHONY: rotation-drill
rotation-drill: install $(LAW) ## Replace every key on a throw-away local cloud, each step checked
	@$(RUN) -m infra.local.rotation_rehearsal

.PHONY: redrive
redrive: install ## Send the dead letters of a queue back: make redrive QUEUE=… [STACK=…] (docs/operate.md)
	@$(RUN) -m infra.operations.redrive $(QUEUE) \
		$(if $(STACK),--stack $(STACK),--stack motcua-local-$(PROVINCE) --cloud-port $(CLOUD_PORT))

.PHONY: invoke
invoke: install ## Call one function: make invoke FUNCTION=watch_deadlines [EVENT=JSON or file] [STACK=motcua-prod-code]
	@$(RUN) -m infra.operations.invoke $(FUNCTION) $(if $(EVENT),--event '$(EVENT)') \
		$(if $(STACK),--stack $(STACK),--stack motcua-local-$(PROVINCE) --cloud-port $(CLOUD_PORT))

.PHONY: install
install: $(NODE) $(INSTALLED) $(CLOUD) ## Install everything pinned: .venv for the project, .cloud for the local cloud, web/node_modules

.PHONY: lock
lock: $(UV_INSTALLED) ## Choose new versions for the requirements*.in files and write them down with their hashes
	@for list in requirements requirements-dev infra/local/requirements infra/lint-requirements infra/uv-requirements \
			infra/deploy-requirements infra/audit-requirements infra/docs-requirements; do \
		$(UV) pip compile --quiet --upgrade --generate-hashes --no-annotate --no-header --python-version 3.11 \
			--output-file $$list.txt $$list.in; done

.PHONY: first-deployment
first-deployment: deployable ## A province's first deployment, guided: STAGE=… PROVINCE=… DOMAIN=… CERTIFICATE=arn:… ALARM_EMAIL=… [CHECK=1]
	$(if $(and $(STAGE),$(DOMAIN),$(CERTIFICATE),$(filter-out file,$(origin PROVINCE))),,\
		$(error name what is deployed: STAGE=staging PROVINCE=code DOMAIN=host CERTIFICATE=arn:…))
	@$(RUN) -m infra.aws.first_deployment --stage $(STAGE) --province "$(PROVINCE)" --domain $(DOMAIN) --certificate $(CERTIFICATE) \
		$(if $(PROVINCES),--provinces $(PROVINCES)) $(if $(COUNTER_DOMAIN),--counter-domain $(COUNTER_DOMAIN)) \
		$(if $(ALARM_EMAIL),--alarm-email $(ALARM_EMAIL)) $(if $(CHECK),--check-only)

.PHONY: deployment-rehearsal
deployment-rehearsal: deployable ## First deployment, update, roll-back, export and tear-down on a throw-away local cloud
	@$(RUN) -m infra.local.deployment_rehearsal

.PHONY: verify-ledger
verify-ledger: install ## Check an exported ledger offline: make verify-ledger EXPORT=ledger.json [HEADS="day.json …" KEY=key.pem]
	@$(RUN) -m infra.operations.verify_ledger $(EXPORT) $(if $(HEADS),--heads $(HEADS) --key $(KEY))

.PHONY: personal-data
personal-data: install ## Where a person's data still lie; identifiers on standard input, one a line [STACK=motcua-prod-code]
	@$(RUN) -m infra.operations.personal_data $(if $(STACK),--stack $(STACK),--stack motcua-local-$(PROVINCE) --cloud-port $(CLOUD_PORT))

.PHONY: law-open
law-open: install ## The open questions of law, each with the entries that rest on it
	@$(RUN) -m infra.law.open_questions

.PHONY: law-diff
law-diff: install ## What changes in law: make law-diff FROM=2018 TO=2026 (or code@2025-06-30, a digest, a law.json) [PROVINCES=…]
	@$(RUN) -m infra.law.diff $(FROM) $(TO) $(if $(PROVINCES),--provinces "$(PROVINCES)")

.PHONY: clean
clean: ## Remove what was made: packages, caches and the local cloud's state (the installed tools stay)
	@rm -rf build web/dist web/src/generated .cloud/state .chalice/deployments .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -not -path './.venv/*' -not -path './.cloud/*' -prune -exec rm -rf {} +

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@ / {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z][a-z-]*:.*## / {printf "  %-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(UV_INSTALLED): infra/uv-requirements.txt
	$(INSTALL) $@ .uv "the installer, pinned" 'test -x .uv/bin/python || $(PYTHON) -m venv --without-pip .uv; \
		if $(PYTHON) -m pip --python .uv/bin/python --version >/dev/null 2>&1; \
		then pip="$(PYTHON) -m pip --python .uv/bin/python"; \
		else .uv/bin/python -m ensurepip >/dev/null; pip=".uv/bin/python -m pip"; fi; \
		$$pip install --quiet --disable-pip-version-check --require-hashes -r infra/uv-requirements.txt'

$(INSTALLED): $(UV_INSTALLED) requirements.txt requirements-dev.txt infra/chalice_command.sh
	$(INSTALL) $@ .venv "the libraries, pinned" 'test -x $(RUN) || $(UV) venv --quiet --python $(PYTHON) .venv; \
		$(UV) pip sync --quiet --require-hashes --python $(RUN) requirements-dev.txt; \
		cp infra/chalice_command.sh $(BIN)/chalice; chmod +x $(BIN)/chalice'

# The second environment is empty on purpose: functions run in it and find only what their package holds.
$(CLOUD): $(UV_INSTALLED) infra/local/requirements.txt
	$(INSTALL) $@ .cloud/venv "the local cloud, pinned" \
		'test -x .cloud/venv/bin/python || $(UV) venv --quiet --python $(PYTHON) .cloud/venv; \
		test -x .cloud/bare/bin/python || $(PYTHON) -m venv --without-pip .cloud/bare; \
		$(UV) pip sync --quiet --require-hashes --python .cloud/venv/bin/python infra/local/requirements.txt'

# checkov pins what the project uses in other versions: it lives alone.
.lint/.installed: $(UV_INSTALLED) infra/lint-requirements.txt
	$(INSTALL) $@ .lint "the tools that check templates, pinned" \
		'test -x .lint/bin/python || $(UV) venv --quiet --python $(PYTHON) .lint; \
		$(UV) pip sync --quiet --require-hashes --python .lint/bin/python infra/lint-requirements.txt'

.docs/.installed: $(UV_INSTALLED) infra/docs-requirements.txt
	$(INSTALL) $@ .docs "what the documents' site is built with, pinned" \
		'test -x .docs/bin/python || $(UV) venv --quiet --python $(PYTHON) .docs; \
		$(UV) pip sync --quiet --require-hashes --python .docs/bin/python infra/docs-requirements.txt'

.audit/.installed: $(UV_INSTALLED) infra/audit-requirements.txt
	$(INSTALL) $@ .audit "the tools that look for secrets and advisories, pinned" \
		'test -x .audit/bin/python || $(UV) venv --quiet --python $(PYTHON) .audit; \
		$(UV) pip sync --quiet --require-hashes --python .audit/bin/python infra/audit-requirements.txt'

$(NODE): web/package.json web/package-lock.json
	$(INSTALL) $@ - "what the pages are built with, pinned" 'npm --prefix web ci --no-audit --no-fund --prefer-offline'

# The API's description stays untouched when nothing in it has changed, and so do the types made from it.
build/openapi.json: $(INSTALLED) app.py $(shell find chalicelib -name '*.py')
	$(STEP) "describing the API …" $(RUN) -m infra.docs.openapi $@

$(TYPES): build/openapi.json $(NODE)
	$(STEP) "writing the types of the API …" sh -c 'npm --prefix web run --silent types >/dev/null'

$(SITE): $(TYPES) web/index.html web/vite.config.ts $(wildcard web/*.mjs) $(shell find web/src web/public -type f -not -path '*/generated/*')
	$(STEP) "building the pages …" npm --prefix web run --silent build

# What a run of all tests needs and does not collect.
.PHONY: testable
testable: packaged $(SITE) browser tested-web

.PHONY: browser
browser: $(INSTALLED)
	@$(RUN) -m infra.local.browser

.PHONY: tested-web
tested-web: $(TYPES)
	@npm --prefix web run --silent test

# What the tests deploy. The packager itself knows whether anything has changed.
.PHONY: packaged
packaged: $(INSTALLED) $(LAW)
	$(STEP) "packaging what the tests deploy …" \
		$(RUN) -c "from infra.release.package import package_stage; package_stage('local')"

# The rule set as the functions load it, rebuilt when any of its sources has changed.
$(LAW): $(INSTALLED) $(shell find chalicelib/data/law chalicelib/data/province infra/law -name '*.toml' -o -name '*.json' -o -name '*.py')
	$(STEP) "building the law …" $(RUN) -m infra.law.build
