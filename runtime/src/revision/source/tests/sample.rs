//! Operations that hold every variant and every attribute, each applying after the one before.

use crate::operation::*;
use crate::schema::*;

/// The schema that the operations start from.
pub(super) fn before() -> Schema {
    let mut schema = Schema::new();
    let mut teams = Table::new("teams");
    for (name, ty) in [("id", ColumnType::BigInt), ("title", ColumnType::Text), ("motto", ColumnType::Text)] {
        teams.columns.push(Column::new(name.into(), ty));
    }
    teams.primary_key = Some(PrimaryKey { name: "pk_teams".into(), columns: texts(&["id"]) });
    schema.insert_table(teams);
    schema
}

fn texts(list: &[&'static str]) -> List<Text> {
    list.iter().map(|item| Text::from(*item)).collect()
}

fn every_type() -> Vec<ColumnType> {
    use ColumnType::*;
    let array = |ty| Array(Element::Owned(Box::new(ty)));
    vec![
        Boolean,
        TinyInt,
        SmallInt,
        Integer,
        BigInt,
        TinyIntUnsigned,
        SmallIntUnsigned,
        IntegerUnsigned,
        BigIntUnsigned,
        Real,
        Double,
        Decimal(None),
        Decimal(Some((10, 2))),
        Char(2),
        Varchar(20),
        Text,
        Varbinary(16),
        Blob,
        Date,
        Time(None),
        Time(Some(3)),
        Timestamp(None),
        Timestamp(Some(0)),
        TimestampTz(None),
        TimestampTz(Some(6)),
        Interval,
        Uuid,
        Json,
        Inet,
        Cidr,
        MacAddr,
        Enum("user_status".into()),
        array(array(Varchar(5))),
        array(Enum("app.mood".into())),
    ]
}

fn every_default() -> Vec<DefaultValue> {
    let literals = [
        Literal::Boolean(true),
        Literal::Integer(-7),
        Literal::Integer(3_000_000_000),
        Literal::Integer(i128::from(u64::MAX)),
        Literal::Number("1.50".into()),
        Literal::Text("active".into()),
        Literal::Text("{\"a\": \"\\n\"}".into()),
        Literal::Text("a \"# mark".into()),
        Literal::Text("two\nlines\r\tand 'quotes' é \u{200b}".into()),
        Literal::Text("".into()),
    ];
    let sql = DefaultValue::Sql("now() + interval '1 day'".into());
    literals.into_iter().map(DefaultValue::Literal).chain([sql]).collect()
}

/// A table with all that a table can have.
fn users() -> Table {
    let mut table = Table::new("app.users");
    for (i, ty) in every_type().into_iter().enumerate() {
        table.columns.push(Column::new(format!("c{i:02}").into(), ty));
    }
    for (i, default) in every_default().into_iter().enumerate() {
        let column = Column::new(format!("d{i:02}").into(), ColumnType::Text);
        table.columns.push(Column { default: Some(default), nullable: true, ..column });
    }
    let column = |name: &'static str| Column::new(name.into(), ColumnType::BigInt);
    let generated = |stored| Some(Generated { expression: "c03 * 2".into(), stored });
    let native =
        |database: &'static str, ty: &'static str| NativeType { database: database.into(), ty: ty.into() };
    table.columns.extend([
        Column { identity: Some(Identity::ByDefault), ..column("id") },
        Column { identity: Some(Identity::Always), ..column("number") },
        Column { generated: generated(true), ..column("twice") },
        Column { generated: generated(false), ..column("twice again") },
        Column {
            collation: Some("de-x-icu".into()),
            comment: Some("what \"it\" is".into()),
            ..column("Name")
        },
        Column {
            native: vec![native("mysql", "geometry"), native("postgres", "tsvector")].into(),
            ..column("place")
        },
    ]);
    let unique = Unique {
        name: "uq_users_id".into(),
        columns: texts(&["id"]),
        deferrable: None,
        nulls_not_distinct: false,
    };
    let key = ForeignKey {
        name: "fk_users_id".into(),
        columns: texts(&["id"]),
        references: "teams".into(),
        referenced_columns: texts(&["id"]),
        match_full: false,
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        deferrable: None,
    };
    for constraint in [
        PrimaryKey { name: "pk_users".into(), columns: texts(&["id", "number"]) }.into(),
        unique.clone().into(),
        Unique {
            name: "uq_users_number".into(),
            columns: texts(&["number", "id"]),
            deferrable: Some(Deferrable::InitiallyImmediate),
            nulls_not_distinct: true,
        }
        .into(),
        Unique { name: "uq_users_late".into(), deferrable: Some(Deferrable::InitiallyDeferred), ..unique }
            .into(),
        key.clone().into(),
        ForeignKey {
            name: "fk_a".into(),
            on_delete: Action::Cascade,
            on_update: Action::Restrict,
            ..key.clone()
        }
        .into(),
        ForeignKey {
            name: "fk_b".into(),
            match_full: true,
            on_delete: Action::SetNull,
            on_update: Action::SetDefault,
            deferrable: Some(Deferrable::InitiallyDeferred),
            ..key
        }
        .into(),
        Check { name: "ck_users_id".into(), expression: "id > 0 AND \"Name\" <> 'x'".into() }.into(),
    ] {
        table.insert_constraint(constraint);
    }
    table.insert_index(Index::new("ix_users_id".into(), plain(&["id"])));
    table.comment = Some("people".into());
    table.set_option(&"mysql".into(), &"engine".into(), Some("InnoDB".into()));
    table.set_option(&"sqlite".into(), &"strict".into(), Some("".into()));
    table
}

fn plain(columns: &[&'static str]) -> List<IndexColumn> {
    columns.iter().map(|column| IndexColumn::new(IndexKey::Column((*column).into()))).collect()
}

fn every_index() -> Vec<Index> {
    let key = |name: &'static str| IndexColumn::new(IndexKey::Column(name.into()));
    let expression = |sql: &'static str| IndexColumn::new(IndexKey::Expression(sql.into()));
    let keys = vec![
        IndexColumn { order: SortOrder::Descending, nulls: Some(NullsOrder::First), ..key("id") },
        IndexColumn { nulls: Some(NullsOrder::Last), ..key("number") },
        IndexColumn {
            operator_class: Some("text_pattern_ops".into()),
            prefix_length: Some(10),
            ..key("c15")
        },
        expression("lower(c14)"),
    ];
    vec![
        Index::new("ix_plain".into(), plain(&["id", "number"])),
        Index {
            unique: true,
            nulls_not_distinct: true,
            ..Index::new("ix_unique".into(), plain(&["number"]))
        },
        Index {
            predicate: Some("id > 10".into()),
            method: Some("gist".into()),
            include: texts(&["c01", "c02"]),
            ..Index::new("ix_keys".into(), keys.into())
        },
        Index::new("ix_lower".into(), vec![expression("lower(c15)")].into()),
    ]
}

fn every_column_change() -> Vec<ColumnChange> {
    let generated = |stored| Some(Generated { expression: "c03 * 3".into(), stored });
    let native =
        |ty: Option<&'static str>| ColumnChange::Native { database: "mysql".into(), ty: ty.map(Into::into) };
    vec![
        ColumnChange::Type { ty: ColumnType::Text, using: None },
        ColumnChange::Type { ty: ColumnType::Integer, using: Some("c15::integer".into()) },
        ColumnChange::Nullable(true),
        ColumnChange::Nullable(false),
        ColumnChange::Default(Some(DefaultValue::Literal(Literal::Integer(1)))),
        ColumnChange::Default(None),
        ColumnChange::Identity(Some(Identity::ByDefault)),
        ColumnChange::Identity(Some(Identity::Always)),
        ColumnChange::Identity(None),
        ColumnChange::Generated(generated(true)),
        ColumnChange::Generated(generated(false)),
        ColumnChange::Generated(None),
        ColumnChange::Collation(Some("C".into())),
        ColumnChange::Collation(None),
        ColumnChange::Comment(Some("text".into())),
        ColumnChange::Comment(None),
        native(Some("geometry")),
        native(None),
    ]
}

fn enum_changes() -> Vec<EnumChange> {
    vec![
        EnumChange::Add { value: "banned".into(), position: EnumPosition::Last },
        EnumChange::Add { value: "new".into(), position: EnumPosition::Before("active".into()) },
        EnumChange::Rename { before: "suspended".into(), after: "paused".into() },
        EnumChange::Drop { value: "new".into(), replacement: Some("active".into()) },
        EnumChange::Drop { value: "banned".into(), replacement: None },
        EnumChange::Reorder { values: vec!["paused".into(), "active".into()] },
    ]
}

fn table_changes() -> Vec<TableChange> {
    let option = |name: &'static str, value: Option<&'static str>| TableChange::Option {
        database: "mysql".into(),
        name: name.into(),
        value: value.map(Into::into),
    };
    vec![
        TableChange::Comment(Some("everyone".into())),
        TableChange::Comment(None),
        option("charset", Some("utf8mb4")),
        option("engine", None),
    ]
}

/// The operations, in order.
pub(super) fn operations() -> Vec<Operation> {
    let users: QualifiedName = "app.users".into();
    let odd = QualifiedName::unqualified("odd.name");
    let odder = QualifiedName::qualified("a.b", "odd name");
    let enum_type = |name: QualifiedName, values: &[&'static str]| CreateEnum {
        enum_type: EnumType { name, values: texts(values) },
    };
    let check = Check { name: "ck_teams_title".into(), expression: "length(title) > 1".into() };
    let mut list: Vec<Operation> = vec![
        enum_type("user_status".into(), &["active", "suspended"]).into(),
        enum_type("app.mood".into(), &[]).into(),
        CreateTable { table: self::users() }.into(),
        CreateTable { table: Table::new(odd.clone()) }.into(),
        RenameTable { before: odd, after: odder.clone() }.into(),
        AddColumn { table: odder.clone(), column: Column::new("Odd column".into(), ColumnType::Date) }.into(),
        AlterTable { table: users.clone(), changes: table_changes() }.into(),
        AlterTable { table: users.clone(), changes: Vec::new() }.into(),
        Fill { table: users.clone(), column: "c15".into(), value: "'unknown'".into() }.into(),
        AlterColumn { table: users.clone(), column: "c15".into(), changes: every_column_change() }.into(),
        AlterColumn {
            table: users.clone(),
            column: "c14".into(),
            changes: vec![ColumnChange::Nullable(true)],
        }
        .into(),
        RenameColumn { table: "teams".into(), before: "title".into(), after: "name".into() }.into(),
        RenameColumn { table: "teams".into(), before: "name".into(), after: "title".into() }.into(),
        AddConstraint { table: "teams".into(), constraint: check.into() }.into(),
        RenameConstraint {
            table: "teams".into(),
            kind: ConstraintKind::Check,
            before: "ck_teams_title".into(),
            after: "ck_teams_title_is_long_enough".into(),
        }
        .into(),
        RenameEnum { before: "user_status".into(), after: "status".into() }.into(),
        AlterEnum { name: "status".into(), changes: enum_changes() }.into(),
        RenameIndex { table: users.clone(), before: "ix_users_id".into(), after: "ix_users".into() }.into(),
    ];
    list.extend(every_index().into_iter().map(|index| CreateIndex { table: users.clone(), index }.into()));
    for (kind, name) in [
        (ConstraintKind::ForeignKey, "fk_a"),
        (ConstraintKind::PrimaryKey, "pk_users"),
        (ConstraintKind::Unique, "uq_users_number"),
        (ConstraintKind::Check, "ck_users_id"),
    ] {
        list.push(DropConstraint { table: users.clone(), kind, name: name.into() }.into());
    }
    let effect = vec![DropColumn { table: "teams".into(), column: "motto".into() }.into()];
    let each = Sql::Each(vec![
        ("postgres".into(), "DELETE FROM users WHERE \"Name\" = ''".into()),
        ("mysql".into(), "DELETE FROM users WHERE name = ''".into()),
    ]);
    list.extend([
        Operation::from(Execute {
            sql: Sql::Any("UPDATE teams SET motto = 'a\\b'".into()),
            effect: Vec::new(),
            outside_transaction: false,
            elidable: false,
        }),
        Execute { sql: each, effect: Vec::new(), outside_transaction: true, elidable: true }.into(),
        Execute {
            sql: Sql::Any("ALTER TABLE teams DROP COLUMN motto".into()),
            effect,
            outside_transaction: false,
            elidable: false,
        }
        .into(),
        Execute {
            sql: Sql::Each(Vec::new()),
            effect: Vec::new(),
            outside_transaction: false,
            elidable: false,
        }
        .into(),
        DropIndex { table: users.clone(), index: "ix_users".into() }.into(),
        DropColumn { table: users.clone(), column: "c00".into() }.into(),
        DropTable { table: users }.into(),
        DropTable { table: odder }.into(),
        DropEnum { name: "app.mood".into() }.into(),
    ]);
    list
}

/// Operations with names of `length` letters, `few` in each list.
pub(super) fn of_length(length: usize, few: usize) -> Vec<Operation> {
    let name = || Text::from("n".repeat(length));
    let table = || QualifiedName { schema: None, name: name() };
    let names = || -> List<Text> { (0..few).map(|_| name()).collect() };
    let key = |on_delete| ForeignKey {
        name: name(),
        columns: names(),
        references: table(),
        referenced_columns: names(),
        match_full: true,
        on_delete,
        on_update: Action::NoAction,
        deferrable: None,
    };
    let column = Column::new(name(), ColumnType::Varchar(20));
    let keys = (0..few)
        .map(|_| IndexColumn { order: SortOrder::Descending, ..IndexColumn::new(IndexKey::Column(name())) });
    let plain = (0..few).map(|_| IndexColumn::new(IndexKey::Column(name())));
    let index = Index::new(name(), plain.collect());
    let changes = (0..few).map(|_| ColumnChange::Comment(Some(name()))).collect();
    let mut created = Table::new(table());
    created.columns.push(Column { default: Some(DefaultValue::Sql(name())), ..column.clone() });
    vec![
        AddColumn { table: table(), column: column.clone() }.into(),
        AddColumn { table: "t".into(), column: Column { nullable: true, comment: Some(name()), ..column } }
            .into(),
        CreateTable { table: created }.into(),
        DropTable { table: table() }.into(),
        DropTable { table: QualifiedName::unqualified(".").with_name(format!(".{}", name())) }.into(),
        AlterColumn {
            table: "users".into(),
            column: "name".into(),
            changes: vec![ColumnChange::Type { ty: ColumnType::Enum(table()), using: Some(name()) }],
        }
        .into(),
        AlterEnum {
            name: "mood".into(),
            changes: vec![EnumChange::Rename { before: name(), after: name() }],
        }
        .into(),
        RenameTable { before: "users".into(), after: table() }.into(),
        CreateEnum { enum_type: EnumType { name: "mood".into(), values: names() } }.into(),
        AddConstraint { table: table(), constraint: key(Action::NoAction).into() }.into(),
        AddConstraint { table: "users".into(), constraint: key(Action::Cascade).into() }.into(),
        CreateIndex { table: table(), index: Index { columns: keys.collect(), ..index.clone() } }.into(),
        CreateIndex { table: "users".into(), index: Index { unique: true, ..index.clone() } }.into(),
        CreateIndex { table: "users".into(), index }.into(),
        AlterColumn { table: "users".into(), column: name(), changes }.into(),
        AlterEnum { name: "mood".into(), changes: vec![EnumChange::Reorder { values: names().into() }] }
            .into(),
        Execute {
            sql: Sql::Any(name()),
            effect: vec![DropTable { table: table() }.into()],
            outside_transaction: true,
            elidable: false,
        }
        .into(),
        Execute {
            sql: Sql::Each(vec![("mysql".into(), name()), ("sqlite".into(), name())]),
            effect: Vec::new(),
            outside_transaction: false,
            elidable: false,
        }
        .into(),
    ]
}
