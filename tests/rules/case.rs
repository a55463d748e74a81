//! A tiny workspace, written with what matters to the rule alone, and what became of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use firebell::analysis::{Assessment, LinkKind, PersonState, UnitState, Value, Verdict, assess};
use firebell::check::{self, DrillFiles};
use firebell::model::Drill;
use firebell::program::compile;
use firebell::quantity::Seconds;
use firebell::random::Luck;
use firebell::simulate::{Detail, Replication, StepState, play};
use firebell::source::Sources;

/// Elements of the lists of a workspace, as a file would say them. Onset is Monday 2 March 2026, 10:00 in Shanghai.
pub(crate) struct Case<'a> {
    pub(crate) people: &'a [&'a str],
    pub(crate) roles: &'a [&'a str],
    pub(crate) resources: &'a [&'a str],
    pub(crate) steps: &'a [&'a str],
    pub(crate) impacts: &'a [&'a str],
    pub(crate) injects: &'a [&'a str],
    /// Beside one `Done` objective for every step, named after it.
    pub(crate) objectives: &'a [&'a str],
    pub(crate) starts: &'a str,
    pub(crate) horizon: &'a str,
}

/// One person `a` who answers at once and holds role `r`.
pub(crate) const ALONE: Case<'static> = Case {
    people: &[r#"Person(id: "a", shifts: Always, acknowledges: "0s")"#],
    roles: &[r#"Role(id: "r", holders: ["a"])"#],
    resources: &[],
    steps: &[],
    impacts: &[],
    injects: &[],
    objectives: &[],
    starts: "2026-03-02T10:00",
    horizon: "200h",
};

/// What became of a case.
pub(crate) struct Played {
    drill: Drill,
    pub(crate) replication: Replication,
    pub(crate) assessment: Assessment,
}

impl Case<'_> {
    pub(crate) fn play(&self) -> Played {
        let drill = self.read();
        let program = compile(&drill).expect("no streams collide");
        let replication = play(&program, &Luck::new(1), 0, Detail::Logged);
        let assessment = assess(&drill, &replication);
        Played {
            drill,
            replication,
            assessment,
        }
    }

    fn read(&self) -> Drill {
        let mut sources = Sources::default();
        let organization = format!(
            r#"Organization(name: "o", time_zone: "Asia/Shanghai",
                shifts: [Shift(id: "office", days: [Mon, Tue, Wed, Thu, Fri], from: "09:00", to: "17:00")],
                people: [{}], roles: [{}], resources: [{}])"#,
            self.people.join(","),
            self.roles.join(","),
            self.resources.join(","),
        );
        sources.add(PathBuf::from("organization.ron"), organization);
        let plan = format!(
            r#"Plan(id: "p", revision: "r1", title: "p", response: [{}])"#,
            self.steps.join(",")
        );
        sources.add(PathBuf::from("plan.ron"), plan);
        let own = self.steps.iter().map(|step| {
            let id = step.split('"').nth(1).expect("a step has an id");
            format!(
                r#"Objective(id: "{id}", measure: Done(step: "{id}", target: "1m", limit: "3h"))"#
            )
        });
        let given = self.objectives.iter().map(|text| (*text).to_owned());
        let objectives: Vec<String> = own.chain(given).collect();
        let scenario = format!(
            r#"Scenario(id: "d", title: "d", organization: "organization.ron", plan: "plan.ron",
                starts: "{}", horizon: "{}", impacts: [{}], injects: [{}], objectives: [{}])"#,
            self.starts,
            self.horizon,
            self.impacts.join(","),
            self.injects.join(","),
            objectives.join(","),
        );
        let scenario = sources.add(PathBuf::from("drill.ron"), scenario);
        let checked = check::drill(
            &sources,
            DrillFiles {
                scenario,
                plan: None,
                organization: None,
            },
        );
        checked
            .value
            .unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
    }
}

impl Played {
    /// When the step was done, in minutes; `None`: never.
    pub(crate) fn done(&self, step: &str) -> Option<i64> {
        let id = self.drill.plan.steps.find(|known| known.id == step);
        let outcome = &self.replication.outcome.steps[id.expect("a step of the plan")];
        outcome.finished().map(minutes)
    }

    pub(crate) fn state(&self, step: &str) -> StepState {
        let id = self.drill.plan.steps.find(|known| known.id == step);
        self.replication.outcome.steps[id.expect("a step of the plan")].state
    }

    fn verdict(&self, objective: &str) -> &Verdict {
        let objectives = &self.drill.scenario.objectives;
        let id = objectives.find(|known| known.id == objective);
        &self.assessment.objectives[id.expect("an objective of the scenario")]
    }

    /// The measured amount; `None`: not applicable, or never.
    pub(crate) fn value(&self, objective: &str) -> Option<f64> {
        let value = self.verdict(objective).judgment()?.value;
        value.map(|Value { amount, .. }| amount)
    }

    pub(crate) fn applies(&self, objective: &str) -> bool {
        self.verdict(objective).judgment().is_some()
    }

    pub(crate) fn attainment(&self, objective: &str) -> Option<f64> {
        self.verdict(objective)
            .judgment()
            .map(|judgment| judgment.attainment)
    }

    /// Level at the horizon and peak of the only impact.
    pub(crate) fn level(&self) -> (f64, f64) {
        let impact = self
            .replication
            .outcome
            .impacts
            .iter()
            .next()
            .expect("an impact");
        (impact.level_final, impact.level_peak)
    }

    /// What the time of an objective was spent on, in minutes.
    pub(crate) fn chain(&self, objective: &str) -> BTreeMap<String, i64> {
        let judgment = self.verdict(objective).judgment().expect("it applies");
        let chain = judgment.chain.as_ref().expect("a time measured on a step");
        let mut spent: BTreeMap<String, Seconds> = BTreeMap::new();
        for link in &chain.links {
            *spent.entry(self.name(link.kind)).or_default() += link.to - link.from;
        }
        spent
            .into_iter()
            .map(|(kind, time)| (kind, minutes(time)))
            .collect()
    }

    fn name(&self, kind: LinkKind) -> String {
        let steps = &self.drill.plan.steps;
        match kind {
            LinkKind::Detecting => "detecting".to_owned(),
            LinkKind::Work => "work".to_owned(),
            LinkKind::Rework => "rework".to_owned(),
            LinkKind::Held => "held".to_owned(),
            LinkKind::Delay => "delay".to_owned(),
            LinkKind::UntilInject(_) => "until an inject".to_owned(),
            LinkKind::WaitingForPerson { person, state, .. } => {
                let person = &self.drill.organization.people[person].id;
                match state {
                    PersonState::OffShift => format!("{person} off shift"),
                    PersonState::NotAnswering => format!("{person} not answering"),
                    PersonState::Working(step) => format!("{person} working on {}", steps[step].id),
                    PersonState::Absent => format!("{person} absent"),
                    PersonState::Resting => format!("{person} resting"),
                    PersonState::SetAside => format!("{person} set aside"),
                }
            }
            LinkKind::WaitingForUnits { resource, state } => {
                let resource = &self.drill.organization.resources[resource].id;
                match state {
                    UnitState::Lost => format!("{resource} lost"),
                    UnitState::UsedBy(step) => format!("{resource} used by {}", steps[step].id),
                    UnitState::UsedUp => format!("{resource} used up"),
                }
            }
        }
    }
}

fn minutes(time: Seconds) -> i64 {
    assert!(time.0 % 60 == 0, "these cases come out in whole minutes");
    time.0 / 60
}

/// A chain as a test writes it down.
pub(crate) fn spent(parts: &[(&str, i64)]) -> BTreeMap<String, i64> {
    parts
        .iter()
        .map(|(kind, minutes)| ((*kind).to_owned(), *minutes))
        .collect()
}
