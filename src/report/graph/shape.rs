//! Shapes, courses and blocks of text as SVG spells them.

use crate::report::graph::fit::Face;
use crate::report::graph::place::{Area, Line, Point};
use crate::report::xml::Xml;

/// Level pieces and bends in turn, beginning with a bend.
pub(super) fn course(line: &Line) -> String {
    let [start, rest @ ..] = line.points.as_slice() else {
        return String::new();
    };
    let mut path = format!("M{}", at(*start));
    let mut here = *start;
    for (place, next) in rest.iter().enumerate() {
        let is_bend = place % 2 == 0;
        let is_level = here.y.total_cmp(&next.y).is_eq();
        if rest.len() == 1 && here.x.total_cmp(&next.x).is_eq() {
            let aside = Point {
                x: here.x + 46.0,
                ..here
            };
            let back = Point {
                x: next.x + 46.0,
                ..*next
            };
            path.push_str(&format!(" C{} {} {}", at(aside), at(back), at(*next)));
        } else if is_bend && !is_level {
            let middle = (here.x + next.x) / 2.0;
            let first = Point {
                x: middle,
                y: here.y,
            };
            let second = Point {
                x: middle,
                y: next.y,
            };
            path.push_str(&format!(" C{} {} {}", at(first), at(second), at(*next)));
        } else {
            path.push_str(&format!(" L{}", at(*next)));
        }
        here = *next;
    }
    path
}

pub(super) fn rectangle(xml: &mut Xml, class: &str, area: Area, radius: f64) {
    xml.empty(
        "rect",
        &[
            ("class", &class),
            ("x", &px(area.x)),
            ("y", &px(area.y)),
            ("width", &px(area.width)),
            ("height", &px(area.height)),
            ("rx", &px(radius)),
        ],
    );
}

/// A frame whose left and right sides are pointed.
pub(super) fn pointed(area: Area, depth: f64) -> String {
    let middle = area.middle().y;
    let corners = [
        (area.x, middle),
        (area.x + depth, area.y),
        (area.right() - depth, area.y),
        (area.right(), middle),
        (area.right() - depth, area.bottom()),
        (area.x + depth, area.bottom()),
    ];
    closed(&corners)
}

/// A sheet with a folded corner.
pub(super) fn note(area: Area) -> String {
    let fold = 10.0_f64.min(area.height / 2.0);
    let corners = [
        (area.x, area.y),
        (area.right() - fold, area.y),
        (area.right(), area.y + fold),
        (area.right(), area.bottom()),
        (area.x, area.bottom()),
    ];
    let (x, y) = (area.right() - fold, area.y);
    format!(
        "{} M{} {} L{} {} L{} {}",
        closed(&corners),
        px(x),
        px(y),
        px(x),
        px(y + fold),
        px(x + fold),
        px(y + fold)
    )
}

fn closed(corners: &[(f64, f64)]) -> String {
    let corners: Vec<String> = corners
        .iter()
        .map(|(x, y)| at(Point { x: *x, y: *y }))
        .collect();
    format!("M{} Z", corners.join(" L"))
}

pub(super) fn lines_of_text(
    xml: &mut Xml,
    class: &str,
    lines: &[String],
    face: Face,
    place: Point,
) {
    if lines.is_empty() {
        return;
    }
    xml.open("text", &[("class", &class)]);
    for (number, line) in lines.iter().enumerate() {
        let y = place.y + face.size + number as f64 * face.leading(); // A handful of lines.
        // A blank between lines, so that what is read out or copied does not run together.
        let line = if number == 0 {
            line.clone()
        } else {
            format!(" {line}")
        };
        xml.element("tspan", &[("x", &px(place.x)), ("y", &px(y))], &line);
    }
    xml.close();
}

pub(super) fn centred(xml: &mut Xml, class: &str, words: &str, area: Area) {
    let middle = area.middle();
    xml.element(
        "text",
        &[
            ("class", &class),
            ("x", &px(middle.x)),
            ("y", &px(middle.y + 4.0)),
            ("text-anchor", &"middle"),
        ],
        words,
    );
}

pub(super) fn shifted(x: f64, y: f64) -> String {
    format!("translate({} {})", px(x), px(y))
}

fn at(point: Point) -> String {
    format!("{} {}", px(point.x), px(point.y))
}

/// Tenths of a pixel are fine enough, and the same on every machine.
pub(super) fn px(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    let text = format!("{:.1}", if tenths == 0.0 { 0.0 } else { tenths });
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}
