//! A Gantt chart in the terminal: one row a step, work, rework, waiting and delay told apart by their signs.

use crate::quantity::{Instant, Seconds, Zone};
use crate::report::page::{self, Line, Page, Span, Tone, faint, plain};
use crate::report::trace::axis::{self, Scale, Tick};
use crate::text;

/// What a stretch of a row is spent on; of equally long ones in a column, the earlier named is shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Spent {
    /// Work that did not fail.
    Work,
    /// Work that failed, and the pause after it.
    Rework,
    /// Waiting for people, units, or the end of a hold.
    Waiting,
    /// The minimum wait before being ready.
    Delay,
}

impl Spent {
    const ALL: [Self; 4] = [Self::Work, Self::Rework, Self::Waiting, Self::Delay];

    fn sign(self) -> char {
        match self {
            Self::Work => '█',
            Self::Rework => '▚',
            Self::Waiting => '░',
            Self::Delay => '·',
        }
    }

    fn tone(self) -> Tone {
        match self {
            Self::Work => Tone::Good,
            Self::Rework => Tone::Bad,
            Self::Waiting => Tone::Warning,
            Self::Delay => Tone::Faint,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Rework => "rework",
            Self::Waiting => "waiting",
            Self::Delay => "delay",
        }
    }
}

/// A stretch of a row, from its first second to the one after its last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stretch {
    /// First second.
    pub(super) from: Seconds,
    /// The second after the last.
    pub(super) to: Seconds,
    /// What it is spent on.
    pub(super) spent: Spent,
}

/// One step's row.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Row {
    /// What stands before it.
    pub(super) label: String,
    /// Its stretches, oldest first.
    pub(super) stretches: Vec<Stretch>,
    /// When the step failed, if it did.
    pub(super) failed: Option<Seconds>,
    /// Whether it lies on a critical chain.
    pub(super) is_critical: bool,
}

/// The rows over a common axis, in so many columns; ends with the legend.
pub(super) fn chart(rows: &[Row], zone: &Zone, onset: Instant, columns: usize) -> Page {
    let ends = rows
        .iter()
        .flat_map(|row| row.stretches.iter().map(|stretch| stretch.to));
    let end = ends.max().unwrap_or(Seconds::ZERO).max(Seconds(60));
    let longest = rows.iter().map(|row| text::width(&row.label)).max();
    let label_columns = longest.unwrap_or(0).min(columns / 4).max(6);
    // The mark of the critical chain between two blanks, and at the end room for the sign of a failure.
    let scale = Scale {
        end,
        columns: columns.saturating_sub(label_columns + 4).max(10),
    };
    let ticks = axis::ticks_on_the_clock(scale, zone, onset);
    let indent = " ".repeat(label_columns + 3);
    let mut page = vec![axis_line(&indent, &ticks)];
    for row in rows {
        page.push(row_line(row, scale, &ticks, label_columns));
    }
    page.push(axis_line(&indent, &axis::ticks_since_onset(scale)));
    page.extend(legend(rows, columns));
    page
}

/// The rows that tell most: those on critical chains, then those that took longest; in the order given.
pub(super) fn chosen(rows: &[Row], count: usize) -> Vec<Row> {
    let mut places: Vec<usize> = (0..rows.len()).collect();
    let weight = |row: &Row| -> Seconds {
        let stretches = row.stretches.iter();
        stretches.map(|stretch| stretch.to - stretch.from).sum()
    };
    places.sort_by_key(|place| {
        let row = &rows[*place];
        (!row.is_critical, std::cmp::Reverse(weight(row)), *place)
    });
    places.truncate(count);
    places.sort_unstable();
    places
        .into_iter()
        .map(|place| rows[place].clone())
        .collect()
}

fn axis_line(indent: &str, ticks: &[Tick]) -> Line {
    let mut line = indent.to_owned();
    let mut column = 0;
    for tick in ticks {
        line.push_str(&" ".repeat(tick.column - column));
        line.push('┊');
        line.push_str(&tick.label);
        column = tick.column + 1 + text::width(&tick.label);
    }
    vec![faint(line)]
}

fn row_line(row: &Row, scale: Scale, ticks: &[Tick], label_columns: usize) -> Line {
    let label = text::truncated(&row.label, label_columns);
    let mut line = vec![plain(text::padded_right(&label, label_columns))];
    line.push(if row.is_critical {
        plain(" * ")
    } else {
        plain("   ")
    });
    let cells = cells(row, scale);
    let used = cells.iter().rposition(Option::is_some);
    for (column, cell) in cells.iter().enumerate() {
        line.push(match cell {
            Some(spent) => Span::new(spent.tone(), spent.sign().to_string()),
            None if ticks.iter().any(|tick| tick.column == column) => faint("┊"),
            None => plain(" "),
        });
        if row.failed.is_some() && used == Some(column) {
            break;
        }
    }
    if row.failed.is_some() {
        line.push(Span::new(Tone::Bad, "✗"));
    }
    page::merged(line)
}

/// What every column shows: what it was spent on most; but every stretch of work shows in a column at least.
fn cells(row: &Row, scale: Scale) -> Vec<Option<Spent>> {
    let mut seconds = vec![[0_i64; Spent::ALL.len()]; scale.columns];
    for stretch in &row.stretches {
        for (column, spent) in seconds
            .iter_mut()
            .enumerate()
            .take(scale.column(stretch.to) + 1)
            .skip(scale.column(stretch.from))
        {
            let from = stretch.from.max(scale.start_of(column));
            let to = stretch.to.min(scale.start_of(column + 1));
            spent[stretch.spent as usize] += (to - from).0.max(0);
        }
    }
    let mut cells: Vec<Option<Spent>> = seconds
        .iter()
        .map(|spent| {
            let most = Spent::ALL.into_iter().rev();
            let most = most.max_by_key(|kind| spent[*kind as usize]);
            most.filter(|kind| spent[*kind as usize] > 0)
        })
        .collect();
    for stretch in &row.stretches {
        let columns = scale.column(stretch.from)..=scale.column(Seconds(stretch.to.0 - 1));
        let is_work = stretch.spent == Spent::Work;
        if is_work
            && cells[columns.clone()]
                .iter()
                .all(|cell| *cell != Some(Spent::Work))
        {
            cells[*columns.start()] = Some(Spent::Work);
        }
    }
    cells
}

/// The signs that occur, and what they mean.
fn legend(rows: &[Row], columns: usize) -> Page {
    let mut signs = Vec::new();
    for spent in Spent::ALL {
        let occurs = rows
            .iter()
            .any(|row| row.stretches.iter().any(|stretch| stretch.spent == spent));
        if occurs {
            signs.push((
                Span::new(spent.tone(), spent.sign().to_string()),
                spent.name(),
            ));
        }
    }
    if rows.iter().any(|row| row.failed.is_some()) {
        signs.push((Span::new(Tone::Bad, "✗"), "failed"));
    }
    if rows.iter().any(|row| row.is_critical) {
        signs.push((plain("*"), "held up an objective"));
    }
    let mut spans = Vec::new();
    for (place, (sign, meaning)) in signs.into_iter().enumerate() {
        let separator = if place > 0 { ", " } else { "" };
        spans.extend([faint(separator), sign, faint(format!(" {meaning}"))]);
    }
    page::wrapped(vec![plain("  ")], &spans, columns)
}
