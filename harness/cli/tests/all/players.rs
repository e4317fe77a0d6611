//! The built-in players mark the ends of the scale, on everything there is.

use serde_json::Value;

use crate::place::Place;

/// Each task with its variations, as `list tasks` tells.
fn tasks(place: &Place) -> Vec<(String, Vec<String>)> {
    let list = place.tribunal("list tasks --json").ok().json();
    let name = |value: &Value| value["name"].as_str().expect("a name").to_owned();
    list["tasks"]
        .as_array()
        .expect("tasks")
        .iter()
        .map(|task| {
            let variations = task["variations"].as_array().expect("variations");
            (name(task), variations.iter().map(name).collect())
        })
        // Proofs are judged by a guest, and have tests of their own (`proofs`).
        .filter(|(task, _): &(String, Vec<String>)| !task.starts_with("lean."))
        .collect()
}

#[test]
fn the_oracle_is_always_right_and_its_opposite_never() {
    let place = Place::new();
    let tasks = tasks(&place);
    assert!(tasks.len() >= 30, "{}", tasks.len());
    let mut suite = String::from("name = \"all\"\nversion = 1\n");
    for (name, variations) in &tasks {
        suite.push_str(&format!(
            "[[task]]\nname = \"{name}\"\nvariations = {variations:?}\ncount = 4\n"
        ));
    }
    place.file("all.toml", suite);
    for (player, mean) in [("oracle", 1.0), ("wrong", 0.0)] {
        let report = place
            .tribunal(&format!(
                "run all.toml --json --seed ends --model builtin:{player}"
            ))
            .ok()
            .json();
        let reported = report["tasks"].as_array().expect("tasks");
        assert_eq!(reported.len(), tasks.len());
        for (task, (name, variations)) in reported.iter().zip(&tasks) {
            assert_eq!(task["task"], name.as_str());
            let cells = task["cells"].as_array().expect("cells");
            let seen: Vec<&str> = cells
                .iter()
                .filter_map(|cell| cell["variation"].as_str())
                .collect();
            assert_eq!(&seen, variations, "{name}");
            for cell in cells {
                let summary = &cell["summary"];
                for reading in ["score", "strict", "lenient"] {
                    let found = summary[reading]["mean"].as_f64();
                    // Partial credit may be given to wrong answers; it is never whole.
                    let right = match player {
                        "oracle" => found == Some(mean),
                        _ => found.is_some_and(|found| found < 1.0),
                    };
                    assert!(right, "{player} on {name} {cell}: {found:?}");
                }
                let outcome = if player == "oracle" {
                    "correct"
                } else {
                    "incorrect"
                };
                assert_eq!(summary["outcomes"][outcome], 4, "{player} on {name} {cell}");
            }
        }
    }
}
