//! The comparison of a model with `schema.lock`, as constants that warn or refuse.
//!
//! What the derive can tell by itself is said outright; what depends on types, or on flattened
//! structs, becomes a flag of the library's `model::drift`, which the compiler computes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::{at, constraint, index};
use crate::ast::{Enumeration, Struct};
use crate::attr::plain;
use crate::lock::{self, Content, TableBlock};
use crate::project::{Project, Strictness};

/// What mends a drift.
const REMEDY: &str = "run `cargo run --bin migrations -- generate`";

/// One difference that there is, or that there may be.
struct Finding {
    /// What drifts.
    span: Span,
    /// The warning.
    note: String,
    /// Whether it drifts, as a constant; always when there is none.
    flag: Option<TokenStream>,
    /// The call that refuses; without one, the warning's text is the error's too.
    deny: Option<TokenStream>,
}

impl Finding {
    fn always(span: Span, note: impl Into<String>) -> Self {
        Self { span, note: note.into(), flag: None, deny: None }
    }
}

/// The check of a table.
pub(super) fn table(item: &Struct) -> TokenStream {
    check(item.ident.span(), |content, constants| {
        let table = item.display_name();
        let name = lock::qualified_name(item.name.0.as_deref(), &item.name.1);
        let block = match content {
            Content::Lock(lock) => lock.tables.get(&name),
            _ => None,
        };
        match (block, content) {
            (Some(block), _) => Comparison { item, block, table }.findings(constants),
            (None, Content::Missing) => {
                let note = format!("table `{table}`: there are no migrations yet; {REMEDY}");
                vec![Finding::always(item.ident.span(), note)]
            }
            (None, _) => {
                let span = item.table.name.as_ref().map_or(item.ident.span(), syn::LitStr::span);
                vec![Finding::always(span, format!("table `{table}` is not in the migrations; {REMEDY}"))]
            }
        }
    })
}

/// The check of an enum. One that the lock does not know is used by no column there: the columns drift.
pub(super) fn enumeration(item: &Enumeration) -> TokenStream {
    check(item.ident.span(), |content, _| {
        let Content::Lock(lock) = content else { return Vec::new() };
        let name = lock::qualified_name(item.name.0.as_deref(), &item.name.1);
        let model = lock::enum_values(item.variants.iter().map(|variant| variant.value.as_str()));
        match lock.enums.get(&name) {
            Some(migrations) if *migrations != model => {
                let note =
                    format!("enum `{name}`: model has `{model}`, migrations have `{migrations}`; {REMEDY}");
                vec![Finding::always(item.ident.span(), note)]
            }
            _ => Vec::new(),
        }
    })
}

/// Reads the lock, compares, and emits what is found; `find` may add constants that its flags use.
fn check(span: Span, find: impl FnOnce(&Content, &mut TokenStream) -> Vec<Finding>) -> TokenStream {
    let project = match Project::of_this_crate() {
        Ok(project) => project,
        Err(message) => return syn::Error::new(span, message).to_compile_error(),
    };
    let tracked = tracked(&project);
    if project.strictness == Strictness::Allow {
        return tracked;
    }
    let mut constants = TokenStream::new();
    let content = lock::read(&project.lock());
    let findings = match &content {
        Content::Broken(reason) if first_broken() => {
            let file = project.lock();
            let note = format!(
                "`{}` cannot be read: {reason}; run `cargo run --bin migrations -- generate` to write it anew",
                file.display()
            );
            vec![Finding::always(span, note)]
        }
        Content::Broken(_) => Vec::new(),
        content => find(content, &mut constants),
    };
    let emitted = emit(&findings, project.strictness);
    quote!(#tracked #constants #emitted)
}

/// Whether this is the first derive of the crate that meets a lock it cannot read: one warning is enough.
fn first_broken() -> bool {
    static SAID: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
    !SAID.swap(true, std::sync::atomic::Ordering::Relaxed)
}

/// What the next cargo command must look at again.
fn tracked(project: &Project) -> TokenStream {
    let lock = Some(project.lock()).filter(|lock| lock.is_file());
    let files = lock.iter().chain(&project.config).filter_map(|file| std::path::absolute(file).ok());
    let files = files.filter_map(|file| file.to_str().map(str::to_owned));
    quote! {
        const _: ::core::option::Option<&str> = ::core::option_env!("ALUDEL_DRIFT");
        #(const _: &[u8] = ::core::include_bytes!(#files);)*
    }
}

fn emit(findings: &[Finding], strictness: Strictness) -> TokenStream {
    if findings.is_empty() {
        return TokenStream::new();
    }
    let (warn, deny) = match strictness {
        Strictness::ByProfile => (
            Some(quote!(#[cfg(not(any(test, not(debug_assertions))))])),
            Some(quote!(#[cfg(any(test, not(debug_assertions)))])),
        ),
        Strictness::Warn => (Some(quote!()), None),
        Strictness::Deny => (None, Some(quote!())),
        Strictness::Allow => (None, None),
    };
    let warnings = warn.map(|cfg| {
        let warnings = warnings(findings);
        quote!(#cfg #warnings)
    });
    let errors = deny.map(|cfg| {
        let errors = findings.iter().map(|finding| {
            let note = &finding.note;
            let span = at(finding.span);
            match &finding.deny {
                Some(deny) => quote!(#cfg const _: () = #deny;),
                None => {
                    let flag = finding.flag.clone().unwrap_or_else(|| quote!(true));
                    let call = quote_spanned!(span=> __a::drift::deny_left(#flag, #note));
                    quote!(#cfg const _: () = #call;)
                }
            }
        });
        quote!(#(#errors)*)
    });
    quote!(#warnings #errors)
}

/// A constant a finding, deprecated where it drifts; naming it warns on the finding's span.
fn warnings(findings: &[Finding]) -> TokenStream {
    let names: Vec<Ident> = (0..findings.len()).map(|i| format_ident!("c{i}")).collect();
    let notes = findings.iter().map(|finding| &finding.note);
    let fine =
        findings.iter().zip(&names).filter(|(finding, _)| finding.flag.is_some()).map(|(_, name)| name);
    let uses = findings.iter().zip(&names).map(|(finding, name)| {
        // The span of the user's own tokens: the compiler keeps silent about deprecation in derived ones.
        let span = finding.span;
        let flag = finding.flag.clone().unwrap_or_else(|| quote!(true));
        let name = Ident::new(&name.to_string(), span);
        quote_spanned!(span=> Drift::<{ #flag }>::#name)
    });
    quote! {
        const _: () = {
            struct Drift<const D: bool>;
            impl Drift<true> { #(#[deprecated(note = #notes)] const #names: () = ();)* }
            impl Drift<false> { #(const #fine: () = ();)* }
            #(#uses;)*
        };
    }
}

/// A struct beside its table's block in the lock.
struct Comparison<'a> {
    item: &'a Struct,
    block: &'a TableBlock,
    table: String,
}

impl Comparison<'_> {
    fn findings(&self, constants: &mut TokenStream) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.columns(constants, &mut findings);
        self.primary_key(&mut findings);
        self.constraints(constants, &mut findings);
        self.options(&mut findings);
        findings
    }

    /// The lock's line of a column.
    fn line(&self, column: &str) -> Option<&str> {
        let name = lock::name(column);
        self.block.columns.iter().find(|(known, _)| *known == name).map(|(_, line)| line.as_str())
    }

    fn columns(&self, constants: &mut TokenStream, findings: &mut Vec<Finding>) {
        let table = &self.table;
        let fields = &self.item.fields;
        let own: Vec<&str> = fields
            .iter()
            .map(|field| if field.flatten { "" } else { self.line(&field.name).unwrap_or_default() })
            .collect();
        let count = own.len();
        let known: Vec<String> = fields.iter().filter(|f| !f.flatten).map(|f| lock::name(&f.name)).collect();
        // A renamed column is one drift, not two.
        let before: Vec<String> = fields
            .iter()
            .filter_map(|f| Some(lock::name(&f.column.renamed_from.as_ref()?.value())))
            .collect();
        let others = self.block.columns.iter().filter(|(name, _)| !known.contains(name));
        let others: Vec<&(String, String)> = others.filter(|(name, _)| !before.contains(name)).collect();
        let other_names: Vec<String> = others.iter().map(|(name, _)| unquoted(name)).collect();
        let other_lines = others.iter().map(|(_, line)| line);
        let rest = if self.item.flattens() { quote!(__R) } else { quote!(&[]) };
        for (i, field) in fields.iter().enumerate() {
            let span = at(field.span());
            let line = own[i];
            let note = if field.flatten {
                format!(
                    "columns of `{}` differ from table `{table}` in the migrations; {REMEDY}",
                    plain(&field.ident)
                )
            } else if line.is_empty() {
                format!("column `{table}.{}` is not in the migrations; {REMEDY}", field.name)
            } else {
                format!(
                    "column `{table}.{}`: migrations have `{line}`, the model differs; {REMEDY}",
                    field.name
                )
            };
            findings.push(Finding {
                span: field.span(),
                note,
                flag: (field.flatten || !line.is_empty()).then(|| quote!(__D[#i])),
                deny: Some(quote_spanned!(span=> __a::drift::deny_column(__M, #i, #line, #rest))),
            });
        }
        constants.extend(quote!(const __D: [bool; #count] = __a::drift::columns(__M, &[#(#own),*], #rest);));
        if self.item.flattens() {
            let count = others.len();
            constants.extend(quote! {
                const __R: &[__a::drift::Line; #count] = &[#((#other_names, #other_lines)),*];
                const __L: [bool; #count] = __a::drift::columns_left(__M, __R);
            });
        }
        for (i, name) in other_names.iter().enumerate() {
            findings.push(Finding {
                flag: self.item.flattens().then(|| quote!(__L[#i])),
                ..Finding::always(
                    self.item.ident.span(),
                    format!("column `{table}.{name}` is in the migrations, but not in the model; {REMEDY}"),
                )
            });
        }
    }

    fn primary_key(&self, findings: &mut Vec<Finding>) {
        let line = self.block.primary_key.as_deref().unwrap_or_default();
        let marked = self.item.fields.iter().find_map(|field| field.column.primary_key.as_ref());
        let key = self.item.table.primary_key.as_ref().map(|key| &key.key).or(marked);
        if key.is_none() && line.is_empty() && !self.item.flattens() {
            return;
        }
        let own = key.unwrap_or(&self.item.ident).span();
        let span = at(own);
        let shown = if line.is_empty() { "no primary key".to_owned() } else { format!("`{line}`") };
        findings.push(Finding {
            span: own,
            note: format!("table `{}`: migrations have {shown}, the model differs; {REMEDY}", self.table),
            flag: Some(quote!(__a::drift::primary_key(__M, #line))),
            deny: Some(quote_spanned!(span=> __a::drift::deny_primary_key(__M, #line))),
        });
    }

    /// Constraints and indexes: whether each has its line, and whether each line has its own.
    fn constraints(&self, constants: &mut TokenStream, findings: &mut Vec<Finding>) {
        let constraints = constraint::parts(self.item);
        let indexes = index::parts(self.item);
        let lines = self.block.constraints.iter().chain(&self.block.indexes).map(|(_, line)| line);
        let (count, index_count) = (constraints.len(), indexes.len());
        if count + index_count > 0 {
            constants.extend(quote!(const __C: &[&str] = &[#(#lines),*];));
        }
        if count > 0 {
            constants.extend(quote!(const __K: [bool; #count] = __a::drift::constraints(__M, __C);));
        }
        if index_count > 0 {
            constants.extend(quote!(const __X: [bool; #index_count] = __a::drift::indexes(__M, __C);));
        }
        for (i, part) in constraints.iter().enumerate() {
            let span = at(part.span);
            let deny = quote_spanned!(span=> __a::drift::deny_constraint(__M, #i, __C));
            findings.push(self.named(part.span, part.name.as_deref(), quote!(__K[#i]), deny));
        }
        for (i, part) in indexes.iter().enumerate() {
            let span = at(part.span);
            let deny = quote_spanned!(span=> __a::drift::deny_index(__M, #i, __C));
            findings.push(self.named(part.span, part.name.as_deref(), quote!(__X[#i]), deny));
        }
        self.lines_left(&constraints, &indexes, constants, findings);
    }

    /// A constraint or an index whose name may be known, and with it the line that it should have.
    fn named(&self, span: Span, name: Option<&str>, flag: TokenStream, deny: TokenStream) -> Finding {
        let table = &self.table;
        let mut lines = self.block.constraints.iter().chain(&self.block.indexes);
        let line = name.map(|name| (name, lines.find(|(known, _)| *known == lock::name(name))));
        let note = match line {
            Some((_, Some((_, line)))) => {
                format!("table `{table}`: migrations have `{line}`, the model differs; {REMEDY}")
            }
            Some((name, None)) => format!("`{name}` of table `{table}` is not in the migrations; {REMEDY}"),
            None => format!("a constraint or index of table `{table}` is not in the migrations; {REMEDY}"),
        };
        let flag = (!matches!(line, Some((_, None)))).then_some(flag);
        Finding { span, note, flag, deny: Some(deny) }
    }

    /// Lines of the lock that no constraint or index here is known to have.
    fn lines_left(
        &self,
        constraints: &[constraint::Part],
        indexes: &[index::Part],
        constants: &mut TokenStream,
        findings: &mut Vec<Finding>,
    ) {
        let named = constraints.iter().filter_map(|part| part.name.as_deref());
        let known: Vec<String> =
            named.chain(indexes.iter().filter_map(|part| part.name.as_deref())).map(lock::name).collect();
        let all_known =
            constraints.iter().map(|part| &part.name).chain(indexes.iter().map(|part| &part.name));
        let all_known = all_known.into_iter().all(Option::is_some);
        let lines = self.block.constraints.iter().chain(&self.block.indexes);
        let left: Vec<&(String, String)> = lines.filter(|(name, _)| !known.contains(name)).collect();
        if left.is_empty() {
            return;
        }
        if !all_known {
            let count = left.len();
            let heads = left.iter().map(|(name, line)| {
                let kind = line.split(' ').next().unwrap_or_default();
                format!("{kind} {name} ")
            });
            constants.extend(quote! {
                const __O: [bool; #count] = __a::drift::lines_left(__M, &[#(#heads),*]);
            });
        }
        for (i, (_, line)) in left.iter().enumerate() {
            let note =
                format!("table `{}`: migrations have `{line}`, the model does not; {REMEDY}", self.table);
            findings.push(Finding {
                flag: (!all_known).then(|| quote!(__O[#i])),
                ..Finding::always(self.item.ident.span(), note)
            });
        }
    }

    /// The comment and the options: both sides are known here.
    fn options(&self, findings: &mut Vec<Finding>) {
        let table = &self.item.table;
        let comment = table.comment.as_ref().map(|comment| lock::quoted(&comment.value()));
        if comment != self.block.comment {
            let span = table.comment.as_ref().map_or(self.item.ident.span(), syn::LitStr::span);
            let shown = |side: &Option<String>| side.clone().unwrap_or_else(|| "none".to_owned());
            let note = format!(
                "comment of table `{}`: model has {}, migrations have {}; {REMEDY}",
                self.table,
                shown(&comment),
                shown(&self.block.comment)
            );
            findings.push(Finding::always(span, note));
        }
        let mut left: Vec<&String> = self.block.options.iter().collect();
        for option in &table.options {
            let mut line = format!("option {} {}", option.database, lock::name(&option.name));
            if !option.value.is_empty() {
                line = format!("{line} {}", lock::quoted(&option.value));
            }
            match left.iter().position(|known| **known == line) {
                Some(found) => drop(left.remove(found)),
                None => findings.push(Finding::always(
                    option.key.span(),
                    format!("table `{}`: model has `{line}`, migrations do not; {REMEDY}", self.table),
                )),
            }
        }
        for line in left {
            let note =
                format!("table `{}`: migrations have `{line}`, the model does not; {REMEDY}", self.table);
            findings.push(Finding::always(self.item.ident.span(), note));
        }
    }
}

/// A name as it is, from the way the lock writes it.
fn unquoted(name: &str) -> String {
    let Some(inner) = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return name.to_owned();
    };
    let mut out = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match (character, character == '\\') {
            (_, true) => out.push(match characters.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            }),
            (character, false) => out.push(character),
        }
    }
    out
}
