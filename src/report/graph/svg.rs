//! A placed chart as SVG: no scripts, no fonts of its own, text as text, every box and line with its words for a reader who cannot see it.

use crate::model::Section;
use crate::report::graph::chart::{Chart, EdgeKind, Node, NodeKind};
use crate::report::graph::fit::{Face, wrapped};
use crate::report::graph::legend::{self, Sample};
use crate::report::graph::place::{
    Area, Band, OWNER, PADDING, Placed, PlacedBox, Point, SMALL, TAG_HEIGHT, TITLE, join_width,
};
use crate::report::graph::shape::{
    centred, course, lines_of_text, note, pointed, px, rectangle, shifted,
};
use crate::report::graph::style::STYLE;
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
/// Narrower pictures leave no room for heading and legend.
const WIDTH_MIN: f64 = 620.0;

/// The picture.
pub fn svg(chart: &Chart, placed: &Placed) -> String {
    let inner = placed.width.max(WIDTH_MIN);
    let heading = wrapped(&chart.title, HEADING, inner, 3);
    let subtitle = wrapped(&chart.subtitle, SUBTITLE, inner, 4);
    let extra = (heading.len() - 1) as f64 * HEADING.leading() // A line or three.
        + (subtitle.len() - 1) as f64 * SUBTITLE.leading();
    let top = MARGIN + HEADER + extra;
    let legend = legend::rows(chart, inner);
    let bottom = top + placed.height + 20.0;
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
    for (band, area) in &placed.bands {
        draw_band(&mut xml, *band, *area);
    }
    draw_incident(&mut xml, &placed.bands);
    draw_lines(&mut xml, chart, placed);
    for (id, node) in chart.nodes.entries() {
        draw_node(&mut xml, node, &placed.boxes[id]);
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

fn draw_band(xml: &mut Xml, band: Band, area: Area) {
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
        &[name.to_owned()],
        TITLE,
        place,
    );
}

/// Faint lines first, so that the others run over them; words last.
fn draw_lines(xml: &mut Xml, chart: &Chart, placed: &Placed) {
    let all = || chart.edges.iter().zip(&placed.lines);
    let is_faint = |kind: EdgeKind| kind == EdgeKind::Implied;
    let faint = all().filter(|(edge, _)| is_faint(edge.kind));
    let others = all().filter(|(edge, _)| !is_faint(edge.kind));
    for (edge, line) in faint.chain(others) {
        let class = line_class(edge.kind);
        let head = format!("url(#firebell-{class})");
        xml.open(
            "path",
            &[
                ("class", &format!("line {class}")),
                ("d", &course(line)),
                ("marker-end", &head),
            ],
        );
        let says = edge.label.as_deref().unwrap_or(legend::meaning(edge.kind));
        let (from, to) = (&chart.nodes[edge.from].name, &chart.nodes[edge.to].name);
        xml.element("title", &[], &format!("{from} → {to}: {says}"));
        xml.close();
    }
    for (edge, line) in all() {
        if let (Some(words), Some(area)) = (&edge.label, line.label) {
            let is_branch = edge.kind == EdgeKind::After;
            draw_label(xml, words, area, is_branch);
        }
    }
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

fn draw_node(xml: &mut Xml, node: &Node, placed: &PlacedBox) {
    let area = placed.area;
    let mut class = format!("node {}", node_class(node.kind));
    if node.on_demand {
        class.push_str(" on-demand");
    }
    let id = node.name.replace(':', "-");
    let id = if node.kind.section().is_some() {
        format!("step-{id}")
    } else {
        id
    };
    xml.open("g", &[("id", &id), ("class", &class)]);
    let told = format!("{}: {}. {}", node.name, node.title, node.facts().join("; "));
    xml.element("title", &[], &told);
    draw_shape(xml, node.kind, area);
    let mut place = Point {
        x: area.x + PADDING,
        y: area.y + PADDING - 4.0,
    };
    for (class, lines, face) in [
        ("box-title", &placed.title, TITLE),
        ("box-owner", &placed.owner, OWNER),
        ("box-note", &placed.notes, SMALL),
    ] {
        lines_of_text(xml, class, lines, face, place);
        place.y += face.leading() * lines.len() as f64; // A handful of lines.
    }
    draw_tags(xml, node, area);
    xml.close();
}

fn node_class(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Averting | NodeKind::Weakening => "prevention",
        NodeKind::Step(Section::Response) | NodeKind::Automatic(Section::Response) => "response",
        NodeKind::Step(Section::Recovery) | NodeKind::Automatic(Section::Recovery) => "recovery",
        NodeKind::Inject => "inject",
        NodeKind::HiddenInject => "inject hidden",
        NodeKind::Objective => "objective",
        NodeKind::CriticalObjective => "objective critical",
    }
}

fn draw_shape(xml: &mut Xml, kind: NodeKind, area: Area) {
    match kind {
        NodeKind::Averting | NodeKind::Weakening => rectangle(xml, "shape", area, 2.0),
        NodeKind::Step(_) => rectangle(xml, "shape", area, 8.0),
        NodeKind::Automatic(_) => {
            xml.empty("path", &[("class", &"shape"), ("d", &pointed(area, 12.0))]);
        }
        NodeKind::Inject | NodeKind::HiddenInject => {
            xml.empty("path", &[("class", &"shape"), ("d", &note(area))]);
        }
        NodeKind::Objective | NodeKind::CriticalObjective => {
            rectangle(xml, "shape", area, 18.0);
        }
    }
}

/// Condition and delay on the upper edge to the left, retries to the right, the join where lines come in.
fn draw_tags(xml: &mut Xml, node: &Node, area: Area) {
    let mut left = area.x + 10.0;
    let upper = area.y - TAG_HEIGHT + 4.0;
    let tag = |left: f64, words: &str| Area {
        x: left,
        y: upper,
        width: SMALL.width(words) + 16.0,
        height: TAG_HEIGHT,
    };
    let retries = node.retries.map(|times| format!("↻ {times}×"));
    if let Some(retries) = &retries {
        let width = tag(0.0, retries).width;
        let place = tag(area.right() - 10.0 - width, retries);
        rectangle(xml, "tag", place, TAG_HEIGHT / 2.0);
        centred(xml, "words", retries, place);
    }
    if let Some(delay) = &node.delay {
        let words = format!("+ {delay}");
        let place = tag(left, &words);
        rectangle(xml, "tag", place, TAG_HEIGHT / 2.0);
        centred(xml, "words", &words, place);
        left = place.right() + 4.0;
    }
    if let Some(guard) = &node.guard {
        let room = area.right() - left - 26.0 - retries.map_or(0.0, |words| tag(0.0, &words).width);
        let words = wrapped(&format!("if {guard}"), SMALL, room, 1).swap_remove(0);
        let place = tag(left, &words);
        xml.open("g", &[]);
        xml.element("title", &[], &format!("only if {guard}"));
        xml.empty("path", &[("class", &"tag"), ("d", &pointed(place, 6.0))]);
        centred(xml, "words", &words, place);
        xml.close();
    }
    if let Some(join) = &node.join {
        let width = join_width(join);
        let place = Area {
            x: area.x - width,
            y: area.middle().y - TAG_HEIGHT / 2.0,
            width,
            height: TAG_HEIGHT,
        };
        rectangle(xml, "badge", place, TAG_HEIGHT / 2.0);
        centred(xml, "badge-words", join, place);
    }
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
