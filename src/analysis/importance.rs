//! How much an event matters to the telling.

use crate::analysis::{EventKind, Importance};
use crate::model::Effect;

/// How much an event of that kind matters.
pub(super) fn importance(kind: &EventKind) -> Importance {
    use Importance::{Ordinary, Routine, Telling};
    match kind {
        EventKind::Woken(_)
        | EventKind::Released(_)
        | EventKind::Ready { .. }
        | EventKind::Called { .. }
        | EventKind::Answered { .. } => Routine,
        EventKind::Barrier { .. }
        | EventKind::FlagSet(..)
        | EventKind::FlagFell(_)
        | EventKind::InjectWithheld(_)
        | EventKind::Skipped(..)
        | EventKind::Waits { .. }
        | EventKind::Started { .. }
        | EventKind::Done(_, None)
        | EventKind::Returned(_)
        | EventKind::Left(_)
        | EventKind::Units { .. } => Ordinary,
        EventKind::Effect { effect, .. } => of_effect(effect),
        EventKind::EffectEnded { effect, .. } => of_effect(effect).min(Ordinary),
        EventKind::Onset
        | EventKind::Horizon
        | EventKind::ClockChange(_)
        | EventKind::InjectFired(_)
        | EventKind::Exceeded { .. }
        | EventKind::Blocked { .. }
        | EventKind::Interrupted { .. }
        | EventKind::Done(_, Some(_))
        | EventKind::Failed { .. }
        | EventKind::Replaced { .. }
        | EventKind::FallbackLost { .. }
        | EventKind::Reopened(..)
        | EventKind::Arrived { .. }
        | EventKind::Absent { .. }
        | EventKind::Objective(..) => Telling,
    }
}

/// Effects that another event tells of (an absence, a flag, a step that wakes) are routine themselves.
fn of_effect(effect: &Effect) -> Importance {
    use Importance::{Ordinary, Routine, Telling};
    match effect {
        Effect::Set(_)
        | Effect::Require(_)
        | Effect::Reopen(_)
        | Effect::Absent { .. }
        | Effect::Arrive { .. } => Routine,
        Effect::SlowAnswers { .. } => Ordinary,
        Effect::Stop(_)
        | Effect::Scale(..)
        | Effect::Add(..)
        | Effect::Drain { .. }
        | Effect::Lose { .. }
        | Effect::Gain { .. }
        | Effect::Slow { .. }
        | Effect::Hold { .. }
        | Effect::Fail(..) => Telling,
    }
}
