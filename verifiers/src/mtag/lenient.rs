//! The lenient reading.

use super::sheet::Sheet;
use super::spell::Truth;
use super::strict;

/// The states that `text` gives for steps it names in any usual way.
pub(crate) fn states<'t>(truth: &Truth<'_>, text: &'t str) -> Sheet<'t> {
    let mut sheet = strict::states(truth, text);
    sheet.forgive_halt_remark(truth);
    sheet
}

/// The final state that `text` states last.
pub(crate) fn final_state<'t>(_truth: &Truth<'_>, text: &'t str) -> Option<&'t str> {
    strict::final_state(text)
}
