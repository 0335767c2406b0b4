//! The text of an e-mail as a template: a plain text file with the placeholders, filters and blocks of the Word templates
//! and the same messages, only that they name a line. The first line is the subject: „Betreff: …“.
//!
//! Every line becomes a paragraph of a small part, which the one compiler of this library compiles: what holds in Word
//! holds here, such as that a line with nothing but a control tag or an empty value is gone from the letter.

use std::collections::BTreeSet;

use minijinja::Environment;
use minijinja::value::Value;

use super::fault::{Fault, Place, Spot, Story, sorted};
use super::lists::Lists;
use super::package::Part;
use super::program::{self, Compiled, Program};
use super::styles::Styles;
use super::value::{self, Fields};
use super::xml::{Kind, Xml, characters, push_escaped};

/// What the first line begins with.
pub const SUBJECT: &str = "Betreff:";

/// A text with placeholders, ready to be filled any number of times.
#[derive(Debug)]
pub struct TextTemplate {
    name: String,
    /// The text as a part; what is left of it where no tag stands in it.
    part: String,
    program: Option<Program>,
    environment: Environment<'static>,
}

/// A filled text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// One line, never empty.
    pub subject: String,
    /// Lines end with `\n`; never more than one blank line at a time, none at the beginning or end.
    pub text: String,
}

impl TextTemplate {
    /// `name` is how faults call the template.
    ///
    /// # Errors
    /// All faults at once, in the order of the lines: those of [`super::Template::compile`], and a first line that is no
    /// subject.
    pub fn compile(name: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let mut environment = value::environment();
        let part = part(text);
        let compiled = compiled(&mut environment, name, text, part.clone());
        if compiled.faults.is_empty() {
            Ok(Self { name: name.to_owned(), part, program: compiled.program, environment })
        } else {
            Err(sorted(compiled.faults))
        }
    }

    /// The placeholders it uses, as [`super::Template::fields`] names them.
    pub fn fields(&self) -> BTreeSet<String> {
        self.program.iter().flat_map(Program::names).map(value::canonical).collect()
    }

    /// Fills the text. The same values give the same text.
    ///
    /// # Errors
    /// As [`super::Template::fill`]; and a subject that would be empty.
    pub fn fill(
        &self,
        values: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<Message, Vec<Fault>> {
        let filled = match &self.program {
            None => self.part.clone(),
            Some(program) => {
                let fields = Fields::new(values);
                let missing = program.missing(&self.name, &fields);
                if !missing.is_empty() {
                    return Err(missing);
                }
                let fields = Value::from_object(fields);
                program
                    .fill(&self.environment, &self.name, &fields, &mut Lists::of(None))
                    .map_err(|fault| vec![*fault])?
            }
        };
        let broken = |why: String| vec![Fault::of_file(&self.name, why)];
        // a letter's lines are kept from breaking here and there; an e-mail has none, and people search it
        let lines = lines(filled.replace('\u{a0}', " ")).map_err(broken)?;
        let mut lines = lines.iter();
        let first = lines.next().map_or("", String::as_str);
        let subject = one_line(behind_subject(first).unwrap_or_default());
        if subject.is_empty() {
            let sentence = format!("Hinter „{SUBJECT}“ stünde nichts.");
            return Err(vec![Fault::at(&self.name, first_line(first), sentence)]);
        }
        let mut text = String::new();
        let mut blank = false;
        for line in lines.flat_map(|line| line.split('\n')).map(str::trim_end) {
            if line.is_empty() {
                blank = !text.is_empty();
                continue;
            }
            if blank {
                text.push('\n');
                blank = false;
            }
            text.push_str(line);
            text.push('\n');
        }
        Ok(Message { subject, text })
    }
}

/// Faults and names asked for.
pub(super) fn compiled(
    environment: &mut Environment<'static>,
    name: &str,
    text: &str,
    part: String,
) -> Compiled {
    let own = Part { entry: 0, story: Story::Text };
    let mut compiled = program::compile(environment, name, &own, &Styles::default(), part);
    let first = split(text).next().unwrap_or_default().to_owned();
    let sentence = match behind_subject(&first) {
        Some(rest) if rest.trim().is_empty() => Some(format!(
            "Hinter „{SUBJECT}“ steht nichts. Dorthin gehört, was die E-Mail als Betreff trägt."
        )),
        Some(_) => None,
        None => Some(format!(
            "Die erste Zeile muss mit „{SUBJECT}“ beginnen; danach folgen eine leere Zeile und der Text."
        )),
    };
    if let Some(sentence) = sentence {
        compiled.faults.push(Fault::at(name, first_line(&first), sentence));
    }
    compiled
}

/// The text as a part of a Word file: one paragraph per line.
pub(super) fn part(text: &str) -> String {
    let mut part = String::with_capacity(text.len() * 2);
    part.push_str("<w:body>");
    for line in split(text) {
        part.push_str("<w:p><w:r><w:t xml:space=\"preserve\">");
        push_escaped(&mut part, line);
        part.push_str("</w:t></w:r></w:p>");
    }
    part.push_str("</w:body>");
    part
}

/// Lines however they end.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// The paragraphs of a filled part as lines again; a value of several lines stays together.
fn lines(filled: String) -> Result<Vec<String>, String> {
    let xml = Xml::parse(filled)?;
    let mut lines: Vec<String> = Vec::new();
    for (n, token) in xml.tokens.iter().enumerate() {
        match (token.kind, xml.name(n)) {
            (Kind::Start | Kind::Empty, "w:p") => lines.push(String::new()),
            (Kind::Empty, name @ ("w:br" | "w:tab")) => {
                if let Some(line) = lines.last_mut() {
                    line.push(if name == "w:br" { '\n' } else { '\t' });
                }
            }
            (Kind::Text, _) => {
                if let Some(line) = lines.last_mut() {
                    line.extend(characters(xml.text(n), 0).iter().map(|(c, _)| *c));
                }
            }
            _ => {}
        }
    }
    Ok(lines)
}

/// What stands behind „Betreff:“.
fn behind_subject(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let head = line.get(..SUBJECT.len())?;
    head.eq_ignore_ascii_case(SUBJECT).then(|| line.get(SUBJECT.len()..)).flatten()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn first_line(line: &str) -> Place {
    let words: Vec<&str> = line.split_whitespace().take(4).collect();
    Place { story: Story::Text, number: 1, words: words.join(" "), spot: Spot::new(0, 0..1) }
}
