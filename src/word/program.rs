//! One part of a template, compiled: a small program for minijinja in which every stretch of XML is only a number between
//! two control characters. XML never passes through the template language, and as control characters are taken out of
//! every value, no value can become markup or a tag.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use minijinja::value::Value;
use minijinja::{Environment, ErrorKind};

use super::fault::{Fault, Place, Spot, Story, nearest, sorted};
use super::joining::joins;
use super::lists::Lists;
use super::mergefield;
use super::package::Part;
use super::rewriting::{paragraph_starts, rewritten};
use super::scope::{self, Item, Layout, blocks, given_names, loop_names};
use super::styles::Styles;
use super::tag::{Label, Read, Reading, Tag, TagKind, Word, label, tags};
use super::text::{Paragraph, paragraphs, properties};
use super::value::{Fields, REFUSED, SHOWN, built_in};
use super::xml::{Xml, attribute};

/// What a number in the rendered text stands for.
#[derive(Debug)]
enum Chunk {
    /// `seen`: it shows something, so its paragraph stays.
    Xml {
        text: Box<str>,
        seen: bool,
    },
    Mark(Item),
}

/// A name a tag asks for.
#[derive(Debug)]
struct Use {
    name: String,
    tag: usize,
    /// The column whose label the whole tag may be; where there is one, nothing else is asked for.
    label: Option<String>,
    /// The template says itself what happens without it (`default`, `is defined`).
    guarded: bool,
}

#[derive(Debug)]
pub(super) struct Program {
    /// Its name in the environment.
    name: String,
    chunks: Vec<Chunk>,
    tags: Vec<Tag>,
    places: Vec<Place>,
    /// Where each tag stands in the program.
    spans: Vec<(Range<usize>, usize)>,
    uses: Vec<Use>,
    /// „{name}“ as text: a mistake where there is such a name.
    typed: Vec<(String, Place)>,
    renumber: bool,
    /// No part with runs: line breaks and tabs are blanks.
    plain: bool,
    size: usize,
}

/// What became of a part.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    /// `None` where no tag stands in it, or where it has faults.
    pub(super) program: Option<Program>,
    /// Every name it asks for, with the place; as far as it can be understood, even where it has faults.
    pub(super) asked: Vec<(String, Place)>,
    /// „{name}“ as text, which may be meant as a placeholder.
    pub(super) typed: Vec<(String, Place)>,
    pub(super) faults: Vec<Fault>,
}

/// Compiles a part of a package whose paragraphs have these styles.
pub(super) fn compile(
    environment: &mut Environment<'static>,
    template: &str,
    &Part { entry, story }: &Part,
    styles: &Styles,
    source: String,
) -> Compiled {
    if !source.contains(['{', '}', '«']) && !source.contains("w:fld") {
        return Compiled::default();
    }
    let damaged = |why: String| {
        let fault = Fault::of_file(
            template,
            format!("Die Datei ist beschädigt ({why}). In Word öffnen und neu speichern."),
        );
        Compiled { faults: vec![fault], ..Compiled::default() }
    };
    let original = match Xml::parse(source) {
        Ok(xml) => xml,
        Err(why) => return damaged(why),
    };
    let mut merged = mergefield::fields(&original);
    let starts = paragraph_starts(&original);
    let number = |position: usize| starts.partition_point(|start| *start <= position);
    let mut faults = Vec::new();
    if story != Story::Properties {
        let all = paragraphs(&original);
        merged.replacements.extend(joins(&original, &all, &merged.replacements));
        for (position, sentence) in merged.faults {
            let own = all.iter().rev().find(|own| original.whole(own.start).contains(&position));
            let place = Place {
                story,
                number: number(position),
                words: own.map_or_else(String::new, |own| own.first_words(&[])),
                spot: Spot::new(entry, position..position + 1),
            };
            faults.push(Fault::at(template, place, sentence));
        }
    }
    let (xml, rewriting) = if merged.replacements.is_empty() {
        (original, None)
    } else {
        let rewriting = rewritten(&original.source, merged.replacements);
        match Xml::parse(rewriting.text.clone()) {
            Ok(xml) => (xml, Some(rewriting)),
            Err(why) => return damaged(why),
        }
    };
    let merged = merged.tags;
    let paragraphs = if story == Story::Properties { properties(&xml) } else { paragraphs(&xml) };
    let place = |paragraph: &Paragraph, at: Range<usize>| {
        let start = xml.tokens[paragraph.start].at.start;
        let (start, at) = match &rewriting {
            None => (start, at),
            Some(own) => (own.original(start), own.original(at.start)..own.original(at.end)),
        };
        let number = if rewriting.is_some() { number(start) } else { paragraph.number };
        let words = paragraph.first_words(&merged);
        Place { story, number, words, spot: Spot::new(entry, at.start..at.end.max(at.start + 1)) }
    };
    let mut found = Vec::new();
    let mut typed = Vec::new();
    // what a refused field shows is no text somebody has typed
    let refused: Vec<usize> =
        faults.iter().filter_map(|fault| Some(fault.place.as_ref()?.number)).collect();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let Read { tags, problems, typed: names } = tags(number, paragraph, &merged);
        typed.extend(
            names.into_iter().map(|(at, name)| (name, place(paragraph, paragraph.bytes(&at)))),
        );
        let whole = || place(paragraph, xml.whole(paragraph.start));
        faults.extend(problems.into_iter().map(|problem| Fault::at(template, whole(), problem)));
        faults.extend(
            typed_fields(paragraph, &tags, story)
                .into_iter()
                .map(|(at, problem)| (place(paragraph, at), problem))
                .filter(|(place, _)| !refused.contains(&place.number))
                .map(|(place, problem)| Fault::at(template, place, problem)),
        );
        if let Some(problem) = deleted_tag(&paragraph.deleted) {
            faults.push(Fault::at(template, whole(), problem));
        }
        found.extend(tags);
    }
    let mut tags = found;
    // a text box may stand inside a paragraph that goes on behind it
    tags.sort_by_key(|tag| {
        paragraphs[tag.paragraph].chars.get(tag.chars.start).map(|char| char.at.start)
    });
    for (number, names) in scope::bound_names(&tags).into_iter().enumerate() {
        read_label(environment, &mut tags[number], &names);
    }
    let places: Vec<Place> = tags
        .iter()
        .map(|tag| {
            let paragraph = &paragraphs[tag.paragraph];
            place(paragraph, paragraph.bytes(&tag.chars))
        })
        .collect();
    faults.extend(tags.iter().zip(&places).filter_map(|(tag, place)| {
        let message = fault_in_expression(environment, tag)?;
        Some(Fault { nearest: message.1, ..Fault::at(template, place.clone(), message.0) })
    }));
    let uses;
    let mut layout = None;
    match blocks(&tags) {
        Ok(blocks) => {
            uses = self::uses(environment, &tags, &blocks.bound, &blocks.inside);
            match scope::layout(&xml, styles, &paragraphs, &tags, &blocks.all) {
                Ok(made) => layout = Some(made),
                Err(problems) => faults.extend(
                    problems
                        .into_iter()
                        .map(|(tag, problem)| Fault::at(template, places[tag].clone(), problem)),
                ),
            }
        }
        Err(problems) => {
            // which names a broken block would have given is a guess: all of them, everywhere
            let given: BTreeSet<String> = tags.iter().flat_map(given_names).collect();
            let (bound, inside) = (vec![given; tags.len()], vec![Vec::new(); tags.len()]);
            uses = self::uses(environment, &tags, &bound, &inside);
            faults.extend(
                problems
                    .into_iter()
                    .map(|(tag, problem)| Fault::at(template, places[tag].clone(), problem)),
            );
        }
    }
    let asked = uses.iter().map(|one| (one.name.clone(), places[one.tag].clone())).collect();
    let untouched = tags.is_empty() && typed.is_empty();
    let (Some(layout), true, false) = (layout, faults.is_empty(), untouched) else {
        return Compiled { program: None, asked, typed, faults };
    };
    let mut seen: Vec<usize> = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let own: Vec<&Range<usize>> =
            tags.iter().filter(|tag| tag.paragraph == number).map(|tag| &tag.chars).collect();
        seen.extend(paragraph.solid.iter().copied());
        seen.extend(paragraph.chars.iter().enumerate().filter_map(|(i, char)| {
            let text = !char.c.is_whitespace() && !own.iter().any(|tag| tag.contains(&i));
            text.then_some(char.at.start)
        }));
    }
    seen.sort_unstable();
    let mut program = Program {
        name: format!("part{entry}"),
        chunks: Vec::new(),
        tags,
        places,
        spans: Vec::new(),
        uses,
        typed,
        renumber: layout.renumber,
        plain: story == Story::Properties,
        size: xml.source.len() + xml.source.len() / 4,
    };
    let text = program.assemble(&xml, &layout, &seen);
    if let Err(error) = environment.add_template_owned(program.name.clone(), text) {
        let faults = vec![program.fault(template, &error)];
        return Compiled { program: None, asked, typed: Vec::new(), faults };
    }
    let typed = program.typed.clone();
    Compiled { program: Some(program), asked, typed, faults }
}

/// «Name» typed as text: it looks like a merge field and would stay in every letter.
fn typed_fields(paragraph: &Paragraph, tags: &[Tag], story: Story) -> Vec<(Range<usize>, String)> {
    // a plain text has no fields of Word's
    let otherwise = if story == Story::Text { "" } else { " oder das Feld in Word einfügen" };
    let mut found = Vec::new();
    let mut from = None;
    for (i, char) in paragraph.chars.iter().enumerate() {
        if tags.iter().any(|tag| tag.chars.contains(&i)) {
            from = None;
            continue;
        }
        match char.c {
            '«' => from = Some(i),
            '»' => {
                if let Some(start) = from.take().filter(|start| start + 1 < i) {
                    let name: String =
                        paragraph.chars.iter().take(i).skip(start + 1).map(|char| char.c).collect();
                    found.push((
                        paragraph.bytes(&(start..i + 1)),
                        format!("„«{name}»“ ist nur Text und kein Seriendruckfeld; im Brief bliebe es so stehen. Bitte {{{{ {name} }}}} schreiben{otherwise}."),
                    ));
                }
            }
            c if c.is_alphanumeric() || c == '_' => {}
            _ => from = None,
        }
    }
    found
}

/// A tag that a tracked change has taken away: it would be seen in the letter and does nothing.
fn deleted_tag(deleted: &str) -> Option<String> {
    let from = ["{{", "{%"].iter().filter_map(|open| deleted.find(open)).min()?;
    let rest = deleted.get(from..)?;
    let end = ["}}", "%}"].iter().filter_map(|close| rest.find(close)).min()?;
    let tag = rest.get(..end + 2)?;
    Some(format!(
        "„{tag}“ steht in gelöschtem Text, der noch nicht angenommen ist. Bitte in Word unter Überprüfen die Änderung annehmen oder ablehnen."
    ))
}

impl Program {
    /// The program's text; fills chunks and spans.
    fn assemble(&mut self, xml: &Xml, layout: &Layout, seen: &[usize]) -> String {
        let mut text = String::new();
        let mut at = 0;
        for edit in &layout.edits {
            self.copy(xml, at..edit.at.start, seen, &mut text);
            at = at.max(edit.at.end);
            for item in &edit.items {
                match item {
                    Item::Tag(number) => {
                        self.tag(*number, &mut text);
                        if let Some(lists) = layout.restarts.get(number) {
                            self.chunk(Chunk::Mark(Item::Pass(lists.clone())), &mut text);
                        }
                    }
                    Item::Xml(own) => {
                        self.chunk(
                            Chunk::Xml { text: own.as_str().into(), seen: false },
                            &mut text,
                        );
                    }
                    mark @ (Item::ParagraphStart
                    | Item::ParagraphEnd
                    | Item::CellEnd
                    | Item::BodyEnd
                    | Item::ContentEnd
                    | Item::TableAhead
                    | Item::TableStart
                    | Item::TableEnd
                    | Item::Pass(_)
                    | Item::List(_)
                    | Item::StyleList(_)) => self.chunk(Chunk::Mark(mark.clone()), &mut text),
                }
            }
        }
        self.copy(xml, at..xml.source.len(), seen, &mut text);
        text
    }

    fn copy(&mut self, xml: &Xml, at: Range<usize>, seen: &[usize], text: &mut String) {
        if at.start < at.end {
            let first = seen.partition_point(|position| *position < at.start);
            let shows = seen.get(first).is_some_and(|position| *position < at.end);
            self.chunk(Chunk::Xml { text: xml.cut(at).into(), seen: shows }, text);
        }
    }

    fn chunk(&mut self, chunk: Chunk, text: &mut String) {
        text.push(OPEN);
        text.push_str(&self.chunks.len().to_string());
        text.push(CLOSE);
        self.chunks.push(chunk);
    }

    fn tag(&mut self, number: usize, text: &mut String) {
        let tag = &self.tags[number];
        let from = text.len();
        match tag.kind {
            TagKind::Comment => {}
            TagKind::Value => {
                text.push_str("{{ ");
                text.push_str(&printed(&tag.text));
                text.push_str(" }}");
            }
            TagKind::Control(word) => {
                let keyword = match word {
                    Word::If => "if",
                    Word::Elif => "elif",
                    Word::Else => "else",
                    Word::EndIf => "endif",
                    Word::For => "for",
                    Word::EndFor => "endfor",
                    Word::Set => "set",
                };
                text.push_str("{% ");
                text.push_str(keyword);
                text.push(' ');
                text.push_str(&tag.text);
                text.push_str(" %}");
            }
        }
        self.spans.push((from..text.len(), number));
    }

    /// The names it asks for that no `for` or `set` gives.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.uses.iter().map(|one| one.name.as_str())
    }

    /// Every placeholder without a value, each once per paragraph.
    pub(super) fn missing(&self, template: &str, fields: &Fields) -> Vec<Fault> {
        let mut faults: Vec<Fault> = Vec::new();
        for (name, place) in &self.typed {
            if fields.contains(name) {
                let message = format!(
                    "„{{{name}}}“ hat nur einfache Klammern und bliebe im Brief so stehen. Gemeint ist wohl {{{{ {name} }}}}."
                );
                faults.push(Fault::at(template, place.clone(), message));
            }
        }
        for one in &self.uses {
            let by_label = one.label.as_ref().is_some_and(|label| fields.contains(label));
            if !one.guarded && !by_label && !fields.contains(&one.name) {
                let place = self.places[one.tag].clone();
                faults.push(Fault::unknown_field(template, place, &one.name, fields.names()));
            }
        }
        sorted(faults)
    }

    /// Fills the part.
    pub(super) fn fill(
        &self,
        environment: &Environment<'static>,
        template: &str,
        fields: &Value,
        lists: &mut Lists,
    ) -> Result<String, Box<Fault>> {
        let rendered = environment
            .get_template(&self.name)
            .and_then(|program| program.render(fields.clone()))
            .map_err(|error| Box::new(self.fault(template, &error)))?;
        let mut text = self.expand(&rendered, lists);
        if self.plain {
            for own in ["<w:br/>", "<w:tab/>"] {
                let element = format!("</w:t>{own}<w:t xml:space=\"preserve\">");
                text = text.replace(&element, " ");
            }
        }
        Ok(if self.renumber { renumbered(&text) } else { text })
    }

    /// Numbers become XML again, and what filling may have broken is mended.
    fn expand(&self, rendered: &str, lists: &mut Lists) -> String {
        let mut out = String::with_capacity(self.size);
        let mut open: Vec<(usize, bool)> = Vec::new();
        let mut tables: Vec<usize> = Vec::new();
        for (n, piece) in rendered.split(OPEN).enumerate() {
            let (number, value) = if n == 0 {
                (None, piece)
            } else {
                piece
                    .split_once(CLOSE)
                    .map_or((None, ""), |(number, value)| (number.parse::<usize>().ok(), value))
            };
            if let Some(chunk) = number.and_then(|number| self.chunks.get(number)) {
                match chunk {
                    Chunk::Xml { text, seen } => {
                        out.push_str(text);
                        if *seen && let Some(paragraph) = open.last_mut() {
                            paragraph.1 = true;
                        }
                    }
                    Chunk::Mark(Item::Pass(passed)) => lists.pass(passed),
                    Chunk::Mark(Item::List(list)) => {
                        write!(out, "<w:numId w:val=\"{}\"/>", lists.number(*list)).ok();
                    }
                    Chunk::Mark(Item::StyleList(style)) => {
                        let (level, list) = (style.level, lists.number(style.list));
                        write!(
                            out,
                            "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"
                        )
                        .ok();
                    }
                    Chunk::Mark(mark) => mend(mark, &mut out, &mut open, &mut tables),
                }
            }
            if !value.is_empty() {
                out.push_str(value);
                if let Some(paragraph) = open.last_mut() {
                    paragraph.1 |= !value.trim().is_empty();
                }
            }
        }
        out
    }

    fn fault(&self, template: &str, error: &minijinja::Error) -> Fault {
        let tag = error.range().and_then(|range| {
            self.spans.iter().find(|(span, _)| span.start <= range.start && range.start < span.end)
        });
        let shown = tag.map(|(_, tag)| self.tags[*tag].shown.clone()).unwrap_or_default();
        let message = said(error, &shown);
        match tag {
            Some((_, tag)) => Fault::at(template, self.places[*tag].clone(), message),
            None => Fault::of_file(template, message),
        }
    }
}

/// The expression of a tag that only prints a field: figures look as in the list they come from.
pub(super) fn printed(expression: &str) -> std::borrow::Cow<'_, str> {
    let (path, rest) = expression.split_at(expression.find('|').unwrap_or(expression.len()));
    let path = path.trim();
    let plain = rest.trim_start_matches('|').trim_start();
    let prints = rest.is_empty()
        || plain == "_text"
        || ["default(", "d(", "default (", "d ("].iter().any(|own| plain.starts_with(own))
        // a merge field without a picture of its figures
        || (plain.starts_with("_feld(") && plain.ends_with(", \"\")"));
    let is_path = path.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && path.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
    let (owner, name) = path.rsplit_once('.').unwrap_or((SHOWN, path));
    if !prints || !is_path || matches!(path, "true" | "false" | "none") || owner == "loop" {
        return expression.into();
    }
    format!("{path}|_wie({owner}, \"{name}\"){rest}").into()
}

const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

fn mend(mark: &Item, out: &mut String, open: &mut Vec<(usize, bool)>, tables: &mut Vec<usize>) {
    match mark {
        Item::ParagraphStart => open.push((out.len(), false)),
        Item::ParagraphEnd => {
            if let Some((start, false)) = open.pop() {
                out.truncate(start);
            }
        }
        Item::CellEnd => {
            if !ends_with_paragraph(out) {
                out.push_str("<w:p/>");
            }
        }
        Item::BodyEnd | Item::TableAhead => {
            if out.ends_with("</w:tbl>") {
                out.push_str("<w:p/>");
            }
        }
        Item::ContentEnd => {
            if out.ends_with("<w:sdtContent>") {
                out.push_str("<w:p/>");
            }
        }
        Item::TableStart => tables.push(out.len()),
        Item::TableEnd => {
            if let Some(start) = tables.pop()
                && !out.get(start..).is_some_and(|table| table.contains("<w:tr"))
            {
                out.truncate(start);
            }
        }
        Item::Tag(_) | Item::Xml(_) | Item::Pass(_) | Item::List(_) | Item::StyleList(_) => {}
    }
}

fn ends_with_paragraph(out: &str) -> bool {
    if out.ends_with("</w:p>") {
        return true;
    }
    // „<w:p/>“, perhaps with attributes
    out.ends_with("/>")
        && out
            .rsplit_once('<')
            .is_some_and(|(_, last)| last.starts_with("w:p/") || last.starts_with("w:p "))
}

/// What loops repeat must stay unique: ids of drawings, ids and names of bookmarks; Word's paragraph ids are optional.
fn renumbered(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len());
    let (mut drawings, mut bookmarks) = (0_usize, 0_usize);
    let mut current: BTreeMap<String, usize> = BTreeMap::new();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut controls = Controls::of(xml);
    let mut pieces = xml.split('<');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        out.push('<');
        let (tag, rest) = piece.split_once('>').unwrap_or((piece, ""));
        let mut tag = tag.to_owned();
        for optional in ["w14:paraId", "w14:textId"] {
            if let Some(value) = attribute(&tag, optional) {
                tag = tag.replace(&format!(" {optional}=\"{value}\""), "");
            }
        }
        controls.renumber(&mut tag);
        if tag.starts_with("wp:docPr ") {
            drawings += 1;
            tag = with_attribute(&tag, "id", &drawings.to_string());
        } else if tag.starts_with("w:bookmarkStart ") {
            bookmarks += 1;
            current.insert(attribute(&tag, "w:id").unwrap_or_default().to_owned(), bookmarks);
            let name = attribute(&tag, "w:name").unwrap_or_default().to_owned();
            let times = names.entry(name.clone()).or_insert(0);
            *times += 1;
            if *times > 1 {
                tag = with_attribute(&tag, "w:name", &format!("{name}_{times}"));
            }
            tag = with_attribute(&tag, "w:id", &bookmarks.to_string());
        } else if tag.starts_with("w:bookmarkEnd ")
            && let Some(id) = current.get(attribute(&tag, "w:id").unwrap_or_default())
        {
            tag = with_attribute(&tag, "w:id", &id.to_string());
        }
        out.push_str(&tag);
        if piece.contains('>') {
            out.push('>');
        }
        out.push_str(rest);
    }
    out
}

/// The ids of content controls (ECMA-376 part 1, 17.5.2.18): the first to have one keeps it.
struct Controls {
    used: BTreeSet<String>,
    seen: BTreeSet<String>,
    /// Inside `w:sdtPr`.
    inside: bool,
    next: usize,
}

impl Controls {
    fn of(xml: &str) -> Self {
        let ids = xml.split("<w:id ").skip(1);
        let used = ids
            .filter_map(|rest| {
                let tag = format!("<w:id {}", rest.split('>').next().unwrap_or_default());
                Some(attribute(&tag, "w:val")?.to_owned())
            })
            .collect();
        Self { used, seen: BTreeSet::new(), inside: false, next: 1 }
    }

    fn renumber(&mut self, tag: &mut String) {
        match tag.as_str() {
            "w:sdtPr" => self.inside = true,
            "/w:sdtPr" => self.inside = false,
            own if self.inside && own.starts_with("w:id ") => {
                let id = attribute(own, "w:val").unwrap_or_default().to_owned();
                if !self.seen.insert(id) {
                    while !self.used.insert(self.next.to_string()) {
                        self.next += 1;
                    }
                    *tag = with_attribute(own, "w:val", &self.next.to_string());
                }
            }
            _ => {}
        }
    }
}

fn with_attribute(tag: &str, name: &str, value: &str) -> String {
    match attribute(tag, name) {
        Some(old) => {
            tag.replacen(&format!(" {name}=\"{old}\""), &format!(" {name}=\"{value}\""), 1)
        }
        None => tag.to_owned(),
    }
}

/// A tag may be the label of a column as it stands. What means nothing else is one; of „PLZ/Ort“, which could be a division
/// as well, the values decide. `given` are the names its loops and `set` give.
fn read_label(environment: &Environment<'static>, tag: &mut Tag, given: &BTreeSet<String>) {
    let whole = match tag.kind {
        TagKind::Value | TagKind::Control(Word::If | Word::Elif) => tag.text.clone(),
        TagKind::Control(Word::For) => match tag.text.split_once(" in ") {
            Some((_, list)) => list.to_owned(),
            None => return,
        },
        TagKind::Control(_) | TagKind::Comment => return,
    };
    let Some(Label { name, filters, text, reading }) = label(&whole) else { return };
    if !tag.names.is_empty() || environment.compile_expression(&format!("{name}{filters}")).is_err()
    {
        return;
    }
    let only = format!("{name}{filters}");
    let meant = if environment.compile_expression(&whole).is_err() {
        only
    } else {
        let Ok(own) = environment.compile_expression(&text) else { return };
        let names = own.undeclared_variables(false);
        let built_in = built_in();
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        if !words.all(|word| word.starts_with(char::is_alphabetic))
            || names.is_empty()
            || names.iter().any(|name| given.contains(name) || built_in.contains(name.as_str()))
        {
            return;
        }
        match (reading, names.iter().next()) {
            (Reading::Label, _) | (_, None) => only,
            (Reading::Calculation, _) => {
                tag.label = Some(name.clone());
                format!("({name} if {name} is _da else ({text})){filters}")
            }
            (Reading::Part, Some(first)) => {
                tag.label = Some(name.clone());
                format!("(({text}) if {first} is _da else {name}){filters}")
            }
        }
    };
    tag.names.push((name, text));
    tag.text = match tag.text.split_once(" in ") {
        Some((names, _)) if tag.kind == TagKind::Control(Word::For) => {
            format!("{names} in {meant}")
        }
        _ => meant,
    };
}

/// The expression of a tag, where it has one.
fn expression(tag: &Tag) -> Option<&str> {
    match tag.kind {
        TagKind::Value | TagKind::Control(Word::If | Word::Elif) => Some(&tag.text),
        TagKind::Control(Word::For) => tag.text.split_once(" in ").map(|(_, list)| list),
        TagKind::Control(Word::Set) => tag.text.split_once('=').map(|(_, value)| value.trim()),
        TagKind::Control(_) | TagKind::Comment => None,
    }
}

/// What is wrong with one tag, each looked at on its own so that all are named at once; and a proposal.
fn fault_in_expression(
    environment: &Environment<'static>,
    tag: &Tag,
) -> Option<(String, Option<String>)> {
    let text = expression(tag)?;
    if tag.kind == TagKind::Value
        && let Some(always) = literal(text)
    {
        let message = format!(
            "„{}“ ergäbe in jedem Brief „{always}“. Gemeint ist wohl das Feld {{{{ {always} }}}} ohne Anführungszeichen; heißt eine Spalte wie eine Zahl, bitte umbenennen, z. B. „Jahr 2024“.",
            tag.shown
        );
        return Some((message, None));
    }
    if tag.kind == TagKind::Control(Word::For) && text.trim_end().ends_with(" recursive") {
        return Some((format!("„{}“: recursive gibt es hier nicht.", tag.shown), None));
    }
    if let Err(error) = environment.compile_expression(text) {
        return Some((said(&error, &tag.shown), None));
    }
    let state = environment.empty_state();
    for filter in filters(text) {
        let unknown = state
            .env()
            .empty_state()
            .apply_filter(&filter, &[])
            .is_err_and(|error| error.kind() == ErrorKind::UnknownFilter);
        if unknown {
            let known = [
                "datum",
                "wochentag",
                "liste",
                "zahl",
                "prozent",
                "default",
                "upper",
                "lower",
                "length",
            ];
            return Some((
                format!("Den Filter „{filter}“ gibt es nicht."),
                nearest(&filter, known.into_iter()),
            ));
        }
    }
    None
}

/// What a tag says that is nothing but a text in quotes or whole figures.
fn literal(expression: &str) -> Option<&str> {
    let text = expression.trim();
    if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()) {
        return Some(text);
    }
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.is_empty() && !inner.contains('"')).then_some(inner)
}

/// The names behind `|`, outside of quotes.
fn filters(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut quote: Option<char> = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match quote {
            Some(end) => {
                if c == '\\' {
                    rest.next();
                } else if c == end {
                    quote = None;
                }
            }
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '|' => {
                let mut name = String::new();
                while let Some(next) = rest.peek().copied() {
                    if next.is_alphanumeric() || next == '_' || name.is_empty() && next == ' ' {
                        rest.next();
                        name.push(next);
                    } else {
                        break;
                    }
                }
                found.push(name.trim().to_owned());
            }
            None => {}
        }
    }
    found
}

fn uses(
    environment: &Environment<'static>,
    tags: &[Tag],
    bound: &[BTreeSet<String>],
    inside: &[Vec<usize>],
) -> Vec<Use> {
    let built_in = built_in();
    let names = |tag: &Tag| -> BTreeSet<String> {
        expression(tag)
            .and_then(|text| environment.compile_expression(text).ok())
            .map(|compiled| compiled.undeclared_variables(false).into_iter().collect())
            .unwrap_or_default()
    };
    let mut found = Vec::new();
    for (number, tag) in tags.iter().enumerate() {
        let guards = |tag: &Tag| {
            expression(tag).is_some_and(|text| {
                text.contains("is defined")
                    || text.contains("is not defined")
                    || text.contains("is undefined")
                    || filters(text).iter().any(|name| name == "default" || name == "d")
            })
        };
        let own: Vec<String> = if tag.kind == TagKind::Control(Word::For) {
            loop_names(&tag.text)
        } else {
            Vec::new()
        };
        for name in names(tag) {
            let condition_of_loop = own.contains(&name) && tag.text.contains(" if ");
            if bound[number].contains(&name)
                || built_in.contains(name.as_str())
                || condition_of_loop
            {
                continue;
            }
            if tag.label.as_ref() == Some(&name) {
                continue;
            }
            let asked = name.clone();
            let field = tag.names.iter().find(|(own, _)| *own == name);
            let name = field.map_or(name, |(_, field)| field.clone());
            let label = tag.label.clone();
            let guarded = guards(tag)
                || inside[number].iter().any(|opening| {
                    let opening = &tags[*opening];
                    guards(opening) && names(opening).contains(&asked)
                });
            found.push(Use { name, tag: number, label, guarded });
        }
    }
    found
}

/// minijinja's errors in German.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "minijinja may add kinds of errors; the rest is said alike"
)]
fn said(error: &minijinja::Error, shown: &str) -> String {
    let detail = error.detail().unwrap_or_default();
    if let Some(own) = detail.strip_prefix(REFUSED) {
        return format!("„{shown}“: {own}");
    }
    match error.kind() {
        ErrorKind::SyntaxError | ErrorKind::BadEscape => {
            format!(
                "„{shown}“ ist nicht zu verstehen. Bitte Schreibweise, Klammern und Anführungszeichen prüfen."
            )
        }
        ErrorKind::UndefinedError => {
            format!("„{shown}“ verwendet eine Angabe, die es hier nicht gibt.")
        }
        ErrorKind::UnknownFilter => format!("„{shown}“ verwendet einen Filter, den es nicht gibt."),
        ErrorKind::UnknownTest => {
            format!("„{shown}“ verwendet eine Prüfung („is …“), die es nicht gibt.")
        }
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => {
            format!("„{shown}“ ruft etwas auf, das es nicht gibt.")
        }
        ErrorKind::TooManyArguments | ErrorKind::MissingArgument => {
            format!("„{shown}“: Der Filter hat zu viele oder zu wenige Angaben in seiner Klammer.")
        }
        _ => format!("„{shown}“ passt nicht zu den Angaben des Briefs ({detail})."),
    }
}
