//! Defects of the published implementation, by their numbers in our list of them; none may be true
//! of these tasks.

use tribunal_verifiers::{Check, queens};

use crate::prompts::render;
use crate::{boxed, generator, generators, judge, label};

/// The judge took peg C for the goal whatever the prompt said, accepted a disk moved away and back,
/// and read no disk above 10.
#[test]
fn d2_hanoi_is_judged_by_its_own_goal() {
    let name = "beyondbench.hard.tower_hanoi";
    for variation in ["tower", "gather", "rearrange_shortest"] {
        for disks in [3, 11, 12] {
            let generator = generator(name, variation, &[("disks", disks)], "d2");
            for index in 0..20 {
                let item = generator.item(index).expect("item 0 was made");
                let reference = item.check.reference();
                assert!(judge(&item, &reference).strict.outcome.is_correct());
                let first = boxed(&reference).split(", ").next().expect("a move");
                let (disk, way) = first.split_once(": ").expect("a disk");
                let (from, to) = way.split_once(" -> ").expect("two pegs");
                let back = format!("\\boxed{{{disk}: {from} -> {to}, {disk}: {to} -> {from}}}");
                assert!(!judge(&item, &back).lenient.outcome.is_correct(), "{back}");
            }
        }
    }
}

/// Only the first ten placements in lexicographic order were accepted, the prompt's example was one
/// of them, and a list of all permutations scored.
#[test]
fn d6_every_placement_of_queens_is_accepted() {
    let generator = generator("beyondbench.hard.n_queens", "side_8", &[("given", 0)], "d6");
    let placements = queens::placements(8);
    let mut accepted = 0;
    for index in 0..300 {
        let item = generator.item(index).expect("item 0 was made");
        let right: Vec<_> = placements
            .iter()
            .enumerate()
            .filter(|(_, columns)| {
                let text = format!("\\boxed{{{columns:?}}}");
                judge(&item, &text).strict.outcome.is_correct()
            })
            .map(|(place, _)| place)
            .collect();
        assert!(!right.is_empty());
        accepted += right.iter().filter(|&&place| place >= 10).count();
        // All placements listed, and then a wrong one, is no answer.
        let mut all: String = placements
            .iter()
            .map(|columns| format!("{columns:?}\n"))
            .collect();
        all.push_str(&item.check.counterfeit());
        assert!(!judge(&item, &all).lenient.outcome.is_correct());
    }
    assert!(accepted >= 200, "{accepted}");
}

/// References were false under their formulas, formulas without an assignment could not be answered,
/// clauses were not of their kind, repeated, and the prompt held a number drawn when it was printed.
/// Kinds and satisfiability are shown beside the task; here is what a player sees.
#[test]
fn d7_formulas_are_what_they_are_called_and_can_be_answered() {
    let name = "beyondbench.hard.boolean_sat";
    for variation in ["random_k", "horn", "xor", "graph_based", "mixed"] {
        let generator = generator(name, variation, &[("unsatisfiable", 50)], "d7");
        let mut answers = [0, 0];
        for index in 0..200 {
            let item = generator.item(index).expect("item 0 was made");
            assert_eq!(render(&generator, &item), render(&generator, &item));
            let Check::Formula(check) = &item.check else {
                panic!("{:?}", item.check)
            };
            answers[usize::from(check.is_satisfiable())] += 1;
            let denied = judge(&item, "\\boxed{unsatisfiable}").strict.outcome;
            assert_eq!(denied.is_correct(), !check.is_satisfiable());
            // An unreadable value is no answer; it was read as true.
            let reference = item.check.reference();
            let unreadable = reference.replacen("= T", "= maybe", 1);
            if unreadable != reference {
                assert!(!judge(&item, &unreadable).lenient.outcome.is_correct());
            }
        }
        assert!(
            answers.iter().all(|&count| count > 60),
            "{variation}: {answers:?}"
        );
    }
}

/// The first answer was taken, or a valid one from anywhere in the reply.
#[test]
fn d12_the_last_answer_counts() {
    for generator in generators("d12") {
        for index in 0..10 {
            let item = generator.item(index).expect("item 0 was made");
            let (right, wrong) = (item.check.reference(), item.check.counterfeit());
            let turned = format!("{wrong}\n\nThat is a mistake. Corrected:\n\n{right}");
            let spoiled = format!("{right}\n\nThat is a mistake. Corrected:\n\n{wrong}");
            for (text, is_right) in [(turned, true), (spoiled, false)] {
                let judged = judge(&item, &text);
                for verdict in [judged.strict, judged.lenient] {
                    assert_eq!(
                        verdict.outcome.is_correct(),
                        is_right,
                        "{}: {text}",
                        label(&generator)
                    );
                }
            }
        }
    }
}
