"""deploy/nginx.conf.example as it stands, before a server below a path: what passes, what is refused, and in which words."""

from __future__ import annotations

import http.client
import random
import re
import socket
import ssl
import subprocess
import time
import uuid
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
import streamlit
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, Page, expect

from components.views import local_role, navigation
from tests.browser.reader import TIMEOUT, Reader
from tests.browser.server import LOCAL_ROLE, PROJECT, TOKEN, free_port, running_server

EXAMPLE = (PROJECT / "deploy" / "nginx.conf.example").read_text(encoding="utf-8")
UNIT = (PROJECT / "deploy" / "kyosei-monitor@.service").read_text(encoding="utf-8")
GROUP = "kyosei-uketsuke"
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Proxy:
    """An application behind nginx: where nginx answers, and where the application does."""

    port: int
    direct_port: int

    @property
    def root(self) -> str:
        return f"https://localhost:{self.port}/monitor"

    def answer(
        self, path: str, method: str = "GET", body: bytes = b"", **headers: str
    ) -> tuple[int, str, dict[str, str]]:
        """Return status, text and headers of an answer."""
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("localhost", self.port, timeout=60, context=context)
        connection.request(method, path, body, {"Host": f"localhost:{self.port}"} | headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace"), dict(answer.getheaders())


@pytest.fixture(scope="module")
def proxy(chromium_path: str, nginx_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """The example with other ports and names, a real login service, and the application with the settings of the unit."""
    folder, found = tmp_path_factory.mktemp("proxy"), Proxy(free_port(), free_port())
    guids = random.Random(1)
    groups = [str(uuid.UUID(int=guids.getrandbits(128))) for _ in range(400)]
    users = [User(sub="g400", claims={"groups": [*groups, GROUP]})]
    environment = {"STREAMLIT_SERVER_BASE_URL_PATH": "monitor", "STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml")}
    environment |= LOCAL_ROLE | dict(re.findall(r"^Environment=(WEBSOCKETS_\w+)=(\d+)$", UNIT, re.MULTILINE))
    environment |= {"MONITOR_IMPORTED": str(folder / "imported"), "STREAMLIT_SERVER_ALLOWED_HOSTS": "localhost"}
    with run_server_in_thread(user_claims=users) as provider:
        _write_secrets(folder / "secrets.toml", found.root, provider.server_port)
        with running_server(environment=environment, port=found.direct_port), _nginx(nginx_path, folder, found):
            yield found


def _write_secrets(file: Path, root: str, provider_port: int) -> None:
    file.write_text(
        f"""
[auth]
redirect_uri = "{root}/oauth2callback"
cookie_secret = "a secret of this test and of nothing else"
client_id = "kyosei-monitor"
client_secret = "any"
server_metadata_url = "http://localhost:{provider_port}/.well-known/openid-configuration"

[monitor.roles]
claim = "groups"
upload = ["{GROUP}"]
""",
        encoding="utf-8",
    )


@contextmanager
def _nginx(program: str, folder: Path, proxy: Proxy) -> Iterator[None]:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", "key.pem", "-out", "certificate.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    changes = {
        "127.0.0.1:8501": f"127.0.0.1:{proxy.direct_port}",
        "127.0.0.1:8502": f"127.0.0.1:{free_port()}",  # a second process that is not there: the first one answers for it
        "/srv/kyosei-monitor": str(PROJECT),
        "listen 443": f"listen 127.0.0.1:{proxy.port}",
        "listen 80": f"listen 127.0.0.1:{free_port()}",
        "/etc/ssl/certs/monitor.example.lg.jp.pem": str(folder / "certificate.pem"),
        "/etc/ssl/private/monitor.example.lg.jp.key": str(folder / "key.pem"),
        "monitor.example.lg.jp": "localhost",
    }
    site = EXAMPLE
    for written, wanted in changes.items():
        assert written in site
        site = site.replace(written, wanted)
    places = "".join(
        f"{name}_temp_path {folder}/{name}; " for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "site.conf").write_text(site, encoding="utf-8")
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;"
        f"events {{}} http {{ access_log off; {places} include {folder}/site.conf; }}",
        encoding="utf-8",
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while socket.socket().connect_ex(("127.0.0.1", proxy.port)):
            assert process.poll() is None
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(ignore_https_errors=True, locale="ja-JP", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(TIMEOUT)
    yield context
    context.close()


def test_every_page_works_under_the_security_headers_and_saves_its_files(window: BrowserContext, proxy: Proxy):
    reader = Reader(window.new_page(), proxy.root)
    reader.open("aging_coverage", pref="47")
    for button in ("CSV", "PNG"):
        with reader.page.expect_download() as download:
            reader.page.get_by_role("button", name=button).first.click()
        assert Path(download.value.path()).stat().st_size > 100
    # By the menu: Chromium keeps no file of a server with a certificate of its own, and would load all for each address.
    for entry in navigation.entries():
        reader.page.get_by_test_id("stSidebarNavLink").filter(has_text=entry.title).click()
        expect(reader.page.locator(".km-head h1")).to_have_text(entry.title)
        reader.wait_until_drawn()
    assert reader.faults == []


def test_an_officer_with_400_groups_logs_in_and_sends_the_census_and_no_proxy_gives_the_local_role(
    window: BrowserContext, proxy: Proxy, census_path: Path
):
    page = window.new_page()
    page.goto(f"{proxy.root}/data_quality?view=imports&{local_role.PARAMETER}={TOKEN}")
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.locator("input[name=sub]").fill("g400")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{proxy.root}/**")
    page.goto(f"{proxy.root}/data_quality?view=imports")
    expect(page.get_by_text(f"groups 401件（{GROUP}、")).to_be_visible()
    uploader = page.get_by_role("region", name="国勢調査のファイル")  # by name: what loads late may not appear in order
    uploader.locator("input[type=file]").set_input_files(census_path)
    expect(page.get_by_role("button", name="国勢調査を取り込む")).to_be_enabled()
    _check_uploads(page, proxy)


def _check_uploads(page: Page, proxy: Proxy) -> None:
    """Send files as a page does: 50 MB pass, more does not, and nobody sends large ones without end."""
    put = """async ([address, megabytes]) => {
        const body = new FormData();
        body.append('f', new Blob([new Uint8Array(megabytes * 1000000)]), 'f.bin');
        const token = document.cookie.match(/_streamlit_xsrf=([^;]+)/)[1];
        return (await fetch(address, {method: 'PUT', body, headers: {'X-Xsrftoken': token}})).status;
    }"""
    statuses = [page.evaluate(put, [f"{proxy.root}/_stcore/upload_file/nobody/f", megabytes]) for megabytes in (52, 54)]
    assert statuses == [400, 413]  # 400: the application has it whole and knows no such session
    assert 429 in [page.evaluate(put, [f"{proxy.root}/_stcore/upload_file/nobody/f", 2]) for _ in range(8)]


def test_the_proxy_answers_in_words_and_keeps_what_is_inside(proxy: Proxy):
    status, _, headers = proxy.answer("/monitor/")
    assert status == 200
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in re.findall(r"script-src ([^;]*)", headers["Content-Security-Policy"])[0]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert (headers["X-Frame-Options"], headers["Referrer-Policy"]) == ("SAMEORIGIN", "same-origin")
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert proxy.answer("/monitor/_stcore/metrics")[0] == 404
    kept = proxy.answer("/monitor/app/static/vendor/leaflet/leaflet.js")
    assert (kept[0], kept[2]["Cache-Control"], kept[2]["Server"]) == (200, "max-age=2592000", "nginx")
    assert proxy.answer("/monitor/app/static/geo/nothing.geojson")[0] == 404
    assert proxy.answer("/monitor/_stcore/health")[0] == 200
    status, words, _ = proxy.answer("/monitor/", Cookie=f"a={'x' * 70_000}")
    assert status == 431
    assert "ログインの情報（クッキー）が大きすぎて、画面を開けません。" in words
    with pytest.raises(http.client.RemoteDisconnected):
        proxy.answer("/monitor/", Host="evil.example")


def test_the_one_script_inside_streamlits_page_is_named_in_the_example():
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    hashes = [
        b64encode(sha256(script.encode()).digest()).decode()
        for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    ]
    assert [one for one in hashes if f"'sha256-{one}'" not in EXAMPLE] == []
