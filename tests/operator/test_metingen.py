# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Measurements as an operator keeps them: for their owner only, counted again by an audit."""

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from registry import main
from registry.__main__ import app, founder
from registry.projections.metingrij import ingepakt
from registry.registrar.telraam import Geteld, aantekening, lees, noteer, schrijf
from registry.settings import Settings
from registry.statements.metingen import Hulpvraag
from registry.store.meetboek import Rij
from tests.support.network import secret

OBPT = Path(__file__).parents[2] / "fixtures/demo/obpt/organisatie.yaml"


def test_an_audit_counts_measurements_again_and_puts_counters_right_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data=str(tmp_path / "register"))
    obpt = founder(msgspec.yaml.decode(OBPT.read_bytes()), secret(701), secret(702))
    main.init(settings, obpt, secret(701))
    with closing(main.open_store(settings)) as store, closing(main.open_meetboek(settings, store)) as boek:
        meting = Hulpvraag(id="", loket=f"{obpt.oin}/balie", ontvangen=datetime(2026, 11, 23, tzinfo=UTC))
        noted = noteer(aantekening(meting.ontvangen))
        for n in range(3):
            rij = Rij(
                soort="hulpvraag",
                melder=obpt.oin,
                id=bytes(15) + bytes([n]),
                dag=date(2026, 11, 23),
                inhoud=ingepakt(meting),
                aantekening=noted,
            )
            assert list(boek.schrijf([rij])) == ["nieuw"]
        boek.vouw()
    assert stat.S_IMODE((settings.folder / main.MEETBOEK).stat().st_mode) == 0o600
    monkeypatch.setenv("REGISTRY_DATA", settings.data)

    def audited(*arguments: str) -> tuple[object, dict[str, object]]:
        with pytest.raises(SystemExit) as stopped:
            app(["audit", *arguments])
        return stopped.value.code, msgspec.json.decode(capsys.readouterr().out)

    with closing(sqlite3.connect(settings.folder / main.MEETBOEK)) as db, db:
        [(kept,)] = db.execute("SELECT waarde FROM tellingen")
        db.execute("UPDATE tellingen SET waarde = ?", (schrijf(Geteld(lees(kept).bijgewerkt, 4)),))
    code, said = audited()
    assert (code, said["metingen"], said["tellingenAfwijkend"], said["hersteld"]) == (1, 3, 1, False)
    code, said = audited("--herstel")
    assert (code, said["tellingenAfwijkend"], said["hersteld"]) == (0, 1, True)
    code, said = audited()
    assert (code, said["tellingenAfwijkend"]) == (0, 0)
    with closing(sqlite3.connect(settings.folder / main.MEETBOEK)) as db:
        assert db.execute("SELECT waarde FROM tellingen").fetchall() == [(kept,)]
