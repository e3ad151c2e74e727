#!/usr/bin/env bash
# Tries a running service with schemathesis: does it do what openapi.yaml says, whatever it is sent?
# SECONDS_OF_TRYING: how long that may take (300).
set -euo pipefail
cd "$(dirname "$0")/.."

report=contract-report
venv=$PWD/target/contract-venv
# Operations that take log-ins or their sessions away, whoever's they are: also those of the try itself.
logins='^/api/v1/(users/[^/]+/(blocks|password-resets|roles/[^/]+/revocations)|me/password-changes)$'
limit=${SECONDS_OF_TRYING:-300}
scratch=$(mktemp -d)
server=
finish() {
    if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
    rm -rf "$scratch"
}
trap finish EXIT
mkdir -p "$report"

# One log-in for each role; schemathesis moves on to the next where an operation refuses one.
accounts() {
    local roles="administrator_systemu kierownik zastepca_kierownika pracownik_socjalny starszy_specjalista
        pracownik_swiadczen ksiegowosc kancelaria iod_audytor"
    local password=haslo-do-proby-kontraktu separator=""
    {
        echo '{"authTemplate": {"loginEndpointAuth": {'
        echo '  "endpoint": "/api/v1/auth/login", "verb": "POST", "contentType": "application/json",'
        echo '  "token": {"extractFrom": "body", "extractSelector": "/accessToken", "sendIn": "header",'
        echo '            "sendName": "Authorization", "sendTemplate": "Bearer {token}"}}},'
        echo ' "auth": ['
        for role in $roles; do
            printf '%s' "$password" | target/debug/mops user add "proba.$role" --role "$role" >/dev/null
            printf '%s{"name": "%s", "loginEndpointAuth": {"payloadRaw": "{\\"login\\": \\"proba.%s\\", \\"password\\": \\"%s\\"}"}}\n' \
                "$separator" "$role" "$role" "$password"
            separator=,
        done
        echo ']}'
    } >"$scratch/accounts.json"
}

start() {
    local port
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    url=http://127.0.0.1:$port
    export DATABASE_URL=sqlite:$scratch/mops.db LISTEN=127.0.0.1:$port RATE_LIMIT=1000000 LOGIN_RATE_LIMIT=1000000
    target/debug/mops serve --demo 2>"$report/server.log" &
    server=$!
    for _ in $(seq 100); do
        if curl --silent --fail --output /dev/null "$url/readyz"; then return; fi
        sleep 0.1
    done
    echo "the service did not start:" >&2
    cat "$report/server.log" >&2
    exit 1
}

# The administrator's token, for tries that take log-ins away.
token() {
    printf '{"login": "proba.administrator_systemu", "password": "haslo-do-proby-kontraktu"}' |
        curl --silent --fail --json @- "$url/api/v1/auth/login" |
        python3 -c 'import json, sys; print(json.load(sys.stdin)["accessToken"])'
}

# In the scratch folder, where it may leave its caches.
schemathesis() {
    local limit=$1 name=$2 root=$PWD
    shift 2
    (cd "$scratch" && "$venv/bin/schemathesis" --config-file "$root/contract/schemathesis.toml" \
        run "$root/openapi.yaml" --url "$url" "$@" \
        --checks all --phases examples,coverage,fuzzing,stateful --max-time "$limit" --continue-on-failure \
        --generation-database none --no-color \
        --report junit --report-junit-path "$root/$report/schemathesis-$name.xml")
}

try() {
    local status=0
    if [ ! -x "$venv/bin/schemathesis" ]; then
        python3 -m venv "$venv"
        "$venv/bin/pip" install --quiet --requirement contract/requirements.txt
    fi
    start
    accounts
    echo "== schemathesis, at most $limit s"
    schemathesis "$limit" everything --auth-wfc accounts.json --exclude-path-regex "$logins" || status=$?
    # What takes log-ins away is tried after everything else.
    echo "== schemathesis, operations on log-ins, at most 20 s"
    schemathesis 20 logins --header "Authorization: Bearer $(token)" --include-path-regex "$logins" || status=$?
    curl --silent --fail "$url/metrics" >"$report/schemathesis.metrics"
    "$venv/bin/python" contract/reached.py openapi.yaml "$report" || status=$?
    if grep panicked "$report/server.log" >&2; then status=1; fi
    return "$status"
}

cargo build --locked --package api
try
