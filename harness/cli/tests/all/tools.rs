//! `--tools`: Python in the sandbox while the model works. The guest has to be installed:
//! `tribunal guest install python`.

use tribunal_mock::{Answer, Config, Reply, tool_call, tool_outputs};

use crate::place::{Place, serve};

#[test]
fn programs_run_in_the_sandbox_and_the_report_shows_both_runs() {
    let place = Place::new();
    let home = tribunal_sandbox::home().expect("a home");
    // Sums right with the tool, and guesses without it.
    let server = serve(Config {
        answer: Answer::call(|request| {
            let offered = request.json().get("tools").is_some();
            match (offered, tool_outputs(request).as_slice()) {
                (false, _) => Reply::boxed(0),
                (true, []) => {
                    let prompt = request.prompt;
                    let list = &prompt[prompt.find('[').unwrap()..=prompt.find(']').unwrap()];
                    tool_call(request.dialect, "python", &format!("print(sum({list}))"))
                }
                (true, [output, ..]) => Reply::boxed(output.trim()),
            }
        }),
        ..Config::default()
    });
    let run = |tools: &str| {
        let args = format!("run beyondbench.easy.sum --limit 4 --seed s {tools}");
        place.ask(&server, &args).env("TRIBUNAL_HOME", &home).ok()
    };
    run("");
    let with = run("--tools python");
    for part in [
        "Without a tool (run 1) and with python (run 2)",
        "100.0 %",
        "+100.0",
    ] {
        assert!(with.stdout.contains(part), "{part}\n{}", with.stdout);
    }
    let report = place.tribunal("report 1 --json").ok().json();
    assert_eq!(report["tools"]["with"], 2);
    assert_eq!(report["tools"]["headline"]["without"], 0.0);
    assert_eq!(report["tools"]["headline"]["with"], 1.0);
    // A second turn is no retry.
    let report = place.tribunal("report 2 --json").ok().json();
    let effort = &report["headline"]["effort"];
    let asked = effort["answers"].as_u64().expect("a count");
    assert_eq!(effort["attempts"].as_u64(), Some(2 * asked), "{effort}");
    assert_eq!(effort["retries"], 0, "{effort}");
    // The call stands in the first attempt's reply, its output in the second one's request.
    let story = place.tribunal("show 2 0 --json").ok().stdout;
    assert!(
        story.contains("print(sum(") && story.contains("tool_call_id"),
        "{story}"
    );
}

#[test]
fn without_the_guest_nothing_is_asked() {
    let place = Place::new();
    let server = serve(Config::default());
    place
        .ask(
            &server,
            "run beyondbench.easy.sum --limit 1 --seed s --tools python",
        )
        .env("TRIBUNAL_HOME", place.path("nothing"))
        .run()
        .code(2)
        .says("tribunal guest install python");
    assert_eq!(server.stats().requests, 0);
}
