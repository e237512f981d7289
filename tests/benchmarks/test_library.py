"""How long a search takes among 20,000 practices, on the database that is there (decision 0016)."""

import random
import time
from itertools import accumulate
from statistics import quantiles

import pytest
from django.db import connection
from django.utils import timezone

from communityup.base.ids import new_id
from communityup.network.library import queries
from communityup.network.library.models import Facet, Practice, Stem, Stumble
from communityup.network.networks.models import Condition
from tests import make
from tests.make_practice import published, two

# What was filled in is kept, so that PostgreSQL can clean up after it, as it does on a site.
pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]
PRACTICES, WORDS, VOCABULARY, SEARCHES, BAR = 20_000, 90, 6_000, 200, 0.1
# Counting what each further choice would find comes once with a page, beside its search.
COUNTS_BAR = 0.2
AT_ONCE = 2_000


def fill() -> list[str]:
    """Make 20,000 practices with words as they are spread in texts (the n-th word 1/n as often); return the words."""
    _made, first, second = two()
    model = published(first, make.amina(), second, make.person("Lezer"))
    dice, now = random.Random(20_000), timezone.now()
    vocabulary = [f"woord{number}" for number in range(VOCABULARY)]
    chances = list(accumulate(1 / (rank + 1) for rank in range(VOCABULARY)))
    for start in range(0, PRACTICES, AT_ONCE):
        rows = [
            Practice(
                public_id=one, series=one, network=model.network, member=model.member, reviewer=model.reviewer,
                title=f"Praktijk {start + number}", place=f"Plaats {number % 300}", mode=model.mode, state="published",
                context=model.context, did=model.did, why=model.why, stumbling=model.stumbling, changed_at=now,
                published_at=now,
            )
            for number, one in enumerate(new_id() for _row in range(AT_ONCE))
        ]  # fmt: skip
        made = Practice.objects.bulk_create(rows)
        Facet.objects.bulk_create(
            Facet(practice=one, kind=kind, value=value)
            for one in made
            for kind, values in (("condition", Condition.values), ("stumble", Stumble.values))
            for value in dice.sample(values, 2)
        )
        Stem.objects.bulk_create(
            [
                Stem(practice=one, stem=word, weight=dice.choice((1, 1, 1, 3)))
                for one in made
                for word in sorted(set(dice.choices(vocabulary, cum_weights=chances, k=WORDS)))
            ],
            batch_size=20_000,
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return vocabulary


def test_95_of_100_searches_among_20000_practices_take_at_most_100_ms() -> None:
    vocabulary = fill()
    dice = random.Random(95)
    kinds: dict[str, list[float]] = {"words": [], "words and facets": [], "facets": [], "counts": []}
    for turn in range(SEARCHES):
        # Words as people type them: mostly ones that stand in many practices.
        words = " ".join(vocabulary[int(VOCABULARY ** dice.random()) - 1] for _word in range(1 + turn % 3))
        facets = {"condition": dice.choice(Condition.values), "stumble": dice.choice(Stumble.values)}
        for name, filters in (
            ("words", {"words": words}), ("words and facets", {"words": words, **facets}), ("facets", facets),
        ):  # fmt: skip
            before = time.perf_counter()
            queries.practices(filters, "1")
            kinds[name].append(time.perf_counter() - before)
        before = time.perf_counter()
        queries.facets({"words": words} if turn % 2 else facets if turn % 4 else {})
        kinds["counts"].append(time.perf_counter() - before)
    for name, took in kinds.items():
        p95 = quantiles(took, n=20)[-1]
        print(f"{connection.vendor}: {name}: p95 {p95 * 1000:.1f} ms, slowest {max(took) * 1000:.1f} ms")
        assert p95 <= (COUNTS_BAR if name == "counts" else BAR), name
