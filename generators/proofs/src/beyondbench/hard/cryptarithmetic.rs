//! `beyondbench.hard.cryptarithmetic`, by trying digits from the front of the words.
//!
//! The letters are taken in the order in which they stand, the first places of the three words
//! before the second ones. Each word then lies between two bounds, and a digit is dropped when the
//! bounds leave no room for the equation. All digits are tried for all letters, so every solution is
//! found. The generator goes the other way, from the last column with carries. The method is the
//! same at every length.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::Operation;

use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.cryptarithmetic",
    method: "digits tried from the front within bounds",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let Check::Cryptarithm(check) = question.check else {
        return Err(Doubt::new("the key is no equation of words"));
    };
    let text = question.text("equation")?;
    let parts: Vec<&str> = text.split(' ').collect();
    let [one, sign, other, "=", result] = parts[..] else {
        return Err(Doubt::new(format!("`{text}` is no equation")));
    };
    ensure!(
        check.words().iter().eq([one, other, result]),
        "the words judged are not those told"
    );
    // All four are read as two words that make a third.
    let (product, words, operation) = match sign {
        "+" => (false, [one, other, result], Operation::Addition),
        "−" => (false, [other, result, one], Operation::Subtraction),
        "×" => (true, [one, other, result], Operation::Multiplication),
        "÷" => (true, [other, result, one], Operation::Division),
        _ => return Err(Doubt::new(format!("`{sign}` is no sign"))),
    };
    ensure!(
        check.operation() == operation,
        "another operation is judged than told"
    );
    let mut search = Search::new(words, product)?;
    let mut told = String::new();
    for known in question
        .text("told")?
        .split(", ")
        .filter(|known| !known.is_empty())
    {
        let (letter, digit) = known
            .split_once(" = ")
            .ok_or_else(|| Doubt::new(format!("`{known}` tells nothing")))?;
        let place = search
            .letters
            .iter()
            .position(|name| name.to_string() == letter);
        let (Some(place), Ok(digit @ 0..=9)) = (place, digit.parse::<u8>()) else {
            return Err(Doubt::new(format!("`{known}` tells nothing")));
        };
        search.told[place] = Some(digit);
        told.push_str(letter);
    }
    ensure!(
        told == check.told(),
        "the letters told are not those judged"
    );
    search.branch(0, 0, [0; 3], search.weight);
    ensure!(search.left > 0, "the search takes too long");
    let key: Vec<(char, u8)> = check.key().collect();
    match &search.found[..] {
        [] => Err(Doubt::new("there is no solution")),
        [only] => {
            let mut pairs: Vec<(char, u8)> = search
                .letters
                .iter()
                .copied()
                .zip(only.iter().copied())
                .collect();
            pairs.sort_unstable();
            ensure!(pairs == key, "the only solution is {pairs:?}");
            Ok(())
        }
        _ => Err(Doubt::new("there is more than one solution")),
    }
}

struct Search {
    product: bool,
    /// In the order in which they are tried.
    letters: Vec<char>,
    told: Vec<Option<u8>>,
    first: Vec<bool>,
    /// How much a letter's digit adds to each word.
    weights: Vec<[u64; 3]>,
    /// What a digit 1 for all letters would make of each word.
    weight: [u64; 3],
    digits: Vec<u8>,
    found: Vec<Vec<u8>>,
    left: u32,
}

impl Search {
    fn new(words: [&str; 3], product: bool) -> Result<Self, Doubt> {
        let mut search = Self {
            product,
            letters: Vec::new(),
            told: Vec::new(),
            first: Vec::new(),
            weights: Vec::new(),
            weight: [0; 3],
            digits: Vec::new(),
            found: Vec::new(),
            left: 20_000_000,
        };
        let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
        ensure!(
            longest <= 18 && words.iter().all(|word| !word.is_empty()),
            "a word is empty or too long"
        );
        for place in 0..longest {
            for (index, word) in words.iter().enumerate() {
                let Some(letter) = word.chars().nth(place) else {
                    continue;
                };
                ensure!(letter.is_ascii_uppercase(), "`{word}` is no word");
                let known = search.letters.iter().position(|&name| name == letter);
                let known = known.unwrap_or_else(|| {
                    search.letters.push(letter);
                    search.weights.push([0; 3]);
                    search.first.push(false);
                    search.letters.len() - 1
                });
                let value = 10u64.pow((word.len() - 1 - place) as u32);
                search.weights[known][index] += value;
                search.weight[index] += value;
                search.first[known] |= place == 0;
            }
        }
        ensure!(
            search.letters.len() <= 10,
            "there are more letters than digits"
        );
        search.told = vec![None; search.letters.len()];
        search.digits = vec![0; search.letters.len()];
        Ok(search)
    }

    /// Tries all digits for the letters from `place` on. `sums` is what the letters before make of
    /// the words, `open` what a digit 1 for all others would add.
    fn branch(&mut self, place: usize, used: u16, sums: [u64; 3], open: [u64; 3]) {
        if self.left == 0 || self.found.len() > 1 {
            return;
        }
        self.left -= 1;
        if !self.fits(used, sums, open) {
            return;
        }
        let Some(&weights) = self.weights.get(place) else {
            self.found.push(self.digits.clone());
            return;
        };
        let mut rest = open;
        for (rest, weight) in rest.iter_mut().zip(weights) {
            *rest -= weight;
        }
        let least = u8::from(self.first[place]);
        for digit in least..=9 {
            if used >> digit & 1 == 1 || self.told[place].is_some_and(|told| told != digit) {
                continue;
            }
            self.digits[place] = digit;
            let mut next = sums;
            for (sum, weight) in next.iter_mut().zip(weights) {
                *sum += weight * u64::from(digit);
            }
            self.branch(place + 1, used | 1 << digit, next, rest);
        }
    }

    /// Whether the bounds of the words leave room for the equation. With no letter open that is
    /// the equation itself.
    fn fits(&self, used: u16, sums: [u64; 3], open: [u64; 3]) -> bool {
        let least = u64::from(used.trailing_ones());
        let most = 9u64.saturating_sub(u64::from((used << 6).leading_ones()));
        let low = |word: usize| u128::from(sums[word] + open[word] * least);
        let high = |word: usize| u128::from(sums[word] + open[word] * most);
        match self.product {
            false => low(0) + low(1) <= high(2) && high(0) + high(1) >= low(2),
            true => low(0) * low(1) <= high(2) && high(0) * high(1) >= low(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use tribunal_generators::{Generator, ParamValue, Vars, registry};
    use tribunal_verifiers::checks::CryptarithmCheck;

    use super::*;

    #[test]
    fn the_keys_at_every_length_are_confirmed() {
        let task = registry::task(PROOF.task).expect("a task");
        for variation in task.variations {
            for length in 3..=7 {
                let given = [("length", ParamValue::Int(length))];
                let generator =
                    Generator::new(task, Some(variation.name), given, "proof").expect("valid");
                let items = if length == 5 { 24 } else { 3 };
                for index in 0..items {
                    let item = generator.item(index).expect("item 0 was made");
                    let found = confirm(&Question {
                        variation: variation.name,
                        vars: &item.vars,
                        check: &item.check,
                    });
                    assert_eq!(
                        found,
                        Ok(()),
                        "{} {length}: {:?}",
                        variation.name,
                        item.vars
                    );
                }
            }
        }
    }

    #[test]
    fn spoiled_keys_are_doubted() {
        let key = |digits: [u8; 3]| {
            let key: Vec<(char, u8)> = ['A', 'B', 'C'].into_iter().zip(digits).collect();
            key
        };
        let confirm = |equation: &'static str,
                       told: &'static str,
                       digits: [u8; 3],
                       judged: &str| {
            let words = ["AB", "BA", "CC"].map(str::to_owned);
            let check =
                CryptarithmCheck::new(Operation::Addition, words, &key(digits), judged.to_owned())
                    .expect("an equation");
            let vars = Vars::new().with("equation", equation).with("told", told);
            let found = confirm(&Question {
                variation: "addition_hard",
                vars: &vars,
                check: &Check::Cryptarithm(check),
            });
            found.err().map(|doubt| doubt.to_string())
        };
        let sum = "AB + BA = CC";
        assert_eq!(confirm(sum, "A = 1, B = 2", [1, 2, 3], "AB"), None);
        for (equation, told, digits, judged, reason) in [
            (sum, "", [1, 2, 3], "", "there is more than one solution"),
            (
                sum,
                "A = 1",
                [1, 2, 3],
                "A",
                "there is more than one solution",
            ),
            (sum, "A = 9, B = 8", [1, 2, 3], "AB", "there is no solution"),
            (sum, "A = 1, B = 3", [1, 2, 3], "AB", "the only solution is"),
            (
                sum,
                "A = 1, B = 2",
                [1, 2, 3],
                "A",
                "the letters told are not those judged",
            ),
            (
                "AB − BA = CC",
                "",
                [1, 2, 3],
                "",
                "another operation is judged than told",
            ),
            (
                "AB + BA = CA",
                "",
                [1, 2, 3],
                "",
                "the words judged are not those told",
            ),
            ("AB + BA", "", [1, 2, 3], "", "`AB + BA` is no equation"),
            (sum, "A is 1", [1, 2, 3], "", "`A is 1` tells nothing"),
        ] {
            let doubt = confirm(equation, told, digits, judged).unwrap_or_default();
            assert!(doubt.starts_with(reason), "{equation}, {told}: {doubt}");
        }
    }
}
