# `make help` lists the targets. Each fails on the first thing that is wrong.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := build

GO ?= go
DIR ?= corpus/checkouts

# The linter never links libzmq, so these build everywhere without cgo.
PURE := ./cmd/... ./analyzers/... ./plugin/... ./nogo/...
PLATFORMS := linux darwin windows

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

.PHONY: build
build: ## build bin/zmqlint, without cgo
	CGO_ENABLED=0 $(GO) build -o bin/zmqlint ./cmd/zmqlint

.PHONY: test
test: deps multitool keyfile-peers editors pre-commit lint cross ## everything that has to hold; installs libzmq where it can
	$(GO) test -timeout 10m ./internal/attack # alone, because it measures rates and memory
	$(GO) test -timeout 10m ./internal/fix/mend # of which most takes too long with -race
	$(GO) test -race -timeout 20m $$($(GO) list ./... | grep -v /internal/attack$$)

.PHONY: deps
deps: # the tests and the examples are built against the real zmq4
	@.ci/install-libzmq

.PHONY: multitool
multitool: # one test validates SARIF with it
	@.ci/install-multitool

.PHONY: keyfile-peers
keyfile-peers: # some tests exchange certificate files with CZMQ and pyzmq
	@.ci/install-keyfile-peers

.PHONY: editors
editors: # the language server is tried with Neovim, Emacs and VS Code's client library
	@.ci/install-editors

.PHONY: pre-commit
pre-commit: # one test runs the hook with it
	@.ci/install-pre-commit

.PHONY: lint
lint: deps build ## gofmt, go mod tidy, go vet, and zmqlint on its own code and on the examples
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then \
		echo "not formatted with gofmt:"; echo "$$unformatted"; exit 1; fi
	$(GO) mod tidy -diff
	$(GO) vet ./...
	bin/zmqlint -fail-on note $$($(GO) list ./... | grep -v /examples/)
	.ci/lint-examples bin/zmqlint

.PHONY: cross
cross: ## build the command and the analyzers for every platform, without cgo
	for os in $(PLATFORMS); do CGO_ENABLED=0 GOOS=$$os $(GO) build -o /dev/null $(PURE); done

.PHONY: docs
docs: ## write docs/rules (the tests check that it is up to date)
	$(GO) generate ./internal/rule

.PHONY: advisories
advisories: ## check the embedded table of advisories, after a change of internal/advisory/data
	$(GO) test ./internal/advisory

.PHONY: bench
bench: ## time and memory, as ratios
	$(GO) test -run '^$$' -bench . -benchtime 1x ./internal/...

.PHONY: prove
prove: deps ## attack a service with plain zmq4 and with zmqsafe, and print what became of both
	@$(GO) test -c -tags=libzmq -o bin/prove ./internal/attack
	@bin/prove -table

.PHONY: corpus
corpus: build ## precision and recall on the checkouts in DIR
	$(GO) run ./internal/corpus/run -dir $(DIR) -zmqlint bin/zmqlint

.PHONY: corpus-packages
corpus-packages: ## the same for what go vet and golangci-lint find, package by package
	$(GO) run ./internal/corpus/run -dir $(DIR) -packages

.PHONY: corpus-fix
corpus-fix: ## what fixes promise, proved in memory on the checkouts in DIR
	$(GO) run ./internal/corpus/run -dir $(DIR) -use all -fix

.PHONY: parity
parity: ## the checkouts in DIR through zmqlint, go vet and golangci-lint
	$(GO) test ./internal/drivers -run TestParityCorpus -v -timeout 3h -corpus $(abspath $(DIR))
