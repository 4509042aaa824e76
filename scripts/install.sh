#!/bin/bash
# install.sh PYTHON VENV REQUIREMENTS: a virtual environment with exactly the locked packages.
# uv installs many times faster than pip; where it cannot reach what pip can, pip does it.
set -euo pipefail
python=$1 venv=$2 requirements=$3

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; $python is $("$python" -V). Try: make PYTHON=python3.12 ..." >&2
    exit 1
}
if ! [ -x "$venv/bin/pip" ]; then
    rm -rf "$venv"
    "$python" -m venv "$venv" || {
        echo "The module venv does not work here. On Debian: apt-get install python3-venv" >&2
        exit 1
    }
fi
echo "Installing $requirements ..."
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r requirements-install.txt
"$venv/bin/uv" pip install --quiet --compile-bytecode --python "$venv/bin/python" --require-hashes -r "$requirements" ||
    "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$requirements"

# The code itself is used where it stands.
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "$PWD/src" >"$site/answerable.pth"
printf '#!/bin/sh\nexec "%s/%s/bin/python" -m answerable.ops.cli "$@"\n' "$PWD" "$venv" >"$venv/bin/answerable"
chmod +x "$venv/bin/answerable"
