//! Python plugins, in the installed CPython.

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer};
use serde_json::json;
use serde_json::value::RawValue;
use tribunal_generators::Stream;
use tribunal_sandbox::{Ending, Guest, Job, Report, SandboxError};

use super::{Described, Driver, LIMITS, Made, Ruled, VERSION, Wish, machine};
use crate::draft::LARGEST_ITEM;
use crate::fault::Fault;

/// What runs in the interpreter before the plugin does.
const RUNTIME: &str = concat!(
    include_str!("../runtime/stream.py"),
    "\n\n",
    include_str!("../runtime/run.py")
);

/// Bytes of each stream that are worked out here, whole blocks of 64: Python would take a hundred
/// times as long. Few items draw more, and those work out the rest themselves.
const HEAD: usize = 256;

/// A Python file.
#[derive(Debug)]
pub(crate) struct PythonDriver {
    file: String,
    source: Arc<[u8]>,
    /// Where `generate` and `verify` begin, learned when it is needed.
    described: OnceLock<Option<Described>>,
}

/// One line that the runtime writes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    #[serde(borrow, default, deserialize_with = "given")]
    item: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "given")]
    verdict: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "given")]
    task: Option<&'a RawValue>,
    #[serde(default)]
    functions: Option<std::collections::BTreeMap<String, u32>>,
    #[serde(default)]
    refused: Option<String>,
    #[serde(default)]
    error: Option<Fault>,
    #[serde(default)]
    broken: Option<Fault>,
    #[serde(default)]
    test: Option<String>,
}

/// A value that was given, and be it `null`: that is for others to find fault with.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// What a request ended in.
struct Reply {
    report: Report,
}

impl Reply {
    /// The lines that were written whole.
    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let written = &self.report.stdout;
        let whole = written.iter().rposition(|&byte| byte == b'\n').unwrap_or(0);
        written[..whole]
            .split(|&byte| byte == b'\n')
            .filter(|line| !line.is_empty())
    }
}

impl PythonDriver {
    pub(crate) fn new(file: &str, source: &Arc<[u8]>) -> Self {
        Self {
            file: file.to_owned(),
            source: Arc::clone(source),
            described: OnceLock::new(),
        }
    }

    /// Has the runtime do what `request` says. `seed` feeds Python's own random numbers, which a
    /// plugin is not to use.
    fn ask(
        &self,
        mut request: serde_json::Value,
        payload: &[u8],
        seed: u64,
    ) -> Result<Reply, SandboxError> {
        request["file"] = json!(self.file);
        request["source"] = json!(self.source.len());
        request["most"] = json!(LARGEST_ITEM + 64);
        let mut stdin = format!("{request}\n").into_bytes();
        stdin.extend_from_slice(&self.source);
        stdin.extend_from_slice(payload);
        let job = Job {
            source: RUNTIME.as_bytes(),
            stdin: &stdin,
            limits: LIMITS,
            seed,
        };
        let report = Guest::installed(tribunal_sandbox::Kind::Python)?.run(&job)?;
        if let Ending::Machine(what) = &report.ending {
            return Err(machine(what.to_string()));
        }
        Ok(Reply { report })
    }

    /// What is read of the reply to `count` requests to `function`: one result at least.
    fn results<T>(
        &self,
        reply: &Reply,
        function: &str,
        count: usize,
        read: impl Fn(Line<'_>) -> Option<T>,
        fault: impl Fn(Fault) -> T,
    ) -> Result<Vec<T>, SandboxError> {
        let strange = |what: &str| Fault::inside(function, what);
        let mut results = Vec::with_capacity(count);
        for line in reply.lines() {
            let line: Option<Line<'_>> = serde_json::from_slice(line).ok();
            let result = match line {
                Some(Line {
                    broken: Some(broken),
                    ..
                }) => Some(fault(broken)),
                Some(Line {
                    error: Some(error), ..
                }) => Some(fault(error)),
                Some(line) => read(line),
                None => None,
            };
            match result {
                Some(result) if results.len() < count => results.push(result),
                // Somebody else wrote; nothing of this is to be believed.
                _ => {
                    let what = "something besides the results was written to the result channel";
                    return Ok(vec![fault(strange(what))]);
                }
            }
        }
        if results.is_empty() {
            results.push(fault(self.cut(&reply.report, function)?));
        }
        Ok(results)
    }

    /// The fault of a plugin whose interpreter ended before the first result.
    fn cut(&self, report: &Report, function: &str) -> Result<Fault, SandboxError> {
        let what = match &report.ending {
            Ending::Deadline => {
                return Err(machine(
                    "it took too long; nothing can be concluded from that",
                ));
            }
            Ending::OutOfFuel => format!(
                "out of fuel: more than {} thousand million instructions",
                LIMITS.fuel / 1_000_000_000
            ),
            Ending::OutOfMemory => {
                format!("out of memory: more than {} MiB", LIMITS.memory >> 20)
            }
            Ending::Finished(code) => format!("the interpreter was ended (exit code {code})"),
            other => other.to_string(),
        };
        Ok(Fault {
            line: self.begins(function),
            inside: Some(function.to_owned()),
            what,
        })
    }

    /// The line at which `function` begins.
    fn begins(&self, function: &str) -> Option<u32> {
        // Asked while describing it would ask itself.
        if function == "describe" {
            return None;
        }
        let described = self
            .described
            .get_or_init(|| self.describe().ok().and_then(Result::ok));
        described.as_ref()?.functions.get(function).copied()
    }
}

impl Driver for PythonDriver {
    fn describe(&self) -> Result<Result<Described, Fault>, SandboxError> {
        let reply = self.ask(json!({"do": "describe"}), &[], 0)?;
        let mut found = self.results(
            &reply,
            "describe",
            1,
            |line| {
                Some(Ok(Described {
                    task: line.task?.get().to_owned(),
                    functions: line.functions?,
                }))
            },
            |mut fault| {
                fault.inside = fault.inside.filter(|inside| inside != "describe");
                Err(fault)
            },
        )?;
        Ok(found.swap_remove(0))
    }

    fn generate(&self, wish: Wish<'_>, keys: &[[u8; 32]]) -> Result<Vec<Made>, SandboxError> {
        let mut payload = Vec::with_capacity(keys.len() * (32 + HEAD));
        for key in keys {
            payload.extend_from_slice(key);
            let mut stream = Stream::from_key(*key);
            for _ in 0..HEAD / 8 {
                payload.extend_from_slice(&stream.bits().to_le_bytes());
            }
        }
        let request = json!({
            "do": "generate", "count": keys.len(), "head": HEAD,
            "variation": wish.variation, "params": wish.params,
        });
        let mut seed = [0; 8];
        seed.copy_from_slice(&keys[0][..8]);
        let reply = self.ask(request, &payload, u64::from_le_bytes(seed))?;
        self.results(
            &reply,
            "generate",
            keys.len(),
            |line| match (line.item, line.refused) {
                (Some(item), None) => Some(Made::Item(item.get().to_owned())),
                (None, Some(reason)) => Some(Made::Refused(reason)),
                _ => None,
            },
            Made::Fault,
        )
    }

    fn verify(&self, pairs: &[(&str, &str)]) -> Result<Vec<Ruled>, SandboxError> {
        let payload = json!(pairs).to_string();
        let reply = self.ask(json!({"do": "verify"}), payload.as_bytes(), 0)?;
        self.results(
            &reply,
            "verify",
            pairs.len(),
            |line| Some(Ok(line.verdict?.get().to_owned())),
            Err,
        )
    }

    fn test(&self, names: &[String]) -> Result<Vec<(String, Fault)>, SandboxError> {
        let mut failed = Vec::new();
        // Each alone: an endless loop in one is to say nothing about the next.
        for name in names {
            let request = json!({"do": "test", "tests": [name]});
            let reply = self.ask(request, &[], 0)?;
            let results = self.results(&reply, name, 1, |line| line.test.map(|_| None), Some)?;
            failed.extend(
                results
                    .into_iter()
                    .flatten()
                    .map(|fault| (name.clone(), fault)),
            );
        }
        Ok(failed)
    }

    fn version(&self) -> String {
        let runtime = blake3::hash(RUNTIME.as_bytes()).to_hex();
        let guest = tribunal_sandbox::Kind::Python.version();
        format!("plugin-{VERSION}-python-{guest}-{}", &runtime[..8])
    }
}

// The limits of a batch are those of one item.
const _: () = assert!(LIMITS.stdout > (LARGEST_ITEM as u64 + 64) * 2);
