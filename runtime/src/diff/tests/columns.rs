//! Columns: added, dropped, renamed, altered.

use super::case;
use crate::revision::*;

#[test]
fn renamed_or_dropped() {
    let before = |op: &mut Operations| op.create_table(table("users").with(column("tel", text())));
    let after =
        |op: &mut Operations| op.create_table(table("users").with(column("phone", varchar(20)).nullable()));
    case(before, after)
        .gives(&["? column `users.tel` is gone and `phone` is new: was it renamed, or dropped?"]);
    case(before, after)
        .answer("--drop users.tel")
        .gives(&["add column `users.phone` varchar(20) null", "drop column `users.tel`"]);
    let renamed =
        ["rename column `users.tel` to `phone`", "alter column `users.phone`: type varchar(20), null"];
    case(before, after).answer("--rename users.tel=phone").gives(&renamed);
    case(before, after)
        .said(|renames| drop(renames.columns.insert(("users".into(), "phone".into()), "tel".into())))
        .gives(&renamed);
}
