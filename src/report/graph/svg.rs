//! A placed chart as SVG: no scripts, no fonts of its own, text as text, every box and line with its words for a reader who cannot see it.

use std::fmt::Display;

use crate::quantity::Index;
use crate::report::graph::chart::{Chart, Edge, EdgeKind};
use crate::report::graph::fit::{Face, wrapped};
use crate::report::graph::fold::{Folded, Port, fold};
use crate::report::graph::legend::{self, Sample};
use crate::report::graph::node::{draw_node, draw_shape, node_class};
use crate::report::graph::place::{Area, Band, Line, Placed, Point, SMALL, TAG_HEIGHT, TITLE};
use crate::report::graph::shape::{
    centred, course, lines_of_text, pointed, px, rectangle, shifted,
};
use crate::report::graph::style::{STYLE, lines_of_boxes};
use crate::report::xml::Xml;

/// Around everything.
const MARGIN: f64 = 24.0;
/// Title and subtitle.
const HEADER: f64 = 62.0;
const HEADING: Face = Face {
    size: 21.0,
    is_bold: true,
};
const SUBTITLE: Face = Face {
    size: 13.0,
    is_bold: false,
};
/// Lower than a tag: lines that leave a row side by side are close.
const PORT_HEIGHT: f64 = 14.0;
/// Narrower pictures leave no room for heading and legend.
const WIDTH_MIN: f64 = 620.0;

/// The picture.
pub fn svg(chart: &Chart, placed: &Placed) -> String {
    let folded = fold(chart, placed);
    let inner = folded.width.max(WIDTH_MIN);
    let heading = wrapped(&chart.title, HEADING, inner, 3);
    let subtitle = wrapped(&chart.subtitle, SUBTITLE, inner, 4);
    let extra = (heading.len() - 1) as f64 * HEADING.leading() // A line or three.
        + (subtitle.len() - 1) as f64 * SUBTITLE.leading();
    let top = MARGIN + HEADER + extra;
    let legend = legend::rows(chart, inner, !folded.ports.is_empty());
    let bottom = top + folded.height + 20.0;
    let height = bottom + legend.height + MARGIN;
    let width = inner + 2.0 * MARGIN;

    let mut xml = Xml::new();
    open_root(&mut xml, chart, width, height);
    xml.empty(
        "rect",
        &[
            ("class", &"page"),
            ("width", &px(width)),
            ("height", &px(height)),
        ],
    );
    lines_of_text(
        &mut xml,
        "heading",
        &heading,
        HEADING,
        Point {
            x: MARGIN,
            y: MARGIN,
        },
    );
    let below = MARGIN + heading.len() as f64 * HEADING.leading() + 4.0; // A line or three.
    lines_of_text(
        &mut xml,
        "subtitle",
        &subtitle,
        SUBTITLE,
        Point {
            x: MARGIN,
            y: below,
        },
    );
    xml.open("g", &[("transform", &shifted(MARGIN, top))]);
    for (row, bands) in folded.bands.iter().enumerate() {
        for (band, area) in bands {
            let goes_on = row > 0
                && folded.bands[row - 1]
                    .iter()
                    .any(|(before, _)| before == band);
            draw_band(&mut xml, *band, *area, goes_on);
        }
        draw_incident(&mut xml, bands);
    }
    draw_lines(&mut xml, chart, &folded);
    for id in chart.nodes.ids() {
        draw_node(&mut xml, chart, id, &folded.boxes[id]);
    }
    for port in &folded.ports {
        draw_port(&mut xml, port);
    }
    xml.close();
    xml.open(
        "g",
        &[
            ("transform", &shifted(MARGIN, bottom)),
            ("class", &"legend"),
        ],
    );
    for (sample, place) in &legend.items {
        draw_sample(&mut xml, *sample, *place);
    }
    xml.finish()
}

fn open_root(xml: &mut Xml, chart: &Chart, width: f64, height: f64) {
    xml.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("class", &"firebell-map"),
            ("role", &"graphics-document document"),
            ("aria-labelledby", &"firebell-title firebell-desc"),
            ("width", &px(width)),
            ("height", &px(height)),
            ("viewBox", &format!("0 0 {} {}", px(width), px(height))),
        ],
    );
    xml.element("title", &[("id", &"firebell-title")], &chart.title);
    let described = format!("{}. {}", chart.subtitle, chart.summary);
    xml.element("desc", &[("id", &"firebell-desc")], &described);
    xml.element("style", &[], STYLE);
    // Apart, so that whoever does not know these selectors loses nothing else.
    xml.element("style", &[], &lines_of_boxes(chart));
    xml.open("defs", &[]);
    for kind in ALL_EDGES {
        let name = line_class(kind);
        xml.open(
            "marker",
            &[
                ("id", &format!("firebell-{name}")),
                ("viewBox", &"0 0 10 10"),
                ("refX", &"9.5"),
                ("refY", &"5"),
                ("markerWidth", &"9"),
                ("markerHeight", &"9"),
                ("markerUnits", &"userSpaceOnUse"),
                ("orient", &"auto"),
            ],
        );
        xml.empty(
            "path",
            &[
                ("class", &format!("head {name}")),
                ("d", &"M0 0.8 L10 5 L0 9.2 L2.5 5 Z"),
            ],
        );
        xml.close();
    }
    xml.close();
}

const ALL_EDGES: [EdgeKind; 8] = [
    EdgeKind::After,
    EdgeKind::Implied,
    EdgeKind::Fallback,
    EdgeKind::Calls,
    EdgeKind::Reopens,
    EdgeKind::Triggers,
    EdgeKind::Expects,
    EdgeKind::Measures,
];

fn line_class(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::After => "after",
        EdgeKind::Implied => "implied",
        EdgeKind::Fallback => "fallback",
        EdgeKind::Calls => "calls",
        EdgeKind::Reopens => "reopens",
        EdgeKind::Triggers => "triggers",
        EdgeKind::Expects => "expects",
        EdgeKind::Measures => "measures",
    }
}

/// What prevention is to avert and the response begins with: the border between them.
fn draw_incident(xml: &mut Xml, bands: &[(Band, Area)]) {
    let prevention = bands.iter().find(|(band, _)| *band == Band::Prevention);
    let Some((_, area)) = prevention.filter(|_| bands.len() > 1) else {
        return;
    };
    let x = area.x + area.width;
    let (top, bottom) = (area.y, area.y + area.height);
    let course = format!("M{} {} V{}", px(x), px(top), px(bottom));
    xml.empty("path", &[("class", &"incident"), ("d", &course)]);
    // Beside the line, read from below, in the margin that no box and no arrow enters.
    let turned = format!(
        "translate({} {}) rotate(-90)",
        px(x + 16.0),
        px(bottom - 12.0)
    );
    let class = "incident-name";
    xml.element(
        "text",
        &[("class", &class), ("transform", &turned)],
        "Incident",
    );
}

fn draw_band(xml: &mut Xml, band: Band, area: Area, goes_on: bool) {
    let (name, class) = match band {
        Band::Prevention => ("Prevention", "prevention"),
        Band::Response => ("Response", "response"),
        Band::Recovery => ("Recovery", "recovery"),
    };
    rectangle(xml, &format!("band-{class}"), area, 0.0);
    let place = Point {
        x: area.x + 26.0,
        y: area.y + 10.0,
    };
    lines_of_text(
        xml,
        &format!("band-name {class}"),
        &[if goes_on {
            format!("{name}, continued")
        } else {
            name.to_owned()
        }],
        TITLE,
        place,
    );
}

/// Faint lines first, so that the others run over them; words last.
fn draw_lines(xml: &mut Xml, chart: &Chart, folded: &Folded) {
    let all = || chart.edges.iter().zip(&folded.lines);
    let is_faint = |kind: EdgeKind| kind == EdgeKind::Implied;
    let faint = all().filter(|(edge, _)| is_faint(edge.kind));
    let others = all().filter(|(edge, _)| !is_faint(edge.kind));
    for (edge, pieces) in faint.chain(others) {
        for (place, piece) in pieces.iter().enumerate() {
            draw_piece(xml, chart, edge, piece, place + 1 == pieces.len());
        }
    }
    for (edge, piece) in
        all().flat_map(|(edge, pieces)| pieces.iter().map(move |piece| (edge, piece)))
    {
        if let (Some(words), Some(area)) = (&edge.label, piece.label) {
            let is_branch = edge.kind == EdgeKind::After;
            draw_label(xml, words, area, is_branch);
        }
    }
}

fn draw_piece(xml: &mut Xml, chart: &Chart, edge: &Edge, piece: &Line, is_last: bool) {
    let name = line_class(edge.kind);
    let class = format!("line {name} n{} n{}", edge.from.place(), edge.to.place());
    let course = course(piece);
    let head = format!("url(#firebell-{name})");
    let mut attributes: Vec<(&str, &dyn Display)> = vec![("class", &class), ("d", &course)];
    if is_last {
        attributes.push(("marker-end", &head));
    }
    xml.open("path", &attributes);
    let says = edge.label.as_deref().unwrap_or(legend::meaning(edge.kind));
    let (from, to) = (&chart.nodes[edge.from].name, &chart.nodes[edge.to].name);
    xml.element("title", &[], &format!("{from} → {to}: {says}"));
    xml.close();
}

/// A number at the end of a row, and the same at the beginning of the next.
fn draw_port(xml: &mut Xml, port: &Port) {
    let words = port.number.to_string();
    let width = SMALL.width(&words) + 12.0;
    let area = Area {
        x: port.at.x - width / 2.0,
        y: port.at.y - PORT_HEIGHT / 2.0,
        width,
        height: PORT_HEIGHT,
    };
    rectangle(xml, "tag", area, PORT_HEIGHT / 2.0);
    centred(xml, "words", &words, area);
}

/// Words on a line; a branch's in the pointed frame that conditions have.
fn draw_label(xml: &mut Xml, words: &str, area: Area, is_branch: bool) {
    if is_branch {
        xml.empty("path", &[("class", &"tag"), ("d", &pointed(area, 6.0))]);
    } else {
        rectangle(xml, "tag", area, area.height / 2.0);
    }
    centred(xml, "words", words, area);
}

fn draw_sample(xml: &mut Xml, sample: Sample, place: Point) {
    let area = Area {
        x: place.x,
        y: place.y,
        width: legend::SAMPLE_WIDTH,
        height: legend::SAMPLE_HEIGHT,
    };
    let words = Point {
        x: area.right() + 8.0,
        y: place.y + 1.0,
    };
    lines_of_text(
        xml,
        "words",
        &[legend::words(sample).to_owned()],
        SMALL,
        words,
    );
    let tag = Area {
        y: place.y - 1.0,
        height: TAG_HEIGHT,
        ..area
    };
    match sample {
        Sample::Box(kind) => {
            xml.open("g", &[("class", &node_class(kind))]);
            draw_shape(xml, kind, area);
            xml.close();
        }
        Sample::OnDemand => {
            xml.open("g", &[("class", &"response on-demand")]);
            rectangle(xml, "shape", area, 5.0);
            xml.close();
        }
        Sample::Line(kind) => {
            let class = line_class(kind);
            let level = area.middle().y;
            let path = format!(
                "M{} {} L{} {}",
                px(area.x),
                px(level),
                px(area.right()),
                px(level)
            );
            let head = format!("url(#firebell-{class})");
            xml.empty(
                "path",
                &[
                    ("class", &format!("line {class}")),
                    ("d", &path),
                    ("marker-end", &head),
                ],
            );
        }
        Sample::Guard => {
            xml.empty("path", &[("class", &"tag"), ("d", &pointed(tag, 6.0))]);
            centred(xml, "words", "if", tag);
        }
        Sample::Delay => {
            rectangle(xml, "tag", tag, TAG_HEIGHT / 2.0);
            centred(xml, "words", "+ 2h", tag);
        }
        Sample::Port => {
            rectangle(xml, "tag", tag, TAG_HEIGHT / 2.0);
            centred(xml, "words", "7", tag);
        }
        Sample::Join => {
            rectangle(xml, "badge", tag, TAG_HEIGHT / 2.0);
            centred(xml, "badge-words", "≥ 2", tag);
        }
        Sample::Retries => {
            rectangle(xml, "tag", tag, TAG_HEIGHT / 2.0);
            centred(xml, "words", "↻ 2×", tag);
        }
    }
}
