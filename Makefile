# SPDX-License-Identifier: Apache-2.0
# A thin face on Meson: everything is built in build/, the program is build/entente.
# `make demo` and `make check` install what they need on a fresh Debian 12.

DEMO_DATE = 2026-11-23

build:
	@tools/install-packages build
	@tools/install-console
	@echo "building" >&2
	@tools/build build

demo: build
	@build/entente report samples/minerals --as-of $(DEMO_DATE) --html build/report.html
	@build/entente report samples/coproduction --as-of $(DEMO_DATE) --html build/coproduction.html
	@echo "the same with pictures: build/report.html, build/coproduction.html" >&2
	@echo "in a browser: build/entente serve samples/minerals, and open the link that it prints" >&2

check:
	@tools/install-packages check
	@tools/install-console
	@tools/check

clean:
	rm -rf build build-*

.PHONY: build demo check clean
.DEFAULT_GOAL := build
