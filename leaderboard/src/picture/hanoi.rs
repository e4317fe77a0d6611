//! Towers of Hanoi.

use serde_json::Value;

use super::{Picture, smalls};
use crate::svg::{Anchor, Svg};

const WIDTH: f64 = 150.0;
const DISK: f64 = 14.0;

/// The start on the left, the goal on the right.
pub(super) fn draw(check: &Value) -> Option<Picture> {
    let names: Vec<u64> = check
        .get("disks")?
        .as_array()?
        .iter()
        .map(Value::as_u64)
        .collect::<Option<_>>()?;
    let pegs: Vec<&str> = check
        .get("pegs")?
        .as_array()?
        .iter()
        .map(Value::as_str)
        .collect::<Option<_>>()?;
    let (start, goal) = (smalls(check.get("start")?)?, smalls(check.get("goal")?)?);
    let fits = |place: &[usize]| place.len() == names.len() && place.iter().all(|peg| *peg < 3);
    if pegs.len() != 3 || !fits(&start) || !fits(&goal) || names.len() > 24 {
        return None;
    }
    let height = (names.len() as f64).mul_add(DISK, 64.0);
    let mut svg = Svg::new(
        (WIDTH * 6.0 + 40.0) as u32,
        height as u32,
        "picture",
        "start and goal",
    );
    for (half, (title, places)) in [("start", &start), ("goal", &goal)].into_iter().enumerate() {
        let left = half as f64 * (WIDTH * 3.0 + 40.0);
        svg.text("label", (left + WIDTH * 1.5, 14.0), Anchor::Middle, title);
        for (peg, name) in pegs.iter().enumerate() {
            let x = (peg as f64 + 0.5).mul_add(WIDTH, left);
            svg.line("edge", (x, 24.0), (x, height - 22.0));
            svg.line("edge", (x - 66.0, height - 22.0), (x + 66.0, height - 22.0));
            svg.text("digit", (x, height - 6.0), Anchor::Middle, name);
            let on_it = (0..names.len()).rev().filter(|disk| places[*disk] == peg);
            for (level, disk) in on_it.enumerate() {
                let wide = 34.0 + 94.0 * (disk + 1) as f64 / names.len() as f64;
                let y = (level as f64 + 1.0).mul_add(-DISK, height - 22.0);
                svg.rect("disk", (x - wide / 2.0, y), (wide, DISK - 1.5));
                let words = names[disk].to_string();
                svg.text("tiny on", (x, y + 10.0), Anchor::Middle, &words);
            }
        }
    }
    Picture::new(
        svg.finish(),
        format!("{} disks, as they stand and as they should", names.len()),
    )
}
