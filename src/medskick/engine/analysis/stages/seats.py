"""A proportional choice: every large enough circle of persons who agree gets a seat."""

from __future__ import annotations

import numpy as np

ABOUT_AS_CHEAP = 1.5
TINY = 1e-9


def elect(approves: np.ndarray, persons: np.ndarray, seats: int, worth: np.ndarray) -> list[int]:
    """Candidates for at most `seats` seats, in the order they were elected.

    approves: (voters, candidates) bool. persons: (voters,) the weight of each voter. worth: (candidates,) settles
    between candidates that cost about the same; ties go to the lower number.

    Method of Equal Shares (Peters and Skowron, Proportionality and the Limits of Welfarism, 2020): every person has
    an equal share of the seats to spend, a seat costs one, and those who approve of a candidate pay for it in equal
    parts as far as their money goes. Among those that cost each payer at most half as much again as the cheapest, the
    most worthy is elected. When nobody can be paid for any more, all persons get money at an equal pace until
    somebody can (Phragmén's sequential method), and last come those whom no voter approves.

    Guarantee (justified representation; Aziz and others, 2017): of voters with n/seats of the n persons or more who
    all approve of one candidate, at least one approves of somebody elected. For they hold the price of their
    candidate until one of them pays, and the shares are not spent before they have.
    """
    found: list[int] = []
    seats = min(seats, approves.shape[1])
    open_ = np.ones(approves.shape[1], dtype=bool)
    votes = approves.astype(np.float64)
    support = persons @ votes
    money = persons * seats / max(float(persons.sum()), TINY)
    while len(found) < seats:
        funds = money @ votes
        can_pay = open_ & (support > 0) & (funds >= 1 - TINY)
        if can_pay.any():
            places = np.flatnonzero(can_pay)
            prices = _prices(approves[:, places], money, persons)
            place = _best(places, prices, worth)
            price = prices[np.flatnonzero(places == place)[0]]
            payers = approves[:, place]
            money[payers] -= np.minimum(money[payers], price * persons[payers])
        elif (open_ & (support > 0)).any():
            places = np.flatnonzero(open_ & (support > 0))
            waits = (1 - funds[places]) / support[places]
            place = _best(places, waits, worth)
            money += persons * waits[np.flatnonzero(places == place)[0]]
            money[approves[:, place]] = 0.0
        else:
            places = np.flatnonzero(open_)
            place = _best(places, np.zeros(len(places)), worth)
        found.append(place)
        open_[place] = False
    return found


def _best(places: np.ndarray, prices: np.ndarray, worth: np.ndarray) -> int:
    """The most worthy of those that cost about as little as the cheapest."""
    cheap = places[prices <= ABOUT_AS_CHEAP * prices.min() + TINY]
    return int(cheap[np.argmax(np.round(worth[cheap], 5))])


def _prices(approves: np.ndarray, money: np.ndarray, persons: np.ndarray) -> np.ndarray:
    """What a person pays at most, (candidates,), when all supporters share the price of one as equally as they can."""
    purse = money / np.maximum(persons, TINY)
    order = np.argsort(purse, kind="stable")
    votes = approves[order]
    spent = np.cumsum(votes * money[order, np.newaxis], axis=0) - votes * money[order, np.newaxis]
    paying = np.cumsum((votes * persons[order, np.newaxis])[::-1], axis=0)[::-1]
    price = (1 - spent) / np.maximum(paying, TINY)
    enough = votes & (price <= purse[order, np.newaxis] + TINY)
    at = np.argmax(enough, axis=0)
    columns = np.arange(approves.shape[1])
    return np.where(enough.any(axis=0), price[at, columns], purse.max(initial=0.0))
