//! What holds for every operation: refusals, limits, headers.

use std::io::{Read as _, Write as _};

use domain::platform::role::Role;
use support::{each_app, json};

const UNITS: &str = "/api/v1/org-units";

#[test]
fn bad_bodies_have_their_codes_and_change_nothing() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let before = app.db().count("org_units");
        let send = |body: &str| admin.send("POST", UNITS, "application/json", body.as_bytes());
        let deep = format!("{{\"symbol\":{}", "[".repeat(1000));
        for malformed in ["", "{", "nic", "{\"symbol\":\"A\",}", "\"\u{0}\"", "{\"symbol\":\"A\",\"name\":\"A\"} x"] {
            assert_eq!(send(malformed).problem(400), "malformed_json", "{malformed}");
        }
        let deep_code = send(&deep).problem(400);
        assert!(["malformed_json", "schema_violation"].contains(&deep_code.as_str()), "{deep_code}");
        let fault = |body: &str| send(body).fault(400);
        assert_eq!(fault("{\"name\":\"A\"}"), ("/symbol".to_owned(), "missing_field".to_owned()));
        assert_eq!(fault("{\"symbol\":7,\"name\":\"A\"}"), ("/symbol".to_owned(), "schema_violation".to_owned()));
        assert_eq!(
            fault("{\"symbol\":\"A\\u0000\",\"name\":\"A\"}"),
            ("/symbol".to_owned(), "schema_violation".to_owned())
        );
        assert_eq!(fault("{\"symbol\":\"A\",\"name\":\"a\\nb\"}"), ("/name".to_owned(), "schema_violation".to_owned()));
        assert_eq!(fault("{\"symbol\":\"A\",\"name\":\"A\",\"x\":1}").1, "unknown_field");
        assert_eq!(
            fault("{\"symbol\":\"A\",\"name\":\"A\",\"parentId\":\"x\"}"),
            ("/parentId".to_owned(), "schema_violation".to_owned())
        );
        assert_eq!(admin.send("POST", UNITS, "text/plain", b"{}").problem(415), "unsupported_media_type");
        let large = format!("{{\"symbol\":\"A\",\"name\":\"{}\"}}", "a".repeat(2 * 1024 * 1024));
        assert_eq!(send(&large).problem(413), "payload_too_large");
        assert_eq!(app.db().count("org_units"), before);
    });
}

#[test]
fn bad_parameters_are_named() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        for query in ["limit=-1", "limit=0", "limit=201", "limit=x", "limit=99999999999"] {
            assert_eq!(
                admin.get(&format!("{UNITS}?{query}")).fault(400),
                ("parameter:limit".to_owned(), "invalid_filter".to_owned()),
                "{query}"
            );
        }
        assert_eq!(admin.get(&format!("{UNITS}?cursor=%00")).problem(400), "invalid_cursor");
        assert_eq!(admin.get(&format!("{UNITS}?nonsense=1")).problem(400), "invalid_filter");
        for id in ["x", "12345678", "%00", "0", "01890a5dac96774bbcceb302099a8057"] {
            assert_eq!(admin.get(&format!("{UNITS}/{id}")).problem(404), "not_found", "{id}");
        }
        assert_eq!(
            admin
                .with("if-match", "3")
                .put(&format!("{UNITS}/01890a5d-ac96-774b-bcce-b302099a8057"), &json!({"symbol": "A", "name": "A"}))
                .problem(400),
            "schema_violation"
        );
    });
}

#[test]
fn an_unknown_path_and_a_wrong_method_are_told_apart() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        assert_eq!(admin.get("/api/v1/nonsense").problem(404), "not_found");
        let wrong = admin.send("DELETE", UNITS, "", &[]);
        assert_eq!(wrong.header("allow").as_deref(), Some("GET, POST"));
        assert_eq!(wrong.problem(405), "method_not_allowed");
        assert_eq!(admin.send("TRACE", UNITS, "", &[]).problem(405), "method_not_allowed");
    });
}

#[test]
fn refusals_speak_polish_and_english_on_demand() {
    each_app(|app| {
        let polish = app.anonymous().get(UNITS).expect(401);
        let english = app.anonymous().with("accept-language", "en-GB,en;q=0.9").get(UNITS).expect(401);
        assert_eq!(
            (polish.at("/title"), english.at("/title")),
            ("Brak uwierzytelnienia".to_owned(), "Not authenticated".to_owned())
        );
        assert_eq!(polish.at("/requestId"), polish.header("x-request-id").unwrap());
    });
}

#[test]
fn every_answer_has_its_headers() {
    each_app(|app| {
        let admin = app.staff(Role::AdministratorSystemu);
        let answer = admin.get(UNITS).expect(200);
        let expected = [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
        ];
        for (name, value) in expected {
            assert_eq!(answer.header(name).as_deref(), Some(value), "{name}");
        }
        assert!(answer.header("api-version").is_some());
    });
}

#[test]
fn a_body_that_never_ends_is_cut() {
    each_app(|app| {
        let token = "Authorization: Bearer x";
        let mut stream = std::net::TcpStream::connect(app.address()).unwrap();
        let head = format!(
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\n{token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = [0_u8; 12];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 408");
    });
}

#[test]
fn too_many_requests_are_turned_away() {
    for kind in persistence::testing::kinds() {
        let app = support::TestApp::start_with(kind, |config| config.rate_limit = 3);
        let answers: Vec<u16> = (0..20).map(|_| app.anonymous().get("/healthz").status).collect();
        assert!(answers.contains(&429) && answers.contains(&200), "{answers:?}");
    }
}

#[test]
fn every_answer_of_the_api_tells_what_may_still_be_asked() {
    for kind in persistence::testing::kinds() {
        let app = support::TestApp::start_with(kind, |config| config.rate_limit = 50);
        let answer = app.anonymous().get("/api/v1/openapi.json").expect(200);
        assert_eq!(answer.header("ratelimit-limit").as_deref(), Some("50"));
        assert!(answer.header("ratelimit-remaining").unwrap().parse::<u32>().unwrap() < 50);
        assert_eq!(answer.header("ratelimit-reset").as_deref(), Some("1"));
    }
}

#[test]
fn health_readiness_and_metrics_need_no_token() {
    each_app(|app| {
        let _ = app.anonymous().get("/healthz").expect(200);
        let ready = app.anonymous().get("/readyz").expect(200);
        assert_eq!(ready.at("/status"), "ready");
        let metrics = app.anonymous().get("/metrics").expect(200);
        assert!(metrics.text.contains("mops_http_requests_total"), "{}", metrics.text);
        let contract = app.anonymous().get("/api/v1/openapi.json").expect(200);
        assert_eq!(contract.at("/openapi"), "3.1.0");
    });
}
