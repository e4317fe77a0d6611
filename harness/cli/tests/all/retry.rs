//! Asking again what went wrong.

use tribunal_mock::{Completion, Config, Fault, Finish, Reply, Script};

use crate::place::{Place, serve};

const COMMAND: &str = "run quick --seed r --limit 12 -j 1 --max-attempts 1 -q";

#[test]
fn failures_and_truncations_are_asked_again_and_nothing_else() {
    let cut = Completion::text("I would say that").with_finish(Finish::Length);
    let server = serve(Config {
        script: Script::new()
            .at(2, Reply::from(Fault::ContextLength))
            .at(5, cut)
            .at(7, Reply::from(Fault::ContextLength)),
        ..Config::boxed(3)
    });
    let place = Place::new();
    place.ask(&server, COMMAND).run().code(4).prints("errors 2");
    let outcomes = |place: &Place| {
        let report = place.tribunal("report --json").ok().json();
        let counts = &report["headline"]["outcomes"];
        (counts["error"].as_u64(), counts["truncated"].as_u64())
    };
    assert_eq!(outcomes(&place), (Some(2), Some(1)));
    assert_eq!(server.stats().numbered, 12);

    // The model and where it is are the run's own; nobody types them again.
    place
        .tribunal("retry latest --only refused")
        .ok()
        .says("no question of run 1 ended as refused: nothing is asked again");
    place
        .tribunal("retry latest --only error,truncated")
        .ok()
        .says("3 questions are asked again");
    assert_eq!(outcomes(&place), (Some(0), Some(0)));
    assert_eq!(server.stats().numbered, 15);
    place.store_is_sound();

    // What was given up stays on record beside the answer.
    place
        .tribunal("show latest 2")
        .ok()
        .prints("repeat 0 attempt 1")
        .prints("context_length")
        .prints("repeat 0 attempt 2")
        .prints("repeat 0 response (live)");
}

#[test]
fn another_model_may_not_take_over() {
    let server = serve(Config {
        script: Script::new().at(0, Reply::from(Fault::ContextLength)),
        ..Config::boxed(3)
    });
    let place = Place::new();
    place.ask(&server, COMMAND).run().code(4);
    place
        .tribunal("retry latest --model builtin:oracle")
        .run()
        .code(2)
        .says("run 1 asked openai/mock, and this would ask builtin:oracle");
}
