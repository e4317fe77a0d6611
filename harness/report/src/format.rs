//! Figures as text.

use tribunal_stats::Estimate;

/// A share in \[0, 1\] in percent with one decimal. `100.0` and `0.0` are said of exactly 1
/// and 0 alone: one wrong answer in ten thousand does not round away.
pub fn bare_percent(share: f64) -> String {
    let tenths = (share * 1000.0).round();
    let tenths = if share < 1.0 && share > 0.0 {
        tenths.clamp(1.0, 999.0)
    } else {
        tenths
    };
    format!("{:.1}", tenths / 10.0)
}

/// `81.2 %`.
pub fn percent(share: f64) -> String {
    format!("{} %", bare_percent(share))
}

/// `[78.9, 83.4]`, in percent.
pub fn interval(low: f64, high: f64) -> String {
    format!("[{}, {}]", bare_percent(low), bare_percent(high))
}

/// `81.2 % [78.9, 83.4]`.
pub fn estimate(estimate: &Estimate) -> String {
    format!(
        "{} {}",
        percent(estimate.mean),
        interval(estimate.low, estimate.high)
    )
}

/// A difference of shares in percentage points with its sign: `+1.2`, `−0.4`, `0.0`.
pub fn points(difference: f64) -> String {
    let tenths = (difference * 1000.0).round();
    match tenths {
        t if t > 0.0 => format!("+{:.1}", t / 10.0),
        t if t < 0.0 => format!("\u{2212}{:.1}", -t / 10.0),
        _ => "0.0".to_owned(),
    }
}

/// A count with a comma every three digits.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 answer`, `2 answers`.
pub fn plural(n: u64, noun: &str) -> String {
    format!("{} {noun}{}", count(n), if n == 1 { "" } else { "s" })
}

/// A mean of tokens: one decimal below 100.
pub fn tokens(mean: f64) -> String {
    if mean < 99.95 {
        format!("{mean:.1}")
    } else {
        count(mean.round() as u64)
    }
}

/// US dollars with cents, or with three significant digits below ten cents.
pub fn dollars(usd: f64) -> String {
    if usd == 0.0 || usd >= 0.1 {
        let cents = (usd * 100.0).round() as u64;
        return format!("${}.{:02}", count(cents / 100), cents % 100);
    }
    let decimals = (2.0 - usd.log10().floor()).clamp(2.0, 9.0) as usize;
    format!("${usd:.decimals$}")
}

/// Milliseconds with about three significant digits: `0.8 ms`, `45 ms`, `1.24 s`, `2 m 05 s`.
pub fn milliseconds(ms: f64) -> String {
    match ms {
        ms if ms < 9.95 => format!("{ms:.1} ms"),
        ms if ms < 999.5 => format!("{ms:.0} ms"),
        ms if ms < 9_995.0 => format!("{:.2} s", ms / 1e3),
        ms if ms < 59_950.0 => format!("{:.1} s", ms / 1e3),
        ms => duration((ms / 1e3).round() as u64),
    }
}

/// Whole seconds: `12 s`, `2 m 05 s`, `3 h 07 m`, `2 d 04 h`.
pub fn duration(seconds: u64) -> String {
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{minutes} m {:02} s", seconds % 60),
        3600..86_400 => format!("{hours} h {:02} m", minutes % 60),
        _ => format!("{} d {:02} h", hours / 24, hours % 24),
    }
}

/// Unix milliseconds as `2026-11-23 15:40 UTC`.
///
/// Days are turned into a date by counting from March, so that leap days come last (Howard
/// Hinnant, "chrono-compatible low-level date algorithms").
pub fn moment(unix_ms: i64) -> String {
    let minutes = unix_ms.div_euclid(60_000);
    let (days, minute) = (minutes.div_euclid(1440), minutes.rem_euclid(1440));
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + 400 * era + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02} UTC",
        minute / 60,
        minute % 60
    )
}

/// Text from outside, safe and short enough for a terminal: control characters would move
/// the cursor or change colours.
pub fn tame(text: &str, most: usize) -> String {
    let hidden =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut tamed: String = text
        .chars()
        .take(most)
        .map(|c| if hidden(c) { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(most).is_some() {
        tamed.pop();
        tamed.push('…');
    }
    tamed
}

/// Breaks `text` at spaces into lines of at most `width` characters; a word longer than a
/// line is cut. Lines after the first are indented by `indent` spaces.
pub fn wrap(text: &str, width: usize, indent: usize) -> String {
    wrap_after("", text, width, indent)
}

/// `label` as it is, then `text` wrapped as by [`wrap`].
pub fn wrap_after(label: &str, text: &str, width: usize, indent: usize) -> String {
    let mut wrapped = label.to_owned();
    let mut used = label.chars().count();
    let room = width.saturating_sub(indent).max(1);
    let words = text.split(' ').filter(|word| !word.is_empty());
    let pieces = words.flat_map(|word| pieces(word, room));
    for (at, piece) in pieces.enumerate() {
        let length = piece.chars().count();
        let space = usize::from(at > 0);
        if used > indent && used + space + length > width {
            wrapped.truncate(wrapped.trim_end().len());
            wrapped.push('\n');
            wrapped.extend(std::iter::repeat_n(' ', indent));
            used = indent;
        } else if at > 0 {
            wrapped.push(' ');
            used += 1;
        }
        wrapped.push_str(piece);
        used += length;
    }
    wrapped
}

/// A word in pieces of at most `room` characters.
fn pieces(word: &str, room: usize) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let end = rest
            .char_indices()
            .nth(room)
            .map_or(rest.len(), |(at, _)| at);
        let (piece, more) = rest.split_at(end);
        rest = more;
        (!piece.is_empty()).then_some(piece)
    })
}

const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Shares in \[0, 1\] as a row of at most `width` blocks; neighbours are averaged where
/// there are more.
pub fn sparkline(shares: &[f64], width: usize) -> String {
    let columns = shares.len().min(width.max(1));
    (0..columns)
        .filter_map(|column| {
            let (from, to) = (
                column * shares.len() / columns,
                (column + 1) * shares.len() / columns,
            );
            let mean = tribunal_stats::mean(&shares[from..to])?;
            Some(BLOCKS[((mean * 8.0) as usize).min(7)])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_all_is_a_hundred() {
        let shown = [0.0, 0.0001, 0.0321, 0.8124, 0.8125, 0.9999, 1.0].map(bare_percent);
        assert_eq!(
            shown,
            ["0.0", "0.1", "3.2", "81.2", "81.3", "99.9", "100.0"]
        );
    }

    #[test]
    fn points_carry_their_sign() {
        assert_eq!(
            [0.012, -0.0042, 0.0, -0.000_01].map(points),
            ["+1.2", "−0.4", "0.0", "0.0"]
        );
    }

    #[test]
    fn counts_and_money() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(count),
            ["0", "999", "1,000", "1,234,567"]
        );
        let shown = [0.0, 1.0, 0.123, 0.0421, 0.000_042, 1234.5].map(dollars);
        assert_eq!(
            shown,
            [
                "$0.00",
                "$1.00",
                "$0.12",
                "$0.0421",
                "$0.0000420",
                "$1,234.50"
            ]
        );
        assert_eq!([12.34, 99.96, 4321.0].map(tokens), ["12.3", "100", "4,321"]);
        assert_eq!(
            [plural(1, "item"), plural(1000, "item")],
            ["1 item", "1,000 items"]
        );
    }

    #[test]
    fn times() {
        let shown = [0.75, 9.96, 45.4, 999.6, 1240.0, 12_340.0, 59_960.0].map(milliseconds);
        assert_eq!(
            shown,
            [
                "0.8 ms", "10 ms", "45 ms", "1.00 s", "1.24 s", "12.3 s", "1 m 00 s"
            ]
        );
        let shown = [59, 125, 11_220, 187_200].map(duration);
        assert_eq!(shown, ["59 s", "2 m 05 s", "3 h 07 m", "2 d 04 h"]);
    }

    #[test]
    fn dates() {
        // Checked with `date -u -d @…`.
        assert_eq!(moment(0), "1970-01-01 00:00 UTC");
        assert_eq!(moment(951_782_400_000), "2000-02-29 00:00 UTC");
        assert_eq!(moment(1_700_000_000_000), "2023-11-14 22:13 UTC");
        assert_eq!(moment(-1), "1969-12-31 23:59 UTC");
    }

    #[test]
    fn nothing_from_outside_reaches_the_terminal_raw() {
        assert_eq!(
            tame("a\u{1b}[31mb\r\n\u{202e}", 20),
            "a\u{fffd}[31mb\u{fffd}\u{fffd}\u{fffd}"
        );
        assert_eq!(tame("abcdef", 4), "abc…");
        assert_eq!(tame("abcd", 4), "abcd");
    }

    #[test]
    fn wraps_at_words() {
        assert_eq!(wrap("one two three four", 9, 2), "one two\n  three\n  four");
        assert_eq!(wrap("an unbreakable", 6, 2), "an unbr\n  eaka\n  ble");
        assert_eq!(
            wrap_after("Key    ", "one two three", 12, 7),
            "Key    one\n       two\n       three"
        );
    }

    #[test]
    fn sparklines_average_when_narrow() {
        assert_eq!(sparkline(&[0.0, 0.49, 0.5, 1.0], 10), "▁▄▅█");
        assert_eq!(sparkline(&[1.0, 1.0, 0.0, 0.0], 2), "█▁");
        assert_eq!(sparkline(&[], 10), "");
    }
}
