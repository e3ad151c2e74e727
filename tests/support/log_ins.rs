//! More roles and more log-ins for people who have one already.

use domain::kernel::day::{DayRange, OPEN_END};
use domain::kernel::ids::{RoleGrantId, UserId};
use domain::platform::access::Grant;
use domain::platform::role::Role;
use domain::platform::staff::{Login, User};
use persistence::platform::journal::Events;
use persistence::platform::users::{self, HeldRole};

use crate::{Client, Staff, TestApp};

impl TestApp {
    /// Gives a log-in one more role in the whole centre, and logs it in.
    pub fn also(&self, user: UserId, role: Role) -> Client {
        self.store(move |tx| {
            let range = DayRange::half_open("2000-01-01".parse().unwrap(), OPEN_END).unwrap();
            let id = RoleGrantId::new(tx.context().ids.next());
            users::grant(tx, user, &HeldRole { id, grant: Grant { role, unit: None, range } })?;
            Ok(((), Events::one("user.role_granted", users::subject(user), 2)))
        });
        self.log_in(user)
    }

    /// Another log-in of an employee, with a role in the whole centre.
    pub fn second_log_in(&self, staff: &Staff, role: Role) -> Client {
        let employee = staff.employee;
        let user = self.store(move |tx| {
            let user = User {
                id: UserId::new(tx.context().ids.next()),
                version: 1,
                login: Login::try_from("drugie.konto".to_owned()).unwrap(),
                employee: Some(employee),
                password_hash: String::new(),
                must_change_password: false,
                blocked: false,
            };
            users::insert(tx, &user)?;
            Ok((user.id, Events::one("user.created", users::subject(user.id), 1)))
        });
        self.also(user, role)
    }
}
