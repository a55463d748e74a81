//! A matrix: a row for each loss, a column for passing, the score and each objective, shaded by what is lost.

use std::fmt::Display;

use crate::analysis::comparison::Passing;
use crate::analysis::stress::Stressed;
use crate::model::Measure;
use crate::quantity::ObjectiveId;
use crate::report::compare::words as differences;
use crate::report::stress::{StressedDrill, Stresses, words};
use crate::report::xml::Xml;
use crate::text::{one_line, truncated};

const LEFT: f64 = 250.0;
const CELL: f64 = 64.0;
const LINE: f64 = 22.0;
const TOP: f64 = 60.0;
/// Room for the names of columns.
const HEADING: f64 = 86.0;

const STYLE: &str = "
.firebell-stress { font-family: system-ui, sans-serif; }
.firebell-stress text { fill: #1b2430; font-size: 12px; }
.firebell-stress .heading { font-size: 20px; font-weight: 600; }
.firebell-stress .drill { font-size: 14px; font-weight: 600; }
.firebell-stress .faint { fill: #55606e; }
.firebell-stress .warning { fill: #b42318; font-weight: 600; }
.firebell-stress .page { fill: #ffffff; }
.firebell-stress .loss { fill: #d92d20; }
.firebell-stress .gain { fill: #12873f; }
.firebell-stress .none { fill: #eef1f5; }
.firebell-stress text.strong { fill: #ffffff; font-weight: 600; }
@media (prefers-color-scheme: dark) {
.firebell-stress text { fill: #e7ebf1; }
.firebell-stress .faint { fill: #a9b3c0; }
.firebell-stress .warning { fill: #ff8a7a; }
.firebell-stress .page { fill: #12161c; }
.firebell-stress .none { fill: #1d242d; }
}
";

/// The losses that are shown to do anything, at most so many of each drill.
pub fn svg(stresses: &Stresses<'_>, top: usize) -> String {
    let blocks: Vec<(&StressedDrill<'_>, Vec<&Stressed>)> = stresses
        .drills
        .iter()
        .map(|drill| {
            let shown = drill.stressed.iter().filter(|one| words::is_shown(one));
            (drill, shown.take(top).collect())
        })
        .collect();
    let columns = blocks
        .iter()
        .map(|(drill, _)| headings(drill).len())
        .max()
        .unwrap_or(0);
    let rows: usize = blocks.iter().map(|(_, rows)| rows.len()).sum();
    let width = LEFT + columns as f64 * CELL + 40.0; // A handful.
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
    xml.element("style", &[], STYLE);
    xml.empty("rect", &[("class", &"page"), size[0], size[1]]);
    xml.element(
        "text",
        &[("class", &"heading"), ("x", &24), ("y", &38)],
        title,
    );
    if stresses.is_incomplete {
        xml.element(
            "text",
            &[("class", &"warning"), ("x", &24), ("y", &56)],
            words::INCOMPLETE,
        );
    }
    let mut y = TOP;
    for (drill, rows) in &blocks {
        y = block(&mut xml, drill, rows, y);
    }
    xml.finish()
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

fn block(xml: &mut Xml, drill: &StressedDrill<'_>, rows: &[&Stressed], top: f64) -> f64 {
    let title = one_line(&drill.drill.scenario.title);
    xml.element(
        "text",
        &[("class", &"drill"), ("x", &24), ("y", &(top + 18.0))],
        &title,
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
    for one in rows {
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
    let shape = |xml: &mut Xml, class: &str, opacity: f64| {
        xml.empty(
            "rect",
            &[
                ("class", &class),
                ("x", &place[0]),
                ("y", &place[1]),
                ("width", &size[0]),
                ("height", &size[1]),
                ("rx", &3),
                ("fill-opacity", &opacity),
            ],
        );
    };
    shape(xml, "none", 1.0);
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
    let strength = ((points.abs() / 100.0).sqrt() * 100.0).round() / 100.0;
    shape(xml, if points < 0.0 { "loss" } else { "gain" }, strength);
    let class = if strength > 0.6 { "strong" } else { "cell" };
    xml.element(
        "text",
        &[
            ("class", &class),
            ("x", &(x + CELL / 2.0)),
            ("y", &(y + 15.0)),
            ("text-anchor", &"middle"),
        ],
        &differences::signed(points / 100.0, differences::points),
    );
}
