//! Names and literals as PostgreSQL reads them.

use crate::schema::{QualifiedName, Text};

/// The character around names.
pub(super) const QUOTE: char = '"';

/// `name` in quotes; always, so that no name is folded or taken for a keyword (manual, section 4.1.1).
pub(super) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// `name` in quotes, in its schema where it has one.
pub(super) fn qualified(name: &QualifiedName) -> String {
    in_schema_of(name, &name.name)
}

/// `name` in the schema that holds `neighbour`: where an index of a table is found.
pub(super) fn in_schema_of(neighbour: &QualifiedName, name: &str) -> String {
    match &neighbour.schema {
        Some(schema) => format!("{}.{}", quote(schema), quote(name)),
        None => quote(name),
    }
}

/// `names` in quotes, with commas between.
pub(super) fn quoted_list(names: &[Text]) -> String {
    names.iter().map(|name| quote(name)).collect::<Vec<_>>().join(", ")
}

/// `text` as a string literal that means the same whatever `standard_conforming_strings` says
/// (manual, section 4.1.2.2).
pub(super) fn literal(text: &str) -> String {
    let doubled = text.replace('\'', "''");
    if text.contains('\\') { format!("E'{}'", doubled.replace('\\', "\\\\")) } else { format!("'{doubled}'") }
}

/// `texts` as string literals, with commas between.
pub(super) fn literal_list(texts: &[Text]) -> String {
    texts.iter().map(|text| literal(text)).collect::<Vec<_>>().join(", ")
}

/// `ALTER TABLE` with all of `clauses`, a line each where they are several.
pub(super) fn alter_table(table: &QualifiedName, clauses: &[String]) -> String {
    let table = qualified(table);
    match clauses {
        [clause] => format!("ALTER TABLE {table} {clause}"),
        clauses => format!("ALTER TABLE {table}\n    {}", clauses.join(",\n    ")),
    }
}
