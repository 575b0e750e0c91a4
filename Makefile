# Everything here works from a bare machine with make, Python 3.11 or newer and its venv module.
PYTHON ?= python3
LAUNCH = $(PYTHON) -m newsroom.launch
# Called as modules: the scripts in .venv/bin carry the path of the folder they were made in.
IN = .venv/bin/python -m

# The settings of a production site, and nothing of this machine's .env or data.
PRODUCTION = ENV_FILE=/dev/null DEBUG=0 HTTPS=1 ALLOWED_HOSTS=news.example \
	SITE_URL=https://news.example EMAIL_URL=smtp+tls://mail.example:587 TRUSTED_PROXIES=1 \
	DATABASE_URL=sqlite:///:memory: SECRET_KEY=made-up-for-the-checks-and-used-by-no-site-0123456789

.PHONY: help run serve test coverage check bench screenshots lock

help:
	@echo 'make run     the newsroom with its demo, on http://127.0.0.1:$${PORT:-8000}'
	@echo 'make serve   the production server on the same data (PORT, WORKERS, HTTPS)'
	@echo 'make test    the tests on every core (DATABASE_URL moves them to another database)'
	@echo 'make coverage  which lines and templates the tests reach'
	@echo 'make check   style, types, templates, migrations, deployment settings'
	@echo 'make bench   what grows is measured, a report a script, on scratch databases'
	@echo 'make screenshots  take the pictures of the README from the demo'
	@echo 'make lock    lock the dependencies anew (asks the package index)'

run:
	@$(LAUNCH) run

serve:
	@$(LAUNCH) serve

test:
	@$(LAUNCH) tools
	$(IN) pytest -n auto

# It takes twice the time, and what replays a corpus or drives a browser adds nothing to it.
coverage:
	@$(LAUNCH) tools
	$(IN) pytest -n auto -m "not corpus and not browser" --cov --cov-report=term-missing

check:
	@$(LAUNCH) tools
	$(IN) ruff check
	$(IN) ruff format --check
	find templates articles comments newsroom -name '*.html' | xargs -r .venv/bin/djade --check
	$(PRODUCTION) $(IN) mypy
	$(PRODUCTION) .venv/bin/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) .venv/bin/python manage.py check --deploy --fail-level WARNING

bench:
	@$(LAUNCH) tools
	@for script in bench/[a-z]*.py; do echo "== $$script"; .venv/bin/python $$script || exit; done

screenshots:
	@$(LAUNCH) tools
	.venv/bin/python docs/screenshots.py

# Keeps the pins that still fit; LOCK_FLAGS=--upgrade takes the newest. Lock with the oldest Python
# the newsroom runs on, so that it holds for all of them. pip-tools
# is no dependency: it gets an environment of its own, which is thrown away.
COMPILE = var/lock/bin/python -m piptools compile --quiet --no-emit-index-url \
	--no-emit-trusted-host --no-emit-find-links --generate-hashes --allow-unsafe --strip-extras $(LOCK_FLAGS)
lock: export CUSTOM_COMPILE_COMMAND = make lock
lock:
	$(PYTHON) -m venv --clear var/lock
	var/lock/bin/python -m pip install --quiet pip-tools
	$(COMPILE) --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.txt --output-file .ci/requirements-dev.txt \
		pyproject.toml
	rm -rf var/lock
