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
