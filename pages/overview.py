"""概要: where does a prefecture, or all of Japan, stand now?"""

from components.drawing import wording
from components.drawing.model import Basis
from components.views import frame, overview
from data import answers

TITLE = "概要"
ICON = ":material/home:"
ORDER = 10

overview.bring_back()
with frame.page(TITLE, "") as chosen:
    own_area = overview.show_doors(chosen)
    basis = Basis(chosen.prefecture_ja, chosen.as_of, wording.sources(answers.documents()))
    overview.show(overview.look(chosen, basis), basis, chosen, own_area)
    overview.change_door(chosen)
