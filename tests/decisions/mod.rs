//! Administrative decisions.

use domain::kernel::day::{DayRange, OPEN_END};
use domain::kernel::ids::{RoleGrantId, UserId};
use domain::platform::access::Grant;
use domain::platform::role::Role;
use persistence::platform::journal::Events;
use persistence::platform::users::{self, HeldRole};
use support::{Client, TestApp};

mod delivery;
mod drafting;
mod grounds;
mod way;

/// The same user gets one more role, in the whole centre.
fn also(app: &TestApp, user: UserId, role: Role) -> Client {
    app.store(move |tx| {
        let range = DayRange::half_open("2000-01-01".parse().unwrap(), OPEN_END).unwrap();
        let id = RoleGrantId::new(tx.context().ids.next());
        users::grant(tx, user, &HeldRole { id, grant: Grant { role, unit: None, range } })?;
        Ok(((), Events::one("user.role_granted", users::subject(user), 2)))
    });
    app.log_in(user)
}
