"""Login with a real OpenID Connect provider that runs on this machine: who is listed may take reports in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from tests.browser.reader import TIMEOUT
from tests.browser.server import LOCAL_ROLE, free_port, running_server

OFFICER, READER = "uketsuke@example.lg.jp", "shokuin@example.lg.jp"


@pytest.fixture(scope="module")
def address(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose secrets name the provider and one officer."""
    users = [User(sub=email, claims={"email": email, "email_verified": True}) for email in (OFFICER, READER)]
    port, secrets = free_port(), tmp_path_factory.mktemp("secrets") / "secrets.toml"
    with run_server_in_thread(user_claims=users) as provider:
        _write_secrets(secrets, port, provider.server_port)
        environment = {"STREAMLIT_SECRETS_FILES": str(secrets)} | LOCAL_ROLE
        with running_server(environment=environment, port=port):
            yield f"http://localhost:{port}"


def _write_secrets(file: Path, port: int, provider_port: int) -> None:
    file.write_text(
        f"""
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "a secret of this test and of nothing else"
client_id = "kyosei-monitor"
client_secret = "any"
server_metadata_url = "http://localhost:{provider_port}/.well-known/openid-configuration"

[monitor.roles]
upload = ["{OFFICER}"]
""",
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def office_window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="ja-JP")
    context.set_default_timeout(TIMEOUT)
    yield context.new_page()
    context.close()


@pytest.fixture
def window(office_window: Page) -> Iterator[Page]:
    """A blank page of somebody whom no server knows."""
    yield office_window
    office_window.goto("about:blank")
    office_window.context.clear_cookies()


def log_in(page: Page, address: str, person: str) -> None:
    page.goto(f"{address}/reports?task=upload")
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.locator("input[name=sub]").fill(person)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{address}/**")
    page.goto(f"{address}/reports?task=upload")


def test_an_officer_in_the_list_logs_in_gets_the_upload_and_logs_out_again(window: Page, address: str):
    log_in(window, address, OFFICER)
    expect(window.get_by_text(f"{OFFICER}としてログインしています。")).to_be_visible()
    expect(window.get_by_test_id("stFileUploader")).to_be_visible()
    window.get_by_role("button", name="ログアウト").click()
    window.wait_for_url(lambda url: "reports" not in url)
    window.goto(f"{address}/reports?task=upload")
    expect(window.get_by_role("button", name="ログイン", exact=True)).to_be_visible()
    expect(window.get_by_test_id("stFileUploader")).to_have_count(0)


def test_somebody_else_logs_in_and_only_reads(window: Page, address: str):
    log_in(window, address, READER)
    expect(window.get_by_text(f"{READER}としてログインしています。できること: 閲覧。")).to_be_visible()
    expect(window.get_by_test_id("stFileUploader")).to_have_count(0)
