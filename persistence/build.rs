//! Rebuilds the embedded migrations when a step is added or changed.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}
