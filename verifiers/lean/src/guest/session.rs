//! A Lean that has imported its library and is ready for one file or one list of declarations.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::machine::{Allowance, Ending, Machine, Main, Program};
use super::memory::PAGE;
use super::objects::{FIELDS, Object};
use crate::messages::{FILE_NAME, LONGEST_MESSAGE, MOST_MESSAGES, as_error};

/// Bytes of the main thread's stack.
const MAIN_STACK: u32 = 64 << 20;

/// `Import`'s scalars: whether all is imported, exported, and meant for compile time.
const IMPORT_FLAGS: [u8; 3] = [0, 1, 0];

/// The level of `.olean` data that ordinary files import.
const PRIVATE_LEVEL: u32 = 2;

/// Among the scalars of an environment's header: whether the file is a module.
const HEADER_IS_MODULE: u32 = 4;

/// What an image of a session holds besides the memory.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Image {
    /// The modules imported.
    pub(crate) imports: Vec<String>,
    /// Bytes of the memory.
    pub(crate) length: u64,
    /// The mutable globals of the main thread, in order.
    globals: Vec<u32>,
    /// The environment after the imports.
    environment: Object,
    /// The same for the kernel.
    kernel: Object,
}

/// What came of a file.
#[derive(Debug)]
pub(crate) struct Elaborated {
    /// The kernel's environment after the file: an address to read out from, nothing more.
    pub(crate) kernel: Object,
    /// The errors that Lean told.
    pub(crate) errors: Vec<String>,
}

/// A Lean with its library imported.
pub(crate) struct Session {
    pub(crate) main: Main,
    environment: Object,
    /// The kernel's environment after the imports.
    pub(crate) kernel: Object,
}

impl Session {
    /// Starts Lean and imports `imports` from the library folder.
    pub(crate) fn boot(
        program: &Arc<Program>,
        library: PathBuf,
        imports: &[String],
        allowance: Allowance,
    ) -> Result<Self, Ending> {
        let machine = machine(program, Some(library), None, allowance)?;
        let mut main = Main::new(&machine, None)?;
        main.enlarge_stack(MAIN_STACK)?;
        main.procedure("lean_initialize", ())?;
        main.procedure("_ZN4lean16init_search_pathEv", ())?;
        main.object_call("lean_enable_initializer_execution", ())?;
        main.procedure("lean_io_mark_end_initialization", ())?;
        let mut names = Vec::new();
        for module in imports {
            let name = main.name(module)?;
            names.push(main.constructor(0, &[name], &IMPORT_FLAGS)?);
        }
        let imported = main.array(&names)?;
        let options = main.variable("l_Lean_Options_empty")?;
        let plugins = main.array(&[])?;
        let trust = 0_u32;
        let result = main.object_call(
            "l_Lean_importModules",
            (
                imported,
                options,
                trust,
                plugins,
                0_u32,
                1_u32,
                PRIVATE_LEVEL,
                3_u32,
            ),
        )?;
        let environment = main.io(result)?;
        clear_is_module(&mut main, environment)?;
        main.share(environment)?;
        let kernel = main.object_call("lean_elab_environment_to_kernel_env", environment)?;
        Ok(Self {
            main,
            environment,
            kernel,
        })
    }

    /// Writes the memory to `path`, and gives what else an image holds.
    pub(crate) fn save(mut self, imports: &[String], path: &Path) -> io::Result<Image> {
        let memory = self.main.machine.memory.clone();
        let mut file = File::create(path)?;
        let mut page = vec![0; PAGE as usize];
        for at in (0..memory.size()).step_by(PAGE as usize) {
            let address = u32::try_from(at).map_err(io::Error::other)?;
            memory.read(address, &mut page).map_err(io::Error::other)?;
            if page.iter().any(|byte| *byte != 0) {
                file.seek(SeekFrom::Start(at))?;
                file.write_all(&page)?;
            }
        }
        file.set_len(memory.size())?;
        file.sync_all()?;
        Ok(Image {
            imports: imports.to_vec(),
            length: memory.size(),
            globals: self.main.globals(),
            environment: self.environment,
            kernel: self.kernel,
        })
    }

    /// Continues from an image, whose memory is in `file`.
    pub(crate) fn restore(
        program: &Arc<Program>,
        image: &Image,
        file: &File,
        allowance: Allowance,
    ) -> Result<Self, Ending> {
        let machine = machine(program, None, Some((file, image.length)), allowance)?;
        let main = Main::new(&machine, Some(&image.globals))?;
        Ok(Self {
            main,
            environment: image.environment,
            kernel: image.kernel,
        })
    }

    /// Elaborates a file without its header.
    pub(crate) fn elaborate(&mut self, text: &str) -> Result<Elaborated, Ending> {
        let main = &mut self.main;
        main.procedure("lean_init_task_manager_using", 1_u32)?;
        let text = main.string(text)?;
        let name = main.string(FILE_NAME)?;
        let name = main.constructor(1, &[name], &[])?;
        let options = main.variable("l_Lean_Options_empty")?;
        main.share(self.environment)?;
        let result = main.object_call(
            "l_Lean_Elab_process",
            (text, self.environment, options, name),
        )?;
        let pair = main.io(result)?;
        let (environment, log) = (main.field(pair, 0)?, main.field(pair, 1)?);
        main.share(environment)?;
        main.share(log)?;
        let errors = errors(main, log)?;
        let kernel = main.object_call("lean_elab_environment_to_kernel_env", environment)?;
        Ok(Elaborated { kernel, errors })
    }
}

fn machine(
    program: &Arc<Program>,
    library: Option<PathBuf>,
    image: Option<(&File, u64)>,
    allowance: Allowance,
) -> Result<Arc<Machine>, Ending> {
    Machine::new(program, library, image, allowance)
        .map_err(|error| Ending::Trap(format!("no machine could be made: {error:#}")))
}

/// The package says of every file that it is a module, which bars it from ordinary commands.
fn clear_is_module(main: &mut Main, environment: Object) -> Result<(), Ending> {
    main.share(environment)?;
    let header = main.object_call("l_Lean_Environment_header", environment)?;
    let fields = u32::from(main.byte(header.wrapping_add(6))?);
    let scalars = header.wrapping_add(FIELDS + 4 * fields);
    main.write(scalars.wrapping_add(HEADER_IS_MODULE), &[0])
}

/// The errors in a log of messages, as Lean writes them.
fn errors(main: &mut Main, log: Object) -> Result<Vec<String>, Ending> {
    let mut errors = Vec::new();
    let mut list = main.object_call("l_Lean_MessageLog_toList", log)?;
    for _ in 0..MOST_MESSAGES {
        if main.tag(list)? == 0 {
            break;
        }
        let message = main.field(list, 0)?;
        list = main.field(list, 1)?;
        main.share(message)?;
        let text = main.object_call("l_Lean_Message_toString", (message, 0_u32))?;
        let text = main.text(text, LONGEST_MESSAGE)?;
        if let Some(error) = as_error(&text) {
            errors.push(error);
        }
    }
    Ok(errors)
}
