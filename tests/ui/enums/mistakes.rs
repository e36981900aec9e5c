use aludel::Enum;

#[derive(Enum)]
pub enum Empty {}

#[derive(Enum)]
pub enum Data {
    Plain,
    Tuple(i64),
    Named { id: i64 },
}

#[derive(Enum)]
pub struct Structure {
    pub id: i64,
}

#[derive(Enum)]
#[aludel(renamed_form = "old", rename_all = "snake_case")]
pub enum Attributes {
    #[aludel(rename = "a")]
    First,
    #[aludel(renamed_from = "First")]
    Second,
    #[aludel]
    Third,
}

#[derive(Enum)]
#[sqlx(rename_all = "lowercase")]
pub enum Same {
    Active,
    ACTIVE,
}

#[derive(Enum)]
pub enum Generic<T> {
    Active,
    Of(T),
}

fn main() {}
