//! The words of a revision file: `column`, `varchar`, `table`, `index`, `unique`, `set_type`, ….

use super::Operations;
use crate::operation::{ColumnChange, CreateIndex, EnumChange, EnumPosition, Execute, Sql, TableChange};
use crate::schema::{
    Action, Check, Column, ColumnType, Constraint, DefaultValue, Deferrable, Element, ForeignKey, Generated,
    Identity, Index, IndexColumn, IndexKey, List, Literal, NativeType, NullsOrder, PrimaryKey, QualifiedName,
    SortOrder, Table, Text, Unique,
};

macro_rules! plain_types {
    ($($function:ident $variant:ident),* $(,)?) => {
        $(
            #[doc = concat!("The type [`ColumnType::", stringify!($variant), "`].")]
            pub const fn $function() -> ColumnType {
                ColumnType::$variant
            }
        )*
    };
}

plain_types!(
    boolean Boolean, tinyint TinyInt, smallint SmallInt, integer Integer, bigint BigInt,
    tinyint_unsigned TinyIntUnsigned, smallint_unsigned SmallIntUnsigned, integer_unsigned IntegerUnsigned,
    bigint_unsigned BigIntUnsigned, real Real, double Double, text Text, blob Blob, date Date,
    interval Interval, uuid Uuid, json Json, inet Inet, cidr Cidr, macaddr MacAddr,
);

/// An exact decimal number without limits of its own.
pub const fn decimal() -> ColumnType {
    ColumnType::Decimal(None)
}

/// An exact decimal number of `precision` digits, `scale` of them after the point.
pub const fn decimal_of(precision: u32, scale: u32) -> ColumnType {
    ColumnType::Decimal(Some((precision, scale)))
}

/// Blank-padded text of exactly `length` characters.
pub const fn char(length: u32) -> ColumnType {
    ColumnType::Char(length)
}

/// Text of at most `length` characters.
pub const fn varchar(length: u32) -> ColumnType {
    ColumnType::Varchar(length)
}

/// At most `length` bytes.
pub const fn varbinary(length: u32) -> ColumnType {
    ColumnType::Varbinary(length)
}

/// A time of day.
pub const fn time() -> ColumnType {
    ColumnType::Time(None)
}

/// A time of day with `precision` digits of fractional seconds.
pub const fn time_of(precision: u32) -> ColumnType {
    ColumnType::Time(Some(precision))
}

/// Date and time without a time zone.
pub const fn timestamp() -> ColumnType {
    ColumnType::Timestamp(None)
}

/// Date and time without a time zone, with `precision` digits of fractional seconds.
pub const fn timestamp_of(precision: u32) -> ColumnType {
    ColumnType::Timestamp(Some(precision))
}

/// A moment in time.
pub const fn timestamptz() -> ColumnType {
    ColumnType::TimestampTz(None)
}

/// A moment in time, with `precision` digits of fractional seconds.
pub const fn timestamptz_of(precision: u32) -> ColumnType {
    ColumnType::TimestampTz(Some(precision))
}

/// One of the values of the enum type `name`.
pub fn enumeration(name: impl Into<QualifiedName>) -> ColumnType {
    ColumnType::Enum(name.into())
}

/// An array of `element`s.
pub fn array(element: ColumnType) -> ColumnType {
    ColumnType::Array(Element::from(element))
}

/// A name that holds a dot itself, which `"schema.name"` would take apart.
pub const fn name(name: &'static str) -> QualifiedName {
    QualifiedName::unqualified(name)
}

/// A name within a schema, where either holds a dot itself.
pub const fn name_in(schema: &'static str, name: &'static str) -> QualifiedName {
    QualifiedName::qualified(schema, name)
}

fn texts<T: Into<Text>>(names: impl IntoIterator<Item = T>) -> List<Text> {
    names.into_iter().map(Into::into).collect()
}

/// A column that holds no NULL and has no default.
pub fn column(name: impl Into<Text>, ty: ColumnType) -> Column {
    Column::new(name.into(), ty)
}

/// The words of a revision file for a column.
impl Column {
    /// Lets it hold NULL.
    #[must_use]
    pub fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Sets what an insert that leaves it out puts there.
    #[must_use]
    pub fn default(mut self, default: impl Into<DefaultValue>) -> Self {
        self.default = Some(default.into());
        self
    }

    /// Lets the database number the rows.
    #[must_use]
    pub fn identity(mut self) -> Self {
        self.identity = Some(Identity::ByDefault);
        self
    }

    /// Lets the database number the rows, and refuse numbers that a statement gives.
    #[must_use]
    pub fn identity_always(mut self) -> Self {
        self.identity = Some(Identity::Always);
        self
    }

    /// Computes it from `expression`, kept in the row.
    #[must_use]
    pub fn stored(mut self, expression: impl Into<Text>) -> Self {
        self.generated = Some(Generated { expression: expression.into(), stored: true });
        self
    }

    /// Computes it from `expression` when it is read.
    #[must_use]
    pub fn computed(mut self, expression: impl Into<Text>) -> Self {
        self.generated = Some(Generated { expression: expression.into(), stored: false });
        self
    }

    /// Sets the collation.
    #[must_use]
    pub fn collate(mut self, collation: impl Into<Text>) -> Self {
        self.collation = Some(collation.into());
        self
    }

    /// Sets the comment.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<Text>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// Sets the type in the words of `database`, used there in place of the portable type.
    #[must_use]
    pub fn native(mut self, database: impl Into<Text>, ty: impl Into<Text>) -> Self {
        let mut native = self.native.into_owned();
        native.push(NativeType { database: database.into(), ty: ty.into() });
        native.sort();
        self.native = native.into();
        self
    }
}

macro_rules! integer_defaults {
    ($($integer:ty),*) => {
        $(impl From<$integer> for DefaultValue {
            fn from(number: $integer) -> Self {
                Self::Literal(Literal::Integer(number.into()))
            }
        })*
    };
}

integer_defaults!(i8, i16, i32, i64, i128, u8, u16, u32, u64);

impl From<bool> for DefaultValue {
    fn from(value: bool) -> Self {
        Self::Literal(Literal::Boolean(value))
    }
}

impl From<&'static str> for DefaultValue {
    fn from(text: &'static str) -> Self {
        Self::Literal(Literal::Text(text.into()))
    }
}

/// An SQL expression as a default.
pub fn sql(expression: impl Into<Text>) -> DefaultValue {
    DefaultValue::Sql(expression.into())
}

/// A number with a point or an exponent as a default, digits as written.
pub fn number(digits: impl Into<Text>) -> DefaultValue {
    DefaultValue::Literal(Literal::Number(digits.into()))
}

/// A table without columns, to be filled: `table("users").column(…).primary_key(…)`.
pub fn table(name: impl Into<QualifiedName>) -> Table {
    Table::new(name)
}

/// The words of a revision file for a table; those that share a name with a look-up end in `_of`.
impl Table {
    /// Adds a column.
    #[must_use]
    pub fn with(mut self, column: Column) -> Self {
        self.columns.push(column);
        self
    }

    /// Adds a constraint.
    #[must_use]
    pub fn constrained(mut self, constraint: impl Into<Constraint>) -> Self {
        self.insert_constraint(constraint.into());
        self
    }

    /// Sets the comment.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<Text>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// Sets an option of `database`; an empty value is for an option that is only said or left out.
    #[must_use]
    pub fn with_option(
        mut self,
        database: impl Into<Text>,
        name: impl Into<Text>,
        value: impl Into<Text>,
    ) -> Self {
        self.set_option(&database.into(), &name.into(), Some(value.into()));
        self
    }
}

/// A primary key.
pub fn primary_key<T: Into<Text>>(name: impl Into<Text>, columns: impl IntoIterator<Item = T>) -> PrimaryKey {
    PrimaryKey { name: name.into(), columns: texts(columns) }
}

/// A unique constraint.
pub fn unique<T: Into<Text>>(name: impl Into<Text>, columns: impl IntoIterator<Item = T>) -> Unique {
    Unique { name: name.into(), columns: texts(columns), deferrable: None, nulls_not_distinct: false }
}

impl Unique {
    /// Lets transactions put off its check.
    #[must_use]
    pub fn deferrable(mut self, deferrable: Deferrable) -> Self {
        self.deferrable = Some(deferrable);
        self
    }

    /// Counts two NULLs as equal.
    #[must_use]
    pub fn nulls_not_distinct(mut self) -> Self {
        self.nulls_not_distinct = true;
        self
    }
}

/// A check.
pub fn check(name: impl Into<Text>, expression: impl Into<Text>) -> Check {
    Check { name: name.into(), expression: expression.into() }
}

/// A foreign key, to be completed: `foreign_key("fk", ["team_id"]).references("teams", ["id"])`.
pub fn foreign_key<T: Into<Text>>(
    name: impl Into<Text>,
    columns: impl IntoIterator<Item = T>,
) -> ForeignKeyColumns {
    ForeignKeyColumns { name: name.into(), columns: texts(columns) }
}

/// A foreign key that does not say yet what it references.
#[derive(Debug)]
#[must_use]
pub struct ForeignKeyColumns {
    name: Text,
    columns: List<Text>,
}

impl ForeignKeyColumns {
    /// Says which table and columns it references.
    pub fn references<T: Into<Text>>(
        self,
        table: impl Into<QualifiedName>,
        columns: impl IntoIterator<Item = T>,
    ) -> ForeignKey {
        ForeignKey {
            name: self.name,
            columns: self.columns,
            references: table.into(),
            referenced_columns: texts(columns),
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            deferrable: None,
        }
    }
}

impl ForeignKey {
    /// Sets what a delete of the referenced row does.
    #[must_use]
    pub fn on_delete(mut self, action: Action) -> Self {
        self.on_delete = action;
        self
    }

    /// Sets what a change of the referenced key does.
    #[must_use]
    pub fn on_update(mut self, action: Action) -> Self {
        self.on_update = action;
        self
    }

    /// Lets transactions put off its check.
    #[must_use]
    pub fn deferrable(mut self, deferrable: Deferrable) -> Self {
        self.deferrable = Some(deferrable);
        self
    }
}

/// An index, to be completed: `index("ix_users_phone").on("users", ["phone"])`.
pub fn index(name: impl Into<Text>) -> IndexName {
    IndexName(name.into())
}

/// An index that does not say yet what it indexes.
#[derive(Debug)]
#[must_use]
pub struct IndexName(Text);

impl IndexName {
    /// Says which table and columns it indexes.
    pub fn on<K: Into<Key>>(
        self,
        table: impl Into<QualifiedName>,
        columns: impl IntoIterator<Item = K>,
    ) -> CreateIndex {
        let columns: Vec<IndexColumn> = columns.into_iter().map(|key| key.into().0).collect();
        CreateIndex { table: table.into(), index: Index::new(self.0, columns.into()) }
    }
}

/// The words of a revision file for an index.
impl CreateIndex {
    /// Refuses two rows with one key.
    #[must_use]
    pub fn unique(mut self) -> Self {
        self.index.unique = true;
        self
    }

    /// Indexes only the rows that meet `predicate` (`WHERE`).
    #[must_use]
    pub fn filter(mut self, predicate: impl Into<Text>) -> Self {
        self.index.predicate = Some(predicate.into());
        self
    }

    /// Sets the access method (`USING`).
    #[must_use]
    pub fn using(mut self, method: impl Into<Text>) -> Self {
        self.index.method = Some(method.into());
        self
    }

    /// Keeps more columns beside the key (`INCLUDE`).
    #[must_use]
    pub fn include<T: Into<Text>>(mut self, columns: impl IntoIterator<Item = T>) -> Self {
        self.index.include = texts(columns);
        self
    }

    /// Counts two NULLs as equal.
    #[must_use]
    pub fn nulls_not_distinct(mut self) -> Self {
        self.index.nulls_not_distinct = true;
        self
    }
}

/// One part of an index's key.
#[derive(Debug)]
pub struct Key(IndexColumn);

/// A column as a part of an index's key; where all are plain, their names alone will do.
pub fn key(column: impl Into<Text>) -> Key {
    Key(IndexColumn::new(IndexKey::Column(column.into())))
}

/// An SQL expression as a part of an index's key.
pub fn expression(expression: impl Into<Text>) -> Key {
    Key(IndexColumn::new(IndexKey::Expression(expression.into())))
}

impl Key {
    /// Keeps the largest first.
    #[must_use]
    pub fn desc(mut self) -> Self {
        self.0.order = SortOrder::Descending;
        self
    }

    /// Keeps NULLs before all values.
    #[must_use]
    pub fn nulls_first(mut self) -> Self {
        self.0.nulls = Some(NullsOrder::First);
        self
    }

    /// Keeps NULLs after all values.
    #[must_use]
    pub fn nulls_last(mut self) -> Self {
        self.0.nulls = Some(NullsOrder::Last);
        self
    }

    /// Sets the operator class.
    #[must_use]
    pub fn operator_class(mut self, class: impl Into<Text>) -> Self {
        self.0.operator_class = Some(class.into());
        self
    }

    /// Indexes only so many leading characters or bytes.
    #[must_use]
    pub fn prefix(mut self, length: u32) -> Self {
        self.0.prefix_length = Some(length);
        self
    }
}

/// Sets a column's type, by a plain cast.
pub fn set_type(ty: ColumnType) -> ColumnChange {
    ColumnChange::Type { ty, using: None }
}

/// Sets a column's type; `using` makes the new value of the columns before.
pub fn set_type_using(ty: ColumnType, using: impl Into<Text>) -> ColumnChange {
    ColumnChange::Type { ty, using: Some(using.into()) }
}

/// Refuses NULL.
pub const fn set_not_null() -> ColumnChange {
    ColumnChange::Nullable(false)
}

/// Allows NULL.
pub const fn drop_not_null() -> ColumnChange {
    ColumnChange::Nullable(true)
}

/// Sets a column's default.
pub fn set_default(default: impl Into<DefaultValue>) -> ColumnChange {
    ColumnChange::Default(Some(default.into()))
}

/// Takes a column's default away.
pub const fn drop_default() -> ColumnChange {
    ColumnChange::Default(None)
}

/// Lets the database number the rows.
pub const fn set_identity(identity: Identity) -> ColumnChange {
    ColumnChange::Identity(Some(identity))
}

/// Lets the database number the rows no longer.
pub const fn drop_identity() -> ColumnChange {
    ColumnChange::Identity(None)
}

/// Computes a column from `expression`, kept in the row.
pub fn set_stored(expression: impl Into<Text>) -> ColumnChange {
    ColumnChange::Generated(Some(Generated { expression: expression.into(), stored: true }))
}

/// Computes a column from `expression` when it is read.
pub fn set_computed(expression: impl Into<Text>) -> ColumnChange {
    ColumnChange::Generated(Some(Generated { expression: expression.into(), stored: false }))
}

/// Makes a computed column a plain one.
pub const fn drop_generated() -> ColumnChange {
    ColumnChange::Generated(None)
}

/// Sets a column's collation.
pub fn set_collation(collation: impl Into<Text>) -> ColumnChange {
    ColumnChange::Collation(Some(collation.into()))
}

/// Takes a column's collation away.
pub const fn drop_collation() -> ColumnChange {
    ColumnChange::Collation(None)
}

/// Sets a column's comment.
pub fn set_comment(comment: impl Into<Text>) -> ColumnChange {
    ColumnChange::Comment(Some(comment.into()))
}

/// Takes a column's comment away.
pub const fn drop_comment() -> ColumnChange {
    ColumnChange::Comment(None)
}

/// Sets a column's type in the words of `database`.
pub fn set_native(database: impl Into<Text>, ty: impl Into<Text>) -> ColumnChange {
    ColumnChange::Native { database: database.into(), ty: Some(ty.into()) }
}

/// Goes back to the portable type on `database`.
pub fn drop_native(database: impl Into<Text>) -> ColumnChange {
    ColumnChange::Native { database: database.into(), ty: None }
}

/// Sets a table's comment.
pub fn set_table_comment(comment: impl Into<Text>) -> TableChange {
    TableChange::Comment(Some(comment.into()))
}

/// Takes a table's comment away.
pub const fn drop_table_comment() -> TableChange {
    TableChange::Comment(None)
}

/// Sets a table's option of `database`.
pub fn set_table_option(
    database: impl Into<Text>,
    name: impl Into<Text>,
    value: impl Into<Text>,
) -> TableChange {
    TableChange::Option { database: database.into(), name: name.into(), value: Some(value.into()) }
}

/// Takes a table's option of `database` away.
pub fn drop_table_option(database: impl Into<Text>, name: impl Into<Text>) -> TableChange {
    TableChange::Option { database: database.into(), name: name.into(), value: None }
}

/// Adds a value to an enum, after all others.
pub fn add_value(value: impl Into<Text>) -> EnumChange {
    EnumChange::Add { value: value.into(), position: EnumPosition::Last }
}

/// Adds a value to an enum, before another.
pub fn add_value_before(value: impl Into<Text>, next: impl Into<Text>) -> EnumChange {
    EnumChange::Add { value: value.into(), position: EnumPosition::Before(next.into()) }
}

/// Renames a value of an enum; rows follow.
pub fn rename_value(before: impl Into<Text>, after: impl Into<Text>) -> EnumChange {
    EnumChange::Rename { before: before.into(), after: after.into() }
}

/// Drops a value of an enum; it does not run while a row holds the value.
pub fn drop_value(value: impl Into<Text>) -> EnumChange {
    EnumChange::Drop { value: value.into(), replacement: None }
}

/// Drops a value of an enum; rows that hold it get `replacement`.
pub fn replace_value(value: impl Into<Text>, replacement: impl Into<Text>) -> EnumChange {
    EnumChange::Drop { value: value.into(), replacement: Some(replacement.into()) }
}

/// Puts all values of an enum in another order.
pub fn reorder_values<T: Into<Text>>(values: impl IntoIterator<Item = T>) -> EnumChange {
    EnumChange::Reorder { values: values.into_iter().map(Into::into).collect() }
}

/// SQL for one database: `on("postgres", "…").on("mysql", "…")`; on the others nothing runs.
pub fn on(database: impl Into<Text>, sql: impl Into<Text>) -> Sql {
    Sql::Each(vec![(database.into(), sql.into())])
}

/// SQL that was recorded, to state its effect on the schema.
#[derive(Debug)]
pub struct ExecuteHandle<'a> {
    execute: &'a mut Execute,
}

impl<'a> ExecuteHandle<'a> {
    pub(super) fn new(execute: &'a mut Execute) -> Self {
        Self { execute }
    }

    /// States what the SQL does to modelled tables; it is replayed but never run.
    pub fn effect(self, effect: impl FnOnce(&mut Operations)) {
        let mut operations = Operations::new();
        effect(&mut operations);
        self.execute.effect = operations.list().to_vec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    #[test]
    fn a_revision_reads_as_designed() {
        fn upgrade(op: &mut Operations) {
            op.create_enum("user_status", ["active", "suspended"]);
            op.create_table(
                table("users")
                    .with(column("id", bigint()).identity())
                    .with(column("status", enumeration("user_status")).default("active"))
                    .with(column("age", integer()).default(7))
                    .constrained(primary_key("pk_users", ["id"]))
                    .constrained(check("ck_users_age", "age > 0")),
            );
            op.add_column("users", column("phone", varchar(20)).nullable());
            op.create_index(index("ix_users_phone").on("users", ["phone"]));
            op.create_index(
                index("ix_users_age").on("users", [key("age").desc(), expression("lower(phone)")]).unique(),
            );
            op.alter_column("users", "phone", [set_type(text()), set_not_null()]);
            op.rename_column("users", "age", "years");
            op.execute("DELETE FROM users").effect(|op| op.drop_index("users", "ix_users_phone"));
            op.run(backfill);
        }
        async fn backfill(_db: &mut Connection) -> crate::Result<()> {
            Ok(())
        }
        use crate::connection::Connection;

        let mut schema = Schema::new();
        for operation in Operations::record(upgrade) {
            let before = schema.clone();
            operation.apply(&mut schema).expect("applies");
            if let Ok(reversed) = operation.reverse(&before) {
                let mut back = schema.clone();
                reversed.iter().for_each(|operation| operation.apply(&mut back).expect("reverses"));
                assert_eq!(back, before, "{} is not undone", operation.describe());
            }
        }
        let users = &schema.tables[&"users".into()];
        assert_eq!(users.checks["ck_users_age"].expression, "years > 0");
        assert_eq!(users.column("phone").map(ToString::to_string).as_deref(), Some("text not null"));
        assert_eq!(users.indexes.len(), 1);
        assert_eq!(
            users.indexes["ix_users_age"].to_string(),
            "unique_index ix_users_age (years desc, \"lower(phone)\")"
        );
    }

    #[test]
    fn long_conventional_names_are_cut_and_hashed() {
        use crate::schema::text::{Key, conventional_name, render};
        let columns = [Text::Borrowed("a_column_with_a_rather_long_name"), Text::Borrowed("another_one")];
        let name = |table: &str| render(|out| conventional_name(out, "uq", table, Key::Columns(&columns)));
        let long = name("a_table_with_a_rather_long_name");
        assert_eq!(long.len(), 63);
        assert!(long.starts_with("uq_a_table_with_a_rather_long_name_a_column_with_a_rat"), "{long}");
        assert_eq!(name("t"), "uq_t_a_column_with_a_rather_long_name_another_one");
        assert_ne!(long, name("a_table_with_a_rather_long_namE"));
    }
}
