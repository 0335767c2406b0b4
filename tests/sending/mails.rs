//! A draft of an e-mail holds what was meant and nothing else, and mail programs read it.

use beschlusskontrolle::io::eml::{Attachment, Mail, MailFault, write};
use chrono::NaiveDate;
use mail_parser::{MessageParser, MimeHeaders};

const LONG: &str = "Rechenschaftsbericht von Landesvorstand und Landesausschuss – unser Angebot an den Kreisverband Kyffhäuserkreis und an alle, die „Grüße“ mögen 🙂";

fn mail<'a>(to: &'a [String], attachments: &'a [Attachment]) -> Mail<'a> {
    Mail {
        from_name: "Landesgeschäftsstelle \"Süd\"",
        from: "buero@example.org",
        reply_to: Some("antwort@example.org"),
        to,
        subject: LONG,
        text: "Liebe Genoss:innen,\n\nGrüße. Eine sehr lange Zeile, die weit über alles hinausgeht, was eine Zeile in einer E-Mail haben darf, und = dazu.\n.\nFrom hier\n",
        day: NaiveDate::from_ymd_opt(2024, 1, 22),
        attachments,
    }
}

fn to() -> Vec<String> {
    vec!["gotha@example.org".to_owned(), "vorstand@example.org".to_owned()]
}

fn letter() -> Attachment {
    let name =
        "Angebot für den Kreisverband Kyffhäuserkreis, mit einem Namen von einiger Länge.docx";
    Attachment { name: name.to_owned(), bytes: (0..=255).cycle().take(3_000).collect() }
}

#[track_caller]
fn is_well_formed(raw: &[u8]) {
    let text = std::str::from_utf8(raw).unwrap();
    assert!(text.is_ascii());
    for line in text.split_inclusive('\n') {
        assert!(line.ends_with("\r\n"), "{line:?}");
        // the name of Word's type alone is longer than a line should be
        assert!(
            (line.len() <= 80 || line.starts_with("Content-Type: application/"))
                && line.matches('\r').count() == 1,
            "{line:?}"
        );
    }
}

#[test]
fn a_draft_read_back_says_what_was_written() {
    let (to, attachments) = (to(), [letter()]);
    let mail = mail(&to, &attachments);
    let raw = write(&mail).unwrap();
    is_well_formed(&raw);
    let read = MessageParser::default().parse(&raw).unwrap();
    assert_eq!(read.subject(), Some(LONG));
    let from = read.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some("Landesgeschäftsstelle \"Süd\""));
    assert_eq!(from.address(), Some("buero@example.org"));
    let addresses: Vec<_> = read.to().unwrap().iter().filter_map(|a| a.address()).collect();
    assert_eq!(addresses, ["gotha@example.org", "vorstand@example.org"]);
    assert_eq!(read.reply_to().unwrap().first().unwrap().address(), Some("antwort@example.org"));
    assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), mail.text.trim_end());
    let attached = read.attachment(0).unwrap();
    assert_eq!(attached.attachment_name(), Some(attachments[0].name.as_str()));
    assert_eq!(attached.contents(), attachments[0].bytes);
    assert_eq!(read.attachment_count(), 1);
}

#[test]
fn it_opens_as_a_draft_and_knows_no_clock() {
    let (to, attachments) = (to(), [letter()]);
    let raw = write(&mail(&to, &attachments)).unwrap();
    assert_eq!(raw, write(&mail(&to, &attachments)).unwrap());
    let text = String::from_utf8(raw).unwrap();
    assert!(text.starts_with("X-Unsent: 1\r\n"));
    assert!(text.contains("\r\nDate: Mon, 22 Jan 2024 12:00:00 -0000\r\n"));
    assert!(!text.contains("Message-ID"));
    let undated = Mail { day: None, ..mail(&to, &attachments) };
    assert!(!String::from_utf8(write(&undated).unwrap()).unwrap().contains("\r\nDate:"));
}

#[test]
fn a_draft_without_attachment_is_one_text() {
    let to = to();
    let raw = write(&mail(&to, &[])).unwrap();
    is_well_formed(&raw);
    let read = MessageParser::default().parse(&raw).unwrap();
    assert!(read.body_text(0).unwrap().starts_with("Liebe Genoss:innen,"));
    assert_eq!(read.attachment_count(), 0);
}

#[test]
fn no_value_can_add_a_header() {
    let evil = "x\r\nBcc: alle@example.org\r\n\r\nText";
    let (to, attachments) =
        (to(), [Attachment { name: "a\"\r\nX-Evil: 1\r\n.docx".to_owned(), bytes: vec![1] }]);
    let mail = Mail { from_name: evil, subject: evil, ..mail(&to, &attachments) };
    let raw = write(&mail).unwrap();
    is_well_formed(&raw);
    let read = MessageParser::default().parse(&raw).unwrap();
    assert!(read.bcc().is_none() && read.header("X-Evil").is_none());
    assert_eq!(read.subject(), Some("x Bcc: alle@example.org Text"));
    for part in &read.parts {
        assert!(part.headers().iter().all(|header| header.name() != "X-Evil"));
    }
    // looks like an encoded word and is none
    let word = Mail { subject: "=?utf-8?q?Hallo?=", ..mail };
    let raw = write(&word).unwrap();
    let read = MessageParser::default().parse(&raw).unwrap();
    assert_eq!(read.subject(), Some("=?utf-8?q?Hallo?="));
}

#[test]
fn what_is_no_address_is_refused() {
    for wrong in [
        "",
        "gotha",
        "gotha@example.org\r\nBcc: x@example.org",
        "büro@example.org",
        "a@b,c@example.org",
        "<a@example.org>",
    ] {
        let to = vec![wrong.to_owned()];
        assert_eq!(write(&mail(&to, &[])), Err(MailFault::Address), "{wrong:?}");
        let fine = self::to();
        assert_eq!(write(&Mail { from: wrong, ..mail(&fine, &[]) }), Err(MailFault::Address));
    }
    assert_eq!(write(&mail(&[], &[])), Err(MailFault::NoRecipient));
}
