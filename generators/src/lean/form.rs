//! The variations: a theorem, its proofs and a form make a check and a prompt's variables.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{LeanCheck, LeanForm, LeanParts};
use tribunal_verifiers::lean::LeanPolicy;

use super::proof::{Script, indented};
use crate::item::Draft;
use crate::param::{Param, Params};
use crate::sample::Stream;
use crate::task::{GenerateError, Variation};
use crate::vars::{Var, Vars};

/// The variations of every task here.
pub(super) const VARIATIONS: &[Variation] = &[
    Variation {
        name: "proof",
        summary: "a true claim: the proof in place of sorry",
    },
    Variation {
        name: "file",
        summary: "a true claim: the whole file",
    },
    Variation {
        name: "fix",
        summary: "a true claim: a file whose proof fails, mended",
    },
    Variation {
        name: "refute",
        summary: "a false claim: the proof of its negation",
    },
    Variation {
        name: "decide",
        summary: "a claim that may be false: the whole file, with the claim or its negation proved",
    },
];

/// `lemmas`.
pub(super) const LEMMAS: Param = Param::choice(
    "lemmas",
    "whether the file gives lemmas; a proof in place of sorry can't bring any of its own",
    &["given", "none"],
);

/// `max_kib`.
pub(super) const MAX_KIB: Param = Param::int(
    "max_kib",
    "the most kibibytes of the whole file that an answer makes",
    (16, 1_024),
    64,
);

/// `forbid`.
pub(super) const FORBID: Param = Param::choice(
    "forbid",
    "which words are forbidden: those of tactics that trust a compiler or a solver; or also those of \
     tactics that search for lemmas or decide linear arithmetic",
    &["compiled", "search"],
);

/// What `forbid = "compiled"` forbids.
const COMPILED: [&str; 4] = ["native_decide", "bv_decide", "bv_check", "ofReduceBool"];
/// What `forbid = "search"` forbids besides. No lemma of ours uses any of it.
const SEARCH: [&str; 7] = [
    "omega", "bv_omega", "exact?", "apply?", "simp?", "rw?", "try?",
];

/// What the parameters say about a proof.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    /// Whether the file gives the lemmas.
    pub(super) lemmas: bool,
    policy: LeanPolicy,
}

impl Rules {
    /// Reads the parameters `lemmas`, `max_kib` and `forbid`.
    pub(super) fn of(params: &Params) -> Self {
        let search = params.text("forbid") == "search";
        let more: &[&str] = if search { &SEARCH } else { &[] };
        let forbidden = COMPILED.iter().chain(more).map(|&word| word.to_owned());
        Self {
            lemmas: params.text("lemmas") == "given",
            policy: LeanPolicy {
                forbidden: forbidden.collect(),
                max_bytes: (params.int("max_kib") as u32) << 10,
                ..LeanPolicy::default()
            },
        }
    }
}

/// Whether a variation's claim is true, where the variation decides it; else one half are.
pub(super) fn truth(variation: &str, stream: &mut Stream) -> bool {
    match variation {
        "refute" => false,
        "decide" => stream.chance(1, 2),
        _ => true,
    }
}

/// A claim, and the proof of it or of its negation.
#[derive(Clone, Debug)]
pub(super) struct Theorem<'a> {
    /// The theorem's name; its negation's has `not_` before it.
    pub(super) name: &'a str,
    /// The file up to the theorem.
    pub(super) opening: String,
    /// The lemmas, as far as the file doesn't give them, for proofs that need them.
    pub(super) missing: &'a str,
    /// The proposition.
    pub(super) claim: String,
    /// Its negation.
    pub(super) negation: String,
    /// Whether the claim is true.
    pub(super) holds: bool,
    /// The proof of the claim or of its negation, whichever is true.
    pub(super) script: Script,
}

/// `theorem NAME : CLAIM := by` with `body` below.
fn stated(name: &str, claim: &str, body: &str) -> String {
    format!("theorem {name} :\n    {claim} := by\n{}", indented(body))
}

impl Theorem<'_> {
    /// The item of this theorem in the form of `variation`, with `vars` of the claim in words.
    ///
    /// # Errors
    /// [`GenerateError`] when a proof in place of `sorry` would need lemmas that the file doesn't
    /// give, or the file is too long.
    pub(super) fn draft(
        self,
        variation: &str,
        rules: &Rules,
        vars: Vars,
    ) -> Result<Draft, GenerateError> {
        let form = match variation {
            "file" => LeanForm::File,
            "fix" => LeanForm::Fix,
            "decide" => LeanForm::Decide,
            _ => LeanForm::Proof,
        };
        let brings = self.script.lemmas && !rules.lemmas;
        if brings && form == LeanForm::Proof {
            return Err(GenerateError::new(
                "a proof in place of sorry can't bring lemmas; set lemmas to given, or take another \
                 variation",
            ));
        }
        let not_name = format!("not_{}", self.name);
        let (proved, claim) = if self.holds {
            (self.name, &self.claim)
        } else {
            (&*not_name, &self.negation)
        };
        let mut challenge = format!("{}\n", self.opening);
        let targets = if form == LeanForm::Decide {
            challenge.push_str(&stated(self.name, &self.claim, "sorry"));
            challenge.push('\n');
            challenge.push_str(&stated(&not_name, &self.negation, "sorry"));
            vec![self.name.to_owned(), not_name.clone()]
        } else {
            challenge.push_str(&stated(proved, claim, "sorry"));
            vec![proved.to_owned()]
        };
        let [reference, counterfeit] = [&self.script.body, &self.script.broken].map(|body| {
            if form == LeanForm::Proof {
                return body.clone();
            }
            let lemmas = if brings {
                format!("\n{}", self.missing)
            } else {
                String::new()
            };
            format!("{}{lemmas}\n{}", self.opening, stated(proved, claim, body))
        });
        let shown = if form == LeanForm::Fix {
            counterfeit.clone()
        } else {
            challenge.clone()
        };
        let words = |words: &[String]| Var::List(words.iter().cloned().map(Var::from).collect());
        let vars = vars
            .with("claim", said(variation))
            .with("form", spelled(form))
            .with("lean", shown.trim_end().to_owned())
            .with("target", targets[0].clone())
            .with("opposite", not_name)
            .with("axioms", words(&rules.policy.axioms))
            .with("forbidden", words(&rules.policy.forbidden))
            .with("imports", words(&rules.policy.imports))
            .with("kib", i64::from(rules.policy.max_bytes >> 10));
        let check = LeanCheck::new(LeanParts {
            form,
            challenge,
            targets,
            policy: rules.policy.clone(),
            reference,
            counterfeit,
        });
        let check = check.map_err(|error| GenerateError::new(error.to_string()))?;
        Ok(Draft::new(vars, Check::Lean(check)))
    }
}

/// What a prompt says about the claim.
fn said(variation: &str) -> &'static str {
    match variation {
        "refute" => "false",
        "decide" => "open",
        _ => "true",
    }
}

/// The form as a template knows it.
fn spelled(form: LeanForm) -> &'static str {
    match form {
        LeanForm::Proof => "proof",
        LeanForm::File => "file",
        LeanForm::Fix => "fix",
        LeanForm::Decide => "decide",
    }
}
