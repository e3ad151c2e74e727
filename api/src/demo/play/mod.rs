//! Plays the main job over HTTP: from an application to a payment, for each of the worked cases.

mod explanation;
mod player;
mod stories;

use std::io::Write;

use chrono::{Datelike as _, Days, Months, NaiveDate};
use domain::kernel::calendar::Calendar;
use domain::kernel::context::IdSource as _;
use domain::kernel::nrb::Nrb;
use domain::kernel::pesel::Pesel;
use serde_json::{Value, json};

pub use self::player::Stopped;
use self::player::{Answer, Player};
use self::stories::{Expected, STORIES, Story};
use crate::state::Ids;

/// The unit whose social worker visits, and the worker's log-in.
const TEAM: (&str, &str) = ("MOPS.PS.1", "pracownik.1");

/// Plays every worked case against a service that runs in demo mode, and tells every step with its result.
///
/// # Errors
/// [`Stopped`] at the first step that is refused, or an amount that is not the expected one.
pub fn play(base: &str, out: &mut dyn Write) -> Result<(), Stopped> {
    let mut player = Player::new(base, out);
    for (n, story) in (1..).zip(&STORIES) {
        player.say(&format!("\n{n}. {} ({})", story.title, story.id))?;
        tell(&mut player, story)?;
    }
    player.go_home()?;
    player.say(&format!("\nRozegrano {} sprawy; każda kwota zgadza się z przykładem.", STORIES.len()))
}

fn day(text: &str) -> Result<NaiveDate, Stopped> {
    text.parse().map_err(Stopped::new)
}

/// So many days later, or the next day on which the centre works.
fn working_day(from: NaiveDate, days: u64) -> NaiveDate {
    Calendar::statutory().working_day_from(from + Days::new(days))
}

/// Adds a field to a body.
fn put(body: &mut Value, field: &str, value: Value) {
    if let Value::Object(fields) = body {
        fields.insert(field.to_owned(), value);
    }
}

fn money(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "PLN" })
}

fn same(what: &str, found: &str, expected: &str) -> Result<(), Stopped> {
    if found == expected { Ok(()) } else { Err(Stopped::new(format!("{what}: {found}, expected {expected}"))) }
}

fn tell(player: &mut Player<'_>, story: &Story) -> Result<(), Stopped> {
    let filed_on = day(story.day)?;
    player.go_to(filed_on)?;
    let filed = file(player, story)?;
    let case = filed.at("/applications/0/caseId")?;
    visit(player, &case, &filed.at("/applicantId")?, filed_on)?;
    let calculation = calculate(player, story, &case, &filed)?;
    let decision = decide(player, story, &calculation, &filed)?;
    match story.expected {
        Expected::Refusal(_) => Ok(()),
        Expected::Range { chosen: amount, .. } | Expected::Amount(amount) => {
            pay(player, story, &decision, &case, amount)
        }
    }
}

/// The applicant's PESEL number: of somebody born on 12 May 1980, and new each time the demonstration is played.
fn new_pesel() -> Option<String> {
    let (_, chance) = Ids.next().as_u64_pair();
    let serial = u16::try_from(chance % 10_000).ok()?;
    Pesel::compose(NaiveDate::from_ymd_opt(1980, 5, 12)?, serial).map(|pesel| pesel.to_string())
}

fn member(n: usize) -> Value {
    let names = ["Grażyna", "Igor", "Zofia", "Filip"];
    let mut person = json!({ "givenNames": names.get(n), "surname": "Źdźbłowska" });
    if n == 0 {
        // The bank 99999999 does not exist.
        let nrb = Nrb::compose("99999999", "0000000000004711").map(|nrb| nrb.to_string());
        put(&mut person, "pesel", json!(new_pesel()));
        put(&mut person, "accounts", json!([{ "nrb": nrb, "from": "2018-10-01" }]));
        put(
            &mut person,
            "addresses",
            json!([{
                "kind": "zamieszkania", "street": "Źródlana", "house": "5", "locality": "Skarżysko-Kamienna",
                "from": "2018-10-01",
            }]),
        );
    } else {
        put(&mut person, "birthDate", json!(["", "1979-02-03", "2012-07-14", "2015-12-24"].get(n)));
    }
    json!({ "ref": format!("p{}", n + 1), "person": person })
}

fn intake(story: &Story, unit: &str, filed_on: NaiveDate) -> Result<Value, Stopped> {
    let before = filed_on.checked_sub_months(Months::new(1)).ok_or_else(|| Stopped::new("no month before"))?;
    let month = format!("{:04}-{:02}", before.year(), before.month());
    let income = |(n, amount): (usize, &&str)| {
        json!({
            "ref": format!("p{}", n + 1),
            "record": {
                "kind": "income", "month": month, "incomeKind": "wynagrodzenie", "amount": money(amount),
                "source": "dokument", "document": "zaświadczenie o dochodzie",
            },
        })
    };
    let incomes = story.incomes.iter().enumerate();
    let evidence: Vec<Value> = incomes.filter(|(_, amount)| **amount != "0.00").map(income).collect();
    let roles = ["wnioskodawca", "partner", "dziecko", "dziecko"];
    let members = (0..story.incomes.len()).map(|n| {
        let mut member = if n == 0 { json!({ "ref": "p1" }) } else { member(n) };
        put(&mut member, "role", json!(roles.get(n)));
        put(&mut member, "from", json!("2018-10-01"));
        member
    });
    Ok(json!({
        "channel": "paper",
        "receivedOn": filed_on,
        "orgUnitId": unit,
        "applicant": member(0),
        "household": { "members": members.collect::<Vec<_>>() },
        "evidence": evidence,
        "applications": [{
            "benefitCode": story.benefit, "circumstances": story.circumstances, "complete": true,
        }],
    }))
}

/// The registry registers what came: people, household, evidence, application.
fn file(player: &mut Player<'_>, story: &Story) -> Result<Answer, Stopped> {
    let units = player.get("kancelaria", "/org-units?limit=200")?;
    let all = units.body.pointer("/items").and_then(Value::as_array).cloned().unwrap_or_default();
    let unit = all.iter().find(|unit| unit["symbol"] == TEAM.0).and_then(|unit| unit["id"].as_str());
    let unit = unit.ok_or_else(|| Stopped::new("the demonstration's units are not there"))?;
    let filed = player.post("kancelaria", "/intakes", &intake(story, unit, player.today())?)?;
    let case = filed.at("/applications/0/caseId")?;
    player.did("kancelaria", &format!("wniosek zarejestrowany, sprawa {}", filed.at("/applications/0/caseNumber")?))?;
    let clocks = player.get("kierownik", &format!("/clocks?caseId={case}"))?;
    for clock in clocks.body.pointer("/items").and_then(Value::as_array).into_iter().flatten() {
        let (rule, due) = (player::text_at(clock, "/rule")?, player::text_at(clock, "/dueOn")?);
        player.say(&format!("      {rule:<24} do {due}"))?;
    }
    Ok(filed)
}

/// The case gets its worker, who visits the family.
fn visit(player: &mut Player<'_>, case: &str, applicant: &str, filed_on: NaiveDate) -> Result<(), Stopped> {
    let me = player.get(TEAM.1, "/me")?;
    let worker = me.at("/employeeId")?;
    let read = player.get("specjalista", &format!("/cases/{case}"))?;
    let body = json!({ "employeeId": worker });
    let _assigned = player.change("specjalista", &format!("/cases/{case}/assignments"), &read.version, &body)?;
    player.did("specjalista", "sprawa przydzielona pracownikowi socjalnemu")?;
    let planned_on = working_day(filed_on, 3);
    let body = json!({
        "caseId": case, "kind": "pelny", "conductorId": worker, "plannedOn": planned_on,
        "place": "miejsce zamieszkania",
    });
    let planned = player.post(TEAM.1, "/interviews", &body)?;
    player.go_to(planned_on)?;
    let body = json!({
        "visitedOn": planned_on,
        "participants": [{ "role": "applicant", "personId": applicant }],
        "findings": "Rodzina mieszka w dwóch pokojach, mieszkanie czyste; dochód jak w zaświadczeniu.",
    });
    let path = format!("/interviews/{}/completions", planned.at("/id")?);
    let _done = player.change(TEAM.1, &path, &planned.version, &body)?;
    player.did(TEAM.1, "wywiad środowiskowy przeprowadzony")
}

/// The benefit is calculated for the case, explained and compared with the worked case.
fn calculate(player: &mut Player<'_>, story: &Story, case: &str, filed: &Answer) -> Result<Answer, Stopped> {
    player.go_to(working_day(player.today(), 2))?;
    let household = player.get("swiadczenia", &format!("/households/{}", filed.at("/householdId")?))?;
    let applicant = filed.at("/applicantId")?;
    let members = household.body.pointer("/members").and_then(Value::as_array).cloned().unwrap_or_default();
    // Of each story, either the applicant alone has an income, or nobody.
    let applicant_earns = story.incomes.first().is_some_and(|amount| *amount != "0.00");
    let without: Vec<&Value> = members
        .iter()
        .map(|member| &member["personId"])
        .filter(|person| !(applicant_earns && **person == applicant.as_str()))
        .collect();
    let mut body = json!({
        "caseId": case, "benefitCode": story.benefit, "month": story.day.get(..7), "noIncomePersonIds": without,
    });
    if let Some(inability) = story.inability {
        put(&mut body, "inabilityToWork", json!(inability));
    }
    if let Expected::Range { chosen, .. } = story.expected {
        put(&mut body, "chosenAmount", money(chosen));
        put(&mut body, "choiceReason", json!("Potrzeby rodziny przy możliwościach finansowych ośrodka."));
    }
    let made = player.post("swiadczenia", "/calculations", &body)?;
    let found = |pointer: &str| made.at(&format!("/result/{pointer}"));
    let outcome = found("outcome")?;
    player.did("swiadczenia", "wyliczenie z wyjaśnieniem:")?;
    let result = made.body.pointer("/result").cloned().unwrap_or_default();
    explanation::show(player, &result)?;
    match story.expected {
        Expected::Range { min, max, chosen } => {
            same("outcome", &outcome, "grant_range")?;
            same("min", &found("min/amount")?, min)?;
            same("max", &found("max/amount")?, max)?;
            player.say(&format!("      od {min} do {max} zł, wybrano {chosen} zł; tyle, co w przykładzie"))?;
        }
        Expected::Amount(amount) => {
            same("outcome", &outcome, "grant")?;
            same("amount", &found("amount/amount")?, amount)?;
            player.say(&format!("      {amount} zł; tyle, co w przykładzie"))?;
        }
        Expected::Refusal(reason) => {
            same("outcome", &outcome, "refuse")?;
            same("reason", &found("refusal/reason")?, reason)?;
            player.say(&format!("      odmowa: {reason}, {}; jak w przykładzie", found("refusal/legalBasis")?))?;
        }
    }
    Ok(made)
}

/// The decision is prepared, approved by another person, signed by a third and delivered.
fn decide(player: &mut Player<'_>, story: &Story, calculation: &Answer, filed: &Answer) -> Result<Answer, Stopped> {
    let mut body = json!({ "calculationId": calculation.at("/id")? });
    if !matches!(story.expected, Expected::Refusal(_)) {
        let person = player.get("swiadczenia", &format!("/persons/{}", filed.at("/applicantId")?))?;
        let mut terms = json!({ "method": "account", "accountId": person.at("/accounts/0/id")? });
        if story.benefit == "zasilek_okresowy" {
            let first = day(story.day)?.with_day(1).ok_or_else(|| Stopped::new("no first day"))?;
            put(&mut terms, "to", json!(first + Months::new(2) - Days::new(1)));
        }
        put(&mut body, "terms", terms);
    }
    let prepared = player.post("swiadczenia", "/decisions", &body)?;
    let path = format!("/decisions/{}", prepared.at("/id")?);
    player.did("swiadczenia", &format!("decyzja {} przygotowana", prepared.at("/number")?))?;
    let approved = player.change("zastepca", &format!("{path}/approvals"), &prepared.version, &json!({}))?;
    player.did("zastepca", "decyzja zaakceptowana przez inną osobę")?;
    let signed = player.change("kierownik", &format!("{path}/signatures"), &approved.version, &json!({}))?;
    player.did("kierownik", "decyzja podpisana")?;
    player.say(&format!("      {}", signed.at("/content/ruling")?.replace('\n', "\n      ")))?;
    let sent_on = player.today();
    player.go_to(working_day(sent_on, 2))?;
    let body = json!({ "dispatchedOn": sent_on, "deliveredOn": player.today(), "way": "doreczenie" });
    let delivered = player.change("kancelaria", &format!("{path}/deliveries"), &signed.version, &body)?;
    player.did("kancelaria", "doręczenie odnotowane")?;
    let decision = player.get("kierownik", &path)?;
    for (label, pointer) in
        [("odwołanie do", "appealUntil"), ("ostateczna od", "finalOn"), ("wykonalna od", "enforceableOn")]
    {
        let (on, basis) = (decision.at(&format!("/{pointer}/on"))?, decision.at(&format!("/{pointer}/legalBasis"))?);
        player.say(&format!("      {label:<14} {on}  ({basis})"))?;
    }
    drop(delivered);
    Ok(decision)
}

/// What was granted is put on a payment list, checked, approved and exported by accounting.
fn pay(player: &mut Player<'_>, story: &Story, decision: &Answer, case: &str, amount: &str) -> Result<(), Stopped> {
    player.go_to(working_day(day(&decision.at("/enforceableOn/on")?)?, 0))?;
    let awards = player.get("swiadczenia", &format!("/awards?caseId={case}"))?;
    let award = awards.at("/items/0/id")?;
    let today = player.today();
    let body = json!({
        "month": format!("{:04}-{:02}", today.year(), today.month()), "method": "account", "benefitCode": story.benefit,
    });
    let list = player.post("swiadczenia", "/payment-lists", &body)?;
    let path = format!("/payment-lists/{}", list.at("/id")?);
    let figure = |field: &str| list.body.get(field).map(Value::to_string).unwrap_or_default();
    let number = format!("{}/{}", figure("number"), figure("year"));
    player.did("swiadczenia", &format!("lista wypłat {number}: {} zł", list.at("/total/amount")?))?;
    let checked = player.change("swiadczenia", &format!("{path}/checks"), &list.version, &json!({}))?;
    let blockers = checked.body.pointer("/list/lastCheck/blockers").map(Value::to_string);
    same("blockers", &blockers.unwrap_or_default(), "0")?;
    player.did("swiadczenia", "kontrola listy: bez przeszkód")?;
    let approved = player.change("ksiegowosc", &format!("{path}/approvals"), &checked.version, &json!({}))?;
    player.did("ksiegowosc", "lista zatwierdzona")?;
    let payments = player.get("ksiegowosc", &format!("{path}/payments?limit=200"))?;
    let all = payments.body.pointer("/items").and_then(Value::as_array).cloned().unwrap_or_default();
    let mine: Vec<&Value> = all.iter().filter(|payment| payment["awardId"] == award.as_str()).collect();
    if mine.is_empty() {
        return Err(Stopped::new("the award is not on the payment list"));
    }
    for payment in &mine {
        same("payment", &player::text_at(payment, "/amount/amount")?, amount)?;
        let month = player::text_at(payment, "/month")?;
        player.say(&format!("      {month}: {amount} zł"))?;
    }
    let export = player.change("ksiegowosc", &format!("{path}/exports"), &approved.version, &json!({}))?;
    let lines = export.text.lines().count();
    player.did("ksiegowosc", &format!("plik eksportu: {lines} wierszy, {} bajtów", export.text.len()))
}
