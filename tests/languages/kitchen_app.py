"""Recipes in a kitchen where German, Swiss German and French are spoken; French has few words, and of one rule two texts."""
from __future__ import annotations

from enum import StrEnum

from bedplate import AnyCtx, App, Conflict, Ctx, Expr, Field, Messages, Resource, User, action, allow, always, check, field


class Course(StrEnum):
    SOUP, MAIN = "soup", "main"


class BurntSoup(Conflict):
    """The soup is burnt."""


class OutOfSalt(Conflict):
    """There is no salt."""


class Cook(User):
    name: Field[str] = field(max=80)


class Recipe(Resource, bulk=10):
    """What is cooked."""
    name: Field[str] = field(max=8, unique=True)
    course: Field[Course] = field(default=Course.MAIN, filter=True)
    portions: Field[int] = field(default=4, ge=1)

    @classmethod
    @allow("read", "create", "update", "boil")
    def cooks(cls, me: type[Cook]) -> Expr[bool]:
        return always

    @classmethod
    @check
    def few_soups(cls) -> Expr[bool]:
        """Soup is cooked for at most twenty."""
        return (cls.course != Course.SOUP) | (cls.portions <= 20)

    @action(limit="60/min", raises=(BurntSoup,))
    async def boil(self, ctx: Ctx[Cook]) -> Recipe:
        """Nobody can."""
        raise BurntSoup


@Recipe.on("create")
async def needs_salt(recipe: Recipe, ctx: AnyCtx) -> None:
    """A refusal that no declaration names."""
    if recipe.name == "brine":
        raise OutOfSalt


GERMAN = Messages(
    "de",
    {
        "INVALID_INPUT": "Die Angaben stimmen nicht.", "NOT_FOUND": "Hier ist nichts.", "UNAUTHENTICATED": "Bitte melden Sie sich an.",
        "BURNT_SOUP": "Die Suppe ist angebrannt {{schade}}.", "OUT_OF_SALT": "Es fehlt Salz.", "FEW_SOUPS": "Suppe gibt es für höchstens zwanzig.",
        "INTERNAL_ERROR": "Bei uns ging etwas schief.",
    },
    rules={
        "max": "höchstens {max}", "required": "fehlt", "enum": "eines von: {options}", "ge": "mindestens {ge}",
        "unknown": ("gibt es nicht; es gibt: {options}", "gibt es hier nicht"), "unique": "gibt es schon", "integer": "muss eine ganze Zahl sein",
    },
)
SWISS = Messages("de-CH", {"NOT_FOUND": "Da isch nüt."})
FRENCH = Messages("fr", {"INVALID_INPUT": "La demande n'est pas valide."}, rules={"max": "au plus {bytes} octets"})

app = App(__name__, accounts=Cook, messages=(GERMAN, SWISS, FRENCH))
