# golive. `make demo` shows it at work, `make test` proves it.
#
# The tag makes secret scanning about ten times faster; everything works without.
TAGS := gore2regex
GO ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
COMMIT ?= $(shell git rev-parse HEAD 2>/dev/null)
LDFLAGS := -s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT)
CACHE := .cache

.PHONY: help setup build demo test unit race vet fuzz bench examples clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

build: ## build bin/golive (the first build compiles C grammars: a few minutes)
	$(GO) build -tags $(TAGS) -trimpath -ldflags '$(LDFLAGS)' -o bin/golive ./cmd/golive

demo: build ## a release pull request goes in, its checklist comes out; nothing to configure
	./bin/golive demo --once

export GOLIVE_WEBHOOK_EXAMPLES = $(CURDIR)/$(CACHE)/node_modules/@octokit/webhooks-examples
export GOLIVE_OPENAPI = $(CURDIR)/$(CACHE)/node_modules/@octokit/openapi

# The race detector runs without the tag, whose engine it makes a hundred times
# slower; what depends on that engine runs once more with it.
test: setup examples vet ## formatting, vet, staticcheck, all tests, the race detector
	$(GO) test -race ./...
	$(GO) test -tags $(TAGS) ./checks/... ./cmd/...

setup: ## install what the tests need, on Debian as root
	./.ci/setup

unit: ## all tests, without set-up and without the race detector
	$(GO) test -tags $(TAGS) ./...

vet: ## formatting, go vet and staticcheck
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "not gofmt-ed:"; echo "$$unformatted"; exit 1; }
	$(GO) vet -tags $(TAGS) ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 -tags $(TAGS) ./...

fuzz: ## every fuzz target for FUZZTIME (10s)
	@./.ci/fuzz $(or $(FUZZTIME),10s)

bench: ## the benchmarks that carry the speed goals
	$(GO) test -tags $(TAGS) -run '^$$' -bench . -benchmem ./...

# GitHub's own sample deliveries and its OpenAPI description, for the tests.
examples: $(CACHE)/node_modules/.installed

$(CACHE)/node_modules/.installed: .ci/package.json .ci/package-lock.json
	@mkdir -p $(CACHE)
	cp .ci/package.json .ci/package-lock.json $(CACHE)/
	cd $(CACHE) && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

clean: ## remove what was built
	rm -rf bin $(CACHE)
