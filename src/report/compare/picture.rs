//! The comparison as a picture: a row for the score, for passing and for each objective, a dot with its interval for each candidate.

use std::fmt::Display;

use crate::analysis::comparison::{Aspect, Comparison, Passing};
use crate::model::Drill;
use crate::report::compare::{Compared, page, words};
use crate::report::figures;
use crate::report::page::Tone;
use crate::report::xml::Xml;
use crate::text::{one_line, truncated};

const WIDTH: f64 = 900.0;
/// Where rows begin and end to be dots.
const LEFT: f64 = 290.0;
const RIGHT: f64 = 700.0;
const TOP: f64 = 96.0;
const LINE: f64 = 22.0;
/// Between drills.
const GAP: f64 = 34.0;

/// No variables, so that converters understand them.
const STYLE: &str = "
.firebell-compare { font-family: system-ui, sans-serif; }
.firebell-compare text { fill: #1b2430; font-size: 12px; }
.firebell-compare .heading { font-size: 20px; font-weight: 600; }
.firebell-compare .faint { fill: #55606e; }
.firebell-compare .drill { font-weight: 600; font-size: 13px; }
.firebell-compare .page { fill: #ffffff; }
.firebell-compare .grid { stroke: #d5dae1; stroke-width: 1; }
.firebell-compare .zero { stroke: #55606e; stroke-width: 1.5; }
.firebell-compare .whisker { stroke-width: 2; }
.firebell-compare .good { stroke: #17663d; fill: #17663d; }
.firebell-compare .bad { stroke: #b42318; fill: #b42318; }
.firebell-compare .even { stroke: #55606e; fill: #ffffff; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
.firebell-compare text { fill: #e7ebf1; }
.firebell-compare .faint { fill: #a9b3c0; }
.firebell-compare .page { fill: #12161c; }
.firebell-compare .grid { stroke: #2c3440; }
.firebell-compare .zero { stroke: #a9b3c0; }
.firebell-compare .good { stroke: #62c591; fill: #62c591; }
.firebell-compare .bad { stroke: #ff8a7a; fill: #ff8a7a; }
.firebell-compare .even { stroke: #a9b3c0; fill: #12161c; }
}
";

/// A dot with its interval, in points of 100.
struct Dot {
    label: String,
    /// From which to which.
    figures: String,
    value: f64,
    ends: Option<(f64, f64)>,
    tone: Tone,
}

/// The picture; differences in points of 100: of the score, and of shares of replications.
pub fn svg(compared: &Compared<'_>) -> String {
    let several = compared.candidates.len() > 1;
    let blocks: Vec<(String, Vec<Dot>)> = compared
        .drills
        .iter()
        .enumerate()
        .map(|(place, drill)| {
            let dots = compared.candidates.iter().flat_map(|candidate| {
                let name = if several { candidate.name.as_str() } else { "" };
                dots(&candidate.comparisons[place], drill, name)
            });
            (one_line(&drill.scenario.title).into_owned(), dots.collect())
        })
        .collect();
    let reach = reach(blocks.iter().flat_map(|(_, dots)| dots));
    let rows: usize = blocks.iter().map(|(_, dots)| dots.len()).sum();
    let height = TOP + rows as f64 * LINE + blocks.len() as f64 * GAP + 40.0; // A page of rows.
    let mut xml = Xml::new();
    open(&mut xml, compared, height);
    axis(&mut xml, reach, height);
    let mut y = TOP;
    for (title, dots) in &blocks {
        y += GAP;
        xml.element(
            "text",
            &[("class", &"drill"), ("x", &24), ("y", &(y - 12.0))],
            title,
        );
        for dot in dots {
            draw(&mut xml, dot, y + LINE / 2.0, reach);
            y += LINE;
        }
    }
    xml.finish()
}

fn open(xml: &mut Xml, compared: &Compared<'_>, height: f64) {
    let size: [(&str, &dyn Display); 2] = [("width", &WIDTH), ("height", &height)];
    let view = format!("0 0 {WIDTH} {height}");
    xml.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("class", &"firebell-compare"),
            ("role", &"img"),
            ("aria-labelledby", &"firebell-compare-title"),
            size[0],
            size[1],
            ("viewBox", &view),
        ],
    );
    let names: Vec<&str> = compared
        .candidates
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    let title = format!(
        "{} against {}: differences in points of 100",
        names.join(" and "),
        compared.baseline
    );
    xml.element("title", &[("id", &"firebell-compare-title")], &title);
    xml.element("style", &[], STYLE);
    xml.empty("rect", &[("class", &"page"), size[0], size[1]]);
    xml.element(
        "text",
        &[("class", &"heading"), ("x", &24), ("y", &38)],
        &title,
    );
    let played = page::played(compared);
    xml.element(
        "text",
        &[("class", &"faint"), ("x", &24), ("y", &60)],
        &played,
    );
}

/// Lines at round numbers, the names above them, and what the two sides mean.
fn axis(xml: &mut Xml, reach: f64, height: f64) {
    let bottom = height - 28.0;
    for place in -2..=2 {
        let value = reach / 2.0 * f64::from(place);
        let x = across(value, reach);
        let class = if place == 0 { "zero" } else { "grid" };
        xml.empty(
            "line",
            &[
                ("class", &class),
                ("x1", &x),
                ("x2", &x),
                ("y1", &TOP),
                ("y2", &bottom),
            ],
        );
        let label = words::signed(value, figures::number);
        xml.element(
            "text",
            &[
                ("class", &"faint"),
                ("x", &x),
                ("y", &(TOP - 8.0)),
                ("text-anchor", &"middle"),
            ],
            &label,
        );
    }
    for (x, anchor, words) in [(LEFT, "start", "← worse"), (RIGHT, "end", "better →")] {
        xml.element(
            "text",
            &[
                ("class", &"faint"),
                ("x", &x),
                ("y", &(bottom + 18.0)),
                ("text-anchor", &anchor),
            ],
            words,
        );
    }
}

fn draw(xml: &mut Xml, dot: &Dot, y: f64, reach: f64) {
    let class = match dot.tone {
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Plain | Tone::Title | Tone::Heading | Tone::Faint | Tone::Inject | Tone::Warning => {
            "even"
        }
    };
    xml.open("g", &[]);
    xml.element("title", &[], &format!("{}: {}", dot.label, dot.figures));
    xml.element(
        "text",
        &[("x", &24), ("y", &(y + 4.0))],
        &truncated(&dot.label, 42),
    );
    if let Some((low, high)) = dot.ends {
        let (from, to) = (across(low, reach), across(high, reach));
        let class = format!("whisker {class}");
        xml.empty(
            "line",
            &[
                ("class", &class),
                ("x1", &from),
                ("x2", &to),
                ("y1", &y),
                ("y2", &y),
            ],
        );
    }
    let x = across(dot.value, reach);
    xml.empty(
        "circle",
        &[("class", &class), ("cx", &x), ("cy", &y), ("r", &3.5)],
    );
    xml.element(
        "text",
        &[
            ("class", &"faint"),
            ("x", &(RIGHT + 16.0)),
            ("y", &(y + 4.0)),
        ],
        &dot.figures,
    );
    xml.close();
}

/// To a hundredth of a pixel.
fn across(value: f64, reach: f64) -> f64 {
    let share = (value.clamp(-reach, reach) / reach + 1.0) / 2.0;
    ((LEFT + share * (RIGHT - LEFT)) * 100.0).round() / 100.0
}

/// A round number that no dot and no end is beyond.
fn reach<'d>(dots: impl Iterator<Item = &'d Dot>) -> f64 {
    let most = dots
        .flat_map(|dot| {
            let (low, high) = dot.ends.unwrap_or((dot.value, dot.value));
            [dot.value.abs(), low.abs(), high.abs()]
        })
        .fold(0.0, f64::max);
    [1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 60.0, 80.0]
        .into_iter()
        .find(|round| most <= *round)
        .unwrap_or(100.0)
}

fn dots(comparison: &Comparison, drill: &Drill, candidate: &str) -> Vec<Dot> {
    let label = |name: &str| {
        if candidate.is_empty() {
            name.to_owned()
        } else {
            format!("{name} · {candidate}")
        }
    };
    let tone = |aspect| words::tone(&comparison.verdict, aspect);
    let score = comparison.score.iter().map(|score| Dot {
        label: label("score"),
        figures: format!(
            "{} → {}",
            figures::number(score.baseline.value),
            figures::number(score.candidate.value)
        ),
        value: score.difference.mean,
        ends: score.difference.interval.map(|one| (one.low, one.high)),
        tone: tone(Aspect::Score),
    });
    let share = |name: &str, found: &Passing, aspect| Dot {
        label: label(name),
        figures: format!(
            "{} → {}",
            figures::percent(found.baseline.value),
            figures::percent(found.candidate.value)
        ),
        value: found.difference.value * 100.0,
        ends: Some((
            found.difference.interval.low * 100.0,
            found.difference.interval.high * 100.0,
        )),
        tone: tone(aspect),
    };
    let passed = comparison
        .passed
        .iter()
        .map(|passed| share("passed", passed, Aspect::Passed));
    let objectives = drill
        .scenario
        .objectives
        .entries()
        .filter_map(|(id, objective)| {
            let figures = comparison.objectives[id].as_ref()?.figures.as_ref()?;
            let title = one_line(&objective.title);
            Some(share(&title, &figures.met, Aspect::Objective(id)))
        });
    score.chain(passed).chain(objectives).collect()
}
