//! Lines that pages of advice share.

use crate::analysis::advice::{Gain, Gained, Trial};
use crate::model::Improved;
use crate::report::advise::Advised;
use crate::report::differences::{difference, points};
use crate::report::estimates::level;
use crate::report::figures;
use crate::report::measures::score_words;
use crate::report::names::{listed, shared_currency};
use crate::text::{self, one_line};

/// So many improvements of which nothing is shown are named.
const NAMED_MOST: usize = 6;

/// "passed, points", "score" and "cost, CNY": what of an improvement is told; and in how many replications, where that varies.
pub(super) fn headings(advised: &Advised<'_>) -> Vec<String> {
    let cost = match shared_currency(&advised.drills) {
        Some(currency) => format!("cost, {}", one_line(currency)),
        None => "cost".to_owned(),
    };
    let mut headings = vec!["passed, points".to_owned(), "score".to_owned(), cost];
    if varies(advised) {
        headings.push("replications".to_owned());
    }
    headings
}

/// "+31 ±2", "+5.6 ±0.4", "−12,000 ±900".
pub(super) fn cells(advised: &Advised<'_>, gain: &Gain) -> Vec<String> {
    let mut cells = figures_of(gain).to_vec();
    if varies(advised) {
        cells.push(text::number(gain.replications));
    }
    cells
}

fn figures_of(gain: &Gain) -> [String; 3] {
    let cell = |gained: &Option<Gained>, words: fn(f64) -> String| match gained {
        Some(gained) => difference(&gained.difference, words),
        None => "–".to_owned(),
    };
    [
        cell(&gain.passed, points),
        cell(&gain.score, score_words),
        cell(&gain.cost, figures::number),
    ]
}

/// The same in a line: "passed +31 ±2 points · score +5.6 ±0.4 · cost none differs".
pub(super) fn line(advised: &Advised<'_>, gain: &Gain) -> String {
    let [passed, score, cost] = figures_of(gain);
    let mut parts = vec![
        format!("passed {}", with_unit(passed, Some("points"))),
        format!("score {score}"),
        format!("cost {}", with_unit(cost, shared_currency(&advised.drills))),
    ];
    if varies(advised) {
        parts.push(text::counted(gain.replications, "replication"));
    }
    parts.join(" · ")
}

/// A unit stands behind figures, not behind words.
fn with_unit(figure: String, unit: Option<&str>) -> String {
    if figure.ends_with(|c: char| c.is_ascii_digit()) {
        figures::counted_in(figure, unit)
    } else {
        figure
    }
}

/// Whether figures rest on different numbers of replications.
fn varies(advised: &Advised<'_>) -> bool {
    let alone = advised.advice.trials.iter().map(|trial| &trial.gain);
    let picks = advised
        .advice
        .chosen
        .iter()
        .flat_map(|chosen| &chosen.picks);
    let mut all = alone.chain(picks.map(|pick| &pick.gain));
    let first = all.next().map(|gain| gain.replications);
    all.any(|gain| Some(gain.replications) != first)
}

/// "plan data-leak r1 · 74 improvements tried with the same luck · seed 1".
pub(super) fn played(advised: &Advised<'_>) -> String {
    let mut plans: Vec<String> = advised
        .drills
        .iter()
        .map(|drill| drill.plan.name())
        .collect();
    plans.sort();
    plans.dedup();
    let noun = if plans.len() == 1 { "plan" } else { "plans" };
    format!(
        "{noun} {} · {} tried one by one with the same luck · {} · seed {}{}",
        plans.join(", "),
        text::counted(advised.advice.trials.len(), "improvement"),
        replications(advised),
        advised.seed,
        level(advised.level)
    )
}

/// "2,000 replications of each", "74 to 2,000 replications of each".
fn replications(advised: &Advised<'_>) -> String {
    let counts = advised
        .advice
        .trials
        .iter()
        .map(|trial| trial.gain.replications);
    let (most, least) = (counts.clone().max().unwrap_or(0), counts.min().unwrap_or(0));
    if most == least {
        format!("{} of each", text::counted(most, "replication"))
    } else {
        format!(
            "{} to {} of each",
            text::number(least),
            text::counted(most, "replication")
        )
    }
}

/// Whatever keeps the advice from being whole.
pub(super) fn warnings(advised: &Advised<'_>) -> Vec<String> {
    let mut said = Vec::new();
    if !advised.is_complete() {
        let tried = text::counted(advised.advice.trials.len(), "improvement");
        said.push(format!("INCOMPLETE: broken off after {tried}"));
    }
    said
}

/// "as it is: passed 37 % · score 61.4".
pub(super) fn as_it_is(advised: &Advised<'_>) -> Option<String> {
    let gain = &advised.advice.trials.first()?.gain;
    let passed = gain.passed.as_ref();
    let passed = passed.map(|gained| format!("passed {}", figures::percent(gained.before)));
    let score = gain.score.as_ref();
    let score = score.map(|gained| format!("score {}", score_words(gained.before)));
    let all: Vec<String> = passed.into_iter().chain(score).collect();
    Some(format!("as it is: {}", all.join(" · ")))
}

/// What is said below the improvements that help.
pub(super) fn notes(advised: &Advised<'_>, top: usize) -> Vec<String> {
    let shown = advised.shown();
    let mut notes = Vec::new();
    if shown.better.is_empty() && !advised.advice.trials.is_empty() {
        notes.push("no improvement is shown to help".to_owned());
    }
    if shown.better.len() > top {
        notes.push(format!(
            "{} more shown to help (--top {})",
            text::number(shown.better.len() - top),
            shown.better.len()
        ));
    }
    for (said, trials) in [
        ("better here and worse there", &shown.mixed),
        ("shown to do harm", &shown.worse),
    ] {
        if trials.is_empty() {
            continue;
        }
        let all: Vec<String> = trials
            .iter()
            .map(|trial| {
                let [passed, score, _] = figures_of(&trial.gain);
                let what = advised.what(trial.improvement);
                format!("{what} (passed {passed}, score {score})")
            })
            .collect();
        notes.push(format!("{said}: {}", all.join(" · ")));
    }
    for (said, trials) in [
        ("no difference shown", &shown.open),
        ("no replication differs", &shown.idle),
    ] {
        if !trials.is_empty() {
            notes.push(format!("{said}: {}", named(advised, trials)));
        }
    }
    notes
}

fn named(advised: &Advised<'_>, trials: &[&Trial]) -> String {
    let first = trials.iter().take(NAMED_MOST);
    let mut names: Vec<String> = first.map(|trial| advised.what(trial.improvement)).collect();
    if trials.len() > NAMED_MOST {
        names.push(text::counted(trials.len() - NAMED_MOST, "other"));
    }
    names.join(" · ")
}

/// "all 3 together: passed 37 % → 92 %, +55 ±1 points · score 61.4 → 80.2, +18.8 ±0.6".
pub(super) fn total(advised: &Advised<'_>, lead: &str, gain: &Gain) -> String {
    let [_, _, cost] = figures_of(gain);
    let mut parts = Vec::new();
    if let Some(passed) = &gain.passed {
        parts.push(format!(
            "passed {} → {}, {}",
            figures::percent(passed.before),
            figures::percent(passed.after),
            with_unit(difference(&passed.difference, points), Some("points")),
        ));
    }
    if let Some(score) = &gain.score {
        parts.push(format!(
            "score {} → {}, {}",
            score_words(score.before),
            score_words(score.after),
            difference(&score.difference, score_words),
        ));
    }
    if gain.cost.is_some_and(|cost| cost.difference.differing > 0) {
        let cost = figures::counted_in(cost, shared_currency(&advised.drills));
        parts.push(format!("cost {cost} a drill"));
    }
    let said = format!("{lead}: {}", parts.join(" · "));
    match drawbacks(advised, gain).as_slice() {
        [] => said,
        drawbacks => format!("{said}, but {}", listed(drawbacks)),
    }
}

/// "the score falls by 0.5": what is shown to get worse.
pub(super) fn drawbacks(advised: &Advised<'_>, gain: &Gain) -> Vec<String> {
    let (down, up) = (
        |gained: &Gained| gained.difference.interval.is_some_and(|one| one.high < 0.0),
        |gained: &Gained| gained.difference.interval.is_some_and(|one| one.low > 0.0),
    );
    let by = |gained: &Gained| gained.difference.mean.abs();
    let passed = gain.passed.as_ref().filter(|gained| down(gained));
    let passed = passed.map(|gained| {
        let points = points(by(gained));
        format!("the share passed falls by {points} points")
    });
    let score = gain.score.as_ref().filter(|gained| down(gained));
    let score = score.map(|gained| format!("the score falls by {}", score_words(by(gained))));
    let cost = gain.cost.as_ref().filter(|gained| up(gained));
    let cost = cost.map(|gained| {
        let cost = figures::money(by(gained), shared_currency(&advised.drills));
        format!("a drill costs {cost} more")
    });
    passed.into_iter().chain(score).chain(cost).collect()
}

/// "all 3 together", "it alone".
pub(super) fn lead(picks: usize) -> String {
    match picks {
        1 => "this one".to_owned(),
        2 => "both together".to_owned(),
        picks => format!("all {picks} together"),
    }
}

/// The heading of the set.
pub(super) fn set_heading(picks: usize, budget: usize) -> String {
    match picks {
        0 => "nothing is chosen".to_owned(),
        1 if budget == 1 => "the one that gains most".to_owned(),
        1 => "the one that gains most; beside it nothing else is shown to help".to_owned(),
        picks => {
            format!("{picks} chosen one after another, each for what it adds to those before")
        }
    }
}

/// What must be known to read the figures rightly.
pub(super) fn honest(advised: &Advised<'_>) -> Vec<String> {
    let mut said = vec![
        "What an improvement itself costs (training, overtime, purchases) is in no file and not counted; cost is the change in what a drill costs."
            .to_owned(),
    ];
    let chosen = advised.advice.chosen.as_ref();
    if chosen.is_some_and(|chosen| !chosen.picks.is_empty()) {
        said.push(format!(
            "The set is played in {} that had no part in choosing it.",
            text::counted(advised.effort.replications, "replication")
        ));
    }
    if varies(advised) {
        said.push("What was looked at in more replications stands first.".to_owned());
    }
    if advised.refused > 0 {
        let refused = text::counted(advised.refused, "improvement");
        said.push(format!("Left out: {refused} that the files do not allow."));
    }
    said
}

/// What was written, and what that leaves out.
pub(super) fn writing(advised: &Advised<'_>) -> Vec<String> {
    let only = advised.only.map(|improved| match improved {
        Improved::Plan => "the plan",
        Improved::Organization => "the organization",
    });
    let only = only.map(|file| {
        format!("Only improvements of {file} were tried, because only {file} is written.")
    });
    let written = advised
        .written
        .iter()
        .map(|file| format!("written: {file}"));
    let left_out = advised.left_out.iter().cloned();
    only.into_iter().chain(written).chain(left_out).collect()
}
