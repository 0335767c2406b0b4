//! How long one offer letter takes: `cargo bench --bench letters`.

use std::io::Cursor;

use beschlusskontrolle::word::{Pictures, Sides, Template};
use serde_json::{Map, Value, json};

fn main() {
    divan::main();
}

fn values(template: &Template) -> Map<String, Value> {
    template
        .fields()
        .into_iter()
        .map(|name| {
            let value = if name == "anschrift" {
                json!([
                    "Die Partei, Kreisverband Musterkreis",
                    "Kreisvorstand",
                    "Am Markt 1",
                    "99999 Musterstadt"
                ])
            } else {
                json!("Angabe für den Brief")
            };
            (name, value)
        })
        .collect()
}

const OFFER: &[u8] = include_bytes!("../templates/briefe/angebot-bericht.docx");

#[divan::bench]
fn compile(bencher: divan::Bencher<'_, '_>) {
    bencher.bench_local(|| Template::compile("angebot-bericht", OFFER.to_vec()).is_ok());
}

#[divan::bench]
fn fill(bencher: divan::Bencher<'_, '_>) {
    let Ok(template) = Template::compile("angebot-bericht", OFFER.to_vec()) else { return };
    let values = values(&template);
    bencher.bench_local(|| template.fill(&values).map(|letter| letter.len()).ok());
}

/// A hundred letters in one print file.
#[divan::bench]
fn print_a_hundred(bencher: divan::Bencher<'_, '_>) {
    let Ok(template) = Template::compile("angebot-bericht", OFFER.to_vec()) else { return };
    let values = values(&template);
    let pictures = Pictures::new();
    bencher.bench_local(|| {
        let mut print = template.print_file(Cursor::new(Vec::new()), Sides::Single).ok()?;
        for _ in 0..100 {
            print.add(&values, &pictures).ok()?;
        }
        print.finish().ok().map(|file| file.into_inner().len())
    });
}
