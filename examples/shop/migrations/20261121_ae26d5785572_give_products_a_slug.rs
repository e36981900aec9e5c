//! give products a slug
use aludel::revision::*;

pub const REVISION: Revision = Revision {
    id: "ae26d5785572",
    revises: &["3240d4cade24"],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-21 00:56:38 UTC",
};

pub fn upgrade(op: &mut Operations) {
    op.add_column("products", column("slug", varchar(250)).nullable());
    op.run(slugs);
    op.alter_column("products", "slug", [set_not_null()]);
    op.add_constraint("products", unique("uq_products_slug", ["slug"]));
}

/// Makes the slugs of names, and of the warehouse's words where two products have one name; in Rust,
/// because SQL has no word for it that all databases know.
async fn slugs(db: &mut Connection) -> aludel::Result<()> {
    let dialect = db.dialect();
    let mut taken = std::collections::BTreeSet::new();
    for row in db.query("SELECT sku, name FROM products ORDER BY sku").await? {
        let [Some(sku), Some(name)] = row.as_slice() else { continue };
        let mut slug = slug(name);
        if !taken.insert(slug.clone()) {
            slug = format!("{slug}-{}", sku.to_lowercase());
        }
        let (slug, sku) = (dialect.literal(&slug), dialect.literal(sku));
        db.execute(&format!("UPDATE products SET slug = {slug} WHERE sku = {sku}")).await?;
    }
    Ok(())
}

fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

pub fn downgrade(op: &mut Operations) {
    op.drop_constraint("products", ConstraintKind::Unique, "uq_products_slug");
    // loses data: all values of `products.slug` are lost
    op.drop_column("products", "slug");
}
