//! `migrations!()`: the revision files as modules, and all about them as one static.

use std::path::{Path, PathBuf};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{LitStr, Path as RustPath, Token, bracketed};

use crate::errors::Errors;
use crate::lock::{self, Content};
use crate::project::Project;
use crate::{expand, graph};

/// `"folder", with = [billing::MIGRATIONS]`, both of which may be left out.
pub(crate) struct Arguments {
    /// Overrides where the project says its migrations are.
    folder: Option<LitStr>,
    /// The migrations of libraries.
    with: Vec<RustPath>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let folder: Option<LitStr> = input.parse()?;
        if folder.is_some() && !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        let mut with = Vec::new();
        if !input.is_empty() {
            let name: Ident = input.parse()?;
            if name != "with" {
                let message = "the arguments are a folder and `with = [library::MIGRATIONS]`";
                return Err(syn::Error::new(name.span(), message));
            }
            input.parse::<Token![=]>()?;
            let list;
            bracketed!(list in input);
            with.extend(Punctuated::<RustPath, Token![,]>::parse_terminated(&list)?);
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(Self { folder, with })
    }
}

/// All that `migrations!()` emits.
pub(crate) fn expand(arguments: Arguments) -> syn::Result<TokenStream> {
    let Arguments { folder, with } = arguments;
    let span = folder.as_ref().map_or_else(Span::call_site, LitStr::span);
    let refuse = |message: String| syn::Error::new(span, message);
    let project = Project::of_this_crate().map_err(refuse)?;
    let directory = match &folder {
        Some(folder) => package().join(folder.value()),
        None => project.directory.clone(),
    };
    if folder.is_some() && !directory.is_dir() {
        return Err(refuse(format!("there is no folder `{}`", directory.display())));
    }
    let files = all_files(&directory).map_err(refuse)?;
    let lock_file = directory.join("schema.lock");
    let lock = if lock_file.is_file() { Some(absolute(&lock_file).map_err(refuse)?) } else { None };
    let notes = disagreements(&lock::read(&lock_file), &files);
    let said = expand::drift::said(notes, &project);
    let source = |file: &File| std::fs::read_to_string(&file.path).ok();
    let header = |file: &File| source(file).and_then(|source| graph::Header::read(&source));
    let read: Vec<graph::File<'_>> = files.iter().map(|file| (&*file.name, header(file))).collect();
    let mut errors = Errors::default();
    for mistake in graph::mistakes(&read, !with.is_empty()) {
        errors.push(span, mistake);
    }
    let errors = errors.into_tokens();
    let directory = absolute(&directory).map_err(refuse)?;
    let package = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
    let embedded = tokens(&Embedded { files, lock, directory, package, with, invoked_at: invoked_at() });
    Ok(quote!(#embedded #said #errors))
}

/// One revision file.
#[derive(Clone, Debug)]
struct File {
    /// Where it is, absolute.
    path: String,
    /// Its name, as the lock has it: in the folder of what others replace, with that.
    name: String,
    /// Whether it says what it stands for.
    has_replaces: bool,
}

/// What is embedded; every path is absolute.
struct Embedded {
    /// The revision files, in order of the names.
    files: Vec<File>,
    lock: Option<String>,
    directory: String,
    package: String,
    /// The migrations of libraries.
    with: Vec<RustPath>,
    invoked_at: String,
}

fn tokens(embedded: &Embedded) -> TokenStream {
    let Embedded { files, lock, directory, package, with, invoked_at } = embedded;
    let modules: Vec<Ident> = files.iter().map(|file| module(&file.name)).collect();
    let paths: Vec<&String> = files.iter().map(|file| &file.path).collect();
    let (replaced, entries): (Vec<_>, Vec<_>) =
        files.iter().partition(|file| file.name.starts_with(graph::FOLDER));
    let [entries, replaced] = [entries, replaced].map(|files| files.into_iter().map(entry));
    let lock = match lock {
        Some(lock) => quote!(::core::option::Option::Some(::core::include_str!(#lock))),
        None => quote!(::core::option::Option::None),
    };
    quote! {
        #[doc(hidden)]
        #[allow(missing_docs, unreachable_pub, dead_code, clippy::all, clippy::pedantic, clippy::nursery)]
        mod __aludel_revisions {
            #(#[path = #paths] pub(super) mod #modules;)*
        }

        /// The revisions of this crate's `migrations` folder.
        pub static MIGRATIONS: ::aludel::Migrations = ::aludel::Migrations {
            entries: &[#(#entries),*],
            replaced: &[#(#replaced),*],
            directory: #directory,
            lock: #lock,
            package: #package,
            module: ::core::module_path!(),
            with: &[#(&#with),*],
            invoked_at: #invoked_at,
        };

        /// What no derive can see, such as a model that was deleted or a revision that was edited.
        #[cfg(test)]
        #[test]
        fn models_revisions_and_lock_agree() {
            if let ::core::result::Result::Err(errors) = MIGRATIONS.check() {
                ::core::panic!("{errors}");
            }
        }
    }
}

/// A revision file as a value.
fn entry(file: &File) -> TokenStream {
    let File { path, name, .. } = file;
    let module = module(name);
    let replaces = match file.has_replaces {
        true => quote!(__aludel_revisions::#module::REPLACES),
        false => quote!(&[]),
    };
    quote! {
        ::aludel::Entry {
            revision: &__aludel_revisions::#module::REVISION,
            replaces: #replaces,
            upgrade: __aludel_revisions::#module::upgrade,
            downgrade: __aludel_revisions::#module::downgrade,
            file: #name,
            source: ::core::include_str!(#path),
        }
    }
}

/// In what lock and revision files disagree, as far as their names and the heads tell.
///
/// A lock that cannot be read is for the derives to say; what a file holds, for the test.
fn disagreements(lock: &Content, files: &[File]) -> Vec<String> {
    let remedy = "run `cargo run --bin migrations -- generate` to write `schema.lock` again";
    let lock = match lock {
        Content::Lock(lock) => lock,
        Content::Missing if !files.is_empty() => {
            return vec![format!("there are revisions, but no `schema.lock`; {remedy}")];
        }
        Content::Missing | Content::Broken(_) => return Vec::new(),
    };
    let mut notes = Vec::new();
    if lock.heads.len() > 1 {
        let heads = lock.heads.join("`, `");
        notes.push(format!("there are several heads: `{heads}`; run `cargo run --bin migrations -- merge`"));
    }
    for File { name: file, .. } in files.iter().filter(|file| !lock.files.contains(&file.name)) {
        notes.push(format!("`schema.lock` does not know `{file}`; {remedy}"));
    }
    for file in lock.files.iter().filter(|file| !files.iter().any(|known| known.name == **file)) {
        notes.push(format!("`schema.lock` knows `{file}`, which is not there; {remedy}"));
    }
    notes
}

/// The module of a revision file: `r_` and the file's stem, where anything but letters and digits is `_`.
fn module(file: &str) -> Ident {
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    let plain: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format_ident!("r_{plain}")
}

/// The revision files, and those in the folder of what others replace.
///
/// A squash that was cut off leaves a file in both: it counts once.
fn all_files(directory: &Path) -> Result<Vec<File>, String> {
    let mut files = revision_files(directory, "")?;
    for file in revision_files(&directory.join(graph::FOLDER), graph::FOLDER)? {
        let name = file.name.trim_start_matches(graph::FOLDER);
        let same = |path: &str| std::fs::read(path).ok() == std::fs::read(&file.path).ok();
        if !files.iter().any(|other| other.name == name && same(&other.path)) {
            files.push(file);
        }
    }
    Ok(files)
}

/// Each `*.rs` in the folder, in order of the names, which begin with `prefix`; none when there is no folder yet.
fn revision_files(directory: &Path, prefix: &str) -> Result<Vec<File>, String> {
    if !directory.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |error: std::io::Error| format!("cannot read `{}`: {error}", directory.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rs") && !name.starts_with('.') {
            let source = std::fs::read_to_string(entry.path()).unwrap_or_default();
            files.push(File {
                path: absolute(&entry.path())?,
                name: format!("{prefix}{name}"),
                has_replaces: graph::has_replaces(&source),
            });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn package() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default()
}

fn absolute(path: &Path) -> Result<String, String> {
    let whole =
        std::path::absolute(path).map_err(|error| format!("cannot find `{}`: {error}", path.display()))?;
    let text = whole.to_str().map(str::to_owned);
    text.ok_or_else(|| format!("the path `{}` is no UTF-8", path.display()))
}

/// The source file that holds `migrations!()`.
fn invoked_at() -> String {
    let file = if proc_macro::is_available() { proc_macro::Span::call_site().local_file() } else { None };
    file.and_then(|file| absolute(&file).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded(files: &[&str], lock: Option<&str>) -> String {
        let file = |name: &&str| File {
            path: format!("/m/{name}"),
            name: (*name).to_owned(),
            has_replaces: name.contains("squashed"),
        };
        let files = files.iter().map(file).collect();
        let lock = lock.map(str::to_owned);
        let text = |text: &str| text.to_owned();
        let embedded = Embedded {
            files,
            lock,
            directory: text("/m"),
            package: text("my_app"),
            with: vec![syn::parse_quote!(billing::MIGRATIONS)],
            invoked_at: text("/src/lib.rs"),
        };
        tokens(&embedded).to_string()
    }

    #[test]
    fn a_module_a_file() {
        let tokens = embedded(&["20261120_0819a425f7fd_create-users.rs"], Some("/m/schema.lock"));
        let module = "# [path = \"/m/20261120_0819a425f7fd_create-users.rs\"] pub (super) mod \
                      r_20261120_0819a425f7fd_create_users ;";
        assert!(tokens.contains(module), "{tokens}");
        assert!(tokens.contains("lock : :: core :: option :: Option :: Some"), "{tokens}");
    }

    #[test]
    fn what_is_replaced_stands_apart() {
        let tokens = embedded(&["2_squashed.rs", "replaced/1_first.rs"], None);
        assert!(tokens.contains("replaces : __aludel_revisions :: r_2_squashed :: REPLACES"), "{tokens}");
        let (_, replaced) = tokens.split_once("replaced : & [").expect("there is the list");
        assert!(
            replaced
                .starts_with(":: aludel :: Entry { revision : & __aludel_revisions :: r_replaced_1_first")
        );
    }

    #[test]
    fn nothing_yet() {
        let tokens = embedded(&[], None);
        assert!(tokens.contains("entries : & []"), "{tokens}");
        assert!(tokens.contains("lock : :: core :: option :: Option :: None"), "{tokens}");
        assert!(tokens.contains("with : & [& billing :: MIGRATIONS]"), "{tokens}");
    }
}
