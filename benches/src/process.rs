//! The built `mops`, started and killed.

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The log-in that [`Home::new`] makes.
pub const LOGIN: &str = "administrator";
/// Its password.
pub const PASSWORD: &str = "haslo-do-prob-awarii";

/// Where a service under test lives: its binary, its database, its key, its port.
#[derive(Debug)]
pub struct Home {
    binary: PathBuf,
    folder: tempfile::TempDir,
    database: String,
    port: u16,
}

/// A service that runs; dropping it kills it.
#[derive(Debug)]
pub struct Running {
    child: Child,
}

impl Home {
    /// Prepares a service: schema, signing key, administrator. `database` is a URL, or empty for a new SQLite file.
    ///
    /// # Panics
    /// When the binary cannot do it.
    #[must_use]
    pub fn new(binary: &Path, database: &str) -> Self {
        let home = Self::bare(binary, database);
        home.make_key();
        assert!(home.command(&["migrate"]).status().expect("a migration").success());
        let mut add = home.command(&["user", "add", LOGIN]);
        let mut add = add.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("a user");
        add.stdin.take().expect("a pipe").write_all(PASSWORD.as_bytes()).expect("a password");
        assert!(add.wait().expect("an end").success());
        home
    }

    /// Prepares a demonstration with so many teams and nobody in it.
    ///
    /// # Panics
    /// When the binary cannot do it.
    #[must_use]
    pub fn demo(binary: &Path, database: &str, teams: u32) -> Self {
        let home = Self::bare(binary, database);
        home.make_key();
        let teams = teams.to_string();
        let seed = home.command(&["demo", "seed", "--households", "0", "--teams", &teams]).output().expect("a seed");
        assert!(seed.status.success(), "{}", String::from_utf8_lossy(&seed.stderr));
        home
    }

    /// A place for a service, with nothing in it yet.
    fn bare(binary: &Path, database: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("mops.db");
        let database = if database.is_empty() { format!("sqlite:{}", file.display()) } else { database.to_owned() };
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        Self { binary: binary.to_owned(), folder, database, port }
    }

    fn make_key(&self) {
        let key = self.command(&["key"]).output().expect("a signing key");
        std::fs::write(self.key(), key.stdout).expect("a key file");
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("key.pem")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        self.dress(&mut command);
        command.args(arguments);
        command
    }

    fn dress(&self, command: &mut Command) {
        command
            .env("DATABASE_URL", &self.database)
            .env("LISTEN", format!("127.0.0.1:{}", self.port))
            .env("TOKEN_KEY_FILE", self.key())
            .env("RATE_LIMIT", "1000000")
            .env("LOGIN_RATE_LIMIT", "1000000")
            .env("RUST_LOG", "error");
    }

    /// The database's URL.
    #[must_use]
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The service's address.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts the service and waits until it is ready. Returns how long that took.
    ///
    /// # Panics
    /// When it is not ready within ten seconds.
    #[must_use]
    pub fn start(&self) -> (Running, Duration) {
        self.launch(self.command(&["serve"]))
    }

    /// Starts the demonstration that [`Home::demo`] prepared.
    ///
    /// # Panics
    /// As [`Home::start`].
    #[must_use]
    pub fn start_demo(&self) -> Running {
        self.launch(self.command(&["serve", "--demo"])).0
    }

    /// Where the service listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port))
    }

    /// Starts the bare server on the same database and waits until it listens.
    ///
    /// # Panics
    /// When it does not within ten seconds.
    #[must_use]
    pub fn start_bare(&self, bare: &Path) -> Running {
        let mut command = Command::new(bare);
        command.arg(&self.database).arg(self.address().to_string());
        let started = Instant::now();
        let running = Running { child: command.spawn().expect("the bare server starts") };
        while TcpStream::connect(self.address()).is_err() {
            assert!(started.elapsed() < Duration::from_secs(10), "not ready within ten seconds");
            std::thread::sleep(Duration::from_millis(5));
        }
        running
    }

    /// Starts the service under `strace`, which writes its system calls to `log`.
    ///
    /// # Panics
    /// When it is not ready within ten seconds, or `strace` is missing.
    #[must_use]
    pub fn start_traced(&self, log: &Path) -> Running {
        let mut command = Command::new("strace");
        let calls = "trace=fsync,fdatasync,recvfrom,sendto,write,writev";
        command.args(["-f", "-ttt", "-s", "40", "-e", calls, "-o"]).arg(log).arg(&self.binary).arg("serve");
        self.dress(&mut command);
        self.launch(command).0
    }

    fn launch(&self, mut command: Command) -> (Running, Duration) {
        let started = Instant::now();
        let running = Running { child: command.spawn().expect("the service starts") };
        while !self.ready() {
            assert!(started.elapsed() < Duration::from_secs(10), "not ready within ten seconds");
            std::thread::sleep(Duration::from_millis(5));
        }
        (running, started.elapsed())
    }

    fn ready(&self) -> bool {
        // A plain connection first: the client would wait longer for a port that nobody listens on.
        TcpStream::connect(("127.0.0.1", self.port)).is_ok()
            && ureq::get(format!("{}/readyz", self.base())).call().is_ok_and(|answer| answer.status() == 200)
    }
}

impl Running {
    /// The id of the process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills the process as a power failure would: no handler runs.
    ///
    /// # Panics
    /// When the operating system refuses.
    pub fn kill(mut self) {
        self.child.kill().expect("a kill");
        self.child.wait().expect("an end");
    }

    /// Asks the process to end, and waits.
    ///
    /// # Panics
    /// When the operating system refuses.
    pub fn stop(mut self) {
        let id = self.child.id().to_string();
        // Under `strace` the service is the child of our child, and `strace` ends with it.
        let child = Command::new("pkill").args(["-TERM", "-P", &id]).status();
        let told = child.is_ok_and(|status| status.success())
            || Command::new("kill").args(["-TERM", &id]).status().is_ok_and(|status| status.success());
        assert!(told, "no signal reached the service");
        self.child.wait().expect("an end");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}
