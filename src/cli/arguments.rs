//! Arguments that several commands have, and what they may be.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use clap::Args;

use crate::analysis::comparison::Luck;
use crate::analysis::evaluation::LEVEL_USUAL;
use crate::cli::output;

/// The seed, unless another is asked for.
pub(super) const SEED_USUAL: u64 = 1;

/// So many replications of a drill that is evaluated or compared, unless others are asked for.
pub(super) const RUNS_USUAL: u64 = 10_000;

/// What is played instead of what scenarios name.
#[derive(Args, Clone, Default, Debug)]
pub(super) struct InsteadArguments {
    /// A plan instead of the scenario's own
    #[arg(long, value_name = "FILE")]
    pub(super) plan: Option<PathBuf>,
    /// An organization instead of the scenario's own
    #[arg(long, value_name = "FILE")]
    pub(super) organization: Option<PathBuf>,
}

/// The luck under which drills are played, and how sure one is of what comes of it.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct LuckArguments {
    /// The level of all intervals
    #[arg(long, value_name = "SHARE", default_value_t = LEVEL_USUAL, value_parser = level, allow_negative_numbers = true)]
    pub(super) level: f64,
    #[command(flatten)]
    seed: SeedArguments,
}

impl LuckArguments {
    /// The luck alone.
    pub(super) fn luck(self) -> Luck {
        self.seed.luck()
    }
}

/// The luck under which drills are played.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct SeedArguments {
    /// The seed of all luck
    #[arg(long, value_name = "N", default_value_t = SEED_USUAL, value_parser = whole, allow_negative_numbers = true)]
    seed: u64,
    /// How many threads; changes nothing but the time [default: as many as there are]
    #[arg(long, value_name = "N", value_parser = some, allow_negative_numbers = true)]
    threads: Option<NonZeroUsize>,
}

impl SeedArguments {
    /// With as many threads as there are, unless others are asked for.
    pub(super) fn luck(self) -> Luck {
        Luck {
            seed: self.seed,
            threads: self.threads.unwrap_or_else(threads),
        }
    }
}

/// As many as the machine has for us.
pub(super) fn threads() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Where the result goes, and how wide a page of it is.
#[derive(Args, Debug)]
pub(super) struct PageArguments {
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE", value_parser = output::result_file)]
    output: Option<PathBuf>,
    /// Columns of a line, instead of the terminal's width
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(i64::from(output::COLUMNS_LEAST)..), allow_negative_numbers = true)]
    width: Option<u16>,
}

impl PageArguments {
    /// The file to write to; `None`: standard output.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// How wide a page is.
    pub(super) fn columns(&self) -> usize {
        output::columns(self.width, self.file())
    }
}

/// How many, or which one: a whole number from 1.
pub(super) fn count(text: &str) -> Result<u64, String> {
    let number = whole(text)?;
    if number == 0 {
        return Err("the least is 1".to_owned());
    }
    Ok(number)
}

/// The most replications that are held in memory to be compared with others.
const COUNT_IN_MEMORY_MOST: u64 = 10_000_000;

/// How many replications of which every one is held in memory.
pub(super) fn count_in_memory(text: &str) -> Result<u64, String> {
    let number = count(text)?;
    if number > COUNT_IN_MEMORY_MOST {
        return Err(format!(
            "all replications are held in memory, so that {COUNT_IN_MEMORY_MOST} are the most"
        ));
    }
    Ok(number)
}

/// How many of what there is at least one of.
fn some(text: &str) -> Result<NonZeroUsize, String> {
    let number = usize::try_from(count(text)?).map_err(|_| "the number is too large".to_owned())?;
    Ok(NonZeroUsize::new(number).expect("a count is from 1"))
}

/// A whole number. Numbers as we print them are recognized, and not guessed at: `1,5` may be meant for a fraction.
pub(super) fn whole(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let is_grouped = text
            .chars()
            .all(|c| c.is_ascii_digit() || ",_.' \u{202f}".contains(c));
        let is_number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        match digits.parse::<u64>() {
            Err(_) if is_number => format!("the number is too large: {} is the largest", u64::MAX),
            Ok(number) if is_grouped => format!("write whole numbers with digits alone: {number}"),
            Ok(_) | Err(_) => "a whole number is due, such as 100".to_owned(),
        }
    })
}

/// A score, from 0 to 100.
pub(super) fn score(text: &str) -> Result<f64, String> {
    number(text, 100.0).ok_or_else(|| "a score is a number from 0 to 100".to_owned())
}

/// A share, from 0 to 1.
pub(super) fn share(text: &str) -> Result<f64, String> {
    number(text, 1.0).ok_or_else(|| "a share is a number from 0 to 1, such as 0.9".to_owned())
}

/// The level of intervals: from 0.5 to 0.999.
fn level(text: &str) -> Result<f64, String> {
    number(text, 0.999)
        .filter(|level| *level >= 0.5)
        .ok_or_else(|| "a level is a share from 0.5 to 0.999, such as 0.95".to_owned())
}

/// "1%", as a share; above 0 and at most 50 %.
pub(super) fn precision(text: &str) -> Result<f64, String> {
    let percent = text.strip_suffix('%').unwrap_or(text).trim_end();
    number(percent, 50.0)
        .filter(|percent| *percent > 0.0)
        .map(|percent| percent / 100.0)
        .ok_or_else(|| "a precision is a percentage above 0% and up to 50%, such as 1%".to_owned())
}

fn number(text: &str, most: f64) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    (0.0..=most).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_probability_is_refused() {
        for text in ["1.1", "-0.1", "NaN", "inf", "90%", "", "x"] {
            assert!(share(text).is_err(), "{text}");
        }
        assert_eq!(share("0.9"), Ok(0.9));
        assert!(score("101").is_err());
        assert_eq!(score("70"), Ok(70.0));
        assert_eq!(precision("1%"), Ok(0.01));
        assert_eq!(precision("0.5 %"), Ok(0.005));
        assert!(precision("0%").is_err());
        assert!(precision("60%").is_err());
    }

    #[test]
    fn whole_numbers_are_digits() {
        assert_eq!(count("10000"), Ok(10_000));
        insta::assert_snapshot!(count("0").unwrap_err(), @"the least is 1");
        insta::assert_snapshot!(count("10,000").unwrap_err(), @"write whole numbers with digits alone: 10000");
        insta::assert_snapshot!(whole("-1").unwrap_err(), @"a whole number is due, such as 100");
        insta::assert_snapshot!(whole("18446744073709551616").unwrap_err(), @"the number is too large: 18446744073709551615 is the largest");
        assert!(whole("many").is_err());
    }
}
