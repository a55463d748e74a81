//! What the checks call impossible never happens: no replication of a drill is better than the best that is said to be possible.

mod common;

use std::fs;
use std::path::Path;

use common::generate::{Sketch, Texts, sketches, workspace};
use common::{compiled, read};
use firebell::analysis::assess;
use firebell::check::{self, DrillFiles};
use firebell::quantity::Seconds;
use firebell::random::Luck;
use firebell::simulate::{Detail, play};
use firebell::source::{Sources, code};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_replication_is_better_than_what_is_called_the_best(sketch in sketches()) {
        let (texts, best) = asked(&sketch);
        let drill = read(&texts);
        let program = compiled(&drill);
        let luck = Luck::new(sketch.seed);
        for k in 0..20 {
            let replication = play(&program, &luck, k, Detail::Logged);
            let assessment = assess(&drill, &replication);
            for (id, objective) in drill.scenario.objectives.entries() {
                let Some((_, least)) = best.iter().find(|(name, _)| *name == objective.id) else {
                    continue;
                };
                let judgment = assessment.objectives[id].judgment();
                let value = judgment.and_then(|judgment| judgment.value);
                let Some(value) = value else {
                    continue;
                };
                // What is said is rounded by less than a hundredth, or by less than one from a hundred on.
                let slack = if least.is_some_and(|least| least > 100.0) { 1.0 } else { 0.01 };
                let Some(least) = least else {
                    panic!("`{}` is {} and is said to be never", objective.id, value.amount);
                };
                prop_assert!(
                    value.amount >= least - slack,
                    "`{}` is {} and is said to be {least} at least: {:?} {}{}",
                    objective.id,
                    value.amount,
                    objective.measure,
                    texts.plan,
                    texts.scenario
                );
            }
        }
    }
}

/// Objectives with targets that nothing reaches, and for each the best value that is said to be possible; `None`: never.
fn asked(sketch: &Sketch) -> (Texts, Vec<(String, Option<f64>)>) {
    let mut workspace = workspace(sketch);
    let ids = |elements: &[String]| -> Vec<String> {
        let id = |element: &String| {
            Some(
                element
                    .split("id: \"")
                    .nth(1)?
                    .split('"')
                    .next()?
                    .to_owned(),
            )
        };
        elements.iter().filter_map(id).collect()
    };
    // In half of the drills levels grow at any hour: then more is said of them.
    if sketch.seed.is_multiple_of(2) {
        for impact in &mut workspace.impacts {
            *impact = impact.replace(", during: \"day\"", "");
        }
    }
    let mut measures = vec![
        "StoodDown(target: \"0s\", limit: \"1s\")".to_owned(),
        "Cost(target: 0, limit: 1)".to_owned(),
    ];
    for step in ids(&workspace.steps) {
        measures.push(format!(
            "Done(step: \"{step}\", target: \"0s\", limit: \"1s\")"
        ));
    }
    for pair in ids(&workspace.steps).windows(2) {
        let (from, to) = (&pair[0], &pair[1]);
        measures.push(format!(
            "Elapsed(from: \"{from}\", to: \"{to}\", target: \"0s\", limit: \"1s\")"
        ));
    }
    for impact in ids(&workspace.impacts) {
        measures.extend([
            format!("Final(impact: \"{impact}\", target: 0, limit: 1)"),
            format!("Peak(impact: \"{impact}\", target: 0, limit: 1)"),
            format!("Cleared(impact: \"{impact}\", target: \"0s\", limit: \"1s\")"),
            format!("TimeAbove(impact: \"{impact}\", level: 7, target: \"0s\", limit: \"1s\")"),
        ]);
    }
    workspace.objectives = measures
        .iter()
        .enumerate()
        .map(|(place, measure)| format!("Objective(id: \"m{place}\", measure: {measure})"))
        .collect();
    let texts = workspace.texts();
    let mut sources = Sources::default();
    sources.add("organization.ron".into(), texts.organization.clone());
    sources.add("plan.ron".into(), texts.plan.clone());
    sources.add("drill.ron".into(), texts.scenario.clone());
    let found = check::workspace(&sources, None);
    let impossible = found
        .iter()
        .filter(|found| found.code == code::OBJECTIVE_IMPOSSIBLE);
    let best = impossible
        .map(|found| {
            let id = found
                .message
                .split('`')
                .nth(1)
                .expect("the objective is named");
            let help = found.help.as_deref().expect("every warning has help");
            (
                id.to_owned(),
                help.split_once("at least ").map(|(_, least)| number(least)),
            )
        })
        .collect();
    (texts, best)
}

/// A number, or a duration in its quotes, as a number of seconds.
fn number(text: &str) -> f64 {
    let text = text.trim_matches(['`', '"']);
    match Seconds::parse(text) {
        Ok(duration) => duration.as_f64(),
        Err(_) => text.parse().expect("the help names a number or a duration"),
    }
}

#[test]
fn it_is_told_of_the_plan_that_is_played_unless_the_scenario_allows_it() {
    let shipped = |file: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/first-drill");
        fs::read_to_string(path.join(file)).expect("it is shipped")
    };
    let plan = shipped("plans/power-cut.ron");
    let slower = plan
        .replace("revision: \"r1\"", "revision: \"r2\"")
        .replace("takes: \"30m\"", "takes: \"9h\"");
    let without = plan.replace("Step(id: \"sort\"", "Step(id: \"sift\"");
    let scenario = shipped("drills/power-cut.ron");
    let objective = "        Objective(id: \"sorted\"";
    let comment = "        // firebell: allow FB0330 because it is to be seen\n";
    let allowed = scenario.replace(objective, &format!("{comment}{objective}"));
    assert_ne!(allowed, scenario);
    let slow = |scenario: &str| scenario.replace("plans/power-cut.ron", "plans/slower.ron");
    // By scenario, how many proofs there are with its own plan, with a slower one, and with one without the step.
    for (scenario, counts) in [
        (scenario.clone(), [0, 1, 1]),
        (allowed.clone(), [0, 1, 1]),
        (slow(&scenario), [1, 1, 1]),
        (slow(&allowed), [0, 0, 1]),
    ] {
        let mut sources = Sources::default();
        sources.add("organization.ron".into(), shipped("organization.ron"));
        sources.add("plans/power-cut.ron".into(), plan.clone());
        sources.add(
            "plans/broken.ron".into(),
            "Plan(id: \"broken\",,".to_owned(),
        );
        let slower = sources.add("plans/slower.ron".into(), slower.clone());
        let without = sources.add("plans/without.ron".into(), without.clone());
        let scenario = sources.add("drills/power-cut.ron".into(), scenario);
        for (plan, count) in [None, Some(slower), Some(without)].into_iter().zip(counts) {
            let files = DrillFiles {
                scenario,
                plan,
                organization: None,
            };
            let found = check::impossible(&sources, files);
            assert_eq!(found.len(), count, "{found:?}");
            for proof in found {
                let begin = "objective `sorted` cannot be met even if nothing goes wrong: ";
                assert!(proof.starts_with(begin), "{proof}");
                let is_absent = plan == Some(without);
                let said = "the plan has no step `sort`";
                assert_eq!(proof.ends_with(said), is_absent, "{proof}");
                assert_eq!(
                    proof.contains("; the shortest way: "),
                    !is_absent,
                    "{proof}"
                );
            }
        }
    }
}
