//! Plans compared under common random numbers: replication k has the same luck with each of them, so that what differs is due to
//! the plan.

mod always;
mod attribution;
mod brief;
mod difference;
mod grounds;
mod observed;
mod played;
mod programme;
mod resampling;
mod verdict;

pub use always::{Always, always};
pub use attribution::{
    Attribution, EXACT_MOST, Effect, Effects, GROUPS_MOST, ORDERS, Subset, attribute, subsets,
};
pub(in crate::analysis) use brief::ranked;
pub use brief::{Brief, BriefScore, Lapsed, brief};
pub use difference::{
    Better, Comparison, Direction, ObjectiveComparison, ObjectiveDifference, Passing, Quantity,
    SCORES_APART_MOST, TailDifference, compare,
};
pub use grounds::{Figure, Ground, verdicts_together};
pub use observed::{Observed, differences};
pub use played::{Luck, ObjectivePlayed, Played, play_range};
pub use programme::{
    Programme, ProgrammeDetail, ProgrammeObjective, ProgrammeQuantity, programme, programme_detail,
    programmes, who_may_be_best,
};
pub use resampling::Resampling;
pub(in crate::analysis) use verdict::Judged;
pub use verdict::{Aspect, Levels, Verdict};
