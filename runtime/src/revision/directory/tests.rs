//! A real folder, of each test its own.

use super::*;
use crate::revision::lock::LockedRevision;
use crate::revision::source::Header;
use crate::revision::{Revision, sample};
use crate::schema::Schema;

/// A folder that is taken away at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("aludel-directory-{name}-{}", std::process::id()));
        fs::remove_dir_all(&path).ok();
        fs::create_dir_all(&path).expect("there is a folder for temporary files");
        Self(path)
    }

    fn directory(&self) -> Directory {
        Directory::new(self.0.join("migrations"))
    }

    fn names(&self) -> Vec<String> {
        let listed = fs::read_dir(self.0.join("migrations")).expect("it is there");
        let mut names: Vec<String> = listed
            .map(|entry| entry.expect("it is there").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

const FIRST: Revision =
    Revision { id: "aaaa", revises: &[], depends_on: &[], branch_labels: &[], created: "" };

/// The file that `sample::entry(FIRST)` stands for, and its lock.
fn first() -> (RevisionFile, Lock) {
    let file = RevisionFile { name: "aaaa.rs".into(), source: "//! aaaa\n".into() };
    let locked = LockedRevision::new("aaaa", "aaaa.rs", &file.source);
    let lock = Lock::default().with_revision(locked, &[], &Schema::new());
    (file, lock)
}

fn embedded(lock: Option<&'static str>) -> Migrations {
    let entry = sample::entry(FIRST);
    let entries = vec![crate::revision::Entry { ..*entry }];
    sample::migrations(entries.leak(), lock)
}

#[test]
fn adds_a_revision_and_its_lock() {
    let folder = Folder::new("adds");
    let directory = folder.directory();
    assert_eq!(directory.files().expect("no folder, no files"), []);
    let (file, lock) = first();
    let path = directory.add(&file, &lock).expect("it is written");
    assert_eq!(fs::read_to_string(path).expect("it is there"), "//! aaaa\n");
    assert_eq!(folder.names(), ["aaaa.rs", "schema.lock"]);
    assert_eq!(directory.files().expect("they are readable"), [file]);
    assert_eq!(directory.lock().expect("it is readable"), Some(lock.to_string()));
}

#[test]
fn never_overwrites_a_revision() {
    let folder = Folder::new("overwrites");
    let (file, lock) = first();
    folder.directory().add(&file, &lock).expect("it is written");
    let error =
        folder.directory().add(&RevisionFile { source: "other".into(), ..file.clone() }, &Lock::default());
    assert!(matches!(error, Err(DirectoryError::Exists { .. })), "{error:?}");
    assert_eq!(folder.directory().files().expect("they are readable"), [file]);
    assert_eq!(folder.directory().lock().expect("it is readable"), Some(lock.to_string()));
    assert_eq!(folder.names(), ["aaaa.rs", "schema.lock"]);
}

#[test]
fn leaves_nothing_when_the_lock_cannot_be_written() {
    let folder = Folder::new("lock");
    let (file, lock) = first();
    fs::create_dir_all(folder.0.join("migrations/schema.lock/in the way")).expect("it is created");
    let error = folder.directory().add(&file, &lock).expect_err("a folder is in the way");
    assert!(error.to_string().starts_with("cannot write `"), "{error}");
    assert_eq!(folder.names(), ["schema.lock"]);
}

#[test]
fn says_where_it_cannot_write() {
    let folder = Folder::new("file");
    fs::write(folder.0.join("migrations"), "a file").expect("it is written");
    let (file, lock) = first();
    let error = folder.directory().add(&file, &lock).expect_err("a file is in the way");
    assert!(error.to_string().starts_with("cannot create `"), "{error}");
    let full =
        DirectoryError::Io { action: "write", path: "x".into(), source: io::ErrorKind::StorageFull.into() };
    assert!(full.hint().contains("room on the disk"));
}

#[test]
fn tells_a_build_that_is_not_of_the_folder() {
    let folder = Folder::new("embedded");
    let directory = folder.directory();
    let (file, lock) = first();
    let build = embedded(Some(lock.to_string().leak()));
    let message = |build: &Migrations| directory.check_embedded(build).map_err(|error| error.to_string());
    assert_eq!(message(&build), Err("`aaaa.rs` is in this build, but no longer in the folder".into()));
    directory.add(&file, &lock).expect("it is written");
    assert_eq!(message(&build), Ok(()));
    assert_eq!(message(&embedded(None)), Err("`schema.lock` was changed since this build".into()));
    fs::write(directory.path().join("aaaa.rs"), "//! edited\n").expect("it is written");
    assert_eq!(message(&build), Err("`aaaa.rs` was changed since this build".into()));
    fs::write(directory.path().join("a.rs"), "//! a\n").expect("it is written");
    assert_eq!(message(&build), Err("`a.rs` is in the folder, but not in this build".into()));
}

#[test]
fn touches_the_invocation_and_keeps_its_text() {
    let folder = Folder::new("touch");
    let path = folder.0.join("lib.rs");
    fs::write(&path, "migrations!();").expect("it is written");
    let long_ago = SystemTime::UNIX_EPOCH;
    File::options().append(true).open(&path).and_then(|file| file.set_modified(long_ago)).expect("it is set");
    touch(path.to_str().expect("it is UTF-8")).expect("it is touched");
    let touched = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("it is there");
    assert!(touched > long_ago);
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "migrations!();");
    assert!(matches!(touch(""), Err(DirectoryError::UnknownInvocation)));
}

#[test]
fn names_files() {
    let header = Header {
        message: "Add phone & fax to \"users\"".into(),
        id: "a1b2c3d4e5f6".into(),
        created: "2026-11-20 21:18:00 UTC".into(),
        ..Header::default()
    };
    let name = |template: &str| file_name(template, &header);
    assert_eq!(name(DEFAULT_TEMPLATE).as_deref(), Ok("20261120_a1b2c3d4e5f6_add_phone_fax_to_users.rs"));
    assert_eq!(name("r{rev}_{time}.rs").as_deref(), Ok("ra1b2c3d4e5f6_211800.rs"));
    assert!(matches!(name("{slug}.rs"), Err(NameError::NoRevision { .. })));
    assert!(matches!(name("{rev}/{slug}.rs"), Err(NameError::NoFile { .. })));
    assert!(matches!(name("{rev}.txt"), Err(NameError::NoFile { .. })));
    assert!(matches!(name("{rev}{year.rs"), Err(NameError::UnknownPart { .. })));
    let unusable = Header { id: "../x".into(), ..header.clone() };
    assert!(matches!(file_name(DEFAULT_TEMPLATE, &unusable), Err(NameError::UnusableId { .. })));
}

#[test]
fn slugs_are_short_and_plain() {
    assert_eq!(slug("  Ünïcode: añadir teléfono!"), "n_code_a_adir_tel_fono");
    assert_eq!(slug("日本"), "revision");
    assert_eq!(slug(&"x".repeat(60)), "x".repeat(40));
    assert_eq!(
        slug("a message that is much longer than a name of a file"),
        "a_message_that_is_much_longer_than_a"
    );
}

#[test]
fn identifiers_are_twelve_digits_and_differ() {
    let id = random_id();
    assert!(id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    assert_ne!(id, random_id());
}
