//! Sells something, and prints what was sold: `DATABASE_URL=postgres://… cargo run -p shop`.

use rust_decimal::Decimal;
use shop::models::{Key, OrderStatus};
use sqlx::PgPool;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("DATABASE_URL")
        .map_err(|_| "set DATABASE_URL to a PostgreSQL database, such as postgres://localhost/shop")?;
    let pool = PgPool::connect(&url).await?;

    // Whatever the database was before: from here on it is as the models say.
    let report = shop::MIGRATIONS.upgrade(&pool).await?;
    println!("{} revisions applied at start", report.revisions.len());

    sell(&pool).await?;
    print(&pool).await?;
    Ok(())
}

/// A customer orders a product, and pays.
async fn sell(pool: &PgPool) -> sqlx::Result<()> {
    let mut transaction = pool.begin().await?;
    let (customer, product, order) = (Key::new().id, Key::new().id, Key::new().id);
    sqlx::query("INSERT INTO customers (id, email, name) VALUES ($1, $2, 'Maria')")
        .bind(customer)
        .bind(format!("{customer}@example.com"))
        .execute(&mut *transaction)
        .await?;
    let price = Decimal::new(12_50, 2);
    sqlx::query("INSERT INTO products (id, sku, name, slug, price) VALUES ($1, $2, 'Aludel, glass', $2, $3)")
        .bind(product)
        .bind(format!("aludel-{}", &product.to_string()[..8]))
        .bind(price)
        .execute(&mut *transaction)
        .await?;
    sqlx::query("INSERT INTO orders (id, customer_id, status) VALUES ($1, $2, $3)")
        .bind(order)
        .bind(customer)
        .bind(OrderStatus::Paid)
        .execute(&mut *transaction)
        .await?;
    sqlx::query("INSERT INTO order_lines (order_id, product_id, quantity, price) VALUES ($1, $2, 2, $3)")
        .bind(order)
        .bind(product)
        .bind(price)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}

async fn print(pool: &PgPool) -> sqlx::Result<()> {
    let sold: Vec<(String, OrderStatus, i32, Decimal)> = sqlx::query_as(
        "SELECT products.name, status, quantity, order_lines.price FROM orders
         JOIN order_lines ON order_id = orders.id JOIN products ON product_id = products.id
         ORDER BY orders.created_at",
    )
    .fetch_all(pool)
    .await?;
    for (product, status, quantity, price) in sold {
        println!("{quantity} × {product} at {price} ({status:?})");
    }
    Ok(())
}
