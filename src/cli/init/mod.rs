//! `firebell init`: files to begin with.

mod skeleton;

use std::path::{Path, PathBuf};

use clap::Args;

use crate::check::{self, Checked};
use crate::cli::check::today;
use crate::cli::init::skeleton::Skeleton;
use crate::cli::stop::Stop;
use crate::cli::{diagnostics, load, output};
use crate::document::{self, Kind, Workspace};
use crate::model::{Organization, Register, Risk};
use crate::source::{FileId, Sources};
use crate::text;

/// The files of the first workspace, each with its path in it.
const FIRST_WORKSPACE: [(&str, &str); 3] = [
    (
        "organization.ron",
        include_str!("workspace/organization.ron"),
    ),
    (
        "plans/shop-down-r1.ron",
        include_str!("workspace/plans/shop-down-r1.ron"),
    ),
    (
        "drills/shop-down.ron",
        include_str!("workspace/drills/shop-down.ron"),
    ),
];

/// Write a small complete workspace, or a plan and a drill for a risk
///
/// The workspace has an organization, a plan and a drill, with comments that teach the format. With --from-risk a plan and
/// a drill are sketched for a risk of a register that is already there. No file is ever overwritten.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    firebell init\n  \
    firebell init seed-shop\n  \
    firebell init --from-risk R-03\n  \
    firebell init --from-risk R-03 --register scenarios/harbour-goods/register.ron")]
pub(super) struct InitArguments {
    /// The folder of the workspace; made if it is not there
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// The id of a risk to sketch a plan and a drill for
    #[arg(long, value_name = "RISK")]
    from_risk: Option<String>,
    /// The register that has the risk, instead of the one in DIR; the new files lie beside it
    #[arg(
        long,
        value_name = "FILE",
        requires = "from_risk",
        conflicts_with = "folder"
    )]
    register: Option<PathBuf>,
}

pub(super) fn run(arguments: &InitArguments) -> Result<(), Stop> {
    match &arguments.from_risk {
        None => first_workspace(&arguments.folder),
        Some(risk) => from_risk(arguments, risk),
    }
}

fn first_workspace(folder: &Path) -> Result<(), Stop> {
    let files = FIRST_WORKSPACE.map(|(path, text)| (inside(folder, path), text.to_owned()));
    output::write_new(&files)?;
    let drill = &files[files.len() - 1].0;
    let mut said = written(&files);
    said.push_str(&next(folder, drill));
    output::write_text(&said, None)
}

fn from_risk(arguments: &InitArguments, wanted: &str) -> Result<(), Stop> {
    let folder = match &arguments.register {
        Some(register) => {
            load::refuse_folder(register, Kind::Register)?;
            let folder = register.parent().unwrap_or(Path::new(""));
            if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            }
        }
        None => &arguments.folder,
    };
    let named = arguments.register.iter().cloned();
    let paths: Vec<PathBuf> = named.chain([folder.to_owned()]).collect();
    let Workspace { sources, given } = load::workspace(&paths)?;
    let register = match &arguments.register {
        Some(_) => {
            load::refuse_other_kinds(&sources, given[0], Kind::Register)?;
            given[0]
        }
        None => the_one(
            &sources,
            folder,
            Kind::Register,
            "`--register FILE` names one",
        )?,
    };
    let help = "a workspace has one; `firebell init` writes an example into an empty folder";
    let organization = the_one(&sources, folder, Kind::Organization, help)?;
    let Checked { value, diagnostics } = check::register(&sources, register, organization);
    let Some((read, organization_read)) = value else {
        diagnostics::show(&sources, &diagnostics);
        return Err(Stop::InputRefused);
    };
    let risk = risk(&read, wanted)?;
    let skeleton = Skeleton {
        risk,
        owner: &owner(risk, &organization_read)?,
        organization: &below(&sources, organization, folder),
        register: &below(&sources, register, folder),
        today: today(),
    };
    let slug = skeleton.slug();
    let plan = format!("plans/{slug}-r1.ron");
    let drill = format!("drills/{slug}.ron");
    let files = [
        (inside(folder, &plan), skeleton.plan()),
        (inside(folder, &drill), skeleton.drill()),
    ];
    output::write_new(&files)?;
    let mut said = written(&files);
    let place = load::forward_slashes(sources.file(register).path());
    let how = if risk.plan.is_none() && risk.drills.is_empty() {
        format!("let the risk name them, in {place}:")
    } else {
        format!("the risk names others already, in {place}; to have these instead, or besides:")
    };
    said.push_str(&format!(
        "{how}\n  plan: \"{plan}\", drills: [\"{drill}\"],\n"
    ));
    said.push_str(&next(folder, &files[1].0));
    output::write_text(&text::plain(&said), None)
}

/// The only file of that kind in the folder, or the only one that lies right in it.
fn the_one(sources: &Sources, folder: &Path, kind: Kind, help: &str) -> Result<FileId, Stop> {
    let all: Vec<FileId> = sources
        .files()
        .filter(|(_, file)| document::kind(file.text()) == Some(kind))
        .map(|(id, _)| id)
        .collect();
    let near: Vec<FileId> = all
        .iter()
        .copied()
        .filter(|file| !below(sources, *file, folder).contains('/'))
        .collect();
    match (near.as_slice(), all.as_slice()) {
        ([only], _) | ([], [only]) => Ok(*only),
        ([], []) => Err(Stop::Usage {
            message: format!(
                "there is no {} in `{}`",
                kind.name().to_lowercase(),
                folder.display()
            ),
            help: Some(help.to_owned()),
        }),
        (_, several) => {
            let paths: Vec<String> = several
                .iter()
                .map(|file| load::forward_slashes(sources.file(*file).path()))
                .collect();
            Err(Stop::Usage {
                message: format!(
                    "which {} is meant: {}?",
                    kind.name().to_lowercase(),
                    text::one_of(&paths)
                ),
                help: Some(help.to_owned()),
            })
        }
    }
}

fn risk<'a>(register: &'a Register, wanted: &str) -> Result<&'a Risk, Stop> {
    let found = register.risks.iter().find(|risk| risk.id == wanted);
    found.ok_or_else(|| {
        let ids = register.risks.iter().map(|risk| risk.id.as_str());
        let near = text::nearest(wanted, ids.clone());
        let all: Vec<&str> = ids.collect();
        Stop::Usage {
            message: format!("the register has no risk `{wanted}`"),
            help: match near {
                Some(near) => Some(format!("did you mean `{near}`?")),
                None if all.is_empty() => None,
                None => Some(format!("it has {}", text::all_of(&all))),
            },
        }
    })
}

/// The role that is to do the steps: the risk's owner, else whoever comes first.
fn owner(risk: &Risk, organization: &Organization) -> Result<String, Stop> {
    let first = organization.roles.ids().next();
    let owner = risk.owner.or(first).ok_or_else(|| Stop::Usage {
        message: "the organization has no role that could own a step".to_owned(),
        help: Some("give it one: Role(id: \"…\", title: \"…\", holders: [\"…\"])".to_owned()),
    })?;
    Ok(organization.roles[owner].id.clone())
}

/// The path of a file as it is written from the workspace's folder.
fn below(sources: &Sources, file: FileId, folder: &Path) -> String {
    let path = sources.file(file).path();
    let folder = folder.strip_prefix(".").unwrap_or(folder);
    load::forward_slashes(path.strip_prefix(folder).unwrap_or(path))
}

fn inside(folder: &Path, path: &str) -> PathBuf {
    if folder == Path::new(".") {
        PathBuf::from(path)
    } else {
        folder.join(path)
    }
}

fn written(files: &[(PathBuf, String)]) -> String {
    let lines = files
        .iter()
        .map(|(path, _)| format!("wrote {}\n", load::forward_slashes(path)));
    lines.collect()
}

fn next(folder: &Path, drill: &Path) -> String {
    let check = if folder == Path::new(".") {
        "firebell check".to_owned()
    } else {
        format!("firebell check {}", load::as_typed(folder))
    };
    let drill = load::as_typed(drill);
    format!("next\n  {check}\n  firebell run {drill}\n  firebell trace {drill}\n")
}
