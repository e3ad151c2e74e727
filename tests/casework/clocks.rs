//! Clocks: the list, and how a last day was found.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

use domain::platform::role::Role;
use support::{Answer, Client, Filed, TestApp, each_app, intake_body, json};

const CLOCKS: &str = "/api/v1/clocks";

/// A case opened on a day, seen by the head.
fn opened(app: &TestApp, day: &str) -> (Client, Filed) {
    let unit = app.unit(&format!("U{}", day.replace('-', "")));
    app.benefit("zasilek_okresowy");
    let worker = app.staff_in(Role::PracownikSocjalny, unit);
    let filed = app.filed_with(&worker, &intake_body(unit, "zasilek_okresowy", day));
    (worker, filed)
}

/// The explanation of a clock of a case, by its rule.
fn explained(client: &Client, filed: &Filed, rule: &str) -> Answer {
    let clocks = client.get(&format!("{CLOCKS}?caseId={}", filed.case)).expect(200);
    let clock = clocks.body["items"].as_array().unwrap().iter().find(|clock| clock["rule"] == rule).unwrap();
    client.get(&format!("{CLOCKS}/{}/explanation", clock["id"].as_str().unwrap())).expect(200)
}

fn steps(answer: &Answer, finding: &str) -> Vec<(String, String)> {
    let steps = answer.body["steps"].as_array().unwrap().iter().filter(|step| step["finding"] == finding);
    steps.map(|step| (step["day"].as_str().unwrap().to_owned(), step["text"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn fourteen_working_days_over_easter_skip_every_day_off_by_name() {
    each_app(|app| {
        // Easter 2026 is on 5 April.
        let (worker, filed) = opened(app, "2026-03-27");
        let why = explained(&worker, &filed, "UPS-WYWIAD-14WD");
        assert_eq!((why.at("/dueOn"), why.at("/unit")), ("2026-04-17".to_owned(), "working_days".to_owned()));
        assert_eq!((why.body["length"].as_u64(), why.at("/clock/startedOn")), (Some(14), "2026-03-27".to_owned()));
        let saturdays: Vec<String> = steps(&why, "saturday").into_iter().map(|(day, _)| day).collect();
        assert_eq!(saturdays, ["2026-03-28", "2026-04-04", "2026-04-11"]);
        let off = steps(&why, "day_off");
        let days: Vec<&str> = off.iter().map(|(day, _)| day.as_str()).collect();
        assert_eq!(days, ["2026-03-29", "2026-04-05", "2026-04-06", "2026-04-12"]);
        assert!(off[1].1.contains("Wielk") && off[2].1.contains("Wielk"), "{off:?}");
        let monday = why.body["steps"].as_array().unwrap().iter().find(|step| step["day"] == "2026-04-06").unwrap();
        assert!(monday["legalBasis"].as_str().unwrap().contains("dniach wolnych"), "{monday}");
    });
}

#[test]
fn a_month_that_ends_in_the_days_off_of_may_moves_to_the_next_working_day() {
    each_app(|app| {
        // One month from 1 April ends on Friday 1 May, a holiday; the second is a Saturday, the third a holiday.
        let (worker, filed) = opened(app, "2026-04-01");
        let why = explained(&worker, &filed, "KPA-35-1M");
        assert_eq!((why.at("/dueOn"), why.at("/clock/dueOn")), ("2026-05-04".to_owned(), "2026-05-04".to_owned()));
        assert_eq!(steps(&why, "nominal_end")[0].0, "2026-05-01");
        let off: Vec<String> = steps(&why, "day_off").into_iter().map(|(day, _)| day).collect();
        assert_eq!(
            (off, steps(&why, "saturday")[0].0.as_str()),
            (vec!["2026-05-01".to_owned(), "2026-05-03".to_owned()], "2026-05-02")
        );
        assert_eq!((why.at("/clock/risk"), why.at("/clock/state")), ("overdue".to_owned(), "running".to_owned()));
    });
}

#[test]
fn the_list_goes_by_the_last_day_and_by_its_filter() {
    each_app(|app| {
        let unit = app.unit("MOPS.DŚ");
        let worker = app.staff_in(Role::PracownikSocjalny, unit);
        let mut body = intake_body(unit, "zasilek_okresowy", "2026-11-23");
        app.benefit("zasilek_okresowy");
        body["applications"][0]["urgency"] = json!("urgent");
        let urgent = app.filed_with(&worker, &body);
        let calm = app.filed(&worker, unit);
        let due = |query: &str| -> Vec<String> {
            let page = worker.get(&format!("{CLOCKS}?{query}")).expect(200);
            page.body["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["dueOn"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(due("limit=50"), ["2026-11-25", "2026-12-11", "2026-12-23", "2026-12-23"]);
        assert_eq!(due("dueBefore=2026-12-11"), ["2026-11-25"]);
        assert_eq!(due(&format!("caseId={}", calm.case)), ["2026-12-11", "2026-12-23"]);
        assert_eq!(due("state=met"), Vec::<String>::new());
        let _ = worker
            .if_match(1)
            .post(&format!("/api/v1/cases/{}/closures", urgent.case), &json!({"result": "no_further_action"}))
            .expect(200);
        assert_eq!(due("state=running&state=paused"), ["2026-12-11", "2026-12-23"]);
        assert_eq!(due("state=void"), ["2026-11-25", "2026-12-23"]);
        let mut all = Vec::new();
        let mut query = "limit=1".to_owned();
        loop {
            let page = worker.get(&format!("{CLOCKS}?{query}")).expect(200);
            all.push(page.at("/items/0/dueOn"));
            let Some(next) = page.body["page"]["next"].as_str() else { break };
            query = format!("limit=1&cursor={next}");
        }
        assert_eq!(all, due("limit=50"));
        for wrong in ["state=late", "dueBefore=2026-02-30", "caseId=x", "limit=0"] {
            assert_eq!(worker.get(&format!("{CLOCKS}?{wrong}")).problem(400), "invalid_filter", "{wrong}");
        }
        assert_eq!(app.staff(Role::Kancelaria).get(CLOCKS).problem(403), "action_forbidden");
        assert_eq!(app.anonymous().get(CLOCKS).problem(401), "token_invalid");
    });
}
