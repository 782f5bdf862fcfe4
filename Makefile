# The same short commands for people and for CI. The first Python that can run ops/ is enough:
# ops/ finds or fetches Python 3.11 and 3.10 itself.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14 python3.10; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 9))' >/dev/null 2>&1 && echo $$p && break; done)
OPS = $(if $(PYTHON),$(PYTHON) -m ops,$(error 这台机器上没有 Python。请先安装 Python 3.11，再运行一次))
ARGS ?=

.PHONY: run test check lint model evaluate ablation citizens lock clean help

run:  ## 准备并启动，打印网址
	@$(OPS).run

test:  ## 运行全部测试；一部分：make test ARGS="tests/ops -k port"
	@$(OPS).prepare dev rasa index dialogue
	.venv/bin/python -m pytest $(ARGS)

lint:  ## 代码格式、写法与类型
	@$(OPS).prepare dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

check: lint test  ## 一切是否正常：lint 与 test

model:  ## 用本项目的问句重新训练检索模型
	@$(OPS).prepare dev
	.venv/bin/python -m knowledge train

evaluate:  ## 在留出的问句上评测；与别的办法比：make evaluate ARGS=--peers
	@$(OPS).prepare dev rasa index dialogue
	.venv/bin/python -m tests.evaluation $(ARGS)

ablation:  ## 逐步去掉，看理解的每一步值多少
	@$(OPS).prepare dev
	.venv/bin/python -m tests.evaluation.ablation

citizens:  ## 一千个模拟市民对着真的接口和 Rasa 办事
	@$(OPS).prepare dev rasa index dialogue
	.venv/bin/python -m pytest tests/citizens --citizens 1000 $(ARGS)

lock:  ## 重写 requirements/*.txt；要最新版本：make lock ARGS=--upgrade
	@$(OPS).lock $(ARGS)

clean:  ## 删去环境、模型、日志和缓存
	rm -rf .venv .venv-rasa .run .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 12
