//! Pages, tables and pictures of a comparison.

use std::fs;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use firebell::analysis::comparison::{
    Attribution, Effects, Luck, Resampling, compare, play_range, programme,
};
use firebell::analysis::evaluation::FIRST;
use firebell::model::Drill;
use firebell::quantity::Distribution;
use firebell::report::compare::{
    Candidate, CompareEnding, Compared, Explained, csv, markdown, svg,
};
use serde_json::Value;

use crate::common::{compiled, drill, step};
use crate::program::{assert_as_published, assert_fits, printed, shipped};
use crate::workspace::{SCENARIO, workspace};

const LEAK: &str =
    "compare drills/friday-night-leak.ron --candidate plans/data-leak-r2.ron --runs 600";

#[test]
fn a_comparison_reads_on_a_hundred_columns() {
    let said = printed(&shipped(), &format!("{LEAK} --explain"));
    assert!(
        said.lines().all(|line| line.chars().count() <= 100),
        "{said}"
    );
    insta::assert_snapshot!(said);
}

#[test]
fn a_programme_is_compared_as_a_whole() {
    let arguments = "compare drills --candidate plans/staff-shortage-r2.ron --runs 600 -q";
    insta::assert_snapshot!(printed(&shipped(), arguments));
}

#[test]
fn a_programme_reads_in_a_pull_request() {
    let arguments = "compare drills/friday-night-leak.ron drills/lost-laptop.ron --candidate plans/data-leak-r2.ron --runs 200 --format markdown";
    let said = printed(&shipped(), arguments);
    let together = said
        .split("### ")
        .find(|part| part.starts_with("all drills together"));
    insta::assert_snapshot!(together.expect("it is told"));
}

#[test]
fn costs_in_several_currencies_bear_the_name_of_none() {
    let folder = workspace(&[]);
    for (drill, currency) in [("s", "EUR"), ("t", "USD")] {
        let register = format!("Register(title: \"Risks\", currency: \"{currency}\", risks: [])");
        let scenario = SCENARIO.replace(
            "id: \"s\"",
            &format!("id: \"{drill}\", register: \"{currency}.ron\""),
        );
        for (name, text) in [(currency, register), (drill, scenario)] {
            fs::write(folder.path().join(format!("{name}.ron")), text).expect("there is room");
        }
    }
    let of = |drills: &str| {
        let arguments = format!("compare {drills} --candidate r2.ron --runs 20 --format markdown");
        printed(folder.path(), &arguments)
    };
    assert!(of("s.ron").contains("cost, EUR"), "{}", of("s.ron"));
    let both = of("s.ron t.ron");
    let (_, together) = both.split_once("all drills together").expect("it is told");
    let (together, _) = together.split_once("\n### ").unwrap_or((together, ""));
    assert!(together.contains("| cost |"), "{together}");
}

#[test]
fn a_programme_fits_into_few_columns() {
    for width in [60, 84] {
        let arguments = format!(
            "compare drills --candidate plans/staff-shortage-r2.ron --runs 64 --explain --width {width}"
        );
        let said = printed(&shipped(), &arguments);
        assert_fits(&said, width);
    }
}

#[test]
fn a_comment_for_a_pull_request() {
    insta::assert_snapshot!(printed(&shipped(), &format!("{LEAK} --format markdown")));
}

#[test]
fn a_line_for_every_difference() {
    insta::assert_snapshot!(printed(
        &shipped(),
        &format!("{LEAK} --explain --format csv")
    ));
}

#[test]
fn threads_change_no_byte_and_json_is_as_published() {
    let of = |options: &str| printed(&shipped(), &format!("{LEAK} --explain --json {options}"));
    let one = of("--threads 1");
    assert!(one == of("--threads 3"));
    let written: Value = serde_json::from_str(&one).unwrap();
    assert_as_published(&written, "compare");
}

#[test]
fn tables_and_pictures_tell_of_the_programme_and_of_each_change() {
    let of = |format: &str| {
        let arguments = format!(
            "compare drills --candidate plans/staff-shortage-r2.ron --runs 256 --explain --format {format}"
        );
        printed(&shipped(), &arguments)
    };
    let csv = of("csv");
    for begins in [
        ",r2,all drills,,score,",
        ",r2,all drills,,passed,",
        ",r2,share,1,score,",
        ",r2,share,all,passed,",
        ",r2,change,",
        "flu-any-day,r2,drill,,score p5,",
    ] {
        assert!(
            csv.lines().any(|line| line.starts_with(begins)),
            "{begins}\n{csv}"
        );
    }
    let svg = of("svg");
    for said in [
        ">All drills, counted alike<",
        ">r2: what each change adds to the score",
        "one in 20 worse: ",
        ">▲ better<",
        ">▼ worse<",
        ">difference (95 % interval)<",
    ] {
        assert!(svg.contains(said), "{said}\n{svg}");
    }
}

/// A revision that is the baseline, in 64 replications.
fn the_same(drill: &Drill) -> Compared<'_> {
    let luck = Luck {
        seed: 1,
        threads: NonZeroUsize::MIN,
    };
    let played = play_range(drill, &compiled(drill), luck, FIRST..FIRST + 64, |_| {
        ControlFlow::Continue(())
    });
    let played = [played];
    let resampling = Resampling::new(1, 64);
    let candidate = Candidate {
        name: "r2".to_owned(),
        plan: drill,
        without: &[],
        changes: &[],
        comparisons: vec![compare(drill, &played[0], &played[0], &resampling, 0.95)],
        programme: programme(&played, &played, 0.95),
        detail: None,
        explained: None,
        unexplained: None,
        always: None,
    };
    Compared {
        drills: vec![drill],
        baseline: "r1".to_owned(),
        candidates: vec![candidate],
        best: None,
        replications: 64,
        seed: 1,
        level: 0.95,
        looks: 1,
        without: &[],
        left_out: Vec::new(),
        ending: CompareEnding::Complete,
    }
}

#[test]
fn every_format_says_that_a_comparison_was_broken_off() {
    let drill = drill(vec![step("a", Distribution::Fixed(60.0), &[])], 0);
    let compared = Compared {
        ending: CompareEnding::Interrupted,
        ..the_same(&drill)
    };
    let csv = csv(&compared);
    assert!(
        csv.lines()
            .skip(1)
            .all(|line| line.ends_with(",INCOMPLETE"))
    );
    assert!(svg(&compared).contains(">INCOMPLETE: broken off after 64 replications<"));
    assert!(markdown(&compared).contains("**INCOMPLETE: broken off"));
}

#[test]
fn shares_say_so_where_they_are_those_of_fewer_replications() {
    let drill = drill(vec![step("a", Distribution::Fixed(60.0), &[])], 0);
    let mut compared = the_same(&drill);
    let nothing = Effects {
        score: None,
        passed: None,
        cost: None,
    };
    let explained = |replications| Explained {
        groups: Vec::new(),
        attribution: Attribution {
            replications,
            orders: None,
            groups: Vec::new(),
            total: nothing.clone(),
        },
    };
    compared.candidates[0].explained = Some(explained(32));
    let said = markdown(&compared);
    assert!(
        said.contains("in the first 32 of the 64 replications of every combination"),
        "{said}"
    );
    assert!(said.contains("in all 64 replications: "), "{said}");
    compared.candidates[0].explained = Some(explained(64));
    let said = markdown(&compared);
    assert!(
        said.contains("in 64 replications of every combination"),
        "{said}"
    );
    assert!(!said.contains("in all 64"), "{said}");
}
