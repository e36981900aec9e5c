//! The comparison of a model with `schema.lock`, as constants that warn or refuse.
//!
//! What the derive can tell by itself is said outright; what depends on types, or on flattened
//! structs, becomes a flag that the library's `model::drift` computes in a constant.

mod comparison;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::{at, table};
use crate::ast::{Enumeration, Struct};
use crate::lock::{self, Content};
use crate::project::{Project, Strictness};
use comparison::Comparison;

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
    let ident = &item.ident;
    let lifetimes = table::static_generics(item);
    let this = quote!(#ident #lifetimes);
    let mut compared = false;
    let check = check(ident.span(), |content, constants| {
        let table = item.display_name();
        let name = lock::qualified_name(item.name.0.as_deref(), &item.name.1);
        let Content::Lock(lock) = content else {
            let note = format!("table `{table}`: there are no migrations yet; {REMEDY}");
            return vec![Finding::always(ident.span(), note)];
        };
        let Some(block) = lock.tables.get(&name) else {
            let span = item.table.name.as_ref().map_or(ident.span(), syn::LitStr::span);
            return vec![Finding::always(
                span,
                format!("table `{table}` is not in the migrations; {REMEDY}"),
            )];
        };
        compared = true;
        Comparison { item, this: &this, block, table: &table }.findings(constants)
    });
    // Mistakes that only the compiler sees are shown by `cargo check` too, whatever is compared.
    let parts = (!compared)
        .then(|| quote!(const _: &[__a::Part<__a::ModelColumn>] = <#this as __a::Columns>::PARTS;));
    let constraints = (item.flattens() || item.references() && !compared)
        .then(|| quote!(const _: &[__a::Part<__a::ModelConstraint>] = <#this as __a::Columns>::CONSTRAINTS;));
    let indexes = item
        .flattens()
        .then(|| quote!(const _: &[__a::Part<__a::Index>] = <#this as __a::Columns>::INDEXES;));
    quote!(#parts #constraints #indexes #check)
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

/// What `migrations!()` says where it stands, as strictly as of drift.
pub(crate) fn said(notes: Vec<String>, project: &Project) -> TokenStream {
    let findings: Vec<Finding> =
        notes.into_iter().map(|note| Finding::always(Span::call_site(), note)).collect();
    let tracked = tracked(project);
    let emitted = emit(&findings, project.strictness);
    super::sealed(&quote!(#tracked #emitted))
}

/// Reads the lock, compares, and emits what is found; `find` may add constants that its flags use.
fn check(span: Span, find: impl FnOnce(&Content, &mut TokenStream) -> Vec<Finding>) -> TokenStream {
    let project = match Project::of_this_crate() {
        Ok(project) => project,
        Err(message) => return syn::Error::new(span, message).to_compile_error(),
    };
    let tracked = if first(&TRACKED) { tracked(&project) } else { TokenStream::new() };
    if project.strictness == Strictness::Allow {
        return tracked;
    }
    let mut constants = TokenStream::new();
    let content = lock::read(&project.lock());
    let findings = match &content {
        // One warning is enough for all derives of a crate.
        Content::Broken(_) if !first(&BROKEN) => Vec::new(),
        Content::Broken(reason) => {
            let note = format!("`{}` cannot be read: {reason}; {REMEDY}", project.lock().display());
            vec![Finding::always(span, note)]
        }
        content => find(content, &mut constants),
    };
    let emitted = emit(&findings, project.strictness);
    quote!(#tracked #constants #emitted)
}

/// Whether the files that cargo must watch are named; the compiler runs all derives of a crate in one process.
static TRACKED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
/// Whether it is said that the lock cannot be read.
static BROKEN: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

fn first(done: &std::sync::atomic::AtomicBool) -> bool {
    !done.swap(true, std::sync::atomic::Ordering::Relaxed)
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
            let deny = finding.deny.clone().unwrap_or_else(|| {
                let note = &finding.note;
                let flag = finding.flag.clone().unwrap_or_else(|| quote!(true));
                quote_spanned!(at(finding.span)=> __a::drift::deny_left(#flag, #note))
            });
            quote!(#cfg const _: () = #deny;)
        });
        quote!(#(#errors)*)
    });
    quote!(#warnings #errors)
}

/// A constant a finding, deprecated where it drifts; naming it warns on the finding's span.
fn warnings(findings: &[Finding]) -> TokenStream {
    let mut names: Vec<Ident> = Vec::new();
    for finding in findings {
        let name = name(&finding.note);
        let name = if names.contains(&name) { format_ident!("{name}_{}", names.len()) } else { name };
        names.push(name);
    }
    let notes = findings.iter().map(|finding| &finding.note);
    let fine =
        findings.iter().zip(&names).filter(|(finding, _)| finding.flag.is_some()).map(|(_, name)| name);
    let uses = findings.iter().zip(&names).map(|(finding, name)| {
        // The span of the user's own tokens: the compiler keeps silent about deprecation in derived ones.
        let span = finding.span;
        let flag = finding.flag.clone().unwrap_or_else(|| quote!(true));
        let name = Ident::new(&name.to_string(), span);
        quote_spanned!(span=> const _: () = Drift::<{ #flag }>::#name;)
    });
    quote! {
        const _: () = {
            struct Drift<const D: bool>;
            impl Drift<true> { #(#[deprecated(note = #notes)] const #names: () = ();)* }
            impl Drift<false> { #(const #fine: () = ();)* }
            #(#uses)*
        };
    }
}

/// A constant's name, which the compiler shows before the note: the first thing that the note names.
fn name(note: &str) -> Ident {
    let named = note.split('`').nth(1).unwrap_or_default();
    let last = named.rsplit('.').next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    syn::parse_str(&plain).unwrap_or_else(|_| format_ident!("drift_{plain}"))
}
