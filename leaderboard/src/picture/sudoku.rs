//! Sudoku boards.

use serde_json::Value;

use super::Picture;
use crate::svg::{Anchor, Svg};

const CELL: f64 = 34.0;
const EDGE: f64 = 3.0;

/// The board with what is given; with an answer also its digits, wrong ones marked.
pub(super) fn draw(check: &Value, answer: Option<&str>) -> Option<Picture> {
    let text =
        |name: &str| -> Option<Vec<char>> { Some(check.get(name)?.as_str()?.chars().collect()) };
    let (given, solution, regions) = (text("given")?, text("solution")?, text("regions")?);
    let side = (1..=25).find(|side| side * side == given.len())?;
    if solution.len() != given.len() || regions.len() != given.len() {
        return None;
    }
    let digits: Option<Vec<char>> =
        answer.map(|answer| answer.chars().filter(char::is_ascii_alphanumeric).collect());
    if digits
        .as_ref()
        .is_some_and(|digits| digits.len() != given.len())
    {
        return None;
    }
    let size = (side as f64).mul_add(CELL, 2.0 * EDGE);
    let words = match answer {
        Some(_) => "the board as answered",
        None => "the board",
    };
    let mut svg = Svg::new(size as u32, size as u32, "picture", words);
    let corner = |place: usize| {
        let (row, column) = (place / side, place % side);
        (
            (column as f64).mul_add(CELL, EDGE),
            (row as f64).mul_add(CELL, EDGE),
        )
    };
    let diagonal = check.get("diagonal").and_then(Value::as_bool) == Some(true);
    let mut wrong = 0;
    for place in 0..given.len() {
        let (row, column) = (place / side, place % side);
        let on_diagonal = diagonal && (row == column || row + column == side - 1);
        let is_given = given[place] != '.';
        let digit = digits.as_ref().map_or(given[place], |digits| digits[place]);
        let bad = digits.is_some() && digit != solution[place];
        wrong += usize::from(bad);
        let ground = match (bad, on_diagonal) {
            (true, _) => "cell bad",
            (_, true) => "cell shade",
            _ => "cell",
        };
        svg.rect(ground, corner(place), (CELL, CELL));
        if digit != '.' {
            let (x, y) = corner(place);
            let class = if is_given && !bad {
                "digit given"
            } else {
                "digit"
            };
            let at = (x + CELL / 2.0, y + CELL * 0.68);
            svg.text(class, at, Anchor::Middle, &digit.to_string());
        }
    }
    for (class, sum, cells) in cages(check, given.len()) {
        for cell in &cells {
            let (x, y) = corner(*cell);
            svg.rect(class, (x + 3.0, y + 3.0), (CELL - 6.0, CELL - 6.0));
        }
        if let Some(first) = cells.iter().min() {
            let (x, y) = corner(*first);
            svg.text("tiny", (x + 5.0, y + 11.0), Anchor::Start, &sum.to_string());
        }
    }
    svg.path("border", &borders(&regions, side));
    let caption = match (answer, wrong) {
        (None, _) => format!("A {side} × {side} board with the digits given"),
        (Some(_), 0) => "The board as answered".to_owned(),
        (Some(_), n) => format!("The board as answered; {n} of its cells differ from the solution"),
    };
    Picture::new(svg.finish(), caption)
}

/// Killer cages: a class by turns, the sum, and the cells.
fn cages(check: &Value, cells: usize) -> Vec<(&'static str, u64, Vec<usize>)> {
    let cages = check.get("cages").and_then(Value::as_array);
    let cage = |(place, cage): (usize, &Value)| {
        let class = ["cage c0", "cage c1", "cage c2", "cage c3"][place % 4];
        let members = super::smalls(cage.get("cells")?)?;
        let inside = members.iter().all(|cell| *cell < cells);
        inside.then_some((class, cage.get("sum")?.as_u64()?, members))
    };
    cages
        .into_iter()
        .flatten()
        .enumerate()
        .filter_map(cage)
        .collect()
}

/// The lines between regions and around the board.
fn borders(regions: &[char], side: usize) -> String {
    let mut d = String::new();
    let at = |n: usize| (n as f64).mul_add(CELL, EDGE);
    for row in 0..side {
        for column in 0..=side {
            let (left, right) = (column.checked_sub(1), (column < side).then_some(column));
            let region = |column: Option<usize>| column.map(|column| regions[row * side + column]);
            if region(left) != region(right) {
                d.push_str(&format!("M{} {}V{}", at(column), at(row), at(row + 1)));
            }
        }
    }
    for column in 0..side {
        for row in 0..=side {
            let (above, below) = (row.checked_sub(1), (row < side).then_some(row));
            let region = |row: Option<usize>| row.map(|row| regions[row * side + column]);
            if region(above) != region(below) {
                d.push_str(&format!("M{} {}H{}", at(column), at(row), at(column + 1)));
            }
        }
    }
    d
}
