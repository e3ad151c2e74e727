# Every task a person or CI runs. `make` alone lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The server on which `test-pg` makes its databases.
TEST_POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres
# Collects which operations the tests reached, for `make contract`.
SEEN := $(CURDIR)/contract-report/http-tests.metrics

.PHONY: help setup run demo test test-pg check fmt fmt-check lint layers doc deny openapi openapi-check migrate snap cover contract contract-lint crash-test bench bench-payments clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | column -t -s "$$(printf '\t')"

setup: ## Fetch every dependency, so that the rest works offline
	cargo fetch --locked

run: ## Start the service with demo data on http://127.0.0.1:8080, the contract at /docs/
	cargo run --locked -- serve --demo

demo: ## Play the main job over HTTP against the service that `make run` started
	cargo run --locked --quiet -- demo play

test: ## Run all tests on SQLite
	mkdir -p contract-report && rm -f $(SEEN)
	env -u TEST_POSTGRES_URL OPERATIONS_SEEN=$(SEEN) cargo test --locked --workspace

test-pg: ## Run the tests that use a database on SQLite and on PostgreSQL (TEST_POSTGRES_URL)
	TEST_POSTGRES_URL=$(TEST_POSTGRES_URL) cargo test --locked --package persistence --package tests

check: fmt-check lint layers test doc deny openapi-check ## What CI runs, without PostgreSQL and the contract tools

fmt: ## Format the code
	cargo fmt --all

fmt-check: ## Say whether the code is formatted
	cargo fmt --all --check

lint: ## Clippy on everything, and on each crate as others build it, warnings denied
	cargo clippy --locked --workspace --all-targets -- -D warnings
	cargo clippy --locked --package domain --all-targets -- -D warnings
	cargo clippy --locked --package persistence --all-targets --features unsafe-no-sync -- -D warnings

layers: ## Check who depends on whom, and the tree's other rules
	cargo test --locked --package tests --test http tidy::

doc: ## Build the documentation, warnings denied
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps

deny: ## Check licences and sources; with cargo-deny installed, bans too
	cargo test --locked --package tests --test http tidy::licences
	if command -v cargo-deny >/dev/null; then cargo deny check bans licenses sources; fi

openapi: ## Write openapi.yaml
	cargo run --locked --quiet -- openapi > openapi.yaml.new
	mv openapi.yaml.new openapi.yaml

openapi-check: ## Say whether openapi.yaml is current
	cargo run --locked --quiet -- openapi | diff openapi.yaml -

migrate: ## Bring the schema of DATABASE_URL up to date
	cargo run --locked -- migrate

snap: ## Accept every changed snapshot of the tests
	INSTA_UPDATE=always cargo test --locked --workspace

cover: ## Measure which lines the tests reach (needs cargo-llvm-cov)
	cargo llvm-cov --workspace --html

contract: contract-lint ## Check openapi.yaml with four tools and try the service for five minutes
	contract/run.sh

contract-lint: ## Check openapi.yaml with Spectral, Redocly and TypeScript
	contract/lint.sh

crash-test: ## Kill the service under load and look for what was lost (needs strace; CRASH_POSTGRES_URL adds PostgreSQL)
	cargo build --locked --release --package benches --package api
	target/release/crash-test target/release/mops $(if $(CRASH_POSTGRES_URL),--postgres $(CRASH_POSTGRES_URL))
	cargo build --locked --release --package api --features unsafe-no-sync --target-dir target/no-sync
	! target/release/crash-test target/no-sync/release/mops --trace-only

bench: ## Compare the service with a bare actix and diesel server (BENCH_POSTGRES_URL, an empty database, adds PostgreSQL)
	cargo build --locked --release --package benches --package api
	target/release/bench target/release/mops target/release/bare $(if $(BENCH_POSTGRES_URL),--postgres $(BENCH_POSTGRES_URL))

bench-payments: ## Time a payment list of 100 000 awards (BENCH_POSTGRES_URL, an empty database, adds PostgreSQL)
	cargo build --locked --release --package benches --package api
	target/release/payment-run target/release/mops $(if $(BENCH_POSTGRES_URL),--postgres $(BENCH_POSTGRES_URL))

clean: ## Remove what was built, the demo database and the reports
	cargo clean
	rm -rf data/demo.db data/demo.db-wal data/demo.db-shm contract-report contract/node_modules
