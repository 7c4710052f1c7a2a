#!/bin/sh
# Sees to it that there is a browser for the tests: looks for one, installs
# Debian's where that is allowed, else says what to do.
set -eu

if [ -n "${CHROMIUM:-}" ]; then
	[ -x "$CHROMIUM" ] || { echo "CHROMIUM=$CHROMIUM is no program" >&2; exit 1; }
	exit 0
fi
for name in chromium chromium-browser google-chrome google-chrome-stable; do
	if command -v "$name" >/dev/null; then
		exit 0
	fi
done
for app in "/Applications/Google Chrome.app" "/Applications/Chromium.app"; do
	if [ -d "$app" ]; then
		exit 0
	fi
done

if command -v apt-get >/dev/null; then
	sudo=
	[ "$(id -u)" = 0 ] || sudo="sudo -n"
	if [ -z "$sudo" ] || sudo -n true 2>/dev/null; then
		echo "installing chromium for the browser tests"
		export DEBIAN_FRONTEND=noninteractive
		$sudo apt-get update -qq
		$sudo apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fonts-noto-color-emoji >/dev/null
		exit 0
	fi
fi
cat >&2 <<'END'
The browser tests need Chromium or Chrome, and there is none:
  Debian, Ubuntu   sudo apt-get install chromium fonts-noto-cjk fonts-noto-color-emoji
  macOS            brew install --cask chromium
  elsewhere        set CHROMIUM to the path of one
END
exit 1
