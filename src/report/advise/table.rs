//! The advice for spreadsheets: a line for each improvement that was tried, the largest gain first.

use crate::analysis::advice::{Gained, Trial};
use crate::analysis::comparison::Verdict;
use crate::report::advise::Advised;
use crate::report::csv;

/// Comma-separated values; an empty interval is not known.
pub fn csv(advised: &Advised<'_>) -> String {
    let heading = [
        "rank",
        "improvement",
        "assumed",
        "plan",
        "replications",
        "shown",
        "passed",
        "passed_low",
        "passed_high",
        "score",
        "score_low",
        "score_high",
        "cost",
        "cost_low",
        "cost_high",
        "chosen",
        "ending",
    ];
    let lines = advised
        .advice
        .trials
        .iter()
        .enumerate()
        .map(|(place, trial)| line(advised, place, trial));
    let is_empty = advised.advice.trials.is_empty() && !advised.is_complete();
    let broken_off = is_empty.then(|| {
        let mut cells = vec![String::new(); heading.len() - 1];
        cells.push("INCOMPLETE".to_owned());
        cells
    });
    let heading = [heading.map(str::to_owned).to_vec()];
    csv::text(heading.into_iter().chain(lines).chain(broken_off))
}

fn line(advised: &Advised<'_>, place: usize, trial: &Trial) -> Vec<String> {
    let of = trial.improvement;
    let picks = advised
        .advice
        .chosen
        .iter()
        .flat_map(|chosen| &chosen.picks);
    let chosen = picks
        .map(|pick| pick.improvement)
        .position(|pick| pick == of);
    let mut cells = vec![
        (place + 1).to_string(),
        advised.what(of),
        advised.assumed(of),
        advised.proposals[of].plan.clone().unwrap_or_default(),
        trial.gain.replications.to_string(),
        shown(&trial.verdict).to_owned(),
    ];
    for gained in [&trial.gain.passed, &trial.gain.score, &trial.gain.cost] {
        cells.extend(figures(gained.as_ref()));
    }
    cells.push(chosen.map_or_else(String::new, |place| (place + 1).to_string()));
    let ending = if advised.is_complete() {
        "complete"
    } else {
        "INCOMPLETE"
    };
    cells.push(ending.to_owned());
    cells
}

fn figures(gained: Option<&Gained>) -> [String; 3] {
    let Some(Gained { difference, .. }) = gained else {
        return [const { String::new() }; 3];
    };
    let interval = difference.interval;
    [
        difference.mean.to_string(),
        csv::number(interval.map(|interval| interval.low)),
        csv::number(interval.map(|interval| interval.high)),
    ]
}

fn shown(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::NoneDiffers => "none-differs",
        Verdict::NotShown => "no",
        Verdict::Better(_) => "better",
        Verdict::Worse(_) => "worse",
        Verdict::Mixed { .. } => "mixed",
    }
}
