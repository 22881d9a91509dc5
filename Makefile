# Two commands to begin with: make run, make test. What a commit passes: make check.

TEMPL       := github.com/a-h/templ/cmd/templ@v0.3.977
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.6.0
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.0
FORMATTED   := cmd internal static data $$(find templates -name '*.go' ! -name '*_templ.go')
KERN        := 2.7.2
TOOLBAR     := 2.2.3
TURNDOWN    := 7.2.5
SUBSET      := 2.9.0
VERSION     ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unbekannt)
VULNDB      ?=
DATA        ?= data/var/demo
LISTEN      ?= localhost:8080
DATABASE    ?=
PASSWORD    ?=
POSTS       ?=
FOLDERS     ?=
# Tests leave much garbage and end soon; what go vet says is asked for by lint.
GOTEST      := GOGC=400 go test -shuffle=on -vet=off -ldflags=-s
# These begin first, so that nobody waits for one of them at the end.
LONGEST     := ./internal/web/... ./internal/search/...
# Packages whose tests ask for a database, web first; what the others show is the same
# on every engine.
ON_DATABASE := go list -tags postgres -test -f '{{.ImportPath}} {{join .Deps " "}}' ./... | \
	sed -n 's,\.test .*/internal/db/dbtest.*,,p' | sort -u | sort -srt/ -k3,3
# Packages whose own code shares something between goroutines: SHORT=1 drives only these
# with the race detector, as .ci/run does, and no whole forums that cmd starts.
SHARING     := grep -rlE --include='*.go' --exclude='*_test.go' '"sync(/atomic)?"|\.Go\(|^\s*go [a-z]' internal | \
	xargs -n1 dirname | sort -u | sed 's,^,./,'
RACED       := $(if $(SHORT),$(SHARING),printf '%s\n' $(LONGEST); go list ./...)
# Journeys of make nodes. SHORT=1 walks one over two processes, as .ci/run does.
JOURNEYS    := $(if $(SHORT),ProcessesAreOneForum/2,(QuestionTravels|TextOutlives|Passkey|SignsInAtAProvider|SomebodyNewJoins|AnswerIsHeardOf|ProcessesAreOneForum))
# Of the tests of internal/web those that ask every page as every role: SHORT=1 runs only
# these on PostgreSQL, where each of the many others needs a database of its own.
ROLES       := EveryRole|MayRead|MayNotSee
# Folders of sets for search-eval, each with docs.jsonl, queries.jsonl and qrels.tsv.
SETS        ?=

.PHONY: build release reproducible sbom vulns lab run test race postgres on-postgres lint check browser nodes external bench bench-mix bench-engines bench-handler search-eval soak fmt fmt-check generate generated vendor clean

build: ## the one binary
	go build -ldflags=-s -o bin/kommunalforum ./cmd/kommunalforum

release: ## the binary as it is given away: the same source gives the same bytes, in any folder
	go build -trimpath -buildvcs=false -ldflags="-s -buildid= -X kommunalforum/internal/app.version=$(VERSION)" -o bin/kommunalforum ./cmd/kommunalforum

reproducible: ## builds a copy of the source in another folder with nothing cached, and compares; takes some minutes. CACHE=folder for another build cache
	@folder=$$(mktemp -d) && trap "chmod -R u+w $$folder; rm -r $$folder" EXIT && mkdir $$folder/source && \
		git ls-files -z | xargs -0 cp --parents -t $$folder/source && \
		$(MAKE) release && cp bin/kommunalforum $$folder/here && \
		GOCACHE=$(or $(CACHE),$$folder/cache) $(MAKE) -C $$folder/source release VERSION=$(VERSION) && \
		sha256sum $$folder/here $$folder/source/bin/kommunalforum && cmp $$folder/here $$folder/source/bin/kommunalforum

sbom: release lab ## what the binary is made of, as CycloneDX: bin/kommunalforum.cdx.json
	bin/kommunalforum-lab sbom bin/kommunalforum > bin/kommunalforum.cdx.json

vulns: ## known weaknesses of what the program calls, by a copy of https://vuln.go.dev in a folder: VULNDB=/srv/vulndb
	@test -d "$(VULNDB)" || { echo 'name the folder of the database: make vulns VULNDB=/srv/vulndb'; exit 1; }
	go run $(GOVULNCHECK) -db file://$(abspath $(VULNDB)) ./cmd/...

lab: ## the tools for load tests and for rating the search, which are not shipped
	go build -ldflags=-s -o bin/kommunalforum-lab ./cmd/kommunalforum-lab

run: build ## the forum with its demo world on http://localhost:8080; DATABASE=postgres://… for one on a server
	bin/kommunalforum serve --data $(DATA) $(if $(DATABASE),--database "$(DATABASE)") --listen $(LISTEN) --demo $(if $(PASSWORD),--demo-password $(PASSWORD))

test: ## all tests that need nothing but Go and a C compiler, in about three minutes on two cores
	$(GOTEST) -timeout 10m $(LONGEST) ./...

race: ## the same with the race detector, but for those whose children it would drive over their limits; SHORT=1 for those that share something
	$(GOTEST) -race -timeout 20m $$({ $(RACED); } | grep -vE '/internal/(picture|sandbox|extract)$$')
	$(if $(SHORT),,$(GOTEST) -timeout 10m ./internal/picture ./internal/sandbox ./internal/extract)

postgres: ## the tests on PostgreSQL, with a server of its own; fails when that is missing: apt-get install postgresql. RACE=1 with the race detector; SHORT=1 with short walks and a part of internal/web
	@folder=$$(mktemp -d) && trap "rm -r $$folder" EXIT && \
		DB_STATEMENTS=$${DB_STATEMENTS:-$$folder} .ci/postgres $(MAKE) --no-print-directory on-postgres

on-postgres: # beside the server, with a folder for statements
	$(GOTEST) $(if $(SHORT),-short) $(if $(RACE),-race -timeout 120m,-timeout 30m) -tags postgres \
		$$($(ON_DATABASE) $(if $(RACE),| grep -v /internal/picture) $(if $(SHORT),| grep -vE '/internal/(web|picture)$$'))
	$(if $(SHORT),$(GOTEST) -timeout 30m -tags postgres -run '$(ROLES)' ./internal/web)
	go test -count=1 -vet=off -tags "postgres statements" -run Recorded ./internal/db

lint: ## format, modules, vet, staticcheck, generated files
	$(MAKE) fmt-check
	go mod tidy -diff
	go vet -tags "browser external postgres statements" ./... && go vet -tags bench ./internal/bench ./internal/extract
	go run $(STATICCHECK) -checks inherit,-ST1005 ./... # operators read our errors: German sentences
	$(MAKE) generated

check: lint race ## what every commit passes

browser: ## journeys and accessibility in Chromium, one with a provider that needs node and npm; fails when they are missing
	go test -count=1 -timeout 20m -tags browser -run Browser ./internal/browser/...

nodes: ## journeys in Chromium of which each request goes to another node, two in one process and then real processes; fails when Chromium, PostgreSQL, node or npm is missing
	TEST_NODES=2 .ci/postgres go test -count=1 -timeout 20m -tags "browser postgres" -run 'Browser$(JOURNEYS)' ./internal/browser

external: ## against other servers and tools: reading a fresh clone as an operator would
	go test -count=1 -tags external -run External ./cmd/... ./internal/oidc

bench: build ## the figures of internal/bench/RESULTS.md; POSTS="10000 100000 1000000" for all of them, FOLDERS="1000000=/srv/million" for one that is there
	BENCH_POSTS="$(POSTS)" BENCH_FOLDERS="$(FOLDERS)" go test -count=1 -timeout 3h -tags bench -v -run 'Measured(Mix|Followers)?$$' ./internal/bench
	go test -count=1 -tags bench -v -run 'Measured$$' ./internal/extract

bench-mix: build ## guests, members, searches and replies at once, as in use, on 100,000 posts or POSTS
	BENCH_POSTS="$(POSTS)" BENCH_FOLDERS="$(FOLDERS)" go test -count=1 -timeout 1h -tags bench -v -run 'MeasuredMix$$' ./internal/bench

bench-engines: build ## SQLite and PostgreSQL side by side, with servers of its own: apt-get install postgresql
	go test -count=1 -timeout 1h -tags bench -v -run MeasuredEngines ./internal/bench

bench-handler: ## each page through the whole handler on 10,000 posts, as Go benchmarks
	go test -run '^$$' -bench . -benchmem ./internal/bench

search-eval: lab ## how well the search finds what sets say should be found: SETS="folder folder"
	@test -n "$(SETS)" || { echo 'name the folders of the sets: make search-eval SETS="a b"'; exit 1; }
	@for set in $(SETS); do bin/kommunalforum-lab search-eval $$set || exit 1; done

soak: ## what takes longer than a commit may
	go test -run '^$$' -fuzz FuzzRender -fuzztime 5m ./internal/markdown
	go test -run '^$$' -fuzz FuzzDetect -fuzztime 5m ./internal/filetype
	go test -run '^$$' -fuzz FuzzRead -fuzztime 5m ./internal/extract
	NODES_REPLIES=10000 .ci/postgres go test -count=1 -timeout 2h -tags postgres -run WritersOnTwoNodes ./internal/nodes

fmt: ## format Go and templates
	gofmt -w $(FORMATTED)
	go run $(TEMPL) fmt templates

fmt-check: ## fails when a file is not formatted; templates are then formatted already
	@unformatted=$$(gofmt -l $(FORMATTED)); test -z "$$unformatted" || { echo "not formatted: $$unformatted"; exit 1; }
	@go run $(TEMPL) fmt -fail templates

generate: ## compile the templates, and cut KERN's style sheet down to what pages use
	go run $(TEMPL) generate -path templates
	go run ./static/trim

generated: ## fails when a generated file is not current
	@before=$$(find templates -name '*_templ.go' | sort | xargs cat | sha256sum); $(MAKE) --no-print-directory generate; \
		after=$$(find templates -name '*_templ.go' | sort | xargs cat | sha256sum); \
		test "$$before" = "$$after" || { echo "generated templates were not current: commit them"; exit 1; }

vendor: ## fetch KERN UX and the composer's libraries anew; README.md and OFL.txt there are kept by hand
	npm pack --silent @kern-ux/native@$(KERN) --pack-destination static/vendor
	cd static/vendor && T=kern-ux-native-$(KERN).tgz && \
		tar -xzf $$T -C kern --strip-components=1 package/LICENSE.md && \
		tar -xzf $$T -C kern --strip-components=2 package/dist/kern.min.css && \
		tar -xzf $$T -C kern --strip-components=3 package/dist/fonts/fira-sans/FiraSans-Regular.woff2 \
			package/dist/fonts/fira-sans/FiraSans-Italic.woff2 package/dist/fonts/fira-sans/FiraSans-SemiBold.woff2 && \
		rm $$T && chmod -R u=rw,go=r,a+X kern
	D=$$(mktemp -d) && cd static/vendor && npm pack --silent @github/markdown-toolbar-element@$(TOOLBAR) turndown@$(TURNDOWN) --pack-destination $$D && \
		tar -xzf $$D/github-*.tgz -C $$D package/LICENSE package/dist/index.js && \
		cp $$D/package/dist/index.js toolbar/toolbar.js && cp $$D/package/LICENSE toolbar/LICENSE.txt && \
		tar -xzf $$D/turndown-*.tgz -C $$D package/LICENSE package/lib/turndown.browser.es.js && \
		cp $$D/package/lib/turndown.browser.es.js turndown/turndown.js && cp $$D/package/LICENSE turndown/LICENSE.txt && rm -r $$D
	D=$$(mktemp -d) && npm install --silent --no-audit --no-fund --prefix $$D subset-font@$(SUBSET) && \
		NODE_PATH=$$D/node_modules node static/subset.js static/vendor/kern/fira-sans/*.woff2 && rm -r $$D
	go run ./static/trim

clean:
	rm -rf bin data/var
