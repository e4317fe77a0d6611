//! Asking each item several times.

use tribunal_mock::{Config, Reply};

use crate::place::{Place, serve};

#[test]
fn the_figures_of_repeats_are_reported() {
    let place = Place::new();
    let done = place
        .tribunal("run quick --seed 1 --limit 20 --repeats 4 --model builtin:noisy?p=0.5 -q")
        .ok();
    for name in ["pass@1", "pass@4", "pass^4", "maj@4"] {
        assert!(
            done.stdout.contains(name),
            "{name} is missing:\n{}",
            done.stdout
        );
    }
    let repeats = place.tribunal("report --json").ok().json()["headline"]["repeats"].take();
    assert_eq!(repeats["k"], 4);
    let mean = |figure: &str| repeats[figure]["estimate"]["mean"].as_f64().expect(figure);
    assert!(mean("pass_pow_k") <= mean("pass_at_1"));
    assert!(mean("pass_at_1") <= mean("pass_at_k"));
}

#[test]
fn each_repeat_is_a_request_of_its_own() {
    let server = serve(Config::call(|request| Reply::boxed(request.number)));
    let place = Place::new();
    place
        .ask(&server, "run quick --seed 1 --limit 5 --repeats 3 -q")
        .ok();
    let stats = server.stats();
    assert_eq!((stats.numbered, stats.items.len()), (15, 5));
    place.tribunal("runs --json").ok().prints("\"settled\": 15");
}
