//! Pairs are equal half of the time, and otherwise differ on as few inputs as asked.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::EquivalenceCheck;
use tribunal_verifiers::mba::{Decision, Equation, Limits, columns};

use crate::kit::{generator, judge};

const NAME: &str = "mba.equivalence";

fn check(item: &tribunal_generators::Item) -> &EquivalenceCheck {
    match &item.check {
        Check::Equivalence(check) => check,
        other => panic!("{other:?}"),
    }
}

/// On how many inputs of all the sides differ.
fn share(check: &EquivalenceCheck) -> (u64, u64) {
    let (left, right) = check.sides();
    let (width, variables) = (check.width(), check.variables().len());
    let inputs = 1u64 << (width as usize * variables);
    let differ = (0..inputs).filter(|input| {
        let word = |index: usize| input >> (width as usize * index) & ((1 << width) - 1);
        let words: Vec<u64> = (0..variables).map(word).collect();
        left.evaluate(width, &words) != right.evaluate(width, &words)
    });
    (differ.count() as u64, inputs)
}

#[test]
fn different_pairs_differ_on_as_few_inputs_as_asked() {
    for (variation, rarity, shift) in [
        ("linear", 1, 1),
        ("linear", 2, 2),
        ("linear", 9, 2),
        ("polynomial", 1, 1),
        ("polynomial", 2, 2),
        ("polynomial", 3, 4),
        ("polynomial", 64, 4),
        ("nested", 1, 2),
        ("nested", 6, 6),
        ("nested", 64, 12),
    ] {
        let given = [("width", 6), ("rarity", rarity)];
        let generator = generator(NAME, variation, &given, "rare");
        let mut different = 0;
        for index in 0..12 {
            let item = generator.item(index).expect("item 0 was made");
            let check = check(&item);
            let (differ, inputs) = share(check);
            let wanted = match check.witness() {
                None => 0,
                Some(_) => inputs >> shift,
            };
            assert_eq!(differ, wanted, "{variation} {rarity}: {:?}", item.vars);
            different += u32::from(differ > 0);
        }
        assert!(
            (2..=10).contains(&different),
            "{variation} {rarity}: {different}"
        );
    }
}

/// At the default rarity words that anyone would try show nothing, and the claim alone scores nothing.
#[test]
fn guessing_scores_the_equivalent_half_alone() {
    for variation in ["linear", "polynomial", "nested"] {
        let generator = generator(NAME, variation, &[], "guess");
        let (mut equal, mut tried, mut claimed) = (0, 0, 0);
        for index in 0..600 {
            let item = generator.item(index).expect("item 0 was made");
            let right = |text: &str| {
                let answer = format!("\\boxed{{{text}}}");
                u32::from(judge(&item, &answer).lenient.outcome.is_correct())
            };
            equal += right("equivalent");
            claimed += right("not equivalent");
            tried += right("(1, 2)").max(right("(0, 0)")).max(right("(5, 3)"));
        }
        assert!((240..=360).contains(&equal), "{variation}: {equal} of 600");
        assert_eq!(claimed, 0);
        // A linear pair over two variables differs on a quarter of all inputs.
        let bound = if variation == "linear" { 280 } else { 120 };
        assert!(tried <= bound, "{variation}: {tried} of 600");
    }
}

/// A third method for products: all words with few columns, which the checks do not need.
#[test]
fn few_columns_agree_on_products_of_short_words() {
    let generator = generator(NAME, "polynomial", &[("width", 6)], "columns");
    for index in 0..40 {
        let item = generator.item(index).expect("item 0 was made");
        let check = check(&item);
        let (left, right) = check.sides();
        let found = columns::vanishes(&left.minus(right), 6, 2, 1 << 24);
        let found = found.expect("a sum of products");
        assert_eq!(found.is_ok(), check.witness().is_none(), "{:?}", item.vars);
    }
}

/// A third method for the rarest differences: a SAT solver finds one, and it is checked.
#[test]
fn a_solver_agrees_on_pairs_of_short_words() {
    for variation in ["linear", "nested"] {
        let generator = generator(NAME, variation, &[("width", 6), ("terms", 2)], "solver");
        for index in 0..12 {
            let item = generator.item(index).expect("item 0 was made");
            let check = check(&item);
            let (left, right) = check.sides();
            let equation = Equation {
                left,
                right,
                width: 6,
                variables: 2,
            };
            match (equation.by_sat(Limits::JUDGE), check.witness()) {
                (Decision::Equal(_), None) | (Decision::Undecided(_), _) => {}
                (Decision::Different(at, _), Some(_)) => assert!(equation.differs_at(&at)),
                (found, _) => panic!("{found:?}: {:?}", item.vars),
            }
        }
    }
}
