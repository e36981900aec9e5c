use aludel::{Columns, Table};

#[derive(Columns)]
pub struct Timestamps {
    pub created_at: i64,
}

#[derive(Table)]
pub struct Team {
    #[column(primary_key)]
    pub id: i64,
    pub name: String,
    #[column(flatten)]
    pub timestamps: Timestamps,
}

#[derive(Table)]
pub struct User {
    #[column(references(Team::idd))]
    pub team_id: i64,
}

fn main() {}
