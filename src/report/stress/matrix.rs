//! A matrix: a row for each loss, a column for passing, the score and each objective, shaded by what is lost.

use std::fmt::Display;

use crate::analysis::comparison::Passing;
use crate::analysis::stress::Stressed;
use crate::model::Measure;
use crate::quantity::ObjectiveId;
use crate::report::differences;
use crate::report::stress::{StressedDrill, Stresses, words};
use crate::report::xml::Xml;
use crate::text::{one_line, truncated};

const LEFT: f64 = 250.0;
const CELL: f64 = 64.0;
const LINE: f64 = 22.0;
const TOP: f64 = 138.0;
/// Room for what is said of the drill, and below it for the names of columns.
const HEADING: f64 = 124.0;
/// What is said above the cells takes so much.
const WIDTH_LEAST: f64 = 820.0;
/// So many columns of a drill's title, and of what is said below it, are sure to fit into that.
const TITLE_MOST: usize = 90;
const CAPTION_MOST: usize = 110;

/// A shade of a cell, from so many points of 100 on, with its fill and the ink on it by day and by night.
struct Shade {
    class: &'static str,
    from: f64,
    day: [&'static str; 2],
    night: [&'static str; 2],
}

/// What is lost, in vermilion, and what is gained, in blue: nearly everybody tells the two apart.
const LOSSES: [Shade; 4] = [
    Shade {
        class: "loss-1",
        from: 0.0,
        day: ["#fde8e0", "#1b2430"],
        night: ["#3a2a24", "#e7ebf1"],
    },
    Shade {
        class: "loss-2",
        from: 5.0,
        day: ["#f9b79a", "#1b2430"],
        night: ["#6b3a22", "#e7ebf1"],
    },
    Shade {
        class: "loss-3",
        from: 20.0,
        day: ["#ec7f4b", "#1b2430"],
        night: ["#9c4418", "#ffffff"],
    },
    Shade {
        class: "loss-4",
        from: 50.0,
        day: ["#a63603", "#ffffff"],
        night: ["#f6a36f", "#12161c"],
    },
];
const GAINS: [Shade; 4] = [
    Shade {
        class: "gain-1",
        from: 0.0,
        day: ["#e0ecf7", "#1b2430"],
        night: ["#1f2f40", "#e7ebf1"],
    },
    Shade {
        class: "gain-2",
        from: 5.0,
        day: ["#a6cbe8", "#1b2430"],
        night: ["#234a70", "#e7ebf1"],
    },
    Shade {
        class: "gain-3",
        from: 20.0,
        day: ["#5fa5d8", "#1b2430"],
        night: ["#2563a0", "#ffffff"],
    },
    Shade {
        class: "gain-4",
        from: 50.0,
        day: ["#08519c", "#ffffff"],
        night: ["#8cc1ee", "#12161c"],
    },
];

const STYLE: &str = "
.firebell-stress { font-family: system-ui, sans-serif; }
.firebell-stress text { fill: #1b2430; font-size: 12px; }
.firebell-stress .heading { font-size: 20px; font-weight: 600; }
.firebell-stress .drill { font-size: 14px; font-weight: 600; }
.firebell-stress .faint { fill: #55606e; }
.firebell-stress .warning { fill: #b3430b; font-weight: 600; }
.firebell-stress .page { fill: #ffffff; }
.firebell-stress .none { fill: #eef1f5; }
";
const STYLE_NIGHT: &str = "
.firebell-stress text { fill: #e7ebf1; }
.firebell-stress .faint { fill: #a9b3c0; }
.firebell-stress .warning { fill: #ff9a62; }
.firebell-stress .page { fill: #12161c; }
.firebell-stress .none { fill: #1d242d; }
";

fn style() -> String {
    let of = |shades: fn(&Shade) -> [&'static str; 2]| -> String {
        let all = LOSSES.iter().chain(&GAINS);
        all.map(|shade| {
            let ([fill, ink], class) = (shades(shade), shade.class);
            format!(
                ".firebell-stress rect.{class} {{ fill: {fill}; }}\n.firebell-stress text.{class} {{ fill: {ink}; }}\n"
            )
        })
        .collect()
    };
    format!(
        "{STYLE}{}@media (prefers-color-scheme: dark) {{{STYLE_NIGHT}{}}}\n",
        of(|shade| shade.day),
        of(|shade| shade.night)
    )
}

/// The losses that are shown to do anything, at most so many of each drill.
pub fn svg(stresses: &Stresses<'_>, top: usize) -> String {
    let blocks: Vec<(&StressedDrill<'_>, Vec<&Stressed>)> = stresses
        .drills
        .iter()
        .map(|drill| {
            let shown = drill.stressed.iter().filter(|one| words::is_shown(one));
            (drill, shown.collect())
        })
        .collect();
    let columns = blocks
        .iter()
        .map(|(drill, _)| headings(drill).len())
        .max()
        .unwrap_or(0);
    let rows: usize = blocks.iter().map(|(_, rows)| rows.len().min(top)).sum();
    let width = (LEFT + columns as f64 * CELL + 70.0).max(WIDTH_LEAST); // A handful.
    let height = TOP + blocks.len() as f64 * (HEADING + 30.0) + rows as f64 * LINE + 30.0; // A page of rows.
    let mut xml = Xml::new();
    let size: [(&str, &dyn Display); 2] = [("width", &width), ("height", &height)];
    xml.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("class", &"firebell-stress"),
            ("role", &"img"),
            ("aria-labelledby", &"firebell-stress-title"),
            size[0],
            size[1],
            ("viewBox", &format!("0 0 {width} {height}")),
        ],
    );
    let title = "What each loss costs, in points of 100";
    xml.element("title", &[("id", &"firebell-stress-title")], title);
    xml.element("style", &[], &style());
    xml.empty("rect", &[("class", &"page"), size[0], size[1]]);
    xml.element(
        "text",
        &[("class", &"heading"), ("x", &24), ("y", &38)],
        title,
    );
    if stresses.is_incomplete {
        xml.element(
            "text",
            &[
                ("class", &"warning"),
                ("x", &(width - 24.0)),
                ("y", &38),
                ("text-anchor", &"end"),
            ],
            words::INCOMPLETE,
        );
    }
    let luck = words::luck(stresses, "");
    let place: [(&str, &dyn Display); 2] = [("x", &24), ("y", &58)];
    xml.element("text", &[("class", &"faint"), place[0], place[1]], &luck);
    legend(&mut xml);
    let mut y = TOP;
    for (drill, rows) in &blocks {
        y = block(&mut xml, stresses, drill, rows, top, y);
    }
    xml.finish()
}

/// What the colours mean, and what the figures.
fn legend(xml: &mut Xml) {
    let said = "Each figure is the difference that a loss makes: in points of 100 to how often a drill passes or meets the objective,";
    let more = "in points to the score. Empty: less than 0.05 points. n/a: the objective applies in no replication of both.";
    for (line, y) in [(said, 78), (more, 94)] {
        xml.element("text", &[("class", &"faint"), ("x", &24), ("y", &y)], line);
    }
    let step = 92.0;
    let mut x = 24.0;
    let shades = LOSSES.iter().rev().map(|shade| (shade, "−"));
    let shades = shades.chain(GAINS.iter().map(|shade| (shade, "+")));
    for (shade, sign) in shades {
        let end = LOSSES
            .iter()
            .map(|one| one.from)
            .find(|from| *from > shade.from);
        let words = match end {
            Some(end) if shade.from == 0.0 => format!("{sign} under {end}"),
            Some(end) => format!("{sign}{} to {end}", shade.from),
            None => format!("{sign}{} or more", shade.from),
        };
        filled(xml, shade.class, [x, 104.0], [step - 4.0, LINE - 2.0]);
        xml.element(
            "text",
            &[
                ("class", &shade.class),
                ("x", &(x + (step - 4.0) / 2.0)),
                ("y", &118),
                ("text-anchor", &"middle"),
            ],
            &words,
        );
        x += step;
    }
}

fn filled(xml: &mut Xml, class: &str, place: [f64; 2], size: [f64; 2]) {
    xml.empty(
        "rect",
        &[
            ("class", &class),
            ("x", &place[0]),
            ("y", &place[1]),
            ("width", &size[0]),
            ("height", &size[1]),
            ("rx", &3),
        ],
    );
}

/// Passing, the score, and every objective that is measured.
fn headings(drill: &StressedDrill<'_>) -> Vec<String> {
    let objectives = measured(drill).map(|id| drill.drill.scenario.objectives[id].id.clone());
    ["passed".to_owned(), "score".to_owned()]
        .into_iter()
        .chain(objectives)
        .collect()
}

/// Objectives that observers do not judge.
fn measured<'d>(drill: &'d StressedDrill<'_>) -> impl Iterator<Item = ObjectiveId> + 'd {
    let objectives = drill.drill.scenario.objectives.entries();
    objectives
        .filter(|(_, objective)| !matches!(objective.measure, Measure::Judged(_)))
        .map(|(id, _)| id)
}

/// Points of 100; `None`: nothing to say.
fn cells(drill: &StressedDrill<'_>, one: &Stressed) -> Vec<Option<f64>> {
    let share = |passing: &Passing| passing.difference.value * 100.0;
    let passed = one.brief.passed.as_ref().map(share);
    let score = one.brief.score.map(|score| score.difference.mean);
    let met = measured(drill).map(|id| one.brief.met[id].as_ref().map(share));
    [passed, score].into_iter().chain(met).collect()
}

fn block(
    xml: &mut Xml,
    stresses: &Stresses<'_>,
    drill: &StressedDrill<'_>,
    rows: &[&Stressed],
    most: usize,
    top: f64,
) -> f64 {
    let title = one_line(&drill.drill.scenario.title);
    xml.element(
        "text",
        &[("class", &"drill"), ("x", &24), ("y", &(top + 18.0))],
        &truncated(&title, TITLE_MOST),
    );
    let revision = words::revision(drill);
    let mut said = format!("{revision} · {}", words::without_loss(stresses, drill));
    if rows.len() > most {
        said.push_str(&format!(
            " · {most} of {} losses that are shown to do anything",
            rows.len()
        ));
    }
    if !drill.pairs.is_empty() {
        said.push_str(" · pairs are not drawn");
    }
    xml.element(
        "text",
        &[("class", &"faint"), ("x", &24), ("y", &(top + 36.0))],
        &truncated(&said, CAPTION_MOST),
    );
    let mut y = top + HEADING;
    for (column, heading) in headings(drill).iter().enumerate() {
        let x = LEFT + column as f64 * CELL + CELL / 2.0; // A handful.
        let turned = format!("rotate(-40 {x} {})", y - 8.0);
        xml.element(
            "text",
            &[
                ("class", &"faint"),
                ("x", &x),
                ("y", &(y - 8.0)),
                ("transform", &turned),
            ],
            &truncated(heading, 16),
        );
    }
    for one in rows.iter().take(most) {
        let label = words::label(drill.drill, &one.losses);
        xml.open("g", &[]);
        xml.element("title", &[], &words::sentence(drill.drill, &one.losses));
        xml.element(
            "text",
            &[("x", &24), ("y", &(y + 15.0))],
            &truncated(&label, 34),
        );
        for (column, points) in cells(drill, one).iter().enumerate() {
            let x = LEFT + column as f64 * CELL; // A handful.
            cell(xml, *points, x, y);
        }
        xml.close();
        y += LINE;
    }
    y + 30.0
}

fn cell(xml: &mut Xml, points: Option<f64>, x: f64, y: f64) {
    let (place, size) = ([x + 1.0, y + 1.0], [CELL - 2.0, LINE - 2.0]);
    filled(xml, "none", place, size);
    let Some(points) = points else {
        let (x, y) = (x + CELL / 2.0, y + 15.0);
        let place: [(&str, &dyn Display); 2] = [("x", &x), ("y", &y)];
        xml.element(
            "text",
            &[
                ("class", &"faint"),
                place[0],
                place[1],
                ("text-anchor", &"middle"),
            ],
            "n/a",
        );
        return;
    };
    if points.abs() < 0.05 {
        return;
    }
    let shades = if points < 0.0 { &LOSSES } else { &GAINS };
    let reached = shades.iter().rev().find(|one| points.abs() >= one.from);
    let shade = reached.expect("shades begin at nothing");
    filled(xml, shade.class, place, size);
    xml.element(
        "text",
        &[
            ("class", &shade.class),
            ("x", &(x + CELL / 2.0)),
            ("y", &(y + 15.0)),
            ("text-anchor", &"middle"),
        ],
        &differences::signed(points / 100.0, differences::points),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance(colour: &str) -> f64 {
        let part = |from: usize| {
            let byte = u8::from_str_radix(&colour[from..from + 2], 16).expect("two digits");
            let share = f64::from(byte) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn every_figure_is_legible_by_day_and_by_night() {
        for shade in LOSSES.iter().chain(&GAINS) {
            for [fill, ink] in [shade.day, shade.night] {
                let (one, other) = (luminance(fill), luminance(ink));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= 4.5, "{}: {fill} {ink} {contrast}", shade.class);
            }
        }
    }
}
