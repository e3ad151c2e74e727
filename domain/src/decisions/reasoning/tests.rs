use super::*;
use crate::decisions::content::{MandatoryPart, check_mandatory_parts};
use crate::kernel::legal_basis::LegalBasis;
use crate::kernel::trace::{Explain, Trace};

const ART_37_UST_1: LegalBasis = LegalBasis::new("art. 37 ust. 1 pkt 1 u.p.s.");
const ART_37_UST_2: LegalBasis = LegalBasis::new("art. 37 ust. 2 pkt 1 u.p.s.");

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn facts() -> ReasoningFacts {
    let month = |text: &str| text.parse::<YearMonth>().unwrap();
    ReasoningFacts {
        authority: "Prezydent Miasta Przykładowo".into(),
        centre: "Miejski Ośrodek Pomocy Społecznej w Przykładowie".into(),
        appeal_body: "SKO w Przykładowie".into(),
        case_number: "MOPS.DŚ.5120.17.2026".into(),
        party: "Żaneta Wymyślona".into(),
        benefit: "zasilek_staly".into(),
        benefit_label: "zasiłek stały".into(),
        filed_on: "2026-11-20".parse().unwrap(),
        interviewed_on: "2026-11-24".parse().ok(),
        period: Some((month("2026-11"), Some(month("2027-10")))),
        amount: Some(money("813.00")),
        months: vec![(month("2026-11"), money("813.00")), (month("2026-12"), money("813.00"))],
        criterion: Some(money("1010.00")),
        income: Some(money("500.00")),
        persons: Some(1),
        purpose: None,
        evidence: vec!["orzeczenie o niepełnosprawności".into()],
        refusal_reasons: vec![],
        citation: "ustawa z dnia 12 marca 2004 r. o pomocy społecznej (t.j. Dz.U. 2026 poz. 639 z późn. zm.)".into(),
        extent: Extent::InFull,
        factual: None,
        legal: None,
        leave_out_reasons: false,
        calculation: None,
    }
}

fn trace() -> Vec<Step> {
    let mut trace = Explain::default();
    trace.check(ART_37_UST_1, "dochód niższy od kryterium", true, Vec::new);
    trace.amount(ART_37_UST_2, "kwota zasiłku", money("813.00").exact(), Vec::new);
    trace.steps
}

fn draft(facts: &ReasoningFacts) -> Result<DraftedContent, ReasoningRefusal> {
    draft_content(ReasoningTexts::embedded().unwrap(), facts, &trace())
}

#[test]
fn a_grant_of_zasilek_staly_reads_like_a_decision() {
    let drafted = draft(&facts()).unwrap();
    let Reasons::Given { factual, legal } = &drafted.content.reasons else { panic!("reasons were left out") };
    let content = &drafted.content;
    let whole = [content.legal_basis.join("; ").as_str(), &content.ruling, factual, legal].join("\n-----\n");
    insta::assert_snapshot!(whole, @r"
    art. 104 i art. 107 ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania administracyjnego (KPA); art. 8 u.p.s.; art. 37 u.p.s.; art. 106 ust. 1, 3 i 4 u.p.s.; art. 37 ust. 1 pkt 1 u.p.s.; art. 37 ust. 2 pkt 1 u.p.s.; ustawa z dnia 12 marca 2004 r. o pomocy społecznej (t.j. Dz.U. 2026 poz. 639 z późn. zm.)
    -----
    Po rozpatrzeniu wniosku z dnia 20 listopada 2026 r. (strona: Żaneta Wymyślona) przyznaję zasiłek stały w wysokości 813,00 zł miesięcznie, od listopada 2026 r. do października 2027 r.

    Kwoty w poszczególnych miesiącach:
    – od listopada 2026 r. do grudnia 2026 r.: 813,00 zł
    -----
    Wniosek o świadczenie: zasiłek stały (znak sprawy MOPS.DŚ.5120.17.2026) wpłynął dnia 20 listopada 2026 r. Rodzinny wywiad środowiskowy przeprowadzono dnia 24 listopada 2026 r. Liczba osób objętych wnioskiem: 1.

    Rozstrzygnięcie oparto na następujących dowodach:
    – orzeczenie o niepełnosprawności

    Na ich podstawie ustalono:
    – dochód niższy od kryterium: tak – art. 37 ust. 1 pkt 1 u.p.s.
    – kwota zasiłku: 813,00 zł – art. 37 ust. 2 pkt 1 u.p.s.
    -----
    Zasiłek stały przysługuje osobie pełnoletniej, niezdolnej do pracy z powodu wieku lub całkowicie niezdolnej do pracy, która spełnia warunek dochodowy (art. 37 ust. 1 u.p.s.). Wysokość zasiłku ustala się według art. 37 ust. 2 i 3 u.p.s. Świadczenia pieniężne przyznaje się za okres miesiąca kalendarzowego, począwszy od miesiąca złożenia wniosku wraz z wymaganą dokumentacją (art. 106 ust. 3 u.p.s.).

    Kryterium dochodowe wynosi 1010,00 zł, a ustalony dochód wynosi 500,00 zł. Warunki ustawowe są spełnione, dlatego zasiłek przyznano w wysokości 813,00 zł miesięcznie.

    Zastosowane przepisy: art. 37 ust. 1 pkt 1 u.p.s., art. 37 ust. 2 pkt 1 u.p.s. Skrót u.p.s. oznacza: ustawa z dnia 12 marca 2004 r. o pomocy społecznej (t.j. Dz.U. 2026 poz. 639 z późn. zm.).
    ");
    assert_eq!(drafted.wording, Confidence::Unverified);
}

#[test]
fn art_107_par_1_a_draft_lacks_only_what_comes_with_the_signature() {
    let signature = [MandatoryPart::IssuedOn, MandatoryPart::SignatoryName, MandatoryPart::SignatoryPosition];
    let purpose = Some("zakup opału".to_owned());
    for benefit in ["zasilek_staly", "zasilek_okresowy", "zasilek_celowy", "zasilek_pielegnacyjny"] {
        let grant = ReasoningFacts { benefit: benefit.into(), purpose: purpose.clone(), ..facts() };
        assert_eq!(check_mandatory_parts(&draft(&grant).unwrap().content), signature, "{benefit}");
        let refusal_reasons = vec!["dochód przekracza kryterium".to_owned()];
        let refusal = ReasoningFacts { extent: Extent::NotAtAll, refusal_reasons, ..grant };
        let content = draft(&refusal).unwrap().content;
        assert_eq!(check_mandatory_parts(&content), signature, "{benefit}");
        let Reasons::Given { legal, .. } = &content.reasons else { panic!("reasons were left out") };
        assert!(legal.contains("– dochód przekracza kryterium"), "{legal}");
    }
}

#[test]
fn a_slot_without_a_value_stops_the_draft_and_is_named() {
    let incomplete = |part, slot| Err(ReasoningRefusal::Incomplete { part, slot });
    let no_amount = ReasoningFacts { amount: None, ..facts() };
    assert_eq!(draft(&no_amount), incomplete(TextPart::Ruling, Slot::Kwota));
    let no_interview = ReasoningFacts { interviewed_on: None, ..facts() };
    assert_eq!(draft(&no_interview), incomplete(TextPart::FactualReasons, Slot::DataWywiadu));
    let no_grounds = ReasoningFacts { extent: Extent::NotAtAll, ..facts() };
    assert_eq!(draft(&no_grounds), incomplete(TextPart::LegalReasons, Slot::Przyczyny));
    let untraced = draft_content(ReasoningTexts::embedded().unwrap(), &facts(), &[]);
    assert_eq!(untraced, incomplete(TextPart::FactualReasons, Slot::Ustalenia));
}

#[test]
fn art_129_the_appeal_goes_through_the_centre_within_14_days_and_may_be_waived() {
    let content = draft(&facts()).unwrap().content;
    for words in ["SKO w Przykładowie", "Miejski Ośrodek", "14 dni", "art. 129 KPA", "art. 106 ust. 6 u.p.s."] {
        assert!(content.appeal_instruction.contains(words), "{words}");
    }
    assert!(content.waiver_instruction.contains("art. 127a KPA"));
    assert!(content.further_instructions.contains("art. 109 u.p.s."));
}

#[test]
fn art_127_par_1a_leaving_out_reasons_changes_the_instruction() {
    let choice = ReasoningFacts { leave_out_reasons: true, ..facts() };
    let content = draft(&choice).unwrap().content;
    assert!(content.is_final_at_once());
    assert!(content.appeal_instruction.contains("nie służy od niej odwołanie"));
    assert_eq!(content.waiver_instruction, "");
    for extent in [Extent::InPart, Extent::NotAtAll] {
        let refused = ReasoningFacts { extent, ..choice.clone() };
        assert_eq!(draft(&refused), Err(ReasoningRefusal::ReasonsRequired));
    }
}

#[test]
fn reasons_in_the_authors_own_words_stand_instead_of_the_drafted_ones() {
    let (factual, legal) = (Some("Ustaliłam, że…".to_owned()), Some("Zgodnie z ustawą…".to_owned()));
    // Nothing of the texts that are replaced is needed.
    let own = ReasoningFacts { factual: factual.clone(), legal: legal.clone(), interviewed_on: None, ..facts() };
    let Reasons::Given { factual: found, legal: law } = draft(&own).unwrap().content.reasons else {
        panic!("reasons were left out")
    };
    assert_eq!((Some(found), Some(law)), (factual, legal));
}

#[test]
fn doubtful_law_is_shown_to_the_author() {
    let disputed = trace()[0].clone().with_confidence(Confidence::Disputed, "czy kryterium liczyć na osobę");
    let drafted = draft_content(ReasoningTexts::embedded().unwrap(), &facts(), &[disputed]).unwrap();
    let expected = Doubt {
        provision: ART_37_UST_1.as_str().into(),
        confidence: Confidence::Disputed,
        note: Some("czy kryterium liczyć na osobę".into()),
    };
    assert_eq!(drafted.doubts, [expected]);
}
