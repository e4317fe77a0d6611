#!/bin/sh
# Builds factors.wasm. Needs clang and lld (Debian: apt-get install clang lld), and either wasm-tools
# or npm.
set -eu
cd "$(dirname "$0")"
out=${1:-$PWD/factors.wasm}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
clang --target=wasm32 -O2 -Wall -Wno-unused-parameter -nostdlib -Wl,--no-entry -o "$work/core.wasm" factors.c
if command -v wasm-tools > /dev/null; then
    wasm-tools component embed --world task ../../wit "$work/core.wasm" -o "$work/embedded.wasm"
    wasm-tools component new "$work/embedded.wasm" -o "$out"
else
    cp wrap.mjs "$work"
    npm install --silent --no-save --prefix "$work" @bytecodealliance/jco@1.35.0
    node "$work/wrap.mjs" "$work/core.wasm" ../../wit/task.wit "$out"
fi
