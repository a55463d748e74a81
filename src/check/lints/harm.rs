//! Objectives on impacts and costs that cannot be met even if nothing goes wrong: the level is never as low as that.

use crate::check::lints::Rehearsal;
use crate::check::lints::bounds::Bounds;
use crate::check::lints::floor::{Floor, floor};
use crate::check::lints::objective::{Impossible, exceeds};
use crate::model::{Measure, Scenario};
use crate::quantity::{ImpactId, Seconds};

/// Why a measure of an impact or of costs cannot meet its target, if so.
pub(super) fn impossible(
    rehearsal: &Rehearsal<'_, '_>,
    scenario: &Scenario,
    bounds: &Bounds,
    measure: &Measure,
) -> Option<Impossible> {
    let floor_of = |impact: ImpactId| floor(rehearsal, scenario, bounds, impact);
    match measure {
        Measure::Final { impact, target, .. } => {
            let floor = floor_of(*impact);
            let why = format!("`{}` ends at", scenario.impacts[*impact].id);
            too_much(why, floor.last(), *target, &floor)
        }
        Measure::Peak { impact, target, .. } => {
            let floor = floor_of(*impact);
            let (level, at) = floor.peak();
            let name = &scenario.impacts[*impact].id;
            if at == Seconds::ZERO {
                let found = too_much(format!("`{name}` begins at"), level, *target, &floor);
                return found.map(|found| Impossible { way: None, ..found });
            }
            let what = format!("{at} after onset `{name}` has reached");
            too_much(what, level, *target, &floor)
        }
        Measure::TimeAbove {
            impact,
            level,
            target,
            ..
        } => {
            let floor = floor_of(*impact);
            let name = &scenario.impacts[*impact].id;
            let what = format!("`{name}` is above {level} for");
            too_long(what, floor.time_above(*level), *target, &floor)
        }
        Measure::Cleared { impact, target, .. } => {
            let floor = floor_of(*impact);
            let name = &scenario.impacts[*impact].id;
            let until = floor.above_zero_until();
            if until == scenario.horizon {
                return (until > *target).then(|| Impossible {
                    why: format!("`{name}` is above zero up to the end of the drill"),
                    way: floor.first_relief,
                    help: "lower it earlier or faster, or write a later `horizon`".to_owned(),
                });
            }
            too_long(
                format!("`{name}` is above zero for"),
                until,
                *target,
                &floor,
            )
        }
        Measure::Cost { target, .. } => {
            let costs = scenario.impacts.entries().map(|(id, impact)| {
                if impact.cost_per_unit == 0.0 && impact.cost_per_unit_hour == 0.0 {
                    return 0.0;
                }
                let floor = floor_of(id);
                impact.cost_per_unit * floor.last() + impact.cost_per_unit_hour * floor.unit_hours()
            });
            let least: f64 = costs.sum();
            exceeds(least, *target).then(|| Impossible {
                why: format!(
                    "the impacts alone cost {} at least, and the target is {target}",
                    rounded_down(least)
                ),
                way: None,
                help: format!(
                    "stop them earlier, or write a target of at least {}",
                    rounded_up(least)
                ),
            })
        }
        Measure::Done { .. }
        | Measure::Within { .. }
        | Measure::Elapsed { .. }
        | Measure::Order { .. }
        | Measure::Completion { .. }
        | Measure::StoodDown { .. }
        | Measure::Judged(_) => None,
    }
}

fn too_much(what: String, least: f64, target: f64, floor: &Floor) -> Option<Impossible> {
    exceeds(least, target).then(|| Impossible {
        why: format!(
            "{what} {} at least, and the target is {target}",
            rounded_down(least)
        ),
        way: floor.first_relief,
        help: format!(
            "lower it earlier or faster, or write a target of at least {}",
            rounded_up(least)
        ),
    })
}

fn too_long(what: String, least: Seconds, target: Seconds, floor: &Floor) -> Option<Impossible> {
    (least > target).then(|| Impossible {
        why: format!("{what} {least} at least, and the target is {target}"),
        way: floor.first_relief,
        help: format!("lower it earlier or faster, or write a target of at least `\"{least}\"`"),
    })
}

/// Whole units of what is counted in hundreds, hundredths of what is not.
fn rounded_down(level: f64) -> f64 {
    if level >= 100.0 {
        level.floor()
    } else {
        (level * 100.0).floor() / 100.0
    }
}

fn rounded_up(level: f64) -> f64 {
    if level >= 100.0 {
        level.ceil()
    } else {
        (level * 100.0).ceil() / 100.0
    }
}
