//! `beyondbench.hard.logic_grid_puzzles`, by going through the permutations of one category after
//! another. The clues are read from their sentences; what is chosen already says who may have each
//! value of the next category, and its permutations that fit are tried in turn. Exactly one
//! arrangement must come out, and the key must accept it and be it.

use tribunal_generators::Var;

use super::answer::{given, takes};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.logic_grid_puzzles",
    method: "search over permutations",
    confirm,
};

/// The most people, and the most categories besides them.
const MOST: usize = 5;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let puzzle = Puzzle::read(question)?;
    let mut found = Vec::new();
    puzzle.combine([None; MOST], &mut found);
    ensure!(!found.is_empty(), "no arrangement fits the clues");
    ensure!(found.len() == 1, "several arrangements fit the clues");
    let text = puzzle.spell(&found[0]);
    ensure!(takes(question, &text), "{text} fits but is not accepted");
    let own = given(question)?;
    ensure!(own == text, "the key is {own}, not {text}");
    // The first two people with each other's values of one category.
    for category in 0..puzzle.categories.len() {
        let mut wrong = found[0].clone();
        for person in &mut wrong[category] {
            *person = match *person {
                0 => 1,
                1 => 0,
                other => other,
            };
        }
        let text = puzzle.spell(&wrong);
        ensure!(!takes(question, &text), "{text} is accepted");
    }
    Ok(())
}

/// Who or what a clue speaks of.
#[derive(Clone, Copy)]
enum Who {
    /// A person.
    Person(usize),
    /// Whoever has this value of this category.
    Holder(usize, usize),
}

enum Clue {
    /// All are the same person, or, of two, they are not.
    Same(Vec<Who>, bool),
    /// The first has an earlier value of the category than the second.
    Before(usize, Who, Who),
}

/// Who has each value of a category; what lies beyond the number of people is 0.
type Row = [usize; MOST];

/// The categories' rows, as far as chosen.
type Rows = [Option<Row>; MOST];

impl Who {
    /// The person, if she is named or her category is chosen.
    fn person(self, rows: &Rows) -> Option<usize> {
        match self {
            Self::Person(person) => Some(person),
            Self::Holder(category, value) => rows[category].map(|row| row[value]),
        }
    }

    /// The value of that category by which she is named.
    fn value_of(self, category: usize) -> Option<usize> {
        match self {
            Self::Holder(of, value) if of == category => Some(value),
            _ => None,
        }
    }
}

impl Clue {
    /// Whether the clue is true, once all its categories are chosen.
    fn holds(&self, rows: &Rows) -> Option<bool> {
        match self {
            Self::Same(who, same) => {
                let first = who[0].person(rows)?;
                let mut all = true;
                for other in &who[1..] {
                    all &= other.person(rows)? == first;
                }
                Some(all == *same)
            }
            Self::Before(category, one, other) => {
                let row = rows[*category]?;
                let (one, other) = (one.person(rows)?, other.person(rows)?);
                let rank = |person| row.iter().position(|&holder| holder == person);
                Some(rank(one) < rank(other))
            }
        }
    }
}

struct Puzzle<'a> {
    people: Vec<&'a str>,
    /// Names and values.
    categories: Vec<(&'a str, Vec<&'a str>)>,
    clues: Vec<Clue>,
}

impl<'a> Puzzle<'a> {
    fn read(question: &Question<'a>) -> Result<Self, Doubt> {
        let people = texts(question.list("people")?)?;
        let mut categories = Vec::new();
        for category in question.list("categories")? {
            let Var::Map(category) = category else {
                return Err(Doubt::new("a category has no name"));
            };
            let (Some(Var::Text(name)), Some(Var::List(values))) =
                (category.get("name"), category.get("values"))
            else {
                return Err(Doubt::new("a category has no name or no values"));
            };
            let values = texts(values)?;
            ensure!(
                values.len() == people.len(),
                "{name} has not as many values as there are people"
            );
            categories.push((name.as_ref(), values));
        }
        ensure!(
            (2..=MOST).contains(&people.len()) && (1..=MOST).contains(&categories.len()),
            "there are {} people and {} categories",
            people.len(),
            categories.len()
        );
        let mut puzzle = Self {
            people,
            categories,
            clues: Vec::new(),
        };
        for clue in texts(question.list("clues")?)? {
            let read = puzzle.clue(clue);
            let read = read.ok_or_else(|| Doubt::new(format!("`{clue}` is no clue")))?;
            puzzle.clues.push(read);
        }
        Ok(puzzle)
    }

    fn clue(&self, sentence: &str) -> Option<Clue> {
        let sentence = sentence.strip_suffix('.')?;
        let sentence = sentence.strip_prefix("The ")?;
        for (sign, up) in [
            (" is lower than the ", true),
            (" is higher than the ", false),
        ] {
            if let Some((one, other)) = sentence.split_once(sign) {
                let (name, one) = one.split_once(" of ")?;
                let (again, other) = other.split_once(" of ")?;
                let category = self.category(name)?;
                let values = &self.categories[category].1;
                let numbers: Vec<u32> = values.iter().flat_map(|text| text.parse()).collect();
                let ascends = numbers.windows(2).all(|pair| pair[0] < pair[1]);
                if name != again || numbers.len() != values.len() || !ascends {
                    return None;
                }
                let (one, other) = (self.who(one)?, self.who(other)?);
                return Some(match up {
                    true => Clue::Before(category, one, other),
                    false => Clue::Before(category, other, one),
                });
            }
        }
        if sentence.starts_with("person whose ") {
            let (first, rest) = sentence.split_once(" is the person")?;
            let rest = format!("person{rest}");
            let mut who = vec![self.holder(first)?];
            for part in rest.split(" and also the ") {
                who.push(self.holder(part)?);
            }
            return Some(Clue::Same(who, true));
        }
        let (name, rest) = sentence.split_once(" of ")?;
        let (person, value) = rest.split_once(" is ")?;
        let (value, same) = match value.strip_prefix("not ") {
            Some(value) => (value, false),
            None => (value, true),
        };
        let person = Who::Person(self.people.iter().position(|known| *known == person)?);
        Some(Clue::Same(vec![person, self.value(name, value)?], same))
    }

    /// A person by name, or "the person whose … is …".
    fn who(&self, text: &str) -> Option<Who> {
        match self.people.iter().position(|known| *known == text) {
            Some(person) => Some(Who::Person(person)),
            None => self.holder(text.strip_prefix("the ")?),
        }
    }

    fn holder(&self, text: &str) -> Option<Who> {
        let (name, value) = text.strip_prefix("person whose ")?.split_once(" is ")?;
        self.value(name, value)
    }

    fn value(&self, name: &str, value: &str) -> Option<Who> {
        let category = self.category(name)?;
        let value = value.strip_prefix("the ").unwrap_or(value);
        let mut values = self.categories[category].1.iter();
        Some(Who::Holder(
            category,
            values.position(|known| *known == value)?,
        ))
    }

    fn category(&self, name: &str) -> Option<usize> {
        self.categories.iter().position(|(known, _)| *known == name)
    }

    /// Goes on with the category that is most restricted by those chosen, until two arrangements
    /// that fit all clues are found.
    fn combine(&self, rows: Rows, found: &mut Vec<Vec<Vec<usize>>>) {
        let people = self.people.len();
        let open = (0..self.categories.len()).filter(|&category| rows[category].is_none());
        let tightest = open
            .map(|category| (category, self.allowed(category, &rows)))
            .min_by_key(|(_, allowed)| allowed.iter().map(|set| set.count_ones()).sum::<u32>());
        let Some((category, allowed)) = tightest else {
            let rows = rows.iter().flatten().map(|row| row[..people].to_vec());
            found.push(rows.collect());
            return;
        };
        let mut orders = Vec::new();
        permutations(&allowed[..people], 0, [0; MOST], &mut orders);
        for order in orders {
            let mut rows = rows;
            rows[category] = Some(order);
            if self
                .clues
                .iter()
                .all(|clue| clue.holds(&rows) != Some(false))
            {
                self.combine(rows, found);
                if found.len() > 1 {
                    return;
                }
            }
        }
    }

    /// For each value of a category the people, a bit each, who may have it by the clues that
    /// compare it with what is chosen.
    fn allowed(&self, category: usize, rows: &Rows) -> [u8; MOST] {
        let mut allowed = [(1 << self.people.len()) - 1; MOST];
        for clue in &self.clues {
            match clue {
                Clue::Same(who, same) => {
                    let Some(person) = who.iter().find_map(|who| who.person(rows)) else {
                        continue;
                    };
                    for who in who {
                        if let Some(value) = who.value_of(category) {
                            let set = 1 << person;
                            allowed[value] &= if *same { set } else { !set };
                        }
                    }
                }
                Clue::Before(ranks, one, other) => {
                    let Some(row) = &rows[*ranks] else {
                        continue;
                    };
                    let ranked = row[..self.people.len()].iter();
                    // Those up to a person, in the order of the ranks, and those from there on.
                    let up_to = |person: usize| {
                        let before = ranked.clone().take_while(|&&other| other != person);
                        before.fold(1u8 << person, |set, &other| set | 1 << other)
                    };
                    if let (Some(value), Some(person)) =
                        (one.value_of(category), other.person(rows))
                    {
                        allowed[value] &= up_to(person) & !(1 << person);
                    }
                    if let (Some(value), Some(person)) =
                        (other.value_of(category), one.person(rows))
                    {
                        allowed[value] &= !up_to(person);
                    }
                }
            }
        }
        allowed
    }

    /// `Anna: 34, cat; Ben: 51, dog`.
    fn spell(&self, rows: &[Vec<usize>]) -> String {
        let entry = |(person, name): (usize, &&str)| {
            let values = self.categories.iter().zip(rows).map(|((_, values), row)| {
                let place = row.iter().position(|&holder| holder == person);
                place.map_or("?", |place| values[place])
            });
            format!("{name}: {}", values.collect::<Vec<_>>().join(", "))
        };
        let entries = self.people.iter().enumerate().map(entry);
        entries.collect::<Vec<_>>().join("; ")
    }
}

fn texts(list: &[Var]) -> Result<Vec<&str>, Doubt> {
    list.iter()
        .map(|var| match var {
            Var::Text(text) => Ok(text.as_ref()),
            other => Err(Doubt::new(format!("{other:?} is no text"))),
        })
        .collect()
}

/// All orders in which each value goes to a person allowed to have it, and none to two.
fn permutations(allowed: &[u8], taken: u8, row: Row, orders: &mut Vec<Row>) {
    let value = taken.count_ones() as usize;
    let Some(&set) = allowed.get(value) else {
        orders.push(row);
        return;
    };
    for person in (0..allowed.len()).filter(|person| set & !taken & 1 << person != 0) {
        let mut row = row;
        row[value] = person;
        permutations(allowed, taken | 1 << person, row, orders);
    }
}
