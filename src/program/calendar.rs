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

    /// The first begin of a span after that instant.
    pub fn next_begin(&self, instant: Instant) -> Option<Instant> {
        let begun = self.spans.partition_point(|span| span.0 <= instant);
        self.spans.get(begun).map(|(begin, _)| *begin)
    }
}

/// A begin or end of hours of work.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ShiftChange {
    /// When.
    pub at: Instant,
    /// Whose hours.
    pub calendar: CalendarId,
    /// Whether they begin.
    pub begins: bool,
    /// Who may be seated or called then: bits of the staffings of those whose hours these are.
    pub staffing_bits: u64,
    /// Whether it can change anything else: work bound to shifts, impacts that follow hours.
    pub is_heeded: bool,
}

impl ShiftChange {
    /// The begins and ends of a calendar; what they can change is not known yet.
    pub(super) fn all_of(id: CalendarId, calendar: &Calendar) -> impl Iterator<Item = Self> {
        let change = move |at, begins| Self {
            at,
            calendar: id,
            begins,
            staffing_bits: 0,
            is_heeded: false,
        };
        let spans = calendar.spans.iter();
        spans.flat_map(move |(begin, end)| [change(*begin, true), change(*end, false)])
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

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(spans: &[(i64, i64)]) -> Calendar {
        let span = |(from, to): &(i64, i64)| (Instant(*from), Instant(*to));
        Calendar {
            spans: spans.iter().map(span).collect(),
        }
    }

    #[test]
    fn the_next_begin_comes_after_the_instant() {
        let calendar = calendar(&[(10, 20), (30, 40)]);
        let next = |at| calendar.next_begin(Instant(at)).map(|begin| begin.0);
        assert_eq!([next(0), next(9)], [Some(10), Some(10)]);
        assert_eq!(
            [next(10), next(20), next(29)],
            [Some(30), Some(30), Some(30)]
        );
        assert_eq!([next(30), next(40)], [None, None]);
    }

    #[test]
    fn whoever_follows_all_changes_knows_who_is_on() {
        let calendars = [
            calendar(&[(10, 20), (30, 40)]),
            calendar(&[(20, 30)]),
            calendar(&[]),
        ];
        let mut changes: Vec<ShiftChange> = (calendars.iter().enumerate())
            .flat_map(|(place, calendar)| ShiftChange::all_of(CalendarId::new(place), calendar))
            .collect();
        changes.sort_unstable();
        let mut are_on = [false; 3];
        for at in 0..50 {
            for change in changes.iter().filter(|change| change.at == Instant(at)) {
                are_on[change.calendar.place()] = change.begins;
            }
            let expected: Vec<bool> = calendars.iter().map(|one| one.is_on(Instant(at))).collect();
            assert_eq!(are_on[..], expected[..], "at {at}");
        }
    }
}
