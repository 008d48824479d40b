"""The settings that a closed network relies on, and readable colours."""

import tomllib

import pytest
from streamlit import config as streamlit_config

from components.drawing import theme
from components.views.report_uploads import MOST_MEGABYTES
from loaders.imports.desk import KINDS
from tests.components.drawing.test_theme import contrast


@pytest.fixture(scope="module")
def settings(project_dir):
    return tomllib.loads((project_dir / ".streamlit" / "config.toml").read_text("utf-8"))


def test_nothing_is_reported_to_the_outside(settings):
    assert settings["browser"]["gatherUsageStats"] is False


def test_only_this_machine_can_connect_until_the_administrator_opens_it(settings):
    assert settings["server"]["address"] == "localhost"


def test_the_server_takes_every_upload_that_a_page_offers(settings):
    offered = [MOST_MEGABYTES, *(kind.most_megabytes for kind in KINDS.values())]
    assert max(offered) <= settings["server"]["maxUploadSize"]


def test_no_font_or_theme_is_loaded_from_a_url(settings):
    assert "fontFaces" not in settings["theme"]
    assert "base" not in settings["theme"]
    assert "://" not in str(settings["theme"])


def test_every_setting_is_known_to_the_pinned_streamlit(settings):
    def names(table, prefix):
        for key, value in table.items():
            yield from names(value, f"{prefix}{key}.") if isinstance(value, dict) else [f"{prefix}{key}"]

    known = streamlit_config._config_options_template
    assert [name for name in names(settings, "") if name not in known] == []


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("background", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("text", ["textColor", "linkColor"])
def test_text_reaches_four_and_a_half_to_one(settings, mode, background, text):
    colours = settings["theme"][mode]
    assert contrast(colours[text], colours[background]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_white_text_on_buttons_is_readable_and_buttons_stand_out(settings, mode):
    colours = settings["theme"][mode]
    assert contrast("#FFFFFF", colours["primaryColor"]) >= 4.5
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_pages_and_figures_share_their_colours(settings, mode):
    palette = theme.palette(mode)
    colours = settings["theme"][mode]
    assert colours["backgroundColor"] == palette.background
    assert colours["secondaryBackgroundColor"] == palette.surface
    assert colours["textColor"] == palette.text
    assert colours["borderColor"] == palette.line
