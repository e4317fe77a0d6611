//! A compiled module, ready to be run as often as one likes.

use std::thread;

use wasmtime::{AsContextMut, Instance, InstancePre, Module, Store, Trap};

use crate::SandboxError;
use crate::engine::{THREAD_STACK, TICK};
use crate::host::{self, Stop, World};
use crate::limits::Limits;
use crate::report::{Ending, Report};

/// A module with its world linked to it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Machine {
    pre: InstancePre<World>,
}

impl Machine {
    pub(crate) fn new(module: &Module) -> Result<Self, SandboxError> {
        let pre = host::linker(module)
            .and_then(|linker| linker.instantiate_pre(module))
            .map_err(SandboxError::Engine)?;
        Ok(Self { pre })
    }

    /// A fresh instance in `world`.
    pub(crate) fn start(&self, world: World) -> Result<Running, SandboxError> {
        let limits = world.limits;
        let mut store = Store::new(self.pre.module().engine(), world);
        store.limiter(|world| world);
        allow(&mut store, limits)?;
        let instance = self
            .pre
            .instantiate(&mut store)
            .map_err(SandboxError::Engine)?;
        Ok(Running {
            store,
            instance,
            granted: limits.fuel,
        })
    }
}

/// Fills the tank and winds the clock of the safety net.
fn allow(store: &mut Store<World>, limits: Limits) -> Result<(), SandboxError> {
    store.set_fuel(limits.fuel).map_err(SandboxError::Engine)?;
    let ticks = limits.deadline().as_millis() / TICK.as_millis();
    store.set_epoch_deadline(u64::try_from(ticks).unwrap_or(u64::MAX >> 1));
    Ok(())
}

/// An instance in its world.
pub(crate) struct Running {
    pub(crate) store: Store<World>,
    pub(crate) instance: Instance,
    granted: u64,
}

impl Running {
    /// Has `enter` call into the guest, on a thread whose stack is large enough, and says how that
    /// ended. `Ok` is the guest's own return.
    pub(crate) fn enter<T: Send>(
        &mut self,
        enter: impl FnOnce(&mut Store<World>, Instance) -> wasmtime::Result<T> + Send,
    ) -> Result<Result<T, wasmtime::Error>, SandboxError> {
        let (store, instance) = (&mut self.store, self.instance);
        thread::scope(|scope| {
            thread::Builder::new()
                .name("sandbox-guest".to_owned())
                .stack_size(THREAD_STACK)
                .spawn_scoped(scope, || enter(store, instance))
                .map_err(SandboxError::Thread)?
                .join()
                .map_err(|_| SandboxError::Host)
        })
    }

    /// Gives the instance a new tank, time and streams, for another call.
    pub(crate) fn refill(&mut self, limits: Limits, stdin: Vec<u8>) -> Result<(), SandboxError> {
        let world = self.store.data_mut();
        world.limits = limits;
        (world.stdin, world.read) = (stdin, 0);
        world.stdout.clear();
        world.stderr.clear();
        world.refused = false;
        self.granted = limits.fuel;
        allow(&mut self.store, limits)
    }

    /// What became of the call that ended in `ended`.
    pub(crate) fn report(&mut self, ended: Result<i32, wasmtime::Error>) -> Report {
        let ending = match ended {
            Ok(code) => Ending::Finished(code),
            Err(error) => ending(&error),
        };
        let refused = self.store.data().refused;
        let ending = match ending {
            Ending::Finished(code) if code != 0 && refused => Ending::OutOfMemory,
            Ending::Trap(_) if refused => Ending::OutOfMemory,
            other => other,
        };
        let left = self.store.get_fuel().unwrap_or(0);
        let memory = self
            .instance
            .get_memory(self.store.as_context_mut(), "memory");
        let memory = memory.map_or(0, |memory| memory.data_size(&self.store) as u64);
        let world = self.store.data_mut();
        Report {
            ending,
            stdout: std::mem::take(&mut world.stdout),
            stderr: std::mem::take(&mut world.stderr),
            fuel: self.granted - left,
            memory,
        }
    }
}

/// How a guest ended that did not return.
fn ending(error: &wasmtime::Error) -> Ending {
    if let Some(stop) = error.downcast_ref::<Stop>() {
        return match stop {
            Stop::Exit(code) => Ending::Finished(*code),
            Stop::Output => Ending::OutputLimit,
            Stop::Fuel => Ending::OutOfFuel,
            Stop::Machine(what) => Ending::Machine(what.as_str().into()),
            Stop::Ready => Ending::Trap("it came to rest".into()),
        };
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => Ending::OutOfFuel,
        Some(Trap::Interrupt) => Ending::Deadline,
        Some(trap) => Ending::Trap(trap.to_string().into()),
        None => Ending::Machine(format!("{error:#}").into()),
    }
}
