//! The map of a plan: nothing is lost, nothing overlaps, lines lead from box to box, and the same plan gives the same bytes.

mod common;

use std::path::PathBuf;

use common::{drill, owned, role, step};
use firebell::check::{self, DrillFiles};
use firebell::model::{
    Barrier, BarrierEffect, Drill, Effect, FailureRule, Guard, Inject, Join, LabelChance, Measure,
    Objective, Section, SkippedRule, Step, Trigger,
};
use firebell::quantity::{
    Arena, Distribution, Index, InjectId, LabelId, Probability, RoleId, Seconds, StepId,
};
use firebell::report::graph::{
    Area, Band, Chart, Drawn, EdgeKind, NodeKind, Placed, chart, dot, json, mermaid, place, svg,
};
use firebell::source::Sources;
use proptest::prelude::*;

const MINUTES: Distribution = Distribution::Fixed(600.0);

fn id(place: usize) -> StepId {
    StepId::new(place)
}

/// A plan that makes use of everything that is drawn in its own way.
fn small() -> Drill {
    let chance = |label: &str, chance| LabelChance {
        label: label.to_owned(),
        chance: Probability::new(chance).expect("between 0 and 1"),
    };
    let alert = Step {
        title: "Detector raises an alert".to_owned(),
        ..step("alert", MINUTES, &[])
    };
    let triage = Step {
        title: "Triage the alert <quickly> & \"well\"".to_owned(),
        outcomes: Arena::new(vec![chance("leak", 0.75), chance("false-alarm", 0.25)]),
        ..step("triage", MINUTES, &[0])
    };
    let cut_off = Step {
        title: "切断数据库，通知客户".to_owned(),
        when: Some(Guard::Outcome(id(1), LabelId::new(0))),
        on_failure: FailureRule::Retry {
            times: 2,
            pause: Seconds(60),
            then: Box::new(FailureRule::Fallback(id(3))),
        },
        ..step("cut-off", MINUTES, &[0, 1])
    };
    let isolate = Step {
        on_demand: true,
        effects: vec![Effect::Reopen(id(1))],
        ..step("isolate", MINUTES, &[])
    };
    let lessons = Step {
        section: Section::Recovery,
        join: Join::Any,
        delay: Seconds(7200),
        ..step("lessons", MINUTES, &[1, 2])
    };
    let mut steps = owned(vec![triage, cut_off, isolate, lessons]);
    steps.insert(0, alert);
    let mut drill = drill(steps, 1);
    drill.plan.title = "Customer data leak".to_owned();
    drill.plan.barriers = Arena::new(vec![Barrier {
        id: "review".to_owned(),
        title: "Yearly review".to_owned(),
        owner: Some(RoleId::new(0)),
        every: None,
        done: None,
        holds: Probability::new(0.6).expect("between 0 and 1"),
        effect: BarrierEffect::Averts,
        because: None,
    }]);
    drill.scenario.injects = Arena::new(vec![
        inject(
            "press",
            Trigger::At(Seconds(3600)),
            vec![Effect::Require(id(3))],
            &[4],
        ),
        inject(
            "late",
            Trigger::Overdue(id(2), Seconds(7200)),
            Vec::new(),
            &[],
        ),
    ]);
    drill.scenario.objectives = Arena::new(vec![objective("contain", 2)]);
    drill
}

fn inject(id: &str, at: Trigger, effects: Vec<Effect>, expects: &[usize]) -> Inject {
    Inject {
        id: id.to_owned(),
        title: id.to_owned(),
        at,
        chance: Probability::ONE,
        when: None,
        from: None,
        to: Vec::new(),
        by: None,
        message: None,
        questions: Vec::new(),
        listen_for: Vec::new(),
        expects: expects.iter().copied().map(StepId::new).collect(),
        hidden: false,
        effects,
        because: None,
    }
}

fn objective(id: &str, step: usize) -> Objective {
    Objective {
        id: id.to_owned(),
        title: id.to_owned(),
        capability: None,
        weight: 1.0,
        critical: true,
        penalty: 0.0,
        skipped: SkippedRule::Leaves,
        measure: Measure::Done {
            step: Some(StepId::new(step)),
            target: Seconds(3600),
            limit: Seconds(7200),
        },
        because: None,
    }
}

#[test]
fn a_small_map_looks_like_this() {
    let drill = small();
    let plan = chart(&drill, Drawn::Plan);
    insta::assert_snapshot!("svg", svg(&plan, &place(&plan)));
    insta::assert_snapshot!("dot", dot(&plan));
    let whole = chart(&drill, Drawn::Drill);
    insta::assert_snapshot!("mermaid", mermaid(&whole));
    insta::assert_snapshot!("json", json(&whole, &place(&whole)));
}

/// Boxes that only the layout's own lines hold have a place among those that lines of the plan lead to.
#[test]
fn many_steps_that_nothing_connects_have_a_map() {
    for stride in [5, 7, 11, 13, 17, 19, 23, 29] {
        let mut steps = vec![step("hub", MINUTES, &[])];
        for place in 0..36 {
            steps.push(step(&format!("c{place:02}"), MINUTES, &[0]));
        }
        for place in 0..36 {
            let after = [1 + place * stride % 36];
            for (name, after) in [("g", &after[..]), ("h", &[1 + place][..]), ("x", &[])] {
                steps.push(Step {
                    section: Section::Recovery,
                    ..step(&format!("r{place:02}{name}"), MINUTES, after)
                });
            }
        }
        let drill = drill(owned(steps), 1);
        let chart = chart(&drill, Drawn::Drill);
        assert_well_formed(&svg(&chart, &place(&chart)));
    }
}

#[test]
fn a_plan_without_steps_has_a_map() {
    let chart = chart(&drill(Vec::new(), 0), Drawn::Drill);
    assert!(svg(&chart, &place(&chart)).ends_with("</svg>\n"));
}

#[test]
fn the_order_in_the_file_does_not_matter() {
    let steps = [
        r#"Step(id: "alert", title: "Alert", automatic: true, takes: "5m")"#,
        r#"Step(id: "declare", title: "Declare", owner: "lead", after: ["alert"], takes: "10m")"#,
        r#"Step(id: "call", title: "Call", owner: "lead", after: ["alert"], takes: "10m")"#,
        r#"Step(id: "decide", title: "Decide", owner: "lead", after: ["declare", "call"], takes: "1h")"#,
    ];
    let forward = steps.join(", ");
    let mut turned = steps;
    turned.reverse();
    let backward = turned
        .join(", ")
        .replace(r#""declare", "call""#, r#""call", "declare""#);
    assert_eq!(picture(&forward), picture(&backward));
}

fn picture(steps: &str) -> String {
    let mut sources = Sources::default();
    sources.add(
        PathBuf::from("organization.ron"),
        r#"Organization(people: [Person(id: "ann", shifts: Always)], roles: [Role(id: "lead", title: "Lead", holders: ["ann"])])"#.to_owned(),
    );
    let plan = format!(r#"Plan(id: "p", title: "p", response: [{steps}])"#);
    sources.add(PathBuf::from("plan.ron"), plan);
    let scenario = sources.add(
        PathBuf::from("drill.ron"),
        r#"Scenario(id: "d", title: "d", organization: "organization.ron", plan: "plan.ron", starts: "2026-03-13T19:40", horizon: "1d")"#.to_owned(),
    );
    let files = DrillFiles {
        scenario,
        plan: None,
        organization: None,
    };
    let checked = check::drill(&sources, files);
    let drill = checked
        .value
        .unwrap_or_else(|| panic!("{:?}", checked.diagnostics));
    let chart = chart(&drill, Drawn::Plan);
    svg(&chart, &place(&chart))
}

/// What a generated step is like.
#[derive(Clone, Debug)]
struct Traits {
    title: String,
    after: Vec<prop::sample::Index>,
    is_recovery: bool,
    guard: u8,
    link: u8,
    other: prop::sample::Index,
    extras: u8,
}

fn traits() -> impl Strategy<Value = Traits> {
    (
        "[a-z<&\"'\\\\\u{202e}数据泄露，。{}%# ;`|\\]-]{0,60}",
        prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        prop::bool::weighted(0.3),
        0..4_u8,
        0..8_u8,
        any::<prop::sample::Index>(),
        any::<u8>(),
    )
        .prop_map(
            |(title, after, is_recovery, guard, link, other, extras)| Traits {
                title,
                after,
                is_recovery,
                guard,
                link,
                other,
                extras,
            },
        )
}

fn drills() -> impl Strategy<Value = Drill> {
    prop::collection::vec(traits(), 1..24).prop_map(|all| {
        let steps = all
            .iter()
            .enumerate()
            .map(|(place, traits)| generated(place, traits, all.len()));
        let mut drill = drill(steps.collect(), 1);
        drill.organization.roles = Arena::new(vec![role("lead", &[0])]);
        let called = |traits: &Traits| id(traits.other.index(all.len()));
        let injects = all.iter().take(4).enumerate().map(|(place, traits)| {
            let at = match traits.guard {
                0 => Trigger::Finished(called(traits), Seconds(60)),
                1 => Trigger::Overdue(called(traits), Seconds(60)),
                _ => Trigger::At(Seconds(60)),
            };
            let called = vec![Effect::Require(id(0))];
            Inject {
                title: traits.title.clone(),
                ..inject(
                    &format!("i{place}"),
                    at,
                    called,
                    &[traits.other.index(all.len())],
                )
            }
        });
        drill.scenario.injects = injects.collect();
        drill.scenario.objectives = Arena::new(vec![
            objective("one", all[0].other.index(all.len())),
            Objective {
                measure: Measure::Within {
                    inject: InjectId::new(0),
                    step: Some(id(0)),
                    target: Seconds(1),
                    limit: Seconds(2),
                },
                ..objective("two", 0)
            },
            Objective {
                measure: Measure::Judged(Vec::new()),
                ..objective("three", 0)
            },
        ]);
        drill
    })
}

fn generated(place: usize, traits: &Traits, steps: usize) -> Step {
    let mut after: Vec<usize> = Vec::new();
    if place > 0 {
        after = traits
            .after
            .iter()
            .map(|before| before.index(place))
            .collect();
        after.sort_unstable();
        after.dedup();
    }
    let other = id(traits.other.index(steps));
    let mut step = step(&format!("s{place:02}"), MINUTES, &after);
    step.title = traits.title.clone();
    step.owner = (traits.extras & 1 == 0).then(|| RoleId::new(0));
    step.on_demand = traits.extras & 6 == 0;
    step.delay = Seconds(i64::from(traits.extras & 8));
    if traits.is_recovery {
        step.section = Section::Recovery;
    }
    if after.len() > 1 && traits.extras & 16 == 0 {
        step.join = Join::Any;
    }
    step.outcomes = Arena::new(vec![LabelChance {
        label: "yes".to_owned(),
        chance: Probability::ONE,
    }]);
    step.when = match traits.guard {
        0 => after
            .first()
            .map(|before| Guard::Outcome(id(*before), LabelId::new(0))),
        1 => Some(Guard::Not(Box::new(Guard::Outcome(other, LabelId::new(0))))),
        _ => None,
    };
    match traits.link {
        0 => step.on_failure = FailureRule::Fallback(other),
        1 => step.effects = vec![Effect::Require(other)],
        2 => step.effects = vec![Effect::Reopen(other)],
        _ => {}
    }
    if other == id(place) {
        step.on_failure = FailureRule::Continue;
        step.effects = Vec::new();
    }
    step
}

fn overlap(one: Area, other: Area) -> bool {
    let apart = |from: f64, length: f64, other_from: f64, other_length: f64| {
        from + length <= other_from || other_from + other_length <= from
    };
    !apart(one.x, one.width, other.x, other.width)
        && !apart(one.y, one.height, other.y, other.height)
}

fn assert_boxes_are_apart_and_inside(placed: &Placed) {
    for (one_id, one) in placed.boxes.entries() {
        let area = one.area;
        assert!(area.x >= 0.0 && area.y >= 0.0);
        assert!(area.x + area.width <= placed.width && area.y + area.height <= placed.height);
        for (other_id, other) in placed.boxes.entries() {
            assert!(
                one_id == other_id || !overlap(area, other.area),
                "{one_id:?} {other_id:?}"
            );
        }
    }
}

fn assert_lines_lead_from_box_to_box(chart: &Chart, placed: &Placed) {
    assert_eq!(chart.edges.len(), placed.lines.len());
    for (edge, line) in chart.edges.iter().zip(&placed.lines) {
        let (from, to) = (placed.boxes[edge.from].area, placed.boxes[edge.to].area);
        let start = line.points[0];
        let end = line.points[line.points.len() - 1];
        assert!(
            start.x == from.x || start.x == from.x + from.width,
            "{edge:?}"
        );
        assert!(
            from.y < start.y && start.y < from.y + from.height,
            "{edge:?}"
        );
        // A join's badge stands between the line and its box.
        let badge = if chart.nodes[edge.to].join.is_some() {
            60.0
        } else {
            0.0
        };
        assert!(
            (end.x <= to.x && end.x >= to.x - badge) || end.x == to.x + to.width,
            "{edge:?}"
        );
        assert!(to.y < end.y && end.y < to.y + to.height, "{edge:?}");
        if edge.label.is_some() && placed.boxes[edge.from].layer != placed.boxes[edge.to].layer {
            assert!(line.label.is_some(), "{edge:?}");
        }
    }
}

/// Lines bend where no box stands above or below, and run level past the boxes between.
fn assert_no_line_crosses_a_box(placed: &Placed) {
    for line in &placed.lines {
        for (number, pair) in line.points.windows(2).enumerate() {
            let [start, end] = pair else {
                continue;
            };
            let is_bend = number % 2 == 0;
            let piece = Area {
                x: start.x.min(end.x),
                y: if is_bend { 0.0 } else { start.y },
                width: (start.x - end.x).abs(),
                height: if is_bend { placed.height } else { 0.1 },
            };
            for area in placed.boxes.iter().map(|placed| placed.area) {
                assert!(!overlap(piece, area), "{line:?} {area:?}");
            }
            assert!(is_bend || start.y == end.y, "{line:?}");
        }
    }
}

fn assert_columns_rise(drill: &Drill, chart: &Chart, placed: &Placed) {
    for edge in &chart.edges {
        if matches!(edge.kind, EdgeKind::After | EdgeKind::Implied) {
            let (from, to) = (&placed.boxes[edge.from], &placed.boxes[edge.to]);
            assert!(from.layer < to.layer && from.area.x + from.area.width < to.area.x);
        }
    }
    for (one, other) in placed
        .boxes
        .iter()
        .flat_map(|one| placed.boxes.iter().map(move |other| (one, other)))
    {
        assert!(one.layer != other.layer || (one.area.x - other.area.x).abs() < 0.01);
    }
    let recovery = placed
        .bands
        .iter()
        .find(|(band, _)| *band == Band::Recovery);
    let has_recovery = drill
        .plan
        .steps
        .iter()
        .any(|step| step.section == Section::Recovery);
    assert_eq!(recovery.is_some(), has_recovery);
    for (id, node) in chart.nodes.entries() {
        if node.kind.section() == Some(Section::Recovery) {
            let band = recovery.expect("there is recovery").1;
            assert!(placed.boxes[id].area.x > band.x);
        }
    }
}

/// Every start has its end, and what users write is nothing but text.
fn assert_well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in xml.split('<').skip(1) {
        let (inside, _) = tag.split_once('>').expect("a tag ends");
        let name = inside
            .split([' ', '/'])
            .next()
            .expect("a split has a first part");
        if let Some(closed) = inside.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed));
        } else if !inside.ends_with('/') {
            open.push(name);
        }
        assert_eq!(inside.matches('"').count() % 2, 0, "{inside}");
        assert!(name != "script");
    }
    assert!(open.is_empty());
}

/// Outside of strings DOT has only the words that we write.
fn assert_strings_end(dot: &str) {
    for line in dot.lines() {
        let bare = line.replace("\\\\", "").replace("\\\"", "");
        assert_eq!(bare.matches('"').count() % 2, 0, "{line}");
    }
}

proptest! {
    #[test]
    fn a_map_shows_everything_once_and_nothing_over_another(drill in drills(), is_whole in any::<bool>()) {
        let drawn = if is_whole { Drawn::Drill } else { Drawn::Plan };
        let chart = chart(&drill, drawn);
        let placed = place(&chart);
        for step in drill.plan.steps.iter() {
            let shown = chart.nodes.iter().filter(|node| node.name == step.id);
            prop_assert_eq!(shown.count(), 1);
        }
        assert_boxes_are_apart_and_inside(&placed);
        assert_lines_lead_from_box_to_box(&chart, &placed);
        assert_no_line_crosses_a_box(&placed);
        assert_columns_rise(&drill, &chart, &placed);
    }

    #[test]
    fn what_users_write_breaks_no_format(drill in drills()) {
        let chart = chart(&drill, Drawn::Drill);
        let placed = place(&chart);
        assert_well_formed(&svg(&chart, &placed));
        assert_strings_end(&dot(&chart));
        let read: serde_json::Value = serde_json::from_str(&json(&chart, &placed)).expect("JSON");
        prop_assert_eq!(read["nodes"].as_array().map(Vec::len), Some(chart.nodes.len()));
        let steps = chart.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Step(_) | NodeKind::Automatic(_)));
        for node in steps {
            let id = format!(" step_{}", node.name);
            let declared = mermaid(&chart).lines().filter(|line| line.contains(&id) && line.contains(":::")).count();
            prop_assert_eq!(declared, 1);
        }
    }

    #[test]
    fn the_same_plan_gives_the_same_bytes(drill in drills()) {
        let draw = || {
            let chart = chart(&drill, Drawn::Drill);
            let placed = place(&chart);
            (svg(&chart, &placed), json(&chart, &placed), dot(&chart), mermaid(&chart))
        };
        prop_assert_eq!(draw(), draw());
    }
}
