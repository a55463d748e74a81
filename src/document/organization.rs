//! The shape of an organization's file.

#![expect(missing_docs, reason = "the fields are those of the file format")]

use serde::Deserialize;

use crate::document::distribution::DistributionDoc;
use crate::document::located::{List, Located, Optional};
use crate::document::plain::Id;
use crate::document::shapes::shapes;
use crate::quantity::{Date, Seconds, TimeOfDay, Weekday};

/// `Organization(…)`: a whole file.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Organization",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct OrganizationDoc<'s> {
    pub name: Optional<'s, String>,
    pub time_zone: Optional<'s, String>,
    pub holidays: List<'s, Date>,
    pub shifts: List<'s, ShiftDoc<'s>>,
    pub people: List<'s, PersonDoc<'s>>,
    pub roles: List<'s, RoleDoc<'s>>,
    pub resources: List<'s, ResourceDoc<'s>>,
    pub because: Optional<'s, String>,
}

/// `Shift(…)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Shift", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct ShiftDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub days: Located<'s, Vec<Located<'s, Weekday>>>,
    pub from: Located<'s, TimeOfDay>,
    pub to: Located<'s, TimeOfDay>,
    pub on_holidays: Optional<'s, bool>,
    pub because: Optional<'s, String>,
}

/// `Person(…)`: one, or a team.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Person", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct PersonDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub name: Optional<'s, String>,
    pub layer: Optional<'s, LayerDoc>,
    pub count: Optional<'s, u32>,
    pub shifts: Located<'s, PatternDoc<'s>>,
    pub time_zone: Optional<'s, String>,
    pub acknowledges: Optional<'s, DistributionDoc<'s, Seconds>>,
    pub on_call: Optional<'s, DistributionDoc<'s, Seconds>>,
    pub stays: Optional<'s, Seconds>,
    pub rests: Optional<'s, Seconds>,
    pub cost_per_hour: Optional<'s, f64>,
    pub contact: Optional<'s, String>,
    pub because: Optional<'s, String>,
}

/// `layer:` of a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum LayerDoc {
    Management,
    Execution,
    Support,
    External,
}

/// `shifts:` of a person.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub enum PatternDoc<'s> {
    /// Written as the bare list.
    #[serde(skip_deserializing)]
    Shifts(Located<'s, Vec<Located<'s, Id<'s>>>>),
    Always,
    Never,
}

/// `Role(…)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename = "Role", deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct RoleDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub title: Optional<'s, String>,
    pub duties: Optional<'s, String>,
    pub holders: List<'s, Id<'s>>,
    pub deputies: List<'s, Id<'s>>,
    pub deputies_help: Optional<'s, bool>,
    pub deputy_pace: Optional<'s, f64>,
    pub escalate_after: Optional<'s, Seconds>,
    pub because: Optional<'s, String>,
}

/// `Resource(…)`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(
    rename = "Resource",
    deny_unknown_fields,
    bound(deserialize = "'de: 's")
)]
pub struct ResourceDoc<'s> {
    pub id: Located<'s, Id<'s>>,
    pub title: Optional<'s, String>,
    pub count: Optional<'s, u64>,
    pub consumed: Optional<'s, bool>,
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
