//! Figures as people read them: durations in hours and minutes, numbers with three significant digits, bars.

use crate::quantity::Seconds;
use crate::text;

/// "45 s", "3 min 20", "43 min", "1 h 30", "72 h", "5 d 4 h": not more than two units, rounded to the smaller one.
pub(super) fn duration(time: Seconds) -> String {
    if time < Seconds::ZERO {
        return format!("-{}", duration(Seconds(-time.0)));
    }
    let minutes = (time.0 + 30) / 60;
    let hours = (time.0 + 1_800) / 3_600;
    if time.0 < 60 {
        format!("{} s", time.0)
    } else if time.0 < 600 {
        two_units(time.0, 60, "min", "")
    } else if minutes < 60 {
        format!("{minutes} min")
    } else if minutes < 100 * 60 {
        two_units(minutes, 60, "h", "")
    } else {
        two_units(hours, 24, "d", " h")
    }
}

/// "1 h 30", "3 min 20", "2 d 5 h".
fn two_units(total: i64, per_large: i64, large: &str, small: &str) -> String {
    let (whole, rest) = (total / per_large, total % per_large);
    if rest == 0 {
        format!("{whole} {large}")
    } else if small.is_empty() {
        format!("{whole} {large} {rest:02}")
    } else {
        format!("{whole} {large} {rest}{small}")
    }
}

/// "3 s", "0.4 s", "7 min", "2 h": one significant digit in the largest unit that it reaches, as of an uncertainty.
pub(super) fn rough_duration(seconds: f64) -> String {
    let units = [
        (345_600.0, 86_400.0, "d"),
        (3_600.0, 3_600.0, "h"),
        (60.0, 60.0, "min"),
    ];
    let reached = units.iter().find(|(from, ..)| seconds >= *from);
    let (_, unit, name) = reached.copied().unwrap_or((0.0, 1.0, "s"));
    match seconds {
        0.0 => "0".to_owned(),
        seconds => format!("{} {name}", rough(seconds / unit)),
    }
}

/// Like [`duration`], but to the second where the two would look the same without being it.
pub(super) fn duration_beside(time: Seconds, other: Seconds) -> String {
    let rounded = duration(time);
    if time == other || rounded != duration(other) {
        return rounded;
    }
    let (hours, minutes, seconds) = (time.0 / 3_600, time.0 / 60 % 60, time.0 % 60);
    let parts = [(hours, "h"), (minutes, "min"), (seconds, "s")];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    parts.join(" ")
}

/// "21,800", "61.4", "0.0325", "0", "5.03e15": three significant digits, commas between thousands.
pub(super) fn number(value: f64) -> String {
    with_digits(value, 3)
}

/// "4", "0.4", "1.6", "20", "0": an uncertainty, by [`told_uncertainty`].
pub(super) fn rough(value: f64) -> String {
    with_digits(told_uncertainty(value), 2)
}

/// An uncertainty as it is told: rounded up to one significant digit, or to two where the first is 1 or 2, so that it is never told
/// smaller than it is, and hardly larger.
pub(super) fn told_uncertainty(value: f64) -> f64 {
    let Some(last) = last_digit(value) else {
        return value;
    };
    let step = 10.0_f64.powi(last);
    // What a float cannot say exactly is not rounded up.
    let steps = (value.abs() / step - 1e-9).ceil();
    steps * step * value.signum()
}

/// The power of ten of the last digit with which an uncertainty is told; `None`: there is none, or no end of it.
fn last_digit(uncertainty: f64) -> Option<i32> {
    if uncertainty == 0.0 || !uncertainty.is_finite() {
        return None;
    }
    let first = magnitude(uncertainty);
    let is_two_digits = uncertainty.abs() < 3.0 * 10.0_f64.powi(first);
    Some(if is_two_digits { first - 1 } else { first })
}

/// The power of ten of the first digit of a number that is not 0.
fn magnitude(value: f64) -> i32 {
    value.abs().log10().floor() as i32 // Within the range of a float's exponent.
}

/// Three significant digits, and more down to the last digit of the uncertainty that is told with it: "28,359,680" beside 110.
pub(super) fn number_known_to(value: f64, uncertainty: f64) -> String {
    match last_digit(uncertainty) {
        // A float has about 15 digits.
        Some(last) if value != 0.0 && (3..15).contains(&(magnitude(value) - last)) => {
            to_power(value, last)
        }
        Some(_) | None => number(value),
    }
}

/// "44", "3.1", "0.04": whole from ten on, else two significant digits.
pub(super) fn rounded(value: f64) -> String {
    if value.abs() >= 10.0 {
        with_digits(value.round(), 6)
    } else {
        with_digits(value, 2)
    }
}

/// Like [`number`], but with as many digits as tell the two apart.
pub(super) fn number_beside(value: f64, other: f64) -> String {
    // A float has no more than 17 significant digits.
    (3..17)
        .map(|digits| (with_digits(value, digits), with_digits(other, digits)))
        .find(|(one, two)| one != two || value == other)
        .map_or_else(|| value.to_string(), |(text, _)| text)
}

/// So many significant digits, trailing zeros after the point left out.
fn with_digits(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    // A level or a cost may grow beyond what a float holds.
    if !value.is_finite() {
        return if value.is_nan() {
            "?"
        } else if value > 0.0 {
            "∞"
        } else {
            "-∞"
        }
        .to_owned();
    }
    let scientific = format!("{:.*e}", digits - 1, value.abs());
    let (mantissa, exponent) = scientific
        .split_once('e')
        .expect("scientific notation has an exponent");
    let exponent: i32 = exponent.parse().expect("an exponent is a whole number");
    let sign = if value < 0.0 { "-" } else { "" };
    if !(-6..15).contains(&exponent) {
        return format!("{sign}{scientific}");
    }
    let figures: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let (whole, fraction) = match usize::try_from(exponent) {
        Ok(exponent) => {
            let padded = format!("{figures:0<width$}", width = exponent + 1);
            let (whole, fraction) = padded.split_at(exponent + 1);
            (whole.to_owned(), fraction.to_owned())
        }
        Err(_) => {
            let zeros = usize::try_from(-exponent - 1).expect("a negative exponent");
            ("0".to_owned(), format!("{}{figures}", "0".repeat(zeros)))
        }
    };
    let whole = text::number(whole.parse::<u64>().expect("at most 15 digits"));
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

/// "57 %", "99.98 %": only what is 0 or 1 is called 0 % or 100 %.
pub(super) fn percent(share: f64) -> String {
    let [percent, _] = percents([share; 2]);
    percent
}

/// The same of so many of all: "57 %".
pub(super) fn percent_of(count: u64, all: u64) -> String {
    percent(count as f64 / all as f64) // Counts are far below 2^53.
}

/// A share in points of 100, with as many decimals as the uncertainty that is told with it, in points too: "38", "99.81"; what is
/// not all or nothing is not rounded to that: "99".
pub(super) fn points_beside(share: f64, uncertainty: f64) -> String {
    let told = rough(uncertainty);
    let decimals = told
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    if share > 0.0 && share < 1.0 {
        let least = 0.1_f64.powi(decimals as i32); // A few.
        to_decimals((share * 100.0).clamp(least, 100.0 - least), decimals)
    } else {
        to_decimals(share * 100.0, 0)
    }
}

/// The ends of an interval of shares in points of 100, to a tenth of its width and rounded outwards: "64–100", "96.2–100".
pub(super) fn points_between(low: f64, high: f64) -> String {
    let tenth = rough((high - low) * 10.0);
    let decimals = tenth
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let power = 10.0_f64.powi(decimals as i32); // A few.
    // What a float cannot say exactly is not rounded any further.
    let low = (low * 100.0 * power + 1e-9).floor() / power;
    let high = (high * 100.0 * power - 1e-9).ceil() / power;
    let end = |points: f64| match points {
        0.0 | 100.0 => format!("{points}"),
        points => format!("{points:.decimals$}"),
    };
    format!("{}–{}", end(low), end(high))
}

/// Two shares beside each other, with as many digits as tell both apart and from none and all: "99.7 %" and "99.9 %".
pub(super) fn percents(shares: [f64; 2]) -> [String; 2] {
    let [one, other] = shares;
    let is_between = |share: f64| share > 0.0 && share < 1.0;
    let is_told = |decimals: &usize| {
        let text = |share: f64| to_decimals(share * 100.0, *decimals);
        let ends = [text(0.0), text(1.0)];
        let is_own = |share: f64| !is_between(share) || !ends.contains(&text(share));
        is_own(one) && is_own(other) && (one == other || text(one) != text(other))
    };
    const MOST: usize = 2;
    let decimals = (0..=MOST).find(is_told).unwrap_or(MOST);
    let least = 0.1_f64.powi(decimals as i32); // At most two.
    shares.map(|share| {
        if is_between(share) {
            let percent = (share * 100.0).clamp(least, 100.0 - least);
            format!("{} %", to_decimals(percent, decimals))
        } else {
            format!("{} %", to_decimals(share.clamp(0.0, 1.0) * 100.0, 0))
        }
    })
}

/// Halves are rounded up, as everywhere else.
fn to_decimals(value: f64, decimals: usize) -> String {
    let power = 10.0_f64.powi(decimals as i32); // A few.
    format!("{:.decimals$}", (value * power).round() / power)
}

/// Two numbers beside each other; where words would make them look the same, with up to three digits more.
pub(super) fn told_apart(numbers: [f64; 2], words: impl Fn(f64) -> String) -> [String; 2] {
    let rounded = numbers.map(words);
    if numbers[0] == numbers[1] || rounded[0] != rounded[1] {
        return rounded;
    }
    let largest = numbers[0].abs().max(numbers[1].abs());
    let third = largest.log10().floor() as i32 - 2; // Within the range of a float's exponent.
    (third - 3..=third)
        .rev()
        .map(|power| numbers.map(|number| to_power(number, power)))
        .find(|[one, other]| one != other)
        .unwrap_or(rounded)
}

/// "23,000" to the step 1,000, "1.50" to the step 0.01: all digits down to that power of ten, and none below.
pub(super) fn to_power(value: f64, power: i32) -> String {
    let decimals = usize::try_from(-power).unwrap_or(0);
    let step = 10.0_f64.powi(power.max(0));
    let rounded = if power > 0 {
        (value.abs() / step).round() * step
    } else {
        value.abs()
    };
    let text = format!("{rounded:.decimals$}");
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, format!(".{fraction}")),
        None => (text.as_str(), String::new()),
    };
    let sign = if value < 0.0 { "-" } else { "" };
    match whole.parse::<u64>() {
        Ok(whole) => format!("{sign}{}{fraction}", text::number(whole)),
        // More than 2^64.
        Err(_) => number(value),
    }
}

/// "412,000 CNY"; without a currency the number alone.
pub(super) fn money(amount: f64, currency: Option<&str>) -> String {
    counted_in(number(amount), currency)
}

/// The figure with its unit behind it, where there is one.
pub(super) fn counted_in(figure: String, unit: Option<&str>) -> String {
    match unit {
        Some(unit) => format!("{figure} {unit}"),
        None => figure,
    }
}

/// "1 h 51" or "0 h 29", to stand in a column; below half a minute in seconds.
pub(super) fn hours(time: Seconds) -> String {
    if time.0 < 30 {
        return format!("{} s", time.0);
    }
    let minutes = (time.0 + 30) / 60;
    format!("{} h {:02}", minutes / 60, minutes % 60)
}

/// A bar whose length is the share of so many columns, to an eighth of a column; the smallest positive share still shows.
pub(super) fn bar(share: f64, columns: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * columns as f64 * 8.0).round() as usize; // A terminal has few columns.
    let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uncertainty_is_never_told_smaller_than_it_is_and_hardly_larger() {
        for (value, told) in [
            (0.0, "0"),
            (0.04, "0.04"),
            (0.041, "0.05"),
            (1_481.0, "1,500"),
            (2.01, "2.1"),
            (2.91, "3"),
            (9.2, "10"),
            (f64::INFINITY, "∞"),
        ] {
            assert_eq!(rough(value), told);
        }
        for k in 1..1_000 {
            let value = f64::from(k) * 0.0137;
            let told = told_uncertainty(value);
            assert!(
                told >= value * (1.0 - 1e-9) && told < value * 1.34,
                "{value}"
            );
        }
    }

    #[test]
    fn the_ends_of_an_interval_lie_no_nearer_than_they_are() {
        for (low, high, told) in [
            (0.6457, 1.0, "64–100"),
            (0.9630, 1.0, "96.3–100"),
            (0.952_1, 0.997_9, "95.2–99.8"),
            (0.0, 0.000_38, "0–0.038"),
            (0.000_1, 0.301, "0–31"),
        ] {
            assert_eq!(points_between(low, high), told);
        }
    }

    #[test]
    fn a_number_is_told_to_the_last_digit_of_its_uncertainty_and_to_three_at_least() {
        for (value, uncertainty, told) in [
            (28_359_682.0, 110.0, "28,359,680"),
            (28_316.2, 50.0, "28,320"),
            (228_730.0, 1_500.0, "228,700"),
            (61.44, 4.0, "61.4"),
            (98.364, 0.06, "98.36"),
            (-3.0, 0.012, "-3.000"),
            (61.44, 0.0, "61.4"),
            (0.0, 3.0, "0"),
        ] {
            assert_eq!(number_known_to(value, uncertainty), told);
        }
    }

    #[test]
    fn a_share_has_the_decimals_of_its_uncertainty() {
        for (share, uncertainty, told) in [
            (0.384, 4.0, "38"),
            (0.384, 1.2, "38.4"),
            (0.998_1, 0.09, "99.81"),
            (0.999_6, 3.0, "99"),
            (1.0, 0.09, "100"),
            (0.0, 2.0, "0"),
        ] {
            assert_eq!(points_beside(share, uncertainty), told);
        }
    }

    #[test]
    fn an_uncertainty_of_time_is_told_in_the_largest_unit() {
        let cases = [
            (0.0, "0"),
            (0.04, "0.04 s"),
            (3.0, "3 s"),
            (14.6, "15 s"),
            (400.0, "7 min"),
            (5_000.0, "1.4 h"),
            (40_000.0, "12 h"),
            (400_000.0, "5 d"),
        ];
        for (seconds, shown) in cases {
            assert_eq!(rough_duration(seconds), shown);
        }
    }

    #[test]
    fn durations_have_at_most_two_units() {
        for (seconds, text) in [
            (0, "0 s"),
            (45, "45 s"),
            (60, "1 min"),
            (200, "3 min 20"),
            (605, "10 min"),
            (3_569, "59 min"),
            (3_570, "1 h"),
            (5_400, "1 h 30"),
            (14_400, "4 h"),
            (259_200, "72 h"),
            (359_969, "99 h 59"),
            (359_970, "4 d 4 h"),
            (14 * 86_400, "14 d"),
            (-90, "-1 min 30"),
        ] {
            assert_eq!(duration(Seconds(seconds)), text, "{seconds}");
        }
    }

    #[test]
    fn a_missed_target_never_looks_met() {
        let (target, value) = (Seconds(14_400), Seconds(14_412));
        assert_eq!(duration_beside(value, target), "4 h 12 s");
        assert_eq!(duration_beside(target, target), "4 h");
        assert_eq!(duration_beside(Seconds(14_460), target), "4 h 01");
        assert_eq!(number_beside(20_049.0, 20_000.0), "20,050");
        assert_eq!(number_beside(20_000.0, 20_000.0), "20,000");
        assert_eq!(number_beside(21_843.0, 20_000.0), "21,800");
    }

    #[test]
    fn numbers_have_three_significant_digits() {
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (61.44, "61.4"),
            (999.6, "1,000"),
            (21_843.0, "21,800"),
            (1_234_567.0, "1,230,000"),
            (0.032_456, "0.0325"),
            (-4.25, "-4.25"),
            (1e-9, "1.00e-9"),
            (503_400_000_000.0, "503,000,000,000"),
            (3e20, "3.00e20"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn only_all_is_a_hundred_percent() {
        assert_eq!(
            [0.0, 0.001, 0.574, 0.9998, 1.0].map(percent).join(" "),
            "0 % 0.1 % 57 % 99.98 % 100 %"
        );
    }

    #[test]
    fn two_shares_have_the_digits_that_tell_them_apart() {
        for (shares, text) in [
            ([0.37, 0.77], "37 % 77 %"),
            ([0.994, 0.999], "99.4 % 99.9 %"),
            ([0.9987, 1.0], "99.9 % 100 %"),
            ([0.5001, 0.5002], "50.01 % 50.02 %"),
            ([0.5, 0.5], "50 % 50 %"),
            ([0.365, 0.505], "37 % 51 %"),
            ([0.0, 0.000_001], "0 % 0.01 %"),
            ([0.004, 0.31], "0.4 % 31.0 %"),
        ] {
            assert_eq!(percents(shares).join(" "), text);
        }
    }

    #[test]
    fn two_numbers_have_the_digits_that_tell_them_apart() {
        for (numbers, text) in [
            ([82.83, 85.41], "82.8 85.4"),
            ([82.83, 82.84], "82.83 82.84"),
            ([97.42, 97.40], "97.42 97.40"),
            ([1.0, 1.0 + 1e-12], "1 1"),
        ] {
            assert_eq!(told_apart(numbers, number).join(" "), text);
        }
    }

    #[test]
    fn digits_end_at_a_power_of_ten() {
        for (value, power, text) in [
            (228_730.0, 3, "229,000"),
            (2.5375, -1, "2.5"),
            (3.0, -2, "3.00"),
            (-40.6, 0, "-41"),
            (0.4, 0, "0"),
        ] {
            assert_eq!(to_power(value, power), text);
        }
    }

    #[test]
    fn bars_measure_eighths() {
        assert_eq!(bar(0.5, 10), "█████");
        assert_eq!(bar(0.56, 10), "█████▋");
        assert_eq!(bar(0.0001, 10), "▏");
        assert_eq!(bar(0.0, 10), "");
    }
}
