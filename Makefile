# The targets of the article's makefile for .NET, and more. `make help` lists the targets.

ARCH ?= $(if $(filter aarch64 arm64,$(shell uname -m)),arm64,x64)
SAM_ARCH = $(if $(filter arm64,$(ARCH)),arm64,x86_64)
EVENT ?= events/login.json
# static links this machine's OpenSSL into the Lambda host and the plain server.
OPENSSL ?= static
# true links the exporter of metrics and traces into the plain server.
OTLP ?= false
STACK ?= lessons
REGION ?= eu-west-1

EMPTY :=
SPACE := $(EMPTY) $(EMPTY)

# The file of the catalogue, which is served and deployed.
LESSONS_FILE ?= $(wildcard lessons.json)
ifneq ($(LESSONS_FILE),)
# abspath would split a path with a space into two paths.
override LESSONS_FILE := $(if $(filter /%,$(LESSONS_FILE)),$(LESSONS_FILE),$(CURDIR)/$(LESSONS_FILE))
export LESSONS_FILE
endif

.PHONY: FORCE build build-server build-lambda build-azure build-azure-aot test-vendor image test-otlp azure-deploy build-tests \
	pack smoke-packages lambda-local functions-local invoke sam-deploy sam-invoke smoke-arm64 run setup test test-published test-all \
	test-rest coverage faults-report screenshots lint check-layout format check-format bench bench-plot clean help

build: build-server build-lambda build-azure build-azure-aot ## Build every program that is deployed (the default)

build-server: ## Publish the plain server, Native AOT, to build/server/lessons-server (OTLP=true adds telemetry)
	OPENSSL=$(OPENSSL) OTLP=$(OTLP) src/KestrelHost.NativeAot/package.sh $(ARCH) build/server

build-lambda: ## Publish the Lambda host, Native AOT, to build/handler.zip (ARCH=arm64 for Graviton; OPENSSL=system to use the OpenSSL of the platform)
	OPENSSL=$(OPENSSL) src/LambdaHost/package.sh $(ARCH) build

build-azure: ## Publish the function app on Microsoft's worker to build/azure and build/azure.zip
	src/AzureHost/package.sh $(ARCH)

build-azure-aot: ## Publish the function app on the fast worker, Native AOT, to build/azure-aot and build/azure-aot.zip
	src/AzureHost.NativeAot/package.sh $(ARCH)

IMAGE ?= lessons
CONTAINER_TOOL ?= $(firstword $(foreach tool,docker podman buildah,$(shell $(tool) info > /dev/null 2>&1 && echo $(tool))))

image: build-server ## Build the container image IMAGE (lessons) with docker, podman or buildah
	deploy/image-root.sh build/image
	@[ -n "$(CONTAINER_TOOL)" ] || { echo "The files of the image are in build/image. Install docker, podman or buildah to build an image from them."; exit 1; }
	$(CONTAINER_TOOL) build --tag $(IMAGE) --file deploy/Dockerfile build/image

PACKAGES = build/packages

PACKED = $(addprefix src/Portable.,Http Redis Lambda AzureFunctions AspNetCore Conformance) tools/LambdaLocal tools/FunctionsLocal templates

pack: ## Pack the libraries, the tools and the template to build/packages
	rm -rf $(PACKAGES)
	for project in $(PACKED); do dotnet pack $$project --configuration Release --output $(PACKAGES) $(PACK_FLAGS) --verbosity quiet || exit 1; done

# Each run has its own version, which is in no cache and in no other source.
smoke-packages: ## Pack for Templates.Tests, to build/smoke-packages
	$(MAKE) pack PACKAGES=build/smoke-packages PACK_FLAGS=-p:PackageVersion=0.1.0-smoke.$$(date +%s)

run: ## Run the Kestrel host from source, on http://localhost:5000
	dotnet run --project src/KestrelHost

lambda-local: build/lambda/linux-$(ARCH) ## Serve a Function URL on http://localhost:5001 in front of the Lambda build
	dotnet run --project tools/LambdaLocal

invoke: build/lambda/linux-$(ARCH) ## Run one event: make invoke EVENT=events/login.json
	dotnet run --project tools/LambdaLocal -- --event $(EVENT)

functions-local: build/azure.linux-$(ARCH) ## Serve the Functions build on http://localhost:7071, through a stand-in for the Functions host
	dotnet run --project tools/FunctionsLocal

# A build with another catalogue must be built again. The mark file of a build contains the path of its catalogue.
catalogue_changed = $(if $(findstring <$(LESSONS_FILE)>,<$(shell cat $1 2> /dev/null)>),,FORCE)
FORCE:

HOST_SOURCES := src/native-aot.sh Directory.Build.props Directory.Packages.props $(shell find src/Core src/Portable.Http src/Portable.Redis -type f) $(subst $(SPACE),\ ,$(LESSONS_FILE))
AOT_SOURCES := $(HOST_SOURCES) src/NativeAot.props src/NativeAot.Substitutions.xml

build/lambda/linux-$(ARCH): $(AOT_SOURCES) $(shell find src/LambdaHost src/Portable.Lambda src/OpenSsl -type f) $(call catalogue_changed,build/lambda/linux-$(ARCH))
	$(MAKE) build-lambda

build/azure.linux-$(ARCH): $(HOST_SOURCES) $(shell find src/AzureHost src/Portable.AspNetCore -type f -not -path '*/bin/*' -not -name local.settings.json) host.json $(call catalogue_changed,build/azure.linux-$(ARCH))
	$(MAKE) build-azure

azure-deploy: ARCH = x64
azure-deploy: build-azure ## Deploy with the Azure CLI: UPSTASH_REDIS_URL=rediss://… make azure-deploy APP=name GROUP=resource-group
	@[ -n "$(APP)" ] && [ -n "$(GROUP)" ] && [ -n "$$UPSTASH_REDIS_URL" ] || { echo "Set APP, GROUP and the environment variable UPSTASH_REDIS_URL."; exit 1; }
	APP="$(APP)" az deployment group create --resource-group "$(GROUP)" --parameters deploy/azure.bicepparam
	az functionapp deployment source config-zip --resource-group "$(GROUP)" --name "$(APP)" --src build/azure.zip

sam-deploy: ARCH = arm64
sam-deploy: build-lambda ## Build for arm64 and deploy with the AWS SAM CLI (SAM_PARAMETERS="RedisUrlParameter=/…")
	sam deploy --template-file template.yaml --stack-name $(STACK) --region $(REGION) --resolve-s3 --no-confirm-changeset --no-fail-on-empty-changeset --capabilities CAPABILITY_IAM --parameter-overrides Architecture=$(SAM_ARCH) $(SAM_PARAMETERS)

sam-invoke: build-lambda ## Run one event with the AWS SAM CLI and Docker (SAM_PARAMETERS="RedisUrl=redis://…")
	sam local invoke --template-file template.yaml --event $(EVENT) --parameter-overrides Architecture=$(SAM_ARCH) $(SAM_PARAMETERS)

# With libc6:arm64 installed, the program finds its libraries without -L. With that libc, the loader of the cross compiler never ends.
smoke-arm64: EMULATOR = $(if $(filter aarch64 arm64,$(shell uname -m)),,qemu-aarch64 $(if $(wildcard /lib/ld-linux-aarch64.so.1),,-L /usr/aarch64-linux-gnu))
smoke-arm64: ## Build for arm64 and run one event, on x64 under qemu-user (needs gcc-aarch64-linux-gnu, qemu-user)
	OPENSSL=$(OPENSSL) src/LambdaHost/package.sh arm64 build/arm64
	printf '#!/bin/sh\nexec $(EMULATOR) build/arm64/lambda/bootstrap\n' > build/arm64/bootstrap
	chmod +x build/arm64/bootstrap
	LESSONS_FILE= dotnet run --project tools/LambdaLocal --configuration Release -- --bootstrap build/arm64/bootstrap --event events/login.json > build/arm64/answer || { cat build/arm64/answer; exit 1; }
	cat build/arm64/answer
	grep -q '"statusCode":307.*"cookies":."xxx_session_id=' build/arm64/answer

# The tests have their own catalogues.
test test-rest test-published test-all test-otlp: export override LESSONS_FILE = /nowhere

TEST_RUN = artifacts/bin/TestRun/release/test-run

# The analysers take half of the time of a build, so the tests build without them. make lint runs them, and CI sets ANALYZE=true.
test test-rest test-published test-all test-otlp: export ANALYZE ?= false

test: build-tests ## Run the tests that need only the SDK: about four minutes with the build
	$(TEST_RUN) quick

test-published: build-tests build smoke-arm64 smoke-packages ## Publish the programs and run the cases that can fail only on published programs (needs make setup)
	$(TEST_RUN) published

test-all: build-tests build smoke-arm64 smoke-packages ## Run every test, on the built and on the published programs (needs make setup)
	$(TEST_RUN) all

# The tests of test-all that are not in test. CI runs test first.
test-rest: build-tests build smoke-arm64 smoke-packages
	$(TEST_RUN) rest

test-vendor: export override LESSONS_FILE = /nowhere
test-vendor: build-tests ## Build src/LambdaHost.AspNetCore, on Amazon's package, and run the host cases on it, if the package is available
	@mkdir -p build; dotnet restore src/LambdaHost.AspNetCore/Vendor.slnx --verbosity quiet > build/vendor.log 2>&1 || { \
		grep -q 'NU110[12].*Amazon\.Lambda' build/vendor.log || { cat build/vendor.log; exit 1; }; \
		echo "The package Amazon.Lambda.AspNetCoreServer.Hosting is not available, so its host is not tested."; exit 0; }; \
	dotnet build src/LambdaHost.AspNetCore/Vendor.slnx --configuration Release --verbosity quiet && VENDOR_LAMBDA=artifacts/bin/LambdaHost.AspNetCore/release/lessons-lambda artifacts/bin/Conformance.Tests/release/Conformance.Tests -trait Run=vendor

test-otlp: ## Publish the plain server with OTLP=true to build/server-otlp, and run the telemetry tests on it
	OPENSSL=$(OPENSSL) OTLP=true src/KestrelHost.NativeAot/package.sh $(ARCH) build/server-otlp
	dotnet build tests/KestrelHost.Tests --configuration Release --verbosity quiet
	OTLP_SERVER=$(CURDIR)/build/server-otlp/lessons-server artifacts/bin/KestrelHost.Tests/release/KestrelHost.Tests -class '*TelemetryTests'

build-tests:
	dotnet build tests/Tests.slnf --configuration Release --verbosity quiet

coverage: export ANALYZE = false
coverage: ## Print how much of Core and of the kernel the unit tests cover
	rm -rf artifacts/coverage
	dotnet test --project tests/Core.Tests --configuration Release --results-directory artifacts/coverage --coverlet --coverlet-include "[Lessons.Core]*" --coverlet-include "[Portable.Http]*" --coverlet-include "[Portable.Redis]*" --coverlet-output-format cobertura
	sed -n 's/.*<package name="\([^"]*\)" line-rate="\([^"]*\)" branch-rate="\([^"]*\)".*/\1: lines \2, branches \3/p' artifacts/coverage/*.xml | grep .

setup: ## Install the packages of the larger targets: Redis, Chromium, clang, zip, a cross compiler for arm64, PowerShell (needs root)
	tools/setup.sh
	@dotnet tool restore > /dev/null

faults-report: build ## Measure the faults again and write the table of docs/faults.md
	rm -f artifacts/faults
	FAULTS_REPORT="$(CURDIR)/artifacts/faults" PUBLISHED="$(CURDIR)/build" dotnet test --project tests/Faults.Tests --configuration Release
	sed '/^| fault | host /{n;q}' docs/faults.md > artifacts/faults.md
	sort artifacts/faults >> artifacts/faults.md
	mv artifacts/faults.md docs/faults.md

screenshots: build ## Take the pictures of the page again, and print its bytes and times (needs pngquant)
	rm -rf artifacts/page && mkdir -p artifacts/page
	PAGE_REPORT="$(CURDIR)/artifacts/page" PUBLISHED="$(CURDIR)/build" dotnet test --project tests/Browser.Tests --configuration Release -- --filter-class '*.AppearanceTests' --filter-class '*.PaintTests'
	for picture in light dark 360; do pngquant --force --strip --speed 1 --output docs/page-$$picture.png 64 artifacts/page/page-$$picture.png; done
	cat artifacts/page/figures

lint: ## Build everything with the analysers, whose warnings are errors
	dotnet build --configuration Release --verbosity quiet

# The parts of check-format that are not in lint. They take half of the time of check-format.
check-layout:
	dotnet restore --verbosity quiet
	dotnet format whitespace --verify-no-changes --no-restore
	dotnet format style --verify-no-changes --no-restore

format: ## Format the code
	dotnet format

check-format: ## Fail if the code is not formatted
	dotnet format --verify-no-changes

bench: build ## Measure and print one table; PEER=path adds other bootstraps, PEER_SERVER=path adds a server (bench/README.md; needs wrk, redis-server, curl, openssl, zip, python3)
	bench/lambda.sh $(foreach peer,$(PEER),--peer $(peer))
	bench/azure.sh
	dotnet build bench/ServerFloor --configuration Release --verbosity quiet
	bench/throughput.py server 5 8 floor=artifacts/bin/ServerFloor/release/server-floor "ours, libraries alone=artifacts/bin/ServerFloor/release/server-floor redis" ours=build/server/lessons-server $(if $(PEER_SERVER),peer=$(PEER_SERVER))
	bench/start.sh 5
	bench/table.py

bench-plot: ## Draw bench/plots and write the table of bench/RESULTS.md, from bench/results (needs python3)
	bench/plot.py
	bench/table.py bench/RESULTS.md

clean: ## Remove all build output (the data of the embedded Redis stays)
	rm -rf build artifacts TestResults

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
