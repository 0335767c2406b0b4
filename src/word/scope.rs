//! How much a control tag takes with it: text within a paragraph, whole paragraphs, whole rows. Result: edits of the source.
//!
//! Without a prefix the place of the tags decides, as people expect it:
//! 1. all tags of a block in one paragraph: that stretch of text;
//! 2. each alone in its paragraph, in one container: the paragraphs between, and the tags' own paragraphs vanish;
//! 3. in different cells of one row: the row is repeated or left out;
//! 4. in different rows of one table: those rows; rows that hold nothing but control tags vanish;
//! 5. mid-text in different paragraphs of one container: both paragraphs are split at the tag and joined;
//! 6. otherwise the block crosses a border (begins in a cell, ends outside), and the template is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::lists::{self, By};
use super::styles::{StyleList, Styles};
use super::tag::{Prefix, Tag, TagKind, Word};
use super::text::{Char, Paragraph};
use super::xml::{Kind, Xml};

/// What is written at an edit's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// Index of a tag.
    Tag(usize),
    /// XML of our own.
    Xml(String),
    /// From here to [`Item::ParagraphEnd`] is a paragraph that disappears where nothing in it can be seen.
    ParagraphStart,
    ParagraphEnd,
    /// A container that must end with a paragraph ends here.
    CellEnd,
    /// The body ends here; Word wants a paragraph behind a table.
    BodyEnd,
    /// A content control's content ends here; it must not be empty.
    ContentEnd,
    /// A table begins here: two of them need a paragraph between them.
    TableAhead,
    /// From here to [`Item::TableEnd`] is a table that disappears where no row is left.
    TableStart,
    TableEnd,
    /// A pass of a loop begins; these lists count from their start again.
    Pass(BTreeSet<u32>),
    /// The list a paragraph belongs to.
    List(u32),
    /// The list a paragraph's style puts it into.
    StyleList(StyleList),
}

impl Item {
    fn tag(&self) -> Option<usize> {
        if let Self::Tag(tag) = self { Some(*tag) } else { None }
    }
}

#[derive(Debug)]
pub(super) struct Edit {
    pub(super) at: Range<usize>,
    /// Among edits at one place, lower first.
    order: i8,
    pub(super) items: Vec<Item>,
}

/// A control block: the indices of its tags, opening first, closing last.
#[derive(Debug)]
pub(super) struct Block {
    tags: Vec<usize>,
}

/// The blocks of a part, and what stands in them.
#[derive(Debug)]
pub(super) struct Blocks {
    pub(super) all: Vec<Block>,
    /// Names bound at each tag by the `for` and `set` around and before it.
    pub(super) bound: Vec<BTreeSet<String>>,
    /// For each tag the opening tags of the blocks it stands in.
    pub(super) inside: Vec<Vec<usize>>,
}

/// A tag that cannot be placed, with a German sentence.
pub(super) type Problem = (usize, String);

pub(super) struct Layout {
    /// Sorted, not overlapping.
    pub(super) edits: Vec<Edit>,
    /// A loop repeats what must be unique.
    pub(super) renumber: bool,
    /// Opening tags of loops and the lists that begin anew with each pass.
    pub(super) restarts: BTreeMap<usize, BTreeSet<u32>>,
}

struct Builder<'a> {
    xml: &'a Xml,
    styles: &'a Styles,
    paragraphs: &'a [Paragraph],
    tags: &'a [Tag],
    edits: Vec<Edit>,
    problems: Vec<Problem>,
    /// Containers and tables that may lose content.
    containers: BTreeSet<usize>,
    tables: BTreeSet<usize>,
    /// Opening tags of loops and the source they repeat.
    loops: BTreeMap<usize, Range<usize>>,
}

pub(super) fn layout(
    xml: &Xml,
    styles: &Styles,
    paragraphs: &[Paragraph],
    tags: &[Tag],
    blocks: &[Block],
) -> Result<Layout, Vec<Problem>> {
    let mut builder = Builder {
        xml,
        styles,
        paragraphs,
        tags,
        edits: Vec::new(),
        problems: Vec::new(),
        containers: BTreeSet::new(),
        tables: BTreeSet::new(),
        loops: BTreeMap::new(),
    };
    let renumber = builder.place(blocks);
    if !builder.problems.is_empty() {
        return Err(builder.problems);
    }
    builder.markers();
    builder.controls();
    let restarts = builder.lists();
    let mut edits = builder.edits;
    edits.sort_by_key(|edit| {
        (edit.at.start, edit.order, edit.items.iter().find_map(Item::tag), edit.at.end)
    });
    Ok(Layout { edits, renumber, restarts })
}

/// The names that the `for` and `set` around and before each tag give; as far as the blocks can be understood.
pub(super) fn bound_names(tags: &[Tag]) -> Vec<BTreeSet<String>> {
    match blocks(tags) {
        Ok(blocks) => blocks.bound,
        Err(_) => vec![tags.iter().flat_map(given_names).collect(); tags.len()],
    }
}

/// Names a `for` or `set` gives.
pub(super) fn given_names(tag: &Tag) -> Vec<String> {
    match tag.kind {
        TagKind::Control(Word::For) => loop_names(&tag.text),
        TagKind::Control(Word::Set) => set_name(&tag.text).into_iter().collect(),
        TagKind::Control(_) | TagKind::Value | TagKind::Comment => Vec::new(),
    }
}

/// Matches opening and closing tags; every tag without its partner is a problem.
pub(super) fn blocks(tags: &[Tag]) -> Result<Blocks, Vec<Problem>> {
    let (mut done, mut problems) = (Vec::new(), Vec::new());
    let mut open: Vec<Block> = Vec::new();
    // what `set` gives inside a loop ends with the loop's pass
    let mut set: Vec<(usize, String)> = Vec::new();
    let (mut bound, mut inside) = (Vec::new(), Vec::new());
    for (i, tag) in tags.iter().enumerate() {
        let mut names: BTreeSet<String> = set.iter().map(|(_, name)| name.clone()).collect();
        for block in &open {
            let opening = &tags[block.tags[0]];
            if opening.kind == TagKind::Control(Word::For) {
                names.extend(loop_names(&opening.text));
            }
        }
        bound.push(names);
        inside.push(open.iter().map(|block| block.tags[0]).collect());
        let TagKind::Control(word) = tag.kind else { continue };
        let opener = open.last().map(|block| tags[block.tags[0]].kind);
        match word {
            Word::If | Word::For => open.push(Block { tags: vec![i] }),
            Word::Set => {
                let loops = open
                    .iter()
                    .filter(|block| tags[block.tags[0]].kind == TagKind::Control(Word::For))
                    .count();
                set.extend(set_name(&tag.text).map(|name| (loops, name)));
            }
            Word::Elif | Word::Else => match (open.last_mut(), word) {
                (Some(block), Word::Else) => block.tags.push(i),
                (Some(block), _) if opener == Some(TagKind::Control(Word::If)) => {
                    block.tags.push(i);
                }
                _ => problems.push((i, format!("„{}“ steht in keinem if.", tag.shown))),
            },
            Word::EndIf | Word::EndFor => {
                let wanted = if word == Word::EndIf { Word::If } else { Word::For };
                if opener == Some(TagKind::Control(wanted)) {
                    if let Some(mut block) = open.pop() {
                        if wanted == Word::For {
                            let loops = open
                                .iter()
                                .filter(|block| {
                                    tags[block.tags[0]].kind == TagKind::Control(Word::For)
                                })
                                .count();
                            set.retain(|(depth, _)| *depth <= loops);
                        }
                        block.tags.push(i);
                        done.push(block);
                    }
                } else {
                    let expected = match opener {
                        Some(TagKind::Control(Word::If)) => "; hier fehlt zuerst ein endif",
                        Some(TagKind::Control(Word::For)) => "; hier fehlt zuerst ein endfor",
                        _ => "",
                    };
                    problems.push((
                        i,
                        format!("„{}“ schließt nichts, was offen ist{expected}.", tag.shown),
                    ));
                }
            }
        }
    }
    for block in open {
        let shown = &tags[block.tags[0]].shown;
        let end =
            if tags[block.tags[0]].kind == TagKind::Control(Word::If) { "endif" } else { "endfor" };
        problems.push((block.tags[0], format!("Zu „{shown}“ fehlt das „{{% {end} %}}“.")));
    }
    if problems.is_empty() { Ok(Blocks { all: done, bound, inside }) } else { Err(problems) }
}

/// The name a `set` gives.
pub(super) fn set_name(text: &str) -> Option<String> {
    text.split_once('=').map(|(name, _)| name.trim().to_owned())
}

/// The names a `for` gives to the elements.
pub(super) fn loop_names(text: &str) -> Vec<String> {
    let names = text.split_once(" in ").map_or("", |(names, _)| names);
    names
        .split(',')
        .map(|name| {
            name.trim_matches(|c: char| c == '(' || c == ')' || c.is_whitespace()).to_owned()
        })
        .chain(["loop".to_owned()])
        .collect()
}

/// Where the tags of a block belong.
enum Scope {
    Text,
    Paragraphs,
    /// One row holds them all.
    Row(usize),
    /// Rows of this table.
    Rows(usize),
    /// Cells of this row.
    Cells(usize),
}

impl Builder<'_> {
    fn start_of(&self, tag: usize) -> usize {
        self.paragraphs[self.tags[tag].paragraph].start
    }

    /// Decides every block's scope and makes the edits; true where a loop repeats what must be unique.
    fn place(&mut self, blocks: &[Block]) -> bool {
        let mut by_paragraph: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, tag) in self.tags.iter().enumerate() {
            by_paragraph.entry(tag.paragraph).or_default().push(i);
        }
        // paragraphs that hold nothing but control tags and comments
        let mut alone: BTreeSet<usize> = by_paragraph
            .keys()
            .copied()
            .filter(|paragraph| self.only_control(*paragraph, &by_paragraph))
            .collect();
        let mut scopes: Vec<Option<Scope>> = Vec::new();
        for block in blocks {
            let scope = self.scope(block, &alone);
            if let Err((tag, problem)) = &scope {
                self.problems.push((*tag, problem.clone()));
            }
            scopes.push(scope.ok());
        }
        // a paragraph vanishes with all its tags or not at all
        loop {
            let mut dropped = false;
            for (block, scope) in blocks.iter().zip(&mut scopes) {
                if matches!(scope, Some(Scope::Paragraphs))
                    && block.tags.iter().any(|tag| !alone.contains(&self.tags[*tag].paragraph))
                {
                    if let Some(tag) =
                        block.tags.iter().find(|tag| self.tags[**tag].prefix == Prefix::Paragraph)
                    {
                        self.problems.push((*tag, beside(&self.tags[*tag])));
                        *scope = None;
                    } else {
                        *scope = Some(Scope::Text);
                    }
                }
                if matches!(scope, Some(Scope::Text)) {
                    for tag in &block.tags {
                        dropped |= alone.remove(&self.tags[*tag].paragraph);
                    }
                }
            }
            if !dropped {
                break;
            }
        }
        if !self.problems.is_empty() {
            return false;
        }
        let mut renumber = false;
        // tags whose place is decided by rows or cells
        let mut lifted: BTreeSet<usize> = BTreeSet::new();
        for (block, scope) in blocks.iter().zip(&scopes) {
            let range = match scope {
                Some(Scope::Text) => {
                    self.check_text(block);
                    self.extent(block)
                }
                Some(Scope::Row(row)) => {
                    lifted.extend(&block.tags);
                    self.wrap_row(block, *row);
                    self.xml.whole(*row)
                }
                Some(Scope::Rows(table)) => {
                    lifted.extend(&block.tags);
                    self.rows(block, *table, "w:tr");
                    self.xml.whole(*table)
                }
                Some(Scope::Cells(row)) => {
                    lifted.extend(&block.tags);
                    self.rows(block, *row, "w:tc");
                    self.xml.whole(*row)
                }
                Some(Scope::Paragraphs) | None => self.extent(block),
            };
            if self.tags[block.tags[0]].kind == TagKind::Control(Word::For) {
                self.loops.insert(block.tags[0], range.clone());
                let repeated = self.xml.cut(range);
                renumber |=
                    ["<wp:docPr", "<w:bookmarkStart", "<w:sdtPr", "w14:paraId", "w14:textId"]
                        .iter()
                        .any(|unique| repeated.contains(unique));
            }
        }
        let same_text: BTreeMap<usize, bool> = blocks
            .iter()
            .zip(&scopes)
            .filter(|(_, scope)| matches!(scope, Some(Scope::Text)))
            .flat_map(|(block, _)| {
                let first = self.text_of(block.tags[0]);
                let one = block.tags.iter().all(|tag| self.text_of(*tag) == first);
                block.tags.iter().map(move |tag| (*tag, one))
            })
            .collect();
        // removed rows hold removed paragraphs
        let removed: Vec<Range<usize>> = self
            .edits
            .iter()
            .filter(|edit| !edit.at.is_empty())
            .map(|edit| edit.at.clone())
            .collect();
        for (paragraph, tags) in &by_paragraph {
            let at = self.xml.whole(self.paragraphs[*paragraph].start);
            if removed.iter().any(|row| row.start <= at.start && at.end <= row.end) {
                continue;
            }
            let rest: Vec<usize> =
                tags.iter().copied().filter(|tag| !lifted.contains(tag)).collect();
            if rest.len() == tags.len() && alone.contains(paragraph) {
                let items = tags
                    .iter()
                    .filter(|tag| self.tags[**tag].kind != TagKind::Comment)
                    .map(|tag| Item::Tag(*tag))
                    .collect();
                self.edits.push(Edit { at, order: 0, items });
                self.containers.insert(self.xml.tokens[self.paragraphs[*paragraph].start].parent);
                continue;
            }
            for (block, scope) in blocks.iter().zip(&scopes) {
                if matches!(scope, Some(Scope::Paragraphs))
                    && let Some(tag) = block.tags.iter().find(|tag| tags.contains(tag))
                {
                    self.problems.push((*tag, beside(&self.tags[*tag])));
                }
            }
            for tag in tags {
                self.inline(
                    *tag,
                    lifted.contains(tag),
                    same_text.get(tag).copied().unwrap_or(true),
                );
            }
            self.optional(*paragraph, at);
        }
        renumber
    }

    /// The source between the first and the last paragraph of a block.
    fn extent(&self, block: &Block) -> Range<usize> {
        let starts = block.tags.iter().map(|tag| self.xml.whole(self.start_of(*tag)));
        starts.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or_default()
    }

    fn only_control(&self, paragraph: usize, by_paragraph: &BTreeMap<usize, Vec<usize>>) -> bool {
        let own = &self.paragraphs[paragraph];
        let tags = by_paragraph.get(&paragraph).map_or(&[][..], Vec::as_slice);
        own.solid.is_empty()
            && tags.iter().all(|tag| self.tags[*tag].kind != TagKind::Value)
            && own.chars.iter().enumerate().all(|(i, char)| {
                char.c.is_whitespace() || tags.iter().any(|tag| self.tags[*tag].chars.contains(&i))
            })
    }

    fn scope(&self, block: &Block, alone: &BTreeSet<usize>) -> Result<Scope, Problem> {
        let first = block.tags[0];
        let starts: Vec<usize> = block.tags.iter().map(|tag| self.start_of(*tag)).collect();
        let common = self.common(&starts);
        let prefix = block
            .tags
            .iter()
            .map(|tag| self.tags[*tag].prefix)
            .find(|prefix| *prefix != Prefix::None)
            .unwrap_or(Prefix::None);
        let shown = &self.tags[first].shown;
        let crossing = |what: &str| {
            let last = block.tags.last().map_or("", |tag| self.tags[*tag].shown.as_str());
            Err((
                first,
                format!(
                    "„{shown}“ beginnt {what}, „{last}“ steht außerhalb. Beide gehören in denselben Bereich."
                ),
            ))
        };
        let same_parent = starts
            .iter()
            .all(|start| self.xml.tokens[*start].parent == self.xml.tokens[starts[0]].parent);
        match prefix {
            Prefix::Row => {
                let row = self.up(common, "w:tr");
                return match (row, self.up(common, "w:tbl")) {
                    // innermost of the two: the tags share a row, or only a table
                    (Some(row), Some(table)) if row > table => Ok(Scope::Row(row)),
                    (_, Some(table)) => Ok(Scope::Rows(table)),
                    _ => Err((first, format!("„{shown}“ steht in keiner Tabelle."))),
                };
            }
            Prefix::Cell => {
                return match self.up(common, "w:tr") {
                    Some(row) => Ok(Scope::Cells(row)),
                    None => crossing("in einer Tabellenzeile"),
                };
            }
            Prefix::Paragraph => {
                if let Some(tag) =
                    block.tags.iter().find(|tag| !alone.contains(&self.tags[**tag].paragraph))
                {
                    return Err((*tag, beside(&self.tags[*tag])));
                }
                return if same_parent {
                    Ok(Scope::Paragraphs)
                } else {
                    crossing("in einem Bereich")
                };
            }
            Prefix::None => {}
        }
        if starts.iter().all(|start| *start == starts[0]) {
            return Ok(Scope::Text);
        }
        if same_parent {
            let whole = block.tags.iter().all(|tag| alone.contains(&self.tags[*tag].paragraph));
            return Ok(if whole { Scope::Paragraphs } else { Scope::Text });
        }
        match common.map(|common| (common, self.xml.name(common))) {
            Some((row, "w:tr")) => Ok(Scope::Row(row)),
            Some((table, "w:tbl")) => Ok(Scope::Rows(table)),
            _ if self.xml.around(starts[0], "w:tc").is_some() => crossing("in einer Tabellenzelle"),
            _ => crossing("in einem anderen Bereich"),
        }
    }

    /// The innermost element around all of them.
    fn common(&self, starts: &[usize]) -> Option<usize> {
        let mut chain: Vec<usize> = self.xml.ancestors(*starts.first()?).collect();
        for start in starts {
            let other: BTreeSet<usize> = self.xml.ancestors(*start).collect();
            chain.retain(|ancestor| other.contains(ancestor));
        }
        chain.first().copied()
    }

    fn up(&self, from: Option<usize>, name: &str) -> Option<usize> {
        let from = from?;
        if self.xml.is(from, name) { Some(from) } else { self.xml.around(from, name) }
    }

    /// Scope 3: the row as a whole.
    fn wrap_row(&mut self, block: &Block, row: usize) {
        let (Some(first), Some(last)) = (block.tags.first(), block.tags.last()) else { return };
        if let [_, middle, _, ..] = block.tags.as_slice() {
            self.problems.push((
                *middle,
                format!("„{}“ steht mitten in einer Tabellenzeile, die als Ganzes wiederholt wird. Bitte eine eigene Zeile dafür anlegen.", self.tags[*middle].shown),
            ));
            return;
        }
        let at = self.xml.whole(row);
        self.edits.push(Edit { at: at.start..at.start, order: 0, items: vec![Item::Tag(*first)] });
        self.edits.push(Edit { at: at.end..at.end, order: -1, items: vec![Item::Tag(*last)] });
        self.tables.extend(self.xml.around(row, "w:tbl"));
    }

    /// Scope 4 (and the cells of `{%tc`): parts of `parent` that hold only control tags vanish.
    fn rows(&mut self, block: &Block, parent: usize, kind: &str) {
        let last = block.tags.len() - 1;
        for (n, tag) in block.tags.iter().enumerate() {
            let start = self.start_of(*tag);
            let Some(row) = self
                .xml
                .ancestors(start)
                .find(|ancestor| self.xml.is(*ancestor, kind) && self.within(*ancestor, parent))
            else {
                continue;
            };
            let at = self.xml.whole(row);
            let bare = self.paragraphs.iter().enumerate().all(|(number, paragraph)| {
                let here = self.xml.tokens[paragraph.start].at.start;
                !at.contains(&here) || self.bare(number)
            });
            let empty_table = self.xml.around(row, "w:tbl");
            if kind == "w:tr" {
                self.tables.extend(empty_table);
            }
            if bare {
                // several control tags may share the row
                if let Some(edit) = self.edits.iter_mut().find(|edit| edit.at == at) {
                    edit.items.push(Item::Tag(*tag));
                    edit.items.sort_by_key(Item::tag);
                } else {
                    self.edits.push(Edit { at, order: 0, items: vec![Item::Tag(*tag)] });
                }
            } else if self.tags[*tag].prefix == Prefix::None && (n == 0 || n == last) {
                let (place, order) = if n == 0 { (at.start, 0) } else { (at.end, -1) };
                self.edits.push(Edit { at: place..place, order, items: vec![Item::Tag(*tag)] });
            } else {
                self.problems.push((*tag, format!("Neben „{}“ steht in derselben Tabellenzeile anderer Text, der verloren ginge. Die Anweisung bitte in eine eigene Zeile setzen.", self.tags[*tag].shown)));
            }
        }
    }

    fn within(&self, inner: usize, outer: usize) -> bool {
        self.xml
            .ancestors(inner)
            .find(|ancestor| self.xml.is(*ancestor, "w:tbl") || self.xml.is(*ancestor, "w:tr"))
            == Some(outer)
    }

    /// Nothing but blanks and control tags.
    fn bare(&self, paragraph: usize) -> bool {
        let own = &self.paragraphs[paragraph];
        own.solid.is_empty()
            && own.chars.iter().enumerate().all(|(i, char)| {
                char.c.is_whitespace()
                    || self.tags.iter().any(|tag| {
                        tag.paragraph == paragraph
                            && tag.kind != TagKind::Value
                            && tag.chars.contains(&i)
                    })
            })
    }

    /// The `w:t` in which a tag begins.
    fn text_of(&self, tag: usize) -> Option<usize> {
        let tag = &self.tags[tag];
        self.paragraphs[tag.paragraph].chars.get(tag.chars.start).map(|char| char.token)
    }

    /// Steps from the `w:t` out to what bounds a stretch of text.
    fn wrappers(&self, text: usize) -> (Vec<usize>, Option<usize>) {
        const SPLIT: [&str; 7] =
            ["w:r", "w:hyperlink", "w:ins", "w:smartTag", "w:moveTo", "w:dir", "w:bdo"];
        let mut chain = Vec::new();
        for ancestor in self.xml.ancestors(text) {
            if !SPLIT.contains(&self.xml.name(ancestor)) {
                return (chain, Some(ancestor));
            }
            chain.push(ancestor);
        }
        (chain, None)
    }

    fn check_text(&mut self, block: &Block) {
        let bounds: Vec<Option<usize>> = block
            .tags
            .iter()
            .map(|tag| self.text_of(*tag).and_then(|text| self.wrappers(text).1))
            .collect();
        let same = bounds.iter().all(|bound| *bound == bounds[0]);
        let paragraphs =
            bounds.iter().all(|bound| bound.is_some_and(|bound| self.xml.is(bound, "w:p")));
        if !same && !paragraphs {
            let (first, shown) = (block.tags[0], &self.tags[block.tags[0]].shown);
            self.problems.push((first, format!("„{shown}“ beginnt in einem Inhaltssteuerelement oder Feld und endet außerhalb. Beide Anweisungen gehören in denselben Bereich.")));
        }
    }

    /// Takes a tag's characters out of the text and puts the tag where they began.
    fn inline(&mut self, number: usize, lifted: bool, one_text: bool) {
        let tag = &self.tags[number];
        let own = &self.paragraphs[tag.paragraph].chars;
        let chars = own.get(tag.chars.clone()).unwrap_or_default();
        // blanks the tag takes away; each belongs to one tag only
        let blank = |i: &usize| {
            own.get(*i).is_some_and(|char| char.c.is_whitespace() && self.xml.is(char.token, "w:t"))
        };
        let before =
            if tag.trims.0 { (0..tag.chars.start).rev().take_while(blank).count() } else { 0 };
        let behind =
            if tag.trims.1 { (tag.chars.end..own.len()).take_while(blank).count() } else { 0 };
        let mut trimmed: Vec<usize> = (tag.chars.start - before..tag.chars.start)
            .chain(tag.chars.end..tag.chars.end + behind)
            .collect();
        trimmed.retain(|i| {
            let at = &own[*i].at;
            self.edits.iter().all(|edit| edit.at.is_empty() || edit.at != *at)
        });
        for i in trimmed {
            let Char { at, token, .. } = own[i].clone();
            self.edits.push(Edit { at, order: 1, items: Vec::new() });
            self.keep_blanks(token);
        }
        let Some(first) = chars.first() else { return };
        let control = matches!(tag.kind, TagKind::Control(word) if word != Word::Set);
        let mut items = Vec::new();
        if tag.kind != TagKind::Comment && !lifted {
            items.push(Item::Tag(number));
            // a stretch of text that begins and ends in different runs: the runs are split at the tag, so that each
            // piece keeps its format
            if control && !one_text {
                let (chain, _) = self.wrappers(first.token);
                let mut close = "</w:t>".to_owned();
                let mut reopen = String::new();
                for element in &chain {
                    close.push_str("</");
                    close.push_str(self.xml.name(*element));
                    close.push('>');
                }
                for element in chain.iter().rev() {
                    reopen.push_str(self.xml.text(*element));
                    if let Some(format) =
                        self.xml.children(*element).find(|child| self.xml.is(*child, "w:rPr"))
                    {
                        reopen.push_str(self.xml.cut(self.xml.whole(format)));
                    }
                }
                reopen.push_str(OPEN_TEXT);
                items.insert(0, Item::Xml(close));
                items.push(Item::Xml(reopen));
            }
        }
        // neighbouring characters of one text token go together
        let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
        for char in chars {
            match pieces.last_mut() {
                Some((token, at)) if *token == char.token && at.end == char.at.start => {
                    at.end = char.at.end;
                }
                _ => pieces.push((char.token, char.at.clone())),
            }
        }
        let texts: BTreeSet<usize> = pieces.iter().map(|(token, _)| *token).collect();
        for (n, (_, at)) in pieces.into_iter().enumerate() {
            let items = if n == 0 { std::mem::take(&mut items) } else { Vec::new() };
            self.edits.push(Edit { at, order: 1, items });
        }
        for text in texts {
            self.keep_blanks(text);
        }
    }

    fn keep_blanks(&mut self, text: usize) {
        let at = self.xml.tokens[text].at.clone();
        if self.xml.is(text, "w:t")
            && self.xml.attribute(text, "xml:space") != Some("preserve")
            && self.edits.iter().all(|edit| edit.at != at)
        {
            self.edits.push(Edit { at, order: 0, items: vec![Item::Xml(OPEN_TEXT.to_owned())] });
        }
    }

    /// A paragraph that shows nothing is left out, as Word does with empty merge fields; not where one is needed.
    fn optional(&mut self, paragraph: usize, at: Range<usize>) {
        let start = self.paragraphs[paragraph].start;
        if !self.paragraphs[paragraph].solid.is_empty() || self.is_needed(start) {
            return;
        }
        self.edits.push(Edit {
            at: at.start..at.start,
            order: 2,
            items: vec![Item::ParagraphStart],
        });
        self.edits.push(Edit { at: at.end..at.end, order: -3, items: vec![Item::ParagraphEnd] });
    }

    /// The last block of a cell or text box, the paragraph before the section's end, the one between two tables.
    fn is_needed(&self, start: usize) -> bool {
        let token = &self.xml.tokens[start];
        let element =
            |token: &usize| !matches!(self.xml.tokens[*token].kind, Kind::Text | Kind::Other);
        let next = (token.mate + 1..self.xml.tokens.len()).find(element);
        let before = (0..start).rev().find(element);
        let after_table = before.is_some_and(|before| {
            self.xml.is(before, "w:tbl") && self.xml.tokens[before].kind == Kind::End
        });
        match next {
            None => true,
            Some(next) if self.xml.tokens[next].kind == Kind::End => true,
            Some(next) => {
                self.xml.is(next, "w:sectPr") || after_table && self.xml.is(next, "w:tbl")
            }
        }
    }

    /// Which lists begin anew with each pass of which loop.
    fn lists(&mut self) -> BTreeMap<usize, BTreeSet<u32>> {
        let mut restarts = BTreeMap::new();
        let none = self.styles.is_empty() && !self.xml.source.contains("<w:numId ");
        if self.loops.is_empty() || none {
            return restarts;
        }
        let numbered = lists::numbered(self.xml, self.styles);
        for (tag, range) in &self.loops {
            let inner: Vec<Range<usize>> = self
                .loops
                .values()
                .filter(|own| *own != range && range.start <= own.start && own.end <= range.end)
                .cloned()
                .collect();
            let own = lists::restarting(&numbered, range, &inner);
            if !own.is_empty() {
                restarts.insert(*tag, own);
            }
        }
        let all: BTreeSet<u32> = restarts.values().flatten().copied().collect();
        for paragraph in numbered.into_iter().filter(|own| all.contains(&own.list)) {
            let at = paragraph.at;
            if self.is_removed(&at) {
                continue;
            }
            match paragraph.by {
                By::Itself => {
                    let items = vec![Item::List(paragraph.list)];
                    self.edits.push(Edit { at, order: 0, items });
                }
                By::Style(format, style) => self.name_list(format, style),
            }
        }
        restarts
    }

    fn is_removed(&self, at: &Range<usize>) -> bool {
        self.edits.iter().any(|edit| edit.at.start <= at.start && at.end <= edit.at.end)
    }

    /// The paragraph names the list its style put it into: only so can a pass have a list of its own. The style's indent
    /// is named as well; the list's would win over it now.
    fn name_list(&mut self, format: usize, style: StyleList) {
        let behind = |names: &[&str]| {
            let last =
                self.xml.children(format).filter(|own| names.contains(&self.xml.name(*own))).last();
            let start = self.xml.tokens[format].at.end;
            last.map_or(start, |last| self.xml.whole(last).end)
        };
        let (list, indent) = (behind(&BEFORE_LIST), behind(&BEFORE_INDENT));
        let indented = self.xml.children(format).any(|own| self.xml.is(own, "w:ind"));
        let own = style.indent.clone();
        self.edits.push(Edit { at: list..list, order: 0, items: vec![Item::StyleList(style)] });
        if !own.is_empty() && !indented {
            self.edits.push(Edit { at: indent..indent, order: 1, items: vec![Item::Xml(own)] });
        }
    }

    /// Content controls around tags: Word would fill one that is bound to data anew when it opens the letter, and show
    /// the text of one that is still empty in grey.
    fn controls(&mut self) {
        let mut controls: BTreeSet<usize> = BTreeSet::new();
        for tag in 0..self.tags.len() {
            if let Some(text) = self.text_of(tag) {
                let around = self.xml.ancestors(text);
                controls.extend(around.filter(|own| self.xml.is(*own, "w:sdt")));
            }
        }
        for control in controls {
            let Some(own) = self.xml.children(control).find(|own| self.xml.is(*own, "w:sdtPr"))
            else {
                continue;
            };
            for property in self.xml.children(own) {
                let name = self.xml.name(property);
                let at = self.xml.whole(property);
                if (name.ends_with(":dataBinding") || name == "w:showingPlcHdr")
                    && !self.is_removed(&at)
                {
                    self.edits.push(Edit { at, order: 0, items: Vec::new() });
                }
            }
        }
    }

    /// Marks what must be mended after filling, only where it can break.
    fn markers(&mut self) {
        for table in std::mem::take(&mut self.tables) {
            let at = self.xml.whole(table);
            self.edits.push(Edit {
                at: at.start..at.start,
                order: 1,
                items: vec![Item::TableStart],
            });
            self.edits.push(Edit { at: at.end..at.end, order: -2, items: vec![Item::TableEnd] });
            self.containers.insert(self.xml.tokens[table].parent);
        }
        for container in std::mem::take(&mut self.containers) {
            let Some(token) = self.xml.tokens.get(container) else { continue };
            let mut end = self.xml.tokens[token.mate].at.start;
            let item = match self.xml.name(container) {
                "w:body" => {
                    let section = self
                        .xml
                        .children(container)
                        .filter(|child| self.xml.is(*child, "w:sectPr"));
                    if let Some(section) = section.last() {
                        end = self.xml.tokens[section].at.start;
                    }
                    Item::BodyEnd
                }
                "w:sdtContent" => Item::ContentEnd,
                _ => Item::CellEnd,
            };
            self.edits.push(Edit { at: end..end, order: 0, items: vec![item] });
            let tables: Vec<usize> =
                self.xml.children(container).filter(|child| self.xml.is(*child, "w:tbl")).collect();
            for table in tables {
                let start = self.xml.tokens[table].at.start;
                self.edits.push(Edit { at: start..start, order: 0, items: vec![Item::TableAhead] });
            }
        }
    }
}

/// What stands in `w:pPr` before the list (ECMA-376 part 1, 17.3.1.26).
const BEFORE_LIST: [&str; 6] =
    ["w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl"];

/// What stands there before the indent.
const BEFORE_INDENT: [&str; 20] = [
    "w:pStyle",
    "w:keepNext",
    "w:keepLines",
    "w:pageBreakBefore",
    "w:framePr",
    "w:widowControl",
    "w:suppressLineNumbers",
    "w:pBdr",
    "w:shd",
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:kinsoku",
    "w:wordWrap",
    "w:overflowPunct",
    "w:topLinePunct",
    "w:autoSpaceDE",
    "w:autoSpaceDN",
    "w:bidi",
    "w:adjustRightInd",
    "w:spacing",
];

const OPEN_TEXT: &str = "<w:t xml:space=\"preserve\">";

fn beside(tag: &Tag) -> String {
    format!(
        "Neben „{}“ steht im selben Absatz anderer Text, der verloren ginge. Die Anweisung bitte in einen eigenen Absatz setzen oder das „p“ weglassen.",
        tag.shown
    )
}
