//! From an organization's file to the organization: shifts, people, roles, resources.

use crate::check::names::{Entries, Entry, Names, Words, arena, distinct, listed_twice};
use crate::check::values::{self, Range, maybe, number_or, or, title};
use crate::document::{
    self, Id, Located, OrganizationDoc, PatternDoc, PersonDoc, ResourceDoc, RoleDoc, ShiftDoc,
};
use crate::model::{Layer, Organization, Person, Resource, Role, Shift, ShiftPattern};
use crate::quantity::{
    Arena, Date, Distribution, Index, PersonId, ResourceId, RoleId, Seconds, ShiftId, TimeOfDay,
    Weekday, Zone,
};
use crate::source::{Diagnostic, FileId, Problems, Span, code};
use crate::text;

/// More people than this in one team are a slip of the pen.
const TEAM_MAX: u32 = 100_000;

const SHIFT: Words = Words {
    kind: "shift",
    definition: "Shift(id: \"…\", …)",
};
const PERSON: Words = Words {
    kind: "person",
    definition: "Person(id: \"…\", …)",
};
const ROLE: Words = Words {
    kind: "role",
    definition: "Role(id: \"…\", …)",
};
const RESOURCE: Words = Words {
    kind: "resource",
    definition: "Resource(id: \"…\", …)",
};

/// An organization, and what the names in other files mean there.
#[derive(Debug)]
pub(super) struct OrganizationFile<'s> {
    /// The organization; boring values stand where something is wrong.
    pub(super) organization: Organization,
    /// Whether nothing in it is wrong.
    pub(super) is_sound: bool,
    /// Its zone; `None` if it is wrong.
    pub(super) zone: Option<Zone>,
    /// Its shifts.
    pub(super) shifts: Names<'s, ShiftId>,
    /// Its people.
    pub(super) people: Names<'s, PersonId>,
    /// Its roles.
    pub(super) roles: Names<'s, RoleId>,
    /// Its resources.
    pub(super) resources: Names<'s, ResourceId>,
}

impl<'s> OrganizationFile<'s> {
    /// The role that is meant; whoever names a person is told the role that they hold.
    pub(super) fn role(
        &self,
        name: Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Option<RoleId> {
        let id = name.read(problems)?.0;
        let Some(person) = self.people.find(id) else {
            return self.roles.resolve(name, problems);
        };
        let found = self.roles.find(id);
        let held = self
            .organization
            .roles
            .iter()
            .find(|role| role.holders.contains(&person) || role.deputies.contains(&person));
        match held {
            Some(held) if found.is_none() && self.roles.is_complete() => {
                let place = name.span(problems);
                let unknown = self.roles.unknown(id, place, problems.len());
                let help = format!(
                    "`{id}` is a person: name a role that they have, such as `{}`",
                    held.id
                );
                problems.push(unknown.help(help));
                None
            }
            Some(_) | None => self.roles.resolve(name, problems),
        }
    }

    /// The person or team that is meant; whoever names a role is told who has it.
    pub(super) fn person(
        &self,
        name: Located<'s, Id<'s>>,
        problems: &mut Problems<'s>,
    ) -> Option<PersonId> {
        let id = name.read(problems)?.0;
        let holder = self
            .roles
            .find(id)
            .and_then(|role| self.organization.roles[role].holders.first().copied());
        match holder {
            Some(holder) if self.people.find(id).is_none() && self.people.is_complete() => {
                let place = name.span(problems);
                let unknown = self.people.unknown(id, place, problems.len());
                let holder = &self.organization.people[holder].id;
                problems.push(unknown.help(format!(
                    "`{id}` is a role: name a person, such as `{holder}`"
                )));
                None
            }
            Some(_) | None => self.people.resolve(name, problems),
        }
    }
}

/// Reads and checks an organization's file.
pub(super) fn organization<'s>(file: FileId, problems: &mut Problems<'s>) -> OrganizationFile<'s> {
    let before = problems.len();
    let Some(doc) = document::organization(file, problems) else {
        return unreadable();
    };
    let is_whole = problems.len() == before;
    let mut read = from_document(&doc, file, is_whole, problems);
    read.is_sound = problems.len() == before;
    read
}

/// An organization of which nothing is known.
pub(super) fn unreadable<'s>() -> OrganizationFile<'s> {
    OrganizationFile {
        organization: Organization {
            name: String::new(),
            zone: utc(),
            holidays: Vec::new(),
            shifts: Arena::new(Vec::new()),
            people: Arena::new(Vec::new()),
            roles: Arena::new(Vec::new()),
            resources: Arena::new(Vec::new()),
            because: None,
        },
        is_sound: false,
        zone: None,
        shifts: Names::unreadable(SHIFT),
        people: Names::unreadable(PERSON),
        roles: Names::unreadable(ROLE),
        resources: Names::unreadable(RESOURCE),
    }
}

fn from_document<'s>(
    doc: &OrganizationDoc<'s>,
    file: FileId,
    is_whole: bool,
    problems: &mut Problems<'s>,
) -> OrganizationFile<'s> {
    const HOME: &str = "the organization";
    let zone = match doc.time_zone.given() {
        Some(name) => zone_of(name, problems),
        None => Some(utc()),
    };

    let mut shift_entries = Entries::read(
        "shift",
        doc.shifts,
        |shift: &ShiftDoc<'s>| shift.id,
        problems,
    );
    let mut person_entries = Entries::read(
        "person",
        doc.people,
        |person: &PersonDoc<'s>| person.id,
        problems,
    );
    let mut role_entries = Entries::read("role", doc.roles, |role: &RoleDoc<'s>| role.id, problems);
    let mut resource_entries = Entries::read(
        "resource",
        doc.resources,
        |resource: &ResourceDoc<'s>| resource.id,
        problems,
    );

    if !is_whole || problems.is_torn(file) {
        shift_entries.doubt();
        person_entries.doubt();
        role_entries.doubt();
        resource_entries.doubt();
    }
    shift_entries.sort();
    person_entries.sort();
    role_entries.sort();
    resource_entries.sort();
    let shifts = shift_entries.names(SHIFT, HOME);
    let people = person_entries.names(PERSON, HOME);
    let roles = role_entries.names(ROLE, HOME);
    let resources = resource_entries.names(RESOURCE, HOME);

    let home_zone = zone.clone().unwrap_or_else(utc);
    let organization = Organization {
        name: maybe(doc.name, problems).unwrap_or_else(|| HOME.to_owned()),
        holidays: holidays(doc, problems),
        shifts: arena(&shift_entries, |entry| shift(entry, problems)),
        people: arena(&person_entries, |entry| {
            person(entry, &home_zone, &shifts, problems)
        }),
        roles: arena(&role_entries, |entry| role(entry, &people, problems)),
        resources: arena(&resource_entries, |entry| resource(entry, problems)),
        because: maybe(doc.because, problems),
        zone: home_zone,
    };
    OrganizationFile {
        organization,
        is_sound: false,
        zone,
        shifts,
        people,
        roles,
        resources,
    }
}

fn utc() -> Zone {
    Zone::named("UTC").expect("UTC is a zone")
}

fn zone_of<'s>(field: Located<'s, String>, problems: &mut Problems<'s>) -> Option<Zone> {
    let name = field.read(problems)?;
    let zone = Zone::named(&name);
    if zone.is_none() {
        let place = field.span(problems);
        let names = Zone::names();
        let help = match text::nearest(&name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write a name of the IANA database, such as `Europe/Berlin` or `Asia/Shanghai`"
                .to_owned(),
        };
        let message = format!("there is no time zone `{name}`");
        problems.push(Diagnostic::error(code::ZONE_UNKNOWN, place, message).help(help));
    }
    zone
}

fn holidays<'s>(doc: &OrganizationDoc<'s>, problems: &mut Problems<'s>) -> Vec<Date> {
    let mut days: Vec<(Date, Span)> = Vec::new();
    for element in doc.holidays.elements(problems) {
        if let Some(day) = element.read(problems) {
            days.push((day, element.span(problems)));
        }
    }
    days.sort();
    for pair in days.windows(2) {
        if pair[0].0 == pair[1].0 {
            problems.push(listed_twice(&pair[0].0.to_string(), pair[1].1, pair[0].1));
        }
    }
    days.into_iter().map(|(day, _)| day).collect()
}

fn shift<'s>(entry: &Entry<'s, ShiftDoc<'s>>, problems: &mut Problems<'s>) -> Shift {
    let doc = &entry.doc;
    let midnight = TimeOfDay::whole_hour(0);
    Shift {
        id: entry.id.to_owned(),
        days: days(doc, problems),
        from: doc.from.read(problems).unwrap_or(midnight),
        to: doc.to.read(problems).unwrap_or(midnight),
        on_holidays: or(doc.on_holidays, false, problems),
        because: maybe(doc.because, problems),
    }
}

fn days<'s>(doc: &ShiftDoc<'s>, problems: &mut Problems<'s>) -> Vec<Weekday> {
    let Some(elements) = doc.days.read(problems) else {
        return Vec::new();
    };
    if elements.is_empty() {
        let place = doc.days.span(problems);
        problems.push(
            Diagnostic::error(code::LIST_EMPTY, place, "a shift begins on no day")
                .help("write the days on which it begins, such as `[Mon, Tue]`"),
        );
    }
    let mut days: Vec<(Weekday, Span)> = Vec::new();
    for element in elements {
        let Some(day) = element.read(problems) else {
            continue;
        };
        let place = element.span(problems);
        match days.iter().find(|(other, _)| *other == day) {
            Some((_, first)) => problems.push(listed_twice(element.text(), place, *first)),
            None => days.push((day, place)),
        }
    }
    days.sort();
    days.into_iter().map(|(day, _)| day).collect()
}

fn person<'s>(
    entry: &Entry<'s, PersonDoc<'s>>,
    home_zone: &Zone,
    shifts: &Names<'s, ShiftId>,
    problems: &mut Problems<'s>,
) -> Person {
    let doc = &entry.doc;
    let stays = values::positive_duration(doc.stays, "`stays`", problems);
    let own_zone = doc
        .time_zone
        .given()
        .and_then(|name| zone_of(name, problems));
    let on_call = doc
        .on_call
        .given()
        .map(|field| values::duration(field, problems));
    Person {
        id: entry.id.to_owned(),
        name: title(doc.name, entry.id, problems),
        layer: maybe(doc.layer, problems).map(layer),
        count: team(entry, problems),
        shifts: pattern(entry, shifts, problems),
        zone: own_zone.unwrap_or_else(|| home_zone.clone()),
        acknowledges: match doc.acknowledges.given() {
            Some(field) => values::duration(field, problems),
            None => None,
        }
        .unwrap_or(Distribution::Fixed(300.0)),
        on_call: on_call.flatten(),
        stays,
        rests: or(doc.rests, Seconds::ZERO, problems),
        cost_per_hour: number_or(
            doc.cost_per_hour,
            0.0,
            "`cost_per_hour`",
            Range::NotNegative,
            problems,
        ),
        contact: maybe(doc.contact, problems),
        because: maybe(doc.because, problems),
    }
}

fn layer(doc: document::LayerDoc) -> Layer {
    match doc {
        document::LayerDoc::Management => Layer::Management,
        document::LayerDoc::Execution => Layer::Execution,
        document::LayerDoc::Support => Layer::Support,
        document::LayerDoc::External => Layer::External,
    }
}

/// How many people; where that is lost, more than anybody asks for.
fn team<'s>(entry: &Entry<'s, PersonDoc<'s>>, problems: &mut Problems<'s>) -> u32 {
    let Some(field) = entry.doc.count.given() else {
        return if entry.is_whole { 1 } else { TEAM_MAX };
    };
    let count = values::count(field, "the `count` of a team", problems).unwrap_or(TEAM_MAX);
    if count > TEAM_MAX {
        let place = field.span(problems);
        let message = format!("a team has at most {TEAM_MAX} people");
        problems.push(
            Diagnostic::error(code::COUNT_TOO_LARGE, place, message)
                .help(format!("write at most {TEAM_MAX}")),
        );
        return TEAM_MAX;
    }
    count
}

fn pattern<'s>(
    entry: &Entry<'s, PersonDoc<'s>>,
    shifts: &Names<'s, ShiftId>,
    problems: &mut Problems<'s>,
) -> ShiftPattern {
    let doc = &entry.doc;
    match doc.shifts.read(problems) {
        None | Some(PatternDoc::Always) => ShiftPattern::Always,
        Some(PatternDoc::Never) => {
            if let Some(stays) = doc.stays.given() {
                let place = stays.span(problems);
                let never = doc.shifts.span(problems);
                let message = format!(
                    "`{}` has no shifts, so nobody can call them again after `stays`",
                    entry.id
                );
                problems.push(
                    Diagnostic::error(code::STAYS_WITHOUT_SHIFT, place, message)
                        .label(never, "never on shift")
                        .help("leave `stays` out, or give them shifts"),
                );
            }
            ShiftPattern::Never
        }
        Some(PatternDoc::Shifts(list)) => {
            let elements = list.elements(problems);
            if elements.is_empty() && list.text().starts_with('[') && doc.on_call.given().is_none()
            {
                let place = list.span(problems);
                let message = format!("`{}` can be reached neither on shift nor on call", entry.id);
                problems.push(
                    Diagnostic::error(code::NEVER_REACHED, place, message)
                        .help("name a shift, add `on_call`, or write `shifts: Never` for somebody who comes only by `Arrive`"),
                );
            }
            let found = distinct(&elements, problems, |name, problems| {
                shifts.resolve(name, problems)
            });
            let mut ids: Vec<ShiftId> = found.into_iter().map(|(shift, _)| shift).collect();
            ids.sort();
            ShiftPattern::Shifts(ids)
        }
    }
}

fn role<'s>(
    entry: &Entry<'s, RoleDoc<'s>>,
    people: &Names<'s, PersonId>,
    problems: &mut Problems<'s>,
) -> Role {
    let doc = &entry.doc;
    let before = problems.len();
    let written = doc.holders.elements(problems);
    if written.is_empty() && entry.is_whole && problems.len() == before {
        let place = doc
            .holders
            .given()
            .map_or(entry.place, |list| list.span(problems));
        problems.push(
            Diagnostic::error(
                code::LIST_EMPTY,
                place,
                format!("role `{}` has no holder", entry.id),
            )
            .help("name at least one person in `holders`"),
        );
    }
    let holders = distinct(&written, problems, |name, problems| {
        people.resolve(name, problems)
    });
    let written = doc.deputies.elements(problems);
    let deputies = distinct(&written, problems, |name, problems| {
        people.resolve(name, problems)
    });
    for (deputy, place) in &deputies {
        if let Some((_, holder)) = holders.iter().find(|(holder, _)| holder == deputy) {
            let name = people.in_order()[deputy.place()];
            let message = format!("`{name}` is both holder and deputy of role `{}`", entry.id);
            problems.push(
                Diagnostic::error(code::HOLDER_AND_DEPUTY, *place, message)
                    .label(*holder, "holder here")
                    .help("leave one of the two out"),
            );
        }
    }
    let ids = |found: Vec<(PersonId, Span)>| found.into_iter().map(|(person, _)| person).collect();
    Role {
        id: entry.id.to_owned(),
        title: title(doc.title, entry.id, problems),
        duties: maybe(doc.duties, problems),
        holders: ids(holders),
        deputies: ids(deputies),
        deputies_help: or(doc.deputies_help, false, problems),
        deputy_pace: number_or(
            doc.deputy_pace,
            1.0,
            "`deputy_pace`",
            Range::Positive,
            problems,
        ),
        escalate_after: or(doc.escalate_after, Seconds(900), problems),
        because: maybe(doc.because, problems),
    }
}

fn resource<'s>(entry: &Entry<'s, ResourceDoc<'s>>, problems: &mut Problems<'s>) -> Resource {
    let doc = &entry.doc;
    Resource {
        id: entry.id.to_owned(),
        title: title(doc.title, entry.id, problems),
        count: or(doc.count, 1, problems),
        consumed: or(doc.consumed, false, problems),
        because: maybe(doc.because, problems),
    }
}
