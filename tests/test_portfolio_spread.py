"""An engine that spreads work over processes gets from the function table to table what one process gets."""

from __future__ import annotations

import datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest

import advisor
from advisor.portfolio.rules import ColumnRules
from advisor.portfolio.table import assess_table
from tests.support.shipped import shipped_pack
from tools.imagined_cities import imagined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.knowledge.model import Pack

TODAY = datetime.date(2026, 11, 29)


@cache
def rules() -> ColumnRules:
    """Return the rules of the shipped pack, made once in each process."""
    return ColumnRules(advisor.load_pack("smart-city"))


def one_partition(table: Mapping[str, Sequence[object]]) -> dict[str, list[object]]:
    return assess_table(rules(), table, TODAY)


def parts_of(pack: Pack, count: int, size: int) -> tuple[dict[str, list[object]], list[dict[str, list[object]]]]:
    table = imagined(pack, count)
    return table, [{name: column[at : at + size] for name, column in table.items()} for at in range(0, count, size)]


@pytest.mark.long
@pytest.mark.filterwarnings("default")
def test_dask_on_two_workers_gets_the_same_table_as_one_process() -> None:
    distributed = pytest.importorskip("distributed")
    table, parts = parts_of(shipped_pack(), 600, 70)
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert len(client.scheduler_info()["workers"]) == 2
        done = client.gather(client.map(one_partition, parts))
    whole = assess_table(rules(), table, TODAY)
    assert {name: [value for part in done for value in part[name]] for name in whole} == whole
