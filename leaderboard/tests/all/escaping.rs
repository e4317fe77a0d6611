//! A model's words are hostile text.

use std::path::Path;

use tempfile::tempdir;
use tribunal_leaderboard::{Options, Transcripts, build};

use crate::files;
use crate::kit::{self, CANARY, HOSTILE, Shape};

fn site(folder: &Path, hostile: bool, transcripts: Transcripts) -> Vec<(String, String)> {
    let store = folder.join("a.db");
    let shape = Shape {
        items: 40,
        failing: if hostile { 0.1 } else { 0.0 },
        hostile: hostile.then_some(HOSTILE),
        ..Shape::default()
    };
    kit::store(&store, &shape);
    let out = folder.join("site");
    let options = Options {
        transcripts,
        title: if hostile {
            HOSTILE.to_owned()
        } else {
            Options::default().title
        },
        ..Options::default()
    };
    build(&[store], &out, options).unwrap();
    files(&out)
        .into_iter()
        .map(|(path, bytes)| {
            (
                path.to_string_lossy().into_owned(),
                String::from_utf8(bytes).unwrap(),
            )
        })
        .collect()
}

#[test]
fn no_page_holds_an_element_or_attribute_that_is_not_ours() {
    let folder = tempdir().unwrap();
    let pages = site(folder.path(), true, Transcripts::All);
    let mut seen = 0;
    for (path, text) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        seen += 1;
        assert!(text.contains("alert(1)"), "{path} shows the text");
        for (at, _) in text.match_indices('<') {
            let rest: String = text[at..].chars().take(60).collect();
            let name: String = rest[1..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "!/".contains(*c))
                .collect();
            let name = name.trim_start_matches('/').to_ascii_lowercase();
            assert_ne!(name, "img", "{path}: {rest}");
            if name == "script" && rest.starts_with("<script") {
                assert!(
                    rest.starts_with("<script src=\"") && rest.contains("assets/"),
                    "{path}: {rest}"
                );
            }
            if name == "svg" {
                assert!(
                    rest.starts_with("<svg class=\"")
                        || rest.starts_with("<svg viewBox=\"")
                        || rest.starts_with("</svg>")
                        || rest.starts_with("<svg xmlns"),
                    "{path}: {rest}"
                );
            }
            assert!(!rest.starts_with("<!--"), "{path}: {rest}");
        }
        // No attribute holds a handler: within a tag quotes are escaped.
        for tag in text
            .split('<')
            .filter_map(|part| part.split_once('>'))
            .map(|(tag, _)| tag)
        {
            let outside: String = tag.split('"').step_by(2).collect();
            assert!(
                !outside.contains("onerror") && !outside.contains("onload"),
                "{path}: {tag}"
            );
        }
        assert!(
            !text.contains("49{%") && text.contains("{{ 7*7 }}"),
            "{path}: a template in a template"
        );
        assert!(text.contains("default-src 'none'"), "{path}");
    }
    assert!(seen > 8, "{seen}");
}

#[test]
fn no_shard_can_end_its_script() {
    let folder = tempdir().unwrap();
    let pages = site(folder.path(), true, Transcripts::All);
    let shards: Vec<_> = pages
        .iter()
        .filter(|(path, _)| path.starts_with("data/") && path.ends_with(".js"))
        .collect();
    assert!(shards.len() > 6);
    for (path, text) in shards {
        assert!(!text.contains(['<', '>', '\u{2028}', '\u{0}']), "{path}");
        let inside = text
            .strip_prefix("tribunalShard(")
            .unwrap()
            .trim_end()
            .strip_suffix(");")
            .unwrap();
        let parsed: serde_json::Value = serde_json::from_str(&format!("[{inside}]")).unwrap();
        assert_eq!(format!("{}.js", parsed[0].as_str().unwrap()), *path);
        if path.contains("/answers/") {
            let told = parsed[1].to_string();
            assert!(
                told.contains("characters") || told.contains("⋯"),
                "a long text is cut: {path}"
            );
        }
    }
}

#[test]
fn file_names_are_plain_whatever_models_and_tasks_are_called() {
    let folder = tempdir().unwrap();
    for (path, _) in site(folder.path(), true, Transcripts::None) {
        let plain = |letter: char| {
            letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-./".contains(letter)
        };
        assert!(path.chars().all(plain), "{path}");
        assert!(path.len() < 200, "{path}");
    }
}

#[test]
fn without_transcripts_no_word_of_a_model_is_published() {
    let folder = tempdir().unwrap();
    for (path, text) in site(folder.path(), true, Transcripts::None) {
        assert!(!text.contains(CANARY), "{path}");
    }
}

#[test]
fn of_failures_alone_the_right_answers_stay_unpublished() {
    let folder = tempdir().unwrap();
    let all = site(folder.path(), false, Transcripts::All);
    let other = tempdir().unwrap();
    let some = site(other.path(), false, Transcripts::Failures);
    let count = |pages: &[(String, String)]| -> usize {
        pages
            .iter()
            .map(|(_, text)| text.matches(CANARY).count())
            .sum()
    };
    let (all, some) = (count(&all), count(&some));
    assert_eq!(all, 120);
    assert!((10..110).contains(&some), "{some}");
}
