# What the article's makefile does, for .NET. `make help` lists the targets.

RUN_AS_ROOT := $(if $(filter 0,$(shell id -u)),,sudo)

.PHONY: build build-server run test test-tools format check-format bench clean help

build: build-server ## Build all that is deployed (the default)

build-server: ## Publish the Kestrel host to build/server/lessons-server
	dotnet publish src/KestrelHost --configuration Release --output build/server

run: ## Run the Kestrel host from source, on http://localhost:5000
	dotnet run --project src/KestrelHost

test: test-tools build ## Run every test, on the built and on the published programs
	PUBLISHED=$(CURDIR)/build dotnet test --configuration Release

# RUNLEVEL=1 keeps the package from starting a server of its own.
test-tools:
	@command -v redis-server > /dev/null || if command -v apt-get > /dev/null; then \
		echo "Installing redis-server"; \
		$(RUN_AS_ROOT) apt-get update -qq && $(RUN_AS_ROOT) env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server > /dev/null; \
	else \
		echo "redis-server is not installed: the tests that need it are skipped (macOS: brew install redis)"; \
	fi

format: ## Format the code
	dotnet format

check-format: ## Fail if the code is not formatted
	dotnet format --verify-no-changes

bench: build ## Measure throughput and start-up (needs wrk, redis-server, curl, python3)
	bench/throughput.sh build/server/lessons-server
	bench/start.sh

clean: ## Remove what was built (not the embedded Redis's data)
	rm -rf build artifacts TestResults

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
