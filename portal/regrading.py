"""Writing approved corrections and what follows from them, in short transactions; killed, it goes on where it was."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from portal import clock, corrections
from portal.db import db, transaction
from portal.quizzes.queries.corrections import find_correction, list_waiting
from portal.quizzes.service import correcting
from portal.quizzes.service import regrading as marking

LONGEST_PAUSE = 0.1  # seconds
Tick = Callable[[], None]


def run(correction_id: int, tick: Tick = lambda: None) -> int:
    """Write a correction, put it in force, and let the other rooms follow. Returns the number of batches; again changes nothing."""
    batches = write(correction_id, tick)
    _follow(correction_id, tick)
    return batches


def write(correction_id: int, tick: Tick = lambda: None) -> int:
    """Write a correction batch by batch and put it in force. Returns the number of batches."""
    batches = 0
    going_on = True
    with _long_lived():
        tick()
        while going_on:
            db.session.close()  # read what is there now
            batch = marking.read_batch(correction_id)
            with transaction():
                going_on = marking.write_batch(correction_id, batch, clock.now())
            batches += going_on
            tick()
    return batches


@contextmanager
def _long_lived() -> Iterator[None]:
    """The collector leaves alone what lives already: walking the whole portal again and again took more time than the marks did,
    and a single walk was longer than a batch may hold up the writers of answers."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _follow(correction_id: int, tick: Tick) -> None:
    one = find_correction(correction_id)
    if one is None or one.effective_at is None or one.followed_at is not None:
        return
    reached = 0
    db.session.close()
    while changes := corrections.list_to_follow(correction_id, reached):
        reached = changes[-1].score_id
        for change in changes:
            if change.lines:
                begun = time.monotonic()
                with transaction():
                    corrections.follow(correction_id, change.attempt_id, change.lines, clock.now())
                # as long as it held the lock, so long it leaves it to the writers of answers
                time.sleep(min(time.monotonic() - begun, LONGEST_PAUSE))
                tick()
    with transaction():
        correcting.note_followed(correction_id, clock.now())


def run_waiting() -> int:
    """Every approved correction that is not done, in order. Returns how many."""
    waiting = list_waiting()
    for one in waiting:
        run(one.id)
    return len(waiting)
