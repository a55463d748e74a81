//! The shape of the files a user writes, and the only place that knows RON.

mod dialect;
mod distribution;
mod effect;
mod kind;
mod located;
mod organization;
mod plain;
mod plan;
mod register;
mod scenario;
mod shapes;

pub use distribution::DistributionDoc;
pub use effect::{EffectDoc, GuardDoc, StepSetDoc};
pub use kind::{Kind, kind, organization, plan, register, scenario};
pub use located::{List, Located, Optional, Shape};
pub use organization::{
    LayerDoc, OrganizationDoc, PatternDoc, PersonDoc, ResourceDoc, RoleDoc, ShiftDoc,
};
pub use plain::{FilePath, Id, Moment};
pub use plan::{
    BarrierDoc, BarrierEffectDoc, CrewDoc, DispatchDoc, FailureDoc, JoinDoc, LabelDoc, PlanDoc,
    StepDoc, SuccessDoc, UseDoc, WorksDoc,
};
pub use register::{
    ActionDoc, ActionStatusDoc, CategoryDoc, IndicatorDoc, LevelDoc, RatingDoc, RegisterDoc,
    RiskDoc, StatusDoc, ThresholdDoc, TreatmentDoc,
};
pub use scenario::{
    ChanceDoc, ChannelDoc, ExerciseDoc, GrowthDoc, ImpactDoc, InjectDoc, MeasureDoc, ObjectiveDoc,
    OutcomeDoc, ScenarioDoc, SkippedDoc, StartsDoc, TriggerDoc,
};
