//! One row for each replication, streamed to a file beside its place and put there when it is whole.

use std::path::Path;

use crate::analysis::evaluation::Samples;
use crate::cli::output::Aside;
use crate::cli::stop::Stop;
use crate::model::Drill;
use crate::report::run::samples;

/// A file of samples on its way. Dropped before it is finished, it leaves nothing behind.
pub(super) struct SamplesFile {
    file: Aside,
    /// What went wrong in writing; told at the end.
    failure: Option<Stop>,
}

impl SamplesFile {
    /// Begins the file with its header.
    pub(super) fn create(path: &Path, drill: &Drill) -> Result<Self, Stop> {
        let mut file = Aside::create(path)?;
        file.write(&samples::header(drill))?;
        Ok(Self {
            file,
            failure: None,
        })
    }

    /// Writes the rows of a block.
    pub(super) fn write(&mut self, block: &Samples) {
        if self.failure.is_none() {
            self.failure = self.file.write(&samples::rows(block)).err();
        }
    }

    /// Puts it in its place.
    pub(super) fn finish(self) -> Result<(), Stop> {
        match self.failure {
            Some(failure) => Err(failure),
            None => self.file.put_in_place(),
        }
    }
}
