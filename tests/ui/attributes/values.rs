use aludel::Table;

#[derive(Table)]
pub struct User {
    #[column(identity = allways)]
    pub id: i64,
    #[column(references(Team::id, on_delete = cascde, on_udpate = restrict))]
    pub team_id: i64,
    #[column(generated = store("id + 1"))]
    pub next: i64,
    #[column(generated = "id + 1")]
    pub other: i64,
    #[column(type = "tsvector")]
    pub document: String,
    #[column(type = postgre("tsvector"))]
    pub search: String,
    #[column(check)]
    pub checked: i64,
    #[column(check(name = "ck"))]
    pub named: i64,
    #[column(default("a"))]
    pub parentheses: String,
    #[column(default = now())]
    pub now: String,
    #[column(unique(deferrable = initialy_deferred))]
    pub late: i64,
}

#[derive(Table)]
pub struct Team {
    pub id: i64,
}

fn main() {}
