//! A Lean that has imported its modules, in the worker; and what a child does with it.
//!
//! The functions called here and what they take are those of Lean 4.28 to 4.35. They are no
//! promise of Lean's makers: an older version is refused, and a worker tries a newer one out
//! before it judges.

use serde::{Deserialize, Serialize};

use super::Native;
use super::library::{Library, Object, ZERO, boxed};
use crate::guest::machine::Ending;
use crate::messages::{FILE_NAME, LONGEST_MESSAGE, MOST_MESSAGES, as_error};

/// The oldest Lean 4 whose functions are called as they are here.
const OLDEST: u32 = 28;

/// `Import`'s scalars: whether all is imported, exported, and meant for compile time.
const IMPORT_FLAGS: [u8; 3] = [0, 1, 0];

/// The level of `.olean` data that ordinary files import.
const PRIVATE_LEVEL: usize = 2;

/// Among the scalars of an environment's header: whether the file is a module.
const HEADER_IS_MODULE: usize = 4;

/// Environments after the imports.
#[derive(Clone, Copy, Debug)]
pub(super) struct Imported {
    environment: Object,
    /// The same for the kernel.
    pub(super) kernel: Object,
}

/// What came of a file: a child's word, so an address to read out from and nothing more.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Elaborated {
    /// The kernel's environment after the file.
    pub(super) kernel: u64,
    /// The errors that Lean told.
    pub(super) errors: Vec<String>,
}

/// Starts Lean in this process and tells it where modules are.
///
/// # Errors
/// The library is of a version that is not known, or not the one that was found.
pub(super) fn start(library: &Library, native: &Native) -> Result<(), String> {
    let begin = || -> Result<String, Ending> {
        library.call("lean_initialize", &[])?;
        let version = library.variable("l_Lean_versionString")?;
        Ok(library.text(version, 100))
    };
    let version = begin().map_err(|ending| ending.to_string())?;
    let minor = |version: &str| -> Option<u32> {
        let mut parts = version.split(['.', '-']);
        (parts.next()? == "4").then(|| parts.next()?.parse().ok())?
    };
    if minor(&version).is_none_or(|minor| minor < OLDEST) {
        return Err(format!(
            "this is Lean {version}, and proofs are judged by Lean 4.{OLDEST} or newer"
        ));
    }
    let found = native.toolchain.version.as_deref();
    if found.is_some_and(|found| minor(found) != minor(&version)) {
        return Err(format!(
            "the library is of Lean {version}, not {}",
            found.unwrap_or_default()
        ));
    }
    let finish = || -> Result<(), Ending> {
        let mut folders = Vec::new();
        for folder in native.project.iter().flat_map(|project| &project.path) {
            folders.push(library.string(&folder.to_string_lossy())?);
        }
        if let Some(modules) = &native.toolchain.modules {
            folders.push(library.string(&modules.to_string_lossy())?);
        }
        let folders = library.list(&folders)?;
        let root = native.toolchain.root.as_deref().unwrap_or("/".as_ref());
        let root = library.string(&root.to_string_lossy())?;
        let set = library.call("l_Lean_initSearchPath", &[root, folders, ZERO])?;
        library.io(set)?;
        library.call("lean_io_mark_end_initialization", &[])?;
        Ok(())
    };
    finish().map_err(|ending| ending.to_string())
}

/// Imports modules. No threads are started for it.
///
/// # Errors
/// What Lean said, such as that a module is not there.
pub(super) fn import(library: &Library, modules: &[String]) -> Result<Imported, Ending> {
    let mut imports = Vec::new();
    for module in modules {
        let name = library.name(module)?;
        imports.push(library.constructor(0, &[name], &IMPORT_FLAGS)?);
    }
    let imports = library.array(&imports)?;
    let options = library.variable("l_Lean_Options_empty")?;
    let plugins = library.array(&[])?;
    let (trust, leak, extend) = (0, 0, 1);
    let artifacts = boxed(1);
    // It holds for one import.
    library.call("lean_enable_initializer_execution", &[ZERO])?;
    let result = library.call(
        "l_Lean_importModules",
        &[
            imports,
            options,
            trust,
            plugins,
            leak,
            extend,
            PRIVATE_LEVEL,
            artifacts,
        ],
    )?;
    let environment = library.io(result)?;
    // A file that is itself a module may not use ordinary commands; these files are none.
    library.share(environment);
    let header = library.call("l_Lean_Environment_header", &[environment])?;
    if library.scalar(header, HEADER_IS_MODULE) == 1 {
        library.set_scalar(header, HEADER_IS_MODULE, 0);
    }
    library.share(environment);
    let kernel = library.call("lean_elab_environment_to_kernel_env", &[environment])?;
    Ok(Imported {
        environment,
        kernel,
    })
}

/// In a child: elaborates a file without its header.
///
/// # Errors
/// What Lean said, where it said that it can't.
pub(super) fn elaborate(
    library: &Library,
    imported: Imported,
    text: &str,
) -> Result<Elaborated, Ending> {
    library.call("lean_init_task_manager_using", &[1])?;
    let text = library.string(text)?;
    let name = library.string(FILE_NAME)?;
    let name = library.constructor(1, &[name], &[])?;
    let options = library.variable("l_Lean_Options_empty")?;
    let environment = library.share(imported.environment);
    let result = library.call(
        "l_Lean_Elab_process",
        &[text, environment, options, name, ZERO],
    )?;
    let pair = library.io(result)?;
    let environment = library.share(library.field(pair, 0));
    let log = library.share(library.field(pair, 1));
    let errors = errors(library, log)?;
    let kernel = library.call("lean_elab_environment_to_kernel_env", &[environment])?;
    Ok(Elaborated {
        kernel: kernel as u64,
        errors,
    })
}

/// The errors in a log of messages, as Lean writes them.
fn errors(library: &Library, log: Object) -> Result<Vec<String>, Ending> {
    let mut errors = Vec::new();
    let mut list = library.call("l_Lean_MessageLog_toList", &[log])?;
    for _ in 0..MOST_MESSAGES {
        if library.tag(list) == 0 {
            break;
        }
        let message = library.share(library.field(list, 0));
        list = library.field(list, 1);
        let text = library.call("l_Lean_Message_toString", &[message, 0, ZERO])?;
        errors.extend(as_error(&library.text(text, LONGEST_MESSAGE as usize)));
    }
    Ok(errors)
}
