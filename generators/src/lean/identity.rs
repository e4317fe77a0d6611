//! `lean.mba.identity`: that two expressions over words are equal for all words.
//!
//! Expressions are made as those of `mba.equivalence`: linear ones by the null space of the
//! truth-table matrix, polynomial ones by splitting and expanding products, and nested ones by putting
//! arithmetic words into a linear identity. The words have a width, or any (`every_width`), which no
//! search over bits can settle. False claims are twins of an identity that differ on few inputs, and
//! are refuted by a counterexample. Hard about it: none of the closed tactics knows both algebra and
//! bits; a proof reduces each bitwise function to a common basis.
//!
//! The proof is written by the module `bits`. The key's second proof reads the two sides as the
//! prompt prints them, by a parser of its own, and proves them equal by forward differences.

use tribunal_verifiers::lean::words::{self, Identity};
use tribunal_verifiers::mba::{
    Decision, Equation, Expression, Limits, Node, Notation, Variables, mask, print,
};

use super::bits;
use super::form::{FORBID, LEMMAS, MAX_KIB, Rules, Theorem, VARIATIONS, truth};
use super::proof::Script;
use crate::item::Draft;
use crate::mba::draw::{Coefficients, Draw, LAYERS, LETTER_COUNT, listed};
use crate::mba::kind::{Kind, substituted};
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, binomial, power};
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "lean.mba.identity",
    version: 1,
    summary: "a proof in Lean that two expressions over words are equal, or that they are not",
    variations: VARIATIONS,
    params: &[
        Param::choice(
            "kind",
            "what the expressions are: sums, products, or arithmetic below bitwise operators",
            &["linear", "polynomial", "nested"],
        ),
        Param::int("width", "how many bits a word has", (2, 64), 32),
        Param::bool(
            "every_width",
            "whether the claim is about words of every width; the false ones fail at the width",
            false,
        ),
        Param::int("variables", "how many variables there are", (2, 3), 2),
        Param::int(
            "terms",
            "how many random terms a linear expression starts from",
            (2, 8),
            4,
        ),
        LAYERS,
        Param::choice(
            "coefficients",
            "how they are drawn: as in the paper (mostly 1 and 2), from -99 to 99, or any word",
            &["paper", "small", "wide"],
        ),
        LEMMAS,
        FORBID,
        MAX_KIB,
    ],
    generate,
    space,
};

/// How many identities are drawn for one that holds at every width; of those with small coefficients
/// nearly all do.
const TRIES: usize = 200;

/// Two sides, and what makes them equal or differ.
struct Pair {
    left: Expression,
    right: Expression,
    script: Script,
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let rules = Rules::of(order.params);
    let every = order.params.bool("every_width");
    let coefficients = Coefficients::of(order);
    if order.variation == "proof" && !rules.lemmas {
        return Err(GenerateError::new(
            "a proof in place of sorry can't bring lemmas; set lemmas to given, or take another \
             variation",
        ));
    }
    if every && coefficients == Coefficients::Wide {
        return Err(GenerateError::new(
            "coefficients that are any word belong to one width; set coefficients to small or paper, \
             or every_width to false",
        ));
    }
    let kind = Kind::of(order.params.text("kind"))?;
    let holds = truth(order.variation, stream);
    let mut draw = Draw::new(order, coefficients, stream);
    let width = draw.width;
    let mut names = draw.names()?;
    // The width's own name.
    while every && names.index("w").is_some() {
        names = draw.names()?;
    }
    // Sides that are equal modulo 2^64 for small coefficients are equal as polynomials.
    if every {
        draw.width = 64;
    }
    let spelled = if every {
        "w".to_owned()
    } else {
        width.to_string()
    };
    let mut found = None;
    for _ in 0..TRIES {
        let pair = if holds {
            equal(&mut draw, kind, &names, &spelled)
        } else {
            different(&mut draw, kind, width, every)
        };
        let Some(pair) = pair else { continue };
        let equation = Equation {
            left: &pair.left,
            right: &pair.right,
            width: draw.width,
            variables: names.len(),
        };
        let proved = match (holds, every) {
            (true, true) => equation.holds_at_every_width() == Some(true),
            (true, false) => matches!(equation.decide(Limits::ITEM), Decision::Equal(_)),
            (false, _) => true,
        };
        if proved {
            found = Some(pair);
            break;
        }
    }
    let Some(pair) = found else {
        return Err(GenerateError::new(
            "no identity of this kind was found; take fewer terms or other coefficients",
        ));
    };
    let identity = Identity {
        variables: &names,
        width: (!every).then_some(width),
        left: &pair.left,
        right: &pair.right,
    };
    let [left, right] = [&pair.left, &pair.right].map(|side| print(side, &names, Notation::C));
    let vars = Vars::new()
        .with("width", i64::from(width))
        .with("every_width", i64::from(every))
        .with("variables", listed(&names))
        .with("left", left)
        .with("right", right);
    Theorem {
        name: "identity",
        opening: words::file(rules.lemmas),
        missing: &format!("{}\nopen Words\n", words::LEMMAS),
        claim: identity.proposition(),
        negation: identity.negation(),
        holds,
        script: pair.script,
    }
    .draft(order.variation, &rules, vars)
}

/// An identity with its proof; `None` where the script has no words for it.
fn equal(draw: &mut Draw<'_>, kind: Kind, names: &Variables, width: &str) -> Option<Pair> {
    if kind != Kind::Nested {
        let (left, right) = draw.identity(kind);
        let script = bits::script(names, width, &left, &right)?;
        return Some(Pair {
            left,
            right,
            script,
        });
    }
    // A linear identity of two words, and words that are put in.
    let inner = draw.inner();
    let (left, right) = draw.over_two(|two| two.identity(Kind::Linear));
    let two = Variables::new(["x0", "y0"]).ok()?;
    let script = bits::script(&two, width, &left, &right)?;
    let [one, other] = inner
        .each_ref()
        .map(|word| print(word, names, Notation::Lean(width.parse().ok())));
    let outer = Identity {
        variables: &two,
        width: width.parse().ok(),
        left: &left,
        right: &right,
    };
    let any = if width == "w" { "w " } else { "" };
    let body = |body: &str| {
        format!(
            "have outer : {} := by\n{}intro {any}{}\nexact outer {any}({one}) ({other})",
            outer.proposition(),
            super::proof::indented(body),
            names.names().join(" "),
        )
    };
    let script = Script::with_lemmas(body(&script.body), body(&script.broken));
    Some(Pair {
        left: substituted(&left, &inner),
        right: substituted(&right, &inner),
        script,
    })
}

/// A linear, polynomial or nested pair that differs, with a counterexample at `width`.
fn different(draw: &mut Draw<'_>, kind: Kind, width: u32, every: bool) -> Option<Pair> {
    let (left, right) = {
        let (left, right) = draw.identity(kind);
        // One more, or one bitwise function more: a twin that looks the same.
        let extra = draw.bitwise();
        let node = *draw.stream.choose(&[Node::Add, Node::Sub]);
        (left, right.binary(node, &extra))
    };
    let variables = draw.variables;
    let values = |words: &[u64]| [&left, &right].map(|side| side.evaluate(width, words));
    let word = |draw: &mut Draw<'_>| draw.stream.bits() & mask(width);
    let mut at = None;
    let mut same = None;
    for _ in 0..256 {
        let words: Vec<u64> = (0..variables).map(|_| word(draw)).collect();
        let [one, other] = values(&words);
        if one == other {
            same = Some(words);
        } else {
            at = Some(words);
        }
        if at.is_some() && same.is_some() {
            break;
        }
    }
    let at = at?;
    let arguments = |words: &[u64]| {
        let words: Vec<String> = words.iter().map(|word| format!("{word}#{width}")).collect();
        let any = if every {
            format!("{width} ")
        } else {
            String::new()
        };
        format!("(h {any}{})", words.join(" "))
    };
    let body = |words: &[u64]| format!("intro h\nexact absurd {} (by decide)", arguments(words));
    // Words at which the sides agree; or, where they never do, the equation taken for its denial.
    let broken = same.map_or_else(
        || format!("intro h\nexact absurd (by decide) {}", arguments(&at)),
        |same| body(&same),
    );
    let script = Script::plain(body(&at), broken);
    Some(Pair {
        left,
        right,
        script,
    })
}

fn space(order: Order<'_>) -> Space {
    let coefficients = Coefficients::of(order).count(order.params.int("width") as u32);
    let names = binomial(LETTER_COUNT, order.params.size("variables"));
    let terms = match order.params.text("kind") {
        "linear" => order.params.size("terms"),
        _ => 2,
    };
    Space::at_least(power(coefficients, terms) * names)
}
