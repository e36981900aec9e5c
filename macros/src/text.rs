//! The lock's lines as far as attributes and the names of types give them away.
//!
//! A line that is known here and is the lock's own costs the compiler nothing. Every other one is
//! written by the library's `schema::text`, in a constant, and only that decides whether it drifts;
//! what a type's name promises is checked by a letter a column.

use syn::{GenericArgument, PathArguments, Type};

use crate::ast::{Field, Struct};
use crate::attr::Given;
use crate::attr::column::{ColumnAttributes, Default, Identity};
use crate::attr::constraint::{Action, Check, Deferrable, ForeignKey, Unique};
use crate::attr::index::{Index, KeyOf, KeyOptions};
use crate::attr::sqlx::Json;
use crate::lock::{name, quoted};

/// A type as its name promises it: the library's letter for it, and its text.
#[derive(Clone, Copy)]
struct Known(u8, &'static str);

/// Names of types and what they are nearly always; letters as in the library's `model::drift`.
const KNOWN: &[(&str, Known)] = &[
    ("bool", Known(b'b', "boolean")),
    ("i8", Known(b'y', "tinyint")),
    ("i16", Known(b's', "smallint")),
    ("i32", Known(b'i', "integer")),
    ("i64", Known(b'l', "bigint")),
    ("u8", Known(b'q', "tinyint unsigned")),
    ("u16", Known(b'k', "smallint unsigned")),
    ("u32", Known(b'g', "integer unsigned")),
    ("u64", Known(b'h', "bigint unsigned")),
    ("f32", Known(b'r', "real")),
    ("f64", Known(b'd', "double")),
    ("String", Known(b't', "text")),
    ("Decimal", Known(b'n', "decimal")),
    ("BigDecimal", Known(b'n', "decimal")),
    ("Date", Known(b'a', "date")),
    ("NaiveDate", Known(b'a', "date")),
    ("Time", Known(b'e', "time")),
    ("NaiveTime", Known(b'e', "time")),
    ("NaiveDateTime", Known(b'f', "timestamp")),
    ("PrimitiveDateTime", Known(b'f', "timestamp")),
    ("DateTime", Known(b'z', "timestamptz")),
    ("OffsetDateTime", Known(b'z', "timestamptz")),
    ("Uuid", Known(b'u', "uuid")),
    ("Json", Known(b'j', "json")),
    ("Value", Known(b'j', "json")),
];

/// A column's line, without its name, and the letter of its type, large where it holds NULL.
pub(crate) fn column(field: &Field) -> Option<(String, u8)> {
    let (known, nullable) = match field.json {
        Some(json) => (Known(b'j', "json"), json == Json::Nullable),
        None => known(&field.ty)?,
    };
    let column = &field.column;
    let (letter, mut line) = sized(known, column)?;
    line.push_str(if nullable { " null" } else { " not null" });
    if let Some(default) = &column.default {
        line.push_str(" default ");
        line.push_str(&match &default.value {
            Default::Boolean(value) => value.to_string(),
            Default::Integer(value) => value.to_string(),
            Default::Number(value) => value.clone(),
            Default::Text(value) => quoted(value),
            Default::Sql(value) => format!("sql {}", quoted(value)),
        });
    }
    match column.identity.as_ref().map(|given| given.value) {
        Some(Identity::ByDefault) => line.push_str(" identity"),
        Some(Identity::Always) => line.push_str(" identity always"),
        None => {}
    }
    if let Some(generated) = &column.generated {
        line.push_str(if generated.value.stored { " stored " } else { " virtual " });
        line.push_str(&quoted(&generated.value.expression.value()));
    }
    for (word, given) in [("collate", &column.collation), ("comment", &column.comment)] {
        if let Some(given) = given {
            line.push_str(&format!(" {word} {}", quoted(&given.value())));
        }
    }
    for (database, ty) in &column.native {
        line.push_str(&format!(" {database} {}", quoted(&ty.value())));
    }
    Some((line, if nullable { letter.to_ascii_uppercase() } else { letter }))
}

/// What a type's name promises, and whether it holds NULL.
fn known(ty: &Type) -> Option<(Known, bool)> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let ident = last.ident.to_string();
    match (ident.as_str(), argument(&last.arguments)) {
        ("Option", Some(inner)) => match known(inner)? {
            (known, false) => Some((known, true)),
            _ => None,
        },
        ("Vec", Some(Type::Path(inner))) if inner.path.is_ident("u8") => Some((Known(b'o', "blob"), false)),
        (ident, _) => {
            let found = KNOWN.iter().find(|(name, _)| *name == ident);
            found.map(|(_, known)| (*known, false))
        }
    }
}

fn argument(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// The type as attributes size it.
fn sized(Known(letter, text): Known, column: &ColumnAttributes) -> Option<(u8, String)> {
    let given = |given: &Option<Given<u32>>| given.as_ref().map(|given| given.value);
    match (letter, given(&column.length), given(&column.fixed), given(&column.precision)) {
        (_, None, None, None) => Some((letter, text.to_owned())),
        (b't', Some(length), None, None) => Some((b'v', format!("varchar({length})"))),
        (b'o', Some(length), None, None) => Some((b'w', format!("varbinary({length})"))),
        (b't', None, Some(length), None) => Some((b'c', format!("char({length})"))),
        (b'n', None, None, Some(precision)) => {
            let scale = given(&column.scale).unwrap_or(0);
            Some((b'm', format!("decimal({precision}, {scale})")))
        }
        _ => None,
    }
}

fn names(columns: &[&str]) -> String {
    format!("({})", columns.iter().map(|column| name(column)).collect::<Vec<_>>().join(", "))
}

/// A primary key's line.
pub(crate) fn primary_key(key: &str, columns: &[&str]) -> String {
    format!("primary_key {} {}", name(key), names(columns))
}

/// A unique constraint's line.
pub(crate) fn unique(constraint: &str, columns: &[&str], declared: &Unique) -> String {
    let nulls = if declared.nulls_not_distinct { " nulls not distinct" } else { "" };
    format!("unique {} {}{nulls}{}", name(constraint), names(columns), deferred(declared.deferrable))
}

fn deferred(deferrable: Option<Deferrable>) -> &'static str {
    match deferrable {
        None => "",
        Some(Deferrable::InitiallyImmediate) => " deferrable initially immediate",
        Some(Deferrable::InitiallyDeferred) => " deferrable initially deferred",
    }
}

/// A foreign key's line before and after what it references.
pub(crate) fn foreign_key(constraint: &str, columns: &[&str], declared: &ForeignKey) -> (String, String) {
    let before = format!("foreign_key {} {} references ", name(constraint), names(columns));
    let action = |when: &str, given: &Option<Given<Action>>| match given.as_ref().map(|given| given.value) {
        None | Some(Action::NoAction) => String::new(),
        Some(Action::Restrict) => format!(" on {when} restrict"),
        Some(Action::Cascade) => format!(" on {when} cascade"),
        Some(Action::SetNull) => format!(" on {when} set null"),
        Some(Action::SetDefault) => format!(" on {when} set default"),
    };
    let deleted = action("delete", &declared.on_delete);
    let updated = action("update", &declared.on_update);
    let matched = if declared.match_full == Some(true) { " match full" } else { "" };
    (before, format!("{matched}{deleted}{updated}{}", deferred(declared.deferrable)))
}

/// A check's line.
pub(crate) fn check(constraint: &str, declared: &Check) -> String {
    format!("check {} {}", name(constraint), quoted(&declared.expression.value()))
}

/// An index's line, unless it names columns of a flattened struct; `own` is the column it stands on.
pub(crate) fn index(item: &Struct, index: &str, declared: &Index, own: Option<&str>) -> Option<String> {
    let keys: Option<Vec<String>> = match own {
        Some(own) => Some(vec![key(name(own), &declared.own)]),
        None => (declared.columns.iter())
            .map(|column| match &column.of {
                KeyOf::Field(field) => Some(key(name(&item.field(field)?.name), &column.options)),
                KeyOf::Expression(text) => Some(key(quoted(&text.value()), &column.options)),
            })
            .collect(),
    };
    let kind = if declared.unique.is_some() { "unique_index" } else { "index" };
    let mut line = format!("{kind} {} ({})", name(index), keys?.join(", "));
    if let Some(method) = &declared.method {
        line.push_str(&format!(" using {}", name(&method.value())));
    }
    if !declared.include.is_empty() {
        let include: Option<Vec<&str>> =
            declared.include.iter().map(|field| Some(item.field(field)?.name.as_str())).collect();
        line.push_str(&format!(" include {}", names(&include?)));
    }
    if declared.nulls_not_distinct.is_some() {
        line.push_str(" nulls not distinct");
    }
    if let Some(predicate) = &declared.predicate {
        line.push_str(&format!(" where {}", quoted(&predicate.value())));
    }
    Some(line)
}

fn key(mut key: String, options: &KeyOptions) -> String {
    if let Some(length) = options.prefix_length {
        key.push_str(&format!("({length})"));
    }
    if let Some(class) = &options.operator_class {
        key.push_str(&format!(" {}", name(class)));
    }
    if options.descending {
        key.push_str(" desc");
    }
    match options.nulls_first {
        None => {}
        Some(true) => key.push_str(" nulls first"),
        Some(false) => key.push_str(" nulls last"),
    }
    key
}
