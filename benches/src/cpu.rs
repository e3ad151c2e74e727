//! CPU time of processes, from `/proc`.

use std::time::Duration;

/// How long a tick of `/proc/<pid>/stat` is: `CLK_TCK` is 100 on every Linux that Rust runs on.
const TICK: Duration = Duration::from_millis(10);

/// User and system time that a process has used.
///
/// # Panics
/// When there is no such process.
#[must_use]
pub fn of_process(id: u32) -> Duration {
    let text = std::fs::read_to_string(format!("/proc/{id}/stat")).expect("a process");
    ticks(&text)
}

/// User and system time that all processes of a name have used.
///
/// # Panics
/// When `/proc` cannot be read.
#[must_use]
pub fn of_all(name: &str) -> Duration {
    let named = format!("({name})");
    let entries = std::fs::read_dir("/proc").expect("processes");
    let stats = entries.filter_map(|entry| std::fs::read_to_string(entry.ok()?.path().join("stat")).ok());
    stats.filter(|stat| stat.contains(&named)).map(|stat| ticks(&stat)).sum()
}

fn ticks(stat: &str) -> Duration {
    // The name, in parentheses, may hold blanks; `utime` and `stime` are the 12th and 13th fields after it.
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let used = after.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u32>().ok());
    TICK * used.sum::<u32>()
}
