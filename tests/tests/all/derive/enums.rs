//! Enums: the names and values that sqlx writes, whatever the case style.

use aludel::{Enum, Field, Table};
use sqlx::Encode;
use sqlx::sqlite::{Sqlite, SqliteArgumentsBuffer};

use super::models_of;

/// The value that sqlx writes.
fn written<T: for<'q> Encode<'q, Sqlite>>(value: &T) -> String {
    let mut buffer = SqliteArgumentsBuffer::default();
    let _ = value.encode_by_ref(&mut buffer).expect("an enum can be written");
    format!("{buffer:?}")
}

/// One enum a case style: each value must be the one that sqlx writes.
macro_rules! styles {
    ($($name:ident $style:literal [$($value:literal),*]),* $(,)?) => {$(
        #[derive(Enum, sqlx::Type, Clone, Copy)]
        #[sqlx(type_name = "style", rename_all = $style)]
        enum $name {
            Active,
            NotYet,
            Http2Server,
            XMLFile,
            #[sqlx(rename = "as it IS")]
            Renamed,
        }

        let values = <$name as Field>::VALUES;
        assert_eq!(values, [$($value),*, "as it IS"]);
        let variants = [$name::Active, $name::NotYet, $name::Http2Server, $name::XMLFile, $name::Renamed];
        for (variant, value) in variants.iter().zip(values) {
            assert!(written(variant).contains(&format!("{value:?}")), "{} is not {value}", written(variant));
        }
    )*};
}

#[test]
fn every_case_style() {
    styles! {
        Lower "lowercase" ["active", "notyet", "http2server", "xmlfile"],
        Snake "snake_case" ["active", "not_yet", "http2_server", "xml_file"],
        Upper "UPPERCASE" ["ACTIVE", "NOTYET", "HTTP2SERVER", "XMLFILE"],
        Screaming "SCREAMING_SNAKE_CASE" ["ACTIVE", "NOT_YET", "HTTP2_SERVER", "XML_FILE"],
        Kebab "kebab-case" ["active", "not-yet", "http2-server", "xml-file"],
        Camel "camelCase" ["active", "notYet", "http2Server", "xmlFile"],
        Pascal "PascalCase" ["Active", "NotYet", "Http2Server", "XmlFile"],
    }
}

#[derive(Enum, sqlx::Type)]
#[sqlx(type_name = "app.mood")]
#[aludel(renamed_from = "feeling")]
enum Mood {
    #[aludel(renamed_from = "Happy")]
    Good,
    Bad,
}

/// sqlx keeps an enum with a representation as a number.
#[derive(Enum, sqlx::Type)]
#[repr(i16)]
enum Level {
    Low = 1,
    High = 2,
}

#[derive(Table)]
struct Person {
    #[column(default = "Bad")]
    mood: Option<Mood>,
    moods: Vec<Mood>,
    #[column(default = 1)]
    level: Level,
}

#[test]
fn names_and_renames() {
    let models = models_of::<Person>();
    let enums: Vec<String> =
        models.schema.enums.values().map(|e| format!("{} {:?}", e.name, e.values)).collect();
    assert_eq!(enums, ["app.mood [\"Good\", \"Bad\"]"]);
    let before: Vec<String> =
        models.renames.enums.iter().map(|(after, before)| format!("{after} {before}")).collect();
    assert_eq!(before, ["app.mood app.feeling"]);
    let values: Vec<(&str, &str)> =
        models.renames.enum_values.iter().map(|((_, after), before)| (&**after, &**before)).collect();
    assert_eq!(values, [("Good", "Happy")]);
    assert_eq!(
        super::lines::<Person>(),
        [
            "column mood enum(app.mood) null default \"Bad\"",
            "column moods enum(app.mood)[] not null",
            "column level smallint not null default 1",
        ]
    );
}
