#!/bin/sh
# Prints in one sentence what this machine lacks for what `make` was asked to do; prints nothing when it lacks nothing.
#
#   sh infra/local/check_start.sh PYTHON [--installed] [--province CODE …]     the rest as infra.local.check_start takes it
python=$1
shift
wanted=$(cat .python-version)
if ! command -v "$python" >/dev/null 2>&1; then
    echo "Python $wanted is needed and «$python» is not here: install it (Debian and Ubuntu: apt-get install" \
        "python$wanted python$wanted-venv; macOS: brew install python@$wanted), or name it with PYTHON=…"
    exit
fi
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
if [ "$found" != "$wanted" ]; then
    echo "Python $wanted is needed and «$python» is Python ${found:-of an unknown version}: name another with PYTHON=…"
    exit
fi
exec "$python" -m infra.local.check_start "$@"
