//! Numbered lists in loops: each pass begins its list anew, as the reader expects, where Word would count on through the
//! whole letter. A list of which every pass shows one item only (numbered headings) goes on counting.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use super::styles::{StyleList, Styles};
use super::xml::{Kind, Xml};

/// A paragraph that belongs to a list.
#[derive(Clone, Debug)]
pub(super) struct Numbered {
    /// Where the list is named, or where its paragraph's style says it.
    pub(super) at: Range<usize>,
    pub(super) list: u32,
    level: u32,
    pub(super) by: By,
}

/// What puts a paragraph into its list.
#[derive(Clone, Debug)]
pub(super) enum By {
    /// Its own `w:numId`.
    Itself,
    /// Its style; these are its `w:pPr`.
    Style(usize, StyleList),
}

/// The lists that begin anew with every pass of a loop over `range`; `inner` are the loops inside it.
pub(super) fn restarting(
    numbered: &[Numbered],
    range: &Range<usize>,
    inner: &[Range<usize>],
) -> BTreeSet<u32> {
    // per list: its outermost level, how many paragraphs it has there, whether an inner loop repeats one
    let mut found: BTreeMap<u32, (u32, usize, bool)> = BTreeMap::new();
    for &Numbered { ref at, list, level, .. } in numbered {
        let at = at.start;
        if !range.contains(&at) {
            continue;
        }
        let repeated = inner.iter().any(|own| own.contains(&at));
        let own = found.entry(list).or_insert((level, 0, false));
        if level < own.0 {
            *own = (level, 0, false);
        }
        if level == own.0 {
            own.1 += 1;
            own.2 |= repeated;
        }
    }
    found.into_iter().filter(|(_, own)| own.1 > 1 || own.2).map(|(list, _)| list).collect()
}

/// The paragraphs of a part that belong to lists.
pub(super) fn numbered(xml: &Xml, styles: &Styles) -> Vec<Numbered> {
    let child = |parent: usize, name| xml.children(parent).find(|child| xml.is(*child, name));
    let value = |token: usize| xml.attribute(token, "w:val")?.parse::<u32>().ok();
    let formats = (0..xml.tokens.len())
        .filter(|token| xml.tokens[*token].kind == Kind::Start && xml.is(*token, "w:pPr"));
    let own = |format: usize| {
        let Some(own) = child(format, "w:numPr") else {
            let style = child(format, "w:pStyle")?;
            let named = styles.list(xml.attribute(style, "w:val")?)?.clone();
            let (list, level, at) = (named.list, named.level, xml.tokens[style].at.clone());
            return Some(Numbered { at, list, level, by: By::Style(format, named) });
        };
        let number = child(own, "w:numId").filter(|id| xml.tokens[*id].kind == Kind::Empty)?;
        let level = child(own, "w:ilvl").and_then(value).unwrap_or(0);
        let (list, at) = (value(number)?, xml.tokens[number].at.clone());
        (list > 0).then_some(Numbered { at, list, level, by: By::Itself })
    };
    formats.filter_map(own).collect()
}

/// The lists of a template's `numbering` part.
#[derive(Debug)]
pub(super) struct Numbering {
    pub(super) entry: usize,
    xml: Xml,
    next: u32,
}

/// The lists of one letter while it is written.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Number for the next new list; `None` where the template has no lists.
    next: Option<u32>,
    current: BTreeMap<u32, u32>,
    /// New lists and those they are like.
    new: Vec<(u32, u32)>,
}

impl Lists {
    pub(super) fn of(numbering: Option<&Numbering>) -> Self {
        Self { next: numbering.map(|own| own.next), ..Self::default() }
    }

    /// A loop's pass begins.
    pub(super) fn pass(&mut self, lists: &BTreeSet<u32>) {
        let Some(next) = &mut self.next else { return };
        for list in lists {
            match self.current.get_mut(list) {
                // the first pass keeps the list of the template
                None => {
                    self.current.insert(*list, *list);
                }
                Some(current) => {
                    *current = *next;
                    self.new.push((*next, *list));
                    *next += 1;
                }
            }
        }
    }

    /// The list of the template that a new one is like.
    pub(super) fn like(&self, list: u32) -> Option<u32> {
        self.new.iter().find(|(new, _)| *new == list).map(|(_, like)| *like)
    }

    /// The number that stands for a list here.
    pub(super) fn number(&self, list: u32) -> u32 {
        self.current.get(&list).copied().unwrap_or(list)
    }
}

impl Numbering {
    pub(super) fn new(entry: usize, source: String) -> Option<Self> {
        let xml = Xml::parse(source).ok()?;
        let highest = (0..xml.tokens.len())
            .filter(|token| xml.is(*token, "w:num"))
            .filter_map(|token| xml.attribute(token, "w:numId")?.parse::<u32>().ok())
            .max()?;
        Some(Self { entry, xml, next: highest.checked_add(1)? })
    }

    /// The part with the letter's new lists; `None` where there are none.
    pub(super) fn with(&self, lists: &Lists) -> Option<String> {
        let own: String = lists.new.iter().map(|(new, like)| self.restarted(*new, *like)).collect();
        if own.is_empty() {
            return None;
        }
        let (before, after) = self.around()?;
        Some(format!("{before}{own}{after}"))
    }

    /// The part before and behind the place for new lists.
    pub(super) fn around(&self) -> Option<(&str, &str)> {
        let xml = &self.xml;
        let end = self.starts("w:num").map(|token| xml.whole(token).end).max()?;
        Some((xml.cut(0..end), xml.cut(end..xml.source.len())))
    }

    /// The first number no list has.
    pub(super) fn next(&self) -> u32 {
        self.next
    }

    fn starts(&self, name: &'static str) -> impl Iterator<Item = usize> {
        let xml = &self.xml;
        (0..xml.tokens.len())
            .filter(move |token| xml.is(*token, name) && xml.tokens[*token].kind == Kind::Start)
    }

    fn list(&self, number: u32) -> Option<usize> {
        let number = number.to_string();
        self.starts("w:num")
            .find(|num| self.xml.attribute(*num, "w:numId") == Some(number.as_str()))
    }

    /// The levels of a list.
    fn levels(&self, list: usize) -> Vec<usize> {
        let xml = &self.xml;
        let abstract_id = xml
            .children(list)
            .find(|child| xml.is(*child, "w:abstractNumId"))
            .and_then(|child| xml.attribute(child, "w:val"));
        self.starts("w:abstractNum")
            .find(|token| xml.attribute(*token, "w:abstractNumId") == abstract_id)
            .into_iter()
            .flat_map(|token| xml.children(token))
            .filter(|child| xml.is(*child, "w:lvl"))
            .collect()
    }

    /// False for bullets: where nothing counts, nothing has to begin anew.
    fn counts(&self, number: u32) -> bool {
        let Some(list) = self.list(number) else { return false };
        let xml = &self.xml;
        let levels = self.levels(list);
        levels.is_empty()
            || levels.into_iter().any(|level| {
                let format = xml.children(level).find(|child| xml.is(*child, "w:numFmt"));
                let format = format.and_then(|format| xml.attribute(format, "w:val"));
                !matches!(format, Some("bullet" | "none"))
            })
    }

    /// The lists that count.
    pub(super) fn counting(&self) -> BTreeSet<u32> {
        self.starts("w:num")
            .filter_map(|num| self.xml.attribute(num, "w:numId")?.parse().ok())
            .filter(|number| self.counts(*number))
            .collect()
    }

    /// The level of a list that belongs to a paragraph style.
    pub(super) fn level_of_style(&self, number: u32, style: &str) -> Option<String> {
        let xml = &self.xml;
        self.levels(self.list(number)?).into_iter().find_map(|level| {
            let own = xml.children(level).find(|child| xml.is(*child, "w:pStyle"))?;
            (xml.attribute(own, "w:val") == Some(style))
                .then(|| xml.attribute(level, "w:ilvl").map(str::to_owned))?
        })
    }

    /// A list of its own that looks like another and counts from its start; empty where there is no such list.
    pub(super) fn restarted(&self, new: u32, like: u32) -> String {
        let (mut own, xml) = (String::new(), &self.xml);
        let Some(num) = self.list(like) else { return own };
        let kept: String = xml.children(num).map(|child| xml.cut(xml.whole(child))).collect();
        let changed: BTreeSet<&str> = xml
            .children(num)
            .filter(|child| xml.is(*child, "w:lvlOverride"))
            .filter_map(|child| xml.attribute(child, "w:ilvl"))
            .collect();
        write!(own, "<w:num w:numId=\"{new}\">{kept}").ok();
        for level in self.levels(num) {
            let Some(number) = xml.attribute(level, "w:ilvl") else { continue };
            if changed.contains(number) {
                continue;
            }
            let start = xml
                .children(level)
                .find(|child| xml.is(*child, "w:start"))
                .and_then(|child| xml.attribute(child, "w:val"))
                .unwrap_or("1");
            write!(
                own,
                "<w:lvlOverride w:ilvl=\"{number}\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>"
            )
            .ok();
        }
        own.push_str("</w:num>");
        own
    }
}
