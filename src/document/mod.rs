//! The shape of the files a user writes, and the only place that knows RON.

mod dialect;
mod distribution;
mod edit;
mod effect;
mod example;
mod explain;
mod group;
mod kind;
mod layout;
mod located;
mod lookalike;
mod misread;
mod mistake;
mod organization;
mod outline;
mod plain;
mod plan;
mod register;
mod scan;
mod scenario;
mod shapes;
mod sound;
mod time;
mod workspace;

pub use distribution::DistributionDoc;
pub use edit::{Edit, Owner, edited};
pub use effect::{EffectDoc, GuardDoc, StepSetDoc};
pub use kind::{Kind, kind, kind_or_report, organization, plan, register, scenario};
pub use located::{List, Located, Optional, Shape};
pub use organization::{
    LayerDoc, OrganizationDoc, PatternDoc, PersonDoc, ResourceDoc, RoleDoc, ShiftDoc,
};
pub use outline::{
    Field, Outline, Thing, head_text, one_line, outline, unquoted, with_steps_renamed,
};
pub use plain::{FilePath, Id, LARGEST};
pub use plan::{
    BarrierDoc, BarrierEffectDoc, CrewDoc, DispatchDoc, FailureDoc, JoinDoc, LabelDoc, PlanDoc,
    StepDoc, SuccessDoc, UseDoc, WorksDoc,
};
pub use register::{
    ActionDoc, ActionStatusDoc, CategoryDoc, IndicatorDoc, LevelDoc, RatingDoc, RegisterDoc,
    RiskDoc, StatusDoc, ThresholdDoc, TreatmentDoc,
};
pub use scan::element_at;
pub use scenario::{
    ChanceDoc, ChannelDoc, ExerciseDoc, GrowthDoc, ImpactDoc, InjectDoc, MeasureDoc, ObjectiveDoc,
    OutcomeDoc, ScenarioDoc, SkippedDoc, StartsDoc, TriggerDoc,
};
pub use time::Moment;
pub use workspace::{Workspace, read_workspace};
