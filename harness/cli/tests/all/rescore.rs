//! Verdicts that anyone can recompute.

use rusqlite::Connection;

use crate::place::Place;

#[test]
fn stored_responses_give_the_same_verdicts_again() {
    let place = Place::new();
    place.steady_suite();
    place.tribunal("run steady.toml --seed 1 -q").ok();
    let before = place.figures();
    place
        .tribunal("rescore latest")
        .ok()
        .prints("64 responses judged again, 0 verdicts differ");
    place.tribunal("rescore latest --check").ok();
    assert_eq!(place.figures(), before);
}

#[test]
fn a_tampered_verdict_is_found_and_mended() {
    let place = Place::new();
    place
        .tribunal("run quick --seed 1 -q --model builtin:wrong")
        .ok();
    let before = place.figures();
    let store = Connection::open(place.path("tribunal.db")).expect("the store opens");
    let tampered = store
        .execute(
            "UPDATE verdict SET strict_outcome = 'correct', strict_score = 1.0, \
             lenient_outcome = 'correct', lenient_score = 1.0 \
             WHERE response = (SELECT min(response) FROM verdict)",
            [],
        )
        .expect("the verdict is changed");
    assert_eq!(tampered, 1);
    drop(store);
    place
        .tribunal("rescore latest --check")
        .run()
        .code(4)
        .prints("1 verdicts differ, 1 in their outcome")
        .prints("strict correct → incorrect, lenient correct → incorrect");
    let json = place
        .tribunal("rescore latest --check --json")
        .run()
        .code(4)
        .json();
    assert_eq!(json["changed"], 1);
    assert_eq!(json["written"], false);
    assert_ne!(place.figures(), before);
    place.tribunal("rescore latest").ok();
    assert_eq!(place.figures(), before);
}
