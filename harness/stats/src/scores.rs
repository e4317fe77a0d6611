//! Item scores with their cluster labels.

use crate::StatsError;

/// Scores of items, checked to lie in [0, 1], with or without cluster labels.
#[derive(Debug, Clone, Copy)]
pub struct Scores<'a> {
    values: &'a [f64],
    clusters: Option<&'a [u32]>,
}

impl<'a> Scores<'a> {
    /// Items drawn independently: one score in [0, 1] each, the mean over its attempts.
    ///
    /// # Errors
    /// [`StatsError::NotAScore`].
    pub fn independent(values: &'a [f64]) -> Result<Self, StatsError> {
        check(values)?;
        Ok(Self {
            values,
            clusters: None,
        })
    }

    /// Items that may depend on each other when they share a label (one label an item;
    /// [`crate::label_ids`] makes labels of strings).
    ///
    /// # Errors
    /// [`StatsError::NotAScore`], [`StatsError::Length`].
    pub fn clustered(values: &'a [f64], clusters: &'a [u32]) -> Result<Self, StatsError> {
        check(values)?;
        same_length("cluster labels", values.len(), clusters.len())?;
        Ok(Self {
            values,
            clusters: Some(clusters),
        })
    }

    /// The scores, in the order given.
    #[must_use]
    pub fn values(self) -> &'a [f64] {
        self.values
    }

    /// The cluster labels, if items are clustered.
    #[must_use]
    pub fn clusters(self) -> Option<&'a [u32]> {
        self.clusters
    }

    /// Number of items.
    #[must_use]
    pub fn len(self) -> usize {
        self.values.len()
    }

    /// Whether there is no item.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.values.is_empty()
    }

    /// Whether every score is 0 or 1.
    #[must_use]
    pub fn is_binary(self) -> bool {
        is_binary(self.values)
    }
}

pub(crate) fn is_binary(values: &[f64]) -> bool {
    values.iter().all(|&value| value == 0.0 || value == 1.0)
}

pub(crate) fn check(values: &[f64]) -> Result<(), StatsError> {
    match values.iter().position(|value| !(0.0..=1.0).contains(value)) {
        Some(index) => Err(StatsError::NotAScore {
            index,
            value: values[index],
        }),
        None => Ok(()),
    }
}

pub(crate) fn same_length(
    what: &'static str,
    expected: usize,
    found: usize,
) -> Result<(), StatsError> {
    if expected == found {
        Ok(())
    } else {
        Err(StatsError::Length {
            what,
            expected,
            found,
        })
    }
}
