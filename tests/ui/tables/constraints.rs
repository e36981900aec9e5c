use aludel::{Columns, Table};

#[derive(Columns)]
pub struct Timestamps {
    pub created_at: i64,
}

#[derive(Table)]
#[table(
    primary_key(columns(id)),
    unique(columns(emial)),
    unique(name = "nothing"),
    unique(columns("email")),
    unique(columns()),
    index(columns(email, email_address)),
    index(columns(email dsc)),
    index(columns("lower(email)")),
    foreign_key(columns(id, email), references(Team::id)),
    foreign_key(columns(id, email), references(Team::id, User::email)),
    check(name = "a", "id > 0"),
    check(name = "a", "id > 1"),
    check("id > 2"),
    check("id > 3"),
    mysql(engin = "InnoDB", charset),
    sqlite(strict = "yes"),
    oracle(tablespace = "x")
)]
pub struct User {
    #[column(primary_key)]
    pub id: i64,
    #[column(name = "email_address")]
    pub email: String,
}

#[derive(Table)]
pub struct Team {
    pub id: i64,
}

#[derive(Table)]
#[table(index(columns(updated_at)))]
pub struct Flattened {
    pub id: i64,
    #[column(flatten)]
    pub timestamps: Timestamps,
}

fn main() {}
