//! The organization: shifts, people, roles and resources.

use crate::model::{Because, Name};
use crate::quantity::{
    Arena, Date, Distribution, PersonId, ResourceId, RoleId, Seconds, ShiftId, TimeOfDay, Weekday,
    Zone,
};

/// Who and what there is to respond with.
#[derive(Clone, PartialEq, Debug)]
pub struct Organization {
    /// Full name.
    pub name: String,
    /// The zone of onset, shifts and holidays.
    pub zone: Zone,
    /// Days on which shifts do not begin unless they say so; ascending.
    pub holidays: Vec<Date>,
    /// Shifts by id.
    pub shifts: Arena<ShiftId, Shift>,
    /// People and teams by id.
    pub people: Arena<PersonId, Person>,
    /// Roles by id.
    pub roles: Arena<RoleId, Role>,
    /// Resources by id.
    pub resources: Arena<ResourceId, Resource>,
    /// Where this comes from.
    pub because: Because,
}

/// Regular hours of work, half-open, belonging to the day they begin.
#[derive(Clone, PartialEq, Debug)]
pub struct Shift {
    /// Id.
    pub id: Name,
    /// Days on which it begins.
    pub days: Vec<Weekday>,
    /// Begin.
    pub from: TimeOfDay,
    /// End; equal to `from`: 24 h later; before it: on the next day.
    pub to: TimeOfDay,
    /// Whether it begins on holidays too.
    pub on_holidays: bool,
    /// Where this comes from.
    pub because: Because,
}

/// The layer of the organization a person belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Layer {
    /// Decides.
    Management,
    /// Does.
    Execution,
    /// Helps those who do.
    Support,
    /// Belongs to somebody else's organization.
    External,
}

/// When a person is on shift.
#[derive(Clone, PartialEq, Debug)]
pub enum ShiftPattern {
    /// In these shifts.
    Shifts(Vec<ShiftId>),
    /// At every hour.
    Always,
    /// Cannot be called; comes only by `Arrive`, and is on shift while here.
    Never,
}

/// A person, or a team of interchangeable people who are called together.
#[derive(Clone, PartialEq, Debug)]
pub struct Person {
    /// Id.
    pub id: Name,
    /// Name.
    pub name: String,
    /// Layer, where given.
    pub layer: Option<Layer>,
    /// How many people; 1 unless it is a team.
    pub count: u32,
    /// Working hours.
    pub shifts: ShiftPattern,
    /// The person's own zone for shifts; the organization's unless given.
    pub zone: Zone,
    /// Seconds until an answer when paged on shift.
    pub acknowledges: Distribution,
    /// Seconds until an answer when paged off shift; `None`: not reachable until the next shift.
    pub on_call: Option<Distribution>,
    /// Leaves the drill after so long; `None`: stays.
    pub stays: Option<Seconds>,
    /// Cannot be called for so long after leaving.
    pub rests: Seconds,
    /// Labour cost of one person, in the register's currency per hour.
    pub cost_per_hour: f64,
    /// How to reach them, for the printed kit.
    pub contact: Option<String>,
    /// Where this comes from.
    pub because: Because,
}

/// A duty that somebody holds.
#[derive(Clone, PartialEq, Debug)]
pub struct Role {
    /// Id.
    pub id: Name,
    /// Title.
    pub title: String,
    /// What it is there for.
    pub duties: Option<String>,
    /// Whose job it is, in order of preference.
    pub holders: Vec<PersonId>,
    /// Who stands in, in order of preference.
    pub deputies: Vec<PersonId>,
    /// Whether deputies stand in also when every holder is busy.
    pub deputies_help: bool,
    /// How many times as long a deputy takes as owner.
    pub deputy_pace: f64,
    /// Unanswered for so long, the next one is called too.
    pub escalate_after: Seconds,
    /// Where this comes from.
    pub because: Because,
}

/// A thing that steps need, in units.
#[derive(Clone, PartialEq, Debug)]
pub struct Resource {
    /// Id.
    pub id: Name,
    /// Title.
    pub title: String,
    /// Units at onset.
    pub count: u64,
    /// Used up rather than given back.
    pub consumed: bool,
    /// Where this comes from.
    pub because: Because,
}
