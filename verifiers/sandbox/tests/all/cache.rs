//! The cache of compiled modules: what is damaged is made again.

use std::fs;
use std::path::{Path, PathBuf};

use tribunal_sandbox::{Guest, Job, Kind, SandboxError};

use crate::{text, tight};

/// A home with the installed QuickJS in it, which compiles quickly.
fn place() -> tempfile::TempDir {
    let installed = Kind::QuickJs.path(&tribunal_sandbox::home().expect("a home"));
    let folder = tempfile::tempdir().expect("a folder");
    let path = Kind::QuickJs.path(folder.path());
    fs::create_dir_all(path.parent().expect("a parent")).expect("it is made");
    fs::copy(&installed, path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}; tribunal guest install quickjs",
            installed.display()
        )
    });
    folder
}

fn works(home: &Path) {
    let guest = Guest::load(Kind::QuickJs, home).expect("it loads");
    let job = Job {
        source: b"print(6 * 7)",
        stdin: b"",
        limits: tight(),
        seed: 0,
    };
    assert_eq!(text(&guest.run(&job).expect("it runs").stdout), "42\n");
}

fn compiled(home: &Path) -> PathBuf {
    let files = fs::read_dir(home.join("compiled")).expect("a cache");
    let mut files = files.map(|entry| entry.expect("an entry").path());
    files
        .find(|path| path.extension().is_some_and(|end| end == "cwasm"))
        .expect("a compiled module")
}

#[test]
fn a_damaged_cache_is_made_again() {
    let home = place();
    works(home.path());
    let path = compiled(home.path());
    let whole = fs::read(&path).expect("it is there");

    // One bit in the middle; half of it; nothing; other machine code under a seal that fits not.
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for damage in [
        flipped,
        whole[..middle].to_vec(),
        Vec::new(),
        vec![0; whole.len()],
    ] {
        fs::write(&path, &damage).expect("it is written");
        works(home.path());
        assert_eq!(fs::read(&path).expect("it is there").len(), whole.len());
    }
    let seal = path.with_extension("blake3");
    fs::write(&seal, "nonsense").expect("it is written");
    works(home.path());
    fs::remove_file(&seal).expect("it is there");
    works(home.path());
}

#[test]
fn a_changed_guest_is_refused() {
    let home = place();
    let path = Kind::QuickJs.path(home.path());
    let mut bytes = fs::read(&path).expect("it is there");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&path, bytes).expect("it is written");
    let error = Guest::load(Kind::QuickJs, home.path()).expect_err("another guest");
    assert!(matches!(error, SandboxError::Changed { .. }), "{error}");
    assert!(
        error
            .to_string()
            .ends_with("tribunal guest install quickjs"),
        "{error}"
    );
}

#[test]
fn a_missing_guest_names_the_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = Guest::load(Kind::Python, folder.path()).expect_err("nothing there");
    assert_eq!(
        error.to_string(),
        "the python guest is not installed; install it by: tribunal guest install python"
    );
}
