//! Civil time: dates, clock times, zones; the only place that knows jiff.

use std::fmt;

use jiff::civil;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::quantity::Seconds;

/// A point on the world's clock: whole seconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Instant(pub i64);

impl Instant {
    /// The instant so much later.
    pub fn after(self, duration: Seconds) -> Self {
        Self(self.0.saturating_add(duration.0))
    }

    /// The time from `earlier` to here; negative if it is later.
    pub fn since(self, earlier: Self) -> Seconds {
        Seconds(self.0 - earlier.0)
    }
}

/// A calendar day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date(civil::Date);

/// A day of the week.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// `Mon` to `Sun`, in order.
    pub const ALL: [Self; 7] = [
        Self::Mon,
        Self::Tue,
        Self::Wed,
        Self::Thu,
        Self::Fri,
        Self::Sat,
        Self::Sun,
    ];

    /// The English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mon => "Monday",
            Self::Tue => "Tuesday",
            Self::Wed => "Wednesday",
            Self::Thu => "Thursday",
            Self::Fri => "Friday",
            Self::Sat => "Saturday",
            Self::Sun => "Sunday",
        }
    }
}

impl Date {
    /// Reads `2026-05-13`; nothing else is a date.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.len() == 10
            && text.bytes().enumerate().all(|(place, byte)| match place {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !is_plain {
            return None;
        }
        let date: civil::Date = text.parse().ok()?;
        // A margin at both ends of jiff's years keeps day arithmetic from overflowing.
        (1900..=2200).contains(&date.year()).then_some(Self(date))
    }

    /// The day so many days later (earlier if negative), within the years 1 to 9999.
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.days()))
    }

    /// Its day of the week.
    pub fn weekday(self) -> Weekday {
        match self.0.weekday() {
            civil::Weekday::Monday => Weekday::Mon,
            civil::Weekday::Tuesday => Weekday::Tue,
            civil::Weekday::Wednesday => Weekday::Wed,
            civil::Weekday::Thursday => Weekday::Thu,
            civil::Weekday::Friday => Weekday::Fri,
            civil::Weekday::Saturday => Weekday::Sat,
            civil::Weekday::Sunday => Weekday::Sun,
        }
    }

    /// That time on this day.
    pub fn at(self, time: TimeOfDay) -> CivilTime {
        CivilTime(self.0.at(time.hour, time.minute, 0, 0))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A time on the clock, to the minute.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TimeOfDay {
    hour: i8,
    minute: i8,
}

impl TimeOfDay {
    /// Reads `09:00`; from `00:00` to `23:59`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let [h1, h2, b':', m1, m2] = bytes else {
            return None;
        };
        if ![h1, h2, m1, m2].iter().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let hour = text[..2].parse().ok().filter(|hour| *hour < 24)?;
        let minute = text[3..].parse().ok().filter(|minute| *minute < 60)?;
        Some(Self { hour, minute })
    }

    /// The whole hour, 0 to 23.
    pub fn whole_hour(hour: i8) -> Self {
        assert!((0..24).contains(&hour), "a day has the hours 0 to 23");
        Self { hour, minute: 0 }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// A date with a time of day, in no zone yet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CivilTime(civil::DateTime);

impl CivilTime {
    /// Reads `2026-03-13T19:40` or `2026-03-13T19:40:30`; nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        let date = Date::parse(date)?;
        let (minutes, seconds) = match time.len() {
            5 => (time, 0),
            8 => {
                let (minutes, seconds) = time.split_at_checked(5)?;
                let digits = seconds.strip_prefix(':')?;
                if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    return None;
                }
                (minutes, digits.parse::<i8>().ok().filter(|s| *s < 60)?)
            }
            _ => return None,
        };
        let time = TimeOfDay::parse(minutes)?;
        Some(Self(date.0.at(time.hour, time.minute, seconds, 0)))
    }

    /// Its day.
    pub fn date(self) -> Date {
        Date(self.0.date())
    }

    /// Its time of day, seconds dropped.
    pub fn time(self) -> TimeOfDay {
        TimeOfDay {
            hour: self.0.hour(),
            minute: self.0.minute(),
        }
    }

    /// Its second within the minute.
    pub fn second(self) -> i8 {
        self.0.second()
    }
}

/// `2026-03-13 19:40:00`.
impl fmt::Display for CivilTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}:{:02}", self.date(), self.time(), self.second())
    }
}

/// A moment at which a zone's clock is set forward or back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClockChange {
    /// The first instant of the new offset.
    pub at: Instant,
    /// How far the clock is set forward; negative: back.
    pub forward: Seconds,
}

/// A time zone of the IANA database that travels inside the program.
#[derive(Clone, PartialEq, Debug)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

impl Zone {
    /// The zone of that exact name; `None` if the database has none.
    pub fn named(name: &str) -> Option<Self> {
        if name == "UTC" {
            return Some(Self {
                name: name.to_owned(),
                zone: TimeZone::UTC,
            });
        }
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        // The database ignores case; files say what the database says.
        (zone.iana_name() == Some(name)).then(|| Self {
            name: name.to_owned(),
            zone,
        })
    }

    /// The names of all zones, for a "did you mean".
    pub fn names() -> Vec<String> {
        TimeZoneDatabase::bundled()
            .available()
            .map(|name| name.as_str().to_owned())
            .collect()
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The instant of a civil time; in a gap or fold resolved as RFC 5545 does (jiff's Compatible).
    pub fn instant(&self, civil: CivilTime) -> Instant {
        let timestamp = self
            .zone
            .to_ambiguous_timestamp(civil.0)
            .compatible()
            .expect("the years 1900 to 2200 are within jiff's range");
        Instant(timestamp.as_second())
    }

    /// What the clock of this zone shows at an instant.
    pub fn civil(&self, instant: Instant) -> CivilTime {
        let timestamp = Timestamp::from_second(instant.0).unwrap_or(if instant.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        });
        CivilTime(self.zone.to_datetime(timestamp))
    }

    /// The clock changes after `from`, up to and including `to`.
    pub fn clock_changes(&self, from: Instant, to: Instant) -> Vec<ClockChange> {
        let Ok(start) = Timestamp::from_second(from.0) else {
            return Vec::new();
        };
        self.zone
            .following(start)
            .take_while(|change| change.timestamp().as_second() <= to.0)
            .filter_map(|change| {
                let before = change.timestamp() - SignedDuration::from_secs(1);
                let forward = change.offset().seconds() - self.zone.to_offset(before).seconds();
                (forward != 0).then(|| ClockChange {
                    at: Instant(change.timestamp().as_second()),
                    forward: Seconds(i64::from(forward)),
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn civil(text: &str) -> CivilTime {
        CivilTime::parse(text).unwrap()
    }

    #[test]
    fn civil_times_and_instants_are_inverse() {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let onset = zone.instant(civil("2026-03-13T19:40"));
        assert_eq!(onset, Instant(1_773_402_000));
        assert_eq!(zone.civil(onset), civil("2026-03-13T19:40"));
        assert_eq!(zone.civil(onset).date().weekday(), Weekday::Fri);
    }

    #[test]
    fn a_gap_moves_forward_and_a_fold_takes_the_first() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let gap = zone.instant(civil("2026-03-29T02:30"));
        assert_eq!(zone.civil(gap), civil("2026-03-29T03:30"));
        let fold = zone.instant(civil("2026-10-25T02:30"));
        assert_eq!(
            zone.civil(fold.after(Seconds(3_600))),
            civil("2026-10-25T02:30")
        );
    }

    #[test]
    fn clock_changes_are_listed_with_their_size() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let from = zone.instant(civil("2026-03-28T00:00"));
        let changes = zone.clock_changes(from, from.after(Seconds(3 * 86_400)));
        let hour = zone.instant(civil("2026-03-29T03:00"));
        assert_eq!(
            changes,
            vec![ClockChange {
                at: hour,
                forward: Seconds(3_600)
            }]
        );
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "2026-02-30",
            "2026-2-3",
            "13.05.2026",
            "",
            "2026-05-13T10:00",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        for text in [
            "2026-05-13",
            "2026-05-13T24:00",
            "2026-05-13 10:00",
            "2026-05-13T10:00Z",
        ] {
            assert_eq!(CivilTime::parse(text), None, "{text}");
        }
        assert_eq!(TimeOfDay::parse("9:00"), None);
        assert_eq!(Zone::named("Asia/Shangai"), None);
    }
}
