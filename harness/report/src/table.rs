//! Aligned columns, hand-made: a library would wrap names in the middle.

/// On which side a column's cells are flush.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// How a row stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// What the table is about.
    Bold,
    /// A usual row.
    Plain,
    /// Titles, and what is left aside.
    Dim,
}

/// A table whose first column is the rows' names.
#[derive(Debug)]
pub struct Table {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<(Weight, Vec<String>)>,
}

/// Spaces between two columns.
const GAP: usize = 2;

/// Names are not shortened below this.
const SHORTEST_NAME: usize = 12;

impl Table {
    /// A table with these columns, the name's first.
    pub fn new(columns: &[(&'static str, Align)]) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row, one cell a column.
    pub fn row(&mut self, weight: Weight, cells: Vec<String>) {
        self.rows.push((weight, cells));
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Takes the last columns away while the table is wider than `width`, down to `keep`.
    pub fn shrink(&mut self, width: usize, keep: usize) {
        while self.columns.len() > keep && self.widths().iter().sum::<usize>() > width {
            self.columns.pop();
            for (_, cells) in &mut self.rows {
                cells.truncate(self.columns.len());
            }
        }
    }

    /// Width of each column, the gap before it included.
    fn widths(&self) -> Vec<usize> {
        let columns = self.columns.iter().enumerate();
        columns
            .map(|(at, (title, _))| {
                let cells = self.rows.iter().filter_map(|(_, cells)| cells.get(at));
                let widest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
                widest.max(title.chars().count()) + if at == 0 { 0 } else { GAP }
            })
            .collect()
    }

    /// The table as lines, names shortened in the middle to fit `width` where they must;
    /// `paint` dresses each line.
    pub fn lines(&self, width: usize, paint: impl Fn(Weight, &str) -> String) -> String {
        let mut widths = self.widths();
        let total: usize = widths.iter().sum();
        widths[0] = widths[0]
            .saturating_sub(total.saturating_sub(width))
            .max(SHORTEST_NAME);
        let titles = self
            .columns
            .iter()
            .map(|(title, _)| (*title).to_owned())
            .collect();
        let mut text = String::new();
        for (weight, cells) in std::iter::once(&(Weight::Dim, titles)).chain(&self.rows) {
            text.push_str(&paint(*weight, &self.line(cells, &widths)));
            text.push('\n');
        }
        text
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate() {
            let width = widths[at];
            let cell = if at == 0 {
                shorten(cell, width)
            } else {
                cell.clone()
            };
            let pad = width.saturating_sub(cell.chars().count());
            let (before, after) = match self.columns[at].1 {
                Align::Right => (pad, 0),
                Align::Left if at == 0 => (0, pad),
                Align::Left => (GAP, pad.saturating_sub(GAP)),
            };
            line.extend(std::iter::repeat_n(' ', before));
            line.push_str(&cell);
            line.extend(std::iter::repeat_n(' ', after));
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// `text` in at most `width` characters: its middle goes, because names differ at both ends.
pub fn shorten(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width || width == 0 {
        return text.to_owned();
    }
    let head = (width - 1) / 2;
    let tail = width - 1 - head;
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(length - tail).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_middle() {
        assert_eq!(shorten("longest_increasing", 9), "long…sing");
        assert_eq!(shorten("short", 9), "short");
    }

    #[test]
    fn columns_align_and_the_last_go_first() {
        let mut table = Table::new(&[
            ("task", Align::Left),
            ("n", Align::Right),
            ("extra", Align::Left),
        ]);
        table.row(Weight::Plain, vec!["a".into(), "5".into(), "x".into()]);
        table.row(
            Weight::Plain,
            vec!["a_very_long_name".into(), "1,000".into(), "y".into()],
        );
        let plain = |_: Weight, line: &str| line.to_owned();
        assert_eq!(
            table.lines(80, plain),
            "task                  n  extra\na                     5  x\na_very_long_name  1,000  y\n"
        );
        table.shrink(25, 2);
        assert_eq!(
            table.lines(20, plain),
            "task               n\na                  5\na_very…g_name  1,000\n"
        );
    }
}
