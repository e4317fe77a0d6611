//! The published suites, run whole against a player that is right seven times of ten.

use crate::place::Place;

#[test]
fn easy_medium_and_hard_count_alike_in_beyondbench() {
    let place = Place::new();
    let done = place
        .tribunal("run beyondbench --model builtin:noisy?p=0.7 --seed 1 -q --limit 3000")
        .ok()
        .prints("beyondbench.easy ")
        .prints("beyondbench.medium ")
        .prints("beyondbench.hard ")
        .prints("    rearrange_shortest ")
        .prints("weighted mean of ");
    assert!(!done.stdout.contains("tmbench"), "{}", done.stdout);
    let report = place.tribunal("report --json").ok().json();
    let groups = report["groups"].as_array().expect("groups");
    let tasks: Vec<u64> = groups
        .iter()
        .map(|group| group["tasks"].as_u64().expect("a count"))
        .collect();
    assert_eq!(groups.len(), 3);
    assert_eq!(tasks[..2], [29, 5]);
    let mean = |value: &serde_json::Value| value["score"]["mean"].as_f64().expect("a score");
    let of_groups: f64 = groups
        .iter()
        .map(|group| mean(&group["summary"]))
        .sum::<f64>()
        / 3.0;
    let headline = &report["headline"];
    assert!((mean(headline) - of_groups).abs() < 1e-9, "{headline}");
    // And within a group the tasks count alike.
    for group in groups {
        let tasks = report["tasks"].as_array().expect("tasks");
        let means: Vec<f64> = tasks
            .iter()
            .filter(|task| task["group"] == group["group"])
            .map(|task| mean(&task["summary"]))
            .collect();
        let of_tasks = means.iter().sum::<f64>() / means.len() as f64;
        assert!((mean(&group["summary"]) - of_tasks).abs() < 1e-9, "{group}");
    }
    let score = &headline["score"];
    assert_eq!(score["method"], "stratified");
    assert!(
        score["low"].as_f64() < Some(0.7) && score["high"].as_f64() > Some(0.7),
        "{score}"
    );
}

#[test]
fn a_plan_repeats_no_item_and_says_when_there_are_too_few() {
    let place = Place::new();
    place.file(
        "narrow.toml",
        "name = \"narrow\"\nversion = 1\n[[task]]\nname = \"beyondbench.easy.sum\"\ncount = 20\n\
         params = { low = 0, high = 4, size = 2 }\n",
    );
    place
        .tribunal("run narrow.toml --seed 1 -q --limit 13")
        .ok();
    place.tribunal("run narrow.toml --seed 1 -q").ok();
    place.tribunal("export 2 --out all.jsonl").ok();
    let lines = place.read("all.jsonl");
    let field = |line: &str, name: &str| {
        let json: serde_json::Value = serde_json::from_str(line).expect("a line");
        json[name].to_string()
    };
    let digests: std::collections::BTreeSet<String> =
        lines.lines().map(|line| field(line, "digest")).collect();
    assert_eq!(digests.len(), 20);
    // A redrawn item is made again from its address.
    let last = lines
        .lines()
        .max_by_key(|line| field(line, "index").parse::<u64>().ok());
    let (index, digest) = last
        .map(|line| (field(line, "index"), field(line, "digest")))
        .expect("20 lines");
    let show = format!(
        "show beyondbench.easy.sum --seed 1 --index {index} --set low=0 --set high=4 --set size=2 --json"
    );
    let shown = place.tribunal(&show).ok().json();
    assert_eq!(shown["digest"].to_string(), digest);

    place.file("wide.toml", place.read("narrow.toml").replace("20", "21"));
    for command in ["plan", "run"] {
        place
            .tribunal(&format!("{command} wide.toml --seed 1"))
            .run()
            .code(2)
            .says("has only 20 different items, and count is 21; lower the count to 20");
    }
}
