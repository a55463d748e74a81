//! Shapes in their places, and how they become a picture.

use std::fmt::Display;

use crate::report::xml::Xml;

/// A character's share of its size: broader than most, so that estimated texts hold the drawn ones.
pub(super) const BREADTH: f64 = 0.6;

/// No variables, so that converters understand them. Blue and vermilion are told apart by nearly everybody; forms and words say
/// the same.
const STYLE: &str = "
.firebell-compare { font-family: system-ui, sans-serif; }
.firebell-compare text { fill: #1b2430; font-size: 12px; }
.firebell-compare .heading { font-size: 20px; font-weight: 600; }
.firebell-compare .drill { font-weight: 600; font-size: 14px; }
.firebell-compare .strong { font-weight: 600; }
.firebell-compare .faint { fill: #55606e; }
.firebell-compare .small { fill: #55606e; font-size: 10px; }
.firebell-compare .warning { fill: #b3430b; font-weight: 600; }
.firebell-compare text.good { fill: #0b5cad; font-weight: 600; }
.firebell-compare text.bad { fill: #b3430b; font-weight: 600; }
.firebell-compare text.even { fill: #55606e; }
.firebell-compare .page { fill: #ffffff; }
.firebell-compare .grid { stroke: #d5dae1; stroke-width: 1; }
.firebell-compare .zero { stroke: #55606e; stroke-width: 1.5; }
.firebell-compare rect.good { fill: #0b5cad; }
.firebell-compare rect.bad { fill: #b3430b; }
.firebell-compare rect.even { fill: #8a94a2; }
.firebell-compare path.good { fill: #0b5cad; stroke: #0b5cad; }
.firebell-compare path.bad { fill: #b3430b; stroke: #b3430b; }
.firebell-compare path.even { fill: #ffffff; stroke: #55606e; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
.firebell-compare text { fill: #e7ebf1; }
.firebell-compare .faint { fill: #a9b3c0; }
.firebell-compare .small { fill: #a9b3c0; }
.firebell-compare .warning { fill: #ff9a62; }
.firebell-compare text.good { fill: #7db7f0; }
.firebell-compare text.bad { fill: #ff9a62; }
.firebell-compare text.even { fill: #a9b3c0; }
.firebell-compare .page { fill: #12161c; }
.firebell-compare .grid { stroke: #2c3440; }
.firebell-compare .zero { stroke: #a9b3c0; }
.firebell-compare rect.good { fill: #7db7f0; }
.firebell-compare rect.bad { fill: #ff9a62; }
.firebell-compare rect.even { fill: #7b8594; }
.firebell-compare path.good { fill: #7db7f0; stroke: #7db7f0; }
.firebell-compare path.bad { fill: #ff9a62; stroke: #ff9a62; }
.firebell-compare path.even { fill: #12161c; stroke: #a9b3c0; }
}
";

/// A piece of the picture, in pixels from its left upper corner.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Shape {
    /// From its baseline.
    Text {
        class: &'static str,
        x: f64,
        y: f64,
        anchor: Anchor,
        text: String,
    },
    Line {
        class: &'static str,
        from: (f64, f64),
        to: (f64, f64),
    },
    /// From its left upper corner, with its width and its height.
    Bar {
        class: &'static str,
        at: (f64, f64),
        size: (f64, f64),
    },
    Path {
        class: &'static str,
        path: String,
    },
    /// What follows tells this to whoever points at it.
    Tip(String),
    /// Up to here.
    TipEnds,
}

/// Which part of a text stands in its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Anchor {
    Start,
    End,
}

/// How many columns fit.
pub(super) fn columns_in(pixels: f64, class: &str) -> usize {
    (pixels / (size_of(class) * BREADTH)) as usize // A line.
}

pub(super) fn size_of(class: &str) -> f64 {
    match class {
        "heading" => 20.0,
        "drill" => 14.0,
        "small" => 10.0,
        _ => 12.0,
    }
}

/// The picture.
pub(super) fn drawn(title: &str, shapes: &[Shape], width: f64, height: f64) -> String {
    let mut xml = Xml::new();
    let size: [(&str, &dyn Display); 2] = [("width", &width), ("height", &height)];
    xml.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("class", &"firebell-compare"),
            ("role", &"img"),
            ("aria-labelledby", &"firebell-compare-title"),
            size[0],
            size[1],
            ("viewBox", &format!("0 0 {width} {height}")),
        ],
    );
    xml.element("title", &[("id", &"firebell-compare-title")], title);
    xml.element("style", &[], STYLE);
    xml.empty("rect", &[("class", &"page"), size[0], size[1]]);
    for shape in shapes {
        draw(&mut xml, shape);
    }
    xml.finish()
}

fn draw(xml: &mut Xml, shape: &Shape) {
    match shape {
        Shape::Text {
            class,
            x,
            y,
            anchor,
            text,
        } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::End => "end",
            };
            xml.element(
                "text",
                &[
                    ("class", class),
                    ("x", &pixel(*x)),
                    ("y", &pixel(*y)),
                    ("text-anchor", &anchor),
                ],
                text,
            );
        }
        Shape::Line { class, from, to } => xml.empty(
            "line",
            &[
                ("class", class),
                ("x1", &pixel(from.0)),
                ("y1", &pixel(from.1)),
                ("x2", &pixel(to.0)),
                ("y2", &pixel(to.1)),
            ],
        ),
        Shape::Bar { class, at, size } => xml.empty(
            "rect",
            &[
                ("class", class),
                ("x", &pixel(at.0)),
                ("y", &pixel(at.1)),
                ("width", &pixel(size.0)),
                ("height", &pixel(size.1)),
            ],
        ),
        Shape::Path { class, path } => xml.empty("path", &[("class", class), ("d", path)]),
        Shape::Tip(tip) => {
            xml.open("g", &[]);
            xml.element("title", &[], tip);
        }
        Shape::TipEnds => xml.close(),
    }
}

/// To a hundredth.
pub(super) fn pixel(place: f64) -> f64 {
    (place * 100.0).round() / 100.0
}
