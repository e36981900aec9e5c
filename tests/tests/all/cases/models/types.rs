//! The Rust types that are columns.

use super::models;

models! {
    of_the_standard_library in "types"
    before {}
    after {
        #[derive(Table)]
        struct Standard {
            #[column(primary_key)]
            id: i64,
            a: bool,
            b: i8,
            c: i16,
            d: i32,
            e: f32,
            f: f64,
            g: String,
            h: Vec<u8>,
            i: Box<str>,
            j: std::borrow::Cow<'static, str>,
            k: std::sync::Arc<str>,
        }
    }
    .check()
}

models! {
    unsigned in "types"
    before {}
    after {
        #[derive(Table)]
        struct Unsigned {
            #[column(primary_key)]
            id: u64,
            a: u8,
            b: u16,
            c: u32,
        }
    }
    .check()
}

models! {
    of_chrono in "types"
    before {
        #[derive(Table)]
        struct Moment {
            #[column(primary_key)]
            id: i64,
            a: chrono::NaiveDate,
            b: chrono::NaiveTime,
            c: chrono::NaiveDateTime,
            d: chrono::DateTime<chrono::Utc>,
        }
    }
    after {
        #[derive(Table)]
        struct Moment {
            #[column(primary_key)]
            id: i64,
            a: Option<chrono::NaiveDate>,
            #[column(precision = 3)]
            b: chrono::NaiveTime,
            #[column(precision = 0)]
            c: chrono::NaiveDateTime,
            #[column(precision = 3)]
            d: Option<chrono::DateTime<chrono::FixedOffset>>,
        }
    }
    .check()
}

models! {
    of_time in "types"
    before {}
    after {
        #[derive(Table)]
        struct Moment {
            #[column(primary_key)]
            id: i64,
            a: time::Date,
            b: time::Time,
            #[column(default = sql("CURRENT_TIMESTAMP"))]
            c: time::PrimitiveDateTime,
            d: Option<time::OffsetDateTime>,
        }
    }
    .check()
}

models! {
    uuids_and_json in "types"
    before {
        #[derive(Table)]
        struct Document {
            #[column(primary_key)]
            id: uuid::Uuid,
            body: serde_json::Value,
        }
    }
    after {
        #[derive(Table)]
        struct Document {
            #[column(primary_key)]
            id: uuid::Uuid,
            body: Option<serde_json::Value>,
            typed: Option<sqlx::types::Json<Vec<i32>>>,
            other: Option<uuid::fmt::Hyphenated>,
        }
    }
    .check()
}

models! {
    decimals in "types"
    before {
        #[derive(Table)]
        struct Price {
            #[column(primary_key)]
            id: i64,
            #[column(precision = 10, scale = 2)]
            net: rust_decimal::Decimal,
            #[column(precision = 10)]
            whole: bigdecimal::BigDecimal,
        }
    }
    after {
        #[derive(Table)]
        struct Price {
            #[column(primary_key)]
            id: i64,
            #[column(precision = 12, scale = 2)]
            net: rust_decimal::Decimal,
            #[column(precision = 10, scale = 1)]
            whole: bigdecimal::BigDecimal,
        }
    }
    .rows(
        aludel::revision::on("postgres", "INSERT INTO price (id, net, whole) VALUES (1, 1.25, 7)")
            .on("mysql", "INSERT INTO price (id, net, whole) VALUES (1, 1.25, 7)"),
    )
    .finds("SELECT net, whole FROM price", &["1.25|7.0"])
    .check()
}

models! {
    of_the_network in "types"
    before {}
    after {
        #[derive(Table)]
        struct Host {
            #[column(primary_key)]
            id: i64,
            a: std::net::IpAddr,
            b: ipnetwork::IpNetwork,
            c: ipnet::IpNet,
            d: mac_address::MacAddress,
        }
    }
    .check()
}

models! {
    arrays in "types"
    before {
        #[derive(Table)]
        struct List {
            #[column(primary_key)]
            id: i64,
            words: Vec<String>,
        }
    }
    after {
        #[derive(Table)]
        struct List {
            #[column(primary_key)]
            id: i64,
            words: Option<Vec<String>>,
            #[column(default = sql("'{}'"))]
            numbers: Vec<i32>,
            ids: Option<Vec<uuid::Uuid>>,
        }
    }
    .rows(aludel::revision::on("postgres", "INSERT INTO list (id, words) VALUES (1, '{a,b}')"))
    .finds("SELECT words, numbers FROM list", &["{a,b}|{}"])
    .check()
}
