//! Flags: which there are, and what can make them true.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::names::{Entries, Names, Words};
use crate::document::{ChanceDoc, EffectDoc, GuardDoc, Id, Located, Optional};
use crate::model::FlagSource;
use crate::quantity::{Arena, FlagId, Probability};
use crate::source::{Diagnostic, Problems, Span, code};
use crate::text;

const FLAG: Words = Words {
    kind: "flag",
    definition: "Chance(\"…\", 0.5)",
};

/// The flags that a file names, and where first.
#[derive(Clone, Default, Debug)]
pub(super) struct Mentions<'s> {
    /// By effects that make them true.
    set: BTreeMap<&'s str, Span>,
    /// By guards and chances of success that ask for them.
    asked: BTreeMap<&'s str, Span>,
    /// Whether something could not be read, and may have named more.
    is_partial: bool,
}

impl<'s> Mentions<'s> {
    /// Takes into account that the file has lost something, which may have named more.
    pub(super) fn doubt(&mut self) {
        self.is_partial = true;
    }

    /// Where an effect first sets the flag.
    pub(super) fn set_at(&self, flag: &str) -> Option<Span> {
        self.set.get(flag).copied()
    }

    /// Adds the flags that effects set.
    pub(super) fn add_effects(
        &mut self,
        effects: Vec<Located<'s, EffectDoc<'s>>>,
        problems: &mut Problems<'s>,
    ) {
        for effect in effects {
            match effect.read(problems) {
                Some(EffectDoc::Set(flag)) => match flag.read(problems) {
                    Some(flag) => {
                        self.set.entry(flag.0).or_insert(problems.span(flag.0));
                    }
                    None => self.is_partial = true,
                },
                Some(
                    EffectDoc::Stop(..)
                    | EffectDoc::Scale(..)
                    | EffectDoc::Add(..)
                    | EffectDoc::Drain { .. }
                    | EffectDoc::Require(..)
                    | EffectDoc::Reopen(..)
                    | EffectDoc::Absent { .. }
                    | EffectDoc::Arrive { .. }
                    | EffectDoc::Lose { .. }
                    | EffectDoc::Gain { .. }
                    | EffectDoc::Slow { .. }
                    | EffectDoc::SlowAnswers { .. }
                    | EffectDoc::Hold { .. }
                    | EffectDoc::Fail(..),
                ) => {}
                None => self.is_partial = true,
            }
        }
    }

    /// Adds the flags that a guard asks for.
    pub(super) fn add_guard(
        &mut self,
        guard: Optional<'s, GuardDoc<'s>>,
        problems: &mut Problems<'s>,
    ) {
        if let Some(guard) = guard.given() {
            self.add_part(guard, problems);
        }
    }

    fn add_part(&mut self, guard: Located<'s, GuardDoc<'s>>, problems: &mut Problems<'s>) {
        match guard.read(problems) {
            Some(GuardDoc::Flag(flag)) => self.add_asked(flag, problems),
            Some(GuardDoc::Not(part)) => self.add_part(part, problems),
            Some(GuardDoc::All(parts) | GuardDoc::Any(parts)) => {
                for part in parts.elements(problems) {
                    self.add_part(part, problems);
                }
            }
            Some(GuardDoc::Outcome(..)) | None => {}
        }
    }

    /// Adds a flag that something asks for.
    pub(super) fn add_asked(&mut self, flag: Located<'s, Id<'s>>, problems: &mut Problems<'s>) {
        if let Some(flag) = flag.read(problems) {
            self.asked.entry(flag.0).or_insert(problems.span(flag.0));
        }
    }
}

/// Every flag that a plan and a scenario name.
#[derive(Clone, Debug)]
pub(super) struct Flags<'s> {
    /// In the order of names.
    pub(super) names: Names<'s, FlagId>,
    /// How each may be true at onset.
    pub(super) sources: Arena<FlagId, FlagSource>,
    can_be_true: BTreeSet<&'s str>,
    home: String,
}

impl<'s> Flags<'s> {
    /// The flags of a plan alone: which there are, scenarios say.
    pub(super) fn unreadable() -> Self {
        Self {
            names: Names::unreadable(FLAG),
            sources: Arena::new(Vec::new()),
            can_be_true: BTreeSet::new(),
            home: String::new(),
        }
    }

    /// The flags of a scenario (`home`) and its plan.
    pub(super) fn new(
        home: &str,
        chances: &Entries<'s, ChanceDoc<'s>>,
        mentions: [&Mentions<'s>; 2],
        problems: &mut Problems<'s>,
    ) -> Self {
        let mut places: BTreeMap<&'s str, Span> = BTreeMap::new();
        let mut at_onset: BTreeMap<&'s str, Option<Probability>> = BTreeMap::new();
        for entry in &chances.all {
            let chance = entry.doc.1.read(problems);
            if entry.is_defining {
                places.insert(entry.id, entry.place);
                at_onset.insert(entry.id, chance);
            }
        }
        let set = mentions.iter().flat_map(|mentions| mentions.set.keys());
        let can_be_true = set.chain(at_onset.keys()).copied().collect();
        for mentioned in mentions
            .iter()
            .flat_map(|mentions| mentions.set.iter().chain(&mentions.asked))
        {
            places.entry(mentioned.0).or_insert(*mentioned.1);
        }
        let is_complete =
            chances.is_complete && !mentions.iter().any(|mentions| mentions.is_partial);
        let source = |name: &&'s str| FlagSource {
            name: (*name).to_owned(),
            chance: at_onset.get(name).copied().flatten(),
        };
        Self {
            sources: places.keys().map(source).collect(),
            names: Names::new(FLAG, home, places.into_iter(), is_complete),
            can_be_true,
            home: home.to_owned(),
        }
    }

    /// Whether anything makes it true, ever.
    pub(super) fn can_be_true(&self, name: &str) -> bool {
        self.can_be_true.contains(name)
    }

    /// The mistake of a flag that nothing makes true.
    pub(super) fn unknown(&self, name: &str, place: Span) -> Diagnostic {
        let help = match text::nearest(name, self.can_be_true.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "add `Chance(\"{name}\", 0.5)` to its `flags`, or `Set(\"{name}\")` to an effect"
            ),
        };
        let message = format!("{} has no flag `{name}`, and no effect sets it", self.home);
        Diagnostic::error(code::FLAG_UNKNOWN, place, message).help(help)
    }
}
