//! What there is to buy, and what is said of it.

use aludel::Table;
use rust_decimal::Decimal;

use super::{Customer, Key, Timestamps, Version};

/// Something to buy.
#[derive(Debug, Table, sqlx::FromRow)]
#[table(name = "products")]
pub struct Product {
    /// The key.
    #[column(flatten)]
    #[sqlx(flatten)]
    pub key: Key,
    /// What it is called in the warehouse.
    #[column(length = 40, unique)]
    pub sku: String,
    /// What it is called in the shop.
    #[column(length = 200)]
    pub name: String,
    /// What it is called in URLs.
    #[column(length = 250, unique)]
    pub slug: String,
    /// What it costs.
    #[column(precision = 10, scale = 2, check("price >= 0"))]
    pub price: Decimal,
    /// When it was written.
    #[column(flatten)]
    #[sqlx(flatten)]
    pub timestamps: Timestamps,
    /// How often it was written.
    #[column(flatten)]
    #[sqlx(flatten)]
    pub version: Version,
}

/// What somebody says of a product: once.
#[derive(Debug, Table, sqlx::FromRow)]
#[table(name = "reviews", primary_key(columns(product_id, customer_id)))]
pub struct Review {
    /// The product.
    #[column(references(Product::id, on_delete = cascade))]
    pub product_id: uuid::Uuid,
    /// Who says it.
    #[column(references(Customer::id, on_delete = cascade), index)]
    pub customer_id: uuid::Uuid,
    /// Stars.
    #[column(check("stars BETWEEN 1 AND 5"))]
    pub stars: i16,
    /// Words.
    pub body: Option<String>,
}
