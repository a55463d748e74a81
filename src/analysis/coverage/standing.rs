//! Whether deputies of a role may come to stand in: whether all its holders may be out of reach at once.

use crate::analysis::coverage::possible::Possible;
use crate::model::{Effect, Person, Role, ShiftPattern, Step, Works};
use crate::quantity::{Distribution, PersonId, RoleId};

/// Whether deputies may stand in for the role in a step that needs it.
pub(super) fn may_stand_in(possible: &Possible<'_>, id: RoleId, step: &Step) -> bool {
    let role = &possible.drill.organization.roles[id];
    role.deputies_help
        || !step.not_by.is_empty()
        || (role.holders.iter()).all(|holder| may_be_missed(possible, *holder, role, step))
}

/// Absent, out of reach, or slower to answer than the role waits.
fn may_be_missed(possible: &Possible<'_>, id: PersonId, role: &Role, step: &Step) -> bool {
    let person = &possible.drill.organization.people[id];
    let is_bound_to_shifts = match person.shifts {
        ShiftPattern::Shifts(_) => person.on_call.is_none() || step.works == Works::OnShift,
        ShiftPattern::Always => false,
        ShiftPattern::Never => true,
    };
    is_bound_to_shifts
        || person.stays.is_some()
        || possible.effects().any(|effect| match effect {
            Effect::Absent { person, .. } => *person == id,
            Effect::SlowAnswers { factor, .. } => *factor > 1.0,
            Effect::Stop(_)
            | Effect::Scale(..)
            | Effect::Add(..)
            | Effect::Drain { .. }
            | Effect::Set(_)
            | Effect::Require(_)
            | Effect::Reopen(_)
            | Effect::Arrive { .. }
            | Effect::Lose { .. }
            | Effect::Gain { .. }
            | Effect::Slow { .. }
            | Effect::Hold { .. }
            | Effect::Fail(..) => false,
        })
        || may_be_late(person, role)
}

fn may_be_late(person: &Person, role: &Role) -> bool {
    let escalate_after = role.escalate_after.as_f64();
    // Rounded to the second, and equal is late: the next one is called in the second in which the answer comes.
    let longest = |answer: &Distribution| longest(answer) + 1.0;
    let off_shift = match person.shifts {
        ShiftPattern::Shifts(_) | ShiftPattern::Never => person.on_call.as_ref(),
        ShiftPattern::Always => None,
    };
    longest(&person.acknowledges) >= escalate_after
        || off_shift.is_some_and(|answer| longest(answer) >= escalate_after)
}

/// The upper end; infinite where there is none.
fn longest(distribution: &Distribution) -> f64 {
    match distribution {
        Distribution::Fixed(value) => *value,
        Distribution::Uniform { max, .. }
        | Distribution::Triangular { max, .. }
        | Distribution::Pert { max, .. } => *max,
        Distribution::Lognormal { .. } | Distribution::Exponential { .. } => f64::INFINITY,
        Distribution::Observed(values) => values.iter().copied().fold(0.0, f64::max),
    }
}
