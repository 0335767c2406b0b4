//! The calendar file, `.ics` (RFC 5545): what calendars of every make read. No clock: the stamp is the Stichtag, so the same
//! entries give the same bytes.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{Days, NaiveDate, NaiveTime};

use crate::letters::calendar::Appointment;

/// RFC 5545, 3.6.5: the rules of Central European Time since 1996.
const TIME_ZONE: &str = "Europe/Berlin";
const TIME_ZONE_RULES: [&str; 16] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Berlin",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
];

/// Writes the calendar. `stamp` is the Stichtag, `name` what calendars call it.
pub fn write(appointments: &[Appointment], name: &str, stamp: NaiveDate) -> Vec<u8> {
    let mut out = String::new();
    let mut line = |text: &str| fold(&mut out, text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Beschlusskontrolle//DE");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escaped(name)));
    if appointments.iter().any(|one| one.time.is_some()) {
        for rule in TIME_ZONE_RULES {
            line(rule);
        }
        line("END:VTIMEZONE");
    }
    let stamp = format!("DTSTAMP:{}T000000Z", stamp.format("%Y%m%d"));
    for one in appointments {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@beschlusskontrolle", escaped(&one.id)));
        line(&stamp);
        if let Some((begin, end)) = one.time {
            line(&format!("DTSTART{}", at(one.from, begin)));
            if let Some(end) = end {
                line(&format!("DTEND{}", at(one.to, end)));
            }
        } else {
            // the day behind the last one (3.6.1)
            let after = one.to.checked_add_days(Days::new(1)).unwrap_or(one.to);
            line(&format!("DTSTART;VALUE=DATE:{}", one.from.format("%Y%m%d")));
            line(&format!("DTEND;VALUE=DATE:{}", after.format("%Y%m%d")));
        }
        for (property, text) in
            [("SUMMARY", &one.summary), ("DESCRIPTION", &one.description), ("LOCATION", &one.place)]
        {
            if !text.is_empty() {
                line(&format!("{property}:{}", escaped(text)));
            }
        }
        line(if one.certain { "STATUS:CONFIRMED" } else { "STATUS:TENTATIVE" });
        // a day to be remembered keeps nobody from other appointments
        line(if one.time.is_some() { "TRANSP:OPAQUE" } else { "TRANSP:TRANSPARENT" });
        line("SEQUENCE:0");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out.into_bytes()
}

fn at(day: NaiveDate, time: NaiveTime) -> String {
    format!(";TZID={TIME_ZONE}:{}T{}", day.format("%Y%m%d"), time.format("%H%M%S"))
}

/// 3.3.11, without control characters.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| matches!(c, '\\' | ';' | ',') || c.is_control()) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' | '\r' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.into()
}

/// 3.1: at most 75 octets a line, no character cut in two.
fn fold(out: &mut String, text: &str) {
    let mut length = 0;
    if text.len() <= 75 {
        writeln!(out, "{text}\r").ok();
        return;
    }
    for c in text.chars() {
        if length + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    writeln!(out, "\r").ok();
}
