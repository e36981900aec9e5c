//! The Rust that a project gets: its library's `migrations!()`, and the binary that runs the migrations.

/// The macro that embeds the revisions.
const EMBED: &str = "aludel::migrations!();";

/// The text of a library that embeds the revisions, from `before`; `None` where it does already.
pub(super) fn library(before: Option<&str>) -> Option<String> {
    let Some(before) = before else {
        return Some(format!("//! The models, and the migrations that follow them.\n\n{EMBED}\n"));
    };
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    if before.lines().filter(is_code).any(|line| line.contains("migrations!")) {
        return None;
    }
    // What stands after a module of tests is a lint's to find.
    let (code, tests) = match before.find("\n#[cfg(test)]\nmod ") {
        Some(at) => (&before[..at], &before[at + 1..]),
        None => (before, ""),
    };
    let parts = [code.trim_end(), EMBED, tests.trim_end()];
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n") + "\n")
}

/// The text of the binary that runs the migrations of the library `name`.
pub(super) fn binary(name: &str) -> String {
    format!(
        "//! The command line of the migrations: `cargo run --bin migrations -- --help`.\n\n\
         fn main() -> std::process::ExitCode {{\n    aludel_cli::main(&{name}::MIGRATIONS)\n}}\n"
    )
}

/// Whether `text` is a binary that runs migrations.
pub(super) fn is_binary(text: &str) -> bool {
    text.contains("aludel_cli::main")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_embed_the_revisions_once() {
        let check = |before: Option<&str>, expected: &str| {
            let after = library(before).expect("it does not embed them yet");
            assert_eq!(after, expected);
            assert_eq!(library(Some(&after)), None);
        };
        check(None, "//! The models, and the migrations that follow them.\n\naludel::migrations!();\n");
        check(Some(""), "aludel::migrations!();\n");
        check(Some("pub mod models;\n\n"), "pub mod models;\n\naludel::migrations!();\n");
        check(
            Some("// aludel::migrations!();\npub fn a() {}\n\n#[cfg(test)]\nmod tests {\n}\n"),
            "// aludel::migrations!();\npub fn a() {}\n\naludel::migrations!();\n\n#[cfg(test)]\nmod tests {\n}\n",
        );
        assert_eq!(
            library(Some("use aludel::migrations;\nmigrations!(with = [billing::MIGRATIONS]);\n")),
            None
        );
    }

    #[test]
    fn the_binary_is_recognised() {
        assert!(is_binary(&binary("my_app")) && !is_binary("fn main() {}\n"));
    }
}
