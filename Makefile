# 地域共生モニター — the commands of the project. `make` alone lists them.
# Everything is installed into .venv on first use; a second run asks no server.

PYTHON_IN_VENV := .venv/bin/python
PORT ?= 8501
# make run HOST=monitor.example.jp opens the application to other machines under that name
HOST ?=
# the invented prefecture and the store of its reports, apart from all real data
PRACTICE := var/practice
MONITOR_SHARED ?= ../shared
MONITOR_SOURCES ?= $(wildcard $(MONITOR_SHARED)/sources)
export MONITOR_SHARED

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev system run demo cluster cluster-stop test build check boundaries lint types format bench fuzz kill

help:  ## この一覧を表示 / list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup:  ## 実行環境を用意 / virtual environment and static files
	@sh .ci/venv requirements.txt
	@$(PYTHON_IN_VENV) -m loaders.static_files

setup-dev:
	@sh .ci/venv requirements-dev.txt
	@$(PYTHON_IN_VENV) -m loaders.static_files

system:  ## 試験用の Debian パッケージ（root のときだけ導入） / system packages for the tests
	@sh .ci/debian-packages chromium-headless-shell fonts-noto-cjk postgresql libreoffice-calc-nogui nginx-light || true

run: setup  ## 画面を開く（表示されるアドレスから） / start the application
	@$(if $(MONITOR_SOURCES),MONITOR_SOURCES="$(MONITOR_SOURCES)") sh .ci/serve $(PORT) $(HOST)

demo: setup  ## 練習用データ（架空の見本県）で画面を開く / the application with practice data
	@$(PYTHON_IN_VENV) -m loaders.practice $(PRACTICE)
	@env -u MONITOR_DATABASE_URL -u MONITOR_SOURCES MONITOR_PRACTICE=1 MONITOR_DATA=$(PRACTICE) \
		sh .ci/serve $(PORT)

# nginx and N processes on one store: https://localhost:CLUSTER_PORT
N ?= 2
CLUSTER_PORT ?= 8443

cluster: setup  ## nginx・N プロセス・PostgreSQL をこの端末で（N=2） / a cluster from the files of deploy/
	@sh .ci/debian-packages nginx-light postgresql openssl
	@$(PYTHON_IN_VENV) deploy/cluster.py start $(N) $(CLUSTER_PORT)

cluster-stop:  ## それを止める / end it
	@$(PYTHON_IN_VENV) deploy/cluster.py stop

test: setup-dev system  ## 試験一式 / all tests
	@PYTHONDONTWRITEBYTECODE= $(PYTHON_IN_VENV) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

build: setup  ## 文書からデータセットを作る / documents → dataset (MONITOR_SOURCES)
	@$(PYTHON_IN_VENV) -m loaders build --sources "$(MONITOR_SOURCES)"

check: setup  ## 作り直しても変わらないことを確かめる / prove that a rebuild changes nothing
	@$(PYTHON_IN_VENV) -m loaders check --sources "$(MONITOR_SOURCES)"

boundaries: setup-dev  ## 市町村の一覧と境界を作り直す / derive registry and boundaries again
	@$(PYTHON_IN_VENV) -m loaders boundaries
	@$(PYTHON_IN_VENV) -m loaders.static_files

lint: setup-dev  ## 書き方の検査 / ruff
	@$(PYTHON_IN_VENV) -m ruff check .
	@$(PYTHON_IN_VENV) -m ruff format --check .

format: setup-dev  ## 書式を整える / ruff format
	@$(PYTHON_IN_VENV) -m ruff check --fix-only .
	@$(PYTHON_IN_VENV) -m ruff format .

types: setup-dev  ## 型の検査 / mypy --strict
	@# 2 is no error of types: on a busy machine its processes lose each other at times, and one goes on alone.
	@$(PYTHON_IN_VENV) -m mypy || { [ $$? = 2 ] && $(PYTHON_IN_VENV) -m mypy --num-workers 0; }

bench: setup-dev system  ## 速さを測る / measure, writes docs/performance.md
	@$(PYTHON_IN_VENV) -m tests.bench

fuzz: setup-dev  ## 壊れたファイルを10万件読ませる / damaged files at every door (docs/fuzz.md)
	@$(PYTHON_IN_VENV) -m tests.fuzz

kill: setup-dev system  ## 受付と取り込みを1,000回中断する / kill -9 while accepting and importing (docs/fuzz.md)
	@$(PYTHON_IN_VENV) -m tests.fuzz.kill
