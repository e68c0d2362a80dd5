# The servers that Maven fetches, and, for scripts/bench, servers with the WAR on them. Sourced, never
# run. Each start_… sets server_pid and returns at once; the server listens on the loopback address,
# and all it writes is in a folder that it is given, server.log with it.

payara_home=$root/target/payara-$(pom_property payara.version)/payara6
wildfly_home=$root/target/wildfly-$(pom_property wildfly.version)
# an OpenID provider, for the tests of logins
keycloak_home=$root/target/keycloak-$(pom_property keycloak.version)

fetch_server() { # NAME HOME ARTIFACT FOLDER: unpacks it there, unless it is there
  [[ ! -d $2 ]] || return 0
  echo "Fetching $1 …" >&2
  # beside it first, so that what is there is whole; Maven remembers what it has unpacked once
  local part=$root/target/fetching.$$
  (cd "$root" && mvn -B -q -ntp dependency:unpack -Dartifact="$3" -DoutputDirectory="$part/$4" \
    -Dmdep.overWriteReleases=true) || die "It could not be fetched; Maven's messages are above."
  mv -n "$part"/* "$root/target" 2>/dev/null || true
  rm -rf "$part"
  [[ -d $2 ]] || die "It was fetched, but there is no $2."
}

fetch_payara() {
  fetch_server "Payara Server $(pom_property payara.version)" "$payara_home" \
    "fish.payara.distributions:payara:$(pom_property payara.version):zip" "payara-$(pom_property payara.version)"
}

fetch_wildfly() {
  fetch_server "WildFly $(pom_property wildfly.version)" "$wildfly_home" \
    "org.wildfly:wildfly-dist:$(pom_property wildfly.version):zip" .
}

fetch_keycloak() {
  fetch_server "Keycloak $(pom_property keycloak.version)" "$keycloak_home" \
    "org.keycloak:keycloak-quarkus-dist:$(pom_property keycloak.version):zip" .
}

start_payara_micro() { # PORT FOLDER
  # shellcheck disable=SC2086
  "$java" ${JAVA_OPTS:--Xmx1g} -jar target/payara-micro.jar --nohazelcast --disablephonehome \
    --rootdir "$2/payara" --port "$1" \
    --prebootcommandfile server-config/payara-micro/pre-boot.asadmin \
    --logproperties server-config/payara-micro/logging.properties \
    --deploy target/tidewatch.war --contextroot / >"$2/server.log" 2>&1 &
  server_pid=$!
}

start_wildfly() { # PORT FOLDER
  local home=$wildfly_home base=$root/$2/wildfly offset=$(($1 - 8080)) launcher
  fetch_wildfly
  # a base of its own, so that the server that was fetched stays as it is
  mkdir -p "$base/deployments"
  cp -r "$home/standalone/configuration" "$base"
  # as server-config/wildfly has it
  sed -i "s|<worker name=\"default\"/>|<worker name=\"default\" io-threads=\"$(nproc)\"/>|" "$base/configuration/standalone.xml"
  cp target/tidewatch.war "$base/deployments/ROOT.war"
  # without JAVA_OPTS it would set its own, with half the heap
  JAVA_OPTS="${JAVA_OPTS:--Xmx1g} -Djava.net.preferIPv4Stack=true -Djava.awt.headless=true" \
    bash "$home/bin/standalone.sh" -Djboss.server.base.dir="$base" \
    -Djboss.socket.binding.port-offset="$offset" -Djboss.node.name=bench >"$2/server.log" 2>&1 &
  launcher=$!
  # it asks java for its version first
  until server_pid=$(pgrep -P "$launcher" -f org.jboss.as.standalone); do
    kill -0 "$launcher" 2>/dev/null || die "WildFly did not start; $2/server.log says why."
    sleep 0.1
  done
}

# The first port from that on that is free, with the next one, and for WildFly's management too.
free_port() { # FIRST
  local port=$1
  until port_is_free 127.0.0.1 "$port" && port_is_free 127.0.0.1 $((port + 1)) &&
    port_is_free 127.0.0.1 $((port + 1910)); do
    port=$((port + 10))
  done
  printf '%s' "$port"
}

# Ends a process, by force if it does not end; nothing if there is none.
stop_process() { # PID
  local i
  [[ -n $1 ]] && kill "$1" 2>/dev/null || return 0
  for ((i = 0; i < 150; i++)); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -9 "$1" 2>/dev/null || true
}
