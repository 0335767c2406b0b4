//! Drafts of e-mails, `.eml`: a message that a mail program opens, shows and lets somebody send. Nothing is ever sent here.
//!
//! RFC 5322 (message), 2045 and 2046 (parts), 2047 (encoded words in headers), 2231 (names of attachments). The header
//! `X-Unsent: 1` makes Outlook and Thunderbird open it for editing. The same mail gives the same bytes: no clock, no
//! message id, and a boundary that no encoded part can contain.

use std::fmt::{self, Write as _};

use chrono::NaiveDate;
use email_encoding::body::base64;
use email_encoding::headers::writer::EmailWriter;
use email_encoding::headers::{quoted_string, rfc2047, rfc2231};

use crate::intake::contacts::is_email;

/// RFC 2045, 6.7: neither quoted-printable nor base64 ever has a `=` before an underline.
const BOUNDARY: &str = "=_Beschlusskontrolle_=";

/// A mail that has not been sent.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// The sender's name; may be empty.
    pub from_name: &'a str,
    pub from: &'a str,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<&'a str>,
    pub to: &'a [String],
    pub subject: &'a str,
    /// Lines end with `\n`.
    pub text: &'a str,
    /// The day of the letter; noon of no particular zone.
    pub day: Option<NaiveDate>,
    pub attachments: &'a [Attachment],
}

/// A file that goes with the mail.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// As the recipient sees it, with its ending.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Why no draft can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailFault {
    /// Signs beyond ASCII need servers that know RFC 6531; many do not.
    #[error("no e-mail address every server takes")]
    Address,
    #[error("no recipient")]
    NoRecipient,
}

/// Writes the draft. Whatever the values hold, no header line can be added to it: blanks of all kinds become one blank,
/// addresses with anything but an address in them are refused.
///
/// # Errors
/// A sender or recipient that is no address, or no recipient at all.
pub fn write(mail: &Mail<'_>) -> Result<Vec<u8>, MailFault> {
    if mail.to.is_empty() {
        return Err(MailFault::NoRecipient);
    }
    let all = mail.to.iter().map(String::as_str).chain([mail.from]).chain(mail.reply_to);
    if !all.into_iter().all(|address| address.is_ascii() && is_email(address)) {
        return Err(MailFault::Address);
    }
    let mut out = String::with_capacity(
        2_000
            + mail.text.len() * 2
            + mail.attachments.iter().map(|one| one.bytes.len() * 3 / 2).sum::<usize>(),
    );
    // writing into a String cannot fail
    headers(&mut out, mail).and_then(|()| parts(&mut out, mail)).ok();
    Ok(out.into_bytes())
}

fn headers(out: &mut String, mail: &Mail<'_>) -> fmt::Result {
    out.push_str("X-Unsent: 1\r\nMIME-Version: 1.0\r\n");
    if let Some(day) = mail.day {
        write!(out, "Date: {} 12:00:00 -0000\r\n", day.format("%a, %d %b %Y"))?;
    }
    header(out, "From", |w| {
        let name = one_line(mail.from_name);
        if name.is_empty() {
            return w.write_str(mail.from);
        }
        quoted_string::encode(&name, w)?;
        w.space();
        write!(w.folding(), "<{}>", mail.from)
    })?;
    if let Some(address) = mail.reply_to {
        header(out, "Reply-To", |w| w.write_str(address))?;
    }
    header(out, "To", |w| {
        for (n, address) in mail.to.iter().enumerate() {
            if n > 0 {
                w.write_char(',')?;
                w.space();
            }
            w.folding().write_str(address)?;
        }
        Ok(())
    })?;
    let subject = one_line(mail.subject);
    header(out, "Subject", |w| {
        // a text that looks like an encoded word would be decoded
        if subject.is_ascii() && !subject.contains("=?") {
            w.folding().write_str(&subject)
        } else {
            rfc2047::encode(&subject, w)
        }
    })
}

fn parts(out: &mut String, mail: &Mail<'_>) -> fmt::Result {
    let text = mail.text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
    let encoded = quoted_printable::encode_to_str(text);
    let content = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
    if mail.attachments.is_empty() {
        return write!(out, "{content}{encoded}");
    }
    write!(out, "Content-Type: multipart/mixed;\r\n boundary=\"{BOUNDARY}\"\r\n\r\n")?;
    write!(out, "--{BOUNDARY}\r\n{content}{encoded}\r\n")?;
    for attachment in mail.attachments {
        write!(out, "--{BOUNDARY}\r\n")?;
        let name = one_line(&attachment.name);
        header(out, "Content-Type", |w| {
            write!(w, "{};", kind(&name))?;
            w.space();
            rfc2231::encode("name", &name, w)
        })?;
        out.push_str("Content-Transfer-Encoding: base64\r\n");
        header(out, "Content-Disposition", |w| {
            w.write_str("attachment;")?;
            w.space();
            rfc2231::encode("filename", &name, w)
        })?;
        out.push_str("\r\n");
        base64::encode(&attachment.bytes, out)?;
        out.push_str("\r\n");
    }
    write!(out, "--{BOUNDARY}--\r\n")
}

fn header(
    out: &mut String,
    name: &str,
    value: impl FnOnce(&mut EmailWriter<'_>) -> fmt::Result,
) -> fmt::Result {
    write!(out, "{name}:")?;
    value(&mut EmailWriter::new(out, name.len() + 1, 1, false))?;
    out.push_str("\r\n");
    Ok(())
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// On one line, without signs nobody sees.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
