//! Hours of work on the world's clock.

use crate::model::{Organization, ShiftPattern};
use crate::quantity::{Date, Index, Instant, ShiftId, Zone};

/// A calendar of a program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CalendarId(u32);

impl Index for CalendarId {
    fn new(place: usize) -> Self {
        Self(u32::try_from(place).expect("fewer calendars than 2^32 fit into memory"))
    }

    fn place(self) -> usize {
        self.0 as usize // u32 to usize: never narrower where std has files.
    }
}

/// Half-open spans of work, ascending, neither overlapping nor touching.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    spans: Vec<(Instant, Instant)>,
}

impl Calendar {
    /// The hours of these shifts by the clock of `zone`, for every day from `first` to `last`.
    pub fn new(
        organization: &Organization,
        shifts: &[ShiftId],
        zone: &Zone,
        first: Date,
        last: Date,
    ) -> Self {
        let mut spans: Vec<(Instant, Instant)> = Vec::new();
        for &shift in shifts {
            let shift = &organization.shifts[shift];
            let mut day = first;
            while day <= last {
                let begins = shift.days.contains(&day.weekday())
                    && (shift.on_holidays || organization.holidays.binary_search(&day).is_err());
                if begins {
                    let end_day = if shift.to <= shift.from {
                        day.plus_days(1)
                    } else {
                        day
                    };
                    let span = (
                        zone.instant(day.at(shift.from)),
                        zone.instant(end_day.at(shift.to)),
                    );
                    // A clock set forward can leave nothing of a short shift.
                    if span.0 < span.1 {
                        spans.push(span);
                    }
                }
                day = day.plus_days(1);
            }
        }
        spans.sort_unstable();
        let mut merged: Vec<(Instant, Instant)> = Vec::with_capacity(spans.len());
        for (from, to) in spans {
            match merged.last_mut() {
                Some(before) if from <= before.1 => before.1 = before.1.max(to),
                Some(_) | None => merged.push((from, to)),
            }
        }
        Self { spans: merged }
    }

    /// Whether that instant is within a span.
    pub fn is_on(&self, instant: Instant) -> bool {
        let begun = self.spans.partition_point(|span| span.0 <= instant);
        begun > 0 && instant < self.spans[begun - 1].1
    }

    /// How many begins and ends there are up to that instant: within a span an odd number.
    pub fn changes_until(&self, instant: Instant) -> usize {
        let begun = self.spans.partition_point(|span| span.0 <= instant);
        let is_ended = begun > 0 && self.spans[begun - 1].1 <= instant;
        2 * begun - usize::from(begun > 0 && !is_ended)
    }

    /// The begin or end that so many others come before.
    pub fn change(&self, place: usize) -> Option<Instant> {
        let (begin, end) = *self.spans.get(place / 2)?;
        Some(if place.is_multiple_of(2) { begin } else { end })
    }
}

/// The shifts of a pattern, ascending and without repetition, where it has any.
pub(crate) fn shifts_of(pattern: &ShiftPattern) -> Option<Vec<ShiftId>> {
    match pattern {
        ShiftPattern::Shifts(shifts) => {
            let mut shifts = shifts.clone();
            shifts.sort_unstable();
            shifts.dedup();
            Some(shifts)
        }
        ShiftPattern::Always | ShiftPattern::Never => None,
    }
}
