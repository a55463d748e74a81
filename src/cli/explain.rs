//! `firebell explain`: what a diagnostic's code stands for.

use clap::Args;

use crate::check::{self, Explanation};
use crate::cli::output;
use crate::cli::stop::Stop;
use crate::source::code;
use crate::text;

/// Say what a diagnostic's code stands for
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  firebell explain FB0242\n  firebell explain")]
pub(super) struct ExplainArguments {
    /// The code, such as FB0201; left out: all of them in a list
    code: Option<String>,
}

pub(super) fn run(arguments: &ExplainArguments) -> Result<(), Stop> {
    let words = match &arguments.code {
        Some(written) => explained(written)?,
        None => all(),
    };
    output::write_text(&words, None)
}

fn explained(written: &str) -> Result<String, Stop> {
    let wanted = full(written);
    let known = code::MEANINGS.iter().find(|(code, _)| *code == wanted);
    let (code, meaning) = known.ok_or_else(|| unknown(written, &wanted))?;
    let more = check::explain(code).map_or_else(String::new, |explanation| {
        let Explanation {
            text,
            found,
            not_found,
            ..
        } = explanation;
        let examples = [("Found in", found), ("Not found in", not_found)];
        let examples = examples
            .iter()
            .filter(|(_, example)| !example.trim().is_empty())
            .map(|(heading, example)| format!("\n{heading}:\n\n{}", indented(example)));
        format!("\n{}\n{}", text.trim(), examples.collect::<String>())
    });
    Ok(format!("{code}: {meaning}\n{more}"))
}

fn indented(example: &str) -> String {
    example
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect()
}

/// `fb0201` and `0201` mean `FB0201`.
fn full(written: &str) -> String {
    let code = written.trim().to_ascii_uppercase();
    if code.starts_with(|c: char| c.is_ascii_digit()) {
        format!("FB{code}")
    } else {
        code
    }
}

fn unknown(written: &str, wanted: &str) -> Stop {
    let codes = code::MEANINGS.iter().map(|(code, _)| *code);
    let help = match text::nearest(wanted, codes) {
        Some(near) => {
            let meaning = code::MEANINGS.iter().find(|(code, _)| *code == near);
            let (code, meaning) = meaning.expect("the nearest code is one of them");
            format!("did you mean {code}: {meaning}? `firebell explain` lists all")
        }
        None => "`firebell explain` lists all codes".to_owned(),
    };
    Stop::Usage {
        message: format!("there is no code `{written}`"),
        help: Some(help),
    }
}

/// Every code with its meaning, by what stage of the work it belongs to.
fn all() -> String {
    let mut list = String::new();
    for (start, heading) in [
        ("FB01", "Reading files"),
        ("FB02", "What files say (errors)"),
        ("FB03", "What is probably not meant (warnings)"),
    ] {
        let codes = code::MEANINGS
            .iter()
            .filter(|(code, _)| code.starts_with(start));
        let lines: String = codes
            .map(|(code, meaning)| format!("  {code}  {meaning}\n"))
            .collect();
        if !lines.is_empty() {
            let blank = if list.is_empty() { "" } else { "\n" };
            list.push_str(&format!("{blank}{heading}\n{lines}"));
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_written() {
        let words = "FB0201: two things of one kind have the same id\n";
        for written in ["FB0201", "fb0201", "0201", " FB0201 "] {
            let found = explained(written).expect("it is a code");
            assert!(found.starts_with(words), "{written}: {found}");
        }
    }

    #[test]
    fn an_unknown_code_leads_to_a_near_one_or_to_the_list() {
        for (written, start) in [
            ("FB201", "did you mean FB0"),
            ("FB02O1", "did you mean FB0201: "),
            ("circle", "`firebell explain` lists"),
            ("", "`firebell explain` lists"),
        ] {
            let Err(Stop::Usage { message, help }) = explained(written) else {
                panic!("`{written}` is explained");
            };
            assert_eq!(message, format!("there is no code `{written}`"));
            let help = help.unwrap_or_default();
            assert!(help.starts_with(start), "{written}: {help}");
        }
    }

    #[test]
    fn every_code_is_listed_once() {
        let list = all();
        for (code, _) in code::MEANINGS {
            assert_eq!(list.matches(code).count(), 1, "{code}");
        }
    }
}
