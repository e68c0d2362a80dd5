# Makes target/tidewatch-client-VERSION.tgz, the npm package of the modules that the server serves, and of the schemas of
# their messages. Sourced, never run.

client_package() {
  local modules=src/main/webapp/resources/tidewatch/client version package work
  local messages=(src/main/webapp/asyncapi.yaml src/main/webapp/schemas)
  version=$(sed -n 's/^  <version>\(.*\)<.*/\1/p' pom.xml)
  package=target/tidewatch-client-$version.tgz
  if [[ -f $package && -z $(find "$modules" "${messages[@]}" src/npm pom.xml scripts/lib/npm.sh -newer "$package" -print -quit) ]]; then
    ls -sh "$package"
    return
  fi
  if ! command -v npm >/dev/null; then
    echo "No npm found, so the npm package is not made: install Node 20 or newer for it."
    return
  fi
  # TypeScript makes the types from the comments of the modules
  if [[ ! -x target/typescript/node_modules/.bin/tsc ]]; then
    mkdir -p target/typescript
    cp src/test/typescript/* target/typescript/
    if ! npm ci --prefix target/typescript --ignore-scripts --no-audit --no-fund --fetch-retries=1 >target/typescript/npm.log 2>&1; then
      echo "TypeScript could not be fetched, so the npm package is not made; target/typescript/npm.log says why."
      return
    fi
  fi
  work=$(mktemp -d target/npm.XXXXXX)
  cp "$modules"/*.js src/npm/README.md LICENSE src/npm/tsconfig.json "$work"
  cp -r "${messages[@]}" "$work"
  sed "s/VERSION/$version/" src/npm/package.json >"$work/package.json"
  target/typescript/node_modules/.bin/tsc --project "$work/tsconfig.json" || die "The types of the npm package could not be made."
  (cd "$work" && npm pack --silent >/dev/null) || die "The npm package could not be made."
  mv "$work"/*.tgz "$package"
  rm -rf "$work"
  ls -sh "$package"
}
