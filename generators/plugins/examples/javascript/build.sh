#!/bin/sh
# Builds divisors.wasm. Needs npm. QuickJS is built in, and all of WASI is left out.
set -eu
cd "$(dirname "$0")"
wit=$(cd ../../wit && pwd)
npx --yes @bytecodealliance/jco@1.35.0 componentize divisors.js --wit "$wit" -n task \
    --backend quickjs --backend-qjs-disable-async --backend-qjs-stub-wasi -o "${1:-$PWD/divisors.wasm}"
