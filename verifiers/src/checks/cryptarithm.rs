//! An equation whose digits are written as letters.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract;
use crate::value::CipherShape;
use crate::verdict::{Judgement, Verdict};

/// How the first two words of an equation make the third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// The first and the second add up to the third.
    Addition,
    /// The first less the second is the third.
    Subtraction,
    /// The first times the second is the third.
    Multiplication,
    /// The first divided by the second is the third, without a remainder.
    Division,
}

impl Operation {
    /// Its sign.
    pub fn sign(self) -> char {
        match self {
            Self::Addition => '+',
            Self::Subtraction => '−',
            Self::Multiplication => '×',
            Self::Division => '÷',
        }
    }

    /// Whether the equation holds between these numbers, each below 10^18.
    fn holds(self, [one, other, result]: [u64; 3]) -> bool {
        match self {
            Self::Addition => one + other == result,
            Self::Subtraction => other + result == one,
            Self::Multiplication => u128::from(one) * u128::from(other) == u128::from(result),
            Self::Division => u128::from(other) * u128::from(result) == u128::from(one),
        }
    }
}

/// The longest word, so that its number fits a machine word.
const LONGEST: usize = 18;

/// The answer must give every letter a digit, different letters different digits, such that no word
/// begins with 0, the letters told keep their digits, and the equation holds. Every such assignment
/// is right; the generator sees to it that there is one only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct CryptarithmCheck {
    operation: Operation,
    /// The words in the order of the equation, in capital letters.
    words: [String; 3],
    /// The letters, ascending.
    letters: String,
    /// A right digit for each letter.
    digits: String,
    /// The letters whose digits the prompt tells.
    told: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    operation: Operation,
    words: [String; 3],
    letters: String,
    digits: String,
    told: String,
}

/// Why data is no equation of words with a solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CryptarithmError {
    /// A word is empty, too long, or has other than capital letters.
    #[error("a word has one to {LONGEST} letters from A to Z")]
    Words,
    /// The letters are not those of the words in ascending order, or letters are told that there
    /// are not.
    #[error("the letters are those of the words in ascending order, and told ones are among them")]
    Letters,
    /// The digits are no solution.
    #[error("the digits are not different, or begin a word with 0, or break the equation")]
    Digits,
}

impl TryFrom<RawCheck> for CryptarithmCheck {
    type Error = CryptarithmError;

    fn try_from(raw: RawCheck) -> Result<Self, CryptarithmError> {
        let key: Vec<(char, u8)> = raw
            .letters
            .chars()
            .zip(raw.digits.bytes().map(|byte| byte.wrapping_sub(b'0')))
            .collect();
        if raw.letters.len() != raw.digits.len() {
            return Err(CryptarithmError::Digits);
        }
        Self::new(raw.operation, raw.words, &key, raw.told)
    }
}

impl CryptarithmCheck {
    /// The check for the equation of these words. `key` holds a right digit for each letter, the
    /// letters in ascending order; `told` are the letters whose digits the prompt tells.
    ///
    /// # Errors
    /// [`CryptarithmError`] when these are no equation or the key does not solve it.
    pub fn new(
        operation: Operation,
        words: [String; 3],
        key: &[(char, u8)],
        told: String,
    ) -> Result<Self, CryptarithmError> {
        let spelled = |word: &String| {
            (1..=LONGEST).contains(&word.len()) && word.bytes().all(|c| c.is_ascii_uppercase())
        };
        if !words.iter().all(spelled) {
            return Err(CryptarithmError::Words);
        }
        let mut letters: Vec<char> = words.iter().flat_map(|word| word.chars()).collect();
        letters.sort_unstable();
        letters.dedup();
        if !key.iter().map(|(letter, _)| letter).eq(&letters)
            || !told.chars().all(|letter| letters.contains(&letter))
        {
            return Err(CryptarithmError::Letters);
        }
        if key.iter().any(|&(_, digit)| digit > 9) {
            return Err(CryptarithmError::Digits);
        }
        let check = Self {
            operation,
            words,
            letters: letters.into_iter().collect(),
            digits: key
                .iter()
                .map(|&(_, digit)| char::from(b'0' + digit))
                .collect(),
            told,
        };
        match check.fault(check.digits.as_bytes()) {
            Some(_) => Err(CryptarithmError::Digits),
            None => Ok(check),
        }
    }

    /// How the words make an equation.
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// The words in the order of the equation.
    pub fn words(&self) -> &[String; 3] {
        &self.words
    }

    /// The letters in ascending order, each with its digit in the known solution.
    pub fn key(&self) -> impl ExactSizeIterator<Item = (char, u8)> + '_ {
        let pairs = self.letters.bytes().zip(self.digits.bytes());
        pairs.map(|(letter, digit)| (char::from(letter), digit - b'0'))
    }

    /// The letters whose digits the prompt tells.
    pub fn told(&self) -> &str {
        &self.told
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &CipherShape).judge(|stated| self.decide(stated))
    }

    /// The known solution, boxed.
    pub fn reference(&self) -> String {
        self.reply(self.digits.as_bytes())
    }

    /// The known solution with the digits of the first two letters exchanged, or where that is
    /// another solution, with the first letter's digit given to the second as well; boxed.
    pub fn counterfeit(&self) -> String {
        let mut wrong = self.digits.clone().into_bytes();
        if let [one, other, ..] = &mut wrong[..] {
            std::mem::swap(one, other);
        }
        if self.fault(&wrong).is_none() {
            // Equal digits, and a number that is no digit, are never right.
            match &mut wrong[..] {
                [one, other, ..] => *other = *one,
                [one] => *one = b'0',
                [] => {}
            }
        }
        self.reply(&wrong)
    }

    fn reply(&self, digits: &[u8]) -> String {
        let mut text = String::with_capacity(7 * digits.len());
        for (letter, &digit) in self.letters.chars().zip(digits) {
            if !text.is_empty() {
                text.push_str(", ");
            }
            text.extend([letter, ' ', '=', ' ', char::from(digit)]);
        }
        super::reply("Working through the columns settles all letters.", &text)
    }

    /// What is wrong with these digits, written out, one for each letter.
    fn fault(&self, digits: &[u8]) -> Option<String> {
        let digit = |letter: u8| {
            let place = self.letters.bytes().position(|known| known == letter);
            place.map_or(0, |place| digits[place] - b'0')
        };
        for (place, &one) in digits.iter().enumerate() {
            if let Some(other) = digits[..place].iter().position(|&other| other == one) {
                let name = |place: usize| char::from(self.letters.as_bytes()[place]);
                return Some(format!(
                    "{} and {} have the same digit",
                    name(other),
                    name(place)
                ));
            }
        }
        for letter in self.told.bytes() {
            let known = self.key().find(|&(known, _)| known == char::from(letter));
            if known.is_some_and(|(_, known)| known != digit(letter)) {
                return Some(format!(
                    "{} is told to be another digit",
                    char::from(letter)
                ));
            }
        }
        let mut numbers = [0; 3];
        for (number, word) in numbers.iter_mut().zip(&self.words) {
            if word.bytes().next().is_some_and(|first| digit(first) == 0) {
                return Some(format!("{word} begins with 0"));
            }
            *number = word.bytes().fold(0u64, |number, letter| {
                10 * number + u64::from(digit(letter))
            });
        }
        (!self.operation.holds(numbers)).then(|| {
            let [one, other, result] = numbers;
            let sign = self.operation.sign();
            format!("{one} {sign} {other} is not {result}")
        })
    }

    fn decide(&self, stated: &[(char, u32)]) -> Verdict {
        // A number that is no digit is spelled as a question mark, as is none.
        let mut found = vec![b'?'; self.letters.len()];
        let mut given = vec![false; self.letters.len()];
        let mut fault = None;
        for &(letter, number) in stated {
            let Some(place) = self.letters.chars().position(|known| known == letter) else {
                fault = fault.or_else(|| Some(format!("there is no letter {letter}")));
                continue;
            };
            if std::mem::replace(&mut given[place], true) {
                fault = fault.or_else(|| Some(format!("{letter} is given twice")));
            }
            match u8::try_from(number) {
                Ok(digit @ 0..=9) => found[place] = b'0' + digit,
                _ => fault = fault.or_else(|| Some(format!("{number} is no digit"))),
            }
        }
        let mut text = String::with_capacity(4 * found.len());
        for (letter, &digit) in self.letters.chars().zip(&found) {
            if !text.is_empty() {
                text.push(' ');
            }
            text.extend([letter, '=', char::from(digit)]);
        }
        if let Some(fault) = fault {
            return Verdict::incorrect(text, fault);
        }
        if let Some(place) = given.iter().position(|given| !given) {
            let letter = char::from(self.letters.as_bytes()[place]);
            return Verdict::incorrect(text, format!("{letter} has no digit"));
        }
        match self.fault(&found) {
            Some(fault) => Verdict::incorrect(text, fault),
            None => Verdict::correct(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn new(
        operation: Operation,
        words: [&str; 3],
        key: &[(char, u8)],
        told: &str,
    ) -> Result<CryptarithmCheck, CryptarithmError> {
        CryptarithmCheck::new(operation, words.map(str::to_owned), key, told.to_owned())
    }

    /// 12 + 21 = 33, which has many solutions besides.
    fn sum(told: &str) -> CryptarithmCheck {
        let key = [('A', 1), ('B', 2), ('C', 3)];
        new(Operation::Addition, ["AB", "BA", "CC"], &key, told).expect("an equation")
    }

    fn judge(check: &CryptarithmCheck, text: &str) -> Verdict {
        check
            .judge(Answer {
                text: &format!("\\boxed{{{text}}}"),
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn every_solution_is_right() {
        for text in ["A = 1, B = 2, C = 3", "C=8; A=3; B=5", "A B C, 2 1 3"] {
            assert_eq!(judge(&sum(""), text).outcome, Outcome::Correct, "{text}");
        }
        let verdict = judge(&sum(""), "C=8; A=3; B=5");
        assert_eq!(verdict.evidence.answer.as_deref(), Some("A=3 B=5 C=8"));
    }

    #[test]
    fn the_reason_says_what_is_wrong() {
        for (text, reason) in [
            ("A = 1, B = 2, C = 4", "12 + 21 is not 44"),
            ("A = 1, B = 1, C = 2", "A and B have the same digit"),
            ("A = 0, B = 1, C = 2", "AB begins with 0"),
            ("A = 2, B = 1, C = 3", "A is told to be another digit"),
            ("A = 1, B = 2", "C has no digit"),
            ("A = 1, B = 2, C = 3, D = 4", "there is no letter D"),
            ("A = 1, B = 2, C = 3, C = 3", "C is given twice"),
            ("A = 1, B = 12, C = 3", "12 is no digit"),
        ] {
            let verdict = judge(&sum(if reason.contains("told") { "A" } else { "" }), text);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{text}");
        }
    }

    #[test]
    fn each_operation_is_reckoned() {
        let key = [('A', 1), ('B', 2), ('C', 3), ('D', 6)];
        for (operation, words, holds) in [
            (Operation::Addition, ["AB", "AC", "BD"], false),
            (Operation::Subtraction, ["CD", "AB", "BD"], false),
            (Operation::Subtraction, ["CC", "AB", "BA"], true),
            (Operation::Multiplication, ["AB", "C", "CD"], true),
            (Operation::Division, ["CD", "AB", "C"], true),
            (Operation::Division, ["CD", "BA", "C"], false),
        ] {
            let used: Vec<_> = key
                .into_iter()
                .filter(|(letter, _)| words.concat().contains(*letter))
                .collect();
            let made = new(operation, words, &used, "");
            assert_eq!(made.is_ok(), holds, "{operation:?} {words:?}");
        }
    }

    /// A + A = B with the digits exchanged is wrong; A × B = B, with A = 1, is wrong as well; so
    /// is whatever else comes out.
    #[test]
    fn a_counterfeit_is_wrong_even_where_letters_are_alike() {
        let key = [('A', 1), ('B', 2), ('C', 3)];
        let alike = new(Operation::Addition, ["A", "B", "C"], &key, "").expect("an equation");
        let text = alike.counterfeit();
        let judged = alike.judge(Answer {
            text: &text,
            finish: Finish::Stop,
        });
        assert_eq!(judged.strict.outcome, Outcome::Incorrect, "{text}");
    }

    #[test]
    fn data_that_is_no_equation_is_refused() {
        let key = [('A', 1), ('B', 2), ('C', 3)];
        let sum = |words, key: &[(char, u8)], told| new(Operation::Addition, words, key, told);
        let long = "A".repeat(19);
        for words in [
            ["", "B", "C"],
            ["a", "B", "C"],
            ["É", "B", "C"],
            [&long, "B", "C"],
        ] {
            assert_eq!(sum(words, &key, ""), Err(CryptarithmError::Words));
        }
        let words = ["A", "B", "C"];
        assert_eq!(sum(words, &key[1..], ""), Err(CryptarithmError::Letters));
        assert_eq!(sum(words, &key, "D"), Err(CryptarithmError::Letters));
        for digits in [[1, 2, 4], [0, 3, 3], [1, 1, 2], [0, 1, 1], [1, 2, 200]] {
            let key = [('A', digits[0]), ('B', digits[1]), ('C', digits[2])];
            assert_eq!(sum(words, &key, ""), Err(CryptarithmError::Digits));
        }
        let huge = "A".repeat(18);
        let key = [('A', 9), ('B', 1)];
        // The largest words that are taken do not overflow.
        let made = new(Operation::Multiplication, [&huge, "B", &huge], &key, "");
        assert!(made.is_ok());
    }
}
