//! Nobody's gender is guessed, nobody is left out.

use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::letters::salutation;
use beschlusskontrolle::settings;

use crate::office::{Office, settings_table};

#[track_caller]
fn check(cells: &[(&str, &str)], settings: &[(&str, &str)], expected: &str) {
    let mut office = Office::new();
    let mut all = vec![("verband", "Greiz"), ("typ", "KV")];
    all.extend(cells);
    office.branch(&all);
    let settings = settings::read(&mut Diagnostics::default(), &[settings_table(settings)]);
    let entry = &office.records.branches.iter().last().unwrap().entry;
    assert_eq!(salutation::for_branch(entry, &settings), expected, "{cells:?} mit {settings:?}");
}

const ANNA: [(&str, &str); 2] = [("vorsitz1_vorname", "Anna"), ("vorsitz1_name", "Muster")];
const KARL: [(&str, &str); 3] =
    [("vorsitz2_vorname", "Karl"), ("vorsitz2_name", "Beispiel"), ("vorsitz2_anrede", "männlich")];

#[test]
fn a_chair_is_greeted_by_the_entry_and_never_by_the_first_name() {
    for (form, greeting) in [
        ("weiblich", "Liebe Anna"),
        ("Frau", "Liebe Anna"),
        ("sie", "Liebe Anna"),
        ("sie/ihr", "Liebe Anna"),
        ("männlich", "Lieber Anna"),
        ("Herr", "Lieber Anna"),
        ("er", "Lieber Anna"),
        ("er/ihm", "Lieber Anna"),
        ("divers", "Liebe:r Anna"),
        ("keine Angabe", "Liebe:r Anna"),
        ("sie/er", "Liebe:r Anna"),
        ("dey", "Liebe:r Anna"),
        ("?", "Liebe:r Anna"),
        ("", "Liebe:r Anna"),
    ] {
        let mut cells = ANNA.to_vec();
        cells.push(("vorsitz1_anrede", form));
        check(&cells, &[], greeting);
    }
}

#[test]
fn the_neutral_form_follows_the_settings() {
    for (settings, greeting) in [
        (vec![("Genderzeichen", "*")], "Liebe*r Anna"),
        (vec![("Genderzeichen", "Paarform")], "Hallo Anna"),
        (vec![("Anrede ohne Angabe", "Hallo")], "Hallo Anna"),
        (vec![("Anrede ohne Angabe", "Guten Tag")], "Guten Tag Anna Muster"),
        (vec![("Anrede-Stil", "Verband")], "Liebe Genoss:innen"),
    ] {
        check(&ANNA, &settings, greeting);
    }
}

#[test]
fn two_chairs_are_greeted_each_by_the_own_entry() {
    let mut cells = ANNA.to_vec();
    cells.push(("vorsitz1_anrede", "weiblich"));
    cells.extend(KARL);
    check(&cells, &[], "Liebe Anna, lieber Karl");
    let mut unknown = ANNA.to_vec();
    unknown.extend(KARL);
    check(&unknown, &[], "Liebe:r Anna, lieber Karl");
    check(&unknown, &[("Anrede ohne Angabe", "Guten Tag")], "Guten Tag Anna Muster, lieber Karl");
}

#[test]
fn a_vacant_chair_is_left_out_and_an_empty_board_is_greeted_together() {
    let mut one_vacant = KARL.to_vec();
    one_vacant.extend([("vorsitz1_vorname", "vakant"), ("vorsitz1_name", "n. n.")]);
    check(&one_vacant, &[], "Lieber Karl");
    for (settings, greeting) in [
        (vec![], "Liebe Genoss:innen"),
        (vec![("Genderzeichen", "*")], "Liebe Genoss*innen"),
        (vec![("Genderzeichen", "Paarform")], "Liebe Genossinnen und Genossen"),
    ] {
        check(&[], &settings, greeting);
        check(&[("vorsitz1_name", "unbesetzt")], &settings, greeting);
    }
}

#[test]
fn a_chair_known_only_by_the_last_name_is_not_left_out() {
    let mut cells = KARL.to_vec();
    cells.push(("vorsitz1_name", "Muster"));
    check(&cells, &[], "Liebe Genoss:innen");
}

#[test]
fn first_and_last_name_in_one_cell_are_told_apart_where_that_is_plain() {
    check(&[("vorsitz1_name", "Kim Brenner")], &[], "Liebe:r Kim");
    check(
        &[("vorsitz1_name", "Änne-Marie O’Hara"), ("vorsitz1_anrede", "w")],
        &[],
        "Liebe Änne-Marie",
    );
    for open in [
        "Frau Brenner",
        "Brenner, Kim",
        "Dr. Brenner",
        "von Brenner",
        "K. Brenner",
        "Kim von Brenner",
        "KV Büro",
    ] {
        check(&[("vorsitz1_name", open)], &[], "Liebe Genoss:innen");
    }
}

#[test]
fn a_wish_overrides_everything_and_loses_only_its_comma() {
    let mut cells = ANNA.to_vec();
    cells.extend([("vorsitz1_anrede", "weiblich"), ("wunschanrede", "Hallo ihr Lieben,")]);
    check(&cells, &[("Anrede-Stil", "Verband")], "Hallo ihr Lieben");
    let mut dash = ANNA.to_vec();
    dash.extend([("vorsitz1_anrede", "weiblich"), ("wunschanrede", "–")]);
    check(&dash, &[], "Liebe Anna");
}

#[test]
fn a_wish_with_an_exclamation_mark_or_on_two_lines_fits_before_the_comma_of_the_letter() {
    for (wish, greeting) in [
        ("Hallo ihr Lieben!", "Hallo ihr Lieben"),
        ("Guten Tag,\nliebes Team ,", "Guten Tag, liebes Team"),
    ] {
        check(&[("wunschanrede", wish)], &[], greeting);
    }
}

#[test]
fn nobody_is_greeted_by_title_or_initial() {
    for (first, greeting) in [
        ("Dr. Anna", "Liebe:r Anna"),
        ("Prof. Dr. Anna M.", "Liebe:r Anna"),
        ("Anna Maria", "Liebe:r Anna Maria"),
        ("Frau Anna", "Liebe:r Anna"),
        ("A.", "Liebe Genoss:innen"),
        ("Hans-J.", "Liebe Genoss:innen"),
    ] {
        check(&[("vorsitz1_vorname", first), ("vorsitz1_name", "Muster")], &[], greeting);
    }
}

#[test]
fn the_second_greeting_of_a_pair_begins_small_in_every_form() {
    let mut unknown = ANNA.to_vec();
    unknown.extend([("vorsitz2_vorname", "Kim"), ("vorsitz2_name", "Brenner")]);
    for (settings, greeting) in [
        (vec![], "Liebe:r Anna, liebe:r Kim"),
        (vec![("Genderzeichen", "*")], "Liebe*r Anna, liebe*r Kim"),
        (vec![("Genderzeichen", "Paarform")], "Hallo Anna, hallo Kim"),
        (vec![("Anrede ohne Angabe", "Guten Tag")], "Guten Tag Anna Muster, guten Tag Kim Brenner"),
    ] {
        check(&unknown, &settings, greeting);
    }
}
