//! Judging by an installed Lean.
//!
//! The argument is the guest's, with a process in place of a guest. A worker loads the library
//! that Lean's program consists of, imports what files may import, and never looks at a file
//! itself. For each step it forks a child, which is confined before it does anything: one that
//! elaborates the challenge, one that elaborates the hostile file, one that replays. The worker
//! reads the children's memory from outside, with the walker that reads a guest's.
//!
//! | module | noun |
//! |---|---|
//! | [`toolchain`] | an installed Lean, found |
//! | [`project`] | a lake project, whose modules can be imported |
//! | `confine` | what a child may do |
//! | `child` | a forked process, and what it reports |
//! | `memory` | its memory, read from outside |
//! | `library` | Lean's library, loaded into this process |
//! | `session` | a Lean that has imported, and one that elaborates |
//! | `kernel` | what a replay asks |
//! | `census` | the axioms that the imported constants rest on |
//! | `steps` | the steps of a judgement |
//! | `worker` | the process that a worker is |

#[cfg(target_os = "linux")]
mod census;
#[cfg(target_os = "linux")]
mod child;
#[cfg(target_os = "linux")]
mod confine;
#[cfg(target_os = "linux")]
mod kernel;
#[cfg(target_os = "linux")]
mod library;
#[cfg(target_os = "linux")]
mod memory;
pub mod project;
#[cfg(target_os = "linux")]
mod session;
#[cfg(target_os = "linux")]
mod steps;
#[cfg(target_os = "linux")]
mod sys;
pub mod toolchain;
#[cfg(target_os = "linux")]
mod worker;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::chamber::VERSION;
use project::Project;
use toolchain::Toolchain;

/// The variable that names an installed Lean to judge by.
pub const LEAN_VARIABLE: &str = "TRIBUNAL_LEAN";

/// The variable that names a lake project whose modules may be imported.
pub const PROJECT_VARIABLE: &str = "TRIBUNAL_LEAN_PROJECT";

/// An installed Lean as a worker is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Native {
    /// The toolchain.
    pub toolchain: Toolchain,
    /// A lake project whose modules may be imported.
    pub project: Option<Project>,
    /// What a worker imports before it says that it is ready.
    pub preload: Vec<String>,
    /// Whether to go on where children can't be confined.
    pub unsandboxed: bool,
}

impl Native {
    /// Finds the Lean at `lean`, or the one that is installed, and the project in the folder
    /// `project`.
    ///
    /// # Errors
    /// What is missing, and what to do.
    pub fn find(lean: Option<&Path>, project: Option<&Path>) -> Result<Self, String> {
        let project = project.map(Project::open).transpose()?;
        let wanted = project
            .as_ref()
            .and_then(|project| project.toolchain.as_deref());
        let toolchain = Toolchain::find(lean, wanted).map_err(|error| error.to_string())?;
        Ok(Self {
            toolchain,
            project,
            preload: Vec::new(),
            unsandboxed: false,
        })
    }

    /// The Lean that the environment asks for by [`LEAN_VARIABLE`] or [`PROJECT_VARIABLE`], or
    /// none if it names neither.
    pub fn from_environment() -> Option<Result<Self, String>> {
        let path = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let lean = path(LEAN_VARIABLE).map(PathBuf::from);
        let project = path(PROJECT_VARIABLE).map(PathBuf::from);
        if lean.is_none() && project.is_none() {
            return None;
        }
        Some(Self::find(lean.as_deref(), project.as_deref()))
    }

    /// What decides a judgement besides the case: this judge, Lean's version and library, the
    /// project's packages.
    pub fn version(&self) -> String {
        let mut version = format!("lean-native/{VERSION} {}", self.toolchain.title());
        if let Some(project) = &self.project {
            version.push_str(" project:");
            version.push_str(project.digest.get(..12).unwrap_or_default());
        }
        if self.unsandboxed {
            version.push_str(" unsandboxed");
        }
        version
    }

    /// A worker's arguments.
    pub(crate) fn arguments(&self) -> Vec<OsString> {
        // A structure of texts, numbers and paths that were read as texts always has a JSON.
        let text = serde_json::to_string(self).unwrap_or_default();
        vec!["--native".into(), text.into()]
    }
}

/// Whether children can be confined here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confinement {
    /// The version of Landlock's interface that the system has; none without it.
    pub landlock: Option<u32>,
    /// Whether the system filters calls for this kind of machine.
    pub seccomp: bool,
    /// What keeps a child from being confined, as one that was tried told.
    pub trouble: Option<String>,
}

/// Looks whether children can be confined here, by confining one.
#[cfg(target_os = "linux")]
pub fn confinement() -> Confinement {
    Confinement {
        landlock: sys::landlock(),
        seccomp: confine::has_filter(),
        trouble: child::trial().err(),
    }
}

/// Looks whether children can be confined here.
#[cfg(not(target_os = "linux"))]
pub fn confinement() -> Confinement {
    Confinement {
        landlock: None,
        seccomp: false,
        trouble: Some(ELSEWHERE.to_owned()),
    }
}

#[cfg(not(target_os = "linux"))]
const ELSEWHERE: &str = "judging by an installed Lean needs Linux, which confines it";

/// Serves requests from standard input until it ends, judging by the Lean that `native`, the JSON
/// of a [`Native`], describes. The process must have no other thread.
///
/// # Errors
/// Standard input or output can't be read or written.
#[cfg(target_os = "linux")]
pub fn serve(native: &str) -> std::io::Result<()> {
    worker::serve(native)
}

/// Says that there is no worker here.
///
/// # Errors
/// Standard output can't be written.
#[cfg(not(target_os = "linux"))]
pub fn serve(_native: &str) -> std::io::Result<()> {
    let unable = crate::wire::Reply::Unable(ELSEWHERE.to_owned());
    crate::wire::send(&mut std::io::stdout().lock(), &unable)
}

/// Runs Lean's own program out of its library, as `lean` would with these arguments: where only
/// the library is there. Gives its exit code. Nothing confines it.
///
/// # Errors
/// The library can't be loaded.
#[cfg(target_os = "linux")]
pub fn run(library: &Path, arguments: &[String]) -> Result<i32, String> {
    worker::enlarge_stack().map_err(|error| error.to_string())?;
    library::Library::open(library)?.run(arguments)
}

/// Says that it is not possible here.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub fn run(_library: &Path, _arguments: &[String]) -> Result<i32, String> {
    Err(ELSEWHERE.to_owned())
}
