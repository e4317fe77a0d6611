//! Known machines come out right, and two ways of running and of proving agree.

use num_bigint::BigUint;
use tribunal_verifiers::turing::decide::{Effort, decide};
use tribunal_verifiers::turing::leap::{Bounds, End, Leap, leap};
use tribunal_verifiers::turing::tree::{Fate, walk};
use tribunal_verifiers::turing::{Machine, Run, Stop};

fn machine(text: &str) -> Machine {
    text.parse().expect(text)
}

/// Champions and former champions that a plain run reaches: machine, steps, score.
const REACHED: &[(&str, u64, u64)] = &[
    // Two, three, four and five states (Rado; Lin and Rado; Brady; Marxen and Buntrock).
    ("1RB1LB_1LA1RZ", 6, 4),
    ("1RB1RZ_1LB0RC_1LC1LA", 21, 5),
    ("1RB1RZ_0RC1RB_1LC1LA", 14, 6),
    ("1RB1LB_1LA0LC_1RZ1LD_1RD0RA", 107, 13),
    ("1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA", 47_176_870, 4_098),
    // Two states and three symbols (Lafitte and Papazian), and four (T. and S. Ligocki).
    ("1RB2LB1RZ_2LA2RB1LB", 38, 9),
    ("1RB2LA1RA1RA_1LB1LA3RB1RZ", 3_932_964, 2_050),
];

#[test]
fn champions_come_out_right_both_ways() {
    for &(text, steps, score) in REACHED {
        let machine = machine(text);
        let mut run = Run::new(&machine);
        assert_eq!(run.run(1 << 32), Stop::Halted, "{text}");
        assert_eq!((run.steps(), run.score()), (steps, score), "{text}");
        let found = leap(&machine, 6, Bounds::default());
        assert_eq!(found.end, End::Halted, "{text}");
        assert_eq!(
            (found.steps, found.score),
            (steps.into(), score.into()),
            "{text}"
        );
        assert_eq!(decide(&machine, Effort::THOROUGH), None, "{text}");
    }
}

/// Three states and three symbols (T. and S. Ligocki, 2007), too long for any plain run.
#[test]
fn a_run_of_ten_to_the_seventeen_steps_is_confirmed() {
    let found = leap(
        &machine("1RB2LA1LC_0LA2RB1LB_1RZ1RA1RC"),
        6,
        Bounds::default(),
    );
    assert_eq!(found.end, End::Halted);
    assert_eq!(found.steps, 119_112_334_170_342_540u64.into());
    assert_eq!(found.score, 374_676_383u64.into());
}

/// The first digits of a number, and how many it has.
type Digits = (&'static str, usize);

/// Record holders with astronomically many steps: machine, steps, score.
const FAR: &[(&str, Digits, Digits)] = &[
    // Two states and five symbols (T. and S. Ligocki, 2007).
    (
        "1RB2LA1RA2LB2LA_0LA2RB3RB4RA1RZ",
        ("190282", 705),
        ("178083", 353),
    ),
    // Six states (T. and S. Ligocki, 2007).
    (
        "1RB0LE_1LC0RA_1LD0RC_1LE0LF_1LA1LC_1LE1RZ",
        ("258464", 2_880),
        ("464098", 1_440),
    ),
];

#[test]
fn record_holders_are_confirmed_as_far_as_they_can_be() {
    for &(text, steps, score) in FAR {
        let found = leap(
            &machine(text),
            6,
            Bounds {
                leaps: 4_000_000,
                ..Bounds::default()
            },
        );
        assert_eq!(found.end, End::Halted, "{text}");
        for (number, (digits, length)) in [(found.steps, steps), (found.score, score)] {
            let number: BigUint = number;
            let written = number.to_string();
            assert!(written.starts_with(digits), "{text}: {written:.20}");
            assert_eq!(written.len(), length, "{text}");
        }
    }
}

/// Beyond all bounds: the end says so, whatever the machine.
#[test]
fn what_is_too_long_ends_at_a_limit() {
    // Six states (P. Kropitz, 2022): a tower of fifteen tens.
    let tower = machine("1RB0LD_1RC0RF_1LC1LA_0LE1RZ_1LF0RB_0RC0RE");
    let bounds = Bounds {
        leaps: 20_000,
        ..Bounds::default()
    };
    for width in 1..=3 {
        let found = Leap::new(&tower, width, bounds).run();
        assert!(matches!(found.end, End::Limit(_)), "{:?}", found.end);
    }
}

/// The tree of two states and three symbols holds no machine that runs longer than 38 steps and
/// halts; those that don't halt have certificates but for a few, which the accelerated run follows
/// without a halt.
#[test]
fn two_states_and_three_symbols_are_searched() {
    let (mut longest, mut open) = (0, 0);
    walk(2, 3, 100, |machine, fate| {
        match fate {
            Fate::Stops { steps, .. } => longest = longest.max(steps + 1),
            Fate::Runs => match decide(machine, Effort::THOROUGH) {
                Some(certificate) => assert_eq!(certificate.verify(machine), Ok(()), "{machine}"),
                None => {
                    open += 1;
                    let bounds = Bounds {
                        leaps: 2_000,
                        ..Bounds::default()
                    };
                    let end = leap(machine, 2, bounds).end;
                    assert!(
                        matches!(end, End::Forever | End::Limit(_)),
                        "{machine}: {end:?}"
                    );
                }
            },
        }
        true
    })
    .expect("a size");
    assert_eq!(longest, 38);
    assert!(open <= 40, "{open}");
}
