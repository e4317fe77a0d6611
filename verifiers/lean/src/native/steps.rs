//! The steps of a judgement, each in a child of its own.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tribunal_verifiers::lean::LeanPolicy;

use super::Native;
use super::census::Census;
use super::child::{Child, Trouble};
use super::confine::Allowance as Walls;
use super::kernel::{Form, NativeKernel};
use super::library::Library;
use super::session::{self, Elaborated, Imported};
use crate::chamber::{Steps, Stop, accepted, broke_off, micros};
use crate::guest::machine::Allowance;
use crate::judgement::compare::same_constants;
use crate::judgement::reach::{Reached, reach};
use crate::judgement::replay::{Builder, Replayed, replay};
use crate::readout::constants::{Constant, Kind};
use crate::readout::terms::{Name, NameId};
use crate::readout::{Layout, Readout, walk_as};
use crate::ruling::{Doubt, Limits, Timings};

/// Lean's library with what was imported.
pub(super) struct NativeSteps {
    native: Native,
    /// When the worker began: children are given time by the clock, and each of their processors.
    began: Instant,
    library: Library,
    imported: Vec<(Vec<String>, Imported)>,
    /// What is known of each set of imports, in the same order.
    known: Vec<Census>,
    /// How many names were made in the worker, which keeps them.
    made: usize,
    /// How the kernel is called.
    form: Form,
}

/// After so many names made, the worker is replaced.
const MOST_MADE: usize = 1 << 20;

impl NativeSteps {
    /// Loads the library, imports what is to be there from the beginning, and tries it out.
    ///
    /// # Errors
    /// What is missing or not as it should be.
    pub(super) fn open(native: Native) -> Result<Self, String> {
        let library = Library::open(&native.toolchain.library)?;
        session::start(&library, &native)?;
        let preload = native.preload.clone();
        let mut steps = Self {
            native,
            began: Instant::now(),
            library,
            imported: Vec::new(),
            known: Vec::new(),
            made: 0,
            form: Form::Depth,
        };
        // A call that does not fit ends the child that makes it, and nothing else.
        if let Err(reason) = steps.try_out() {
            steps.form = Form::Plain;
            steps.try_out().map_err(|_| reason)?;
        }
        if !preload.is_empty() {
            steps.import(&preload)?;
        }
        Ok(steps)
    }

    /// The place of what was imported.
    fn import(&mut self, modules: &[String]) -> Result<usize, String> {
        if let Some(place) = self.imported.iter().position(|(known, _)| known == modules) {
            return Ok(place);
        }
        let imported = session::import(&self.library, modules)
            .map_err(|ending| format!("`{}` can't be imported: {ending}", modules.join("`, `")))?;
        self.imported.push((modules.to_vec(), imported));
        self.known.push(Census::default());
        Ok(self.imported.len() - 1)
    }

    fn imports(&mut self, policy: &LeanPolicy) -> Result<(usize, Imported), Stop> {
        let place = self.import(&policy.imports);
        let place = place.map_err(|reason| Stop::Undecided(Doubt::Judge, reason))?;
        Ok((place, self.imported[place].1))
    }

    fn walls(&self, allowance: Allowance) -> Walls {
        Walls {
            memory: allowance.memory,
            time: allowance.deadline.saturating_sub(self.now()),
            unsandboxed: self.native.unsandboxed,
            by_worker: true,
        }
    }

    /// Has this Lean take a proof and refuse what is none: so a version whose functions take
    /// other things than is thought, or a system where children can't be confined, is known
    /// before anything is judged.
    fn try_out(&mut self) -> Result<(), String> {
        const FILE: &str = "set_option autoImplicit false
inductive Same.{u} {α : Sort u} : α → α → Prop where
  | refl (a : α) : Same a a
inductive Count where
  | zero : Count
  | succ : Count → Count
theorem goal (n : Count) : Same (Count.succ n) (Count.succ n) := Same.refl (Count.succ n)
";
        let policy = LeanPolicy {
            imports: Vec::new(),
            ..LeanPolicy::default()
        };
        let limits = Limits::default();
        let allowance = Allowance {
            memory: u64::from(limits.memory_mib) << 20,
            deadline: self.now() + Duration::from_millis(limits.milliseconds),
        };
        let odd = |what: &str| format!("this Lean does not do as it should: {what}");
        let stopped = |stop: Stop| match stop {
            Stop::Incorrect(why) => odd(&why),
            Stop::Undecided(_, why) => why,
        };
        let read = self.read(FILE, &policy, allowance, &mut Timings::default());
        let (mut readout, errors) = read.map_err(stopped)?;
        if let Some(error) = errors.first() {
            return Err(odd(error));
        }
        let goal = readout.terms.find_name("goal");
        let goal = goal.and_then(|name| readout.get(name)).cloned();
        let goal = goal.ok_or_else(|| odd("a theorem is missing"))?;
        let reached = reach(&readout, goal.name).map_err(|error| odd(&error.to_string()))?;
        let fresh = self.replay(&readout, &reached, &policy, allowance, true);
        let fresh = fresh.map_err(stopped)?.unwrap_or_default();
        same_constants(&readout, &fresh, reached.constants.iter().copied())
            .map_err(|difference| odd(&format!("`{}` changes", difference.constant)))?;
        // A theorem proved by its own statement.
        let broken = Name::Text(NameId::ANONYMOUS, "broken".into());
        let name = readout.terms.add_name(broken);
        let broken = Constant {
            name,
            kind: Kind::Theorem { value: goal.ty },
            ..goal
        };
        readout.insert(broken);
        let reached = reach(&readout, name).map_err(|error| odd(&error.to_string()))?;
        match self.replay(&readout, &reached, &policy, allowance, false) {
            Err(Stop::Incorrect(_)) => Ok(()),
            Err(stop) => Err(stopped(stop)),
            Ok(_) => Err(odd("its kernel takes what is no proof")),
        }
    }
}

/// How a child that gives no report is judged.
fn troubled(step: &str, trouble: Trouble) -> Stop {
    match trouble {
        Trouble::Ended(ending) => broke_off(step, &ending),
        Trouble::Unconfined(reason) => Stop::Undecided(
            Doubt::Judge,
            format!(
                "no process could be confined: {reason}; --allow-unsandboxed judges without, \
                 for files that are trusted to do no harm"
            ),
        ),
    }
}

fn no_process(error: &std::io::Error) -> Trouble {
    Trouble::Unconfined(error.to_string())
}

impl Steps for NativeSteps {
    fn version(&self) -> String {
        self.native.version()
    }

    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    fn is_clean(&mut self) -> bool {
        // Children end with their steps.
        self.made < MOST_MADE
    }

    fn read(
        &mut self,
        text: &str,
        policy: &LeanPolicy,
        allowance: Allowance,
        timings: &mut Timings,
    ) -> Result<(Readout, Vec<String>), Stop> {
        const STEP: &str = "elaborating the file";
        let (_, imported) = self.imports(policy)?;
        let begin = Instant::now();
        let library = &self.library;
        let work =
            || session::elaborate(library, imported, text).map_err(|ending| ending.to_string());
        let forked = Child::fork(&self.walls(allowance), work);
        let forked = forked.map_err(|error| no_process(&error));
        let mut child = forked.map_err(|trouble| troubled(STEP, trouble))?;
        let report: Result<Result<Elaborated, String>, Trouble> =
            child.report(self.began + allowance.deadline);
        timings.elaborate_us = micros(begin);
        let Elaborated { kernel, errors } = report
            .map_err(|trouble| troubled(STEP, trouble))?
            .map_err(|why| Stop::Undecided(Doubt::Crash, format!("Lean broke off: {why}")))?;
        let begin = Instant::now();
        let readout = walk_as(&child.memory(), kernel, Layout::Wide)?;
        timings.read_us = micros(begin);
        Ok((readout, errors))
    }

    fn library_axioms(
        &mut self,
        submission: &Readout,
        reached: &Reached,
        policy: &LeanPolicy,
    ) -> Result<BTreeSet<String>, Stop> {
        let (place, imported) = self.imports(policy)?;
        self.made += reached.library.len();
        let mut count = || {
            let mut names = Vec::new();
            let mut kernel = NativeKernel {
                library: &self.library,
                form: self.form,
            };
            let mut builder = Builder::new(&mut kernel, submission);
            for name in &reached.library {
                names.push(builder.name(*name)?);
            }
            self.known[place].axioms(&self.library, imported.kernel, &names)
        };
        count().map_err(|ending| broke_off("looking for axioms", &ending))
    }

    fn replay(
        &mut self,
        submission: &Readout,
        reached: &Reached,
        policy: &LeanPolicy,
        allowance: Allowance,
        derive: bool,
    ) -> Result<Option<Readout>, Stop> {
        const STEP: &str = "checking the proof again";
        let (_, imported) = self.imports(policy)?;
        let mut kernel = NativeKernel {
            library: &self.library,
            form: self.form,
        };
        let work = || {
            replay(&mut kernel, imported.kernel, submission, reached)
                .map_err(|ending| ending.to_string())
        };
        let forked = Child::fork(&self.walls(allowance), work);
        let forked = forked.map_err(|error| no_process(&error));
        let mut child = forked.map_err(|trouble| troubled(STEP, trouble))?;
        let report: Result<Result<Replayed<usize>, String>, Trouble> =
            child.report(self.began + allowance.deadline);
        let replayed = report
            .map_err(|trouble| troubled(STEP, trouble))?
            .map_err(|why| Stop::Undecided(Doubt::Crash, format!("Lean broke off: {why}")))?;
        let environment = accepted(replayed)?;
        if !derive {
            return Ok(None);
        }
        let fresh = walk_as(&child.memory(), environment as u64, Layout::Wide)?;
        Ok(Some(fresh))
    }
}
