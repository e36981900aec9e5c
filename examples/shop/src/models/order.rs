//! Who buys, and what.

use aludel::Table;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Key, Product, Timestamps, Version};

/// Somebody who buys.
#[derive(Debug, Table, sqlx::FromRow)]
#[table(name = "customers")]
pub struct Customer {
    /// The key.
    #[column(flatten)]
    #[sqlx(flatten)]
    pub key: Key,
    /// Where to reach them.
    #[column(length = 255, unique)]
    pub email: String,
    /// What they are called.
    #[column(length = 100)]
    pub name: String,
    /// When they were written down.
    #[column(flatten)]
    #[sqlx(flatten)]
    pub timestamps: Timestamps,
}

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, aludel::Enum, sqlx::Type)]
#[sqlx(type_name = "order_status", rename_all = "snake_case")]
pub enum OrderStatus {
    /// Nobody has paid.
    New,
    /// Somebody has.
    Paid,
    /// It is on its way.
    Shipped,
    /// It will never be.
    Cancelled,
}

/// What somebody buys at once.
#[derive(Debug, Table, sqlx::FromRow)]
#[table(name = "orders", index(columns(customer_id, status)))]
pub struct Order {
    /// The key.
    #[column(flatten)]
    #[sqlx(flatten)]
    pub key: Key,
    /// Who buys.
    #[column(references(Customer::id, on_delete = restrict))]
    pub customer_id: Uuid,
    /// How far it is.
    #[column(default = "new")]
    pub status: OrderStatus,
    /// When it was written.
    #[column(flatten)]
    #[sqlx(flatten)]
    pub timestamps: Timestamps,
    /// How often it was written.
    #[column(flatten)]
    #[sqlx(flatten)]
    pub version: Version,
}

/// One product of an order.
#[derive(Debug, Table, sqlx::FromRow)]
#[table(name = "order_lines")]
pub struct OrderLine {
    /// The order.
    #[column(primary_key, references(Order::id, on_delete = cascade))]
    pub order_id: Uuid,
    /// The product.
    #[column(primary_key, references(Product::id, on_delete = restrict), index)]
    pub product_id: Uuid,
    /// How many.
    #[column(default = 1, check("quantity > 0"))]
    pub quantity: i32,
    /// What one cost when it was ordered.
    #[column(precision = 10, scale = 2)]
    pub price: Decimal,
}
