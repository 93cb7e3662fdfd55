# Prints in one sentence what this machine lacks for what `make` was asked to do; prints nothing when it lacks nothing.
#
#   sh infra/local/check_start.sh PYTHON [--installed] [--province CODE …]     the rest as infra.local.check_start takes it
python=$1
shift
wanted=$(cat .python-version)
if ! command -v "$python" >/dev/null 2>&1; then
    echo "Python 3.11, 3.12 or 3.13 is needed and «$python» is not here: install it (Debian and Ubuntu: apt-get install" \
        "python$wanted python$wanted-venv; macOS: brew install python@$wanted), or name it with PYTHON=…"
    exit
fi
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
case "$found" in
3.11 | 3.12 | 3.13) ;;
*)
    echo "Python 3.11, 3.12 or 3.13 is needed and «$python» is Python ${found:-of an unknown version}: name another" \
        "with PYTHON=…"
    exit
    ;;
esac
exec "$python" -m infra.local.check_start "$@"
