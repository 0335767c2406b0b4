//! The handbook lists columns, placeholders, settings and messages; the code defines them. They must agree.
//!
//! `UPDATE_EXPECT=1 cargo test --test handbook` writes the lists anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

use std::fmt::Write as _;
use std::path::Path;

use beschlusskontrolle::diagnostic::Code;
use beschlusskontrolle::domain::ListKind;
use beschlusskontrolle::intake::columns::COLUMNS;
use beschlusskontrolle::intake::combined::COMBINED;
use beschlusskontrolle::letters::fields::FIELDS;
use beschlusskontrolle::requirements::list_name;
use beschlusskontrolle::settings::SETTINGS;

#[track_caller]
fn check(marker: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/Handbuch.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (open, close) = (format!("<!-- {marker} -->\n"), format!("<!-- /{marker} -->"));
    let (before, rest) = text.split_once(&open).expect("the marker stands in the handbook");
    let (there, after) = rest.split_once(&close).expect("the marker is closed");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, format!("{before}{open}{expected}{close}{after}")).unwrap();
        return;
    }
    assert_eq!(there, expected, "UPDATE_EXPECT=1 cargo test --test handbook writes the list anew");
}

/// One test for all lists: they share one file.
#[test]
fn the_handbook_lists_what_the_code_knows() {
    let mut columns = String::new();
    for list in ListKind::ALL {
        writeln!(
            columns,
            "### {}\n\n| Spalte | auch | Bedeutung |\n|---|---|---|",
            list_name(*list)
        )
        .unwrap();
        for column in COLUMNS.iter().filter(|column| column.list == *list) {
            let label = if column.required {
                format!("**{}**", column.label)
            } else {
                column.label.to_owned()
            };
            writeln!(columns, "| {label} | {} | {} |", column.others.join(", "), column.meaning)
                .unwrap();
        }
        columns.push('\n');
    }
    columns.push_str("### Mehrere Angaben in einer Spalte\n\n");
    columns.push_str("Zum Beispiel „Marktstr. 3, 99867 Gotha“ unter „Anschrift“. Getrennt wird nur, was sicher zu trennen ist; sonst wird keine der Angaben verwendet, und die Meldung D543 nennt die Zelle.\n\n");
    columns.push_str("| Liste | Spalte | auch | Bedeutung | Beispiel |\n|---|---|---|---|---|\n");
    for column in COMBINED {
        writeln!(
            columns,
            "| {} | {} | {} | {} | {} |",
            list_name(column.list),
            column.label,
            column.others.join("; "),
            column.meaning,
            column.example
        )
        .unwrap();
    }
    columns.push('\n');
    check("spalten", &columns);

    let mut fields = "| Feld | Bedeutung | Quelle |\n|---|---|---|\n".to_owned();
    for field in FIELDS {
        writeln!(fields, "| `{}` | {} | {} |", field.name, field.meaning, field.source).unwrap();
    }
    check("felder", &fields);

    let mut settings = "| Einstellung | Vorgabe | Erklärung |\n|---|---|---|\n".to_owned();
    for setting in SETTINGS {
        writeln!(settings, "| {} | {} | {} |", setting.label, setting.default, setting.explanation)
            .unwrap();
    }
    check("einstellungen", &settings);

    let mut codes: Vec<Code> = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.number());
    let mut messages =
        "| Nummer | Stufe | Meldung | Was sie bedeutet und was zu tun ist |\n|---|---|---|---|\n"
            .to_owned();
    for code in codes {
        writeln!(
            messages,
            "| {} | {} | {} | {} |",
            code.number(),
            code.severity().label_de(),
            code.title(),
            code.explanation()
        )
        .unwrap();
    }
    check("meldungen", &messages);
}
