//! SIGKILL in every phase but the asking, which has [`kill`](crate::kill): making items, judging,
//! judging again, merging, exporting, importing. Afterwards nothing is lost, the next command
//! works, and in the end everything is as if nothing had happened.
//!
//! Migrating is killed in the store's own tests (`migrate.rs`), for which a newer version can be
//! made up there.

use std::time::{Duration, Instant};

use rusqlite::Connection;
use tribunal_store::{Reader, StoreError};

use crate::place::{Place, is_file};

const EASY: &str = "run beyondbench.easy.* --seed crash --limit 1200 -q";
const ITEMS: i64 = 1200;

/// Pseudo-random moments, the same in every run of the test.
struct Dice(u64);

impl Dice {
    /// Some time before `whole` is over.
    fn part_of(&mut self, whole: Duration) -> Duration {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        whole.mul_f64((self.0 >> 40) as f64 / (1_u64 << 24) as f64)
    }
}

/// Runs a command undisturbed and gives the time it takes.
fn timed(place: &Place, args: &str) -> Duration {
    let began = Instant::now();
    place.tribunal(args).ok();
    began.elapsed()
}

/// Starts a command and kills it after `wait`; whether it was still at work.
fn killed(place: &Place, args: &str, wait: Duration) -> bool {
    let mut running = place.tribunal(args).start();
    std::thread::sleep(wait);
    running.signal("KILL");
    let done = running.end();
    assert!(
        [0, -1].contains(&done.code),
        "`{args}` ends with {}:\n{}",
        done.code,
        done.stderr
    );
    done.code == -1
}

/// The store under this name, looked through for damage; `None` when there is none yet.
fn sound(place: &Place, store: &str) -> Option<Reader> {
    match Reader::open(place.path(store)) {
        Err(StoreError::Missing { .. }) => None,
        other => {
            let reader = other.expect("the store opens after a kill");
            reader.check().expect("the store is sound after a kill");
            Some(reader)
        }
    }
}

fn count(place: &Place, store: &str, sql: &str) -> i64 {
    let store = Connection::open(place.path(store)).expect("the store opens");
    let count = store.query_row(sql, [], |row| row.get(0));
    count.expect("a number")
}

const ANSWERS: &str = "SELECT count(*) FROM response WHERE retired = 0";

/// Kills a command that goes on where it was killed over and over, each time after a part of
/// `whole`; what was answered stays answered. In the end it must not differ from `undisturbed`.
fn goes_on(place: &Place, args: &str, undisturbed: &Place, whole: Duration) {
    let (mut dice, mut kills, mut before) = (Dice(11), 0, 0);
    for round in 0..60 {
        if kills == 12 {
            break;
        }
        // Early and late moments alike: some rounds end while it still starts.
        let wait = dice.part_of(if round % 3 == 0 { whole / 8 } else { whole / 2 });
        if killed(place, args, wait) {
            kills += 1;
        } else {
            // It came to its end: from the beginning.
            for file in ["tribunal.db", "tribunal.db-wal", "tribunal.db-shm"] {
                drop(std::fs::remove_file(place.path(file)));
            }
            before = 0;
            continue;
        }
        if sound(place, "tribunal.db").is_some() {
            let now = count(place, "tribunal.db", ANSWERS);
            assert!(now >= before, "{now} answers of {before} are left");
            before = now;
        }
    }
    assert_eq!(kills, 12, "it was hardly ever killed at work");
    place.tribunal(args).ok();
    place.store_is_sound();
    assert_eq!(place.figures(), undisturbed.figures());
    assert_eq!(place.verdicts(), undisturbed.verdicts());
}

#[test]
fn while_items_are_made() {
    let suite = "name = \"heavy\"\nversion = 1\n\
                 [[task]]\nname = \"beyondbench.hard.sudoku_solving\"\ncount = 60\n\
                 [[task]]\nname = \"beyondbench.hard.logic_grid_puzzles\"\ncount = 60\n\
                 [[task]]\nname = \"busy_beaver.halts\"\ncount = 60\n";
    let (place, undisturbed) = (Place::new(), Place::new());
    place.file("heavy.toml", suite);
    undisturbed.file("heavy.toml", suite);
    let run = "run heavy.toml --seed crash -q --model builtin:noisy?p=0.6";
    let whole = timed(&undisturbed, run);
    // A plan alone leaves nothing behind at all.
    let mut dice = Dice(7);
    for _ in 0..6 {
        killed(&place, "plan heavy.toml --seed crash", dice.part_of(whole));
        assert!(!is_file(&place.path("tribunal.db")));
    }
    goes_on(&place, run, &undisturbed, whole);
}

#[test]
fn while_answers_are_imported() {
    let (place, undisturbed) = (Place::new(), Place::new());
    let source = Place::new();
    source.tribunal(EASY).ok();
    source.tribunal("export -q -o answers.jsonl").ok();
    for each in [&place, &undisturbed] {
        each.file("answers.jsonl", source.read("answers.jsonl"));
    }
    let import = "import answers.jsonl --label theirs beyondbench.easy.* --seed crash --limit 1200";
    let whole = timed(&undisturbed, import);
    goes_on(&place, import, &undisturbed, whole);
}

#[test]
fn while_answers_without_a_verdict_are_judged() {
    let place = Place::new();
    place.tribunal(EASY).ok();
    let (figures, verdicts) = (place.figures(), place.verdicts());
    // What a run leaves that was killed between its answers and their verdicts.
    let forget = || {
        Connection::open(place.path("tribunal.db"))
            .and_then(|store| {
                store.execute_batch(
                    "DELETE FROM verdict WHERE response % 3 > 0; \
                     UPDATE run SET state = 'running', finished_ms = NULL",
                )
            })
            .expect("the verdicts are gone");
    };
    forget();
    let whole = timed(&place, EASY);
    let (mut dice, mut kills) = (Dice(3), 0);
    for _ in 0..16 {
        forget();
        kills += u32::from(killed(&place, EASY, dice.part_of(whole)));
        drop(sound(&place, "tribunal.db"));
        assert_eq!(count(&place, "tribunal.db", ANSWERS), ITEMS);
    }
    assert!(kills >= 4, "only {kills} were killed");
    place
        .tribunal(&EASY.replace(" -q", ""))
        .ok()
        .says("nothing was left to ask");
    assert_eq!(place.figures(), figures);
    assert_eq!(place.verdicts(), verdicts);
}

#[test]
fn while_answers_are_judged_again() {
    let place = Place::new();
    place.tribunal(EASY).ok();
    let verdicts = place.verdicts();
    let tamper = || {
        Connection::open(place.path("tribunal.db"))
            .and_then(|store| store.execute("UPDATE verdict SET strict_answer = 'tampered'", []))
            .expect("the verdicts are changed");
    };
    tamper();
    let whole = timed(&place, "rescore latest");
    let (mut dice, mut kills) = (Dice(5), 0);
    for _ in 0..16 {
        tamper();
        kills += u32::from(killed(&place, "rescore latest", dice.part_of(whole)));
        drop(sound(&place, "tribunal.db"));
        // Each verdict is the old one or the new one, and none is gone.
        let all = "SELECT count(*) FROM verdict";
        assert_eq!(count(&place, "tribunal.db", all), ITEMS);
    }
    assert!(kills >= 4, "only {kills} were killed");
    place.tribunal("rescore latest").ok();
    place.tribunal("rescore latest --check").ok();
    assert_eq!(place.verdicts(), verdicts);
}

#[test]
fn while_stores_are_merged() {
    let place = Place::new();
    for shard in [1, 2] {
        let run = format!("{EASY} --shard {shard}/2 --store part{shard}.db");
        place.tribunal(&run).ok();
    }
    let half = count(&place, "part1.db", ANSWERS);
    let merge = "merge part1.db part2.db --store all.db";
    let whole = timed(&place, merge);
    let undisturbed = (place.figures_of("all.db"), place.verdicts_of("all.db"));
    let (mut dice, mut kills) = (Dice(9), 0);
    for round in 0..16 {
        for file in ["all.db", "all.db-wal", "all.db-shm"] {
            drop(std::fs::remove_file(place.path(file)));
        }
        // Into nothing, or into what is there already.
        let there = if round % 2 == 0 { 0 } else { half };
        if there > 0 {
            std::fs::copy(place.path("part1.db"), place.path("all.db")).expect("a copy");
        }
        kills += u32::from(killed(&place, merge, dice.part_of(whole)));
        if sound(&place, "all.db").is_some() {
            let now = count(&place, "all.db", ANSWERS);
            assert!(now == there || now == ITEMS, "{now}: neither none nor all");
        }
        place.tribunal(merge).ok();
        let merged = (place.figures_of("all.db"), place.verdicts_of("all.db"));
        assert_eq!(merged, undisturbed);
    }
    assert!(kills >= 4, "only {kills} were killed");
    for source in ["part1.db", "part2.db"] {
        drop(sound(&place, source).expect("it is there"));
    }
}

#[test]
fn while_a_run_is_exported() {
    let place = Place::new();
    place.tribunal(EASY).ok();
    let mut kills = 0;
    for (format, seed) in [("jsonl", 1), ("csv", 2), ("parquet", 3)] {
        let export = format!("export --format {format} -o out.{format}");
        let whole = timed(&place, &export);
        let read = || std::fs::read(place.path(&format!("out.{format}"))).expect("it is there");
        let (full, mut dice) = (read(), Dice(seed));
        for _ in 0..8 {
            place.file(&format!("out.{format}"), "what was there before");
            kills += u32::from(killed(&place, &export, dice.part_of(whole)));
            let now = read();
            assert!(
                now == b"what was there before" || now == full,
                "half an export of {} bytes",
                now.len()
            );
        }
        place.tribunal(&export).ok();
        assert!(read() == full, "another export than before");
    }
    assert!(kills >= 6, "only {kills} were killed");
    place.store_is_sound();
}
