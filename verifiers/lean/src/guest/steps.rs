//! The steps of a judgement, each in a guest of its own.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tribunal_verifiers::lean::LeanPolicy;

use super::kernel::GuestKernel;
use super::machine::{Allowance, Machine, Program};
use super::{Elaborated, Session};
use crate::chamber::{Steps, Stop, VERSION, accepted, broke_off, micros};
use crate::install::{InstallError, Installation, OpenImage, PACKAGE};
use crate::judgement::reach::Reached;
use crate::judgement::replay::replay;
use crate::readout::{Readout, walk};
use crate::ruling::{Doubt, Timings};

/// How long the threads of a guest may take to end.
const PATIENCE: Duration = Duration::from_secs(2);

/// What decides a judgement besides the case: this judge and the guest.
pub(crate) fn version() -> String {
    let sha = &PACKAGE.sha256[..12];
    format!("lean-wasm/{VERSION} {} sha256:{sha}", PACKAGE.title())
}

/// A loaded guest.
pub(crate) struct GuestSteps {
    installation: Installation,
    program: Arc<Program>,
    images: Vec<OpenImage>,
    /// Machines whose threads have been told to end.
    ending: Vec<Arc<Machine>>,
}

impl GuestSteps {
    /// Loads the guest installed in `folder`.
    pub(crate) fn open(folder: &Path) -> Result<Self, InstallError> {
        let installation = Installation::find(folder)?;
        let program = installation.program()?;
        Ok(Self {
            installation,
            program,
            images: Vec::new(),
            ending: Vec::new(),
        })
    }

    fn session(&mut self, policy: &LeanPolicy, allowance: Allowance) -> Result<Session, Stop> {
        let failed =
            |error: &dyn std::fmt::Display| Stop::Undecided(Doubt::Judge, error.to_string());
        let known = |open: &OpenImage| open.image.imports == policy.imports;
        let place = match self.images.iter().position(known) {
            Some(place) => place,
            None => {
                let image = self.installation.image(&self.program, &policy.imports);
                self.images.push(image.map_err(|error| failed(&error))?);
                self.images.len() - 1
            }
        };
        let open = &self.images[place];
        let session = Session::restore(&self.program, &open.image, &open.file, allowance);
        let session = session.map_err(|ending| failed(&ending))?;
        self.ending.push(Arc::clone(&session.main.machine));
        Ok(session)
    }
}

impl Steps for GuestSteps {
    fn version(&self) -> String {
        version()
    }

    /// Whether the threads of all guests but the last few have ended.
    fn now(&self) -> Duration {
        self.program.clock.now()
    }

    fn is_clean(&mut self) -> bool {
        let begin = Instant::now();
        loop {
            self.ending.retain(|machine| !machine.is_idle());
            if self.ending.len() <= 2 {
                return true;
            }
            if begin.elapsed() > PATIENCE {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn read(
        &mut self,
        text: &str,
        policy: &LeanPolicy,
        allowance: Allowance,
        timings: &mut Timings,
    ) -> Result<(Readout, Vec<String>), Stop> {
        let begin = Instant::now();
        let mut session = self.session(policy, allowance)?;
        let elaborated = session.elaborate(text);
        timings.elaborate_us = micros(begin);
        let Elaborated { kernel, errors } =
            elaborated.map_err(|ending| broke_off("elaborating the file", &ending))?;
        let begin = Instant::now();
        let readout = walk(&session.main.machine.memory, kernel)?;
        timings.read_us = micros(begin);
        Ok((readout, errors))
    }

    fn replay(
        &mut self,
        submission: &Readout,
        reached: &Reached,
        policy: &LeanPolicy,
        allowance: Allowance,
        derive: bool,
    ) -> Result<Option<Readout>, Stop> {
        let mut session = self.session(policy, allowance)?;
        let environment = session.kernel;
        let replayed = GuestKernel::new(&mut session.main)
            .and_then(|mut kernel| replay(&mut kernel, environment, submission, reached))
            .map_err(|ending| broke_off("checking the proof again", &ending))?;
        let environment = accepted(replayed)?;
        if !derive {
            return Ok(None);
        }
        Ok(Some(walk(&session.main.machine.memory, environment)?))
    }
}
