//! Writes the starter letters below `templates/briefe`: `cargo run --example make_templates`. Running it again changes no
//! byte; `tests/word.rs` proves that the committed files are these.

mod letterhead;
mod letters;
mod sheets;

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/briefe");
    std::fs::create_dir_all(&folder)?;
    for (key, bytes) in letters::all()? {
        std::fs::write(folder.join(format!("{key}.docx")), bytes)?;
    }
    Ok(())
}
