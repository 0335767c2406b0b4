//! What appears on the screen: wrapped where the window ends, nothing in colour, errors apart from results.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;

/// Where the window's width is not known.
const WIDTH: usize = 100;

#[derive(Debug)]
pub(super) struct Terminal {
    width: usize,
    quiet: bool,
}

impl Terminal {
    pub(super) fn new(quiet: bool) -> Self {
        let width = terminal_size::terminal_size()
            .map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(40, 160));
        Self { width, quiet }
    }

    /// A paragraph; further lines are indented like the first one's blanks plus `hanging`.
    pub(super) fn say(&self, text: &str) {
        self.hang(text, 0);
    }

    pub(super) fn hang(&self, text: &str, hanging: usize) {
        if !self.quiet {
            for line in text.split('\n') {
                raw(&format!("{}\n", wrap(line, self.width, hanging)));
            }
        }
    }

    pub(super) fn error(&self, text: &str) {
        let mut out = io::stderr().lock();
        for line in text.split('\n') {
            drop(writeln!(out, "{}", wrap(line, self.width, 0)));
        }
    }
}

/// As it stands, also when quiet. A closed pipe is no failure of ours.
pub(super) fn raw(text: &str) {
    let mut out = io::stdout().lock();
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// True where somebody sits in front of it.
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// True only for a clear yes.
pub(super) fn ask(question: &str) -> bool {
    raw(&format!("{question} [ja/nein] "));
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).is_ok()
        && matches!(answer.trim().to_lowercase().as_str(), "ja" | "j")
}

/// A path as one types it on the command line: in quotes where it has blanks.
pub(super) fn typed(path: &Path) -> String {
    let path = path.display().to_string();
    if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path }
}

/// Breaks a line at blanks. The following lines begin below the first word, `hanging` characters further in.
fn wrap(line: &str, width: usize, hanging: usize) -> String {
    let text = line.trim_start_matches(' ');
    let first = line.chars().count() - text.chars().count();
    let indent = first + hanging;
    let mut wrapped = " ".repeat(first);
    let mut used = first;
    for (n, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if n > 0 && used + 1 + length > width && used > indent {
            wrapped.push('\n');
            wrapped.push_str(&" ".repeat(indent));
            used = indent;
        } else if n > 0 {
            wrapped.push(' ');
            used += 1;
        }
        wrapped.push_str(word);
        used += length;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::{typed, wrap};

    #[test]
    fn a_path_with_blanks_is_printed_as_one_types_it() {
        assert_eq!(typed("Büro".as_ref()), "Büro");
        assert_eq!(typed("Mein Büro".as_ref()), "\"Mein Büro\"");
    }

    #[test]
    fn lines_break_at_blanks_and_hang() {
        assert_eq!(wrap("  Z1c  eins zwei drei", 14, 5), "  Z1c  eins\n       zwei\n       drei");
        assert_eq!(wrap("kurz", 40, 2), "kurz");
        assert_eq!(wrap("", 40, 2), "");
        assert_eq!(wrap("a ganzlangeswortohneblank b", 10, 0), "a\nganzlangeswortohneblank\nb");
    }
}
