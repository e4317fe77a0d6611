//! How many items a gate needs, before anything is asked.

use serde::Serialize;
use tribunal_stats::{Design, Sides, Spread, StatsError, minimum_detectable, needed_items};

use crate::file::GateFile;

/// What a gate's size promises.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Needed {
    /// The share of items on which equally good models are expected to differ.
    pub discordance: f64,
    /// Items a side at which a fixed test passes an equally good candidate with the wanted power.
    #[serde(rename = "needed")]
    pub items: u64,
    /// The most items that the file allows.
    pub most: u64,
    /// The margin that so many items would be enough for; `None` when none would.
    pub margin_at_most: Option<f64>,
}

impl Needed {
    /// Reckons for `file`; `discordance` measured on earlier runs replaces the file's.
    ///
    /// # Errors
    /// [`StatsError`] for a margin of 0, which no number of items proves, or a discordance below
    /// the margin.
    pub fn new(file: &GateFile, discordance: Option<f64>) -> Result<Self, StatsError> {
        let endpoint = &file.endpoint;
        let discordance = discordance
            .unwrap_or(file.items.discordance)
            .max(endpoint.margin);
        let design = Design::new(endpoint.alpha, endpoint.power, Sides::One, 1.0)?;
        // An equally good candidate's difference is 0, so its variance is the discordance itself.
        let spread = Spread::Sd(discordance.sqrt());
        Ok(Self {
            discordance,
            items: needed_items(endpoint.margin, spread, design)?,
            most: file.most_items(),
            margin_at_most: minimum_detectable(file.most_items(), spread, design)?,
        })
    }

    /// Whether the allowed items suffice.
    pub fn suffices(&self) -> bool {
        self.items <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_for_two_points() {
        let file = GateFile::recommended("quick", "0123456789ab");
        let needed = Needed::new(&file, None).expect("a plan");
        // (1.645 + 0.842)² · 0.2 / 0.02²
        assert_eq!((needed.items, needed.most), (3_092, 2_000));
        assert!(!needed.suffices());
        let measured = Needed::new(&file, Some(0.1)).expect("a plan");
        assert_eq!(measured.items, 1_546);
        assert!(measured.suffices());
        let margin = measured.margin_at_most.expect("a margin");
        assert!((0.0175..0.0176).contains(&margin), "{margin}");
    }

    #[test]
    fn no_margin_is_refused() {
        let mut file = GateFile::recommended("quick", "0123456789ab");
        file.endpoint.margin = 0.0;
        assert!(Needed::new(&file, None).is_err());
    }
}
