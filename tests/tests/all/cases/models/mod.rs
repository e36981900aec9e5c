//! Changes between models as people write them: structs with derives, before and after.

/// Fields come, go and change.
mod columns;
/// Keys, references, checks and indexes by attribute.
mod constraints;
/// Derived enums.
mod enums;
/// Mixins, newtypes and what sqlx's attributes say.
mod parts;
/// `renamed_from`, on everything that takes it.
mod renames;
/// The Rust types that are columns.
mod types;

/// A case between the models of `before` and those of `after`; what follows completes it.
macro_rules! models {
    (
        $name:ident in $topic:literal
        before { $($before:item)* }
        after { $($after:item)* }
        $(. $method:ident ($($argument:expr),* $(,)?))*
    ) => {
        #[allow(dead_code, reason = "the fields of a model are read by its derive alone")]
        #[allow(clippy::duplicated_attributes, reason = "two constraints may name one column")]
        mod $name {
            mod before {
                #[allow(unused_imports, reason = "a case uses some of them")]
                use {super::super::*, aludel::{Columns, Enum, Field, Table}};
                $($before)*
            }
            mod after {
                #[allow(unused_imports, reason = "a case uses some of them")]
                use {super::super::*, aludel::{Columns, Enum, Field, Table}};
                $($after)*
            }

            #[test]
            fn check() {
                #[allow(unused_imports, reason = "a case uses some of them")]
                use super::*;
                let case = aludel_tests::case::case(concat!("models/", $topic, "/", stringify!($name)));
                case.models(module_path!())$(.$method($($argument),*))*;
            }
        }
    };
}

use models;
