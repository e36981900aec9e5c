//! A lock that is not what the revisions lead to: it is derived, so it is written anew.

use super::{Lock, LockError};

/// Why a lock has to be written anew.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stale {
    /// There are revisions, but no lock.
    #[error("there was no `schema.lock`")]
    Missing,
    /// It cannot be read, for the marks of a merge conflict perhaps.
    #[error(transparent)]
    Unreadable(#[from] LockError),
    /// It says something else.
    #[error("`schema.lock` did not say what the revisions do")]
    Behind,
}

impl Lock {
    /// Why `text`, the lock that is there, has to be written anew to be this one; `None` where it is this one.
    pub fn staleness(&self, text: Option<&str>) -> Option<Stale> {
        match text.map(Self::parse) {
            None => (!self.revisions.is_empty()).then_some(Stale::Missing),
            Some(Err(error)) => Some(error.into()),
            Some(Ok(lock)) => (lock != *self).then_some(Stale::Behind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::lock::LockedRevision;
    use crate::schema::Schema;

    #[test]
    fn a_lock_is_written_anew_for_a_reason() {
        let expected =
            Lock::default().with_revision(LockedRevision::new("a", "a.rs", ""), &[], &Schema::new());
        let said = |lock: &Lock, text: Option<&str>| lock.staleness(text).map(|stale| stale.to_string());
        let conflict = expected.to_string().replace("head a", "<<<<<<< ours\nhead a");
        assert_eq!(said(&expected, Some(&expected.to_string())), None);
        assert_eq!(said(&Lock::default(), None), None);
        assert_eq!(said(&expected, None).as_deref(), Some("there was no `schema.lock`"));
        let behind = Lock::default().to_string();
        assert_eq!(
            said(&expected, Some(&behind)).as_deref(),
            Some("`schema.lock` did not say what the revisions do")
        );
        assert_eq!(
            said(&expected, Some(&conflict)).as_deref(),
            Some("line 2 of `schema.lock` is the mark of a merge conflict")
        );
    }
}
