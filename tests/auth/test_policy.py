"""Rules composed into what each kind of caller may do. Asked row by row of a naive reading of the predicates."""
from __future__ import annotations

from dataclasses import replace

import pytest
from auth_sample import (
    AUTHOR,
    COMMENT,
    MACHINE,
    PERSON,
    STAFF,
    TICKET,
    World,
    computed,
    contract,
    eq,
    helpdesk,
    helpdesk_world,
    me,
    reference,
    resource,
    row,
    rule,
    stored,
    text,
    with_rules,
)

from bedplate.auth.policy import compose
from bedplate.declarations.contract import Contract
from bedplate.declarations.nodes import Aggregate, Always, Exists, Never, Path, Related
from bedplate.values import RowAccess

CLOSED = RowAccess(Never(), Never())


def may(world: World, who: str | None, verb: str, key: str, resource_name: str = "Ticket", kind: str = "Person") -> bool:
    """Whether somebody may, by the composed rules."""
    access = compose(world.contract)[kind if who else None]
    predicate = access.rows.get((resource_name, verb), CLOSED).whole
    return world.holds(predicate, resource_name, key, kind if who else "", who or "")


@pytest.fixture
def world() -> World:
    """The helpdesk with its rows."""
    return helpdesk_world(helpdesk())


def test_what_no_rule_opens_is_closed() -> None:
    """A verb without an allowing rule is missing for every kind of caller."""
    application = helpdesk(ticket=with_rules(TICKET, rule("forbid", "read", Never())))
    for access in compose(application).values():
        assert not [pair for pair in access.rows if pair[0] == "Ticket"]


def test_a_rule_for_one_kind_opens_nothing_to_another() -> None:
    """Rules of Person do not hold for Machine, and none of them for strangers."""
    composed = compose(helpdesk())
    assert ("Ticket", "read") in composed["Person"].rows
    assert composed["Machine"].rows == {}
    assert composed[None].rows == {}


def test_a_rule_for_every_account_leaves_out_strangers() -> None:
    """`type[Account]` speaks of all accounts, which a stranger is not."""
    application = contract(PERSON, MACHINE, resource("Note", rules=(rule("allow", "read", Always(), "*"),)))
    composed = compose(application)
    assert ("Note", "read") in composed["Person"].rows
    assert ("Note", "read") in composed["Machine"].rows
    assert ("Note", "read") not in composed[None].rows


def test_a_rule_without_a_caller_holds_for_everybody() -> None:
    """What strangers may, accounts may too."""
    application = contract(PERSON, resource("Note", rules=(rule("allow", "read", Always(), None),)))
    for access in compose(application).values():
        assert access.rows["Note", "read"].whole == Always()


def test_rules_are_alternatives(world: World) -> None:
    """One allowing rule is enough."""
    assert may(world, "rita", "read", "open")
    assert may(world, "andy", "read", "open")
    assert not may(world, "rita", "update", "open")


def test_forbidding_beats_allowing(world: World) -> None:
    """A closed ticket is updated by nobody."""
    assert may(world, "andy", "update", "open")
    assert not may(world, "andy", "update", "closed")
    assert not may(world, "andy", "assign", "closed")


def test_unknown_does_not_forbid_and_never_allows(world: World) -> None:
    """NULL in a forbidding rule forbids nothing; in an allowing one it opens nothing."""
    world.rows["Ticket"]["open"]["status"] = None
    assert may(world, "andy", "update", "open")
    world.rows["Person"]["andy"]["role"] = None
    assert not may(world, "andy", "update", "open")


def test_forbidding_for_everybody_reaches_strangers() -> None:
    """A forbidding rule without a caller narrows what strangers may."""
    rules = (rule("allow", "read", Always(), None), rule("forbid", "read", eq(row("state"), text("draft")), None))
    world = World(contract(PERSON, resource("Note", stored("state"), rules=rules)))
    world.add("Note", "draft", state="draft")
    world.add("Note", "out", state="out")
    assert not may(world, None, "read", "draft", "Note")
    assert may(world, None, "read", "out", "Note")


def test_the_tenant_is_a_wall(world: World) -> None:
    """Staff of one organisation is nobody in another."""
    assert may(world, "olga", "read", "foreign")
    assert not may(world, "olga", "read", "open")
    assert not may(world, "andy", "update", "foreign")


def test_nothing_without_a_tenant_is_seen(world: World) -> None:
    """NULL is no tenant: neither a row without one nor a caller without one matches, not even each other."""
    for who in ("andy", "olga", "nell"):
        assert not may(world, who, "read", "homeless")
    assert not may(world, "nell", "read", "open")


def test_only_a_rule_that_says_so_crosses_tenants() -> None:
    """`across_tenants` opens its own rule, not the others."""
    roving = rule("allow", "read", eq(me("role"), text("auditor")), across_tenants=True)
    world = helpdesk_world(helpdesk(ticket=with_rules(TICKET, *TICKET.rules, roving)))
    world.add("Person", "audrey", role="auditor", org="o2")
    assert may(world, "audrey", "read", "open")
    assert may(world, "audrey", "read", "homeless")
    assert not may(world, "audrey", "update", "open")
    assert not may(world, "olga", "read", "open")


def test_an_account_without_a_tenant_sees_no_tenants_rows() -> None:
    """An account class that has no such tenant gets nothing, even by an open rule."""
    application = helpdesk(ticket=with_rules(TICKET, rule("allow", "read", Always(), "*"), rule("allow", "read", Always(), None)))
    composed = compose(application)
    assert ("Ticket", "read") not in composed["Machine"].rows
    assert ("Ticket", "read") not in composed[None].rows


def test_the_accounts_own_tenant_holds_for_its_own_resource(world: World) -> None:
    """Colleagues are those of the own organisation."""
    assert may(world, "rita", "read", "andy", "Person")
    assert not may(world, "rita", "read", "olga", "Person")


def test_an_account_can_be_the_tenant_itself() -> None:
    """Rows that belong to the account's own id."""
    shop = resource("Shop", account=True)
    order = resource("Order", reference("shop", "Shop"), rules=(rule("allow", "read", Always(), "Shop"),), tenant="shop")
    world = World(contract(shop, order))
    world.add("Shop", "s1")
    world.add("Shop", "s2")
    world.add("Order", "one", shop="s1")
    assert may(world, "s1", "read", "one", "Order", "Shop")
    assert not may(world, "s2", "read", "one", "Order", "Shop")


def test_the_tenant_leads_the_predicate() -> None:
    """So that an index beginning with the tenant serves every list."""
    whole = compose(helpdesk())["Person"].rows["Ticket", "read"].whole
    assert whole.parts[0] == eq(row("org"), me("org"))  # type: ignore[union-attr]


# ---- parts --------------------------------------------------------------------------------------------------------------------
def test_a_part_is_read_where_its_whole_is(world: World) -> None:
    """And a forbidding rule of its own still narrows it."""
    assert may(world, "rita", "read", "said", "Comment")
    assert not may(world, "rita", "read", "noted", "Comment")
    assert may(world, "andy", "read", "noted", "Comment")
    assert not may(world, "olga", "read", "said", "Comment")


def test_a_parts_own_reading_rule_only_narrows() -> None:
    """It cannot open a part of something that the caller may not read."""
    world = helpdesk_world(helpdesk(comment=with_rules(COMMENT, rule("allow", "read", AUTHOR))))
    world.rows["Comment"]["said"]["author"] = "olga"
    assert not may(world, "olga", "read", "said", "Comment")
    assert not may(world, "rita", "read", "said", "Comment")
    assert may(world, "andy", "read", "noted", "Comment")


def test_writing_a_part_needs_its_whole_updatable() -> None:
    """By default; the whole's forbidding rules count as well."""
    world = helpdesk_world(helpdesk(comment=with_rules(COMMENT)))
    for verb in ("create", "update", "delete"):
        assert may(world, "andy", verb, "said", "Comment")
        assert not may(world, "rita", verb, "said", "Comment")
        assert not may(world, "olga", verb, "said", "Comment")
    world.rows["Ticket"]["open"]["status"] = "closed"
    assert not may(world, "andy", "update", "said", "Comment")


def test_a_parts_own_rule_replaces_updating_but_not_reading(world: World) -> None:
    """A requester comments on the own ticket, which she may not update; nobody on one that they may not read."""
    assert may(world, "rita", "create", "said", "Comment")
    assert not may(world, "rita", "create", "noted", "Comment")
    assert not may(world, "olga", "create", "said", "Comment")


def test_a_parts_own_rule_for_one_kind_closes_the_verb_to_others() -> None:
    """The default does not come back for kinds that the rule leaves out."""
    opened = with_rules(TICKET, rule("allow", "read update", Always(), "*"))
    ticket = replace(opened, tenant=None)
    application = helpdesk(ticket=ticket, comment=with_rules(COMMENT, rule("allow", "update", AUTHOR)))
    machine = compose(application)["Machine"]
    assert ("Comment", "read") in machine.rows
    assert ("Comment", "delete") in machine.rows
    assert ("Comment", "update") not in machine.rows


def test_an_action_of_a_part_needs_a_rule_of_its_own() -> None:
    """There is no default for actions."""
    access = compose(helpdesk(comment=with_rules(COMMENT, rule("forbid", "pin", Never()))))["Person"]
    assert ("Comment", "pin") not in access.rows


def test_within_leaves_out_the_whole() -> None:
    """Where the parent was checked, its predicate is not asked again."""
    access = compose(helpdesk())["Person"].rows["Comment", "read"]
    assert not any("ticket" in leaf for leaf in (str(access.within),))
    assert "ticket" in str(access.whole)
    assert compose(helpdesk(comment=with_rules(COMMENT)))["Person"].rows["Comment", "read"].within == Always()


def test_a_part_without_a_whole_is_seen_by_nobody() -> None:
    """Even where the parent's rule does not look at the parent's row."""
    ticket = replace(with_rules(TICKET, rule("allow", "read", STAFF)), tenant=None)
    fields = {**COMMENT.fields, "ticket": reference("ticket", "Ticket", nullable=True)}
    world = helpdesk_world(helpdesk(ticket=ticket, comment=replace(with_rules(COMMENT), fields=fields)))
    world.add("Comment", "loose", ticket=None, author="andy", internal=False)
    assert may(world, "andy", "read", "said", "Comment")
    assert not may(world, "andy", "read", "loose", "Comment")


def test_parts_of_parts_ask_all_the_way_up() -> None:
    """A reaction is readable where its comment is, which is where its ticket is."""
    reaction = resource("Reaction", reference("comment", "Comment"), part_of="comment")
    application = helpdesk()
    world = helpdesk_world(replace(application, resources={**application.resources, "Reaction": reaction}))
    world.add("Reaction", "r1", comment="said")
    world.add("Reaction", "r2", comment="noted")
    assert may(world, "rita", "read", "r1", "Reaction")
    assert not may(world, "rita", "read", "r2", "Reaction")
    assert not may(world, "olga", "read", "r1", "Reaction")


def test_the_parents_key_is_the_childs_own_column() -> None:
    """A rule on the parent's id needs no join."""
    parent = resource("Box", rules=(rule("allow", "read", eq(row("id"), me("org"))),))
    application = contract(PERSON, parent, resource("Item", reference("box", "Box"), part_of="box"))
    assert compose(application)["Person"].rows["Item", "read"].whole == eq(row("box"), me("org"))


def test_parts_that_contain_each_other_are_closed() -> None:
    """Declarations refuse them; here they end, and open nothing."""
    a = resource("A", reference("b", "B"), part_of="b", rules=(rule("allow", "read", Always()),))
    b = resource("B", reference("a", "A"), part_of="a", rules=(rule("allow", "read", Always()),))
    rows = compose(contract(PERSON, a, b))["Person"].rows
    assert ("A", "read") not in rows
    assert ("B", "read") not in rows


# ---- collection actions -------------------------------------------------------------------------------------------------------
def test_a_collection_action_asks_of_the_caller_only() -> None:
    """No row, so no tenant of a row; a rule that speaks of a row opens nothing."""
    mine = with_rules(TICKET, rule("allow", "invite", STAFF))
    assert compose(helpdesk(ticket=mine))["Person"].rows["Ticket", "invite"] == RowAccess(STAFF, STAFF)
    theirs = with_rules(TICKET, rule("allow", "invite", AUTHOR))
    assert ("Ticket", "invite") not in compose(helpdesk(ticket=theirs))["Person"].rows


# ---- fields -------------------------------------------------------------------------------------------------------------------
def test_a_field_rule_must_hold_as_well() -> None:
    """Alternatives among themselves; a kind that none of them names is closed."""
    access = compose(helpdesk())
    assert access["Person"].fields["Ticket", "update", "priority"] == STAFF
    open_to_all = with_rules(TICKET, rule("allow", "update", Always(), "*"), rule("allow", "update", STAFF, fields=("priority",)))
    assert compose(helpdesk(ticket=replace(open_to_all, tenant=None)))["Machine"].fields["Ticket", "update", "priority"] == Never()


def test_a_field_rule_stays_within_the_tenant_where_its_row_does_not() -> None:
    """A row seen across tenants shows the field only by a rule that crosses as well."""
    ticket = with_rules(TICKET, rule("allow", "read", Always(), across_tenants=True), rule("allow", "read", STAFF, fields=("title",)))
    application = helpdesk(ticket=ticket)
    world = helpdesk_world(application)
    node = compose(application)["Person"].fields["Ticket", "read", "title"]
    assert world.holds(node, "Ticket", "open", "Person", "andy")
    assert not world.holds(node, "Ticket", "open", "Person", "olga")


def test_a_field_can_be_forbidden() -> None:
    """Without any allowing rule for it the row's rule is enough, except where forbidden."""
    requester = eq(me("role"), text("requester"))
    ticket = with_rules(TICKET, rule("allow", "read", Always()), rule("forbid", "read", requester, fields=("title",)))
    application = helpdesk(ticket=ticket)
    world = helpdesk_world(application)
    node = compose(application)["Person"].fields["Ticket", "read", "title"]
    assert world.holds(node, "Ticket", "open", "Person", "andy")
    assert not world.holds(node, "Ticket", "open", "Person", "rita")


def with_computed(target: str, node: Path | Exists | Aggregate, *reads: str, person_rule: object = STAFF) -> Contract:
    """A ticket with one computed field, where reading `title` and a person's `name` have a rule."""
    person = with_rules(PERSON, *PERSON.rules, rule("allow", "read", person_rule, fields=("name",)))  # type: ignore[arg-type]
    ticket = with_rules(TICKET, *TICKET.rules, rule("allow", "read", AUTHOR, fields=("title",)))
    ticket = replace(ticket, computed={target: computed(target, node, *reads)})
    comment = replace(COMMENT, rules=(*COMMENT.rules, rule("allow", "read", AUTHOR, fields=("internal",))))
    return helpdesk(person=person, ticket=ticket, comment=comment)


def test_a_computed_field_is_as_closed_as_what_it_reads() -> None:
    """The rule of the own field it is made of."""
    access = compose(with_computed("headline", row("title"), "title"))["Person"]
    assert access.fields["Ticket", "read", "headline"] == AUTHOR


def test_a_computed_field_inherits_over_references() -> None:
    """The rule of a field of another row, seen from here."""
    whose = eq(row("id"), me("id"))
    access = compose(with_computed("writer", row("name", "author"), person_rule=whose))["Person"]
    assert access.fields["Ticket", "read", "writer"] == eq(row("id", "author"), me("id"))


def test_a_computed_field_over_many_rows_is_closed_by_a_rule_about_each() -> None:
    """What could not be asked row by row is not told in sum."""
    each = Exists(Related("row", (), "comments", "b1", eq(Path("b1", (), "internal"), text("x"))))
    assert compose(with_computed("noted", each))["Person"].fields["Ticket", "read", "noted"] == Never()
    near = Exists(Related("row", (), "comments", "b1", eq(Path("b1", ("author",), "name"), text("x"))))
    assert compose(with_computed("named", near))["Person"].fields["Ticket", "read", "named"] == STAFF


def test_a_computed_field_over_rows_of_the_caller_reads_those_rows() -> None:
    """`me.written.any(...)`: the way to them is the caller's own, what is read of each of them is not."""
    tickets = replace(next(one for one in TICKET.relations.values() if one.cardinality == "many"), name="written", target="Ticket", by="author")
    person = replace(PERSON, relations={**PERSON.relations, "written": tickets})
    each = Related("me", (), "written", "b1", eq(Path("b1", (), "title"), text("x")))
    ticket = with_rules(TICKET, *TICKET.rules, rule("allow", "read", AUTHOR, fields=("title",)))
    ruled = helpdesk(person=person, ticket=replace(ticket, computed={"busy": computed("busy", Exists(each))}))
    assert compose(replace(ruled, accounts=("Person",)))["Person"].fields["Ticket", "read", "busy"] == Never()
    unruled = helpdesk(person=person, ticket=replace(TICKET, computed={"busy": computed("busy", Exists(each))}))
    unruled = replace(unruled, accounts=("Person",))
    assert ("Ticket", "read", "busy") not in compose(unruled)["Person"].fields


def test_a_computed_field_inherits_from_computed_fields() -> None:
    """However long the chain."""
    application = with_computed("headline", row("title"), "title")
    ticket = application.resources["Ticket"]
    ticket = replace(ticket, computed={**ticket.computed, "shout": computed("shout", row("headline"), "headline")})
    access = compose(helpdesk(ticket=ticket))["Person"]
    assert access.fields["Ticket", "read", "shout"] == AUTHOR


def test_predicates_are_equal_for_equal_contracts() -> None:
    """Pure: composed twice, the same trees."""
    one, two = compose(helpdesk())["Person"], compose(helpdesk())["Person"]
    assert one.rows == two.rows
    assert one.fields == two.fields


def test_relations_of_parts_are_seen_from_the_part() -> None:
    """A parent's rule over its own to-many relation starts at the reference."""
    watched = Exists(Related("row", (), "comments", "b1", eq(Path("b1", (), "author"), me("id"))))
    application = helpdesk(ticket=replace(with_rules(TICKET, rule("allow", "read", watched)), tenant=None), comment=with_rules(COMMENT))
    world = helpdesk_world(application)
    assert may(world, "rita", "read", "said", "Comment")
    assert not may(world, "olga", "read", "said", "Comment")
