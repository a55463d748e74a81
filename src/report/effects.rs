//! What effects do, in words.

use crate::model::{Drill, Effect};
use crate::quantity::{PersonId, ResourceId, Seconds};
use crate::report::{figures, names};
use crate::text;

/// What the effect does when it is applied: "drains backlog by 90 an hour for 5 h".
/// `amount` is what was drawn for an `Add`.
pub(super) fn applied(drill: &Drill, effect: &Effect, amount: Option<f64>) -> String {
    match effect {
        Effect::Stop(impact) => format!("stops the growth of {}", names::impact(drill, *impact)),
        Effect::Scale(impact, factor) => format!(
            "multiplies the growth of {} by {}",
            names::impact(drill, *impact),
            figures::number(*factor)
        ),
        Effect::Add(impact, distribution) => {
            let amount = amount.unwrap_or_else(|| distribution.mean());
            let verb = if amount < 0.0 { "lowers" } else { "raises" };
            format!(
                "{verb} {} by {}",
                names::impact(drill, *impact),
                figures::number(amount.abs())
            )
        }
        Effect::Drain {
            impact,
            per_hour,
            duration,
        } => format!(
            "drains {} by {} an hour{}",
            names::impact(drill, *impact),
            figures::number(*per_hour),
            lasting(*duration)
        ),
        Effect::Set(flag) => format!("sets {}", drill.scenario.flags[*flag].name),
        Effect::Require(step) => format!("calls for {}", names::step(drill, *step)),
        Effect::Reopen(step) => format!("reopens {}", names::step(drill, *step)),
        Effect::Absent {
            person,
            count,
            duration,
        } => format!(
            "takes {} away{}",
            people(drill, *person, *count),
            lasting(*duration)
        ),
        Effect::Arrive { person, count } => format!("brings {}", people(drill, *person, *count)),
        Effect::Lose {
            resource,
            count,
            duration,
        } => format!(
            "takes away {}{}",
            units(drill, *resource, *count),
            lasting(*duration)
        ),
        Effect::Gain {
            resource,
            count,
            duration,
        } => format!(
            "adds {}{}",
            units(drill, *resource, *count),
            lasting(*duration)
        ),
        Effect::Slow {
            steps,
            factor,
            duration,
        } => format!(
            "makes work on {} last {} times as long{}",
            names::steps(drill, steps),
            figures::number(*factor),
            lasting(*duration)
        ),
        Effect::SlowAnswers { factor, duration } => format!(
            "makes answers to calls take {} times as long{}",
            figures::number(*factor),
            lasting(*duration)
        ),
        Effect::Hold { steps, duration } => {
            format!("holds {}{}", names::steps(drill, steps), lasting(*duration))
        }
        Effect::Fail(step, ends) => {
            let step = names::step(drill, *step);
            if *ends == 1 {
                format!("makes the next attempt at {step} fail")
            } else {
                format!("makes the next {ends} attempts at {step} fail")
            }
        }
    }
}

/// What it means that the effect is over: "the hold on restore ends".
pub(super) fn ended(drill: &Drill, effect: &Effect) -> String {
    match effect {
        Effect::Drain { impact, .. } => {
            format!("the drain of {} ends", names::impact(drill, *impact))
        }
        Effect::Slow { steps, .. } => {
            format!("the slowing of {} ends", names::steps(drill, steps))
        }
        Effect::SlowAnswers { .. } => "calls are answered as before".to_owned(),
        Effect::Hold { steps, .. } => format!("the hold on {} ends", names::steps(drill, steps)),
        Effect::Absent { person, count, .. } => {
            format!("the absence of {} ends", people(drill, *person, *count))
        }
        Effect::Lose {
            resource, count, ..
        } => format!("the loss of {} ends", units(drill, *resource, *count)),
        Effect::Gain {
            resource, count, ..
        } => format!("the gain of {} ends", units(drill, *resource, *count)),
        Effect::Stop(_)
        | Effect::Scale(..)
        | Effect::Add(..)
        | Effect::Set(_)
        | Effect::Require(_)
        | Effect::Reopen(_)
        | Effect::Arrive { .. }
        | Effect::Fail(..) => format!("what {} ends", applied(drill, effect, None)),
    }
}

fn lasting(duration: Option<Seconds>) -> String {
    match duration {
        Some(duration) => format!(" for {}", figures::duration(duration)),
        None => String::new(),
    }
}

/// "Zhang Min", "9 of Pickers".
fn people(drill: &Drill, person: PersonId, count: Option<u32>) -> String {
    let size = drill.organization.people[person].count;
    names::members_of(drill, person, count.unwrap_or(size).min(size))
}

/// "1 unit of forensic workstation", "3 units of delivery van".
fn units(drill: &Drill, resource: ResourceId, count: u64) -> String {
    let units = text::counted(count, "unit");
    format!("{units} of {}", names::resource(drill, resource))
}
