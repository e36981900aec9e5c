use aludel::Table;

#[derive(Table)]
pub struct Team {
    pub id: i64,
}

#[derive(Table)]
pub struct User {
    #[column(references)]
    pub a: i64,
    #[column(references())]
    pub b: i64,
    #[column(references("teams.id"))]
    pub c: i64,
    #[column(references(Team))]
    pub d: i64,
    #[column(references(Team::id, on_delete))]
    pub e: i64,
    #[column(references(Team::id, match = ful))]
    pub f: i64,
}

fn main() {}
