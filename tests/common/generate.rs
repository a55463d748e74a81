//! Generated workspaces: first the features, then the sizes, then a seed for the rest.

use proptest::prelude::*;
use proptest::sample::subsequence;

/// What a generated drill makes use of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feature {
    People,
    Teams,
    Deputies,
    Crew,
    Shifts,
    WorksOnShift,
    Stays,
    NotBy,
    Resources,
    Consumed,
    OnDemand,
    Joins,
    Delays,
    Labels,
    Flags,
    Failures,
    Fallbacks,
    WaitsAtMost,
    Reopening,
    Absences,
    Losses,
    Slowings,
    Holds,
    Impacts,
    Triggers,
    Barriers,
    LongestTail,
    RandomStart,
}

/// Every feature.
pub const ALL: [Feature; 28] = [
    Feature::People,
    Feature::Teams,
    Feature::Deputies,
    Feature::Crew,
    Feature::Shifts,
    Feature::WorksOnShift,
    Feature::Stays,
    Feature::NotBy,
    Feature::Resources,
    Feature::Consumed,
    Feature::OnDemand,
    Feature::Joins,
    Feature::Delays,
    Feature::Labels,
    Feature::Flags,
    Feature::Failures,
    Feature::Fallbacks,
    Feature::WaitsAtMost,
    Feature::Reopening,
    Feature::Absences,
    Feature::Losses,
    Feature::Slowings,
    Feature::Holds,
    Feature::Impacts,
    Feature::Triggers,
    Feature::Barriers,
    Feature::LongestTail,
    Feature::RandomStart,
];

/// What a workspace is generated from.
#[derive(Clone, Debug)]
pub struct Sketch {
    pub features: Vec<Feature>,
    pub steps: usize,
    pub seed: u64,
}

pub fn sketches() -> impl Strategy<Value = Sketch> {
    (
        subsequence(ALL.to_vec(), 0..=ALL.len()),
        1_usize..14,
        any::<u64>(),
    )
        .prop_map(|(features, steps, seed)| Sketch {
            features,
            steps,
            seed,
        })
}

/// A workspace as lists of elements, so that a test can shuffle what has no order and add what is unrelated.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub shifts: Vec<String>,
    pub people: Vec<String>,
    pub roles: Vec<String>,
    pub resources: Vec<String>,
    pub barriers: Vec<String>,
    pub steps: Vec<String>,
    pub plan_fields: String,
    pub scenario_fields: String,
    pub flags: Vec<String>,
    pub impacts: Vec<String>,
    pub injects: Vec<String>,
    pub objectives: Vec<String>,
}

/// The three files of a workspace.
pub struct Texts {
    pub organization: String,
    pub plan: String,
    pub scenario: String,
}

impl Workspace {
    pub fn texts(&self) -> Texts {
        let list =
            |name: &str, elements: &[String]| format!("    {name}: [{}],\n", elements.join(", "));
        Texts {
            organization: format!(
                "Organization(\n    name: \"o\", time_zone: \"Europe/Berlin\",\n{}{}{}{})\n",
                list("shifts", &self.shifts),
                list("people", &self.people),
                list("roles", &self.roles),
                list("resources", &self.resources),
            ),
            plan: format!(
                "Plan(\n    id: \"p\", revision: \"r1\", title: \"p\",\n{}{}{})\n",
                self.plan_fields,
                list("prevention", &self.barriers),
                list("response", &self.steps),
            ),
            scenario: format!(
                "Scenario(\n    id: \"d\", title: \"d\", organization: \"organization.ron\", plan: \"plan.ron\",\n{}{}{}{}{})\n",
                self.scenario_fields,
                list("flags", &self.flags),
                list("impacts", &self.impacts),
                list("injects", &self.injects),
                list("objectives", &self.objectives),
            ),
        }
    }

    /// The same workspace with everything that has no order in another one.
    pub fn shuffled(mut self, seed: u64) -> Self {
        let mut dice = Dice(seed);
        for list in [
            &mut self.shifts,
            &mut self.people,
            &mut self.roles,
            &mut self.resources,
            &mut self.barriers,
            &mut self.steps,
            &mut self.flags,
        ] {
            for place in (1..list.len()).rev() {
                list.swap(place, dice.below(place + 1));
            }
        }
        self
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): enough for making things up.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.roll() % count as u64).expect("below a usize")
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn minutes(&mut self, most: usize) -> usize {
        1 + self.below(most)
    }
}

const ROLES: usize = 3;

pub fn workspace(sketch: &Sketch) -> Workspace {
    let mut dice = Dice(sketch.seed);
    let has = |feature| sketch.features.contains(&feature);
    let mut workspace = Workspace {
        shifts: Vec::new(),
        people: Vec::new(),
        roles: Vec::new(),
        resources: Vec::new(),
        barriers: Vec::new(),
        steps: Vec::new(),
        plan_fields: String::new(),
        scenario_fields: String::new(),
        flags: Vec::new(),
        impacts: Vec::new(),
        injects: Vec::new(),
        objectives: Vec::new(),
    };
    organization(&mut workspace, &mut dice, &has);
    plan(&mut workspace, sketch.steps, &mut dice, &has);
    scenario(&mut workspace, sketch.steps, &mut dice, &has);
    workspace
}

fn organization(to: &mut Workspace, dice: &mut Dice, has: &impl Fn(Feature) -> bool) {
    to.shifts = vec![
        r#"Shift(id: "day", days: [Mon, Tue, Wed, Thu, Fri, Sat, Sun], from: "08:00", to: "16:00")"#.to_owned(),
        r#"Shift(id: "late", days: [Mon, Tue, Wed, Thu, Fri], from: "14:00", to: "23:00")"#.to_owned(),
    ];
    for place in 0..2 * ROLES {
        let shifts = if has(Feature::Shifts) {
            ["[\"day\"]", "[\"late\"]", "[\"day\", \"late\"]", "Always"][dice.below(4)]
        } else {
            "Always"
        };
        let mut person = format!(
            "Person(id: \"p{place}\", shifts: {shifts}, cost_per_hour: {}",
            10 * place
        );
        if dice.one_in(2) {
            person += &format!(
                ", acknowledges: Exponential(mean: \"{}m\")",
                dice.minutes(20)
            );
        }
        if has(Feature::Shifts) && dice.one_in(2) {
            person += ", on_call: Uniform(min: \"10m\", max: \"50m\")";
        }
        if has(Feature::Stays) && dice.one_in(2) {
            person += &format!(
                ", stays: \"{}m\", rests: \"{}m\"",
                30 + dice.minutes(200),
                dice.minutes(90)
            );
        }
        to.people.push(person + ")");
    }
    if has(Feature::Teams) {
        to.people.push("Person(id: \"team\", count: 4, shifts: Always, acknowledges: \"7m\", cost_per_hour: 5)".to_owned());
        to.roles
            .push("Role(id: \"many\", holders: [\"team\"])".to_owned());
    }
    for place in 0..ROLES {
        let mut role = format!(
            "Role(id: \"r{place}\", holders: [\"p{}\", \"p{}\"], escalate_after: \"{}m\"",
            2 * place,
            2 * place + 1,
            dice.minutes(30)
        );
        if has(Feature::Deputies) {
            let deputy = (2 * place + 2) % (2 * ROLES);
            role += &format!(
                ", deputies: [\"p{deputy}\"], deputies_help: {}, deputy_pace: 1.5",
                dice.one_in(2)
            );
        }
        to.roles.push(role + ")");
    }
    to.resources = vec![
        "Resource(id: \"desk\", count: 2)".to_owned(),
        "Resource(id: \"budget\", count: 9, consumed: true)".to_owned(),
    ];
}

fn plan(to: &mut Workspace, steps: usize, dice: &mut Dice, has: &impl Fn(Feature) -> bool) {
    if has(Feature::LongestTail) {
        to.plan_fields = "    dispatch: LongestTail,\n".to_owned();
    } else if dice.one_in(3) {
        to.plan_fields = "    dispatch: Fifo,\n".to_owned();
    }
    for place in 0..steps {
        let step = step(place, dice, has);
        to.steps.push(step);
    }
    if has(Feature::Fallbacks) {
        to.steps.push(
            "Step(id: \"f0\", automatic: true, on_demand: true, takes: \"15m\", succeeds: 0.8)"
                .to_owned(),
        );
    }
    if has(Feature::Barriers) && has(Feature::Impacts) {
        to.barriers = vec![
            "Barrier(id: \"b0\", holds: 0.6, effect: Weakens([Scale(\"harm\", 0.5)]))".to_owned(),
            "Barrier(id: \"b1\", holds: 0.9, effect: Averts)".to_owned(),
        ];
    }
}

fn step(place: usize, dice: &mut Dice, has: &impl Fn(Feature) -> bool) -> String {
    let mut fields = vec![format!("id: \"s{place:02}\"")];
    let mut predecessors: Vec<usize> = Vec::new();
    for _ in 0..dice.below(4) {
        if place > 0 {
            predecessors.push(dice.below(place));
        }
    }
    predecessors.sort_unstable();
    predecessors.dedup();
    if !predecessors.is_empty() {
        let names: Vec<String> = predecessors
            .iter()
            .map(|place| format!("\"s{place:02}\""))
            .collect();
        fields.push(format!("after: [{}]", names.join(", ")));
    }
    if has(Feature::Joins) && !predecessors.is_empty() && dice.one_in(2) {
        let needed = 1 + dice.below(predecessors.len());
        fields.push(format!("join: AtLeast({needed})"));
    }
    fields.push(takes(dice));
    staffing(place, &mut fields, dice, has);
    if has(Feature::Resources) && dice.one_in(2) {
        fields.push(format!("uses: [Use(\"desk\", {})]", 1 + dice.below(2)));
    } else if has(Feature::Consumed) && dice.one_in(2) {
        fields.push("uses: [Use(\"budget\", 2)]".to_owned());
    }
    if has(Feature::Delays) && dice.one_in(3) {
        fields.push(format!("delay: \"{}m\"", dice.minutes(60)));
    }
    if has(Feature::OnDemand) && dice.one_in(4) {
        fields.push("on_demand: true".to_owned());
    }
    if has(Feature::Labels) {
        fields.push("outcomes: [Label(\"yes\", 0.6), Label(\"no\", 0.4)]".to_owned());
        if let Some(before) = predecessors.first().filter(|_| dice.one_in(3)) {
            fields.push(format!("when: Not(Outcome(\"s{before:02}\", \"no\"))"));
        }
    } else if has(Feature::Flags) && dice.one_in(4) {
        fields.push("when: Flag(\"alarm\")".to_owned());
    }
    failures(&mut fields, dice, has);
    effects(place, &mut fields, dice, has);
    fields.push(format!(
        "priority: {}, cost: {}",
        dice.below(3),
        dice.below(50)
    ));
    format!("Step({})", fields.join(", "))
}

fn takes(dice: &mut Dice) -> String {
    let least = dice.minutes(40);
    match dice.below(5) {
        0 => format!("takes: \"{least}m\""),
        1 => format!(
            "takes: Pert(min: \"{least}m\", likely: \"{}m\", max: \"{}m\")",
            least + 5,
            least + 50
        ),
        2 => format!("takes: Exponential(mean: \"{least}m\")"),
        3 => format!(
            "takes: Observed([\"{least}m\", \"{}m\", \"{}m\"])",
            least + 3,
            least + 9
        ),
        _ => format!(
            "takes: Lognormal(median: \"{least}m\", p90: \"{}m\")",
            3 * least
        ),
    }
}

fn staffing(
    place: usize,
    fields: &mut Vec<String>,
    dice: &mut Dice,
    has: &impl Fn(Feature) -> bool,
) {
    if !has(Feature::People) || dice.one_in(5) {
        fields.push("automatic: true".to_owned());
        return;
    }
    let role = place % ROLES;
    fields.push(format!("owner: \"r{role}\""));
    if has(Feature::Crew) && dice.one_in(2) {
        let other = (role + 1) % ROLES;
        let mut crew = format!("Crew(\"r{other}\", 1)");
        if has(Feature::Teams) {
            crew += &format!(", Crew(\"many\", {})", 1 + dice.below(4));
        }
        fields.push(format!("crew: [{crew}]"));
    } else if has(Feature::NotBy) && place >= ROLES {
        fields.push(format!("not_by: [\"s{:02}\"]", place - ROLES));
    }
    if has(Feature::WorksOnShift) && !has(Feature::Crew) && dice.one_in(2) {
        fields.push("works: OnShift".to_owned());
    }
}

fn failures(fields: &mut Vec<String>, dice: &mut Dice, has: &impl Fn(Feature) -> bool) {
    if has(Feature::Failures) || has(Feature::Fallbacks) {
        fields.push("succeeds: 0.7".to_owned());
        let last = if has(Feature::Fallbacks) && dice.one_in(2) {
            "Fallback(\"f0\")"
        } else {
            ["Continue", "Halt"][dice.below(2)]
        };
        fields.push(if dice.one_in(2) {
            format!(
                "on_failure: Retry(times: {}, pause: \"4m\", then: {last})",
                1 + dice.below(2)
            )
        } else {
            format!("on_failure: {last}")
        });
    }
    if has(Feature::WaitsAtMost) && dice.one_in(3) {
        fields.push(format!("waits_at_most: \"{}m\"", dice.minutes(90)));
    }
}

fn effects(
    place: usize,
    fields: &mut Vec<String>,
    dice: &mut Dice,
    has: &impl Fn(Feature) -> bool,
) {
    let mut effects: Vec<String> = Vec::new();
    if has(Feature::Impacts) && dice.one_in(3) {
        effects.push(
            [
                "Stop(\"harm\")",
                "Scale(\"harm\", 0.5)",
                "Drain(impact: \"harm\", per_hour: 40, for: \"3h\")",
                "Add(\"harm\", Uniform(min: -20, max: 5))",
            ][dice.below(4)]
            .to_owned(),
        );
    }
    if has(Feature::Flags) && dice.one_in(3) {
        effects.push("Set(\"alarm\")".to_owned());
    }
    if has(Feature::OnDemand) && dice.one_in(2) {
        effects.push(format!("Require(\"s{:02}\")", dice.below(place + 1)));
    }
    if has(Feature::Reopening) && place > 2 && dice.one_in(4) {
        effects.push("Reopen(\"s00\")".to_owned());
    }
    if !effects.is_empty() {
        fields.push(format!("effects: [{}]", effects.join(", ")));
    }
}

fn scenario(to: &mut Workspace, steps: usize, dice: &mut Dice, has: &impl Fn(Feature) -> bool) {
    let starts = if has(Feature::RandomStart) {
        "Anytime(from: \"2026-03-27\", to: \"2026-03-29\")"
    } else {
        ["\"2026-03-28T21:00\"", "\"2026-03-27T07:30\""][dice.below(2)]
    };
    to.scenario_fields = format!("    starts: {starts}, horizon: \"40h\",\n");
    if has(Feature::Flags) {
        to.flags.push("Chance(\"alarm\", 0.5)".to_owned());
    }
    if has(Feature::Impacts) {
        let grows = ["PerHour(30)", "Doubles(\"5h\")"][dice.below(2)];
        to.impacts.push(format!(
            "Impact(id: \"harm\", starts: 10, grows: {grows}, cap: 900, during: \"day\", cost_per_unit: 2, cost_per_unit_hour: 0.5)"
        ));
    }
    let mut some_step = || format!("s{:02}", dice.below(steps));
    let mut inject = |name: &str, at: String, effect: String| {
        to.injects.push(format!(
            "Inject(id: \"{name}\", at: {at}, chance: 0.8, effects: [{effect}])"
        ));
    };
    let timed = || "Between(\"10m\", \"9h\")".to_owned();
    if has(Feature::Absences) {
        inject(
            "ill",
            timed(),
            "Absent(person: \"p0\", for: \"5h\")".to_owned(),
        );
        inject(
            "gone",
            "At(\"1h\")".to_owned(),
            "Absent(person: \"p2\")".to_owned(),
        );
        inject(
            "back",
            "At(\"3h\")".to_owned(),
            "Arrive(person: \"p2\")".to_owned(),
        );
        if has(Feature::Teams) {
            inject(
                "few",
                timed(),
                "Absent(person: \"team\", count: 2, for: \"4h\")".to_owned(),
            );
        }
    }
    if has(Feature::Losses) {
        inject(
            "broken",
            timed(),
            "Lose(resource: \"desk\", count: 1, for: \"3h\")".to_owned(),
        );
        inject(
            "more",
            timed(),
            "Gain(resource: \"budget\", count: 3)".to_owned(),
        );
    }
    if has(Feature::Slowings) {
        inject(
            "tired",
            timed(),
            "Slow(steps: All, factor: 1.7, for: \"6h\")".to_owned(),
        );
        inject(
            "jammed",
            timed(),
            "SlowAnswers(factor: 3, for: \"2h\")".to_owned(),
        );
    }
    if has(Feature::Holds) {
        let step = some_step();
        inject(
            "wait",
            timed(),
            format!("Hold(steps: [\"{step}\"], for: \"2h\")"),
        );
    }
    if has(Feature::Reopening) {
        let step = some_step();
        inject("relapse", timed(), format!("Reopen(\"{step}\")"));
    }
    if has(Feature::Failures) {
        let step = some_step();
        inject("fault", timed(), format!("Fail(\"{step}\", 1)"));
    }
    if has(Feature::Triggers) {
        let (started, finished, overdue) = (some_step(), some_step(), some_step());
        inject(
            "after-start",
            format!("Started(\"{started}\", \"10m\")"),
            "Slow(steps: All, factor: 1.1, for: \"1h\")".to_owned(),
        );
        inject(
            "after-end",
            format!("Finished(\"{finished}\", \"0s\")"),
            "SlowAnswers(factor: 2, for: \"1h\")".to_owned(),
        );
        inject(
            "late",
            format!("Overdue(\"{overdue}\", \"4h\")"),
            format!("Require(\"{overdue}\")"),
        );
        if has(Feature::Impacts) {
            inject(
                "high",
                "Above(\"harm\", 60)".to_owned(),
                "Scale(\"harm\", 0.9)".to_owned(),
            );
        }
    }
    for place in 0..steps {
        to.objectives.push(format!(
            "Objective(id: \"o{place}\", critical: {}, measure: Done(step: \"s{place:02}\", target: \"3h\", limit: \"30h\"))",
            place == 0
        ));
    }
    let last = steps - 1;
    to.objectives.push(format!(
        "Objective(id: \"elapsed\", measure: Elapsed(from: \"s00\", to: \"s{last:02}\", target: \"2h\", limit: \"20h\"))"
    ));
    if let Some(first) = to.injects.first() {
        let id = first.split('"').nth(1).expect("an inject has an id");
        to.objectives.push(format!(
            "Objective(id: \"within\", measure: Within(inject: \"{id}\", step: \"s{last:02}\", target: \"2h\", limit: \"20h\"))"
        ));
    }
}
