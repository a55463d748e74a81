//! What is tried and how it ranks, held against files changed by hand.

use std::collections::BTreeMap;
use std::fs;

use firebell::analysis::advice::{Effort, advise};
use firebell::analysis::comparison::Played;
use firebell::quantity::Arena;

use crate::program::json;
use crate::workspace::{ORGANIZATION, PLAN, key, workspace};

/// Every improvement of the workspace, changed by hand: its kind, of what, the text before and after.
const BY_HAND: [(&str, &str, &str, &str); 18] = [
    (
        "deputy",
        "lead",
        r#"deputies: ["cy"]"#,
        r#"deputies: ["cy", "bob"]"#,
    ),
    ("deputy", "tech", r#""ann", /*"#, r#""ann", "cy", /*"#),
    (
        "on_call",
        "bob",
        r#"name: "Bob", "#,
        r#"name: "Bob", on_call: Lognormal(median: "30m", p90: "2h"), "#,
    ),
    (
        "escalation",
        "lead",
        r#"id: "lead", "#,
        r#"id: "lead", escalate_after: "450s", "#,
    ),
    ("escalation", "tech", r#""40m""#, r#""20m""#),
    ("units", "kit", "count: 1)", "count: 2)"),
    ("units", "fuel", "count: 30", "count: 50"),
    (
        "shift",
        "ann",
        r#""Ann", shifts: ["day"]"#,
        r#""Ann", shifts: ["late"]"#,
    ),
    (
        "shift",
        "bob",
        r#""Bob", shifts: ["day"]"#,
        r#""Bob", shifts: ["late"]"#,
    ),
    (
        "shift",
        "cy",
        r#"shifts: ["late"], on"#,
        r#"shifts: ["day"], on"#,
    ),
    ("success", "repair", "succeeds: 0.7", "succeeds: 0.85"),
    (
        "success",
        "look",
        "then: 0.6, otherwise: 0.9",
        "then: 0.8, otherwise: 0.95",
    ),
    (
        "alarm",
        "bell",
        r#"median: "20m", p90: "1h""#,
        r#"median: "10m", p90: "30m""#,
    ),
    (
        "duration",
        "decide",
        r#"min: "10m", max: "30m""#,
        r#"min: "5m", max: "15m""#,
    ),
    ("duration", "papers", r#"takes: "1h""#, r#"takes: "30m""#),
    (
        "duration",
        "repair",
        r#"min: "30m", likely: "1h", max: "3h""#,
        r#"min: "15m", likely: "30m", max: "90m""#,
    ),
    (
        "duration",
        "look",
        r#""6m", "10m", "30m""#,
        r#""3m", "5m", "15m""#,
    ),
    (
        "predecessor",
        "repair",
        "after: [\"decide\", \"papers\"],\n             negotiable: [\"papers\"],",
        r#"after: ["decide"],"#,
    ),
];

/// Gains of everything that `advise` tries are those of `compare` with a file changed by hand, and it ranks by them.
fn ranks_as_by_hand(scenarios: &str) {
    let folder = workspace();
    let runs = "--runs 300 --json";
    let mut by_hand = BTreeMap::new();
    for (kind, of, before, after) in BY_HAND {
        let is_plan = PLAN.contains(before);
        let own = if is_plan { PLAN } else { ORGANIZATION };
        assert_eq!(own.matches(before).count(), 1, "{before}");
        let changed = own.replace(before, after);
        fs::write(folder.path().join("other.ron"), changed).expect("there is room");
        let option = if is_plan {
            "candidate"
        } else {
            "candidate-organization"
        };
        let found = json(
            folder.path(),
            &format!("compare {scenarios} --{option} other.ron {runs}"),
        );
        let whole = &found["candidates"][0]["programme"];
        let mean = |of: &str| whole[of]["difference"]["mean"].as_f64().expect("a number");
        let gains = (mean("passed"), mean("score"));
        by_hand.insert((kind.to_owned(), of.to_owned()), gains);
    }
    fs::remove_file(folder.path().join("other.ron")).expect("it was written");
    let found = json(
        folder.path(),
        &format!("advise {scenarios} {runs} --budget 0"),
    );
    let tried = found["improvements"].as_array().expect("a list");
    let mut before = (f64::INFINITY, f64::INFINITY);
    for one in tried {
        let gains = by_hand
            .remove(&key(one))
            .unwrap_or_else(|| panic!("{one} was not to be tried"));
        let gain = |of: &str| one["gain"][of]["difference"].as_f64().expect("a number");
        let apart = (gain("passed") - gains.0).abs() + (gain("score") - gains.1).abs();
        assert!(apart < 1e-9, "{one}: by hand {gains:?}");
        let is_no_better =
            gains.0 < before.0 - 1e-9 || (gains.0 < before.0 + 1e-9 && gains.1 < before.1 + 1e-9);
        assert!(is_no_better, "{one} stands too low");
        before = gains;
    }
    assert!(by_hand.is_empty(), "not tried: {by_hand:?}");
}

#[test]
fn improvements_rank_as_by_hand_in_one_drill() {
    ranks_as_by_hand("noon.ron");
}

#[test]
fn improvements_rank_as_by_hand_over_two_drills() {
    ranks_as_by_hand("noon.ron night.ron");
}

/// Scores by what is made: the first gains 10, the second 9 unless the first is there, the third 5, the fourth nothing, the
/// fifth cannot be made.
fn scored(set: &[usize], count: u64) -> Option<Vec<Played>> {
    let has = |one: usize| set.contains(&one);
    let gain = match (has(0), has(1)) {
        (true, true) => 11.0,
        (true, false) => 10.0,
        (false, true) => 9.0,
        (false, false) => 0.0,
    } + if has(2) { 5.0 } else { 0.0 };
    let count = usize::try_from(count).expect("a few");
    let played = Played {
        scores: (0..count).map(|k| Some(gain + (k % 7) as f64)).collect(),
        passed: vec![None; count],
        costs: vec![0.0; count],
        objectives: Arena::new(Vec::new()),
    };
    (!has(4)).then(|| vec![played])
}

#[test]
fn the_set_grows_by_what_gains_most_beside_the_others() {
    for (replications_alone, due, gain) in [(u64::MAX, [0, 2], 15.0), (0, [0, 1], 11.0)] {
        let effort = Effort {
            replications: 900,
            replications_alone,
            replications_beside: replications_alone,
            improvements_most: 2,
        };
        let found = advise(
            &[1; 5],
            effort,
            0.95,
            |a, b| a != b,
            |set, range| Ok(scored(set, range.end - range.start)),
        )
        .expect("nobody broke it off");
        let order: Vec<usize> = found.trials.iter().map(|trial| trial.improvement).collect();
        assert_eq!(order, [0, 1, 2, 3]);
        let chosen = found.chosen.expect("nobody broke it off");
        let picks: Vec<usize> = chosen.picks.iter().map(|pick| pick.improvement).collect();
        assert_eq!(picks, due);
        let total = chosen.total.score.expect("there are scores");
        assert_eq!(total.difference.mean, gain);
        assert_eq!(chosen.first_replication, 901);
    }
}
