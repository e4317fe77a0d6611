//! The three ways in which headers tell a moment or a stretch of time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Days from 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant,
/// "chrono-compatible low-level date algorithms", `days_from_civil`).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn moment(date: [i64; 3], time: [i64; 3], offset_seconds: i64) -> Option<SystemTime> {
    let ([year, month, day], [hour, minute, second]) = (date, time);
    let sane = (1970..10_000).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    if !sane {
        return None;
    }
    let days = days_from_civil(year, month, day);
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset_seconds;
    Some(UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).ok()?))
}

fn number(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn clock(text: &str) -> Option<[i64; 3]> {
    let mut parts = text.split(':').map(number);
    let time = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(time)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form HTTP may generate
/// (RFC 9110, section 5.6.7).
pub(crate) fn http_date(text: &str) -> Option<SystemTime> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut words = text.split_once(", ")?.1.split(' ');
    let day = number(words.next()?)?;
    let name = words.next()?;
    let month = MONTHS.iter().position(|m| *m == name)?;
    let year = number(words.next()?)?;
    let time = clock(words.next()?)?;
    if words.next() != Some("GMT") {
        return None;
    }
    moment([year, i64::try_from(month).ok()? + 1, day], time, 0)
}

/// `2026-11-23T15:04:05Z`, with fractions of a second and offsets (RFC 3339).
pub(crate) fn rfc3339(text: &str) -> Option<SystemTime> {
    let (date, rest) = text.split_once(['T', 't', ' '])?;
    let mut parts = date.split('-').map(number);
    let date = [parts.next()??, parts.next()??, parts.next()??];
    let zone = rest.find(['Z', 'z', '+', '-'])?;
    let (time, zone) = rest.split_at(zone);
    let time = clock(time.split('.').next()?)?;
    let offset = match zone {
        "Z" | "z" => 0,
        signed => {
            let sign = if signed.starts_with('-') { -1 } else { 1 };
            let (hours, minutes) = signed.get(1..)?.split_once(':')?;
            sign * (number(hours)? * 3_600 + number(minutes)? * 60)
        }
    };
    moment(date, time, offset)
}

/// A span such as `1s`, `120ms`, `6m0s`, `1h2m3.5s`, or bare seconds `0.25`.
pub(crate) fn span(text: &str) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let mut total = Duration::ZERO;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let amount: f64 = rest[..digits].parse().ok()?;
        let units = &rest[digits..];
        let end = units
            .find(|c: char| c.is_ascii_digit() || c == '.')
            .unwrap_or(units.len());
        let unit = match &units[..end] {
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3_600.0,
            "d" => 86_400.0,
            _ => return None,
        };
        total = total.checked_add(Duration::try_from_secs_f64(amount * unit).ok()?)?;
        rest = &units[end..];
    }
    (!text.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix(moment: Option<SystemTime>) -> Option<u64> {
        Some(moment?.duration_since(UNIX_EPOCH).ok()?.as_secs())
    }

    #[test]
    fn dates_are_read() {
        assert_eq!(
            unix(http_date("Sun, 06 Nov 1994 08:49:37 GMT")),
            Some(784_111_777)
        );
        assert_eq!(unix(rfc3339("1994-11-06T08:49:37Z")), Some(784_111_777));
        assert_eq!(
            unix(rfc3339("1994-11-06T09:49:37.25+01:00")),
            Some(784_111_777)
        );
        assert_eq!(unix(rfc3339("2024-02-29T00:00:00Z")), Some(1_709_164_800));
        for wrong in ["", "soon", "Sun, 06 Foo 1994 08:49:37 GMT", "1994-11-06"] {
            assert_eq!(http_date(wrong), None, "{wrong}");
            assert_eq!(rfc3339(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn spans_are_read() {
        assert_eq!(span("120ms"), Some(Duration::from_millis(120)));
        assert_eq!(span("6m0s"), Some(Duration::from_secs(360)));
        assert_eq!(span("1h2m3.5s"), Some(Duration::from_millis(3_723_500)));
        assert_eq!(span("0.25"), Some(Duration::from_millis(250)));
        for wrong in ["", "s", "5 apples", "-3", "NaN", "1e400", "12x"] {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }
}
