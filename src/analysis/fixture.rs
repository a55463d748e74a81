//! Small drills and replications for tests, in which everything that is not named is boring.

use crate::model::{
    Dispatch, Drill, ExerciseKind, FailureRule, Growth, Impact, Inject, Join, Measure, Objective,
    Organization, Person, Plan, Role, Scenario, Section, ShiftPattern, SkippedRule, Starts, Step,
    Success, Trigger, Works,
};
use crate::quantity::{
    Arena, CivilTime, Distribution, ImpactId, Index, InjectId, ObjectiveId, Probability, RoleId,
    Seconds, StepId, Zone,
};
use crate::simulate::{
    Cause, Completion, Firing, History, ImpactOutcome, Item, Mark, Order, Origin, Outcome,
    Replication, StepOutcome, StepState, Stretch, StretchKind,
};

pub(super) const HORIZON: Seconds = Seconds(10_000);

pub(super) fn s(place: usize) -> StepId {
    StepId::new(place)
}

pub(super) fn inject(place: usize) -> InjectId {
    InjectId::new(place)
}

pub(super) fn impact(place: usize) -> ImpactId {
    ImpactId::new(place)
}

/// A drill with that many steps, all of which role 0 owns.
pub(super) fn drill(steps: usize) -> Drill {
    Drill {
        organization: Organization {
            name: "Office".into(),
            zone: Zone::named("Europe/Berlin").unwrap(),
            holidays: Vec::new(),
            shifts: Arena::new(Vec::new()),
            people: Arena::new(Vec::new()),
            roles: Arena::new(Vec::new()),
            resources: Arena::new(Vec::new()),
            because: None,
        },
        plan: Plan {
            id: "plan".into(),
            revision: "r1".into(),
            title: "Plan".into(),
            risks: Vec::new(),
            owner: None,
            approved: None,
            approved_by: None,
            changes: Vec::new(),
            dispatch: Dispatch::Priority,
            barriers: Arena::new(Vec::new()),
            steps: (0..steps).map(step).collect(),
            because: None,
        },
        scenario: Scenario {
            id: "scenario".into(),
            title: "Scenario".into(),
            kind: ExerciseKind::Tabletop,
            starts: Starts::At(CivilTime::parse("2026-03-28T23:00").unwrap()),
            horizon: HORIZON,
            narrative: None,
            assumptions: Vec::new(),
            flags: Arena::new(Vec::new()),
            given: Vec::new(),
            failed_barriers: Vec::new(),
            impacts: Arena::new(Vec::new()),
            injects: Arena::new(Vec::new()),
            objectives: Arena::new(Vec::new()),
            because: None,
        },
        currency: None,
    }
}

fn step(place: usize) -> Step {
    Step {
        id: format!("s{place}"),
        title: format!("Step {place}"),
        section: Section::Response,
        owner: Some(RoleId::new(0)),
        crew: Vec::new(),
        uses: Vec::new(),
        after: Vec::new(),
        join: Join::All,
        delay: Seconds::ZERO,
        when: None,
        on_demand: false,
        takes: Distribution::Fixed(60.0),
        works: Works::Through,
        outcomes: Arena::new(Vec::new()),
        succeeds: Success::Always(Probability::ONE),
        on_failure: FailureRule::Halt,
        waits_at_most: None,
        reserved: false,
        not_by: Vec::new(),
        effects: Vec::new(),
        priority: 0,
        cost: 0.0,
        negotiable: Vec::new(),
        was: None,
        how: None,
        link: None,
        because: None,
    }
}

impl Drill {
    pub(super) fn automatic(mut self, places: &[usize]) -> Self {
        for place in places {
            self.plan.steps[s(*place)].owner = None;
        }
        self
    }

    /// Roles of so many holders each, who are always there and cost 30, 31, … an hour.
    pub(super) fn with_roles(mut self, holders: &[usize]) -> Self {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let person = |place: usize| Person {
            id: format!("p{place}"),
            name: format!("Person {place}"),
            layer: None,
            count: 1,
            shifts: ShiftPattern::Always,
            zone: zone.clone(),
            acknowledges: Distribution::Fixed(0.0),
            on_call: None,
            stays: None,
            rests: Seconds::ZERO,
            cost_per_hour: 30.0 + place as f64,
            contact: None,
            because: None,
        };
        self.organization.people = (0..holders.iter().sum()).map(person).collect();
        let mut people = self.organization.people.ids();
        let role = |(place, count): (usize, &usize)| Role {
            id: format!("r{place}"),
            title: format!("Role {place}"),
            duties: None,
            holders: people.by_ref().take(*count).collect(),
            deputies: Vec::new(),
            deputies_help: false,
            deputy_pace: 1.0,
            escalate_after: Seconds(900),
            because: None,
        };
        self.organization.roles = holders.iter().enumerate().map(role).collect();
        self
    }

    pub(super) fn with_injects(mut self, triggers: Vec<Trigger>) -> Self {
        let inject = |at| Inject {
            id: "inject".into(),
            title: "Inject".into(),
            at,
            chance: Probability::ONE,
            when: None,
            from: None,
            to: Vec::new(),
            by: None,
            message: None,
            questions: Vec::new(),
            listen_for: Vec::new(),
            expects: Vec::new(),
            hidden: false,
            effects: Vec::new(),
            because: None,
        };
        self.scenario.injects = triggers.into_iter().map(inject).collect();
        self
    }

    pub(super) fn with_impact(mut self, per_unit: f64, per_unit_hour: f64) -> Self {
        self.scenario.impacts = Arena::new(vec![Impact {
            id: "records".into(),
            title: "Records".into(),
            unit: None,
            starts: 0.0,
            grows: Growth::Steady,
            during: None,
            cap: None,
            cost_per_unit: per_unit,
            cost_per_unit_hour: per_unit_hour,
            because: None,
        }]);
        self
    }

    pub(super) fn with_objectives(mut self, measures: Vec<Measure>) -> Self {
        let objective = |measure| Objective {
            id: "objective".into(),
            title: "Objective".into(),
            capability: None,
            weight: 1.0,
            critical: false,
            penalty: 0.0,
            skipped: SkippedRule::Leaves,
            measure,
            because: None,
        };
        self.scenario.objectives = measures.into_iter().map(objective).collect();
        self
    }

    pub(super) fn objective(&mut self, place: usize) -> &mut Objective {
        &mut self.scenario.objectives[ObjectiveId::new(place)]
    }
}

/// Ten steps in which every third waits for two others, with a penalty that some replications pay.
pub(super) fn network() -> Drill {
    let (target, limit) = (Seconds(500), Seconds(560));
    let done = |step| Measure::Done {
        step,
        target,
        limit,
    };
    let mut drill = drill(10)
        .automatic(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        .with_objectives(vec![
            done(Some(s(9))),
            done(None),
            Measure::StoodDown { target, limit },
            Measure::Judged(vec!["calm".into()]),
        ]);
    drill.objective(0).penalty = 70.0;
    drill.objective(0).critical = true;
    for (place, step) in drill.plan.steps.iter_mut().enumerate() {
        step.cost = place as f64;
        step.delay = Seconds(place as i64 % 2);
        step.takes = Distribution::Pert {
            min: 60.0,
            likely: 90.0,
            max: 400.0,
        };
        step.after = match place {
            0..3 => Vec::new(),
            _ => vec![s(place - 3), s(place - 2)],
        };
    }
    drill
}

/// The same steps with an owner each but for two, who wait for somebody and fail now and then, the last of them too.
pub(super) fn staffed() -> Drill {
    let mut drill = network().with_roles(&[1, 2]);
    for (place, step) in drill.plan.steps.iter_mut().enumerate() {
        step.owner = (place > 1).then(|| RoleId::new(place % 2));
        step.succeeds = Success::Always(Probability::new(0.9 - place as f64 / 40.0).unwrap());
        step.on_failure = FailureRule::Retry {
            times: 1,
            pause: Seconds(place as i64 % 3),
            then: Box::new(FailureRule::Continue),
        };
    }
    for objective in drill.scenario.objectives.iter_mut() {
        if let Measure::Done { limit, .. } | Measure::StoodDown { limit, .. } =
            &mut objective.measure
        {
            *limit = Seconds(1_800);
        }
    }
    drill
}

/// A replication of those steps; their states are told apart by what `steps` says, histories are given beside them.
pub(super) fn replication(steps: Vec<StepOutcome>, histories: Vec<History>) -> Replication {
    Replication {
        outcome: Outcome {
            replication: 0,
            onset: Zone::named("Europe/Berlin")
                .unwrap()
                .instant(CivilTime::parse("2026-03-28T23:00").unwrap()),
            steps: Arena::new(steps),
            injects: Arena::new(Vec::new()),
            impacts: Arena::new(Vec::new()),
            members: Arena::new(Vec::new()),
            resources: Arena::new(Vec::new()),
            flags: Arena::new(Vec::new()),
            labour_cost: 0.0,
            step_cost: 0.0,
        },
        histories: Arena::new(histories),
        courses: Arena::new(Vec::new()),
        log: Vec::new(),
    }
}

impl Replication {
    pub(super) fn with_firings(mut self, firings: Vec<Option<(i64, u32)>>) -> Self {
        self.outcome.injects = firings
            .into_iter()
            .map(|firing| {
                firing.map(|(at, order)| Firing {
                    at: Seconds(at),
                    order: Order(order),
                })
            })
            .collect();
        self
    }

    pub(super) fn with_impact(mut self, impact: ImpactOutcome) -> Self {
        self.outcome.impacts = Arena::new(vec![impact]);
        self
    }
}

pub(super) fn in_state(state: StepState) -> StepOutcome {
    StepOutcome {
        state,
        is_done_for_joins: false,
        ready: None,
        started: None,
        settled: None,
        completions: Vec::new(),
        label: None,
        attempts: 0,
        waited: Seconds::ZERO,
    }
}

/// A step that was done at those moments; the order is the moment, and all but the last were reopened as told.
pub(super) fn done(completions: &[(i64, Option<u32>)]) -> StepOutcome {
    let last = completions.last().copied();
    let is_done = last.is_some_and(|(_, reopened)| reopened.is_none());
    StepOutcome {
        is_done_for_joins: is_done,
        settled: last.filter(|_| is_done).map(|(at, _)| Seconds(at)),
        completions: completions
            .iter()
            .map(|(at, reopened)| Completion {
                at: Seconds(*at),
                order: Order(u32::try_from(*at).unwrap()),
                reopened: reopened.map(Order),
                mark: Mark(0),
            })
            .collect(),
        ..in_state(if is_done {
            StepState::Done
        } else {
            StepState::Waiting
        })
    }
}

/// A step that was done once, at the end of that history.
pub(super) fn done_after(history: &History) -> StepOutcome {
    let end = match history.last() {
        Some(Item::Stretch(stretch)) => stretch.to,
        Some(Item::Origin(origin)) => origin.at,
        None => Seconds::ZERO,
    };
    let mut outcome = done(&[(end.0, None)]);
    outcome.completions[0].mark = mark(history.len());
    outcome
}

pub(super) fn mark(items: usize) -> Mark {
    Mark(u32::try_from(items).unwrap())
}

pub(super) fn origin(at: i64, cause: Cause) -> Item {
    Item::Origin(Origin {
        at: Seconds(at),
        order: Order(u32::try_from(at).unwrap()),
        cause,
    })
}

pub(super) fn stretch(from: i64, to: i64, kind: StretchKind) -> Item {
    Item::Stretch(Stretch {
        from: Seconds(from),
        to: Seconds(to),
        kind,
    })
}
