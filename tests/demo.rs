//! Demo mode: a clock that moves, and only there.

use api::config::ARGON2_KIB;
use api::demo::play::play;
use api::demo::seed::{Holds, Refusal, Wanted, holds, seed};
use api::demo::town;
use domain::platform::role::Role;
use persistence::testing::{Kind, block_on, kinds};
use support::{TestApp, each_app, json};

#[test]
fn the_clock_moves_in_demo_mode_only() {
    let body = json!({"now": "2019-10-01T08:00:00Z"});
    for kind in kinds() {
        let app = TestApp::start_with(kind, |config| config.demo = true);
        let anyone = app.staff(Role::Kancelaria);
        assert_eq!(anyone.post("/api/v1/demo/clock", &body).expect(200).at("/today"), "2019-10-01");
        assert_eq!(app.anonymous().post("/api/v1/demo/clock", &body).problem(401), "token_invalid");
        assert_eq!(app.today().to_string(), "2019-10-01");
    }
    each_app(|app| assert_eq!(app.staff(Role::Kancelaria).post("/api/v1/demo/clock", &body).problem(404), "not_found"));
}

#[test]
fn an_invented_municipality_is_the_same_for_the_same_seed() {
    let wanted = Wanted { households: 60, teams: 3, seed: 7 };
    let invented = |kind: Kind, wanted: Wanted| {
        let app = TestApp::start(kind);
        block_on(seed(&app.state.store, wanted, ARGON2_KIB)).unwrap();
        let people = "SELECT id || search_key || COALESCE(pesel, '-') || COALESCE(CAST(birth_date AS TEXT), '-') FROM persons ORDER BY id";
        let cases = "SELECT unit_symbol || class_symbol || number || CAST(opened_on AS TEXT) FROM cases ORDER BY id";
        (app.db().texts(people), app.db().texts(cases))
    };
    let all: Vec<_> = kinds().into_iter().map(|kind| invented(kind, wanted)).collect();
    let (people, cases) = &all[0];
    assert!(people.len() > 60 && cases.len() > 30);
    assert!(all.iter().all(|one| one == &all[0]), "both databases hold the same");
    assert_eq!(invented(Kind::Sqlite, wanted), all[0]);
    assert_ne!(invented(Kind::Sqlite, Wanted { seed: 8, ..wanted }).0, all[0].0);
}

#[test]
fn a_demonstration_fills_an_empty_database_once_and_no_other() {
    each_app(|app| {
        let fill = || block_on(seed(&app.state.store, Wanted { households: 3, teams: 1, seed: 1 }, ARGON2_KIB));
        assert_eq!(block_on(holds(&app.state.store)).unwrap(), Holds::Nothing);
        fill().unwrap();
        assert_eq!(block_on(holds(&app.state.store)).unwrap(), Holds::Demo);
        assert!(matches!(fill(), Err(Refusal::Filled)));
        for login in town::POSTS.iter().map(|post| post.login).chain(["pracownik.1"]) {
            let body = json!({"login": login, "password": town::PASSWORD});
            let _ = app.anonymous().post("/api/v1/auth/login", &body).expect(200);
        }
    });
    each_app(|app| {
        let _ = app.account("prawdziwa", Role::Kierownik);
        assert_eq!(block_on(holds(&app.state.store)).unwrap(), Holds::Other);
        let refused = block_on(seed(&app.state.store, Wanted { households: 3, teams: 1, seed: 1 }, ARGON2_KIB));
        assert!(matches!(refused, Err(Refusal::OtherData)));
        assert_eq!((app.db().count("persons"), app.db().count("centre")), (0, 0));
    });
}

#[test]
fn the_worked_cases_are_played_from_the_application_to_the_payment() {
    for kind in kinds() {
        let app = TestApp::start_with(kind, |config| config.demo = true);
        block_on(seed(&app.state.store, Wanted { households: 2, teams: 1, seed: 1 }, ARGON2_KIB)).unwrap();
        let mut told = Vec::new();
        play(&format!("http://{}", app.address()), &mut told).unwrap();
        let told = String::from_utf8(told).unwrap();
        assert!(told.contains("art. 38 ust. 2 pkt 1 u.p.s.") && told.contains("Dz.U. 2024 poz. 1044"), "{told}");
        assert_eq!(app.db().count("payments WHERE state = 'exported'"), 3);
        assert_eq!(app.db().count("decisions WHERE status = 'delivered'"), 4);
    }
}
