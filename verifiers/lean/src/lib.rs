//! Lean 4 proofs judged so that no trick passes.
