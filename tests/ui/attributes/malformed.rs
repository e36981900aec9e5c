use aludel::Table;

#[derive(Table)]
#[table]
pub struct User {
    #[column]
    pub id: i64,
    #[column(length)]
    pub email: String,
    #[column(length = "255", unique)]
    pub phone: String,
    #[column(name = 5)]
    pub name: String,
    #[column(name = "")]
    pub nothing: String,
    #[column(primary_key = true)]
    pub key: i64,
    #[column(length = 5 unique)]
    pub no_comma: String,
    #[column("length")]
    pub text: String,
    #[column(length = 70000000000)]
    pub much: String,
}

fn main() {}
