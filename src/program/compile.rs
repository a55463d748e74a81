//! The one way from a model to a program.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use crate::model::{
    Barrier, BarrierEffect, Dispatch, Drill, Effect, FailureRule, Growth, Impact, Inject, Join,
    Measure, Name, Organization, Role, ShiftPattern, Starts, Step, Success, Trigger, Works,
};
use crate::program::calendar::shifts_of;
use crate::program::effect::units;
use crate::program::longest_tail::longest_tails;
use crate::program::{
    BarrierCode, Calendar, CalendarId, EffectCode, FlagCode, GrowthCode, GuardCode, ImpactCode,
    InjectCode, JoinCode, LastFailure, MemberCode, Onsets, PatternCode, PersonCode, Program,
    ResourceCode, RoleCode, ShiftChange, Staffing, StepCode, SuccessCode, TriggerCode,
};
use crate::quantity::{
    Arena, Date, ImpactId, Index, Instant, MemberId, PersonId, Probability, RoleId, Seconds,
    ShiftId, StepId, TimeOfDay, Zone,
};
use crate::random::{Entity, Quantiles, Question, Stream};

/// Why a drill cannot be compiled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ProgramError {
    /// Two streams have one hash and would share their luck: one of the two things needs another id.
    StreamsCollide(Name, Name),
}

impl fmt::Display for ProgramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StreamsCollide(one, other) => write!(
                f,
                "the draws of `{one}` and of `{other}` hash to one stream; give one of them another id"
            ),
        }
    }
}

/// Days of calendar kept beyond the horizon, so that a story can say when somebody will be back.
const DAYS_BEYOND: i64 = 15;

/// Compiles a drill.
pub fn compile(drill: &Drill) -> Result<Program, ProgramError> {
    compile_with(drill, &mut Quantiles::default())
}

/// Compiles one of many drills that have much in common.
pub fn compile_with(drill: &Drill, quantiles: &mut Quantiles) -> Result<Program, ProgramError> {
    let organization = &drill.organization;
    let instants = onsets(drill);
    let mut calendars = Calendars::new(organization, &instants, drill.scenario.horizon);
    let mut members = Vec::new();
    let people: Arena<PersonId, PersonCode> = organization
        .people
        .entries()
        .map(|(id, person)| {
            let first = members.len();
            let last = first + person.count as usize; // u32 to usize: never narrower where std has files.
            let code = compile_person(organization, id, first..last, &mut calendars, quantiles);
            members.extend((1..=person.count).map(|number| MemberCode {
                person: id,
                number,
                pattern: code.pattern,
                is_on_call: code.on_call.is_some(),
                cost_per_second: person.cost_per_hour / 3_600.0,
            }));
            code
        })
        .collect();
    let size_of = |person: PersonId| people[person].members.len();
    let members_of = |people_of_role: &[PersonId]| -> Vec<MemberId> {
        people_of_role
            .iter()
            .flat_map(|person| people[*person].members.clone())
            .map(MemberId::new)
            .collect()
    };
    let mut steps = compile_steps(drill, &size_of, quantiles);
    let impacts: Arena<ImpactId, ImpactCode> = drill
        .scenario
        .impacts
        .entries()
        .map(|(id, impact)| compile_impact(drill, id, impact, &mut calendars))
        .collect();
    let roles: Arena<RoleId, RoleCode> = organization
        .roles
        .iter()
        .map(|role| compile_role(role, &members_of))
        .collect();
    let mut roles_of: Arena<MemberId, Vec<RoleId>> = members.iter().map(|_| Vec::new()).collect();
    for (id, role) in roles.entries() {
        for &member in role.holders.iter().chain(&role.deputies) {
            // Who both holds a role and stands in for it is one person all the same.
            if !roles_of[member].contains(&id) {
                roles_of[member].push(id);
            }
        }
    }
    let staffings = number_staffings(&mut steps, &roles_of);
    let bits_of: Arena<MemberId, u64> = (roles_of.iter())
        .map(|roles| bits_of(roles, &staffings))
        .collect();
    let works_on_shift = |member: MemberId| {
        let is_needed = |step: &StepCode| {
            step.on_shift && (step.needs.iter()).any(|role| roles_of[member].contains(role))
        };
        steps.iter().any(is_needed)
    };
    let calendars: Arena<CalendarId, Calendar> = Arena::new(calendars.compiled);
    let mut shift_changes: Vec<ShiftChange> = (calendars.entries())
        .flat_map(|(id, calendar)| {
            let ours = || {
                let all = (0..members.len()).map(MemberId::new);
                all.filter(|member| members[member.place()].pattern == PatternCode::Calendar(id))
            };
            let staffing_bits = ours().fold(0, |bits, member| bits | bits_of[member]);
            let is_heeded = ours().any(works_on_shift)
                || impacts.iter().any(|impact| impact.during == Some(id));
            ShiftChange::all_of(id, calendar).map(move |change| ShiftChange {
                staffing_bits,
                is_heeded,
                ..change
            })
        })
        .collect();
    shift_changes.sort_unstable();
    let has_deputies = roles.iter().any(|role| !role.deputies.is_empty());
    let program = Program {
        horizon: drill.scenario.horizon,
        onsets: Onsets {
            instants,
            question: Question::new(Entity::Scenario, "scenario", "start"),
        },
        on_shift: (steps.entries())
            .filter(|(_, step)| step.on_shift)
            .map(|(id, _)| id)
            .collect(),
        starts_may_help: has_deputies
            && (roles.iter().any(|role| role.deputies_help)
                || steps.iter().any(|step| !step.not_by.is_empty())),
        roles,
        roles_of,
        bits_of,
        resources: organization
            .resources
            .iter()
            .map(|resource| ResourceCode {
                count: units(resource.count),
                is_consumed: resource.consumed,
            })
            .collect(),
        flags: drill
            .scenario
            .flags
            .iter()
            .map(|flag| FlagCode {
                chance: flag.chance.map_or(0.0, Probability::value),
                question: Question::new(Entity::Flag, &flag.name, "chance"),
            })
            .collect(),
        barriers: drill
            .plan
            .barriers
            .entries()
            .map(|(id, barrier)| {
                let has_failed = drill.scenario.failed_barriers.contains(&id);
                compile_barrier(barrier, has_failed, &size_of)
            })
            .collect(),
        injects: drill
            .scenario
            .injects
            .iter()
            .map(|inject| compile_inject(inject, &size_of))
            .collect(),
        members: Arena::new(members),
        shift_changes,
        calendars,
        steps,
        people,
        impacts,
        staffings,
    };
    refuse_colliding_streams(drill, &program)?;
    Ok(program)
}

fn onsets(drill: &Drill) -> Vec<Instant> {
    let zone = &drill.organization.zone;
    match &drill.scenario.starts {
        Starts::At(civil) => vec![zone.instant(*civil)],
        Starts::OneOf(civils) => civils.iter().map(|civil| zone.instant(*civil)).collect(),
        Starts::Anytime { from, to } => {
            let mut instants = Vec::new();
            let mut day = *from;
            while day <= *to {
                instants
                    .extend((0..24).map(|hour| zone.instant(day.at(TimeOfDay::whole_hour(hour)))));
                day = day.plus_days(1);
            }
            instants
        }
    }
}

/// Collects the different calendars a program needs.
struct Calendars<'a> {
    organization: &'a Organization,
    first: Date,
    last: Date,
    compiled: Vec<Calendar>,
    by_hours: BTreeMap<(Vec<ShiftId>, String), CalendarId>,
}

impl<'a> Calendars<'a> {
    fn new(organization: &'a Organization, onsets: &[Instant], horizon: Seconds) -> Self {
        let first = onsets.iter().min().copied().unwrap_or(Instant(0));
        let last = onsets.iter().max().copied().unwrap_or(Instant(0));
        Self {
            organization,
            // Zones differ by up to a day, and a shift may have begun the day before.
            first: organization.zone.civil(first).date().plus_days(-3),
            last: organization
                .zone
                .civil(last.after(horizon))
                .date()
                .plus_days(DAYS_BEYOND),
            compiled: Vec::new(),
            by_hours: BTreeMap::new(),
        }
    }

    fn of(&mut self, shifts: Vec<ShiftId>, zone: &Zone) -> CalendarId {
        let compiled = &mut self.compiled;
        *self
            .by_hours
            .entry((shifts, zone.name().to_owned()))
            .or_insert_with_key(|(shifts, _)| {
                compiled.push(Calendar::new(
                    self.organization,
                    shifts,
                    zone,
                    self.first,
                    self.last,
                ));
                CalendarId::new(compiled.len() - 1)
            })
    }
}

fn compile_person(
    organization: &Organization,
    id: PersonId,
    members: Range<usize>,
    calendars: &mut Calendars<'_>,
    quantiles: &mut Quantiles,
) -> PersonCode {
    let person = &organization.people[id];
    let mut escalations: Vec<Seconds> = organization
        .roles
        .iter()
        .filter(|role| role.holders.contains(&id) || role.deputies.contains(&id))
        .map(|role| role.escalate_after)
        .collect();
    escalations.sort_unstable();
    escalations.dedup();
    let question = |asked| Question::new(Entity::Person, &person.id, asked);
    PersonCode {
        members,
        pattern: match (&person.shifts, shifts_of(&person.shifts)) {
            (ShiftPattern::Always, _) => PatternCode::Always,
            (ShiftPattern::Never, _) => PatternCode::Never,
            (ShiftPattern::Shifts(_), shifts) => {
                PatternCode::Calendar(calendars.of(shifts.unwrap_or_default(), &person.zone))
            }
        },
        acknowledges: quantiles.of(&person.acknowledges),
        acknowledge: question("acknowledge"),
        on_call: person.on_call.as_ref().map(|on_call| quantiles.of(on_call)),
        answer_off_shift: question("on call"),
        stays: person.stays,
        rests: person.rests,
        escalations,
    }
}

fn compile_role(role: &Role, members_of: &impl Fn(&[PersonId]) -> Vec<MemberId>) -> RoleCode {
    RoleCode {
        holders: members_of(&role.holders),
        deputies: members_of(&role.deputies),
        deputies_help: role.deputies_help,
        deputy_pace: role.deputy_pace,
        escalate_after: role.escalate_after,
    }
}

fn compile_steps(
    drill: &Drill,
    size_of: &impl Fn(PersonId) -> usize,
    quantiles: &mut Quantiles,
) -> Arena<StepId, StepCode> {
    let tails = longest_tails(&drill.plan);
    let urgencies: Arena<StepId, i64> = (drill.plan.steps.entries())
        .map(|(id, step)| match drill.plan.dispatch {
            Dispatch::Priority => step.priority,
            Dispatch::Fifo => 0,
            Dispatch::LongestTail => tails[id].0,
        })
        .collect();
    let mut ranked: Vec<i64> = urgencies.iter().copied().collect();
    ranked.sort_unstable_by_key(|urgency| Reverse(*urgency));
    ranked.dedup();
    let rank = |urgency: i64| ranked.partition_point(|other| *other > urgency);
    let mut steps: Arena<StepId, StepCode> = drill
        .plan
        .steps
        .entries()
        .map(|(id, step)| StepCode {
            rank: u32::try_from(rank(urgencies[id])).expect("fewer steps than 2^32"),
            is_served_by_ready_time: drill.plan.dispatch != Dispatch::LongestTail,
            given: drill
                .scenario
                .given
                .iter()
                .find(|(given, _)| *given == id)
                .map(|(_, label)| *label),
            ..compile_step(step, size_of, quantiles)
        })
        .collect();
    for (id, step) in drill.plan.steps.entries() {
        for &predecessor in &step.after {
            steps[predecessor].successors.push(id);
        }
        for &other in &step.not_by {
            steps[other].is_remembered = true;
        }
        if let LastFailure::Fallback(fallback) = steps[id].last_failure {
            steps[fallback].fallback_for.push(id);
        }
    }
    for (id, inject) in drill.scenario.injects.entries() {
        match inject.at {
            Trigger::Started(step, delay) => steps[step].on_start.push((id, delay)),
            Trigger::Finished(step, delay) => steps[step].on_completion.push((id, delay)),
            Trigger::At(_)
            | Trigger::Between(_, _)
            | Trigger::Above(_, _)
            | Trigger::Overdue(_, _)
            | Trigger::Never => {}
        }
    }
    steps
}

fn number_staffings(
    steps: &mut Arena<StepId, StepCode>,
    roles_of: &Arena<MemberId, Vec<RoleId>>,
) -> Vec<Staffing> {
    let mut known = BTreeMap::new();
    let mut staffings: Vec<Staffing> = Vec::new();
    for step in steps.iter_mut() {
        let mut number = || {
            let number = staffings.len();
            staffings.push(staffing(&step.needs, number, roles_of));
            number
        };
        step.staffing = if step.not_by.is_empty() {
            let key = (step.needs.clone(), step.on_shift, step.reserved);
            *known.entry(key).or_insert_with(number)
        } else {
            number()
        };
    }
    staffings
}

fn staffing(needs: &[RoleId], number: usize, roles_of: &Arena<MemberId, Vec<RoleId>>) -> Staffing {
    let mut roles: Vec<(RoleId, u32)> = Vec::new();
    for &role in needs {
        match roles.iter_mut().find(|(known, _)| *known == role) {
            Some((_, count)) => *count += 1,
            None => roles.push((role, 1)),
        }
    }
    let seats_for = |of_member: &Vec<RoleId>| {
        (roles.iter())
            .filter(|(role, _)| of_member.contains(role))
            .count()
    };
    Staffing {
        bit: 1 << (number % 64),
        is_disjoint: roles_of.iter().all(|of_member| seats_for(of_member) < 2),
        roles,
    }
}

fn bits_of(roles: &[RoleId], staffings: &[Staffing]) -> u64 {
    (staffings.iter())
        .filter(|staffing| staffing.roles.iter().any(|(role, _)| roles.contains(role)))
        .fold(0, |bits, staffing| bits | staffing.bit)
}

fn compile_step(
    step: &Step,
    size_of: &impl Fn(PersonId) -> usize,
    quantiles: &mut Quantiles,
) -> StepCode {
    let question = |asked| Question::new(Entity::Step, step.first_name(), asked);
    let (retries, pause, last) = match &step.on_failure {
        FailureRule::Retry { times, pause, then } => (*times, *pause, then.as_ref()),
        rule @ (FailureRule::Fallback(_) | FailureRule::Continue | FailureRule::Halt) => {
            (0, Seconds::ZERO, rule)
        }
    };
    StepCode {
        predecessors: step.after.clone(),
        successors: Vec::new(),
        fallback_for: Vec::new(),
        join: match step.join {
            Join::All => JoinCode::All,
            Join::Any => JoinCode::AtLeast(1),
            Join::AtLeast(count) => JoinCode::AtLeast(count),
        },
        delay: step.delay,
        guard: step.when.as_ref().map(GuardCode::compile),
        on_demand: step.on_demand,
        takes: quantiles.of(&step.takes),
        work: question("work"),
        success: match step.succeeds {
            Success::Always(chance) => SuccessCode::Always(chance.value()),
            Success::Given {
                flag,
                then,
                otherwise,
            } => SuccessCode::Given {
                flag,
                then: then.value(),
                otherwise: otherwise.value(),
            },
        },
        succeeds: question("success"),
        labels: step
            .outcomes
            .iter()
            .scan(0.0, |sum, label| {
                *sum += label.chance.value();
                Some(*sum)
            })
            .collect(),
        outcome: question("outcome"),
        given: None,
        retries,
        pause,
        last_failure: match last {
            FailureRule::Fallback(fallback) => LastFailure::Fallback(*fallback),
            FailureRule::Continue => LastFailure::Continue,
            FailureRule::Halt => LastFailure::Halt,
            FailureRule::Retry { .. } => {
                panic!("the check refuses a retry within a retry")
            }
        },
        waits_at_most: step.waits_at_most,
        needs: needs(step),
        staffing: 0,
        uses: step
            .uses
            .iter()
            .map(|used| (used.resource, units(used.count)))
            .collect(),
        on_shift: step.works == Works::OnShift,
        reserved: step.reserved,
        not_by: step.not_by.clone(),
        effects: compile_effects(&step.effects, question("amount"), size_of),
        is_remembered: false,
        rank: 0,
        is_served_by_ready_time: true,
        cost: step.cost,
        on_start: Vec::new(),
        on_completion: Vec::new(),
    }
}

fn needs(step: &Step) -> Vec<RoleId> {
    let crew = step
        .crew
        .iter()
        .flat_map(|crew| (0..crew.count).map(move |_| crew.role));
    step.owner.into_iter().chain(crew).collect()
}

fn compile_effects(
    effects: &[Effect],
    amount: Question,
    size_of: &impl Fn(PersonId) -> usize,
) -> Vec<EffectCode> {
    effects
        .iter()
        .map(|effect| EffectCode::compile(effect, amount, size_of))
        .collect()
}

fn compile_barrier(
    barrier: &Barrier,
    has_failed: bool,
    size_of: &impl Fn(PersonId) -> usize,
) -> BarrierCode {
    let question = |asked| Question::new(Entity::Barrier, &barrier.id, asked);
    let (effects, averts) = match &barrier.effect {
        BarrierEffect::Averts => (Vec::new(), true),
        BarrierEffect::Weakens(effects) => {
            (compile_effects(effects, question("amount"), size_of), false)
        }
    };
    BarrierCode {
        holds: if has_failed || averts {
            0.0
        } else {
            barrier.holds.value()
        },
        question: question("holds"),
        effects,
        averts,
    }
}

fn compile_impact(
    drill: &Drill,
    id: ImpactId,
    impact: &Impact,
    calendars: &mut Calendars<'_>,
) -> ImpactCode {
    let watched =
        drill
            .scenario
            .objectives
            .iter()
            .filter_map(|objective| match &objective.measure {
                Measure::TimeAbove { impact, level, .. } if *impact == id => Some(*level),
                Measure::TimeAbove { .. }
                | Measure::Done { .. }
                | Measure::Within { .. }
                | Measure::Elapsed { .. }
                | Measure::Final { .. }
                | Measure::Peak { .. }
                | Measure::Cleared { .. }
                | Measure::Order { .. }
                | Measure::Completion { .. }
                | Measure::StoodDown { .. }
                | Measure::Cost { .. }
                | Measure::Judged(_) => None,
            });
    let thresholds = drill
        .scenario
        .injects
        .entries()
        .filter_map(|(inject, code)| above(&code.at, id).map(|level| (inject, level)));
    ImpactCode {
        starts: impact.starts,
        growth: match impact.grows {
            Growth::Steady => GrowthCode::Steady,
            Growth::PerHour(rate) => GrowthCode::PerSecond(rate / 3_600.0),
            Growth::Doubles(every) => GrowthCode::Rate(std::f64::consts::LN_2 / every.as_f64()),
        },
        during: impact
            .during
            .map(|shift| calendars.of(vec![shift], &drill.organization.zone)),
        cap: impact.cap.unwrap_or(f64::INFINITY),
        watched: watched.collect(),
        thresholds: thresholds.collect(),
    }
}

fn above(trigger: &Trigger, of: ImpactId) -> Option<f64> {
    match trigger {
        Trigger::Above(impact, level) => (*impact == of).then_some(*level),
        Trigger::At(_)
        | Trigger::Between(_, _)
        | Trigger::Started(_, _)
        | Trigger::Finished(_, _)
        | Trigger::Overdue(_, _)
        | Trigger::Never => None,
    }
}

fn compile_inject(inject: &Inject, size_of: &impl Fn(PersonId) -> usize) -> InjectCode {
    let question = |asked| Question::new(Entity::Inject, &inject.id, asked);
    InjectCode {
        trigger: match inject.at {
            Trigger::At(at) => TriggerCode::At(at),
            Trigger::Between(from, to) => TriggerCode::Between(from, to),
            Trigger::Started(step, _) => TriggerCode::Started(step),
            Trigger::Finished(step, _) => TriggerCode::Finished(step),
            Trigger::Above(impact, _) => TriggerCode::Above(impact),
            Trigger::Overdue(step, at) => TriggerCode::Overdue(step, at),
            Trigger::Never => TriggerCode::Never,
        },
        chance: inject.chance.value(),
        fires: question("fires"),
        time: question("time"),
        guard: inject.when.as_ref().map(GuardCode::compile),
        effects: compile_effects(&inject.effects, question("amount"), size_of),
    }
}

/// How many askings of a question are compared; further ones are as unlikely to collide as these.
const ASKINGS_COMPARED: u32 = 3;

/// Two equal hashes would tie the luck of two things together, so they are refused before anything is played.
fn refuse_colliding_streams(drill: &Drill, program: &Program) -> Result<(), ProgramError> {
    let Drill {
        organization,
        plan,
        scenario,
        ..
    } = drill;
    let steps = (program.steps.entries()).flat_map(|(id, step)| {
        let name = plan.steps[id].id.as_str();
        [step.work, step.succeeds, step.outcome].map(|question| (question, name))
    });
    let people = (program.people.entries()).flat_map(|(id, person)| {
        let name = organization.people[id].id.as_str();
        [person.acknowledge, person.answer_off_shift].map(|question| (question, name))
    });
    let injects = (program.injects.entries()).flat_map(|(id, inject)| {
        let name = scenario.injects[id].id.as_str();
        [inject.fires, inject.time].map(|question| (question, name))
    });
    let flags = (program.flags.entries())
        .map(|(id, flag)| (flag.question, scenario.flags[id].name.as_str()));
    let barriers = (program.barriers.entries())
        .map(|(id, barrier)| (barrier.question, plan.barriers[id].id.as_str()));
    let start = [(program.onsets.question, scenario.id.as_str())];
    let mut streams: Vec<(Stream, &str)> = (steps.chain(people).chain(injects))
        .chain(flags.chain(barriers).chain(start))
        .flat_map(|(question, name)| {
            (1..=ASKINGS_COMPARED).map(move |number| (question.nth(number), name))
        })
        .collect();
    streams.sort_unstable();
    match streams.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(pair) => Err(ProgramError::StreamsCollide(
            pair[0].1.to_owned(),
            pair[1].1.to_owned(),
        )),
        None => Ok(()),
    }
}
