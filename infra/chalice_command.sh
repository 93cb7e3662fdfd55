#!/bin/sh
# Stands where Chalice's own command would (.venv/bin/chalice, put there by `make install`). Our app is packaged with
# its template, law and libraries: by itself Chalice would make something that cannot run, or would say nothing.
# Packaging calls Chalice's program and not this one (infra/release/package.py).
case "${1-}" in
package) use="make release STAGE=staging makes the package with its template, law and pages (docs/operate.md)" ;;
deploy | plan | generate-pipeline) use="make first-deployment makes a province's stacks, and docs/operate.md says how they are updated" ;;
delete) use="docs/operate.md says how a stack is taken down and what stays" ;;
local | dev) use="make run PROVINCE=hue runs everything on this machine" ;;
gen-policy) use="rights are written in .chalice/policy-*.json, and make lint-infra proves that they are the least" ;;
invoke) use="make invoke FUNCTION=watch_deadlines calls a function of the local stack, and with STACK=… of another one" ;;
logs) use="make logs shows those of the local stack" ;;
url) use="make run prints the addresses, and so does a deployment" ;;
generate-models | gen-sdk | generate-sdk) use="make run serves the API's description at /api/openapi.json" ;;
--version | --help | -h) exec "$(dirname "$0")/python" -c "from chalice.cli import main; main()" "$@" ;;
*) use="make help lists what there is" ;;
esac
echo "chalice ${1-}: not in this project. $use." >&2
exit 2
