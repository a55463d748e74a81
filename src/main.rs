//! The command line of Firebell.

use std::process::ExitCode;

fn main() -> ExitCode {
    firebell::cli::main()
}
