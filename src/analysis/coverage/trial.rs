//! Changes of scenarios tried by playing them: which of them exercises what the programme does not.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use crate::analysis::coverage::change::changed;
use crate::analysis::coverage::count::counted;
use crate::analysis::coverage::feature::Feature;
use crate::analysis::coverage::ways::{Known, Way, ways};
use crate::analysis::coverage::{Played, Remedy, Settings};
use crate::program::{ProgramError, compile};

/// So many replications are played of each change: what it exercises seldom is no way out.
const REPLICATIONS: u64 = 32;

/// What was tried so far: many things need the same change.
pub(super) struct Trials<'p, 'a> {
    played: &'p [Played<'a>],
    settings: Settings,
    known: Vec<Trial>,
}

struct Trial {
    drill: usize,
    changes: Way,
    /// In how many replications each feature of the drill was exercised.
    exercised: Vec<u64>,
}

impl<'p, 'a> Trials<'p, 'a> {
    /// Of the settings, the seed holds here too.
    pub(super) fn new(played: &'p [Played<'a>], settings: &Settings) -> Self {
        Self {
            played,
            settings: Settings {
                replications: REPLICATIONS,
                threads: NonZeroUsize::MIN,
                ..*settings
            },
            known: Vec::new(),
        }
    }

    /// For something that drills have as these features: the first change that exercises it in at least half of the
    /// replications, else the one that does most often.
    pub(super) fn remedy(
        &mut self,
        features: &[(usize, Feature)],
    ) -> Result<Option<Remedy>, ProgramError> {
        let mut best: Option<Remedy> = None;
        for &(drill, feature) in features {
            let played = &self.played[drill];
            let known = Known {
                drill: played.drill,
                is_seen: &|feature| played.is_seen(feature),
            };
            for changes in ways(&known, feature) {
                let hits = self.hits(drill, feature, &changes)?;
                if hits > best.as_ref().map_or(0, |best| best.hits) {
                    best = Some(Remedy {
                        drill,
                        changes,
                        hits,
                        replications: REPLICATIONS,
                    });
                }
                if hits * 2 >= REPLICATIONS {
                    return Ok(best);
                }
            }
        }
        Ok(best)
    }

    /// In how many replications of the changed drill the feature is exercised.
    fn hits(&mut self, drill: usize, feature: Feature, changes: &Way) -> Result<u64, ProgramError> {
        let played = &self.played[drill];
        let is_same = |trial: &Trial| trial.drill == drill && trial.changes == *changes;
        let place = match self.known.iter().position(is_same) {
            Some(place) => place,
            None => {
                let program = compile(&changed(played.drill, changes))?;
                let go_on = |_| ControlFlow::Continue(());
                let counts = counted(&program, &played.features, &self.settings, go_on);
                self.known.push(Trial {
                    drill,
                    changes: changes.clone(),
                    exercised: counts.exercised,
                });
                self.known.len() - 1
            }
        };
        let feature = played.features.binary_search(&feature);
        let feature = feature.expect("a drill has the features it is asked for");
        Ok(self.known[place].exercised[feature])
    }
}
