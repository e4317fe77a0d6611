use proptest::prelude::*;

use super::super::run::tests::any_machine;
use super::super::run::{Run, Stop};
use super::*;

/// Each decider by itself.
fn each(machine: &Machine, effort: Effort) -> Vec<Certificate> {
    [
        cycler::find(machine, effort.steps),
        translated_cycler::find(machine, effort.steps),
        ngram_cps::find(machine, effort.gram, effort.contexts),
        backward::find(machine, effort.depth, effort.nodes),
        halting_segment::find(machine, effort.segment, effort.nodes),
        far::find(machine, effort.dfa),
    ]
    .into_iter()
    .flatten()
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// No decider says anything about a machine that stops, and what each finds is a proof to its
    /// verifier, which searches in another way.
    #[test]
    fn deciders_and_verifiers_agree(machine in any_machine()) {
        let effort = Effort { dfa: 3, ..Effort::QUICK };
        let mut run = Run::new(&machine);
        let stops = run.run(20_000) != Stop::Steps;
        for certificate in each(&machine, effort) {
            prop_assert!(!stops, "{} stops, but {:?}", machine, certificate);
            prop_assert_eq!(certificate.verify(&machine), Ok(()), "{} {:?}", machine, certificate);
        }
    }
}

#[test]
fn each_decider_has_a_machine_of_its_own() {
    for (text, kind) in [
        ("0RB1RZ_0LA1RB", "cycler"),
        ("1RB1RZ_1RA0RB", "translated_cycler"),
        ("1RB---_1LB0RB", "backward"),
        ("1RB---_1LB0RB", "halting_segment"),
        ("0RB---_0RC1LC_1RD1RA_1LB0LD", "ngram_cps"),
        ("0RB0LA_1LA1RC_1RB---", "far"),
    ] {
        let machine: Machine = text.parse().expect(text);
        let kinds: Vec<_> = each(&machine, Effort::THOROUGH)
            .iter()
            .map(Certificate::kind)
            .collect();
        assert!(kinds.contains(&kind), "{text}: {kinds:?}");
    }
}
