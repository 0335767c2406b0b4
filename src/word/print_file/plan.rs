//! What becomes of a template's parts in a print file: shared by all letters, written anew for each, or left out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::Template;
use super::super::fault::Story;
use super::super::package::{
    NO_RELATIONSHIPS, Package, Relationship, appended_all, damaged, local, relationship, rels_of,
    split, undeclared,
};
use super::super::picture::PictureFormat;
use super::super::rewriting::rewritten;
use super::super::xml::{Kind, Xml, push_escaped};
use super::media::Media;
use super::notes::Notes;
use super::sections::{self, Sections, Sides};
use super::{fields, parsed};

const TYPES: &str = "[Content_Types].xml";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// A header or footer that differs from letter to letter.
#[derive(Debug)]
pub(super) struct WrittenAnew {
    pub(super) entry: usize,
    pub(super) name: String,
    /// Those of the template's relationships that lead to it.
    pub(super) ids: Vec<String>,
    /// As the template has it.
    pub(super) xml: Arc<Xml>,
    pub(super) relationships: Option<String>,
    kind: &'static str,
    stem: String,
}

impl WrittenAnew {
    /// The entry of the `number`th version.
    pub(super) fn copy(&self, number: usize) -> String {
        format!("{}{number}.xml", self.stem)
    }
}

#[derive(Debug)]
pub(super) struct Plan {
    /// The main part: entry, name, folder (with `/`), and its text in the template.
    pub(super) main: usize,
    pub(super) name: String,
    pub(super) folder: String,
    pub(super) source: String,
    /// What closes the main part.
    pub(super) tail: String,
    pub(super) anew: Arc<[WrittenAnew]>,
    /// How many versions of each entry in `anew` there are.
    versions: BTreeMap<usize, usize>,
    pub(super) notes: Vec<Notes>,
    pub(super) sections: Sections,
    /// Elements that name a header or footer, and the relationship of an empty one.
    pub(super) blank: BTreeMap<String, String>,
    /// Those that some letter uses.
    pub(super) blank_used: BTreeSet<String>,
    /// Some part says how many pages there are.
    pub(super) counts: bool,
    /// Lists that count, and paragraph styles with list and level.
    pub(super) counting: BTreeSet<u32>,
    pub(super) numbered: BTreeMap<String, (u32, String)>,
    /// Entries that are not copied before the letters.
    pub(super) later: BTreeSet<usize>,
    /// Entries with another text in every print file.
    pub(super) replaced: BTreeMap<usize, String>,
    /// In names of bookmarks, and at the beginning of relationships' ids: like nothing in the template.
    pub(super) mark: String,
    id_mark: String,
    /// Parts that are left out.
    dropped: BTreeSet<String>,
    types: String,
    relationships: String,
    relationships_name: String,
}

impl Plan {
    /// The error is a German sentence.
    pub(super) fn of(template: &Template, sides: Sides) -> Result<Self, String> {
        let package = &template.package;
        let (name, main) = package.main_part()?;
        let folder = match split(&name).0 {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let body = parsed(package.text(main)?)?;
        let related = package.related()?;
        let relationships_name = rels_of(&name);
        let relationships = match package.entry(&relationships_name) {
            Some(entry) => package.text(entry)?,
            None => NO_RELATIONSHIPS.to_owned(),
        };
        let types_entry = package.entry(TYPES).ok_or_else(|| damaged(TYPES))?;
        let types = match template.fixed.get(&types_entry) {
            Some(text) => text.clone(),
            None => package.text(types_entry)?,
        };
        let mut later: BTreeSet<usize> = [main, types_entry].into();
        later.extend(package.entry(&relationships_name));
        let mut dropped = BTreeSet::new();

        let sections = sections::all(&body);
        let used: Vec<_> = sections.iter().map(|own| sections::references(&body, *own)).collect();
        let mut counts = fields::count_pages(&body);
        let mut anew: Vec<WrittenAnew> = Vec::new();
        let mut sources = vec![body.source.clone(), relationships.clone()];
        for own in related.iter().filter(|own| own.is("header") || own.is("footer")) {
            let Some(entry) = package.entry(&own.target) else { continue };
            if let Some(known) = anew.iter_mut().find(|known| known.entry == entry) {
                known.ids.push(own.id.clone());
                continue;
            }
            let xml = parsed(package.text(entry)?)?;
            let rels = package.entry(&rels_of(&own.target));
            let referred = used.iter().flatten().any(|(_, id)| *id == own.id);
            let counted = referred && fields::count_pages(&xml);
            counts |= counted;
            let filled = template.programs.iter().any(|(program, _)| *program == entry);
            if !filled && !counted {
                continue;
            }
            later.insert(entry);
            later.extend(rels);
            dropped.insert(own.target.clone());
            if !referred {
                continue;
            }
            let relationships = rels.map(|entry| package.text(entry)).transpose()?;
            sources.extend([xml.source.clone(), relationships.clone().unwrap_or_default()]);
            let mut stem = format!("{}_", own.target.strip_suffix(".xml").unwrap_or(&own.target));
            while package.names().any(|name| name.to_lowercase().starts_with(&stem.to_lowercase()))
            {
                stem.push('_');
            }
            anew.push(WrittenAnew {
                entry,
                name: own.target.clone(),
                ids: vec![own.id.clone()],
                xml: Arc::new(xml),
                relationships,
                kind: if own.is("header") { "header" } else { "footer" },
                stem,
            });
        }
        let mut notes = Vec::new();
        for own in &related {
            let element = match own.kind.rsplit('/').next() {
                Some("footnotes") => "w:footnote",
                Some("endnotes") => "w:endnote",
                Some("comments") => "w:comment",
                Some("commentsExtended" | "commentsIds" | "commentsExtensible") => {
                    later.extend(package.entry(&own.target));
                    dropped.insert(own.target.clone());
                    continue;
                }
                _ => continue,
            };
            let Some(entry) = package.entry(&own.target) else { continue };
            if !later.insert(entry) {
                continue;
            }
            let source = package.text(entry)?;
            sources.push(source.clone());
            counts |= fields::count_pages(&parsed(source.clone())?);
            notes.push(Notes::new(element, entry, source).map_err(|why| damaged(&why))?);
        }
        // whatever counts pages is wrong where counting begins anew in between
        let starts: Vec<Option<&str>> =
            sections.iter().map(|own| sections::start(&body, *own)).collect();
        let again = starts.iter().enumerate().any(|(n, start)| match start {
            None => false,
            Some(start) => n > 0 || *start != "1",
        });
        if counts && again {
            return Err("Die Vorlage nennt die Zahl der Seiten und zählt die Seiten nicht durchgehend ab 1. In einem Sammeldruck wäre die Zahl falsch. Bitte in Word unter „Seitenzahlen formatieren“ die Zählung bei 1 beginnen und fortsetzen lassen, oder das Feld NumPages entfernen.".to_owned());
        }

        let has = |element: &str| body.source.contains(&format!("<w:{element}Reference"));
        let (footnotes, endnotes) = (has("footnote"), has("endnote"));

        let slots: BTreeSet<_> = used.iter().flatten().map(|(slot, _)| slot.clone()).collect();
        let unlike = |mark: &str| {
            let mut mark = mark.to_owned();
            while sources.iter().any(|source| source.contains(&mark)) {
                mark.push('_');
            }
            mark
        };
        let (mark, id_mark) = (unlike("_B"), unlike("rIdBrief"));
        let blank = slots
            .iter()
            .filter(|slot| used.iter().any(|own| own.iter().all(|(known, _)| known != *slot)))
            .map(|(element, _)| (element.clone(), format!("{id_mark}{}", blank_kind(element))))
            .collect();

        let mut replaced = BTreeMap::new();
        let title = format!("Sammeldruck {}", template.name);
        for part in package.parts()?.into_iter().filter(|part| part.story == Story::Properties) {
            replaced.insert(part.entry, neutral(&parsed(package.text(part.entry)?)?, &title));
        }
        if endnotes {
            replaced.extend(endnotes_of_letters(template, &related)?);
        }
        let (mut counting, mut numbered) = (BTreeSet::new(), BTreeMap::new());
        if let Some(numbering) = template.numbering.as_ref().filter(|own| own.around().is_some()) {
            later.insert(numbering.entry);
            counting = numbering.counting();
            numbered = numbered_styles(package, &related, &mut |list, style| {
                numbering.level_of_style(list, style)
            })?;
            numbered.retain(|_, (list, _)| counting.contains(list));
        }
        Ok(Self {
            main,
            name,
            folder,
            source: body.source,
            tail: String::new(),
            anew: anew.into(),
            versions: BTreeMap::new(),
            notes,
            sections: Sections { sides, footnotes, endnotes, slots },
            blank,
            blank_used: BTreeSet::new(),
            counts,
            counting,
            numbered,
            later,
            replaced,
            mark,
            id_mark,
            dropped,
            types,
            relationships,
            relationships_name,
        })
    }

    /// One more version of an entry: its number, from 1.
    pub(super) fn count(&mut self, entry: usize) -> usize {
        let versions = self.versions.entry(entry).or_insert(0);
        *versions += 1;
        *versions
    }

    /// The relationship of a version.
    pub(super) fn header_id(&self, anew: &WrittenAnew, number: usize) -> String {
        format!("{}{}_{number}", self.id_mark, anew.entry)
    }

    /// The relationship of a picture, the same in every part that shows it.
    pub(super) fn picture_id(&self, number: usize) -> String {
        format!("{}Bild{}", self.id_mark, number + 1)
    }

    /// All versions: part, number.
    fn all_versions(&self) -> impl Iterator<Item = (&WrittenAnew, usize)> {
        self.anew.iter().flat_map(|anew| {
            (1..=self.versions.get(&anew.entry).copied().unwrap_or(0)).map(move |n| (anew, n))
        })
    }

    /// The empty headers and footers that are used: element, entry, text.
    pub(super) fn blank_parts(&self) -> Vec<(&str, String, String)> {
        let root = |element: &str| if blank_kind(element) == "header" { "w:hdr" } else { "w:ftr" };
        self.blank_used
            .iter()
            .map(|element| {
                let root = root(element);
                let text = format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<{root} xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p/></{root}>"
                );
                (element.as_str(), format!("{}{}{}.xml", self.folder, self.id_mark, blank_kind(element)), text)
            })
            .collect()
    }

    /// The content types of the print file: entry and text.
    pub(super) fn types(&self, formats: &[PictureFormat]) -> Result<(String, String), String> {
        let types = self.without(&self.types, "Override", |xml, token| {
            let part = xml.attribute(token, "PartName").unwrap_or_default();
            self.dropped.iter().any(|own| part.trim_start_matches('/').eq_ignore_ascii_case(own))
        })?;
        let endings: Vec<String> =
            formats.iter().filter_map(|format| undeclared(&types, *format)).collect();
        let override_of = |name: &str, kind: &str| {
            format!("PartName=\"/{name}\" ContentType=\"{WORD}.{kind}+xml\"")
        };
        let mut parts: Vec<String> =
            self.all_versions().map(|(anew, n)| override_of(&anew.copy(n), anew.kind)).collect();
        parts.extend(
            self.blank_parts()
                .into_iter()
                .map(|(element, name, _)| override_of(&name, blank_kind(element))),
        );
        let text = appended_all(&types, "Default", &endings).ok_or_else(|| damaged(TYPES))?;
        let text =
            appended_all(&parsed(text)?, "Override", &parts).ok_or_else(|| damaged(TYPES))?;
        Ok((TYPES.to_owned(), text))
    }

    /// The relationships of the main part: entry and text.
    pub(super) fn relationships(
        &self,
        shown: &BTreeSet<usize>,
        media: &Media,
    ) -> Result<(String, String), String> {
        let folder = split(&self.name).0;
        let related = self.without(&self.relationships, "Relationship", |xml, token| {
            let target = xml.attribute(token, "Target").unwrap_or_default();
            xml.attribute(token, "TargetMode") != Some("External")
                && self.dropped.contains(&super::super::package::resolved(folder, target))
        })?;
        let mut own: Vec<String> = self
            .all_versions()
            .map(|(anew, n)| {
                relationship(&self.name, &self.header_id(anew, n), anew.kind, &anew.copy(n))
            })
            .collect();
        for (element, name, _) in self.blank_parts() {
            let id = self.blank.get(element).map_or("", String::as_str);
            own.push(relationship(&self.name, id, blank_kind(element), &name));
        }
        own.extend(shown.iter().map(|number| {
            relationship(&self.name, &self.picture_id(*number), "image", &media.name(*number))
        }));
        let name = self.relationships_name.clone();
        let text = appended_all(&related, "Relationship", &own).ok_or_else(|| damaged(&name))?;
        Ok((name, text))
    }

    /// A list of parts without some of its elements.
    fn without(
        &self,
        source: &str,
        element: &str,
        gone: impl Fn(&Xml, usize) -> bool,
    ) -> Result<Xml, String> {
        if self.dropped.is_empty() {
            return parsed(source.to_owned());
        }
        let xml = parsed(source.to_owned())?;
        let ranges = (0..xml.tokens.len())
            .filter(|token| matches!(xml.tokens[*token].kind, Kind::Start | Kind::Empty))
            .filter(|token| local(xml.name(*token)) == element && gone(&xml, *token))
            .map(|token| (xml.whole(token), String::new()))
            .collect();
        parsed(rewritten(&xml.source, ranges).text)
    }
}

fn blank_kind(element: &str) -> &'static str {
    if element == "w:headerReference" { "header" } else { "footer" }
}

/// Title and subject of the file, where a letter's would stand: the file is none of its letters.
fn neutral(xml: &Xml, title: &str) -> String {
    let mut gone = Vec::new();
    for (token, own) in xml.tokens.iter().enumerate() {
        let inside = own.at.end..xml.tokens[own.mate].at.start;
        let leaf = own.kind == Kind::Start && xml.children(token).next().is_none();
        if leaf && ["{{", "{%"].iter().any(|tag| xml.cut(inside.clone()).contains(tag)) {
            let mut text = String::new();
            if local(xml.name(token)) == "title" {
                push_escaped(&mut text, title);
            }
            gone.push((inside, text));
        }
    }
    rewritten(&xml.source, gone).text
}

/// The settings with endnotes at the end of a section instead of the file (17.11.22); `w:noEndnote` keeps those of a
/// letter for its last section.
fn endnotes_of_letters(
    template: &Template,
    related: &[Relationship],
) -> Result<Option<(usize, String)>, String> {
    const POSITION: &str = "<w:pos w:val=\"sectEnd\"/>";
    let package = &template.package;
    let settings = related.iter().find(|own| own.is("settings"));
    let Some(entry) = settings.and_then(|own| package.entry(&own.target)) else { return Ok(None) };
    let source = match template.fixed.get(&entry) {
        Some(text) => text.clone(),
        None => package.text(entry)?,
    };
    let xml = parsed(source)?;
    let Some(root) = xml.tokens.iter().position(|own| own.kind == Kind::Start) else {
        return Ok(None);
    };
    let edit = match xml.children(root).find(|child| xml.is(*child, "w:endnotePr")) {
        Some(own) if xml.tokens[own].kind == Kind::Empty => {
            (xml.whole(own), format!("<w:endnotePr>{POSITION}</w:endnotePr>"))
        }
        Some(own) => match xml.children(own).find(|child| xml.is(*child, "w:pos")) {
            Some(position) => (xml.whole(position), POSITION.to_owned()),
            None => (xml.tokens[own].at.end..xml.tokens[own].at.end, POSITION.to_owned()),
        },
        None => {
            // what the schema wants behind it
            let behind = xml.children(root).find(|child| {
                matches!(
                    xml.name(*child),
                    "w:compat"
                        | "w:docVars"
                        | "w:rsids"
                        | "w:attachedSchema"
                        | "w:themeFontLang"
                        | "w:clrSchemeMapping"
                        | "w:decimalSymbol"
                        | "w:listSeparator"
                ) || xml.name(*child).starts_with("m:")
            });
            let at = behind
                .map_or(xml.tokens[xml.tokens[root].mate].at.start, |own| xml.tokens[own].at.start);
            (at..at, format!("<w:endnotePr>{POSITION}</w:endnotePr>"))
        }
    };
    Ok(Some((entry, rewritten(&xml.source, vec![edit]).text)))
}

/// Paragraph styles that number their paragraphs: list and level, those of the styles they are based on included.
fn numbered_styles(
    package: &Package,
    related: &[Relationship],
    level_of: &mut dyn FnMut(u32, &str) -> Option<String>,
) -> Result<BTreeMap<String, (u32, String)>, String> {
    let styles = related.iter().find(|own| own.is("styles"));
    let Some(entry) = styles.and_then(|own| package.entry(&own.target)) else {
        return Ok(BTreeMap::new());
    };
    let xml = parsed(package.text(entry)?)?;
    let child = |parent: usize, name: &str| xml.children(parent).find(|own| xml.is(*own, name));
    let value = |parent: usize, name: &str| {
        child(parent, name).and_then(|own| xml.attribute(own, "w:val")).map(str::to_owned)
    };
    let mut own = BTreeMap::new();
    let mut base = BTreeMap::new();
    for style in (0..xml.tokens.len()).filter(|token| {
        xml.is(*token, "w:style")
            && xml.tokens[*token].kind == Kind::Start
            && xml.attribute(*token, "w:type") == Some("paragraph")
    }) {
        let Some(id) = xml.attribute(style, "w:styleId").map(str::to_owned) else { continue };
        if let Some(based) = value(style, "w:basedOn") {
            base.insert(id.clone(), based);
        }
        let Some(numbers) = child(style, "w:pPr").and_then(|format| child(format, "w:numPr"))
        else {
            continue;
        };
        let list = value(numbers, "w:numId").and_then(|list| list.parse::<u32>().ok());
        own.insert(id, (list, value(numbers, "w:ilvl")));
    }
    let mut found = BTreeMap::new();
    for id in own.keys().chain(base.keys()) {
        let (mut list, mut level, mut at) = (None, None, Some(id));
        // a style is based on few others; a circle of them ends here
        for _ in 0..20 {
            let Some(style) = at else { break };
            if let Some((own_list, own_level)) = own.get(style) {
                level = level.or_else(|| own_level.clone());
                list = list.or_else(|| own_list.map(|list| (list, style.clone())));
            }
            at = base.get(style);
        }
        let Some((list, from)) = list.filter(|(list, _)| *list > 0) else { continue };
        let level = level_of(list, id).or_else(|| level_of(list, &from)).or(level);
        found.insert(id.clone(), (list, level.unwrap_or_else(|| "0".to_owned())));
    }
    Ok(found)
}
