//! create customers, products and orders
use aludel::revision::*;

pub const REVISION: Revision = Revision {
    id: "65275a6481cd",
    revises: &[],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-21 00:55:16 UTC",
};

pub fn upgrade(op: &mut Operations) {
    op.create_table(
        table("customers")
            .with(column("id", uuid()))
            .with(column("email", varchar(255)))
            .with(column("name", varchar(100)))
            .with(column("created_at", timestamptz()).default(sql("CURRENT_TIMESTAMP")))
            .with(column("updated_at", timestamptz()).default(sql("CURRENT_TIMESTAMP")))
            .with(primary_key("pk_customers", ["id"]))
            .with(unique("uq_customers_email", ["email"])),
    );
    op.create_table(
        table("orders")
            .with(column("id", uuid()))
            .with(column("customer_id", uuid()))
            .with(column("status", varchar(20)).default("new"))
            .with(column("created_at", timestamptz()).default(sql("CURRENT_TIMESTAMP")))
            .with(column("updated_at", timestamptz()).default(sql("CURRENT_TIMESTAMP")))
            .with(column("version", integer()).default(1))
            .with(primary_key("pk_orders", ["id"]))
            .with(
                foreign_key("fk_orders_customer_id", ["customer_id"])
                    .references("customers", ["id"])
                    .on_delete(Action::Restrict),
            ),
    );
    op.create_index(index("ix_orders_customer_id_status").on("orders", ["customer_id", "status"]));
    op.create_table(
        table("products")
            .with(column("id", uuid()))
            .with(column("sku", varchar(40)))
            .with(column("name", varchar(200)))
            .with(column("price", decimal_of(10, 2)))
            .with(column("created_at", timestamptz()).default(sql("CURRENT_TIMESTAMP")))
            .with(column("updated_at", timestamptz()).default(sql("CURRENT_TIMESTAMP")))
            .with(column("version", integer()).default(1))
            .with(primary_key("pk_products", ["id"]))
            .with(unique("uq_products_sku", ["sku"]))
            .with(check("ck_products_price", "price >= 0")),
    );
    op.create_table(
        table("order_lines")
            .with(column("order_id", uuid()))
            .with(column("product_id", uuid()))
            .with(column("quantity", integer()).default(1))
            .with(column("price", decimal_of(10, 2)))
            .with(primary_key("pk_order_lines", ["order_id", "product_id"]))
            .with(
                foreign_key("fk_order_lines_order_id", ["order_id"])
                    .references("orders", ["id"])
                    .on_delete(Action::Cascade),
            )
            .with(
                foreign_key("fk_order_lines_product_id", ["product_id"])
                    .references("products", ["id"])
                    .on_delete(Action::Restrict),
            )
            .with(check("ck_order_lines_quantity", "quantity > 0")),
    );
    op.create_index(index("ix_order_lines_product_id").on("order_lines", ["product_id"]));
}

pub fn downgrade(op: &mut Operations) {
    // loses data: all rows of `order_lines` are lost
    op.drop_table("order_lines");
    // loses data: all rows of `products` are lost
    op.drop_table("products");
    // loses data: all rows of `orders` are lost
    op.drop_table("orders");
    // loses data: all rows of `customers` are lost
    op.drop_table("customers");
}
