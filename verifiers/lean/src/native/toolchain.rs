//! An installed Lean, found.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fmt, fs, io};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The library that Lean's program consists of.
const LIBRARY: &str = if cfg!(target_os = "macos") {
    "libleanshared.dylib"
} else {
    "libleanshared.so"
};

/// Where a toolchain was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// It was named.
    Named,
    /// By `LEAN_SYSROOT`.
    Sysroot,
    /// Among elan's.
    Elan,
    /// By a `lean` in PATH.
    Path,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Named => "as it was named",
            Self::Sysroot => "by LEAN_SYSROOT",
            Self::Elan => "among elan's toolchains",
            Self::Path => "by `lean` in PATH",
        })
    }
}

/// An installed Lean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Toolchain {
    /// Where it was found.
    pub source: Source,
    /// The toolchain's folder; none if only its library is there.
    pub root: Option<PathBuf>,
    /// Its library.
    pub library: PathBuf,
    /// BLAKE3 of the library.
    pub digest: String,
    /// The folder of its modules, if it has any.
    pub modules: Option<PathBuf>,
    /// Its version, as the toolchain's files tell it.
    pub version: Option<String>,
}

/// Why there is no Lean.
#[derive(Debug, Error)]
pub enum NotFound {
    /// What was named is none.
    #[error(
        "{path} is no Lean: it is neither a toolchain's folder, with lib/lean/{LIBRARY}, nor its \
         bin/lean, nor that library",
        path = path.display()
    )]
    NoLean {
        /// What was named.
        path: PathBuf,
    },
    /// None is installed.
    #[error(
        "no Lean is installed: neither LEAN_SYSROOT nor elan nor PATH leads to one; install it \
         from https://lean-lang.org, or name a toolchain's folder with --lean"
    )]
    Nowhere,
    /// The library can't be read.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The library.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
}

impl Toolchain {
    /// The Lean at `named`: a toolchain's folder, its `bin/lean`, or its library. Without it the
    /// first of: `LEAN_SYSROOT`; elan's toolchain `wanted` (as a project's `lean-toolchain` names
    /// it), its default, or its only one; the `lean` in PATH.
    ///
    /// # Errors
    /// [`NotFound`], which says what to do.
    pub fn find(named: Option<&Path>, wanted: Option<&str>) -> Result<Self, NotFound> {
        if let Some(path) = named {
            return Self::at(path, Source::Named)?.ok_or_else(|| NotFound::NoLean {
                path: path.to_owned(),
            });
        }
        let sysroot = env::var_os("LEAN_SYSROOT").map(PathBuf::from);
        let elan = elan_folder().and_then(|elan| elan_toolchain(&elan, wanted));
        let program = in_path(env::var_os("PATH").as_deref());
        let places = [
            (sysroot, Source::Sysroot),
            (elan, Source::Elan),
            (program, Source::Path),
        ];
        for (place, source) in places {
            let Some(place) = place else {
                continue;
            };
            if let Some(found) = Self::at(&place, source)? {
                return Ok(found);
            }
        }
        Err(NotFound::Nowhere)
    }

    fn at(path: &Path, source: Source) -> Result<Option<Self>, NotFound> {
        if path.is_file() && is_library(path) {
            let folder = path.parent();
            let has_modules = |folder: &&Path| folder.join("Init.olean").is_file();
            let modules = folder.filter(has_modules).map(Path::to_owned);
            return Self::with(source, None, path, modules).map(Some);
        }
        let root = if path.is_dir() {
            Some(path.to_owned())
        } else {
            root_of(path)
        };
        let Some(root) = root else {
            return Ok(None);
        };
        let modules = root.join("lib").join("lean");
        let library = modules.join(LIBRARY);
        if !library.is_file() {
            return Ok(None);
        }
        Self::with(source, Some(root), &library, Some(modules)).map(Some)
    }

    fn with(
        source: Source,
        root: Option<PathBuf>,
        library: &Path,
        modules: Option<PathBuf>,
    ) -> Result<Self, NotFound> {
        let failed = |source| NotFound::Io {
            path: library.to_owned(),
            source,
        };
        // The worker runs elsewhere, and under a path that may be one day's link.
        let library = library.canonicalize().map_err(failed)?;
        let failed = |source| NotFound::Io {
            path: library.clone(),
            source,
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update_mmap_rayon(&library).map_err(failed)?;
        let digest = hasher.finalize().to_hex().to_string();
        let version = root.as_deref().and_then(version_of);
        let absolute = |path: PathBuf| path.canonicalize().unwrap_or(path);
        Ok(Self {
            source,
            root: root.map(absolute),
            digest,
            modules: modules.map(absolute),
            version,
            library,
        })
    }

    /// Its version and what its library is known by.
    pub fn title(&self) -> String {
        let version = self.version.as_deref().unwrap_or("of unknown version");
        let digest = self.digest.get(..12).unwrap_or_default();
        format!("Lean {version} library:{digest}")
    }
}

fn is_library(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str);
    name.is_some_and(|name| name.starts_with("libleanshared"))
}

/// The toolchain's folder of a `lean`: two above it, or what it says itself, as elan's stand-in
/// does for the toolchain that it would run.
fn root_of(program: &Path) -> Option<PathBuf> {
    let real = program.canonicalize().ok()?;
    let above = real.parent()?.parent()?;
    if above.join("lib").join("lean").join(LIBRARY).is_file() {
        return Some(above.to_owned());
    }
    let output = Command::new(program)
        .arg("--print-prefix")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let root = text.lines().next().filter(|line| !line.is_empty())?;
    output.status.success().then(|| PathBuf::from(root))
}

fn in_path(path: Option<&OsStr>) -> Option<PathBuf> {
    env::split_paths(path?)
        .map(|folder| folder.join("lean"))
        .find(|program| program.is_file())
}

fn elan_folder() -> Option<PathBuf> {
    let named = env::var_os("ELAN_HOME").map(PathBuf::from);
    named.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".elan")))
}

/// Elan's toolchain of this name, else its default, else its only one.
fn elan_toolchain(elan: &Path, wanted: Option<&str>) -> Option<PathBuf> {
    let toolchains = elan.join("toolchains");
    // Elan writes a toolchain's name so that it is a folder's.
    let place = |name: &str| {
        let folder = name.trim().replace('/', "--").replace(':', "---");
        Some(toolchains.join(folder)).filter(|folder| folder.is_dir())
    };
    if let Some(wanted) = wanted {
        return place(wanted);
    }
    let settings = fs::read_to_string(elan.join("settings.toml")).unwrap_or_default();
    let default = settings.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "default_toolchain").then(|| value.trim().trim_matches('"').to_owned())
    });
    if let Some(found) = default.as_deref().and_then(place) {
        return Some(found);
    }
    let mut all = fs::read_dir(&toolchains)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir());
    all.next().filter(|_| all.next().is_none())
}

/// The version that a toolchain's header for C says.
fn version_of(root: &Path) -> Option<String> {
    let header = root.join("include").join("lean").join("version.h");
    let text = fs::read_to_string(header).ok()?;
    let number = |name: &str| {
        text.lines().find_map(|line| {
            let mut words = line.split_whitespace();
            let is_it = words.next() == Some("#define") && words.next() == Some(name);
            is_it.then(|| words.next()?.parse::<u32>().ok())?
        })
    };
    let major = number("LEAN_VERSION_MAJOR")?;
    let minor = number("LEAN_VERSION_MINOR")?;
    let patch = number("LEAN_VERSION_PATCH")?;
    Some(format!("{major}.{minor}.{patch}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toolchain(root: &Path) {
        let lean = root.join("lib").join("lean");
        fs::create_dir_all(&lean).unwrap();
        fs::write(lean.join(LIBRARY), "a library").unwrap();
        fs::create_dir_all(root.join("include/lean")).unwrap();
        let header = "#define LEAN_VERSION_MAJOR 4\n#define LEAN_VERSION_MINOR 35\n\
                      #define LEAN_VERSION_PATCH 0\n";
        fs::write(root.join("include/lean/version.h"), header).unwrap();
    }

    #[test]
    fn a_folder_a_program_and_a_library_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("lean4");
        toolchain(&root);
        fs::create_dir_all(root.join("bin")).unwrap();
        fs::write(root.join("bin/lean"), "").unwrap();
        let found = Toolchain::find(Some(&root), None).unwrap();
        assert_eq!(found.version.as_deref(), Some("4.35.0"));
        assert_eq!(found.source, Source::Named);
        let same = Toolchain::find(Some(&root.join("bin/lean")), None).unwrap();
        assert_eq!(same, found);
        let library = root.join("lib/lean").join(LIBRARY);
        let bare = Toolchain::find(Some(&library), None).unwrap();
        assert_eq!((bare.root, bare.version, bare.modules), (None, None, None));
        assert_eq!(bare.digest, found.digest);
    }

    #[test]
    fn what_is_no_lean_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let error = Toolchain::find(Some(folder.path()), None).unwrap_err();
        assert!(error.to_string().contains("is no Lean"), "{error}");
        let gone = folder.path().join("gone");
        assert!(matches!(
            Toolchain::find(Some(&gone), None),
            Err(NotFound::NoLean { .. })
        ));
    }

    #[test]
    fn elan_gives_the_wanted_the_default_or_the_only_one() {
        let elan = tempfile::tempdir().unwrap();
        let folder = |name: &str| elan.path().join("toolchains").join(name);
        let one = folder("leanprover--lean4---v4.30.0");
        fs::create_dir_all(&one).unwrap();
        assert_eq!(elan_toolchain(elan.path(), None), Some(one.clone()));
        let other = folder("leanprover--lean4---v4.35.0");
        fs::create_dir_all(&other).unwrap();
        assert_eq!(elan_toolchain(elan.path(), None), None);
        let settings = "version = \"12\"\ndefault_toolchain = \"leanprover/lean4:v4.35.0\"\n";
        fs::write(elan.path().join("settings.toml"), settings).unwrap();
        assert_eq!(elan_toolchain(elan.path(), None), Some(other));
        let wanted = Some("leanprover/lean4:v4.30.0\n");
        assert_eq!(elan_toolchain(elan.path(), wanted), Some(one));
        let absent = Some("leanprover/lean4:v4.9.0");
        assert_eq!(elan_toolchain(elan.path(), absent), None);
    }
}
