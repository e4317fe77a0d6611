//! Installing from a file that the user has.

use std::fs;
use std::io::Write;

use tribunal_sandbox::{Kind, SandboxError, install};

#[test]
fn an_unknown_archive_is_refused_and_nothing_changes() {
    let home = tempfile::tempdir().expect("a folder");
    let archive = home.path().join("some.tgz");
    let mut file = fs::File::create(&archive).expect("a file");
    file.write_all(b"not a package").expect("it is written");
    let error = install::install(Kind::Python, home.path(), Some(&archive), |_| ())
        .expect_err("it is no package");
    assert!(matches!(error, SandboxError::Unknown { .. }), "{error}");
    assert!(!Kind::Python.path(home.path()).exists());
}

#[test]
fn a_missing_archive_is_named() {
    let home = tempfile::tempdir().expect("a folder");
    let archive = home.path().join("none.whl");
    let error = install::install(Kind::Python, home.path(), Some(&archive), |_| ())
        .expect_err("there is no file");
    assert!(error.to_string().contains("none.whl"), "{error}");
}

/// The module itself may be given, as the installed one is here.
#[test]
fn the_module_itself_is_taken() {
    let installed = Kind::QuickJs.path(&tribunal_sandbox::home().expect("a home"));
    let home = tempfile::tempdir().expect("a folder");
    let mut told = Vec::new();
    let path = install::install(Kind::QuickJs, home.path(), Some(&installed), |what| {
        told.push(what.to_owned());
    })
    .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(path, Kind::QuickJs.path(home.path()));
    assert_eq!(told, ["compiling it, once for this machine"]);
}
