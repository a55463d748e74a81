//! Time axes: which round moments to mark, and what to write at them.

use crate::quantity::{Date, Instant, Seconds, TimeOfDay, Zone};
use crate::report::figures;
use crate::text;

/// A marked moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Tick {
    /// Its column, from 0.
    pub(super) column: usize,
    /// What is written at it.
    pub(super) label: String,
}

/// A time from onset to `end`, laid over so many columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Scale {
    /// The last moment; positive.
    pub(super) end: Seconds,
    /// How many columns there are; positive.
    pub(super) columns: usize,
}

impl Scale {
    /// The column in which the moment lies; the last one for `end` itself.
    pub(super) fn column(self, at: Seconds) -> usize {
        let column = i128::from(at.0) * self.columns as i128 / i128::from(self.end.0);
        usize::try_from(column)
            .unwrap_or(0)
            .min(self.columns.saturating_sub(1))
    }

    /// The first moment that lies in the column.
    pub(super) fn start_of(self, column: usize) -> Seconds {
        let start = (column as i128 * i128::from(self.end.0)).div_euclid(self.columns as i128);
        Seconds(i64::try_from(start).expect("no later than the end"))
    }
}

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// Distances between ticks, in seconds; the shorter ones divide a day.
const STEPS: [i64; 19] = [
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    4 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
    91 * DAY,
    364 * DAY,
];

/// Round times since onset: "0", "6 h", "12 h".
pub(super) fn ticks_since_onset(scale: Scale) -> Vec<Tick> {
    let step = step_of(scale, 9);
    let ticks = (0..=scale.end.0 / step).map(|count| {
        let at = Seconds(count * step);
        let label = if count == 0 {
            "T+0".to_owned()
        } else {
            figures::duration(at)
        };
        (at, label)
    });
    fitting(scale, ticks)
}

/// Round times on the zone's clock: "Fri 20:00", and "Sat 00:00" where a day begins; over long times "Sat 03-14".
pub(super) fn ticks_on_the_clock(scale: Scale, zone: &Zone, onset: Instant) -> Vec<Tick> {
    let step = step_of(scale, 8);
    // "Fri 21:00" and "Sat 00:00" where there is room before the next mark, else "21:00" and "Sat".
    let is_roomy = scale.column(Seconds(step)) >= 11;
    let last = zone.civil(onset.after(scale.end)).date();
    // Over long times the first mark is the first midnight.
    let mut day = zone.civil(onset).date().plus_days(i64::from(step >= DAY));
    let mut named: Option<Date> = None;
    let mut ticks = Vec::new();
    while day <= last {
        for minute in (0..DAY / MINUTE).step_by(usize::try_from(step / MINUTE).unwrap_or(1)) {
            let time = TimeOfDay::parse(&format!("{:02}:{:02}", minute / 60, minute % 60))
                .expect("a minute of the day");
            let instant = zone.instant(day.at(time));
            let at = instant.since(onset);
            if !(Seconds::ZERO..=scale.end).contains(&at) {
                continue;
            }
            // The zone says what its clock shows then: where the clock is set forward, not what was asked for.
            let civil = zone.civil(instant);
            let weekday = &civil.date().weekday().name()[..3];
            let label = if step >= DAY {
                format!("{weekday} {}", &civil.date().to_string()[5..])
            } else if named != Some(civil.date()) && is_roomy {
                format!("{weekday} {}", civil.time())
            } else if minute == 0 {
                weekday.to_owned()
            } else {
                civil.time().to_string()
            };
            named = Some(civil.date());
            ticks.push((at, label));
        }
        day = day.plus_days((step / DAY).max(1));
    }
    fitting(scale, ticks.into_iter())
}

/// The shortest step that leaves so many columns between ticks.
fn step_of(scale: Scale, columns: i64) -> i64 {
    let seconds_needed = columns * scale.end.0 / scale.columns as i64;
    let longest = STEPS[STEPS.len() - 1];
    STEPS
        .into_iter()
        .find(|step| *step >= seconds_needed)
        .unwrap_or(longest * (seconds_needed / longest + 1))
}

/// The ticks whose labels neither touch the one before nor stick out.
fn fitting(scale: Scale, ticks: impl Iterator<Item = (Seconds, String)>) -> Vec<Tick> {
    let mut free_from = 0;
    let mut fitting = Vec::new();
    for (at, label) in ticks {
        let column = scale.column(at);
        let end = column + 1 + text::width(&label);
        if column >= free_from && end <= scale.columns {
            free_from = end + 1;
            fitting.push(Tick { column, label });
        }
    }
    fitting
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::CivilTime;

    fn labels(ticks: &[Tick]) -> String {
        let labels: Vec<&str> = ticks.iter().map(|tick| tick.label.as_str()).collect();
        labels.join(" | ")
    }

    fn onset(zone: &Zone, civil: &str) -> Instant {
        zone.instant(CivilTime::parse(civil).unwrap())
    }

    #[test]
    fn ticks_are_round_on_either_clock() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let scale = Scale {
            end: Seconds(20 * HOUR),
            columns: 80,
        };
        assert_eq!(
            labels(&ticks_since_onset(scale)),
            "T+0 | 3 h | 6 h | 9 h | 12 h | 15 h | 18 h"
        );
        let ticks = ticks_on_the_clock(scale, &zone, onset(&zone, "2026-03-13T19:40"));
        assert_eq!(
            labels(&ticks),
            "20:00 | 22:00 | Sat | 02:00 | 04:00 | 06:00 | 08:00 | 10:00 | 12:00 | 14:00"
        );
        assert_eq!(ticks[2].column, 17);
    }

    #[test]
    fn a_clock_set_forward_skips_an_hour() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let scale = Scale {
            end: Seconds(4 * HOUR),
            columns: 60,
        };
        let ticks = ticks_on_the_clock(scale, &zone, onset(&zone, "2026-03-29T00:00"));
        assert_eq!(labels(&ticks), "Sun 00:00 | 01:00 | 03:00 | 04:00");
    }

    #[test]
    fn any_length_has_ticks_that_fit() {
        let zone = Zone::named("UTC").unwrap();
        for columns in [20, 44, 80, 130] {
            for hours in [1, 5, 24, 96, 700, 9_000, 800_000] {
                let scale = Scale {
                    end: Seconds(hours * HOUR),
                    columns,
                };
                let ticks = ticks_on_the_clock(scale, &zone, onset(&zone, "2026-03-13T19:40"));
                for ticks in [ticks, ticks_since_onset(scale)] {
                    assert!(!ticks.is_empty() || columns < 44, "{hours} h in {columns}");
                    assert!(
                        ticks
                            .iter()
                            .all(|tick| tick.column + tick.label.len() < columns)
                    );
                }
            }
        }
    }
}
