# Servers with the WAR on them, for scripts/bench. Sourced, never run. Each start_… sets server_pid and
# returns at once; the server listens on the loopback address, and all it writes is in a folder that
# it is given, server.log with it.

wildfly_version=39.0.1.Final

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
  local home=$root/target/wildfly-$wildfly_version base=$root/$2/wildfly offset=$(($1 - 8080)) launcher
  if [[ ! -d $home ]]; then
    echo "Fetching WildFly $wildfly_version …" >&2
    mvn -B -q -ntp dependency:unpack -Dartifact="org.wildfly:wildfly-dist:$wildfly_version:zip" \
      -DoutputDirectory=target || die "It could not be fetched; Maven's messages are above."
  fi
  # a base of its own, so that the server that was fetched stays as it is
  mkdir -p "$base/deployments"
  cp -r "$home/standalone/configuration" "$base"
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
