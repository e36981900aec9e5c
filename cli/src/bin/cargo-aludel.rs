//! `cargo aludel …`: sets a project up, and runs the migrations binary of one that is.

fn main() -> std::process::ExitCode {
    aludel_cli::cargo_main()
}
