# scratchcnn: `make train`, `make test`, `make lab`, `make bench`, …; each sets up .venv by itself.

PYTHON ?= python3
BIN = .venv/bin

# Notebooks run in their own folder: a relative path to the data must not depend on it.
# (Not with abspath, which takes a name with a space for two.)
ifneq ($(strip $(SCRATCHCNN_DATA)),)
override SCRATCHCNN_DATA := $(if $(filter /%,$(firstword $(SCRATCHCNN_DATA))),,$(CURDIR)/)$(SCRATCHCNN_DATA)
export SCRATCHCNN_DATA
endif

help:
	@echo "make train   train the full network on MNIST; results in build/train"
	@echo "make lab     open the lessons in JupyterLab"
	@echo "make test    lint, unit tests, and every notebook against its stored outputs"
	@echo "make test-browser  a class that is kept, the pad, and the live page, in Chromium"
	@echo "make journey every class typed into its lesson, and trained in lesson 10"
	@echo "make bench   images per second, beside PyTorch and JAX if installed"
	@echo "make recipe  what brings 99 % of the test digits with few images, a table of changes"
	@echo "make photographs  pictures of handwriting of many kinds, and how many the pad reads right"
	@echo "make lessons run all notebooks and store their outputs"
	@echo "make colab   every lesson as one file that runs alone, in build/colab"
	@echo "make site    the course as a web site, to read and to run in the browser, in build/site"
	@echo "make links   every link of the site followed; needs the internet"
	@echo "make check-everywhere  every lesson on every Python, as in Colab, in the browser; takes long"

.venv/ready: pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	  { echo "scratchcnn needs Python 3.11 or newer; choose one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "Python's venv module is missing (on Debian and Ubuntu: apt install python3-venv)"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[course,widgets,photo,cluster,test]"
	@touch $@

train: .venv/ready
	@$(BIN)/python tools/train.py

lab: .venv/ready
	env $$($(BIN)/python tools/kernels.py) \
	  $(BIN)/jupyter lab notebooks/$(notdir $(firstword $(sort $(wildcard notebooks/*.ipynb))))

# Without a folder of your own the tests use the bundled sample, never the network. Lessons and files
# of tests are shared out to the cores, each with one thread for its matrix products; the last lessons
# take longest, and begin.
test: export SCRATCHCNN_DATA := $(or $(SCRATCHCNN_DATA),$(CURDIR)/scratchcnn/data/sample)
test: export OPENBLAS_NUM_THREADS = 1
test: .venv/ready
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadscope \
	  --no-loadscope-reorder --nbval --nbval-current-env --nbval-cell-timeout=600 \
	  -p no:cacheprovider $$(ls -r notebooks/*.ipynb) tests

# Playwright drives the Chromium or Chrome of the machine; its own is not downloaded.
test-browser: export SCRATCHCNN_DATA := $(or $(SCRATCHCNN_DATA),$(CURDIR)/scratchcnn/data/sample)
test-browser: .venv/ready
	@for name in "$$CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable; do \
	  command -v "$$name" >/dev/null && exit 0; done; \
	  echo "make test-browser needs Chromium or Chrome: install one, or name it in CHROMIUM"; exit 1
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[browser]"
	$(BIN)/python -m pytest tests/browser/keeping.py tests/browser/jupyterlab.py \
	  tests/browser/explainer.py

# A reader's way through the course: every class is typed in, and lesson 10 trains them.
journey: export SCRATCHCNN_DATA := $(CURDIR)/scratchcnn/data/sample
journey: .venv/ready
	OPENBLAS_NUM_THREADS=2 $(BIN)/python -m pytest tests/journey/journey.py

# With PAGE=docs/figures.md its tables are written into that page.
bench: .venv/ready
	@$(BIN)/python tools/bench.py $(PAGE)

# What gets the network to 99 % of the test digits with few images, one change at a time.
recipe: .venv/ready
	@$(BIN)/python tools/recipe.py

# With PAGE=docs/photographs.md its table is written into that page.
photographs: .venv/ready
	@$(BIN)/python tools/photographs.py $(if $(PAGE),--page $(PAGE))

lessons: .venv/ready
	@$(BIN)/python tools/notebooks.py $(sort $(wildcard notebooks/*.ipynb))

colab: .venv/ready
	@$(BIN)/python tools/colab.py

site: .venv/ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[site]"
	@$(BIN)/python tools/website.py

# Sphinx asks every address that a page of the site leads to; this needs the internet.
links: site
	$(BIN)/python -m sphinx -b linkcheck --quiet build/site-source build/links

# uv fetches a Python that this machine does not have; PYODIDE_FOLDER stands in for Pyodide's CDN.
check-everywhere: site
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[browser,everywhere]"
	$(BIN)/python -m pytest -r s tests/test_environment.py tests/tools tests/browser/website.py
	$(BIN)/python tools/everywhere.py

.PHONY: help train lab test test-browser journey bench recipe photographs lessons colab site links check-everywhere
