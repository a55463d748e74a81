//! Who comes before whom: topological order, layers, reachability and arrows that others imply.

use std::collections::BTreeSet;

use petgraph::algo::{tarjan_scc, toposort};
use petgraph::visit::{Dfs, VisitMap};

use crate::model::graph::{Arrow, graph_of, node, thing};
use crate::quantity::{Arena, Index};

/// Things (mostly steps) and arrows without circles, ready to be asked what comes before what.
#[derive(Clone, PartialEq, Debug)]
pub struct Precedence<I> {
    /// Everything after all its predecessors.
    sequence: Vec<I>,
    predecessors: Arena<I, Vec<I>>,
    layers: Arena<I, usize>,
}

impl<I: Index> Precedence<I> {
    /// The order that the arrows among so many things give; `None` if they go in a circle.
    pub fn new(things: usize, arrows: &[Arrow<I>]) -> Option<Self> {
        let graph = graph_of(things, arrows);
        let sequence: Vec<I> = toposort(&graph, None)
            .ok()?
            .into_iter()
            .map(thing)
            .collect();
        let mut predecessors: Arena<I, Vec<I>> = Arena::new(vec![Vec::new(); things]);
        for (from, to) in arrows {
            predecessors[*to].push(*from);
        }
        for before in predecessors.iter_mut() {
            before.sort();
            before.dedup();
        }
        let mut layers: Arena<I, usize> = Arena::new(vec![0; things]);
        for &here in &sequence {
            let below = predecessors[here].iter().map(|before| layers[*before] + 1);
            layers[here] = below.max().unwrap_or(0);
        }
        Some(Self {
            sequence,
            predecessors,
            layers,
        })
    }

    /// The order that the arrows give when those within circles are left out.
    pub fn ignoring_circles(things: usize, arrows: &[Arrow<I>]) -> Self {
        let graph = graph_of(things, arrows);
        let mut knot_of = vec![0; things];
        for (number, knot) in tarjan_scc(&graph).iter().enumerate() {
            for member in knot {
                knot_of[member.index()] = number;
            }
        }
        let is_outside = |(from, to): &Arrow<I>| knot_of[from.place()] != knot_of[to.place()];
        let outside: Vec<Arrow<I>> = arrows.iter().copied().filter(is_outside).collect();
        Self::new(things, &outside).expect("no circle is left")
    }

    /// Everything after all its predecessors.
    pub fn sequence(&self) -> &[I] {
        &self.sequence
    }

    /// The number of things on the longest way that leads to this one.
    pub fn layer(&self, thing: I) -> usize {
        self.layers[thing]
    }

    /// Direct predecessors, ascending.
    pub fn predecessors(&self, thing: I) -> &[I] {
        &self.predecessors[thing]
    }

    /// Whether `first` is a predecessor of `then`, or of one of its predecessors, and so on.
    pub fn is_before(&self, first: I, then: I) -> bool {
        let direct = &self.predecessors[then];
        direct.contains(&first) || self.is_before_any(first, direct)
    }

    /// The arrows without which everybody still comes before whom they came before (what a transitive reduction drops).
    ///
    /// Memory stays linear, which the closure that a textbook reduction builds would not.
    pub fn implied_arrows(&self) -> Vec<Arrow<I>> {
        let mut implied = Vec::new();
        for then in self.predecessors.ids() {
            let direct = &self.predecessors[then];
            if direct.len() < 2 {
                continue;
            }
            for &first in direct {
                if self.is_before_any(first, direct) {
                    implied.push((first, then));
                }
            }
        }
        implied
    }

    /// Whether `first` comes strictly before one of `others`.
    fn is_before_any(&self, first: I, others: &[I]) -> bool {
        // What is on no higher layer than `first` cannot come after it, so the search ends early.
        let can_follow = |other: &I| self.layers[*other] > self.layers[first];
        let mut open: Vec<I> = others.iter().copied().filter(can_follow).collect();
        let mut seen: BTreeSet<I> = open.iter().copied().collect();
        while let Some(here) = open.pop() {
            for &before in &self.predecessors[here] {
                if before == first {
                    return true;
                }
                if can_follow(&before) && seen.insert(before) {
                    open.push(before);
                }
            }
        }
        false
    }
}

/// What can be reached from these along the arrows, themselves included.
pub fn reachable<I: Index>(things: usize, arrows: &[Arrow<I>], from: &[I]) -> Arena<I, bool> {
    let graph = graph_of(things, arrows);
    let mut search = Dfs::empty(&graph);
    for start in from {
        search.move_to(node(*start));
        while search.next(&graph).is_some() {}
    }
    (0..things)
        .map(|place| search.discovered.is_visited(&node(I::new(place))))
        .collect()
}
