//! Keys, references, checks and indexes by attribute.

use super::models;
use aludel::diff::Flag;

models! {
    composite_key in "constraints"
    before {
        #[derive(Table)]
        struct Membership {
            #[column(primary_key)]
            user_id: i64,
            team_id: i64,
        }
    }
    after {
        #[derive(Table)]
        #[table(primary_key(columns(team_id, user_id)))]
        struct Membership {
            user_id: i64,
            team_id: i64,
        }
    }
    .rows("INSERT INTO membership (user_id, team_id) VALUES (1, 2)")
    .finds("SELECT user_id, team_id FROM membership", &["1|2"])
    .check()
}

models! {
    composite_uniques in "constraints"
    before {
        #[derive(Table)]
        #[table(unique(columns(a, b)))]
        struct Slot {
            #[column(primary_key)]
            id: i64,
            a: i32,
            b: i32,
        }
    }
    after {
        #[derive(Table)]
        #[table(unique(columns(b, a)), unique(name = "only_a", columns(a)))]
        struct Slot {
            #[column(primary_key)]
            id: i64,
            a: i32,
            b: i32,
        }
    }
    .rows("INSERT INTO slot (id, a, b) VALUES (1, 2, 3)")
    .check()
}

models! {
    uniques_of_postgres in "constraints"
    before {
        #[derive(Table)]
        struct Slot {
            #[column(primary_key)]
            id: i64,
            #[column(unique)]
            a: Option<i32>,
            #[column(unique)]
            b: Option<i32>,
        }
    }
    after {
        #[derive(Table)]
        struct Slot {
            #[column(primary_key)]
            id: i64,
            #[column(unique(deferrable = initially_deferred))]
            a: Option<i32>,
            #[column(unique(nulls_not_distinct))]
            b: Option<i32>,
        }
    }
    .rows("INSERT INTO slot (id, a, b) VALUES (1, NULL, NULL)")
    .check()
}

models! {
    references_with_actions in "constraints"
    before {
        #[derive(Table)]
        #[table(name = "teams")]
        struct Team {
            #[column(primary_key)]
            id: i64,
        }
        #[derive(Table)]
        #[table(name = "members")]
        struct Member {
            #[column(primary_key)]
            id: i64,
            #[column(references(Team::id))]
            team_id: i64,
            #[column(references(Member::id))]
            mentor_id: Option<i64>,
        }
    }
    after {
        #[derive(Table)]
        #[table(name = "teams")]
        struct Team {
            #[column(primary_key)]
            id: i64,
        }
        #[derive(Table)]
        #[table(name = "members")]
        struct Member {
            #[column(primary_key)]
            id: i64,
            #[column(references(Team::id, on_delete = cascade, on_update = restrict))]
            team_id: i64,
            #[column(references(Member::id, on_delete = set_null, name = "fk_mentor"))]
            mentor_id: Option<i64>,
            #[column(index, references(Team::id, on_delete = set_null))]
            second_team_id: Option<i64>,
        }
    }
    .rows("INSERT INTO teams (id) VALUES (5)")
    .rows("INSERT INTO members (id, team_id, mentor_id) VALUES (1, 5, NULL), (2, 5, 1)")
    .finds("SELECT id, team_id, mentor_id FROM members ORDER BY id", &["1|5|NULL", "2|5|1"])
    .check()
}

models! {
    composite_reference in "constraints"
    before {
        #[derive(Table)]
        #[table(name = "places")]
        struct Place {
            #[column(primary_key, char = 2)]
            country: String,
            #[column(primary_key, length = 10)]
            code: String,
        }
    }
    after {
        #[derive(Table)]
        #[table(name = "places")]
        struct Place {
            #[column(primary_key, char = 2)]
            country: String,
            #[column(primary_key, length = 10)]
            code: String,
        }
        #[derive(Table)]
        #[table(
            name = "visits",
            foreign_key(columns(country, code), references(Place::country, Place::code), on_update = cascade)
        )]
        struct Visit {
            #[column(primary_key, identity)]
            id: i64,
            #[column(char = 2)]
            country: String,
            #[column(length = 10)]
            code: String,
        }
    }
    .check()
}

models! {
    circle_of_references in "constraints"
    before {}
    after {
        #[derive(Table)]
        #[table(name = "chickens")]
        struct Chicken {
            #[column(primary_key)]
            id: i64,
            #[column(references(Egg::id))]
            egg_id: Option<i64>,
        }
        #[derive(Table)]
        #[table(name = "eggs")]
        struct Egg {
            #[column(primary_key)]
            id: i64,
            #[column(references(Chicken::id))]
            chicken_id: i64,
        }
    }
    .check()
}

models! {
    checks in "constraints"
    before {
        #[derive(Table)]
        #[table(check(name = "ck_price", "price > 0"))]
        struct Product {
            #[column(primary_key)]
            id: i64,
            price: i32,
            sale: Option<i32>,
        }
    }
    after {
        #[derive(Table)]
        #[table(check(name = "ck_price", "price >= 0"), check("sale IS NULL OR sale < price"))]
        struct Product {
            #[column(primary_key)]
            id: i64,
            #[column(check("price < 1000000"))]
            price: i32,
            sale: Option<i32>,
        }
    }
    .rows("INSERT INTO product (id, price) VALUES (1, 5)")
    .check()
}

models! {
    indexes in "constraints"
    before {
        #[derive(Table)]
        #[table(index(columns(a)), index(name = "ix_order", columns(a, b desc)))]
        struct Thing {
            #[column(primary_key)]
            id: i64,
            a: i32,
            #[column(index)]
            b: i32,
        }
    }
    after {
        #[derive(Table)]
        #[table(index(unique, columns(a, id)), index(name = "ix_order", columns(a desc, b)))]
        struct Thing {
            #[column(primary_key)]
            id: i64,
            a: i32,
            b: i32,
        }
    }
    .rows("INSERT INTO thing (id, a, b) VALUES (1, 2, 3)")
    .check()
}

models! {
    indexes_of_postgres in "constraints"
    before {
        #[derive(Table)]
        struct Thing {
            #[column(primary_key)]
            id: i64,
            name: String,
            tags: Vec<String>,
            gone: Option<bool>,
        }
    }
    after {
        #[derive(Table)]
        #[table(
            index(columns(expression("lower(name)")), unique, where = "gone IS NULL"),
            index(columns(name ops text_pattern_ops), include(id)),
            index(columns(tags), method = "gin"),
            index(name = "ix_last", columns(id desc nulls last, name nulls first))
        )]
        struct Thing {
            #[column(primary_key)]
            id: i64,
            name: String,
            tags: Vec<String>,
            gone: Option<bool>,
        }
    }
    .rows(aludel::revision::on("postgres", "INSERT INTO thing (id, name, tags) VALUES (1, 'A', '{x}')"))
    .check()
}

models! {
    table_options in "constraints"
    before {
        #[derive(Table)]
        struct Thing {
            #[column(primary_key)]
            id: i64,
        }
    }
    after {
        #[derive(Table)]
        #[table(comment = "it's here", mysql(engine = "MyISAM"), postgres(fillfactor = "80"), sqlite(without_rowid))]
        struct Thing {
            #[column(primary_key)]
            id: i64,
        }
    }
    .rows("INSERT INTO thing (id) VALUES (1)")
    .finds("SELECT id FROM thing", &["1"])
    .check()
}

models! {
    required_reference_added in "constraints"
    before {
        #[derive(Table)]
        #[table(name = "teams")]
        struct Team {
            #[column(primary_key)]
            id: i64,
        }
        #[derive(Table)]
        #[table(name = "members")]
        struct Member {
            #[column(primary_key)]
            id: i64,
        }
    }
    after {
        #[derive(Table)]
        #[table(name = "teams")]
        struct Team {
            #[column(primary_key)]
            id: i64,
        }
        #[derive(Table)]
        #[table(name = "members")]
        struct Member {
            #[column(primary_key)]
            id: i64,
            #[column(references(Team::id, on_delete = cascade))]
            team_id: i64,
        }
    }
    .answer(Flag::Fill, "members.team_id=(SELECT min(id) FROM teams)")
    .rows("INSERT INTO teams (id) VALUES (5)")
    .rows("INSERT INTO members (id) VALUES (1)")
    .finds("SELECT id, team_id FROM members", &["1|5"])
    .check()
}
