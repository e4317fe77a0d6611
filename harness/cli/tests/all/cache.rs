//! The response cache, and why it does or doesn't answer.

use tribunal_mock::Config;

use crate::place::{Place, steady};

#[test]
fn an_identical_question_is_answered_from_the_cache() {
    let server = steady(Config::default());
    let place = Place::new();
    let item = "quick --seed c --limit 8";
    place.tribunal("run -q --limit 1 --seed other").ok();
    place
        .tribunal(&format!(
            "cache explain {item} --model openai/mock --base-url {}/v1",
            server.url()
        ))
        .ok()
        .prints("miss: the cache is empty; `tribunal run --cache` fills it");
    place.ask(&server, &format!("run {item} --cache -q")).ok();
    assert_eq!(server.stats().numbered, 8);
    place
        .tribunal(&format!(
            "cache explain {item} --ordinal 3 --model openai/other --base-url {}/v1",
            server.url()
        ))
        .ok()
        .prints("differs first in `model`");
    let explain = |place: &Place, rest: &str| {
        place
            .tribunal(&format!(
                "cache explain {item} --model openai/mock --base-url {}/v1 {rest}",
                server.url()
            ))
            .ok()
    };
    explain(&place, "").prints("hit: response ");
    assert_eq!(explain(&place, "--json").json()["hit"], true);
    explain(&place, "--temperature 0.5")
        .prints("miss: of 8 keys the nearest ")
        .prints("differs first in `sampling`")
        .prints("\"temperature\":0.5");
    explain(&place, "--repeat 1").prints("differs first in `repeat`");

    let first = place.figures();
    let again = place
        .ask(&server, &format!("run {item} --cache --again -q --json"))
        .ok()
        .json();
    assert_eq!(server.stats().numbered, 8, "nothing was asked");
    assert_eq!(again["headline"]["effort"]["cached"], 8);
    assert_eq!(again["headline"]["score"], first["headline"]["score"]);
}
