//! A gate that asks: both sides item by item in the plan's order, until it can decide.
//!
//! The order is the plan's, which the seed decides before anything is asked; fast answers don't
//! come first. Between rounds the prefix that both sides have completed is judged. Rounds end at
//! whole blocks of one item a cell and grow by a quarter, so that a gate which needs many items
//! doesn't stop after each of them. Everything is in the store: the same gate carried out again
//! goes on where it was stopped.

use std::path::PathBuf;
use std::sync::Arc;

use tribunal_plan::Plan;
use tribunal_run::budget::Limits;
use tribunal_run::session::run_uid;
use tribunal_run::{End, Event, Player, Session, Settings, Summary};
use tribunal_store::{Reader, Run, RunId, Settled};

use crate::GateError;
use crate::check::{Evidence, Stored, decide};
use crate::file::GateFile;
use crate::ruling::Ruling;

/// The share of the plan on which a stored baseline's model is asked again.
pub const DRIFT_SHARE: f64 = 0.1;

/// Where the baseline's answers come from.
#[derive(Clone, Debug)]
pub enum Base {
    /// A run that is stored already, in this file; its plan is the gate's. Its model, where it
    /// can be asked, answers a sample again, which shows drift of the provider.
    Stored {
        /// The store.
        store: PathBuf,
        /// The run.
        run: Box<Run>,
        /// Its model.
        player: Option<Arc<Player>>,
    },
    /// A model, asked along with the candidate.
    Asked(Arc<Player>),
}

/// Everything a gate needs to ask.
#[derive(Debug)]
pub struct Gate {
    /// What must be shown.
    pub file: GateFile,
    /// What is asked: at most [`GateFile::most_items`] items.
    pub plan: Arc<Plan>,
    /// The store that the asked runs go to.
    pub store: PathBuf,
    /// The baseline.
    pub base: Base,
    /// The candidate.
    pub candidate: Arc<Player>,
    /// How the models are asked; budget and end are the gate's own.
    pub settings: Settings,
}

/// Why a gate stopped asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It can decide.
    Decided,
    /// All items are asked.
    Exhausted,
    /// The budget is spent.
    Budget,
    /// The user stopped it.
    Interrupted,
    /// A side can't be asked; the message says what to change.
    Doomed(String),
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Decided => "the evidence decided",
            Self::Exhausted => "all items were asked",
            Self::Budget => "the budget is reached",
            Self::Interrupted => "interrupted",
            Self::Doomed(message) => message,
        })
    }
}

/// How a gate ended.
#[derive(Debug)]
pub struct Outcome {
    /// The ruling, on the prefix that both sides have completed.
    pub ruling: Ruling,
    /// Why it stopped asking.
    pub stop: Stop,
    /// The baseline's run.
    pub base: RunId,
    /// The candidate's run.
    pub candidate: RunId,
    /// Items asked of each side so far, those of an interrupted round with them.
    pub asked: u64,
}

/// Which side a session asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The baseline.
    Base,
    /// The candidate.
    Candidate,
    /// The baseline's model, again.
    BaseAgain,
}

/// Makes the listener of one session's events.
pub type Listen<'a> = dyn FnMut(Who) -> Box<dyn FnMut(&Event)> + 'a;

impl Gate {
    /// Asks until the gate can decide, all is asked, or something stops it. Blocks the calling
    /// thread.
    ///
    /// # Errors
    /// [`GateError`] when a store fails or an item can't be made; [`GateError::Stopped`] when a
    /// side stopped before the other had begun, so that there is nothing to rule on.
    pub fn carry_out(&self, listen: &mut Listen<'_>) -> Result<Outcome, GateError> {
        let block = self.block();
        let mut until = round_up(self.file.items.first_look, block).min(self.plan.len());
        loop {
            let mut stop = self.round(Who::Candidate, until, listen)?;
            if stop.is_none() && matches!(self.base, Base::Asked(_)) {
                stop = self.round(Who::Base, until, listen)?;
            }
            if let Some(stop) = &stop
                && self.stored(Who::Base)?.is_none()
            {
                return Err(GateError::Stopped(stop.clone()));
            }
            let ruling = self.rule(None)?;
            let exhausted = until >= self.plan.len();
            let hopeless = ruling.figures.errors.pairs as f64
                > self.file.endpoint.error_ceiling * self.plan.len() as f64;
            let stop = match stop {
                _ if ruling.may_stop() || hopeless => Some(Stop::Decided),
                Some(stop) => Some(stop),
                None if exhausted => Some(Stop::Exhausted),
                None => None,
            };
            if let Some(stop) = stop {
                return self.conclude(stop, until, listen);
            }
            let next = until.saturating_add((until / 4).max(block));
            until = round_up(next, block).min(self.plan.len());
        }
    }

    /// Asks the baseline's model again where that was wanted, and rules with all that is known.
    fn conclude(
        &self,
        stop: Stop,
        asked: u64,
        listen: &mut Listen<'_>,
    ) -> Result<Outcome, GateError> {
        let settled = matches!(stop, Stop::Decided | Stop::Exhausted);
        let mut again = None;
        if let Base::Stored {
            player: Some(_), ..
        } = &self.base
            && settled
        {
            let sample = (asked as f64 * DRIFT_SHARE).ceil() as u64;
            let sample = round_up(sample, self.block()).min(asked);
            if self.round(Who::BaseAgain, sample, listen)?.is_none() {
                again = self.stored(Who::BaseAgain)?;
            }
        }
        let ruling = self.rule(again.as_ref())?;
        Ok(Outcome {
            ruling,
            stop,
            base: self.id(Who::Base)?,
            candidate: self.id(Who::Candidate)?,
            asked,
        })
    }

    /// The gate's ruling on the completed prefix.
    fn rule(&self, base_again: Option<&Stored>) -> Result<Ruling, GateError> {
        let missing = || GateError::NothingAsked;
        let base = self.stored(Who::Base)?.ok_or_else(missing)?;
        let candidate = self.stored(Who::Candidate)?.ok_or_else(missing)?;
        decide(
            &self.file,
            &Evidence {
                base: &base,
                candidate: &candidate,
                base_again,
                going_on: true,
                court: &*self.settings.court,
            },
        )
    }

    /// One session: `None` when everything before `until` is settled.
    fn round(
        &self,
        who: Who,
        until: u64,
        listen: &mut Listen<'_>,
    ) -> Result<Option<Stop>, GateError> {
        let Some(player) = self.player(who) else {
            return Ok(None);
        };
        let Some(budget) = self.budget_left(who)? else {
            return Ok(Some(Stop::Budget));
        };
        let settings = Settings {
            until: Some(until),
            budget,
            again: again(who),
            ..self.settings.clone()
        };
        let session = Session::open(
            &self.store,
            Arc::clone(&self.plan),
            Arc::clone(player),
            settings,
        )?;
        let summary: Summary = session.carry_out(listen(who))?;
        Ok(match summary.end {
            End::Complete | End::Paused => None,
            End::Interrupted => Some(Stop::Interrupted),
            End::Budget => Some(Stop::Budget),
            End::Doomed(message) => Some(Stop::Doomed(message)),
        })
    }

    fn player(&self, who: Who) -> Option<&Arc<Player>> {
        match (who, &self.base) {
            (Who::Candidate, _) => Some(&self.candidate),
            (Who::Base, Base::Asked(player)) => Some(player),
            (Who::BaseAgain, Base::Stored { player, .. }) => player.as_ref(),
            _ => None,
        }
    }

    /// The run of one side; `None` before its first session.
    fn stored(&self, who: Who) -> Result<Option<Stored>, GateError> {
        if let (Who::Base, Base::Stored { store, run, .. }) = (who, &self.base) {
            let (reader, run) = (Reader::open(store)?, (**run).clone());
            return Ok(Some(Stored { reader, run }));
        }
        let Some(player) = self.player(who) else {
            return Ok(None);
        };
        let reader = Reader::open(&self.store)?;
        let uid = run_uid(&self.plan, player, again(who));
        let runs = reader.runs_of_plan(self.plan.digest())?;
        let run = runs.into_iter().find(|run| run.spec.uid == uid);
        Ok(run.map(|run| Stored { reader, run }))
    }

    fn id(&self, who: Who) -> Result<RunId, GateError> {
        self.stored(who)?
            .map(|stored| stored.run.id)
            .ok_or(GateError::NothingAsked)
    }

    /// What `who` may still spend, given what the others have; `None` when nothing is left.
    fn budget_left(&self, who: Who) -> Result<Option<Limits>, GateError> {
        let budget = &self.file.budget;
        let total = Limits {
            micro_usd: budget.usd.map(|usd| (usd * 1e6).round() as u64),
            tokens: budget.tokens,
        };
        if total == Limits::default() || !self.store.exists() {
            return Ok(Some(total));
        }
        let (mut micro_usd, mut tokens) = (0u64, 0u64);
        for other in [Who::Candidate, Who::Base, Who::BaseAgain] {
            let asked = self.player(other).is_some();
            if other == who || !asked {
                continue;
            }
            if let Some(stored) = self.stored(other)? {
                let spent = spent(&stored.reader, stored.run.id)?;
                micro_usd = micro_usd.saturating_add(spent.0);
                tokens = tokens.saturating_add(spent.1);
            }
        }
        let left = |limit: Option<u64>, spent: u64| match limit {
            None => Some(None),
            Some(limit) if limit > spent => Some(Some(limit - spent)),
            Some(_) => None,
        };
        Ok(
            match (left(total.micro_usd, micro_usd), left(total.tokens, tokens)) {
                (Some(micro_usd), Some(tokens)) => Some(Limits { micro_usd, tokens }),
                _ => None,
            },
        )
    }

    /// Items in a block: one of each cell.
    fn block(&self) -> u64 {
        (self.plan.cells().len() as u64).clamp(1, self.plan.len().max(1))
    }
}

/// A second run of the baseline's model is another run of the same plan.
fn again(who: Who) -> u32 {
    u32::from(who == Who::BaseAgain)
}

fn round_up(items: u64, block: u64) -> u64 {
    items.div_ceil(block).saturating_mul(block)
}

/// Millionths of a dollar and tokens that a run has used.
fn spent(reader: &Reader, run: RunId) -> Result<(u64, u64), GateError> {
    let (mut micro_usd, mut tokens) = (0u64, 0u64);
    reader.for_each_scored(run, |row| -> Result<(), GateError> {
        if let Settled::Answered(answer) = row.settled {
            micro_usd = micro_usd.saturating_add(answer.cost_micros.unwrap_or(0));
            let used = answer.usage.input.unwrap_or(0) + answer.usage.output.unwrap_or(0);
            tokens = tokens.saturating_add(used);
        }
        Ok(())
    })?;
    Ok((micro_usd, tokens))
}
