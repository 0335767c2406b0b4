//! Working days, so that no letter asks for an answer on a Sunday or on a public holiday.
//!
//! Monday to Friday without the nine nationwide holidays and the two that Thuringia has of its own (Thüringer Feier- und
//! Gedenktagsgesetz § 2: Reformationstag 31.10., Weltkindertag 20.09. since 2019). Movable feasts follow from Easter Sunday.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Gregorian Easter Sunday (Gauß in the form of Meeus/Jones/Butcher); `None` outside the calendar's range.
pub fn easter(year: i32) -> Option<NaiveDate> {
    let a = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let skipped_leap = century - century / 4 - (8 * century + 13) / 25;
    let h = (19 * a + skipped_leap + 15).rem_euclid(30);
    let h = h - (h / 28) * (1 - (29 / (h + 1)) * ((21 - a) / 11));
    let weekday = (100 * century + of_century + year.div_euclid(4) + h + 2 - century + century / 4)
        .rem_euclid(7);
    let l = h - weekday;
    let month = 3 + (l + 40) / 44;
    let day = l + 28 - 31 * (month / 4);
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// The name of a public holiday in Thuringia, where the day is one.
pub fn holiday(day: NaiveDate) -> Option<&'static str> {
    let fixed = match (day.month(), day.day()) {
        (1, 1) => Some("Neujahr"),
        (5, 1) => Some("Tag der Arbeit"),
        (9, 20) if day.year() >= 2019 => Some("Weltkindertag"),
        (10, 3) => Some("Tag der Deutschen Einheit"),
        (10, 31) => Some("Reformationstag"),
        (12, 25 | 26) => Some("Weihnachten"),
        _ => None,
    };
    if fixed.is_some() {
        return fixed;
    }
    match day.signed_duration_since(easter(day.year())?).num_days() {
        -2 => Some("Karfreitag"),
        1 => Some("Ostermontag"),
        39 => Some("Christi Himmelfahrt"),
        50 => Some("Pfingstmontag"),
        _ => None,
    }
}

pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && holiday(day).is_none()
}

/// The day itself if it is a working day, else the next one.
pub fn on_or_after(day: NaiveDate) -> NaiveDate {
    let mut day = day;
    while !is_working_day(day) {
        let Some(next) = day.checked_add_days(Days::new(1)) else { return day };
        day = next;
    }
    day
}

/// The last working day before the day.
pub fn before(day: NaiveDate) -> NaiveDate {
    let mut day = day;
    while let Some(previous) = day.checked_sub_days(Days::new(1)) {
        day = previous;
        if is_working_day(day) {
            break;
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        NaiveDate::parse_from_str(text, "%d.%m.%Y").unwrap()
    }

    #[test]
    fn easter_falls_where_the_calendar_says() {
        for (year, sunday) in [
            (1961, "02.04.1961"),
            (2008, "23.03.2008"),
            (2019, "21.04.2019"),
            (2023, "09.04.2023"),
            (2024, "31.03.2024"),
            (2025, "20.04.2025"),
            (2026, "05.04.2026"),
            (2038, "25.04.2038"),
            (2049, "18.04.2049"),
            (2076, "19.04.2076"),
        ] {
            assert_eq!(easter(year), Some(day(sunday)), "{year}");
        }
    }

    #[test]
    fn an_answer_is_never_asked_for_on_a_free_day() {
        for (asked, moved) in [
            ("05.03.2024", "05.03.2024"),
            ("09.03.2024", "11.03.2024"), // Saturday
            ("29.03.2024", "02.04.2024"), // Karfreitag to the Tuesday after Easter
            ("09.05.2024", "10.05.2024"), // Himmelfahrt
            ("20.05.2024", "21.05.2024"), // Pfingstmontag
            ("20.09.2024", "23.09.2024"), // Weltkindertag, a Friday
            ("20.09.2018", "20.09.2018"), // before it was a holiday
            ("31.10.2024", "01.11.2024"), // Reformationstag
            ("25.12.2024", "27.12.2024"),
        ] {
            assert_eq!(on_or_after(day(asked)), day(moved), "{asked}");
        }
    }
}
