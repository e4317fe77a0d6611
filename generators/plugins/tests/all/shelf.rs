//! The shelf of installed plugins.

use std::fs;

use tribunal_plugins::{Kind, Plugin, Shelf};

use crate::{HEAD, read};

const SOURCE: &str =
    "def generate(rng, params):\n    return {'vars': {'n': 1}, 'right': '1', 'wrong': '2'}\n";

#[test]
fn a_plugin_is_found_by_name_and_its_versions_by_digest() {
    let home = tempfile::tempdir().expect("a folder");
    let shelf = Shelf::new(home.path());
    assert!(shelf.entries().expect("empty").is_empty());
    let first = read(&format!("{HEAD}{SOURCE}")).expect("loads");
    let second = read(&format!("{HEAD}{SOURCE}# later\n")).expect("loads");
    assert_ne!(first.digest(), second.digest());
    for plugin in [&first, &second] {
        shelf.add(plugin).expect("added");
        assert_eq!(
            shelf.entries().expect("one")["test.case"].digest,
            plugin.digest_hex()
        );
    }
    for plugin in [&first, &second] {
        let loaded = shelf
            .load(&plugin.digest_hex())
            .expect("readable")
            .expect("there");
        assert_eq!(
            (loaded.bytes(), loaded.kind()),
            (plugin.bytes(), Kind::Python)
        );
        assert_eq!(loaded.manifest(), plugin.manifest());
    }
    assert!(shelf.remove("test.case").expect("readable"));
    assert!(!shelf.remove("test.case").expect("readable"));
    assert!(
        shelf.load(&first.digest_hex()).expect("readable").is_some(),
        "its bytes stay"
    );
    for digest in ["", "..", "../../../../etc", &"00".repeat(32)] {
        assert!(shelf.load(digest).expect("no error").is_none(), "{digest}");
    }
}

#[test]
fn bytes_that_were_changed_are_refused() {
    let home = tempfile::tempdir().expect("a folder");
    let shelf = Shelf::new(home.path());
    let plugin = read(&format!("{HEAD}{SOURCE}")).expect("loads");
    shelf.add(&plugin).expect("added");
    let path = home
        .path()
        .join("plugins")
        .join(plugin.digest_hex())
        .join("case.py");
    fs::write(&path, format!("{HEAD}{SOURCE} ")).expect("written");
    let error = shelf
        .load(&plugin.digest_hex())
        .expect_err("changed")
        .to_string();
    assert!(
        error.contains("its bytes are not those that were added"),
        "{error}"
    );
    fs::write(home.path().join("plugins/index.json"), "{").expect("written");
    let error = shelf.entries().expect_err("broken").to_string();
    assert!(error.contains("index.json: not readable"), "{error}");
}

#[test]
fn folders_are_searched_for_plugins() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    fs::create_dir_all(path.join("deep/node_modules")).expect("made");
    let plugin = format!("{HEAD}{SOURCE}");
    fs::write(path.join("deep/case.py"), &plugin).expect("written");
    fs::write(path.join("deep/helper.py"), "x = 1\n").expect("written");
    fs::write(path.join("deep/node_modules/other.py"), &plugin).expect("written");
    fs::write(path.join("README.md"), "no plugin").expect("written");
    let found = Plugin::read_folder(path).expect("readable");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].file(), "case.py");
    for (name, said) in [
        ("README.md", "a plugin is a Python file"),
        ("gone.py", "gone.py: "),
    ] {
        let error = Plugin::read(&path.join(name))
            .expect_err("none")
            .to_string();
        assert!(error.contains(said), "{error}");
    }
}
