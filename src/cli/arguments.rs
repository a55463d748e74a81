//! Arguments of all commands that look at many drills under the same luck.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::analysis::comparison::Luck;
use crate::analysis::evaluation::LEVEL_USUAL;
use crate::cli::output;
use crate::cli::run::{gates, threads};

/// The seed, unless another is asked for.
pub(super) const SEED_USUAL: u64 = 1;

/// The luck under which drills are played, and how sure one is of what comes of it.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct LuckArguments {
    /// The level of all intervals
    #[arg(long, value_name = "SHARE", default_value_t = LEVEL_USUAL, value_parser = gates::level)]
    pub(super) level: f64,
    /// The seed of all luck
    #[arg(long, value_name = "N", default_value_t = SEED_USUAL)]
    pub(super) seed: u64,
    /// How many threads; changes nothing but the time [default: as many as there are]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

impl LuckArguments {
    /// With as many threads as there are, unless others are asked for.
    pub(super) fn luck(self) -> Luck {
        Luck {
            seed: self.seed,
            threads: self.threads.unwrap_or_else(threads),
        }
    }
}

/// Where the result goes, and how wide a page of it is.
#[derive(Args, Debug)]
pub(super) struct PageArguments {
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE", value_parser = output::result_file)]
    output: Option<PathBuf>,
    /// Columns of a line, instead of the terminal's width
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(i64::from(output::COLUMNS_LEAST)..))]
    width: Option<u16>,
}

impl PageArguments {
    /// The file to write to; `None`: standard output.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// How wide a page is.
    pub(super) fn columns(&self) -> usize {
        output::columns(self.width, self.file())
    }
}
