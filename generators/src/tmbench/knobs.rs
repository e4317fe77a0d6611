//! The difficulty knobs, and which combinations of them admit an instance.

use num_bigint::BigUint;
use tribunal_verifiers::checks::TagAsk;

use crate::param::{Param, Params};
use crate::space::power;
use crate::task::GenerateError;

/// The parameters of the task. Their defaults give the published distribution.
pub(super) const PARAMS: &[Param] = &[
    Param::int("m", "how many symbols each step deletes", (1, 8), 2),
    Param::int("symbols", "how many symbols the alphabet has", (2, 20), 5),
    Param::int("rule_min", "fewest symbols of a production", (0, 16), 1),
    Param::int("rule_max", "most symbols of a production", (0, 16), 5),
    Param::int(
        "start_min",
        "fewest symbols of the start queue; 0 takes m",
        (0, 100),
        0,
    ),
    Param::int(
        "start_max",
        "most symbols of the start queue; 0 takes m + 7",
        (0, 100),
        0,
    ),
    Param::int(
        "steps",
        "how many steps are asked for at most",
        (1, 1000),
        30,
    ),
    Param::choice(
        "halting",
        "whether instances that halt may occur",
        &["any", "none", "only"],
    ),
    Param::choice(
        "ask",
        "every state, or only the final one",
        &["every", "final"],
    ),
    Param::int(
        "max_queue",
        "longest queue that an instance may reach",
        (1, 1000),
        1000,
    ),
];

/// Whether an instance may halt within the steps asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Halting {
    Any,
    None,
    Only,
}

/// The parameters as they are meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Knobs {
    pub(super) m: usize,
    pub(super) symbols: usize,
    pub(super) rule: (usize, usize),
    pub(super) start: (usize, usize),
    pub(super) steps: usize,
    pub(super) halting: Halting,
    pub(super) ask: TagAsk,
    pub(super) max_queue: usize,
}

/// One length for all productions and one for the start queue: an instance of this shape fits the
/// knobs whatever its symbols are (see [`Knobs::shape`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) rule: usize,
    pub(super) start: usize,
}

impl Knobs {
    /// Reads the parameters.
    ///
    /// # Errors
    /// [`GenerateError`] when they contradict each other one by one (a minimum above its maximum,
    /// a start queue that could be shorter than m).
    pub(super) fn new(params: &Params) -> Result<Self, GenerateError> {
        let m = params.size("m");
        let or = |name: &str, default: usize| match params.size(name) {
            0 => default,
            given => given,
        };
        let knobs = Self {
            m,
            symbols: params.size("symbols"),
            rule: (params.size("rule_min"), params.size("rule_max")),
            start: (or("start_min", m), or("start_max", m + 7)),
            steps: params.size("steps"),
            halting: match params.text("halting") {
                "none" => Halting::None,
                "only" => Halting::Only,
                _ => Halting::Any,
            },
            ask: match params.text("ask") {
                "final" => TagAsk::FinalState,
                _ => TagAsk::EveryState,
            },
            max_queue: params.size("max_queue"),
        };
        let ((rule_min, rule_max), (start_min, start_max)) = (knobs.rule, knobs.start);
        let contradiction = if rule_min > rule_max {
            format!("rule_min is {rule_min}, but rule_max only {rule_max}")
        } else if start_min > start_max {
            format!("start_min is {start_min}, but start_max only {start_max}")
        } else if start_min < m {
            format!("start_min is {start_min}, but a queue shorter than m = {m} can't take a step")
        } else {
            return Ok(knobs);
        };
        Err(GenerateError::new(contradiction))
    }

    /// A shape of which every instance fits, as long as no production holds its own symbol; `Err`
    /// when no instance at all fits. It depends on the knobs alone, so a combination fails for
    /// every stream or for none.
    ///
    /// Why it is exact: a step changes the queue's length by the production's length less m.
    /// * To halt soonest, start shortest and always append the fewest. If that is too late, all
    ///   others are; while it lasts, the queue only shrinks, so no two states are equal.
    /// * Not to halt with productions always shorter than m, start longest and append the most;
    ///   always longer than m, start shortest and append the fewest. The length changes at every
    ///   step, so no two neighbours are equal.
    /// * With m symbols possible, append exactly m for ever: the queue keeps its length. Two
    ///   neighbouring states q, q' could only be equal if q were m-periodic and the production of
    ///   its head were the last m symbols of q, which by periodicity contain the head itself; so
    ///   a production without its own symbol never leaves the queue as it was.
    pub(super) fn shape(&self) -> Result<Shape, GenerateError> {
        let shape = match self.halting {
            Halting::Only => self.halting_shape(),
            Halting::None => self.running_shape(),
            Halting::Any => self
                .running_shape()
                .or_else(|why| self.halting_shape().map_err(|_| why)),
        };
        shape.map_err(GenerateError::new)
    }

    /// So many instances or more fit the knobs: the larger of two kinds of which every one does.
    ///
    /// * Those of the [`Knobs::shape`], whose productions don't hold their own symbol.
    /// * Where instances need not halt, those with all productions longer than m and short enough
    ///   for max_queue: the queue grows at every step, so no state comes twice.
    pub(super) fn least(&self) -> BigUint {
        let symbols = self.symbols as u64;
        let words = |min: usize, max: usize| -> BigUint {
            (min..=max).map(|length| power(symbols, length)).sum()
        };
        let shaped = self.shape().map_or_else(
            |_| BigUint::ZERO,
            |shape| power(symbols - 1, shape.rule * self.symbols) * power(symbols, shape.start),
        );
        let start_max = self.start.1.min(self.max_queue);
        let room = (self.max_queue - start_max) / self.steps;
        let (shortest, longest) = (self.rule.0.max(self.m + 1), self.rule.1.min(self.m + room));
        let growing = if self.halting == Halting::Only {
            BigUint::ZERO
        } else {
            words(shortest, longest).pow(self.symbols as u32) * words(self.start.0, start_max)
        };
        shaped.max(growing)
    }

    fn halting_shape(&self) -> Result<Shape, String> {
        let (rule, start) = (self.rule.0, self.start.0);
        let Self { m, steps, .. } = *self;
        self.fits_queue(start)?;
        if rule >= m {
            return Err(format!(
                "no instance can halt: every production has at least rule_min = {rule} symbols \
                 and a step deletes m = {m}; lower rule_min below m"
            ));
        }
        let soonest = (start - m) / (m - rule) + 1;
        if soonest > steps {
            return Err(format!(
                "no instance can halt within {steps} steps: it takes at least {soonest}; raise \
                 steps or lower start_min"
            ));
        }
        Ok(Shape { rule, start })
    }

    fn running_shape(&self) -> Result<Shape, String> {
        let ((rule_min, rule_max), (start_min, start_max)) = (self.rule, self.start);
        let Self {
            m,
            steps,
            max_queue,
            ..
        } = *self;
        self.fits_queue(start_min)?;
        if rule_max < m {
            let start = start_max.min(max_queue);
            if start < m + steps * (m - rule_max) {
                return Err(format!(
                    "every instance halts within {steps} steps: no production has more than \
                     rule_max = {rule_max} symbols and a step deletes m = {m}; raise rule_max or \
                     start_max"
                ));
            }
            return Ok(Shape {
                rule: rule_max,
                start,
            });
        }
        if rule_min > m {
            let longest = start_min + steps * (rule_min - m);
            if longest > max_queue {
                return Err(format!(
                    "every queue grows to at least {longest} symbols in {steps} steps, past \
                     max_queue = {max_queue}; lower rule_min or raise max_queue"
                ));
            }
            return Ok(Shape {
                rule: rule_min,
                start: start_min,
            });
        }
        Ok(Shape {
            rule: m,
            start: start_min,
        })
    }

    fn fits_queue(&self, start: usize) -> Result<(), String> {
        if start > self.max_queue {
            return Err(format!(
                "start_min is {start}, but max_queue only {}; raise max_queue",
                self.max_queue
            ));
        }
        Ok(())
    }
}
