//! One item, made or asked.

use tribunal_mock::{Completion, Config};

use crate::place::{Place, assert_picture, serve};

#[test]
fn items_of_tasks() {
    let place = Place::new();
    let mut all = String::new();
    for command in [
        "show beyondbench.easy.sum --seed demo --index 3 --set size=4",
        "show beyondbench.easy.sorting --seed demo --set low=0 --set high=9",
        "show tmbench.mtag:latin --seed demo --index 1 --set steps=3",
    ] {
        all.push_str(&place.tribunal(command).picture());
        all.push('\n');
    }
    assert_picture("show-items", &all);
}

#[test]
fn the_same_address_gives_the_same_item() {
    let place = Place::new();
    let command = "show tmbench.mtag:greek --seed any-text --index 18446744073709551615 --json";
    let item = place.tribunal(command).ok().json();
    assert_eq!(item["variation"], "greek");
    assert_eq!(place.tribunal(command).ok().json(), item);
    let other = place
        .tribunal("show tmbench.mtag:greek --seed any-text --index 0 --json")
        .ok()
        .json();
    assert_ne!(other["digest"], item["digest"]);
}

#[test]
fn everything_about_an_item_of_a_run() {
    let completion = Completion::text("Let me see.\n\n\\boxed{158}").with_reasoning("It is far.");
    let server = serve(Config::fixed(completion));
    let place = Place::new();
    place
        .ask(&server, "run beyondbench.easy.absolute_difference --seed 1 --limit 2 -j 1 --temperature 0.25 -q")
        .ok();
    let shown = place.tribunal("show latest 0").ok();
    assert_picture("show-story", &shown.stdout);
    let story = place.tribunal("show latest 0 --json").ok().json();
    let repeat = &story["repeats"][0];
    let request = &repeat["attempts"][0]["request"];
    assert_eq!(request["model"], "mock");
    assert_eq!(request["temperature"], 0.25);
    assert_eq!(request["messages"][0]["content"], story["prompt"]);
    let reply = repeat["attempts"][0]["reply"].as_str().expect("the reply");
    assert!(reply.contains("It is far."), "{reply}");
    assert_eq!(repeat["responses"][0]["reasoning"], "It is far.");
    assert_eq!(repeat["responses"][0]["verdict"]["strict"]["answer"], "158");
    let digest = story["digest"].as_str().expect("a digest");
    let by_digest = place
        .tribunal(&format!("show latest {}", &digest[..8]))
        .ok();
    assert_eq!(by_digest.stdout, shown.stdout);
}
