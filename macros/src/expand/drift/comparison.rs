//! A struct beside its table's block in the lock.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::super::constraint::Part;
use super::super::{at, column_name, constraint, index, option};
use super::{Finding, REMEDY};
use crate::ast::Struct;
use crate::attr::plain;
use crate::lock::{self, TableBlock, conventional_name};
use crate::text;

pub(super) struct Comparison<'a> {
    pub(super) item: &'a Struct,
    /// The struct as a type.
    pub(super) this: &'a TokenStream,
    pub(super) block: &'a TableBlock,
    /// The table as messages name it.
    pub(super) table: &'a str,
}

impl Comparison<'_> {
    /// All that differs, or may differ.
    pub(super) fn findings(&self, constants: &mut TokenStream) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.columns(&mut findings);
        self.other_columns(constants, &mut findings);
        self.primary_key(&mut findings);
        self.constraints(constants, &mut findings);
        self.options(&mut findings);
        findings
    }

    /// The struct's own columns, each beside its line.
    fn columns(&self, findings: &mut Vec<Finding>) {
        let (this, table) = (self.this, self.table);
        // One letter a part, for the columns whose line the type's name explains.
        let mut letters = vec![b'.'; self.item.fields.len()];
        for (i, field) in self.item.fields.iter().enumerate().filter(|(_, field)| !field.flatten) {
            let name = lock::name(&field.name);
            let line = self.block.columns.iter().find(|(known, _)| *known == name).map(|(_, line)| line);
            let known = text::column(field);
            if let (Some(line), Some((known, letter))) = (line, &known)
                && line == known
            {
                letters[i] = *letter;
                continue;
            }
            let model = known.map(|(known, _)| format!("has `{known}`"));
            let note = match line {
                None => format!("column `{table}.{}` is not in the migrations; {REMEDY}", field.name),
                Some(line) => format!(
                    "column `{table}.{}`: model {}, migrations have `{line}`; {REMEDY}",
                    field.name,
                    model.as_deref().unwrap_or("differs")
                ),
            };
            let flag = line.map(|line| quote!(__a::drift::column::<#this>(#i, #line)));
            let line = line.map_or("", String::as_str);
            let span = at(field.span());
            let deny = quote_spanned!(span=> __a::drift::deny_column::<#this>(#table, #i, #line));
            findings.push(Finding { span: field.span(), note, flag, deny: Some(deny) });
        }
        if letters.iter().any(|letter| *letter != b'.') {
            let letters = proc_macro2::Literal::byte_string(&letters);
            let own = self.item.ident.span();
            let span = at(own);
            findings.push(Finding {
                span: own,
                note: format!("a column of table `{table}` has another type in the migrations; {REMEDY}"),
                flag: Some(quote!(__a::drift::types::<#this>(#letters))),
                deny: Some(quote_spanned!(span=> __a::drift::deny_types::<#this>(#table, #letters))),
            });
        }
    }

    /// The columns of flattened fields, and the lock's columns that no field is.
    fn other_columns(&self, constants: &mut TokenStream, findings: &mut Vec<Finding>) {
        let (this, table) = (self.this, self.table);
        let fields = self.item.fields.iter().filter(|field| !field.flatten);
        // A renamed column is one drift, not two.
        let before =
            fields.clone().filter_map(|field| field.column.renamed_from.as_ref()).map(syn::LitStr::value);
        let known: Vec<String> =
            fields.map(|field| field.name.clone()).chain(before).map(|name| lock::name(&name)).collect();
        let others = self.block.columns.iter().filter(|(name, _)| !known.contains(name));
        let others: Vec<(String, &String)> =
            others.map(|(name, line)| (lock::unquoted(name), line)).collect();
        if self.item.flattens() {
            let lines = others.iter().map(|(name, line)| quote!((#name, #line)));
            constants.extend(quote!(const __R: &[__a::drift::Line] = &[#(#lines),*];));
        }
        for (i, field) in self.item.fields.iter().enumerate().filter(|(_, field)| field.flatten) {
            let span = at(field.span());
            findings.push(Finding {
                span: field.span(),
                note: format!(
                    "columns of `{}` differ from table `{table}` in the migrations; {REMEDY}",
                    plain(&field.ident)
                ),
                flag: Some(quote!(__a::drift::flattened::<#this>(#i, __R))),
                deny: Some(quote_spanned!(span=> __a::drift::deny_flattened::<#this>(#table, #i, __R))),
            });
        }
        for (name, _) in &others {
            let note =
                format!("column `{table}.{name}` is in the migrations, but not in the model; {REMEDY}");
            findings.push(Finding {
                flag: self.item.flattens().then(|| quote!(__a::drift::column_left::<#this>(#name))),
                ..Finding::always(self.item.ident.span(), note)
            });
        }
    }

    fn primary_key(&self, findings: &mut Vec<Finding>) {
        let line = self.block.primary_key.as_deref().unwrap_or_default();
        let given = self.item.table.primary_key.as_ref();
        let marked = self.item.fields.iter().filter(|field| field.column.primary_key.is_some());
        let name = given.and_then(|key| key.name.as_ref()).map(syn::LitStr::value);
        let name = name.unwrap_or_else(|| conventional_name("pk", &self.item.name.1, &[]));
        let fields = given.map(|key| key.columns.as_slice()).unwrap_or_default();
        if !self.item.flattens() {
            let columns: Vec<&str> = match fields {
                [] => marked.clone().map(|field| field.name.as_str()).collect(),
                fields => fields.iter().filter_map(|f| Some(self.item.field(f)?.name.as_str())).collect(),
            };
            if line == if columns.is_empty() { String::new() } else { text::primary_key(&name, &columns) } {
                return;
            }
        }
        let columns = match fields {
            // Without flattened fields the marked ones are all there are; with them, only the compiler knows.
            [] => Vec::new(),
            fields => fields.iter().map(|field| column_name_of(self.item, self.this, field)).collect(),
        };
        let (this, table) = (self.this, self.table);
        let key =
            given.map(|key| &key.key).or(marked.clone().find_map(|field| field.column.primary_key.as_ref()));
        let own = key.unwrap_or(&self.item.ident).span();
        let span = at(own);
        let shown = if line.is_empty() { "no primary key".to_owned() } else { format!("`{line}`") };
        findings.push(Finding {
            span: own,
            note: format!("table `{table}`: migrations have {shown}, the model differs; {REMEDY}"),
            flag: Some(quote!(__a::drift::primary_key::<#this>(#name, &[#(#columns),*], #line))),
            deny: Some(
                quote_spanned!(span=> __a::drift::deny_primary_key::<#this>(#table, #name, &[#(#columns),*], #line)),
            ),
        });
    }

    /// Constraints and indexes: whether each has its line, and whether each line has its own.
    fn constraints(&self, constants: &mut TokenStream, findings: &mut Vec<Finding>) {
        let constraints = constraint::parts(self.item);
        let indexes = index::parts(self.item);
        let lines = || self.block.constraints.iter().chain(&self.block.indexes);
        let mut named = 0;
        for (i, part) in constraints.iter().enumerate() {
            findings.extend(self.named(part, i, &quote!(constraint), &mut named));
        }
        for (i, part) in indexes.iter().enumerate() {
            findings.extend(self.named(part, i, &quote!(index), &mut named));
        }
        if named > 0 {
            let lines = lines().map(|(_, line)| line);
            constants.extend(quote!(const __C: &[&str] = &[#(#lines),*];));
        }
        let parts = || constraints.iter().chain(&indexes);
        let known: Vec<(&str, String)> =
            parts().filter_map(|part| Some((part.kind, lock::name(part.name.as_ref()?)))).collect();
        let all_known = parts().all(|part| part.name.is_some());
        let (this, own) = (self.this, &self.item.name.1);
        let is_known = |name: &String, line: &str| {
            known.iter().any(|(kind, known)| known == name && *kind == lock::kind(line))
        };
        for (name, line) in lines().filter(|(name, line)| !is_known(name, line)) {
            let kind = line.split(' ').next().unwrap_or_default();
            let head = format!("{kind} {name} ");
            let note =
                format!("table `{}`: migrations have `{line}`, the model does not; {REMEDY}", self.table);
            findings.push(Finding {
                flag: (!all_known).then(|| quote!(__a::drift::line_left::<#this>(#own, #head))),
                ..Finding::always(self.item.ident.span(), note)
            });
        }
    }

    /// A constraint or an index, unless its line is the lock's; `used` counts the uses of all lines.
    fn named(&self, part: &Part, i: usize, kind: &TokenStream, used: &mut usize) -> Option<Finding> {
        let (this, table, own) = (self.this, self.table, &self.item.name.1);
        let mut lines = self.block.constraints.iter().chain(&self.block.indexes);
        let name = part.name.as_ref();
        let is_of =
            |name: &str, known: &str, line: &str| known == lock::name(name) && lock::kind(line) == part.kind;
        let line =
            name.and_then(|name| lines.find(|(known, line)| is_of(name, known, line))).map(|(_, line)| line);
        if line.is_some() && line == part.line.as_ref() {
            return None;
        }
        let note = match (name, line) {
            (_, Some(line)) => {
                format!("table `{table}`: migrations have `{line}`, the model differs; {REMEDY}")
            }
            (Some(name), None) => format!("`{name}` of table `{table}` is not in the migrations; {REMEDY}"),
            (None, None) => {
                format!("a constraint or index of table `{table}` is not in the migrations; {REMEDY}")
            }
        };
        let among = quote::format_ident!("{}_among", kind.to_string());
        let flag = match (name, line) {
            (_, Some(line)) => Some(
                self.references(part, i, line)
                    .unwrap_or_else(|| quote!(__a::drift::#kind::<#this>(#i, #line))),
            ),
            (Some(_), None) => None,
            (None, None) => {
                *used += 1;
                Some(quote!(__a::drift::#among::<#this>(#i, #own, __C)))
            }
        };
        let lines = match line {
            Some(line) => quote!(&[#line]),
            None if name.is_some() => quote!(&[]),
            None => quote!(__C),
        };
        let deny = quote::format_ident!("deny_{}", kind.to_string());
        let span = at(part.span);
        let deny = quote_spanned!(span=> __a::drift::#deny::<#this>(#table, #i, #own, #lines));
        Some(Finding { span: part.span, note, flag, deny: Some(deny) })
    }

    /// The flag of a foreign key whose line differs from the lock's in what it references, or nowhere.
    fn references(&self, part: &Part, i: usize, line: &str) -> Option<TokenStream> {
        let (before, after) = part.around.as_ref()?;
        let middle = line.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?;
        let (schema, table, columns) = lock::referenced(middle)?;
        let this = self.this;
        let schema = option(schema.map(|schema| quote!(#schema)));
        Some(quote!(__a::drift::references::<#this>(#i, #schema, #table, &[#(#columns),*])))
    }

    /// The comment and the options: both sides are known here.
    fn options(&self, findings: &mut Vec<Finding>) {
        let (item, table) = (self.item, self.table);
        let comment = item.table.comment.as_ref().map(|comment| lock::quoted(&comment.value()));
        if comment != self.block.comment {
            let span = item.table.comment.as_ref().map_or(item.ident.span(), syn::LitStr::span);
            let shown = |side: &Option<String>| side.clone().unwrap_or_else(|| "none".to_owned());
            let (model, migrations) = (shown(&comment), shown(&self.block.comment));
            let note = format!(
                "comment of table `{table}`: model has {model}, migrations have {migrations}; {REMEDY}"
            );
            findings.push(Finding::always(span, note));
        }
        let mut left: Vec<&String> = self.block.options.iter().collect();
        let mut option = |span: Span, note: String| findings.push(Finding::always(span, note));
        for declared in &item.table.options {
            let mut line = format!("option {} {}", declared.database, lock::name(&declared.name));
            if !declared.value.is_empty() {
                line = format!("{line} {}", lock::quoted(&declared.value));
            }
            match left.iter().position(|known| **known == line) {
                Some(found) => drop(left.remove(found)),
                None => option(
                    declared.key.span(),
                    format!("table `{table}`: model has `{line}`, migrations do not; {REMEDY}"),
                ),
            }
        }
        for line in left {
            let note = format!("table `{table}`: migrations have `{line}`, the model does not; {REMEDY}");
            option(item.ident.span(), note);
        }
    }
}

/// The column that a field's name stands for, outside of the struct's impls.
fn column_name_of(item: &Struct, this: &TokenStream, field: &proc_macro2::Ident) -> TokenStream {
    if item.field(field).is_some() {
        return column_name(item, field);
    }
    let (owner, name) = (plain(&item.ident), plain(field));
    quote_spanned!(at(field.span())=> __a::column_of(<#this as __a::Columns>::PARTS, #owner, #name))
}
