"""What a bed promises: rows that are made up validly, rules asked one by one, calls without a socket, time and services in hand."""
from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TypedDict

import pytest
from bed_sample import Box, Grade, Job, JobAudited, JobStarted, Left, Office, Post, Step, Tool, Worker, Workshop

from bedplate import Conflict, put
from bedplate.testing import Bed, EventNotHandled
from bedplate.testing.clock import MORNING


class FakePost(Post):
    """Remembers as the real one does, and can be told to break."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = False

    async def send(self, words: str) -> None:
        if self.broken:
            raise ConnectionError("the private words of an error")
        await super().send(words)


# ---- rows
async def test_what_breaks_a_rule_of_its_field_is_not_made(bed: Bed) -> None:
    """The test is told which field and which rule."""
    with pytest.raises(ValueError, match=r"Job\.title must have at most 12 characters"):
        await bed.make(Job, put(Job.title, "x" * 13))


async def test_what_breaks_a_check_is_not_made(bed: Bed) -> None:
    """A check of the application holds for made-up rows too."""
    worker = await bed.make(Worker)
    with pytest.raises(Conflict, match="HELPED_BY_ANOTHER") as refused:
        await bed.make(Job, put(Job.author, worker), put(Job.helper, worker))
    assert "while a Job was made up" in refused.value.__notes__[0]


async def test_a_circle_of_required_references_is_named(bed: Bed) -> None:
    """No end would be found."""
    with pytest.raises(ValueError, match="Left -> Right -> Left"):
        await bed.make(Left)


async def test_what_is_no_resource_of_the_application_is_refused(bed: Bed) -> None:
    """Also what is no account where one is needed."""
    with pytest.raises(TypeError, match="not a resource"):
        await bed.make(type("Stranger", (), {}))
    workshop = await bed.make(Workshop)
    with pytest.raises(TypeError, match="not an account"):
        bed.client(workshop)  # type: ignore[arg-type]


async def test_values_are_made_up_by_type_and_rules(bed: Bed) -> None:
    """Each field type of a resource, held to its own rules by the database and by its type."""
    job = await bed.make(Job)
    assert job.price > 0 and job.length >= timedelta() and len(job.title) <= 12
    assert isinstance(job.boxes[0], Box) and len(job.boxes) == 1
    assert job.due == MORNING.date() and job.created_at == MORNING and job.started_at is None
    assert job.contact.endswith("@example.com") and job.page.startswith("https://")
    assert job.is_started is False


async def test_unique_values_differ_and_patterns_are_kept(bed: Bed) -> None:
    """Rows of one tenant in a unique set with a pattern, and accounts with an address of their own."""
    job = await bed.make(Job)
    jobs = [await bed.make(Job, put(Job.workshop, job.workshop)) for _ in range(30)]
    assert len({one.number for one in jobs}) == 30
    assert len({(await one.author).email for one in jobs}) == 30


async def test_everything_that_is_made_for_a_row_is_of_its_tenant(bed: Bed) -> None:
    """The tenant of a named row counts, over the row that another one is a part of too; without any a new one is made."""
    job = await bed.make(Job)
    step = await bed.make(Step, put(Step.job, job))
    assert (await step.does).workshop == job.workshop == (await job.author).workshop
    whole = await bed.make(Step)
    assert (await whole.does).workshop == (await whole.job).workshop
    author = await bed.make(Worker)
    assert (await bed.make(Job, put(Job.author, author))).workshop == author.workshop
    assert (await bed.make(Job)).workshop != job.workshop


async def test_keys_are_made_by_whoever_makes_them(bed: Bed) -> None:
    """By the database, by the clock or by the declared field; ids sort in the order of making."""
    assert [(await bed.make(Step)).id for _ in range(2)] == [1, 2]
    assert (await bed.make(Tool, put(Tool.id, "saw"))).id == "saw"
    assert len((await bed.make(Tool)).id) <= 10
    first, second = await bed.make(Workshop), await bed.make(Workshop)
    assert first.id < second.id


async def test_no_hook_runs_and_no_event_is_emitted_for_a_made_row(bed: Bed) -> None:
    """It is put there as it is."""
    assert (await bed.make(Job)).title != "hooked"
    assert bed.emitted(JobStarted) == []


@pytest.mark.parametrize("turn", range(3))
async def test_each_test_has_a_database_and_a_clock_of_its_own(bed: Bed, turn: int) -> None:
    """A declared key can be made again, and time begins anew."""
    await bed.make(Tool, put(Tool.id, "saw"))
    assert bed.now == MORNING
    bed.travel(timedelta(days=1))


async def test_an_expression_is_read_as_the_application(bed: Bed) -> None:
    """Fields, relations, aggregates, in Python values; not under anybody's rules."""
    job = await bed.make(Job, put(Job.price, Decimal("12.50")))
    await bed.make(Step, put(Step.job, job))
    assert await bed.read(job, Job.price) == Decimal("12.50")
    assert await bed.read(job, Job.price * 2 + Decimal("0.125")) == Decimal("25.125")
    assert await bed.read(job, Job.author.wage) == 20
    assert await bed.read(job, Job.author.grade) is Grade.APPRENTICE
    assert await bed.read(job, Job.steps.count()) == 1
    assert await bed.read(job, Job.steps.any(lambda step: step.text == "nothing")) is False
    assert await bed.read(job, Job.boxes) == job.boxes
    assert await bed.read(job, Job.helper.id) is None


# ---- rules
async def test_a_misspelt_verb_is_an_error(bed: Bed) -> None:
    """Else a test that something is not allowed would pass for ever."""
    with pytest.raises(ValueError, match="Job has no verb 'strat'; it has create, delete, fail, read, start, update"):
        await bed.allows(None, "strat", await bed.make(Job))


async def test_rules_are_asked_as_they_are(bed: Bed) -> None:
    """Of the author, of a colleague, of a master, of another tenant, of a stranger."""
    job = await bed.make(Job)
    author, colleague = await job.author, await bed.make(Worker, put(Worker.workshop, job.workshop))
    master = await bed.make(Worker, put(Worker.workshop, job.workshop), put(Worker.grade, Grade.MASTER))
    foreign = await bed.make(Worker, put(Worker.grade, Grade.MASTER))
    may = {name: await bed.allows(who, "start", job) for name, who in {"author": author, "colleague": colleague, "master": master}.items()}
    assert may == {"author": True, "colleague": False, "master": True}
    assert not await bed.allows(foreign, "read", job) and not await bed.allows(None, "list", job)
    assert await bed.allows(colleague, "list", job)


async def test_a_rule_without_caller_is_for_strangers_and_everybody(bed: Bed) -> None:
    """And holds for those rows that it speaks of."""
    shown, kept = await bed.make(Tool, put(Tool.open, True)), await bed.make(Tool)
    assert await bed.allows(None, "read", shown) and not await bed.allows(None, "read", kept)
    assert await bed.allows(await bed.make(Worker), "read", shown)


async def test_a_disabled_account_may_nothing(bed: Bed) -> None:
    """And the reason is named."""
    author = await bed.make(Worker, put(Worker.disabled_at, MORNING))
    job = await bed.make(Job, put(Job.author, author))
    assert not await bed.allows(author, "read", job)
    assert await bed.why(author, "read", job) == "no: account: the Worker is gone or disabled"


async def test_why_names_what_stands_against_it(bed: Bed) -> None:
    """Tenant, rules by name and place, forbidding rules, parents, and that nothing opens it."""
    job = await bed.make(Job, put(Job.started_at, MORNING))
    step = await bed.make(Step, put(Step.job, job))
    author, colleague = await job.author, await bed.make(Worker, put(Worker.workshop, job.workshop))
    foreign = await bed.make(Worker, put(Worker.grade, Grade.MASTER))
    assert await bed.why(author, "start", job) == "yes: author_or_master"
    assert (await bed.why(author, "update", job)).startswith("no: forbidden by started (bed_sample.py:")
    assert (await bed.why(colleague, "start", job)).startswith("no: rules: author_or_master (bed_sample.py:")
    assert await bed.why(foreign, "read", job) == "no: tenant: the workshop of this Job is not the caller's"
    assert (await bed.why(None, "read", job)).startswith("no: closed: no rule opens `read` of Job to strangers (everybody")
    assert await bed.why(author, "delete", job) == "no: closed: no rule opens `delete` of Job to anybody"
    assert await bed.why(author, "read", step) == "yes: part of job"
    assert "part of job, update: forbidden by started" in await bed.why(author, "update", step)
    assert "part of job, read: tenant" in await bed.why(foreign, "read", step)


async def test_fields_have_rules_of_their_own(bed: Bed) -> None:
    """For writing, and for being shown; what is hidden or not writable is closed to everybody."""
    job = await bed.make(Job)
    author, master = await job.author, await bed.make(Worker, put(Worker.workshop, job.workshop), put(Worker.grade, Grade.MASTER))
    assert await bed.allows(author, "update", job, Job.title) and not await bed.allows(author, "update", job, Job.price)
    assert await bed.allows(master, "update", job, Job.price) and not await bed.allows(master, "update", job, Job.started_at)
    assert "field price: masters_set_prices" in await bed.why(author, "update", job, Job.price)
    assert "field author: it is not writable" in await bed.why(master, "update", job, Job.author)
    assert await bed.shows(author, author, Worker.wage) and not await bed.shows(master, author, Worker.wage)
    assert await bed.shows(master, job, Job.author) and not await bed.shows(master, job, Job.token)


async def test_unknown_counts_as_no(bed: Bed) -> None:
    """A rule that speaks of a row that is not there allows nothing."""
    job = await bed.make(Job)
    author = await job.author
    helped = await bed.make(Job, put(Job.helper, author))
    assert await bed.shows(author, helped, Job.page) and not await bed.shows(author, job, Job.page)
    assert "helper_reads_on" in await bed.why(author, "read", job, Job.page)


async def test_what_is_shown_over_a_reference_is_shown_on_every_step(bed: Bed) -> None:
    """The reference, the row behind it, the field of that row."""
    job = await bed.make(Job)
    author, other = await job.author, await bed.make(Worker, put(Worker.workshop, job.workshop))
    assert await bed.shows(author, job, Job.author.wage)
    assert await bed.shows(other, job, Job.author.name) and not await bed.shows(other, job, Job.author.wage)
    assert not await bed.shows(other, job, Job.helper.name)
    with pytest.raises(TypeError, match="name a field"):
        await bed.shows(other, job, Job.steps.count())


# ---- calls
class ShownJob(TypedDict):
    id: str
    price: Decimal


async def test_a_call_goes_the_whole_way(bed: Bed) -> None:
    """Token, limit, validation, rules, hook, answer and headers are those of a server."""
    author = await bed.make(Worker)
    draft = await bed.make(Job, put(Job.author, author))
    body = {name: getattr(draft, name) for name in ("title", "size", "price", "due", "length", "contact", "page")}
    made = await bed.client(author).post("/v1/jobs", **body, number="ZZ-999", boxes=[{"width": 1, "label": "a"}])
    assert made.status == 201, made
    job = made.data(ShownJob)
    assert job["price"] == draft.price and made.headers["location"] == f"/v1/jobs/{job['id']}"
    assert made.json["data"]["title"] == "hooked" and "token" not in made.json["data"]
    assert "ratelimit" in made.headers and made.headers["x-content-type-options"] == "nosniff"


async def test_refusals_are_answers(bed: Bed) -> None:
    """With their code; there is no data in them."""
    job = await bed.make(Job)
    stranger = await bed.client().get(f"/v1/jobs/{job.id}")
    assert (stranger.status, stranger.code) == (401, "UNAUTHENTICATED")
    wrong = await bed.client(await job.author).get("/v1/jobs", nonsense="1")
    assert (wrong.status, wrong.code) == (400, "INVALID_INPUT")
    assert "INVALID_INPUT" in repr(wrong)
    with pytest.raises(AssertionError, match="no data in a refusal"):
        wrong.data(dict)
    assert (await bed.client().get("/v1/nowhere")).status == 404


async def test_a_list_is_asked_with_keywords(bed: Bed) -> None:
    """Query parameters, a written query, and the cursor of the next page."""
    job = await bed.make(Job)
    await bed.make(Job, put(Job.workshop, job.workshop))
    client = bed.client(await job.author)
    first = await client.get("/v1/jobs", limit=1, fields="id,title", id=[job.id])
    assert [one["id"] for one in first.data(list[dict[str, str]])] == [str(job.id)]
    page = await client.get("/v1/jobs?limit=1", fields="id")
    assert page.next is not None
    rest = await client.get("/v1/jobs", limit=1, fields="id", cursor=page.next)
    assert rest.next is None and rest.json["data"] != page.json["data"]


async def test_preconditions_and_repeats_are_headers(bed: Bed) -> None:
    """Sent with every call of such a client."""
    job = await bed.make(Job)
    client = bed.client(await job.author)
    tag = (await client.get(f"/v1/jobs/{job.id}")).headers["etag"]
    assert (await client.with_headers({"If-None-Match": tag}).get(f"/v1/jobs/{job.id}")).status == 304
    careful = client.with_headers({"If-Match": tag})
    assert (await careful.patch(f"/v1/jobs/{job.id}", title="new")).status == 200
    assert (await careful.patch(f"/v1/jobs/{job.id}", title="newer")).status == 412
    repeated = client.with_headers({"Idempotency-Key": "once-and-for-all"})
    assert [(await repeated.post(f"/v1/jobs/{job.id}/start")).status for _ in range(2)] == [200, 200]
    assert len(bed.emitted(JobStarted)) == 1


async def test_somebody_signs_in_as_in_a_browser(bed: Bed) -> None:
    """The cookie and the CSRF token are kept, and forgotten at the end."""
    job = await bed.make(Job)
    author = await job.author
    await bed.set_password(author, "a horse that reads staples")
    client = bed.client()
    refused = await client.post("/v1/auth/sign-in", email=author.email, password="not that horse at all")
    assert refused.status == 401
    assert (await client.post("/v1/auth/sign-in", email=author.email, password="a horse that reads staples")).status == 200
    assert (await client.patch(f"/v1/jobs/{job.id}", title="signed in")).status == 200
    assert (await client.post("/v1/auth/sign-out")).status < 300
    assert (await client.get(f"/v1/jobs/{job.id}")).status == 401


async def test_a_bug_is_raised_where_the_test_calls(bed: Bed) -> None:
    """A bare 500 would hide from the developer what the log hides from everybody."""
    job = await bed.make(Job)
    with pytest.raises(ZeroDivisionError, match="a bug of the application"):
        await bed.client(await job.author).post(f"/v1/jobs/{job.id}/fail")
    assert (await bed.client(await job.author).get(f"/v1/jobs/{job.id}")).status == 200


async def test_the_log_is_at_hand_and_holds_no_words_of_an_error(bed: Bed) -> None:
    """One line for each request, as it would be printed."""
    job = await bed.make(Job)
    with pytest.raises(ZeroDivisionError):
        await bed.client(await job.author).post(f"/v1/jobs/{job.id}/fail")
    assert b"ZeroDivisionError" in bed.log and b"a bug of the application" not in bed.log


# ---- time, services, events
async def test_time_only_passes_when_told(bed: Bed) -> None:
    """For rows, tokens and limits; never backwards."""
    author = await bed.make(Worker)
    client = bed.client(author)
    bed.travel(timedelta(hours=1))
    assert (await bed.make(Worker)).created_at == MORNING + timedelta(hours=1)
    assert (await client.get("/v1/workers")).status == 200
    with pytest.raises(ValueError, match="forward"):
        bed.travel(timedelta(seconds=-1))


async def test_limits_are_those_of_the_application(bed: Bed) -> None:
    """They are reached while time stands still, and free again when it passes."""
    client = bed.client()
    statuses = [(await client.get("/v1/tools")).status for _ in range(80)]
    assert statuses[0] == 200 and statuses[-1] == 429
    bed.travel(timedelta(minutes=1))
    assert (await client.get("/v1/tools")).status == 200


async def test_an_event_is_emitted_and_handled_when_the_bed_settles(bed: Bed) -> None:
    """Its rows arrive; what follows from it later waits for its time; a service made with a replaced one has the replacement."""
    post = FakePost()
    bed.replace(Post, post)
    job = await bed.make(Job)
    author = await job.author
    assert (await bed.client(author).post(f"/v1/jobs/{job.id}/start", hours="2.50")).status == 200
    (event,) = bed.emitted(JobStarted)
    assert (event.job, event.by, event.hours) == (job, author, Decimal("2.50"))
    assert event.job.started_at == bed.now and post.sent == []
    await bed.settle()
    assert post.sent == [f"{job.title} is begun"]
    assert bed.emitted(JobAudited)[0].job == job
    bed.travel(timedelta(days=1))
    await bed.settle()
    assert post.sent[1:] == ["audited"]


async def test_nothing_is_emitted_by_what_was_refused(bed: Bed) -> None:
    """The event is part of the change set."""
    job = await bed.make(Job, put(Job.started_at, MORNING))
    refused = await bed.client(await job.author).post(f"/v1/jobs/{job.id}/start")
    assert (refused.status, refused.code) == (409, "ALREADY_STARTED")
    assert bed.emitted(JobStarted) == []
    with pytest.raises(TypeError, match="not an event"):
        bed.emitted(type("Other", (JobStarted,), {}))


async def test_a_handler_that_fails_fails_the_test_and_is_retried_later(bed: Bed) -> None:
    """Told by its name and the kind of its error; the next settle goes on."""
    post = FakePost()
    post.broken = True
    bed.replace(Post, post)
    job = await bed.make(Job)
    await bed.client(await job.author).post(f"/v1/jobs/{job.id}/start")
    with pytest.raises(EventNotHandled, match="tells_the_office of JobStarted, attempt 1: ConnectionError") as told:
        await bed.settle()
    assert "private words" not in str(told.value)
    await bed.settle()
    post.broken = False
    bed.travel(timedelta(minutes=1))
    await bed.settle()
    assert post.sent == [f"{job.title} is begun"]


async def test_services_are_started_once_and_replaced_before(bed: Bed) -> None:
    """By the first call; a replacement afterwards would come too late, one that nobody knows is an error."""
    post = FakePost()
    bed.replace(Post, post)
    with pytest.raises(KeyError, match="FakePost is not a service"):
        bed.replace(FakePost, post)
    assert post.started == 0
    await bed.client().get("/v1/tools")
    await bed.settle()
    assert post.started == 1
    with pytest.raises(RuntimeError, match="before"):
        bed.replace(Office, Office(post))
