//! `Einstellungen.xlsx`: sender, letterhead, signatories, phone, Genderzeichen. One list of settings, one reader.
