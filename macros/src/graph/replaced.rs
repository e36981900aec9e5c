//! Revisions that a squashed one stands for, as far as the files tell.

use std::collections::BTreeMap;

use super::Header;

/// Who stands for whom.
#[derive(Debug, Default)]
pub(super) struct Replaced<'a> {
    /// What is replaced, each with the identifier and the file of what replaces it.
    pub(super) by: BTreeMap<&'a str, (&'a str, &'a str)>,
    /// The last of what each squashed revision replaces, with the identifier of that which stands for it in the end.
    pub(super) last: BTreeMap<&'a str, &'a str>,
}

impl<'a> Replaced<'a> {
    /// Reads who stands for whom; all that is wrong with it.
    pub(super) fn read(&mut self, files: &[(&'a str, &'a Header)], all_read: bool) -> Vec<String> {
        let mut mistakes = Vec::new();
        for (file, header) in files {
            for id in &header.replaces {
                if *id == header.id {
                    mistakes.push(format!("`{file}` names itself in `REPLACES`; take `{id}` out of it"));
                } else if let Some((_, other)) = self.by.insert(id, (&header.id, file)) {
                    mistakes.push(format!(
                        "revision `{id}` is replaced twice: by `{other}` and by `{file}`; take it out of one `REPLACES`"
                    ));
                }
            }
        }
        let in_folder = files.iter().filter(|(file, _)| file.starts_with(super::FOLDER));
        for (file, _) in in_folder.filter(|(_, header)| all_read && !self.by.contains_key(&*header.id)) {
            mistakes.push(format!(
                "`{file}` is in the folder of what others replace, but no `REPLACES` names it; delete it, or bring the \
                 squashed revision back"
            ));
        }
        for (_, header) in files {
            let Some(last) = header.replaces.last() else { continue };
            let mut stands = &*header.id;
            // Files that replace each other lead nowhere.
            for _ in files {
                let Some((by, _)) = self.by.get(stands) else { break };
                stands = by;
            }
            let is_last = |id: &str| {
                let of =
                    |(_, other): &&(&str, &'a Header)| other.replaces.last().is_some_and(|last| last == id);
                files.iter().any(|file| of(&file))
            };
            // What is in the midst of another squash is no longer anybody's last.
            if stands == header.id || is_last(&header.id) {
                self.last.insert(last, stands);
            }
        }
        mistakes
    }
}
