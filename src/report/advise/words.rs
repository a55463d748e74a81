//! Improvements in words: what is changed, and what is assumed.

use crate::model::{Chances, Improvement, Shift};
use crate::quantity::{Distribution, Probability, Seconds, Weekday};
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
        Improvement::Shift { person, after, .. } => format!("{person} in shift {}", after.id),
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
            let before: Vec<String> = before.iter().map(hours).collect();
            format!("{} → {}", before.join(" and "), hours(after))
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

/// "day, Mon–Fri 08:00–16:00".
fn hours(shift: &Shift) -> String {
    let Shift {
        id, days, from, to, ..
    } = shift;
    let hours = if from == to {
        format!("24 h from {from}")
    } else {
        format!("{from}–{to}")
    };
    format!("{id}, {} {hours}", weekdays(days))
}

/// "Mon–Fri", "Mon, Wed–Sun", "every day".
fn weekdays(days: &[Weekday]) -> String {
    if Weekday::ALL.iter().all(|day| days.contains(day)) {
        return "every day".to_owned();
    }
    let stretches = Weekday::ALL.split(|day| !days.contains(day));
    let told: Vec<String> = stretches
        .filter_map(|days| match days {
            [] => None,
            [only] => Some(format!("{only:?}")),
            [first, second] => Some(format!("{first:?}, {second:?}")),
            [first, .., last] => Some(format!("{first:?}–{last:?}")),
        })
        .collect();
    told.join(", ")
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

#[cfg(test)]
mod tests {
    use crate::quantity::TimeOfDay;

    use super::*;

    #[test]
    fn another_shift_is_told_with_its_days_and_hours() {
        let shift = |id: &str, days: &[Weekday], [from, to]: [&str; 2]| Shift {
            id: id.to_owned(),
            days: days.to_vec(),
            from: TimeOfDay::parse(from).expect("a time of day"),
            to: TimeOfDay::parse(to).expect("a time of day"),
            on_holidays: false,
            because: None,
        };
        let moved = Improvement::Shift {
            person: "bob".to_owned(),
            before: vec![
                shift("day", &Weekday::ALL[..5], ["08:00", "16:00"]),
                shift("odd", &[Weekday::Sat, Weekday::Mon], ["07:00", "07:00"]),
            ],
            after: shift("night", &Weekday::ALL, ["22:00", "06:00"]),
        };
        assert_eq!(
            sentence(&moved),
            "bob in shift night: day, Mon–Fri 08:00–16:00 and odd, Mon, Sat 24 h from 07:00 → \
             night, every day 22:00–06:00"
        );
    }
}
