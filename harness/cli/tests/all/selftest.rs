//! Keys are confirmed a second time, and what is found is told.

use crate::place::Place;

#[test]
fn a_clean_sweep_ends_with_0_and_a_table() {
    let place = Place::new();
    let done = place
        .tribunal("selftest --tasks beyondbench.easy.sum --items 300 --progress none")
        .ok()
        .says("300 items of each of 1 variations, seed 0")
        .prints("beyondbench.easy.sum:default ")
        .prints("sums by sign");
    assert!(!done.stdout.contains("tribunal show"), "{}", done.stdout);
    let json = place
        .tribunal("selftest --tasks beyondbench.easy.sum --items 300 --json -q")
        .ok()
        .json();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["clean"], true);
    let line = &json["variations"][0];
    assert_eq!(line["variation"], "default");
    assert_eq!(line["items"], 300);
    assert_eq!(line["repeats"], 0);
    for count in [
        "wrong_keys",
        "rejected_oracles",
        "accepted_anti_oracles",
        "other_faults",
    ] {
        assert_eq!(line[count], 0, "{count}");
    }
    assert!(line["items_per_second"].as_f64() > Some(0.0));
}

#[test]
fn every_task_is_swept_and_one_without_a_proof_is_a_fault() {
    let place = Place::new();
    let done = place
        .tribunal("selftest --items 3 --seed fresh --json --progress none")
        .run();
    let json = done.json();
    let lines = json["variations"].as_array().expect("a list");
    assert!(lines.len() > 100, "{}", lines.len());
    let mut unproved = 0;
    for line in lines {
        let proved = !line["proof"].is_null();
        assert_eq!(line["faults"]["no proof"].is_null(), proved, "{line}");
        assert_eq!(
            line["told"].as_array().map(Vec::len),
            Some(usize::from(!proved)),
            "{line}"
        );
        unproved += usize::from(!proved);
    }
    assert_eq!(json["clean"], unproved == 0);
    assert_eq!(done.code, if unproved == 0 { 0 } else { 4 });
    if unproved > 0 {
        done.says(&format!(
            "{unproved} of {} variations have faults",
            lines.len()
        ));
    }
}

#[test]
fn parameters_and_variations_can_be_chosen() {
    let place = Place::new();
    let json = place
        .tribunal("selftest --tasks tmbench.*:greek --items 20 --set steps=4 --set m=3 --json -q")
        .ok()
        .json();
    assert_eq!(json["variations"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["variations"][0]["params"]["steps"], 4);
    assert_eq!(json["variations"][0]["params"]["m"], 3);
    // Two different numbers out of three: the repeats are counted, and are no fault.
    let json = place
        .tribunal(
            "selftest --tasks beyondbench.easy.sum --items 100 --set size=2 --set low=0 --set high=2 --json -q",
        )
        .ok()
        .json();
    assert_eq!(json["variations"][0]["repeats"], 94);
}

#[test]
fn the_number_of_threads_changes_nothing_but_the_speed() {
    let place = Place::new();
    let sweep = |threads: &str| {
        let command = "selftest --tasks tmbench.* --items 200 --json --progress none";
        let done = place
            .tribunal(command)
            .env("RAYON_NUM_THREADS", threads)
            .ok();
        let mut json = done.json();
        for line in json["variations"].as_array_mut().expect("a list") {
            line["items_per_second"].take();
        }
        json
    };
    assert_eq!(sweep("1"), sweep("3"));
}

#[test]
fn mistakes_are_told() {
    let place = Place::new();
    for (command, part) in [
        (
            "selftest --tasks beyondbench.easy.summ",
            "did you mean `beyondbench.easy.sum`?",
        ),
        ("selftest --tasks *:nowhere", "has a variation `nowhere`"),
        ("selftest --items 0", "0 is not in 1.."),
        ("selftest --set size", "`size` has no `=`"),
        ("selftest --set sise=3", "has a parameter `sise`"),
        (
            "selftest --tasks beyondbench.easy.sum --set size=0",
            "parameter `size` is `0`, but must be an integer from 1 to 4096",
        ),
    ] {
        place.tribunal(command).run().code(2).says(part);
    }
}
