//! The command line of the shop's migrations: `cargo run -p shop --bin migrations -- --help`.

fn main() -> std::process::ExitCode {
    aludel_cli::main(&shop::MIGRATIONS)
}
