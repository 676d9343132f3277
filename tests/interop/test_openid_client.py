# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""openid-client (npm), which builds on oauth4webapi, against a register that really runs.

`make test` installs it in .venv/interop, from tests/interop/package-lock.json. Without node this is skipped at a desk,
and fails in CI.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.interop.vreemden import Vreemde
from tests.support.draaiend import ROOT, Draaiend

SCRIPT = Path(__file__).with_name("openid_client.mjs")
INSTALLED = ROOT / ".venv" / "interop"
TOKEN, LINES = "/oauth/token", "/v1/organisaties"
if not (INSTALLED / ".klaar").exists() and os.environ.get("CI") != "true":
    pytest.skip("openid-client is not installed: make interop-clients (needs node and npm)", allow_module_level=True)


class Stranger:
    """Runs a scenario, with the client whose key signs by an algorithm."""

    def __init__(self, register: Draaiend, vreemde: Vreemde) -> None:
        self._register, self._vreemde = register, vreemde

    def __call__(self, scenario: str, alg: str = "ES256", **more: Any) -> dict[str, Any]:
        given = {
            "scenario": scenario,
            "issuer": self._register.url,
            "clientId": self._vreemde.client_id(alg),
            "alg": alg,
            "jwk": self._vreemde.key(alg).as_dict(private=True),
        }
        done = subprocess.run(
            ["node", "--input-type=module", "-", json.dumps(given | more)],
            input=SCRIPT.read_text(),
            cwd=INSTALLED,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        said: dict[str, Any] = json.loads(done.stdout)
        return said


@pytest.fixture(scope="module")
def ask(register: Draaiend, stranger: Vreemde) -> Stranger:
    return Stranger(register, stranger)


@pytest.mark.parametrize("alg", ["ES256", "PS256", "Ed25519", "EdDSA"])
@pytest.mark.parametrize("algorithm", ["oauth2", "oidc"])
def test_from_discovery_to_an_answer(ask: Stranger, alg: str, algorithm: str) -> None:
    """`algorithm` is which of the two well-known addresses it looks at."""
    said = ask("bearer", alg, algorithm=algorithm)
    assert said["token"]["token_type"] == "bearer"
    assert said["token"]["scope"] == "lijnen:lezen"
    assert said["read"] == 200
    assert said["calls"][1:] == [["POST", TOKEN, 200], ["GET", LINES, 200]]


def test_a_refusal_is_one_that_it_understands(ask: Stranger) -> None:
    said = ask("refused", parameters={"scope": "toezicht:lezen"})
    assert (said["error"], said["status"]) == ("invalid_scope", 400)


@pytest.mark.parametrize("alg", ["ES256", "PS256", "Ed25519"])
@pytest.mark.parametrize("proof_alg", ["ES256", "Ed25519"])
def test_a_token_bound_to_a_key_with_the_nonces_that_the_register_gives(
    ask: Stranger, alg: str, proof_alg: str
) -> None:
    said = ask("dpop", alg, proofAlg=proof_alg)
    assert said["token"]["token_type"] == "dpop"
    asked = [(path, status) for _, path, status in said["calls"][1:]]
    assert asked[:4] == [
        (TOKEN, 400),
        (TOKEN, 200),
        (LINES, 200),
        (LINES, 200),
    ]  # use_dpop_nonce, and once more with it
    assert said["read"] == [200, 200]


def test_a_bound_token_is_of_no_use_to_who_stole_it(ask: Stranger) -> None:
    said = ask("dpop")
    assert (said["replayed"], said["elsewhere"]) == (401, 401)
    assert said["asBearer"] == {"status": 401, "challenges": [["bearer", "invalid_token"], ["dpop", None]]}
    assert said["byAnother"] == {"status": 401, "challenges": [["dpop", "invalid_dpop_proof"]]}


@pytest.mark.parametrize("alg", ["ES256", "PS256", "Ed25519"])
def test_a_token_asked_about_and_called_back(ask: Stranger, stranger: Vreemde, alg: str) -> None:
    said = ask("calledBack", alg)
    about = said["before"]
    assert (about["active"], about["client_id"], about["token_type"]) == (True, stranger.client_id(alg), "Bearer")
    assert (said["readBefore"], said["readAfter"]["status"]) == (200, 401)
    assert said["after"] == said["nonsense"] == {"active": False}
