//! Word's own merge fields (*Seriendruckfelder*): documents an office already has are used as they are. Every MERGEFIELD
//! and every IF becomes a tag of ours before the tags are read, so that values, empty lines and faults are treated alike;
//! all other fields stay Word's.
//!
//! A field is `w:fldSimple`, or it runs from `w:fldChar` begin over its instruction and perhaps `separate` and a result
//! to `end`, in several runs or paragraphs, other fields inside (ECMA-376 part 1, 17.16.18, 17.16.19).

use std::ops::Range;

use super::program;
use super::rewriting::{Replacement, rewritten};
use super::switches::{Switches, is_quote, words};
use super::tag::{TagKind, Word};
use super::xml::{Kind, Xml, characters, push_escaped};

/// Enclose the number of a tag in the rewritten text.
pub(super) const MARK: char = '\u{10ff00}';
pub(super) const MARK_END: char = '\u{10ff01}';

/// A tag made of a field.
#[derive(Debug)]
pub(super) struct MergeTag {
    pub(super) kind: TagKind,
    pub(super) text: String,
    pub(super) shown: String,
    /// The names in `text` and those of the fields they stand for.
    pub(super) names: Vec<(String, String)>,
}

/// What the fields of a part become.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) replacements: Vec<Replacement>,
    pub(super) tags: Vec<MergeTag>,
    /// Where in the source, and a German sentence.
    pub(super) faults: Vec<(usize, String)>,
}

/// A piece of a field's instruction.
#[derive(Clone, Debug)]
pub(super) enum Atom {
    /// A character and the `w:rPr` of its run.
    Char(char, Range<usize>),
    /// A new paragraph with these `w:pPr` begins.
    Break(Range<usize>),
    /// Something else a run may hold, and the `w:rPr`.
    Raw(Range<usize>, Range<usize>),
    /// A whole table between paragraphs, and the fields in it.
    Table(Range<usize>, Vec<Node>),
    Field(Box<Node>),
}

/// A whole field.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The tokens of its begin and end; for a `w:fldSimple` both are that.
    begin: usize,
    end: usize,
    instruction: Vec<Atom>,
    /// `w:rPr` of the first run of the result.
    result: Option<Range<usize>>,
    /// Fields in its result.
    inner: Vec<Node>,
    separated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keyword {
    Merge,
    If,
    /// Mail merge that is not done here.
    Refused(&'static str),
    /// Word's own business.
    Other,
}

const REFUSED: [&str; 17] = [
    "NEXT",
    "NEXTIF",
    "SKIPIF",
    "ASK",
    "FILLIN",
    "ADDRESSBLOCK",
    "GREETINGLINE",
    "DATABASE",
    "INCLUDEPICTURE",
    "MERGEREC",
    "MERGESEQ",
    // old German names
    "NÄCHSTER",
    "NWENN",
    "ÜBERSPRINGEN",
    "FRAGE",
    "EINGEBEN",
    "DATENSATZ",
];

/// Finds the fields of a part and says what stands in their place.
pub(super) fn fields(xml: &Xml) -> Fields {
    let mut found = Fields::default();
    if !["fldChar", "fldSimple"].iter().any(|name| xml.source.contains(name)) {
        return found;
    }
    let (roots, open) = nodes(xml, 0..xml.tokens.len());
    for node in roots {
        found.root(xml, &node);
    }
    for begin in open {
        found.faults.push((
            xml.tokens[begin].at.start,
            "Ein Feld beginnt hier und endet nirgends. Bitte in Word löschen und neu einfügen."
                .to_owned(),
        ));
    }
    found
}

/// Fields that stay Word's: where they begin, and their keyword in capitals.
pub(super) fn words_own(xml: &Xml) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut rest = nodes(xml, 0..xml.tokens.len()).0;
    while let Some(node) = rest.pop() {
        let text = plain(&node.instruction);
        if keyword(&node.instruction) == Keyword::Other
            && let Some(word) = text.split_whitespace().next()
        {
            found.push((node.begin, word.to_uppercase()));
        }
        for atom in node.instruction {
            match atom {
                Atom::Field(own) => rest.push(*own),
                Atom::Table(_, own) => rest.extend(own),
                Atom::Char(..) | Atom::Break(_) | Atom::Raw(..) => {}
            }
        }
        rest.extend(node.inner);
    }
    found.sort();
    found
}

/// The outermost fields, and the begin of those that never end although they are ours.
fn nodes(xml: &Xml, within: Range<usize>) -> (Vec<Node>, Vec<usize>) {
    const TEXT: [&str; 2] = ["w:t", "w:instrText"];
    const NOTHING: [&str; 6] = [
        "w:rPr",
        "w:fldChar",
        "w:delText",
        "w:delInstrText",
        "w:lastRenderedPageBreak",
        "w:softHyphen",
    ];
    let mut roots = Vec::new();
    let mut open: Vec<Node> = Vec::new();
    let mut i = within.start;
    while let Some(token) = xml.tokens.get(i).filter(|_| i < within.end) {
        let own = i;
        i += 1;
        if !matches!(token.kind, Kind::Start | Kind::Empty) {
            continue;
        }
        let name = xml.name(own);
        match name {
            "w:del" | "w:moveFrom" => i = token.mate + 1,
            "w:tbl" => {
                if let Some(node) = open.last_mut().filter(|node| !node.separated) {
                    // a field that begins inside and ends outside stays open and is named
                    let (inside, unfinished) = nodes(xml, own + 1..token.mate);
                    if unfinished.is_empty() {
                        node.instruction.push(Atom::Table(xml.whole(own), inside));
                        i = token.mate + 1;
                    }
                }
            }
            "w:p" => {
                let format = xml.children(own).find(|child| xml.is(*child, "w:pPr"));
                let format = format.map_or(0..0, |format| xml.whole(format));
                if let Some(node) = open.last_mut().filter(|node| !node.separated) {
                    node.instruction.push(Atom::Break(format));
                }
            }
            "w:fldSimple" => {
                let node = simple(xml, own);
                i = token.mate + 1;
                attach(&mut open, &mut roots, node);
            }
            "w:fldChar" => match xml.attribute(own, "w:fldCharType") {
                Some("begin") => open.push(Node {
                    begin: own,
                    end: own,
                    instruction: Vec::new(),
                    result: None,
                    inner: Vec::new(),
                    separated: false,
                }),
                Some("separate") => {
                    if let Some(node) = open.last_mut() {
                        node.separated = true;
                    }
                }
                Some("end") => {
                    if let Some(mut node) = open.pop() {
                        node.end = own;
                        attach(&mut open, &mut roots, node);
                    }
                }
                _ => {}
            },
            _ => {
                let Some(node) = open.last_mut() else { continue };
                let in_run = xml.is(token.parent, "w:r");
                if TEXT.contains(&name) && token.kind == Kind::Start {
                    let format = format_of(xml, own);
                    if node.separated {
                        node.result = node.result.take().or(Some(format));
                        continue;
                    }
                    for child in own + 1..token.mate {
                        if xml.tokens[child].kind == Kind::Text {
                            let raw = xml.text(child);
                            node.instruction.extend(
                                characters(raw, 0)
                                    .into_iter()
                                    .map(|(c, _)| Atom::Char(c, format.clone())),
                            );
                        }
                    }
                } else if in_run && !NOTHING.contains(&name) && !TEXT.contains(&name) {
                    if !node.separated {
                        node.instruction.push(Atom::Raw(xml.whole(own), format_of(xml, own)));
                    }
                    i = token.mate + 1;
                }
            }
        }
    }
    let unfinished = open
        .iter()
        .filter(|node| keyword(&node.instruction) != Keyword::Other)
        .map(|node| node.begin)
        .collect();
    (roots, unfinished)
}

fn attach(open: &mut [Node], roots: &mut Vec<Node>, node: Node) {
    match open.last_mut() {
        Some(outer) if outer.separated => outer.inner.push(node),
        Some(outer) => outer.instruction.push(Atom::Field(Box::new(node))),
        None => roots.push(node),
    }
}

fn simple(xml: &Xml, own: usize) -> Node {
    let instruction = xml.attribute(own, "w:instr").unwrap_or_default();
    let text = (own..xml.tokens[own].mate).find(|token| xml.is(*token, "w:t"));
    let format = text.map(|text| format_of(xml, text));
    let shown = format.clone().unwrap_or_default();
    Node {
        begin: own,
        end: own,
        instruction: characters(instruction, 0)
            .into_iter()
            .map(|(c, _)| Atom::Char(c, shown.clone()))
            .collect(),
        result: format,
        inner: Vec::new(),
        separated: true,
    }
}

/// The `w:rPr` of the run around a token; empty where it has none.
fn format_of(xml: &Xml, token: usize) -> Range<usize> {
    let run = xml.around(token, "w:r");
    run.and_then(|run| xml.children(run).find(|child| xml.is(*child, "w:rPr")))
        .map_or(0..0, |format| xml.whole(format))
}

fn plain(atoms: &[Atom]) -> String {
    atoms
        .iter()
        .map(|atom| match atom {
            Atom::Char(c, _) => *c,
            Atom::Break(_) | Atom::Raw(..) | Atom::Table(..) | Atom::Field(_) => ' ',
        })
        .collect()
}

fn keyword(instruction: &[Atom]) -> Keyword {
    let text = plain(instruction);
    let word = text.split_whitespace().next().unwrap_or_default().to_uppercase();
    match word.as_str() {
        "MERGEFIELD" | "SERIENDRUCKFELD" => Keyword::Merge,
        "IF" | "WENN" => Keyword::If,
        other => REFUSED
            .iter()
            .find(|refused| **refused == other)
            .map_or(Keyword::Other, |refused| Keyword::Refused(refused)),
    }
}

/// What is behind the keyword.
fn arguments(instruction: &[Atom]) -> &[Atom] {
    let blank = |atom: &Atom| match atom {
        Atom::Char(c, _) => c.is_whitespace(),
        Atom::Break(_) => true,
        Atom::Raw(..) | Atom::Table(..) | Atom::Field(_) => false,
    };
    let start = instruction.iter().position(|atom| !blank(atom)).unwrap_or_default();
    let rest = instruction.get(start..).unwrap_or_default();
    let end = rest.iter().position(blank).unwrap_or(rest.len());
    rest.get(end..).unwrap_or_default()
}

impl Fields {
    fn root(&mut self, xml: &Xml, node: &Node) {
        let at = xml.tokens[node.begin].at.start;
        match keyword(&node.instruction) {
            Keyword::Merge | Keyword::If => {
                let Some((range, before, after)) = span(xml, node) else {
                    self.faults.push((at, "Ein Seriendruckfeld beginnt und endet in verschiedenen Bereichen (Tabelle, Link oder nachverfolgte Änderung). Bitte in Word löschen und neu einfügen.".to_owned()));
                    return;
                };
                match self.written(xml, node) {
                    Ok(own) => {
                        let kept = kept(xml, node);
                        self.replacements.push((range, format!("{before}{own}{kept}{after}")));
                    }
                    Err(fault) => self.faults.push((at, fault)),
                }
            }
            Keyword::Refused(word) => self.faults.push((at, refused(word))),
            Keyword::Other => {
                if has_own(&node.instruction) {
                    let shown = plain(&node.instruction);
                    let word = shown.split_whitespace().next().unwrap_or_default();
                    self.faults.push((at, format!("Das Feld „{word}“ enthält Seriendruckfelder und kann hier nicht ausgerechnet werden. Bitte durch eine Anweisung in geschweiften Klammern ersetzen.")));
                }
                for inner in &node.inner {
                    self.root(xml, inner);
                }
            }
        }
    }

    /// The runs that stand in the field's place.
    fn written(&mut self, xml: &Xml, node: &Node) -> Result<String, String> {
        match keyword(&node.instruction) {
            Keyword::Merge => {
                let field = merge_field(&node.instruction)?;
                let first = node.instruction.iter().find_map(|atom| match atom {
                    Atom::Char(c, format) if !c.is_whitespace() => Some(format.clone()),
                    Atom::Char(..)
                    | Atom::Break(_)
                    | Atom::Raw(..)
                    | Atom::Table(..)
                    | Atom::Field(_) => None,
                });
                let format = if field.switches.char_format { None } else { node.result.clone() };
                let format = format.or(first).unwrap_or_default();
                let name = identifier(&field.name);
                let mark = self.mark(MergeTag {
                    kind: TagKind::Value,
                    text: format!("{name}{}", field.switches.filter()),
                    shown: format!("«{}»", field.name),
                    names: vec![(name, field.name)],
                });
                Ok(run(xml, &format, &mark))
            }
            Keyword::If => {
                let condition = condition(&node.instruction)?;
                let mut names = Vec::new();
                let text = condition.expression(&mut names)?;
                let shown = "{ IF … }".to_owned();
                let tag = |kind, text: &str, names: &[(String, String)]| MergeTag {
                    kind: TagKind::Control(kind),
                    text: text.to_owned(),
                    shown: shown.clone(),
                    names: names.to_vec(),
                };
                let mut out = run(xml, &(0..0), &self.mark(tag(Word::If, &text, &names)));
                out.push_str(&self.runs(xml, condition.yes)?);
                if !condition.no.is_empty() {
                    out.push_str(&run(xml, &(0..0), &self.mark(tag(Word::Else, "", &[]))));
                    out.push_str(&self.runs(xml, condition.no)?);
                }
                out.push_str(&run(xml, &(0..0), &self.mark(tag(Word::EndIf, "", &[]))));
                Ok(out)
            }
            Keyword::Refused(word) => Err(refused(word)),
            Keyword::Other => {
                if has_own(&node.instruction) {
                    return Err("Ein Feld im IF-Feld rechnet mit Seriendruckfeldern; das geht hier nicht. Bitte vereinfachen.".to_owned());
                }
                match span(xml, node) {
                    Some((range, before, after)) if before.is_empty() && after.is_empty() => {
                        Ok(xml.cut(range).to_owned())
                    }
                    _ => Err("Ein Feld im IF-Feld ist nicht sauber begrenzt. Bitte in Word löschen und neu einfügen.".to_owned()),
                }
            }
        }
    }

    /// The text of a branch of an IF.
    fn runs(&mut self, xml: &Xml, atoms: &[Atom]) -> Result<String, String> {
        let mut out = String::new();
        let mut text: Option<(Range<usize>, String)> = None;
        let flush = |out: &mut String, text: &mut Option<(Range<usize>, String)>| {
            if let Some((format, text)) = text.take() {
                out.push_str(&run(xml, &format, &text));
            }
        };
        // behind a table no paragraph is open
        let mut behind_table = false;
        for atom in atoms {
            match atom {
                Atom::Char(c, format) => {
                    if text.as_ref().is_none_or(|(before, _)| before != format) {
                        flush(&mut out, &mut text);
                        text = Some((format.clone(), String::new()));
                    }
                    if let Some((_, text)) = &mut text {
                        text.push(*c);
                    }
                }
                Atom::Break(format) => {
                    flush(&mut out, &mut text);
                    out.push_str(if behind_table { "<w:p>" } else { "</w:p><w:p>" });
                    out.push_str(xml.cut(format.clone()));
                    behind_table = false;
                }
                Atom::Table(table, inside) => {
                    flush(&mut out, &mut text);
                    out.push_str(if behind_table { "" } else { "</w:p>" });
                    out.push_str(&self.table(xml, table, inside)?);
                    behind_table = true;
                }
                Atom::Raw(raw, format) => {
                    flush(&mut out, &mut text);
                    out.push_str("<w:r>");
                    out.push_str(xml.cut(format.clone()));
                    out.push_str(xml.cut(raw.clone()));
                    out.push_str("</w:r>");
                }
                Atom::Field(node) => {
                    flush(&mut out, &mut text);
                    out.push_str(&self.written(xml, node)?);
                }
            }
        }
        flush(&mut out, &mut text);
        if behind_table {
            return Err("Ein Text im IF-Feld endet mit einer Tabelle. Bitte das Anführungszeichen in einen Absatz hinter der Tabelle setzen.".to_owned());
        }
        Ok(out)
    }

    /// A table with its own fields replaced.
    fn table(
        &mut self,
        xml: &Xml,
        table: &Range<usize>,
        inside: &[Node],
    ) -> Result<String, String> {
        let mut own = Self::default();
        std::mem::swap(&mut own.tags, &mut self.tags);
        for node in inside {
            own.root(xml, node);
        }
        std::mem::swap(&mut own.tags, &mut self.tags);
        if let Some((_, fault)) = own.faults.into_iter().next() {
            return Err(fault);
        }
        let moved = own
            .replacements
            .into_iter()
            .map(|(at, text)| (at.start - table.start..at.end - table.start, text))
            .collect();
        Ok(rewritten(xml.cut(table.clone()), moved).text)
    }

    fn mark(&mut self, tag: MergeTag) -> String {
        self.tags.push(tag);
        format!("{MARK}{}{MARK_END}", self.tags.len() - 1)
    }
}

fn refused(word: &str) -> String {
    let instead = match word {
        "ADDRESSBLOCK" | "GREETINGLINE" => {
            "Bitte die einzelnen Felder einsetzen, z. B. «Anrede» oder {{ anschrift }}."
        }
        "NEXT" | "NEXTIF" | "SKIPIF" | "MERGEREC" | "MERGESEQ" | "DATABASE" | "NÄCHSTER"
        | "NWENN" | "ÜBERSPRINGEN" | "DATENSATZ" => {
            "Jeder Brief hat hier genau einen Datensatz; Wiederholungen bitte mit {% for … in … %} schreiben oder das Feld löschen."
        }
        _ => "Bitte das Feld löschen und durch einen Platzhalter ersetzen.",
    };
    format!("Das Word-Feld „{word}“ kann hier nicht ausgeführt werden. {instead}")
}

/// A MERGEFIELD or IF stands somewhere in it.
fn has_own(atoms: &[Atom]) -> bool {
    atoms.iter().any(|atom| match atom {
        Atom::Field(node) => is_own(node),
        Atom::Table(_, inside) => inside.iter().any(is_own),
        Atom::Char(..) | Atom::Break(_) | Atom::Raw(..) => false,
    })
}

fn is_own(node: &Node) -> bool {
    matches!(keyword(&node.instruction), Keyword::Merge | Keyword::If | Keyword::Refused(_))
        || has_own(&node.instruction)
}

fn run(xml: &Xml, format: &Range<usize>, text: &str) -> String {
    let mut out = "<w:r>".to_owned();
    out.push_str(xml.cut(format.clone()));
    out.push_str("<w:t xml:space=\"preserve\">");
    push_escaped(&mut out, text);
    out.push_str("</w:t></w:r>");
    out
}

/// The source of a field, and what closes and opens again a run that holds more than it. `None` where it begins and
/// ends in different surroundings.
fn span(xml: &Xml, node: &Node) -> Option<(Range<usize>, String, String)> {
    if xml.is(node.begin, "w:fldSimple") {
        return Some((xml.whole(node.begin), String::new(), String::new()));
    }
    let (first, last) = (xml.around(node.begin, "w:r")?, xml.around(node.end, "w:r")?);
    let (outer, other) = (xml.tokens[first].parent, xml.tokens[last].parent);
    // tracked insertions and links begin and end where they like; text in them goes on outside
    let (upper, lower) = (wrappers(xml, first), wrappers(xml, last));
    let (begins, ends) = (upper.1?, lower.1?);
    let alike = outer == other
        || begins == ends
        || xml.is(begins, "w:p")
            && xml.is(ends, "w:p")
            && xml.tokens[begins].parent == xml.tokens[ends].parent;
    if !alike {
        return None;
    }
    let mut own = xml.children(first).filter(|child| !xml.is(*child, "w:rPr"));
    let (mut start, mut before) = (xml.whole(first).start, String::new());
    if own.next() != Some(node.begin) {
        start = xml.tokens[node.begin].at.start;
        "</w:r>".clone_into(&mut before);
    }
    let (mut end, mut after) = (xml.whole(last).end, String::new());
    if xml.children(last).last() != Some(node.end) {
        end = xml.whole(node.end).end;
        after = format!("{}{}", xml.text(last), xml.cut(format_of(xml, node.end)));
    }
    if outer != other {
        for element in upper.0 {
            before.extend(["</", xml.name(element), ">"]);
        }
        for element in lower.0 {
            after.insert_str(0, xml.text(element));
        }
    }
    Some((start..end, before, after))
}

/// The elements around a run within its paragraph, innermost first, and what is around them.
fn wrappers(xml: &Xml, run: usize) -> (Vec<usize>, Option<usize>) {
    const WRAPPERS: [&str; 6] =
        ["w:hyperlink", "w:ins", "w:smartTag", "w:moveTo", "w:dir", "w:bdo"];
    let mut found = Vec::new();
    for ancestor in xml.ancestors(run) {
        if !WRAPPERS.contains(&xml.name(ancestor)) {
            return (found, Some(ancestor));
        }
        found.push(ancestor);
    }
    (found, None)
}

/// Bookmarks and the like within the field, which have a partner elsewhere.
fn kept(xml: &Xml, node: &Node) -> String {
    const KEPT: [&str; 6] = [
        "w:bookmarkStart",
        "w:bookmarkEnd",
        "w:commentRangeStart",
        "w:commentRangeEnd",
        "w:permStart",
        "w:permEnd",
    ];
    let end = if node.begin == node.end { xml.tokens[node.begin].mate } else { node.end };
    (node.begin..end)
        .filter(|token| KEPT.contains(&xml.name(*token)))
        .map(|token| xml.text(token))
        .collect()
}

struct MergeField {
    name: String,
    switches: Switches,
}

fn merge_field(instruction: &[Atom]) -> Result<MergeField, String> {
    let arguments = arguments(instruction);
    if arguments.iter().any(|atom| matches!(atom, Atom::Field(_))) {
        return Err("In einem Seriendruckfeld steckt ein weiteres Feld. Bitte in Word löschen und neu einfügen.".to_owned());
    }
    let words = words(&plain(arguments));
    let name: Vec<&str> = words
        .iter()
        .take_while(|word| word.quoted || !word.text.starts_with('\\'))
        .map(|word| word.text.as_str())
        .collect();
    let rest = words.get(name.len()..).unwrap_or_default();
    let name = name.join(" ");
    if !name.chars().any(char::is_alphanumeric) {
        return Err(
            "Ein Seriendruckfeld hat keinen Namen. Bitte in Word löschen und neu einfügen."
                .to_owned(),
        );
    }
    let switches = Switches::read(&name, rest)?;
    Ok(MergeField { name, switches })
}

/// No keyword of the template language and no name a template gives itself.
fn identifier(name: &str) -> String {
    let plain = name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' });
    std::iter::once('_').chain(plain).collect()
}

struct Condition<'a> {
    left: &'a [Atom],
    operator: String,
    right: &'a [Atom],
    yes: &'a [Atom],
    no: &'a [Atom],
}

fn condition(instruction: &[Atom]) -> Result<Condition<'_>, String> {
    let mut rest = arguments(instruction);
    let left = operand(&mut rest, true);
    skip_blanks(&mut rest);
    let length =
        rest.iter().take_while(|atom| matches!(atom, Atom::Char('=' | '<' | '>', _))).count();
    let operator = plain(rest.get(..length).unwrap_or_default());
    rest = rest.get(length..).unwrap_or_default();
    let right = operand(&mut rest, false);
    let yes = operand(&mut rest, false);
    let no = operand(&mut rest, false);
    match (left, right, yes) {
        (Some(left), Some(right), Some(yes))
            if ["=", "<>", "<", ">", "<=", ">="].contains(&operator.as_str()) =>
        {
            Ok(Condition { left, operator, right, yes, no: no.unwrap_or_default() })
        }
        _ => Err("Das IF-Feld ist nicht zu verstehen; erwartet wird { IF Feld = \"Wert\" \"Text, wenn ja\" \"Text, wenn nein\" }.".to_owned()),
    }
}

fn skip_blanks(rest: &mut &[Atom]) {
    let blank = |atom: &Atom| match atom {
        Atom::Char(c, _) => c.is_whitespace(),
        Atom::Break(_) => true,
        Atom::Raw(..) | Atom::Table(..) | Atom::Field(_) => false,
    };
    let count = rest.iter().take_while(|atom| blank(atom)).count();
    *rest = rest.get(count..).unwrap_or_default();
}

/// The next operand; `None` where there is none or where a switch begins.
fn operand<'a>(rest: &mut &'a [Atom], left: bool) -> Option<&'a [Atom]> {
    skip_blanks(rest);
    let all = *rest;
    if let Atom::Char(quote, _) = all.first()?
        && is_quote(*quote)
    {
        let inner = all.get(1..)?;
        let straight = *quote == '"';
        let end = inner.iter().position(
            |atom| matches!(atom, Atom::Char(c, _) if if straight { *c == '"' } else { is_quote(*c) }),
        )?;
        *rest = inner.get(end + 1..)?;
        return inner.get(..end);
    }
    if matches!(all.first(), Some(Atom::Char('\\', _))) {
        return None;
    }
    let end = all
        .iter()
        .position(|atom| match atom {
            Atom::Char(c, _) => c.is_whitespace() || left && matches!(c, '=' | '<' | '>'),
            Atom::Break(_) => true,
            Atom::Raw(..) | Atom::Table(..) | Atom::Field(_) => false,
        })
        .unwrap_or(all.len());
    *rest = all.get(end..)?;
    all.get(..end)
}

impl Condition<'_> {
    fn expression(&self, names: &mut Vec<(String, String)>) -> Result<String, String> {
        Ok(format!(
            "({})|_wenn({}, {})",
            said(self.left, names)?,
            quoted(&self.operator),
            said(self.right, names)?
        ))
    }
}

/// An operand as an expression that gives a text.
fn said(atoms: &[Atom], names: &mut Vec<(String, String)>) -> Result<String, String> {
    let mut parts: Vec<String> = Vec::new();
    let mut text = String::new();
    for atom in atoms {
        match atom {
            Atom::Char(c, _) => text.push(*c),
            Atom::Break(_) => text.push('\n'),
            Atom::Raw(..) | Atom::Table(..) => {}
            Atom::Field(node) => {
                if !text.is_empty() {
                    parts.push(quoted(&std::mem::take(&mut text)));
                }
                parts.push(match keyword(&node.instruction) {
                    Keyword::Merge => {
                        let field = merge_field(&node.instruction)?;
                        let name = identifier(&field.name);
                        names.push((name.clone(), field.name));
                        {
                            let printed = format!("{name}|_text");
                            format!("({}{})", program::printed(&printed), field.switches.filter())
                        }
                    }
                    Keyword::If => {
                        let inner = condition(&node.instruction)?;
                        let condition = inner.expression(names)?;
                        let (yes, no) = (said(inner.yes, names)?, said(inner.no, names)?);
                        format!("(({yes}) if ({condition}) else ({no}))")
                    }
                    Keyword::Refused(word) => return Err(refused(word)),
                    Keyword::Other => {
                        return Err("Die Bedingung eines IF-Felds verwendet ein Feld, das erst Word ausrechnet. Bitte vereinfachen.".to_owned());
                    }
                });
            }
        }
    }
    if !text.is_empty() || parts.is_empty() {
        parts.push(quoted(&text));
    }
    Ok(parts.join(" ~ "))
}

/// A text as the template language writes it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
