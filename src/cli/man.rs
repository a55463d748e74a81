//! `firebell man`: manual pages.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;

use crate::cli::output;
use crate::cli::stop::Stop;

/// Print the manual page, in roff
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    firebell man | man -l -\n  \
    firebell man --out ~/.local/share/man/man1")]
pub(super) struct ManArguments {
    /// Write a page for Firebell and one for each command into this folder instead
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &ManArguments, command: Command) -> Result<(), Stop> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let Some(folder) = &arguments.out else {
        return output::write_text(&page(&Man::new(command)), None);
    };
    output::make_folder(folder)?;
    for man in pages(&command) {
        output::write_text(&page(&man), Some(&folder.join(man.get_filename())))?;
    }
    Ok(())
}

/// The page of the command and those of the commands in it.
fn pages(command: &Command) -> Vec<Man> {
    let mut pages = vec![Man::new(command.clone())];
    for inner in command.get_subcommands() {
        pages.extend(self::pages(inner));
    }
    pages
}

fn page(man: &Man) -> String {
    let mut page = Vec::new();
    man.render(&mut page)
        .expect("a vector takes all that is written");
    String::from_utf8(page).expect("names and help are UTF-8")
}
