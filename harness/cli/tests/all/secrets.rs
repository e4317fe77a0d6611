//! A key leaves this program in one place only: the header of a request.

use tribunal_mock::{Config, RawReply, Reply};
use tribunal_store::Reader;

use crate::place::{Place, serve};

/// With characters that URLs spell otherwise.
const KEY: &str = "sk-canary+7f3Q/x9~Zw.K2m=pL";

/// The key as it is, percent-encoded, and in base64 alone and in headers.
fn forms() -> Vec<String> {
    vec![
        KEY.to_owned(),
        "sk-canary%2B7f3Q%2Fx9~Zw.K2m%3DpL".to_owned(),
        base64(KEY),
        base64(&format!("Bearer {KEY}")),
        base64(&format!("user:{KEY}")),
    ]
}

fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=chunk.len() {
            out.push(char::from(
                LETTERS[(bits >> (18 - 6 * place)) as usize & 63],
            ));
        }
    }
    out
}

/// What the key may be recognised by: its own text, and pieces of every encoding that are long
/// enough to tell and don't touch the neighbouring bytes.
fn traces() -> Vec<Vec<u8>> {
    let mut traces: Vec<Vec<u8>> = vec![b"canary".to_vec(), b"7f3Q".to_vec(), b"K2m=pL".to_vec()];
    for skip in 0..3 {
        let inner: String = KEY.chars().skip(skip).collect();
        let coded = base64(&inner[..inner.len() / 3 * 3]);
        traces.push(coded.as_bytes()[4..20].to_vec());
    }
    traces
}

#[track_caller]
fn clean(what: &str, bytes: &[u8]) {
    for trace in traces() {
        let found = bytes.windows(trace.len()).any(|window| window == trace);
        assert!(!found, "{what} holds `{}`", String::from_utf8_lossy(&trace));
    }
}

#[test]
fn the_traces_are_found_where_a_key_is() {
    for form in forms() {
        let found = traces().iter().any(|trace| {
            form.as_bytes()
                .windows(trace.len())
                .any(|window| window == *trace)
        });
        assert!(found, "{form} would be overlooked");
    }
}

#[test]
fn a_key_is_found_nowhere() {
    // A server that says the key back wherever it can: in errors, in headers, in answers.
    let server = serve(Config::call(|request| {
        let forms = forms();
        let form = &forms[(request.number / 2) as usize % forms.len()];
        let said = serde_json::to_string(&format!("your key is {form} or {KEY}")).expect("JSON");
        match request.number % 2 {
            0 => Reply::Raw(RawReply {
                status: [400, 500, 422][(request.number / 2) as usize % 3],
                headers: vec![
                    ("x-request-id".to_owned(), form.clone()),
                    ("content-type".to_owned(), "application/json".to_owned()),
                ],
                body: format!("{{\"error\":{{\"message\":{said},\"code\":{said}}}}}").into(),
            }),
            _ => Reply::text(format!("I was called with {form}, so \\boxed{{{form}}}")),
        }
    }));
    let place = Place::new();
    let mut outputs = vec![
        place
            .ask(
                &server,
                "run quick --seed s --limit 24 -j 1 --progress lines --cache",
            )
            .env("OPENAI_API_KEY", KEY)
            .env("ANTHROPIC_API_KEY", KEY)
            .run(),
    ];
    assert!(server.stats().numbered > 24, "it was asked");
    for command in [
        "report latest --long",
        "report latest --json",
        "runs --json",
        "export",
        "export --format csv",
        "export --format parquet -o out.parquet",
        "export -o out.jsonl",
        "list models --json",
    ] {
        outputs.push(place.tribunal(command).env("OPENAI_API_KEY", KEY).ok());
    }
    let explain = place
        .ask(&server, "cache explain quick --seed s --limit 24")
        .env("OPENAI_API_KEY", KEY);
    outputs.push(explain.run());
    for ordinal in 0..24 {
        for flag in ["", " --json"] {
            outputs.push(place.tribunal(&format!("show latest {ordinal}{flag}")).ok());
        }
    }
    for output in &outputs {
        clean("stdout", output.stdout.as_bytes());
        clean("stderr", output.stderr.as_bytes());
    }
    for entry in std::fs::read_dir(place.path(".")).expect("the folder is read") {
        let path = entry.expect("an entry").path();
        let bytes = std::fs::read(&path).expect("the file is read");
        clean(&path.display().to_string(), &bytes);
    }
    // What is compressed in the file, unpacked.
    let store: Reader = place.store();
    let run = store.run("latest").expect("the run is there");
    let (mut attempts, mut masked) = (0, 0);
    for ordinal in 0..24 {
        let story = store.story(run.id, ordinal).expect("the item is there");
        for attempt in story.repeats.iter().flat_map(|repeat| &repeat.attempts) {
            attempts += 1;
            clean("a request", &attempt.row.request);
            clean("a reply", &attempt.row.reply);
            clean(
                "headers",
                attempt
                    .row
                    .headers
                    .as_deref()
                    .unwrap_or_default()
                    .as_bytes(),
            );
            masked += usize::from(String::from_utf8_lossy(&attempt.row.reply).contains("[secret]"));
        }
    }
    assert_eq!(attempts, masked, "each reply held the key, and says where");
    assert!(attempts >= 24);
}

/// Every file below a folder.
fn files(folder: &std::path::Path, all: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is read") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => files(&path, all),
            false => all.push(path),
        }
    }
}

#[test]
fn no_other_way_out_holds_a_key() {
    // A server that says the key back in every answer, and refuses every seventh request with it.
    let server = serve(Config::call(|request| {
        let forms = forms();
        let form = &forms[request.number as usize % forms.len()];
        match request.number % 7 {
            6 => Reply::Raw(RawReply {
                status: 400,
                headers: vec![("x-request-id".to_owned(), KEY.to_owned())],
                body: format!("{{\"error\":{{\"message\":\"no, {form}\"}}}}").into(),
            }),
            _ => Reply::text(format!("for {form}: \\boxed{{{}}}", request.number % 4)),
        }
    }));
    let place = Place::new();
    place.file(
        "models.toml",
        format!(
            "[models.mine]\nprovider = \"openai\"\nmodel = \"m\"\nbase_url = \"{}/v1\"\n\
             headers_env = {{ x-tenant = \"TENANT\" }}\n",
            server.url()
        ),
    );
    let typed = |command: &str| {
        place
            .tribunal(command)
            .env("OPENAI_API_KEY", KEY)
            .env("TENANT", KEY)
            .env("TRIBUNAL_HOME", place.path("nothing"))
            .run()
    };
    let mut outputs = Vec::new();
    for command in [
        "run quick --seed 1 --limit 20 --model mine --progress json --first-wait-ms 1",
        "run quick --seed 1 --limit 20 --model mine --stream true --label other --progress lines",
        "retry latest --only error --model mine --first-wait-ms 1 --progress none",
        "rescore 1 --json",
        "gate plan --new quick --model mine",
        "gate run --model mine --baseline mine --budget-tokens 3000 --markdown gate.md --junit gate.xml --progress none",
        "compare 1 2 --json",
        "merge tribunal.db --store merged.db",
        "export 1 -o run.csv --format csv",
        "leaderboard build --store tribunal.db --out site --transcripts all",
        "run quick --seed 1 --limit 1 --model openai/m --base-url http://user:sk-canary+7f3Q@127.0.0.1:9/v1",
        "run quick --seed 1 --limit 1 --model openai/m --base-url http://127.0.0.1:9/v1 --first-wait-ms 1 --max-attempts 1",
        "list models --json",
        "plan quick --seed 1 --model mine",
        "doctor",
    ] {
        outputs.push((command, typed(command)));
    }
    assert!(server.stats().numbered > 40, "it was asked");
    for (command, output) in &outputs {
        assert!(!output.stderr.contains("panicked"), "{}", output.stderr);
        clean(&format!("stdout of `{command}`"), output.stdout.as_bytes());
        clean(&format!("stderr of `{command}`"), output.stderr.as_bytes());
    }
    let mut all = Vec::new();
    files(&place.path("."), &mut all);
    assert!(all.len() > 20, "a board was made: {} files", all.len());
    for path in all {
        let bytes = std::fs::read(&path).expect("the file is read");
        clean(&path.display().to_string(), &bytes);
    }
}
