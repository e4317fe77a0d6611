//! What judges answers that have to be run, behind one trait.
//!
//! The verifiers say by [`Check::needs_court`](tribunal_verifiers::Check::needs_court) which
//! answers they can't decide by reading; [`court`] gives whoever runs those.

use std::sync::Arc;

use tribunal_verifiers::{Court, NoCourt};

/// The court of this installation. Cheap: guests are loaded when the first answer needs them.
pub fn court() -> Arc<dyn Court> {
    Arc::new(NoCourt)
}
