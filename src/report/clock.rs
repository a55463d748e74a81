//! Moments as people read them: since onset, and on the organization's clock.

use crate::model::{Organization, Person, ShiftPattern};
use crate::quantity::{Instant, Seconds, Zone};

/// Since onset: "0:43:12", "62:05:10".
pub(super) fn since_onset(at: Seconds) -> String {
    let (hours, minutes, seconds) = (at.0 / 3_600, at.0 / 60 % 60, at.0 % 60);
    format!("{hours}:{minutes:02}:{seconds:02}")
}

/// "Friday 2026-03-13".
pub(super) fn day(zone: &Zone, at: Instant) -> String {
    let date = zone.civil(at).date();
    format!("{} {date}", date.weekday().name())
}

/// "20:23".
pub(super) fn time(zone: &Zone, at: Instant) -> String {
    zone.civil(at).time().to_string()
}

/// A moment as said at another: "20:23" on the same day, "Mon 09:00" within a week, else "2026-03-23 09:00".
pub(super) fn said_at(zone: &Zone, moment: Instant, now: Instant) -> String {
    let (then, today) = (zone.civil(moment), zone.civil(now).date());
    if then.date() == today {
        return then.time().to_string();
    }
    if then.date() > today && then.date() < today.plus_days(7) {
        return format!("{} {}", &then.date().weekday().name()[..3], then.time());
    }
    format!("{} {}", then.date(), then.time())
}

/// When the next shift of somebody who is off shift begins; `None`: not within a year.
pub(super) fn next_shift(
    organization: &Organization,
    person: &Person,
    after: Instant,
) -> Option<Instant> {
    let ShiftPattern::Shifts(shifts) = &person.shifts else {
        return None;
    };
    let today = person.zone.civil(after).date();
    (0..366).find_map(|days| {
        let day = today.plus_days(days);
        let is_holiday = organization.holidays.contains(&day);
        let begins = shifts.iter().filter_map(|id| {
            let shift = &organization.shifts[*id];
            let is_held = shift.days.contains(&day.weekday()) && (shift.on_holidays || !is_holiday);
            let begin = person.zone.instant(day.at(shift.from));
            (is_held && begin > after).then_some(begin)
        });
        begins.min()
    })
}
