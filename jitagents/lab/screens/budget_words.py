"""Words and tables of the screen of the budget: money spent, losses side by side, and the leader board."""

from collections.abc import Mapping, Sequence
from html import escape

from jitagents.formatting import about, percent
from jitagents.lab.rooms.scores import Score, leaderboard
from jitagents.lab.rooms.tries import Opened
from jitagents.lab.tables import bars, table
from jitagents.translation import Translation


def purse(cost: float, budget: float, say: Translation) -> str:
    """The money that is spent and left, as a bar with words."""
    over = cost > budget
    said = (
        say("{money} too much", money=say.number(about(cost - budget)))
        if over
        else say("{money} left", money=say.number(about(budget - cost)))
    )
    share = min(cost / budget, 1.0) if budget else float(over)
    whole = say("{spent} of {budget} spent", spent=say.number(about(cost)), budget=say.number(about(budget)))
    return (
        f'<div class="purse{" over" if over else ""}" role="status">'
        f'<span class="fill" style="width:{100 * share:.1f}%"></span>'
        f"<b>{escape(said)}</b> · {escape(whole)}</div>"
    )


def losses(opened: Opened, currency: str, guess: float | None, say: Translation) -> str:
    """The losses without buffers, of the last try and of the best placement, side by side and in words.

    Args:
        opened: problem, with its tries.
        currency: of the money.
        guess: share of the loss that was predicted to be saved, %; None: there is no prediction.
        say: sentences in the language of the page.
    """
    bare = opened.room.score({})
    rows = [(say("no buffers"), bare.loss)]
    rows += [(say("your last try"), opened.last.loss)] if opened.last else []
    rows += [(say("best found"), opened.best.loss)] if opened.best else []
    heading = f"<h3>{escape(say('Sales lost to the crisis ({currency})', currency=currency))}</h3>"
    return heading + bars(rows, say) + "".join(f"<p>{escape(one)}</p>" for one in _sentences(opened, bare, guess, say))


def _sentences(opened: Opened, bare: Score, guess: float | None, say: Translation) -> list[str]:
    """The try beside the prediction and the best, in words."""
    found, last, best = list[str](), opened.last, opened.best
    whole = float(bare.loss.mean)
    if whole <= 0:
        return [say("Without buffers nothing is lost: choose a longer outage, or another firm, with the sliders.")]
    if last is not None:
        saved = last.saved.times(100.0 / whole)
        if guess is not None:
            found.append(
                say(
                    "Predicted: {guess} %. Saved: {saved} % of the loss.",
                    guess=say.number(f"{guess:g}"),
                    saved=say.number(saved),
                )
            )
        if best is not None and best.saved.mean > 0:
            part = float(last.saved.mean / best.saved.mean)
            found.append(say("That is {part} of what the best placement found saves.", part=say.number(percent(part))))
    if best is not None:
        parts = ", ".join(f"{name}: {say.number(f'{days:.2g}')}" for name, days in best.days.items()) or "–"
        found.append(say("The best placement found (days of cover): {parts}.", parts=parts))
    return found


def board(every: Mapping[str, Sequence[Score]], say: Translation) -> str:
    """The leader board of all scores by name."""
    rows = [
        [
            str(row["place"]), str(row["name"]), str(row["try"]), say.number(about(row["spent"])),
            say.number(every[row["name"]][row["try"] - 1].loss), say.number(percent(row["saved"])),
        ]
        for row in leaderboard(every).to_dict("records")
    ]  # fmt: skip
    heads = [say(one) for one in ("place", "name", "try", "spent", "sales lost", "saved")]
    return f"<h3>{escape(say('Leader board'))}</h3>{table(heads, rows)}"
