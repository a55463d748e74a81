//! The command line: arguments, files in, words out, exit codes.

mod advise;
mod arguments;
mod check;
mod compare;
mod completions;
mod coverage;
mod diagnostics;
mod drills;
mod explain;
mod format;
mod graph;
mod init;
mod load;
mod lone_plan;
mod man;
mod output;
mod run;
mod schema;
mod stop;
mod stress;
mod trace;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// A risk register that can be rehearsed.
///
/// Firebell plays emergency drills over written response plans and says how well the response works, and why. A workspace
/// is a folder of plain text files: an organization, a risk register, plans and drill scenarios.
#[derive(Parser, Debug)]
#[command(
    name = "firebell",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 done; 1 the answer is no; 2 wrong usage or input; 3 the world or Firebell failed.\n\
                  Start with: firebell init"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Init(init::InitArguments),
    Check(check::CheckArguments),
    Explain(explain::ExplainArguments),
    Trace(trace::TraceArguments),
    Run(run::RunArguments),
    Compare(compare::CompareArguments),
    Stress(stress::StressArguments),
    Advise(advise::AdviseArguments),
    Coverage(coverage::CoverageArguments),
    Graph(graph::GraphArguments),
    Schema(schema::SchemaArguments),
    Completions(completions::CompletionsArguments),
    Man(man::ManArguments),
}

/// Does what the command line says; the exit code of the process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Init(arguments) => init::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Trace(arguments) => trace::run(&arguments),
        Command::Run(arguments) => run::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Stress(arguments) => stress::run(&arguments),
        Command::Advise(arguments) => advise::run(&arguments),
        Command::Coverage(arguments) => coverage::run(&arguments),
        Command::Graph(arguments) => graph::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments, Arguments::command()),
        Command::Man(arguments) => man::run(&arguments, Arguments::command()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.report(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
