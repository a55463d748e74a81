//! A plan and a drill for a risk: everything the register knows, and boring values where it knows nothing.

use crate::model::Risk;
use crate::quantity::{Date, Weekday};
use crate::text;

/// What the two files are made from.
pub(super) struct Skeleton<'a> {
    pub(super) risk: &'a Risk,
    /// The id of the role that does the steps.
    pub(super) owner: &'a str,
    /// Paths from the workspace's folder.
    pub(super) organization: &'a str,
    pub(super) register: &'a str,
    /// The drill begins on a day after that one.
    pub(super) today: Date,
}

impl Skeleton<'_> {
    /// The id of the plan and of the drill.
    pub(super) fn slug(&self) -> String {
        self.risk.id.to_lowercase()
    }

    /// The plan's file.
    pub(super) fn plan(&self) -> String {
        let Risk { id, title, .. } = self.risk;
        let owner = quoted(self.owner);
        let (slug, title) = (quoted(&self.slug()), quoted(title));
        format!(
            r#"// A plan for risk {id}. All times and chances are guesses: put your own in their place.
{causes}Plan(
    id: {slug}, revision: "r1", title: {title}, risks: [{risk}], owner: {owner},
    changes: ["first version"],

    // What keeps it from happening, one barrier against each cause. `holds`: the chance that it holds.
    prevention: [
        // Barrier(id: "weekly-look", title: "Somebody looks every week", owner: {owner}, every: "7d", holds: 0.7, effect: Averts),
    ],

    response: [
        // How long until anybody knows?
        Step(id: "notice", title: "Somebody notices", automatic: true, takes: Lognormal(median: "30m", p90: "4h")),
        Step(id: "assess", title: "Find out what has happened", owner: {owner}, after: ["notice"],
             takes: Pert(min: "10m", likely: "30m", max: "2h")),
        Step(id: "contain", title: "Keep it from getting worse", owner: {owner}, after: ["assess"],
             takes: Pert(min: "15m", likely: "1h", max: "4h"), succeeds: 0.9, on_failure: Retry(times: 3, pause: "15m"),
             effects: [Stop("damage")]),
    ],

    recovery: [
        Step(id: "restore", title: "Go back to normal work", owner: {owner}, after: ["contain"],
             takes: Pert(min: "30m", likely: "2h", max: "6h")),
    ],
)
"#,
            causes = comments("What leads to it:", &self.risk.causes),
            risk = quoted(id),
        )
    }

    /// The scenario's file.
    pub(super) fn drill(&self) -> String {
        let Risk { id, title, .. } = self.risk;
        let narrative = self.risk.description.as_ref().unwrap_or(title);
        format!(
            r#"// A drill for risk {id}. What happens, and what counts as good: all numbers are guesses.
{consequences}Scenario(
    id: {slug}, title: {title}, kind: Tabletop,
    organization: {organization}, register: {register},
    plan: {plan},
    starts: "{starts}T10:00", horizon: "96h",
    narrative: {narrative},

    // What grows until the response stops it: records, orders, hours; and what one of them costs.
    impacts: [
        Impact(id: "damage", title: "Damage done", unit: "units", grows: PerHour(10), cap: 1000, cost_per_unit: 100),
    ],

    objectives: [
        Objective(id: "contained", title: "It gets no worse", capability: "Containment", weight: 2, critical: true,
                  measure: Done(step: "contain", target: "12h", limit: "36h")),
        Objective(id: "restored", title: "Work is back to normal", capability: "Recovery",
                  measure: Done(step: "restore", target: "24h", limit: "72h")),
        Objective(id: "damage", title: "Little damage is done", capability: "Containment",
                  measure: Final(impact: "damage", target: 100, limit: 500)),
    ],
)
"#,
            consequences = comments("What it leads to:", &self.risk.consequences),
            slug = quoted(&self.slug()),
            title = quoted(title),
            organization = quoted(&format!("../{}", self.organization)),
            register = quoted(&format!("../{}", self.register)),
            plan = quoted(&format!("../plans/{}-r1.ron", self.slug())),
            starts = next_wednesday(self.today),
            narrative = quoted(narrative),
        )
    }
}

/// A list as comments under a heading; nothing if there is nothing to say.
fn comments(heading: &str, entries: &[String]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let lines: String = entries
        .iter()
        .map(|entry| format!("// - {}\n", text::one_line(entry)))
        .collect();
    format!("// {heading}\n{lines}")
}

/// A text as it stands in a file.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push_str(&text::plain(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out.push('"');
    out
}

/// A working day in most places.
fn next_wednesday(today: Date) -> Date {
    let days = (1..=7).map(|days| today.plus_days(days));
    let mut wednesdays = days.filter(|day| day.weekday() == Weekday::Wed);
    wednesdays.next().expect("a week has a Wednesday")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_so_that_it_reads_the_same() {
        assert_eq!(quoted("数据 \"a\\b\"\n"), r#""数据 \"a\\b\"\n""#);
        assert_eq!(quoted("\u{1b}[2J"), r#""\u{1b}[2J""#);
    }

    #[test]
    fn a_drill_begins_in_the_middle_of_a_week() {
        for (today, wednesday) in [
            ("2026-03-10", "2026-03-11"),
            ("2026-03-11", "2026-03-18"),
            ("2026-12-31", "2027-01-06"),
        ] {
            let today = Date::parse(today).unwrap();
            assert_eq!(next_wednesday(today).to_string(), wednesday);
        }
    }
}
