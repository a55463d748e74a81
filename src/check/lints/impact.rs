//! Lints of impacts: those that nothing stops, and those that grow faster than everything that lowers them.

use crate::check::lints::{Rehearsal, Script};
use crate::model::{Effect, Growth, all_effects};
use crate::quantity::ImpactId;
use crate::source::{Diagnostic, Problems, code};

/// Both lints, over every impact that grows.
pub(super) fn check(
    rehearsal: &Rehearsal<'_, '_>,
    script: &Script<'_, '_>,
    problems: &mut Problems<'_>,
) {
    for (id, impact) in script.scenario.impacts.entries() {
        let rate = match impact.grows {
            Growth::Steady => continue,
            Growth::PerHour(rate) if rate <= 0.0 => continue,
            Growth::PerHour(rate) => Some(rate),
            Growth::Doubles(_) => None,
        };
        let Some(place) = script.names.impacts.place(&impact.id) else {
            continue;
        };
        let relief = relief(rehearsal, script, id);
        if !relief.is_any {
            let message = format!(
                "impact `{}` grows, and nothing in plan `{}` or in the scenario stops, slows or lowers it",
                impact.id, rehearsal.file.plan.id
            );
            problems.push(
                Diagnostic::warning(code::IMPACT_UNSTOPPED, place, message).help(format!(
                    "add `Stop(\"{0}\")`, `Scale(\"{0}\", 0.5)` or `Drain(impact: \"{0}\", per_hour: …)` to the effects of the step that does so",
                    impact.id
                )),
            );
        } else if let Some(rate) = rate
            // With hours of its own it grows more slowly than its rate says.
            && impact.during.is_none()
            && relief.is_drained_only
            && relief.drained_per_hour < rate
        {
            let message = format!(
                "impact `{}` grows by {rate} an hour, and everything that drains it takes {} an hour",
                impact.id, relief.drained_per_hour
            );
            problems.push(
                Diagnostic::warning(code::GROWS_FASTER, place, message)
                    .help("drain it faster, or stop or scale its growth as well"),
            );
        }
    }
}

/// What works against an impact.
struct Relief {
    is_any: bool,
    is_drained_only: bool,
    drained_per_hour: f64,
}

fn relief(rehearsal: &Rehearsal<'_, '_>, script: &Script<'_, '_>, of: ImpactId) -> Relief {
    let mut relief = Relief {
        is_any: false,
        is_drained_only: true,
        drained_per_hour: 0.0,
    };
    for effect in all_effects(&rehearsal.file.plan, &script.scenario) {
        let is_otherwise = match effect {
            Effect::Drain {
                impact, per_hour, ..
            } => {
                if *impact == of && *per_hour > 0.0 {
                    relief.is_any = true;
                    relief.drained_per_hour += per_hour;
                }
                false
            }
            Effect::Stop(impact) => *impact == of,
            Effect::Scale(impact, factor) => *impact == of && *factor < 1.0,
            // A lognormal amount is never negative; any other tells by its smallest value.
            Effect::Add(impact, amount) => *impact == of && amount.min() < 0.0,
            Effect::Set(_)
            | Effect::Require(_)
            | Effect::Reopen(_)
            | Effect::Absent { .. }
            | Effect::Arrive { .. }
            | Effect::Lose { .. }
            | Effect::Gain { .. }
            | Effect::Slow { .. }
            | Effect::SlowAnswers { .. }
            | Effect::Hold { .. }
            | Effect::Fail(..) => false,
        };
        if is_otherwise {
            relief.is_any = true;
            relief.is_drained_only = false;
        }
    }
    relief
}
