//! Space–time diagrams: one row a configuration, the start on top, as SVG.

use std::fmt::Write as _;

use super::machine::Machine;
use super::run::Run;

/// Most rows of one picture.
pub const MAX_ROWS: usize = 4_000;
/// Most columns of one picture.
pub const MAX_COLUMNS: usize = 4_000;

/// Colours of the symbols 1 to 9; 0 is the ground.
const COLOURS: [&str; 9] = [
    "#1f3a5f", "#c8553d", "#e0a458", "#588b8b", "#8f5c7a", "#7a9e3f", "#4f6d9e", "#b08968",
    "#444444",
];

/// What a picture shows, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Steps that are run; the picture ends earlier where the machine stops.
    pub steps: u64,
    /// Rows at most: of a longer run only every so many-th configuration is drawn.
    pub rows: usize,
    /// Side of a cell, in pixels.
    pub cell: u32,
}

impl Default for Frame {
    fn default() -> Self {
        Self {
            steps: 199,
            rows: 200,
            cell: 4,
        }
    }
}

/// One row: where its tape begins, its cells, and the head's place.
struct Row {
    first: isize,
    cells: Vec<u8>,
    head: isize,
}

/// The first steps of `machine` on the empty tape. Equal cells beside each other are one rectangle,
/// so that the text stays small; the head is outlined.
///
/// Rows and columns are at most [`MAX_ROWS`] and [`MAX_COLUMNS`]; columns beyond are cut off, on the
/// side farther from the start.
pub fn svg(machine: &Machine, frame: Frame) -> String {
    let rows = rows(machine, frame);
    let start = |row: &Row| row.first.min(row.head);
    let end = |row: &Row| (row.first + row.cells.len() as isize).max(row.head + 1);
    let half = MAX_COLUMNS as isize / 2;
    let low = rows.iter().map(start).min().unwrap_or(0).max(-half);
    let high = rows.iter().map(end).max().unwrap_or(1).min(half);
    let (width, height) = ((high - low).max(1), rows.len().max(1));
    let pixels = u64::from(frame.cell.clamp(1, 64));
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {width} {height}\" \
         shape-rendering=\"crispEdges\" role=\"img\">\n<title>{machine}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#f7f4ec\"/>",
        width as u64 * pixels,
        height as u64 * pixels,
    );
    for (colour, symbol) in COLOURS.iter().zip(1..machine.symbols() as u8) {
        let mut path = String::new();
        for (y, row) in rows.iter().enumerate() {
            let mut x = 0;
            while let Some(from) = row.cells[x..].iter().position(|&cell| cell == symbol) {
                let from = x + from;
                let length = row.cells[from..]
                    .iter()
                    .take_while(|&&cell| cell == symbol)
                    .count();
                x = from + length;
                let left = (row.first + from as isize).max(low);
                let right = (row.first + x as isize).min(high);
                if left < right {
                    let (at, length) = (left - low, right - left);
                    let _ = write!(path, "M{at} {y}h{length}v1h-{length}z");
                }
            }
        }
        if !path.is_empty() {
            let _ = writeln!(out, "<path fill=\"{colour}\" d=\"{path}\"/>");
        }
    }
    let mut heads = String::new();
    for (y, row) in rows.iter().enumerate() {
        if (low..high).contains(&row.head) {
            let _ = write!(heads, "M{} {y}h1v1h-1z", row.head - low);
        }
    }
    let _ = writeln!(
        out,
        "<path fill=\"none\" stroke=\"#d00000\" stroke-width=\"0.2\" d=\"{heads}\"/>\n</svg>"
    );
    out
}

/// The configurations that are drawn.
fn rows(machine: &Machine, frame: Frame) -> Vec<Row> {
    let most = frame.rows.clamp(1, MAX_ROWS) as u64;
    let every = (frame.steps + 1).div_ceil(most).max(1);
    let mut run = Run::new(machine);
    let mut rows = Vec::new();
    loop {
        let (first, last) = run.extent().unwrap_or((0, -1));
        let (first, last) = (
            first.max(-(MAX_COLUMNS as isize)),
            last.min(MAX_COLUMNS as isize),
        );
        rows.push(Row {
            first,
            cells: run.window(first, last),
            head: run.place(),
        });
        let before = run.steps();
        run.run(every.min(frame.steps - before));
        if run.steps() == before {
            return rows;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_shows_the_run() {
        let machine: Machine = "1RB1LB_1LA1RZ".parse().expect("a machine");
        let picture = svg(&machine, Frame::default());
        // Seven configurations on four cells.
        assert!(picture.contains("viewBox=\"0 0 4 7\""), "{picture}");
        assert!(picture.contains("<title>1RB1LB_1LA1RZ</title>"));
        // The last row is full.
        assert!(picture.contains("M0 6h4v1h-4z"), "{picture}");
        assert_eq!(picture.matches("<path").count(), 2);
    }

    #[test]
    fn pictures_are_bounded() {
        let machine: Machine = "1RA1RA".parse().expect("a machine");
        let frame = Frame {
            steps: 1 << 20,
            rows: 1 << 20,
            cell: 1 << 20,
        };
        let picture = svg(&machine, frame);
        assert!(picture.len() < 1 << 20, "{}", picture.len());
        let empty = Frame {
            steps: 0,
            rows: 0,
            cell: 0,
        };
        assert!(svg(&machine, empty).contains("viewBox=\"0 0 1 1\""));
    }
}
