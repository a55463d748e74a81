//! Gates: what a result must surely reach, for CI to act on.

use crate::analysis::evaluation::Evaluation;
use crate::cli::output;
use crate::cli::stop::Stop;
use crate::report::run::Run;
use crate::text;

/// With fewer replications no gate is passed, whatever they show.
const REPLICATIONS_LEAST: u64 = 100;

/// What is asked of every scenario.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Gates {
    /// The mean score must surely be at least that.
    pub(super) score_least: Option<f64>,
    /// The share of drills passed must surely be at least that.
    pub(super) passed_least: Option<f64>,
}

impl Gates {
    /// The answer is no where a gate is not passed; standard error says why.
    pub(super) fn verdict(&self, runs: &[Run<'_>]) -> Result<(), Stop> {
        let refusals: Vec<String> = runs
            .iter()
            .flat_map(|run| {
                let id = &run.drill.scenario.id;
                let refusals = self.refusals(run.evaluation);
                refusals
                    .into_iter()
                    .map(move |why| format!("`{id}`: {why}"))
            })
            .collect();
        for why in &refusals {
            output::complain(why, None);
        }
        if refusals.is_empty() {
            Ok(())
        } else {
            Err(Stop::AnswerIsNo)
        }
    }

    fn refusals(&self, evaluation: &Evaluation) -> Vec<String> {
        let score = self
            .score_least
            .and_then(|least| score_refusal(evaluation, least));
        let passed = self
            .passed_least
            .and_then(|least| passed_refusal(evaluation, least));
        score.into_iter().chain(passed).collect()
    }
}

/// Why the score is not surely so high; `None`: it is.
fn score_refusal(evaluation: &Evaluation, least: f64) -> Option<String> {
    let Some(mean) = &evaluation.score.mean else {
        return Some("no objective applies, so there is no score".to_owned());
    };
    let interval = mean.interval.map(|one| (one.low, one.high));
    refusal(
        "the mean score",
        mean.value,
        interval,
        (least, 100.0),
        mean.count,
    )
}

/// Why it is not surely passed so often; `None`: it is.
fn passed_refusal(evaluation: &Evaluation, least: f64) -> Option<String> {
    let Some(share) = &evaluation.passed else {
        return Some("no objective is critical, so no drill is passed or not".to_owned());
    };
    let interval = Some((share.interval.low, share.interval.high));
    refusal(
        "the share passed",
        share.value,
        interval,
        (least, 1.0),
        share.count,
    )
}

/// The whole interval must lie at or above the gate, `least` of at most so much.
fn refusal(
    what: &str,
    value: f64,
    interval: Option<(f64, f64)>,
    (least, most): (f64, f64),
    count: u64,
) -> Option<String> {
    let replications = text::counted(count, "replication");
    if count < REPLICATIONS_LEAST {
        return Some(format!(
            "{what} is not shown to be at least {least}: {replications} are too few to say, it takes {REPLICATIONS_LEAST}"
        ));
    }
    let (low, high) = interval.unwrap_or((value, value));
    if low >= least {
        return None;
    }
    let shown = |value: f64| format!("{:.*}", if least > 1.0 { 2 } else { 4 }, value);
    let found = format!(
        "{what} is {} [{}, {}] in {replications}",
        shown(value),
        shown(low),
        shown(high)
    );
    Some(if high < least {
        format!("{found}, below {least}")
    } else if least == most {
        let less = 0.999 * most;
        format!(
            "{found}: no number of replications shows that it is always {least}; ask for less, such as {less}"
        )
    } else {
        format!("{found}: not shown to be at least {least}; more replications may")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_is_passed_only_by_the_whole_interval_and_enough_replications() {
        let refused = |interval, least, count| {
            refusal(
                "the mean score",
                61.4,
                Some(interval),
                (least, 100.0),
                count,
            )
        };
        assert_eq!(refused((61.0, 61.8), 61.0, 1_000), None);
        insta::assert_snapshot!(refused((61.0, 61.8), 61.5, 1_000).unwrap(), @"the mean score is 61.40 [61.00, 61.80] in 1,000 replications: not shown to be at least 61.5; more replications may");
        insta::assert_snapshot!(refused((61.0, 61.8), 70.0, 1_000).unwrap(), @"the mean score is 61.40 [61.00, 61.80] in 1,000 replications, below 70");
        insta::assert_snapshot!(refused((61.4, 61.4), 61.0, 99).unwrap(), @"the mean score is not shown to be at least 61: 99 replications are too few to say, it takes 100");
    }

    #[test]
    fn that_all_is_always_well_is_never_shown() {
        let all = refusal(
            "the share passed",
            1.0,
            Some((0.9996, 1.0)),
            (1.0, 1.0),
            10_000,
        );
        insta::assert_snapshot!(all.unwrap(), @"the share passed is 1.0000 [0.9996, 1.0000] in 10,000 replications: no number of replications shows that it is always 1; ask for less, such as 0.999");
    }
}
