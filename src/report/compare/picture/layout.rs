//! Where everything stands: the head, then block by block a row a mark, so that no text reaches into another.

use crate::report::compare::picture::canvas::{Anchor, Shape, columns_in, pixel};
use crate::report::compare::picture::marks::{Block, Mark, Shown, Side, Standing};
use crate::report::compare::picture::scale;
use crate::report::differences;
use crate::text::{truncated, wrapped};

pub(super) const WIDTH: f64 = 980.0;
const MARGIN: f64 = 24.0;
/// Where scales begin and end; their figures stand beside.
pub(super) const LEFT: f64 = 384.0;
pub(super) const RIGHT: f64 = 624.0;
/// Names end before the figures of scales.
const NAMES_END: f64 = 290.0;
/// Differences stand behind them.
const DIFFERENCES: f64 = 720.0;
const LINE: f64 = 16.0;
/// Between rows.
const GAP: f64 = 12.0;

/// What stands above the blocks, each line with its class.
pub(super) struct Head {
    pub(super) title: String,
    pub(super) lines: Vec<(&'static str, String)>,
    /// How to read marks and bars.
    pub(super) caption: String,
    /// "95 % interval".
    pub(super) interval: String,
}

/// The shapes, and how high the picture is.
pub(super) fn laid(head: &Head, blocks: &[Block]) -> (Vec<Shape>, f64) {
    let mut shapes = Vec::new();
    let mut y = MARGIN;
    y = paragraph(&mut shapes, "heading", &head.title, y);
    for (class, line) in &head.lines {
        y = paragraph(&mut shapes, class, line, y);
    }
    y = paragraph(&mut shapes, "faint", &head.caption, y + 4.0);
    y = legend(&mut shapes, y + 4.0);
    for one in blocks {
        y = block(&mut shapes, one, &head.interval, y + 24.0);
    }
    (shapes, y + MARGIN)
}

/// In lines over the whole width; below them.
fn paragraph(shapes: &mut Vec<Shape>, class: &'static str, said: &str, top: f64) -> f64 {
    let line = match class {
        "heading" => 26.0,
        "drill" => 20.0,
        _ => LINE,
    };
    let mut y = top;
    for part in wrapped(said, columns_in(WIDTH - 2.0 * MARGIN, class)) {
        y += line;
        shapes.push(text(class, MARGIN, y - 4.0, Anchor::Start, part));
    }
    y
}

/// What forms and colours mean.
fn legend(shapes: &mut Vec<Shape>, top: f64) -> f64 {
    let y = top + LINE;
    let mut x = MARGIN;
    for (standing, said) in [
        (Standing::Better, "better, or adds"),
        (Standing::Worse, "worse, or takes away"),
        (Standing::NotShown, "no difference shown"),
        (Standing::CostsMore, "cost; nothing is judged by it"),
    ] {
        let class = class(standing);
        shapes.push(symbol(standing, x + 6.0, y - 8.0));
        shapes.push(text(
            class,
            x + 18.0,
            y - 4.0,
            Anchor::Start,
            said.to_owned(),
        ));
        x += 220.0;
    }
    y
}

fn block(shapes: &mut Vec<Shape>, block: &Block, interval: &str, top: f64) -> f64 {
    let difference = format!("difference ({interval})");
    let mut y = paragraph(shapes, "drill", &block.title, top);
    for (class, verdict) in &block.verdicts {
        y = paragraph(shapes, class, verdict, y);
    }
    for note in &block.notes {
        y = paragraph(shapes, "faint", note, y);
    }
    y += 22.0;
    for (x, anchor, said) in [
        (LEFT, Anchor::Start, "← worse"),
        (RIGHT, Anchor::End, "better →"),
        (DIFFERENCES, Anchor::Start, difference.as_str()),
    ] {
        shapes.push(text("small", x, y - 4.0, anchor, said.to_owned()));
    }
    for shown in &block.quantities {
        shapes.push(Shape::Line {
            class: "grid",
            from: (MARGIN, y),
            to: (WIDTH - MARGIN, y),
        });
        for (place, mark) in shown.marks.iter().enumerate() {
            let title = (place == 0).then_some(shown.title.as_str());
            y = row(shapes, shown, mark, title, y);
        }
    }
    y
}

fn row(shapes: &mut Vec<Shape>, shown: &Shown, mark: &Mark, title: Option<&str>, top: f64) -> f64 {
    let class = class(mark.standing);
    let room = NAMES_END - MARGIN;
    let mut left: Vec<(&'static str, String)> = Vec::new();
    if let Some(title) = title {
        let lines = few_lines(title, columns_in(room, "strong"));
        left.extend(lines.into_iter().map(|line| ("strong", line)));
    }
    let lines = few_lines(&mark.figures, columns_in(room, "faint"));
    left.extend(lines.into_iter().map(|line| ("faint", line)));
    let room = columns_in(WIDTH - MARGIN - DIFFERENCES, "strong");
    let mut right: Vec<(&'static str, String)> = few_lines(&difference(shown, mark), room)
        .into_iter()
        .map(|line| ("strong", line))
        .collect();
    right.push((class, word(mark).to_owned()));
    let lines = left.len().max(right.len()) as f64; // A handful.
    let height = lines * LINE + GAP;
    shapes.push(Shape::Tip(mark.tip.clone()));
    for (x, lines) in [(MARGIN, left), (DIFFERENCES, right)] {
        let mut y = top + GAP / 2.0;
        for (class, line) in lines {
            y += LINE;
            shapes.push(text(class, x, y - 4.0, Anchor::Start, line));
        }
    }
    scaled(shapes, shown, mark, (top, top + height));
    shapes.push(Shape::TipEnds);
    top + height
}

/// The scale with zero on it, the bar of the interval on the scale, and the mark above the bar, so that neither hides the other.
fn scaled(shapes: &mut Vec<Shape>, shown: &Shown, mark: &Mark, (top, bottom): (f64, f64)) {
    let class = class(mark.standing);
    let middle = (top + bottom) / 2.0;
    let axis = middle + 5.0;
    shapes.push(Shape::Line {
        class: "grid",
        from: (LEFT, axis),
        to: (RIGHT, axis),
    });
    for end in [LEFT, RIGHT] {
        shapes.push(Shape::Line {
            class: "grid",
            from: (end, axis - 4.0),
            to: (end, axis + 4.0),
        });
    }
    let zero = across(shown, 0.0);
    shapes.push(Shape::Line {
        class: "zero",
        from: (zero, top),
        to: (zero, bottom),
    });
    let (at_left, at_right) = match shown.better {
        Side::Above => (-shown.reach, shown.reach),
        Side::Below => (shown.reach, -shown.reach),
    };
    for (value, x, anchor) in [
        (at_left, LEFT - 6.0, Anchor::End),
        (at_right, RIGHT + 6.0, Anchor::Start),
    ] {
        let said = scale::end(value, shown.unit);
        shapes.push(text("small", x, axis + 3.0, anchor, said));
    }
    let differs = mark.differing > 0;
    if let Some((low, high)) = mark.ends.filter(|_| differs) {
        let (one, other) = (across(shown, low), across(shown, high));
        let (from, to) = (one.min(other), one.max(other));
        // What is narrower than that could not be seen.
        let width = (to - from).max(1.5);
        let from = (from + to - width) / 2.0;
        shapes.push(Shape::Bar {
            class,
            at: (from, axis - 3.0),
            size: (width, 6.0),
        });
    }
    shapes.push(symbol(
        mark.standing,
        across(shown, mark.value),
        axis - 11.0,
    ));
}

fn across(shown: &Shown, value: f64) -> f64 {
    let share = value / shown.reach;
    let share = match shown.better {
        Side::Above => share,
        Side::Below => -share,
    };
    pixel(LEFT + (share + 1.0) / 2.0 * (RIGHT - LEFT))
}

/// "+41 (+36 … +45)".
fn difference(shown: &Shown, mark: &Mark) -> String {
    match mark.ends {
        _ if mark.differing == 0 => "0".to_owned(),
        Some(ends) => scale::spread(mark.value, ends, shown.unit),
        None => {
            let few = match differences::few(mark.differing) {
                differences::TOO_FEW => format!("{}: {}", differences::TOO_FEW, mark.differing),
                few => few.to_owned(),
            };
            format!("{} ({few})", scale::end(mark.value, shown.unit))
        }
    }
}

fn word(mark: &Mark) -> &'static str {
    match mark.standing {
        Standing::Better => "▲ better",
        Standing::Worse => "▼ worse",
        Standing::NotShown => "○ no difference shown",
        Standing::NoneDiffers => "○ no replication differs",
        Standing::FewDiffer => "○ too few to say",
        Standing::CostsMore => "◇ costs more",
        Standing::CostsLess => "◇ costs less",
        Standing::Adds => "▲ adds",
        Standing::Takes => "▼ takes away",
    }
}

fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Better | Standing::Adds => "good",
        Standing::Worse | Standing::Takes => "bad",
        Standing::NotShown
        | Standing::NoneDiffers
        | Standing::FewDiffer
        | Standing::CostsMore
        | Standing::CostsLess => "even",
    }
}

/// A triangle that points up, one that points down, a ring, or a diamond.
fn symbol(standing: Standing, x: f64, y: f64) -> Shape {
    let [west, east, north, south] = [x - 5.0, x + 5.0, y - 5.0, y + 5.0].map(pixel);
    let (x, y) = (pixel(x), pixel(y));
    let path = match standing {
        Standing::Better | Standing::Adds => format!("M{x} {north}L{east} {south}H{west}Z"),
        Standing::Worse | Standing::Takes => format!("M{x} {south}L{east} {north}H{west}Z"),
        Standing::NotShown | Standing::NoneDiffers | Standing::FewDiffer => {
            format!("M{west} {y}A5 5 0 1 1 {east} {y}A5 5 0 1 1 {west} {y}Z")
        }
        Standing::CostsMore | Standing::CostsLess => {
            format!("M{x} {north}L{east} {y}L{x} {south}L{west} {y}Z")
        }
    };
    Shape::Path {
        class: class(standing),
        path,
    }
}

/// At most two; what is cut is told to whoever points at it.
fn few_lines(said: &str, columns: usize) -> Vec<String> {
    let lines = wrapped(said, columns);
    match lines.as_slice() {
        [] | [_] | [_, _] => lines,
        [first, rest @ ..] => vec![first.clone(), truncated(&rest.join(" "), columns)],
    }
}

fn text(class: &'static str, x: f64, y: f64, anchor: Anchor, text: String) -> Shape {
    Shape::Text {
        class,
        x,
        y,
        anchor,
        text,
    }
}

#[cfg(test)]
mod tests;
