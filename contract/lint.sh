#!/usr/bin/env bash
# Checks openapi.yaml with Spectral and Redocly, and compiles the TypeScript types made from it.
set -euo pipefail
cd "$(dirname "$0")/.."

types=$(mktemp -d)
trap 'rm -rf "$types"' EXIT

(cd contract && npm ci --silent --ignore-scripts)
bin=$PWD/contract/node_modules/.bin

echo "== spectral"
"$bin/spectral" lint --ruleset contract/spectral.yaml --fail-severity=hint openapi.yaml
echo "== redocly"
REDOCLY_SUPPRESS_UPDATE_NOTICE=true "$bin/redocly" lint --config contract/redocly.yaml openapi.yaml
echo "== openapi-typescript, tsc --strict"
"$bin/openapi-typescript" openapi.yaml --output "$types/api.ts"
"$bin/tsc" --strict --noEmit --target es2022 "$types/api.ts"
