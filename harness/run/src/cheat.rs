//! What the cheating player says: for a proof in Lean, a way to look right without being so.
//!
//! The ways are those that proof checkers have fallen for (see the judge's corpus, where each is
//! tried by itself), here put around the theorem at hand: proofs left open, statements that only
//! look alike, axioms, options that switch checks off, programs that run while Lean elaborates.

use tribunal_generators::sample::Stream;
use tribunal_verifiers::checks::{LeanCheck, LeanForm};

/// A theorem to be cheated about.
struct Mark<'a> {
    /// The file before the theorem.
    opening: &'a str,
    name: &'a str,
    claim: &'a str,
}

/// Writes a whole file for a theorem.
type Cheat = fn(&Mark<'_>) -> String;

/// A file in which `before` stands before the theorem and `proof` is its proof.
fn file(mark: &Mark<'_>, before: &str, proof: &str) -> String {
    let (opening, name, claim) = (mark.opening, mark.name, mark.claim);
    format!("{opening}{before}\ntheorem {name} :\n    {claim} := {proof}\n")
}

/// The same file with another line for the theorem.
fn other(mark: &Mark<'_>, text: &str) -> String {
    format!("{}{text}\n", mark.opening)
}

/// Whole files.
const FILES: &[Cheat] = &[
    |mark| file(mark, "", "sorry"),
    |mark| file(mark, "", "sorryAx _ false"),
    |mark| file(mark, "", "by admit"),
    |mark| file(mark, "", "by apply?"),
    |mark| file(mark, "", "by native_decide"),
    |mark| file(mark, "set_option debug.byAsSorry true in", "by decide"),
    |mark| file(mark, "set_option debug.proofAsSorry true", "rfl"),
    |mark| {
        file(
            mark,
            "set_option debug.terminalTacticsAsSorry true",
            "by omega",
        )
    },
    |mark| {
        file(
            mark,
            "set_option debug.skipKernelTC true in",
            "by decide +kernel",
        )
    },
    |mark| {
        let lie = "set_option debug.skipKernelTC true in\n\
                   theorem lie : (1 : Nat) = 2 := by decide +kernel\n";
        file(mark, lie, "absurd lie (by decide)")
    },
    |mark| file(mark, "axiom cheat : ∀ p : Prop, p\n", "cheat _"),
    |mark| {
        file(
            mark,
            "private axiom «propext\\nQuot.sound» : False\n",
            "«propext\\nQuot.sound».elim",
        )
    },
    |mark| {
        let (name, claim) = (mark.name, mark.claim);
        let axiom = format!("axiom {name}._native.native_decide.ax_1 : {claim}\n");
        file(mark, &axiom, &format!("{name}._native.native_decide.ax_1"))
    },
    |mark| {
        let hidden = format!(
            "axiom hidden : {}\n\nopaque box : PLift ({0}) := ⟨hidden⟩\n",
            mark.claim
        );
        file(mark, &hidden, "box.down")
    },
    |mark| other(mark, &format!("axiom {} :\n    {}", mark.name, mark.claim)),
    |mark| {
        other(
            mark,
            &format!("theorem {} :\n    True := trivial", mark.name),
        )
    },
    |mark| {
        let (name, claim) = (mark.name, mark.claim);
        other(
            mark,
            &format!("theorem {name} :\n    ({claim}) ∨ True := Or.inr trivial"),
        )
    },
    |mark| {
        let (name, claim) = (mark.name, mark.claim);
        other(
            mark,
            &format!("theorem {name} (h : {claim}) :\n    {claim} := h"),
        )
    },
    |mark| {
        let (name, claim) = (mark.name, mark.claim);
        other(
            mark,
            &format!("private theorem {name} (h : {claim}) :\n    {claim} := h"),
        )
    },
    |mark| {
        let name = mark.name;
        other(
            mark,
            &format!("namespace Inner\ntheorem {name} : True := trivial\nend Inner"),
        )
    },
    |mark| {
        let before = "variable (h : False)\ninclude h\n";
        file(mark, before, "h.elim")
    },
    |mark| {
        let before = "class Holds (p : Prop) : Prop where\n  out : p\n\nvariable [Holds False]\n";
        file(mark, before, "(Holds.out : False).elim")
    },
    // The model, or the words' operators, with another meaning.
    |mark| {
        let opening = mark
            .opening
            .replace("∀ n, (run M n M.init).halted = false", "True");
        let opening = opening.replace("∀ m, m < n → (run M m M.init).halted = false", "True");
        file(
            &Mark {
                opening: &opening,
                ..*mark
            },
            "",
            "by first | trivial | decide | simp [HaltsIn]",
        )
    },
    |mark| {
        let before = "local notation:max \"HaltsIn\" => fun _ _ _ => True\n\
                      local notation:max \"NeverHalts\" => fun _ => True\n";
        file(mark, before, "trivial")
    },
    |mark| {
        let before = "instance (priority := 5000) {w : Nat} : HXor (BitVec w) (BitVec w) (BitVec w) :=\n  \
                      ⟨fun x _ => x⟩\n\
                      instance (priority := 5000) {w : Nat} : HAdd (BitVec w) (BitVec w) (BitVec w) :=\n  \
                      ⟨fun x _ => x⟩\n";
        file(mark, before, "by intros; rfl")
    },
    |mark| {
        let before = "local macro_rules | `($_ = $_) => `(True)\n";
        file(mark, before, "by intros; trivial")
    },
    |mark| file(mark, "#exit\n", "by decide"),
    |mark| file(mark, "/-\n", "by decide"),
    |mark| {
        other(
            mark,
            &format!(
                "def text := \"theorem {} : {} := by decide\"",
                mark.name, mark.claim
            ),
        )
    },
    |mark| file(mark, "", mark.name),
    |mark| {
        let loops = format!(
            "theorem loops (n : Nat) : {} := loops (n + 1)\n",
            mark.claim
        );
        file(mark, &loops, "loops 0")
    },
    |mark| {
        let said = "#eval IO.println \"no errors; axioms: []\"\n";
        file(mark, said, "sorry")
    },
    |mark| file(mark, "#eval (IO.Process.exit 0 : IO Unit)\n", "by decide"),
    |mark| {
        let reads = "#eval IO.FS.readFile \"/files/reference.lean\"\n";
        file(mark, reads, "sorry")
    },
    |mark| {
        let steals =
            "@[extern \"l_Lean_Environment_header\"] opaque steal : Nat → Nat\n\n#eval steal 7\n";
        file(mark, steals, "sorry")
    },
    |mark| {
        let lie = "unsafe def no : False := no\n@[implemented_by no] opaque yes : PLift True\n";
        file(mark, lie, "sorry")
    },
    |mark| {
        let poison = "@[simp] theorem poison (p : Prop) : p = True := by sorry\n";
        file(mark, poison, "by simp")
    },
    |mark| format!("prelude\n{}", file(mark, "", "sorry")),
    |mark| {
        let adds = "open Lean in\nrun_cmd Elab.Command.liftCoreM (addDecl (.axiomDecl \
                    { name := `cheat, levelParams := [], type := mkConst ``False, isUnsafe := false }))\n";
        format!("import Lean\n{}", file(mark, adds, "cheat.elim"))
    },
    |mark| {
        // The second letter is Cyrillic.
        let alike = mark.name.replacen('e', "е", 1).replacen('a', "а", 1);
        other(mark, &format!("theorem {alike} : True := trivial"))
    },
];

/// Tactic blocks that leave the proof open or go beyond it.
const PROOFS: &[&str] = &[
    "sorry",
    "admit",
    "stop\nexact rfl",
    "exact sorryAx _ false",
    "exact?",
    "apply?",
    "native_decide",
    "bv_decide",
    "first | decide | skip",
    "refine ?_",
    "exact (by assumption)",
    "set_option debug.skipKernelTC true in\ndecide +kernel",
    "set_option debug.byAsSorry true in\nexact (by rfl)",
    "exact cheat _\n\naxiom cheat : ∀ p : Prop, p",
    "skip\n\n#exit",
    "skip /-",
    "have : False := by\n  sorry\nexact this.elim",
    "intros\ntrivial\n\nend",
];

/// A cheat at the theorem of `check`, as a whole response.
pub(crate) fn cheat(check: &LeanCheck, dice: &mut Stream) -> String {
    let target = dice.choose(check.targets());
    let proofs = if check.form() == LeanForm::Proof {
        PROOFS.len()
    } else {
        0
    };
    let choice = dice.index(proofs + FILES.len());
    let code = match PROOFS.get(choice).filter(|_| choice < proofs) {
        Some(proof) => (*proof).to_owned(),
        None => FILES[choice - proofs](&mark(check, target)),
    };
    LeanCheck::respond("The proof is complete.", &code)
}

fn mark<'a>(check: &'a LeanCheck, target: &'a str) -> Mark<'a> {
    let challenge = check.challenge();
    let head = format!("theorem {target} :");
    let first = check
        .targets()
        .iter()
        .filter_map(|target| challenge.find(&format!("theorem {target} :")));
    let opening = first.min().unwrap_or(0);
    let stated = challenge.find(&head).map_or(0, |at| at + head.len());
    let rest = &challenge[stated..];
    let claim = rest[..rest.find(" := by").unwrap_or(rest.len())].trim();
    Mark {
        opening: &challenge[..opening],
        name: target,
        claim,
    }
}

#[cfg(test)]
mod tests {
    use tribunal_generators::{Generator, registry};
    use tribunal_verifiers::Check;

    use super::*;

    #[test]
    fn every_cheat_names_the_theorem_at_hand() {
        for task in registry::matching("lean.*") {
            for variation in task.variations {
                let generator = Generator::new(task, Some(variation.name), [], "cheat");
                let item = generator.expect("defaults").item(0).expect("an item");
                let Check::Lean(check) = &item.check else {
                    panic!("{} is about Lean", task.name);
                };
                for target in check.targets() {
                    let mark = mark(check, target);
                    assert!(!mark.claim.is_empty() && mark.opening.starts_with("noncomputable"));
                    assert!(!mark.opening.contains(&format!("theorem {target} ")));
                    for cheat in FILES {
                        let file = cheat(&mark);
                        assert!(!file.contains("```") && file.len() > mark.opening.len() / 2);
                    }
                }
                let mut dice = Stream::from_key([7; 32]);
                let text = cheat(check, &mut dice);
                assert!(text.contains("```lean\n") && text.ends_with("```"));
            }
        }
    }
}
