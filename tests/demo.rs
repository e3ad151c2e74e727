//! Demo mode: a clock that moves, and only there.

use domain::platform::role::Role;
use persistence::testing::kinds;
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
