//! Writes a store of made-up runs, to measure the board with, or to look at how it bears hostile text:
//! `synthetic FILE MODELS VARIATIONS ITEMS [hostile]`.

#[path = "../tests/all/kit.rs"]
mod kit;

use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize| arguments.get(place).and_then(|word| word.parse().ok());
    let (Some(file), Some(models), Some(variations), Some(items)) =
        (arguments.first(), number(1), number(2), number(3))
    else {
        panic!("give FILE MODELS VARIATIONS ITEMS, and `hostile` for hostile text");
    };
    let hostile = arguments.get(4).is_some_and(|word| word == "hostile");
    kit::store(
        Path::new(file),
        &kit::Shape {
            models,
            variations,
            items,
            failing: 0.01,
            hostile: hostile.then_some(kit::HOSTILE),
            ..kit::Shape::default()
        },
    );
}
