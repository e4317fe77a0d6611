//! Graphs: to be coloured, and to be travelled.

use serde_json::Value;

use super::{Picture, small};
use crate::svg::{Anchor, Svg};

const SIZE: f64 = 360.0;

/// A graph, drawn on a circle: its vertices' names, and edges with what stands at them.
struct Graph {
    names: Vec<String>,
    edges: Vec<(usize, usize, String)>,
}

/// The graph of a colouring check; with an answer its colours, and edges in red that join equal ones.
pub(super) fn colouring(check: &Value, answer: Option<&str>) -> Option<Picture> {
    let names: Vec<String> = check
        .get("vertices")?
        .as_array()?
        .iter()
        .map(|name| Some(name.as_u64()?.to_string()))
        .collect::<Option<_>>()?;
    let edges = edges(check, names.len())?;
    let colours: Option<Vec<usize>> = match answer {
        None => None,
        Some(text) => {
            let colours: Vec<usize> = text
                .split_whitespace()
                .map(|number| number.parse().ok())
                .collect::<Option<_>>()?;
            if colours.len() != names.len() {
                return None;
            }
            Some(colours)
        }
    };
    let (count, lines) = (names.len(), edges.len());
    let clashes = colours.as_ref().map_or(0, |colours| {
        edges
            .iter()
            .filter(|(a, b, _)| colours[*a] == colours[*b])
            .count()
    });
    let svg = draw(&Graph { names, edges }, colours.as_deref());
    let caption = match (answer, clashes) {
        (None, _) => format!("A graph of {count} vertices and {lines} edges"),
        (Some(_), 0) => "The colours as answered".to_owned(),
        (Some(_), n) => format!("The colours as answered; {n} edges, in red, join equal colours"),
    };
    Picture::new(svg, caption)
}

/// The weighted graph of a route.
pub(super) fn route(check: &Value) -> Option<Picture> {
    let names: Vec<String> = check
        .get("names")?
        .as_array()?
        .iter()
        .map(|name| Some(name.as_str()?.to_owned()))
        .collect::<Option<_>>()?;
    let edges = edges(check, names.len())?;
    let (count, lines) = (names.len(), edges.len());
    let svg = draw(&Graph { names, edges }, None);
    Picture::new(
        svg,
        format!("A graph of {count} places and {lines} roads with their lengths"),
    )
}

fn edges(check: &Value, vertices: usize) -> Option<Vec<(usize, usize, String)>> {
    if !(1..=128).contains(&vertices) {
        return None;
    }
    let edges = check.get("edges")?.as_array()?;
    let edge = |edge: &Value| {
        let ends = (small(edge.get(0)?)?, small(edge.get(1)?)?);
        let length = edge.get(2).map(Value::to_string).unwrap_or_default();
        (ends.0 < vertices && ends.1 < vertices).then_some((ends.0, ends.1, length))
    };
    edges.iter().map(edge).collect()
}

fn draw(graph: &Graph, colours: Option<&[usize]>) -> String {
    let n = graph.names.len() as f64;
    let radius = SIZE / 2.0 - 26.0;
    let at = |vertex: usize| {
        let angle = std::f64::consts::TAU * vertex as f64 / n - std::f64::consts::FRAC_PI_2;
        (
            angle.cos().mul_add(radius, SIZE / 2.0),
            angle.sin().mul_add(radius, SIZE / 2.0),
        )
    };
    let mut svg = Svg::new(SIZE as u32, SIZE as u32, "picture", "the graph");
    for (a, b, _) in &graph.edges {
        let clash = colours.is_some_and(|colours| colours[*a] == colours[*b]);
        svg.line(if clash { "edge bad" } else { "edge" }, at(*a), at(*b));
    }
    for (a, b, length) in graph.edges.iter().filter(|(.., length)| !length.is_empty()) {
        let (from, to) = (at(*a), at(*b));
        let spot = (from.0 * 0.62 + to.0 * 0.38, from.1 * 0.62 + to.1 * 0.38);
        svg.circle("plate", spot, 8.0, "");
        svg.text("tiny", (spot.0, spot.1 + 3.5), Anchor::Middle, length);
    }
    for (vertex, name) in graph.names.iter().enumerate() {
        let class = match colours {
            None => "vertex".to_owned(),
            Some(colours) => format!("vertex k{}", colours[vertex] % 8),
        };
        let spot = at(vertex);
        svg.circle(&class, spot, 15.0, "");
        svg.text("digit", (spot.0, spot.1 + 4.0), Anchor::Middle, name);
    }
    svg.finish()
}
