# Every target is also a plain go command; see the recipe.
SHELL := /bin/bash
BIN   := bin/assize
PKGS  := ./...

.DEFAULT_GOAL := help
.PHONY: help build audit test unit rego lint fmt bench fuzz soak schemas clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/assize: one static binary, all policies inside
	CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o $(BIN) ./cmd/assize

audit: build ## audit this host and this checkout: summary here, reports in assize-out/
	$(BIN) audit

test: ## everything that CI runs; as root on Debian it first installs what is missing (ASSIZE_INSTALL=0: never)
	.ci/install
	go vet $(PKGS)
	go test -timeout 30m $(PKGS)
	$(MAKE) --no-print-directory rego

unit: ## the Go tests alone
	go test -timeout 30m $(PKGS)

bin/opa: .ci/tools/go.mod
	go build -C .ci/tools -o $(CURDIR)/bin/opa github.com/open-policy-agent/opa

bin/conftest: .ci/conftest/go.mod # for make bench only; a module of its own, since it wants a newer Go than opa
	go build -C .ci/conftest -o $(CURDIR)/bin/conftest github.com/open-policy-agent/conftest

rego: bin/opa ## the policies through the plain OPA tool: types, tests, format
	bin/opa check --strict -b -s policies/schemas policies
	bin/opa test -b policies
	@unformatted="$$(bin/opa fmt -l policies)"; test -z "$$unformatted" || { echo "not formatted (opa fmt -w policies):"; echo "$$unformatted"; exit 1; }

lint: ## golangci-lint, if it is installed
	golangci-lint run

fmt: bin/opa ## format Go and Rego
	gofmt -w cmd collectors engine internal policies reports
	bin/opa fmt -w policies

bench: ## the engine against plain OPA, plain Go and, where bin has them, opa and conftest, as a table (25 min; ASSIZE_BENCH=1: one round)
	ASSIZE_BENCH=$${ASSIZE_BENCH:-5} go test ./engine/opa -count 1 -timeout 0 -run '^TestSpeed$$' -v
	go test -run '^$$' -bench . -benchtime 3x ./collectors/... ./engine/... ./reports/...

fuzz: ## each fuzz function for ten seconds
	@for f in $$(grep -rl --include=*_test.go '^func Fuzz' . ); do \
	  for name in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' $$f); do \
	    echo "== $$(dirname $$f) $$name"; go test -run '^$$' -fuzz "^$$name$$" -fuzztime 10s ./$$(dirname $$f) || exit 1; done; done

# The tests of engine/opa that go on at random for as long as they are told; each gets its share of ASSIZE_SOAK.
SOAK := TestMemoChangesNothing TestRandomResourcesOfBuiltInPolicies TestRandomResourcesOfShapes TestNoGapIsMissedByBuiltInPolicies \
        TestNoGapIsMissed TestNothingElseIsReadByBuiltInPolicies TestNothingElseIsReadByShapes
one_of = ^($(subst $() ,|,$(strip $(1))))$$

soak: ## verdicts against plain evaluation at random for ASSIZE_SOAK seconds (600), 200 kills, 10,000 histories and a large one; outside of CI
	ASSIZE_KILLS=200 ASSIZE_HISTORIES=10000 ASSIZE_HISTORY_RUNS=100 ASSIZE_HISTORY_FINDINGS=100000 \
	  go test ./internal/archive -count 1 -timeout 0 -v -run '^(TestKills|TestNothingIsFalselyFixed|TestFigures)$$'
	ASSIZE_FUZZ_SECONDS=$$(( $${ASSIZE_SOAK:-600} / $(words $(SOAK)) )) \
	  go test ./engine/opa -count 1 -timeout 0 -v -run '$(call one_of,$(SOAK))'

schemas: ## write policies/schemas and reports/schemas anew from the structs
	go test ./policies ./reports -run Schema -update

clean: ## remove what was built
	rm -rf bin
