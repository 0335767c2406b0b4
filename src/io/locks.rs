//! Who has a file open at the moment: Excel, Word and LibreOffice leave a small file beside it while they work.
//!
//! Excel's is named `~$Liste.xlsx` and holds the name of the user twice: its length in one byte and the name in the Windows
//! code page (Word's `~$24-12-31 Gotha.docx` likewise), then from byte 55 on its length in two bytes and the name in UTF-16. LibreOffice's is named
//! `.~lock.Liste.ods#` and holds fields with commas between them, the name first, the account second.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use encoding_rs::WINDOWS_1252;

/// Longest name in Excel's file.
const MAX_NAME: usize = 54;

/// A sign that somebody has the file open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lock {
    /// As Excel or LibreOffice know the person; `None` where it cannot be read.
    pub(super) owner: Option<String>,
}

impl Lock {
    /// „ (bei Erika Muster)“ or nothing.
    pub(crate) fn with_owner(&self) -> String {
        self.owner.as_ref().map_or_else(String::new, |owner| format!(" (bei {owner})"))
    }
}

/// The lock beside a file, if there is one.
pub(crate) fn beside(path: &Path) -> Option<Lock> {
    let (folder, name) = (path.parent()?, path.file_name()?.to_str()?);
    // Word leaves out the first two characters of the name
    let of_word: String = name.chars().skip(2).collect();
    for (is_excel, lock) in [
        (true, format!("~${name}")),
        (false, format!(".~lock.{name}#")),
        (true, format!("~${of_word}")),
    ] {
        let lock = folder.join(lock);
        let mut bytes = Vec::new();
        match File::open(&lock) {
            Ok(file) => {
                // what cannot be read names nobody, but somebody it is
                let _ = file.take(4096).read_to_end(&mut bytes);
            }
            Err(_) if lock.exists() => {}
            Err(_) => continue,
        }
        let owner = if is_excel { excel(&bytes) } else { libre_office(&bytes) };
        return Some(Lock { owner: owner.and_then(|name| plain(&name)) });
    }
    None
}

fn excel(bytes: &[u8]) -> Option<String> {
    let length = usize::from(*bytes.first()?);
    if length == 0 || length > MAX_NAME {
        return None;
    }
    let wide: Vec<u16> = bytes
        .get(55..)
        .unwrap_or_default()
        .as_chunks::<2>()
        .0
        .iter()
        .map(|pair| u16::from_le_bytes(*pair))
        .collect();
    if let [first, rest @ ..] = wide.as_slice()
        && usize::from(*first) == length
        && let Some(name) = rest.get(..length)
    {
        return String::from_utf16(name).ok();
    }
    Some(WINDOWS_1252.decode_without_bom_handling(bytes.get(1..=length)?).0.into_owned())
}

fn libre_office(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut fields = vec![String::new()];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, fields.last_mut()) {
            (',', _) => fields.push(String::new()),
            // a comma or backslash of the name itself
            ('\\', Some(field)) => field.extend(chars.next()),
            (c, Some(field)) => field.push(c),
            (_, None) => {}
        }
    }
    fields.into_iter().take(2).find(|field| !field.trim().is_empty())
}

/// A name as one line of a message.
fn plain(name: &str) -> Option<String> {
    let name = name.trim();
    let fits = !name.is_empty()
        && name.chars().count() <= MAX_NAME
        && !name.chars().any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER);
    fits.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Excel writes it: 165 bytes.
    fn of_excel(name: &str) -> Vec<u8> {
        let length = name.encode_utf16().count();
        let mut bytes = vec![u8::try_from(length).unwrap()];
        bytes.extend(WINDOWS_1252.encode(name).0.iter());
        bytes.resize(55, b' ');
        bytes.extend(u16::try_from(length).unwrap().to_le_bytes());
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        while bytes.len() < 165 {
            bytes.extend([b' ', 0]);
        }
        bytes
    }

    #[test]
    fn excel_names_its_user() {
        assert_eq!(excel(&of_excel("Jürgen Muster")), Some("Jürgen Muster".to_owned()));
        let mut short = b"\x06Nutzer".to_vec();
        short.resize(165, b' ');
        assert_eq!(excel(&short), Some("Nutzer".to_owned()), "without the second name");
        assert_eq!(excel(b""), None);
        assert_eq!(excel(b"\x40zu kurz"), None);
    }

    #[test]
    fn libre_office_names_its_user_or_the_account() {
        let name = |text: &str| libre_office(text.as_bytes());
        let rest = ",pc-17,21.11.2026 10:00,file:///home/erika/.config/libreoffice/4;";
        assert_eq!(name(&format!("Erika Muster,emuster{rest}")), Some("Erika Muster".to_owned()));
        assert_eq!(name(&format!(",emuster{rest}")), Some("emuster".to_owned()));
        assert_eq!(
            name(&format!(r"Muster\, Erika,emuster{rest}")),
            Some("Muster, Erika".to_owned())
        );
        assert_eq!(name(""), None);
    }

    #[test]
    fn no_name_is_better_than_a_strange_one() {
        assert_eq!(plain("  Erika Muster "), Some("Erika Muster".to_owned()));
        assert_eq!(plain("Erika\u{7}"), None);
        assert_eq!(plain(" "), None);
    }
}
