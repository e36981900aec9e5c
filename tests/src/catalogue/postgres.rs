//! PostgreSQL's catalogue, by `pg_catalog` and its functions that write definitions.

use crate::servers::Database;

/// Everything a schema is made of, a line each; names of sequences are left out, because they stay when
/// their table is renamed.
const LINES: &str = "
WITH relation AS (
    SELECT c.oid, c.oid::regclass::text AS name, c.relkind, c.reloptions
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
)
SELECT concat_ws(' ', 'table', name, relkind, 'options', reloptions, 'comment', obj_description(oid, 'pg_class'))
FROM relation WHERE relkind IN ('r', 'p')
UNION ALL
SELECT concat_ws(' ', 'view', name, pg_get_viewdef(oid)) FROM relation WHERE relkind IN ('v', 'm')
UNION ALL
SELECT concat_ws(' ', 'column', format('%s.%I', r.name, a.attname), format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN 'not null' END, 'default ' || pg_get_expr(d.adbin, d.adrelid),
    'identity ' || nullif(a.attidentity::text, ''), 'generated ' || nullif(a.attgenerated::text, ''),
    CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || a.attcollation::regcollation END,
    'comment ' || col_description(r.oid, a.attnum), sequence.described)
FROM relation r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
    LEFT JOIN LATERAL (
        SELECT concat_ws(' ', 'sequence', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmax)
            AS described
        FROM pg_depend p JOIN pg_sequence s ON s.seqrelid = p.objid
        WHERE p.refobjid = r.oid AND p.refobjsubid = a.attnum AND p.classid = 'pg_class'::regclass
    ) sequence ON true
WHERE r.relkind IN ('r', 'p')
UNION ALL
SELECT concat_ws(' ', 'constraint', r.name, quote_ident(k.conname), pg_get_constraintdef(k.oid),
    'comment ' || obj_description(k.oid, 'pg_constraint'))
FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')
UNION ALL
SELECT concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid), CASE WHEN NOT i.indisvalid THEN 'invalid' END)
FROM relation r JOIN pg_index i ON i.indrelid = r.oid
UNION ALL
SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(g.oid))
FROM relation r JOIN pg_trigger g ON g.tgrelid = r.oid AND NOT g.tgisinternal
UNION ALL
SELECT concat_ws(' ', 'enum', e.enumtypid::regtype, string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder))
FROM pg_enum e GROUP BY e.enumtypid
UNION ALL
SELECT concat_ws(' ', 'sequence', name) FROM relation
WHERE relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend p WHERE p.objid = relation.oid AND p.deptype IN ('a', 'i'))
";

pub(super) async fn catalogue(database: &mut Database) -> Result<Vec<String>, String> {
    Ok(database.query(LINES).await?.into_iter().flatten().collect())
}
