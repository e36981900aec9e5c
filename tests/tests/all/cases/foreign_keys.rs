//! Foreign keys: actions, deferral, cycles, self-references.

use super::*;

fn teams() -> Table {
    table("teams").with(column("id", bigint())).with(primary_key("pk_teams", ["id"]))
}

fn members() -> Table {
    table("members")
        .with(column("id", bigint()))
        .with(column("team_id", bigint()).nullable())
        .with(primary_key("pk_members", ["id"]))
}

fn key() -> aludel::schema::ForeignKey {
    foreign_key("fk_members_team_id", ["team_id"]).references("teams", ["id"])
}

/// A case in which `members` changes, beside `teams`; one member is in a team and another in none.
fn members_become(name: &'static str, before: Table, after: Table) -> Case {
    case(name)
        .before(|op| {
            op.create_table(teams());
            op.create_table(before);
        })
        .after(|op| {
            op.create_table(teams());
            op.create_table(after);
        })
        .rows("INSERT INTO teams (id) VALUES (5)")
        .rows("INSERT INTO members (id, team_id) VALUES (1, 5), (2, NULL)")
        .finds("SELECT id, team_id FROM members ORDER BY id", &["1|5", "2|NULL"])
        .finds_again("SELECT id, team_id FROM members ORDER BY id", &["1|5", "2|NULL"])
}

fn keys_become(
    name: &'static str,
    before: aludel::schema::ForeignKey,
    after: aludel::schema::ForeignKey,
) -> Case {
    members_become(name, members().with(before), members().with(after))
}

#[test]
fn added() {
    members_become("foreign_keys/added", members(), members().with(key())).check();
}

#[test]
fn dropped() {
    members_become("foreign_keys/dropped", members().with(key()), members()).check();
}

#[test]
fn renamed() {
    let other = foreign_key("fk_other", ["team_id"]).references("teams", ["id"]);
    keys_become("foreign_keys/renamed", key(), other).check();
}

#[test]
fn on_delete_cascade() {
    keys_become("foreign_keys/on_delete_cascade", key(), key().on_delete(Action::Cascade)).check();
}

#[test]
fn on_delete_set_null() {
    keys_become(
        "foreign_keys/on_delete_set_null",
        key().on_delete(Action::Cascade),
        key().on_delete(Action::SetNull),
    )
    .check();
}

#[test]
fn on_delete_restrict() {
    keys_become("foreign_keys/on_delete_restrict", key(), key().on_delete(Action::Restrict)).check();
}

#[test]
fn on_delete_set_default() {
    keys_become("foreign_keys/on_delete_set_default", key(), key().on_delete(Action::SetDefault)).check();
}

#[test]
fn on_update_cascade() {
    keys_become("foreign_keys/on_update_cascade", key(), key().on_update(Action::Cascade)).check();
}

#[test]
fn on_update_set_null() {
    let after = key().on_update(Action::SetNull).on_delete(Action::SetNull);
    keys_become("foreign_keys/on_update_set_null", key().on_update(Action::Restrict), after).check();
}

#[test]
fn deferrable() {
    keys_become("foreign_keys/deferrable", key(), key().deferrable(Deferrable::InitiallyDeferred)).check();
}

#[test]
fn deferrable_changed() {
    keys_become(
        "foreign_keys/deferrable_changed",
        key().deferrable(Deferrable::InitiallyDeferred),
        key().deferrable(Deferrable::InitiallyImmediate),
    )
    .check();
}

#[test]
fn match_full() {
    keys_become("foreign_keys/match_full", key(), key().match_full().on_delete(Action::Cascade)).check();
}

#[test]
fn to_another_table() {
    let groups =
        || table("groups_of_people").with(column("id", bigint())).with(primary_key("pk_groups", ["id"]));
    case("foreign_keys/to_another_table")
        .before(|op| {
            op.create_table(teams());
            op.create_table(groups());
            op.create_table(members().with(key()));
        })
        .after(|op| {
            op.create_table(teams());
            op.create_table(groups());
            op.create_table(
                members().with(
                    foreign_key("fk_members_team_id", ["team_id"]).references("groups_of_people", ["id"]),
                ),
            );
        })
        .check();
}

#[test]
fn to_a_new_table() {
    case("foreign_keys/to_a_new_table")
        .before(|op| op.create_table(members()))
        .after(|op| {
            op.create_table(teams());
            op.create_table(members().with(key()));
        })
        .rows("INSERT INTO members (id, team_id) VALUES (1, NULL)")
        .finds("SELECT id FROM members", &["1"])
        .check();
}

#[test]
fn to_itself() {
    let with_parent =
        || members().with(foreign_key("fk_members_parent", ["team_id"]).references("members", ["id"]));
    becomes("foreign_keys/to_itself", members(), with_parent())
        .rows("INSERT INTO members (id, team_id) VALUES (1, NULL), (2, 1)")
        .finds("SELECT id, team_id FROM members ORDER BY id", &["1|NULL", "2|1"])
        .check();
}

#[test]
fn to_itself_from_the_start() {
    case("foreign_keys/to_itself_from_the_start")
        .after(|op| {
            op.create_table(
                members().with(
                    foreign_key("fk_members_parent", ["team_id"])
                        .references("members", ["id"])
                        .on_delete(Action::Cascade),
                ),
            );
        })
        .check();
}

#[test]
fn composite() {
    fn parent() -> Table {
        table("places")
            .with(column("country", char(2)))
            .with(column("code", varchar(10)))
            .with(primary_key("pk_places", ["country", "code"]))
    }
    fn child() -> Table {
        table("visits")
            .with(column("id", bigint()))
            .with(column("country", char(2)).nullable())
            .with(column("code", varchar(10)).nullable())
            .with(primary_key("pk_visits", ["id"]))
    }
    case("foreign_keys/composite")
        .before(|op| {
            op.create_table(parent());
            op.create_table(child());
        })
        .after(|op| {
            op.create_table(parent());
            op.create_table(
                child().with(
                    foreign_key("fk_visits_place", ["country", "code"])
                        .references("places", ["country", "code"])
                        .on_update(Action::Cascade),
                ),
            );
        })
        .rows("INSERT INTO places (country, code) VALUES ('NO', 'OSL')")
        .rows("INSERT INTO visits (id, country, code) VALUES (1, 'NO', 'OSL')")
        .finds("SELECT country, code FROM visits", &["NO|OSL"])
        .check();
}

#[test]
fn to_a_unique_column() {
    fn parent() -> Table {
        teams().with(column("code", varchar(10))).with(unique("uq_teams_code", ["code"]))
    }
    fn child() -> Table {
        members().with(column("team_code", varchar(10)).nullable())
    }
    case("foreign_keys/to_a_unique_column")
        .before(|op| {
            op.create_table(parent());
            op.create_table(child());
        })
        .after(|op| {
            op.create_table(parent());
            op.create_table(
                child()
                    .with(foreign_key("fk_members_team_code", ["team_code"]).references("teams", ["code"])),
            );
        })
        .check();
}

#[test]
fn two_to_one_table() {
    let two = || members().with(column("second_id", bigint()).nullable());
    let after = two().with(key()).with(
        foreign_key("fk_members_second_id", ["second_id"])
            .references("teams", ["id"])
            .on_delete(Action::SetNull),
    );
    members_become("foreign_keys/two_to_one_table", two(), after).check();
}

#[test]
fn with_an_index_of_its_own() {
    case("foreign_keys/with_an_index_of_its_own")
        .before(|op| {
            op.create_table(teams());
            op.create_table(members());
        })
        .after(|op| {
            op.create_table(teams());
            op.create_table(members().with(key()));
            op.create_index(index("ix_members_team_id").on("members", ["team_id"]));
        })
        .check();
}

#[test]
fn its_index_is_dropped() {
    case("foreign_keys/its_index_is_dropped")
        .before(|op| {
            op.create_table(teams());
            op.create_table(members().with(key()));
            op.create_index(index("ix_members_team_id").on("members", ["team_id"]));
        })
        .after(|op| {
            op.create_table(teams());
            op.create_table(members().with(key()));
        })
        .check();
}

#[test]
fn dropped_with_its_table() {
    case("foreign_keys/dropped_with_its_table")
        .before(|op| {
            op.create_table(teams());
            op.create_table(members().with(key()));
        })
        .after(|op| op.create_table(members()))
        .rows("INSERT INTO teams (id) VALUES (5)")
        .rows("INSERT INTO members (id, team_id) VALUES (1, 5)")
        .finds("SELECT id, team_id FROM members", &["1|5"])
        .before_downgrade("UPDATE members SET team_id = NULL")
        .check();
}

#[test]
fn keeps_an_index_over_a_column_that_is_made_again() {
    fn tables(op: &mut Operations, x: &'static str, doubled: &'static str) {
        op.create_table(teams());
        let doubled = column("doubled", integer()).nullable().stored(doubled);
        op.create_table(members().with(column(x, integer()).default(7)).with(doubled).with(key()));
        op.create_index(index("ix_members").on("members", ["team_id", "doubled"]));
    }
    case("foreign_keys/keeps_an_index_over_a_column_that_is_made_again")
        .before(|op| tables(op, "x", "x * 2"))
        .after(|op| tables(op, "y", "y * 2"))
        .answer(Flag::Rename, "members.x=y")
        .rows("INSERT INTO teams (id) VALUES (5)")
        .rows("INSERT INTO members (id, team_id) VALUES (1, 5)")
        .finds("SELECT team_id, doubled FROM members", &["5|14"])
        .finds_again("SELECT team_id, doubled FROM members", &["5|14"])
        .check();
}

#[test]
fn keeps_an_index_over_a_column_whose_type_changes() {
    fn tables(op: &mut Operations, code: aludel::schema::ColumnType) {
        op.create_table(teams());
        op.create_table(members().with(column("code", code).nullable()).with(key()));
        op.create_index(index("ix_members").on("members", ["team_id", "code"]));
    }
    case("foreign_keys/keeps_an_index_over_a_column_whose_type_changes")
        .before(|op| tables(op, varchar(36)))
        .after(|op| tables(op, uuid()))
        .answer(Flag::Using, "members.code=")
        .rows("INSERT INTO teams (id) VALUES (5)")
        .rows("INSERT INTO members (id, team_id) VALUES (1, 5)")
        .finds("SELECT id, team_id FROM members", &["1|5"])
        .check();
}
