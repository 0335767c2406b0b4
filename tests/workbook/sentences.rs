//! The page's sentences are true and read as German, whatever the counts.

use std::sync::Arc;

use beschlusskontrolle::domain::{
    Assessment, BranchId, Evidence, ExceptionNote, Ladder, Status, Total, Verdict,
};
use beschlusskontrolle::sheets::{among, sentences, standings};
use beschlusskontrolle::table::{CellRef, Source};

use chrono::NaiveDate;

use crate::office::{Office, office, office_at};

fn verdict(
    office: &Office,
    requirement: &str,
    subject: Option<BranchId>,
    status: Status,
) -> Verdict {
    let template =
        office.assessment.verdicts.iter().find(|v| v.requirement == requirement).unwrap();
    let label = match status {
        Status::Fulfilled => "umgesetzt",
        Status::Partial => "teilweise umgesetzt",
        Status::Open => "offen",
        Status::Missed => "2024 nicht erfolgt",
        Status::Undetermined => "Angaben fehlen (Zelle F17)",
        Status::NotApplicable => "trifft nicht zu, weil es den Verband noch nicht gab",
        Status::Judgement => "würdigt der Landesausschuss",
    };
    Verdict {
        subject,
        status,
        label: label.into(),
        could_be: None,
        missing: vec![],
        unknown: vec![],
        exception: None,
        ..template.clone()
    }
}

/// The two sentences over state-wide points with these statuses.
#[track_caller]
fn points(statuses: &[Status], expected: &str) {
    let office = office();
    let ids = ["Z1b", "Z2a", "Z2b", "Z3a", "Z3b", "Z4a", "Z4d"];
    let verdicts = ids.iter().zip(statuses).map(|(id, s)| verdict(&office, id, None, *s)).collect();
    let assessment =
        Assessment { verdicts, totals: vec![], ladders: vec![], ..office.assessment.clone() };
    let [first, _] = sentences(&standings(&office.resolution, &assessment), &assessment);
    assert_eq!(first, expected);
}

#[test]
fn points_in_the_singular_the_plural_none_and_all() {
    use Status::{Fulfilled, Judgement, Missed, NotApplicable, Open, Partial, Undetermined};
    points(&[Fulfilled; 7], "Alle 7 Punkte des Beschlusses sind vollständig umgesetzt.");
    points(&[Fulfilled], "Der eine Punkt des Beschlusses: umgesetzt.");
    points(&[Open], "Der eine Punkt des Beschlusses: offen.");
    points(
        &[Open, Open, Open],
        "Von den 3 Punkten des Beschlusses ist keiner vollständig umgesetzt; 3 sind offen.",
    );
    points(
        &[Fulfilled, Partial, Open, Missed, Undetermined, NotApplicable, Judgement],
        "Von den 7 Punkten des Beschlusses ist einer vollständig umgesetzt; einer ist es zum Teil, einer ist offen, einer ist im Zeitraum nicht erfolgt, bei einem fehlen Angaben, einer trifft nicht zu und einen würdigt der Landesausschuss.",
    );
    points(
        &[Fulfilled, Fulfilled, Partial, Partial, Missed, Missed, NotApplicable],
        "Von den 7 Punkten des Beschlusses sind 2 vollständig umgesetzt; 2 sind es zum Teil, 2 sind im Zeitraum nicht erfolgt und einer trifft nicht zu.",
    );
}

#[test]
fn a_point_under_an_exception_is_exempt_and_not_out_of_place() {
    let office = office();
    let note = |valid| ExceptionNote {
        until: NaiveDate::from_ymd_opt(2024, 12, 31),
        reason: "Beschluss".into(),
        valid,
        cell: CellRef::new(&Arc::new(Source { file: "Ausnahmen.csv".into(), sheet: None }), 1, 0),
    };
    let said = |valid| {
        let mut exempt = verdict(&office, "Z4d", None, Status::Partial);
        exempt.exception = Some(note(valid));
        let verdicts = vec![verdict(&office, "Z1b", None, Status::Fulfilled), exempt];
        let assessment =
            Assessment { verdicts, totals: vec![], ladders: vec![], ..office.assessment.clone() };
        let standings = standings(&office.resolution, &assessment);
        let [first, _] = sentences(&standings, &assessment);
        (first, standings[1].words())
    };
    let (first, words) = said(true);
    assert!(
        first.ends_with("ist einer vollständig umgesetzt; für einen gilt eine Ausnahme."),
        "{first}"
    );
    assert_eq!(words, "teilweise umgesetzt (Ausnahme bis 31.12.2024)");
    let (first, words) = said(false);
    assert!(first.ends_with("einer ist es zum Teil."), "{first}");
    assert_eq!(words, "teilweise umgesetzt (Ausnahme am 31.12.2024 abgelaufen)");
}

/// An assessment of Z1c alone, with this many branches in each state.
fn branches(office: &Office, of: usize, count: impl Fn(usize) -> Status) -> Assessment {
    let ids: Vec<BranchId> = office.records.branches.iter().map(|b| b.id).take(of).collect();
    let verdicts: Vec<Verdict> =
        ids.iter().enumerate().map(|(i, id)| verdict(office, "Z1c", Some(*id), count(i))).collect();
    let n = |status| u32::try_from(verdicts.iter().filter(|v| v.status == status).count()).unwrap();
    let total = Total {
        requirement: "Z1c".into(),
        period: "2024".into(),
        fulfilled: n(Status::Fulfilled),
        partial: n(Status::Partial),
        open: n(Status::Open),
        missed: n(Status::Missed),
        undetermined: n(Status::Undetermined),
        not_applicable: n(Status::NotApplicable),
        judgement: 0,
        exempt: 0,
        of: u32::try_from(of).unwrap() - n(Status::NotApplicable),
        at_least: n(Status::Fulfilled),
        at_most: n(Status::Fulfilled) + n(Status::Undetermined),
    };
    Assessment { verdicts, totals: vec![total], ladders: vec![], ..office.assessment.clone() }
}

#[track_caller]
fn stand(of: usize, count: impl Fn(usize) -> Status, expected: &str) {
    let office = office();
    let assessment = branches(&office, of, count);
    let words = standings(&office.resolution, &assessment).first().unwrap().words();
    assert_eq!(words, expected);
}

#[test]
fn branches_are_counted_in_words_with_ranges_where_something_is_unknown() {
    use Status::{Fulfilled, Missed, NotApplicable, Open, Partial, Undetermined};
    stand(22, |_| Fulfilled, "bei allen 22 Verbänden umgesetzt");
    stand(1, |_| Fulfilled, "bei dem einen Verband umgesetzt");
    stand(22, |_| Open, "bei allen 22 Verbänden offen");
    stand(22, |_| Undetermined, "bei allen 22 Verbänden fehlen Angaben");
    stand(
        22,
        |i| {
            if i < 19 {
                Fulfilled
            } else if i < 21 {
                Undetermined
            } else {
                Missed
            }
        },
        "bei 19 bis 21 von 22 Verbänden umgesetzt, bei 1 nicht erfolgt, bei 2 fehlen Angaben",
    );
    stand(
        22,
        |i| if i == 0 { Partial } else { NotApplicable },
        "bei dem einen Verband teilweise umgesetzt, bei 21 trifft es nicht zu",
    );
    stand(3, |_| NotApplicable, "trifft auf keinen Verband zu");
    assert_eq!(among(0, 0, 22), "bei keinem von 22 Verbänden");
    assert_eq!(among(0, 3, 22), "bei 0 bis 3 von 22 Verbänden");
    assert_eq!(among(19, 20, 22), "bei 19 oder 20 von 22 Verbänden");
    assert_eq!(among(2, 2, 2), "bei beiden Verbänden");
}

#[track_caller]
fn reach(of: usize, steps: [usize; 4], expected: &str) {
    reach_with(&office(), of, (steps, 0), |_| Status::Fulfilled, expected);
}

/// `perhaps`: of how many more it must be cleared up whether it was held.
#[track_caller]
fn reach_with(
    office: &Office,
    of: usize,
    (steps, perhaps): ([usize; 4], usize),
    status: impl Fn(usize) -> Status,
    expected: &str,
) {
    let mut assessment = branches(office, of, status);
    let source = Arc::new(Source { file: "Versand.xlsx".into(), sheet: None });
    let evidence = Evidence { cell: CellRef::new(&source, 1, 1), value: "22.01.2024".into() };
    let [offered, accepted, held, full] = steps;
    assessment.ladders = office
        .records
        .branches
        .iter()
        .take(of)
        .enumerate()
        .map(|(i, branch)| {
            let when = |n: usize| (i < n).then(|| evidence.clone());
            Ladder {
                requirement: "Z1c".into(),
                subject: branch.id,
                offered: when(offered),
                accepted: when(accepted),
                declined: None,
                held: when(held),
                held_in_full: when(full),
                perhaps_held: (held..held + perhaps).contains(&i),
            }
        })
        .collect();
    let [_, second] = sentences(&standings(&office.resolution, &assessment), &assessment);
    assert_eq!(second, expected);
}

#[test]
fn the_steps_of_an_offer_read_well_for_none_one_and_all() {
    reach(
        22,
        [0, 0, 0, 0],
        "Keinem der 22 Verbände wurde „Jährlicher Rechenschaftsbericht“ angeboten (Z1c); zugesagt hat niemand, stattgefunden hat es nicht.",
    );
    reach_with(
        &office_at("30.06.2024"),
        22,
        ([0; 4], 0),
        |_| Status::Open,
        "Noch keinem der 22 Verbände wurde „Jährlicher Rechenschaftsbericht“ angeboten (Z1c); zugesagt hat noch niemand, stattgefunden hat es noch nicht.",
    );
    reach(
        3,
        [1, 1, 1, 0],
        "Einem von 3 Verbänden wurde „Jährlicher Rechenschaftsbericht“ angeboten (Z1c); zugesagt hat einer, stattgefunden hat es bei einem, aber nicht mit allem, was vorgesehen ist.",
    );
    reach(
        2,
        [2, 2, 2, 1],
        "Beiden Verbänden wurde „Jährlicher Rechenschaftsbericht“ angeboten (Z1c); zugesagt haben 2, stattgefunden hat es bei 2, bei einem davon mit allem, was vorgesehen ist.",
    );
    reach(
        22,
        [22, 1, 1, 1],
        "Allen 22 Verbänden wurde „Jährlicher Rechenschaftsbericht“ angeboten (Z1c); zugesagt hat einer, stattgefunden hat es bei einem, und zwar mit allem, was vorgesehen ist.",
    );
    reach(
        22,
        [19, 15, 14, 9],
        "19 von 22 Verbänden wurde „Jährlicher Rechenschaftsbericht“ angeboten (Z1c); zugesagt haben 15, stattgefunden hat es bei 14, bei 9 davon mit allem, was vorgesehen ist.",
    );
    reach(
        1,
        [1, 0, 0, 0],
        "Dem einen Verband wurde „Jährlicher Rechenschaftsbericht“ angeboten (Z1c); zugesagt hat niemand, stattgefunden hat es nicht.",
    );
    reach(
        1,
        [0, 0, 0, 0],
        "Dem einen Verband wurde „Jährlicher Rechenschaftsbericht“ nicht angeboten (Z1c); zugesagt hat niemand, stattgefunden hat es nicht.",
    );
}

#[test]
fn what_the_lists_do_not_tell_is_open_and_never_not_done() {
    let office = office();
    let unknown = |_| Status::Undetermined;
    reach_with(
        &office,
        3,
        ([0; 4], 3),
        unknown,
        "In den Listen ist bei keinem der 3 Verbände ein Angebot „Jährlicher Rechenschaftsbericht“ verzeichnet (Z1c); bei allen 3 fehlen Angaben.",
    );
    reach_with(
        &office,
        1,
        ([0; 4], 1),
        unknown,
        "In den Listen ist kein Angebot „Jährlicher Rechenschaftsbericht“ an den einen Verband verzeichnet (Z1c); es fehlen Angaben.",
    );
    reach_with(
        &office,
        22,
        ([22, 3, 0, 0], 22),
        |_| Status::Fulfilled,
        "Allen 22 Verbänden wurde „Jährlicher Rechenschaftsbericht“ angeboten (Z1c); zugesagt haben 3; ob es bei 22 stattfand, ist noch zu klären.",
    );
    reach_with(
        &office,
        22,
        ([18, 12, 9, 5], 1),
        |i| if i == 0 { Status::Undetermined } else { Status::Fulfilled },
        "18 von 22 Verbänden wurde „Jährlicher Rechenschaftsbericht“ angeboten (Z1c); zugesagt haben 12, stattgefunden hat es bei 9, bei 5 davon mit allem, was vorgesehen ist; ob es bei einem weiteren Verband stattfand, ist noch zu klären; bei einem fehlen noch Angaben.",
    );
    points(&[Status::Undetermined; 5], "Zu allen 5 Punkten des Beschlusses fehlen Angaben.");
    points(
        &[Status::Undetermined, Status::Open],
        "Von den 2 Punkten des Beschlusses ist nach den Listen keiner vollständig umgesetzt; einer ist offen und bei einem fehlen Angaben.",
    );
}

#[test]
fn without_an_offer_the_second_sentence_names_the_first_point_of_the_branches() {
    let office = office();
    let assessment = branches(&office, 22, |_| Status::Fulfilled);
    let [_, second] = sentences(&standings(&office.resolution, &assessment), &assessment);
    assert_eq!(
        second,
        "„Jährlicher Rechenschaftsbericht wird angeboten“ (Z1c): bei allen 22 Verbänden umgesetzt."
    );
}
