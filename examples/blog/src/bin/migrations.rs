//! The command line of the blog's migrations: `cargo run -p blog --bin migrations -- --help`.

fn main() -> std::process::ExitCode {
    aludel_cli::main(&blog::MIGRATIONS)
}
