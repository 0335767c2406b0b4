//! The calendar file keeps to RFC 5545.

use beschlusskontrolle::io::calendar_writer::write;
use beschlusskontrolle::letters::calendar::Appointment;
use chrono::{NaiveDate, NaiveTime};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn appointment() -> Appointment {
    Appointment {
        id: "termin.probe.2024-09-14".to_owned(),
        from: day("2024-09-14"),
        to: day("2024-09-15"),
        time: None,
        summary: "Treffen; mit Gästen, „Grüßen“ und \\ einem sehr langen Namen, der über die Zeile hinausgeht äöü".to_owned(),
        description: "Zeile 1\nZeile 2\r\nBEGIN:VEVENT".to_owned(),
        place: String::new(),
        certain: true,
    }
}

fn lines(appointments: &[Appointment]) -> Vec<String> {
    let bytes = write(appointments, "Beschluss", day("2024-03-11"));
    assert_eq!(bytes, write(appointments, "Beschluss", day("2024-03-11")));
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        assert!(line.ends_with(b"\r\n") && line.len() <= 77, "{}", String::from_utf8_lossy(line));
        std::str::from_utf8(line).expect("no character is cut in two");
    }
    let text = String::from_utf8(bytes).unwrap();
    text.replace("\r\n ", "").lines().map(str::to_owned).collect()
}

#[test]
fn days_end_with_the_day_behind_them_and_texts_are_escaped() {
    let lines = lines(&[appointment()]);
    for line in [
        "UID:termin.probe.2024-09-14@beschlusskontrolle",
        "DTSTAMP:20240311T000000Z",
        "DTSTART;VALUE=DATE:20240914",
        "DTEND;VALUE=DATE:20240916",
        "SUMMARY:Treffen\\; mit Gästen\\, „Grüßen“ und \\\\ einem sehr langen Namen\\, der über die Zeile hinausgeht äöü",
        "DESCRIPTION:Zeile 1\\nZeile 2\\nBEGIN:VEVENT",
        "STATUS:CONFIRMED",
        "SEQUENCE:0",
    ] {
        assert!(lines.iter().any(|l| l == line), "{line} is missing in {lines:#?}");
    }
    assert!(!lines.iter().any(|line| line.contains("VTIMEZONE") || line.starts_with("LOCATION")));
    assert_eq!(lines.iter().filter(|line| *line == "BEGIN:VEVENT").count(), 1);
}

#[test]
fn a_time_of_day_brings_its_time_zone() {
    let at = |hour| NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
    let timed = Appointment {
        to: day("2024-09-14"),
        time: Some((at(10), Some(at(12)))),
        certain: false,
        place: "Gotha".to_owned(),
        ..appointment()
    };
    let lines = lines(std::slice::from_ref(&timed));
    for line in [
        "TZID:Europe/Berlin",
        "DTSTART;TZID=Europe/Berlin:20240914T103000",
        "DTEND;TZID=Europe/Berlin:20240914T123000",
        "STATUS:TENTATIVE",
        "LOCATION:Gotha",
    ] {
        assert!(lines.iter().any(|l| l == line), "{line} is missing in {lines:#?}");
    }
    let open = Appointment { time: Some((at(10), None)), ..timed };
    assert!(
        !self::lines(&[open]).iter().any(|line| line.starts_with("DTEND;TZID")),
        "an end nobody knows"
    );
}
