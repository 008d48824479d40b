"""Who may write: every way in, and every way that must stay shut."""

from __future__ import annotations

import pytest

from components.views.roles import FREEZE, LOCAL_JA, UPLOAD, decide

AUTH = {"client_id": "monitor", "client_secret": "s", "redirect_uri": "u", "cookie_secret": "c"}
ROLES = {"claim": "groups", "upload": ["a@example.jp", "uketsuke"], "freeze": ["kacho"]}


def permit_of(user, roles=ROLES, auth=AUTH, local_admin=False):
    secrets = {"auth": auth, "monitor": {"roles": roles}}
    return decide(secrets, user, local_admin=local_admin, single_machine=True)


def test_without_login_nobody_writes_and_the_page_says_how_to_change_that():
    permit = decide({}, {}, local_admin=False, single_machine=True)
    assert not permit.roles
    assert permit.reason_ja == (
        "ログインが設定されていないため、閲覧だけができます。1台で使うときは環境変数 MONITOR_LOCAL_ADMIN=1 を指定し、"
        "複数の人で使うときはログインを設定してください（運用の手引き 8）。"
    )


def test_the_one_person_of_a_single_machine_does_everything():
    permit = decide({}, {}, local_admin=True, single_machine=True)
    assert (permit.roles, permit.person_ja) == ({UPLOAD, FREEZE}, LOCAL_JA)


def test_a_local_administrator_is_refused_where_other_machines_can_connect():
    permit = decide({}, {}, local_admin=True, single_machine=False)
    assert not permit.roles
    assert "ほかの端末から開ける設定" in permit.reason_ja


def test_a_login_that_is_set_up_wins_over_the_local_administrator():
    assert not permit_of({"is_logged_in": False}, local_admin=True).roles


def test_what_a_user_claims_counts_for_nothing_before_the_login():
    assert not permit_of({"email": "a@example.jp", "groups": ["uketsuke", "kacho"]}).roles
    assert not permit_of({"is_logged_in": "yes", "email": "a@example.jp"}).roles


def test_an_address_in_the_list_gives_its_role_in_any_letter_case():
    assert permit_of({"is_logged_in": True, "email": "A@Example.jp"}).roles == {UPLOAD}


@pytest.mark.parametrize("verified", [False, "false", None, "0"])
def test_an_address_that_the_login_service_did_not_verify_gives_no_role(verified):
    user = {"is_logged_in": True, "email": "a@example.jp", "email_verified": verified, "sub": "42"}
    assert not permit_of(user).roles


@pytest.mark.parametrize("groups", ["kacho", ["other", "kacho"]])
def test_a_value_of_the_claim_gives_its_role(groups):
    assert permit_of({"is_logged_in": True, "sub": "42", "groups": groups}).roles == {FREEZE}


def test_a_claim_is_no_address_and_an_address_no_claim():
    assert not permit_of({"is_logged_in": True, "sub": "42", "groups": ["a@example.jp"]}).roles
    assert not permit_of({"is_logged_in": True, "email": "uketsuke"}).roles


def test_somebody_without_any_name_gets_no_role():
    assert not permit_of({"is_logged_in": True, "groups": ["kacho"]}).roles


def test_without_a_list_of_roles_a_login_only_reads():
    permit = permit_of({"is_logged_in": True, "email": "a@example.jp"}, roles={})
    assert not permit.roles
    assert permit.reason_ja == (
        "a@example.jpとしてログインしています。できること: 閲覧。"
        "受付や版の固定が必要なときは、管理者に権限の登録を依頼してください。"
    )


def test_an_empty_entry_lets_nobody_in():
    assert not permit_of({"is_logged_in": True, "sub": "42"}, roles={"upload": [""], "freeze": ""}).roles


def test_several_login_services_are_offered_by_name():
    auth = {"redirect_uri": "u", "cookie_secret": "c", "entra": {"client_id": "1"}, "okta": {"client_id": "2"}}
    assert permit_of({}, auth=auth).providers == ("entra", "okta")
    assert permit_of({}).providers == ("",)
