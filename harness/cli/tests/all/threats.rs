//! docs/threat-model.md names a test for each line, and each of them is there.

use std::path::Path;

/// What has to be thought of.
const SECTIONS: [&str; 9] = [
    "Model output",
    "A program in the sandbox",
    "A proof",
    "A plugin",
    "Suites, gates and other files of settings",
    "A store",
    "A server",
    "A board and its visitors",
    "Secrets and the local machine",
];

/// Whether `text` has a test, a property or a fuzz target of this name.
fn has(text: &str, name: &str) -> bool {
    let function = format!("fn {name}(");
    let target = format!("pub const {name}: Target");
    let script = format!("def {name}(");
    let Some(at) = text.find(&function) else {
        return text.contains(&target) || text.contains(&script);
    };
    // Nearest above it stands what makes it a test: the attribute, or the macro of properties.
    let above = &text[..at];
    let lines = above
        .lines()
        .rev()
        .skip(usize::from(!above.ends_with('\n')));
    let marked = lines
        .take(12)
        .any(|line| line.contains("#[test]") || line.contains("::test]"));
    marked || above.contains("proptest! {")
}

#[test]
fn each_line_names_a_test_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |name: &str| std::fs::read_to_string(root.join(name));
    let document = read("docs/threat-model.md").expect("the document is there");
    let (mut section, mut lines, mut wrong) = ("", Vec::new(), Vec::new());
    for line in document.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title;
        }
        let is_row = line.starts_with("| ") && !line.starts_with("| what is tried");
        if !is_row {
            continue;
        }
        lines.push(section);
        let tests = line
            .trim_end_matches('|')
            .rsplit('|')
            .next()
            .unwrap_or_default();
        let named: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        if named.is_empty() {
            wrong.push(format!("no test is named: {line}"));
        }
        for test in named {
            let Some((file, name)) = test.split_once("::") else {
                wrong.push(format!("`{test}` is no file::name"));
                continue;
            };
            match read(file) {
                Ok(text) if has(&text, name) => {}
                Ok(_) => wrong.push(format!("{file} has no test `{name}`")),
                Err(error) => wrong.push(format!("{file}: {error}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for section in SECTIONS {
        let count = lines.iter().filter(|found| **found == section).count();
        assert!(count >= 4, "`{section}` has {count} lines");
    }
}

#[test]
fn a_test_that_is_gone_is_missed() {
    let text = "#[test]\nfn there() {}\n\nfn helper() {}\n";
    assert!(has(text, "there"));
    assert!(!has(text, "gone"));
    assert!(!has("fn helper() {}\n", "helper"));
}
