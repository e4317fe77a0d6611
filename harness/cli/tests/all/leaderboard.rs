//! A static site from stores, shown and checked.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use rusqlite::Connection;

use crate::place::{Place, await_that};

/// Two models on one suite, and a third in a store of its own.
fn played() -> Place {
    let place = Place::new();
    for (p, store) in [("0.9", "a.db"), ("0.4", "a.db"), ("0.6", "b.db")] {
        place
            .tribunal(&format!(
                "run quick --model builtin:noisy?p={p} --seed 1 -q --store {store}"
            ))
            .run();
    }
    place
}

#[test]
fn a_site_is_built_from_several_stores_and_bears_checking() {
    let place = played();
    place
        .tribunal("leaderboard build --store a.db --store b.db --out site --transcripts failures")
        .ok()
        .prints("site/index.html")
        .says("3 models on 1 suite, 61 items");
    let home = place.read("site/index.html");
    assert!(
        home.contains("quick") && home.contains("builtin:noisy?p=0.6"),
        "{home}"
    );
    place
        .tribunal("leaderboard verify site --store a.db --store b.db")
        .ok()
        .prints("all alike");
    let verified = place
        .tribunal("leaderboard verify site --store a.db --store b.db --json")
        .ok()
        .json();
    assert_eq!(verified["schema"], 1);
    assert_eq!(
        verified["verified"]["differences"].as_array().map(Vec::len),
        Some(0)
    );
    let built = place
        .tribunal("leaderboard build --store a.db --json")
        .ok()
        .json();
    assert_eq!(
        (&built["built"]["models"], &built["out"]),
        (&2.into(), &"site".into())
    );
}

#[test]
fn a_number_that_the_stores_do_not_bear_out_ends_with_code_4() {
    let place = played();
    place.tribunal("leaderboard build --store a.db").ok();
    let table = place.read("site/index.csv");
    place.file("site/index.csv", table.replacen("0.", "0.9", 1));
    place
        .tribunal("leaderboard verify --store a.db")
        .run()
        .code(4)
        .prints("index.csv: line 2 says")
        .prints("1 difference");
    place.file("site/index.csv", &table);
    place.tribunal("leaderboard verify --store a.db").ok();

    let store = Connection::open(place.path("a.db")).expect("the store opens");
    store
        .execute(
            "UPDATE verdict SET lenient_outcome = 'incorrect', lenient_score = 0.0 \
             WHERE response = (SELECT min(response) FROM verdict WHERE lenient_outcome = 'correct')",
            [],
        )
        .expect("a verdict is changed");
    drop(store);
    place
        .tribunal("leaderboard verify --store a.db")
        .run()
        .code(4)
        .prints("/entries/");
}

#[test]
fn what_can_not_be_built_or_shown_says_what_to_do() {
    let place = played();
    place
        .tribunal("leaderboard build --store none.db")
        .run()
        .code(2)
        .says("none.db");
    place
        .shell("mkdir home && echo dear > home/letter.txt")
        .ok();
    place
        .tribunal("leaderboard build --store a.db --out home")
        .run()
        .code(2)
        .says("name an empty or new folder");
    place
        .tribunal("leaderboard serve home --seconds 1")
        .run()
        .code(2)
        .says("holds no board");
    place.file("about.toml", "[model.\"x\"]\nweights = \"ajar\"\n");
    place
        .tribunal("leaderboard build --store a.db --about about.toml")
        .run()
        .code(2)
        .says("about.toml");
}

#[test]
fn names_that_the_publisher_gives_are_shown() {
    let place = played();
    place.file(
        "about.toml",
        "[model.\"builtin:noisy?p=0.6&seed=0\"]\nname = \"Coin\"\nweights = \"open\"\n",
    );
    place
        .tribunal("leaderboard build --store b.db --about about.toml --title Ours")
        .ok();
    let home = place.read("site/index.html");
    assert!(home.contains("<h1>Ours</h1>"));
    assert!(home.contains("data-weights=\"open\""));
    assert!(home.contains("<bdi>Coin</bdi>"), "{home}");
    place.tribunal("leaderboard verify site --store b.db").ok();
}

#[test]
fn a_site_is_shown_on_the_loopback_until_the_time_is_up() {
    let place = played();
    place.tribunal("leaderboard build --store a.db").ok();
    let running = place
        .shell("exec \"$TRIBUNAL\" leaderboard serve site --port 0 --seconds 5 > address")
        .start();
    let mut address = String::new();
    await_that("the server listens", || {
        address = std::fs::read_to_string(place.path("address")).unwrap_or_default();
        address.ends_with("/\n")
    });
    let host = address
        .trim()
        .trim_start_matches("http://")
        .trim_end_matches('/')
        .to_owned();
    assert!(host.starts_with("127.0.0.1:"), "{host}");
    let ask = |path: &str| {
        let mut stream = TcpStream::connect(&host).expect("it answers");
        stream
            .set_read_timeout(Some(Duration::from_secs(5)))
            .expect("a limit");
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .expect("sent");
        let mut reply = String::new();
        stream.read_to_string(&mut reply).expect("a reply");
        reply
    };
    assert!(ask("/").contains("<title>Leaderboard"));
    assert!(ask("/../a.db").starts_with("HTTP/1.1 404"));
    running.end().code(0);
}
