use aludel::Table;

#[derive(Table)]
pub struct User {
    #[column(default)]
    pub a: i64,
    #[column(default = sql())]
    pub b: i64,
    #[column(default = sql("now()"), default = 1)]
    pub c: i64,
    #[column(default = 'x')]
    pub d: String,
    #[column(default = -"x")]
    pub e: String,
}

fn main() {}
