//! Who there is, with their hours and roles.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::{Organization, Role, ShiftPattern};
use crate::program::calendar::shifts_of;
use crate::program::{Calendar, CalendarId, MemberCode, PatternCode, PersonCode, RoleCode};
use crate::quantity::{
    Arena, Date, Index, Instant, MemberId, PersonId, RoleId, Seconds, ShiftId, Zone,
};
use crate::random::{Entity, Quantiles, Question};

/// Days of calendar kept beyond the horizon, so that a story can say when somebody will be back.
const DAYS_BEYOND: i64 = 15;

/// Everybody who may work.
pub(super) struct People {
    pub(super) members: Arena<MemberId, MemberCode>,
    pub(super) people: Arena<PersonId, PersonCode>,
    pub(super) roles: Arena<RoleId, RoleCode>,
    /// For every member the roles it may take a seat of, ascending.
    pub(super) roles_of: Arena<MemberId, Vec<RoleId>>,
}

pub(super) fn compile_people(
    organization: &Organization,
    calendars: &mut Calendars<'_>,
    quantiles: &mut Quantiles,
) -> People {
    let mut members = Vec::new();
    let people: Arena<PersonId, PersonCode> = organization
        .people
        .entries()
        .map(|(id, person)| {
            let first = members.len();
            let last = first + person.count as usize; // u32 to usize: never narrower where std has files.
            let code = compile_person(organization, id, first..last, calendars, quantiles);
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
    let members_of = |people_of_role: &[PersonId]| -> Vec<MemberId> {
        people_of_role
            .iter()
            .flat_map(|person| people[*person].members.clone())
            .map(MemberId::new)
            .collect()
    };
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
    People {
        members: Arena::new(members),
        people,
        roles,
        roles_of,
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

/// Collects the different calendars a program needs.
pub(super) struct Calendars<'a> {
    organization: &'a Organization,
    first: Date,
    last: Date,
    pub(super) compiled: Vec<Calendar>,
    by_hours: BTreeMap<(Vec<ShiftId>, String), CalendarId>,
}

impl<'a> Calendars<'a> {
    pub(super) fn new(
        organization: &'a Organization,
        onsets: &[Instant],
        horizon: Seconds,
    ) -> Self {
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

    pub(super) fn of(&mut self, shifts: Vec<ShiftId>, zone: &Zone) -> CalendarId {
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
