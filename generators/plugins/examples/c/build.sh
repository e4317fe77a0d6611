#!/bin/sh
# Builds factors.wasm. Needs clang and lld (Debian: apt-get install clang lld) and npm.
set -eu
cd "$(dirname "$0")"
out=${1:-factors.wasm}
wit=$(cd ../../wit && pwd)
core=$(mktemp)
trap 'rm -f "$core" "$core.embedded"' EXIT
clang --target=wasm32 -O2 -Wall -nostdlib -Wl,--no-entry -o "$core" factors.c
npx --yes @bytecodealliance/jco@1.35.0 embed "$core" --wit "$wit" -n task -o "$core.embedded"
npx --yes @bytecodealliance/jco@1.35.0 new "$core.embedded" -o "$out"
