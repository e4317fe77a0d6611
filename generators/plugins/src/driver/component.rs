//! Plugins that are WebAssembly components of the world in `wit/task.wit`.
//!
//! Instead of generated bindings the six functions are looked up by name: the world is small, and
//! its texts are the contract's JSON.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::thread;

use tribunal_generators::Stream;
use tribunal_sandbox::engine::{THREAD_STACK, TICK, engine};
use tribunal_sandbox::{SandboxError, guest, home};
use wasmtime::component::{Component, Instance, InstancePre, Linker};
use wasmtime::{Store, StoreLimits, StoreLimitsBuilder, Trap};

use super::{Described, Driver, LIMITS, Made, Ruled, VERSION, Wish, machine, too_large};
use crate::draft::LARGEST_ITEM;
use crate::fault::Fault;

/// The interface that a component may import, and the only one.
const RANDOM: &str = "tribunal:plugin/random@1.0.0";

/// A component.
#[derive(Debug)]
pub(crate) struct ComponentDriver {
    bytes: Arc<[u8]>,
    loaded: OnceLock<Result<InstancePreOf, Fault>>,
}

/// Wasmtime's own type is no `Debug`.
#[derive(Clone)]
struct InstancePreOf(InstancePre<Host>);

impl std::fmt::Debug for InstancePreOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("component")
    }
}

/// What the functions that a component imports work on.
struct Host {
    stream: Stream,
    limits: StoreLimits,
}

/// How a call failed: by the component's fault, or by the machine's.
enum Failure {
    Fault(String),
    Machine(String),
}

/// A component that has just been started.
struct Started {
    store: Store<Host>,
    instance: Instance,
}

impl ComponentDriver {
    pub(crate) fn new(bytes: &Arc<[u8]>) -> Self {
        Self {
            bytes: Arc::clone(bytes),
            loaded: OnceLock::new(),
        }
    }

    /// The component, compiled and linked; a fault if it is none of this world.
    fn loaded(&self) -> Result<Result<InstancePreOf, Fault>, SandboxError> {
        if let Some(loaded) = self.loaded.get() {
            return Ok(loaded.clone());
        }
        let folder = home().ok_or(SandboxError::NoHome)?;
        let mut invalid = None;
        let compiled =
            guest::cache(&folder).component(engine(), &blake3::hash(&self.bytes), || {
                engine().precompile_component(&self.bytes).map_err(|error| {
                    invalid = Some(format!("{error:#}"));
                    tribunal_sandbox::compiled::CompileError::Module(error)
                })
            });
        let component = match (compiled, invalid) {
            (Ok(component), _) => Ok(component),
            (Err(_), Some(invalid)) => Err(format!("it is no component that compiles: {invalid}")),
            (Err(error), None) => return Err(error.into()),
        };
        let loaded = component
            .and_then(|component| link(&component))
            .map(InstancePreOf)
            .map_err(|what| Fault {
                line: None,
                inside: None,
                what,
            });
        Ok(self.loaded.get_or_init(|| loaded).clone())
    }

    /// Has `work` use fresh instances, on a thread whose stack is large enough.
    fn with<T: Send>(
        &self,
        work: impl FnOnce(&InstancePre<Host>) -> Result<T, SandboxError> + Send,
        fault: impl FnOnce(Fault) -> T,
    ) -> Result<T, SandboxError> {
        let pre = match self.loaded()? {
            Ok(InstancePreOf(pre)) => pre,
            Err(broken) => return Ok(fault(broken)),
        };
        thread::scope(|scope| {
            thread::Builder::new()
                .name("plugin".to_owned())
                .stack_size(THREAD_STACK)
                .spawn_scoped(scope, || work(&pre))
                .map_err(SandboxError::Thread)?
                .join()
                .map_err(|_| SandboxError::Host)?
        })
    }
}

/// Looks at what the component imports and exports, and links it.
fn link(component: &Component) -> Result<InstancePre<Host>, String> {
    let types = component.component_type();
    let strange: Vec<String> = types
        .imports(engine())
        .map(|(name, _)| name.to_owned())
        .filter(|name| name != RANDOM)
        .collect();
    if !strange.is_empty() {
        return Err(format!(
            "it imports {}, but a plugin may import {RANDOM} and nothing else; build it with WASI \
             stubbed out",
            strange.join(", ")
        ));
    }
    let mut linker = Linker::<Host>::new(engine());
    random(&mut linker)
        .and_then(|()| linker.instantiate_pre(component))
        .map_err(|error| format!("it is no component of the world tribunal:plugin/task: {error:#}"))
}

fn random(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    let mut random = linker.instance(RANDOM)?;
    random.func_wrap("bits", |mut store, (): ()| {
        Ok((store.data_mut().stream.bits(),))
    })?;
    random.func_wrap("below", |mut store, (n,): (u64,)| {
        Ok((store.data_mut().stream.below(n),))
    })?;
    random.func_wrap("range", |mut store, (low, high): (i64, i64)| {
        Ok((store.data_mut().stream.range(low, high),))
    })?;
    random.func_wrap(
        "chance",
        |mut store, (numerator, denominator): (u64, u64)| {
            Ok((store.data_mut().stream.chance(numerator, denominator),))
        },
    )
}

impl Started {
    fn new(pre: &InstancePre<Host>) -> Result<Self, Failure> {
        let memory = usize::try_from(LIMITS.memory).unwrap_or(usize::MAX);
        let limits = StoreLimitsBuilder::new()
            .memory_size(memory)
            .table_elements(1 << 20)
            .instances(100)
            .tables(100)
            .memories(4)
            .build();
        let host = Host {
            stream: Stream::from_key([0; 32]),
            limits,
        };
        let mut store = Store::new(engine(), host);
        store.limiter(|host| &mut host.limits);
        allow(&mut store)?;
        let instance = pre
            .instantiate(&mut store)
            .map_err(|error| failure(&error))?;
        Ok(Self { store, instance })
    }

    /// Calls a function with fuel and time of its own.
    fn call<P, R>(&mut self, name: &str, params: P) -> Result<R, Failure>
    where
        P: wasmtime::component::ComponentNamedList + wasmtime::component::Lower,
        R: wasmtime::component::ComponentNamedList + wasmtime::component::Lift + Send + 'static,
    {
        let function = self
            .instance
            .get_typed_func::<P, R>(&mut self.store, name)
            .map_err(|error| Failure::Fault(format!("the export `{name}`: {error:#}")))?;
        allow(&mut self.store)?;
        function
            .call(&mut self.store, params)
            .map_err(|error| failure(&error))
    }
}

fn allow(store: &mut Store<Host>) -> Result<(), Failure> {
    store
        .set_fuel(LIMITS.fuel)
        .map_err(|error| failure(&error))?;
    let ticks = LIMITS.deadline().as_millis() / TICK.as_millis();
    store.set_epoch_deadline(u64::try_from(ticks).unwrap_or(u64::MAX >> 1));
    Ok(())
}

fn failure(error: &wasmtime::Error) -> Failure {
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => Failure::Fault(format!(
            "out of fuel: more than {} thousand million instructions",
            LIMITS.fuel / 1_000_000_000
        )),
        Some(Trap::Interrupt) => {
            Failure::Machine("it took too long; nothing can be concluded from that".to_owned())
        }
        Some(trap) => Failure::Fault(format!("crashed: {trap}")),
        None => Failure::Fault(format!("{error:#}")),
    }
}

impl Failure {
    /// The fault in `function`, unless the machine is at fault.
    fn fault(self, function: &str) -> Result<Fault, SandboxError> {
        match self {
            Self::Fault(what) => Ok(Fault::inside(function, what)),
            Self::Machine(what) => Err(machine(what)),
        }
    }
}

/// Carries out one piece of work after another in one instance, until one fails. The first result
/// is always there.
fn batch<I, T>(
    pre: &InstancePre<Host>,
    function: &str,
    items: impl IntoIterator<Item = I>,
    mut one: impl FnMut(&mut Started, I) -> Result<T, Failure>,
    fault: impl Fn(Fault) -> T,
) -> Result<Vec<T>, SandboxError> {
    let mut results = Vec::new();
    let mut started = match Started::new(pre) {
        Ok(started) => started,
        Err(failure) => return Ok(vec![fault(failure.fault(function)?)]),
    };
    for item in items {
        match one(&mut started, item) {
            Ok(result) => results.push(result),
            // Whether it fails by itself is to be seen in an instance of its own.
            Err(_) if !results.is_empty() => break,
            Err(failure) => {
                results.push(fault(failure.fault(function)?));
                break;
            }
        }
    }
    Ok(results)
}

/// A text that the component gave, if it is not too long.
fn fitting(text: String) -> Result<String, Failure> {
    if text.len() > LARGEST_ITEM {
        return Err(Failure::Fault(too_large(text.len())));
    }
    Ok(text)
}

impl Driver for ComponentDriver {
    fn describe(&self) -> Result<Result<Described, Fault>, SandboxError> {
        self.with(
            |pre| {
                let described = Started::new(pre)
                    .and_then(|mut started| started.call::<(), (String,)>("describe", ()))
                    .and_then(|(task,)| fitting(task));
                Ok(match described {
                    Ok(task) => Ok(Described {
                        task,
                        functions: BTreeMap::new(),
                    }),
                    Err(failure) => Err(failure.fault("describe")?),
                })
            },
            Err,
        )
    }

    fn generate(&self, wish: Wish<'_>, keys: &[[u8; 32]]) -> Result<Vec<Made>, SandboxError> {
        let one = |started: &mut Started, key: &[u8; 32]| {
            started.store.data_mut().stream = Stream::from_key(*key);
            let (made,) = started
                .call::<_, (Result<String, String>,)>("generate", (wish.variation, wish.params))?;
            Ok(match made {
                Ok(item) => Made::Item(fitting(item)?),
                Err(reason) => Made::Refused(fitting(reason)?),
            })
        };
        self.with(
            |pre| batch(pre, "generate", keys, one, Made::Fault),
            |fault| vec![Made::Fault(fault)],
        )
    }

    fn verify(&self, pairs: &[(&str, &str)]) -> Result<Vec<Ruled>, SandboxError> {
        let one = |started: &mut Started, &(item, answer): &(&str, &str)| {
            // A verdict hangs on no chance: whoever draws here draws the same every time.
            started.store.data_mut().stream = Stream::from_key([0; 32]);
            let (ruled,) =
                started.call::<_, (Result<String, String>,)>("verify", (item, answer))?;
            Ok(match ruled {
                Ok(verdict) => Ok(fitting(verdict)?),
                Err(what) => Err(Fault::inside("verify", fitting(what)?)),
            })
        };
        self.with(
            |pre| batch(pre, "verify", pairs, one, Err),
            |fault| vec![Err(fault)],
        )
    }

    /// A component's tests are its author's, in its own language.
    fn test(&self, _: &[String]) -> Result<Vec<(String, Fault)>, SandboxError> {
        Ok(Vec::new())
    }

    fn version(&self) -> String {
        format!("plugin-{VERSION}-component")
    }
}
