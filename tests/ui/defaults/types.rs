use aludel::{Enum, Table};

#[derive(Enum)]
pub enum Status {
    Active,
    Suspended,
}

#[derive(Table)]
pub struct Number {
    #[column(default = "five")]
    pub number: i64,
}

#[derive(Table)]
pub struct Range {
    #[column(default = 40000)]
    pub small: i16,
}

#[derive(Table)]
pub struct Sign {
    #[column(default = -1)]
    pub unsigned: u32,
}

#[derive(Table)]
pub struct Truth {
    #[column(default = 1)]
    pub truth: bool,
}

#[derive(Table)]
pub struct Length {
    #[column(length = 3, default = "äöüß")]
    pub text: String,
}

#[derive(Table)]
pub struct Value {
    #[column(default = "active")]
    pub status: Status,
}

#[derive(Table)]
pub struct Bytes {
    #[column(default = "00")]
    pub bytes: Vec<u8>,
}

#[derive(Table)]
pub struct Fine {
    #[column(default = "Active")]
    pub status: Option<Status>,
    #[column(default = -32768)]
    pub small: i16,
    #[column(default = -1.5)]
    pub double: f64,
    #[column(default = sql("'{}'"))]
    pub bytes: Vec<u8>,
}

fn main() {}
