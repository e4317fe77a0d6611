//! `beyondbench.hard.cryptarithmetic`: an equation whose digits are written as letters.
//!
//! Hard about it: the columns hang together by their carries and by the rule that different letters
//! are different digits, so that a guess shows its fault only columns later. Each equation has
//! exactly one solution: numbers are drawn, their digits become letters, and an exact search along
//! the columns shows that no other assignment fits; equations with several are drawn again. An
//! answer is judged by reckoning.
//!
//! The words are not taken from a list, which would make the space small and the solutions known;
//! they are the numbers in disguise. The easy variations tell three letters' digits and the medium
//! ones one; at least four letters are always left to find. `length` is the number of letters of both
//! summands, or of the first factor, whose second has two fewer but at least two. A difference is
//! asked as a sum turned round and a quotient as a product turned round, so that there `length`
//! belongs to the result.
//!
//! How large the space is: see [`space`].

mod solver;

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{CryptarithmCheck, Operation};

use solver::{DIGITS, Key, Law, Puzzle, unique};

use crate::beyondbench::redraw;
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, falling};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

/// The variations of an operation.
macro_rules! variations {
    ($($easy:literal, $medium:literal, $hard:literal: $what:literal;)+) => {
        &[$(
            Variation {
                name: $easy,
                summary: concat!($what, "; three letters are told"),
            },
            Variation {
                name: $medium,
                summary: concat!($what, "; one letter is told"),
            },
            Variation {
                name: $hard,
                summary: concat!($what, "; no letter is told"),
            },
        )+]
    };
}

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.cryptarithmetic",
    version: 1,
    summary: "the digits behind the letters of an equation",
    variations: variations! {
        "addition_easy", "addition_medium", "addition_hard": "a sum of two words";
        "subtraction_easy", "subtraction_medium", "subtraction_hard": "a difference of two words";
        "multiplication_easy", "multiplication_medium", "multiplication_hard":
            "a product of two words";
        "division_easy", "division_medium", "division_hard":
            "a quotient of two words, without a remainder";
    },
    params: &[Param::int(
        "length",
        "how many letters the summands, the first factor or the result have",
        (3, 7),
        5,
    )],
    generate,
    space,
};

/// How many letters are left to find at least.
const LEAST: usize = 4;

/// How many steps the search for another solution may take; it hardly ever needs as many.
const EFFORT: u32 = 100_000;

/// How often an equation is drawn again. Of the sums of two words of three letters about one in 300
/// has one solution, so that all tries fail with a probability below 10^-11.
const TRIES: usize = 8_192;

/// The operation of a variation and how many letters it tells.
fn kind(variation: &str) -> Option<(Operation, usize)> {
    let (operation, difficulty) = variation.split_once('_')?;
    let operation = match operation {
        "addition" => Operation::Addition,
        "subtraction" => Operation::Subtraction,
        "multiplication" => Operation::Multiplication,
        "division" => Operation::Division,
        _ => return None,
    };
    let told = match difficulty {
        "easy" => 3,
        "medium" => 1,
        "hard" => 0,
        _ => return None,
    };
    Some((operation, told))
}

/// An equation with one solution, its letters still numbers.
struct Riddle {
    puzzle: Puzzle,
    key: Key,
    /// The set of letters whose digits are told.
    told: u16,
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let length = order.params.size("length");
    let (operation, count) = kind(order.variation)
        .ok_or_else(|| GenerateError::new(format!("there is no `{}`", order.variation)))?;
    let law = law(operation);
    let riddle = redraw::within(TRIES, stream, |stream| draw(law, length, count, stream))
        .ok_or_else(|| GenerateError::new("no equation of this length has one solution"))?;
    let mut names: Vec<char> = ('A'..='Z').collect();
    stream.shuffle(&mut names);
    let spell = |word: usize| -> String {
        let letters = riddle.puzzle.words[word].iter().rev();
        letters.map(|&letter| names[usize::from(letter)]).collect()
    };
    // A sum and a product end with the number reckoned; turned round, they begin with it.
    let words = match operation {
        Operation::Addition | Operation::Multiplication => [0, 1, 2],
        Operation::Subtraction | Operation::Division => [2, 1, 0],
    }
    .map(spell);
    let mut key: Vec<(char, u8, bool)> = (0..riddle.puzzle.letters)
        .map(|letter| {
            (
                names[letter],
                riddle.key[letter],
                riddle.told >> letter & 1 == 1,
            )
        })
        .collect();
    key.sort_unstable();
    let told = key.iter().filter(|(_, _, told)| *told);
    let told = told.map(|(letter, digit, _)| format!("{letter} = {digit}"));
    let letters: Vec<String> = key.iter().map(|(letter, ..)| letter.to_string()).collect();
    let vars = Vars::new()
        .with(
            "equation",
            format!(
                "{} {} {} = {}",
                words[0],
                operation.sign(),
                words[1],
                words[2]
            ),
        )
        .with("letters", letters.join(", "))
        .with("told", told.collect::<Vec<_>>().join(", "));
    let told = key
        .iter()
        .filter(|(_, _, told)| *told)
        .map(|(letter, ..)| *letter)
        .collect();
    let key: Vec<(char, u8)> = key
        .iter()
        .map(|&(letter, digit, _)| (letter, digit))
        .collect();
    let check = CryptarithmCheck::new(operation, words, &key, told)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::Cryptarithm(check)))
}

/// What the search reckons with: a difference is a sum turned round, a quotient a product.
fn law(operation: Operation) -> Law {
    match operation {
        Operation::Addition | Operation::Subtraction => Law::Sum,
        Operation::Multiplication | Operation::Division => Law::Product,
    }
}

/// An equation of random numbers; `None` if it has too few letters or more than one solution.
fn draw(law: Law, length: usize, count: usize, stream: &mut Stream) -> Option<Riddle> {
    let number = |digits: usize, stream: &mut Stream| {
        let least = 10i64.pow(digits as u32 - 1);
        stream.range(least, 10 * least - 1) as u64
    };
    let one = number(length, stream);
    let (other, result) = match law {
        Law::Sum => {
            let other = number(length, stream);
            (other, one + other)
        }
        Law::Product => {
            let other = number((length - 2).max(2), stream);
            (other, one * other)
        }
    };
    let (mut key, mut letters) = ([0; DIGITS], 0);
    let mut letter_of = [None; DIGITS];
    let words = [one, other, result].map(|mut number| {
        let mut word = Vec::with_capacity(2 * length);
        while number > 0 {
            let digit = (number % 10) as u8;
            let letter = *letter_of[usize::from(digit)].get_or_insert_with(|| {
                key[letters] = digit;
                letters += 1;
                letters as u8 - 1
            });
            word.push(letter);
            number /= 10;
        }
        word
    });
    if letters < count + LEAST {
        return None;
    }
    let mut told = 0u16;
    while (told.count_ones() as usize) < count {
        told |= 1 << stream.index(letters);
    }
    let puzzle = Puzzle {
        law,
        words,
        letters,
    };
    (unique(&puzzle, &key, told, EFFORT) == Some(true)).then_some(Riddle { puzzle, key, told })
}

/// Different patterns of letters make different items, and so do different letters in the same
/// pattern. So each pattern with one solution and `k` letters stands for 26!/(26 − k)! items. The
/// bounds count patterns that the tests find: the first items of one seed, of which only those with
/// a new pattern of at least seven letters are reckoned. A pattern with one solution has one as well
/// when letters are told, so that the easier variations have as many items.
fn space(order: Order<'_>) -> Space {
    let length = order.params.size("length");
    let Some((operation, _)) = kind(order.variation) else {
        return Space::exactly(0u32).because("there is no such variation");
    };
    let found = FOUND[usize::from(law(operation) == Law::Product)][length.clamp(3, 7) - 3];
    let least = (7..)
        .zip(found)
        .map(|(letters, patterns)| falling(26, letters) * patterns);
    let space = Space::at_least(least.sum::<num_bigint::BigUint>());
    match space.is_ample() {
        true => space,
        false => space.because("few equations of words so short have one solution"),
    }
}

/// How many patterns of seven, eight, nine and ten letters are known to have one solution: for sums
/// and for products, of each length from 3.
const FOUND: [[[u32; 4]; 5]; 2] = [
    [
        [0, 0, 0, 0],
        [3, 1, 0, 0],
        [752, 634, 200, 55],
        [35, 95, 114, 53],
        [4, 64, 126, 106],
    ],
    [
        [25, 0, 0, 0],
        [110, 44, 3, 0],
        [287, 469, 299, 63],
        [27, 92, 121, 58],
        [8, 58, 127, 107],
    ],
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn stream(index: u32) -> Stream {
        let mut key = [0; 32];
        key[..4].copy_from_slice(&index.to_le_bytes());
        Stream::from_key(key)
    }

    fn riddle(law: Law, length: usize, count: usize, index: u32) -> Riddle {
        redraw::within(TRIES, &mut stream(index), |stream| {
            draw(law, length, count, stream)
        })
        .expect("an equation")
    }

    /// How many patterns of seven to ten letters stand among the first equations.
    fn patterns(law: Law, length: usize, items: u32) -> [u32; 4] {
        let mut seen = HashSet::new();
        let mut found = [0; 4];
        for index in 0..items {
            let puzzle = riddle(law, length, 0, index).puzzle;
            if puzzle.letters >= 7 && seen.insert(puzzle.words) {
                found[puzzle.letters - 7] += 1;
            }
        }
        found
    }

    #[test]
    fn as_many_patterns_have_one_solution_as_the_space_says() {
        let found = [Law::Sum, Law::Product].map(|law| {
            [3, 4, 5, 6, 7].map(|length| {
                let items = match (law, length) {
                    (Law::Sum, 3 | 4) => 40,
                    (Law::Sum, 5) => 2_000,
                    (Law::Product, 5) => 1_200,
                    _ => 300,
                };
                patterns(law, length, items)
            })
        });
        assert_eq!(found, FOUND);
    }

    /// What the promise of redrawing stands on.
    #[test]
    fn the_spare_stream_gives_an_equation_at_every_parameter() {
        for law in [Law::Sum, Law::Product] {
            for length in 3..=7 {
                for told in [0, 1, 3] {
                    let mut spare = Stream::from_key(redraw::SPARE);
                    let found = (0..TRIES).any(|_| draw(law, length, told, &mut spare).is_some());
                    assert!(found, "{law:?} {length} {told}");
                }
            }
        }
    }

    /// Every assignment of digits to the letters, tried without any thought.
    fn solutions(riddle: &Riddle) -> usize {
        fn extend(riddle: &Riddle, key: &mut Vec<u8>) -> usize {
            let place = key.len();
            if place == riddle.puzzle.letters {
                let [one, other, result] = riddle.puzzle.words.each_ref().map(|word| {
                    let digits = word
                        .iter()
                        .rev()
                        .map(|&letter| u64::from(key[usize::from(letter)]));
                    (digits.clone().next() != Some(0))
                        .then(|| digits.fold(0, |number, digit| 10 * number + digit))
                });
                let holds = one.zip(other).map(|(one, other)| match riddle.puzzle.law {
                    Law::Sum => one + other,
                    Law::Product => one * other,
                });
                return usize::from(holds.is_some() && holds == result);
            }
            let digits = (0..10)
                .filter(|digit| riddle.told >> place & 1 == 0 || *digit == riddle.key[place]);
            let mut count = 0;
            for digit in digits {
                if !key.contains(&digit) {
                    key.push(digit);
                    count += extend(riddle, key);
                    key.pop();
                }
            }
            count
        }
        extend(riddle, &mut Vec::new())
    }

    #[test]
    fn trying_everything_finds_one_solution_exactly_where_the_search_says_so() {
        let mut counts = [0, 0];
        for index in 0..240 {
            let mut stream = stream(index);
            let law = *stream.choose(&[Law::Sum, Law::Product]);
            let mut drawn = riddle(law, 3, 3, index);
            if drawn.puzzle.letters > 8 {
                continue;
            }
            // With fewer letters told there may be more.
            drawn.told &= drawn.told - 1;
            let only = unique(&drawn.puzzle, &drawn.key, drawn.told, EFFORT);
            assert_eq!(only, Some(solutions(&drawn) == 1));
            counts[usize::from(only == Some(true))] += 1;
        }
        assert!(counts.iter().all(|&count| count > 20), "{counts:?}");
    }
}
