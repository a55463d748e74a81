//! `firebell completions`: what a shell needs to complete commands and options.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::cli::output;
use crate::cli::stop::Stop;

/// Print a script that lets a shell complete commands, options and values
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    source <(firebell completions bash)\n  \
    firebell completions fish > ~/.config/fish/completions/firebell.fish\n  \
    firebell completions zsh > \"${fpath[1]}/_firebell\"")]
pub(super) struct CompletionsArguments {
    /// Which shell
    shell: Shell,
}

pub(super) fn run(arguments: &CompletionsArguments, mut command: Command) -> Result<(), Stop> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "firebell", &mut script);
    let script = String::from_utf8(script).expect("names and help are UTF-8");
    output::write_text(&script, None)
}
