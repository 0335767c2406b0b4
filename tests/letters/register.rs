//! Postausgang.xlsx: what people typed survives, nothing is entered twice.

use beschlusskontrolle::letters::register::{Column, Draft, Register};
use beschlusskontrolle::letters::{Facts, LetterState, PlannedLetter};
use beschlusskontrolle::table::CellValue;

use crate::office::{Office, day, table, text};

const GOTHA: &str = "Kreisverband Gotha";

fn ready(lines: &[PlannedLetter]) -> Vec<Draft<'_>> {
    lines
        .iter()
        .filter(|line| line.state == LetterState::Ready)
        .map(|letter| Draft {
            edited: false,
            letter,
            file: format!(
                "Ergebnisse/2024/Briefe/{}/{}.docx",
                letter.letter.title, letter.recipient_name
            ),
            checksum: "abc".into(),
        })
        .collect()
}

fn offers(office: &Office, look: impl FnOnce(&Facts<'_>, &[Draft<'_>])) {
    office.at("22.01.2024", |facts, lines| {
        let drafts: Vec<Draft<'_>> =
            ready(lines).into_iter().filter(|d| d.letter.letter.key == "angebot-bericht").collect();
        look(facts, &drafts);
    });
}

#[test]
fn a_new_letter_is_entered_with_all_its_details_and_never_as_sent() {
    let mut office = Office::new();
    office.template("angebot-bericht", &["anrede", "zusage_praesenz", "zusage_debatte"]);
    offers(&office, |facts, drafts| {
        let mut register = Register::default();
        assert_eq!(register.append(facts, drafts, &[]), 2);
        let cell = |column| register.text(0, column);
        assert_eq!(cell(Column::Number).as_deref(), Some("1"));
        assert_eq!(cell(Column::Reference).as_deref(), Some("2024/AB/GTH"));
        assert_eq!(cell(Column::Letter).as_deref(), Some("Angebot Rechenschaftsbericht"));
        assert_eq!(cell(Column::Requirement).as_deref(), Some("Z1c"));
        assert_eq!(cell(Column::Recipient).as_deref(), Some(GOTHA));
        assert_eq!(cell(Column::Period).as_deref(), Some("2024"));
        assert_eq!(cell(Column::Created).as_deref(), Some("22.01.2024"));
        assert_eq!(cell(Column::Sent), None);
        assert_eq!(
            cell(Column::Promises).as_deref(),
            Some("persönlich vor Ort; mit anschließender offener Debatte")
        );
        assert_eq!(cell(Column::Answer), None);
        assert_eq!(cell(Column::Checksum).as_deref(), Some("abc"));
        assert_eq!(register.text(1, Column::Number).as_deref(), Some("2"));
    });
}

#[test]
fn an_offer_without_a_single_promise_is_credited_with_none() {
    let mut office = Office::new();
    office.template("angebot-bericht", &["anrede"]);
    offers(&office, |facts, drafts| {
        let mut register = Register::default();
        register.append(facts, drafts, &[]);
        assert_eq!(register.text(0, Column::Promises).as_deref(), Some("–"));
    });
}

#[test]
fn entering_the_same_letters_again_changes_nothing() {
    offers(&Office::new(), |facts, drafts| {
        let mut register = Register::default();
        register.append(facts, drafts, &[]);
        let before = register.clone();
        assert_eq!(register.append(facts, drafts, &[]), 0);
        assert_eq!(register, before);
    });
}

#[test]
fn what_people_added_stays_where_it_was() {
    let sheet = table(
        "Postausgang",
        &[
            vec![text("Unser Postausgang")],
            vec![],
            vec![
                text("Wiedervorlage"),
                text("lfd. Nr."),
                text("Schreiben"),
                text("Empfänger"),
                text("Zeitraum"),
                text("versandt am"),
                text("Bemerkung"),
            ],
            vec![
                text("ja"),
                CellValue::Number(7.0),
                text("angebot-bericht"),
                text(GOTHA),
                CellValue::Number(2024.0),
                CellValue::Date(day("16.01.2024")),
                text("persönlich übergeben"),
            ],
            vec![],
            vec![text(""), text("Notiz")],
        ],
    );
    let mut register = Register::parse(&sheet).unwrap();
    assert_eq!(register.above.len(), 2);
    assert_eq!(
        &register.header[..7],
        [
            "Wiedervorlage",
            "lfd. Nr.",
            "Schreiben",
            "Empfänger",
            "Zeitraum",
            "versandt am",
            "Bemerkung"
        ]
    );
    assert!(register.header.iter().any(|label| label == "Zusagen"), "{:?}", register.header);
    assert_eq!(register.rows.len(), 3, "blank rows keep their place");
    let before = register.rows.clone();

    offers(&Office::new(), |facts, drafts| {
        // Gotha is in it already
        assert_eq!(register.append(facts, drafts, &[]), 1);
        assert_eq!(register.rows[..3], before[..]);
        assert_eq!(register.text(3, Column::Number).as_deref(), Some("8"));
        assert_eq!(register.text(3, Column::Recipient).as_deref(), Some("Stadtverband Weimar"));
        assert_eq!(register.rows[3][0], None, "people's own columns stay empty");
        assert_eq!(register.rows[3][6], None);
    });
}

#[test]
fn a_sheet_that_is_no_register_is_not_taken_for_one() {
    assert_eq!(Register::parse(&table("Tabelle1", &[vec![text("Brief"), text("Datum")]])), None);
}

#[test]
fn the_column_for_the_way_is_left_to_people() {
    let mut office = Office::new();
    office.branch(&[
        ("verband", "Greiz"),
        ("typ", "KV"),
        ("briefpost", "nein"),
        ("email", "greiz@example.org"),
    ]);
    offers(&office, |facts, drafts| {
        let mut register = Register::default();
        register.append(facts, drafts, &[]);
        assert_eq!(register.text(0, Column::Channel), None);
        assert_eq!(register.text(2, Column::Channel), None);
    });
}

#[test]
fn what_an_edited_letter_promises_is_for_people_to_say() {
    let mut office = Office::new();
    office.template("angebot-bericht", &["anrede", "zusage_praesenz"]);
    offers(&office, |facts, drafts| {
        let edited: Vec<Draft<'_>> =
            drafts.iter().map(|draft| Draft { edited: true, ..draft.clone() }).collect();
        let mut register = Register::default();
        register.append(facts, &edited, &[]);
        assert_eq!(register.text(0, Column::Promises), None);
    });
}
