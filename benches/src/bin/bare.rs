//! `bare <database url> <address>`: the bare server that the service is compared with.
#![expect(clippy::expect_used, reason = "a bench stops at what it did not expect")]

use std::net::TcpListener;

fn main() {
    let mut words = std::env::args().skip(1);
    let (Some(database), Some(address)) = (words.next(), words.next()) else {
        panic!("expected a database url and an address");
    };
    let listener = TcpListener::bind(&address).expect("an address to listen on");
    benches::bare::serve(&database, listener).expect("the bare server ends well");
}
