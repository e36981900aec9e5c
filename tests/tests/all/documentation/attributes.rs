//! The page of the attributes, made of what the derives say of themselves.

use std::path::Path;

/// The page, from the sources of the derives.
pub(super) fn page(sources: &Path) -> String {
    let sources = std::fs::read_to_string(sources).expect("the derives are read");
    let mut page = "# Attributes\n".to_owned();
    let mut documentation: Vec<&str> = Vec::new();
    for line in sources.lines() {
        if let Some(text) = line.strip_prefix("///") {
            documentation.push(text.strip_prefix(' ').unwrap_or(text));
        } else if let Some(derive) = line.strip_prefix("#[proc_macro_derive(") {
            let name = derive.split(',').next().expect("a derive has a name");
            page += &format!("\n## `#[derive({name})]`\n\n{}", section(&documentation));
        } else {
            documentation.clear();
        }
    }
    page.replace("(macro@Table)", "(#derivetable)")
}

/// What a derive says, one level deeper; its examples are compiled where they stand.
fn section(documentation: &[&str]) -> String {
    let mut text = String::new();
    let mut in_example = false;
    for line in documentation {
        match *line {
            "```" if !in_example => text += "```rust,ignore",
            heading if !in_example && heading.starts_with("# ") => text += &format!("##{heading}"),
            line => text += line,
        }
        in_example ^= *line == "```";
        text += "\n";
    }
    text
}
