//! Laws of the layout: nothing overlaps, everything is seen.

use super::*;
use crate::report::compare::picture::canvas::{BREADTH, size_of};
use crate::report::compare::picture::scale::Unit;
use crate::text;

fn mark(value: f64, half_width: f64) -> Mark {
    Mark {
        figures: "a-candidate-of-a-very-long-name-indeed-with-an-organization: 1 % → 2 %"
            .to_owned(),
        tip: String::new(),
        value,
        ends: Some((value - half_width, value + half_width)),
        differing: 500,
        standing: Standing::Better,
    }
}

fn shown(title: &str, unit: Unit, marks: Vec<Mark>) -> Shown {
    Shown::new(title, unit, Side::Above, marks).expect("something is marked")
}

fn wide() -> (Vec<Shape>, f64) {
    let long =
        "The database of the harbour is cut off before anybody notices that it is there 港口数据库"
            .repeat(3);
    let block = Block {
        title: long.clone(),
        verdicts: vec![("good", long.clone())],
        quantities: vec![
            shown(&long, Unit::Number, vec![mark(-98.0, 0.4), mark(3.0, 1.0)]),
            shown("score", Unit::Number, vec![mark(0.031, 0.002)]),
            shown(
                &long,
                Unit::Number,
                vec![mark(-1_234_567_890.0, 234_567_890.0)],
            ),
            shown("told", Unit::Time, vec![mark(-186_400.0, 7_000.0)]),
        ],
        notes: vec![long.clone()],
    };
    let head = Head {
        title: long.clone(),
        lines: vec![("faint", long.clone())],
        caption: long,
        interval: "99.5 % interval".to_owned(),
    };
    laid(&head, &[block.clone(), block])
}

#[test]
fn no_text_reaches_into_another_or_out_of_the_picture() {
    let (shapes, height) = wide();
    let boxes: Vec<(f64, f64, f64, f64, &str)> = shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Text {
                class,
                x,
                y,
                anchor,
                text,
            } => {
                let size = size_of(class);
                let width = text::width(text) as f64 * size * BREADTH;
                let left = match anchor {
                    Anchor::Start => *x,
                    Anchor::End => x - width,
                };
                Some((
                    left,
                    left + width,
                    y - size * 0.8,
                    y + size * 0.2,
                    text.as_str(),
                ))
            }
            Shape::Line { .. }
            | Shape::Bar { .. }
            | Shape::Path { .. }
            | Shape::Tip(_)
            | Shape::TipEnds => None,
        })
        .collect();
    for (place, one) in boxes.iter().enumerate() {
        assert!(one.0 >= 0.0 && one.1 <= WIDTH && one.3 <= height, "{one:?}");
        for other in &boxes[place + 1..] {
            let is_apart =
                one.1 <= other.0 || other.1 <= one.0 || one.3 <= other.2 || other.3 <= one.2;
            assert!(is_apart, "{one:?} {other:?}");
        }
    }
}

#[test]
fn every_interval_is_seen_on_its_own_scale_and_no_mark_hides_it() {
    let (shapes, _) = wide();
    let bars: Vec<(f64, f64, f64)> = shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Bar { at, size, .. } => Some((at.0, size.0, at.1)),
            Shape::Text { .. }
            | Shape::Line { .. }
            | Shape::Path { .. }
            | Shape::Tip(_)
            | Shape::TipEnds => None,
        })
        .collect();
    assert_eq!(bars.len(), 10);
    for (left, width, _) in &bars {
        assert!(
            *width >= 1.5 && *left >= LEFT && left + width <= RIGHT,
            "{left} {width}"
        );
    }
    // A small difference of a quantity of its own is as far from zero as a large one.
    let middle = (LEFT + RIGHT) / 2.0;
    assert!((bars[2].0 - middle).abs() > (RIGHT - LEFT) / 5.0);
}

#[test]
fn what_costs_less_is_drawn_at_the_right() {
    let mut shown = shown("cost", Unit::Number, vec![mark(-40.0, 3.0)]);
    shown.better = Side::Below;
    assert!(across(&shown, -40.0) > across(&shown, 0.0));
    assert_eq!(across(&shown, 0.0), (LEFT + RIGHT) / 2.0);
}
