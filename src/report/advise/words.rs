//! Improvements in words: what is changed, and what is assumed.

use crate::model::{Chances, Improvement};
use crate::quantity::{Distribution, Probability, Seconds};
use crate::report::figures;

/// "deputy li-na for dba: trained for it, takes 1.5 times as long".
pub fn sentence(improvement: &Improvement) -> String {
    format!("{}: {}", what(improvement), assumed(improvement))
}

/// "deputy li-na for dba".
pub(super) fn what(improvement: &Improvement) -> String {
    match improvement {
        Improvement::Deputy { role, person, .. } => format!("deputy {person} for {role}"),
        Improvement::OnCall { person, .. } => format!("{person} on call"),
        Improvement::Escalation { role, .. } => format!("{role} escalated sooner"),
        Improvement::Units {
            resource,
            before,
            after,
        } if before + 1 == *after => format!("one more {resource}"),
        Improvement::Units { resource, .. } => format!("more {resource}"),
        Improvement::Shift { person, after, .. } => format!("{person} in shift {after}"),
        Improvement::Success { step, .. } => format!("{step} fails half as often"),
        Improvement::Duration { step, .. } => format!("{step} in half the time"),
        Improvement::Alarm { step, .. } => format!("{step} raised in half the time"),
        Improvement::Predecessor { step, predecessor } => {
            format!("{step} without waiting for {predecessor}")
        }
    }
}

/// "succeeds 88 % → 94 %".
pub(super) fn assumed(improvement: &Improvement) -> String {
    match improvement {
        Improvement::Deputy { pace: 1.0, .. } => {
            "trained for it, and as quick as a holder".to_owned()
        }
        Improvement::Deputy { pace, .. } => {
            let pace = figures::number(*pace);
            format!("trained for it, and takes {pace} times as long")
        }
        Improvement::OnCall { answers, .. } => {
            format!("answers off shift: {}", estimate(answers))
        }
        Improvement::Escalation { before, after, .. } => format!(
            "the next one is called after {} → {}",
            figures::duration(*before),
            figures::duration_beside(*after, *before)
        ),
        Improvement::Units { before, after, .. } => format!("{before} → {after} units"),
        Improvement::Shift { before, after, .. } => {
            format!("{} → {after}", before.join(" and "))
        }
        Improvement::Success { before, after, .. } => match (before, after) {
            (Chances::Always(before), Chances::Always(after)) => {
                format!("succeeds {} → {}", percent(*before), percent(*after))
            }
            (before, after) => format!("succeeds {} → {}", given(before), given(after)),
        },
        Improvement::Duration { before, after, .. } | Improvement::Alarm { before, after, .. } => {
            format!("{} → {}", estimate(before), range(after))
        }
        Improvement::Predecessor { .. } => "its author would give that up".to_owned(),
    }
}

fn percent(chance: Probability) -> String {
    format!("{} %", figures::number(chance.value() * 100.0))
}

fn given(chances: &Chances) -> String {
    match chances {
        Chances::Always(chance) => percent(*chance),
        Chances::Given {
            flag,
            then,
            otherwise,
        } => format!("{} if {flag}, else {}", percent(*then), percent(*otherwise)),
    }
}

/// "PERT 15 min–2 h".
fn estimate(distribution: &Distribution) -> String {
    let kind = match distribution {
        Distribution::Fixed(_) | Distribution::Lognormal { .. } => "",
        Distribution::Exponential { .. } => "exponential, ",
        Distribution::Uniform { .. } => "evenly ",
        Distribution::Triangular { .. } => "triangular ",
        Distribution::Pert { .. } => "PERT ",
        Distribution::Observed(_) => "observed ",
    };
    format!("{kind}{}", range(distribution))
}

/// "15 min–2 h", "median 40 min, one in ten above 3 h 30".
fn range(distribution: &Distribution) -> String {
    let time = |seconds: &f64| figures::duration(Seconds::rounded(*seconds));
    match distribution {
        Distribution::Fixed(value) => time(value),
        Distribution::Uniform { min, max }
        | Distribution::Triangular { min, max, .. }
        | Distribution::Pert { min, max, .. } => format!("{}–{}", time(min), time(max)),
        Distribution::Lognormal { median, p90 } => {
            format!("median {}, one in ten above {}", time(median), time(p90))
        }
        Distribution::Exponential { mean } => format!("mean {}", time(mean)),
        Distribution::Observed(values) => match (values.first(), values.last()) {
            (Some(first), Some(last)) => format!("{}–{}", time(first), time(last)),
            (None, _) | (_, None) => String::new(),
        },
    }
}
