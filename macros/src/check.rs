//! What attributes say of each other: contradictions, unknown fields, names given twice.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};
use syn::LitStr;

use crate::ast::{Enumeration, Field, Struct};
use crate::attr::constraint::{Check, ForeignKey};
use crate::attr::index::{Index, KeyOf};
use crate::attr::plain;
use crate::errors::{Errors, suggestion};

/// The longest name, in bytes, that every supported database keeps whole; the library has the same number.
const MAX_NAME_LENGTH: usize = 63;

/// Checks a struct of columns.
pub(crate) fn check_struct(item: &Struct, errors: &mut Errors) {
    check_generics(item, errors);
    check_names(item, errors);
    for field in item.fields.iter().filter(|field| !field.flatten) {
        check_field(field, errors);
    }
    check_table(item, errors);
    if item.fields.is_empty() && errors.is_empty() {
        errors.push(item.ident.span(), "no field of this struct is a column");
    }
}

fn check_generics(item: &Struct, errors: &mut Errors) {
    if item.mixin {
        return;
    }
    for param in item.generics.params.iter() {
        let ident = match param {
            syn::GenericParam::Lifetime(_) => continue,
            syn::GenericParam::Type(param) => &param.ident,
            syn::GenericParam::Const(param) => &param.ident,
        };
        errors.push(ident.span(), "a table is one type: only a struct of columns may be generic");
    }
}

fn check_names(item: &Struct, errors: &mut Errors) {
    let mut seen: BTreeMap<&str, &Field> = BTreeMap::new();
    for field in item.fields.iter().filter(|field| !field.flatten) {
        let span = field.column.name.as_ref().map_or(field.span(), LitStr::span);
        if let Some(first) = seen.insert(&field.name, field) {
            errors.push(
                span,
                format!("the column `{}` is also that of the field `{}`", field.name, first.ident),
            );
        }
        check_length(&field.name, span, errors);
        if let Some(before) = &field.column.renamed_from
            && before.value() == field.name
        {
            errors.push(before.span(), "this is the name that the column has now");
        }
    }
    let table = &item.table;
    let span = table.name.as_ref().map_or(item.ident.span(), LitStr::span);
    check_length(&item.name.1, span, errors);
    if let Some(before) = &table.renamed_from
        && (before.value() == item.name.1 || before.value() == item.display_name())
    {
        errors.push(before.span(), "this is the name that the table has now");
    }
    let columns = || item.fields.iter().map(|field| &field.column);
    // A key is an index too; a foreign key or a check may have the name of an index, as MySQL's often have.
    let keys = (table.uniques.iter().filter_map(|unique| unique.name.as_ref()))
        .chain(table.primary_key.iter().filter_map(|key| key.name.as_ref()))
        .chain(columns().flat_map(|column| &column.uniques).filter_map(|unique| unique.name.as_ref()));
    let indexes = (table.indexes.iter())
        .chain(columns().flat_map(|column| &column.indexes))
        .filter_map(|index| index.name.as_ref());
    let others = (table.checks.iter().filter_map(|check| check.name.as_ref()))
        .chain(table.foreign_keys.iter().filter_map(|key| key.name.as_ref()))
        .chain(columns().flat_map(|column| &column.checks).filter_map(|check| check.name.as_ref()))
        .chain(columns().flat_map(|column| &column.references).filter_map(|key| key.name.as_ref()));
    let (mut of_indexes, mut of_constraints) = (BTreeSet::new(), BTreeSet::new());
    let names = keys.map(|name| (name, true, true));
    let names = names.chain(indexes.map(|name| (name, true, false)));
    for (name, is_index, is_constraint) in names.chain(others.map(|name| (name, false, true))) {
        check_length(&name.value(), name.span(), errors);
        let twice = (is_index && !of_indexes.insert(name.value()))
            | (is_constraint && !of_constraints.insert(name.value()));
        if twice {
            errors.push(name.span(), format!("two constraints or indexes are named `{}`", name.value()));
        }
    }
}

fn check_length(name: &str, span: Span, errors: &mut Errors) {
    if name.len() > MAX_NAME_LENGTH {
        let message = format!(
            "this name has {} bytes; PostgreSQL keeps {MAX_NAME_LENGTH} of them, and MySQL refuses it",
            name.len()
        );
        errors.push(span, message);
    }
}

fn check_field(field: &Field, errors: &mut Errors) {
    let column = &field.column;
    let mut apart = |a: Option<Span>, a_name: &str, b: Option<Span>, b_name: &str| {
        if let (Some(_), Some(span)) = (a, b) {
            errors.push(span, format!("`{b_name}` does not go with `{a_name}`"));
        }
    };
    let length = column.length.as_ref().map(|given| given.span);
    let fixed = column.fixed.as_ref().map(|given| given.span);
    let precision = column.precision.as_ref().map(|given| given.span);
    let default = column.default.as_ref().map(|given| given.span);
    let identity = column.identity.as_ref().map(|given| given.span);
    let generated = column.generated.as_ref().map(|given| given.span);
    apart(length, "length", fixed, "char");
    apart(length, "length", precision, "precision");
    apart(fixed, "char", precision, "precision");
    apart(identity, "identity", default, "default");
    apart(generated, "generated", default, "default");
    apart(generated, "generated", identity, "identity");
    for (given, name) in
        [(&column.length, "length"), (&column.fixed, "char"), (&column.precision, "precision")]
    {
        if let Some(given) = given
            && given.value == 0
            && name != "precision"
        {
            errors.push(given.span, format!("`{name}` must be at least 1"));
        }
    }
    if let (Some(scale), None) = (&column.scale, &column.precision) {
        errors.push(scale.span, "`scale` needs `precision`, the number of digits in all");
    }
    for index in &column.indexes {
        check_index(index, errors);
    }
    check_unnamed(&column.checks, errors);
}

/// The name by convention is good for one check.
fn check_unnamed(checks: &[Check], errors: &mut Errors) {
    for check in checks.iter().filter(|check| check.name.is_none()).skip(1) {
        let message = "a second check needs a name: `check(name = \"…\", \"…\")`";
        errors.push(check.key.span(), message);
    }
}

fn check_table(item: &Struct, errors: &mut Errors) {
    let table = &item.table;
    if let Some(key) = &table.primary_key {
        check_columns(item, &key.columns, errors);
        for field in &item.fields {
            if let Some(marked) = &field.column.primary_key
                && !key.columns.is_empty()
            {
                let message = "the table's `primary_key` already says its columns";
                errors.push(marked.span(), message);
            }
        }
        if key.columns.is_empty() && key.name.is_none() {
            errors.push(key.key.span(), "`primary_key` needs `columns(…)`, `name = \"…\"`, or both");
        }
    }
    for unique in &table.uniques {
        check_columns(item, &unique.columns, errors);
    }
    for index in &table.indexes {
        for column in &index.columns {
            if let KeyOf::Field(field) = &column.of {
                check_column(item, field, errors);
            }
        }
        check_index(index, errors);
    }
    for field in item.fields.iter().flat_map(|field| &field.column.indexes).chain(&table.indexes) {
        check_columns(item, &field.include, errors);
    }
    for key in &table.foreign_keys {
        check_columns(item, &key.columns, errors);
        check_one_model(key, errors);
    }
    check_unnamed(&table.checks, errors);
    for option in &table.options {
        let valued = !matches!(option.name.as_str(), "strict" | "without_rowid" | "unlogged");
        if valued == option.value.is_empty() {
            let name = &option.name;
            let message = match valued {
                true => format!("`{name}` needs a value: `{name} = \"…\"`"),
                false => format!("`{name}` takes no value"),
            };
            errors.push(option.key.span(), message);
        }
    }
}

fn check_index(index: &Index, errors: &mut Errors) {
    if let (Some(span), None) = (index.nulls_not_distinct, index.unique) {
        errors.push(span, "`nulls_not_distinct` goes with `unique` indexes only");
    }
}

fn check_columns(item: &Struct, fields: &[Ident], errors: &mut Errors) {
    for (i, field) in fields.iter().enumerate() {
        check_column(item, field, errors);
        if fields[..i].contains(field) {
            errors.push(field.span(), format!("`{field}` is given twice"));
        }
    }
}

/// A field of a flattened struct is looked up by the compiler instead.
fn check_column(item: &Struct, field: &Ident, errors: &mut Errors) {
    if item.field(field).is_some() || item.flattens() {
        return;
    }
    let name = plain(field);
    let fields: Vec<String> = item.fields.iter().map(|field| plain(&field.ident)).collect();
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let hint = match item.fields.iter().find(|field| field.name == name) {
        Some(named) => format!("; columns are given by their fields: `{}`", named.ident),
        None => suggestion(&name, &fields),
    };
    errors.push(field.span(), format!("no field `{name}` in `{}`{hint}", item.ident));
}

fn check_one_model(key: &ForeignKey, errors: &mut Errors) {
    let Some(first) = key.references.first() else { return };
    for other in &key.references[1..] {
        if other.shown() != first.shown() {
            errors.push(other.field.span(), "a foreign key references one model");
        }
    }
}

/// Checks an enum.
pub(crate) fn check_enum(item: &Enumeration, errors: &mut Errors) {
    if let Some(param) = item.generics.params.first() {
        errors.add(syn::Error::new_spanned(param, "an enum that is a column's type is not generic"));
    }
    if let Some(before) = &item.renamed_from
        && before.value() == item.name.1
    {
        errors.push(before.span(), "this is the name that the enum has now");
    }
    check_length(&item.name.1, item.ident.span(), errors);
    let mut seen: BTreeMap<&str, &Ident> = BTreeMap::new();
    for variant in &item.variants {
        if let Some(first) = seen.insert(&variant.value, &variant.ident) {
            let message = format!("the value \"{}\" is also that of `{first}`", variant.value);
            errors.push(variant.ident.span(), message);
        }
        check_length(&variant.value, variant.ident.span(), errors);
    }
    for variant in &item.variants {
        if let Some(before) = &variant.renamed_from
            && let Some(other) = seen.get(before.value().as_str())
        {
            errors.push(before.span(), format!("this is the value that `{other}` has now"));
        }
    }
}
