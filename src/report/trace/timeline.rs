//! The timeline: what happened when, on the drill's clock and on the organization's.

use crate::analysis::{Event, Importance};
use crate::quantity::{Date, Seconds};
use crate::report::clock;
use crate::report::page::{Line, Page, Span, Tone, faint, plain, width, wrapped};
use crate::report::trace::telling::{Beat, Detail, Told, beats};
use crate::report::trace::{Trace, heading};
use crate::text;

/// With more beats than that, only telling ones are told unless the timeline is asked for whole.
const BEATS_MOST: usize = 400;

/// The beats of one second, and when that was.
struct Moment {
    at: Seconds,
    beats: Vec<Beat>,
}

/// How the lines are laid out.
struct Layout {
    columns: usize,
    time_columns: usize,
    /// How wide the column of subjects is; 0: subjects stand before their sentences.
    subject_columns: usize,
}

/// What happened, second by second.
pub(super) fn lines(trace: Trace<'_>, columns: usize, is_whole: bool) -> Page {
    let mut moments = moments(trace);
    let all = count(&moments);
    if !is_whole && all > BEATS_MOST {
        shorten(&mut moments);
    }
    let left_out = all - count(&moments);
    let layout = layout(trace, &moments, columns);
    let zone = &trace.drill.organization.zone;
    let mut page = heading("timeline");
    if let Some(line) = page.last_mut() {
        let clocks = format!(" · hours since onset, time in {}", zone.name());
        line.push(faint(clocks));
    }
    let mut day: Option<Date> = None;
    for moment in &moments {
        let now = trace.story.onset.after(moment.at);
        let today = zone.civil(now).date();
        if day != Some(today) {
            let indent = " ".repeat(layout.time_columns + 1);
            page.push(vec![
                plain(indent),
                Span::new(Tone::Heading, clock::day(zone, now)),
            ]);
            day = Some(today);
        }
        let since = text::padded_left(&clock::since_onset(moment.at), layout.time_columns);
        let time = clock::time(zone, now);
        for (place, beat) in moment.beats.iter().enumerate() {
            let times = if place == 0 {
                vec![faint(&since), plain(format!(" {time}"))]
            } else {
                vec![plain(" ".repeat(layout.time_columns + 6))]
            };
            page.extend(beat_lines(times, beat, &layout));
        }
    }
    if left_out > 0 {
        let more = text::counted(left_out, "event");
        page.push(vec![faint(format!(
            "  {more} left out; --only timeline tells all of them"
        ))]);
    }
    page
}

fn moments(trace: Trace<'_>) -> Vec<Moment> {
    let mut told = Told::default();
    trace
        .story
        .events
        .chunk_by(|one, next| one.at == next.at)
        .map(|second| Moment {
            at: second
                .first()
                .map_or(Seconds::ZERO, |event: &Event| event.at),
            beats: beats(trace, second, &mut told),
        })
        .filter(|moment| !moment.beats.is_empty())
        .collect()
}

fn count(moments: &[Moment]) -> usize {
    moments.iter().map(|moment| moment.beats.len()).sum()
}

/// Leaves out what is routine, then what is ordinary, then the last ones.
fn shorten(moments: &mut Vec<Moment>) {
    for least in [Importance::Ordinary, Importance::Telling] {
        if count(moments) > BEATS_MOST {
            for moment in moments.iter_mut() {
                moment.beats.retain(|beat| beat.importance >= least);
            }
        }
    }
    let mut left = BEATS_MOST;
    for moment in moments.iter_mut() {
        moment.beats.truncate(left);
        left -= moment.beats.len();
    }
    moments.retain(|moment| !moment.beats.is_empty());
}

fn layout(trace: Trace<'_>, moments: &[Moment], columns: usize) -> Layout {
    let time_columns = clock::since_onset(trace.story.horizon).len();
    let subjects = moments.iter().flat_map(|moment| &moment.beats);
    let widths = subjects.map(|beat| text::width(&beat.subject));
    // A subject that is wider stands on a line of its own.
    let widest = widths.filter(|width| *width <= columns / 4).max();
    let subject_columns = if columns < 80 { 0 } else { widest.unwrap_or(0) };
    Layout {
        columns,
        time_columns,
        subject_columns,
    }
}

fn beat_lines(times: Line, beat: &Beat, layout: &Layout) -> Page {
    let mut first = times;
    let sign = Span::new(beat.sign.tone(), beat.sign.letter().to_string());
    first.extend([plain("  "), sign, plain(" ")]);
    let room_for_subject = layout.subject_columns;
    let subject_columns = text::width(&beat.subject);
    let mut page = Page::new();
    let mut sentence = Vec::new();
    if room_for_subject == 0 {
        if !beat.subject.is_empty() {
            sentence.extend([plain(&beat.subject), plain(" ")]);
        }
    } else if subject_columns > room_for_subject {
        let indent = width(&first) + room_for_subject + 2;
        first.push(plain(&beat.subject));
        page.push(first);
        first = vec![plain(" ".repeat(indent))];
    } else if !beat.subject.is_empty() {
        let subject = text::padded_right(&beat.subject, room_for_subject);
        first.extend([plain(subject), plain("  ")]);
    }
    let indent = width(&first);
    sentence.extend(beat.sentence.iter().cloned());
    page.extend(wrapped(first, &sentence, layout.columns));
    for detail in &beat.details {
        page.extend(detail_lines(detail, indent, layout.columns));
    }
    page
}

fn detail_lines(detail: &Detail, indent: usize, columns: usize) -> Page {
    let blanks = plain(" ".repeat(indent));
    match detail {
        Detail::Consequence(said) => wrapped(
            vec![blanks, faint("→ ")],
            &[plain(text::one_line(said))],
            columns,
        ),
        Detail::Message(paragraph) => {
            let room = columns.saturating_sub(indent + 2);
            text::wrapped(paragraph, room)
                .into_iter()
                .map(|line| vec![blanks.clone(), faint("│"), plain(format!(" {line}"))])
                .collect()
        }
    }
}
