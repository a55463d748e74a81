//! Whether the people an organization has can meet what a step needs, at all and at one hour.

use std::collections::VecDeque;

use crate::model::{Organization, Person, Shift, ShiftPattern, Step};
use crate::quantity::{CivilTime, Date, Instant, PersonId, RoleId, TimeOfDay};

/// So many distinct people, each one of the candidates.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Need {
    /// The role that is needed.
    pub(super) role: RoleId,
    /// How many of it.
    pub(super) count: u32,
    /// Deputies may not.
    pub(super) reserved: bool,
}

/// What a step needs: its owner, then its crew in file order.
pub(super) fn needs(step: &Step) -> Vec<Need> {
    let owner = step.owner.iter().map(|role| (*role, 1));
    let crew = step.crew.iter().map(|crew| (crew.role, crew.count));
    owner
        .chain(crew)
        .map(|(role, count)| Need {
            role,
            count,
            reserved: step.reserved,
        })
        .collect()
}

/// How many of the needed people can be had at once, of everybody there is, and how many are needed.
pub(super) fn coverage(organization: &Organization, needs: &[Need]) -> (u64, u64) {
    let everybody = |person: PersonId| u64::from(organization.people[person].count);
    let wanted = needs.iter().map(|need| u64::from(need.count)).sum();
    (seated(organization, needs, everybody), wanted)
}

/// Whether at some time of the week enough candidates are on shift together.
pub(super) fn share_an_hour(organization: &Organization, needs: &[Need]) -> bool {
    let wanted: u64 = needs.iter().map(|need| u64::from(need.count)).sum();
    let mut candidates: Vec<PersonId> = needs
        .iter()
        .flat_map(|need| candidates(organization, need))
        .collect();
    candidates.sort();
    candidates.dedup();
    // Zones differ by less or more in winter and in summer: one week of each is looked at.
    ["2026-01-12", "2026-07-13"].iter().any(|monday| {
        let monday = Date::parse(monday).expect("a calendar day");
        let hours: Vec<(PersonId, Vec<(Instant, Instant)>)> = candidates
            .iter()
            .map(|person| {
                (
                    *person,
                    hours_in_week(organization, &organization.people[*person], monday),
                )
            })
            .collect();
        let mut starts: Vec<Instant> = hours
            .iter()
            .flat_map(|(_, spans)| spans.iter().map(|(from, _)| *from))
            .collect();
        starts.sort();
        starts.dedup();
        starts.iter().any(|now| {
            let on_shift = |person: PersonId| {
                let (_, spans) = hours
                    .iter()
                    .find(|(other, _)| *other == person)
                    .expect("every candidate has hours");
                if spans.iter().any(|(from, to)| from <= now && now < to) {
                    u64::from(organization.people[person].count)
                } else {
                    0
                }
            };
            seated(organization, needs, on_shift) == wanted
        })
    })
}

/// The spans on shift that begin in the week from that Monday, a day more on both sides.
pub(super) fn hours_in_week(
    organization: &Organization,
    person: &Person,
    monday: Date,
) -> Vec<(Instant, Instant)> {
    let zone = &person.zone;
    let midnight = |day: Date| zone.instant(day.at(TimeOfDay::whole_hour(0)));
    match &person.shifts {
        ShiftPattern::Always | ShiftPattern::Never => {
            vec![(
                midnight(monday.plus_days(-2)),
                midnight(monday.plus_days(9)),
            )]
        }
        ShiftPattern::Shifts(shifts) => (-1..8)
            .map(|offset| monday.plus_days(offset))
            .flat_map(|day| {
                shifts
                    .iter()
                    .map(|shift| &organization.shifts[*shift])
                    .filter(move |shift| shift.days.contains(&day.weekday()))
                    .map(move |shift| span_of(shift, day))
            })
            .map(|(from, to)| (zone.instant(from), zone.instant(to)))
            .collect(),
    }
}

fn span_of(shift: &Shift, day: Date) -> (CivilTime, CivilTime) {
    let last_day = if shift.from < shift.to {
        day
    } else {
        day.plus_days(1)
    };
    (day.at(shift.from), last_day.at(shift.to))
}

/// Who can fill the need, holders first.
pub(super) fn candidates(organization: &Organization, need: &Need) -> Vec<PersonId> {
    let role = &organization.roles[need.role];
    let deputies = role.deputies.iter().filter(|_| !need.reserved);
    role.holders.iter().chain(deputies).copied().collect()
}

/// The largest number of needed seats that can be filled with distinct people: a maximum flow from needs to people
/// (Edmonds and Karp 1972). Teams are one node with their number as capacity, so the network stays small.
pub(super) fn seated(
    organization: &Organization,
    needs: &[Need],
    available: impl Fn(PersonId) -> u64,
) -> u64 {
    let lists: Vec<Vec<PersonId>> = needs
        .iter()
        .map(|need| candidates(organization, need))
        .collect();
    let mut people: Vec<PersonId> = lists.iter().flatten().copied().collect();
    people.sort();
    people.dedup();
    let place = |person: &PersonId| people.binary_search(person).ok();
    let choices: Vec<Vec<usize>> = lists
        .iter()
        .map(|list| list.iter().filter_map(place).collect())
        .collect();
    let mut open: Vec<u64> = needs.iter().map(|need| u64::from(need.count)).collect();
    let mut left: Vec<u64> = people.iter().map(|person| available(*person)).collect();
    let mut flow = vec![vec![0_u64; people.len()]; needs.len()];
    let mut total = 0;
    while let Some(path) = way_to_a_seat(&open, &left, &choices, &flow) {
        let last = path.last().expect("a way has an end").1;
        let back = path.windows(2).map(|pair| flow[pair[1].0][pair[0].1]).min();
        let amount = open[path[0].0]
            .min(left[last])
            .min(back.unwrap_or(u64::MAX));
        for (place, (need, person)) in path.iter().enumerate() {
            flow[*need][*person] += amount;
            if let Some((next, _)) = path.get(place + 1) {
                flow[*next][*person] -= amount;
            }
        }
        open[path[0].0] -= amount;
        left[last] -= amount;
        total += amount;
    }
    total
}

/// A shortest way from an open need to a free person: need takes person, whose seat in the next need falls open, and so on.
fn way_to_a_seat(
    open: &[u64],
    left: &[u64],
    choices: &[Vec<usize>],
    flow: &[Vec<u64>],
) -> Option<Vec<(usize, usize)>> {
    let mut came_by: Vec<Option<(usize, usize)>> = vec![None; open.len()];
    let mut is_seen: Vec<bool> = open.iter().map(|count| *count > 0).collect();
    let mut is_tried = vec![false; left.len()];
    let mut queue: VecDeque<usize> = (0..open.len()).filter(|need| open[*need] > 0).collect();
    while let Some(need) = queue.pop_front() {
        for person in &choices[need] {
            if std::mem::replace(&mut is_tried[*person], true) {
                continue;
            }
            if left[*person] > 0 {
                let mut path = vec![(need, *person)];
                while let Some(before) = came_by[path[path.len() - 1].0] {
                    path.push(before);
                }
                path.reverse();
                return Some(path);
            }
            for (other, taken) in flow.iter().enumerate() {
                if taken[*person] > 0 && !is_seen[other] {
                    is_seen[other] = true;
                    came_by[other] = Some((need, *person));
                    queue.push_back(other);
                }
            }
        }
    }
    None
}
