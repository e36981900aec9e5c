//! The questions to PostgreSQL's catalogue: one a catalogue, whatever the number of tables, all sent at once.
//!
//! The first column of each row says which question it answers; every value is text.

use crate::database::postgres::sql::quote;

/// The first version whose columns say how their values are compressed.
const COMPRESSION: u32 = 140_000;
/// The first version whose unique indexes may count two NULLs as equal, and whose foreign keys may set some
/// columns only to NULL.
const NULLS_NOT_DISTINCT: u32 = 150_000;

/// Sets the transaction to print alike whatever the user has set: names of `own` and `pg_catalog` are written
/// without their schema, and a temporary table hides nothing. Compiling the questions would take longer than to answer
/// them: without it, 5,000 tables are read in half of the time.
pub(super) fn settings(own: Option<&str>) -> String {
    let own = own.map_or_else(String::new, |own| format!("{}, ", quote(own)));
    format!(
        "SET LOCAL search_path = {own}pg_temp;
SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL quote_all_identifiers = off;
SET LOCAL standard_conforming_strings = on; SET LOCAL jit = off;\n"
    )
}

/// All questions about the namespaces that `namespaces` selects, in the order in which the answers are read.
pub(super) fn all(namespaces: &str, version: u32) -> String {
    [
        tables(namespaces),
        enums(namespaces),
        columns(namespaces, version),
        sequences(namespaces),
        referenced(namespaces),
        constraints(namespaces, version),
        indexes(namespaces, version),
        keys(namespaces),
        objects(namespaces),
    ]
    .join(";\n")
}

/// The questions about what canonical expressions are read from.
pub(super) fn expressions(namespaces: &str, version: u32) -> String {
    [
        tables(namespaces),
        columns(namespaces, version),
        constraints(namespaces, version),
        indexes(namespaces, version),
        keys(namespaces),
    ]
    .join(";\n")
}

/// The condition that an object of `catalogue` was not made by an extension.
fn own(catalogue: &str, oid: &str) -> String {
    format!(
        "NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.{catalogue}'::regclass \
         AND e.objid = {oid} AND e.deptype = 'e')"
    )
}

/// The tables that models could declare, as the start of a question.
fn relation(namespaces: &str) -> String {
    let own = own("pg_class", "c.oid");
    format!(
        "WITH relation AS MATERIALIZED (
    SELECT c.* FROM pg_catalog.pg_class c
    WHERE c.relnamespace IN ({namespaces}) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND {own}
)"
    )
}

fn tables(namespaces: &str) -> String {
    format!(
        "{} SELECT 'table', c.oid::text, n.nspname::text, c.relname::text, c.relpersistence::text, s.spcname::text,
    pg_catalog.array_to_string(c.reloptions, E'\\n'), pg_catalog.array_to_string(t.reloptions, E'\\n'),
    d.description, CASE c.relkind WHEN 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
    (SELECT pg_catalog.string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
        FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid),
    CASE WHEN c.relforcerowsecurity THEN 'FORCE ROW LEVEL SECURITY'
        WHEN c.relrowsecurity THEN 'ENABLE ROW LEVEL SECURITY' END,
    CASE c.relreplident WHEN 'f' THEN 'REPLICA IDENTITY FULL' WHEN 'n' THEN 'REPLICA IDENTITY NOTHING' END,
    nullif(m.amname::text, 'heap'), CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype::text END
FROM relation c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
    LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
    LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
    LEFT JOIN pg_catalog.pg_description d
        ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0",
        relation(namespaces)
    )
}

fn enums(namespaces: &str) -> String {
    let own = own("pg_type", "t.oid");
    format!(
        "SELECT 'enum', n.nspname::text, t.typname::text, l.enumlabel::text,
    CASE l.enumsortorder WHEN 1 THEN d.description END
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_enum l ON l.enumtypid = t.oid
    LEFT JOIN pg_catalog.pg_description d
        ON d.classoid = 'pg_catalog.pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
WHERE t.typtype = 'e' AND t.typnamespace IN ({namespaces}) AND {own}
ORDER BY t.oid, l.enumsortorder"
    )
}

fn columns(namespaces: &str, version: u32) -> String {
    let compression = if version >= COMPRESSION { "nullif(a.attcompression::text, '')" } else { "NULL" };
    format!(
        "{} SELECT 'column', a.attrelid::text, a.attnum::text, a.attname::text,
    pg_catalog.format_type(a.atttypid, a.atttypmod), en.nspname::text, e.typname::text, (e.oid <> t.oid)::text,
    a.attnotnull::text, pg_catalog.pg_get_expr(x.adbin, x.adrelid), a.attidentity::text, a.attgenerated::text,
    l.collname::text, CASE WHEN NOT pg_catalog.pg_collation_is_visible(l.oid) THEN l.oid::regcollation::text END,
    d.description, CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::text END,
    CASE WHEN a.attstorage <> t.typstorage THEN
        CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'x' THEN 'EXTENDED' ELSE 'MAIN' END
    END, {compression},
    (SELECT pg_catalog.string_agg(o, ', ') FROM pg_catalog.unnest(a.attoptions) o WHERE o LIKE 'n!_distinct%' ESCAPE '!')
FROM relation c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_type e ON e.typtype = 'e'
        AND e.oid = CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN t.typelem ELSE t.oid END
    LEFT JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace
    LEFT JOIN pg_catalog.pg_attrdef x ON x.adrelid = a.attrelid AND x.adnum = a.attnum
    LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
    LEFT JOIN pg_catalog.pg_description d
        ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = a.attrelid AND d.objsubid = a.attnum
ORDER BY a.attrelid, a.attnum",
        relation(namespaces)
    )
}

/// Each sequence, with the column that owns it and how a default calls it.
fn sequences(namespaces: &str) -> String {
    let own = own("pg_class", "c.oid");
    format!(
        "SELECT 'sequence', n.nspname::text, c.relname::text, o.refobjid::text, o.refobjsubid::text,
    pg_catalog.format('nextval(%L::regclass)', c.oid::regclass::text),
    pg_catalog.format_type(s.seqtypid, NULL), s.seqstart::text, s.seqincrement::text, s.seqmin::text,
    s.seqmax::text, s.seqcache::text, s.seqcycle::text
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
    LEFT JOIN pg_catalog.pg_depend o ON o.classid = 'pg_catalog.pg_class'::regclass AND o.objid = c.oid
        AND o.refclassid = 'pg_catalog.pg_class'::regclass AND o.deptype IN ('a', 'i') AND o.refobjsubid > 0
WHERE c.relnamespace IN ({namespaces}) AND {own}"
    )
}

/// The columns that foreign keys reference in tables that are not read.
fn referenced(namespaces: &str) -> String {
    format!(
        "{} SELECT DISTINCT 'referenced', a.attrelid::text, a.attnum::text, a.attname::text
FROM relation c JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f'
    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey)
WHERE k.confrelid NOT IN (SELECT oid FROM relation)",
        relation(namespaces)
    )
}

fn constraints(namespaces: &str, version: u32) -> String {
    let (nulls, set) = if version >= NULLS_NOT_DISTINCT {
        ("i.indnullsnotdistinct::text", "k.confdelsetcols::text")
    } else {
        ("'false'", "NULL")
    };
    format!(
        "{} SELECT 'constraint', k.conrelid::text, k.conname::text, k.contype::text, k.conkey::text,
    k.confrelid::text, fn.nspname::text, f.relname::text, k.confkey::text, k.confdeltype::text,
    k.confupdtype::text, k.confmatchtype::text, k.condeferrable::text, k.condeferred::text,
    k.convalidated::text, (k.connoinherit AND k.contype = 'c')::text,
    pg_catalog.pg_get_expr(k.conbin, k.conrelid), {nulls}, {set},
    CASE k.contype WHEN 'x' THEN pg_catalog.pg_get_constraintdef(k.oid) END,
    CASE WHEN i.indnatts > i.indnkeyatts THEN i.indkey::text END, i.indnkeyatts::text,
    pg_catalog.array_to_string(ic.reloptions, ', '), s.spcname::text, d.description,
    i.indisclustered::text, i.indisreplident::text
FROM relation c JOIN pg_catalog.pg_constraint k
        ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0
    LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
    LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u')
    LEFT JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
    LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = ic.reltablespace
    LEFT JOIN pg_catalog.pg_description d
        ON d.classoid = 'pg_catalog.pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0",
        relation(namespaces)
    )
}

/// The indexes that no constraint made.
fn indexes(namespaces: &str, version: u32) -> String {
    let nulls = if version >= NULLS_NOT_DISTINCT { "i.indnullsnotdistinct::text" } else { "'false'" };
    format!(
        "{} SELECT 'index', i.indexrelid::text, i.indrelid::text, x.relname::text, i.indisunique::text,
    m.amname::text, {nulls}, pg_catalog.pg_get_expr(i.indpred, i.indrelid), i.indkey::text, i.indoption::text,
    i.indnkeyatts::text, i.indisvalid::text, i.indisclustered::text, i.indisreplident::text,
    pg_catalog.array_to_string(x.reloptions, ', '), s.spcname::text, d.description
FROM relation c JOIN pg_catalog.pg_index i ON i.indrelid = c.oid
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = x.relam
    LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = x.reltablespace
    LEFT JOIN pg_catalog.pg_description d
        ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = i.indexrelid AND d.objsubid = 0
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
    WHERE k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))",
        relation(namespaces)
    )
}

/// The keys of indexes that are more than a column as it is: an expression, with an operator class that is not
/// its type's default, or with a collation that is not the column's.
fn keys(namespaces: &str) -> String {
    format!(
        "{} SELECT 'key', i.indexrelid::text, (p.n - 1)::text,
    CASE i.indkey[p.n - 1] WHEN 0 THEN pg_catalog.pg_get_indexdef(i.indexrelid, p.n, false) END,
    CASE WHEN k.special OR a.attoptions IS NOT NULL THEN
        CASE WHEN pg_catalog.pg_opclass_is_visible(o.oid) THEN pg_catalog.quote_ident(o.opcname)
        ELSE pg_catalog.format('%I.%I', n.nspname, o.opcname) END END,
    pg_catalog.array_to_string(a.attoptions, ', '),
    CASE WHEN i.indcollation[p.n - 1] NOT IN (0, coalesce(t.attcollation, b.typcollation))
        THEN i.indcollation[p.n - 1]::regcollation::text END
FROM relation c JOIN pg_catalog.pg_index i ON i.indrelid = c.oid
    CROSS JOIN LATERAL pg_catalog.generate_series(1, i.indnkeyatts::int) p (n)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indexrelid AND a.attnum = p.n
    JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[p.n - 1]
    JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace
    LEFT JOIN pg_catalog.pg_attribute t
        ON t.attrelid = i.indrelid AND t.attnum = i.indkey[p.n - 1] AND i.indkey[p.n - 1] <> 0
    JOIN pg_catalog.pg_type y ON y.oid = coalesce(t.atttypid, a.atttypid)
    JOIN pg_catalog.pg_type b ON b.oid = CASE y.typtype WHEN 'd' THEN y.typbasetype ELSE y.oid END
    CROSS JOIN LATERAL (SELECT NOT o.opcdefault OR o.opcintype <> b.oid AND EXISTS (
        SELECT FROM pg_catalog.pg_opclass other
        WHERE other.opcmethod = o.opcmethod AND other.opcdefault AND other.opcintype = b.oid
    ) AS special) k
WHERE i.indkey[p.n - 1] = 0 OR k.special OR a.attoptions IS NOT NULL
    OR i.indcollation[p.n - 1] NOT IN (0, coalesce(t.attcollation, b.typcollation))",
        relation(namespaces)
    )
}

/// What models do not declare.
fn objects(namespaces: &str) -> String {
    let mut queries = vec![
        format!(
            "SELECT 'object', CASE WHEN c.relispartition THEN 'partition' ELSE CASE c.relkind WHEN 'v' THEN 'view'
        WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'composite type' END END,
    n.nspname::text, c.relname::text, pn.nspname::text, pc.relname::text
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_inherits h ON h.inhrelid = c.oid AND c.relispartition
    LEFT JOIN pg_catalog.pg_class pc ON pc.oid = h.inhparent
    LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
WHERE c.relnamespace IN ({namespaces})
    AND (c.relkind IN ('v', 'm', 'f', 'c') OR c.relkind IN ('r', 'p') AND c.relispartition) AND {}",
            own("pg_class", "c.oid")
        ),
        format!(
            "SELECT 'object', CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END,
    n.nspname::text, p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', NULL, NULL
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE p.pronamespace IN ({namespaces}) AND {} AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i
    WHERE i.classid = 'pg_catalog.pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')",
            own("pg_proc", "p.oid")
        ),
        format!(
            "SELECT 'object', CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'range type' END,
    n.nspname::text, t.typname::text, NULL, NULL
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype IN ('d', 'r') AND t.typnamespace IN ({namespaces}) AND {}",
            own("pg_type", "t.oid")
        ),
        // An extension's namespace is where its objects stand, which may be any.
        "SELECT 'object', 'extension', NULL, x.extname::text, NULL, NULL
FROM pg_catalog.pg_extension x WHERE x.extname <> 'plpgsql'"
            .to_owned(),
    ];
    // A trigger of a partition that its table's trigger made has a parent, from version 13 on.
    let trigger = "NOT o.tgisinternal AND coalesce(pg_catalog.to_jsonb(o) ->> 'tgparentid', '0') = '0'";
    for (kind, catalogue, name, table, condition) in [
        ("trigger", "pg_trigger", "tgname", "tgrelid", trigger),
        ("policy", "pg_policy", "polname", "polrelid", "true"),
        ("rule", "pg_rewrite", "rulename", "ev_class", "o.rulename <> '_RETURN'"),
        ("statistics", "pg_statistic_ext", "stxname", "stxrelid", "true"),
    ] {
        queries.push(format!(
            "SELECT 'object', '{kind}', n.nspname::text, o.{name}::text, n.nspname::text, c.relname::text
FROM pg_catalog.{catalogue} o JOIN pg_catalog.pg_class c ON c.oid = o.{table}
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relnamespace IN ({namespaces}) AND {condition} AND {}",
            own(catalogue, "o.oid")
        ));
    }
    queries.join("\nUNION ALL\n")
}
