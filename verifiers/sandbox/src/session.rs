//! An interpreter that is entered more than once.

use std::fmt;

use crate::SandboxError;
use crate::limits::Limits;
use crate::machine::Running;
use crate::python::{self, Mode};
use crate::report::{Ending, Report};

/// A Python interpreter in which code is carried out piece by piece. What one piece defines, the
/// next one finds; each has its own input, output and limits.
///
/// A piece that raises, exits or runs into a limit ends the session: a half-done state is not gone
/// on with. The memory limit holds for the session as a whole, since memory never shrinks.
pub struct Session {
    running: Running,
    ended: bool,
}

impl Session {
    pub(crate) fn new(running: Running) -> Self {
        Self {
            running,
            ended: false,
        }
    }

    /// Carries `source` out in the module `__main__`, with `stdin` on standard input. A piece that
    /// ends well gives [`Ending::Finished`]`(0)`.
    ///
    /// # Errors
    /// [`SandboxError::Ended`] after the session has ended.
    pub fn call(
        &mut self,
        source: &[u8],
        stdin: &[u8],
        limits: Limits,
    ) -> Result<Report, SandboxError> {
        if self.ended {
            return Err(SandboxError::Ended);
        }
        self.ended = true;
        let stream = python::stream(Mode::Call, source, stdin);
        self.running.refill(limits, stream)?;
        let (report, returned) = python::enter_again(&mut self.running)?;
        self.ended = !returned || report.ending != Ending::Finished(0);
        Ok(report)
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        self.ended
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}
