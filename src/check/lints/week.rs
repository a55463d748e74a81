//! The hours of the week in which somebody can be reached.

use crate::check::staffing::{Need, candidates, hours_in_week};
use crate::model::{Organization, Person, ShiftPattern};
use crate::quantity::{Date, Instant, RoleId, Seconds, TimeOfDay};

const HOUR: i64 = 3600;
const WEEK: Seconds = Seconds(7 * 24 * HOUR);

/// A stretch of time, half-open.
pub(super) type Span = (Instant, Instant);

/// A Monday, for weeks that stand for any week.
pub(super) fn some_monday() -> Date {
    Date::parse("2026-01-12").expect("a calendar day")
}

/// Whoever may be given the role's work, deputies too.
pub(super) fn anybody(role: RoleId) -> Need {
    Need {
        role,
        count: 1,
        reserved: false,
    }
}

/// Whether the person can be called at that time of the week from that Monday.
pub(super) fn is_reachable(
    organization: &Organization,
    person: &Person,
    monday: Date,
    at: Instant,
) -> bool {
    match person.shifts {
        ShiftPattern::Never => false,
        ShiftPattern::Always => true,
        ShiftPattern::Shifts(_) => {
            let hours = hours_in_week(organization, person, monday);
            person.on_call.is_some() || hours.iter().any(|(from, to)| *from <= at && at < *to)
        }
    }
}

/// The hours from Monday to Monday in which nobody of the role can be reached; ascending.
pub(super) fn unreachable(organization: &Organization, role: RoleId) -> Vec<Span> {
    let monday = some_monday();
    let start = organization
        .zone
        .instant(monday.at(TimeOfDay::whole_hour(0)));
    let end = start.after(WEEK);
    let mut reached: Vec<Span> = Vec::new();
    for person in candidates(organization, &anybody(role)) {
        let person = &organization.people[person];
        match person.shifts {
            ShiftPattern::Never => {}
            ShiftPattern::Always => return Vec::new(),
            ShiftPattern::Shifts(_) if person.on_call.is_some() => return Vec::new(),
            ShiftPattern::Shifts(_) => reached.extend(hours_in_week(organization, person, monday)),
        }
    }
    let mut gaps = Vec::new();
    let mut now = start;
    for (from, to) in merged(reached) {
        if from > now {
            gaps.push((now, from.min(end)));
        }
        now = now.max(to);
        if now >= end {
            break;
        }
    }
    if now < end {
        gaps.push((now, end));
    }
    gaps.retain(|(from, to)| from < to);
    gaps
}

/// How long those stretches are together.
pub(super) fn total(spans: &[Span]) -> Seconds {
    spans.iter().map(|(from, to)| to.since(*from)).sum()
}

/// The longest time on end that the person is on shift; `None`: no end.
pub(super) fn longest_shift(organization: &Organization, person: &Person) -> Option<Seconds> {
    match person.shifts {
        ShiftPattern::Always | ShiftPattern::Never => None,
        ShiftPattern::Shifts(_) => {
            let hours = merged(hours_in_week(organization, person, some_monday()));
            hours.into_iter().map(|(from, to)| to.since(from)).max()
        }
    }
}

/// Stretches that touch are one.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut merged: Vec<Span> = Vec::new();
    for (from, to) in spans {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            Some(_) | None => merged.push((from, to)),
        }
    }
    merged
}
