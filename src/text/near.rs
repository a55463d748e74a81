//! "Did you mean": the known name that is nearest to what was written.

/// The candidate nearest to `written`, if one is near: at most a third of its letters differ (at least one may),
/// or it differs only in case, hyphens and underscores. Of equally near ones the first.
pub fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = written.chars().count();
    let letters = letter_set(written);
    let folded = fold(written);
    let mut best = (length / 3).max(1) + 1;
    let mut found = None;
    for candidate in candidates {
        // Comparing is dear, so names that cannot be near are passed over by length and letters first.
        let apart = letters ^ letter_set(candidate);
        if fold_is_possible(written, candidate) && fold(candidate) == folded {
            return Some(candidate);
        }
        let far_by_length = candidate.chars().count().abs_diff(length) >= best;
        let far_by_letters = apart.count_ones() as usize >= 2 * best; // At most 64.
        if far_by_length || far_by_letters {
            continue;
        }
        let distance = strsim::osa_distance(written, candidate);
        if distance < best && distance < length.max(1) {
            best = distance;
            found = Some(candidate);
        }
    }
    found
}

/// Which letters occur, one bit for each (modulo 64).
fn letter_set(text: &str) -> u64 {
    text.bytes().fold(0, |set, byte| set | 1 << (byte % 64))
}

fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

fn fold_is_possible(written: &str, candidate: &str) -> bool {
    let first = |text: &str| {
        text.chars()
            .find(|c| c.is_alphanumeric())
            .map(|c| c.to_ascii_lowercase())
    };
    first(written) == first(candidate) && written.len().abs_diff(candidate.len()) <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_found() {
        let known = ["revoke", "restore", "review", "holding-statement"];
        for (written, meant) in [
            ("revoek", Some("revoke")),
            ("Revoke", Some("revoke")),
            ("holding_statement", Some("holding-statement")),
            ("holdingStatement", Some("holding-statement")),
            ("reviw", Some("review")),
            ("declare", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, known), meant, "{written}");
        }
    }

    #[test]
    fn of_equally_near_names_the_first_is_meant() {
        assert_eq!(nearest("dba-3", ["dba-1", "dba-2"]), Some("dba-1"));
    }
}
