//! What models do not declare.

use super::{Fields, Reader};
use crate::connection::DatabaseError;
use crate::introspection::Object;

impl Reader<'_> {
    pub(super) fn object(&mut self, mut fields: Fields) -> Result<(), DatabaseError> {
        let kind = fields.name()?;
        let name = self.name(fields.optional(), fields.text()?);
        let (schema, table) = (fields.optional(), fields.optional());
        let table = table.map(|table| self.name(schema, table));
        self.introspection.objects.insert(Object { kind, name, table });
        Ok(())
    }
}
