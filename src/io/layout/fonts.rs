//! Symbol fonts: a tick typed in Wingdings is stored as „ü“, and on the screen it is a tick. Such a font is an encoding like
//! any other, so its letters become the signs people see.
//!
//! Signs without a place in this table become characters of the private area (U+F0xx, as Word stores them): a letter that
//! nobody sees must never be read as „ja“ or „nein“.

/// A font whose letters are signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::io) enum Symbols {
    Wingdings,
    Wingdings2,
    Wingdings3,
    Webdings,
    Marlett,
}

impl Symbols {
    /// By the name of the font, as every format stores it.
    pub(super) fn of(font: &str) -> Option<Self> {
        let name: String = font.trim().to_lowercase().split_whitespace().collect();
        match name.trim_matches(['\'', '"']) {
            "wingdings" => Some(Self::Wingdings),
            "wingdings2" => Some(Self::Wingdings2),
            "wingdings3" => Some(Self::Wingdings3),
            "webdings" => Some(Self::Webdings),
            "marlett" => Some(Self::Marlett),
            _ => None,
        }
    }
}

/// Longer texts stay as they are: nobody writes a sentence in signs, that is a font set by mistake.
const LONGEST: usize = 3;

/// What a text in this font shows.
pub(in crate::io) fn decode(text: &str, font: Symbols) -> String {
    if text.chars().filter(|c| !c.is_whitespace()).count() > LONGEST {
        return text.to_owned();
    }
    text.chars().map(|c| sign(c, font)).collect()
}

fn sign(stored: char, font: Symbols) -> char {
    // some programs store the letter in the private area
    let code = match u32::from(stored) {
        private @ 0xF020..=0xF0FF => private - 0xF000,
        plain => plain,
    };
    if !(0x21..=0xFF).contains(&code) || code == 0xA0 {
        return stored;
    }
    let letter = char::from_u32(code).unwrap_or(stored);
    let known = match font {
        Symbols::Wingdings => match letter {
            'ü' => Some('✓'),
            'û' => Some('✗'),
            'þ' => Some('☑'),
            'ý' | 'x' => Some('☒'),
            '¨' | 'o' => Some('☐'),
            'q' => Some('❑'),
            'r' => Some('❒'),
            'l' => Some('●'),
            'n' => Some('■'),
            '§' => Some('▪'),
            '¡' => Some('○'),
            '«' => Some('★'),
            'C' => Some('👍'),
            'D' => Some('👎'),
            'J' => Some('☺'),
            'K' => Some('😐'),
            'L' => Some('☹'),
            'è' => Some('➔'),
            _ => None,
        },
        Symbols::Wingdings2 => match letter {
            'P' => Some('✓'),
            'O' => Some('✗'),
            'R' => Some('☑'),
            'Q' | 'S' | 'T' => Some('☒'),
            '£' => Some('☐'),
            _ => None,
        },
        Symbols::Wingdings3 => match letter {
            'p' => Some('▲'),
            'q' => Some('▼'),
            _ => None,
        },
        Symbols::Webdings => match letter {
            'a' => Some('✓'),
            'r' => Some('✗'),
            'c' => Some('☐'),
            'g' => Some('■'),
            'n' => Some('●'),
            _ => None,
        },
        Symbols::Marlett => match letter {
            'a' | 'b' => Some('✓'),
            'r' => Some('✗'),
            _ => None,
        },
    };
    known.or_else(|| char::from_u32(0xF000 + code)).unwrap_or(stored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_symbol_fonts_become_the_signs_people_see() {
        let shown = |text: &str, font: &str| decode(text, Symbols::of(font).unwrap());
        assert_eq!(shown("ü û þ", "Wingdings"), "✓ ✗ ☑");
        assert_eq!(shown("ý¨", "wingdings "), "☒☐");
        assert_eq!(shown("POR", "Wingdings 2"), "✓✗☑");
        assert_eq!(shown("Q", "Wingdings 2"), "☒");
        assert_eq!(shown("ar", "Webdings"), "✓✗");
        assert_eq!(shown("a", "Marlett"), "✓");
        assert_eq!(shown("\u{F0FC}", "Wingdings"), "✓");
        assert_eq!(Symbols::of("Calibri"), None);
    }

    #[test]
    fn a_sign_nobody_knows_is_no_letter_and_a_sentence_stays() {
        assert_eq!(decode("j", Symbols::Wingdings), "\u{F06A}");
        assert_eq!(decode("✓", Symbols::Wingdings), "✓");
        assert_eq!(decode("Versammlung", Symbols::Wingdings), "Versammlung");
    }
}
