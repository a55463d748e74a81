//! Lint of a scenario's title: the weekday it says.

use crate::check::lints::Script;
use crate::model::Starts;
use crate::quantity::{TimeOfDay, Weekday};
use crate::source::{Diagnostic, Problems, code};

/// Each weekday as titles say it.
const WORDS: [(Weekday, &str, [&str; 3]); 7] = [
    (Weekday::Mon, "monday", ["周一", "星期一", "礼拜一"]),
    (Weekday::Tue, "tuesday", ["周二", "星期二", "礼拜二"]),
    (Weekday::Wed, "wednesday", ["周三", "星期三", "礼拜三"]),
    (Weekday::Thu, "thursday", ["周四", "星期四", "礼拜四"]),
    (Weekday::Fri, "friday", ["周五", "星期五", "礼拜五"]),
    (Weekday::Sat, "saturday", ["周六", "星期六", "礼拜六"]),
    (Weekday::Sun, "sunday", ["周日", "星期日", "周天"]),
];

/// A drill that starts so early may belong to the night before, one that starts so late to the day after.
const EARLY: i8 = 6;
const LATE: i8 = 18;

/// A title that names one weekday, on which the drill does not start.
pub(super) fn check<'s>(script: &Script<'_, 's>, problems: &mut Problems<'s>) {
    let Starts::At(start) = &script.scenario.starts else {
        return;
    };
    let [named] = named(&script.scenario.title)[..] else {
        return;
    };
    let day = start.date();
    let mut fitting = vec![day.weekday()];
    if start.time() < TimeOfDay::whole_hour(EARLY) {
        fitting.push(day.plus_days(-1).weekday());
    }
    if start.time() >= TimeOfDay::whole_hour(LATE) {
        fitting.push(day.plus_days(1).weekday());
    }
    let (Some(title), false) = (script.names.doc.title.given(), fitting.contains(&named)) else {
        return;
    };
    let message = format!(
        "the title says {}, and the drill starts on a {}",
        named.name(),
        day.weekday().name()
    );
    problems.push(
        Diagnostic::warning(code::TITLE_WEEKDAY, title.span(problems), message)
            .label(script.names.doc.starts.span(problems), "starts here")
            .help("write the day of `starts` in the title, or another date as `starts`"),
    );
}

/// The weekdays that a title names; a word with the ending of a plural counts too.
fn named(title: &str) -> Vec<Weekday> {
    let title = title.to_lowercase();
    let words: Vec<&str> = title.split(|c: char| !c.is_alphabetic()).collect();
    let says = |(_, english, chinese): &&(Weekday, &str, [&str; 3])| {
        words
            .iter()
            .any(|word| word.strip_suffix('s').unwrap_or(word) == *english)
            || chinese.iter().any(|word| title.contains(word))
    };
    WORDS.iter().filter(says).map(|(day, ..)| *day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_words_of_their_own() {
        assert_eq!(named("The leak of a Friday night"), [Weekday::Fri]);
        assert_eq!(named("Fridays"), [Weekday::Fri]);
        assert_eq!(named("Sundayish, Mon"), []);
        assert_eq!(named("星期五夜间泄露"), [Weekday::Fri]);
    }
}
