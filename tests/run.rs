//! `firebell run` from the outside: files in, estimates and exit codes out.

#[cfg(unix)]
#[path = "common/interrupt.rs"]
mod interrupt;
#[path = "common/program.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use program::{assert_as_published, assert_fits, command, json, printed, repository, text, told};
use serde_json::Value;
use sha2::{Digest, Sha256};

const LEAK: &str = "scenarios/harbour-goods/drills/friday-night-leak.ron";

#[test]
fn an_evaluation_reads_on_a_hundred_columns() {
    insta::assert_snapshot!(printed(repository(), &format!("run {LEAK} --runs 600")));
}

#[test]
fn an_evaluation_reads_on_sixty_columns() {
    let page = |runs: u32| {
        printed(
            repository(),
            &format!("run {LEAK} --runs {runs} --width 60"),
        )
    };
    for runs in [2, 30, 600, 3_000] {
        assert_fits(&page(runs), 60);
    }
    insta::assert_snapshot!(page(600));
}

#[test]
fn results_are_written_over_no_file_that_plays_are_made_of() {
    let folder = tempfile::tempdir().expect("a folder of our own");
    let power_cut = fs::read_to_string("scenarios/first-drill/drills/power-cut.ron")
        .expect("the drill is shipped");
    let inside = folder.path().join("drill.ron");
    fs::write(&inside, &power_cut).expect("there is room");
    let drill = "scenarios/first-drill/drills/power-cut.ron";
    let plan = "scenarios/first-drill/plans/power-cut.ron";
    let file = inside.display();
    for arguments in [
        format!("run {drill} --runs 1 -o {file} --format csv"),
        format!("run {drill} --runs 1 --samples {file}"),
        format!("trace {drill} --json -o {file}"),
        format!("stress {drill} --json -o {file}"),
        format!("compare {drill} --candidate {plan} --json -o {file}"),
        format!("advise {drill} --json -o {file}"),
        format!("coverage scenarios/first-drill --json -o {file}"),
        format!("graph {plan} --json -o {file}"),
        format!("check {plan} --json -o {file}"),
    ] {
        let (status, said) = told(repository(), &arguments);
        assert_eq!(status, Some(2), "{arguments}");
        assert!(
            said.contains("results are not written over .ron files"),
            "{said}"
        );
        assert_eq!(fs::read_to_string(&inside).ok().as_ref(), Some(&power_cut));
    }
    let both = folder.path().display();
    for twice in [format!("{both}/both.csv"), format!("{both}/./both.csv")] {
        let (status, said) = told(
            repository(),
            &format!("run {drill} --runs 1 -o {both}/both.csv --samples {twice}"),
        );
        assert_eq!(status, Some(2));
        assert!(said.contains("cannot hold both"), "{said}");
    }
}

#[test]
fn options_that_would_do_nothing_are_refused() {
    let drill = "scenarios/first-drill/drills/power-cut.ron";
    let plan = "scenarios/first-drill/plans/power-cut.ron";
    for arguments in [
        format!("run {drill} --runs 5 --max-runs 10"),
        format!("run {drill} --max-runs 10"),
        format!("compare {drill} --candidate {plan} --runs 5 --max-runs 10"),
        format!("compare {drill} --candidate {plan} --runs 5 --indifference 2"),
    ] {
        let (status, said) = told(repository(), &arguments);
        assert_eq!(status, Some(2), "{arguments}: {said}");
    }
}

#[test]
fn scenarios_that_cannot_be_told_apart_are_refused() {
    let folder = tempfile::tempdir().expect("a folder of our own");
    for name in ["one.ron", "two.ron"] {
        fs::write(folder.path().join(name), power_cut()).expect("there is room");
    }
    let (status, said) = told(
        repository(),
        &format!("run {} --runs 1", folder.path().display()),
    );
    assert_eq!(status, Some(2));
    assert!(
        said.contains("two scenarios have the id `power-cut`"),
        "{said}"
    );
}

/// The shipped first drill, with paths that hold in any folder.
fn power_cut() -> String {
    let root = repository().join("scenarios/first-drill");
    let text = fs::read_to_string(root.join("drills/power-cut.ron")).expect("it is shipped");
    text.replace("\"../", &format!("\"{}/", root.display()))
}

/// What is not told is not looked at, and what is told does not change by that.
#[test]
fn a_quiet_page_is_the_beginning_of_the_whole_one() {
    let page = printed(repository(), &format!("run {LEAK} --runs 300"));
    let quiet = printed(repository(), &format!("run {LEAK} --runs 300 --quiet"));
    let rest = page.strip_prefix(&quiet).expect("it begins alike");
    assert!(
        rest.starts_with("\nwhere the time to contain goes"),
        "{rest}"
    );
}

/// Where there is no room for all columns, names and figures are told whole, and columns are left out.
#[test]
fn a_programme_tells_its_drills_apart_however_narrow() {
    let said = |width: &str| {
        let arguments = format!("run scenarios/harbour-goods --runs 50 --width {width}");
        printed(repository(), &arguments)
    };
    for (width, columns) in [
        ("100", "scenario plan score p5 passed least met"),
        ("80", "scenario score p5 passed least met"),
        ("60", "scenario score p5 passed"),
    ] {
        let page = said(width);
        let rows: Vec<&str> = page
            .lines()
            .skip(2)
            .skip_while(|line| line.is_empty())
            .collect();
        let heading: Vec<&str> = rows[0].split_whitespace().collect();
        assert_eq!(heading.join(" "), columns, "{page}");
        assert!(rows[1].starts_with("flu-any-day "), "{page}");
        assert!(rows[6].starts_with("saturday-flu "), "{page}");
        assert!(!page.contains('…'), "{page}");
    }
}

#[test]
fn a_folder_is_a_programme() {
    insta::assert_snapshot!(printed(
        repository(),
        "run scenarios/harbour-goods --runs 200"
    ));
}

#[test]
fn threads_change_no_byte_of_any_output() {
    for format in ["human", "json", "markdown", "csv"] {
        let of = |threads: u8| {
            printed(
                repository(),
                &format!("run {LEAK} --runs 700 --format {format} --threads {threads}"),
            )
        };
        let one = of(1);
        assert!(one == of(2) && one == of(3), "{format}");
    }
}

/// Whole outputs of the shipped drills by their hashes: whatever machine this runs on, they are these.
#[test]
fn every_platform_prints_the_same_bytes() {
    let mut hashes = String::new();
    for drill in [
        "first-drill/drills/power-cut",
        "harbour-goods/drills/flu-any-day",
        "harbour-goods/drills/friday-night-leak",
        "harbour-goods/drills/lost-laptop",
        "harbour-goods/drills/mid-year-sale",
        "harbour-goods/drills/monday-slow-waves",
        "harbour-goods/drills/saturday-flu",
    ] {
        let json = printed(
            repository(),
            &format!("run scenarios/{drill}.ron --runs 700 --json"),
        );
        let hash = Sha256::digest(json.as_bytes());
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        hashes.push_str(&format!("{hash}  {drill}\n"));
    }
    insta::assert_snapshot!(hashes);
}

#[test]
fn json_is_as_published_and_has_the_shape_others_rely_on() {
    let one = json(repository(), &format!("run {LEAK} --runs 300 --json"));
    assert_as_published(&one, "run");
    assert_eq!(one["scenario"], "friday-night-leak");
    assert_eq!(
        (&one["plan"], &one["revision"]),
        (&"data-leak".into(), &"r1".into())
    );
    assert_eq!(
        (one["seed"].as_u64(), one["replications"].as_u64()),
        (Some(1), Some(300))
    );
    for path in [
        "/score/mean",
        "/score/interval/0",
        "/score/p5",
        "/score/p50",
        "/score/p95",
    ] {
        assert!(one.pointer(path).is_some_and(Value::is_number), "{path}");
    }
    for path in [
        "/passed/share",
        "/passed/interval/1",
        "/cost/p95",
        "/objectives/1/met/share",
        "/objectives/1/met/interval/0",
        "/objectives/1/attainment/mean",
        "/objectives/1/value/mean",
        "/objectives/1/value/p50",
        "/objectives/1/value/never",
        "/objectives/1/chain/0/mean_seconds",
        "/steps/0/done",
        "/steps/0/dormant",
        "/steps/0/criticality/contain",
        "/steps/0/worked/p95",
        "/impacts/0/final/mean",
        "/people/0/busy/mean",
        "/roles/0/waited_for/mean",
        "/resources/0/busy/mean",
        "/dependence/0/score_loss",
    ] {
        assert!(one.pointer(path).is_some_and(Value::is_number), "{path}");
    }
    assert_eq!(one["objectives"][1]["id"], "contain");
    assert_eq!(one["objectives"][1]["rating"], "S");
    let files = one["manifest"]["files"].as_array();
    assert!(files.is_some_and(|files| files.len() >= 4));
    let programme = json(
        repository(),
        "run scenarios/harbour-goods/drills --runs 20 --json",
    );
    assert_as_published(&programme, "run");
    assert_eq!(programme["programme"].as_array().map(Vec::len), Some(6));
}

#[test]
fn the_chain_adds_up_to_the_mean() {
    let one = json(repository(), &format!("run {LEAK} --runs 300 --json"));
    let contain = &one["objectives"][1];
    let parts = contain["chain"].as_array().expect("it has a chain").iter();
    let sum: f64 = parts.filter_map(|part| part["mean_seconds"].as_f64()).sum();
    let mean = contain["value"]["mean"].as_f64().expect("it is reached");
    assert!((sum - mean).abs() < 1e-6 * mean, "{sum} {mean}");
}

#[test]
fn samples_are_rows_and_replications_are_those_of_a_trace() {
    let folder = tempfile::tempdir().expect("a folder of our own");
    let file = folder.path().join("samples.csv");
    let shown = file.display();
    printed(
        repository(),
        &format!("run {LEAK} --runs 300 --samples {shown} --quiet"),
    );
    let written = fs::read_to_string(&file).expect("it was written");
    let rows: Vec<&str> = written.lines().collect();
    assert_eq!(rows.len(), 301);
    assert_eq!(
        rows[0],
        "replication,score,passed,cost,declared,contain,records,press,regulator,evidence,customers,fairness"
    );
    for number in [1, 2, 300] {
        let cells: Vec<&str> = rows[number].split(',').collect();
        let traced = json(
            repository(),
            &format!("trace {LEAK} --replication {number} --json"),
        );
        assert_eq!(cells[0], number.to_string());
        assert_eq!(cells[1], traced["score"].to_string().trim_end_matches(".0"));
        assert_eq!(cells[2], traced["passed"].to_string());
        let contain = traced["objectives"][1]["value"].as_f64();
        assert_eq!(
            cells[5],
            contain.map_or(String::new(), |value| value.to_string())
        );
        assert_eq!(cells[11], "n/a");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("it is ours").count(), 1);
    let (code, complaint) = told(
        repository(),
        &format!("run scenarios/harbour-goods/drills --runs 20 --samples {shown}"),
    );
    assert_eq!(code, Some(2), "{complaint}");
}

#[test]
fn an_objective_called_like_another_column_is_told_apart() {
    let folder = tempfile::tempdir().expect("a folder of our own");
    let drill = power_cut().replace("id: \"cold\"", "id: \"cost\"");
    fs::write(folder.path().join("drill.ron"), drill).expect("there is room");
    printed(
        folder.path(),
        "run drill.ron --runs 1 --samples samples.csv --quiet",
    );
    let written = fs::read_to_string(folder.path().join("samples.csv")).expect("it was written");
    let header = written.lines().next();
    let due = "replication,score,passed,cost,sorted,objective:cost";
    assert_eq!(header, Some(due));
}

#[test]
fn gates_say_no_with_a_reason() {
    let gate = |arguments: &str| told(repository(), &format!("run {LEAK} --quiet {arguments}"));
    assert_eq!(gate("--runs 300 --fail-under 60").0, Some(0));
    let (code, why) = gate("--runs 300 --fail-under 95");
    assert_eq!(code, Some(1));
    assert!(
        why.contains("`friday-night-leak`: the mean score is "),
        "{why}"
    );
    assert!(why.contains(", below 95"), "{why}");
    let (code, why) = gate("--runs 300 --require-pass 0.9");
    assert_eq!(code, Some(1), "{why}");
    let (code, why) = gate("--runs 20 --require-pass 0.01");
    assert_eq!(code, Some(1));
    assert!(why.contains("20 replications are too few to say"), "{why}");
    for wrong in [
        "--require-pass 1.5",
        "--require-pass 90%",
        "--fail-under 101",
        "--runs 0",
        "--precision 0%",
    ] {
        assert_eq!(gate(wrong).0, Some(2), "{wrong}");
    }
}

#[test]
fn a_typical_and_a_bad_day_are_replications_of_the_run() {
    let one = json(repository(), &format!("run {LEAK} --runs 300 --json"));
    for (day, quantile) in [("--typical", "p50"), ("--bad-day", "p5")] {
        let traced = json(
            repository(),
            &format!("trace {LEAK} {day} --runs 300 --json"),
        );
        assert_eq!(traced["score"], one["score"][quantile], "{day}");
        let again = json(
            repository(),
            &format!(
                "trace {LEAK} --replication {} --json",
                traced["replication"]
            ),
        );
        assert_eq!(traced, again);
    }
    assert_eq!(
        told(
            repository(),
            &format!("trace {LEAK} --typical --replication 3")
        )
        .0,
        Some(2)
    );
}

#[test]
fn markdown_and_csv_tell_the_same() {
    let markdown = printed(
        repository(),
        &format!("run {LEAK} --runs 300 --format markdown"),
    );
    assert!(
        markdown.starts_with("# Customer records leave on a Friday night\n"),
        "{markdown}"
    );
    assert!(
        markdown.contains("| contain | The leak is contained | ! | 6 h |"),
        "{markdown}"
    );
    let csv = printed(repository(), &format!("run {LEAK} --runs 300 --format csv"));
    let one = json(repository(), &format!("run {LEAK} --runs 300 --json"));
    let mean = one["score"]["mean"].as_f64().expect("there is a score");
    let line = format!("friday-night-leak,data-leak,r1,drill,,score_mean,{mean},");
    assert!(csv.contains(&line), "{csv}");
    let columns = csv.lines().next().map(|line| line.split(',').count());
    assert!(
        csv.lines()
            .all(|line| Some(line.split(',').count()) == columns)
    );
}

#[test]
fn what_cannot_be_met_is_told_of_another_plan_too() {
    let plan = "scenarios/first-drill/plans/power-cut.ron";
    let text = fs::read_to_string(repository().join(plan)).expect("it is shipped");
    let folder = tempfile::tempdir().expect("a folder of our own");
    let slower = folder.path().join("slower.ron");
    fs::write(&slower, text.replace("takes: \"30m\"", "takes: \"9h\"")).expect("it is ours");
    let run = format!(
        "run scenarios/first-drill/drills/power-cut.ron --plan {} --runs 20",
        slower.display()
    );
    let found = json(repository(), &format!("{run} --json"));
    assert_eq!(found["impossible"].as_array().map(Vec::len), Some(1));
    let page = printed(repository(), &run);
    assert!(page.contains("objective `sorted` cannot be met"), "{page}");
}

#[test]
fn json_says_null_where_nobody_looked_and_a_folder_is_a_programme_of_any_size() {
    let one = json(
        repository(),
        &format!("run {LEAK} --runs 20 --json --quiet"),
    );
    assert!(one["dependence"].is_null());
    let other = json(repository(), &format!("run {LEAK} --runs 20 --json"));
    assert!(other["dependence"].is_array());
    let folder = json(repository(), "run scenarios/first-drill --runs 20 --json");
    assert_as_published(&folder, "run");
    assert_eq!(folder["programme"].as_array().map(Vec::len), Some(1));
    assert_eq!(folder["not_played"].as_array().map(Vec::len), Some(0));
}

#[cfg(unix)]
#[test]
fn a_programme_that_is_broken_off_names_what_was_not_played() {
    let programme = "run scenarios/harbour-goods --runs 100000000";
    let page = interrupt::broken_off(repository(), programme);
    assert!(
        page.contains("INCOMPLETE: broken off before friday-night-leak"),
        "{page}"
    );
    let csv = interrupt::broken_off(repository(), &format!("{programme} --format csv"));
    let rows: Vec<&str> = csv.lines().skip(1).collect();
    let is_told = |row: &&str| row.starts_with("flu-any-day,") && row.ends_with(",interrupted");
    assert!(!rows.is_empty() && rows.iter().all(is_told), "{csv}");
}

#[test]
fn precision_is_reached_or_the_cap_is_told() {
    let drill = "scenarios/harbour-goods/drills/lost-laptop.ron";
    let page = printed(repository(), &format!("run {drill} --precision 5% --quiet"));
    assert!(page.contains("precise enough"), "{page}");
    let page = printed(
        repository(),
        &format!("run {drill} --precision 0.1% --max-runs 1000 --quiet"),
    );
    assert!(page.contains("not as precise as asked for"), "{page}");
}

#[test]
fn what_is_no_scenario_is_refused() {
    let (code, complaint) = told(repository(), "run scenarios/harbour-goods/plans");
    assert_eq!(code, Some(2));
    assert!(complaint.contains("there is no scenario in"), "{complaint}");
    let (code, complaint) = told(
        repository(),
        "run scenarios/harbour-goods/plans/data-leak-r1.ron",
    );
    assert_eq!(code, Some(2));
    assert!(
        complaint.contains("is a plan, not a scenario"),
        "{complaint}"
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_prints_what_is_done_and_leaves_no_half_written_file() {
    let folder = tempfile::tempdir().expect("a folder of our own");
    let samples = folder.path().join("samples.csv");
    let arguments = format!(
        "run {LEAK} --runs 100000000 --samples {}",
        samples.display()
    );
    let running = command(repository(), &arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Its samples are on their way as soon as the handler stands.
    while !has_file(folder.path()) {
        thread::sleep(Duration::from_millis(10));
    }
    let status = Command::new("kill")
        .args(["-INT", &running.id().to_string()])
        .status();
    assert!(status.is_ok_and(|status| status.success()));
    let output = running.wait_with_output().expect("it was started here");
    assert_eq!(output.status.code(), Some(130));
    let page = text(output.stdout);
    assert!(page.contains("INCOMPLETE: broken off after"), "{page}");
    assert!(!has_file(folder.path()));
}

#[cfg(unix)]
fn has_file(folder: &Path) -> bool {
    fs::read_dir(folder).expect("it is ours").next().is_some()
}

#[test]
fn help_shows_how_a_drill_is_evaluated() {
    insta::assert_snapshot!(printed(repository(), "run --help"));
}
