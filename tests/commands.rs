//! `firebell init`, `check`, `explain` and what shells and manuals need, from the outside.

#[path = "common/program.rs"]
mod program;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use firebell::source::ron_files;
use program::{command, firebell, json, printed, refused, shipped, text};
use serde_json::Value;

const REGISTER: &str = r#"Register(
    title: "Risks", currency: "EUR",
    risks: [
        Risk(id: "R-03", title: "数据 \"leak\"", category: DataLeak, causes: ["storage\nleft open"], consequences: ["fines"],
             owner: "lead", description: "Records leave."),
        Risk(id: "R-04", title: "Nobody's", category: Delay),
    ],
)"#;

/// A first workspace in a folder of its own.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder of our own");
    printed(folder.path(), "init");
    folder
}

fn replace(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).expect("it was written");
    assert!(text.contains(old), "{old} is not in {}", file.display());
    fs::write(file, text.replace(old, new)).expect("the folder is ours");
}

#[test]
fn the_first_workspace_is_without_fault_and_can_be_played() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(printed(folder.path(), "init shop"), @"
    wrote shop/organization.ron
    wrote shop/plans/shop-down-r1.ron
    wrote shop/drills/shop-down.ron
    next
      firebell check shop
      firebell run shop/drills/shop-down.ron
      firebell trace shop/drills/shop-down.ron
    ");
    assert_eq!(
        printed(folder.path(), "check shop --deny warnings"),
        "3 files, no mistakes\n"
    );
    let told = printed(folder.path(), "trace shop/drills/shop-down.ron");
    assert!(told.contains("sell-again"), "{told}");
}

#[test]
fn nothing_is_written_where_a_file_is_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plans/shop-down-r1.ron");
    fs::create_dir(folder.path().join("plans")).unwrap();
    fs::write(&plan, "mine").unwrap();
    assert_eq!(
        refused(folder.path(), "init"),
        "error: `plans/shop-down-r1.ron` is in the way\n  help: name another folder; nothing was written\n"
    );
    assert_eq!(fs::read_to_string(&plan).unwrap(), "mine");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// What was meant is told, and not what a parser expected or what a hundred steps lack.
#[test]
fn what_is_named_in_a_wrong_place_is_refused_in_a_word() {
    let told = |arguments: &str| refused(&shipped(), arguments);
    let laptop = "drills/lost-laptop.ron";
    insta::assert_snapshot!(told(&format!("run {laptop} --plan plans/staff-shortage-r2.ron")), @"
    error: `drills/lost-laptop.ron` plays plan `data-leak`, not `staff-shortage`
      help: name a scenario that plays `staff-shortage`, or a revision of `data-leak`
    ");
    insta::assert_snapshot!(told(&format!("graph plans/order-backlog-r1.ron --scenario {laptop}")), @"
    error: `drills/lost-laptop.ron` plays plan `data-leak`, not `order-backlog`
      help: name a scenario that plays `order-backlog`, or a revision of `data-leak`
    ");
    insta::assert_snapshot!(told(&format!("graph {laptop}")), @"
    error: `drills/lost-laptop.ron` is a scenario, not a plan
      help: name its plan, and the scenario to add what happens: plans/data-leak-r1.ron --scenario drills/lost-laptop.ron
    ");
    insta::assert_snapshot!(told(&format!("run {laptop} --plan drills/mid-year-sale.ron")), @"
    error: `drills/mid-year-sale.ron` is a scenario, not a plan
      help: its plan is `plans/order-backlog-r1.ron`
    ");
    insta::assert_snapshot!(told(&format!("compare {laptop} --candidate plans/data-leak-r2.ron --fail-if-worse score")), @"
    error: `score` cannot be read: there is no such file
      help: if the gate is to watch it, write `--fail-if-worse=score`
    ");
    insta::assert_snapshot!(told(&format!("run {laptop} --seed -1")), @"
    error: invalid value '-1' for '--seed <N>': a whole number is due, such as 100

    For more information, try '--help'.
    ");
}

#[test]
fn a_risk_of_the_register_gets_a_plan_and_a_drill() {
    let folder = workspace();
    fs::write(folder.path().join("register.ron"), REGISTER).unwrap();
    insta::assert_snapshot!(printed(folder.path(), "init --from-risk R-03"), @r#"
    wrote plans/r-03-r1.ron
    wrote drills/r-03.ron
    let the risk name them, in register.ron:
      plan: "plans/r-03-r1.ron", drills: ["drills/r-03.ron"],
    next
      firebell check
      firebell run drills/r-03.ron
      firebell trace drills/r-03.ron
    "#);
    let plan = fs::read_to_string(folder.path().join("plans/r-03-r1.ron")).unwrap();
    assert!(plan.contains("// - storage left open\n"), "{plan}");
    assert!(
        plan.contains(r#"title: "数据 \"leak\"", risks: ["R-03"], owner: "lead""#),
        "{plan}"
    );
    let up = folder.path().parent().unwrap();
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    let register = format!("{name}/register.ron");
    printed(up, &format!("init --from-risk R-04 --register {register}"));
    let found = json(folder.path(), "check --json");
    assert_eq!(found["errors"], 0, "{found:#}");
    printed(folder.path(), "trace drills/r-03.ron");
    printed(folder.path(), "trace drills/r-04.ron");
}

#[test]
fn what_is_written_for_a_risk_is_without_fault() {
    let shipped = shipped();
    let folder = tempfile::tempdir().unwrap();
    for file in ron_files(&shipped).unwrap() {
        let copy = folder.path().join(file.strip_prefix(&shipped).unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(&file, &copy).unwrap();
    }
    for risk in 1..=9 {
        printed(folder.path(), &format!("init --from-risk R-0{risk}"));
    }
    let found = printed(folder.path(), "check --deny warnings --as-of 2026-03-01");
    assert_eq!(found, "32 files, no mistakes\n");
}

#[test]
fn a_risk_that_cannot_be_found_is_asked_for() {
    let folder = workspace();
    assert_eq!(
        refused(folder.path(), "init --from-risk R-03"),
        "error: there is no register in `.`\n  help: `--register FILE` names one\n"
    );
    fs::write(folder.path().join("register.ron"), REGISTER).unwrap();
    assert_eq!(
        refused(folder.path(), "init --from-risk R-05"),
        "error: the register has no risk `R-05`\n  help: did you mean `R-03`?\n"
    );
    assert_eq!(
        refused(
            folder.path(),
            "init --from-risk R-03 --register organization.ron"
        ),
        "error: `organization.ron` is an organization, not a register\n"
    );
}

#[test]
fn one_mistake_is_told_in_every_format() {
    let folder = workspace();
    let drill = folder.path().join("drills/shop-down.ron");
    replace(&drill, r#"step: "verify""#, r#"step: "verfiy""#);
    let human = refused(folder.path(), "check");
    assert!(
        human.ends_with("\n3 files, 1 error, 0 warnings\n"),
        "{human}"
    );
    let in_file = refused_into(folder.path(), "check -o found.txt", "found.txt");
    assert_eq!(in_file, human);

    let github = firebell(folder.path(), "check --format github");
    assert_eq!(github.status.code(), Some(2));
    insta::assert_snapshot!(text(github.stdout), @"
    ::error file=drills/shop-down.ron,line=24,col=39,endLine=24,title=FB0202::plan `shop-down` has no step `verfiy`%0Ahelp: did you mean `verify`?
    3 files, 1 error, 0 warnings
    ");

    let sarif = refused_into(
        folder.path(),
        "check --format sarif -o found.sarif",
        "found.sarif",
    );
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "FB0202");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "drills/shop-down.ron");
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_read_hides_no_other_mistake() {
    let folder = workspace();
    let drill = folder.path().join("drills/shop-down.ron");
    replace(&drill, r#"step: "verify""#, r#"step: "verfiy""#);
    let in_utf16: Vec<u8> = "\u{feff}Plan(\n  id: \"x\",\n)\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    fs::write(folder.path().join("in-utf16.ron"), in_utf16).expect("the folder takes a file");
    std::os::unix::fs::symlink("gone.ron", folder.path().join("link.ron")).expect("a link");
    let told = refused(folder.path(), "check");
    insta::assert_snapshot!(told);
    // One of them might be a drill of the programme.
    let (told, _) = told.rsplit_once("5 files, ").expect("files are counted");
    assert!(refused(folder.path(), "run .").starts_with(told));
}

/// What a command that is refused wrote into a file.
fn refused_into(folder: &Path, arguments: &str, file: &str) -> String {
    assert_eq!(refused(folder, arguments), "");
    fs::read_to_string(folder.join(file)).expect("it was written")
}

#[test]
fn what_a_folder_lacks_is_told_with_a_way_on() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        refused(folder.path(), "check"),
        "error: there is no RON file to check\n  help: `firebell init` writes a small workspace to begin with\n"
    );
    let complaint = refused(folder.path(), "check --as-of 2026-13-01");
    assert!(complaint.contains("like 2026-05-13"), "{complaint}");
}

#[test]
fn saving_a_file_checks_again() {
    let folder = workspace();
    let plan = folder.path().join("plans/shop-down-r1.ron");
    let good = fs::read_to_string(&plan).unwrap();
    let bad = good.replace(r#"after: ["look"]"#, r#"after: ["loko"]"#);
    fs::write(&plan, &bad).unwrap();
    let mut watching = command(folder.path(), "check --watch")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let (sender, lines) = mpsc::channel();
    let mistakes = BufReader::new(watching.stderr.take().expect("it is piped"));
    let good_news = BufReader::new(watching.stdout.take().expect("it is piped"));
    let told = sender.clone();
    thread::spawn(move || mistakes.lines().try_for_each(|line| told.send(line)));
    thread::spawn(move || good_news.lines().try_for_each(|line| sender.send(line)));
    let is_told = |wanted: &str| {
        // Long enough for the slowest machine; nobody waits for it where all is well.
        let next = || lines.recv_timeout(Duration::from_secs(60));
        std::iter::from_fn(|| next().ok()).any(|line| line.is_ok_and(|line| line.contains(wanted)))
    };
    let mut is_answered = vec![is_told("3 files, 2 errors, 0 warnings")];
    fs::write(&plan, &good).unwrap();
    is_answered.push(is_told("3 files, no mistakes"));
    fs::remove_file(&plan).unwrap();
    is_answered.push(is_told("2 files, 1 error, 0 warnings"));
    let aside = folder.path().join("plans/.r1.part");
    fs::write(&aside, &bad).unwrap();
    fs::rename(&aside, &plan).unwrap();
    is_answered.push(is_told("3 files, 2 errors, 0 warnings"));
    watching.kill().expect("it still runs");
    watching.wait().expect("it was started here");
    assert_eq!(is_answered, [true; 4]);
}

#[test]
fn a_code_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let told = printed(folder.path(), "explain fb0201");
    assert!(told.starts_with("FB0201"), "{told}");
    let list = printed(folder.path(), "explain");
    assert!(list.starts_with("Reading files\n  FB0101  "), "{list}");
    let complaint = refused(folder.path(), "explain FB02O1");
    assert!(complaint.contains("did you mean FB0201"), "{complaint}");
}

#[test]
fn every_command_has_a_manual_page_and_is_completed() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man");
    assert_eq!(printed(folder.path(), "man --out man"), "");
    let help = printed(folder.path(), "help");
    let script = printed(folder.path(), "completions bash");
    let overview = printed(folder.path(), "man");
    for name in [
        "init",
        "check",
        "explain",
        "trace",
        "run",
        "schema",
        "man",
        "completions",
    ] {
        assert!(help.contains(&format!("\n  {name} ")), "{name}");
        assert!(script.contains(&format!("firebell,{name})")), "{name}");
        assert!(
            overview.contains(&format!("firebell\\-{name}(1)")),
            "{name}"
        );
        let page = fs::read_to_string(pages.join(format!("firebell-{name}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS"), "{name}");
    }
    assert!(pages.join("firebell.1").exists());
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        printed(folder.path(), &format!("completions {shell}"));
    }
}

/// A plan without a revision is called by its id, and by nothing that is not there.
#[test]
fn a_plan_without_a_revision_is_named_by_its_id() {
    let folder = workspace();
    let plan = folder.path().join("plans/shop-down-r1.ron");
    replace(&plan, " revision: \"r1\",", "");
    let trace = printed(folder.path(), "trace drills/shop-down.ron --quiet");
    assert!(trace.contains("\nplan shop-down · "), "{trace}");
    let page = printed(folder.path(), "run drills/shop-down.ron --runs 50 --quiet");
    assert!(page.contains("plan shop-down · 50 replications"), "{page}");
}
