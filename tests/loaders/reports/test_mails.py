"""Reminders: who and when, mails that nobody can bend, a server that refuses or breaks, contacts of the office."""

import email
import io
import socketserver
import ssl
import subprocess
import threading
import zipfile
from datetime import date
from email import policy

import pytest

from data import store
from data.store.engine import close_all
from loaders.__main__ import main
from loaders.errors import InvalidListError, LoaderError
from loaders.reports import mail_desk, mails

TOWN, OTHER, DUE = "012068", "014524", "2026-05-31"
HEADING = "団体コード,市町村,宛名,メールアドレス\r\n"


@pytest.fixture(autouse=True)
def own_store(monkeypatch, tmp_path):
    """The committed dataset, and a store of its own in which two towns owe a report."""
    monkeypatch.delenv("MONITOR_DATA", raising=False)
    monkeypatch.delenv("MONITOR_SMTP_URL", raising=False)
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'monitor.sqlite'}")
    monkeypatch.setenv("MONITOR_MAIL_FROM", "北海道 福祉課 <fukushi@pref.example.jp>")
    store.set_calendar([TOWN, OTHER], 2025, "full_year", DUE, set_by="試験")
    yield
    close_all()


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is sent; it refuses addresses with `refused`, and hangs up on `broken`.

    With a certificate it speaks TLS, after STARTTLS or from the start, and takes a password only then.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        self.mails = []
        self.logins = []
        self.certificate = None
        self.is_encrypted_first = False
        super().__init__(("127.0.0.1", 0), Talk)


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        def say(words):
            self.wfile.write(f"{words}\r\n".encode())

        is_encrypted = self.server.is_encrypted_first and self.encrypt()
        say("220 test")
        while line := self.rfile.readline().decode():
            verb = line[:4].upper()
            if verb == "EHLO" and self.server.certificate:
                say(f"250-test\r\n250 {'AUTH PLAIN' if is_encrypted else 'STARTTLS'}")
            elif verb == "STAR":
                say("220 go on")
                if not (is_encrypted := self.encrypt()):
                    return
            elif verb == "AUTH":
                self.server.logins.append(line.split()[2])
                say("235 welcome")
            elif verb == "RCPT" and "refused" in line:
                say("550 no such user")
            elif verb == "RCPT" and "broken" in line:
                return
            elif verb == "DATA":
                say("354 go on")
                content = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.mails.append(email.message_from_bytes(content, policy=policy.default))
                say("250 taken")
            else:
                say("221 bye" if verb == "QUIT" else "250 ok")

    def encrypt(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server.certificate)
        try:
            self.request = context.wrap_socket(self.request, server_side=True)
        except OSError:  # the other side refuses the certificate
            return False
        self.setup()
        return True


@pytest.fixture
def server(monkeypatch):
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("MONITOR_SMTP_URL", f"smtp-plain://127.0.0.1:{server.server_address[1]}")
        yield server
        server.shutdown()


def imported(tmp_path, *lines, heading=HEADING):
    path = tmp_path / "連絡先.csv"
    path.write_bytes((heading + "\r\n".join(lines)).encode("cp932"))
    return mail_desk.import_contacts(path, path.name, by="試験")


def waiting(day=date(2026, 5, 25)):
    return mail_desk.mails_of(mail_desk.reminders(day))


def row(**more):
    return {"area_code": TOWN, "area_name_ja": "釧路市", "prefecture_ja": "北海道", "fiscal_year": 2025,
            "report_kind": "full_year", "due_date": DUE, "step": "days_7", "days_left": 6, "state": "not_submitted",
            "reason_ja": None, "name_ja": "福祉課", "email": "a@town.example.jp", **more}  # fmt: skip


def test_each_town_is_sent_each_step_once(server, tmp_path):
    imported(tmp_path, f"{TOWN.removeprefix('0')},釧路市,地域福祉課,kushiro＠town.example.jp", f"{OTHER},,,")
    done = mail_desk.send(waiting(), "県 花子")
    assert done == mail_desk.Sent(sent=1, without_address=1)
    (mail,) = server.mails
    assert mail["To"] == "地域福祉課 <kushiro@town.example.jp>"
    assert mail["From"] == "北海道 福祉課 <fukushi@pref.example.jp>"
    assert mail["Subject"] == "【提出期限の1週間前のお知らせ】令和7年度（2025年度） 年度報告（期限 2026年5月31日）"
    assert "あと6日" in mail.get_content()
    assert "北海道 福祉課" in mail.get_content()
    assert mail_desk.send(waiting(date(2026, 5, 26)), "県 花子").sent == 0
    assert mail_desk.send(waiting(date(2026, 6, 1)), "県 花子").sent == 1
    assert [one["Message-ID"] for one in server.mails] == [
        f"<012068.2025.full_year.{DUE}.{step}@pref.example.jp>" for step in ("days_7", "late")
    ]
    assert list(store.audit_log()["action"]).count("send_mail") == 4


def test_a_refused_mail_is_tried_again_and_a_broken_line_is_not(server, tmp_path):
    imported(tmp_path, f"{TOWN},,,refused@town.example.jp", f"{OTHER},,,good@town.example.jp")
    assert mail_desk.send(waiting(), "試験") == mail_desk.Sent(sent=1, failed=1)
    (left,) = waiting()
    assert mail_desk.state_ja(left.row) == "送れなかった：メールサーバーが断りました（550 no such user）"
    imported(tmp_path, f"{TOWN},,,broken@town.example.jp")
    with pytest.raises(LoaderError, match="届いたか分からないため、自動では送り直しません"):
        mail_desk.send(waiting(), "試験")
    imported(tmp_path, f"{TOWN},,,good@town.example.jp")
    assert mail_desk.send(waiting(), "試験") == mail_desk.Sent(left_out=1)
    assert "届いたか確かめてください" in mail_desk.state_ja(waiting()[0].row)
    assert mail_desk.note_by_hand(waiting(), "試験") == 1
    assert waiting() == []


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("MONITOR_SMTP_URL", "http://mail", "書き方が正しくない"),
        ("MONITOR_SMTP_URL", "smtp://mail:port", "書き方が正しくない"),
        ("MONITOR_SMTP_URL", "smtp-plain://me:secret@mail", "書き方が正しくない"),
        ("MONITOR_SMTP_URL", "smtp-plain://127.0.0.1:1", "つながらない"),
        ("MONITOR_MAIL_FROM", "a@b.jp\r\nBcc: all@b.jp", "送信元のアドレス"),
    ],
)
def test_a_wrong_setting_says_what_to_do_and_sends_nothing(server, tmp_path, monkeypatch, setting, value, words):
    imported(tmp_path, f"{TOWN},,,good@town.example.jp")
    monkeypatch.setenv(setting, value)
    with pytest.raises(LoaderError, match=words):
        mail_desk.send(waiting(), "試験")
    assert store.report_mails().empty


def test_a_server_without_tls_is_refused_where_tls_is_asked_for(server, tmp_path, monkeypatch):
    imported(tmp_path, f"{TOWN},,,good@town.example.jp")
    monkeypatch.setenv("MONITOR_SMTP_URL", f"smtp://127.0.0.1:{server.server_address[1]}")
    with pytest.raises(LoaderError, match="TLS"):
        mail_desk.send(waiting(), "試験")
    assert server.mails == []


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """Two certificates that no authority signed, both for localhost, each with its key."""
    folder = tmp_path_factory.mktemp("certificates")
    for name in ("own.pem", "other.pem"):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", name, "-out", "certificate"],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        with (folder / name).open("ab") as both:
            both.write((folder / "certificate").read_bytes())
    return folder


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_mails_go_over_tls_where_the_authority_of_the_office_is_named(
    server, certificates, tmp_path, monkeypatch, scheme
):
    imported(tmp_path, f"{TOWN},,,good@town.example.jp")
    server.certificate, server.is_encrypted_first = certificates / "own.pem", scheme == "smtps"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "own.pem"))
    monkeypatch.setenv("MONITOR_SMTP_URL", f"{scheme}://me:p%40ss@localhost:{server.server_address[1]}")
    assert mail_desk.send(waiting(), "試験").sent == 1
    assert server.mails[0]["To"].endswith("<good@town.example.jp>")
    assert server.logins == ["AG1lAHBAc3M="]


@pytest.mark.parametrize(
    ("trusted", "scheme", "host"),
    [("other.pem", "smtp", "localhost"), ("other.pem", "smtps", "localhost"), ("own.pem", "smtp", "127.0.0.1")],
)
def test_a_certificate_of_another_authority_or_name_is_refused_in_words_before_anything_is_sent(
    server, certificates, tmp_path, monkeypatch, trusted, scheme, host
):
    imported(tmp_path, f"{TOWN},,,good@town.example.jp")
    server.certificate, server.is_encrypted_first = certificates / "own.pem", scheme == "smtps"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / trusted))
    monkeypatch.setenv("MONITOR_SMTP_URL", f"{scheme}://me:p%40ss@{host}:{server.server_address[1]}")
    with pytest.raises(LoaderError, match=r"暗号化した接続（TLS）ができない.*SSL_CERT_FILE"):
        mail_desk.send(waiting(), "試験")
    assert (server.mails, server.logins) == ([], [])
    assert store.report_mails().empty


def test_nothing_that_others_wrote_reaches_a_header_or_becomes_a_formula():
    name = "福祉課\r\nBcc: all@example.jp\x00" + "長" * 60
    mail = mails.mail_for(row(name_ja=name, state="returned", reason_ja="理由\r\n.\r\nQUIT", area_name_ja="../釧路:市"))
    raw = mails.message_of(mail, None, is_draft=True).as_bytes()
    message = email.message_from_bytes(raw, policy=policy.default)
    assert set(message.keys()) == {
        "Subject",
        "To",
        "X-Unsent",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    }
    assert message["To"].addresses[0].addr_spec == "a@town.example.jp"
    assert max(map(len, raw.split(b"\r\n"))) < 998
    assert "差戻しの理由：理由 . QUIT" in message.get_content()
    (name,) = zipfile.ZipFile(io.BytesIO(mails.zip_of([mail]))).namelist()
    assert name == "012068_.._釧路_市_2025_7日前.eml"


def test_contacts_are_taken_as_a_whole_or_not_at_all(tmp_path):
    assert imported(tmp_path, f"{TOWN},,福祉課,a@town.example.jp") == "連絡先を取り込みました（1市町村、うち変更 1）。"
    assert "うち変更 0" in imported(tmp_path, f"{TOWN},,福祉課,a@town.example.jp")
    with pytest.raises(InvalidListError) as caught:
        imported(
            tmp_path,
            f"{OTHER},,,x@y",
            "999999,,,",
            f"{TOWN},,,a@b.jp",
            f"{TOWN},,{'長' * 61},",
            "012025,,,a@b.jp;c@d.jp",
        )
    assert [problem[:4] for problem in caught.value.problems] == ["2行目 ", "3行目 ", "5行目 ", "5行目 ", "6行目 "]
    assert list(store.contacts()["email"]) == ["a@town.example.jp"]
    with pytest.raises(LoaderError, match="見出し"):
        imported(tmp_path, f"{TOWN},a@b.jp", heading="市,アドレス\r\n")


def test_the_command_lists_writes_and_says_where_nothing_can_be_sent(tmp_path, capsys, monkeypatch):
    imported(tmp_path, f"{TOWN},釧路市,=1+1,a@town.example.jp")
    assert main(["reminders", "--prefecture", "01", "--on", "2026-06-02", "--out", str(tmp_path / "mails")]) == 0
    assert "期限後\t北海道釧路市 2025年度\t期限 2026-05-31（2日過ぎ）\t未送信\n" in capsys.readouterr().out
    table = (tmp_path / "mails" / "mails_2026-06-02.csv").read_bytes()
    assert table.startswith(b"\xef\xbb\xbf")
    assert ",'=1+1," in table.decode("utf-8-sig")
    assert main(["reminders", "--on", "2026-06-02", "--send"]) == 2
    assert "MONITOR_SMTP_URL" in capsys.readouterr().err
