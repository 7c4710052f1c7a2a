# make run is all it takes; make help tells the rest. Only Go is needed.

GO    ?= go
ADDR  ?= localhost:8080
LEVEL ?= 11
WASM   = GOOS=js GOARCH=wasm
# No inlining: a tenth less to download, and what takes time here is the DOM.
SMALL  = -gcflags=all=-l
# Packages that a browser has itself, or that never run in one, are stood in for: half a megabyte less to download. See
# web/overlay/README.md. Should another Go than ours want more of them than there is, the wasm is built without.
STAND  = net/http regexp crypto/aes crypto/cipher crypto/rand crypto/md5 crypto/sha1
GOSRC  = $(shell $(GO) env GOROOT)/src
TOWASM = $(WASM) $(GO) build -trimpath -buildvcs=false -ldflags="-s -w" $(SMALL) -o bin
define towasm
@echo "building $(firstword $(1))"; $(TOWASM)/$(1) -overlay=bin/overlay.json ./app/wasm || { \
		echo "$(firstword $(1)): web/overlay does not fit this Go: built without, larger"; $(TOWASM)/$(1) ./app/wasm; }
endef
DIST   = web/dist
FUZZ   = $(addprefix stream:Fuzz,Envelope Redact Recording) $(addprefix stream/misskey:Fuzz,Entities ChannelEvent PeekNote) stream/internal/skip:FuzzValue \
         app/mfm:FuzzParse app/markup:FuzzNoteIsHarmless app/persist:FuzzDecode
FUZZTIME ?= 20s
PACK   = cd web/pack && $(GO) run . # its own module: the encoder is not part of the app
RACE   = $(if $(filter 1,$(shell $(GO) env CGO_ENABLED)),-race)

.PHONY: run build wasm test check unit node fuzz browser size export bench chaos oracles clean help
.DEFAULT_GOAL := help

help: ## what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

run: LEVEL = 4
run: build ## build quickly and serve with the demo on ADDR (localhost:8080)
	bin/nagare -addr $(ADDR) -demo

# The order matters: the server embeds the compressed wasm.
build: wasm ## bin/nagare, with everything inside
	@$(PACK) -level $(LEVEL) -bin ../../bin ..
	$(GO) build -trimpath -buildvcs=false -ldflags='-X "main.revision=$(shell git describe --always --dirty 2>/dev/null)"' -o bin/nagare .

wasm:
	@mkdir -p bin && { echo '{"Replace":{'; for p in $(STAND); do for f in $(GOSRC)/$$p/*.go; do echo "\"$$f\":\"\","; done; \
		echo "\"$(GOSRC)/$$p/nagare.go\":\"$(CURDIR)/web/overlay/$$p.go.txt\","; done; echo '"/none":""}}'; } >bin/overlay.json
	$(call towasm,app.wasm)
	$(call towasm,watch.wasm -tags watch)
	@cp -f "$$($(GO) env GOROOT)/lib/wasm/wasm_exec.js" $(DIST)/wasm_exec.js

test: check build unit node fuzz size browser ## format, vet, all tests, sizes, browser tests
	@echo "make test: all passed"

check:
	@test -z "$$(gofmt -l .)" || { echo "these want gofmt -w:"; gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(WASM) $(GO) vet -tags watch ./app/...
	$(WASM) $(GO) vet ./app/... $$($(WASM) $(GO) list -e -f '{{if .GoFiles}}{{.ImportPath}}{{end}}' ./stream/...)
	@cd web/pack && $(GO) vet . && cd ../../app/e2e && $(GO) vet ./... && cd ../../stream/browsertest && $(GO) vet . && $(WASM) $(GO) vet ./page

unit: build
	$(GO) test $(RACE) ./...

# The environment is emptied: wasm_exec.js has room for little.
node:
	@if command -v node >/dev/null; then for p in $$($(WASM) $(GO) list -e -f '{{if and .GoFiles (or .TestGoFiles .XTestGoFiles)}}{{.ImportPath}}{{end}}' ./stream/...); do \
		$(WASM) $(GO) test -exec="env -i PATH=$$PATH HOME=$$HOME $$($(GO) env GOROOT)/lib/wasm/go_js_wasm_exec" $$p || exit 1; done; \
	else echo "no node: tests of stream as wasm left out"; fi

# Minimizing what is merely new, for up to a minute each, would leave no time for trying.
# Before 1.27 Go may call the end of the time itself a failure (golang.org/issue/75804), in a
# line without a place; no input failed then, and the target is run again.
fuzz: ## each of the FUZZ targets for FUZZTIME (20s), two at a time
	@printf '%s\n' $(FUZZ) | xargs -P 2 -n 1 sh -c 'for try in 1 2 3; do \
		out=$$($(GO) test "./$${0%:*}" -run "^$$" -fuzz "^$${0#*:}$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x -parallel 1 2>&1) && \
			{ echo "$${0#*:} $$(echo "$$out" | grep elapsed | tail -n 1)"; exit 0; }; \
		echo "$$out" | grep -qx "    context deadline exceeded" || break; \
		echo "$${0#*:} $$(echo "$$out" | grep elapsed | tail -n 1): no input failed, but Go said so at the end (golang.org/issue/75804)"; \
		done; echo "$$out"; exit 1'

browser: build
	@app/e2e/chromium.sh
	cd stream/browsertest && $(GO) test -count=1 .
	cd app/e2e && NAGARE_BIN="$(CURDIR)/bin/nagare" ./run.sh

size: build ## every part against its budget
	@rm -rf bin/site && bin/nagare export -o bin/site >/dev/null
	@$(PACK) -size ../../bin/site
	@rm -rf bin/site
	@if $(WASM) $(GO) list -deps ./app/wasm | grep -xE 'nagare/(web|stream/streamtest)|net/http/httptest|testing'; then \
		echo "size: the wasm imports the packages above and must not"; exit 1; fi

export: build ## static site in OUT (site), for the path PREFIX
	bin/nagare export -o "$(or $(OUT),site)" -prefix "$(PREFIX)"

bench: build ## benchmarks, in the browser beside a rival too
	$(GO) test -run '^$$' -bench . -benchmem ./...
	@app/e2e/chromium.sh
	cd stream/browsertest && NAGARE_BENCH=1 $(GO) test -count=1 -timeout 30m -run TestBench -v .
	cd app/e2e && NAGARE_BENCH=1 NAGARE_BIN="$(CURDIR)/bin/nagare" $(GO) test -count=1 -timeout 30m -run TestBench -v .

chaos: build ## the browser chaos test; NAGARE_CHAOS_NOTES, _FAULTS, _SEED set its size
	cd app/e2e && NAGARE_CHAOS_NOTES=$${NAGARE_CHAOS_NOTES:-3000} NAGARE_CHAOS_FAULTS=$${NAGARE_CHAOS_FAULTS:-200} NAGARE_BIN="$(CURDIR)/bin/nagare" $(GO) test -count=1 -timeout 60m -run TestChaos -v .

oracles: ## make the golden data of mfm-js anew (wants Node)
	cd app/mfm/oracle && npm ci && npm run golden

clean: ## forget what was built
	rm -rf bin site app/e2e/shots
	find $(DIST) -mindepth 1 ! -name placeholder -delete
