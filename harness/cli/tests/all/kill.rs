//! SIGKILL at any moment: nothing answered is lost, nothing is asked twice.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::Value;
use tribunal_mock::{Config, ItemCount, Latency, MockServer, Stats};
use tribunal_store::{Reader, StoreError};

use crate::place::{Place, await_that, is_file, steady};

const ITEMS: u64 = 500;
const CONCURRENCY: u64 = 16;
const COMMAND: &str = "run kill.toml --seed kill -j 16 --max-tokens 64 --progress none";

/// A suite of lists of numbers, so long that no two prompts are the same: the server counts by
/// prompt.
fn suite(place: &Place) {
    let tasks = ["sum", "sorting", "median", "range", "even_count"];
    let entry = |task| format!("[[task]]\nname = \"beyondbench.easy.{task}\"\ncount = 100\n");
    let text = format!(
        "name = \"kill\"\nversion = 1\n{}",
        tasks.map(entry).concat()
    );
    place.file("kill.toml", text);
}

/// Pseudo-random numbers below `bound`, the same in every run of the test.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % bound
    }
}

fn server() -> MockServer {
    steady(Config {
        latency: Latency::Between(Duration::from_millis(3), Duration::from_millis(9)),
        ..Config::default()
    })
}

/// When a round is ended.
enum Moment {
    /// So many milliseconds after the start.
    StartUp(u64),
    /// After so many more requests, and so many milliseconds.
    Asking(u64, u64),
    /// When so many items have no answer yet, and so many milliseconds later.
    Finishing(u64, u64),
}

/// What had been committed when a round was killed, and what the server had seen.
struct Wreck {
    settled: HashSet<u64>,
    seen: Stats,
}

fn settled(place: &Place) -> HashSet<u64> {
    let reader = match Reader::open(place.path("tribunal.db")) {
        // Killed before it had made the tables.
        Err(StoreError::Missing { .. }) => return HashSet::new(),
        other => other.expect("the store opens"),
    };
    reader.check().expect("the store is sound after a kill");
    let Ok(run) = reader.run("latest") else {
        return HashSet::new();
    };
    let mut ordinals = HashSet::new();
    reader
        .for_each_scored(run.id, |row| -> Result<(), StoreError> {
            ordinals.insert(u64::from(row.ordinal));
            Ok(())
        })
        .expect("the store is read");
    ordinals
}

#[test]
fn killed_and_resumed_over_and_over_a_run_ends_like_an_undisturbed_one() {
    let server = server();
    let place = Place::new();
    suite(&place);
    let mut dice = Dice(20_261_123);
    let mut moments: Vec<Moment> = (0..20)
        .map(|round| match round % 4 {
            0 => Moment::StartUp(dice.below(40)),
            _ => Moment::Asking(1 + dice.below(40), dice.below(8)),
        })
        .collect();
    moments.extend(
        [(40, 3), (12, 1), (3, 2), (1, 0)].map(|(left, wait)| Moment::Finishing(left, wait)),
    );
    let (mut killed, mut wrecks) = (0, Vec::new());
    for moment in moments {
        let before = server.stats().numbered;
        let mut round = place.ask(&server, COMMAND).start();
        let pause = match moment {
            Moment::StartUp(wait) => wait,
            Moment::Asking(requests, wait) => {
                await_that("it asks", || server.stats().numbered >= before + requests);
                wait
            }
            Moment::Finishing(left, wait) => {
                await_that("it nearly ends", || {
                    server.stats().items_answered() as u64 >= ITEMS - left
                });
                wait
            }
        };
        std::thread::sleep(Duration::from_millis(pause));
        round.signal("KILL");
        killed += u64::from(round.end().code == -1);
        if is_file(&place.path("tribunal.db")) {
            wrecks.push(Wreck {
                settled: settled(&place),
                seen: server.stats(),
            });
        }
    }
    assert!(killed >= 20, "only {killed} rounds were killed");

    place.ask(&server, COMMAND).ok().prints("500 items");
    place.store_is_sound();
    let end = server.stats();
    assert!(
        end.numbered <= ITEMS + killed * CONCURRENCY,
        "{} requests",
        end.numbered
    );
    let prompts = prompts(&place);
    let different: HashSet<&String> = prompts.iter().collect();
    assert_eq!((prompts.len(), different.len()), (500, 500));
    let mut kept = 0;
    for wreck in &wrecks {
        for ordinal in &wreck.settled {
            let prompt = &prompts[*ordinal as usize];
            let (then, now): (ItemCount, ItemCount) = (wreck.seen.item(prompt), end.item(prompt));
            assert_eq!(then.asked, now.asked, "item {ordinal} was asked again");
            kept += 1;
        }
    }
    assert!(kept > ITEMS, "answers survived kills: {kept}");

    let undisturbed = Place::new();
    suite(&undisturbed);
    undisturbed.ask(&server, COMMAND).ok();
    assert_eq!(place.figures(), undisturbed.figures());
    assert_eq!(verdicts(&place), verdicts(&undisturbed));
}

/// The prompts of the latest run by ordinal.
fn prompts(place: &Place) -> Vec<String> {
    lines(place)
        .iter()
        .map(|line| line["prompt"].as_str().expect("a prompt").to_owned())
        .collect()
}

fn verdicts(place: &Place) -> Vec<Value> {
    lines(place)
        .into_iter()
        .map(|line| serde_json::json!([line["digest"], line["text"], line["lenient_outcome"]]))
        .collect()
}

fn lines(place: &Place) -> Vec<Value> {
    let export = place.tribunal("export").ok();
    let parse = |line: &str| serde_json::from_str(line).expect("a JSON line");
    export.stdout.lines().map(parse).collect()
}

#[test]
fn a_store_that_was_only_begun_is_made_by_the_next_run() {
    let place = Place::new();
    place.file("tribunal.db", "");
    place
        .tribunal("report")
        .run()
        .code(2)
        .says("no store at tribunal.db; a run creates one");
    place.tribunal("run -q --limit 2").ok();
    place.tribunal("report").ok();
}

#[test]
fn without_a_seed_the_unfinished_run_goes_on_under_its_own() {
    let server = steady(Config {
        latency: Latency::Fixed(Duration::from_millis(50)),
        ..Config::default()
    });
    let place = Place::new();
    let command = "run beyondbench.easy.* --limit 48 -j 4 --progress none --json";
    let mut first = place.ask(&server, command).start();
    await_that("answers come", || server.stats().answered >= 5);
    first.signal("KILL");
    assert_eq!(first.end().code, -1);
    let second = place.ask(&server, command).ok().json();
    assert_eq!(second["coverage"]["complete"], true);
    let runs = place.tribunal("runs --json").ok().json();
    assert_eq!(runs["runs"].as_array().map(Vec::len), Some(1));
    // Now that it is complete, the same words mean a run on fresh items.
    let third = place.ask(&server, command).ok().json();
    assert_ne!(third["run"]["seed"], second["run"]["seed"]);
}
