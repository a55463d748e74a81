//! The shape of an organization's file.

use serde::Deserialize;

use crate::document::distribution::DistributionDoc;
use crate::document::located::{List, Located, Optional};
use crate::document::plain::Id;
use crate::document::shapes::shapes;
use crate::quantity::{Date, Seconds, TimeOfDay, Weekday};

/// `Organization(…)`: who there is, when they work, which roles they have, what there is to work with.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Organization",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct OrganizationDoc<'s> {
    /// What the organization is called in reports. Default: `"the organization"`.
    pub name: Optional<'s, String>,
    /// The zone of every civil time in plan and scenario, by its IANA name, such as `"Asia/Shanghai"`. Default: `"UTC"`.
    pub time_zone: Optional<'s, String>,
    /// Days on which no shift begins, unless it is `on_holidays`. Default: `[]`.
    pub holidays: List<'s, Date>,
    /// The shifts that people and impacts refer to. Default: `[]`.
    pub shifts: List<'s, ShiftDoc<'s>>,
    /// Who may be called. Default: `[]`.
    pub people: List<'s, PersonDoc<'s>>,
    /// What people are responsible for; steps and risks are owned by roles, never by people. Default: `[]`.
    pub roles: List<'s, RoleDoc<'s>>,
    /// What steps use. Default: `[]`.
    pub resources: List<'s, ResourceDoc<'s>>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `Shift(…)`: hours of the week. It belongs to the day on which it begins, and may end on the next.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Shift", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct ShiftDoc<'s> {
    /// Its name among shifts.
    pub id: Located<'s, Id<'s>>,
    /// The days on which it begins, such as `[Mon, Tue]`.
    pub days: Located<'s, Vec<Located<'s, Weekday>>>,
    /// When it begins, in the zone of whoever works it.
    pub from: Located<'s, TimeOfDay>,
    /// When it ends; the same as `from`, or earlier, is on the next day.
    pub to: Located<'s, TimeOfDay>,
    /// Whether it begins on holidays too. Default: `false`.
    pub on_holidays: Optional<'s, bool>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `Person(…)`: one person, or with `count` a team of interchangeable people who are called together. Everybody does one
/// step at a time.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Person", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct PersonDoc<'s> {
    /// Their name among people.
    pub id: Located<'s, Id<'s>>,
    /// What they are called in reports. Default: the id.
    pub name: Optional<'s, String>,
    /// Their place in the organization, for reports. Default: none.
    pub layer: Optional<'s, LayerDoc>,
    /// How many they are. Default: `1`.
    pub count: Optional<'s, u32>,
    /// When they are on shift.
    pub shifts: Located<'s, PatternDoc<'s>>,
    /// The zone of their shifts, by its IANA name. Default: the organization's.
    pub time_zone: Optional<'s, String>,
    /// How long they take to answer when they are called on shift. Default: `"5m"`.
    pub acknowledges: Optional<'s, DistributionDoc<'s, Seconds>>,
    /// How long they take to answer when they are called off shift. Default: none, they answer when their next shift has
    /// begun.
    pub on_call: Optional<'s, DistributionDoc<'s, Seconds>>,
    /// How long they stay with the drill; then they leave at the end of the step in hand. Default: none, they stay.
    pub stays: Optional<'s, Seconds>,
    /// How long they cannot be called after they have left. Default: `"0s"`.
    pub rests: Optional<'s, Seconds>,
    /// What an hour of their work costs, each. Default: `0`.
    pub cost_per_hour: Optional<'s, f64>,
    /// How to reach them, as a text to print. Default: none.
    pub contact: Optional<'s, String>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `layer:` of a person. It is printed, and changes nothing in a drill.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum LayerDoc {
    /// Decides and answers for it.
    Management,
    /// Does the work.
    Execution,
    /// Helps those who do: legal, communications, supplies.
    Support,
    /// Belongs to somebody else: a supplier, an authority.
    External,
}

/// `shifts:` of a person. Either a bare list of shifts, such as `["office", "night"]`, or one of two words.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum PatternDoc<'s> {
    /// On shift in all of these. `["office"]`
    #[serde(skip_deserializing)]
    Shifts(Located<'s, Vec<Located<'s, Id<'s>>>>),
    /// On shift day and night.
    Always,
    /// Cannot be called; comes only by an effect, `Arrive`.
    Never,
}

/// `Role(…)`: a responsibility, and who takes it in which order.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Role", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct RoleDoc<'s> {
    /// Its name among roles.
    pub id: Located<'s, Id<'s>>,
    /// What it is called in reports. Default: the id.
    pub title: Optional<'s, String>,
    /// What it is there for, as a text to print. Default: none.
    pub duties: Optional<'s, String>,
    /// The people whose job it is; the first who can be had is taken. Default: none; a role needs one.
    pub holders: List<'s, Id<'s>>,
    /// The people who stand in when no holder can be had: absent, out of reach, or called and not answering. Default:
    /// `[]`.
    pub deputies: List<'s, Id<'s>>,
    /// Whether deputies also stand in when every holder is busy. Default: `false`.
    pub deputies_help: Optional<'s, bool>,
    /// How much longer a deputy takes: `1.25` is a quarter longer. Default: `1`.
    pub deputy_pace: Optional<'s, f64>,
    /// After a call unanswered for so long the next one is called too. Default: `"15m"`.
    pub escalate_after: Optional<'s, Seconds>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

/// `Resource(…)`: things or money, in units.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Resource",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct ResourceDoc<'s> {
    /// Its name among resources.
    pub id: Located<'s, Id<'s>>,
    /// What it is called in reports. Default: the id.
    pub title: Optional<'s, String>,
    /// How many units there are. Default: `1`.
    pub count: Optional<'s, u64>,
    /// Whether a step uses units up, instead of giving them back at its end. Default: `false`.
    pub consumed: Optional<'s, bool>,
    /// Where this comes from. Default: none.
    pub because: Optional<'s, String>,
}

shapes! {
    OrganizationDoc<'s>: "an organization, `Organization(…)`,";
    ShiftDoc<'s>: "a shift, such as `Shift(id: \"office\", days: [Mon, Tue], from: \"09:00\", to: \"18:00\")`,";
    PersonDoc<'s>: "a person, such as `Person(id: \"chen-wei\", name: \"Chen Wei\", shifts: Always)`,";
    LayerDoc: "`Management`, `Execution`, `Support` or `External`";
    PatternDoc<'s>, else Self::Shifts: "a list of shifts, `Always` or `Never`";
    RoleDoc<'s>: "a role, such as `Role(id: \"dba\", title: \"Database administrator\", holders: [\"zhang-min\"])`,";
    ResourceDoc<'s>: "a resource, such as `Resource(id: \"van\", title: \"Van\", count: 2)`,";
}
