"""Who may write: every way in, and every way that must stay shut."""

from __future__ import annotations

import pytest

from components.views.roles import BROKEN_JA, FREEZE, LOCAL_JA, OVERAGE_JA, UPLOAD, decide

AUTH = {"client_id": "monitor", "client_secret": "s", "redirect_uri": "u", "cookie_secret": "c"}
ROLES = {"claim": "groups", "upload": ["a@example.jp", "uketsuke"], "freeze": ["kacho"]}
GUID = "9b1f0c2a-4d5e-4f60-8a7b-0c1d2e3f4a5b"


def permit_of(user, roles=ROLES, auth=AUTH, local_refusal_ja="no"):
    secrets = {"auth": auth, "monitor": {"roles": roles}}
    return decide(secrets, user, local_refusal_ja=local_refusal_ja)


def logged_in(**claims):
    return {"is_logged_in": True, "sub": "42"} | claims


def test_without_login_nobody_writes_and_the_page_says_how_to_change_that():
    permit = decide({}, {}, local_refusal_ja="閲覧だけができます。")
    assert (permit.roles, permit.reason_ja) == (frozenset(), "閲覧だけができます。")


def test_the_one_person_of_a_single_machine_does_everything():
    permit = decide({}, {}, local_refusal_ja="")
    assert (permit.roles, permit.person_ja) == ({UPLOAD, FREEZE}, LOCAL_JA)


@pytest.mark.parametrize("auth", [AUTH, {}, None, "x", ["x"], {"redirect_uri": "u"}, {"keycloak": "x"}])
def test_any_section_of_a_login_switches_the_local_role_off(auth):
    permit = permit_of({"is_logged_in": False}, auth=auth, local_refusal_ja="")
    assert not permit.roles
    assert auth == AUTH or permit.reason_ja == BROKEN_JA


def test_what_a_user_claims_counts_for_nothing_before_the_login():
    assert not permit_of({"email": "a@example.jp", "groups": ["uketsuke", "kacho"]}).roles
    assert not permit_of({"is_logged_in": "yes", "email": "a@example.jp"}).roles


@pytest.mark.parametrize("verified", [True, "true", "True"])
def test_a_verified_address_in_the_list_gives_its_role_in_any_letter_case(verified):
    permit = permit_of(logged_in(email="A@Example.jp", email_verified=verified))
    assert permit.roles == {UPLOAD}
    assert permit.claims_ja == (
        "認証基盤から届いた値: メールアドレス（確認済み）、groups なし。"
        "「報告の受付・期限・確定、統計と境界の取り込み」は a@example.jp によります。"
    )


@pytest.mark.parametrize("verified", [{}, *({"email_verified": one} for one in (False, "false", None, "0", 0, [True]))])
def test_an_address_that_the_login_service_did_not_verify_gives_no_role(verified):
    permit = permit_of(logged_in(email="a@example.jp", **verified))
    assert not permit.roles
    assert permit.person_ja == "42"
    assert "メールアドレス（認証基盤が確認済みと示していないため、権限には使いません）" in permit.claims_ja


@pytest.mark.parametrize(("verified", "roles"), [({}, {UPLOAD}), ({"email_verified": False}, set())])
def test_a_setting_vouches_for_addresses_where_the_service_never_says(verified, roles):
    settings = ROLES | {"provider_sends_email_verified": False}
    assert permit_of(logged_in(email="a@example.jp", **verified), roles=settings).roles == roles


@pytest.mark.parametrize(
    ("entry", "email"),
    [("boss@x", "boß@x"), ("@", "@"), ("k@x", "\u212a@x"), ("a@", "a@"), ("@x", "@x"), ("a b@x", "a b@x")],
)
def test_an_address_is_x_at_y_and_only_latin_letters_fold(entry, email):
    assert not permit_of(logged_in(email=email, email_verified=True), roles={"upload": [entry]}).roles


@pytest.mark.parametrize(
    ("claim", "came"),
    [
        ("groups", {"groups": ["/uketsuke", "/other"]}),  # Keycloak, full path
        ("realm_access.roles", {"realm_access": {"roles": ["uketsuke"]}}),
        ("resource_access.kyosei.monitor.roles", {"resource_access": {"kyosei.monitor": {"roles": ["uketsuke"]}}}),
        ("https://x.example/groups", {"https://x.example/groups": "uketsuke"}),
        (["groups", "roles"], {"roles": ["uketsuke"]}),
    ],
)
def test_a_claim_is_found_where_the_service_puts_it(claim, came):
    assert permit_of(logged_in(**came), roles=ROLES | {"claim": claim}).roles == {UPLOAD}


@pytest.mark.parametrize("came", [["//uketsuke"], ["/x/uketsuke"], [{"name": "uketsuke"}], {"uketsuke": True}, [None]])
def test_what_is_not_the_value_gives_no_role(came):
    assert not permit_of(logged_in(groups=came)).roles


def test_groups_of_entra_come_as_ids_and_the_page_says_which_of_many_gives_the_role():
    groups = [f"{number:08d}{GUID[8:]}" for number in range(150)] + [GUID]
    permit = permit_of(logged_in(groups=groups), roles={"claim": "groups", "freeze": [GUID.upper()]})
    assert permit.roles == {FREEZE}
    assert f"groups 151件（{GUID}、" in permit.claims_ja
    assert "、ほか146件）" in permit.claims_ja
    assert f"「版の固定」は {GUID.upper()} によります。" in permit.claims_ja


@pytest.mark.parametrize("sign", [{"_claim_names": {"groups": "src1"}}, {"hasgroups": True}])
def test_groups_that_entra_left_out_are_asked_for(sign):
    assert permit_of(logged_in(**sign)).claims_ja.endswith(OVERAGE_JA)


@pytest.mark.parametrize("groups", ["kacho", ["other", "kacho"]])
def test_a_value_of_the_claim_gives_its_role(groups):
    assert permit_of({"is_logged_in": True, "sub": "42", "groups": groups}).roles == {FREEZE}


def test_a_claim_is_no_address_and_an_address_no_claim():
    assert not permit_of({"is_logged_in": True, "sub": "42", "groups": ["a@example.jp"]}).roles
    assert not permit_of({"is_logged_in": True, "email": "uketsuke", "email_verified": True}).roles


def test_somebody_without_any_name_gets_no_role():
    assert not permit_of({"is_logged_in": True, "groups": ["kacho"]}).roles


def test_a_name_without_end_is_cut_before_it_is_shown_or_recorded():
    permit = permit_of(logged_in(name="長" * 10_000, groups=["uketsuke"]))
    assert permit.person_ja == "長" * 254
    assert len(permit.reason_ja) < 400


def test_without_a_list_of_roles_a_login_only_reads():
    permit = permit_of({"is_logged_in": True, "email": "a@example.jp", "email_verified": True}, roles={})
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


@pytest.mark.parametrize("written", ["鳥\n山\t森", " 鳥\u202e 山\u200b\u2066 森\x00 "])
def test_a_name_goes_into_records_on_one_line_without_hidden_signs(written):
    assert permit_of(logged_in(name=written)).person_ja == "鳥 山 森"
    assert permit_of(logged_in(name="鳥", email=f"{written.strip()[:2]}a@b.jp", email_verified=True)).person_ja == "鳥"
