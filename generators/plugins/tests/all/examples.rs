//! The examples and the template pass their own trial.

use std::path::Path;
use std::sync::Arc;

use tribunal_plugins::template::{self, Language};
use tribunal_plugins::{Plugin, trial};

fn passes(plugin: Plugin) {
    let plugin = Arc::new(plugin);
    // Rendering is the harness's; its own tests do that.
    let trial = trial::run(&plugin, 300, "s", &|variation, item| {
        Ok(format!("{variation} {:?}", item.vars))
    });
    let trial = trial.expect("the machine works");
    assert!(trial.passed(), "{}: {:#?}", trial.task, trial.findings);
}

#[test]
fn the_python_examples_pass() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/python");
    let plugins = Plugin::read_folder(&folder).expect("they load");
    assert_eq!(plugins.len(), 2);
    plugins.into_iter().for_each(passes);
}

#[test]
fn a_new_plugin_passes_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, task) in [
        ("coins", "local.coins"),
        ("mine.fair_coins", "mine.fair_coins"),
    ] {
        let files = template::write(&folder.path().join(name), name, Language::Python);
        let files = files.expect("written");
        let plugin = Plugin::read(&files[0]).expect("loads");
        assert_eq!(plugin.manifest().name, task);
        assert_eq!(plugin.tests().len(), 2);
        passes(plugin);
        let again = template::write(&folder.path().join(name), name, Language::Python);
        assert!(again.is_err(), "an author's file was written over");
    }
    for name in ["", "Coins", "mba.coins", "../coins"] {
        assert!(
            template::write(folder.path(), name, Language::Python).is_err(),
            "{name}"
        );
    }
}
