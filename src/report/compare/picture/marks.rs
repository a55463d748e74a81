//! What is marked in the picture: for each quantity of each drill a mark for each candidate, on a scale of their own.

use crate::analysis::comparison::{
    Aspect, Comparison, Direction, Figure, Passing, ProgrammeQuantity, Verdict,
};
use crate::model::Objective;
use crate::quantity::ObjectiveId;
use crate::report::compare::picture::scale::{self, Unit};
use crate::report::compare::rows::{self, Row};
use crate::report::compare::{Candidate, Compared, page, words};
use crate::report::figures;
use crate::report::measures::score_words;
use crate::statistics::MeanDifference;
use crate::text::one_line;

/// Quantities that belong together: of a drill, of the programme, of the changes.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) title: String,
    /// The verdicts, each with its class.
    pub(super) verdicts: Vec<(&'static str, String)>,
    pub(super) quantities: Vec<Shown>,
    /// What is left out, and why.
    pub(super) notes: Vec<String>,
}

/// A quantity; its marks share a scale.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) title: String,
    pub(super) unit: Unit,
    pub(super) better: Side,
    /// How far the scale reaches to both sides of zero.
    pub(super) reach: f64,
    pub(super) marks: Vec<Mark>,
}

/// On which side of zero the candidate is better; that side is drawn at the right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Above,
    Below,
}

/// A difference.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Mark {
    /// "r2: 37 % → 77 %".
    pub(super) figures: String,
    /// For whoever points at it.
    pub(super) tip: String,
    pub(super) value: f64,
    /// `None`: too few replications differ to say, or a few of them decide.
    pub(super) ends: Option<(f64, f64)>,
    /// In how many replications there is one.
    pub(super) differing: u64,
    pub(super) standing: Standing,
}

/// What a mark comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    Better,
    Worse,
    NotShown,
    NoneDiffers,
    /// Too few to say.
    FewDiffer,
    /// Whoever pays weighs it.
    CostsMore,
    CostsLess,
    /// A share of the effect.
    Adds,
    Takes,
}

impl Shown {
    /// `None`: nothing is marked.
    pub(super) fn new(title: &str, unit: Unit, better: Side, marks: Vec<Mark>) -> Option<Self> {
        let values = marks.iter().flat_map(|mark| {
            let (low, high) = mark.ends.unwrap_or((mark.value, mark.value));
            [mark.value, low, high]
        });
        Some(Self {
            title: title.to_owned(),
            unit,
            better,
            reach: scale::reach(values, unit),
            marks,
        })
        .filter(|shown| !shown.marks.is_empty())
    }
}

/// A candidate in a drill.
struct Of<'a> {
    name: String,
    comparison: &'a Comparison,
    rows: Vec<Row>,
}

/// The score, passing, the objectives in file order and the cost of a drill.
pub(super) fn of_drill(compared: &Compared<'_>, place: usize) -> Block {
    let drill = compared.drills[place];
    let all: Vec<Of<'_>> = compared
        .candidates
        .iter()
        .map(|candidate| Of {
            name: name(compared, candidate),
            comparison: &candidate.comparisons[place],
            rows: rows::rows(&candidate.comparisons[place], drill),
        })
        .collect();
    let verdicts = compared.candidates.iter().map(|candidate| {
        let (tone, said) = words::verdict(&candidate.comparisons[place], drill);
        (super::class(tone), format!("{}: {said}", candidate.name))
    });
    let marks = |mark: &dyn Fn(&Of<'_>) -> Option<Mark>| all.iter().filter_map(mark).collect();
    let mut quantities: Vec<Option<Shown>> = vec![
        Shown::new("score", Unit::Number, Side::Above, marks(&score)),
        Shown::new("passed", Unit::Number, Side::Above, marks(&passed)),
    ];
    let mut left_out = Vec::new();
    for (id, objective) in drill.scenario.objectives.entries() {
        let met = marks(&|of| met(of, id, objective));
        if met.is_empty() {
            left_out.push(objective.id.as_str());
        }
        let title = one_line(&objective.title);
        quantities.push(Shown::new(&title, Unit::Number, Side::Above, met));
        let attained = marks(&|of| attained(of, id, objective));
        quantities.push(Shown::new(&title, Unit::Number, Side::Above, attained));
        quantities.push(amount(&all, id, objective));
    }
    let title = match &drill.currency {
        Some(currency) => format!("cost, {} (right: less)", one_line(currency)),
        None => "cost (right: less)".to_owned(),
    };
    quantities.push(Shown::new(&title, Unit::Number, Side::Below, marks(&cost)));
    let notes = (!left_out.is_empty())
        .then(|| format!("not compared, for want of figures: {}", left_out.join(", ")));
    Block {
        title: one_line(&drill.scenario.title).into_owned(),
        verdicts: verdicts.collect(),
        quantities: quantities.into_iter().flatten().collect(),
        notes: notes.into_iter().collect(),
    }
}

/// The score, passing and the cost over all drills.
pub(super) fn of_programme(compared: &Compared<'_>) -> Block {
    let verdicts = compared.candidates.iter().map(|candidate| {
        let (tone, said) = words::programme_verdict(candidate, &compared.drills);
        (super::class(tone), format!("{}: {said}", candidate.name))
    });
    type Read = fn(&Candidate<'_>) -> Option<ProgrammeQuantity>;
    let marks = |read: Read,
                 scale: f64,
                 told: fn([f64; 2]) -> [String; 2],
                 standing: fn(&Candidate<'_>, &MeanDifference) -> Standing|
     -> Vec<Mark> {
        let all = compared.candidates.iter().filter_map(|candidate| {
            let found = read(candidate)?;
            let figures = told([found.baseline.value, found.candidate.value]);
            let standing = standing(candidate, &found.difference);
            Some(mark(
                &name(compared, candidate),
                figures,
                &found.difference,
                scale,
                standing,
            ))
        });
        all.collect()
    };
    let scores = |both| figures::told_apart(both, score_words);
    let costs = |both| figures::told_apart(both, figures::number);
    let score = marks(
        |one| one.programme.score.clone(),
        1.0,
        scores,
        |one, found| judged(&one.programme.verdict, Aspect::Score, found.differing),
    );
    let passed = marks(
        |one| one.programme.passed.clone(),
        100.0,
        figures::percents,
        |one, found| judged(&one.programme.verdict, Aspect::Passed, found.differing),
    );
    let cost = marks(
        |one| one.programme.cost.clone(),
        1.0,
        costs,
        |_, found| costing(found),
    );
    let quantities = [
        Shown::new("score", Unit::Number, Side::Above, score),
        Shown::new("passed", Unit::Number, Side::Above, passed),
        Shown::new("cost (right: less)", Unit::Number, Side::Below, cost),
    ];
    Block {
        title: "All drills, counted alike".to_owned(),
        verdicts: verdicts.collect(),
        quantities: quantities.into_iter().flatten().collect(),
        notes: Vec::new(),
    }
}

/// Nothing where there is one candidate.
fn name(compared: &Compared<'_>, candidate: &Candidate<'_>) -> String {
    match compared.candidates.as_slice() {
        [_] => String::new(),
        _ => format!("{}: ", candidate.name),
    }
}

fn score(of: &Of<'_>) -> Option<Mark> {
    let found = of.comparison.score.as_ref()?;
    let both = [found.baseline.value, found.candidate.value];
    let figures = figures::told_apart(both, score_words);
    let standing = judged(
        &of.comparison.verdict,
        Aspect::Score,
        found.difference.differing,
    );
    let mark = mark(&of.name, figures, &found.difference, 1.0, standing);
    Some(told(mark, of, "score", "score"))
}

fn cost(of: &Of<'_>) -> Option<Mark> {
    let found = &of.comparison.cost;
    let both = [found.baseline.value, found.candidate.value];
    let figures = figures::told_apart(both, figures::number);
    let standing = costing(&found.difference);
    let mark = mark(&of.name, figures, &found.difference, 1.0, standing);
    let row = of.rows.last()?;
    Some(told(mark, of, "cost", &row.id))
}

fn passed(of: &Of<'_>) -> Option<Mark> {
    let found = of.comparison.passed.as_ref()?;
    let differing = found.difference.gains + found.difference.losses;
    let standing = judged(&of.comparison.verdict, Aspect::Passed, differing);
    Some(told(
        share(&of.name, "", found, standing),
        of,
        "passed",
        "passed",
    ))
}

fn met(of: &Of<'_>, id: ObjectiveId, objective: &Objective) -> Option<Mark> {
    let figures = of.comparison.objectives[id].as_ref()?.figures.as_ref()?;
    let differing = figures.met.difference.gains + figures.met.difference.losses;
    let standing = grounded(of, id, Figure::Met, differing);
    let mark = share(&of.name, "met ", &figures.met, standing);
    Some(told(mark, of, &one_line(&objective.title), &objective.id))
}

/// Only where attainment shows what the share met does not.
fn attained(of: &Of<'_>, id: ObjectiveId, objective: &Objective) -> Option<Mark> {
    let found = of.comparison.objectives[id].as_ref()?.figures.as_ref()?;
    let standing = grounded(of, id, Figure::Attainment, found.attainment.differing);
    let differing = found.met.difference.gains + found.met.difference.losses;
    let is_news = match standing {
        Standing::Better | Standing::Worse => standing != grounded(of, id, Figure::Met, differing),
        Standing::NotShown
        | Standing::NoneDiffers
        | Standing::FewDiffer
        | Standing::CostsMore
        | Standing::CostsLess
        | Standing::Adds
        | Standing::Takes => false,
    };
    let mark = Mark {
        figures: format!("{}attainment: how far it is reached", of.name),
        ..mark(
            &of.name,
            Default::default(),
            &found.attainment,
            100.0,
            standing,
        )
    };
    is_news.then(|| told(mark, of, &one_line(&objective.title), &objective.id))
}

/// Only where what was measured shows what the share met and attainment do not.
fn amount(all: &[Of<'_>], id: ObjectiveId, objective: &Objective) -> Option<Shown> {
    let (scale, unit) = match words::unit(&objective.measure) {
        words::Unit::Time => (1.0, Unit::Time),
        words::Unit::Share => (100.0, Unit::Number),
        words::Unit::Plain => (1.0, Unit::Number),
    };
    let better = match Direction::of(&objective.measure) {
        Direction::LargerIsBetter => Side::Above,
        Direction::SmallerIsBetter => Side::Below,
    };
    let marks = all.iter().filter_map(|of| {
        let found = of.comparison.objectives[id].as_ref()?.figures.as_ref()?;
        let found = found.value.as_ref().filter(|_| !found.is_one_sided)?;
        let standing = grounded(of, id, Figure::Amount, found.differing);
        let is_shown = standing == Standing::Better || standing == Standing::Worse;
        let mark = Mark {
            figures: format!("{}what is measured, on average", of.name),
            ..mark(&of.name, Default::default(), found, scale, standing)
        };
        is_shown.then(|| told(mark, of, &one_line(&objective.title), &objective.id))
    });
    let title = one_line(&objective.title);
    Shown::new(&title, unit, better, marks.collect())
}

fn mark(
    name: &str,
    [before, after]: [String; 2],
    found: &MeanDifference,
    scale: f64,
    standing: Standing,
) -> Mark {
    Mark {
        figures: format!("{name}{before} → {after}"),
        tip: String::new(),
        value: found.mean * scale,
        ends: (found.interval).map(|one| (one.low * scale, one.high * scale)),
        differing: found.differing,
        standing,
    }
}

fn share(name: &str, what: &str, found: &Passing, standing: Standing) -> Mark {
    let [before, after] = figures::percents([found.baseline.value, found.candidate.value]);
    let difference = &found.difference;
    Mark {
        figures: format!("{name}{what}{before} → {after}"),
        tip: String::new(),
        value: difference.value * 100.0,
        ends: Some((
            difference.interval.low * 100.0,
            difference.interval.high * 100.0,
        )),
        differing: difference.gains + difference.losses,
        standing,
    }
}

/// With the whole title, and what the table tells beside.
fn told(mark: Mark, of: &Of<'_>, title: &str, id: &str) -> Mark {
    let row = of.rows.iter().find(|row| row.id == id);
    let beside = row.into_iter().flat_map(|row| {
        let [_, by, better, tail] = page::HEADINGS;
        [(by, &row.by), (better, &row.better), (tail, &row.tail)]
    });
    let beside = beside
        .filter(|(_, told)| !told.is_empty())
        .map(|(what, told)| format!("; {what}: {told}"));
    let tip = format!("{title}: {}{}", mark.figures, beside.collect::<String>());
    Mark { tip, ..mark }
}

fn judged(verdict: &Verdict, aspect: Aspect, differing: u64) -> Standing {
    if verdict.better().contains(&aspect) {
        Standing::Better
    } else if verdict.worse().contains(&aspect) {
        Standing::Worse
    } else {
        not_shown(differing)
    }
}

fn grounded(of: &Of<'_>, id: ObjectiveId, figure: Figure, differing: u64) -> Standing {
    let mut grounds = of.comparison.grounds.iter();
    let found = grounds.find(|one| one.objective == id && one.figure == figure);
    match found.map(|ground| ground.is_gain) {
        Some(true) => Standing::Better,
        Some(false) => Standing::Worse,
        None => not_shown(differing),
    }
}

fn costing(found: &MeanDifference) -> Standing {
    match found.interval {
        Some(interval) if interval.low > 0.0 => Standing::CostsMore,
        Some(interval) if interval.high < 0.0 => Standing::CostsLess,
        Some(_) | None => not_shown(found.differing),
    }
}

fn not_shown(differing: u64) -> Standing {
    match differing {
        0 => Standing::NoneDiffers,
        _ => Standing::NotShown,
    }
}
