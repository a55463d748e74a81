//! `firebell coverage` from the outside: a workspace in, pages and exit codes out.

#[path = "common/program.rs"]
mod program;

use std::fs;
use std::path::Path;

use program::{assert_as_published, assert_fits, json, printed, repository, told};
use serde_json::Value;

const WORKSPACE: &str = "scenarios/harbour-goods";

/// A copy of the shipped first drill that a test may change.
fn copied(to: &Path) {
    let from = repository().join("scenarios/first-drill");
    for file in [
        "organization.ron",
        "plans/power-cut.ron",
        "drills/power-cut.ron",
    ] {
        let target = to.join(file);
        let folder = target.parent().expect("it lies in the copy");
        fs::create_dir_all(folder).expect("the folder is ours");
        fs::copy(from.join(file), target).expect("it is shipped");
    }
}

#[test]
fn a_programme_reads_on_a_hundred_columns() {
    let page = printed(repository(), &format!("coverage {WORKSPACE}"));
    assert_fits(&page, 100);
    insta::assert_snapshot!(page);
}

#[test]
fn everything_is_listed_with_its_share_in_each_drill() {
    let page = printed(
        repository(),
        &format!("coverage {WORKSPACE} --all --runs 200 --width 80"),
    );
    assert_fits(&page, 80);
    insta::assert_snapshot!(page);
}

#[test]
fn a_page_fits_sixty_columns() {
    let page = printed(
        repository(),
        &format!("coverage {WORKSPACE} --runs 50 --width 60"),
    );
    assert_fits(&page, 60);
}

#[test]
fn json_is_as_published() {
    let written = json(
        repository(),
        &format!("coverage {WORKSPACE} --runs 100 --json"),
    );
    assert_as_published(&written, "coverage");
    let items = written["items"].as_array().expect("there are items");
    assert_eq!(written["all"], items.len());
    let exercised = items.iter().filter(|item| item["exercised"] == true);
    assert_eq!(written["exercised"], exercised.count());
}

#[test]
fn threads_and_the_kind_of_output_change_nothing() {
    for format in ["human", "json", "html"] {
        let of = |threads: u8| {
            printed(
                repository(),
                &format!("coverage {WORKSPACE} --runs 150 --format {format} --threads {threads}"),
            )
        };
        let one = of(1);
        assert!(one == of(2) && one == of(3), "{format}");
    }
}

#[test]
fn the_web_page_stands_alone() {
    let folder = tempfile::tempdir().expect("a folder of our own");
    let file = folder.path().join("coverage.html");
    let shown = file.display();
    assert_eq!(
        printed(
            repository(),
            &format!("coverage {WORKSPACE} --runs 50 -o {shown}")
        ),
        ""
    );
    let page = fs::read_to_string(&file).expect("it was written");
    assert!(page.starts_with("<!DOCTYPE html>"));
    for outside in ["http", "<script", "<link", "<img", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("Customer records leave on a Friday night"));
    assert!(page.contains("aria-label=\"not in this drill\""));
}

#[test]
fn what_is_seldom_exercised_is_told_on_either_page() {
    let told = |format: &str| {
        let arguments = format!("coverage {WORKSPACE} --runs 200 --format {format}");
        printed(repository(), &arguments)
    };
    let human = told("human");
    let (_, seldom) = human.split_once("\nseldom · ").expect("it is told");
    let (_, seldom) = seldom.split_once('\n').expect("a list follows");
    let in_words = seldom.matches(" %").count();
    let on_the_web = told("html").matches(" seldom</span>").count();
    assert!(in_words > 0, "{human}");
    assert_eq!(in_words, on_the_web, "{human}");
}

#[test]
fn what_a_file_says_is_text_in_the_page() {
    let folder = tempfile::tempdir().expect("a folder of our own");
    copied(folder.path());
    let drill = folder.path().join("drills/power-cut.ron");
    let text = fs::read_to_string(&drill).expect("it was copied");
    let title = "The lights go out on a Tuesday";
    assert!(text.contains(title));
    fs::write(&drill, text.replace(title, "<b onclick='x'>&amp;")).expect("it is ours");
    let page = printed(
        repository(),
        &format!("coverage {} --format html", folder.path().display()),
    );
    assert!(page.contains("&lt;b onclick='x'&gt;&amp;amp;"), "{page}");
}

/// The scenario with that field, or with its elements in the list that is there already.
fn with(scenario: &str, field: &str) -> String {
    let (name, elements) = field.split_once('[').expect("it is a list");
    let elements = elements.strip_suffix(']').expect("it is a list");
    let begin = format!("    {name}[");
    if scenario.contains(&begin) {
        return scenario.replacen(&begin, &format!("{begin}{elements}, "), 1);
    }
    let end = scenario.rfind(')').expect("a scenario ends");
    format!("{}    {field},\n)\n", &scenario[..end])
}

/// What is advised is written as it is told, and does what is told of it.
#[test]
fn what_is_advised_can_be_pasted_and_helps() {
    let folder = tempfile::tempdir().expect("a folder of our own");
    copied(folder.path());
    let shown = folder.path().display();
    let drill = folder.path().join("drills/power-cut.ron");
    let before = fs::read_to_string(&drill).expect("it was copied");
    let coverage = json(repository(), &format!("coverage {shown} --json"));
    let items = coverage["items"].as_array().expect("there are items");
    let mut pasted = 0;
    for item in items
        .iter()
        .filter(|item| item["never"]["remedy"].is_object())
    {
        let changes = &item["never"]["remedy"]["changes"];
        let fields: Vec<&str> = (changes.as_array().into_iter().flatten())
            .filter_map(Value::as_str)
            .collect();
        let after = fields
            .iter()
            .fold(before.clone(), |text, field| with(&text, field));
        fs::write(&drill, after).expect("it is ours");
        let changed = json(repository(), &format!("coverage {shown} --json"));
        let items = changed["items"].as_array().expect("there are items");
        let same = |other: &&Value| {
            ["kind", "of", "id", "detail"]
                .iter()
                .all(|key| other[key] == item[key])
        };
        let now = items.iter().find(same).expect("it is still there");
        assert_eq!(now["exercised"], true, "{item:#}");
        pasted += 1;
    }
    assert!(pasted > 0);
}

#[test]
fn a_gate_says_no_with_a_reason() {
    let gate = |least: &str| {
        told(
            repository(),
            &format!("coverage {WORKSPACE} --quiet --fail-under {least}"),
        )
    };
    assert_eq!(gate("0.9"), (Some(0), String::new()));
    let (code, why) = gate("1");
    assert_eq!(code, Some(1));
    assert!(why.contains("244 of 248 are exercised"), "{why}");
    assert_eq!(gate("90%").0, Some(2));
}

#[test]
fn a_single_drill_is_held_against_the_whole_workspace() {
    let drill = format!("{WORKSPACE}/drills/lost-laptop.ron");
    let one = json(repository(), &format!("coverage {drill} --runs 50 --json"));
    assert_eq!(one["drills"].as_array().map(Vec::len), Some(1));
    let plans = one["kinds"].as_array().into_iter().flatten();
    let plans: Vec<&Value> = plans.filter(|total| total["kind"] == "plan").collect();
    assert_eq!(
        (&plans[0]["exercised"], &plans[0]["all"]),
        (&1.into(), &3.into())
    );
    let page = printed(repository(), &format!("coverage {drill} --runs 50"));
    assert!(
        page.contains("order-backlog r1 · no drill plays it"),
        "{page}"
    );
}

#[test]
fn what_is_no_workspace_is_refused_with_advice() {
    let folder = tempfile::tempdir().expect("a folder of our own");
    let (code, said) = told(
        repository(),
        &format!("coverage {}", folder.path().display()),
    );
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("there is no scenario in"), "{said}");
    assert!(said.contains("firebell init"), "{said}");
    for (arguments, advice) in [
        ("coverage scenarios/harbor-goods", "scenarios/harbour-goods"),
        (
            "coverage scenarios/harbour-goods/register.ron",
            "is a register, not a scenario",
        ),
        ("coverage --runs 0", "0"),
        ("coverage --format xml", "html"),
    ] {
        let (code, said) = told(repository(), arguments);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(advice), "{arguments}: {said}");
    }
}
