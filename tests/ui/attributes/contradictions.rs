use aludel::Table;

#[derive(Table)]
pub struct User {
    #[column(primary_key, identity, default = 1)]
    pub id: i64,
    #[column(length = 5, char = 5)]
    pub email: String,
    #[column(length = 5, length = 6)]
    pub twice: String,
    #[column(scale = 2)]
    pub price: f64,
    #[column(generated = stored("id + 1"), default = 2)]
    pub next: i64,
    #[column(skip, length = 5)]
    pub cache: String,
    #[column(length = 0)]
    pub empty: String,
    #[column(name = "email")]
    pub mail: String,
    #[column(renamed_from = "same")]
    pub same: String,
    #[column(index(nulls_not_distinct))]
    pub loose: Option<i64>,
}

fn main() {}
