#!/bin/sh
# Puts into the folder FOLDER what tests/report/test_browser.py drives Chromium with, and installs Chromium where that is
# allowed.  What cannot be installed is said; it is no failure, the tests are skipped then.
folder=${1:-.browser}
modules="playwright-core@1.65.1 axe-core@4.14.1"

if ! command -v chromium >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing Chromium"
    { apt-get update && apt-get install -y --no-install-recommends chromium fonts-noto-cjk; } >/dev/null 2>&1 ||
      echo "Chromium could not be installed; its tests are skipped"
  else
    echo "there is no Chromium, and it cannot be installed here; its tests are skipped"
  fi
fi

if [ ! -d "$folder/node_modules/playwright-core" ] || [ ! -d "$folder/node_modules/axe-core" ]; then
  if command -v npm >/dev/null 2>&1; then
    echo "installing the driver of the browser into $folder"
    npm install --prefix "$folder" --no-audit --no-fund --silent $modules >/dev/null 2>&1 ||
      echo "npm could not install $modules; the tests of the browser are skipped"
  else
    echo "there is no npm; the tests of the browser are skipped"
  fi
fi
exit 0
