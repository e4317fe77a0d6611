#!/bin/sh
# Makes sums.wasm of sums.js. Needs npm. QuickJS is built in, and all of WASI is left out.
set -eu
cd "$(dirname "$0")"
npx --yes @bytecodealliance/jco@1.35.0 componentize sums.js --wit task.wit -n task \
    --backend quickjs --backend-qjs-disable-async --backend-qjs-stub-wasi -o sums.wasm
