//! What the random player says: a well-formed answer of each kind, drawn without solving anything.

use tribunal_generators::sample::Stream;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{LeanCheck, LeanForm, RouteAsk, RouteCheck, RunAsk};
use tribunal_verifiers::turing::{Action, Machine, Side};

/// A guess at the answer that `check` asks for, in the form the prompt asks for.
pub(crate) fn guess(check: &Check, dice: &mut Stream) -> String {
    let answer = match check {
        Check::Integer(_) => dice.range(-100, 100).to_string(),
        Check::Rational(_) => {
            format!("{}.{:02}", dice.range(-100, 100), dice.below(100))
        }
        Check::Root(_) => format!("{}.{:02}", dice.range(0, 100), dice.below(100)),
        Check::Rationals(check) => {
            let one = |_: &_| format!("{}.{:02}", dice.range(-100, 100), dice.below(100));
            let all: Vec<String> = check.expected.iter().map(one).collect();
            format!("[{}]", all.join(", "))
        }
        Check::List(check) => {
            let mut values = check.expected.clone();
            dice.shuffle(&mut values);
            format!("{values:?}")
        }
        Check::Tally(check) => {
            let one = |(value, _): &(i64, u32)| format!("[{value}, {}]", dice.range(1, 3));
            let all: Vec<String> = check.expected().iter().map(one).collect();
            format!("[{}]", all.join(", "))
        }
        Check::Digits(check) => {
            let base = check.base();
            let digits = check.digits().chars();
            let one = |_| char::from_digit(dice.below(u64::from(base)) as u32, base);
            digits.filter_map(one).collect()
        }
        Check::Choice(check) => dice.choose(&check.options).name.clone(),
        Check::Queens(check) => {
            let mut columns: Vec<usize> = (0..check.side()).collect();
            dice.shuffle(&mut columns);
            format!("{columns:?}")
        }
        Check::Formula(check) => {
            let values: Vec<&str> = (0..check.variables())
                .map(|_| if dice.chance(1, 2) { "T" } else { "F" })
                .collect();
            values.join(", ")
        }
        Check::Colouring(check) => {
            let colours = check.colours() as u64;
            let one = |vertex: &u32| format!("{vertex}: {}", 1 + dice.below(colours));
            let all: Vec<String> = check.vertices().iter().map(one).collect();
            all.join(", ")
        }
        Check::Precedence(check) => {
            let mut order = check.names().to_vec();
            dice.shuffle(&mut order);
            row(order, ", ")
        }
        Check::Route(check) => route(check, dice),
        Check::Selection(check) => {
            let names = check.names().iter().copied();
            let mut some: Vec<char> = names.filter(|_| dice.chance(1, 2)).collect();
            if some.is_empty() {
                some.push(*dice.choose(check.names()));
            }
            row(some, ", ")
        }
        Check::Change(check) => {
            let paid: Vec<u32> = (0..1 + dice.below(8))
                .map(|_| *dice.choose(check.coins()))
                .collect();
            format!("{paid:?}")
        }
        Check::Portfolio(check) => {
            let mut names = check.names().to_vec();
            names.retain(|_| dice.chance(1, 2));
            format!("{names:?}")
        }
        Check::Logic(check) => {
            let mut columns: Vec<Vec<&str>> = Vec::new();
            for category in check.categories() {
                let mut values: Vec<&str> = category.values.iter().map(String::as_str).collect();
                dice.shuffle(&mut values);
                columns.push(values);
            }
            let row = |(place, name): (usize, &String)| {
                let values: Vec<&str> = columns.iter().map(|column| column[place]).collect();
                format!("{name}: {}", values.join(", "))
            };
            let rows: Vec<String> = check.people().iter().enumerate().map(row).collect();
            rows.join("; ")
        }
        Check::Sudoku(check) => {
            let side = check.board().side();
            let cells = check.given().iter().map(|&given| match given {
                0 => 1 + dice.below(side as u64),
                given => u64::from(given),
            });
            let cells: Vec<String> = cells.map(|digit| digit.to_string()).collect();
            let rows: Vec<String> = cells.chunks(side).map(<[String]>::concat).collect();
            rows.join(", ")
        }
        Check::Cryptarithm(check) => {
            let mut digits: Vec<u8> = (0..10).collect();
            dice.shuffle(&mut digits);
            let pairs = check.key().zip(digits);
            let pairs = pairs.map(|((letter, _), digit)| format!("{letter} = {digit}"));
            pairs.collect::<Vec<_>>().join(", ")
        }
        Check::Word(check) => (dice.bits() >> (64 - check.width())).to_string(),
        Check::Equivalence(check) if dice.chance(1, 2) => {
            let word = |name: &String| {
                let word = dice.bits() >> (64 - check.width());
                format!("{name} = {word}")
            };
            let words: Vec<String> = check.variables().names().iter().map(word).collect();
            words.join(", ")
        }
        Check::Equivalence(_) => "equivalent".to_owned(),
        Check::Filling(check) if check.wants_constant() => dice.range(-9, 9).to_string(),
        Check::Filling(check) => dice.choose(check.variables().names()).clone(),
        Check::TuringRun(check) => match check.ask() {
            RunAsk::Steps | RunAsk::Score => dice.below(100).to_string(),
            RunAsk::Tape => cells(dice, check.machine().symbols()),
            RunAsk::Configuration => {
                format!("A: [1] {}", cells(dice, check.machine().symbols()))
            }
        },
        Check::TuringHalting(_) => (*dice.choose(&["yes", "no"])).to_owned(),
        Check::TuringNonhalting(_) => {
            let (start, period) = (dice.below(60), 1 + dice.below(20));
            let kind = dice.choose(&["cycler", "translated_cycler"]);
            format!("{{\"kind\": \"{kind}\", \"start\": {start}, \"period\": {period}}}")
        }
        Check::TuringConstruct(check) => machine(check.given(), dice),
        // As hopeless as guessing a trace.
        Check::Hanoi(check) => return check.counterfeit(),
        // What most people would try first; it proves what is trivial.
        Check::Lean(check) => {
            let tactic = *dice.choose(&["rfl", "decide", "simp", "omega", "grind", "trivial"]);
            return guessed_proof(check, tactic);
        }
        // A guessed trace of thirty states would be right about once in the age of the universe.
        Check::TagTrace(_) | Check::TuringTrace(_) | Check::Program(_) => {
            return check.counterfeit();
        }
        // Only the plugin knows what its answers look like.
        Check::Plugin(_) => return check.counterfeit(),
    };
    format!("I guess \\boxed{{{answer}}}.")
}

/// One tactic for a proof, in the form asked for; where a whole file is asked for, it proves the first
/// theorem that the challenge states.
fn guessed_proof(check: &LeanCheck, tactic: &str) -> String {
    let code = match check.form() {
        LeanForm::Proof => tactic.to_owned(),
        _ => {
            let challenge = check.challenge();
            let end = challenge
                .find("\n  sorry")
                .map_or(challenge.len(), |at| at + 1);
            format!("{}  {tactic}", &challenge[..end])
        }
    };
    LeanCheck::respond("I guess it is easy.", &code)
}

/// A tour in any order, or a path from its first vertex over some others to its last.
fn route(check: &RouteCheck, dice: &mut Stream) -> String {
    let mut route = check.names().to_vec();
    dice.shuffle(&mut route);
    match check.ask() {
        RouteAsk::Tour => route.extend(route.first().copied()),
        RouteAsk::Path => {
            let (first, last) = check.ends();
            route.retain(|name| ![first, last].contains(name));
            route.truncate(dice.below(route.len() as u64 + 1) as usize);
            route.insert(0, first);
            route.push(last);
        }
    }
    row(route, " -> ")
}

/// Names joined by `mark`.
fn row(names: Vec<char>, mark: &str) -> String {
    let names: Vec<String> = names.into_iter().map(String::from).collect();
    names.join(mark)
}

/// Up to eight cells of a tape.
fn cells(dice: &mut Stream, symbols: usize) -> String {
    let cells: Vec<String> = (0..1 + dice.below(8))
        .map(|_| dice.index(symbols).to_string())
        .collect();
    cells.join(" ")
}

/// The transitions given, and any others, one of which halts perhaps.
fn machine(given: &Machine, dice: &mut Stream) -> String {
    let mut machine = given.clone();
    for (state, symbol, action) in given.transitions() {
        let next = dice.index(given.states() + 1);
        let guess = Action {
            write: dice.index(given.symbols()) as u8,
            side: *dice.choose(&[Side::Left, Side::Right]),
            next: (next < given.states()).then_some(next as u8),
        };
        machine.set(state, symbol, action.or(Some(guess)));
    }
    machine.to_string()
}
