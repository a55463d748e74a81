//! Laws of the arrows, against definitions that are slow but plain.

use petgraph::algo::tred::{dag_to_toposorted_adjacency_list, dag_transitive_reduction_closure};
use petgraph::visit::IntoEdgeReferences;
use proptest::prelude::{Strategy, any, prop, proptest};

use super::*;

fn ids(places: &[usize]) -> Vec<StepId> {
    places.iter().copied().map(StepId::new).collect()
}

fn arrows(pairs: &[(usize, usize)]) -> Vec<Arrow<StepId>> {
    pairs
        .iter()
        .map(|(from, to)| (StepId::new(*from), StepId::new(*to)))
        .collect()
}

/// Up to twelve steps, and arrows that lead from smaller to larger places shuffled, so without circles.
fn orders() -> impl Strategy<Value = (usize, Vec<Arrow<StepId>>)> {
    (1..12_usize).prop_flat_map(|steps| {
        let names =
            Strategy::prop_shuffle(proptest::strategy::Just((0..steps).collect::<Vec<_>>()));
        let pairs = prop::collection::btree_set((0..steps, 0..steps), 0..30);
        (names, pairs).prop_map(move |(names, pairs)| {
            let forward = pairs.into_iter().filter(|(from, to)| from < to);
            let named: Vec<(usize, usize)> =
                forward.map(|(from, to)| (names[from], names[to])).collect();
            (steps, arrows(&named))
        })
    })
}

#[test]
fn a_circle_names_its_members_in_order_of_the_arrows() {
    let found = circles(
        6,
        &arrows(&[(1, 4), (4, 2), (2, 1), (0, 1), (5, 5), (2, 3)]),
    );
    let expected = [(ids(&[1, 4, 2]), vec![]), (ids(&[5]), vec![])];
    assert_eq!(
        found,
        expected.map(|(members, others)| Circle { members, others })
    );
}

#[test]
fn of_a_knot_the_shortest_circle_is_told_and_the_rest_named() {
    let found = circles(
        4,
        &arrows(&[(0, 1), (1, 2), (2, 0), (1, 0), (2, 3), (3, 2)]),
    );
    let (members, others) = (ids(&[0, 1]), ids(&[2, 3]));
    assert_eq!(found, [Circle { members, others }]);
}

#[test]
fn arrows_in_a_circle_give_no_order() {
    assert_eq!(Precedence::new(2, &arrows(&[(0, 1), (1, 0)])), None);
}

#[test]
fn before_means_along_any_way() {
    let order =
        Precedence::new(5, &arrows(&[(0, 1), (1, 2), (0, 3), (2, 4), (3, 4)])).expect("no circle");
    let is_before = |first, then| order.is_before(StepId::new(first), StepId::new(then));
    assert!(is_before(0, 4) && is_before(1, 4));
    assert!(!is_before(3, 2) && !is_before(4, 0) && !is_before(2, 2));
}

#[test]
fn arrows_within_circles_can_be_left_out() {
    let order = Precedence::ignoring_circles(4, &arrows(&[(0, 1), (1, 2), (2, 1), (2, 3)]));
    assert_eq!(order.predecessors(StepId::new(1)), ids(&[0]));
    assert_eq!(order.predecessors(StepId::new(2)), ids(&[]));
    assert_eq!(order.predecessors(StepId::new(3)), ids(&[2]));
}

proptest! {
    #[test]
    fn predecessors_stand_before_and_on_a_lower_layer((steps, arrows) in orders()) {
        let order = Precedence::new(steps, &arrows).expect("no circle");
        let place = |step| order.sequence().iter().position(|other| *other == step);
        for (from, to) in arrows {
            assert!(place(from) < place(to));
            assert!(order.layer(from) < order.layer(to));
            assert!(order.predecessors(to).contains(&from));
        }
    }

    #[test]
    fn without_the_implied_arrows_everybody_reaches_whom_they_reached((steps, arrows) in orders()) {
        let implied = Precedence::new(steps, &arrows).expect("no circle").implied_arrows();
        let rest: Vec<Arrow<StepId>> = arrows.iter().copied().filter(|arrow| !implied.contains(arrow)).collect();
        for place in 0..steps {
            let from = [StepId::new(place)];
            assert_eq!(reachable(steps, &arrows, &from), reachable(steps, &rest, &from));
        }
        assert_eq!(rest.len(), arrows_of_the_reduction(steps, &arrows));
    }

    #[test]
    fn a_step_is_before_another_if_it_reaches_it(
        (steps, arrows) in orders(), first in any::<prop::sample::Index>(), then in any::<prop::sample::Index>()
    ) {
        let (first, then) = (StepId::new(first.index(steps)), StepId::new(then.index(steps)));
        let order = Precedence::new(steps, &arrows).expect("no circle");
        let is_reached = first != then && reachable(steps, &arrows, &[first])[then];
        assert_eq!(order.is_before(first, then), is_reached);
    }
}

fn arrows_of_the_reduction(steps: usize, arrows: &[Arrow<StepId>]) -> usize {
    let graph = graph_of(steps, arrows);
    let sequence = petgraph::algo::toposort(&graph, None).expect("no circle");
    let (list, _) = dag_to_toposorted_adjacency_list::<_, u32>(&graph, &sequence);
    let (reduction, _) = dag_transitive_reduction_closure(&list);
    reduction.edge_references().count()
}
