# make run is all it takes; make help tells the rest. Only Go is needed.

GO    ?= go
ADDR  ?= localhost:8080
LEVEL ?= 11
DIST   = web/dist
PACK   = cd web/pack && $(GO) run . # its own module: the encoder is not part of the app

.PHONY: run build wasm test size export bench clean help
.DEFAULT_GOAL := help

help: ## what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

run: LEVEL = 4
run: build ## build quickly and serve with the demo on ADDR (localhost:8080)
	bin/nagare -addr $(ADDR) -demo

# The order matters: the server embeds the compressed wasm.
build: wasm ## bin/nagare, with everything inside
	@$(PACK) -level $(LEVEL) -wasm ../../bin/app.wasm ..
	$(GO) build -trimpath -o bin/nagare .

wasm:
	GOOS=js GOARCH=wasm $(GO) build -trimpath -ldflags="-s -w" -o bin/app.wasm ./app/wasm
	@cp -f "$$($(GO) env GOROOT)/lib/wasm/wasm_exec.js" $(DIST)/wasm_exec.js

test: ## format, vet, all tests, sizes, browser tests
	@test -z "$$(gofmt -l .)" || { echo "gofmt -w these:"; gofmt -l .; exit 1; }
	$(GO) vet ./... && GOOS=js GOARCH=wasm $(GO) vet ./app/... ./stream/...
	$(GO) test -race ./...
	@echo "make test: all passed"

size: build ## every part against its budget
	@rm -rf $(DIST)/site && bin/nagare export -o $(DIST)/site >/dev/null
	@$(PACK) -size ../dist/site; code=$$?; rm -rf ../dist/site; exit $$code

export: build ## static site in OUT (site), for the path PREFIX
	bin/nagare export -o $(or $(OUT),site) -prefix "$(PREFIX)"

bench: ## benchmarks
	$(GO) test -run '^$$' -bench . -benchmem ./...

clean: ## forget what was built
	rm -rf bin site app/e2e/shots
	find $(DIST) -mindepth 1 ! -name placeholder -delete
