//! The expressions whose text differs on the two sides, and the temporary tables that make the server spell them.

use std::collections::BTreeSet;

use crate::database::mysql::Mysql;
use crate::database::mysql::column::definition;
use crate::database::mysql::constraint::column_list;
use crate::database::mysql::options::{CHARSET, COLLATE, create_options};
use crate::database::mysql::words::{Word, words};
use crate::dialect::Dialect;
use crate::schema::{Column, ColumnType, DefaultValue, Literal, QualifiedName, Schema, Table, Text};

/// An expression that differs from the one at the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) table: QualifiedName,
    pub(super) part: Part,
}

/// What of a table an expression belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The default of the column, and what an update puts there.
    Default(Text),
    /// What the column is computed from.
    Generated(Text),
    /// The check of that name.
    Check(Text),
}

/// Finds the expressions of `expected` that differ from those of `actual`, and takes those over that differ in
/// quotes, blanks and the case of words only.
pub(super) fn questions(expected: &mut Schema, actual: &Schema) -> Vec<Question> {
    let mut questions = Vec::new();
    expected.tables.change_each(|table| {
        let Some(other) = actual.tables.get(&table.name) else { return };
        let columns: BTreeSet<String> =
            table.columns.iter().map(|column| column.name.to_lowercase()).collect();
        let mut ask = |part| questions.push(Question { table: table.name.clone(), part });
        for column in &mut table.columns {
            let Some(other) = other.column(&column.name) else { continue };
            if let (Some(generated), Some(other)) = (&mut column.generated, &other.generated)
                && generated.expression != other.expression
            {
                match same_words(&generated.expression, &other.expression, &columns) {
                    true => generated.expression = other.expression.clone(),
                    false => ask(Part::Generated(column.name.clone())),
                }
            }
            match (&column.default, &other.default) {
                (Some(default), Some(other)) if default == other => {}
                (Some(default), Some(other)) if is_shown_as(default, other) => {
                    column.default = Some(other.clone())
                }
                (Some(default), Some(_)) if is_spelled(column, default) => {
                    ask(Part::Default(column.name.clone()));
                }
                (Some(_), Some(_)) | (None, _) | (_, None) => {}
            }
        }
        for (name, check) in &mut table.checks {
            let Some(other) = other.checks.get(name).filter(|other| other.expression != check.expression)
            else {
                continue;
            };
            match same_words(&check.expression, &other.expression, &columns) {
                true => check.expression = other.expression.clone(),
                false => ask(Part::Check(name.clone())),
            }
        }
    });
    questions
}

/// Whether the catalogue, whose texts hold no character beyond U+FFFF, shows the text `default` as `shown`
/// (MySQL manual, section 12.2.2: metadata is kept in `utf8mb3`).
fn is_shown_as(default: &DefaultValue, shown: &DefaultValue) -> bool {
    match (default, shown) {
        (DefaultValue::Literal(Literal::Text(text)), DefaultValue::Literal(Literal::Text(shown))) => {
            is_lossy(text) && ["?", "????"].iter().any(|lost| lossy(text, lost) == **shown)
        }
        (
            DefaultValue::Literal(_) | DefaultValue::Sql(_),
            DefaultValue::Literal(_) | DefaultValue::Sql(_),
        ) => false,
    }
}

fn is_lossy(text: &str) -> bool {
    text.chars().any(|c| c > '\u{ffff}')
}

/// The text with `lost` in place of each character that metadata cannot hold.
fn lossy(text: &str, lost: &str) -> String {
    text.chars().map(|c| if c > '\u{ffff}' { lost.to_owned() } else { c.to_string() }).collect()
}

/// Whether the server would show the default as text that says all of it: literals of bytes it would not.
fn is_spelled(column: &Column, default: &DefaultValue) -> bool {
    let of_bytes = matches!(column.ty, ColumnType::Uuid | ColumnType::Varbinary(_) | ColumnType::Blob);
    !of_bytes || matches!(default, DefaultValue::Sql(_))
}

/// Whether two expressions are the same words: names of columns may be quoted or not (MySQL manual, section 11.2),
/// and parentheses around the whole say nothing.
fn same_words(one: &str, other: &str, columns: &BTreeSet<String>) -> bool {
    let plain = |sql| {
        let mut words = words(sql)?;
        for word in &mut words {
            match word {
                Word::Bare(name) if columns.contains(name) => *word = Word::Name(std::mem::take(name)),
                Word::Name(name) => *name = name.to_lowercase(),
                Word::Bare(_) | Word::Text(_) | Word::Number(_) | Word::Sign(_) => {}
            }
        }
        Some(words)
    };
    plain(one).is_some_and(|words| Some(words) == plain(other))
}

/// The name of the temporary table number `at`.
pub(super) fn table_name(at: usize) -> String {
    format!("`aludel_canonical_{at}`")
}

/// The name that the check of the question number `at` has in its temporary table.
pub(super) fn check_name(at: usize) -> String {
    format!("aludel_check_{at}")
}

/// `CREATE TEMPORARY TABLE` for the questions of one table, which are numbered from `first`.
///
/// `None` when nothing can be asked: a column has no type that MySQL knows.
pub(super) fn create(
    schema: &Schema,
    table: &Table,
    at: usize,
    questions: &[Question],
    first: usize,
) -> Option<String> {
    let mut named = BTreeSet::new();
    let mut asked = BTreeSet::new();
    let mut checks = Vec::new();
    for (number, question) in (first..).zip(questions) {
        let expression = match &question.part {
            Part::Default(name) | Part::Generated(name) => {
                asked.insert(name);
                named.insert(name.to_lowercase());
                let column = table.column(name)?;
                let default = column.default.as_ref().and_then(DefaultValue::expression);
                column.generated.as_ref().map(|generated| generated.expression.clone()).or(default)
            }
            Part::Check(name) => {
                let expression = table.checks.get(name)?.expression.clone();
                let name = Mysql.quote(&check_name(number));
                checks.push(format!("CONSTRAINT {name} CHECK ({expression})"));
                Some(expression)
            }
        };
        named.extend(names(&expression.unwrap_or_default()));
    }
    let mut bare = Table::new(table.name.clone());
    for column in table.columns.iter().filter(|column| named.contains(&column.name.to_lowercase())) {
        let plain = match asked.contains(&column.name) {
            true => Column { identity: None, comment: None, ..column.clone() },
            false => Column {
                native: column.native.clone(),
                collation: column.collation.clone(),
                nullable: true,
                ..Column::new(column.name.clone(), column.ty.clone())
            },
        };
        bare.columns.push(plain);
    }
    for option in table.options.iter().filter(|option| [CHARSET, COLLATE].contains(&&*option.name)) {
        bare.set_option(&option.database, &option.name, Some(option.value.clone()));
    }
    let mut clauses = Vec::new();
    for column in &bare.columns {
        clauses.push(definition(&bare, column, schema).ok()?);
    }
    if clauses.is_empty() {
        clauses.push(format!("{} int", column_list(&["aludel".into()])));
    }
    clauses.extend(checks);
    let options = create_options(&bare).ok()?;
    Some(format!("CREATE TEMPORARY TABLE {} (\n{}\n){options}", table_name(at), clauses.join(",\n")))
}

/// The names that `expression` may name columns by, in lower case.
fn names(expression: &str) -> Vec<String> {
    let name = |word| match word {
        Word::Bare(name) => Some(name),
        // A string in double quotes may be a name, by the session's mode.
        Word::Name(name) | Word::Text(name) => Some(name.to_lowercase()),
        Word::Number(_) | Word::Sign(_) => None,
    };
    words(expression).unwrap_or_default().into_iter().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words() {
        let columns = BTreeSet::from(["x".to_owned(), "y".to_owned()]);
        let same = |one, other| same_words(one, other, &columns);
        assert!(same("X > 0 AND y LIKE '%@%'", "`x` > 0 and `y` like '%@%'"));
        assert!(!same("current_date > x", "`current_date` > `x`"));
        assert!(!same("y = 'A'", "`y` = 'a'"));
        assert!(!same("x > 0", "`x` > 1"));
    }
}
