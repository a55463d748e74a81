//! Why a command could not finish, and the exit code that says so.

use std::process::ExitCode;

use crate::cli::output;
use crate::program::ProgramError;

/// Why a command stopped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Stop {
    /// The answer is no, and it has been given.
    AnswerIsNo,
    /// The input is wrong, and the diagnostics have been shown.
    InputRefused,
    /// The arguments ask for what cannot be.
    Usage {
        /// What is wrong with them.
        message: String,
        /// What to try instead.
        help: Option<String>,
    },
    /// Ctrl-C broke it off, and what there is has been given.
    Interrupted,
    /// The world does not let us read or write.
    World(String),
}

impl From<ProgramError> for Stop {
    fn from(error: ProgramError) -> Self {
        Self::World(error.to_string())
    }
}

impl Stop {
    /// Says why, where that has not been said, and gives the exit code.
    pub(super) fn report(&self) -> ExitCode {
        match self {
            Self::AnswerIsNo => ExitCode::from(1),
            // As shells say of what the interrupt signal ended: 128 + 2.
            Self::Interrupted => ExitCode::from(130),
            Self::InputRefused => ExitCode::from(2),
            Self::Usage { message, help } => {
                output::complain(message, help.as_deref());
                ExitCode::from(2)
            }
            Self::World(message) => {
                output::complain(message, None);
                ExitCode::from(3)
            }
        }
    }
}
