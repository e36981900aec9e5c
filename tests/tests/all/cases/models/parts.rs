//! Mixins, newtypes and what sqlx's attributes say.

use super::models;

models! {
    mixin_taken_in in "parts"
    before {
        #[derive(Table)]
        #[table(name = "posts")]
        struct Post {
            #[column(primary_key)]
            id: i64,
        }
    }
    after {
        #[derive(Columns)]
        struct Timestamps {
            #[column(default = 0)]
            created_at: i64,
            #[column(index)]
            updated_at: Option<i64>,
        }
        #[derive(Columns)]
        #[table(check("version > 0"))]
        struct Audited {
            #[column(default = 1)]
            version: i32,
            #[column(flatten)]
            timestamps: Timestamps,
        }
        #[derive(Table)]
        #[table(name = "posts")]
        struct Post {
            #[column(primary_key)]
            id: i64,
            #[column(flatten)]
            audited: Audited,
        }
    }
    .rows("INSERT INTO posts (id) VALUES (1)")
    .finds("SELECT id, version, created_at, updated_at FROM posts", &["1|1|0|NULL"])
    .check()
}

models! {
    mixin_of_two_models_changed in "parts"
    before {
        #[derive(Columns)]
        struct Counted {
            #[column(default = 0)]
            count: i16,
        }
        #[derive(Table)]
        struct First {
            #[column(primary_key)]
            id: i64,
            #[column(flatten)]
            counted: Counted,
        }
        #[derive(Table)]
        struct Second {
            #[column(primary_key)]
            id: i64,
            #[column(flatten)]
            counted: Counted,
        }
    }
    after {
        #[derive(Columns)]
        struct Counted {
            #[column(default = 0, check("count >= 0"))]
            count: i64,
        }
        #[derive(Table)]
        struct First {
            #[column(primary_key)]
            id: i64,
            #[column(flatten)]
            counted: Counted,
        }
        #[derive(Table)]
        struct Second {
            #[column(primary_key)]
            id: i64,
            #[column(flatten)]
            counted: Counted,
        }
    }
    .rows("INSERT INTO second (id) VALUES (1)")
    .finds("SELECT count FROM second", &["0"])
    .check()
}

models! {
    newtypes in "parts"
    before {
        #[derive(Table)]
        struct Parcel {
            #[column(primary_key)]
            id: i64,
            weight: i32,
        }
    }
    after {
        #[derive(Field)]
        struct ParcelId(i64);
        #[derive(Field)]
        struct Grams(i64);
        #[derive(Table)]
        struct Parcel {
            #[column(primary_key)]
            id: ParcelId,
            weight: Grams,
        }
    }
    .rows("INSERT INTO parcel (id, weight) VALUES (1, 500)")
    .finds("SELECT id, weight FROM parcel", &["1|500"])
    .check()
}

models! {
    attributes_of_sqlx in "parts"
    before {
        #[derive(Columns, sqlx::FromRow)]
        struct Address {
            #[column(length = 40)]
            street: String,
        }
        #[derive(Table, sqlx::FromRow)]
        #[sqlx(rename_all = "camelCase")]
        struct Customer {
            #[column(primary_key)]
            id: i64,
            #[column(length = 40)]
            first_name: String,
            #[sqlx(rename = "surname")]
            #[column(length = 40)]
            last_name: String,
            #[sqlx(flatten)]
            #[column(flatten)]
            address: Address,
            #[sqlx(skip)]
            #[column(skip)]
            cache: Vec<u8>,
        }
    }
    after {
        #[derive(Table, sqlx::FromRow)]
        #[sqlx(rename_all = "camelCase")]
        struct Customer {
            #[column(primary_key)]
            id: i64,
            #[column(length = 40)]
            first_name: String,
            #[sqlx(rename = "surname")]
            #[column(length = 60)]
            last_name: String,
            #[sqlx(skip)]
            #[column(skip)]
            cache: Vec<u8>,
        }
    }
    .check()
}
