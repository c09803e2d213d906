from __future__ import annotations

import asyncio
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from govreports.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Callable

    Take = Callable[[object], None]


async def asked(answers: Answers, count: int, takers: list[Take]) -> list[asyncio.Task[Any]]:
    """Ask that often, and return once every question has been put."""
    tasks = [asyncio.create_task(answers.of(takers.append)) for _ in range(count)]
    # New tasks run in order, so each of them has asked before this one goes on.
    await asyncio.sleep(0)
    assert len(takers) == count
    return tasks


def tell(takers: list[Take], answers: list[Any]) -> None:
    for take, answer in zip(takers, answers, strict=True):
        take(answer)


def on_a_thread(function: Callable[[], None]) -> None:
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


def test_an_answer_of_another_thread_reaches_who_waits() -> None:
    def later(take: Take) -> None:
        threading.Timer(0.01, take, ["stored"]).start()

    assert asyncio.run(Answers().of(later)) == "stored"


def test_everybody_gets_his_own_answer() -> None:
    async def waiting() -> list[Any]:
        takers: list[Take] = []
        tasks = await asked(Answers(), 3, takers)
        on_a_thread(partial(tell, takers, [0, 1, 2]))
        return await asyncio.gather(*tasks)

    assert asyncio.run(waiting()) == [0, 1, 2]


def test_answers_that_come_together_wake_the_loop_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def waiting() -> int:
        takers: list[Take] = []
        tasks = await asked(Answers(), 100, takers)
        loop = asyncio.get_running_loop()
        calls: list[Any] = []
        wake = loop.call_soon_threadsafe

        def count_and_wake(call: Any) -> None:
            calls.append(call)
            wake(call)

        monkeypatch.setattr(loop, "call_soon_threadsafe", count_and_wake)
        on_a_thread(partial(tell, takers, ["same batch"] * 100))
        await asyncio.gather(*tasks)
        return len(calls)

    assert asyncio.run(waiting()) == 1


def test_answers_after_a_first_batch_wake_the_loop_again() -> None:
    async def waiting() -> list[Any]:
        answers = Answers()
        return [await answers.of(partial(answering, number)) for number in range(3)]

    def answering(number: int, take: Take) -> None:
        on_a_thread(lambda: take(number))

    assert asyncio.run(waiting()) == [0, 1, 2]


def test_an_answer_that_is_an_exception_is_raised() -> None:
    def refuse(take: Take) -> None:
        take(ValueError("refused"))

    with pytest.raises(ValueError, match="refused"):
        asyncio.run(Answers().of(refuse))


def test_who_has_given_up_waiting_spoils_nothing_for_the_others() -> None:
    async def waiting() -> Any:
        takers: list[Take] = []
        first, second = await asked(Answers(), 2, takers)
        first.cancel()
        await asyncio.sleep(0)
        for take in takers:
            take("stored")
        return await second

    assert asyncio.run(waiting()) == "stored"


def test_an_answer_after_the_end_of_the_loop_is_nobodys() -> None:
    takers: list[Take] = []

    async def leaving() -> None:
        (task,) = await asked(Answers(), 1, takers)
        task.cancel()

    asyncio.run(leaving())
    takers[0]("too late")
