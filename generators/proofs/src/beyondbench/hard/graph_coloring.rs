//! `beyondbench.hard.graph_coloring`, by a SAT solver that colours the graph with as many colours as
//! the prompt tells and fails to do so with one less. A clique found greedily is coloured
//! beforehand, since colours are alike: without that a clique is a pigeonhole, which takes a SAT
//! solver ages.

use batsat::{BasicSolver, Lit, SolverInterface, lbool};

use super::answer::{given, number, takes};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.graph_coloring",
    method: "SAT solver",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let graph = Graph::read(question)?;
    let colours = question.int("colours")?;
    ensure!(
        (1..=graph.names.len() as i64).contains(&colours),
        "{colours} colours are told"
    );
    let colours = colours as usize;
    let clique = graph.clique();
    let Some(found) = graph.colour(colours, &clique) else {
        return Err(Doubt::new(format!("{colours} colours do not suffice")));
    };
    ensure!(
        graph.colour(colours - 1, &clique).is_none(),
        "fewer than {colours} colours suffice"
    );
    ensure!(graph.is_proper(&found), "the solver's colouring clashes");
    ensure!(
        takes(question, &graph.spell(&found)),
        "a colouring with {colours} colours is not accepted"
    );
    if let Some(&(one, other)) = graph.edges.first() {
        let mut clashing = found;
        clashing[one] = clashing[other];
        ensure!(
            !takes(question, &graph.spell(&clashing)),
            "joined vertices in one colour are accepted"
        );
    }
    let own = given(question)?;
    let mut colouring = Vec::with_capacity(graph.names.len());
    for (part, name) in own.split(", ").zip(&graph.names) {
        match part.split_once(": ") {
            Some((vertex, colour)) if vertex == *name => colouring.push(number(colour)?),
            _ => return Err(Doubt::new(format!("the key colours `{part}`"))),
        }
    }
    ensure!(
        colouring.len() == graph.names.len()
            && colouring
                .iter()
                .all(|colour| (1..=colours).contains(colour))
            && graph.is_proper(&colouring),
        "the key's own colouring is none"
    );
    Ok(())
}

struct Graph<'a> {
    /// The vertices' numbers, in the prompt's order.
    names: Vec<&'a str>,
    /// Pairs of places in that order.
    edges: Vec<(usize, usize)>,
}

impl<'a> Graph<'a> {
    fn read(question: &Question<'a>) -> Result<Self, Doubt> {
        let names: Vec<&str> = question.text("vertices")?.split(", ").collect();
        let mut places = [usize::MAX; 1000];
        for (place, name) in names.iter().enumerate() {
            let number: usize = number(name)?;
            ensure!(number < places.len(), "a vertex is called {name}");
            ensure!(places[number] == usize::MAX, "vertex {name} stands twice");
            places[number] = place;
        }
        let place = |name: &str| {
            let place = places.get(number::<usize>(name)?);
            place
                .copied()
                .filter(|&place| place < names.len())
                .ok_or_else(|| Doubt::new(format!("an edge names {name}, which is no vertex")))
        };
        let edges: Vec<(usize, usize)> = question
            .text("edges")?
            .split(", ")
            .map(|edge| {
                let (one, other) = edge
                    .split_once('-')
                    .ok_or_else(|| Doubt::new(format!("`{edge}` is no edge")))?;
                let (one, other) = (place(one)?, place(other)?);
                ensure!(one != other, "`{edge}` is a loop");
                Ok((one, other))
            })
            .collect::<Result<_, Doubt>>()?;
        let mut sorted: Vec<_> = edges
            .iter()
            .map(|&(one, other)| (one.min(other), one.max(other)))
            .collect();
        sorted.sort_unstable();
        ensure!(
            sorted.windows(2).all(|pair| pair[0] != pair[1]),
            "an edge stands twice"
        );
        Ok(Self { names, edges })
    }

    fn joined(&self, one: usize, other: usize) -> bool {
        self.edges.contains(&(one, other)) || self.edges.contains(&(other, one))
    }

    /// A clique: the vertices by how many edges they have, each taken that is joined to all before.
    fn clique(&self) -> Vec<usize> {
        let mut degrees = vec![0; self.names.len()];
        for &(one, other) in &self.edges {
            degrees[one] += 1;
            degrees[other] += 1;
        }
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by_key(|&vertex| std::cmp::Reverse(degrees[vertex]));
        let mut clique: Vec<usize> = Vec::new();
        for vertex in order {
            if clique.iter().all(|&member| self.joined(member, vertex)) {
                clique.push(vertex);
            }
        }
        clique
    }

    /// A proper colouring with `colours` colours from 1, if the solver finds one.
    fn colour(&self, colours: usize, clique: &[usize]) -> Option<Vec<usize>> {
        if clique.len() > colours {
            return None;
        }
        let mut solver = BasicSolver::default();
        let lits: Vec<Vec<Lit>> = (0..self.names.len())
            .map(|_| {
                (0..colours)
                    .map(|_| Lit::new(solver.new_var_default(), true))
                    .collect()
            })
            .collect();
        let mut clause: Vec<Lit> = Vec::new();
        let mut add = |solver: &mut BasicSolver, literals: &[Lit]| {
            clause.clear();
            clause.extend_from_slice(literals);
            solver.add_clause_reuse(&mut clause);
        };
        for (colour, &vertex) in clique.iter().enumerate() {
            add(&mut solver, &[lits[vertex][colour]]);
        }
        for &(one, other) in &self.edges {
            for (&here, &there) in lits[one].iter().zip(&lits[other]) {
                add(&mut solver, &[!here, !there]);
            }
        }
        for vertex in &lits {
            add(&mut solver, vertex);
        }
        (solver.solve_limited(&[]) == lbool::TRUE).then(|| {
            let colour = |vertex: &Vec<Lit>| {
                let bears = |&lit: &Lit| solver.value_lit(lit) == lbool::TRUE;
                vertex.iter().position(bears).map_or(0, |place| place + 1)
            };
            lits.iter().map(colour).collect()
        })
    }

    fn is_proper(&self, colouring: &[usize]) -> bool {
        let differ = |&(one, other): &(usize, usize)| colouring[one] != colouring[other];
        colouring.iter().all(|&colour| colour > 0) && self.edges.iter().all(differ)
    }

    fn spell(&self, colouring: &[usize]) -> String {
        let pairs = self.names.iter().zip(colouring);
        let spelled = pairs.map(|(name, colour)| format!("{name}: {colour}"));
        spelled.collect::<Vec<_>>().join(", ")
    }
}
