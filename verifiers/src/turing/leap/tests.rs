use proptest::prelude::*;

use super::super::run::{Run, Stop};
use super::*;

fn machine(text: &str) -> Machine {
    text.parse().expect(text)
}

#[test]
fn champions_come_out_right() {
    for (text, steps, score) in [
        ("1RB1LB_1LA1RZ", 6u64, 4u64),
        ("1RB1RZ_1LB0RC_1LC1LA", 21, 5),
        ("1RB1LB_1LA0LC_1RZ1LD_1RD0RA", 107, 13),
        ("1RB2LB1RZ_2LA2RB1LB", 38, 9),
        ("1RB2LA1RA1RA_1LB1LA3RB1RZ", 3_932_964, 2050),
        ("1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA", 47_176_870, 4098),
    ] {
        for width in 1..=6 {
            let found = Leap::new(&machine(text), width, Bounds::default()).run();
            assert_eq!(found.end, End::Halted, "{text} {width}");
            assert_eq!(found.steps, steps.into(), "{text} {width}");
            assert_eq!(found.score, score.into(), "{text} {width}");
        }
    }
}

#[test]
fn what_never_stops_is_seen() {
    for text in ["1RA1RA", "1RB1RZ_1RA0RB", "0RB1RZ_0LA1LA"] {
        assert_eq!(leap(&machine(text), 4, Bounds::default()).end, End::Forever);
    }
    assert_eq!(
        leap(&machine("1RB---_0LA1LA"), 4, Bounds::default()).end,
        End::Undefined
    );
}

use super::super::run::tests::any_machine;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Wherever the plain run ends, the accelerated one ends with the same figures; and what the
    /// accelerated one calls endless does not end in the plain run.
    #[test]
    fn the_plain_run_agrees(machine in any_machine(), width in 1usize..6) {
        let mut run = Run::new(&machine);
        let stop = run.run(5_000);
        let bounds = Bounds { leaps: 6_000, ..Bounds::default() };
        let found = Leap::new(&machine, width, bounds).run();
        match stop {
            Stop::Halted | Stop::Undefined { .. } => {
                let end = if stop == Stop::Halted { End::Halted } else { End::Undefined };
                prop_assert_eq!(found.end, end);
                prop_assert_eq!(found.steps, run.steps().into());
                prop_assert_eq!(found.score, run.score().into());
            }
            _ => prop_assert!(
                matches!(found.end, End::Forever | End::Limit(_)) || found.steps > 5_000u32.into()
            ),
        }
    }
}
