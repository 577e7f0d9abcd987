#!/bin/sh
# Installs pdflatex, with which tests/tables/test_latex.py compiles tables, where that is allowed.  Where it is not, that is
# said; it is no failure, the tests are skipped then.
if ! command -v pdflatex >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing pdflatex"
    { apt-get update && apt-get install -y --no-install-recommends texlive-latex-base texlive-latex-recommended; } \
      >/dev/null 2>&1 || echo "pdflatex could not be installed; its tests are skipped"
  else
    echo "there is no pdflatex, and it cannot be installed here; its tests are skipped"
  fi
fi
exit 0
