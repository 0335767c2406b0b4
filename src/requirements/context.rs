//! What every kind of requirement looks at: the resolution, the lists, the Stichtag, and what can be said of the lists
//! as a whole (copies, coverage, names).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::duplicates::Duplicates;
use super::rows::{self, Fit, Placement, RowState};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{
    AsOf, Branch, BranchId, Entry, Field, ListKind, Mention, Period, Records, Span, Unknown, When,
};
use crate::matching::normal;
use crate::resolution::{
    Body, Contents, Element, EvidenceKind, Kind, LetterKind, Requirement, Resolution,
};
use crate::wording;

/// Similarity above which an unknown name may be a misspelt branch: a question for that branch, never a match.
const MISSPELT: f64 = 0.85;

/// Everything an assessment of one year looks at. Never changed while the requirements are judged.
#[derive(Clone)]
pub struct Context<'a> {
    pub resolution: &'a Resolution,
    pub records: &'a Records,
    pub as_of: AsOf,
    /// The evaluated year, as the resolution counts it.
    pub year: Period,
    pub duplicates: Arc<Duplicates>,
    candidates: Arc<BTreeMap<&'a str, Vec<Candidate<'a>>>>,
    by_branch: Arc<BTreeMap<(&'a str, BranchId), Vec<u32>>>,
    /// Rows of an evidence that may concern any branch: „alle“, no branch named, ambiguous or misspelt names.
    for_any: BTreeMap<&'a str, Vec<u32>>,
    coverage: BTreeMap<ListKind, Coverage>,
    /// The sheets with a readable date, by their place in memory.
    sheets: BTreeMap<usize, Coverage>,
    letters: Vec<Registered<'a>>,
    letters_by_branch: BTreeMap<BranchId, Vec<u32>>,
    letters_for_all: Vec<u32>,
    /// Letters whose recipient is ambiguous or misspelt.
    letters_unclear: Vec<u32>,
    /// Per requirement of kind *inhalte*: whether any row of its list names an element at all.
    names_elements: BTreeMap<(&'a str, Field), bool>,
    /// Most readings ask for the same again.
    looked_for: Vec<LookedFor>,
    bodies: BTreeMap<String, &'a Arc<Body>>,
    branch_names: BTreeMap<String, BranchId>,
    predecessors: BTreeMap<BranchId, Vec<BranchId>>,
}

/// What a walk over all rows has found, so that another look at the same lists needs none.
#[derive(Debug)]
pub struct Found {
    duplicates: Arc<Duplicates>,
    /// By the key of the evidence: which rows of its list fit it, and how.
    fits: BTreeMap<String, Vec<(u32, Fit)>>,
    looked_for: Vec<LookedFor>,
}

/// Elements that were looked for in a column of a list, and whether any row names one.
#[derive(Clone, Debug)]
struct LookedFor {
    list: ListKind,
    field: Field,
    elements: Vec<Element>,
    named: bool,
}

/// A row that fits an evidence kind, or may fit it.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    pub entry: &'a Entry,
    pub fit: Fit,
    pub state: RowState,
}

impl Candidate<'_> {
    /// When it was or will be.
    pub fn span(&self) -> Option<Span> {
        rows::span(self.entry)
    }
}

/// A row of the register that names a letter of the resolution.
#[derive(Clone, Debug)]
pub struct Registered<'a> {
    pub entry: &'a Entry,
    pub letter: &'a Arc<LetterKind>,
    /// False where the row names no letter or only shares a word with this one's title: a question, never an offer.
    pub certain: bool,
}

/// The dated rows of a list, so that a look at a period costs no walk over all rows.
#[derive(Clone, Debug, Default)]
struct Coverage {
    /// First days in order, each with the latest last day of all rows up to it.
    spans: Vec<(NaiveDate, NaiveDate)>,
}

impl Coverage {
    fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<(NaiveDate, NaiveDate)> =
            spans.map(|span| (span.from, span.to)).collect();
        spans.sort_unstable();
        // a long list has many rows of the same day; the last of them ends latest
        spans.reverse();
        spans.dedup_by_key(|(from, _)| *from);
        spans.reverse();
        spans.shrink_to_fit();
        let mut latest = NaiveDate::MIN;
        for (_, to) in &mut spans {
            latest = latest.max(*to);
            *to = latest;
        }
        Self { spans }
    }

    /// The latest last day of all rows that begin on or before `day`.
    fn last_until(&self, day: NaiveDate) -> Option<NaiveDate> {
        let count = self.spans.partition_point(|(from, _)| *from <= day);
        self.spans.get(count.checked_sub(1)?).map(|(_, latest)| *latest)
    }
}

/// Words of four and more letters say what a letter is about.
fn share_a_word(text: &str, title: &str) -> bool {
    let title = crate::matching::words(title);
    crate::matching::words(text)
        .iter()
        .any(|word| word.chars().count() >= 4 && title.contains(word))
}

/// Whether a name that is no branch's may be this one's, misspelt: a question, never a match.
pub fn may_be_misspelt(text: &str, branch: &Branch) -> bool {
    let text = normal(text);
    let bare = text
        .split_once(' ')
        .filter(|(kind, _)| crate::domain::BranchKind::from_word(kind).is_some());
    let bare = bare.map_or(text.as_str(), |(_, name)| name);
    let name = normal(&branch.name);
    // „KV Gotha oder KV Ilm-Kreis“ names both, whatever else it says
    let named = !name.is_empty() && format!(" {text} ").contains(&format!(" {name} "));
    named || strsim::jaro_winkler(bare, &name) >= MISSPELT
}

/// Lists are far shorter than four thousand million rows.
fn place(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// How a row stands to a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    No,
    /// Several branches bear the name, none is named, or the name is misspelt: a question.
    Perhaps,
    Yes,
}

impl<'a> Context<'a> {
    pub fn new(
        diagnostics: &mut Diagnostics,
        resolution: &'a Resolution,
        records: &'a Records,
        as_of: AsOf,
        year: Period,
    ) -> Self {
        Self::of(diagnostics, resolution, records, as_of, year, None)
    }

    /// The same lists once more; what they ask was asked before. Evidence must be the same.
    pub fn again(
        found: &Found,
        resolution: &'a Resolution,
        records: &'a Records,
        as_of: AsOf,
        year: Period,
    ) -> Self {
        Self::of(&mut Diagnostics::default(), resolution, records, as_of, year, Some(found))
    }

    /// What holds for these lists whatever the year and the reading.
    pub fn found(&self) -> Found {
        let fits = |evidence: &EvidenceKind| {
            let rows = (0..).zip(self.fits(evidence)).map(|(index, (_, fit))| (index, fit));
            rows.filter(|(_, fit)| *fit != Fit::No).collect()
        };
        let evidence = self.resolution.evidence.iter();
        Found {
            duplicates: Arc::clone(&self.duplicates),
            fits: evidence.map(|(key, evidence)| (key.clone(), fits(evidence))).collect(),
            looked_for: self.looked_for.clone(),
        }
    }

    fn of(
        diagnostics: &mut Diagnostics,
        resolution: &'a Resolution,
        records: &'a Records,
        as_of: AsOf,
        year: Period,
        found: Option<&Found>,
    ) -> Self {
        let mut context = Self {
            resolution,
            records,
            as_of,
            year,
            duplicates: found.map_or_else(
                || Arc::new(Duplicates::find(diagnostics, records)),
                |found| Arc::clone(&found.duplicates),
            ),
            candidates: Arc::default(),
            by_branch: Arc::default(),
            for_any: BTreeMap::new(),
            coverage: BTreeMap::new(),
            sheets: BTreeMap::new(),
            letters: Vec::new(),
            letters_by_branch: BTreeMap::new(),
            letters_for_all: Vec::new(),
            letters_unclear: Vec::new(),
            names_elements: BTreeMap::new(),
            looked_for: found.map_or_else(Vec::new, |found| found.looked_for.clone()),
            bodies: BTreeMap::new(),
            branch_names: BTreeMap::new(),
            predecessors: BTreeMap::new(),
        };
        for body in &resolution.bodies {
            for name in &body.names {
                context.bodies.insert(normal(&name.text), body);
            }
        }
        for branch in &records.branches {
            for name in [
                branch.canonical(),
                branch.name.clone(),
                format!("KV {}", branch.name),
                format!("SV {}", branch.name),
            ] {
                context.branch_names.insert(normal(&name), branch.id);
            }
            if let Some(successor) = branch.successor {
                context.predecessors.entry(successor).or_default().push(branch.id);
            }
        }
        for list in ListKind::ALL {
            let spans = records.of(*list).iter().filter_map(rows::span);
            context.coverage.insert(*list, Coverage::new(spans));
            let mut by_sheet: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
            for of_sheet in records.of(*list).chunk_by(|a, b| Arc::ptr_eq(&a.sheet, &b.sheet)) {
                let Some(first) = of_sheet.first() else { continue };
                by_sheet
                    .entry(Arc::as_ptr(&first.sheet).addr())
                    .or_default()
                    .extend(of_sheet.iter().filter_map(rows::span));
            }
            for (sheet, spans) in by_sheet.into_iter().filter(|(_, spans)| !spans.is_empty()) {
                context.sheets.insert(sheet, Coverage::new(spans.into_iter()));
            }
        }
        context.index_letters(diagnostics);
        context.find_named_elements();
        let candidates = match found {
            Some(found) => context.found_candidates(found),
            None => ListKind::ALL.iter().flat_map(|list| context.find_candidates(*list)).collect(),
        };
        context.candidates = Arc::new(candidates);
        let mut by_branch = BTreeMap::new();
        for (key, evidence) in &resolution.evidence {
            context.index(diagnostics, key, evidence, &mut by_branch);
        }
        context.by_branch = Arc::new(by_branch);
        context
    }

    /// The same lists under another reading of the resolution, without a walk over all rows. The reading may differ in
    /// requirements, criteria and groups; evidence, bodies and letters must be the same.
    pub fn read_as(&mut self, resolution: &'a Resolution) {
        let before = std::mem::replace(&mut self.resolution, resolution);
        let same = |id: &str| before.requirement(id) == resolution.requirement(id);
        let stays = |requirement: &Requirement| match &requirement.kind {
            Kind::Contents(kind) => same(&requirement.id) && same(&kind.of),
            Kind::Recurring(_)
            | Kind::Fields(_)
            | Kind::Submission(_)
            | Kind::Examination(_)
            | Kind::Development(_)
            | Kind::Trend(_)
            | Kind::Principle(_) => true,
        };
        if !resolution.requirements.iter().all(stays) {
            self.find_named_elements();
        }
    }

    fn find_named_elements(&mut self) {
        let resolution = self.resolution;
        for requirement in &resolution.requirements {
            let Kind::Contents(kind) = &requirement.kind else { continue };
            let Some(target) = super::contents::target(self, kind) else { continue };
            let (list, field) = (target.evidence.list, kind.field);
            let known = self.looked_for.iter().find(|known| {
                (known.list, known.field) == (list, field) && known.elements == kind.elements
            });
            let known = known.map(|known| known.named);
            let named = known.unwrap_or_else(|| {
                let named = super::criteria::any_row_names(self.records.of(list), kind);
                let elements = kind.elements.clone();
                self.looked_for.push(LookedFor { list, field, elements, named });
                named
            });
            self.names_elements.insert((&kind.of, field), named);
        }
    }

    fn index_letters(&mut self, diagnostics: &mut Diagnostics) {
        let mut named: BTreeMap<&str, Option<&'a Arc<LetterKind>>> = BTreeMap::new();
        for entry in &self.records.dispatches {
            let Some(text) = entry.text(Field::Letter) else {
                // D401 has asked which; until then it may be any
                for letter in &self.resolution.letters {
                    self.register(Registered { entry, letter, certain: false });
                }
                continue;
            };
            let letter = *named.entry(text).or_insert_with(|| self.resolution.letter_named(text));
            if let Some(letter) = letter {
                self.register(Registered { entry, letter, certain: true });
                continue;
            }
            let perhaps: Vec<&'a Arc<LetterKind>> =
                self.resolution.letters_perhaps_named(text).collect();
            let similar: Vec<&'a Arc<LetterKind>> = self
                .resolution
                .letters
                .iter()
                .filter(|letter| perhaps.contains(letter) || share_a_word(text, &letter.title))
                .collect();
            if similar.is_empty() {
                continue;
            }
            let titles: Vec<String> =
                similar.iter().map(|letter| format!("„{}“", letter.title)).collect();
            diagnostics.push(
                Diagnostic::new(
                    Code::RegisterUnknownLetter,
                    format!("Ein Brief „{text}“ kommt im Beschluss nicht vor; die Zeile belegt nichts, bis geklärt ist, welcher gemeint ist."),
                )
                .at(entry.at(Field::Letter).unwrap_or_else(|| entry.first_cell()))
                .found(text)
                .help(format!("Meinten Sie {}? Dann so eintragen.", wording::alternatives(&titles))),
            );
            for letter in similar {
                self.register(Registered { entry, letter, certain: false });
            }
        }
    }

    fn register(&mut self, registered: Registered<'a>) {
        let index = place(self.letters.len());
        // an empty cell: it may have gone to anybody
        if registered.entry.text(Field::Recipient).is_none() {
            self.letters_unclear.push(index);
        }
        for mention in registered.entry.branches.iter() {
            match mention {
                Mention::Branch(id) => self.letters_by_branch.entry(*id).or_default().push(index),
                Mention::All => self.letters_for_all.push(index),
                Mention::Ambiguous(_) | Mention::Unknown(_) => self.letters_unclear.push(index),
                Mention::NoBranch(_) => {}
            }
        }
        self.letters.push(registered);
    }

    /// The letters of the register to a subject (`None`: to anybody), certainly or perhaps, in the order of the register.
    pub fn letters_to(&self, subject: Option<BranchId>) -> Vec<&Registered<'a>> {
        let Some(branch) = subject else { return self.letters.iter().collect() };
        let mut indices = self.letters_for_all.clone();
        indices.extend(&self.letters_unclear);
        for id in self.with_predecessors(branch) {
            indices.extend(self.letters_by_branch.get(&id).into_iter().flatten());
        }
        indices.sort_unstable();
        indices.dedup();
        indices.into_iter().filter_map(|index| self.letters.get(index as usize)).collect()
    }

    /// The rows of a list that fit the evidence in it.
    fn find_candidates(&self, list: ListKind) -> Vec<(&'a str, Vec<Candidate<'a>>)> {
        let evidence = self.resolution.evidence.iter().filter(|(_, e)| e.list == list);
        let mut fitting = rows::Fitting::new(evidence.clone().map(|(_, e)| &**e).collect());
        let mut found: Vec<(&str, Vec<Candidate<'a>>)> =
            evidence.map(|(key, _)| (key.as_str(), Vec::new())).collect();
        for entry in self.records.of(list) {
            for (fit, (_, candidates)) in fitting.fits(entry).into_iter().zip(&mut found) {
                if fit == Fit::No {
                    continue;
                }
                candidates.push(self.candidate(entry, fit));
            }
        }
        for (_, candidates) in &mut found {
            candidates.shrink_to_fit();
        }
        found
    }

    fn found_candidates(&self, found: &Found) -> BTreeMap<&'a str, Vec<Candidate<'a>>> {
        let candidates = |(key, evidence): (&'a String, &'a Arc<EvidenceKind>)| {
            let rows = self.records.of(evidence.list);
            let fits = found.fits.get(key).map_or(&[][..], Vec::as_slice).iter();
            let candidate = |(index, fit): &(u32, Fit)| {
                rows.get(*index as usize).map(|entry| self.candidate(entry, *fit))
            };
            (key.as_str(), fits.filter_map(candidate).collect())
        };
        self.resolution.evidence.iter().map(candidates).collect()
    }

    fn candidate(&self, entry: &'a Entry, fit: Fit) -> Candidate<'a> {
        let state = if self.duplicates.contradicts(entry, Field::Status) {
            RowState::Unknown("zwei Zeilen widersprechen sich im Status".into())
        } else {
            rows::state(entry, self.as_of)
        };
        Candidate { entry, fit, state }
    }

    fn index(
        &mut self,
        diagnostics: &mut Diagnostics,
        key: &'a str,
        evidence: &EvidenceKind,
        by_branch: &mut BTreeMap<(&'a str, BranchId), Vec<u32>>,
    ) {
        let candidates = self.candidates.get(key).into_iter().flatten();
        for (index, Candidate { entry, fit, state }) in (0..).zip(candidates) {
            ask(diagnostics, entry, *fit, state, evidence, self.as_of);
            let mut anybody = entry.branches.is_empty();
            for mention in entry.branches.iter() {
                match mention {
                    Mention::Branch(id) => {
                        by_branch.entry((key, *id)).or_default().push(index);
                    }
                    Mention::All | Mention::Ambiguous(_) | Mention::Unknown(_) => anybody = true,
                    Mention::NoBranch(_) => {}
                }
            }
            if anybody {
                self.for_any.entry(key).or_default().push(index);
            }
        }
    }

    /// Every row of the evidence's list, and how it stands to the evidence.
    pub fn fits(&self, evidence: &EvidenceKind) -> impl Iterator<Item = (&'a Entry, Fit)> {
        let mut candidates = self.candidates(evidence).iter().peekable();
        self.records.of(evidence.list).iter().map(move |entry| {
            let fits = candidates.next_if(|candidate| std::ptr::eq(candidate.entry, entry));
            (entry, fits.map_or(Fit::No, |candidate| candidate.fit))
        })
    }

    /// All rows that fit this evidence or may fit it.
    pub fn candidates(&self, evidence: &EvidenceKind) -> &[Candidate<'a>] {
        self.candidates.get(evidence.key.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The rows of an evidence that concern a subject, certainly or perhaps, in the order of the lists.
    pub fn concerning(
        &self,
        evidence: &EvidenceKind,
        subject: Option<BranchId>,
    ) -> Vec<(&Candidate<'a>, Concern)> {
        let all = self.candidates(evidence);
        let Some(branch) = subject else {
            return all.iter().map(|candidate| (candidate, Concern::Yes)).collect();
        };
        let key = evidence.key.as_str();
        let mut indices: Vec<u32> = self.for_any.get(key).cloned().unwrap_or_default();
        for id in self.with_predecessors(branch) {
            indices.extend(self.by_branch.get(&(key, id)).into_iter().flatten());
        }
        indices.sort_unstable();
        indices.dedup();
        indices
            .into_iter()
            .filter_map(|index| all.get(index as usize))
            .map(|candidate| (candidate, self.concern(candidate.entry, candidate.span(), branch)))
            .filter(|(_, concern)| *concern != Concern::No)
            .collect()
    }

    /// Whether a branch was dissolved before the end of the evaluated year: then it is no longer judged itself.
    fn is_merged(&self, branch: BranchId) -> bool {
        let until = self.records.branches[branch].until;
        until.is_some_and(|until| until <= self.as_of.0 && until < self.year.to)
    }

    /// The branch and those that were merged into it.
    pub fn with_predecessors(&self, branch: BranchId) -> Vec<BranchId> {
        let mut found = vec![branch];
        let mut next = 0;
        while let Some(id) = found.get(next).copied() {
            for predecessor in self.predecessors.get(&id).into_iter().flatten() {
                if !found.contains(predecessor) && self.is_merged(*predecessor) {
                    found.push(*predecessor);
                }
            }
            next += 1;
        }
        found
    }

    /// Whether a row concerns a branch; the rows of a merged branch count for its successor.
    pub fn concern(&self, entry: &Entry, span: Option<Span>, branch: BranchId) -> Concern {
        if entry.branches.is_empty() {
            return Concern::Perhaps;
        }
        let family = self.with_predecessors(branch);
        let mut best = Concern::No;
        for mention in entry.branches.iter() {
            match mention {
                Mention::Branch(id) if family.contains(id) => return Concern::Yes,
                Mention::Branch(_) | Mention::NoBranch(_) => {}
                Mention::All => {
                    let day = span.map_or(self.as_of.0, |span| span.from);
                    if family.iter().any(|id| self.records.branches[*id].exists_on(day)) {
                        return Concern::Yes;
                    }
                }
                Mention::Ambiguous(ids) => {
                    if ids.iter().any(|id| family.contains(id)) {
                        best = Concern::Perhaps;
                    }
                }
                Mention::Unknown(text) => {
                    if self.body_named(text).is_none()
                        && family
                            .iter()
                            .any(|id| may_be_misspelt(text, &self.records.branches[*id]))
                    {
                        best = Concern::Perhaps;
                    }
                }
            }
        }
        best
    }

    /// Only where some row of the list names an element of this requirement is a filled cell without any a miss.
    pub fn rows_name_elements(&self, kind: &Contents) -> bool {
        self.names_elements.get(&(kind.of.as_str(), kind.field)).copied().unwrap_or(false)
    }

    /// The bodies an element names: one, or several written „LV/LAus“; `None` where any part of it names none.
    pub fn bodies_named(&self, element: &str) -> Option<Vec<&'a str>> {
        if let Some(body) = self.body_named(element) {
            return Some(vec![body]);
        }
        let parts: Option<Vec<&str>> =
            element.split(['/', '+', '&']).map(|part| self.body_named(part.trim())).collect();
        parts.filter(|parts| parts.len() > 1)
    }

    /// The body a word names, as a whole; ambiguous words name none.
    pub fn body_named(&self, text: &str) -> Option<&'a str> {
        if self.resolution.ambiguous_words.iter().any(|word| word.is(text)) {
            return None;
        }
        self.bodies.get(&normal(text)).map(|body| body.key.as_str())
    }

    /// A body counts for itself and for the one it is part of.
    pub fn counts_for(&self, body: &str, wanted: &str) -> bool {
        body == wanted
            || self.resolution.body(body).and_then(|b| b.part_of.as_deref()) == Some(wanted)
    }

    pub fn names_a_branch(&self, text: &str) -> bool {
        self.branch_names.contains_key(&normal(text))
    }

    pub fn body_name(&self, key: &str) -> String {
        self.resolution.body(key).map_or_else(|| key.to_owned(), |body| body.name.clone())
    }

    /// A list covers a period if it holds at least one readable row dated in it.
    pub fn covers(&self, list: ListKind, from: NaiveDate, to: NaiveDate) -> bool {
        self.coverage.get(&list).is_some_and(|coverage| coverage.last_until(to) >= Some(from))
    }

    pub fn covers_period(&self, list: ListKind, period: Period) -> bool {
        self.covers(list, period.from, period.to)
    }

    /// For one-off requirements any row since the resolution covers.
    pub fn covers_since_resolution(&self, list: ListKind) -> bool {
        self.covers(list, self.resolution.adopted_on, NaiveDate::MAX)
    }

    /// Whether the sheet in which a row without a date stands says anything about a period. A sheet without any
    /// readable date may be about every period.
    pub fn sheet_covers(&self, entry: &Entry, period: Period) -> bool {
        self.sheets
            .get(&Arc::as_ptr(&entry.sheet).addr())
            .is_none_or(|sheet| sheet.last_until(period.to) >= Some(period.from))
    }

    /// The day up to which one-off requirements are judged: the earlier of Stichtag and year's end.
    pub fn cutoff(&self) -> NaiveDate {
        self.as_of.0.min(self.year.to)
    }

    /// „Liste endet am …“, where the last dated row lies more than 60 days before the day judged.
    pub fn list_ends_early(&self, list: ListKind, day: NaiveDate) -> Option<String> {
        let last = self.coverage.get(&list)?.last_until(day)?.min(day);
        ((day - last).num_days() > 60)
            .then(|| format!("Die Liste „{}“ endet am {}.", list_name(list), wording::date(last)))
    }

    pub fn missing_list(&self, list: ListKind, about: &str) -> Unknown {
        let name = list_name(list);
        Unknown {
            cell: None,
            text: if self.records.has_list(list) {
                format!("die Liste „{name}“ enthält keine Zeile für {about}")
            } else {
                format!("die Liste „{name}“ fehlt")
            },
            short: format!("Liste {name}"),
        }
    }

    /// Where a candidate lies, its undated sheet considered: an undated row of a sheet about other years is outside.
    pub fn place(&self, candidate: &Candidate<'_>, period: Period) -> Placement {
        match rows::place(candidate.span(), period, self.resolution.adopted_on) {
            Placement::Undated if !self.sheet_covers(candidate.entry, period) => Placement::Outside,
            placement @ (Placement::Inside
            | Placement::Outside
            | Placement::BeforeResolution
            | Placement::Partly
            | Placement::Undated) => placement,
        }
    }
}

/// The German name of a list.
pub fn list_name(list: ListKind) -> &'static str {
    match list {
        ListKind::Branches => "Verbände",
        ListKind::Events => "Veranstaltungen",
        ListKind::Measures => "Maßnahmen",
        ListKind::Papers => "Vorlagen",
        ListKind::Dispatches => "Versand",
        ListKind::Statements => "Sachstand",
        ListKind::Exceptions => "Ausnahmen",
        ListKind::Findings => "Feststellungen",
    }
}

/// „Spalte „Themen“ fehlt“: what a verdict waits for where a list has no such column. Read back by [`named_column`].
pub fn missing_column(list: ListKind, field: Field) -> String {
    let label = crate::intake::columns::column(list, field).map_or("", |column| column.label);
    format!("Spalte „{label}“ fehlt")
}

/// The column of „Spalte „Themen“ fehlt“.
pub fn named_column(short: &str) -> Option<&str> {
    short.strip_prefix("Spalte „")?.strip_suffix("“ fehlt")
}

/// Questions and notes about a row that is looked at as evidence.
fn ask(
    diagnostics: &mut Diagnostics,
    entry: &Entry,
    fit: Fit,
    state: &RowState,
    evidence: &EvidenceKind,
    as_of: AsOf,
) {
    use crate::domain::StatusWord;
    let wanted = evidence.kinds.first().map_or("", |phrase| phrase.text.as_str());
    let cell = entry.at(Field::Kind).unwrap_or_else(|| entry.first_cell());
    let kind = entry.text(Field::Kind).unwrap_or_default().to_owned();
    if matches!(state, RowState::Nothing(_)) {
        if entry.status == StatusWord::Planned {
            diagnostics.push(past_but_planned(entry));
        }
        return;
    }
    match fit {
        Fit::Doubtful => diagnostics.push(
            Diagnostic::new(Code::DoubtfulMatch, format!("Ist in dieser Zeile „{wanted}“ im Sinne des Beschlusses gemeint? Bis zur Klärung zählt sie nicht und verhindert Nachfragen."))
                .at(cell)
                .found(kind)
                .help(format!("In der Spalte Art „{wanted}“ oder eine andere Art eindeutig eintragen.")),
        ),
        Fit::Possible => diagnostics.push(
            Diagnostic::new(Code::PossibleMatch, format!("Die Zeile nennt „{wanted}“, ihre Art ist aber eine andere. Bis zur Klärung zählt sie nicht und verhindert Nachfragen."))
                .at(cell)
                .found(kind)
                .help(format!("Wenn „{wanted}“ gemeint ist: in der Spalte Art eintragen.")),
        ),
        Fit::Yes | Fit::No => {}
    }
    match (state, &entry.status) {
        // nobody can say of a day that is not known that it is over
        (RowState::Unknown(_), StatusWord::Planned | StatusWord::Postponed(Some(_)))
            if !matches!(entry.when, When::Undated) =>
        {
            diagnostics.push(past_but_planned(entry));
        }
        (RowState::Planned, StatusWord::Done) => diagnostics.push(
            Diagnostic::new(
                Code::AfterAsOf,
                format!(
                    "Der Tag liegt nach dem Stichtag {}; die Zeile wird als geplant geführt.",
                    wording::date(as_of.0)
                ),
            )
            .at(entry.at(Field::Date).unwrap_or_else(|| entry.first_cell()))
            .found(entry.text(Field::Date).unwrap_or_default()),
        ),
        (RowState::Held { by_list: true }, _) if entry.list() == ListKind::Events => diagnostics
            .push(
            Diagnostic::new(
                Code::HeldByList,
                "Die Zeile hat keinen Status; weil ihr Tag vorbei ist, gilt sie als durchgeführt.",
            )
            .at(entry.at(Field::Status).unwrap_or_else(|| entry.first_cell()))
            .help("Zur Sicherheit „durchgeführt“ oder „abgesagt“ eintragen."),
        ),
        _ => {}
    }
}

fn past_but_planned(entry: &Entry) -> Diagnostic {
    use crate::domain::StatusWord;

    let what = match entry.status {
        StatusWord::Postponed(Some(to)) => {
            format!(
                "Der neue Termin ({}) ist vorbei, der Status sagt noch „verschoben“",
                wording::span(to)
            )
        }
        StatusWord::Postponed(None) => {
            "Der Tag ist vorbei, der Status sagt noch „verschoben“".to_owned()
        }
        StatusWord::None
        | StatusWord::Done
        | StatusWord::InProgress
        | StatusWord::Planned
        | StatusWord::Offered
        | StatusWord::Cancelled
        | StatusWord::Struck
        | StatusWord::Unrecognised => {
            "Der Tag ist vorbei, der Status sagt noch „geplant“".to_owned()
        }
    };
    Diagnostic::new(
        Code::PastButPlanned,
        format!("{what}. Hat der Termin stattgefunden? Bis zur Klärung zählt die Zeile nicht."),
    )
    .at(entry.at(Field::Status).unwrap_or_else(|| entry.first_cell()))
    .found(entry.text(Field::Status).unwrap_or_default())
    .help(if entry.list() == ListKind::Measures {
        "„in Arbeit“, „erledigt“ oder „gestrichen“ eintragen."
    } else {
        "„durchgeführt“, „abgesagt“ oder „verschoben auf …“ eintragen."
    })
}
