//! Cyclers, by Brent's way of finding cycles: the run is compared with one configuration of the
//! past, which is replaced whenever its age reaches the next power of two.

use crate::turing::certificate::Certificate;
use crate::turing::machine::Machine;
use crate::turing::run::Run;

/// Looks for a cycle within the first `steps` steps.
pub fn find(machine: &Machine, steps: u64) -> Option<Certificate> {
    let mut run = Run::new(machine);
    let mut mark = run.configuration();
    let (mut place, mut at, mut span) = (run.place(), 0, 1);
    while run.steps() < steps {
        if !run.step() || run.halted() {
            return None;
        }
        let same = run.place() == place
            && run.state() == mark.state()
            && run.read() == mark.tape()[mark.head()];
        let age = run.steps() - at;
        if same && run.configuration() == mark {
            return Some(Certificate::Cycler {
                start: at,
                period: age,
            });
        }
        if age == span {
            mark = run.configuration();
            (place, at) = (run.place(), run.steps());
            span *= 2;
        }
    }
    None
}
