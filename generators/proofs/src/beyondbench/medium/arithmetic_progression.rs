//! `beyondbench.medium.arithmetic_progression`: the only line through all terms goes on with their
//! constant difference.

use super::terms;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.arithmetic_progression",
    method: "constant differences",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let shown = terms::terms(question, 2)?;
    terms::confirm_only(question, terms::polynomial(&shown, 1))
}
