//! turn the status of orders into an enum
use aludel::revision::*;

pub const REVISION: Revision = Revision {
    id: "3240d4cade24",
    revises: &["1e606b5ddcb4"],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-21 00:55:47 UTC",
};

pub fn upgrade(op: &mut Operations) {
    // What years of hands have typed, in the words that the enum has.
    op.execute("UPDATE orders SET status = lower(trim(status))");
    op.execute("UPDATE orders SET status = 'shipped' WHERE status IN ('sent', 'delivered')");
    op.execute(
        "UPDATE orders SET status = 'cancelled' WHERE status NOT IN ('new', 'paid', 'shipped')",
    );
    op.create_enum("order_status", ["new", "paid", "shipped", "cancelled"]);
    op.drop_index("orders", "ix_orders_customer_id_status");
    // loses data: values of `orders.status` that do not fit enum(order_status) are cut or refused
    op.alter_column(
        "orders",
        "status",
        [set_type(enumeration("order_status")), set_default("new")],
    );
    op.create_index(index("ix_orders_customer_id_status").on("orders", ["customer_id", "status"]));
}

pub fn downgrade(op: &mut Operations) {
    op.drop_index("orders", "ix_orders_customer_id_status");
    op.alter_column(
        "orders",
        "status",
        [set_type(varchar(20)), set_default("new")],
    );
    op.create_index(index("ix_orders_customer_id_status").on("orders", ["customer_id", "status"]));
    op.drop_enum("order_status");
}
