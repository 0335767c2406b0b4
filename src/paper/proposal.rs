//! What the committee is asked to decide (*Beschlussvorschlag*), in one sentence that is correct for none, one and several.

use crate::resolution::{Body, Force};
use crate::wording;

/// A reading the committee may confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// „A2“.
    pub id: String,
    /// In one line: how the wording is read.
    pub text: String,
}

/// A point only the committee can speak on: a request whose day has passed unanswered, a principle that nobody can count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Id of the requirement.
    pub id: String,
    pub short: String,
    pub force: Force,
}

/// „Der Landesausschuss nimmt den Stand der Umsetzung vom 31. Dezember 2024 zur Kenntnis und bestätigt die Auslegung A2 (…).“
///
/// `place`: where the readings stand, „Anlage“. `requests`: whether they still stand; `principles`: how they are judged.
pub fn proposal(
    body: &Body,
    day: &str,
    confirmations: &[Confirmation],
    place: &str,
    requests: &[Request],
    principles: &[Request],
) -> String {
    let mut decisions = vec![format!("nimmt den Stand der Umsetzung vom {day} zur Kenntnis")];
    let ids: Vec<&str> = confirmations.iter().map(|reading| reading.id.as_str()).collect();
    match ids.as_slice() {
        [] => {}
        [one] => decisions.push(format!("bestätigt die Auslegung {one} ({place})")),
        several => decisions
            .push(format!("bestätigt die Auslegungen {} ({place})", wording::list(several))),
    }
    let named: Vec<String> = requests
        .iter()
        .map(|request| {
            format!("{} „{}“ ({})", with_article(request.force), request.short, request.id)
        })
        .collect();
    match named.as_slice() {
        [] => {}
        [one] => decisions.push(format!("stellt fest, ob {one} noch besteht")),
        several => {
            decisions.push(format!("stellt fest, ob {} noch bestehen", wording::list(several)));
        }
    }
    let judged: Vec<String> =
        principles.iter().map(|point| format!("„{}“ ({})", point.short, point.id)).collect();
    if !judged.is_empty() {
        decisions.push(format!("würdigt {}", wording::list(&judged)));
    }
    format!("{} {}.", capital(&body.with_article()), wording::list(&decisions))
}

/// „den Landesausschuss“; without an article the bare name.
pub(super) fn for_whom(body: &Body) -> String {
    match body.article.as_deref() {
        Some("der") => format!("den {}", body.name),
        Some(_) | None => body.with_article(),
    }
}

fn with_article(force: Force) -> String {
    let article = match force {
        Force::Should => "das",
        Force::ExaminationOrder => "der",
        Force::SelfCommitment
        | Force::Suggestion
        | Force::Call
        | Force::Duty
        | Force::Request
        | Force::Content => "die",
    };
    format!("{article} {}", force.label_de())
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
