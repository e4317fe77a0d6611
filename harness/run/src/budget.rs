//! When to stop spending.

use std::cell::{Cell, RefCell};

/// What may be spent by a run in all, earlier sessions included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Millionths of a US dollar.
    pub micro_usd: Option<u64>,
    /// Tokens, read and written together.
    pub tokens: Option<u64>,
}

/// Spending so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Millionths of a US dollar, over the answers whose cost is known.
    pub micro_usd: u64,
    /// Tokens, read and written together, over the answers whose usage is known.
    pub tokens: u64,
    /// Answers.
    pub answers: u64,
}

/// Watches spending against the limits.
///
/// A request in flight is counted as the dearest answer so far, so the budget is overdrawn only
/// when an answer in flight turns out dearer than every one before it.
#[derive(Debug)]
pub struct Budget {
    limits: Limits,
    spent: RefCell<Spent>,
    dearest: Cell<(u64, u64)>,
}

impl Budget {
    /// A budget of which `spent` is gone.
    pub fn new(limits: Limits, spent: Spent) -> Self {
        // Of answers that earlier sessions stored, the average is what is known.
        let average = |sum: u64| sum.div_ceil(spent.answers.max(1));
        Self {
            limits,
            dearest: Cell::new((average(spent.micro_usd), average(spent.tokens))),
            spent: RefCell::new(spent),
        }
    }

    /// Takes note of an answer.
    pub fn add(&self, micro_usd: Option<u64>, tokens: Option<u64>) {
        let mut spent = self.spent.borrow_mut();
        let (micro_usd, tokens) = (micro_usd.unwrap_or(0), tokens.unwrap_or(0));
        spent.micro_usd = spent.micro_usd.saturating_add(micro_usd);
        spent.tokens = spent.tokens.saturating_add(tokens);
        spent.answers += 1;
        let dearest = self.dearest.get();
        self.dearest
            .set((dearest.0.max(micro_usd), dearest.1.max(tokens)));
    }

    /// Whether one more request fits, with `in_flight` others on their way.
    pub fn allows(&self, in_flight: usize) -> bool {
        let spent = self.spent.borrow();
        let (micro_usd, tokens) = self.dearest.get();
        let requests = in_flight as u64 + 1;
        let fits = |limit: Option<u64>, gone: u64, dearest: u64| {
            limit.is_none_or(|limit| {
                gone < limit && gone.saturating_add(dearest.saturating_mul(requests)) <= limit
            })
        };
        fits(self.limits.micro_usd, spent.micro_usd, micro_usd)
            && fits(self.limits.tokens, spent.tokens, tokens)
    }

    /// What has been spent.
    pub fn spent(&self) -> Spent {
        *self.spent.borrow()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_in_flight_count_as_the_dearest_answer() {
        let limits = Limits {
            micro_usd: None,
            tokens: Some(1_000),
        };
        let budget = Budget::new(limits, Spent::default());
        assert!(budget.allows(0));
        for _ in 0..8 {
            budget.add(None, Some(100));
        }
        assert!(budget.allows(0) && budget.allows(1));
        assert!(
            !budget.allows(2),
            "800 spent, 200 in flight, and 100 more would pass 1,000"
        );
        budget.add(None, Some(150));
        assert!(!budget.allows(0), "950 spent, and the next may take 150");
    }

    #[test]
    fn an_empty_budget_allows_nothing_and_no_budget_everything() {
        let none = Limits {
            micro_usd: Some(0),
            tokens: None,
        };
        assert!(!Budget::new(none, Spent::default()).allows(0));
        assert!(Budget::new(Limits::default(), Spent::default()).allows(1_000));
    }
}
