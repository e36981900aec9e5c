//! Models by derive, and the schema they add up to.
#![allow(dead_code, reason = "models are read by their derives only")]

mod columns;
mod enums;
mod errors;
mod mixins;
mod sqlx_attributes;
mod table;
mod types;

use aludel::Table;
use aludel::model::{Models, RegisteredEnum, schema_of};

/// The schema of one model, with the enums of this module: other tests have others of the same names.
fn models_of<T: Table>() -> Models {
    let enums = aludel::model::build::inventory::iter::<RegisteredEnum>.into_iter();
    let enums = enums.map(|registered| registered.0());
    let enums = enums.filter(|model| model.source.module.starts_with(module_path!()));
    schema_of([T::model()], enums).expect("the model adds up")
}

/// The lines of one model's table, as `schema.lock` has them, but columns in the order of the fields.
fn lines<T: Table>() -> Vec<String> {
    let models = models_of::<T>();
    let table = &models.schema.tables[&T::NAME];
    let columns = table.columns.iter().map(|column| format!("column {} {column}", column.name));
    let constraints = table.constraints().map(|constraint| constraint.to_string());
    let indexes = table.indexes.values().map(ToString::to_string);
    let options = table.options.iter().map(|option| format!("{option:?}"));
    columns.chain(constraints).chain(indexes).chain(options).collect()
}
