//! A lake project, whose modules and packages files may import.
//!
//! The folders are found by where lake puts them. Lake is not asked: it would run the project's
//! lakefile, and may fetch and build.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// A lake project that has been built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Its folder.
    pub folder: PathBuf,
    /// Where its modules and those of its packages are, compiled.
    pub path: Vec<PathBuf>,
    /// The toolchain that its `lean-toolchain` names.
    pub toolchain: Option<String>,
    /// BLAKE3 of its manifest, which says which packages it has, and of its toolchain's name.
    pub digest: String,
}

/// What of a manifest matters here.
#[derive(Debug, Default, Deserialize)]
struct Manifest {
    #[serde(rename = "packagesDir")]
    packages_folder: Option<PathBuf>,
    #[serde(default)]
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    /// Of a package that lies beside the project: where.
    dir: Option<PathBuf>,
}

impl Project {
    /// The project in `folder`.
    ///
    /// # Errors
    /// It is none, or nothing of it is built.
    pub fn open(folder: &Path) -> Result<Self, String> {
        let shown = folder.display();
        let is_one = ["lakefile.lean", "lakefile.toml", "lake-manifest.json"]
            .iter()
            .any(|name| folder.join(name).is_file());
        if !is_one {
            return Err(format!(
                "{shown} is no lake project: it has neither a lakefile nor a manifest"
            ));
        }
        let folder = folder
            .canonicalize()
            .map_err(|error| format!("{shown}: {error}"))?;
        let text = fs::read_to_string(folder.join("lake-manifest.json")).unwrap_or_default();
        let manifest: Manifest = if text.is_empty() {
            Manifest::default()
        } else {
            serde_json::from_str(&text)
                .map_err(|error| format!("{shown}/lake-manifest.json can't be read: {error}"))?
        };
        let mut roots = vec![folder.clone()];
        let packages = manifest
            .packages_folder
            .unwrap_or_else(|| Path::new(".lake").join("packages"));
        roots.extend(folders_in(&folder.join(packages)));
        for package in manifest.packages {
            roots.extend(package.dir.map(|dir| folder.join(dir)));
        }
        let path: Vec<PathBuf> = roots.iter().filter_map(|root| modules_of(root)).collect();
        if path.is_empty() {
            return Err(format!(
                "nothing of {shown} is built: run `lake build` there (of a project with Mathlib, \
                 `lake exe cache get` first)"
            ));
        }
        let toolchain = fs::read_to_string(folder.join("lean-toolchain")).ok();
        let toolchain = toolchain.map(|name| name.trim().to_owned());
        let mut hasher = blake3::Hasher::new();
        hasher.update(text.as_bytes());
        hasher.update(toolchain.as_deref().unwrap_or_default().as_bytes());
        Ok(Self {
            folder,
            path,
            toolchain,
            digest: hasher.finalize().to_hex().to_string(),
        })
    }
}

/// Where a package's compiled modules are: since Lean 4.16 in a folder `lean`.
fn modules_of(root: &Path) -> Option<PathBuf> {
    let build = root.join(".lake").join("build").join("lib");
    [build.join("lean"), build]
        .into_iter()
        .find(|folder| folder.is_dir())
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_found_where_lake_puts_them() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("project");
        let make = |path: &str| fs::create_dir_all(folder.path().join(path)).unwrap();
        make("project");
        let error = Project::open(&root).unwrap_err();
        assert!(error.contains("no lake project"), "{error}");
        fs::write(root.join("lakefile.toml"), "name = \"p\"\n").unwrap();
        let error = Project::open(&root).unwrap_err();
        assert!(error.contains("lake build"), "{error}");
        make("project/.lake/build/lib/lean");
        make("project/.lake/packages/mathlib/.lake/build/lib/lean");
        make("project/.lake/packages/older/.lake/build/lib");
        make("beside/.lake/build/lib/lean");
        let manifest = r#"{"packagesDir": ".lake/packages", "packages":
            [{"name": "mathlib", "type": "git"}, {"name": "beside", "type": "path", "dir": "../beside"}]}"#;
        fs::write(root.join("lake-manifest.json"), manifest).unwrap();
        fs::write(root.join("lean-toolchain"), "leanprover/lean4:v4.30.0\n").unwrap();
        let project = Project::open(&root).unwrap();
        let root = root.canonicalize().unwrap();
        assert_eq!(
            project.path,
            [
                root.join(".lake/build/lib/lean"),
                root.join(".lake/packages/mathlib/.lake/build/lib/lean"),
                root.join(".lake/packages/older/.lake/build/lib"),
                root.join("../beside/.lake/build/lib/lean"),
            ]
        );
        assert_eq!(
            project.toolchain.as_deref(),
            Some("leanprover/lean4:v4.30.0")
        );
        fs::write(root.join("lake-manifest.json"), "{").unwrap();
        assert!(Project::open(&root).is_err());
    }
}
