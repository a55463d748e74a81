//! Numbers and lists in sentences: "3 steps", "`a`, `b` and `c`", "2nd".

use std::fmt::Debug;

/// A number with its noun: "1 step", "3 steps", "10,000 replications".
pub fn counted(count: impl TryInto<u64, Error: Debug>, noun: &str) -> String {
    match whole(count) {
        1 => format!("1 {noun}"),
        count => format!("{} {}", number(count), plural(noun)),
    }
}

/// A whole number with commas between thousands.
pub fn number(value: impl TryInto<u64, Error: Debug>) -> String {
    let digits = whole(value).to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Counts of things in memory and of replications differ in type alone.
fn whole(count: impl TryInto<u64, Error: Debug>) -> u64 {
    count
        .try_into()
        .expect("a count is not below 0 and has at most 64 bits")
}

/// "1st", "2nd", "11th".
pub fn ordinal(place: u64) -> String {
    let ending = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{}{ending}", number(place))
}

/// A name in back-ticks.
pub fn quoted(name: &str) -> String {
    format!("`{name}`")
}

/// "`a`, `b` and `c`".
pub fn all_of<Name: AsRef<str>>(names: &[Name]) -> String {
    joined(names, "and")
}

/// "`a`, `b` or `c`".
pub fn one_of<Name: AsRef<str>>(names: &[Name]) -> String {
    joined(names, "or")
}

fn joined<Name: AsRef<str>>(names: &[Name], last: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| quoted(name.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

fn plural(noun: &str) -> String {
    if noun == "person" {
        return "people".to_owned();
    }
    if let Some(stem) = noun.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'o', 'u'])
    {
        return format!("{stem}ies");
    }
    if noun.ends_with(['s', 'x']) || noun.ends_with("ch") || noun.ends_with("sh") {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_follow_their_number() {
        assert_eq!(counted(0, "step"), "0 steps");
        assert_eq!(counted(1, "person"), "1 person");
        assert_eq!(counted(2, "person"), "2 people");
        assert_eq!(counted(10_000, "replication"), "10,000 replications");
        assert_eq!(counted(2, "deputy"), "2 deputies");
        assert_eq!(counted(2, "day"), "2 days");
        assert_eq!(counted(3, "branch"), "3 branches");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(
            [1, 2, 3, 4, 11, 12, 21, 112].map(ordinal).join(" "),
            "1st 2nd 3rd 4th 11th 12th 21st 112th"
        );
    }

    #[test]
    fn lists_end_in_and_or_or() {
        assert_eq!(all_of(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(one_of(&["a", "b"]), "`a` or `b`");
        assert_eq!(all_of(&["a"]), "`a`");
        assert_eq!(all_of::<&str>(&[]), "");
    }
}
