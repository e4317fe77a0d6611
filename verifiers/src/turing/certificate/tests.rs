use proptest::prelude::*;

use super::super::run::tests::any_machine;
use super::super::run::{Run, Stop};
use super::*;

fn machine(text: &str) -> Machine {
    text.parse().expect(text)
}

#[test]
fn certificates_have_one_json_form() {
    for text in [
        r#"{"kind":"cycler","start":4,"period":6}"#,
        r#"{"kind":"translated_cycler","start":9,"period":5}"#,
        r#"{"kind":"backward","depth":12,"branches":40}"#,
        r#"{"kind":"halting_segment","size":4,"position":1,"views":90}"#,
        r#"{"kind":"far","reads":"left","dfa":[[0,1],[1,1]]}"#,
        r#"{"kind":"ngram_cps","left":2,"right":3,"contexts":35}"#,
    ] {
        let certificate: Certificate = serde_json::from_str(text).expect(text);
        assert_eq!(certificate.to_json(), text);
        assert!(text.contains(certificate.kind()));
    }
}

#[test]
fn refusals_say_why() {
    let champion = machine("1RB1LB_1LA1RZ");
    // To the right for ever, on its own marks from the left.
    let runner = machine("1RB1RZ_1RA0RB");
    for (machine, json, reason) in [
        (
            &champion,
            r#"{"kind":"cycler","start":3,"period":9}"#,
            "the machine stops after 6 steps",
        ),
        (
            &champion,
            r#"{"kind":"cycler","start":6,"period":1}"#,
            "the machine stops after 6 steps",
        ),
        (
            &champion,
            r#"{"kind":"translated_cycler","start":1,"period":5}"#,
            "the machine stops after 6 steps",
        ),
        (
            &runner,
            r#"{"kind":"cycler","start":3,"period":0}"#,
            "a period of 0 steps shows nothing",
        ),
        (
            &runner,
            r#"{"kind":"cycler","start":3,"period":2}"#,
            "the configurations after 3 and 5 steps differ",
        ),
        (
            &runner,
            r#"{"kind":"translated_cycler","start":3,"period":1}"#,
            "the states after 3 and 4 steps differ",
        ),
        (
            &runner,
            r#"{"kind":"cycler","start":900000,"period":200000}"#,
            "limit reached: start and period together are more than 1000000 steps",
        ),
        (
            &champion,
            r#"{"kind":"backward","depth":5,"branches":3}"#,
            "the machine stops after 6 steps",
        ),
        (
            &runner,
            r#"{"kind":"backward","depth":1001,"branches":3}"#,
            "limit reached: the depth is more than 1000",
        ),
        (
            &runner,
            r#"{"kind":"halting_segment","size":2,"position":2,"views":3}"#,
            "a window of 2 cells has no cell 2",
        ),
        (
            &champion,
            r#"{"kind":"halting_segment","size":1,"position":0,"views":3}"#,
            "the window can be seen to stop on cell 0, in state B on 1",
        ),
        (
            &runner,
            r#"{"kind":"far","reads":"left","dfa":[]}"#,
            "the automaton has no state",
        ),
        (
            &runner,
            r#"{"kind":"far","reads":"left","dfa":[[0,1]]}"#,
            "state 0 of the automaton leads to state 1, which it has not",
        ),
        (
            &runner,
            r#"{"kind":"far","reads":"right","dfa":[[1,1],[1,1]]}"#,
            "the automaton leaves its initial state on 0, with which the tape begins",
        ),
        (
            &champion,
            r#"{"kind":"far","reads":"left","dfa":[[0,1],[1,1]]}"#,
            "the start is in the language of configurations that may stop",
        ),
        (
            &champion,
            r#"{"kind":"ngram_cps","left":2,"right":2,"contexts":3}"#,
            "the machine may stop in state B on 1, for all that these cells tell",
        ),
        (
            &runner,
            r#"{"kind":"ngram_cps","left":2,"right":17,"contexts":3}"#,
            "limit reached: at most 16 cells are looked at on one side",
        ),
    ] {
        let certificate: Certificate = serde_json::from_str(json).expect(json);
        let refusal = certificate.verify(machine).expect_err(json);
        assert_eq!(refusal.to_string(), reason, "{json}");
        assert_eq!(refusal.is_limit(), reason.starts_with("limit"));
    }
    let right = Certificate::TranslatedCycler {
        start: 0,
        period: 2,
    };
    assert_eq!(right.verify(&runner), Ok(()));
}

fn any_certificate() -> impl Strategy<Value = Certificate> {
    prop_oneof![
        (0u64..60, 0u64..40).prop_map(|(start, period)| Certificate::Cycler { start, period }),
        (0u64..60, 0u64..40)
            .prop_map(|(start, period)| Certificate::TranslatedCycler { start, period }),
        (0u32..30, 0u64..9).prop_map(|(depth, branches)| Certificate::Backward { depth, branches }),
        (0u32..7, 0u32..7).prop_map(|(size, position)| Certificate::HaltingSegment {
            size,
            position,
            views: 0
        }),
        (
            any::<bool>(),
            prop::collection::vec(prop::collection::vec(0u32..4, 4), 1..5)
        )
            .prop_map(|(left, dfa)| Certificate::Far {
                reads: if left { Side::Left } else { Side::Right },
                dfa,
            }),
        (0u32..5, 0u32..5).prop_map(|(left, right)| Certificate::NgramCps {
            left,
            right,
            contexts: 0
        }),
    ]
}

/// The same certificate with the size of the closure that the verifier finds, if it finds one.
fn told(certificate: Certificate, machine: &Machine) -> Certificate {
    let Err(Refusal::Wrong(reason)) = certificate.verify(machine) else {
        return certificate;
    };
    let words: Vec<&str> = reason.split(' ').collect();
    let found = match words[..] {
        ["there", "are", found, ..] => found.parse().unwrap_or(0),
        _ => return certificate,
    };
    match certificate {
        Certificate::Backward { depth, .. } => Certificate::Backward {
            depth,
            branches: found,
        },
        Certificate::HaltingSegment { size, position, .. } => Certificate::HaltingSegment {
            size,
            position,
            views: found,
        },
        Certificate::NgramCps { left, right, .. } => Certificate::NgramCps {
            left,
            right,
            contexts: found,
        },
        other => other,
    }
}

#[test]
fn the_shortest_period_is_found() {
    let runner = machine("1RB1RZ_1RA0RB");
    let long = Certificate::TranslatedCycler {
        start: 7,
        period: 60,
    };
    assert_eq!(long.verify(&runner), Ok(()));
    let short = Certificate::TranslatedCycler {
        start: 7,
        period: 2,
    };
    assert_eq!(long.shortest(&runner), short);
    assert_eq!(short.shortest(&runner), short);
    assert_eq!(primes(360), [2, 3, 5]);
    assert_eq!(primes(9_999_991), [9_999_991]);
    assert!(primes(1).is_empty() && primes(0).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    /// Whatever a certificate says, a machine that stops is never proved not to.
    #[test]
    fn nothing_proves_what_is_false(machine in any_machine(), certificate in any_certificate()) {
        let mut certificate = certificate;
        if let Certificate::Far { dfa, .. } = &mut certificate {
            let states = dfa.len() as u32;
            for row in dfa.iter_mut() {
                row.truncate(machine.symbols());
                row.iter_mut().for_each(|next| *next %= states);
            }
            dfa[0][0] = 0;
        }
        if told(certificate, &machine).verify(&machine).is_ok() {
            let stop = Run::new(&machine).run(3_000);
            prop_assert_eq!(stop, Stop::Steps, "{}", machine);
        }
    }
}
