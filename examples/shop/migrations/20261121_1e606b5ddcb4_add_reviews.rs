//! add reviews
use aludel::revision::*;

pub const REVISION: Revision = Revision {
    id: "1e606b5ddcb4",
    revises: &["65275a6481cd"],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-21 00:55:34 UTC",
};

pub fn upgrade(op: &mut Operations) {
    op.create_table(
        table("reviews")
            .with(column("product_id", uuid()))
            .with(column("customer_id", uuid()))
            .with(column("stars", smallint()))
            .with(column("body", text()).nullable())
            .with(primary_key("pk_reviews", ["product_id", "customer_id"]))
            .with(
                foreign_key("fk_reviews_customer_id", ["customer_id"])
                    .references("customers", ["id"])
                    .on_delete(Action::Cascade),
            )
            .with(
                foreign_key("fk_reviews_product_id", ["product_id"])
                    .references("products", ["id"])
                    .on_delete(Action::Cascade),
            )
            .with(check("ck_reviews_stars", "stars BETWEEN 1 AND 5")),
    );
    op.create_index(index("ix_reviews_customer_id").on("reviews", ["customer_id"]));
}

pub fn downgrade(op: &mut Operations) {
    // loses data: all rows of `reviews` are lost
    op.drop_table("reviews");
}
