//! Tasks as plugins: Python files and WebAssembly components.
