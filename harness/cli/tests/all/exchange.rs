//! Runs on their way out and in: export, replay, import, merge.

use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;

use crate::place::{Place, is_file, steady};

#[test]
fn every_format_holds_every_row() {
    let place = Place::new();
    place.steady_suite();
    place.tribunal("run steady.toml --seed 1 -q").ok();
    let lines = place.tribunal("export").ok().stdout;
    assert_eq!(lines.lines().count(), 64);
    let csv = place
        .tribunal("export --format csv --no-transcripts")
        .ok()
        .stdout;
    assert_eq!(csv.lines().count(), 65);
    assert!(
        csv.starts_with("run,model,ordinal,repeat,digest,task,"),
        "{csv}"
    );
    place
        .tribunal("export --format parquet -o out.parquet")
        .ok()
        .says("64 rows of run 1 written to out.parquet");
    let file = std::fs::File::open(place.path("out.parquet")).expect("the file is there");
    let parquet = SerializedFileReader::new(file).expect("Parquet");
    let metadata = parquet.metadata().file_metadata();
    assert_eq!(metadata.num_rows(), 64);
    let columns = metadata.schema_descr().num_columns();
    let first: Value = serde_json::from_str(lines.lines().next().expect("a line")).expect("JSON");
    assert_eq!(Some(columns), first.as_object().map(serde_json::Map::len));
    let rows = parquet.get_row_iter(None).expect("rows");
    let right = rows
        .map(|row| row.expect("a row"))
        .filter(|row| {
            row.get_column_iter().any(|(name, field)| {
                name == "lenient_outcome" && field.to_string() == "\"correct\""
            })
        })
        .count();
    let correct = lines.matches("\"lenient_outcome\":\"correct\"").count();
    assert_eq!(right, correct);
}

#[test]
fn what_was_exported_can_be_replayed_and_imported() {
    let server = steady(tribunal_mock::Config::default());
    let place = Place::new();
    place
        .ask(&server, "run quick --seed 1 --limit 30 --repeats 2 -q")
        .ok();
    place.tribunal("export -o answers.jsonl").ok();
    let original = place.verdicts();
    assert_eq!(original.len(), 60);

    let replayed = Place::new();
    replayed.file("answers.jsonl", place.read("answers.jsonl"));
    replayed
        .tribunal("run quick --seed 1 --limit 30 --repeats 2 -q --model replay:answers.jsonl")
        .ok();
    assert_eq!(replayed.verdicts(), original);

    let imported = Place::new();
    imported.file("answers.jsonl", place.read("answers.jsonl"));
    imported
        .tribunal("import answers.jsonl --label elsewhere quick --seed 1 --limit 30 --repeats 2")
        .ok()
        .prints("elsewhere on quick");
    assert_eq!(imported.verdicts(), original);
    imported.tribunal("show latest 0").ok().prints("(import)");
}

#[test]
fn answers_may_name_their_items_by_address() {
    let place = Place::new();
    let item = "beyondbench.easy.sum --seed 7 --index 3";
    let shown = place.tribunal(&format!("show {item} --json")).ok().json();
    let line = serde_json::json!({
        "task": "beyondbench.easy.sum", "seed": 7, "index": 3, "response": shown["reference"],
    });
    place.file("one.jsonl", line.to_string());
    let report = place
        .tribunal("import one.jsonl --label me beyondbench.easy.sum --seed 7 --limit 5 --json")
        .run()
        .code(4)
        .says("4 of 5 questions have no answer")
        .json();
    assert_eq!(report["headline"]["outcomes"]["correct"], 1);
    assert_eq!(report["headline"]["outcomes"]["error"], 4);
}

#[test]
fn answers_to_other_items_are_not_passed_over_in_silence() {
    let place = Place::new();
    let line = |ordinal: u32| format!("{{\"ordinal\": {ordinal}, \"response\": \"4\"}}\n");
    place
        .file("far.jsonl", line(700) + &line(701))
        .file("some.jsonl", line(0) + &line(1) + &line(700));
    place
        .tribunal("import far.jsonl --label x --seed 1 --limit 2")
        .run()
        .code(2)
        .says("none of the 2 answers is for an item of this plan; give the suite, --seed, ");
    assert!(!is_file(&place.path("tribunal.db")), "nothing was begun");
    place
        .tribunal("import some.jsonl --label x --seed 1 --limit 2")
        .ok()
        .says("1 of 3 answers are for no item of this plan and are left out");
}

#[test]
fn a_source_named_wrongly_leaves_nothing_behind() {
    let place = Place::new();
    place
        .tribunal("merge missing.db")
        .run()
        .code(2)
        .says("no store at missing.db");
    assert!(!is_file(&place.path("tribunal.db")));
}

#[test]
fn shards_of_a_run_are_merged() {
    let (left, right, all) = (Place::new(), Place::new(), Place::new());
    left.tribunal("run quick --seed l -q --limit 50").ok();
    right.tribunal("run quick --seed r -q --limit 50").ok();
    right.tribunal("run quick --seed l -q --limit 50").ok();
    let merge = format!(
        "merge {} {}",
        left.path("tribunal.db").display(),
        right.path("tribunal.db").display()
    );
    all.tribunal(&merge)
        .ok()
        .prints("2 runs added, 1 joined; ")
        .prints("50 questions were answered in more than one store: the earliest answer stands");
    all.tribunal(&merge)
        .ok()
        .prints("0 runs added, 3 joined; 0 attempts, 0 responses, 0 verdicts, 0 failures new");
    all.store_is_sound();
    let runs = all.tribunal("runs --json").ok().json();
    assert_eq!(runs["runs"].as_array().map(Vec::len), Some(2));
    let json = all.tribunal(&format!("{merge} --json")).ok().json();
    assert_eq!(
        (&json["responses"], &json["runs_joined"]),
        (&0.into(), &3.into())
    );
    for run in runs["runs"].as_array().expect("runs") {
        assert_eq!(run["settled"], 50);
    }
}
