# golive. `make demo` shows it at work, `make test` proves it.
#
# Everything is built as a release is, so that one cache serves the program, its
# tests, vet and the image. The tag gore2regex makes secret scanning about ten
# times faster. Without the last two the program is larger, by a third and by 6 MB: it could
# then load plugins, and read MessagePack. Everything works without.
TAGS := gore2regex,netgo,osusergo,kustomize_disable_go_plugin_support,nomsgpack
FLAGS := -trimpath -buildvcs=false -tags $(TAGS)
GO ?= go
CACHE := .cache

# Runs tests as `go test` does, and what failed once more: servers, browsers and children of
# real tests wait for one another, which on a machine that has other work may take longer than
# anybody waits. What needed its second chance is told at the end. A data race has none, nor
# has a run in which much fails.
TESTS := $(GO) run gotest.tools/gotestsum@v1.13.0 --format standard-quiet --rerun-fails=1 --rerun-fails-max-failures 5 --rerun-fails-abort-on-data-race --rerun-fails-run-root-test

.PHONY: help setup build demo demo-once test unit race fast vet image release reproduce fuzz bench bench-load accuracy accuracy-live modules examples clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

build: ## build bin/golive (the first build takes a few minutes)
	$(GO) build $(FLAGS) -ldflags "$$(.ci/stamp flags)" -o bin/golive ./cmd/golive

demo: build ## golive at work, on a page of this machine; nothing to configure
	./bin/golive demo

demo-once: build ## the same on the terminal: a release pull request goes in, its checklist comes out
	./bin/golive demo --once

export GOLIVE_WEBHOOK_EXAMPLES = $(CURDIR)/$(CACHE)/node_modules/@octokit/webhooks-examples
export GOLIVE_OPENAPI = $(CURDIR)/$(CACHE)/node_modules/@octokit/openapi
export GOLIVE_GRAPHQL = $(CURDIR)/$(CACHE)/node_modules/@octokit/graphql-schema

test: ## formatting, vet, staticcheck, all tests, the race detector, the image
	@$(MAKE) --no-print-directory --jobs=3 setup examples modules
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target vet fast image
	@$(MAKE) --no-print-directory race

# The race detector runs without the tag, whose engine it makes a hundred times slower. The
# stories of app/server are half of it, and get the processors to themselves. The detector
# would let each process wait one second before it ends, for races of what still runs then;
# hundreds of children end in these tests.
race: export GORACE = atexit_sleep_ms=0
race: examples
	$(TESTS) --packages "$$($(GO) list ./... | grep -v '/app/server$$' | tr '\n' ' ')" -- -race -vet=off -timeout 30m
	$(TESTS) --packages ./app/server -- -race -vet=off -timeout 60m

# What the race detector cannot prove runs once more without it, built as a release is: what
# searches with the engine that a tag chooses, children that parse (under the detector nothing
# limits their memory), the commands, and what counts processor time. The rest is the same
# either way, and linking its tests again would take longer than most of them.
fast: examples
	packages=$$(.ci/released-tests $(TAGS)) && $(TESTS) --packages "$$packages ./cmd/..." -- $(FLAGS) -vet=off
	$(TESTS) --packages ./app/server -- $(FLAGS) -vet=off -run TestAReleaseOfAHundred

image: ## prove the image without a container engine: on Debian, as root
	./.ci/image

release: ## the archives of a release, in dist/
	./.ci/release

reproduce: ## prove that a release of this commit is the same bytes wherever it is made: minutes
	./.ci/reproduce

modules:
	$(GO) mod download

setup: ## install what the tests need, on Debian as root
	./.ci/setup

unit: ## all tests, without set-up and without the race detector
	$(GO) test $(FLAGS) -timeout 30m ./...

# The analyzer cgocall opens the raw file by the path that cgo wrote into its output; with
# -trimpath the build cache gives that output to every checkout, and so the path may be one
# that is gone. The two cgo files here pass nothing but C pointers.
vet: ## formatting, go vet and staticcheck
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "not gofmt-ed:"; echo "$$unformatted"; exit 1; }
	$(GO) vet -cgocall=false $(FLAGS) ./...
	GOFLAGS="$$(go env GOFLAGS) -trimpath" $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 -tags $(TAGS) ./...

fuzz: ## every fuzz target for FUZZTIME (10s)
	@./.ci/fuzz $(or $(FUZZTIME),10s)

bench: ## the benchmarks that carry the speed goals
	$(GO) test $(FLAGS) -run '^$$' -bench . -benchmem ./...

bench-load: build ## golive load against nginx, beside fortio: on Debian, as root
	./.ci/bench-load bin/golive

accuracy: ## measure items against public label sets: CORPUS=directory of checkouts (docs/accuracy.md)
	@test -n "$(CORPUS)" || { echo "say where the checkouts are: make accuracy CORPUS=DIRECTORY (docs/accuracy.md lists them)"; exit 2; }
	@mkdir -p bin && $(GO) build $(FLAGS) -o bin/accuracy ./cmd/accuracy
	@./bin/accuracy $(ARGS) "$(CORPUS)"

LISTS ?= $(wildcard .ci/live/*.yaml)

accuracy-live: build ## measure the live items against servers on this machine: on Debian, as root
	@./.ci/live/setup
	@mkdir -p bin && $(GO) build $(FLAGS) -o bin/accuracy ./cmd/accuracy
	@./bin/accuracy live $(ARGS) $(LISTS)

# GitHub's own sample deliveries, its OpenAPI description and its GraphQL schema, for the tests.
examples: $(CACHE)/node_modules/.installed

$(CACHE)/node_modules/.installed: .ci/package.json .ci/package-lock.json
	@mkdir -p $(CACHE)
	cp .ci/package.json .ci/package-lock.json $(CACHE)/
	cd $(CACHE) && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

clean: ## remove what was built
	rm -rf bin dist $(CACHE)
