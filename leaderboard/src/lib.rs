//! A static site from the stores of runs.
