//! The sweep finds what is wrong, and says the same whatever the number of threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tribunal_generators::task::{Order, Variation};
use tribunal_generators::{
    Draft, GenerateError, Generator, Item, Space, Stream, Task, Vars, registry,
};
use tribunal_proofs::guess::best_constant;
use tribunal_proofs::sweep::{Flaw, Swept, sweep};
use tribunal_proofs::{Doubt, Proof, Question, proof};
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::IntegerCheck;

/// A sum of two small numbers, with a wrong key for every pair that adds up to 7.
const TASK: Task = Task {
    name: "test.sum",
    version: 1,
    summary: "the sum of two numbers",
    variations: &[Variation {
        name: "default",
        summary: "as it is",
    }],
    params: &[],
    generate,
    space: |_| Space::exactly(100u32),
};

static SUM: Task = TASK;
/// The same, said to have ten items.
static NARROW: Task = Task {
    space: |_| Space::exactly(10u32),
    ..TASK
};
/// The same, which can't be made when the numbers are equal, and panics when they are 3 and 4.
static BRITTLE: Task = Task {
    generate: |order, stream| {
        let draft = generate(order, stream)?;
        match (draft.vars.get("a"), draft.vars.get("b")) {
            (a, b) if a == b => Err(GenerateError::new("the numbers are equal")),
            (a, b) if a == Some(&3.into()) && b == Some(&4.into()) => panic!("three and four"),
            _ => Ok(draft),
        }
    },
    ..TASK
};

fn generate(_: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (a, b) = (stream.range(0, 9), stream.range(0, 9));
    let key = if a + b == 7 { 8 } else { a + b };
    let vars = Vars::new().with("a", a).with("b", b);
    let expected = key.into();
    Ok(Draft::new(vars, Check::Integer(IntegerCheck { expected })))
}

const PROOF: Proof = Proof {
    task: "test.sum",
    method: "addition",
    confirm: |question: &Question<'_>| -> Result<(), Doubt> {
        question.is_integer(question.int("a")? + question.int("b")?)
    },
};

fn generator(task: &'static Task, seed: &str) -> Generator {
    Generator::new(task, None, [], seed).expect("item 0 can be made")
}

fn plain(_: &Generator, item: &Arc<Item>) -> Result<String, String> {
    Ok(format!("{:?}", item.vars))
}

fn swept(generator: &Generator, proof: Option<&Proof>, items: u64) -> Swept {
    let told = AtomicU64::new(0);
    let swept = sweep(generator, proof, items, &plain, &|more| {
        told.fetch_add(more, Ordering::Relaxed);
    });
    assert_eq!(told.into_inner(), items, "the ticks are the items");
    swept
}

#[test]
fn wrong_keys_are_found_with_their_addresses() {
    let generator = generator(&SUM, "keys");
    let swept = swept(&generator, Some(&PROOF), 2_000);
    let wrong: Vec<u64> = (0..2_000)
        .filter(|&index| {
            let item = generator.item(index).expect("made");
            let question = Question {
                variation: "default",
                vars: &item.vars,
                check: &item.check,
            };
            (PROOF.confirm)(&question).is_err()
        })
        .collect();
    assert!((100..250).contains(&wrong.len()), "{}", wrong.len());
    assert_eq!(swept.count(Flaw::WrongKey), wrong.len() as u64);
    assert_eq!(swept.faults(), wrong.len() as u64, "and nothing else");
    let told: Vec<u64> = swept.told.iter().filter_map(|fault| fault.index).collect();
    assert_eq!(told, wrong[..told.len()]);
    assert_eq!(swept.told[0].reason, "the key is 8, not 7");
    assert_eq!(swept.repeats, 2_000 - 100);
    assert_eq!(swept.method, Some("addition"));
}

#[test]
fn a_proof_that_is_wrong_and_one_that_is_missing_are_seen() {
    let doubting = Proof {
        confirm: |_| Err(Doubt::new("I doubt it")),
        ..PROOF
    };
    let easy = registry::task("beyondbench.easy.sum").expect("built in");
    let generator = generator(easy, "s");
    let clean = swept(&generator, proof(easy.name), 300);
    assert_eq!((clean.faults(), clean.repeats), (0, 0), "{:?}", clean.told);
    assert_eq!(
        swept(&generator, Some(&doubting), 300).count(Flaw::WrongKey),
        300
    );
    let without = swept(&generator, None, 300);
    assert_eq!((without.count(Flaw::NoProof), without.faults()), (1, 1));
    assert_eq!(without.told[0].index, None);
}

#[test]
fn failures_panics_and_miscounted_spaces_are_faults() {
    let seed = (0..)
        .map(|seed: u32| seed.to_string())
        .find(|seed| Generator::new(&BRITTLE, None, [], seed).is_ok());
    let generator = generator(&BRITTLE, &seed.expect("some seed"));
    let found = swept(&generator, Some(&PROOF), 1_000);
    assert!((50..200).contains(&found.count(Flaw::NotMade)));
    let panics = found.count(Flaw::Panic);
    assert!((1..40).contains(&panics), "{panics}");

    let narrow = Generator::new(&NARROW, None, [], "x").expect("made");
    let found = swept(&narrow, Some(&PROOF), 1_000);
    assert_eq!(found.count(Flaw::Miscounted), 1);
    let told = found
        .told
        .iter()
        .any(|fault| fault.flaw == Flaw::Miscounted);
    assert!(!told || found.told.len() == 1, "those by index come first");
}

#[test]
fn prompts_that_fail_or_say_nothing_are_faults() {
    let easy = registry::task("beyondbench.easy.sum").expect("built in");
    let generator = generator(easy, "s");
    let render = |_: &Generator, item: &Arc<Item>| match item.index % 10 {
        3 => Err("no such variable".to_owned()),
        4 => Ok("  \n".to_owned()),
        _ => Ok("What is the sum?".to_owned()),
    };
    let found = sweep(&generator, proof(easy.name), 100, &render, &|_| {});
    assert_eq!((found.count(Flaw::NoPrompt), found.faults()), (20, 20));
    assert_eq!(found.told[0].reason, "no such variable");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let generator = generator(&SUM, "threads");
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads");
        let found = pool.install(|| swept(&generator, Some(&PROOF), 1_001));
        (found.counts, found.told, found.repeats, found.items)
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn every_task_with_a_proof_is_clean() {
    for task in registry::tasks() {
        let Some(proof) = proof(task.name) else {
            continue;
        };
        for variation in task.variations {
            let generator =
                Generator::new(task, Some(variation.name), [], "clean").expect("defaults");
            let found = swept(&generator, Some(proof), 100);
            assert_eq!(found.faults(), 0, "{}: {:?}", task.name, found.told);
        }
    }
}

#[test]
fn the_best_constant_guess_is_found_whatever_the_check() {
    // Sums of two digits: 9 is the most frequent with 10 of 100, and 8 has 9 and the 8 of 7.
    let guess = best_constant(&generator(&SUM, "guess")).expect("made");
    assert!((0.1..0.25).contains(&guess.share), "{guess:?}");
    assert_eq!(
        guess,
        best_constant(&generator(&SUM, "guess")).expect("made")
    );
    for (task, range) in [
        ("beyondbench.easy.comparison", 0.25..0.75),
        ("beyondbench.easy.sorting", 0.0..0.01),
        ("beyondbench.hard.boolean_sat", 0.0..0.75),
        ("tmbench.mtag", 0.0..0.01),
    ] {
        let task = registry::task(task).expect("built in");
        let guess = best_constant(&generator(task, "guess")).expect("made");
        assert!(range.contains(&guess.share), "{}: {guess:?}", task.name);
        assert!(!guess.answer.is_empty());
    }
}
