//! How long the sample office takes, step by step: `cargo bench --bench evaluation`.

use std::path::Path;

use beschlusskontrolle::assessment::assess;
use beschlusskontrolle::decisions::Decisions;
use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::AsOf;
use beschlusskontrolle::intake::{self, InputFile};
use beschlusskontrolle::io::list_folder;
use beschlusskontrolle::resolution::{BUILTIN_TOML, BUILTIN_WORDING, Resolution, load};
use chrono::NaiveDate;

fn main() {
    divan::main();
}

const YEAR: i32 = 2024;

fn office() -> Option<(Resolution, Vec<InputFile>, AsOf)> {
    let resolution = load(&mut Diagnostics::default(), BUILTIN_TOML, BUILTIN_WORDING).ok()?;
    Some((resolution, lists(), AsOf(NaiveDate::from_ymd_opt(YEAR, 12, 31)?)))
}

fn lists() -> Vec<InputFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/Listen");
    list_folder::read(&folder, &[]).0
}

#[divan::bench]
fn load_resolution() -> bool {
    load(&mut Diagnostics::default(), BUILTIN_TOML, BUILTIN_WORDING).is_ok()
}

#[divan::bench]
fn read_files() -> usize {
    lists().len()
}

#[divan::bench]
fn understand_lists(bencher: divan::Bencher<'_, '_>) {
    let Some((resolution, files, as_of)) = office() else { return };
    bencher.bench_local(|| {
        intake::records(
            &mut Diagnostics::default(),
            &resolution,
            &files,
            &Decisions::default(),
            as_of,
        )
    });
}

#[divan::bench]
fn judge_a_year(bencher: divan::Bencher<'_, '_>) {
    let Some((resolution, files, as_of)) = office() else { return };
    let records = intake::records(
        &mut Diagnostics::default(),
        &resolution,
        &files,
        &Decisions::default(),
        as_of,
    )
    .records;
    bencher.bench_local(|| assess(&mut Diagnostics::default(), &resolution, &records, as_of, YEAR));
}
