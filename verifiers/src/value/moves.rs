//! Lists of moves between named places: `12: K -> R, 40: K → P`.
//!
//! | spelling | read as |
//! |---|---|
//! | `12: K -> R`, `12: K→R`, `12: K \to R`, `disk 12: K => R` | disk 12 from K to R |
//! | `Move disk 12 from K to R`, `Step 3: move disk 12 from peg K to peg R` | the same |
//! | `[12, "K", "R"]`, `(12, K, R)`, `{"disk": 12, "from": "K", "to": "R"}` | the same |
//! | `3. 12: K -> R`, `\| 3 \| 12 \| K \| R \|` | the same, as third of a list |
//! | `K -> R`, `3) K -> R` | whatever disk lies on top of K |
//!
//! Moves are parted by commas, semicolons, line breaks or nothing; any other word makes the whole
//! unreadable, and so does an ellipsis, which leaves moves out.

use super::plain::DOTS;
use super::shape::{Lead, Shape};

/// One move as stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedMove {
    /// The number of the disk, if one is named.
    pub disk: Option<u64>,
    /// Index of the place it leaves.
    pub from: usize,
    /// Index of the place it goes to.
    pub to: usize,
}

/// A list of moves between the places of these names, single capital letters.
#[derive(Clone, Copy, Debug)]
pub struct MovesShape {
    /// The names of the places.
    pub places: [char; 3],
}

/// Words that say nothing beyond the numbers and names beside them.
const FILLERS: &[&str] = &[
    "move",
    "moves",
    "moving",
    "disk",
    "disc",
    "disks",
    "discs",
    "from",
    "to",
    "step",
    "peg",
    "rod",
    "pole",
    "top",
    "the",
    "then",
    "and",
    "put",
    "on",
    "onto",
    "of",
    "size",
    "take",
    "transfer",
    "rightarrow",
    "longrightarrow",
    "mapsto",
    "json",
    "text",
];

/// Marks of one byte that say nothing, but for the full stop, of which two are an ellipsis.
static MARKS: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b" \n\x01,;:()[]{}|->=\"'`*#_\\";
    let mut index = 0;
    while index < marks.len() {
        table[marks[index] as usize] = true;
        index += 1;
    }
    table
};

impl Shape for MovesShape {
    type Value = Vec<StatedMove>;

    fn noun(&self) -> &'static str {
        "a list of moves"
    }

    fn exact(&self, text: &str) -> Option<Self::Value> {
        let mut reader = Reader {
            places: self.places,
            rest: text,
            word: "",
            number: None,
            from: None,
            moves: Vec::new(),
        };
        while !reader.rest.is_empty() {
            reader.token()?;
        }
        let whole = reader.from.is_none() && reader.number.is_none() && !reader.moves.is_empty();
        whole.then_some(reader.moves)
    }

    /// A clause states moves only as a whole, which [`Shape::exact`] has tried.
    fn leading<'t>(&self, _text: &'t str) -> Lead<'t, Self::Value> {
        Lead::Absent
    }

    fn agree(&self, one: &Self::Value, other: &Self::Value) -> bool {
        let ends = |moves: &Self::Value| -> Vec<_> {
            moves.iter().map(|step| (step.from, step.to)).collect()
        };
        ends(one) == ends(other)
    }

    fn equations(&self) -> bool {
        false
    }
}

struct Reader<'t> {
    places: [char; 3],
    rest: &'t str,
    /// The last filler, until something else follows it.
    word: &'t str,
    /// The number that may be the next move's disk.
    number: Option<u64>,
    from: Option<usize>,
    moves: Vec<StatedMove>,
}

impl Reader<'_> {
    /// Takes one number, word or mark; `None` at one that has no place in a list of moves.
    fn token(&mut self) -> Option<()> {
        // Most bytes are marks; a table takes a run of them at once.
        let marks = self.rest.bytes().position(|byte| !MARKS[usize::from(byte)]);
        self.rest = &self.rest[marks.unwrap_or(self.rest.len())..];
        let Some(first) = self.rest.chars().next() else {
            return Some(());
        };
        if first.is_ascii_digit() {
            return self.number();
        }
        if first.is_alphabetic() {
            return self.word();
        }
        if self.rest.starts_with("..") || first == DOTS {
            return None;
        }
        let mark = matches!(first, '.' | '→' | '⟶' | '➔' | '➜' | '⇒' | '↦');
        self.rest = &self.rest[first.len_utf8()..];
        mark.then_some(())
    }

    fn number(&mut self) -> Option<()> {
        let length = self
            .rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        // Between the two places of a move no number belongs.
        if self.from.is_some() {
            return None;
        }
        let next = rest.trim_start_matches(['*', ' ']);
        let counted = rest.starts_with(['.', ')'])
            || self.word.eq_ignore_ascii_case("move") && next.starts_with([':', '.'])
            || self.word.eq_ignore_ascii_case("step");
        let named =
            self.word.eq_ignore_ascii_case("disk") || self.word.eq_ignore_ascii_case("disc");
        self.word = "";
        if counted && !named {
            return Some(());
        }
        // Of two numbers before a move the first counts the moves; a third has no meaning.
        self.number = Some(digits.parse().ok()?);
        Some(())
    }

    fn word(&mut self) -> Option<()> {
        let length = self
            .rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        let mut chars = word.chars();
        if let (Some(name), None) = (chars.next(), chars.next())
            && let Some(place) = self.places.iter().position(|&known| known == name)
        {
            self.place(place);
            return Some(());
        }
        self.word = word;
        FILLERS
            .iter()
            .any(|filler| filler.eq_ignore_ascii_case(word))
            .then_some(())
    }

    fn place(&mut self, place: usize) {
        self.word = "";
        match self.from.take() {
            None => self.from = Some(place),
            Some(from) => self.moves.push(StatedMove {
                disk: self.number.take(),
                from,
                to: place,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn read(text: &str) -> Option<Vec<StatedMove>> {
        MovesShape {
            places: ['K', 'P', 'R'],
        }
        .exact(&plain(text))
    }

    fn step(disk: impl Into<Option<u64>>, from: usize, to: usize) -> StatedMove {
        StatedMove {
            disk: disk.into(),
            from,
            to,
        }
    }

    #[test]
    fn usual_spellings_give_the_same_moves() {
        let wanted = Some(vec![step(12, 0, 2), step(40, 0, 1)]);
        for text in [
            "12: K -> R, 40: K -> P",
            "12:K->R;40:K->P",
            "12: K→R, 40: K → P",
            r"12: K \to R, 40: K \rightarrow P",
            r"\text{12: } K \to R,\ \text{40: } K \to P",
            "Move disk 12 from K to R\nMove disk 40 from K to P",
            "1. Move disk 12 from peg K to peg R.\n2. Move disk 40 from peg K to peg P.",
            "Step 1: disk 12 from K to R\nStep 2: disk 40 from K to P",
            "Move 1: 12: K -> R\nMove 2: 40: K -> P",
            "1) 12: K => R\n2) 40: K => P",
            r#"[[12, "K", "R"], [40, "K", "P"]]"#,
            r#"[{"disk": 12, "from": "K", "to": "R"}, {"disk": 40, "from": "K", "to": "P"}]"#,
            "(12, K, R), (40, K, P)",
            "| Step | Disk | From | To |\n|---|---|---|---|\n| 1 | 12 | K | R |\n| 2 | 40 | K | P |",
            "- **12**: `K -> R`\n- **40**: `K -> P`",
            r"\begin{array}{l} 12: K \to R \\ 40: K \to P \end{array}",
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_disk_may_go_unnamed() {
        assert_eq!(
            read("K -> R, K -> P"),
            Some(vec![step(None, 0, 2), step(None, 0, 1)])
        );
        assert_eq!(
            read("1. K → R\n2. R → P"),
            Some(vec![step(None, 0, 2), step(None, 2, 1)])
        );
    }

    #[test]
    fn anything_else_is_no_list_of_moves() {
        for text in [
            "",
            "12",
            "K",
            "12: K -> R, 40: K",
            "12: K -> R, ..., 40: K -> P",
            "12: K -> R or 12: K -> P",
            "12: K -> X",
            "12: K <- R",
            "K 12 R",
            "12: K -> R, 40",
            "99999999999999999999999: K -> R",
            "no moves",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
