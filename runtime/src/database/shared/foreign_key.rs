//! Foreign keys as clauses, in the standard's words (SQL:2016, 11.8); sea-query has no word for deferrable.

use crate::schema::{Action, Deferrable, ForeignKey, Text};

/// `CONSTRAINT … FOREIGN KEY … REFERENCES …`, as it stands in `CREATE TABLE` and after `ADD`;
/// `references` is the referenced table as the database writes it.
pub(in crate::database) fn foreign_key_clause(
    key: &ForeignKey,
    references: &str,
    quote: impl Fn(&str) -> String,
) -> String {
    let list = |names: &[Text]| names.iter().map(|name| quote(name)).collect::<Vec<_>>().join(", ");
    let mut clause = format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {references} ({})",
        quote(&key.name),
        list(&key.columns),
        list(&key.referenced_columns),
    );
    if key.match_full {
        clause.push_str(" MATCH FULL");
    }
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        let action = match action {
            // What every database does by itself.
            Action::NoAction => continue,
            Action::Restrict => "RESTRICT",
            Action::Cascade => "CASCADE",
            Action::SetNull => "SET NULL",
            Action::SetDefault => "SET DEFAULT",
        };
        clause.push_str(&format!(" ON {event} {action}"));
    }
    clause + deferrable_words(key.deferrable)
}

/// The words after a constraint that say when it is checked, with a space before them.
pub(in crate::database) const fn deferrable_words(deferrable: Option<Deferrable>) -> &'static str {
    match deferrable {
        None => "",
        Some(Deferrable::InitiallyImmediate) => " DEFERRABLE INITIALLY IMMEDIATE",
        Some(Deferrable::InitiallyDeferred) => " DEFERRABLE INITIALLY DEFERRED",
    }
}
