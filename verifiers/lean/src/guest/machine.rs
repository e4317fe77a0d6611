//! A machine: one memory, the threads that run in it, and what ends them.
//!
//! A machine is made for one thing, to elaborate a file or to check a list of declarations, and
//! then thrown away. Nothing passes from one to the next but the program, which can't be changed.

use std::fmt;
use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use wasmtime::{
    Global, Instance, Linker, MemoryType, Module, Ref, SharedMemory, Store, Table, Trap, TypedFunc,
    UpdateDeadline, Val, WasmParams, WasmResults,
};

use super::clock::Clock;
use super::engine::{HOST_STACK, STACK};
use super::exceptions::Exceptions;
use super::files::Files;
use super::imports;
use super::memory::{Memory, PAGE};
use super::symbols::Symbols;
use crate::install::mutable_global;

/// How often a guest's threads look whether they are to stop.
const TICK: Duration = Duration::from_millis(5);

/// After how many ticks the clock is looked at.
const CLOCK_TICKS: u32 = 10;

/// The most threads of a guest at a time.
const MOST_THREADS: usize = 16;

/// The memory that the module wants at least, in bytes.
const LEAST_MEMORY: u64 = 256 * PAGE;

/// What ended a guest or one of its threads, if it did not return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// A thread ended as it should.
    Thread,
    /// It called exit.
    Exit(i32),
    /// It gave up by itself.
    Abort(String),
    /// It did what no module may do, or threw an exception that nobody caught.
    Trap(String),
    /// Its stack is full.
    Stack,
    /// It wanted more memory than it may have.
    Memory,
    /// Its time is up.
    Time,
    /// Another of its threads ended it.
    Stopped,
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Thread => f.write_str("a thread ended"),
            Self::Exit(code) => write!(f, "it called exit({code})"),
            Self::Abort(text) | Self::Trap(text) => f.write_str(text),
            Self::Stack => f.write_str("its stack is full"),
            Self::Memory => f.write_str("it wanted more memory than it may have"),
            Self::Time => f.write_str("its time is up"),
            Self::Stopped => f.write_str("it was stopped"),
        }
    }
}

impl std::error::Error for Ending {}

/// The guest's program, compiled: the same for all machines of a process.
pub(crate) struct Program {
    pub(crate) symbols: Symbols,
    /// By which the time of guests is counted.
    pub(crate) clock: Arc<Clock>,
    module: Module,
    linker: Linker<Context>,
}

impl Program {
    /// The program of `module`; starts the thread that makes guests look at the clock.
    pub(crate) fn new(module: Module, symbols: Symbols) -> wasmtime::Result<Arc<Self>> {
        let mut linker = Linker::new(module.engine());
        imports::link(&mut linker, &module)?;
        let engine = module.engine().weak();
        let clock = Arc::new(Clock::start());
        let ticking = Arc::clone(&clock);
        thread::Builder::new()
            .name("epoch".to_owned())
            .spawn(move || {
                for tick in 0_u32.. {
                    let Some(engine) = engine.upgrade() else {
                        break;
                    };
                    // Seldom, since asking the system for it costs more than the rest.
                    if tick.is_multiple_of(CLOCK_TICKS) {
                        ticking.tick();
                    }
                    engine.increment_epoch();
                    drop(engine);
                    thread::sleep(TICK);
                }
            })?;
        Ok(Arc::new(Self {
            symbols,
            clock,
            module,
            linker,
        }))
    }
}

/// What belongs to a thread of the guest.
pub(crate) struct Context {
    pub(crate) machine: Arc<Machine>,
    pub(crate) exceptions: Exceptions,
    pub(crate) exports: Option<Exports>,
}

/// The exports that the host calls.
#[derive(Clone)]
pub(crate) struct Exports {
    pub(crate) table: Table,
    pub(crate) allocate: TypedFunc<(u32, u32), u32>,
    pub(crate) can_catch: TypedFunc<(u32, u32, u32), u32>,
    pub(crate) decrement: TypedFunc<u32, ()>,
    pub(crate) increment: TypedFunc<u32, ()>,
    pub(crate) pointer: TypedFunc<u32, u32>,
    pub(crate) set_temporary: TypedFunc<u32, ()>,
    pub(crate) set_threw: TypedFunc<(u32, u32), ()>,
    pub(crate) stack_limits: TypedFunc<(u32, u32), ()>,
    pub(crate) stack_set: TypedFunc<u32, ()>,
    pub(crate) thread_exit: TypedFunc<u32, ()>,
    pub(crate) thread_init: TypedFunc<(u32, u32, u32, u32, u32, u32), ()>,
    pub(crate) tls_init: TypedFunc<(), u32>,
    pub(crate) this_thread: TypedFunc<(), u32>,
}

impl Exports {
    fn of(instance: &Instance, store: &mut Store<Context>) -> wasmtime::Result<Self> {
        macro_rules! function {
            ($name:literal) => {
                instance.get_typed_func(&mut *store, $name)?
            };
        }
        Ok(Self {
            table: instance
                .get_table(&mut *store, "__indirect_function_table")
                .ok_or_else(|| wasmtime::format_err!("the module has no function table"))?,
            allocate: function!("emscripten_builtin_memalign"),
            can_catch: function!("__cxa_can_catch"),
            decrement: function!("__cxa_decrement_exception_refcount"),
            increment: function!("__cxa_increment_exception_refcount"),
            pointer: function!("__cxa_get_exception_ptr"),
            set_temporary: function!("_emscripten_tempret_set"),
            set_threw: function!("setThrew"),
            stack_limits: function!("emscripten_stack_set_limits"),
            stack_set: function!("_emscripten_stack_restore"),
            thread_exit: function!("_emscripten_thread_exit"),
            thread_init: function!("_emscripten_thread_init"),
            tls_init: function!("_emscripten_tls_init"),
            this_thread: function!("pthread_self"),
        })
    }
}

/// What a machine may use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    /// Bytes of memory.
    pub(crate) memory: u64,
    /// Until when it may run, by the program's clock.
    pub(crate) deadline: Duration,
}

/// One memory and its threads.
pub(crate) struct Machine {
    pub(crate) program: Arc<Program>,
    pub(crate) memory: Memory,
    pub(crate) most_memory: u64,
    /// How often the guest has looked at a clock.
    pub(crate) looks: AtomicU64,
    /// Whether it was refused memory.
    pub(crate) starved: AtomicBool,
    files: Mutex<Files>,
    deadline: Duration,
    stopped: AtomicBool,
    ending: Mutex<Option<Ending>>,
    threads: AtomicUsize,
    /// Itself, for threads that the guest starts.
    itself: Weak<Self>,
}

impl Machine {
    /// A machine whose memory begins with the first bytes of an image, if one is given.
    pub(crate) fn new(
        program: &Arc<Program>,
        library: Option<PathBuf>,
        image: Option<(&File, u64)>,
        allowance: Allowance,
    ) -> wasmtime::Result<Arc<Self>> {
        let engine = program.module.engine();
        let pages = |bytes: u64| u32::try_from(bytes / PAGE).unwrap_or(u32::MAX);
        let ty = MemoryType::shared(pages(LEAST_MEMORY), pages(allowance.memory));
        let memory = Memory::new(SharedMemory::new(engine, ty)?);
        if let Some((file, length)) = image {
            memory.overlay(file, length)?;
        }
        Ok(Arc::new_cyclic(|itself| Self {
            program: Arc::clone(program),
            memory,
            most_memory: allowance.memory,
            looks: AtomicU64::new(1_000_000),
            starved: AtomicBool::new(false),
            files: Mutex::new(Files::new(library)),
            deadline: allowance.deadline,
            stopped: AtomicBool::new(false),
            ending: Mutex::new(None),
            threads: AtomicUsize::new(0),
            itself: Weak::clone(itself),
        }))
    }

    pub(crate) fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether all threads that the guest started have ended.
    pub(crate) fn is_idle(&self) -> bool {
        self.threads.load(Ordering::Acquire) == 0
    }

    /// Has all threads end at the next tick. One that waits ends when it has waited its slice.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
    }

    /// Ends all threads, and remembers why, unless something ended them before.
    fn end(&self, ending: Ending) {
        let mut slot = self.ending.lock().unwrap_or_else(PoisonError::into_inner);
        slot.get_or_insert(ending);
        drop(slot);
        self.stop();
    }

    /// What went wrong, from the error that a call ended with.
    fn ending(&self, error: &wasmtime::Error) -> Ending {
        if self.starved.load(Ordering::Relaxed) {
            return Ending::Memory;
        }
        let own = match (error.downcast_ref::<Ending>(), error.downcast_ref::<Trap>()) {
            (Some(ending), _) => ending.clone(),
            (_, Some(Trap::StackOverflow)) => Ending::Stack,
            (_, Some(trap)) => Ending::Trap(format!("it trapped: {trap}")),
            _ => Ending::Trap(format!("{error:#}")),
        };
        let first = self.ending.lock().unwrap_or_else(PoisonError::into_inner);
        match (&own, &*first) {
            (Ending::Stopped, Some(first)) => first.clone(),
            _ => own,
        }
    }

    /// Makes an instance of the program over this memory, for the calling thread.
    fn instance(self: &Arc<Self>) -> wasmtime::Result<(Store<Context>, Instance, Exports)> {
        let context = Context {
            machine: Arc::clone(self),
            exceptions: Exceptions::default(),
            exports: None,
        };
        let mut store = Store::new(self.program.module.engine(), context);
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(|store| {
            let machine = &store.data().machine;
            if machine.stopped.load(Ordering::Acquire) {
                return Err(Ending::Stopped.into());
            }
            if machine.program.clock.now() >= machine.deadline {
                return Err(Ending::Time.into());
            }
            Ok(UpdateDeadline::Continue(1))
        });
        let program = &self.program;
        let mut linker = program.linker.clone();
        linker.define(&store, "env", "memory", self.memory.shared())?;
        let instance = linker.instantiate(&mut store, &program.module)?;
        let exports = Exports::of(&instance, &mut store)?;
        store.data_mut().exports = Some(exports.clone());
        Ok((store, instance, exports))
    }

    /// Starts a thread of the guest: `start(argument)`, with the thread's data at `thread`.
    pub(crate) fn spawn(&self, thread: u32, start: u32, argument: u32) -> bool {
        let Some(machine) = self.itself.upgrade() else {
            return false;
        };
        if self.threads.fetch_add(1, Ordering::AcqRel) >= MOST_THREADS {
            self.threads.fetch_sub(1, Ordering::AcqRel);
            return false;
        }
        let run = move || {
            if let Err(error) = machine.run_thread(thread, start, argument) {
                match machine.ending(&error) {
                    Ending::Thread | Ending::Stopped => {}
                    ending => machine.end(ending),
                }
            }
            machine.threads.fetch_sub(1, Ordering::AcqRel);
        };
        let spawned = thread::Builder::new()
            .name("guest".to_owned())
            .stack_size(STACK + HOST_STACK)
            .spawn(run)
            .is_ok();
        if !spawned {
            self.threads.fetch_sub(1, Ordering::AcqRel);
        }
        spawned
    }

    fn run_thread(
        self: &Arc<Self>,
        thread: u32,
        start: u32,
        argument: u32,
    ) -> wasmtime::Result<()> {
        let (mut store, _, exports) = self.instance()?;
        let (top, size) = stack_of(&self.memory, thread)?;
        exports
            .stack_limits
            .call(&mut store, (top, top.wrapping_sub(size)))?;
        exports.stack_set.call(&mut store, top)?;
        exports
            .thread_init
            .call(&mut store, (thread, 0, 0, 1, 0, 0))?;
        exports.tls_init.call(&mut store, ())?;
        let start: TypedFunc<u32, u32> = function(&exports.table, &mut store, start)?;
        let result = start.call(&mut store, argument)?;
        exports.thread_exit.call(&mut store, result)
    }
}

/// Where a thread's data tell of its stack.
const STACK_TOP: u32 = 52;
const STACK_SIZE: u32 = 56;

fn stack_of(memory: &Memory, thread: u32) -> wasmtime::Result<(u32, u32)> {
    Ok((
        memory.word(thread.wrapping_add(STACK_TOP))?,
        memory.word(thread.wrapping_add(STACK_SIZE))?,
    ))
}

fn function<P: WasmParams, R: WasmResults>(
    table: &Table,
    store: &mut Store<Context>,
    slot: u32,
) -> wasmtime::Result<TypedFunc<P, R>> {
    match table.get(&mut *store, u64::from(slot)) {
        Some(Ref::Func(Some(function))) => function.typed(&*store),
        _ => Err(wasmtime::format_err!("slot {slot} of the table is empty")),
    }
}

/// The machine's main thread, which the host drives by calling functions.
pub(crate) struct Main {
    pub(crate) machine: Arc<Machine>,
    store: Store<Context>,
    instance: Instance,
    exports: Exports,
}

impl Main {
    /// The main thread of a machine that has not run yet, or that continues from an image: then
    /// `globals` are the values of the mutable globals, in order.
    pub(crate) fn new(machine: &Arc<Machine>, globals: Option<&[u32]>) -> Result<Self, Ending> {
        let wrap = |error: wasmtime::Error| machine.ending(&error);
        let (store, instance, exports) = machine.instance().map_err(wrap)?;
        let mut main = Self {
            machine: Arc::clone(machine),
            store,
            instance,
            exports,
        };
        match globals {
            Some(values) => main.restore(values).map_err(wrap)?,
            None => main.construct().map_err(wrap)?,
        }
        Ok(main)
    }

    fn construct(&mut self) -> wasmtime::Result<()> {
        let construct: TypedFunc<(), ()> = self
            .instance
            .get_typed_func(&mut self.store, "__wasm_call_ctors")?;
        construct.call(&mut self.store, ())
    }

    fn global(&mut self, number: usize) -> Option<Global> {
        self.instance
            .get_global(&mut self.store, &mutable_global(number))
    }

    fn restore(&mut self, values: &[u32]) -> wasmtime::Result<()> {
        for (number, value) in values.iter().enumerate() {
            let global = self.global(number);
            let global =
                global.ok_or_else(|| wasmtime::format_err!("the image has another global"))?;
            global.set(&mut self.store, Val::I32(value.cast_signed()))?;
        }
        Ok(())
    }

    /// The values of the mutable globals, in order.
    pub(crate) fn globals(&mut self) -> Vec<u32> {
        let mut values = Vec::new();
        while let Some(global) = self.global(values.len()) {
            let value = global.get(&mut self.store);
            values.push(value.i32().unwrap_or(0).cast_unsigned());
        }
        values
    }

    /// Gives the thread a stack of `size` bytes: the one that it is born with is small, and
    /// overflows without a word.
    pub(crate) fn enlarge_stack(&mut self, size: u32) -> Result<(), Ending> {
        let grown = (|| {
            let exports = self.exports.clone();
            let base = exports.allocate.call(&mut self.store, (65_536, size))?;
            let top = base.wrapping_add(size);
            exports.stack_limits.call(&mut self.store, (top, base))?;
            exports.stack_set.call(&mut self.store, top)?;
            let thread = exports.this_thread.call(&mut self.store, ())?;
            let memory = &self.machine.memory;
            memory.set_word(thread.wrapping_add(STACK_TOP), top)?;
            memory.set_word(thread.wrapping_add(STACK_SIZE), size)?;
            wasmtime::Result::Ok(())
        })();
        grown.map_err(|error| self.machine.ending(&error))
    }

    /// What `name` stands for.
    pub(crate) fn symbol(&self, name: &str) -> Result<u32, Ending> {
        let symbol = self.machine.program.symbols.get(name);
        symbol.ok_or_else(|| Ending::Trap(format!("the guest has no symbol {name}")))
    }

    /// The function called `name`.
    pub(crate) fn function<P: WasmParams, R: WasmResults>(
        &mut self,
        name: &str,
    ) -> Result<TypedFunc<P, R>, Ending> {
        let slot = self.symbol(name)?;
        function(&self.exports.table, &mut self.store, slot)
            .map_err(|error| Ending::Trap(format!("{name}: {error:#}")))
    }

    /// Calls a function of the guest.
    pub(crate) fn call<P: WasmParams, R: WasmResults>(
        &mut self,
        function: &TypedFunc<P, R>,
        arguments: P,
    ) -> Result<R, Ending> {
        function
            .call(&mut self.store, arguments)
            .map_err(|error| self.machine.ending(&error))
    }

    /// Memory of the guest's own, `size` bytes of it.
    pub(crate) fn allocate(&mut self, size: u32) -> Result<u32, Ending> {
        let allocate = self.exports.allocate.clone();
        match self.call(&allocate, (16, size))? {
            0 => Err(Ending::Memory),
            at => Ok(at),
        }
    }
}

impl Drop for Main {
    fn drop(&mut self) {
        self.machine.stop();
    }
}
