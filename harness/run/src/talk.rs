//! One question as a conversation: the model may call for code to be run before it answers.

use tribunal_model::tool::{Call, fenced_call};
use tribunal_model::{Ask, Exchange, Message, Reply, Role, Tool, Usage};
use tribunal_store::CacheKey;

use crate::player::ModelPlayer;

/// Turns in which a model may call the tool. One more is let through in which it is told that it
/// must answer; if it calls again then, that is its answer.
pub const MOST_TURNS: u32 = 10;

/// What a model is told instead of an output after that.
const NO_MORE: &str = "No more programs are run. Give your final answer now.";

/// A question and what was said of it so far.
#[derive(Debug)]
pub(crate) struct Talk {
    pub(crate) ask: Ask,
    tool: Option<Tool>,
    turns: u32,
    /// Tokens and money of the turns before the last.
    usage: Usage,
    micro_usd: Option<u64>,
    /// The key under which the answer is kept: that of the question itself.
    pub(crate) key: Option<CacheKey>,
}

/// Programs that the model calls for in one turn.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// The programs, or why there is none, in the order of the calls.
    pub(crate) programs: Vec<Result<String, &'static str>>,
    turn: Turn,
}

#[derive(Debug)]
enum Turn {
    Native(tribunal_model::ToolTurn),
    Text(String),
}

impl Talk {
    pub(crate) fn new(system: Option<String>, prompt: &str, tool: Option<Tool>) -> Self {
        let text = match tool.and_then(Tool::prompt) {
            Some(how) => format!("{prompt}\n\n{how}"),
            None => prompt.to_owned(),
        };
        Self {
            ask: Ask {
                system,
                messages: vec![Message {
                    role: Role::User,
                    text,
                }],
                tool: tool == Some(Tool::Python),
                calls: Vec::new(),
            },
            tool,
            turns: 0,
            usage: Usage::default(),
            micro_usd: None,
            key: None,
        }
    }

    /// Whether nothing was answered yet.
    pub(crate) fn is_fresh(&self) -> bool {
        self.turns == 0
    }

    /// The programs that a reply calls for; `None` when it is the answer.
    pub(crate) fn wanted(
        &self,
        model: &ModelPlayer,
        exchange: &Exchange,
        reply: &Reply,
    ) -> Option<Wanted> {
        let allowed = self.turns <= MOST_TURNS;
        match self.tool.filter(|_| allowed)? {
            Tool::Python => {
                let turn = model.client.calls(exchange)?;
                let programs = turn.calls.iter().map(|Call { code, .. }| code.clone());
                Some(Wanted {
                    programs: programs.collect(),
                    turn: Turn::Native(turn),
                })
            }
            Tool::PythonText => {
                let program = fenced_call(&reply.text)?.to_owned();
                Some(Wanted {
                    programs: vec![Ok(program)],
                    turn: Turn::Text(reply.text.clone()),
                })
            }
        }
    }

    /// Whether programs are still run.
    pub(crate) fn runs_programs(&self) -> bool {
        self.turns < MOST_TURNS
    }

    /// Goes on after a turn: with the outputs of its programs, or with none where no more are run.
    pub(crate) fn go_on(
        &mut self,
        model: &ModelPlayer,
        wanted: Wanted,
        outputs: Option<Vec<String>>,
    ) {
        let calls = wanted.programs.len();
        let outputs = outputs.unwrap_or_else(|| vec![NO_MORE.to_owned(); calls]);
        self.turns += 1;
        match wanted.turn {
            Turn::Native(turn) => model.client.after_calls(&mut self.ask, turn, &outputs),
            Turn::Text(said) => {
                let output = outputs.into_iter().next().unwrap_or_default();
                self.ask.messages.push(Message {
                    role: Role::Assistant,
                    text: said,
                });
                self.ask.messages.push(Message {
                    role: Role::User,
                    text: if output == NO_MORE {
                        output
                    } else {
                        format!("The program printed:\n\n{output}")
                    },
                });
            }
        }
    }

    /// Notes what a turn cost.
    pub(crate) fn spend(&mut self, usage: &Usage, micro_usd: Option<u64>) {
        self.usage = sum(&self.usage, usage);
        self.micro_usd = plus(self.micro_usd, micro_usd);
    }

    /// What all turns cost together.
    pub(crate) fn spent(&self) -> (Usage, Option<u64>) {
        (self.usage, self.micro_usd)
    }
}

fn sum(a: &Usage, b: &Usage) -> Usage {
    Usage {
        input: plus(a.input, b.input),
        output: plus(a.output, b.output),
        reasoning: plus(a.reasoning, b.reasoning),
        cached: plus(a.cached, b.cached),
    }
}

/// The sum of what is known.
fn plus(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (None, None) => None,
        (a, b) => Some(a.unwrap_or(0).saturating_add(b.unwrap_or(0))),
    }
}
