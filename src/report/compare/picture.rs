//! The comparison as a picture: a row for the score, for passing and for each objective, a dot with its interval for each candidate.

use std::fmt::Display;

use crate::analysis::comparison::{Aspect, Comparison, Effect, Passing, ProgrammeQuantity};
use crate::model::Drill;
use crate::report::compare::{Candidate, Compared, Explained, page, rows, shares, words};
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
/// Longer notes are cut.
const NOTE_COLUMNS: usize = 130;
/// Between drills.
const GAP: f64 = 34.0;

/// No variables, so that converters understand them.
const STYLE: &str = "
.firebell-compare { font-family: system-ui, sans-serif; }
.firebell-compare text { fill: #1b2430; font-size: 12px; }
.firebell-compare .heading { font-size: 20px; font-weight: 600; }
.firebell-compare .faint { fill: #55606e; }
.firebell-compare .warning { fill: #b42318; font-weight: 600; }
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
.firebell-compare .warning { fill: #ff8a7a; }
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
    /// What else there is to know.
    more: Option<String>,
    value: f64,
    ends: Option<(f64, f64)>,
    tone: Tone,
}

/// The picture; differences in points of 100: of the score, and of shares of replications.
pub fn svg(compared: &Compared<'_>) -> String {
    let several = compared.candidates.len() > 1;
    let name = |candidate: &Candidate<'_>| match several {
        true => candidate.name.clone(),
        false => String::new(),
    };
    let mut blocks: Vec<(String, Vec<Dot>)> = Vec::new();
    if compared.drills.len() > 1 {
        let candidates = compared.candidates.iter();
        let dots = candidates.flat_map(|candidate| programme(candidate, &name(candidate)));
        blocks.push(("All drills, counted alike".to_owned(), dots.collect()));
    }
    for (place, drill) in compared.drills.iter().enumerate() {
        let candidates = compared.candidates.iter();
        let dots = candidates
            .flat_map(|candidate| dots(&candidate.comparisons[place], drill, &name(candidate)));
        blocks.push((one_line(&drill.scenario.title).into_owned(), dots.collect()));
    }
    for candidate in &compared.candidates {
        let explained = candidate.explained.iter();
        blocks.extend(explained.map(|explained| shared_out(compared, candidate, explained)));
    }
    let notes = notes(compared);
    let top = TOP + notes.len() as f64 * LINE; // A handful.
    let reach = reach(blocks.iter().flat_map(|(_, dots)| dots));
    let rows: usize = blocks.iter().map(|(_, dots)| dots.len()).sum();
    let height = top + rows as f64 * LINE + blocks.len() as f64 * GAP + 40.0; // A page of rows.
    let mut xml = Xml::new();
    open(&mut xml, compared, height);
    for ((class, note), place) in notes.iter().zip(1..) {
        let y = 60.0 + f64::from(place) * LINE;
        let shown = truncated(note, NOTE_COLUMNS);
        xml.element("text", &[("class", class), ("x", &24), ("y", &y)], &shown);
    }
    axis(&mut xml, reach, top, height);
    let mut y = top;
    for (title, dots) in &blocks {
        y += GAP;
        let title = truncated(title, NOTE_COLUMNS);
        xml.element(
            "text",
            &[("class", &"drill"), ("x", &24), ("y", &(y - 12.0))],
            &title,
        );
        for dot in dots {
            draw(&mut xml, dot, y + LINE / 2.0, reach);
            y += LINE;
        }
    }
    xml.finish()
}

/// How the comparison ended and what it was played without, each with its class.
fn notes(compared: &Compared<'_>) -> Vec<(&'static str, String)> {
    let ending = page::ending(compared).map(|(tone, said)| {
        let class = match tone {
            Tone::Bad | Tone::Warning => "warning",
            Tone::Plain | Tone::Title | Tone::Heading | Tone::Faint | Tone::Inject | Tone::Good => {
                "faint"
            }
        };
        (class, said)
    });
    let without = page::without(compared).into_iter();
    let without = without.map(|said| ("warning", said));
    let unexplained = compared.candidates.iter().filter_map(|candidate| {
        let why = candidate.unexplained.as_ref()?;
        Some((
            "warning",
            format!("{} not explained: {why}", candidate.name),
        ))
    });
    let left_out = (!compared.left_out.is_empty()).then(|| {
        let said = format!(
            "left out, since they play another plan: {}",
            compared.left_out.join(", ")
        );
        ("faint", said)
    });
    ending
        .into_iter()
        .chain(without)
        .chain(unexplained)
        .chain(left_out)
        .collect()
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
fn axis(xml: &mut Xml, reach: f64, top: f64, height: f64) {
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
                ("y1", &top),
                ("y2", &bottom),
            ],
        );
        let label = words::signed(value, figures::number);
        xml.element(
            "text",
            &[
                ("class", &"faint"),
                ("x", &x),
                ("y", &(top - 8.0)),
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
    let more = dot.more.iter().map(|more| format!("; {more}"));
    let title = format!("{}: {}{}", dot.label, dot.figures, more.collect::<String>());
    xml.element("title", &[], &title);
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

/// "score · r2"; without a name behind where there is one candidate.
fn label(name: &str, candidate: &str) -> String {
    if candidate.is_empty() {
        name.to_owned()
    } else {
        format!("{name} · {candidate}")
    }
}

/// The score and passing over all drills.
fn programme(candidate: &Candidate<'_>, name: &str) -> Vec<Dot> {
    let whole = &candidate.programme;
    let dot = |what: &str, found: &ProgrammeQuantity, scale: f64, figures: fn(f64) -> String| Dot {
        label: label(what, name),
        figures: format!(
            "{} → {}",
            figures(found.baseline.value),
            figures(found.candidate.value)
        ),
        more: None,
        value: found.difference.mean * scale,
        ends: found
            .difference
            .interval
            .map(|one| (one.low * scale, one.high * scale)),
        tone: Tone::Plain,
    };
    let score = whole.score.iter().map(|found| Dot {
        tone: words::tone(&whole.verdict, Aspect::Score),
        ..dot("score", found, 1.0, figures::number)
    });
    let passed = whole.passed.iter().map(|found| Dot {
        tone: words::tone(&whole.verdict, Aspect::Passed),
        ..dot("passed", found, 100.0, figures::percent)
    });
    score.chain(passed).collect()
}

/// What each change adds to the score, or to passing where there are no scores.
fn shared_out(
    compared: &Compared<'_>,
    candidate: &Candidate<'_>,
    explained: &Explained,
) -> (String, Vec<Dot>) {
    let (doing, _) = shares::shares(candidate, explained);
    let all = doing
        .into_iter()
        .chain([shares::total(compared, candidate, explained)]);
    let dots = all.map(|share| {
        let Effect { mean, interval, .. } = share.effect;
        let is_shown = interval.is_some_and(|one| one.low > 0.0 || one.high < 0.0);
        Dot {
            label: share.what.join(" and "),
            more: Some(if share.score.is_empty() || share.passed.is_empty() {
                format!("cost {}", share.cost)
            } else {
                format!("passed {}, cost {}", share.passed, share.cost)
            }),
            figures: match share.score.is_empty() {
                true => share.passed,
                false => share.score,
            },
            value: mean,
            ends: interval.map(|one| (one.low, one.high)),
            tone: match (is_shown, share.is_gain) {
                (true, true) => Tone::Good,
                (true, false) => Tone::Bad,
                (false, true | false) => Tone::Plain,
            },
        }
    });
    let title = format!(
        "{}: {}",
        candidate.name,
        shares::heading(compared, explained)
    );
    (title, dots.collect())
}

fn dots(comparison: &Comparison, drill: &Drill, candidate: &str) -> Vec<Dot> {
    let label = |name: &str| label(name, candidate);
    let rows = rows::rows(comparison, drill);
    let tail = |id: &str| {
        let row = rows
            .iter()
            .find(|row| row.id == id && !row.tail.is_empty())?;
        Some(format!("{}: {}", page::HEADINGS[3], row.tail))
    };
    let tone = |aspect| words::tone(&comparison.verdict, aspect);
    let score = comparison.score.iter().map(|score| Dot {
        label: label("score"),
        figures: format!(
            "{} → {}",
            figures::number(score.baseline.value),
            figures::number(score.candidate.value)
        ),
        more: tail("score"),
        value: score.difference.mean,
        ends: score.difference.interval.map(|one| (one.low, one.high)),
        tone: tone(Aspect::Score),
    });
    let share = |name: &str, found: &Passing, more: Option<String>, aspect| Dot {
        more,
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
        .map(|passed| share("passed", passed, None, Aspect::Passed));
    let objectives = drill
        .scenario
        .objectives
        .entries()
        .filter_map(|(id, objective)| {
            let figures = comparison.objectives[id].as_ref()?.figures.as_ref()?;
            let title = one_line(&objective.title);
            Some(share(
                &title,
                &figures.met,
                tail(&objective.id),
                Aspect::Objective(id),
            ))
        });
    score.chain(passed).chain(objectives).collect()
}
