//! What only the compiler sees, because it depends on types, stands on the attribute too.

use aludel::Table;

#[derive(Table)]
pub struct User {
    #[column(length = 5)]
    pub id: i64,
}

#[derive(Table)]
pub struct Team {
    #[column(primary_key)]
    pub id: Option<i64>,
}

#[derive(Table)]
pub struct Member {
    #[column(identity)]
    pub id: String,
}

#[derive(Table)]
pub struct Price {
    #[column(precision = 5)]
    pub amount: f64,
}

#[derive(Table)]
pub struct Word {
    #[column(char = 2)]
    pub letters: Vec<u8>,
}

#[derive(Table)]
pub struct Country {
    #[column(collation = "C")]
    pub area: f64,
}

fn main() {}
