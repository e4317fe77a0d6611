//! `beyondbench.hard.logic_grid_puzzles`: who has what, by clues that fit one arrangement alone.
//!
//! Hard about it: no clue settles much, so facts about different categories have to be carried
//! through each other. Every puzzle is proved to have exactly one solution when it is made, by
//! propagation and search over sets of people; the check proves it again when it is read, and the
//! proof beside the generators reads the sentences and goes through permutations.
//!
//! The catalogue counts eight variations and lists four difficulties and the sizes 3, 4 and 5. Here
//! they are the four difficulties at sizes 4 and 5: three people and two categories have 36
//! arrangements, which four clues settle at a glance. A size is the number of people and of
//! categories, the people's names among them. One category is of numbers, so that every puzzle can
//! compare; the others are drawn from nine.
//!
//! Clue kinds have the published weights. Each clue drawn must be false of an arrangement that still
//! fits, until none is left but the hidden one; then clues without which it stays so are taken out
//! in random order, down to the published number, max(size, 4) for easy puzzles to max(size + 3, 7)
//! for extreme ones. Most puzzles need more than that number; a published puzzle that needed more
//! was given out with several solutions. A conditional clue names values of two categories, and half
//! of them, in extreme puzzles, three. In hard and extreme puzzles whoever is compared may be named
//! by a value.
//!
//! Of 30 names, 10 values a category and 50 numbers or more, size 4 has more than 10^17 puzzles
//! even if every arrangement had one set of clues.

use num_bigint::BigUint;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{Category, LogicCheck};
use tribunal_verifiers::logic::{Clue, Endless, Grid, MAX_SIDE, Puzzle, Term};

use crate::item::Draft;
use crate::sample::Stream;
use crate::space::{Space, binomial, factorial};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::{Var, Vars};

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.logic_grid_puzzles",
    version: 1,
    summary: "who has what, by clues that fit one arrangement alone",
    variations: &[
        Variation {
            name: "easy_4",
            summary: "four people; half of the clues name a value",
        },
        Variation {
            name: "easy_5",
            summary: "five people; half of the clues name a value",
        },
        Variation {
            name: "medium_4",
            summary: "four people; fewer direct clues, more comparisons and conditions",
        },
        Variation {
            name: "medium_5",
            summary: "five people; fewer direct clues, more comparisons and conditions",
        },
        Variation {
            name: "hard_4",
            summary: "four people; few direct clues, and people compared by what they have",
        },
        Variation {
            name: "hard_5",
            summary: "five people; few direct clues, and people compared by what they have",
        },
        Variation {
            name: "extreme_4",
            summary: "four people; hardly a direct clue, and chains of three values",
        },
        Variation {
            name: "extreme_5",
            summary: "five people; hardly a direct clue, and chains of three values",
        },
    ],
    params: &[],
    generate,
    space,
};

const PEOPLE: [&str; 30] = [
    "Agnes", "Anna", "Ben", "Boris", "Carla", "Clara", "David", "Dora", "Edith", "Emil", "Felix",
    "Frida", "Georg", "Greta", "Hugo", "Ida", "Ivan", "Jana", "Karl", "Laura", "Leo", "Marta",
    "Nora", "Oscar", "Paula", "Robert", "Sofia", "Tom", "Ursula", "Viktor",
];

/// A category of words: its name, what stands before a value, and the values.
type Words = (&'static str, &'static str, [&'static str; 10]);

const WORDS: [Words; 9] = [
    (
        "colour",
        "",
        [
            "red", "blue", "green", "yellow", "black", "white", "purple", "brown", "grey", "pink",
        ],
    ),
    (
        "job",
        "",
        [
            "baker", "nurse", "pilot", "lawyer", "farmer", "painter", "teacher", "tailor", "judge",
            "plumber",
        ],
    ),
    (
        "pet",
        "the ",
        [
            "cat", "dog", "parrot", "rabbit", "hamster", "turtle", "horse", "snake", "goat", "duck",
        ],
    ),
    (
        "city",
        "",
        [
            "Lisbon", "Oslo", "Vienna", "Prague", "Dublin", "Madrid", "Warsaw", "Cairo", "Lima",
            "Quito",
        ],
    ),
    (
        "sport",
        "",
        [
            "tennis", "rowing", "boxing", "judo", "golf", "hockey", "fencing", "chess", "rugby",
            "sailing",
        ],
    ),
    (
        "food",
        "",
        [
            "pasta", "rice", "soup", "salad", "pizza", "curry", "bread", "cheese", "stew", "sushi",
        ],
    ),
    (
        "instrument",
        "the ",
        [
            "piano", "violin", "cello", "flute", "guitar", "harp", "drum", "trumpet", "organ",
            "banjo",
        ],
    ),
    (
        "subject",
        "",
        [
            "history",
            "physics",
            "biology",
            "music",
            "latin",
            "geography",
            "algebra",
            "chemistry",
            "drama",
            "economics",
        ],
    ),
    (
        "drink",
        "",
        [
            "tea", "coffee", "milk", "water", "juice", "cocoa", "lemonade", "cider", "wine", "beer",
        ],
    ),
];

/// The categories of numbers, with the smallest and the largest; of two digits or more, so that a
/// number that counts the rows of an answer is none of them.
const NUMBERS: [(&str, i64, i64); 3] = [("age", 18, 79), ("height", 150, 199), ("score", 10, 99)];

/// How often a clue of a kind is drawn until one is of use.
const DRAWS: usize = 8;

/// What the name of a variation says.
#[derive(Clone, Copy)]
struct Level {
    size: usize,
    /// How many clues more than people there should be, and how many at least.
    clues: (usize, usize),
    /// Weights of direct, negative, comparing and conditional clues.
    weights: [u64; 4],
    /// Whether who is compared may be named by a value.
    oblique: bool,
    /// Whether conditions may name three values.
    chains: bool,
}

impl Level {
    fn of(variation: &str) -> Result<Self, GenerateError> {
        let unknown = || GenerateError::new(format!("there is no difficulty `{variation}`"));
        let (difficulty, size) = variation.split_once('_').ok_or_else(unknown)?;
        let size = size.parse().map_err(|_| unknown())?;
        let (clues, weights) = match difficulty {
            "easy" => ((0, 4), [50, 30, 10, 10]),
            "medium" => ((1, 5), [30, 30, 20, 20]),
            "hard" => ((2, 6), [20, 30, 25, 25]),
            "extreme" => ((3, 7), [15, 25, 30, 30]),
            _ => return Err(unknown()),
        };
        Ok(Self {
            size,
            clues,
            weights,
            oblique: matches!(difficulty, "hard" | "extreme"),
            chains: difficulty == "extreme",
        })
    }

    /// How many clues are wanted.
    fn target(self) -> usize {
        (self.size + self.clues.0).max(self.clues.1)
    }
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let level = Level::of(order.variation)?;
    let mut people = PEOPLE.to_vec();
    stream.shuffle(&mut people);
    people.truncate(level.size);
    let (categories, ordered) = categories(level.size, stream);
    let hidden = arrangement(level.size, stream);
    let mut maker = Maker {
        level,
        ordered,
        hidden,
        stream,
    };
    let clues = maker
        .clues()
        .map_err(|Endless| GenerateError::new("a puzzle took too long to solve"))?;
    let sentences = Sentences {
        people: &people,
        categories: &categories,
    };
    let listed = categories.iter().map(|category| {
        let values = category.values.iter().cloned().map(Var::from);
        let named = Vars::new().with("name", category.name.clone());
        Var::Map(named.with("values", Var::List(values.collect())))
    });
    let told = clues.iter().map(|clue| Var::from(sentences.spell(clue)));
    let vars = Vars::new()
        .with(
            "people",
            Var::List(people.iter().map(|&name| Var::from(name)).collect()),
        )
        .with("categories", Var::List(listed.collect()))
        .with("clues", Var::List(told.collect()));
    let people = people.into_iter().map(str::to_owned).collect();
    let check = LogicCheck::new(people, categories, clues)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::Logic(check)))
}

/// Names, categories and values, and every arrangement of them.
fn space(order: Order<'_>) -> Space {
    let size = Level::of(order.variation).map_or(0, |level| level.size);
    let numbers: BigUint = NUMBERS
        .iter()
        .map(|&(_, low, high)| binomial((high - low + 1) as u64, size))
        .sum();
    let words = size - 2;
    let values = binomial(10, size).pow(words as u32);
    let arrangements = factorial(size).pow(size as u32 - 1);
    let names = binomial(PEOPLE.len() as u64, size);
    let chosen = binomial(WORDS.len() as u64, words);
    Space::at_least(names * numbers * chosen * values * arrangements)
}

/// Categories in random order, one of them of numbers, and the place of that one, from 1.
fn categories(size: usize, stream: &mut Stream) -> (Vec<Category>, u8) {
    let mut words: Vec<&Words> = WORDS.iter().collect();
    stream.shuffle(&mut words);
    let mut categories: Vec<Category> = words[..size - 2]
        .iter()
        .map(|(name, _, values)| {
            let mut values = values.map(str::to_owned).to_vec();
            stream.shuffle(&mut values);
            values.truncate(size);
            Category {
                name: (*name).to_owned(),
                values,
            }
        })
        .collect();
    let &(name, low, high) = stream.choose(&NUMBERS);
    // A range has more numbers than people.
    let mut numbers = stream.distinct(size, low, high).unwrap_or_default();
    numbers.sort_unstable();
    let place = stream.index(size - 1);
    categories.insert(
        place,
        Category {
            name: name.to_owned(),
            values: numbers.iter().map(i64::to_string).collect(),
        },
    );
    (categories, place as u8 + 1)
}

/// Who has each value.
fn arrangement(size: usize, stream: &mut Stream) -> Grid {
    let mut grid: Grid = [[0; MAX_SIDE]; MAX_SIDE];
    for (category, holders) in grid.iter_mut().enumerate().take(size) {
        for (holder, person) in holders.iter_mut().zip(0..size as u8) {
            *holder = person;
        }
        if category > 0 {
            stream.shuffle(&mut holders[..size]);
        }
    }
    grid
}

/// Makes the clues of one puzzle.
struct Maker<'a> {
    level: Level,
    /// The category of numbers.
    ordered: u8,
    hidden: Grid,
    stream: &'a mut Stream,
}

impl Maker<'_> {
    /// Clues that fit the hidden arrangement alone, in random order, the first drawn being direct.
    fn clues(&mut self) -> Result<Vec<Clue>, Endless> {
        let target = self.level.target();
        let mut clues = vec![self.direct()];
        loop {
            let other = self.other(&clues)?;
            if other.is_none() && clues.len() >= target {
                break;
            }
            match self.useful(&clues, other.as_ref()) {
                Some(clue) => clues.push(clue),
                None => break,
            }
        }
        self.thin_out(&mut clues, target)?;
        self.stream.shuffle(&mut clues);
        Ok(clues)
    }

    /// An arrangement that fits the clues besides the hidden one.
    fn other(&self, clues: &[Clue]) -> Result<Option<Grid>, Endless> {
        let puzzle = Puzzle::new(self.level.size, self.level.size, clues);
        puzzle.map_or(Ok(None), |puzzle| puzzle.other(&self.hidden))
    }

    /// A new clue that is false of the other arrangement, if there is one. Where no kind gives any
    /// in a few draws, a direct one about a value that the two arrangements give to different people
    /// does; so the clues are of use as long as there is another arrangement.
    fn useful(&mut self, clues: &[Clue], other: Option<&Grid>) -> Option<Clue> {
        let fits =
            |clue: &Clue| !clues.contains(clue) && other.is_none_or(|other| !clue.holds(other));
        for _ in 0..DRAWS {
            let kind = self.kind();
            for _ in 0..DRAWS {
                let clue = self.draw(kind);
                if fits(&clue) {
                    return Some(clue);
                }
            }
        }
        let other = other?;
        let size = self.level.size;
        let mut open: Vec<Term> = Vec::with_capacity(MAX_SIDE * MAX_SIDE);
        let both = other.iter().zip(&self.hidden).enumerate();
        for (category, (there, here)) in both.take(size).skip(1) {
            let both = there.iter().zip(here).enumerate();
            for (value, _) in both.take(size).filter(|(_, (one, other))| one != other) {
                open.push([category as u8, value as u8]);
            }
        }
        let term = *self.stream.choose(&open);
        Some(Clue::Same {
            terms: [[0, self.holder(term)], term],
        })
    }

    /// Takes out clues that the others imply, in random order, as long as more than `target` are
    /// left; one direct clue stays.
    fn thin_out(&mut self, clues: &mut Vec<Clue>, target: usize) -> Result<(), Endless> {
        self.stream.shuffle(&mut clues[1..]);
        let mut place = clues.len();
        while clues.len() > target && place > 1 {
            place -= 1;
            let clue = clues.remove(place);
            if self.other(clues)?.is_some() {
                clues.insert(place, clue);
            }
        }
        Ok(())
    }

    fn kind(&mut self) -> usize {
        let weights = self.level.weights;
        let mut drawn = self.stream.below(weights.iter().sum());
        for (kind, &weight) in weights.iter().enumerate() {
            if drawn < weight {
                return kind;
            }
            drawn -= weight;
        }
        0
    }

    /// A clue of a kind, by its place among the weights, that the hidden arrangement fits.
    fn draw(&mut self, kind: usize) -> Clue {
        match kind {
            1 => self.negative(),
            2 => self.comparison(),
            3 => self.condition(),
            _ => self.direct(),
        }
    }

    fn direct(&mut self) -> Clue {
        let term = self.value();
        Clue::Same {
            terms: [[0, self.holder(term)], term],
        }
    }

    fn negative(&mut self) -> Clue {
        let term = self.value();
        let size = self.level.size;
        let step = 1 + self.stream.index(size - 1);
        let person = (usize::from(self.holder(term)) + step) % size;
        Clue::Different {
            terms: [[0, person as u8], term],
        }
    }

    fn comparison(&mut self) -> Clue {
        let size = self.level.size as u64;
        let one = self.stream.below(size) as u8;
        let other = (u64::from(one) + 1 + self.stream.below(size - 1)) % size;
        let holders = self.hidden[usize::from(self.ordered)];
        let rank = |person: u8| holders.iter().position(|&holder| holder == person);
        let (low, high) = match rank(one) < rank(other as u8) {
            true => (one, other as u8),
            false => (other as u8, one),
        };
        Clue::Less {
            category: self.ordered,
            terms: [self.named(low), self.named(high)],
        }
    }

    /// A person by name or, at higher levels with even chance, by a value that is no number.
    fn named(&mut self, person: u8) -> Term {
        if !self.level.oblique || self.stream.chance(1, 2) {
            return [0, person];
        }
        let mut category = 1 + self.stream.below(self.level.size as u64 - 2) as u8;
        if category >= self.ordered {
            category += 1;
        }
        self.of(person, category)
    }

    fn condition(&mut self) -> Clue {
        let mut categories = [1, 2, 3, 4];
        let categories = &mut categories[..self.level.size - 1];
        self.stream.shuffle(categories);
        let person = self.stream.below(self.level.size as u64) as u8;
        let chain = self.level.chains && self.stream.chance(1, 2);
        let mut chosen = [categories[0], categories[1], categories[2]];
        // The order of the categories says nothing, so equal clues are spelled alike.
        chosen[..if chain { 3 } else { 2 }].sort_unstable();
        let [a, b, c] = chosen.map(|category| self.of(person, category));
        match chain {
            true => Clue::Chain { terms: [a, b, c] },
            false => Clue::Same { terms: [a, b] },
        }
    }

    /// Any value of any category.
    fn value(&mut self) -> Term {
        let size = self.level.size as u64;
        let category = 1 + self.stream.below(size - 1) as u8;
        [category, self.stream.below(size) as u8]
    }

    /// The value that a person has of a category.
    fn of(&self, person: u8, category: u8) -> Term {
        let holders = &self.hidden[usize::from(category)][..self.level.size];
        let value = holders.iter().position(|&holder| holder == person);
        [category, value.unwrap_or(0) as u8]
    }

    fn holder(&self, [category, value]: Term) -> u8 {
        self.hidden[usize::from(category)][usize::from(value)]
    }
}

/// Puts clues into words.
struct Sentences<'a> {
    people: &'a [&'static str],
    categories: &'a [Category],
}

impl Sentences<'_> {
    fn spell(&self, clue: &Clue) -> String {
        match *clue {
            Clue::Same {
                terms: [[0, person], value],
            } => self.of(person, "is ", value),
            Clue::Different {
                terms: [[_, person], value],
            } => self.of(person, "is not ", value),
            Clue::Same {
                terms: [one, other],
            } => {
                format!("The {} is the {}.", self.whose(one), self.whose(other))
            }
            Clue::Chain {
                terms: [one, other, last],
            } => format!(
                "The {} is the {} and also the {}.",
                self.whose(one),
                self.whose(other),
                self.whose(last)
            ),
            Clue::Less {
                category,
                terms: [low, high],
            } => {
                let (name, _, _) = self.parts([category, 0]);
                // Which way round it is said depends on the clue alone.
                let (one, sign, other) = match low[1] % 2 {
                    0 => (low, "lower", high),
                    _ => (high, "higher", low),
                };
                format!(
                    "The {name} of {} is {sign} than the {name} of {}.",
                    self.who(one),
                    self.who(other)
                )
            }
        }
    }

    fn of(&self, person: u8, verb: &str, value: Term) -> String {
        let (name, article, value) = self.parts(value);
        let person = self.people[usize::from(person)];
        format!("The {name} of {person} {verb}{article}{value}.")
    }

    fn who(&self, term: Term) -> String {
        match term {
            [0, person] => self.people[usize::from(person)].to_owned(),
            value => format!("the {}", self.whose(value)),
        }
    }

    fn whose(&self, value: Term) -> String {
        let (name, article, value) = self.parts(value);
        format!("person whose {name} is {article}{value}")
    }

    /// A category's name, what stands before its values, and a value.
    fn parts(&self, [category, value]: Term) -> (&str, &str, &str) {
        let category = &self.categories[usize::from(category) - 1];
        let known = WORDS.iter().find(|(name, _, _)| *name == category.name);
        let article = known.map_or("", |(_, article, _)| article);
        (
            &category.name,
            article,
            &category.values[usize::from(value)],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::Generator;

    /// Kinds of clues in many puzzles: direct, negative, comparing, conditional, chains; and the
    /// number of all.
    fn kinds(variation: &str) -> ([usize; 5], usize) {
        let generator = Generator::new(&TASK, Some(variation), [], "kinds").expect("valid");
        let level = Level::of(variation).expect("a level");
        let (mut kinds, mut all) = ([0; 5], 0);
        for index in 0..200 {
            let item = generator.item(index).expect("item 0 was made");
            let Some(Var::List(clues)) = item.vars.get("clues") else {
                panic!("no clues")
            };
            assert!(clues.len() >= level.target(), "{clues:?}");
            let mut direct = 0;
            for clue in clues {
                let Var::Text(text) = clue else {
                    panic!("{clue:?}")
                };
                let kind = match text {
                    text if text.contains("than") => 2,
                    text if text.contains("also") => 4,
                    text if text.contains("is the person") => 3,
                    text if text.contains("is not") => 1,
                    _ => 0,
                };
                kinds[kind] += 1;
                direct += usize::from(kind == 0);
                all += 1;
            }
            assert!(direct > 0, "{clues:?}");
        }
        (kinds, all)
    }

    #[test]
    fn harder_puzzles_have_fewer_direct_clues() {
        for size in [4, 5] {
            let levels = ["easy", "medium", "hard", "extreme"];
            let all = levels.map(|level| kinds(&format!("{level}_{size}")));
            for pair in all.windows(2) {
                let share = |(kinds, all): &([usize; 5], usize)| kinds[0] * 1000 / all;
                assert!(share(&pair[0]) > share(&pair[1]), "{all:?}");
            }
            for (level, (kinds, _)) in levels.iter().zip(&all) {
                assert!(
                    kinds[..4].iter().all(|&count| count > 0),
                    "{level}: {kinds:?}"
                );
                assert_eq!(kinds[4] > 0, *level == "extreme");
            }
        }
    }

    #[test]
    fn names_are_all_different() {
        let mut words: Vec<String> = PEOPLE.map(str::to_owned).to_vec();
        words.extend(NUMBERS.map(|(name, _, _)| name.to_owned()));
        for (name, _, values) in WORDS {
            words.push(name.to_owned());
            words.extend(values.map(str::to_owned));
        }
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
    }
}
